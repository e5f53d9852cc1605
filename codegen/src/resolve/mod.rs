//! From parsed documents to tables in which no look-up can fail.
//!
//! One table per symbol space, every reference followed once, cycles refused, derivations and substitution groups turned
//! around so that a base knows what is derived from it. Groups stay shared: they are expanded where they are used.

mod builtin;
mod cycles;
mod dangling;
mod findings;
mod hierarchy;
mod reach;
mod redefine;
mod references;
mod tables;
mod visit;

pub use builtin::{
    BuiltIn, SOAP11_ENCODING, SOAP12_ENCODING, built_in, built_in_attribute, built_in_attribute_group,
    built_in_element, built_in_group, is_encoding,
};
pub use dangling::mend;
pub use findings::Findings;
pub use hierarchy::Hierarchy;
pub use reach::{Reach, Roots, reach};
pub use redefine::redefine;
pub use references::{Reference, ReferenceKind};
pub use tables::{Entry, Table};

use crate::wsdl::{Binding, Definitions, Message, PortType, Service};
use crate::xsd::{Attribute, AttributeGroup, ComplexType, Element, Group, Position, Schema, SimpleType};

/// A type definition: simple and complex types share one symbol space.
#[derive(Clone, Copy, Debug)]
pub enum TypeDefinition<'a> {
    /// `xs:simpleType`
    Simple(&'a SimpleType),
    /// `xs:complexType`
    Complex(&'a ComplexType),
}

impl TypeDefinition<'_> {
    /// Where it is.
    pub fn position(&self) -> Position {
        match self {
            Self::Simple(simple) => simple.position,
            Self::Complex(complex) => complex.position,
        }
    }
}

/// The components of a contract by symbol space, and how they relate.
#[derive(Debug, Default)]
pub struct Components<'a> {
    /// Simple and complex types.
    pub types: Table<'a, TypeDefinition<'a>>,
    /// Global elements.
    pub elements: Table<'a, &'a Element>,
    /// Global attributes.
    pub attributes: Table<'a, &'a Attribute>,
    /// Model group definitions.
    pub groups: Table<'a, &'a Group>,
    /// Attribute group definitions.
    pub attribute_groups: Table<'a, &'a AttributeGroup>,
    /// `wsdl:message`
    pub messages: Table<'a, &'a Message>,
    /// `wsdl:portType`
    pub port_types: Table<'a, &'a PortType>,
    /// `wsdl:binding`
    pub bindings: Table<'a, &'a Binding>,
    /// `wsdl:service` in document order.
    pub services: Table<'a, &'a Service>,
    /// Which types are derived from which, which elements substitute which.
    pub hierarchy: Hierarchy,
    /// The documents' schemas.
    pub schemas: &'a [Schema],
    /// The documents' definitions.
    pub definitions: &'a [Definitions],
}

/// Fills the tables, and reports duplicates and cycles. [`mend`] has seen to it that every reference leads somewhere.
pub fn resolve<'a>(schemas: &'a [Schema], definitions: &'a [Definitions], findings: &mut Findings) -> Components<'a> {
    let mut components = Components { schemas, definitions, ..Components::default() };
    for schema in schemas {
        // The schemas of XML Schema itself and of SOAP's encoding describe what is built in.
        if &*schema.target_namespace != crate::xsd::XSD && !is_encoding(&schema.target_namespace) {
            components.schema(schema, findings);
        }
    }
    for definition in definitions {
        components.definitions(definition, findings);
    }
    cycles::check(&components, findings);
    components.hierarchy = Hierarchy::of(&components);
    components
}

impl<'a> Components<'a> {
    fn schema(&mut self, schema: &'a Schema, findings: &mut Findings) {
        // Both kinds of types in document order.
        let mut types: Vec<TypeDefinition<'a>> = schema.simple_types.iter().map(TypeDefinition::Simple).collect();
        types.extend(schema.complex_types.iter().map(TypeDefinition::Complex));
        types.sort_by_key(TypeDefinition::position);
        for definition in types {
            let (kind, name) = match definition {
                TypeDefinition::Simple(simple) => ("simpleType", &simple.name),
                TypeDefinition::Complex(complex) => ("complexType", &complex.name),
            };
            if let Some(name) = name {
                self.types.add(kind, name, definition.position(), definition, findings);
            }
        }
        for element in &schema.elements {
            self.elements.add("element", &element.name, element.position, element, findings);
        }
        for attribute in &schema.attributes {
            self.attributes.add("attribute", &attribute.name, attribute.position, attribute, findings);
        }
        for group in &schema.groups {
            self.groups.add("group", &group.name, group.position, group, findings);
        }
        for group in &schema.attribute_groups {
            self.attribute_groups.add("attributeGroup", &group.name, group.position, group, findings);
        }
    }

    fn definitions(&mut self, definitions: &'a Definitions, findings: &mut Findings) {
        for message in &definitions.messages {
            self.messages.add("message", &message.name, message.position, message, findings);
        }
        for port_type in &definitions.port_types {
            self.port_types.add("portType", &port_type.name, port_type.position, port_type, findings);
        }
        for binding in &definitions.bindings {
            self.bindings.add("binding", &binding.name, binding.position, binding, findings);
        }
        for service in &definitions.services {
            self.services.add("service", &service.name, service.position, service, findings);
        }
    }

    /// The references of a type.
    pub(crate) fn references_of_type(definition: TypeDefinition<'a>) -> Vec<Reference<'a>> {
        let mut out = Vec::new();
        match definition {
            TypeDefinition::Simple(simple) => references::simple_type(simple, &mut out),
            TypeDefinition::Complex(complex) => references::complex_type(complex, &mut out),
        }
        out
    }
}
