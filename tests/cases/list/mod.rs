//! `xs:list` is a `Vec` in one text, as an element and as an attribute.

use castile_tests::{assert_same_document, round_trip};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Plan, Weekday};

#[test]
fn items_are_read_and_written() {
    let plan: Plan = round_trip(include_str!("example.xml"));
    assert_eq!(plan.numbers, [1, -2, 3]);
    assert_eq!(plan.days, [Weekday::Mon, Weekday::Tue]);
    assert_eq!(plan.row, [vec![1, 2], vec![], vec![3]]);
    assert_eq!(plan.refs, Some(vec!["a".to_owned(), "b-c".to_owned()]));
}

#[test]
fn any_white_space_divides_items() {
    let plan: Plan = castile::from_xml(include_str!("example_spaced.xml")).unwrap();
    assert!(plan.numbers.is_empty());
    assert_eq!(plan.days, [Weekday::Tue]);
    assert_eq!(plan.optional, Some(vec![7, 8]));
    assert_same_document(
        "<plan xmlns='urn:example:list'><numbers/><days>tue</days><optional>7 8</optional></plan>",
        &castile::to_xml(&plan).unwrap(),
    );
}

#[test]
fn the_length_of_a_list_is_checked_on_writing() {
    let plan = Plan { days: vec![Weekday::Mon; 3], ..Plan::default() };
    let error = castile::to_xml(&plan).unwrap_err();
    assert_eq!(error.path(), "plan/days");
}
