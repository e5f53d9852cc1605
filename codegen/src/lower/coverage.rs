//! Which constructs of the specifications a contract uses.

use std::collections::BTreeMap;

/// Constructs by their names in the specifications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How often each construct was lowered.
    pub modelled: BTreeMap<&'static str, usize>,
    /// How often each construct was met and has no part in the model; each has a diagnostic.
    pub refused: BTreeMap<&'static str, usize>,
}

impl Coverage {
    pub(super) fn modelled(&mut self, construct: &'static str) {
        *self.modelled.entry(construct).or_default() += 1;
    }

    pub(super) fn refused(&mut self, construct: &'static str) {
        *self.refused.entry(construct).or_default() += 1;
    }

    /// How often constructs were met.
    pub fn seen(&self) -> usize {
        self.modelled.values().chain(self.refused.values()).sum()
    }
}
