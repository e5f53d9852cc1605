//! A pattern is about the literal: numbers and booleans under one keep theirs, and compare by value.

use castile::value::{Decimal, Integer, Literal};
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Item, ShortSpan};

#[test]
fn literals_are_written_as_they_were_read() {
    let item: Item = round_trip(include_str!("example.xml"));
    assert_eq!(item.code, Integer::from(9));
    assert_eq!(*item.rate, 150.0);
    assert_eq!(item.price, Literal::from(Decimal::parse("0.5").unwrap()));
    assert!(matches!(&item.span[0], ShortSpan::Decimal(span) if **span == Decimal::parse("-0.75").unwrap()));
    let written = castile::to_xml(&item).unwrap();
    for literal in [">009<", ">1.50E2<", ">.50<", "flag=\"1\"", ">-.75<"] {
        assert!(written.contains(literal), "{written}");
    }
}

#[test]
fn a_value_in_a_spelling_that_does_not_fit_is_refused() {
    let mut item: Item = round_trip(include_str!("example.xml"));
    item.code = Integer::from(9);
    let error = castile::to_xml(&item).unwrap_err().to_string();
    assert!(error.contains("code") && error.contains("pattern"), "{error}");
    item.code = Integer::from(123);
    item.rate = Literal::spelt("2.00E1").unwrap();
    assert!(castile::to_xml(&item).is_ok());
}
