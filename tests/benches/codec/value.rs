//! The least a hand-written program would use for `xs:decimal` and `xs:dateTime` without losing anything.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// `mantissa / 10^scale`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

impl Decimal {
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (negative, digits) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let (mut mantissa, mut scale, mut point, mut any) = (0i64, 0u8, false, false);
        for &byte in digits {
            match byte {
                b'0'..=b'9' => {
                    mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                    any = true;
                    scale += u8::from(point);
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        any.then_some(Self { mantissa: if negative { -mantissa } else { mantissa }, scale })
    }

    pub fn write(self, out: &mut Vec<u8>) {
        if self.mantissa < 0 {
            out.push(b'-');
        }
        let mut digits = [b'0'; 24];
        let (mut start, mut rest, mut place) = (digits.len(), self.mantissa.unsigned_abs(), 0);
        while rest > 0 || place <= self.scale {
            if place == self.scale && place > 0 {
                start -= 1;
                digits[start] = b'.';
            }
            start -= 1;
            digits[start] = digit(rest % 10);
            rest /= 10;
            place += 1;
        }
        out.extend_from_slice(&digits[start..]);
    }
}

fn digit(value: u64) -> u8 {
    b'0' + u8::try_from(value).unwrap_or_default()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateTime {
    year: u16,
    nanoseconds: u32,
    /// Month, day, hour, minute, second.
    parts: [u8; 5],
    zone: Option<i16>,
}

impl DateTime {
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() < 19
            || [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')].iter().any(|&(at, mark)| bytes[at] != mark)
        {
            return None;
        }
        let pair = |at: usize| {
            let (tens, ones) = (bytes.get(at)?.wrapping_sub(b'0'), bytes.get(at + 1)?.wrapping_sub(b'0'));
            (tens < 10 && ones < 10).then_some(tens * 10 + ones)
        };
        let year = u16::from(pair(0)?) * 100 + u16::from(pair(2)?);
        let parts = [pair(5)?, pair(8)?, pair(11)?, pair(14)?, pair(17)?];
        let [month, day, hour, minute, second] = parts;
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 24 || minute > 59 || second > 59 {
            return None;
        }
        let (mut at, mut nanoseconds) = (19, 0);
        if bytes.get(at) == Some(&b'.') {
            let mut unit = 100_000_000;
            at += 1;
            while let Some(&byte @ b'0'..=b'9') = bytes.get(at) {
                nanoseconds += u32::from(byte - b'0') * unit;
                unit /= 10;
                at += 1;
            }
        }
        let zone = match bytes.get(at..)? {
            [] => None,
            [b'Z'] => Some(0),
            [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
                let minutes = i16::from(pair(at + 1)?) * 60 + i16::from(pair(at + 4)?);
                Some(if *sign == b'-' { -minutes } else { minutes })
            }
            _ => return None,
        };
        Some(Self { year, nanoseconds, parts, zone })
    }

    pub fn write(self, out: &mut Vec<u8>) {
        let two = |value: u8| [b'0' + value / 10, b'0' + value % 10];
        let [century, year] =
            [self.year / 100, self.year % 100].map(|part| two(u8::try_from(part).unwrap_or_default()));
        let [month, day, hour, minute, second] = self.parts.map(two);
        let [a, b, c, d] = [century[0], century[1], year[0], year[1]];
        out.extend_from_slice(&[
            a, b, c, d, b'-', month[0], month[1], b'-', day[0], day[1], b'T', hour[0], hour[1], b':', minute[0],
            minute[1], b':', second[0], second[1],
        ]);
        if self.nanoseconds > 0 {
            let mut digits = *b".000000000";
            let (mut rest, mut end) = (self.nanoseconds, 0);
            for (at, slot) in digits.iter_mut().enumerate().skip(1).rev() {
                *slot = digit(u64::from(rest % 10));
                if end == 0 && !rest.is_multiple_of(10) {
                    end = at;
                }
                rest /= 10;
            }
            out.extend_from_slice(&digits[..=end]);
        }
        match self.zone {
            None => {}
            Some(0) => out.push(b'Z'),
            Some(minutes) => {
                let part = |value: u16| two(u8::try_from(value).unwrap_or_default());
                let (hours, rest) = (part(minutes.unsigned_abs() / 60), part(minutes.unsigned_abs() % 60));
                out.extend_from_slice(&[
                    if minutes < 0 { b'-' } else { b'+' },
                    hours[0],
                    hours[1],
                    b':',
                    rest[0],
                    rest[1],
                ]);
            }
        }
    }
}

/// As a number of JSON, through the double that derived code would have for it.
impl Serialize for Decimal {
    #[allow(clippy::cast_precision_loss)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.mantissa as f64 / 10f64.powi(i32::from(self.scale)))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    #[allow(clippy::cast_possible_truncation)]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Ok(Self { mantissa: (value * 100.0).round() as i64, scale: 2 })
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = Vec::with_capacity(32);
        self.write(&mut text);
        serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = DateTime;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a dateTime")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<DateTime, E> {
                DateTime::parse(text).ok_or_else(|| E::custom("no dateTime"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
