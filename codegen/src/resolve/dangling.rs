//! References that lead nowhere, read in the way that is the clearest: contracts are published with them, and work.
//!
//! A name that is declared in one other namespace was written with the wrong prefix. What is declared nowhere is left
//! open: any content for a type, an element of any content for an element, a wildcard for a group. Each is a warning, so
//! that nothing is read otherwise than written without a word. After this, no look-up of a component fails.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Findings, ReferenceKind, built_in, built_in_attribute, built_in_element, built_in_group, visit};
use crate::diagnostic::nearest;
use crate::wsdl::{Definitions, PartKind};
use crate::xsd::{
    Attribute, AttributeGroup, Attributes, ComplexContent, ComplexType, Compositor, Content, Element, Form, Group,
    ModelGroup, NamespaceConstraint, Occurs, Particle, Position, ProcessContents, QName, Schema, Term, TypeRef,
    Wildcard,
};

/// Mends every reference in `schemas` and `definitions` that leads nowhere.
pub fn mend(schemas: &mut Vec<Schema>, definitions: &mut [Definitions], findings: &mut Findings) {
    let mut mending = Mending {
        known: Known::of(schemas),
        namespaces: schemas.iter().map(|schema| schema.target_namespace.clone()).collect(),
        missing: Missing::default(),
        said: HashSet::new(),
        findings,
    };
    for schema in schemas.iter_mut() {
        visit::references(schema, &mut |kind, simple, name, position| mending.settle(kind, simple, name, position));
    }
    for definitions in definitions.iter_mut() {
        mending.parts(definitions);
    }
    let missing = mending.missing;
    messages(definitions, findings);
    missing.declare(schemas);
}

/// The names of what is declared.
struct Known {
    types: Names,
    /// With the names of their types.
    elements: HashMap<QName, ElementType>,
    element_names: Names,
    attributes: Names,
    groups: Names,
    attribute_groups: Names,
}

/// Names, and those of one local part.
#[derive(Default)]
struct Names {
    all: HashSet<QName>,
    by_local: HashMap<Arc<str>, Vec<QName>>,
}

