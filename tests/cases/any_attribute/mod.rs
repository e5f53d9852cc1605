//! An attribute wildcard keeps what the type does not name.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Tag;

#[test]
fn further_attributes_are_read_and_written() {
    let tag: Tag = round_trip(include_str!("example.xml"));
    assert_eq!(tag.id, Some(1));
    assert_eq!(tag.attributes.len(), 2);
    assert_eq!(tag.attributes.get("urn:example:vendor", "colour"), Some("red < blue"));
    assert_eq!(tag.attributes.get("", "plain"), Some("x"));
}
