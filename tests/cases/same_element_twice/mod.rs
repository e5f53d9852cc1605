//! An element that the content model names twice is two members.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Grid, Leg, Pairs};

#[test]
fn each_occurrence_has_its_member() {
    let leg: Leg = round_trip(include_str!("example.xml"));
    assert_eq!(leg.place, "Oslo");
    assert_eq!(leg.distance, 460);
    assert_eq!(leg.place_2, "Bergen");
}

#[test]
fn what_is_full_leaves_the_rest_to_the_next() {
    let grid: Grid = round_trip(include_str!("example_counted.xml"));
    assert_eq!((&grid.corner[..], &grid.corner_2[..]), (&[1, 2][..], &[3][..]));
    assert_eq!(grid.label.as_deref(), Some("x"));
}

#[test]
fn a_group_that_is_full_leaves_the_rest_to_the_next() {
    let pairs: Pairs = round_trip(include_str!("example_pairs.xml"));
    assert_eq!(pairs.x_and_y.iter().map(|pair| (pair.x, pair.y)).collect::<Vec<_>>(), [(1, 2), (3, 4)]);
    assert_eq!(pairs.x, Some(5));
}
