//! Values made of their parts, taken apart, compared, converted and shown: what is around the literals.

use std::collections::HashSet;

use castile::facts::{self as f, Builtin, Facet, SimpleType, Variety, WhiteSpace};
use castile::value::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, HexBinary, Integer,
    Lexical, Literal, QName, Reason, Time, ValueError, Zone,
};

#[test]
fn zones() {
    let east = Zone::from_minutes(330).expect("a zone");
    assert_eq!((east.minutes(), east.to_string().as_str()), (330, "+05:30"));
    assert_eq!(Zone::from_minutes(-840).map(|zone| zone.to_string()).as_deref(), Some("-14:00"));
    assert_eq!(Zone::from_minutes(840).map(|zone| zone.to_string()).as_deref(), Some("+14:00"));
    assert!(Zone::from_minutes(841).is_none() && Zone::from_minutes(-841).is_none());
    assert_eq!(Zone::from_minutes(0), Some(Zone::default()));
    assert_eq!(format!("{:?} {}", Zone::UTC, Zone::default()), "Zone(Z) Z");
    // Another spelling of the same zone.
    assert_eq!(Date::parse("2026-01-02+00:00").expect("a date").zone(), Some(Zone::UTC));
}

#[test]
fn dates_and_times_have_parts() {
    let value = DateTime::parse("-0044-03-15T11:30:09.250-01:00").expect("a literal");
    assert_eq!((value.year(), value.month(), value.day()), (-44, 3, 15));
    assert_eq!((value.hour(), value.minute(), value.second(), value.nanosecond()), (11, 30, 9, 250_000_000));
    assert_eq!(value.zone().map(Zone::minutes), Some(-60));
    let date = Date::new(2024, 2, 29).expect("a date");
    assert_eq!((date.year(), date.month(), date.day(), date.zone()), (2024, 2, 29, None));
    let time = Time::new(23, 59, 58).expect("a time");
    assert_eq!((time.hour(), time.minute(), time.second(), time.nanosecond()), (23, 59, 58, 0));
    assert_eq!(Date::new(2023, 2, 29).expect_err("no such day").reason, Reason::Range);
    assert_eq!(
        Time::new(24, 0, 0).map(|time| time.to_string()).or_else(|error| Ok::<_, ()>(error.to_string())).as_deref(),
        Ok("expected time, found \"24:0:0\": outside the value space of the type")
    );
}

#[test]
fn pieces_of_dates() {
    assert_eq!(GYear::new(-1).expect("a year").to_string(), "-0001");
    assert_eq!(GYear::new(2026).expect("a year").year(), 2026);
    let month = GYearMonth::new(2026, 7).expect("a month");
    assert_eq!((month.year(), month.month(), month.to_string().as_str()), (2026, 7, "2026-07"));
    assert_eq!(GMonth::new(9).map(|month| (month.month(), month.to_string())), Ok((9, "--09".to_owned())));
    let day = GMonthDay::new(2, 29).expect("a day");
    assert_eq!((day.month(), day.day(), day.to_string().as_str()), (2, 29, "--02-29"));
    assert_eq!(GDay::new(31).map(|day| (day.day(), day.to_string())), Ok((31, "---31".to_owned())));
    let refused: [ValueError; 7] = [
        GYear::new(0).expect_err("year 0"),
        GYearMonth::new(0, 1).expect_err("year 0"),
        GYearMonth::new(1, 13).expect_err("month 13"),
        GMonth::new(0).expect_err("month 0"),
        GMonthDay::new(2, 30).expect_err("30 February"),
        GMonthDay::new(13, 1).expect_err("month 13"),
        GDay::new(32).expect_err("day 32"),
    ];
    assert!(refused.iter().all(|error| error.reason == Reason::Range), "{refused:?}");
    // Each is an interval that begins in its zone; without a zone it is not comparable within fourteen hours.
    let parse = |text: &str| GYearMonth::parse(text).expect("a literal");
    assert!(parse("2026-07Z") < parse("2026-08Z") && parse("2026-07Z") < parse("2026-07-01:00"));
    assert_eq!(parse("2026-07Z").partial_cmp(&parse("2026-07")), None);
    assert!(GMonthDay::parse("--02-28Z").ok() < GMonthDay::parse("--03-01Z").ok());
    assert!(GDay::parse("---01Z").ok() < GDay::parse("---02Z").ok());
    assert!(GMonth::parse("--01Z").ok() < GMonth::parse("--02Z").ok());
    assert!(GYear::parse("-0001Z").ok() < GYear::parse("0001Z").ok());
    assert_eq!(format!("{:?}", parse("2026-07Z")), "GYearMonth(2026-07Z)");
}

#[test]
fn durations() {
    let date = Duration::from_date(1, 2, 3);
    assert_eq!((date.date_components(), date.to_string().as_str()), ((1, 2, 3), "P1Y2M3D"));
    let time = Duration::from_time(4, 5, 6).negated();
    assert_eq!(
        (time.time_components(), time.is_negative(), time.to_string().as_str()),
        ((4, 5, 6, 0), true, "-PT4H5M6S")
    );
    assert!(!time.negated().is_negative());
    let fraction = Duration::parse("PT0.0625S").expect("a duration");
    assert_eq!(fraction.time_components(), (0, 0, 0, 62_500_000));
}

