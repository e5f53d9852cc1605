//! An element that the content model names twice is two members.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Leg;

#[test]
fn each_occurrence_has_its_member() {
    let leg: Leg = round_trip(include_str!("example.xml"));
    assert_eq!(leg.place, "Oslo");
    assert_eq!(leg.distance, 460);
    assert_eq!(leg.place_2, "Bergen");
}
