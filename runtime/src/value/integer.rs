//! `xs:integer`, which has no bounds.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::number::write_signed;
use super::white_space::trim;
use super::{DIGIT_LIMIT, Lexical, Reason, ValueError};

/// An integer of any size, up to 4096 digits.
///
/// The Rust type of `xs:integer`, of the unbounded types derived from it and of those with a pattern. Values that fit an
/// `i64` are kept inline. A literal that was read is written again as it was, for a pattern may ask for its leading
/// zeros; values compare as numbers.
///
/// ```
/// use castile::value::Integer;
/// assert_eq!(Integer::parse("+007")?, Integer::from(7));
/// let big = Integer::parse("-123456789012345678901234567890")?;
/// assert!(big < Integer::from(0));
/// assert_eq!(i64::try_from(&Integer::from(7)), Ok(7));
/// assert!(i64::try_from(&big).is_err());
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Integer {
    value: Repr,
    /// The literal, where it is not the canonical one.
    literal: Option<Box<str>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small(i64),
    /// Outside the range of `i64`: an optional minus and digits without leading zeros.
    Big(Box<str>),
}

impl Integer {
    /// Reads an `xs:integer`.
    ///
    /// # Errors
    /// Anything but `[+-]?[0-9]+`, or more than [`DIGIT_LIMIT`] digits after leading zeros.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let literal = trim(text);
        let (negative, digits) = match literal.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, literal.strip_prefix('+').unwrap_or(literal)),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ValueError::lexical("integer", text));
        }
        let significant = digits.trim_start_matches('0');
        if significant.len() > DIGIT_LIMIT {
            return Err(ValueError::new("integer", text, Reason::Limit));
        }
        let mut integer = Self::from_digits(negative, significant);
        let is_canonical = matches!(literal.as_bytes(), b"0" | [b'1'..=b'9', ..] | [b'-', b'1'..=b'9', ..]);
        if !is_canonical && literal.len() <= DIGIT_LIMIT {
            integer.literal = Some(literal.into());
        }
        Ok(integer)
    }

    const fn new(value: Repr) -> Self {
        Self { value, literal: None }
    }

    /// The value without the literal it was read from: written in digits without leading zeros.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.literal = None;
        self
    }

    /// From digits without leading zeros; no digits at all are zero.
    fn from_digits(negative: bool, digits: &str) -> Self {
        let mut value = Some(0i64);
        for byte in digits.bytes() {
            let digit = i64::from(byte.wrapping_sub(b'0'));
            value = value
                .and_then(|value| value.checked_mul(10))
                .and_then(|value| if negative { value.checked_sub(digit) } else { value.checked_add(digit) });
            if value.is_none() {
                break;
            }
        }
        Self::new(match value {
            Some(value) => Repr::Small(value),
            None if negative => Repr::Big(format!("-{digits}").into_boxed_str()),
            None => Repr::Big(digits.into()),
        })
    }

    /// The value, where it fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self.value {
            Repr::Small(value) => Some(value),
            Repr::Big(_) => None,
        }
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.value {
            Repr::Small(value) => *value < 0,
            Repr::Big(digits) => digits.starts_with('-'),
        }
    }

    /// Whether the value is zero.
    pub fn is_zero(&self) -> bool {
        self.value == Repr::Small(0)
    }

    /// Appends the literal: that which was read, else digits without leading zeros and a minus where needed.
    pub fn write(&self, out: &mut Vec<u8>) {
        if let Some(literal) = &self.literal {
            out.extend_from_slice(literal.as_bytes());
            return;
        }
        match &self.value {
            Repr::Small(value) => write_signed(out, *value),
            Repr::Big(digits) => out.extend_from_slice(digits.as_bytes()),
        }
    }
}

lexical!(Integer, "integer");

