//! Identifiers that are unique in one scope.

use std::collections::{HashMap, HashSet};

/// The identifiers taken in one scope: the types of a contract, the fields of a struct, the arms of an enum.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// The number to try next for a name, so that a name used ten thousand times takes no quadratic time.
    next: HashMap<String, u32>,
    /// Whether the names are those of types or arms, where custom has no `_` before a number.
    camel: bool,
}

impl Scope {
    /// Nothing is taken.
    pub fn new() -> Self {
        Self::default()
    }

    /// A scope for types: what every module sees without an import is taken.
    pub fn of_types() -> Self {
        Self { camel: true, ..Self::with(&PRELUDE) }
    }

    /// A scope for the arms of an enum; these are taken.
    pub fn of_arms(taken: &[&str]) -> Self {
        Self { camel: true, ..Self::with(taken) }
    }

    /// These are taken.
    pub fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|&name| name.to_owned()).collect(), ..Self::default() }
    }

    /// Takes the first of `candidates` that is free, else the first of them with a number: `Name2`, `Name3`.
    ///
    /// A number after a digit, and any number on a snake-case name, is set off by `_`.
    pub fn take(&mut self, candidates: &[&str]) -> String {
        for &candidate in candidates {
            if self.taken.insert(candidate.to_owned()) {
                return candidate.to_owned();
            }
        }
        let stem = candidates.first().copied().unwrap_or("Value");
        let seam = if self.camel && !stem.ends_with(|c: char| c.is_ascii_digit()) { "" } else { "_" };
        loop {
            let number = self.next.entry(stem.to_owned()).or_insert(2);
            let ident = format!("{stem}{seam}{number}");
            *number = number.saturating_add(1);
            if self.taken.insert(ident.clone()) {
                return ident;
            }
        }
    }
}

/// Names of the prelude, and those the emitted macros use unqualified.
const PRELUDE: [&str; 45] = [
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];
