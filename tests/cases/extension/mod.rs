//! An extension has the members of its bases first, then its own.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Plain, Taxi, TaxiChoice};

#[test]
fn inherited_members_come_first() {
    let taxi: Taxi = round_trip(include_str!("example.xml"));
    assert_eq!(taxi.id, 7);
    assert_eq!(taxi.plate.as_deref(), Some("B-AB 12"));
    assert_eq!(taxi.maker, "Volvo");
    assert_eq!(taxi.doors, 5);
    assert_eq!(taxi.choice, TaxiChoice::Rank(3));
}

#[test]
fn an_extension_may_add_nothing() {
    let plain: Plain = round_trip(include_str!("example_plain.xml"));
    assert_eq!((plain.id, plain.maker.as_str()), (8, "Saab"));
}
