//! Compositors in compositors: what nesting means nothing is flattened, the rest are structs and enums.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Trip;

#[test]
fn both_arms_are_read_and_written() {
    let trip: Trip = round_trip(include_str!("example.xml"));
    assert_eq!(trip.title, "North");
    let trip: Trip = round_trip(include_str!("example_around.xml"));
    assert_eq!(trip.title, "South");
    assert_eq!(trip.price, None);
}
