//! Boolean and the bounded integers, which are Rust's own types.

use crate::append::append_start;

use super::Lexical;
use super::error::{Reason, ValueError};
use super::white_space::trim;

/// Why a run of digits is not a `u64`.
enum Magnitude {
    Fits(bool, u64),
    Overflows,
    NotDigits,
}

/// `[+-]?[0-9]+`: sign and magnitude.
fn magnitude(text: &str) -> Magnitude {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    if digits.is_empty() {
        return Magnitude::NotDigits;
    }
    let mut value = 0u64;
    let mut overflow = false;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Magnitude::NotDigits;
        }
        match value.checked_mul(10).and_then(|value| value.checked_add(u64::from(digit))) {
            Some(next) => value = next,
            None => overflow = true,
        }
    }
    if overflow { Magnitude::Overflows } else { Magnitude::Fits(negative, value) }
}

fn signed(expected: &'static str, text: &str) -> Result<i64, ValueError> {
    match magnitude(trim(text)) {
        Magnitude::Fits(false, value) => i64::try_from(value).ok(),
        Magnitude::Fits(true, value) => 0i64.checked_sub_unsigned(value),
        Magnitude::Overflows => None,
        Magnitude::NotDigits => return Err(ValueError::lexical(expected, text)),
    }
    .ok_or_else(|| ValueError::range(expected, text))
}

fn unsigned(expected: &'static str, text: &str) -> Result<u64, ValueError> {
    match magnitude(trim(text)) {
        Magnitude::Fits(false, value) | Magnitude::Fits(true, value @ 0) => Ok(value),
        Magnitude::Fits(true, _) | Magnitude::Overflows => Err(ValueError::range(expected, text)),
        Magnitude::NotDigits => Err(ValueError::lexical(expected, text)),
    }
}

macro_rules! bounded {
    ($($ty:ident $parse:ident $write:ident $lexer:ident $name:literal;)*) => {$(
        #[doc = concat!("Reads an `xs:", $name, "`: optional sign, leading zeros allowed, anything outside the range refused.")]
        pub fn $parse(text: &str) -> Result<$ty, ValueError> {
            $ty::try_from($lexer($name, text)?).map_err(|_| ValueError::range($name, text))
        }

        impl Lexical for $ty {
            const NAME: &'static str = $name;

            fn parse(text: &str) -> Result<Self, ValueError> {
                $parse(text)
            }

            fn write(&self, out: &mut Vec<u8>) {
                $write(out, (*self).into());
            }
        }
    )*};
}

bounded! {
    i8 parse_i8 write_signed signed "byte";
    i16 parse_i16 write_signed signed "short";
    i32 parse_i32 write_signed signed "int";
    i64 parse_i64 write_signed signed "long";
    u8 parse_u8 write_unsigned unsigned "unsignedByte";
    u16 parse_u16 write_unsigned unsigned "unsignedShort";
    u32 parse_u32 write_unsigned unsigned "unsignedInt";
    u64 parse_u64 write_unsigned unsigned "unsignedLong";
}

/// Reads an `xs:boolean`: `true`, `false`, `1` or `0`.
pub fn parse_bool(text: &str) -> Result<bool, ValueError> {
    match trim(text) {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(ValueError::new("boolean", text, Reason::Lexical)),
    }
}

impl Lexical for bool {
    const NAME: &'static str = "boolean";