#[test]
fn decimals_and_integers() {
    let parse = |text: &str| Decimal::parse(text).expect("a decimal");
    assert_eq!(parse("-1.50").mantissa_and_scale(), Some((-150, 2)));
    assert_eq!(parse("123456789012345678901234567890").mantissa_and_scale(), None);
    assert_eq!(parse("-7.00").to_integer(), Some(Integer::from(-7)));
    assert_eq!(parse("7.5").to_integer(), None);
    assert_eq!(parse("0.0").to_integer(), Some(Integer::default()));
    assert!((parse("-0.125").to_f64() + 0.125).abs() < f64::EPSILON);
    let big = "123456789012345678901234567890";
    let ordered = [
        format!("-{big}.5"),
        format!("-{big}"),
        "-1.5".into(),
        "0".into(),
        "0.1".into(),
        "1.05".into(),
        "1.5".into(),
        big.into(),
        format!("{big}.01"),
    ];
    for (at, low) in ordered.iter().enumerate() {
        for high in ordered.iter().skip(at + 1) {
            assert!(parse(low) < parse(high) && parse(high) > parse(low), "{low} {high}");
        }
        assert_eq!(parse(low), parse(low));
    }
    let set: HashSet<Decimal> = ["1.0", "1", "1.00", "01", "-1"].map(parse).into();
    assert_eq!(set.len(), 2);
    assert_eq!(Decimal::from(u64::MAX).to_string(), "18446744073709551615");
    assert_eq!(Decimal::from(-1_i128), parse("-1"));
    assert_eq!(Decimal::from(&Integer::from(5)), parse("5"));
    assert_eq!(Decimal::from(&Integer::parse(big).expect("an integer")), parse(big));
    let integer = |text: &str| Integer::parse(text).expect("an integer");
    let ordered =
        [format!("-{big}0"), format!("-{big}"), "-1".into(), "0".into(), "1".into(), big.into(), format!("{big}0")];
    for (at, low) in ordered.iter().enumerate() {
        for high in ordered.iter().skip(at + 1) {
            assert!(integer(low) < integer(high) && integer(high) > integer(low), "{low} {high}");
        }
    }
    assert_eq!((integer("12").to_i64(), integer(big).to_i64()), (Some(12), None));
    let set: HashSet<Integer> = ["007", "7", "+7", big].map(integer).into();
    assert_eq!(set.len(), 2);
    let error = Decimal::parse(&"9".repeat(5_000)).expect_err("too long");
    assert_eq!(error.reason.to_string(), "more digits than the limit of 4096");
}

#[test]
fn octets() {
    let mut octets = Base64Binary::from(&b"ab"[..]);
    octets.push(b'c');
    assert_eq!((octets.as_ref(), octets.to_string().as_str()), (&b"abc"[..], "YWJj"));
    assert_eq!(Vec::from(octets.clone()), b"abc");
    assert_eq!(format!("{octets:?}"), "Base64Binary(3 octets)");
    let mut octets = HexBinary::from(vec![0xA0]);
    octets.extend_from_slice(&[1]);
    assert_eq!((octets.len(), octets.to_string().as_str()), (2, "A001"));
    assert_eq!((octets.as_ref(), Vec::from(octets.clone())), (&[0xA0, 1][..], vec![0xA0, 1]));
    assert_eq!(format!("{octets:?}"), "HexBinary(2 octets)");
}

#[test]
fn names_and_spellings() {
    let name = QName::new(Some("urn:a"), "b");
    assert_eq!(format!("{name} {name:?} {}", QName::new(None, "c")), "{urn:a}b QName({urn:a}b) c");
    let literal = <Literal<Decimal> as Lexical>::parse(".50").expect("a literal");
    assert_eq!(format!("{literal:?} {literal:>5}"), "Literal(.50)   .50");
    assert_eq!(literal.to_integer(), None);
    assert_eq!(literal.into_value(), Decimal::parse("0.5").expect("a decimal"));
    let error = ValueError { expected: "date", found: "x".into(), reason: Reason::NoZone };
    assert!(error.to_string().ends_with("without a time zone it names no instant"));
    assert_eq!(error.redacted().found, "[redacted]");
    for (reason, text) in [
        (Reason::UnboundPrefix, "the prefix is not bound to a namespace"),
        (Reason::Inexact, "cannot be converted exactly"),
    ] {
        assert_eq!(reason.to_string(), text);
    }
}

