//! What the date and time types share: the calendar, time zones, fractions of a second, and the order of 3.2.7.4.
//!
//! The calendar is the proleptic Gregorian one. Lexical year -1 is 1 BC, there being no year 0 in XSD 1.0; so -1, -5, … are leap years.

use std::cmp::Ordering;
use std::fmt;

use crate::append::append_start;

use super::number::{eight_digits, two_digits, write_padded, write_unsigned};
use super::{DIGIT_LIMIT, Reason, ValueError};

/// A time zone as an offset from UTC, from -14:00 to +14:00.
///
/// `Z` and `+00:00` are the same zone; which of them was read is kept for writing.
///
/// ```
/// use castile::value::Zone;
/// assert_eq!(Zone::from_minutes(-90).map(|zone| zone.to_string()), Some("-01:30".into()));
/// assert_eq!(Zone::UTC.to_string(), "Z");
/// assert_eq!(Zone::from_minutes(841), None);
/// ```
#[derive(Clone, Copy)]
pub struct Zone {
    minutes: i16,
    zulu: bool,
}

impl Zone {
    /// UTC, written `Z`.
    pub const UTC: Self = Self { minutes: 0, zulu: true };

    /// The zone this many minutes east of Greenwich; at most 14 hours either way.
    pub const fn from_minutes(minutes: i16) -> Option<Self> {
        if minutes < -840 || minutes > 840 {
            return None;
        }
        Some(Self { minutes, zulu: minutes == 0 })
    }

    /// Minutes east of Greenwich.
    pub const fn minutes(self) -> i16 {
        self.minutes
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        if self.zulu {
            return out.push(b'Z');
        }
        out.push(if self.minutes < 0 { b'-' } else { b'+' });
        let minutes = self.minutes.unsigned_abs();
        let [hours, minutes] = [minutes / 60, minutes % 60].map(pair);
        out.extend_from_slice(&[hours[0], hours[1], b':', minutes[0], minutes[1]]);
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.minutes == other.minutes
    }
}

impl Eq for Zone {}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut literal = Vec::new();
        self.write(&mut literal);
        f.pad(std::str::from_utf8(&literal).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({self})")
    }
}

/// The part of a second after the point, with all its digits.
#[derive(Clone, Default)]
pub(super) struct Fraction {
    nanoseconds: u32,
    /// How many digits to write before `rest`, at most nine.
    digits: u8,
    /// Digits beyond the ninth, without trailing zeros: behind one word, since hardly any value has them.
    rest: Option<Box<Digits>>,
}

#[derive(Clone)]
struct Digits(Box<str>);

impl Fraction {
    /// Only the part of `nanoseconds` below a second is taken.
    pub(super) fn from_nanoseconds(nanoseconds: u32) -> Self {
        let nanoseconds = nanoseconds % 1_000_000_000;
        let mut digits = if nanoseconds == 0 { 0 } else { 9 };
        let mut significant = nanoseconds;
        while digits > 0 && significant.is_multiple_of(10) {
            significant /= 10;
            digits -= 1;
        }
        Self { nanoseconds, digits, rest: None }
    }

    pub(super) fn nanoseconds(&self) -> u32 {
        self.nanoseconds
    }

    /// Whether nanoseconds are all there is.
    pub(super) fn is_exact(&self) -> bool {
        self.rest.is_none()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.nanoseconds == 0 && self.rest.is_none()
    }

    pub(super) fn key(&self) -> (u32, Option<&str>) {
        (self.nanoseconds, self.rest.as_deref().map(|rest| &*rest.0))
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        if self.digits == 0 {
            return;
        }
        let digits = eight_digits(self.nanoseconds / 10);
        let literal = u128::from(b'.') | (u128::from(digits) << 8);
        append_start(out, &literal.to_le_bytes(), 1 + usize::from(self.digits.min(8)));
        if self.digits > 8 {
            write_unsigned(out, u64::from(self.nanoseconds % 10));
        }
        if let Some(rest) = &self.rest {
            out.extend_from_slice(rest.0.as_bytes());
        }
    }
}

/// The digits of a fraction beyond the ninth.
fn rest(digits: &[u8]) -> Option<Box<Digits>> {
    let beyond = digits.get(9..)?;
    let last = beyond.iter().rposition(|byte| *byte != b'0')?;
    let text: String = beyond.iter().take(last + 1).map(|byte| char::from(*byte)).collect();
    Some(Box::new(Digits(text.into_boxed_str())))
}

