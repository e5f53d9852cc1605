//! Nil and absent both read as `None`; what is required is written as nil.

use castile_tests::{assert_same_document, round_trip};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Patch;

#[test]
fn values_are_read_and_written() {
    let patch: Patch = round_trip(include_str!("example.xml"));
    assert_eq!(patch.name.as_deref(), Some("Ada"));
    assert_eq!(patch.age, Some(36));
    assert_eq!(patch.tag, [Some("x".to_owned()), None, Some(String::new())]);
    let owner = patch.owner.unwrap();
    assert_eq!((owner.id, owner.role.as_deref()), (1, Some("admin")));
}

#[test]
fn nil_is_none_and_written_where_something_is_required() {
    let patch: Patch = castile::from_xml(include_str!("example_nil.xml")).unwrap();
    assert_eq!(patch, Patch::default());
    assert_same_document(include_str!("example_absent.xml"), &castile::to_xml(&patch).unwrap());
    let _: Patch = round_trip(include_str!("example_absent.xml"));
}