impl Names {
    fn of<'n>(names: impl Iterator<Item = &'n QName>) -> Self {
        let mut all = Self::default();
        for name in names {
            if all.all.insert(name.clone()) {
                all.by_local.entry(name.local.clone()).or_default().push(name.clone());
            }
        }
        all
    }

    /// The one name with that local part.
    fn only(&self, local: &str) -> Option<&QName> {
        match self.by_local.get(local)?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

#[derive(Clone)]
enum ElementType {
    Named(QName),
    Inline,
    None,
}

impl Known {
    fn of(schemas: &[Schema]) -> Self {
        let simple = schemas.iter().flat_map(|schema| &schema.simple_types).filter_map(|each| each.name.as_ref());
        let complex = schemas.iter().flat_map(|schema| &schema.complex_types).filter_map(|each| each.name.as_ref());
        let mut elements = HashMap::new();
        for element in schemas.iter().flat_map(|schema| &schema.elements) {
            let ty = match &element.type_ {
                Some(TypeRef::Named(name)) => ElementType::Named(name.clone()),
                Some(TypeRef::Simple(_) | TypeRef::Complex(_)) => ElementType::Inline,
                None => ElementType::None,
            };
            elements.entry(element.name.clone()).or_insert(ty);
        }
        Self {
            types: Names::of(simple.chain(complex)),
            elements,
            element_names: Names::of(schemas.iter().flat_map(|schema| &schema.elements).map(|each| &each.name)),
            attributes: Names::of(schemas.iter().flat_map(|schema| &schema.attributes).map(|each| &each.name)),
            groups: Names::of(schemas.iter().flat_map(|schema| &schema.groups).map(|each| &each.name)),
            attribute_groups: Names::of(
                schemas.iter().flat_map(|schema| &schema.attribute_groups).map(|each| &each.name),
            ),
        }
    }

    fn names(&self, kind: ReferenceKind) -> &Names {
        match kind {
            ReferenceKind::Type | ReferenceKind::Base => &self.types,
            ReferenceKind::Element | ReferenceKind::Head => &self.element_names,
            ReferenceKind::Attribute => &self.attributes,
            ReferenceKind::Group => &self.groups,
            ReferenceKind::AttributeGroup => &self.attribute_groups,
        }
    }

    fn has(&self, kind: ReferenceKind, name: &QName) -> bool {
        let is_built_in = match kind {
            ReferenceKind::Type | ReferenceKind::Base => built_in(name).is_some(),
            ReferenceKind::Element | ReferenceKind::Head => built_in_element(name),
            ReferenceKind::Attribute => built_in_attribute(name).is_some(),
            ReferenceKind::Group | ReferenceKind::AttributeGroup => built_in_group(name),
        };
        is_built_in || self.names(kind).all.contains(name)
    }
}

/// What is to be declared in the end.
#[derive(Default)]
struct Missing {
    elements: BTreeMap<QName, (Position, QName)>,
    bases: Places,
    attributes: Places,
    groups: Places,
    attribute_groups: Places,
    /// Elements whose own type is referred to under their name.
    types_of_elements: BTreeSet<QName>,
}

/// Names with the place of the first reference to each.
#[derive(Default)]
struct Places(BTreeMap<QName, Position>);

impl Places {
    fn note(&mut self, name: &QName, position: Position) {
        self.0.entry(name.clone()).or_insert(position);
    }
}

struct Mending<'f> {
    known: Known,
    namespaces: HashSet<Arc<str>>,
    missing: Missing,
    said: HashSet<(&'static str, QName)>,
    findings: &'f mut Findings,
}

impl Mending<'_> {
    /// Makes `name` lead somewhere; `false` when the reference is best left out.
    fn settle(&mut self, kind: ReferenceKind, simple: bool, name: &mut QName, position: Position) -> bool {
        if self.known.has(kind, name) {
            return true;
        }
        if let Some(meant) = self.meant(kind, name) {
            let how = if meant == *name { String::from("that of the element") } else { meant.to_string() };
            self.say(kind, name, position, &format!("what is meant is {how}"));
            *name = meant;
            return true;
        }
        if let Some(prefix) = name.undeclared_prefix() {
            let construct = format!("{} {prefix}:{}", kind.word(), name.local);
            let help = format!("declare the prefix, or use that of the namespace of {}", name.local);
            self.findings.error(position, construct, format!("the prefix {prefix} is not declared"), help);
        } else {
            let of_type = kind == ReferenceKind::Element && self.known.types.all.contains(name);
            let how = if of_type { "it is read as an element of the type of that name" } else { open_as(kind, simple) };
            self.say(kind, name, position, how);
        }
        let ty = if simple { "anySimpleType" } else { "anyType" };
        match kind {
            // What is extended stays, with what it may hold before.
            ReferenceKind::Base if !simple => self.missing.bases.note(name, position),
            ReferenceKind::Type | ReferenceKind::Base => *name = QName::xsd(ty),
            ReferenceKind::Head => return false,
            ReferenceKind::Element => {
                let ty = if self.known.types.all.contains(name) { name.clone() } else { QName::xsd(ty) };
                self.missing.elements.entry(name.clone()).or_insert((position, ty));
            }
            ReferenceKind::Attribute => self.missing.attributes.note(name, position),
            ReferenceKind::Group => self.missing.groups.note(name, position),
            ReferenceKind::AttributeGroup => self.missing.attribute_groups.note(name, position),
        }
        true
    }

    /// The one component that a dangling name can mean.
    fn meant(&mut self, kind: ReferenceKind, name: &QName) -> Option<QName> {
        let is_type = matches!(kind, ReferenceKind::Type | ReferenceKind::Base);
        if is_type && let Some(ty) = self.known.elements.get(name).cloned() {
            return match ty {
                ElementType::Named(ty) => self.known.has(ReferenceKind::Type, &ty).then_some(ty),
                ElementType::Inline => {
                    self.missing.types_of_elements.insert(name.clone());
                    Some(name.clone())
                }
                ElementType::None => None,
            };
        }
        if kind == ReferenceKind::Element && self.known.types.all.contains(name) {
            // An element of that type is declared in the end.
            return None;
        }
        // Beside a prefix that means nothing, only SOAP's encoding has such names.
        let of_encoding = match &*name.local {
            "arrayType" => kind == ReferenceKind::Attribute,
            "Array" => is_type && !self.known.types.by_local.contains_key("Array"),
            _ => false,
        };
        if of_encoding && name.undeclared_prefix().is_some() {
            return Some(QName::new(super::SOAP11_ENCODING, name.local.clone()));
        }
        if let Some(only) = self.known.names(kind).only(&name.local) {
            return Some(only.clone());
        }
        if !is_type || self.known.types.by_local.contains_key(&name.local) {
            return None;
        }
        let exact = QName::xsd(&name.local);
        if built_in(&exact).is_some() {
            return Some(exact);
        }
        let alike = COMMON.split(' ').find(|known| known.eq_ignore_ascii_case(&name.local));
        let lower = name.local.to_ascii_lowercase();
        let alike = QName::xsd(alike.unwrap_or(&lower));
        (name.is_xsd() && built_in(&alike).is_some()).then_some(alike)
    }

    /// Warns, once for each name: a document that has it wrong has it wrong everywhere.
    fn say(&mut self, kind: ReferenceKind, name: &QName, position: Position, how: &str) {
        if self.said.insert((kind.word(), name.clone())) {
            let (shown, message) = match name.undeclared_prefix() {
                Some(prefix) => {
                    (format!("{prefix}:{}", name.local), format!("the prefix {prefix} is not declared; {how}"))
                }
                None => (name.to_string(), format!("there is no {} of that name; {how}", kind.word())),
            };
            let help = self.help(kind, name);
            self.findings.warning(position, format!("{} {shown}", kind.word()), message, help);
        }
    }

    fn help(&self, kind: ReferenceKind, name: &QName) -> String {
        if name.undeclared_prefix().is_some() {
            return String::from("declare the prefix");
        }
        if !name.is_xsd() && !self.namespaces.contains(&name.namespace) {
            return format!(
                "no document of namespace \"{}\" was loaded: store it and add it to the catalog",
                name.namespace
            );
        }
        let mut here: Vec<&str> = match kind {
            ReferenceKind::Type | ReferenceKind::Base if name.is_xsd() => COMMON.split(' ').collect(),
            _ => {
                let all = &self.known.names(kind).all;
                all.iter().filter(|other| other.namespace == name.namespace).map(|other| &*other.local).collect()
            }
        };
        here.sort_unstable();
        let near = nearest(&name.local, here.into_iter());
        if near.is_empty() {
            return format!(
                "its namespace has no {}: check that the document that declares it is included",
                kind.word()
            );
        }
        format!("the nearest names are: {}", near.join(", "))
    }

    /// The elements and types of message parts.
    fn parts(&mut self, definitions: &mut Definitions) {
        for part in definitions.messages.iter_mut().flat_map(|message| &mut message.parts) {
            let (kind, name) = match &mut part.kind {
                PartKind::Element(name) => (ReferenceKind::Element, name),
                PartKind::Type(name) => (ReferenceKind::Type, name),
            };
            self.settle(kind, false, name, part.position);
        }
    }
}