/// Reads the parts of a literal from left to right.
#[derive(Clone)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(literal: &'a str) -> Self {
        Self(literal.as_bytes())
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Reason> {
        if self.eat(byte) { Ok(()) } else { Err(Reason::Lexical) }
    }

    /// The digits that come next, perhaps none.
    pub(super) fn digits(&mut self) -> &'a [u8] {
        let count = self.0.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        digits
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `-?([1-9][0-9]{3,}|0[0-9]{3})`, not zero.
    pub(super) fn year(&mut self) -> Result<i64, Reason> {
        let negative = self.eat(b'-');
        let digits = self.digits();
        if digits.len() < 4 || (digits.len() > 4 && digits.first() == Some(&b'0')) {
            return Err(Reason::Lexical);
        }
        let year = decimal(digits).and_then(|year| i64::try_from(year).ok());
        match year {
            Some(1..) => Ok(year.map_or(1, |year| if negative { -year } else { year })),
            _ => Err(Reason::Range),
        }
    }

    /// Two digits whose value lies within the bounds.
    pub(super) fn pair(&mut self, least: u8, most: u8) -> Result<u8, Reason> {
        let (Some([tens, ones]), Some(rest)) = (self.0.first_chunk::<2>(), self.0.get(2..)) else {
            return Err(Reason::Lexical);
        };
        if !tens.is_ascii_digit() || !ones.is_ascii_digit() {
            return Err(Reason::Lexical);
        }
        self.0 = rest;
        let value = (tens - b'0') * 10 + (ones - b'0');
        if (least..=most).contains(&value) { Ok(value) } else { Err(Reason::Range) }
    }

    /// `-MM-DD`, a day that exists in that month of that year.
    pub(super) fn month_and_day(&mut self, year: i64) -> Result<(u8, u8), Reason> {
        self.expect(b'-')?;
        let month = self.pair(1, 12)?;
        self.expect(b'-')?;
        let day = self.pair(1, 31)?;
        if day > days_in_month(year, month) {
            return Err(Reason::Range);
        }
        Ok((month, day))
    }

    /// `(\.[0-9]+)?`
    pub(super) fn fraction(&mut self) -> Result<Fraction, Reason> {
        if !self.eat(b'.') {
            return Ok(Fraction::default());
        }
        let digits = self.digits();
        if digits.is_empty() {
            return Err(Reason::Lexical);
        }
        if digits.len() > DIGIT_LIMIT {
            return Err(Reason::Limit);
        }
        let mut nanoseconds = 0;
        for index in 0..9 {
            let digit = digits.get(index).map_or(0, |byte| byte.wrapping_sub(b'0'));
            nanoseconds = nanoseconds * 10 + u32::from(digit);
        }
        Ok(Fraction { nanoseconds, digits: u8::try_from(digits.len().min(9)).unwrap_or(9), rest: rest(digits) })
    }

    /// `(Z|[+-]hh:mm)?` and the end.
    pub(super) fn zone(&mut self) -> Result<Option<Zone>, Reason> {
        let zone = if self.is_empty() {
            None
        } else if self.eat(b'Z') {
            Some(Zone::UTC)
        } else {
            let negative = self.eat(b'-');
            if !negative {
                self.expect(b'+')?;
            }
            let hours = self.pair(0, 14)?;
            self.expect(b':')?;
            let minutes = self.pair(0, 59)?;
            let minutes = i16::from(hours) * 60 + i16::from(minutes);
            if minutes > 840 {
                return Err(Reason::Range);
            }
            Some(Zone { minutes: if negative { -minutes } else { minutes }, zulu: false })
        };
        if self.is_empty() { Ok(zone) } else { Err(Reason::Lexical) }
    }
}

/// The value of ASCII digits, where it fits.
pub(super) fn decimal(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |value, byte| value.checked_mul(10)?.checked_add(u64::from(byte.wrapping_sub(b'0'))))
}

/// Appends a year with at least four digits.
pub(super) fn write_year(out: &mut Vec<u8>, year: i64) {
    if year < 0 {
        out.push(b'-');
    }
    write_padded(out, year.unsigned_abs(), 4);
}

/// The digits of a number below 100.
fn pair(value: u16) -> [u8; 2] {
    two_digits(u8::try_from(value).unwrap_or_default())
}

/// Appends a hyphen or colon and two digits.
pub(super) fn write_pair(out: &mut Vec<u8>, before: u8, value: u8) {
    let [tens, ones] = two_digits(value);
    out.extend_from_slice(&[before, tens, ones]);
}

/// The year by astronomers' count, in which 1 BC is 0.
const fn astronomical(year: i64) -> i128 {
    if year < 0 { year as i128 + 1 } else { year as i128 }
}

