//! A wildcard keeps its elements as XML, which can be read as any generated type later.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Book, Pair, Parcel};

#[test]
fn elements_are_kept_as_they_are() {
    let parcel: Parcel = round_trip(include_str!("example.xml"));
    assert_eq!(parcel.id, 1);
    let names: Vec<_> = parcel.any.iter().map(|element| (element.namespace(), element.local())).collect();
    assert_eq!(names, [("urn:example:vendor", "weight"), ("urn:example:vendor", "contents")]);
    assert_eq!(parcel.any[0].content(), "250");
    assert_eq!(parcel.any[1].elements().len(), 2);
}

#[test]
fn there_may_be_none() {
    let parcel: Parcel = round_trip(include_str!("example_none.xml"));
    assert!(parcel.any.is_empty());
}

#[test]
fn a_fragment_can_be_read_as_a_generated_type_and_made_of_one() {
    let pair: Pair = round_trip(include_str!("example_pair.xml"));
    let parcel: Parcel = pair.any.read().unwrap();
    assert_eq!(parcel.id, 3);
    assert_eq!(pair.after.as_deref(), Some("x"));
    let again = castile::fragment::Element::from_value(&parcel).unwrap();
    assert_eq!(again.read::<Parcel>().unwrap(), parcel);
}

#[test]
fn an_element_beyond_its_own_place_belongs_to_the_wildcard() {
    let book: Book = round_trip(include_str!("example_book.xml"));
    assert_eq!(book.title, "One");
    let titles: Vec<_> = book.any.iter().map(castile::Element::content).collect();
    assert_eq!(titles, ["Two", "Three"]);
}
