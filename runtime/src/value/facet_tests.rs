use super::super::Reason;
use super::*;

fn scope(prefix: &str) -> Option<String> {
    (prefix == "a").then(|| "urn:a".to_owned())
}

fn holds(facet: Facet, shape: impl Into<Shape>, lexical: &str) -> bool {
    match check(&facet, shape, lexical, &scope) {
        Ok(()) => true,
        Err(violation) => {
            assert_eq!(violation.problem, Problem::Excluded, "{violation}");
            false
        }
    }
}

#[test]
fn lengths_are_counted_in_the_unit_of_the_type() {
    assert!(holds(Facet::Length(1), Builtin::String, "𐠀"));
    assert!(holds(Facet::Length(3), Builtin::String, " a "));
    assert!(holds(Facet::Length(2), Builtin::HexBinary, "0a0B"));
    assert!(!holds(Facet::Length(4), Builtin::HexBinary, "0a0B"));
    assert!(holds(Facet::Length(4), Builtin::Base64Binary, "dead BA=="));
    assert!(!holds(Facet::Length(8), Builtin::Base64Binary, "deadBA=="));
    assert!(holds(Facet::Length(5), Builtin::AnyUri, " urn:ü "));
    assert!(!holds(Facet::Length(6), Builtin::AnyUri, "urn:ü"));
    assert!(holds(Facet::MaxLength(2), Builtin::Nmtokens, "aaaa  bbbb"));
    assert!(!holds(Facet::MinLength(3), Builtin::Nmtokens, "aaaa bbbb"));
    assert!(!holds(Facet::MaxLength(2), Shape::List(Builtin::Int), "1 2 3"));
    assert!(holds(Facet::Length(2), Builtin::Idrefs, "a bb") && holds(Facet::Length(2), Builtin::Entities, "a bb"));
    assert!(!holds(Facet::Length(4), Builtin::Idrefs, "a bb") && !holds(Facet::Length(4), Builtin::Entities, "a bb"));
    assert!(holds(Facet::MaxLength(1), Builtin::Decimal, "100"));
    assert!(holds(Facet::Length(0), Builtin::QName, "a:b"));
}

#[test]
fn enumerations_are_compared_by_value() {
    assert!(holds(Facet::Enumeration(&["2", "1.0"]), Builtin::Decimal, "1"));
    assert!(holds(Facet::Enumeration(&["true"]), Builtin::Boolean, "1"));
    assert!(holds(Facet::Enumeration(&["NaN"]), Builtin::Double, " NaN"));
    assert!(holds(Facet::Enumeration(&["NaN"]), Builtin::Float, " NaN"));
    assert!(holds(Facet::Enumeration(&["1.0"]), Builtin::Double, "1E0"));
    assert!(!holds(Facet::Enumeration(&["1.0", "NaN"]), Builtin::Double, "1.5"));
    assert!(!holds(Facet::Enumeration(&["1.0"]), Builtin::Double, "NaN"));
    assert!(holds(Facet::Enumeration(&["0a"]), Builtin::HexBinary, "0A"));
    assert!(holds(Facet::Enumeration(&["YWJj"]), Builtin::Base64Binary, "YW Jj"));
    assert!(!holds(Facet::Enumeration(&["YWJj"]), Builtin::Base64Binary, "YWJk"));
    assert!(holds(Facet::Enumeration(&["urn:a"]), Builtin::AnyUri, " urn:a "));
    assert!(!holds(Facet::Enumeration(&["urn:a"]), Builtin::AnyUri, "urn:b"));
    assert!(holds(Facet::Enumeration(&["2000-01-01T00:00:00Z"]), Builtin::DateTime, "2000-01-01T01:00:00+01:00"));
    assert!(!holds(Facet::Enumeration(&["2000-01-01T00:00:00Z"]), Builtin::DateTime, "2000-01-01T00:00:00"));
    assert!(!holds(Facet::Enumeration(&["a"]), Builtin::String, "a "));
    assert!(holds(Facet::Enumeration(&["1 2.0"]), Shape::List(Builtin::Decimal), "1.0  2"));
    assert!(!holds(Facet::Enumeration(&["1 2"]), Shape::List(Builtin::Decimal), "1 2 3"));
    assert!(!holds(Facet::Enumeration(&["1 2"]), Shape::List(Builtin::Decimal), "1"));
    assert!(!holds(Facet::Enumeration(&["1 2"]), Shape::List(Builtin::Decimal), "1 3"));
    assert!(holds(Facet::Enumeration(&["a", "b"]), Shape::Union, "b"));
    assert!(holds(Facet::Enumeration(&["a b"]), Shape::Union, " a  b "));
    assert!(!holds(Facet::Enumeration(&["a b"]), Shape::Union, "ab"));
    assert!(holds(Facet::Enumeration(&["{urn:a}x"]), Builtin::QName, "a:x"));
    assert!(holds(Facet::Enumeration(&["a:x"]), Builtin::QName, "a:x"));
    assert!(!holds(Facet::Enumeration(&["{urn:b}x"]), Builtin::QName, "a:x"));
}

