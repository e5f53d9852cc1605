//! The budget of emitted code: beside documentation, at most 4 lines a field and 12 a type or operation.
//!
//! Every committed generated file and every case is held to it.

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
            let is_type = line.starts_with("pub struct ") || line.starts_with("pub enum ") || line.starts_with("pub type ");
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
fn emitted_code_keeps_to_its_budget() {
    let mut files = Vec::new();
    emitted(Path::new("cases"), &mut files);
    emitted(Path::new("../generated/src"), &mut files);
    let mut total = Size::default();
    for file in &files {
        let size = Size::of(&std::fs::read_to_string(file).unwrap());
        assert!(size.types == 0 || size.lines <= size.budget(), "{}: {size:?}, the budget is {}", file.display(), size.budget());
        total.lines += size.lines;
        total.fields += size.fields;
        total.types += size.types;
    }
    println!("{} files, {total:?}, the budget is {}", files.len(), total.budget());
    assert!(files.len() > 40 && total.fields > 200, "{} files: {total:?}", files.len());
}

#[test]
fn what_counts() {
    let text = "\n/// Doc.\n#[doc(alias = \"a\")]\n#[derive(Clone, Default)]\npub struct A {\n    pub b: String,\n}\n\
        castile::complex!(A, A, f::Struct, super::SCHEMA, 0, \"\", {\n    0 b: f::Element, 0, \"b\", 1, 1, 0, &f::STRING;\n});\n";
    let size = Size::of(text);
    assert_eq!((size.lines, size.fields, size.types), (7, 1, 1));
}

/// The files in `folder` and below whose first line says that they are generated.
fn emitted(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            emitted(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && std::fs::read_to_string(&path).unwrap().starts_with("// @generated")
        {
            files.push(path);
        }
    }
}
