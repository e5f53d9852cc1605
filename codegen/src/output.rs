//! What a run gives back: files, and what there is to say about them.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::load::Documents;
use crate::lower::{Coverage, Lowered};
use crate::model::{Item, Package};

/// The result of [`generate`](crate::generate).
#[derive(Clone, Debug)]
pub struct Output {
    /// The module's name.
    pub module: String,
    /// The emitted text by path, relative to the module's folder.
    pub files: BTreeMap<String, String>,
    /// Warnings and notes; an error would have ended the run.
    pub diagnostics: Diagnostics,
    /// How much was emitted.
    pub stats: Stats,
    /// Which constructs of the specifications the contract uses.
    pub coverage: Coverage,
    /// The model that the text was made from.
    pub package: Package,
    /// The documents that were read, relative to the entry's folder.
    pub documents: Vec<String>,
}

impl Output {
    pub(crate) fn new(
        lowered: Lowered,
        files: BTreeMap<String, String>,
        documents: &Documents,
        diagnostics: Diagnostics,
    ) -> Self {
        let stored = documents.iter().filter(|(_, document)| !document.is_built_in());
        Self {
            stats: Stats::of(&lowered.package, &files),
            module: lowered.package.module.clone(),
            files,
            diagnostics,
            coverage: lowered.coverage,
            package: lowered.package,
            documents: stored.map(|(_, document)| document.name().to_owned()).collect(),
        }
    }
}

/// How much was emitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Client methods.
    pub operations: usize,
    /// Structs and enums.
    pub types: usize,
    /// Fields and arms.
    pub fields: usize,
    /// Lines of code: neither blank nor comment nor `#[doc]`.
    pub lines: usize,
    /// Lines of documentation.
    pub doc_lines: usize,
}

impl Stats {
    pub(crate) fn of(package: &Package, files: &BTreeMap<String, String>) -> Self {
        let mut stats =
            Self { operations: package.clients.iter().map(|client| client.operations.len()).sum(), ..Self::default() };
        for item in package.modules.iter().flat_map(|module| &module.items) {
            let fields = match item {
                Item::Struct(item) => item.fields.len(),
                Item::Choice(item) => item.arms.len(),
                Item::Enumeration(item) => item.values.len(),
                Item::Union(item) => item.arms.len(),
                Item::SimpleType(_) | Item::Alias(_) => continue,
            };
            stats.types += 1;
            stats.fields += fields;
        }
        for line in files.values().flat_map(|text| text.lines()).map(str::trim_start) {
            if line.starts_with("//") || line.starts_with("#[doc") {
                stats.doc_lines += 1;
            } else if !line.is_empty() {
                stats.lines += 1;
            }
        }
        stats
    }
}
