//! With `distinct_nil`, nil and absent are told apart, and nil elements keep their attributes and their type.

use castile::content::{Nillable, NillableComplex};
use castile::value::QName;
use castile_tests::{assert_same_document, round_trip};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Patch;

#[test]
fn values_are_read_and_written() {
    let patch: Patch = round_trip(include_str!("example.xml"));
    assert_eq!(patch.name.value().map(String::as_str), Some("Ada"));
    assert_eq!(patch.age, Some(Nillable::Value(36)));
    assert_eq!(patch.tag, [Nillable::Value("x".to_owned()), Nillable::Nil, Nillable::Value(String::new())]);
    assert!(matches!(patch.owner, Some(NillableComplex::Value(owner)) if owner.id == 1));
}

#[test]
fn nil_is_read_and_written() {
    let patch: Patch = round_trip(include_str!("example_nil.xml"));
    assert_eq!((&patch.name, &patch.age), (&Nillable::Nil, &Some(Nillable::Nil)));
    let Some(NillableComplex::Nil(owner)) = &patch.owner else { panic!("{patch:?}") };
    assert_eq!((owner.attributes.get("", "role"), &owner.type_name), (Some("former"), &None));
    let [NillableComplex::Nil(contact)] = patch.contact.as_slice() else { panic!("{patch:?}") };
    assert_eq!(contact.attributes.get("", "since"), Some("2001-01-31"));
    assert_eq!(contact.type_name, Some(QName::new(Some("urn:example:nillable-distinct"), "Person")));
}

#[test]
fn attributes_that_are_not_declared_are_left_out_of_a_nil_element() {
    let text = include_str!("example_nil.xml").replace("role=", "rank=\"1\" role=");
    let patch: Patch = castile::from_xml(&text).unwrap();
    assert_same_document(include_str!("example_nil.xml"), &castile::to_xml(&patch).unwrap());
}

#[test]
fn nil_elements_are_equal_when_their_attributes_are() {
    let patch: Patch = castile::from_xml(include_str!("example_nil.xml")).unwrap();
    let other = include_str!("example_nil.xml").replace("former", "present");
    assert_ne!(patch, castile::from_xml(&other).unwrap());
}

#[test]
fn absent_is_read_and_written() {
    let patch: Patch = round_trip(include_str!("example_absent.xml"));
    assert_eq!((&patch.name, patch.age, &patch.owner), (&Nillable::Nil, None, &None));
    assert!(patch.tag.is_empty());
}
