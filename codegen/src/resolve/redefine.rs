//! `xs:redefine` (XML Schema Part 1, section 4.2.2), applied before anything is looked up.
//!
//! The redefined component stays, under a name that no document can write; the redefining one takes its place and its
//! references to itself are turned to the one that stays.

use std::sync::Arc;

use super::Findings;
use crate::xsd::{
    AttributeGroup, ComplexType, Content, DocumentId, Group, ModelGroup, Position, QName, Redefine, Schema, SimpleType,
    SimpleTypeRef, Term, Variety,
};

/// Applies every redefinition in `schemas`.
pub fn redefine(schemas: &mut [Schema], findings: &mut Findings) {
    for index in 0..schemas.len() {
        let Some(schema) = schemas.get_mut(index) else {
            continue;
        };
        let target_namespace = schema.target_namespace.clone();
        for redefinition in std::mem::take(&mut schema.redefines) {
            apply(schemas, index, &target_namespace, redefinition, findings);
        }
    }
}

fn apply(schemas: &mut [Schema], index: usize, namespace: &Arc<str>, redefinition: Redefine, findings: &mut Findings) {
    let document = redefinition.document;
    for mut simple_type in redefinition.simple_types {
        let Some(name) = simple_type.name.clone() else {
            continue;
        };
        let stay = original(&name, "simpleType", simple_type.position, findings, |stay| {
            rename(schemas, index, namespace, document, |schema| {
                schema
                    .simple_types
                    .iter_mut()
                    .find(|each| each.name.as_ref() == Some(&name))
                    .map(|each| each.name = Some(stay.clone()))
            })
        });
        base_of_simple_type(&mut simple_type, &name, &stay);
        at(schemas, index, |schema| schema.simple_types.push(simple_type));
    }
    for mut complex_type in redefinition.complex_types {
        let Some(name) = complex_type.name.clone() else {
            continue;
        };
        let stay = original(&name, "complexType", complex_type.position, findings, |stay| {
            rename(schemas, index, namespace, document, |schema| {
                schema
                    .complex_types
                    .iter_mut()
                    .find(|each| each.name.as_ref() == Some(&name))
                    .map(|each| each.name = Some(stay.clone()))
            })
        });
        base_of_complex_type(&mut complex_type, &name, &stay);
        at(schemas, index, |schema| schema.complex_types.push(complex_type));
    }
    for mut group in redefinition.groups {
        let name = group.name.clone();
        let stay = original(&name, "group", group.position, findings, |stay| {
            rename(schemas, index, namespace, document, |schema| {
                schema.groups.iter_mut().find(|each| each.name == name).map(|each| each.name = stay.clone())
            })
        });
        self_reference(&mut group, &name, &stay);
        at(schemas, index, |schema| schema.groups.push(group));
    }
    for mut group in redefinition.attribute_groups {
        let name = group.name.clone();
        let stay = original(&name, "attributeGroup", group.position, findings, |stay| {
            rename(schemas, index, namespace, document, |schema| {
                schema.attribute_groups.iter_mut().find(|each| each.name == name).map(|each| each.name = stay.clone())
            })
        });
        self_reference_of_attributes(&mut group, &name, &stay);
        at(schemas, index, |schema| schema.attribute_groups.push(group));
    }
}

fn at(schemas: &mut [Schema], index: usize, change: impl FnOnce(&mut Schema)) {
    if let Some(schema) = schemas.get_mut(index) {
        change(schema);
    }
}

/// The name the redefined component stays under; an error when there is none to rename.
fn original(
    name: &QName,
    kind: &str,
    position: Position,
    findings: &mut Findings,
    rename: impl FnOnce(&QName) -> bool,
) -> QName {
    // The position makes it unique when a redefinition is redefined.
    let stay = QName::new(
        name.namespace.clone(),
        format!("{} redefined at {} {}", name.local, position.document.0, position.offset),
    );
    if !rename(&stay) {
        findings.error(
            position,
            format!("redefine of {kind} {name}"),
            "the redefined document declares no such component",
            "check the schemaLocation, or write an include and a declaration of its own",
        );
    }
    stay
}

/// Renames in the redefined document, else in another document of the namespace (one that the redefined one includes).
fn rename(
    schemas: &mut [Schema],
    index: usize,
    namespace: &Arc<str>,
    document: Option<DocumentId>,
    mut change: impl FnMut(&mut Schema) -> Option<()>,
) -> bool {
    let candidates = |named: bool, at: usize, schema: &Schema| {
        at != index && schema.target_namespace == *namespace && (Some(schema.position.document) == document) == named
    };
    for named in [true, false] {
        for (at, schema) in schemas.iter_mut().enumerate() {
            if candidates(named, at, schema) && change(schema).is_some() {
                return true;
            }
        }
    }
    false
}

fn base_of_simple_type(simple_type: &mut SimpleType, name: &QName, stay: &QName) {
    if let Variety::Restriction { base: SimpleTypeRef::Named(base), .. } = &mut simple_type.variety
        && base == name
    {
        *base = stay.clone();
    }
}

fn base_of_complex_type(complex_type: &mut ComplexType, name: &QName, stay: &QName) {
    let base = match &mut complex_type.content {
        Content::Simple(content) => Some(&mut content.base),
        Content::Complex(content) => content.derivation.as_mut().map(|(_, base)| base),
    };
    if let Some(base) = base.filter(|base| *base == name) {
        *base = stay.clone();
    }
}

fn self_reference(group: &mut Group, name: &QName, stay: &QName) {
    fn model_group(group: &mut ModelGroup, name: &QName, stay: &QName) {
        for particle in &mut group.particles {
            match &mut particle.term {
                Term::GroupRef(reference) if reference == name => *reference = stay.clone(),
                Term::ModelGroup(nested) => model_group(nested, name, stay),
                Term::GroupRef(_) | Term::Element(_) | Term::ElementRef(_) | Term::Wildcard(_) => {}
            }
        }
    }
    model_group(&mut group.model_group, name, stay);
}

fn self_reference_of_attributes(group: &mut AttributeGroup, name: &QName, stay: &QName) {
    for reference in &mut group.attributes.groups {
        if reference.name == *name {
            reference.name = stay.clone();
        }
    }
}
