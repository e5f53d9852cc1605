//! `Box` where a type would hold itself, and a finite value for every type.
//!
//! A walk in document order, depth first, boxes the field that leads back to a type on the way: the same one in every
//! run, and enough, for what is left has no way back. Where every value of a type would need another one, the field
//! becomes an `Option`: the contract asks for an endless document there.

use std::collections::{HashMap, HashSet};

use super::prune::table;
use crate::model::{ChoiceKind, Field, Item, Package, Type};

/// An arm larger than this many bytes is boxed.
const LARGEST_ARM: usize = 256;
/// So is a member of a struct larger than this: wide types within each other would make values of hundreds of kilobytes,
/// which take the stack and, in a list, much memory for a small element.
const LARGEST_MEMBER: usize = 1024;

/// Applies both to the package.
pub(super) fn recursion(package: &mut Package) {
    let mut graph = Graph::of(package);
    graph.box_cycles();
    graph.box_large();
    graph.make_finite();
    graph.write(package);
}

/// An item as far as its size goes.
struct Node {
    module: usize,
    index: usize,
    choice: Option<ChoiceKind>,
    /// How many fields or arms there are, edges or not.
    fields: usize,
    edges: Vec<Edge>,
    /// Bytes of the fields that are no edges.
    leaves: usize,
}

/// A field or arm that holds an item in itself.
struct Edge {
    field: usize,
    target: usize,
    /// Under an `Option`: its value may be absent.
    optional: bool,
    boxed: bool,
    made_optional: bool,
    /// Added to the size of the target.
    overhead: usize,
}

struct Graph {
    nodes: Vec<Node>,
    defaults: Vec<usize>,
}

impl Graph {
    fn of(package: &Package) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let items = || {
            package.modules.iter().enumerate().flat_map(|(module, each)| {
                each.items.iter().enumerate().map(move |(index, item)| (module, index, item))
            })
        };
        for (number, (_, _, item)) in items().enumerate() {
            numbers.insert(table(item), number);
        }
        let node = |(module, index, item): (usize, usize, &Item)| {
            let (choice, fields): (Option<ChoiceKind>, &[Field]) = match item {
                Item::Struct(item) => (None, &item.fields),
                Item::Choice(item) => (Some(item.kind), &item.arms),
                Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => (None, &[]),
            };
            let mut node = Node { module, index, choice, fields: fields.len(), edges: Vec::new(), leaves: 0 };
            if matches!(item, Item::Enumeration(_) | Item::Union(_)) {
                node.leaves = 24;
            }
            for (at, field) in fields.iter().enumerate() {
                match held(&field.ty) {
                    Some((name, optional)) if numbers.contains_key(name) => node.edges.push(Edge {
                        field: at,
                        target: numbers.get(name).copied().unwrap_or(0),
                        optional,
                        boxed: false,
                        made_optional: false,
                        overhead: if optional { 8 } else { 0 },
                    }),
                    _ if choice.is_some() => node.leaves = node.leaves.max(leaf(&field.ty)),
                    _ => node.leaves = node.leaves.saturating_add(leaf(&field.ty)),
                }
            }
            node
        };
        let nodes: Vec<Node> = items().map(node).collect();
        let defaults = vec![0; nodes.len()];
        Self { nodes, defaults }
    }

    /// Boxes the fields that lead back, without recursion.
    fn box_cycles(&mut self) {
        let mut on_path = vec![false; self.nodes.len()];
        let mut done = vec![false; self.nodes.len()];
        for root in 0..self.nodes.len() {
            let mut path = vec![(root, 0)];
            while let Some((node, next)) = path.last_mut() {
                let node = *node;
                if *next == 0 && done.get(node) == Some(&true) {
                    path.pop();
                    continue;
                }
                set(&mut on_path, node, true);
                let edge = self.nodes.get_mut(node).and_then(|each| each.edges.get_mut(*next));
                *next += 1;
                match edge {
                    Some(edge) if on_path.get(edge.target) == Some(&true) => edge.boxed = true,
                    Some(edge) if done.get(edge.target) != Some(&true) => path.push((edge.target, 0)),
                    Some(_) => {}
                    None => {
                        set(&mut on_path, node, false);
                        set(&mut done, node, true);
                        path.pop();
                    }
                }
            }
        }
    }

    /// Boxes arms and members that would make every value of their type large.
    fn box_large(&mut self) {
        let mut sizes: Vec<Option<usize>> = vec![None; self.nodes.len()];
        for root in 0..self.nodes.len() {
            let mut path = vec![root];
            while let Some(&number) = path.last() {
                let Some(node) = self.nodes.get(number).filter(|_| sizes.get(number).is_some_and(Option::is_none))
                else {
                    path.pop();
                    continue;
                };
                let size_of = |target: usize| sizes.get(target).copied().flatten();
                let open = node
                    .edges
                    .iter()
                    .filter(|edge| !edge.boxed)
                    .map(|edge| edge.target)
                    .find(|&target| size_of(target).is_none());
                if let Some(open) = open {
                    path.push(open);
                    continue;
                }
                let is_choice = node.choice.is_some();
                let mut size = node.leaves;
                let mut large = Vec::new();
                for (at, edge) in node.edges.iter().enumerate() {
                    let mut inner =
                        if edge.boxed { 8 } else { size_of(edge.target).unwrap_or(0).saturating_add(edge.overhead) };
                    if inner > if is_choice { LARGEST_ARM } else { LARGEST_MEMBER } {
                        large.push(at);
                        inner = 8;
                    }
                    size = if is_choice { size.max(inner) } else { size.saturating_add(inner) };
                }
                if is_choice {
                    size = size.saturating_add(8);
                }
                if let Some(slot) = sizes.get_mut(number) {
                    *slot = Some(size);
                }
                if let Some(node) = self.nodes.get_mut(number) {
                    for at in large {
                        if let Some(edge) = node.edges.get_mut(at) {
                            edge.boxed = true;
                        }
                    }
                }
                path.pop();
            }
        }
    }

    /// Finds for each enum an arm whose value needs no other value of the enum, and makes fields optional where nothing
    /// else would end.
    fn make_finite(&mut self) {
        let mut finite = vec![false; self.nodes.len()];
        let mut holders: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (number, node) in self.nodes.iter().enumerate() {
            for edge in &node.edges {
                if let Some(list) = holders.get_mut(edge.target) {
                    list.push(number);
                }
            }
        }
        self.spread((0..self.nodes.len()).rev().collect(), &mut finite, &holders);
        for number in 0..self.nodes.len() {
            // The first field that leads to another endless type; for an enum its first arm.
            while finite.get(number) == Some(&false)
                && let Some(node) = self.nodes.get_mut(number)
                && let Some(edge) = node.edges.iter_mut().find(|edge| !ends(edge, &finite))
            {
                edge.made_optional = true;
                self.spread(vec![number], &mut finite, &holders);
            }
        }
    }

    /// Marks what has a finite value, beginning with `pending`, and sets the default arms on the way.
    fn spread(&mut self, mut pending: Vec<usize>, finite: &mut [bool], holders: &[Vec<usize>]) {
        while let Some(number) = pending.pop() {
            if finite.get(number) != Some(&false) || !self.is_finite(number, finite) {
                continue;
            }
            set(finite, number, true);
            pending.extend(holders.get(number).into_iter().flatten().copied());
        }
    }

    fn is_finite(&mut self, number: usize, finite: &[bool]) -> bool {
        let Some(node) = self.nodes.get(number) else { return true };
        if node.choice.is_none() {
            return node.edges.iter().all(|edge| ends(edge, finite));
        }
        let endless: HashSet<usize> =
            node.edges.iter().filter(|edge| !ends(edge, finite)).map(|edge| edge.field).collect();
        let first = (0..node.fields).find(|arm| !endless.contains(arm));
        if let (Some(arm), Some(slot)) = (first, self.defaults.get_mut(number)) {
            *slot = arm;
        }
        first.is_some() || node.fields == 0
    }

    fn write(self, package: &mut Package) {
        for (node, default) in self.nodes.into_iter().zip(self.defaults) {
            let Some(item) = package.modules.get_mut(node.module).and_then(|module| module.items.get_mut(node.index))
            else {
                continue;
            };
            let fields = match item {
                Item::Struct(item) => &mut item.fields,
                Item::Choice(item) => {
                    item.default = default;
                    &mut item.arms
                }
                Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => {
                    continue;
                }
            };
            for edge in node.edges {
                let Some(field) = fields.get_mut(edge.field) else {
                    continue;
                };
                if edge.boxed {
                    box_item(&mut field.ty);
                }
                if edge.made_optional {
                    field.ty = Type::Option(Box::new(field.ty.clone()));
                }
            }
        }
    }
}

