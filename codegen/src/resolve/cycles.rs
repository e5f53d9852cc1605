//! Cycles that XML Schema forbids, found without recursion: a type derived from itself, a group that contains itself, a
//! substitution group that is its own head.

use super::references;
use super::tables::Table;
use super::{Components, Findings, TypeDefinition};
use crate::xsd::{Content, Group, ModelGroup, QName, Term};

/// Reports every cycle with the components on it. A type that holds itself through an element is none.
pub(super) fn check(components: &Components<'_>, findings: &mut Findings) {
    report("type", &components.types, findings, |definition| match definition {
        // Items and members are part of what a simple type is.
        TypeDefinition::Simple(simple) => {
            let mut out = Vec::new();
            references::simple_type(simple, &mut out);
            out.iter().map(|reference| reference.name).collect()
        }
        TypeDefinition::Complex(complex) => match &complex.content {
            Content::Simple(content) => vec![&content.base],
            Content::Complex(content) => content.derivation.iter().map(|(_, base)| base).collect(),
        },
    });
    report("group", &components.groups, findings, groups_in);
    report("attributeGroup", &components.attribute_groups, findings, |group| {
        group.attributes.groups.iter().map(|reference| &reference.name).collect()
    });
    report("substitutionGroup", &components.elements, findings, |element| element.substitution_group.iter().collect());
}

/// The groups referenced in a group, not counting those inside of its elements.
pub(super) fn groups_in(group: &Group) -> Vec<&QName> {
    let mut names = Vec::new();
    let mut pending: Vec<&ModelGroup> = vec![&group.model_group];
    while let Some(model_group) = pending.pop() {
        for particle in &model_group.particles {
            match &particle.term {
                Term::GroupRef(name) => names.push(name),
                Term::ModelGroup(nested) => pending.push(nested),
                Term::Element(_) | Term::ElementRef(_) | Term::Wildcard(_) => {}
            }
        }
    }
    names
}

fn report<'a, T: Copy + std::fmt::Debug>(
    kind: &str,
    table: &Table<'a, T>,
    findings: &mut Findings,
    targets: impl Fn(T) -> Vec<&'a QName>,
) {
    let edges = |node: usize| {
        let names = table.at(node).map(&targets).unwrap_or_default();
        names.into_iter().filter_map(|name| table.find(name)).collect()
    };
    for cycle in cycles(table.len(), edges) {
        let entries: Vec<_> = cycle.iter().filter_map(|&node| table.entries().get(node)).collect();
        let Some(first) = entries.first() else {
            continue;
        };
        let mut path: Vec<String> = entries.iter().take(10).map(|entry| entry.name.to_string()).collect();
        if entries.len() > path.len() {
            path.push(String::from("…"));
        }
        path.push(first.name.to_string());
        findings.error(
            first.position,
            format!("{kind} {}", first.name),
            format!("is defined by itself: {}", path.join(" → ")),
            "break the cycle at one of these",
        );
    }
}

/// The cycles that a depth-first walk meets, each as the nodes on it in order. `edges` gives a node's targets.
pub(super) fn cycles(nodes: usize, mut edges: impl FnMut(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    let mut colours = vec![Colour::White; nodes];
    let mut found = Vec::new();
    for root in 0..nodes {
        if colours.get(root) != Some(&Colour::White) {
            continue;
        }
        let mut path = vec![(root, edges(root), 0)];
        set(&mut colours, root, Colour::Grey);
        while let Some((node, targets, next)) = path.last_mut() {
            let Some(&target) = targets.get(*next) else {
                set(&mut colours, *node, Colour::Black);
                path.pop();
                continue;
            };
            *next += 1;
            match colours.get(target) {
                Some(Colour::White) => {
                    set(&mut colours, target, Colour::Grey);
                    path.push((target, edges(target), 0));
                }
                Some(Colour::Grey) => {
                    found.push(path.iter().map(|(node, ..)| *node).skip_while(|&node| node != target).collect());
                }
                Some(Colour::Black) | None => {}
            }
        }
    }
    found
}

/// White: not seen. Grey: on the path. Black: done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Colour {
    White,
    Grey,
    Black,
}

fn set(colours: &mut [Colour], node: usize, colour: Colour) {
    if let Some(slot) = colours.get_mut(node) {
        *slot = colour;
    }
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn a_cycle_is_given_in_order_and_a_diamond_is_none() {
        let edges = [vec![1, 2], vec![3], vec![3], vec![4], vec![5], vec![3]];
        assert_eq!(cycles(6, |node| edges[node].clone()), [vec![3, 4, 5]]);
        let diamond = [vec![1, 2], vec![3], vec![3], vec![]];
        assert!(cycles(4, |node| diamond[node].clone()).is_empty());
    }

    #[test]
    fn a_long_chain_takes_no_stack() {
        let found = cycles(1_000_000, |node| vec![(node + 1) % 1_000_000]);
        assert_eq!(found.first().map(Vec::len), Some(1_000_000));
    }
}