impl PartialEq for Integer {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Integer {}

impl Hash for Integer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl Default for Integer {
    fn default() -> Self {
        Self::new(Repr::Small(0))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.value, &other.value) {
            (Repr::Small(a), Repr::Small(b)) => a.cmp(b),
            (Repr::Small(_), Repr::Big(_)) if other.is_negative() => Ordering::Greater,
            (Repr::Small(_), Repr::Big(_)) => Ordering::Less,
            (Repr::Big(_), Repr::Small(_)) => other.cmp(self).reverse(),
            (Repr::Big(a), Repr::Big(b)) => match (self.is_negative(), other.is_negative()) {
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
                (true, true) => b.len().cmp(&a.len()).then_with(|| b.cmp(a)),
            },
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

macro_rules! from_small {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Integer {
            fn from(value: $ty) -> Self {
                Self::new(Repr::Small(i64::from(value)))
            }
        }
    )*};
}

macro_rules! from_large {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Integer {
            fn from(value: $ty) -> Self {
                Self::new(match i64::try_from(value) {
                    Ok(value) => Repr::Small(value),
                    Err(_) => Repr::Big(value.to_string().into_boxed_str()),
                })
            }
        }
    )*};
}

macro_rules! to_rust {
    ($($ty:ty)*) => {$(
        impl TryFrom<&Integer> for $ty {
            type Error = ValueError;

            fn try_from(value: &Integer) -> Result<Self, ValueError> {
                match &value.value {
                    Repr::Small(small) => Self::try_from(*small).ok(),
                    Repr::Big(digits) => digits.parse().ok(),
                }
                .ok_or_else(|| ValueError::range(stringify!($ty), &value.to_string()))
            }
        }

        impl TryFrom<Integer> for $ty {
            type Error = ValueError;

            fn try_from(value: Integer) -> Result<Self, ValueError> {
                Self::try_from(&value)
            }
        }
    )*};
}

from_small!(i8 i16 i32 i64 u8 u16 u32);
from_large!(u64 i128 u128 usize isize);
to_rust!(i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 usize isize);

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;

    use super::*;

    fn hash(value: &Integer) -> u64 {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        hasher.finish()
    }

    fn integer(text: &str) -> Integer {
        Integer::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn small_and_big_are_canonical() {
        for (text, written) in [
            ("0", "0"),
            ("-0", "0"),
            (" +0010 ", "10"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("-9223372036854775809", "-9223372036854775809"),
            ("0009223372036854775808", "9223372036854775808"),
        ] {
            assert_eq!(integer(text).canonical().to_string(), written);
        }
        assert_eq!(integer("00012345678901234567890"), integer("12345678901234567890"));
        assert_eq!(Integer::from(u64::MAX), integer("18446744073709551615"));
        assert_eq!(u64::try_from(integer("18446744073709551615")), Ok(u64::MAX));
        assert!(u8::try_from(integer("256")).is_err());
    }

    #[test]
    fn a_literal_is_written_as_it_was_read_and_compares_as_a_number() {
        for (text, written) in [("009", "009"), (" +1 ", "+1"), ("-0", "-0"), ("0", "0"), ("12", "12"), ("-3", "-3")] {
            assert_eq!(integer(text).to_string(), written);
        }
        assert_eq!(integer("009"), Integer::from(9));
        assert_ne!(integer("009"), Integer::from(90));
        assert_eq!(hash(&integer("009")), hash(&Integer::from(9)));
        assert_ne!(hash(&integer("009")), hash(&Integer::from(90)));
        assert_eq!(integer("009").clone().canonical().to_string(), "9");
    }

    #[test]
    fn order_is_numeric() {
        let ascending = [
            "-100000000000000000000",
            "-99999999999999999999",
            "-9223372036854775808",
            "-1",
            "0",
            "9223372036854775807",
            "9223372036854775808",
            "100000000000000000000",
        ];
        for pair in ascending.windows(2) {
            assert!(integer(pair[0]) < integer(pair[1]), "{pair:?}");
            assert!(integer(pair[1]) > integer(pair[0]), "{pair:?}");
        }
    }

    #[test]
    fn the_digit_limit_is_typed() {
        let longest = "9".repeat(DIGIT_LIMIT);
        assert_eq!(integer(&longest).to_string(), longest);
        let zeros = "0".repeat(100_000);
        assert_eq!(integer(&zeros), Integer::from(0));
        // A spelling that is longer than a number may be is not kept.
        assert_eq!(integer(&format!("{zeros}7")).to_string(), "7");
        let error = Integer::parse(&format!("{longest}9")).unwrap_err();
        assert_eq!(error.reason, Reason::Limit);
        assert_eq!(error.found.len(), 64);
        for text in ["", "-", "1.0", "1e3", "+-1", "1 0"] {
            assert_eq!(Integer::parse(text).unwrap_err().reason, Reason::Lexical);
        }
    }
}
