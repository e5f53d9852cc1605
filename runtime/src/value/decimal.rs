//! `xs:decimal`, without loss.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::append::append_start;

use super::number::{eight_digits, leading_zeros, write_padded, write_unsigned};
use super::white_space::trim;
use super::{DIGIT_LIMIT, Integer, Lexical, Reason, ValueError};

/// Digits that surely fit an `i64`.
const SMALL_DIGITS: usize = 18;

/// A decimal number, exact, with up to 4096 digits.
///
/// The number of fraction digits is kept for writing (`1.00` stays `1.00`) and ignored by comparisons: `1.00 == 1`.
///
/// ```
/// use castile::value::Decimal;
/// let price = Decimal::parse("19.90")?;
/// assert_eq!(price.to_string(), "19.90");
/// assert_eq!(price, Decimal::new(199, 1));
/// assert!(price < Decimal::from(20));
/// assert_eq!(price.to_f64(), 19.9);
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Repr);

/// Two words: decimals are many in the messages that are long.
#[derive(Clone)]
enum Repr {
    /// `mantissa / 10^scale`
    Small { mantissa: i64, scale: u8 },
    /// Too long for the other form.
    Big(Box<Literal>),
}

/// Optional minus, whole digits without leading zeros (at least one), optional point and fraction.
#[derive(Clone)]
struct Literal(Box<str>);

