//! What an element declaration says about its content: the type of a field, a header, a body.

use super::context::{Job, Key, Lowering, Owner, address};
use super::documentation;
use crate::model::{Facet, GlobalElement, ItemRef, Place, Root, SimpleRef, Type};
use crate::names;
use crate::resolve::{BuiltIn, TypeDefinition, built_in};
use crate::xsd::{ComplexType, Content, DerivationMethod, Element, Occurs, QName, TypeRef};

/// A type as it is used: what a field of it needs.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) ty: Type,
    pub(super) place: Place,
    pub(super) simple: SimpleRef,
    pub(super) list: bool,
    pub(super) facets: Vec<Facet>,
}

impl Use {
    /// An item with complex content.
    pub(super) fn item(item: ItemRef) -> Self {
        Self {
            ty: Type::Item(item),
            place: Place::Element,
            simple: SimpleRef::Complex,
            list: false,
            facets: Vec::new(),
        }
    }

    /// Anything.
    pub(super) fn any_type() -> Self {
        Self {
            ty: Type::Runtime("castile::fragment::AnyType"),
            place: Place::Element,
            simple: SimpleRef::Complex,
            list: false,
            facets: Vec::new(),
        }
    }
}

impl<'a> Lowering<'a, '_> {
    /// The type of an element, declared in `owner` unless it is global.
    pub(super) fn element_use(&mut self, element: &'a Element, global: bool, owner: &Owner) -> Use {
        let within = if global { element_owner(element) } else { owner.clone() };
        let mut usage = match &element.type_ {
            Some(TypeRef::Named(name)) => self.type_use(name, &element.block),
            Some(TypeRef::Simple(simple)) => {
                let stem = inline_stem(element, global, &within);
                let simple = self.inline_simple_type(simple, &within, &stem);
                simple.usage()
            }
            Some(TypeRef::Complex(complex)) => self.inline_complex_use(element, complex, global, &within),
            None => self.head_type(element, &within),
        };
        if element.default.is_some() || element.fixed.is_some() {
            let simple = match usage.simple {
                SimpleRef::Complex if self.has_text(element) => SimpleRef::Builtin("COMPLEX"),
                simple => simple,
            };
            usage.simple =
                self.with_value(&simple, element.default.clone(), element.fixed.clone(), &element.name, &within);
        }
        usage
    }

    /// Whether the element's complex type has text: simple or mixed content.
    fn has_text(&mut self, element: &'a Element) -> bool {
        let complex = match &element.type_ {
            Some(TypeRef::Complex(complex)) => complex,
            Some(TypeRef::Named(name)) => match self.components.types.get(name) {
                Some(TypeDefinition::Complex(complex)) => complex,
                _ => return false,
            },
            Some(TypeRef::Simple(_)) | None => return false,
        };
        let levels = self.derivation(complex);
        super::complex_type::is_mixed(&levels) || levels.iter().any(|level| matches!(level.content, Content::Simple(_)))
    }

    fn inline_complex_use(
        &mut self,
        element: &'a Element,
        complex: &'a ComplexType,
        global: bool,
        owner: &Owner,
    ) -> Use {
        let key = Key::Anonymous(address(complex));
        let place = if global {
            let mut place = self.name(key, &element.name, &["Element"], element.position);
            place.root = (!element.abstract_)
                .then(|| Root { name: self.namespaces.wire(&element.name), simple: SimpleRef::Complex });
            place
        } else {
            let stem = inline_stem(element, false, owner);
            self.name_anonymous(key, owner, &stem, &[])
        };
        let item = place.item.clone();
        let within = Owner {
            namespace: owner.namespace.clone(),
            ident: item.ident.clone(),
            names: vec![element.name.local.to_string()],
            position: if global { element.position } else { owner.position },
        };
        self.complex_job(key, place, complex, within);
        Use::item(item)
    }

    /// Queues a complex type as what it is: an array or a struct.
    pub(super) fn complex_job(
        &mut self,
        key: Key,
        mut place: super::context::Place,
        complex: &'a ComplexType,
        owner: Owner,
    ) {
        // An anonymous type's own name is none.
        if complex.name.is_none() {
            place.name = crate::model::WireName::default();
        }
        match self.soap_array(complex) {
            Some(array) => self.queue(key, || Job::Array(place, array, owner)),
            None => self.queue(key, || Job::ComplexType(place, complex, owner)),
        }
    }

    /// An element without a type has that of its head, or any.
    fn head_type(&mut self, element: &'a Element, owner: &Owner) -> Use {
        let elements = &self.components.elements;
        let head = elements.find(&element.name).and_then(|place| self.components.hierarchy.typed_head(place));
        if let Some(head) = head.and_then(|place| elements.at(place)).filter(|_| element.substitution_group.is_some()) {
            return self.element_use(head, true, owner);
        }
        Use::any_type()
    }

    /// A named type where something is declared to be of it.
    pub(super) fn type_use(&mut self, name: &QName, block: &[DerivationMethod]) -> Use {
        match built_in(name) {
            // Which simple type it is, the message says by `xsi:type`.
            Some(BuiltIn::AnyType | BuiltIn::Array | BuiltIn::Simple("ANY_SIMPLE_TYPE")) => return Use::any_type(),
            Some(BuiltIn::Simple(builtin)) => return super::simple_type::builtin(builtin).usage(),
            None => {}
        }
        let Some(place) = self.components.types.find(name) else {
            return Use::any_type();
        };
        match self.components.types.at(place) {
            Some(TypeDefinition::Simple(simple)) => self.simple_type_definition(simple, place).usage(),
            Some(TypeDefinition::Complex(complex)) => {
                let closed =
                    block.contains(&DerivationMethod::Extension) && block.contains(&DerivationMethod::Restriction);
                if !closed && self.is_polymorphic(place, complex) {
                    return Use::item(self.polymorphic_item(place));
                }
                self.complex_type_item(place, complex)
            }
            None => Use::any_type(),
        }
    }

    /// The item of a named complex type itself, whatever is derived from it.
    pub(super) fn complex_type_item(&mut self, at: usize, complex: &'a ComplexType) -> Use {
        let Some(name) = &complex.name else {
            return Use::any_type();
        };
        let key = Key::Type(at);
        let place = self.name(key, name, &["Type"], complex.position);
        let item = place.item.clone();
        let mut names = vec![name.local.to_string()];
        for element in self.elements_of_type.get(at).into_iter().flatten() {
            names.extend(self.components.elements.at(*element).map(|element| element.name.local.to_string()));
        }
        let owner =
            Owner { namespace: name.namespace.clone(), ident: item.ident.clone(), names, position: complex.position };
        self.complex_job(key, place, complex, owner);
        Use::item(item)
    }

    /// The one global element that has this type, as the root the type is written under.
    pub(super) fn root(&mut self, elements: &[usize]) -> Option<Root> {
        let [only] = elements else { return None };
        let element = self.components.elements.at(*only).filter(|element| !element.abstract_)?;
        Some(Root { name: self.namespaces.wire(&element.name), simple: SimpleRef::Complex })
    }

    /// What a global element that is not needed by any other declaration becomes.
    pub(super) fn global_element(&mut self, element: &'a Element) {
        let owner = element_owner(element);
        let usage = self.element_use(element, true, &owner);
        let _ = self.substitution_item(element);
        if !element.abstract_ {
            let name = self.namespaces.wire(&element.name);
            let ident = self.element_idents.take(&[&names::screaming(&element.name.local)]);
            let nil = self.nil(element);
            self.elements.push(GlobalElement {
                ident,
                name,
                ty: super::nil::container(usage.ty, Occurs::ONCE, nil),
                nillable: element.nillable,
                list: usage.list,
                simple: usage.simple,
            });
        }
    }

    /// Everything the schemas declare.
    pub(super) fn global_components(&mut self) {
        let components = self.components;
        for (place, entry) in components.types.entries().iter().enumerate() {
            // A redefined type is there for the type that redefines it.
            if entry.name.local.contains(' ') {
                continue;
            }
            match entry.component {
                TypeDefinition::Complex(complex) => {
                    self.complex_type_item(place, complex);
                    if self.is_polymorphic(place, complex) {
                        self.polymorphic_item(place);
                    }
                }
                TypeDefinition::Simple(simple) => {
                    self.simple_type_definition(simple, place);
                }
            }
        }
        for entry in components.elements.entries() {
            self.global_element(entry.component);
        }
    }

    /// Documentation of a type and of the element that is the only one to have it.
    pub(super) fn documentation_of(&self, complex: &ComplexType, elements: &[usize]) -> Vec<String> {
        let own = documentation::lines(&complex.documentation);
        match elements {
            [only] if own.is_empty() => self
                .components
                .elements
                .at(*only)
                .map(|element| documentation::lines(&element.documentation))
                .unwrap_or_default(),
            _ => own,
        }
    }
}

/// The identifier an anonymous type of the element is named after.
fn inline_stem(element: &Element, global: bool, owner: &Owner) -> String {
    let own = names::pascal(&element.name.local);
    if global { own } else { format!("{}{own}", super::fields::unraw(&owner.ident)) }
}

/// A global element as the owner of what is anonymous in it.
pub(super) fn element_owner(element: &Element) -> Owner {
    Owner {
        namespace: element.name.namespace.clone(),
        ident: names::pascal(&element.name.local),
        names: vec![element.name.local.to_string()],
        position: element.position,
    }
}
