//! What constructs of XML Schema and WSDL become, seen from outside: documents in, a package out.

mod dangling;
mod schema;
mod wsdl;

use std::fmt::Write;

use super::lower;
use crate::diagnostic::Diagnostics;
use crate::load::{Loader, MapSource};
use crate::manifest::Manifest;
use crate::model::{Field, Item, Package, Place, Type};
use crate::parse::parse;
use crate::resolve::{Findings, mend, redefine, resolve};

/// Lowers the entry document `a` of `documents`; gives the package and what was said, without notes.
fn compile(documents: &[(&str, &str)], manifest: &Manifest) -> (Package, Vec<String>) {
    let source = documents.iter().fold(MapSource::new(), |source, (path, text)| source.with(*path, *text));
    let mut diagnostics = Diagnostics::new();
    let loaded = Loader::new(&source).load(documents[0].0, &mut diagnostics);
    let mut parsed = parse(loaded, &mut diagnostics);
    let mut findings = Findings::new();
    redefine(&mut parsed.schemas, &mut findings);
    mend(&mut parsed.schemas, &mut parsed.definitions, &mut findings);
    let components = resolve(&parsed.schemas, &parsed.definitions, &mut findings);
    let lowered = lower(&components, manifest, documents[0].0, &mut findings);
    findings.report(|position| parsed.documents.location(position), None, &mut diagnostics);
    let said = diagnostics.iter().map(ToString::to_string).filter(|line| !line.contains(": note: ")).collect();
    (lowered.package, said)
}

/// The items of a schema whose content is `body`, one line each with its members; it must lower without complaint.
fn schema(body: &str) -> String {
    let (package, said) = compile(&[("a.xsd", &schema_document(body))], &Manifest::default());
    assert_eq!(said, [] as [String; 0]);
    items(&package)
}

/// What is said about a schema that is wrong.
fn complaints(body: &str) -> Vec<String> {
    compile(&[("a.xsd", &schema_document(body))], &Manifest::default()).1
}

fn schema_document(body: &str) -> String {
    format!(
        r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">{body}</xs:schema>"#
    )
}

/// All items, as `struct A { field: Type @Place, … }`.
fn items(package: &Package) -> String {
    let mut out = String::new();
    for item in package.modules.iter().flat_map(|module| &module.items) {
        match item {
            Item::Struct(item) => line(&mut out, "struct", &item.ident, &item.fields),
            Item::Choice(item) => {
                let default = &item.arms[item.default].ident;
                line(&mut out, "enum", &format!("{}={default}", item.ident), &item.arms);
            }
            Item::Enumeration(item) => {
                let values: Vec<String> =
                    item.values.iter().map(|value| format!("{}={}", value.ident, value.value)).collect();
                let _ = writeln!(out, "enumeration {} {{ {} }}", item.ident, values.join(", "));
            }
            Item::Union(item) => {
                let arms: Vec<String> =
                    item.arms.iter().map(|arm| format!("{}({})", arm.ident, spell(&arm.ty))).collect();
                let _ = writeln!(out, "union {} {{ {} }}", item.ident, arms.join(", "));
            }
            Item::SimpleType(_) => {}
            Item::Alias(item) => {
                let _ = writeln!(out, "type {} = {}", item.ident, spell(&item.ty));
            }
        }
    }
    out
}

fn line(out: &mut String, word: &str, ident: &str, fields: &[Field]) {
    let fields: Vec<String> =
        fields.iter().map(|field| format!("{}: {}{}", field.ident, spell(&field.ty), mark(field))).collect();
    let _ = writeln!(out, "{word} {ident} {{ {} }}", fields.join(", "));
}

/// The place, where it is not that of an element.
fn mark(field: &Field) -> &'static str {
    match field.place {
        Place::Element => "",
        Place::Attribute => " @attribute",
        Place::Text => " @text",
        Place::Mixed => " @mixed",
        Place::Group(_) => " @group",
        Place::Wildcard(_) => " @any",
        Place::AnyAttribute(_) => " @anyAttribute",
    }
}

fn spell(ty: &Type) -> String {
    match ty {
        Type::Plain(name) => (*name).to_owned(),
        Type::Runtime(path) => path.rsplit("::").next().unwrap_or(path).to_owned(),
        Type::Item(item) => item.ident.clone(),
        Type::Option(inner) => format!("Option<{}>", spell(inner)),
        Type::Vec(inner) => format!("Vec<{}>", spell(inner)),
        Type::Boxed(inner) => format!("Box<{}>", spell(inner)),
        Type::Nillable(inner) => format!("Nillable<{}>", spell(inner)),
        Type::NillableComplex(inner) => format!("NillableComplex<{}>", spell(inner)),
    }
}
