//! `xs:all`: written in the order of the schema, read in any.

use castile_tests::{assert_same_document, round_trip};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Settings;

#[test]
fn every_member_is_read_and_written() {
    let settings: Settings = round_trip(include_str!("example.xml"));
    assert_eq!(settings.host, "localhost");
    assert_eq!(settings.port, 8080);
    assert_eq!(settings.timeout, Some(30));
}

#[test]
fn any_order_is_read() {
    let settings: Settings = castile::from_xml(include_str!("example_reordered.xml")).unwrap();
    assert_same_document(include_str!("example.xml"), &castile::to_xml(&settings).unwrap());
}