fn open_as(kind: ReferenceKind, simple: bool) -> &'static str {
    match kind {
        ReferenceKind::Type | ReferenceKind::Base if simple => "it is read as xs:anySimpleType",
        ReferenceKind::Type => "it is read as xs:anyType",
        ReferenceKind::Base => "it is read as one of any elements and attributes",
        ReferenceKind::Element => "it is read as an element of any content",
        ReferenceKind::Head => "the element that names it stands for none",
        ReferenceKind::Attribute => "it is read as an attribute of any value",
        ReferenceKind::Group => "it is read as any elements",
        ReferenceKind::AttributeGroup => "it is read as any attributes",
    }
}

/// Built-in types that are often misspelt.
const COMMON: &str = "anyType anySimpleType anyURI base64Binary boolean dateTime decimal double gDay gMonth gMonthDay gYear \
                      gYearMonth hexBinary integer negativeInteger nonNegativeInteger nonPositiveInteger normalizedString \
                      positiveInteger string unsignedByte unsignedInt unsignedLong unsignedShort";

/// References between the parts of a WSDL: a name in one other namespace was written with the wrong prefix, or none.
fn messages(definitions: &mut [Definitions], findings: &mut Findings) {
    let messages = Names::of(definitions.iter().flat_map(|each| &each.messages).map(|each| &each.name));
    let port_types = Names::of(definitions.iter().flat_map(|each| &each.port_types).map(|each| &each.name));
    let bindings = Names::of(definitions.iter().flat_map(|each| &each.bindings).map(|each| &each.name));
    let mut mend = |word: &str, names: &Names, name: &mut QName, position: Position| {
        if !names.all.contains(name)
            && let Some(only) = names.only(&name.local)
        {
            let message = format!("there is no {word} of that name; what is meant is {only}");
            findings.warning(position, format!("{word} {name}"), message, "correct the prefix");
            *name = only.clone();
        }
    };
    for each in definitions.iter_mut() {
        for operation in each.port_types.iter_mut().flat_map(|port_type| &mut port_type.operations) {
            for message in operation.input.iter_mut().chain(&mut operation.output) {
                if let Some(name) = &mut message.message {
                    mend("message", &messages, name, message.position);
                }
            }
            for fault in &mut operation.faults {
                mend("message", &messages, &mut fault.message, fault.position);
            }
        }
        for binding in &mut each.bindings {
            mend("portType", &port_types, &mut binding.port_type, binding.position);
            let bound = binding.operations.iter_mut().flat_map(|each| each.input.iter_mut().chain(&mut each.output));
            for header in bound.flat_map(|message| &mut message.headers) {
                mend("message", &messages, &mut header.message, header.position);
                for fault in &mut header.header_faults {
                    mend("message", &messages, &mut fault.message, fault.position);
                }
            }
        }
        for port in each.services.iter_mut().flat_map(|service| &mut service.ports) {
            mend("binding", &bindings, &mut port.binding, port.position);
        }
    }
}

