//! Mixed content is kept as XML, beside the attributes.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Code, Letter};

#[test]
fn text_and_elements_are_kept_in_order() {
    let letter: Letter = round_trip(include_str!("example.xml"));
    assert_eq!(letter.lang.as_deref(), Some("en"));
    assert!(letter.content.content().starts_with("Dear "), "{:?}", letter.content);
    assert_eq!(letter.content.elements().len(), 2);
    assert_eq!(letter.content.elements()[0].local(), "name");
}

#[test]
fn there_may_be_no_elements() {
    let letter: Letter = round_trip(include_str!("example_plain.xml"));
    assert_eq!(letter.content.content(), "Nothing but text.");
}

#[test]
fn what_extends_any_type_takes_any_attribute() {
    let code: Code = round_trip(include_str!("example_any_type.xml"));
    assert_eq!(code.dialect, "urn:example:codes");
    assert_eq!(code.attributes.get("urn:example:other", "origin"), Some("there"));
    assert_eq!(code.content.elements().len(), 1);
}
