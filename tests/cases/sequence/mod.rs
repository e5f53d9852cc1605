//! Elements in order: required, optional, and with a type of their own. Text is escaped.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Person;

#[test]
fn every_member_is_read_and_written() {
    let person: Person = round_trip(include_str!("example.xml"));
    assert_eq!(person.name, "Ada & Co");
    assert_eq!(person.age, 36);
    assert_eq!(person.nick_name.as_deref(), Some("Countess"));
    assert_eq!(person.address.street, "St James's Square 12");
    assert_eq!(person.address.city, "London");
}

#[test]
fn what_is_optional_may_be_absent() {
    let person: Person = round_trip(include_str!("example_least.xml"));
    assert_eq!(person, Person::default());
}

#[test]
fn the_order_of_the_document_does_not_matter_on_reading() {
    let shuffled = "<person xmlns='urn:example:sequence'><address><city>London</city><street/></address>\
        <unheard-of/><age>1</age><name>Ada</name></person>";
    let person: Person = castile::from_xml(shuffled).unwrap();
    assert_eq!((person.name.as_str(), person.age, person.address.city.as_str()), ("Ada", 1, "London"));
}

#[test]
fn a_missing_member_is_an_error_with_its_path() {
    let error = castile::from_xml::<Person>(
        "<person xmlns='urn:example:sequence'><name/><age>1</age><address><street/></address></person>",
    )
    .unwrap_err();
    assert_eq!(error.path(), "person/address");
    assert!(error.to_string().contains("city"), "{error}");
}

#[test]
fn a_second_value_for_a_single_member_is_an_error() {
    let text = include_str!("example.xml").replace("<age>36</age>", "<age>36</age><age>37</age>");
    let error = castile::from_xml::<Person>(&text).unwrap_err();
    assert_eq!(error.to_string(), "person: age occurs again, where one occurrence is allowed, at 3:16 (byte 81)");
}

#[test]
fn a_value_outside_of_its_type_is_an_error_with_its_place() {
    let text = include_str!("example.xml").replace(">36<", ">thirty-six<");
    let error = castile::from_xml::<Person>(&text).unwrap_err();
    assert_eq!(error.path(), "person/age");
    assert_eq!(error.position().map(|(row, _)| row), Some(3));
}