/// A decimal taken apart: no leading zeros in `whole`, no trailing ones in `fraction`. Zero is not negative.
#[derive(PartialEq, Eq, Hash)]
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl Decimal {
    /// `mantissa / 10^scale`: `Decimal::new(1990, 2)` is `19.90`.
    pub const fn new(mantissa: i64, scale: u8) -> Self {
        Self(Repr::Small { mantissa, scale })
    }

    /// Reads an `xs:decimal`: digits with an optional sign and at most one point, no exponent.
    ///
    /// # Errors
    /// Any other text, or more than [`DIGIT_LIMIT`] digits after leading zeros.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        match Self::parse_small(text.as_bytes()) {
            Some(small) => Ok(small),
            None => Self::parse_any(text),
        }
    }

    /// The common case in one pass: at most 18 digits, no white space.
    #[inline]
    fn parse_small(text: &[u8]) -> Option<Self> {
        let (negative, digits) = match text {
            [b'-', digits @ ..] => (true, digits),
            [b'+', digits @ ..] | digits => (false, digits),
        };
        if digits.len() > SMALL_DIGITS {
            return None;
        }
        let mut mantissa = 0_i64;
        let mut point = None;
        for (index, &byte) in digits.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit <= 9 {
                mantissa = mantissa * 10 + i64::from(digit);
            } else if byte == b'.' && point.is_none() {
                point = Some(index);
            } else {
                return None;
            }
        }
        let scale = match point {
            // A point alone.
            Some(_) if digits.len() == 1 => return None,
            Some(index) => digits.len() - index - 1,
            None if digits.is_empty() => return None,
            None => 0,
        };
        let mantissa = if negative { -mantissa } else { mantissa };
        Some(Self::new(mantissa, u8::try_from(scale).ok()?))
    }

    fn parse_any(text: &str) -> Result<Self, ValueError> {
        let literal = trim(text);
        let (negative, unsigned) = match literal.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, literal.strip_prefix('+').unwrap_or(literal)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if digits().next().is_none() || !digits().all(|byte| byte.is_ascii_digit()) {
            return Err(ValueError::lexical("decimal", text));
        }
        let whole = whole.trim_start_matches('0');
        if whole.len().saturating_add(fraction.len()) > DIGIT_LIMIT {
            return Err(ValueError::new("decimal", text, Reason::Limit));
        }
        if whole.len() + fraction.len() <= SMALL_DIGITS {
            let mantissa = whole
                .bytes()
                .chain(fraction.bytes())
                .fold(0, |mantissa, byte| mantissa * 10 + i64::from(byte.wrapping_sub(b'0')));
            let scale = u8::try_from(fraction.len()).unwrap_or(u8::MAX);
            return Ok(Self::new(if negative { -mantissa } else { mantissa }, scale));
        }
        let zero = whole.is_empty() && fraction.bytes().all(|byte| byte == b'0');
        let sign = if negative && !zero { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        let whole = if whole.is_empty() { "0" } else { whole };
        Ok(Self::big([sign, whole, point, fraction].concat()))
    }

    fn big(literal: String) -> Self {
        Self(Repr::Big(Box::new(Literal(literal.into_boxed_str()))))
    }

    /// Mantissa and scale, where the mantissa fits: the value is `mantissa / 10^scale`.
    pub fn mantissa_and_scale(&self) -> Option<(i64, u8)> {
        match self.0 {
            Repr::Small { mantissa, scale } => Some((mantissa, scale)),
            Repr::Big(_) => None,
        }
    }

    /// The nearest double.
    #[allow(clippy::missing_panics_doc)] // cannot panic
    pub fn to_f64(&self) -> f64 {
        // Every literal of this type is one Rust reads; beyond the largest double it gives infinity.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The value as an integer, where it is one.
    pub fn to_integer(&self) -> Option<Integer> {
        self.with_parts(|parts| {
            let sign = if parts.negative { "-" } else { "" };
            let whole = if parts.whole.is_empty() { "0" } else { parts.whole };
            parts.fraction.is_empty().then(|| Integer::parse(&[sign, whole].concat()).ok())?
        })
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { mantissa, .. } => *mantissa < 0,
            Repr::Big(literal) => literal.0.starts_with('-'),
        }
    }

    /// Appends the literal, with as many fraction digits as the value was read with.
    pub fn write(&self, out: &mut Vec<u8>) {
        match &self.0 {
            Repr::Big(literal) => out.extend_from_slice(literal.0.as_bytes()),
            Repr::Small { mantissa, scale } => write_small(out, *mantissa, *scale),
        }
    }

    /// Significant digits before and after the point, leading and trailing zeros not counted.
    pub(crate) fn digits(&self) -> (usize, usize) {
        self.with_parts(|parts| (parts.whole.len(), parts.fraction.len()))
    }

    fn with_parts<R>(&self, read: impl FnOnce(Parts<'_>) -> R) -> R {
        let written;
        let text = match &self.0 {
            Repr::Big(literal) => &literal.0,
            Repr::Small { .. } => {
                written = self.to_string();
                written.as_str()
            }
        };
        let unsigned = text.strip_prefix('-');
        let (whole, fraction) = unsigned.unwrap_or(text).split_once('.').unwrap_or((unsigned.unwrap_or(text), ""));
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        read(Parts { negative: unsigned.is_some() && !(whole.is_empty() && fraction.is_empty()), whole, fraction })
    }
}

fn write_small(out: &mut Vec<u8>, mantissa: i64, scale: u8) {
    if mantissa < 0 {
        out.push(b'-');
    }
    let mantissa = mantissa.unsigned_abs();
    match (u32::try_from(mantissa), scale) {
        (_, 0) => write_unsigned(out, mantissa),
        (Ok(mantissa @ ..10_000_000), 1..=6) => write_short(out, mantissa, usize::from(scale)),
        _ => {
            // Without such a power there is nothing before the point.
            let power = 10_u64.checked_pow(scale.into());
            write_unsigned(out, power.map_or(0, |power| mantissa / power));
            out.push(b'.');
            write_padded(out, power.map_or(mantissa, |power| mantissa % power), scale.into());
        }
    }
}

/// A mantissa of at most seven digits, of which up to six follow the point.
fn write_short(out: &mut Vec<u8>, mantissa: u32, scale: usize) {
    // The first of the eight digits is a zero, and makes room for the point.
    let digits = eight_digits(mantissa);
    let zeros = leading_zeros(digits).min(7 - scale) - 1;
    let (digits, point) = (digits >> 8, 8 * (7 - scale));
    let (whole, fraction) = (digits & ((1 << point) - 1), digits >> point);
    let literal = whole | (u64::from(b'.') << point) | (fraction << (point + 8));
    append_start(out, &(literal >> (8 * zeros)).to_le_bytes(), 8 - zeros);
}

lexical!(Decimal, "decimal");

impl Default for Decimal {
    fn default() -> Self {
        Self::new(0, 0)
    }
}

impl Parts<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitude = self
            .whole
            .len()
            .cmp(&other.whole.len())
            .then_with(|| self.whole.cmp(other.whole))
            .then_with(|| self.fraction.cmp(other.fraction));
        match (self.negative, other.negative) {
            (false, false) => magnitude,
            (true, true) => magnitude.reverse(),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Small { mantissa: a, scale: a_scale }, Repr::Small { mantissa: b, scale: b_scale }) =
            (&self.0, &other.0)
        {
            let raise = |mantissa: i64, by: u8| {
                10i128.checked_pow(u32::from(by)).and_then(|power| i128::from(mantissa).checked_mul(power))
            };
            let a = raise(*a, b_scale.saturating_sub(*a_scale));
            let b = raise(*b, a_scale.saturating_sub(*b_scale));
            if let (Some(a), Some(b)) = (a, b) {
                return a.cmp(&b);
            }
        }
        self.with_parts(|a| other.with_parts(|b| a.cmp(&b)))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.with_parts(|parts| parts.hash(state));
    }
}

