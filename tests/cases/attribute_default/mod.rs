//! Defaults and fixed values: absent stays absent, an empty element has its default.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Query;

#[test]
fn given_values_are_read_and_written() {
    let query: Query = round_trip(include_str!("example.xml"));
    assert_eq!(query.order.as_deref(), Some("down"));
    assert_eq!(query.version.as_deref(), Some("2.0"));
    assert_eq!(query.limit, Some(5));
    assert_eq!(query.dialect.as_deref(), Some("sql"));
}

#[test]
fn what_is_absent_stays_absent() {
    let query: Query = round_trip(include_str!("example_absent.xml"));
    assert_eq!(query, Query::default());
}

#[test]
fn an_empty_element_has_its_default() {
    let query: Query = castile::from_xml(include_str!("example_empty.xml")).unwrap();
    assert_eq!(query.limit, Some(100));
    assert_eq!(query.dialect.as_deref(), Some("sql"));
}

#[test]
fn another_value_than_the_fixed_one_is_refused_on_writing() {
    let query = Query { version: Some("3.0".to_owned()), ..Query::default() };
    let error = castile::to_xml(&query).unwrap_err();
    assert_eq!(error.path(), "query/@version");
}
