//! One table per symbol space (XML Schema Part 1, section 2.5; WSDL 1.1, section 2.1).

use std::collections::HashMap;
use std::fmt::Debug;

use super::Findings;
use crate::xsd::{Position, QName};

/// The components of one symbol space in document order.
#[derive(Debug)]
pub struct Table<'a, T> {
    entries: Vec<Entry<'a, T>>,
    index: HashMap<&'a QName, usize>,
}

/// A named component.
#[derive(Debug)]
pub struct Entry<'a, T> {
    /// Its name.
    pub name: &'a QName,
    /// Where it is.
    pub position: Position,
    /// The component.
    pub component: T,
}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: HashMap::new() }
    }
}

impl<'a, T: Copy + Debug> Table<'a, T> {
    /// Adds a component. A second one of the same name is left out: silently when it says the same, for documents
    /// that are stored twice are common, and with a warning when it does not.
    pub(super) fn add(
        &mut self,
        kind: &str,
        name: &'a QName,
        position: Position,
        component: T,
        findings: &mut Findings,
    ) {
        if let Some(first) = self.index.get(name).and_then(|&at| self.entries.get(at)) {
            if first.position != position && !same(&first.component, &component) {
                findings.warning(
                    position,
                    format!("{kind} {name}"),
                    "is declared a second time, and differently; the first declaration is used",
                    "remove one of the two",
                );
            }
            return;
        }
        self.index.insert(name, self.entries.len());
        self.entries.push(Entry { name, position, component });
    }

    /// The component of that name.
    pub fn get(&self, name: &QName) -> Option<T> {
        self.find(name).and_then(|at| self.at(at))
    }

    /// The place of the component of that name.
    pub fn find(&self, name: &QName) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The component at a place.
    pub fn at(&self, place: usize) -> Option<T> {
        self.entries.get(place).map(|entry| entry.component)
    }

    /// All components in document order.
    pub fn entries(&self) -> &[Entry<'a, T>] {
        &self.entries
    }

    /// How many components there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Whether two components say the same: equal but for the positions in them.
fn same<T: Debug>(first: &T, second: &T) -> bool {
    without_positions(&format!("{first:?}")) == without_positions(&format!("{second:?}"))
}

/// The text with each `Position { … }` cut out. A name or a documentation text that looks like one is cut on both sides alike.
fn without_positions(text: &str) -> String {
    let mut rest = text;
    let mut out = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("Position {") {
        out.push_str(before);
        // `Position { document: DocumentId(0), offset: 1 }` holds no other brace.
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}
