//! References that lead nowhere, and what they are read as.

use super::{compile, complaints, items, schema_document};
use crate::manifest::Manifest;

/// The items of a schema, and the first line of each thing said about it without its place.
fn mended(body: &str) -> (String, Vec<String>) {
    let (package, said) = compile(&[("a.xsd", &schema_document(body))], &Manifest::default());
    (items(&package), said.iter().map(|said| first_line(said)).collect())
}

fn first_line(said: &str) -> String {
    said.lines().next().and_then(|line| line.splitn(4, ':').nth(3)).unwrap_or(said).trim().to_owned()
}

#[test]
fn a_type_that_is_nowhere_is_any_type() {
    let (items, said) = mended(
        r#"<xs:complexType name="order"><xs:sequence><xs:element name="line" type="t:lien"/></xs:sequence><xs:attribute name="id" type="t:di"/></xs:complexType>"#,
    );
    assert_eq!(items, "struct Order { id: Option<String> @attribute, line: AnyType }\n");
    assert_eq!(
        said,
        [
            "warning: type {urn:t}lien: there is no type of that name; it is read as xs:anyType",
            "warning: type {urn:t}di: there is no type of that name; it is read as xs:anySimpleType",
        ]
    );
}

#[test]
fn a_name_in_one_other_namespace_is_meant() {
    let (items, said) = mended(
        r#"<xs:import namespace="urn:o"/><xs:simpleType name="code"><xs:restriction base="xs:int"/></xs:simpleType><xs:element name="a" type="o:code" xmlns:o="urn:o"/><xs:element name="b" type="t:dateTime"/>"#,
    );
    assert_eq!(items, "");
    assert_eq!(
        &said[said.len() - 2..],
        [
            "warning: type {urn:o}code: there is no type of that name; what is meant is {urn:t}code",
            "warning: type {urn:t}dateTime: there is no type of that name; what is meant is {http://www.w3.org/2001/XMLSchema}dateTime",
        ]
    );
}

#[test]
fn an_element_in_place_of_a_type_stands_for_its_type_and_the_other_way_round() {
    let (items, said) = mended(
        r#"<xs:element name="part"><xs:complexType><xs:sequence><xs:element name="n" type="xs:int"/></xs:sequence></xs:complexType></xs:element><xs:complexType name="line"><xs:sequence><xs:element name="p" type="t:part"/><xs:element ref="t:line" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    assert_eq!(items, "struct Part { n: i32 }\nstruct Line { p: Part, line: Option<Box<Line>> }\n");
    assert_eq!(
        said,
        [
            "warning: type {urn:t}part: there is no type of that name; what is meant is that of the element",
            "warning: element {urn:t}line: there is no element of that name; it is read as an element of the type of that name",
        ]
    );
}

#[test]
fn what_else_is_missing_is_left_open() {
    let (items, said) = mended(
        r#"<xs:complexType name="a"><xs:sequence><xs:element ref="t:gone"/><xs:group ref="t:parts"/></xs:sequence><xs:attribute ref="t:at"/><xs:attributeGroup ref="t:more"/></xs:complexType><xs:element name="e" type="xs:int" substitutionGroup="t:head"/>"#,
    );
    assert_eq!(
        items,
        "struct A { at: Option<String> @attribute, attributes: Attributes @anyAttribute, gone: AnyType, any: Vec<Element> @any }\n"
    );
    assert_eq!(said.len(), 5, "{said:#?}");
}

#[test]
fn content_of_a_missing_base_is_kept() {
    let (items, said) = mended(
        r#"<xs:complexType name="a"><xs:complexContent><xs:extension base="t:base"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"#,
    );
    assert!(items.contains("x: i32") && items.contains("@any"), "{items}");
    assert_eq!(
        said,
        ["warning: type {urn:t}base: there is no type of that name; it is read as one of any elements and attributes"]
    );
}

#[test]
fn an_undeclared_prefix_is_an_error_unless_one_name_fits() {
    let body = r#"<xs:element name="a" type="p:code"/>"#;
    let code = r#"<xs:simpleType name="code"><xs:restriction base="xs:int"/></xs:simpleType>"#;
    assert_eq!(
        complaints(body),
        [
            "a.xsd:1:127: error: type p:code: the prefix p is not declared\n  help: declare the prefix, or use that of the namespace of code"
        ]
    );
    assert_eq!(
        complaints(&format!("{body}{code}")),
        [
            "a.xsd:1:127: warning: type p:code: the prefix p is not declared; what is meant is {urn:t}code\n  help: declare the prefix"
        ]
    );
}

#[test]
fn what_only_the_encoding_names_needs_no_prefix() {
    let (items, said) = mended(
        r#"<xs:complexType name="all"><xs:complexContent><xs:restriction base="enc11:Array"><xs:attribute ref="enc11:arrayType" wsdl:arrayType="xs:int[]" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"/></xs:restriction></xs:complexContent></xs:complexType>"#,
    );
    assert!(items.contains("struct All") && items.contains("items: Vec<i32>"), "{items}");
    assert_eq!(
        said,
        [
            "warning: type enc11:Array: the prefix enc11 is not declared; what is meant is {http://schemas.xmlsoap.org/soap/encoding/}Array",
            "warning: attribute enc11:arrayType: the prefix enc11 is not declared; what is meant is {http://schemas.xmlsoap.org/soap/encoding/}arrayType",
        ]
    );
}
