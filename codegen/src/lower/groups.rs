//! Model group definitions: which are written out where they are used, and which become a type of their own.
//!
//! Thirty groups that each refer twice to the one before would be a thousand million fields. So a group is written out
//! while it is small, and is a struct of its own, shared by all who use it, from then on.

use std::collections::HashMap;

use crate::model::{Item, Struct, StructKind};
use crate::names;
use crate::resolve::Components;
use crate::xsd::{AttributeRef, Group, ModelGroup, Occurs, Term};

use super::context::{Key, Lowering, Owner, Place, address};
use super::documentation;
use super::shape::{Origin, Shape};

/// More particles than this are not written out.
const LARGEST: u32 = 128;
/// Nor are groups that refer to groups more deeply than this.
const DEEPEST: u32 = 32;

/// How large a group is, and how deep.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    size: u32,
    depth: u32,
}

/// Whether the group is written out where it is used.
pub(super) fn is_light(weights: &[Weight], place: usize) -> bool {
    weights.get(place).is_some_and(|weight| weight.size <= LARGEST && weight.depth <= DEEPEST)
}

/// The weight of each group, those it refers to first.
pub(super) fn weights(components: &Components<'_>) -> Vec<Weight> {
    let groups = &components.groups;
    let mut weights: Vec<Option<Weight>> = vec![None; groups.len()];
    for root in 0..groups.len() {
        let mut path = vec![root];
        // Ends because cycles were refused.
        while let Some(&place) = path.last() {
            let Some(group) = groups.at(place).filter(|_| weights.get(place).is_some_and(Option::is_none)) else {
                path.pop();
                continue;
            };
            let (size, references) = content(group);
            let targets: Vec<usize> = references.iter().filter_map(|name| groups.find(name)).collect();
            let open: Vec<usize> =
                targets.iter().copied().filter(|&target| weights.get(target).is_some_and(Option::is_none)).collect();
            if open.is_empty() {
                let mut weight = Weight { size, depth: 1 };
                for target in targets.iter().filter_map(|&target| weights.get(target).copied().flatten()) {
                    if target.size <= LARGEST && target.depth <= DEEPEST {
                        weight.size = weight.size.saturating_add(target.size);
                        weight.depth = weight.depth.max(target.depth.saturating_add(1));
                    } else {
                        weight.size = weight.size.saturating_add(1);
                    }
                }
                if let Some(slot) = weights.get_mut(place) {
                    *slot = Some(weight);
                }
                path.pop();
            } else {
                path.extend(open);
            }
        }
    }
    weights.into_iter().map(Option::unwrap_or_default).collect()
}

/// How many particles a group has itself, and which groups it refers to.
fn content(group: &Group) -> (u32, Vec<&crate::xsd::QName>) {
    let mut size = 0_u32;
    let mut references = Vec::new();
    let mut pending: Vec<&ModelGroup> = vec![&group.model_group];
    while let Some(model_group) = pending.pop() {
        for particle in &model_group.particles {
            match &particle.term {
                Term::GroupRef(name) => references.push(name),
                Term::ModelGroup(nested) => pending.push(nested),
                Term::Element(_) | Term::ElementRef(_) | Term::Wildcard(_) => size = size.saturating_add(1),
            }
        }
    }
    (size, references)
}

/// The group definition that each local element, nested model group and local attribute is part of, by address. Anonymous
/// types in a group are shared by all who use it, so they are named after the group.
pub(super) fn declared_in(components: &Components<'_>) -> HashMap<usize, usize> {
    let mut found = HashMap::new();
    for (place, entry) in components.groups.entries().iter().enumerate() {
        let mut pending: Vec<&ModelGroup> = vec![&entry.component.model_group];
        while let Some(model_group) = pending.pop() {
            found.insert(address(model_group), place);
            for particle in &model_group.particles {
                match &particle.term {
                    Term::Element(element) => {
                        found.insert(address(&**element), place);
                    }
                    Term::ModelGroup(nested) => pending.push(nested),
                    Term::ElementRef(_) | Term::GroupRef(_) | Term::Wildcard(_) => {}
                }
            }
        }
    }
    for (place, entry) in components.attribute_groups.entries().iter().enumerate() {
        for each in &entry.component.attributes.uses {
            if let AttributeRef::Local(local) = &each.attribute {
                found.insert(address(&**local), place);
            }
        }
    }
    found
}

impl<'a> Lowering<'a, '_> {
    /// The owner of what is anonymous in a declaration that is part of a group definition.
    pub(super) fn declaring(&mut self, declaration: usize, owner: &Owner) -> Option<Owner> {
        let groups = &self.components.groups;
        let place = *self.declared_in.get(&declaration)?;
        let group = groups.at(place)?;
        let item = self.name(Key::Group(place), &group.name, &["Group"], group.position).item;
        let mut names = owner.names.clone();
        names.push(group.name.local.to_string());
        Some(Owner { namespace: group.name.namespace.clone(), ident: item.ident, names, position: group.position })
    }

    /// The same for an attribute, whose group has no type of its own.
    pub(super) fn declaring_attributes(&self, declaration: usize, owner: &Owner) -> Option<Owner> {
        let place = *self.declared_in.get(&declaration)?;
        let group = self.components.attribute_groups.at(place)?;
        Some(Owner {
            namespace: group.name.namespace.clone(),
            ident: names::pascal(&group.name.local),
            names: owner.names.clone(),
            position: group.position,
        })
    }

    /// A group definition as a struct of its own.
    pub(super) fn group_definition(&mut self, place: Place, group: &'a Group, owner: &Owner) {
        let members = self.model_group(Origin::Inline(&group.model_group), &group.model_group, Occurs::ONCE);
        self.group(place, members, owner);
    }

    /// A group that occurs otherwise than once, as a struct.
    pub(super) fn group(&mut self, place: Place, members: Vec<Shape<'a>>, owner: &Owner) {
        let fields = self.fields(members, owner);
        let fields = super::fields::named(fields);
        self.add(
            place.item.module,
            place.position,
            Item::Struct(Struct {
                ident: place.item.ident,
                table: place.item.table,
                name: place.name,
                kind: StructKind::Struct,
                documentation: documentation::lines(&None),
                fields,
                root: None,
            }),
        );
    }
}
