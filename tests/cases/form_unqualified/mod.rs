//! Local elements are in no namespace unless `form` or a reference says otherwise.

use castile_tests::{assert_same_document, round_trip};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Message;

#[test]
fn each_name_is_in_its_namespace() {
    let message: Message = round_trip(include_str!("example.xml"));
    assert_eq!((message.subject.as_str(), message.body.as_str()), ("Hello", "World"));
    assert_eq!(message.footer.as_deref(), Some("Bye"));
    assert_eq!((message.to[0].id, message.to[0].name.as_str()), (Some(1), "Ada"));
}

#[test]
fn a_default_namespace_may_be_undeclared() {
    let message: Message = castile::from_xml(include_str!("example_default_namespace.xml")).unwrap();
    assert_same_document(include_str!("example_default_namespace.xml"), &castile::to_xml(&message).unwrap());
}