macro_rules! from_integer {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Decimal {
            fn from(value: $ty) -> Self {
                match i64::try_from(value) {
                    Ok(small) => Self::new(small, 0),
                    Err(_) => Self::big(value.to_string()),
                }
            }
        }
    )*};
}

macro_rules! from_small_integer {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Decimal {
            fn from(value: $ty) -> Self {
                Self::new(i64::from(value), 0)
            }
        }
    )*};
}

from_small_integer!(i8 i16 i32 i64 u8 u16 u32);
from_integer!(i128 u64);

impl From<&Integer> for Decimal {
    fn from(value: &Integer) -> Self {
        match value.to_i64() {
            Some(small) => Self::from(small),
            None => Self::big(value.to_string()),
        }
    }
}

impl TryFrom<f64> for Decimal {
    type Error = ValueError;

    /// The shortest decimal that reads back as this double; infinities and NaN are refused.
    fn try_from(value: f64) -> Result<Self, ValueError> {
        if !value.is_finite() {
            return Err(ValueError::range("decimal", &value.to_string()));
        }
        Self::parse(&value.to_string())
    }
}

impl From<&Decimal> for f64 {
    /// The nearest double.
    fn from(value: &Decimal) -> Self {
        value.to_f64()
    }
}

macro_rules! to_integer {
    ($($ty:ty)*) => {$(
        impl TryFrom<&Decimal> for $ty {
            type Error = ValueError;

            /// Exact: a value with a fraction is refused, not rounded.
            fn try_from(value: &Decimal) -> Result<Self, ValueError> {
                let inexact = || ValueError::new(stringify!($ty), &value.to_string(), Reason::Inexact);
                Self::try_from(value.to_integer().ok_or_else(inexact)?)
            }
        }
    )*};
}

