//! Untyped: elements that the manifest wants as XML.
//!
//! Parsed schemas in, the same schemas out with `xs:anyType` for the types of those elements. A choice of the replies to a
//! hundred operations leads to all of their types; who calls five of them need not have the others.

use crate::resolve::Findings;
use crate::selector::Selector;
use crate::xsd::{ComplexType, Content, ModelGroup, Particle, QName, Schema, Term, TypeRef};

/// Gives the elements that match `globs`, each as `Owner/element`, the type `xs:anyType`.
pub(crate) fn leave_untyped(schemas: &mut [Schema], globs: &[String], findings: &mut Findings) {
    let mut selector = Selector::new("untyped", globs);
    for schema in schemas {
        for complex in &mut schema.complex_types {
            if let Some(name) = complex.name.clone() {
                complex_type(complex, &name.local, &mut selector);
            }
        }
        for element in &mut schema.elements {
            if let Some(TypeRef::Complex(complex)) = &mut element.type_ {
                complex_type(complex, &element.name.local, &mut selector);
            }
        }
        for group in &mut schema.groups {
            model_group(&mut group.model_group, &group.name.local, &mut selector);
        }
    }
    selector.report(findings);
}

fn complex_type(complex: &mut ComplexType, owner: &str, selector: &mut Selector<'_>) {
    if let Content::Complex(content) = &mut complex.content
        && let Some(content) = &mut content.particle
    {
        particle(content, owner, selector);
    }
}

fn model_group(group: &mut ModelGroup, owner: &str, selector: &mut Selector<'_>) {
    for content in &mut group.particles {
        particle(content, owner, selector);
    }
}

fn particle(particle: &mut Particle, owner: &str, selector: &mut Selector<'_>) {
    match &mut particle.term {
        Term::ModelGroup(group) => model_group(group, owner, selector),
        Term::Element(element) => {
            if selector.picks(&format!("{owner}/{}", element.name.local)) {
                element.type_ = Some(TypeRef::Named(QName::xsd("anyType")));
                // They are of the type that it had.
                (element.default, element.fixed) = (None, None);
            }
        }
        Term::ElementRef(_) | Term::GroupRef(_) | Term::Wildcard(_) => {}
    }
}
