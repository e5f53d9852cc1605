//! What the schemas of a contract have declared and defined so far: what comes later may refer to it.

use std::collections::BTreeSet;
use std::fmt;

use super::complex::ComplexType;
use super::random::Random;
use super::simple::SimpleType;

/// A target namespace. In every document it has the same prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namespace {
    /// No namespace: XML Schema calls that absent.
    Absent,
    /// `urn:a`, that of the main document.
    A,
    /// `urn:b`, that of a document that is imported.
    B,
}

impl Namespace {
    /// How a reference begins.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Absent => "",
            Self::A => "a:",
            Self::B => "b:",
        }
    }

    /// The declaration of its prefix.
    pub(super) fn declaration(self) -> &'static str {
        match self {
            Self::Absent => "",
            Self::A => " xmlns:a=\"urn:a\"",
            Self::B => " xmlns:b=\"urn:b\"",
        }
    }

    /// The attribute that makes it the target of a document.
    pub(super) fn target(self) -> &'static str {
        match self {
            Self::Absent => "",
            Self::A => " targetNamespace=\"urn:a\"",
            Self::B => " targetNamespace=\"urn:b\"",
        }
    }
}

/// An expanded name; it is displayed as a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) namespace: Namespace,
    pub(super) local: String,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.namespace.prefix(), self.local)
    }
}

/// A global element declaration.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: Name,
    /// Its complex type; none when that is simple or anonymous: such an element heads no substitution group here.
    pub(super) ty: Option<Name>,
}

/// The symbol spaces, each with names of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    Type,
    Element,
    Attribute,
    ModelGroup,
    AttributeGroup,
}

/// All components of a contract, and the numbers that decide about the next.
#[derive(Debug)]
pub(super) struct Components {
    pub(super) random: Random,
    /// The namespaces that the document in hand may refer to.
    pub(super) visible: Vec<Namespace>,
    pub(super) simple_types: Vec<SimpleType>,
    pub(super) complex_types: Vec<ComplexType>,
    pub(super) elements: Vec<Element>,
    pub(super) attributes: Vec<Name>,
    pub(super) model_groups: Vec<Name>,
    pub(super) attribute_groups: Vec<Name>,
    taken: BTreeSet<(Space, Namespace, String)>,
}

impl Components {
    pub(super) fn new(random: Random) -> Self {
        Self {
            random,
            visible: Vec::new(),
            simple_types: Vec::new(),
            complex_types: Vec::new(),
            elements: Vec::new(),
            attributes: Vec::new(),
            model_groups: Vec::new(),
            attribute_groups: Vec::new(),
            taken: BTreeSet::new(),
        }
    }

    /// Takes a name; false when another component of this symbol space has it.
    pub(super) fn take(&mut self, space: Space, name: &Name) -> bool {
        self.taken.insert((space, name.namespace, name.local.clone()))
    }

    /// A global element to refer to.
    pub(super) fn element_reference(&mut self) -> Option<Name> {
        let visible = &self.visible;
        self.random.choose(&self.elements, |each| visible.contains(&each.name.namespace)).map(|each| each.name)
    }

    /// A global attribute to refer to.
    pub(super) fn attribute_reference(&mut self) -> Option<Name> {
        self.random.choose(&self.attributes, |each| self.visible.contains(&each.namespace))
    }

    /// A named model group to refer to.
    pub(super) fn model_group_reference(&mut self) -> Option<Name> {
        self.random.choose(&self.model_groups, |each| self.visible.contains(&each.namespace))
    }

    /// An attribute group to refer to.
    pub(super) fn attribute_group_reference(&mut self) -> Option<Name> {
        self.random.choose(&self.attribute_groups, |each| self.visible.contains(&each.namespace))
    }

    /// A complex type that fits, of a namespace that the document may refer to.
    pub(super) fn complex_type(&mut self, fits: impl Fn(&ComplexType) -> bool) -> Option<ComplexType> {
        let visible = &self.visible;
        self.random.choose(&self.complex_types, |each| visible.contains(&each.name.namespace) && fits(each))
    }

    /// What a chameleon include does: everything without a namespace gets this one.
    pub(super) fn adopt(&mut self, namespace: Namespace) {
        for ty in &mut self.complex_types {
            ty.name.namespace = namespace;
            ty.base.iter_mut().for_each(|base| base.namespace = namespace);
            // Its references are written without a prefix: no other document can repeat them in a restriction.
            ty.content.clear();
        }
        for element in &mut self.elements {
            element.name.namespace = namespace;
            element.ty.iter_mut().for_each(|ty| ty.namespace = namespace);
        }
        let simple_types = self.simple_types.iter_mut().map(|ty| &mut ty.name);
        let groups = self.model_groups.iter_mut().chain(&mut self.attribute_groups);
        for name in simple_types.chain(groups).chain(&mut self.attributes) {
            name.namespace = namespace;
        }
        let taken = std::mem::take(&mut self.taken);
        self.taken = taken.into_iter().map(|(space, _, local)| (space, namespace, local)).collect();
    }
}
