use std::hash::{DefaultHasher, Hash, Hasher};

use super::*;

fn date_time(text: &str) -> DateTime {
    DateTime::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn hash<T: Hash>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn literals_are_kept() {
    for literal in [
        "2004-10-31T13:05:00",
        "2004-10-31T13:05:00Z",
        "2004-10-31T13:05:00+00:00",
        "2004-10-31T13:05:00.250-14:00",
        "-0044-03-15T00:00:00+14:00",
        "12004-10-31T13:05:00",
        "9223372036854775807-12-31T23:59:59.123456789",
        "2004-10-31T13:05:00.1234567890123456789",
        "0001-01-01T00:00:00.0",
        "0987-06-05T04:03:02.01",
        "9999-12-31T23:59:59.12345678",
        "10000-01-02T03:04:05.000000009",
        "-0001-09-08T07:06:05.000000000",
    ] {
        assert_eq!(date_time(literal).to_string(), literal);
        assert_eq!(date_time(&format!("\t{literal}\n")).to_string(), literal);
    }
}

#[test]
fn other_texts_are_refused() {
    for (literal, reason) in [
        ("2004-10-31", Reason::Lexical),
        ("2004-10-31 13:05:00", Reason::Lexical),
        ("204-10-31T13:05:00", Reason::Lexical),
        ("02004-10-31T13:05:00", Reason::Lexical),
        ("+2004-10-31T13:05:00", Reason::Lexical),
        ("2004-1-31T13:05:00", Reason::Lexical),
        ("2004-10-31T13:05", Reason::Lexical),
        ("2004-10-31T13:05:00.", Reason::Lexical),
        ("2004-10-31T13:05:00z", Reason::Lexical),
        ("2004-10-31T13:05:00+1:00", Reason::Lexical),
        ("2004-10-31T13:05:00 Z", Reason::Lexical),
        ("2004-10-31T13:05:00ZZ", Reason::Lexical),
        ("٢٠٠٤-10-31T13:05:00", Reason::Lexical),
        ("", Reason::Lexical),
        ("0000-10-31T13:05:00", Reason::Range),
        ("-0000-10-31T13:05:00", Reason::Range),
        ("2004-13-31T13:05:00", Reason::Range),
        ("2004-11-31T13:05:00", Reason::Range),
        ("1900-02-29T13:05:00", Reason::Range),
        ("2004-10-00T13:05:00", Reason::Range),
        ("2004-10-31T25:05:00", Reason::Range),
        ("2004-10-31T24:00:01", Reason::Range),
        ("2004-10-31T24:01:00", Reason::Range),
        ("2004-10-31T24:00:00.1", Reason::Range),
        ("2004-10-31T13:60:00", Reason::Range),
        ("2004-10-31T23:59:60", Reason::Range),
        ("2004-10-31T13:05:00+14:01", Reason::Range),
        ("2004-10-31T13:05:00+15:00", Reason::Range),
        ("9223372036854775808-01-01T00:00:00", Reason::Range),
        ("9223372036854775807-12-31T24:00:00", Reason::Range),
    ] {
        assert_eq!(DateTime::parse(literal).unwrap_err().reason, reason, "{literal}");
    }
    let long = |digits| DateTime::parse(&format!("2004-10-31T13:05:00.{}", "1".repeat(digits)));
    assert!(long(4096).is_ok());
    assert_eq!(long(4097).unwrap_err().reason, Reason::Limit);
}

#[test]
fn equality_is_by_instant() {
    for (a, b) in [
        ("2004-10-31T13:05:00Z", "2004-10-31T13:05:00.000+00:00"),
        ("2004-12-31T23:00:00-02:00", "2005-01-01T01:00:00Z"),
        ("2004-12-31T24:00:00", "2005-01-01T00:00:00"),
        ("-0001-12-31T24:00:00Z", "0001-01-01T00:00:00Z"),
        ("2004-01-01T00:00:00.12345678900", "2004-01-01T00:00:00.123456789"),
    ] {
        assert_eq!(date_time(a), date_time(b));
        assert_eq!(hash(&date_time(a)), hash(&date_time(b)));
    }
    assert_ne!(date_time("2004-10-31T13:05:00Z"), date_time("2004-10-31T13:05:00"));
    assert_ne!(date_time("2004-10-31T13:05:00.1234567891"), date_time("2004-10-31T13:05:00.1234567892"));
}

/// The examples of XML Schema 1.0 part 2, 3.2.7.4.
#[test]
fn order_of_the_specification() {
    for (a, b, order) in [
        ("2000-01-15T00:00:00", "2000-02-15T00:00:00", Some("<")),
        ("2000-01-15T12:00:00", "2000-01-16T12:00:00Z", Some("<")),
        ("2000-01-01T12:00:00", "1999-12-31T23:00:00Z", None),
        ("2000-01-16T12:00:00", "2000-01-16T12:00:00Z", None),
        ("2000-01-16T00:00:00", "2000-01-16T12:00:00Z", None),
        ("2000-01-16T12:00:00Z", "2000-01-15T12:00:00", Some(">")),
    ] {
        let expected =
            order.map(|order| if order == "<" { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater });
        assert_eq!(date_time(a).partial_cmp(&date_time(b)), expected, "{a} {b}");
        assert_eq!(date_time(b).partial_cmp(&date_time(a)), expected.map(std::cmp::Ordering::reverse));
    }
}

#[test]
fn unix_time_reads_back() {
    for (literal, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2000-02-29T00:00:00Z", 951_782_400),
        ("1600-03-01T00:00:00Z", -11_670_912_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("-0001-12-31T00:00:00Z", -62_135_683_200),
        ("-0001-02-29T00:00:00Z", -62_162_121_600),
    ] {
        assert_eq!(date_time(literal).to_unix(), Ok((seconds, 0)), "{literal}");
        assert_eq!(DateTime::from_unix(seconds, 0).to_string(), literal);
    }
    for seconds in [i64::MIN, i64::MAX, -86_400, 86_399] {
        assert_eq!(DateTime::from_unix(seconds, 7).to_unix(), Ok((seconds, 7)));
    }
    assert_eq!(date_time("2000-01-01T00:00:00").to_unix().unwrap_err().reason, Reason::NoZone);
    assert_eq!(date_time("2000-01-01T00:00:00.0000000001Z").to_unix().unwrap_err().reason, Reason::Inexact);
    assert_eq!(date_time("9223372036854775807-01-01T00:00:00Z").to_unix().unwrap_err().reason, Reason::Range);
}

#[test]
fn every_day_of_eight_centuries_counts_one() {
    let mut day = (-401, 1, 1);
    let mut number = super::super::calendar::day_number(-400, 1, 1);
    while day.0 < 401 {
        let as_i64 = i64::try_from(number).unwrap_or_default();
        assert_eq!(day_from_number(as_i64), day);
        day = day_after(day).unwrap_or(day);
        number += 1;
    }
}

#[test]
fn system_time_reads_back() {
    for (seconds, nanoseconds) in [(0, 0), (1_700_000_000, 5), (-1, 999_999_999), (-5, 0), (-7, 250_000_000)] {
        let value = DateTime::from_unix(seconds, nanoseconds);
        let time = SystemTime::try_from(&value).unwrap_or(UNIX_EPOCH);
        assert_eq!(DateTime::try_from(time), Ok(value));
    }
}

#[test]
fn dates_and_times() {
    let date = |text: &str| Date::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let time = |text: &str| Time::parse(text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(date("2002-10-10+13:00"), date("2002-10-09-11:00"));
    assert!(date("2002-10-10") < date("2002-10-11"));
    assert_eq!(date("2002-10-10").partial_cmp(&date("2002-10-10Z")), None);
    assert_eq!(date("2002-10-10-05:00").to_string(), "2002-10-10-05:00");
    assert!(Date::parse("2002-10-10T00:00:00").is_err());
    assert!(Date::new(0, 1, 1).is_err());
    assert!(Date::new(2001, 2, 29).is_err());
    assert_eq!(time("13:20:00-05:00"), time("18:20:00Z"));
    assert_eq!(time("24:00:00").to_string(), "00:00:00");
    assert!(time("09:00:00.5") > time("09:00:00.25"));
    assert!(Time::new(24, 0, 0).is_err());
    assert!(Time::parse("1:00:00").is_err());
    let both = date_time("2002-10-10T13:20:00Z");
    assert_eq!((both.date(), both.time()), (date("2002-10-10Z"), time("13:20:00Z")));
}

#[test]
fn constructors_check() {
    assert!(DateTime::new(2024, 2, 30, 0, 0, 0).is_err());
    assert!(DateTime::new(2024, 2, 29, 24, 0, 0).is_err());
    let value = DateTime::new(2024, 2, 29, 1, 2, 3).map(|value| value.with_nanosecond(40_000_000));
    assert_eq!(value.map(|value| value.to_string()), Ok("2024-02-29T01:02:03.04".into()));
}

/// Long messages are full of them.
#[test]
fn values_are_small() {
    assert_eq!((size_of::<DateTime>(), size_of::<Date>()), (40, 14));
}

/// Two ways to write UTC are one zone.
#[test]
fn zones_compare_by_their_minutes() {
    assert_eq!(date_time("2004-10-31T13:05:00+00:00").zone(), Some(Zone::UTC));
    assert_ne!(date_time("2004-10-31T13:05:00+01:00").zone(), Some(Zone::UTC));
    assert_ne!(Zone::from_minutes(60), Zone::from_minutes(-60));
}
