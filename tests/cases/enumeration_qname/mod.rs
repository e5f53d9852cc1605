//! The values of an enumeration of names are names: their prefixes are those of the schema, not of the document.

use castile::value::QName;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Code;

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
