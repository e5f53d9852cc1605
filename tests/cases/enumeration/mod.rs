//! An enumeration is an enum that also takes values the contract does not list.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Colour, Paint};

#[test]
fn every_listed_value_has_its_arm() {
    let paint: Paint = round_trip(include_str!("example.xml"));
    assert_eq!(paint.over, Some(Colour::Red));
    let expected =
        [Colour::DarkBlue, Colour::DarkBlue2, Colour::Empty, Colour::Value1_5, Colour::Minus1, Colour::Unknown2];
    assert_eq!(paint.colour, expected);
    assert_eq!(paint.size, 10);
    assert_eq!(Colour::from("dark blue").as_str(), "dark blue");
}

#[test]
fn a_new_value_is_kept_on_reading_and_refused_on_writing() {
    let paint: Paint = castile::from_xml(include_str!("example_new_value.xml")).unwrap();
    assert!(matches!(&paint.colour[..], [Colour::Unknown(value)] if value == "green"));
    let error = castile::to_xml(&paint).unwrap_err();
    assert_eq!(error.path(), "paint/colour[1]");
}

#[test]
fn the_default_is_no_value_and_is_not_written() {
    let paint = Paint { colour: vec![Colour::Red], ..Paint::default() };
    let error = castile::to_xml(&paint).unwrap_err();
    assert_eq!(error.path(), "paint/size");
}