impl Missing {
    /// Declares what is missing, each in a schema of its namespace.
    fn declare(self, schemas: &mut Vec<Schema>) {
        for schema in schemas.iter_mut() {
            name_types(schema, &self.types_of_elements);
        }
        for (name, (position, ty)) in self.elements {
            let element = Element {
                position,
                name: name.clone(),
                documentation: None,
                type_: Some(TypeRef::Named(ty)),
                nillable: false,
                default: None,
                fixed: None,
                abstract_: false,
                substitution_group: None,
                block: Vec::new(),
                final_: Vec::new(),
                identity_constraints: Vec::new(),
                expected_content_types: None,
            };
            schema_of(schemas, &name, position).elements.push(element);
        }
        for (name, position) in self.bases.0 {
            let complex_type = ComplexType {
                position,
                name: Some(name.clone()),
                documentation: None,
                abstract_: false,
                mixed: false,
                block: Vec::new(),
                final_: Vec::new(),
                content: Content::Complex(ComplexContent { derivation: None, particle: Some(any_elements(position)) }),
                attributes: Attributes { wildcard: Some(any(position)), ..Attributes::default() },
            };
            schema_of(schemas, &name, position).complex_types.push(complex_type);
        }
        for (name, position) in self.attributes.0 {
            let attribute = Attribute {
                position,
                name: name.clone(),
                documentation: None,
                type_: None,
                default: None,
                fixed: None,
            };
            schema_of(schemas, &name, position).attributes.push(attribute);
        }
        for (name, position) in self.groups.0 {
            let particles = vec![any_elements(position)];
            let model_group = ModelGroup { position, documentation: None, compositor: Compositor::Sequence, particles };
            let group = Group { position, name: name.clone(), documentation: None, model_group };
            schema_of(schemas, &name, position).groups.push(group);
        }
        for (name, position) in self.attribute_groups.0 {
            let attributes = Attributes { wildcard: Some(any(position)), ..Attributes::default() };
            let group = AttributeGroup { position, name: name.clone(), documentation: None, attributes };
            schema_of(schemas, &name, position).attribute_groups.push(group);
        }
    }
}

fn any_elements(position: Position) -> Particle {
    Particle { position, occurs: Occurs { min: 0, max: None }, term: Term::Wildcard(any(position)) }
}

fn any(position: Position) -> Wildcard {
    Wildcard {
        position,
        documentation: None,
        namespaces: NamespaceConstraint::Any,
        process_contents: ProcessContents::Lax,
    }
}

/// A schema for a component of that name.
#[expect(clippy::indexing_slicing, reason = "the schema was found there, or put there")]
fn schema_of<'s>(schemas: &'s mut Vec<Schema>, name: &QName, position: Position) -> &'s mut Schema {
    let at = schemas.iter().position(|schema| schema.target_namespace == name.namespace);
    let at = at.unwrap_or_else(|| {
        schemas.push(Schema {
            position,
            target_namespace: name.namespace.clone(),
            element_form_default: Form::Unqualified,
            attribute_form_default: Form::Unqualified,
            block_default: Vec::new(),
            final_default: Vec::new(),
            documentation: None,
            imports: Vec::new(),
            includes: Vec::new(),
            redefines: Vec::new(),
            simple_types: Vec::new(),
            complex_types: Vec::new(),
            elements: Vec::new(),
            attributes: Vec::new(),
            groups: Vec::new(),
            attribute_groups: Vec::new(),
            notations: Vec::new(),
        });
        schemas.len() - 1
    });
    &mut schemas[at]
}

/// Gives the anonymous types of these elements the elements' names.
fn name_types(schema: &mut Schema, elements: &BTreeSet<QName>) {
    for element in schema.elements.iter_mut().filter(|element| elements.contains(&element.name)) {
        let name = element.name.clone();
        match element.type_.take() {
            Some(TypeRef::Simple(mut simple)) => {
                simple.name = Some(name.clone());
                schema.simple_types.push(*simple);
            }
            Some(TypeRef::Complex(mut complex)) => {
                complex.name = Some(name.clone());
                schema.complex_types.push(*complex);
            }
            named => {
                element.type_ = named;
                continue;
            }
        }
        element.type_ = Some(TypeRef::Named(name));
    }
}
