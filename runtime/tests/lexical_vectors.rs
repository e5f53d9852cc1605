//! The lexical, equality and facet vectors of James Clark's XSD datatype test suite, with the verdicts of XSD 1.0.
//!
//! They are not part of this repository: `CASTILE_SHARED` names the folder that holds `conformance/xsd-lexical`.

use std::fs;
use std::path::PathBuf;

use castile::value::facet::{Problem, Shape, check};
use castile::value::{Builtin, Facet, QName, WhiteSpace, normalize};

/// Rows on which we differ, by file and leading columns, with the reason. Every one of them must still differ.
const EXCEPTIONS: &[(&str, &[&str], &str)] =
    &[("lexical.tsv", &["ENTITY", "foo"], NO_DTD), ("lexical.tsv", &["ENTITIES", "foo"], NO_DTD)];

const NO_DTD: &str =
    "only a DTD could declare the entity, and a document with a DTD is refused before its values are read";

#[test]
fn lexical() {
    let Some(rows) = rows("lexical.tsv") else {
        return;
    };
    let mut failures = Vec::new();
    for row in &rows {
        let [ty, literal, verdict, xsd, ..] = row.as_slice() else { panic!("{row:?}") };
        let ty = builtin(ty);
        let accepted = match ty {
            Builtin::QName | Builtin::Notation => QName::parse(literal, &|_| None).is_ok(),
            _ => ty.lexical_ok(literal).is_ok(),
        };
        let expected = if xsd == "nocompile" { verdict } else { xsd };
        judge("lexical.tsv", row, accepted == (expected == "valid"), &mut failures);
    }
    report(&failures, rows.len());
}

#[test]
fn equality() {
    let Some(rows) = rows("equality.tsv") else {
        return;
    };
    let mut failures = Vec::new();
    for row in &rows {
        let [ty, a, b, verdict, xsd, note, ..] = row.as_slice() else { panic!("{row:?}") };
        let ty = builtin(ty);
        let expected = match xsd.as_str() {
            "nocompile" => verdict == "equal",
            xsd => xsd == "valid",
        };
        let scope = |prefix: &str| declaration(note, prefix);
        let a: &'static str = normalized(ty, a).leak();
        let facet = Facet::Enumeration(vec![a].leak());
        let equal = match check(&facet, ty, &normalized(ty, b), &scope) {
            Ok(()) => Some(true),
            Err(violation) if violation.problem == Problem::Excluded => Some(false),
            Err(_) => None,
        };
        judge("equality.tsv", row, equal == Some(expected), &mut failures);
    }
    report(&failures, rows.len());
}

#[test]
fn facets() {
    let Some(rows) = rows("facets.tsv") else {
        return;
    };
    let mut failures = Vec::new();
    for row in &rows {
        let [ty, facet, value, literal, verdict, xsd, ..] = row.as_slice() else { panic!("{row:?}") };
        let ty = builtin(ty);
        let facet = match facet.as_str() {
            "length" => Facet::Length(value.parse().unwrap_or_else(|_| panic!("{row:?}"))),
            "minExclusive" => Facet::MinExclusive(value.clone().leak()),
            other => panic!("facet {other}"),
        };
        let result = check(&facet, Shape::from(ty), &normalized(ty, literal), &|_| None);
        let expected = if xsd == "nocompile" { verdict } else { xsd } == "valid";
        let agrees = match result {
            Ok(()) => expected,
            Err(violation) => !expected && violation.problem == Problem::Excluded,
        };
        judge("facets.tsv", row, agrees, &mut failures);
    }
    report(&failures, rows.len());
}

fn judge(file: &str, row: &[String], agrees: bool, failures: &mut Vec<String>) {
    let excepted = EXCEPTIONS
        .iter()
        .any(|(of, columns, _)| *of == file && row.iter().zip(*columns).all(|(cell, column)| cell == column));
    if agrees == excepted {
        failures.push(format!("{row:?}"));
    }
}

fn report(failures: &[String], rows: usize) {
    assert!(rows > 100, "only {rows} rows");
    assert!(failures.is_empty(), "{} of {rows} rows differ:\n{}", failures.len(), failures.join("\n"));
}

fn builtin(name: &str) -> Builtin {
    Builtin::from_name(name).unwrap_or_else(|| panic!("no built-in type {name}"))
}

fn normalized(ty: Builtin, literal: &str) -> String {
    match ty.white_space() {
        // The lexers collapse; they shall be given what stands in the document.
        WhiteSpace::Collapse if ty.primitive() != Builtin::String.primitive() => literal.to_owned(),
        white_space => normalize(white_space, literal).into_owned(),
    }
}

/// `xmlns:p=uri` in the part of the note for `b`; both parts are the same in these vectors.
fn declaration(note: &str, prefix: &str) -> Option<String> {
    let key = if prefix.is_empty() { "xmlns=".to_owned() } else { format!("xmlns:{prefix}=") };
    note.split(' ').find_map(|word| word.strip_prefix(&key)).map(str::to_owned)
}

/// The rows without the heading, unescaped; none when the vectors are not at hand.
fn rows(file: &str) -> Option<Vec<Vec<String>>> {
    let Some(shared) = std::env::var_os("CASTILE_SHARED") else {
        eprintln!("CASTILE_SHARED is not set: {file} is not checked");
        return None;
    };
    let path = PathBuf::from(shared).join("conformance/xsd-lexical").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(text.lines().skip(1).map(|line| line.split('\t').map(unescaped).collect()).collect())
}

fn unescaped(cell: &str) -> String {
    let mut chars = cell.chars();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('\\') => '\\',
                other => panic!("escape {other:?} in {cell:?}"),
            },
            c => c,
        });
    }
    text
}
