//! The budget of emitted code: beside documentation, at most 4 lines a field and 12 a type or operation.
//!
//! Every committed client is held to it, and the cases as a whole: the frame of a file with one type is larger than that.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

const LINES_A_FIELD: usize = 4;
const LINES_A_TYPE: usize = 12;

/// What is in an emitted file.
#[derive(Default, Debug)]
struct Size {
    /// Lines that are neither blank nor documentation.
    lines: usize,
    /// Fields and arms.
    fields: usize,
    /// Structs, enums and operations.
    types: usize,
}

impl Size {
    fn of(text: &str) -> Self {
        let mut size = Self::default();
        for line in text.lines().map(str::trim_start) {
            if line.is_empty() || line.starts_with("//") || line.starts_with("#[doc") {
                continue;
            }
            size.lines += 1;
            let is_facts = line.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(';');
            let is_value = line.ends_with("\",") && line.contains(" = \"");
            let is_member = line.ends_with(',') && line.contains(": &");
            size.fields += usize::from(is_facts || is_value || is_member);
            let is_type =
                line.starts_with("pub struct ") || line.starts_with("pub enum ") || line.starts_with("pub type ");
            let is_operation = line.contains("static ") && line.contains(": f::Operation ");
            size.types += usize::from(is_type || is_operation);
        }
        size
    }

    fn budget(&self) -> usize {
        LINES_A_FIELD * self.fields + LINES_A_TYPE * self.types
    }
}

#[test]
fn committed_clients_keep_to_the_budget() {
    let files = emitted(Path::new("../generated/src"));
    assert!(!files.is_empty());
    for file in files {
        let size = Size::of(&std::fs::read_to_string(&file).unwrap());
        // The module of a contract without types of its own is its clients and what they share.
        assert!(size.lines <= size.budget(), "{}: {size:?}, the budget is {}", file.display(), size.budget());
    }
}

#[test]
fn all_cases_together_keep_to_the_budget() {
    let files = emitted(Path::new("cases"));
    let text: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let size = Size::of(&text);
    println!("{} files, {size:?}, the budget is {}", files.len(), size.budget());
    assert!(files.len() > 40 && size.fields > 200 && size.types > 100, "{} files, {size:?}", files.len());
    assert!(size.lines <= size.budget(), "{size:?}, the budget is {}", size.budget());
}

#[test]
fn what_counts() {
    let text = "\n/// Doc.\n#[doc(alias = \"a\")]\npub struct A {\n    pub b: String,\n}\n\
        castile::complex!(A, A, f::Struct, super::SCHEMA, 0, \"\", {\n    0 b: f::Element, 0, \"b\", 1, 1, 0, &f::STRING;\n});\n";
    let size = Size::of(text);
    assert_eq!((size.lines, size.fields, size.types), (6, 1, 1));
}

/// The files in `folder` and below whose first line says that they are generated.
fn emitted(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.append(&mut emitted(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && std::fs::read_to_string(&path).unwrap().starts_with("// @generated")
        {
            files.push(path);
        }
    }
    files
}
