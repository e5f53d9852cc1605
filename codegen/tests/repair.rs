//! Repairs: what each action mends, and that one with nothing to mend is an error.

use std::path::Path;

use castile_codegen::config::Config;
use castile_codegen::diagnostic::Diagnostics;
use castile_codegen::load::{Loader, MapSource};
use castile_codegen::manifest::Manifest;
use castile_codegen::parse::{Parsed, parse};
use castile_codegen::repair::repair;

const CONTRACT: &str = r#"<definitions name="S" targetNamespace="urn:s" xmlns:t="urn:s" xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <types><xs:schema targetNamespace="urn:s">
    <xs:complexType name="User">
      <xs:sequence>
        <xs:element name="id" type="xs:string"/>
        <xs:choice>
          <xs:element name="mail" type="xs:string"/>
          <xs:element name="address"><xs:complexType><xs:all><xs:element name="town" type="xs:string"/></xs:all></xs:complexType></xs:element>
        </xs:choice>
        <xs:element ref="t:note" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="active" type="xs:string" use="required"/>
    </xs:complexType>
    <xs:element name="note" type="xs:string"/>
  </xs:schema></types>
  <message name="In"><part name="user" type="t:User"/></message>
  <portType name="P"><operation name="find"><input message="t:In"/></operation></portType>
  <binding name="B" type="t:P">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="find"><soap:operation soapAction="old"/><input><soap:body use="literal"/></input></operation>
  </binding>
  <service name="S"><port name="Port" binding="t:B"><soap:address location="http://old.example/"/></port></service>
</definitions>"#;

/// The components after one repair, as Debug shows them, or what was wrong.
fn repaired(action: &str, at: &str, to: Option<&str>) -> Result<(String, String), String> {
    let to = to.map(|to| format!("to = '{to}'\n")).unwrap_or_default();
    let text = format!(
        "module = 'm'\nentry = 's.wsdl'\n[[repair]]\naction = '{action}'\nat = '{at}'\n{to}reason = 'a test'\n"
    );
    let config = Config::from(Manifest::parse(&text, Path::new("vendor.toml")).expect("the manifest"));
    let mut diagnostics = Diagnostics::new();
    let source = MapSource::new().with("s.wsdl", CONTRACT);
    let documents = Loader::new(&source).load("s.wsdl", &mut diagnostics);
    let mut parsed = parse(documents, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics}");
    let before = shown(&parsed);
    repair(&mut parsed, &config, &mut diagnostics);
    if diagnostics.has_errors() {
        let errors = diagnostics.iter().map(ToString::to_string).filter(|text| text.contains("error"));
        return Err(errors.collect());
    }
    Ok((before, shown(&parsed)))
}

fn shown(parsed: &Parsed) -> String {
    format!("{:#?}{:#?}", parsed.schemas, parsed.definitions)
}

/// The lines that a repair changed.
fn changed(action: &str, at: &str, to: Option<&str>) -> (Vec<String>, Vec<String>) {
    let (before, after) = repaired(action, at, to).expect("a repair");
    let only = |left: &str, right: &str| {
        let right: Vec<&str> = right.lines().collect();
        left.lines().filter(|line| !right.contains(line)).map(|line| line.trim().to_owned()).collect()
    };
    assert_ne!(before, after);
    (only(&before, &after), only(&after, &before))
}

#[test]
fn each_action_mends_the_member_it_names() {
    let (_, after) = changed("set-type", "User/id", Some("xs:int"));
    assert_eq!(after, ["local: \"int\","]);
    let (_, after) = changed("set-type", "In/user", Some("{urn:other}Person"));
    assert_eq!(after, ["namespace: \"urn:other\",", "local: \"Person\","]);
    let (before, after) = changed("rename", "User/mail", Some("e-mail"));
    assert_eq!((before, after), (vec!["local: \"mail\",".to_owned()], vec!["local: \"e-mail\",".to_owned()]));
    let (before, _) = changed("remove", "User/address", None);
    assert!(before.contains(&"local: \"town\",".to_owned()));
    let (before, _) = changed("remove", "User/address/town", None);
    assert!(!before.contains(&"local: \"address\",".to_owned()) && before.contains(&"local: \"town\",".to_owned()));
    let (before, after) = changed("make-optional", "User/active", None);
    assert_eq!((before, after), (vec!["use_: Required,".to_owned()], vec!["use_: Optional,".to_owned()]));
    changed("make-required", "User/note", None);
    changed("make-optional", "User/id", None);
    changed("make-nillable", "User/id", None);
    let (_, after) = changed("make-repeated", "User/id", None);
    assert_eq!(after, ["max: None,"]);
}

#[test]
fn addresses_and_actions_are_mended_by_port() {
    let (before, after) = changed("set-address", "Port", Some("https://new.example/"));
    assert_eq!(
        (before, after),
        (vec!["\"http://old.example/\",".to_owned()], vec!["\"https://new.example/\",".to_owned()])
    );
    let (before, after) = changed("set-action", "Port/find", Some("new"));
    assert_eq!((before, after), (vec!["\"old\",".to_owned()], vec!["\"new\",".to_owned()]));
}

#[test]
fn a_repair_that_mends_nothing_is_an_error_at_its_line() {
    for (action, at, to, message) in [
        ("make-optional", "User/gone", None, "there is no such member"),
        ("make-optional", "Gone/id", None, "there is no such member"),
        ("make-optional", "User", None, "does not name a member: write `Owner/member`"),
        ("make-optional", "User/note", None, "no longer applies: the contract says so itself"),
        ("set-type", "User/id", Some("xs:string"), "no longer applies: the contract says so itself"),
        ("rename", "User/note", Some("x"), "the member refers to a global element; this action needs a local one"),
        ("make-nillable", "User/active", None, "the member is an attribute, which this action does not apply to"),
        ("make-optional", "In/user", None, "the member is the part of a message, which is always there once"),
        ("set-address", "Gone", Some("x"), "there is no such port"),
        ("set-action", "Port/gone", Some("x"), "there is no such operation"),
        ("set-action", "Port/find", Some("old"), "no longer applies: the contract says so itself"),
    ] {
        let error = repaired(action, at, to).unwrap_err();
        let head = format!("vendor.toml:5:6: error: repair of {at}: {message}\n");
        assert!(error.starts_with(&head), "{action} {at}: {error}");
    }
}
