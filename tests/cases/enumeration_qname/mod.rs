//! The values of an enumeration of names are names: their prefixes are those of the schema, not of the document.

use castile::value::QName;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Code, elements};

#[test]
fn names_are_compared_by_namespace() {
    let code: Code = round_trip(include_str!("example.xml"));
    assert_eq!(code.value, QName::new(Some("urn:example:other"), "Lost"));
    assert_eq!(code.cause, Some(QName::new(Some("urn:example:code"), "Late")));
}

#[test]
fn the_same_local_name_of_another_namespace_is_refused() {
    let code = Code { value: QName::new(Some("urn:example:other"), "Late"), cause: None };
    let error = castile::to_xml(&code).unwrap_err();
    assert_eq!(error.path(), "code");
}

#[test]
fn the_names_of_a_list_are_compared_one_by_one() {
    let text = include_str!("example_list.xml");
    let codes = elements::CODES.read(text).unwrap();
    assert_eq!(codes, [QName::new(Some("urn:example:code"), "Late"), QName::new(Some("urn:example:other"), "Lost")]);
    let written = elements::CODES.write(&codes).unwrap();
    assert_eq!(elements::CODES.read(&written).unwrap(), codes);
    assert!(elements::CODES.write(&vec![QName::new(Some("urn:example:other"), "Late")]).is_err());
}
