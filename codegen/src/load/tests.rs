use super::{Catalog, Limits, Loader, MapSource};
use crate::catalog::BUILT_IN;
use crate::diagnostic::Diagnostics;

const SCHEMA: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'";

fn schema(rest: &str) -> String {
    format!("{SCHEMA} {rest}</xs:schema>")
}

/// The names of the documents loaded from `s.xsd`, and what was said.
fn loaded(loader: &Loader<'_>) -> (Vec<String>, String) {
    let mut diagnostics = Diagnostics::new();
    let documents = loader.load("s.xsd", &mut diagnostics);
    let names = documents.iter().map(|(_, document)| document.name().to_owned());
    (names.collect(), diagnostics.to_string())
}

#[test]
fn a_cycle_of_includes_is_read_once() {
    let source = MapSource::new()
        .with("s.xsd", schema("><xs:include schemaLocation='a/t.xsd'/>"))
        .with("a/t.xsd", schema("><xs:include schemaLocation='../s.xsd'/><xs:include schemaLocation='./t.xsd'/>"));
    let (names, said) = loaded(&Loader::new(&source));
    assert_eq!(names, ["s.xsd", "a/t.xsd"]);
    assert_eq!(said, "");
}

#[test]
fn a_location_in_another_case_is_found_where_it_can_be_meant() {
    let source = MapSource::new()
        .with("s.xsd", schema("><xs:include schemaLocation='A/T.xsd'/><xs:include schemaLocation='a/t.xsd'/>"))
        .with("a/t.xsd", schema("><xs:include schemaLocation='../B.XSD'/>"))
        .with("b.xsd", schema(">"))
        .with("b.Xsd", schema(">"));
    let (names, said) = loaded(&Loader::new(&source));
    assert_eq!(names, ["s.xsd", "a/t.xsd"]);
    let first = "s.xsd:1:57: warning: xs:include: location \"A/T.xsd\" is spelt \"a/t.xsd\" where it is stored";
    assert_eq!(said.lines().next(), Some(first));
    assert!(
        said.contains("a/t.xsd:1:57: warning: xs:include: location \"../B.XSD\": there is no such document"),
        "{said}"
    );
}

#[test]
fn a_missing_import_is_a_warning_unless_its_namespace_is_known() {
    let source = MapSource::new().with(
        "s.xsd",
        schema(
            "><xs:import namespace='urn:a' schemaLocation='http://h/a.xsd'/>\
             <xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='http://www.w3.org/2001/xml.xsd'/>\
             <xs:import namespace='urn:s'/><xs:element name='e'/>",
        )
        .replace("XMLSchema'", "XMLSchema' targetNamespace='urn:s'"),
    );
    let (names, said) = loaded(&Loader::new(&source));
    assert_eq!(names, ["s.xsd", "built-in:xml.xsd"]);
    let first = said.lines().next();
    assert_eq!(
        first,
        Some(
            "s.xsd:1:81: warning: xs:import of \"urn:a\": location \"http://h/a.xsd\": \
             the catalog does not have it, and nothing is fetched"
        )
    );
    assert_eq!(said.matches("warning").count(), 1);
}

#[test]
fn the_catalog_maps_absolute_locations() {
    let source = MapSource::new()
        .with("s.xsd", schema("><xs:import namespace='urn:a' schemaLocation='http://h/x/a.xsd'/>"))
        .with("remote/a.xsd", schema("targetNamespace='urn:a'><xs:include schemaLocation='b.xsd'/>"))
        .with("remote/b.xsd", schema("targetNamespace='urn:a'>"));
    let catalog: Catalog = [("http://h/x/a.xsd", "remote/a.xsd")].into_iter().collect();
    let (names, said) = loaded(&Loader::new(&source).catalog(catalog));
    assert_eq!(names, ["s.xsd", "remote/a.xsd", "remote/b.xsd"]);
    assert_eq!(said, "");
}

#[test]
fn a_refused_location_is_an_error_at_its_place() {
    let source = MapSource::new().with("s.xsd", schema(">\n <xs:include schemaLocation='file:///etc/passwd'/>"));
    let (_, said) = loaded(&Loader::new(&source));
    assert!(said.starts_with("s.xsd:2:2: error: xs:include: location \"file:///etc/passwd\": refused:"), "{said}");
}

#[test]
fn documents_and_bytes_are_limited() {
    let chain = |n: usize| schema(&format!("><xs:include schemaLocation='{}.xsd'/>", n + 1));
    let mut source = MapSource::new().with("s.xsd", chain(0));
    for n in 1..20 {
        source = source.with(format!("{n}.xsd"), chain(n));
    }
    let ten = Limits { documents: 10, ..Limits::default() };
    let (names, said) = loaded(&Loader::new(&source).limits(ten));
    assert_eq!(names.len(), 10);
    assert!(said.contains("error: xs:include: location \"10.xsd\": refused: too many documents"), "{said}");
    let small = Limits { bytes: 300, ..Limits::default() };
    let (_, said) = loaded(&Loader::new(&source).limits(small));
    assert!(said.contains("larger than the limit"), "{said}");
}

#[test]
fn a_web_page_is_named_as_such() {
    let source = MapSource::new().with("s.xsd", "\n<!DOCTYPE html>\n<html><br></html>");
    let (names, said) = loaded(&Loader::new(&source));
    assert!(names.is_empty());
    assert!(said.starts_with("s.xsd: error: document: an HTML page"), "{said}");
}

#[test]
fn errors_point_into_the_text_as_stored() {
    let malformed = "\u{feff}<?xml version='1.0'?>\n<a>\n  <é></b>\n</a>";
    let (_, said) = loaded(&Loader::new(&MapSource::new().with("s.xsd", malformed)));
    assert!(said.starts_with("s.xsd:3:6: error: document: not well-formed: "), "{said}");

    let expanded = "<!DOCTYPE a [<!ENTITY e 'a\nlong\ntext'>]>\n<a>&e;&e;<b></c></a>";
    let (_, said) = loaded(&Loader::new(&MapSource::new().with("s.xsd", expanded)));
    assert!(said.starts_with("s.xsd:4:13: error: document: not well-formed: "), "{said}");
}

#[test]
fn a_hostile_document_is_refused_at_its_place() {
    let deep = format!("<a>\n{}", "<a>".repeat(300));
    let (_, said) = loaded(&Loader::new(&MapSource::new().with("s.xsd", deep)));
    assert!(said.starts_with("s.xsd:2:766: error: document: more than 256 nested elements"), "{said}");
}

#[test]
fn the_entry_must_be_under_the_roots() {
    let mut diagnostics = Diagnostics::new();
    for entry in ["/etc/passwd", "../s.xsd", "file:s.xsd", "", "absent.xsd"] {
        let source = MapSource::new();
        Loader::new(&source).load(entry, &mut diagnostics);
    }
    assert_eq!(diagnostics.error_count(), 5);
}

#[test]
fn every_built_in_schema_is_well_formed_and_complete() {
    for built_in in BUILT_IN {
        let entry = schema(&format!("><xs:import namespace='{}'/>", built_in.namespace));
        let (names, said) = loaded(&Loader::new(&MapSource::new().with("s.xsd", entry)));
        assert!(names.contains(&format!("built-in:{}", built_in.name)), "{names:?}");
        assert_eq!(said, "", "{}", built_in.name);
    }
}
