//! Keywords, names of the prelude, names that differ in case or punctuation alone, one name in two namespaces.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Mode, Obstacles};

#[test]
fn every_name_finds_its_member() {
    let obstacles: Obstacles = round_trip(include_str!("example.xml"));
    assert_eq!(obstacles.type_attribute.as_deref(), Some("attribute"));
    assert_eq!(obstacles.r#type, "element");
    assert_eq!((obstacles.self_.as_str(), obstacles.self_2.as_str()), ("1", "2"));
    assert_eq!((obstacles.super_.as_str(), obstacles.crate_.as_str(), obstacles.extern_.as_str()), ("3", "4", "5"));
    assert_eq!((obstacles.r#async.as_str(), obstacles.r_type.as_str()), ("6", "7"));
    assert_eq!((obstacles.some_thing.as_str(), obstacles.some_thing_2.as_str()), ("8", "9"));
    assert_eq!((obstacles.value.as_str(), obstacles.value_1.as_str(), obstacles.größe.as_str()), ("10", "11", "12"));
    assert_eq!((obstacles.text.as_str(), obstacles.lex.as_str(), obstacles.field.as_str()), ("13", "14", "15"));
    assert_eq!(obstacles.vec.vec[0].some.as_ref().map(|some| some.string.as_str()), Some("16"));
    assert_eq!(
        (obstacles.status.a.as_str(), obstacles.status_2.b.as_str(), obstacles.status_3.c.as_str()),
        ("17", "18", "19")
    );
    assert_eq!(obstacles.status_4.d, "20");
    assert_eq!(obstacles.mode.len(), 8);
    assert_eq!(obstacles.mode[4], Mode::Plus);
    assert_eq!(obstacles.mode[7].as_str(), "\\\"quoted\"");
    assert!(!obstacles.mode.iter().any(|mode| matches!(mode, Mode::Unknown(_))));
}
