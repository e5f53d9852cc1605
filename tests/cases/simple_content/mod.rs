//! Text with attributes: the text is the member `value`; attributes of bases come first. An element's default and fixed
//! value are those of its text.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{AnyFee, AnyMoney, Bill, Tariff};

#[test]
fn text_and_attributes_are_read_and_written() {
    let bill: Bill = round_trip(include_str!("example.xml"));
    // Other types are derived from these two, so `xsi:type` may say which it is.
    let AnyMoney::Money(price) = &bill.price else { panic!("{bill:?}") };
    assert_eq!((price.value.to_string().as_str(), price.currency.as_str()), ("12.30", "EUR"));
    let [AnyFee::Fee(late), AnyFee::Fee(plain)] = &bill.fee[..] else { panic!("{bill:?}") };
    assert_eq!((late.value.to_string().as_str(), late.reason.as_deref()), ("1", Some("late")));
    assert_eq!((plain.value.to_string().as_str(), plain.currency.as_str(), &plain.reason), ("0.5", "USD", &None));
    let small = bill.small.unwrap();
    assert_eq!((small.value.to_string().as_str(), small.currency.as_str()), ("10", "EUR"));
    let label = bill.label.unwrap();
    assert_eq!((label.value.as_str(), label.value_attribute.as_deref()), ("text", Some("v")));
}

#[test]
fn a_facet_of_the_content_is_checked_on_writing() {
    let mut bill: Bill = round_trip(include_str!("example.xml"));
    bill.small.as_mut().unwrap().value = "10.01".parse().unwrap();
    assert_eq!(castile::to_xml(&bill).unwrap_err().path(), "bill/small");
}

#[test]
fn an_empty_element_has_the_default_of_its_declaration() {
    let tariff: Tariff = round_trip(include_str!("example_default.xml"));
    assert_eq!((tariff.rate.value, tariff.rate.unit.as_deref()), (5, Some("%")));
    // Mixed content is as it came.
    let empty: Tariff = castile::from_xml(include_str!("example_empty.xml")).unwrap();
    let written = castile::to_xml(&empty).unwrap();
    assert!(written.contains("<n1:note/><n1:seal/>"), "{written}");
    assert_eq!(Tariff { note: tariff.note.clone(), seal: tariff.seal.clone(), ..empty }, tariff);
}

#[test]
fn a_fixed_value_is_checked_on_writing() {
    let tariff: Tariff = castile::from_xml(include_str!("example_default.xml")).unwrap();
    let mut other = tariff.clone();
    other.version.as_mut().unwrap().value = 3;
    assert_eq!(castile::to_xml(&other).unwrap_err().path(), "tariff/version");
    assert!(castile::validate(&other).iter().any(|violation| violation.path == "tariff/version"));
    let seal = include_str!("example_default.xml").replace("ok", "<b>ok</b>");
    let other: Tariff = castile::from_xml(&seal).unwrap();
    assert_eq!(castile::to_xml(&other).unwrap_err().path(), "tariff/seal");
}
