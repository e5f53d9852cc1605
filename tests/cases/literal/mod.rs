//! Texts that are no literals of their type: names and unions are strings in Rust, and checked when they are read. A
//! fixed value is compared as a value when it is written.

use castile::value::Decimal;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Item;

fn read(name: &str, digit: &str) -> Result<Item, String> {
    let text = format!("<item xmlns='urn:example:literal'><name>{name}</name><digit>{digit}</digit></item>");
    castile::from_xml(&text).map_err(|error| error.to_string())
}

#[test]
fn what_is_no_name_or_no_member_is_refused() {
    assert!(read("a", "1").is_ok());
    let error = read(".a", "1").unwrap_err();
    assert!(error.contains("name") && error.contains("Name"), "{error}");
    let error = read("a", "5").unwrap_err();
    assert!(error.contains("digit") && error.contains("union"), "{error}");
    // What a server leaves out it often writes empty.
    assert!(read("", "").is_ok());
}

#[test]
fn a_fixed_value_is_any_literal_of_it() {
    let mut item: Item = round_trip(include_str!("example.xml"));
    assert_eq!(item.digit, "4");
    item.version = Some(Decimal::parse("1.1").unwrap());
    let error = castile::to_xml(&item).unwrap_err().to_string();
    assert!(error.contains("@version") && error.contains("fixed"), "{error}");
    item.version = Some(Decimal::parse("1").unwrap());
    item.digit = "5".to_owned();
    assert!(castile::to_xml(&item).unwrap_err().to_string().contains("union"));
}
