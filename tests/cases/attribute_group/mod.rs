//! An attribute group is written out where it is referred to, also by another group; so are those that need no
//! declaration.

use castile::value::QName;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{File, Leaf, Node, Section, Space};

#[test]
fn its_attributes_are_read_and_written() {
    let file: File = round_trip(include_str!("example.xml"));
    assert_eq!(file.size, Some(9_000_000_000));
    assert_eq!(file.created_by, "ada");
    assert_eq!(file.changed_by.as_deref(), Some("bob"));
    assert_eq!(file.name, "notes.txt");
}

#[test]
fn the_attributes_of_xml_are_read_and_written() {
    let section: Section = round_trip(include_str!("example_section.xml"));
    assert_eq!((section.lang.as_deref(), section.space), (Some("de"), Some(Space::Preserve)));
    assert_eq!((section.base.as_deref(), section.id.as_deref()), (Some("http://example.com/"), Some("s1")));
}

#[test]
fn the_groups_of_the_encoding_are_as_others_where_no_message_follows_it() {
    let node: Node = round_trip(include_str!("example_node.xml"));
    assert_eq!((node.id.as_deref(), node.href.as_deref()), (Some("n1"), Some("#n2")));
    assert_eq!(node.attributes.get("urn:example:other", "rank"), Some("3"));
    assert_eq!(node.any.len(), 1);
}

#[test]
fn so_are_those_of_the_encoding_of_soap_1_2() {
    let leaf: Leaf = round_trip(include_str!("example_leaf.xml"));
    assert_eq!((leaf.node_type.as_deref(), leaf.id.as_deref()), (Some("struct"), Some("l1")));
    assert_eq!((leaf.r#ref.as_deref(), leaf.array_size.as_deref()), (None, Some("2")));
    assert_eq!(leaf.item_type, Some(QName::new(Some("urn:example:other"), "point")));
    assert_eq!(leaf.attributes.get("urn:example:other", "rank"), Some("3"));
}
