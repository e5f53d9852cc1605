//! A sequence that repeats as a whole is a `Vec` of a struct.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Table;

#[test]
fn members_stay_together() {
    let table: Table = round_trip(include_str!("example.xml"));
    let rows: Vec<_> = table.key_and_value.iter().map(|row| (row.key.as_str(), row.value)).collect();
    assert_eq!(rows, [("a", Some(1)), ("b", None), ("c", Some(3))]);
}

#[test]
fn it_may_be_empty() {
    let table: Table = round_trip(include_str!("example_empty.xml"));
    assert!(table.key_and_value.is_empty());
}
