//! Diagnostics before their positions are turned into rows and columns.

use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::xsd::Position;

/// What `resolve` and `lower` have to say, in the order in which they found it.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<(Option<Position>, Diagnostic)>,
    errors: usize,
}

impl Findings {
    /// More than this many are counted only: a hostile contract must not fill the memory.
    const KEPT: usize = 5_000;

    /// Nothing found.
    pub fn new() -> Self {
        Self::default()
    }

    /// The contract cannot be compiled as it stands.
    pub fn error(
        &mut self,
        position: Position,
        construct: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Some(position), Diagnostic::error(construct, message).help(help));
    }

    /// The contract was read in the way that is stated.
    pub fn warning(
        &mut self,
        position: Position,
        construct: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push(Some(position), Diagnostic::warning(construct, message).help(help));
    }

    /// Worth knowing.
    pub fn note(&mut self, position: Position, construct: impl Into<String>, message: impl Into<String>) {
        self.push(Some(position), Diagnostic::note(construct, message));
    }

    /// Adds a diagnostic that no place in a document is to blame for.
    pub fn push_unplaced(&mut self, diagnostic: Diagnostic) {
        self.push(None, diagnostic);
    }

    /// Whether any was an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Hands everything over in the order of the documents, with positions as `locate` shows them; what has no place in
    /// them is about the `manifest`.
    pub fn report(
        mut self,
        locate: impl Fn(Position) -> Location,
        manifest: Option<&Location>,
        diagnostics: &mut Diagnostics,
    ) {
        self.found.sort_by_key(|(position, _)| (position.is_none(), *position));
        for (position, diagnostic) in self.found {
            diagnostics.push(match (position, manifest) {
                (Some(position), _) => diagnostic.at(locate(position)),
                (None, Some(manifest)) if diagnostic.location.is_none() => diagnostic.at(manifest.clone()),
                (None, _) => diagnostic,
            });
        }
    }

    /// The findings so far.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().map(|(_, diagnostic)| diagnostic)
    }

    fn push(&mut self, position: Option<Position>, diagnostic: Diagnostic) {
        let error = diagnostic.severity == Severity::Error;
        self.errors += usize::from(error);
        if self.found.len() < Self::KEPT || (error && self.errors < Self::KEPT) {
            self.found.push((position, diagnostic));
        }
    }
}
