//! Elements that share a type, or have a simple one: a static each, which reads and writes documents.

use castile_tests::assert_same_document;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::elements;

#[test]
fn elements_of_one_type_are_told_apart() {
    let bid = elements::BID.read(include_str!("example_bid.xml")).unwrap();
    assert_eq!(bid.amount.to_string(), "1.5");
    let ask = elements::ASK.read(include_str!("example_ask.xml")).unwrap();
    assert_same_document(include_str!("example_ask.xml"), &elements::ASK.write(&ask).unwrap());
    assert!(elements::BID.read(include_str!("example_ask.xml")).is_err());
}

#[test]
fn a_nillable_one_may_be_nil() {
    let text = include_str!("example_closed.xml");
    let closed = elements::CLOSED.read(text).unwrap();
    assert_eq!(closed, None);
    assert_same_document(text, &elements::CLOSED.write(&closed).unwrap());
}

#[test]
fn a_simple_type_is_its_value() {
    let count = elements::COUNT.read(include_str!("example_count.xml")).unwrap();
    assert_eq!(count, 7);
    assert_same_document(include_str!("example_count.xml"), &elements::COUNT.write(&count).unwrap());
    let numbers = elements::NUMBERS.read(include_str!("example_numbers.xml")).unwrap();
    assert_eq!(numbers, [1, 2, 3]);
    assert_same_document(include_str!("example_numbers.xml"), &elements::NUMBERS.write(&numbers).unwrap());
}
