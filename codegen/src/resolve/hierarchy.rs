//! Derivations and substitution groups, seen from the base and from the head.

use std::collections::HashSet;

use super::{Components, TypeDefinition};
use crate::xsd::{Content, Derivation, DerivationMethod};

/// What is derived from each type, what may stand for each element. Numbers are places in the tables of [`Components`].
#[derive(Debug, Default)]
pub struct Hierarchy {
    derived: Vec<Vec<(usize, DerivationMethod)>>,
    members: Vec<Vec<usize>>,
    typed_heads: Vec<Option<usize>>,
}

impl Hierarchy {
    pub(super) fn of(components: &Components<'_>) -> Self {
        let mut derived = vec![Vec::new(); components.types.len()];
        for (place, entry) in components.types.entries().iter().enumerate() {
            let TypeDefinition::Complex(complex) = entry.component else {
                continue;
            };
            let (derivation, base) = match &complex.content {
                Content::Simple(content) => (content.derivation, &content.base),
                Content::Complex(content) => match &content.derivation {
                    Some((derivation, base)) => (*derivation, base),
                    None => continue,
                },
            };
            let method = match derivation {
                Derivation::Extension => DerivationMethod::Extension,
                Derivation::Restriction => DerivationMethod::Restriction,
            };
            if let Some(list) = components.types.find(base).and_then(|base| derived.get_mut(base)) {
                list.push((place, method));
            }
        }
        let mut members = vec![Vec::new(); components.elements.len()];
        for (place, entry) in components.elements.entries().iter().enumerate() {
            let head = entry.component.substitution_group.as_ref().and_then(|head| components.elements.find(head));
            if let Some(list) = head.and_then(|head| members.get_mut(head)) {
                list.push(place);
            }
        }
        Self { derived, members, typed_heads: typed_heads(components) }
    }

    /// The nearest head of an element without a type that has one: that is its type too (Part 1, section 3.3.2).
    pub fn typed_head(&self, element: usize) -> Option<usize> {
        self.typed_heads.get(element).copied().flatten()
    }

    /// The types derived from `base`, directly or not, in document order; `block` names the derivations to leave out.
    pub fn derived(&self, base: usize, block: &[DerivationMethod]) -> Vec<usize> {
        closure(base, |place| {
            let list = self.derived.get(place).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter(|(_, method)| !block.contains(method)).map(|(place, _)| *place).collect()
        })
    }

    /// The elements that may stand for `head`, directly or not, in document order.
    pub fn members(&self, head: usize) -> Vec<usize> {
        closure(head, |place| self.members.get(place).cloned().unwrap_or_default())
    }

    /// Whether any type is derived from `base` otherwise than in the ways that `block` names.
    pub fn has_derived(&self, base: usize, block: &[DerivationMethod]) -> bool {
        self.derived.get(base).is_some_and(|list| list.iter().any(|(_, method)| !block.contains(method)))
    }

    /// Whether any element names `head` as the head of its substitution group.
    pub fn has_members(&self, head: usize) -> bool {
        self.members.get(head).is_some_and(|list| !list.is_empty())
    }
}

fn typed_heads(components: &Components<'_>) -> Vec<Option<usize>> {
    let elements = &components.elements;
    let mut heads: Vec<Option<usize>> = vec![None; elements.len()];
    let mut known = vec![false; elements.len()];
    for start in 0..elements.len() {
        let (mut path, mut found, mut next) = (Vec::new(), None, Some(start));
        while let Some(place) = next {
            let Some(element) = elements.at(place) else { break };
            if element.type_.is_some() {
                found = Some(place);
                break;
            }
            let Some(seen @ false) = known.get_mut(place) else {
                found = heads.get(place).copied().flatten();
                break;
            };
            *seen = true;
            path.push(place);
            next = element.substitution_group.as_ref().and_then(|head| elements.find(head));
        }
        for place in path {
            if let Some(slot) = heads.get_mut(place) {
                *slot = found;
            }
        }
    }
    heads
}

fn closure(root: usize, edges: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut seen = HashSet::from([root]);
    let mut pending = vec![root];
    let mut found = Vec::new();
    while let Some(place) = pending.pop() {
        for target in edges(place) {
            if seen.insert(target) {
                found.push(target);
                pending.push(target);
            }
        }
    }
    found.sort_unstable();
    found
}
