//! With `distinct_nil`, nil and absent are told apart.

use castile::content::Nillable;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Patch;

#[test]
fn values_are_read_and_written() {
    let patch: Patch = round_trip(include_str!("example.xml"));
    assert_eq!(patch.name.value().map(String::as_str), Some("Ada"));
    assert_eq!(patch.age, Some(Nillable::Value(36)));
    assert_eq!(patch.tag, [Nillable::Value("x".to_owned()), Nillable::Nil, Nillable::Value(String::new())]);
    assert!(matches!(patch.owner, Some(Nillable::Value(owner)) if owner.id == 1));
}

#[test]
fn nil_is_read_and_written() {
    let patch: Patch = round_trip(include_str!("example_nil.xml"));
    assert_eq!((&patch.name, patch.age), (&Nillable::Nil, Some(Nillable::Nil)));
    assert_eq!(patch.owner, Some(Nillable::Nil));
}

#[test]
fn absent_is_read_and_written() {
    let patch: Patch = round_trip(include_str!("example_absent.xml"));
    assert_eq!((&patch.name, patch.age, &patch.owner), (&Nillable::Nil, None, &None));
    assert!(patch.tag.is_empty());
}