pub(super) const fn days_in_month(year: i64, month: u8) -> u8 {
    let year = astronomical(year);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the given day; `year` is astronomical.
///
/// The year is taken to begin in March, so that the leap day is its last.
pub(super) fn day_number(year: i128, month: u8, day: u8) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let months_since_march = (i128::from(month) + 9) % 12;
    let day_of_year = (153 * months_since_march + 2) / 5 + i128::from(day) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}

/// The day this many days after 1970-01-01.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the remainders are that small
pub(super) fn day_from_number(number: i64) -> (i64, u8, u8) {
    let number = i128::from(number) + 719_468;
    let era = number.div_euclid(146_097);
    let day_of_era = number.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = (months_since_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i128::from(month <= 2);
    let year = if year <= 0 { year - 1 } else { year };
    (year as i64, month as u8, day as u8)
}

/// Where a value stands on the time line, as if in UTC when it has no zone.
pub(super) struct Instant<'a> {
    seconds: i128,
    fraction: &'a Fraction,
    zoned: bool,
}

/// A fraction of no digits.
pub(super) static WHOLE: Fraction = Fraction { nanoseconds: 0, digits: 0, rest: None };

impl<'a> Instant<'a> {
    pub(super) fn new(
        (year, month, day): (i64, u8, u8),
        seconds_of_day: u32,
        fraction: &'a Fraction,
        zone: Option<Zone>,
    ) -> Self {
        let days = day_number(astronomical(year), month, day);
        let offset = zone.map_or(0, |zone| i128::from(zone.minutes) * 60);
        Self { seconds: days * 86_400 + i128::from(seconds_of_day) - offset, fraction, zoned: zone.is_some() }
    }

    /// What equal values have in common.
    pub(super) fn key(&self) -> (bool, i128, u32, Option<&str>) {
        let (nanoseconds, rest) = self.fraction.key();
        (self.zoned, self.seconds, nanoseconds, rest)
    }

    /// The order relation on dateTime (3.2.7.4): without a zone, a value may lie up to 14 hours either way.
    pub(super) fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        const UNCERTAINTY: i128 = 14 * 3600;
        let shifted = |instant: &Self, by: i128| (instant.seconds + by, instant.fraction.key());
        let cmp = |by: i128| (self.seconds, self.fraction.key()).cmp(&shifted(other, by));
        match (self.zoned, other.zoned) {
            (true, true) | (false, false) => Some(cmp(0)),
            _ if cmp(-UNCERTAINTY).is_lt() => Some(Ordering::Less),
            _ if cmp(UNCERTAINTY).is_gt() => Some(Ordering::Greater),
            _ => None,
        }
    }

    /// Seconds and nanoseconds since 1970-01-01T00:00:00Z.
    pub(super) fn to_unix(&self, literal: impl FnOnce() -> String) -> Result<(i64, u32), ValueError> {
        let refuse = |reason| Err(ValueError::new("an instant", &literal(), reason));
        if !self.zoned {
            return refuse(Reason::NoZone);
        }
        if !self.fraction.is_exact() {
            return refuse(Reason::Inexact);
        }
        match i64::try_from(self.seconds) {
            Ok(seconds) => Ok((seconds, self.fraction.nanoseconds())),
            Err(_) => refuse(Reason::Range),
        }
    }
}

/// Comparisons, hashing and texts for a type with `read`, `instant` and `write`.
macro_rules! calendar_type {
    ($ty:ident, $name:literal, $doc:literal, $default:expr) => {
        impl $ty {
            #[doc = concat!("Reads an `xs:", $name, "`: ", $doc)]
            pub fn parse(text: &str) -> Result<Self, ValueError> {
                Self::read(&mut Reader::new(trim(text))).map_err(|reason| ValueError::new($name, text, reason))
            }

            /// The time zone, if the value has one.
            pub fn zone(&self) -> Option<Zone> {
                self.zone
            }

            /// The same date and time of day in another zone, or in none: another instant.
            #[must_use]
            pub fn with_zone(mut self, zone: impl Into<Option<Zone>>) -> Self {
                self.zone = zone.into();
                self
            }
        }

        lexical!($ty, $name);

        impl Default for $ty {
            #[doc = concat!("`", stringify!($default), "` as fields, without zone: a placeholder.")]
            fn default() -> Self {
                $default
            }
        }

        impl PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                self.instant().key() == other.instant().key()
            }
        }

        impl Eq for $ty {}

        impl std::hash::Hash for $ty {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.instant().key().hash(state);
            }
        }

        impl PartialOrd for $ty {
            /// By instant; `None` when one value lacks a zone and the 28 hours it may mean include the other (3.2.7.4).
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.instant().partial_cmp(&other.instant())
            }
        }
    };
}