/// Whether a value of the field can be had without an endless one.
fn ends(edge: &Edge, finite: &[bool]) -> bool {
    edge.optional || edge.made_optional || finite.get(edge.target) == Some(&true)
}

fn set(flags: &mut [bool], at: usize, value: bool) {
    if let Some(slot) = flags.get_mut(at) {
        *slot = value;
    }
}

/// The table of the item that a value of the type holds in itself, and whether it may be absent. A `Vec` holds it elsewhere.
fn held(ty: &Type) -> Option<(&str, bool)> {
    let mut optional = false;
    let mut inner = ty;
    loop {
        match inner {
            Type::Plain(_) | Type::Runtime(_) | Type::Vec(_) | Type::Boxed(_) => return None,
            Type::Item(item) => return Some((&item.table, optional)),
            Type::Option(next) | Type::Nillable(next) | Type::NillableComplex(next) => {
                optional = true;
                inner = next;
            }
        }
    }
}

fn box_item(ty: &mut Type) {
    match ty {
        Type::Item(_) => *ty = Type::Boxed(Box::new(ty.clone())),
        Type::Option(inner)
        | Type::Nillable(inner)
        | Type::NillableComplex(inner)
        | Type::Vec(inner)
        | Type::Boxed(inner) => box_item(inner),
        Type::Plain(_) | Type::Runtime(_) => {}
    }
}

/// About how many bytes a type without items takes.
fn leaf(ty: &Type) -> usize {
    match ty {
        Type::Plain("bool" | "i8" | "u8") => 1,
        Type::Plain("i16" | "u16") => 2,
        Type::Plain("i32" | "u32" | "f32") => 4,
        Type::Plain("i64" | "u64" | "f64") | Type::Boxed(_) => 8,
        Type::Plain(_) | Type::Runtime(_) | Type::Vec(_) | Type::Item(_) => 24,
        Type::Option(inner) | Type::Nillable(inner) | Type::NillableComplex(inner) => leaf(inner).max(8),
    }
}
