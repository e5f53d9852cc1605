//! A reference to the head of a substitution group is an enum of the elements that may stand there.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{AnyEvent, EventElement, Journal, Note};

#[test]
fn the_element_is_read_and_written() {
    let journal: Journal = round_trip(include_str!("example.xml"));
    assert_eq!(journal.event.len(), 2);
    assert!(
        matches!(&journal.event[0], EventElement::Login(login) if login.user == "ada" && login.at.to_string() == "2026-01-02T03:04:05Z")
    );
    assert!(
        matches!(&journal.event[1], EventElement::Logout(AnyEvent::Event(event)) if event.at.to_string() == "2026-01-02T04:00:00.250+01:00")
    );
    assert_eq!(journal.note, Some(Note::Remark("short visit".to_owned())));
}

#[test]
fn a_head_that_is_not_abstract_is_one_of_the_arms() {
    let journal: Journal = round_trip(include_str!("example_head.xml"));
    assert_eq!(journal.note, Some(Note::Note("a  b".to_owned())));
}

#[test]
fn an_abstract_head_is_none() {
    let text = include_str!("example_head.xml").replace("logout", "event");
    let journal: Journal = castile::from_xml(&text).unwrap();
    assert!(journal.event.is_empty());
    assert_eq!(castile::to_xml(&journal).unwrap_err().path(), "journal/event");
}