/// Also where the literal is that of the schema: without a namespace its prefix means nothing.
#[test]
fn a_name_in_an_enumeration_needs_its_namespace() {
    let error = check(&Facet::Enumeration(&["b:x"]), Builtin::QName, "b:x", &scope).unwrap_err();
    assert!(matches!(&error.problem, Problem::Value(value) if value.reason == Reason::UnboundPrefix), "{error}");
}

#[test]
fn bounds_are_compared_in_the_value_space() {
    assert!(holds(Facet::MinInclusive("-10"), Builtin::Int, "-9"));
    assert!(!holds(Facet::MaxExclusive("10"), Builtin::Int, "10.0"));
    assert!(holds(Facet::MaxInclusive("10"), Builtin::Decimal, "10.000"));
    assert!(!holds(Facet::MaxInclusive("INF"), Builtin::Double, "NaN"));
    assert!(holds(Facet::MinInclusive("2000-01-01"), Builtin::Date, "2000-01-01"));
    assert!(!holds(Facet::MinInclusive("2000-01-01"), Builtin::Date, "2000-01-01Z"));
    assert!(!holds(Facet::MaxInclusive("P1M"), Builtin::Duration, "P30D"));
    assert!(holds(Facet::MinExclusive("b"), Builtin::String, "a"));
}

#[test]
fn digits_are_those_of_the_value() {
    assert!(holds(Facet::TotalDigits(3), Builtin::Decimal, "0012.30"));
    assert!(!holds(Facet::TotalDigits(2), Builtin::Decimal, "12.3"));
    assert!(!holds(Facet::TotalDigits(1), Builtin::Decimal, "0.01"));
    assert!(holds(Facet::FractionDigits(2), Builtin::Decimal, "1.2300"));
    assert!(!holds(Facet::FractionDigits(2), Builtin::Decimal, "1.234"));
    assert!(holds(Facet::FractionDigits(0), Builtin::Integer, "1"));
}

#[test]
fn patterns_match_the_literal() {
    assert!(holds(Facet::Pattern(&["[A-Z]{3}", "[0-9]+"]), Builtin::String, "042"));
    assert!(!holds(Facet::Pattern(&["[A-Z]{3}", "[0-9]+"]), Builtin::String, "ABC "));
    assert!(holds(Facet::Pattern(&["[0-9]+"]), Builtin::Int, " 042 "));
    assert!(holds(Facet::Pattern(&["a b"]), Builtin::Nmtokens, "a\n b"));
}

#[test]
fn what_cannot_be_checked_says_why() {
    let error = check(&Facet::MinInclusive("1"), Builtin::Int, "x", &scope).unwrap_err();
    assert!(matches!(error.problem, Problem::Value(_)));
    let error = check(&Facet::MinInclusive("x"), Builtin::Int, "1", &scope).unwrap_err();
    assert!(matches!(error.problem, Problem::Facet(_)));
    let error = check(&Facet::Pattern(&["("]), Builtin::String, "1", &scope).unwrap_err();
    assert!(error.to_string().starts_with("pattern \"(\" of the schema is unusable"), "{error}");
    let secret = check(&Facet::MinInclusive("1"), Builtin::Int, "hush", &scope).unwrap_err();
    assert!(!format!("{:?} {0}", secret.redacted()).contains("hush"));
}
