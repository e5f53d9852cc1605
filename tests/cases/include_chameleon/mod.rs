//! An included schema without a target namespace takes on that of its includer, names and references alike.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Guest;

#[test]
fn included_names_are_of_the_including_namespace() {
    let guest: Guest = round_trip(include_str!("example.xml"));
    assert_eq!((guest.name.first.as_str(), guest.name.last.as_str()), ("Ada", "Lovelace"));
    assert_eq!(guest.room, Some(12));
}

#[test]
fn included_facets_hold() {
    let mut guest: Guest = round_trip(include_str!("example.xml"));
    guest.room = Some(0);
    assert_eq!(castile::to_xml(&guest).unwrap_err().path(), "guest/room");
}
