//! Every built-in type, without loss.

use castile::value::QName;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Values;

#[test]
fn every_value_is_read_and_written() {
    let values: Values = round_trip(include_str!("example.xml"));
    assert_eq!(values.flag, Some(true));
    assert_eq!(values.when.as_ref().map(ToString::to_string).as_deref(), Some("2026-02-28T12:00:00"));
    assert_eq!(values.any_simple_type.content(), "anything");
    assert_eq!(values.string, " a  b ");
    assert_eq!(values.normalized_string, " a b ");
    assert_eq!(values.token, "a b");
    assert_eq!(values.language, "en-GB");
    assert_eq!(values.name, "a:b");
    assert_eq!(values.nc_name, "a-b");
    assert_eq!(values.nmtoken, "1a");
    assert_eq!(values.nmtokens, ["1a", "b2"]);
    assert_eq!(values.id, "id1");
    assert_eq!(values.idref, "id1");
    assert_eq!(values.idrefs, ["id1", "id2"]);
    assert_eq!(values.entity, "e1");
    assert_eq!(values.entities, ["e1", "e2"]);
    assert_eq!(values.any_uri, "http://example.org/a?b=c");
    assert_eq!(values.q_name, QName::new(Some("urn:example:target"), "name"));
    assert!(values.boolean);
    assert_eq!(values.decimal.to_string(), "-123456789012345678901234567890.5");
    assert_eq!(values.integer.to_string(), "123456789012345678901234567890");
    assert_eq!(values.non_positive_integer.to_string(), "-1");
    assert_eq!(values.negative_integer.to_string(), "-98765432109876543210");
    assert_eq!(values.non_negative_integer.to_string(), "98765432109876543210");
    assert_eq!(values.positive_integer.to_string(), "1");
    assert_eq!(values.long, i64::MIN);
    assert_eq!(values.int, i32::MIN);
    assert_eq!(values.short, i16::MIN);
    assert_eq!(values.byte, i8::MIN);
    assert_eq!(values.unsigned_long, u64::MAX);
    assert_eq!(values.unsigned_int, u32::MAX);
    assert_eq!(values.unsigned_short, u16::MAX);
    assert_eq!(values.unsigned_byte, u8::MAX);
    assert_eq!(values.float.to_string(), "1.5");
    assert_eq!(values.double.to_string(), "-inf");
    assert_eq!(values.duration.to_string(), "P1Y2M3DT4H5M6.789S");
    assert_eq!(values.date_time.to_string(), "2026-02-28T23:59:59.123456789+01:00");
    assert_eq!(values.date.to_string(), "2026-02-28");
    assert_eq!(values.time.to_string(), "23:59:59Z");
    assert_eq!(values.g_year.to_string(), "2026");
    assert_eq!(values.g_year_month.to_string(), "2026-02");
    assert_eq!(values.g_month.to_string(), "--02");
    assert_eq!(values.g_month_day.to_string(), "--02-28");
    assert_eq!(values.g_day.to_string(), "---28");
    assert_eq!(values.hex_binary.0, [0x0f, 0xb7]);
    assert_eq!(values.base64_binary.0, [0x0f, 0xb7]);
}

#[test]
fn other_spellings_are_the_same_values() {
    let values: Values = castile::from_xml(include_str!("example_other_spellings.xml")).unwrap();
    assert_eq!(values.flag, Some(true));
    assert_eq!(values.when.as_ref().map(ToString::to_string).as_deref(), Some("2026-03-01T00:00:00Z"));
    assert!(!values.boolean);
    assert_eq!(values.int, 7);
    assert_eq!(values.decimal.to_string(), "1.50");
    assert_eq!(values.token, "a b");
    assert!(values.double.is_nan());
    assert_eq!(values.float.to_string(), "100");
    assert_eq!((values.hex_binary.0, values.base64_binary.0), (vec![0x0f, 0xb7], vec![0x0f, 0xb7]));
    assert_eq!(values.language, "en-GB");
    assert_eq!(values.integer, castile::value::Integer::from(0));
    // A literal that is not canonical is kept for writing: a pattern may ask for it.
    assert_eq!(values.integer.to_string(), "-0");
}