to_integer!(i32 i64 i128 u32 u64);

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    fn hash(value: &Decimal) -> u64 {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn scale_is_kept_for_writing() {
        let long = format!("-{}.50", "9".repeat(60));
        for (text, written) in [
            ("1.00", "1.00"),
            (" +01.0 ", "1.0"),
            (" -1.50\n", "-1.50"),
            ("-0.0000000000000000000", "0.0000000000000000000"),
            ("-0.1111111111111111111", "-0.1111111111111111111"),
            ("1.", "1"),
            (".5", "0.5"),
            ("-.05", "-0.05"),
            ("-0.0", "0.0"),
            ("0", "0"),
            ("123456789012345678901234567890.12345678", "123456789012345678901234567890.12345678"),
            (&long, &long),
        ] {
            assert_eq!(decimal(text).to_string(), written);
        }
        assert_eq!(Decimal::new(-5, 3).to_string(), "-0.005");
        assert_eq!(Decimal::new(i64::MIN, 1).to_string(), "-922337203685477580.8");
        assert_eq!(Decimal::from(i128::MIN).to_string(), "-170141183460469231731687303715884105728");
        assert_eq!(Decimal::new(i64::MAX, 21).to_string(), "0.009223372036854775807");
        assert_eq!(Decimal::new(-1, 30).to_string(), "-0.000000000000000000000000000001");
        assert_eq!(Decimal::new(0, 3).to_string(), "0.000");
        assert_eq!(Decimal::new(9_999_999, 6).to_string(), "9.999999");
        assert_eq!(Decimal::new(9_999_999, 7).to_string(), "0.9999999");
        assert_eq!(Decimal::new(10_000_000, 6).to_string(), "10.000000");
        assert_eq!(Decimal::new(1_234_567, 1).to_string(), "123456.7");
        assert_eq!(Decimal::new(5, 1).to_string(), "0.5");
        assert_eq!(Decimal::new(-70, 6).to_string(), "-0.000070");
        assert_eq!(Decimal::new(7, 7).to_string(), "0.0000007");
        assert_eq!(Decimal::new(i64::MAX, 19).to_string(), "0.9223372036854775807");
        assert_eq!(Decimal::new(1, 255).to_string(), format!("0.{:0255}", 1));
    }

    #[test]
    fn equality_and_hash_are_by_value() {
        let long_one = format!("1.{}", "0".repeat(100));
        for (a, b) in [("1", "1.00"), ("1", &long_one), ("-0", "0.0"), ("0010.5", "10.50")] {
            assert_eq!(decimal(a), decimal(b));
            assert_eq!(hash(&decimal(a)), hash(&decimal(b)));
        }
        assert_ne!(decimal("1"), decimal("-1"));
        assert_ne!(hash(&decimal("1")), hash(&decimal("10")));
    }

    #[test]
    fn zero_has_no_sign() {
        let long = "1".repeat(40);
        for (text, negative) in [
            ("-1", true),
            ("-0.01", true),
            (&format!("-{long}"), true),
            ("0", false),
            ("-0", false),
            ("-0.00000000000000000000", false),
            ("1", false),
            (&long, false),
        ] {
            assert_eq!(decimal(text).is_negative(), negative, "{text}");
        }
    }

    #[test]
    fn order_is_numeric_across_forms() {
        let huge = "1".repeat(80);
        let tiny = format!("0.{}1", "0".repeat(80));
        let ascending = ["-10.5", "-10.05", "-1", "0", &tiny, "0.05", "0.5", "5", "10.05", "10.5", &huge];
        for pair in ascending.windows(2) {
            assert!(decimal(pair[0]) < decimal(pair[1]), "{pair:?}");
        }
        assert!(Decimal::from(i128::MAX) > Decimal::new(1, 200));
    }

    #[test]
    fn conversions_are_exact_or_refused() {
        assert_eq!(i64::try_from(&decimal("42.000")), Ok(42));
        assert_eq!(i64::try_from(&decimal("42.5")).unwrap_err().reason, Reason::Inexact);
        assert_eq!(u32::try_from(&decimal("-1")).unwrap_err().reason, Reason::Range);
        assert_eq!(Decimal::try_from(0.1), Ok(decimal("0.1")));
        assert!(Decimal::try_from(f64::NAN).is_err());
        assert_eq!(f64::from(&decimal("0.10")), 0.1);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", ".", "+", "-.", "1..", "1.2.3", "1e3", "INF", "1,5", "++1", "1 .2"] {
            assert_eq!(Decimal::parse(text).unwrap_err().reason, Reason::Lexical, "{text:?}");
        }
        let longest = "9".repeat(DIGIT_LIMIT);
        assert_eq!(decimal(&longest).to_string(), longest);
        assert_eq!(decimal(&format!("0.{longest}")).to_string(), format!("0.{longest}"));
        let long = "9".repeat(DIGIT_LIMIT + 1);
        assert_eq!(Decimal::parse(&long).unwrap_err().reason, Reason::Limit);
        assert_eq!(Decimal::parse(&format!("0.{long}")).unwrap_err().reason, Reason::Limit);
    }
}
