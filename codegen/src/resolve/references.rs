//! The names a component refers to, wherever they stand in it.

use crate::xsd::{
    Attribute, AttributeGroup, AttributeRef, Attributes, ComplexType, Content, Element, Group, ModelGroup, Particle,
    Position, QName, SimpleType, SimpleTypeRef, Term, TypeRef, Variety,
};

/// A reference and the place of the construct that makes it.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a> {
    /// What kind of component is meant, and what for.
    pub kind: ReferenceKind,
    /// Its name.
    pub name: &'a QName,
    /// Where the reference is.
    pub position: Position,
}

/// The symbol space of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// The type of an element or attribute, an item type or a member type.
    Type,
    /// The base of a derivation.
    Base,
    /// `element ref`
    Element,
    /// `substitutionGroup`
    Head,
    /// `attribute ref`
    Attribute,
    /// `group ref`
    Group,
    /// `attributeGroup ref`
    AttributeGroup,
}

impl ReferenceKind {
    /// The word for what is meant.
    pub fn word(self) -> &'static str {
        match self {
            Self::Type | Self::Base => "type",
            Self::Element | Self::Head => "element",
            Self::Attribute => "attribute",
            Self::Group => "group",
            Self::AttributeGroup => "attributeGroup",
        }
    }
}

type References<'a> = Vec<Reference<'a>>;

fn push<'a>(out: &mut References<'a>, kind: ReferenceKind, name: &'a QName, position: Position) {
    out.push(Reference { kind, name, position });
}

/// The references of an element declaration.
pub(super) fn element<'a>(element: &'a Element, out: &mut References<'a>) {
    match &element.type_ {
        Some(TypeRef::Named(name)) => push(out, ReferenceKind::Type, name, element.position),
        Some(TypeRef::Simple(inline)) => simple_type(inline, out),
        Some(TypeRef::Complex(inline)) => complex_type(inline, out),
        None => {}
    }
    if let Some(head) = &element.substitution_group {
        push(out, ReferenceKind::Head, head, element.position);
    }
}

/// The references of a complex type.
pub(super) fn complex_type<'a>(complex_type: &'a ComplexType, out: &mut References<'a>) {
    match &complex_type.content {
        Content::Simple(content) => {
            push(out, ReferenceKind::Base, &content.base, complex_type.position);
            if let Some(inline) = &content.simple_type {
                simple_type(inline, out);
            }
        }
        Content::Complex(content) => {
            if let Some((_, base)) = &content.derivation {
                push(out, ReferenceKind::Base, base, complex_type.position);
            }
            if let Some(particle_) = &content.particle {
                particle(particle_, out);
            }
        }
    }
    attributes(&complex_type.attributes, out);
}

/// The references of a simple type.
pub(super) fn simple_type<'a>(simple_type: &'a SimpleType, out: &mut References<'a>) {
    match &simple_type.variety {
        Variety::Restriction { base, .. } => simple_type_ref(base, ReferenceKind::Base, simple_type.position, out),
        Variety::List { item } => simple_type_ref(item, ReferenceKind::Type, simple_type.position, out),
        Variety::Union { members } => {
            for member in members {
                simple_type_ref(member, ReferenceKind::Type, simple_type.position, out);
            }
        }
    }
}

fn simple_type_ref<'a>(
    reference: &'a SimpleTypeRef,
    kind: ReferenceKind,
    position: Position,
    out: &mut References<'a>,
) {
    match reference {
        SimpleTypeRef::Named(name) => push(out, kind, name, position),
        SimpleTypeRef::Inline(inline) => simple_type(inline, out),
    }
}

/// The references of an attribute declaration.
pub(super) fn attribute<'a>(attribute: &'a Attribute, out: &mut References<'a>) {
    if let Some(type_) = &attribute.type_ {
        simple_type_ref(type_, ReferenceKind::Type, attribute.position, out);
    }
}

/// The references of a model group definition.
pub(super) fn group<'a>(group: &'a Group, out: &mut References<'a>) {
    model_group(&group.model_group, out);
}

/// The references of an attribute group definition.
pub(super) fn attribute_group<'a>(group: &'a AttributeGroup, out: &mut References<'a>) {
    attributes(&group.attributes, out);
}

fn model_group<'a>(group: &'a ModelGroup, out: &mut References<'a>) {
    for each in &group.particles {
        particle(each, out);
    }
}

fn particle<'a>(particle: &'a Particle, out: &mut References<'a>) {
    match &particle.term {
        Term::Element(local) => element(local, out),
        Term::ElementRef(name) => push(out, ReferenceKind::Element, name, particle.position),
        Term::ModelGroup(nested) => model_group(nested, out),
        Term::GroupRef(name) => push(out, ReferenceKind::Group, name, particle.position),
        Term::Wildcard(_) => {}
    }
}

fn attributes<'a>(attributes: &'a Attributes, out: &mut References<'a>) {
    for each in &attributes.uses {
        match &each.attribute {
            AttributeRef::Ref(name) => push(out, ReferenceKind::Attribute, name, each.position),
            AttributeRef::Local(local) => attribute(local, out),
        }
        if let Some(array) = &each.array_type {
            push(out, ReferenceKind::Type, &array.item, each.position);
        }
    }
    for group in &attributes.groups {
        push(out, ReferenceKind::AttributeGroup, &group.name, group.position);
    }
}
