//! Types of another namespace, in a module of their own; documents that import each other are read once.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Order, Unit};

#[test]
fn names_of_both_namespaces_are_read_and_written() {
    let order: Order = round_trip(include_str!("example.xml"));
    assert_eq!(order.revision, Some(2));
    assert_eq!((order.main.code.as_str(), &order.main.unit), ("A", &Unit::Piece));
    assert_eq!(order.part.len(), 1);
    assert_eq!((order.part[0].code.as_str(), &order.part[0].unit), ("B", &Unit::Metre));
}

#[test]
fn a_name_of_the_wrong_namespace_is_another_name() {
    let text = include_str!("example.xml").replace("urn:example:import:parts", "urn:example:import");
    assert!(castile::from_xml::<Order>(&text).is_err());
}
