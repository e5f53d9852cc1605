//! An attribute wildcard keeps what the type does not name.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Based, Tag};

#[test]
fn further_attributes_are_read_and_written() {
    let tag: Tag = round_trip(include_str!("example.xml"));
    assert_eq!(tag.id, Some(1));
    assert_eq!(tag.attributes.len(), 2);
    assert_eq!(tag.attributes.get("urn:example:vendor", "colour"), Some("red < blue"));
    assert_eq!(tag.attributes.get("", "plain"), Some("x"));
}

#[test]
fn attributes_of_xml_are_kept_where_they_are_taken() {
    let based: Based = round_trip(include_str!("example_based.xml"));
    assert_eq!(based.attributes.get("http://www.w3.org/XML/1998/namespace", "base"), Some("http://example.org/a"));
    assert_eq!(based.attributes.len(), 2);
}
