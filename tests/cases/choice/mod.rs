//! A choice is an enum, alone in its type or between other members.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Contact, ContactChoice, ContactChoiceVisit, Payment, PaymentChoice};

#[test]
fn the_present_arm_is_read_and_written() {
    let contact: Contact = round_trip(include_str!("example_contact.xml"));
    assert_eq!(contact.choice, ContactChoice::Phone(4_930_123_456));
    let contact: Contact = round_trip(include_str!("example_visit.xml"));
    assert_eq!(contact.choice, ContactChoice::Visit(ContactChoiceVisit { city: "Paris".to_owned() }));
}

#[test]
fn a_choice_stands_between_other_members() {
    let payment: Payment = round_trip(include_str!("example_payment.xml"));
    assert_eq!(payment.amount.to_string(), "10.50");
    assert_eq!(payment.choice, Some(PaymentChoice::Cash(true)));
    assert_eq!(payment.note.as_deref(), Some("no change"));
}

#[test]
fn an_optional_choice_may_be_absent() {
    let payment: Payment = round_trip(include_str!("example_neither.xml"));
    assert_eq!(payment.choice, None);
}

#[test]
fn a_required_choice_without_an_arm_is_an_error() {
    let error = castile::from_xml::<Contact>("<contact xmlns='urn:example:choice'/>").unwrap_err();
    assert_eq!(error.path(), "contact");
}