/// A literal of each built-in type, and what is none.
#[test]
fn built_in_types_know_their_literals() {
    for (builtin, good, bad) in [
        (Builtin::NormalizedString, "a  b ", "a\tb"),
        (Builtin::Token, "a b", "a  b"),
        (Builtin::Language, "en-GB", "e_n"),
        (Builtin::Nmtoken, "-1:a", "a b"),
        (Builtin::Name, "a:b", "1a"),
        (Builtin::NCName, "a", "a:b"),
        (Builtin::Id, "a", "1"),
        (Builtin::Idref, "a", ""),
        (Builtin::Entity, "a", "a b"),
        (Builtin::Nmtokens, "1 2", ""),
        (Builtin::Idrefs, "a b", "a 1"),
        (Builtin::Entities, "a b", "a,b"),
        (Builtin::QName, "a:b", "a:b:c"),
        (Builtin::Notation, "a", ":a"),
        (Builtin::Boolean, "1", "yes"),
        (Builtin::Decimal, "+.5", "1e1"),
        (Builtin::Float, "INF", "+INF"),
        (Builtin::Double, "-1E-5", "nan"),
        (Builtin::Duration, "P1M", "P1"),
        (Builtin::DateTime, "2026-01-01T24:00:00", "2026-01-01T25:00:00"),
        (Builtin::Time, "00:00:00Z", "0:00:00"),
        (Builtin::Date, "2026-02-28", "2026-02-29"),
        (Builtin::GYearMonth, "2026-02", "2026-2"),
        (Builtin::GYear, "2026", "26"),
        (Builtin::GMonthDay, "--02-29", "--02-30"),
        (Builtin::GDay, "---31", "---32"),
        (Builtin::GMonth, "--12", "--13"),
        (Builtin::HexBinary, "0aF0", "0a0"),
        (Builtin::Base64Binary, "YQ==", "YQ="),
        (Builtin::Integer, "-0", "1.0"),
        (Builtin::NonPositiveInteger, "0", "1"),
        (Builtin::NegativeInteger, "-1", "0"),
        (Builtin::NonNegativeInteger, "0", "-1"),
        (Builtin::PositiveInteger, "1", "0"),
        (Builtin::Long, "-9223372036854775808", "9223372036854775808"),
        (Builtin::Int, "2147483647", "2147483648"),
        (Builtin::Short, "-32768", "32768"),
        (Builtin::Byte, "-128", "128"),
        (Builtin::UnsignedLong, "18446744073709551615", "18446744073709551616"),
        (Builtin::UnsignedInt, "4294967295", "-1"),
        (Builtin::UnsignedShort, "65535", "65536"),
        (Builtin::UnsignedByte, "255", "256"),
    ] {
        assert!(builtin.lexical_ok(good).is_ok(), "{builtin} {good}");
        assert!(builtin.lexical_ok(bad).is_err(), "{builtin} {bad}");
        assert_eq!(Builtin::from_name(&builtin.to_string()), Some(builtin));
    }
    for builtin in [Builtin::AnyType, Builtin::AnySimpleType, Builtin::String, Builtin::AnyUri] {
        assert!(builtin.lexical_ok("any\tthing <at all").is_ok(), "{builtin}");
    }
    assert_eq!(Builtin::from_name("nonsense"), None);
    assert_eq!(Builtin::String.white_space(), WhiteSpace::Preserve);
    assert_eq!(Builtin::NormalizedString.white_space(), WhiteSpace::Replace);
    assert_eq!(Builtin::Date.white_space(), WhiteSpace::Collapse);
}

/// What a generator writes as constants can be put together at run time as well.
#[test]
fn simple_types_are_put_together() {
    static ITEM: SimpleType = f::INT;
    let sizes = SimpleType::builtin(Builtin::AnySimpleType, "anySimpleType", WhiteSpace::Preserve)
        .restrict(1, "n1:Sizes", &[Facet::MaxLength(3)])
        .with_variety(Variety::List(&ITEM))
        .with_white_space(WhiteSpace::Collapse)
        .with_default("1 2");
    assert_eq!((sizes.name, sizes.namespace, sizes.default, sizes.fixed), ("n1:Sizes", 1, Some("1 2"), None));
    assert!(matches!(sizes.variety, Variety::List(item) if item.builtin == Builtin::Int));
    assert_eq!(sizes.facets.first().map(Facet::name), Some("maxLength"));
    assert_eq!(sizes.with_fixed("3").fixed, Some("3"));
    let complex = SimpleType::complex(2, "n2:Thing");
    assert!(matches!(complex.variety, Variety::Complex));
    for (facet, name) in [
        (Facet::Length(1), "length"),
        (Facet::MinLength(1), "minLength"),
        (Facet::Pattern(&["a"]), "pattern"),
        (Facet::Enumeration(&["a"]), "enumeration"),
        (Facet::MinInclusive("1"), "minInclusive"),
        (Facet::MaxInclusive("1"), "maxInclusive"),
        (Facet::MinExclusive("1"), "minExclusive"),
        (Facet::MaxExclusive("1"), "maxExclusive"),
        (Facet::TotalDigits(1), "totalDigits"),
        (Facet::FractionDigits(1), "fractionDigits"),
    ] {
        assert_eq!(facet.name(), name);
    }
    assert_eq!(f::local(1, "n1:name"), "name");
    assert_eq!((f::local(0, "name"), f::local(1, "name")), ("name", "name"));
}
