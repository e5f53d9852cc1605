//! `xs:anyType`, and an element without a type, hold any content; simple values keep their text.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Point, Setting};

#[test]
fn any_content_is_kept() {
    let setting: Setting = round_trip(include_str!("example.xml"));
    assert_eq!(setting.key, "k");
    assert_eq!(setting.value.content(), "42");
    assert_eq!(setting.untyped.as_ref().map(|any| any.elements().len()), Some(1));
    assert_eq!(setting.simple.as_ref().map(castile::AnyType::content), Some("text"));
}

#[test]
fn a_fragment_can_be_read_as_a_generated_type() {
    let setting: Setting = round_trip(include_str!("example_typed.xml"));
    let point: Point = setting.value.read_as().unwrap();
    assert_eq!((point.x, point.y), (1, 2));
    let simple = setting.simple.as_ref().unwrap();
    assert_eq!(simple.read_as::<castile::value::Decimal>().unwrap().to_string(), "1.50");
}
