//! The names a schema refers to, one by one and to be changed.

use super::ReferenceKind;
use crate::xsd::{
    Attribute, AttributeRef, Attributes, ComplexType, Content, Element, ModelGroup, Particle, Position, QName, Schema,
    SimpleType, SimpleTypeRef, Term, TypeRef, Variety,
};

/// What is done with a reference: its kind, whether only a simple type can be meant, its name and place. `false` drops
/// the reference, where it can be dropped.
pub(super) type Visitor<'v> = dyn FnMut(ReferenceKind, bool, &mut QName, Position) -> bool + 'v;

/// Visits every reference in a schema, in the order of its components.
pub(super) fn references(schema: &mut Schema, visitor: &mut Visitor<'_>) {
    schema.simple_types.iter_mut().for_each(|each| simple_type(each, visitor));
    schema.complex_types.iter_mut().for_each(|each| complex_type(each, visitor));
    schema.elements.iter_mut().for_each(|each| element(each, visitor));
    schema.attributes.iter_mut().for_each(|each| attribute(each, visitor));
    schema.groups.iter_mut().for_each(|each| model_group(&mut each.model_group, visitor));
    schema.attribute_groups.iter_mut().for_each(|each| attributes(&mut each.attributes, visitor));
}

fn element(element: &mut Element, visitor: &mut Visitor<'_>) {
    match &mut element.type_ {
        Some(TypeRef::Named(name)) => {
            visitor(ReferenceKind::Type, false, name, element.position);
        }
        Some(TypeRef::Simple(inline)) => simple_type(inline, visitor),
        Some(TypeRef::Complex(inline)) => complex_type(inline, visitor),
        None => {}
    }
    if let Some(head) = &mut element.substitution_group
        && !visitor(ReferenceKind::Head, false, head, element.position)
    {
        element.substitution_group = None;
    }
}

fn complex_type(complex_type: &mut ComplexType, visitor: &mut Visitor<'_>) {
    match &mut complex_type.content {
        Content::Simple(content) => {
            visitor(ReferenceKind::Base, true, &mut content.base, complex_type.position);
            if let Some(inline) = &mut content.simple_type {
                simple_type(inline, visitor);
            }
        }
        Content::Complex(content) => {
            if let Some((_, base)) = &mut content.derivation {
                visitor(ReferenceKind::Base, false, base, complex_type.position);
            }
            if let Some(inner) = &mut content.particle {
                particle(inner, visitor);
            }
        }
    }
    attributes(&mut complex_type.attributes, visitor);
}

fn simple_type(simple: &mut SimpleType, visitor: &mut Visitor<'_>) {
    let position = simple.position;
    match &mut simple.variety {
        Variety::Restriction { base, .. } => simple_type_ref(base, ReferenceKind::Base, position, visitor),
        Variety::List { item } => simple_type_ref(item, ReferenceKind::Type, position, visitor),
        Variety::Union { members } => {
            for member in members.iter_mut() {
                simple_type_ref(member, ReferenceKind::Type, position, visitor);
            }
        }
    }
}

fn simple_type_ref(reference: &mut SimpleTypeRef, kind: ReferenceKind, position: Position, visitor: &mut Visitor<'_>) {
    match reference {
        SimpleTypeRef::Named(name) => {
            visitor(kind, true, name, position);
        }
        SimpleTypeRef::Inline(inline) => simple_type(inline, visitor),
    }
}

fn attribute(attribute: &mut Attribute, visitor: &mut Visitor<'_>) {
    if let Some(type_) = &mut attribute.type_ {
        simple_type_ref(type_, ReferenceKind::Type, attribute.position, visitor);
    }
}

fn model_group(group: &mut ModelGroup, visitor: &mut Visitor<'_>) {
    group.particles.iter_mut().for_each(|each| particle(each, visitor));
}

fn particle(particle: &mut Particle, visitor: &mut Visitor<'_>) {
    match &mut particle.term {
        Term::Element(local) => element(local, visitor),
        Term::ElementRef(name) => {
            visitor(ReferenceKind::Element, false, name, particle.position);
        }
        Term::ModelGroup(nested) => model_group(nested, visitor),
        Term::GroupRef(name) => {
            visitor(ReferenceKind::Group, false, name, particle.position);
        }
        Term::Wildcard(_) => {}
    }
}

fn attributes(attributes: &mut Attributes, visitor: &mut Visitor<'_>) {
    for each in &mut attributes.uses {
        match &mut each.attribute {
            AttributeRef::Ref(name) => {
                visitor(ReferenceKind::Attribute, false, name, each.position);
            }
            AttributeRef::Local(local) => attribute(local, visitor),
        }
        if let Some(array) = &mut each.array_type {
            visitor(ReferenceKind::Type, false, &mut array.item, each.position);
        }
    }
    for group in &mut attributes.groups {
        visitor(ReferenceKind::AttributeGroup, false, &mut group.name, group.position);
    }
}