    fn parse(text: &str) -> Result<Self, ValueError> {
        parse_bool(text)
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

/// Appends a signed integer in decimal.
pub fn write_signed(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    write_unsigned(out, value.unsigned_abs());
}

/// Appends an unsigned integer in decimal.
pub fn write_unsigned(out: &mut Vec<u8>, value: u64) {
    write_padded(out, value, 1);
}

/// Appends an integer in decimal with at least `width` digits.
#[inline]
pub(crate) fn write_padded(out: &mut Vec<u8>, value: u64, width: usize) {
    match u32::try_from(value) {
        Ok(value @ ..BLOCK) if width <= 8 => {
            let digits = eight_digits(value);
            let zeros = leading_zeros(digits).min(8 - width.max(1));
            append_start(out, &(digits >> (8 * zeros)).to_le_bytes(), 8 - zeros);
        }
        _ => write_long(out, value, width),
    }
}

/// More digits than are made at once.
fn write_long(out: &mut Vec<u8>, value: u64, width: usize) {
    let block = u64::from(BLOCK);
    write_padded(out, value / block, width.saturating_sub(8));
    write_padded(out, value % block, 8);
}

/// The first number of nine digits.
const BLOCK: u32 = 100_000_000;

/// The eight digits of a number below [`BLOCK`], the first in the lowest byte.
///
/// No byte of it is written to memory alone: what is loaded as a word soon after waits for all of them.
#[inline]
pub(crate) fn eight_digits(value: u32) -> u64 {
    // In each half, quarter and byte: the quotient below the remainder. The factors are reciprocals, exact that far.
    let value = u64::from(value);
    let halves = (value / 10_000) | ((value % 10_000) << 32);
    let hundreds = ((halves * 10_486) >> 20) & 0x7F_0000_007F;
    let quarters = hundreds | ((halves - hundreds * 100) << 16);
    let tens = ((quarters * 103) >> 10) & 0x000F_000F_000F_000F;
    (tens | ((quarters - tens * 10) << 8)) + u64::from_ne_bytes([b'0'; 8])
}

/// How many of [`eight_digits`] are zeros before the first that is none, or before the last digit.
#[inline]
pub(crate) fn leading_zeros(digits: u64) -> usize {
    let first = (digits - u64::from_ne_bytes([b'0'; 8])) | 1 << 56;
    (first.trailing_zeros() / 8) as usize
}

/// The digits of a number below 100.
#[inline]
pub(crate) const fn two_digits(value: u8) -> [u8; 2] {
    [b'0' + value / 10 % 10, b'0' + value % 10]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_leading_zeros_are_legal() {
        assert_eq!(parse_i32(" +0042\n"), Ok(42));
        assert_eq!(parse_i8("-128"), Ok(-128));
        assert_eq!(parse_i64("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(parse_u64("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(parse_u64("-0"), Ok(0));
        assert_eq!(parse_u8("000000000000000000000000000000255"), Ok(255));
    }

    #[test]
    fn overflow_is_told_from_nonsense() {
        for (text, reason) in [
            ("128", Reason::Range),
            ("-129", Reason::Range),
            ("99999999999999999999999", Reason::Range),
            ("99999999999999999999999x", Reason::Lexical),
            ("", Reason::Lexical),
            ("+", Reason::Lexical),
            ("--1", Reason::Lexical),
            ("1.0", Reason::Lexical),
            ("1 2", Reason::Lexical),
            ("\u{a0}1", Reason::Lexical),
            ("١", Reason::Lexical),
        ] {
            assert_eq!(parse_i8(text).unwrap_err().reason, reason, "{text:?}");
        }
        assert_eq!(parse_u32("-1").unwrap_err().reason, Reason::Range);
        assert_eq!(parse_i64("9223372036854775808").unwrap_err().reason, Reason::Range);
    }

    #[test]
    fn boolean_has_four_literals() {
        assert_eq!(parse_bool(" 1 "), Ok(true));
        assert_eq!(parse_bool("false"), Ok(false));
        assert!(parse_bool("TRUE").is_err());
        assert!(parse_bool("").is_err());
    }

    #[test]
    fn writes_what_rust_prints() {
        for value in [0, 1, 9, 10, -1, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            write_signed(&mut out, value);
            assert_eq!(out, value.to_string().into_bytes());
        }
    }

    #[test]
    fn writes_any_number_of_digits() {
        let powers = (0..20).filter_map(|power| 10_u64.checked_pow(power));
        let near = powers.flat_map(|power| [power - 1, power, power + 1, power / 3 * 2, power / 10 * 9 + 7]);
        for value in near.chain([12_345_678, 90_807_060_504_030, u64::MAX]) {
            for width in [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 20, 33] {
                let mut out = Vec::new();
                write_padded(&mut out, value, width);
                assert_eq!(String::from_utf8(out), Ok(format!("{value:0width$}")), "{width} of {value}");
            }
        }
    }

    #[test]
    fn every_digit_has_its_place() {
        for value in (0..BLOCK).step_by(9_973) {
            let digits = eight_digits(value).to_le_bytes();
            assert_eq!(std::str::from_utf8(&digits), Ok(format!("{value:08}").as_str()));
        }
    }
}
