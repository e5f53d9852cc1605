//! `xs:float` and `xs:double` (XML Schema 1.0 part 2, 3.2.4 and 3.2.5), which are Rust's own types.

use std::io::Write;

use super::Lexical;
use super::error::ValueError;
use super::number::write_signed;
use super::white_space::trim;

/// Reads an `xs:double`: a decimal with optional exponent, `INF`, `-INF` or `NaN`.
///
/// A literal maps to the nearest double (3.2.5, by Clinger); one beyond the largest, such as `1e400`, therefore to infinity.
/// XSD 1.0 has no `+INF`, and none of the spellings Rust adds (`inf`, `infinity`, `nan`).
pub fn parse_f64(text: &str) -> Result<f64, ValueError> {
    match trim(text) {
        "INF" => Ok(f64::INFINITY),
        "-INF" => Ok(f64::NEG_INFINITY),
        "NaN" => Ok(f64::NAN),
        literal if is_numeral(literal.as_bytes()) => literal.parse().map_err(|_| ValueError::lexical("double", text)),
        _ => Err(ValueError::lexical("double", text)),
    }
}

/// Reads an `xs:float`, by the same rules as [`parse_f64`].
pub fn parse_f32(text: &str) -> Result<f32, ValueError> {
    match trim(text) {
        "INF" => Ok(f32::INFINITY),
        "-INF" => Ok(f32::NEG_INFINITY),
        "NaN" => Ok(f32::NAN),
        literal if is_numeral(literal.as_bytes()) => literal.parse().map_err(|_| ValueError::lexical("float", text)),
        _ => Err(ValueError::lexical("float", text)),
    }
}

/// `[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?`
fn is_numeral(text: &[u8]) -> bool {
    let text = unsigned(text);
    let (whole, rest) = split_digits(text);
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => split_digits(rest),
        _ => (0, rest),
    };
    if whole == 0 && fraction == 0 {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', exponent @ ..] => {
            matches!(split_digits(unsigned(exponent)), (1.., []))
        }
        _ => false,
    }
}

fn unsigned(text: &[u8]) -> &[u8] {
    match text {
        [b'+' | b'-', rest @ ..] => rest,
        _ => text,
    }
}

/// The number of leading digits, and what follows them.
fn split_digits(text: &[u8]) -> (usize, &[u8]) {
    let count = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    (count, text.get(count..).unwrap_or_default())
}

/// Whole numbers below this are written without a fraction; every one of them is exact in a double.
const WHOLE_LIMIT: f64 = 1e15;

macro_rules! float {
    ($ty:ident $parse:ident $name:literal) => {
        impl Lexical for $ty {
            const NAME: &'static str = $name;

            fn parse(text: &str) -> Result<Self, ValueError> {
                $parse(text)
            }

            /// Writes the shortest literal that reads back as the same value.
            fn write(&self, out: &mut Vec<u8>) {
                if self.is_nan() {
                    out.extend_from_slice(b"NaN");
                } else if self.is_infinite() {
                    out.extend_from_slice(if *self > 0.0 { b"INF" } else { b"-INF" });
                } else if !write_whole(out, f64::from(*self)) {
                    // Writing to a vector cannot fail.
                    let _ = write!(out, "{self:?}");
                }
            }
        }
    };
}

float!(f32 parse_f32 "float");
float!(f64 parse_f64 "double");

/// Writes a value without fraction as an integer, which is several times faster than the general way.
#[allow(clippy::cast_possible_truncation)] // bounded by WHOLE_LIMIT
#[allow(clippy::float_cmp)] // exactness is the question
fn write_whole(out: &mut Vec<u8>, value: f64) -> bool {
    if value.abs() >= WHOLE_LIMIT || value.trunc() != value {
        return false;
    }
    if value == 0.0 && value.is_sign_negative() {
        out.push(b'-');
    }
    write_signed(out, value as i64);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<T: Lexical>(value: &T) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn rust_spellings_are_refused() {
        for text in [
            "inf", "+INF", "Infinity", "infinity", "nan", "-NaN", "1e", "e1", ".", "", "+", "1.e+", "0x10", "1_0",
            "1f", "1 .0", "- 1", "1e1.5",
        ] {
            assert!(parse_f64(text).is_err(), "{text:?}");
            assert!(parse_f32(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn literals_map_to_the_nearest_value() {
        for (text, value) in [
            ("1.", 1.0),
            (".1", 0.1),
            (" -1E4\n", -1e4),
            ("+12.78e-2", 0.1278),
            ("1e400", f64::INFINITY),
            ("-1e400", f64::NEG_INFINITY),
            ("1e-400", 0.0),
        ] {
            assert_eq!(parse_f64(text), Ok(value), "{text:?}");
        }
        assert!(parse_f64("NaN").is_ok_and(f64::is_nan) && parse_f32("NaN").is_ok_and(f32::is_nan));
        assert_eq!((parse_f32("INF"), parse_f32("-INF")), (Ok(f32::INFINITY), Ok(f32::NEG_INFINITY)));
        assert_eq!(parse_f32("3.40282348e38"), Ok(f32::MAX));
    }

    #[test]
    fn every_value_written_reads_back() {
        for value in [
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            1e15,
            1e16,
            123_456_789_012_345.0,
            1e300,
            f64::MIN_POSITIVE,
            5e-324,
            f64::MAX,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ] {
            let text = written(&value);
            assert_eq!(parse_f64(&text).map(f64::to_bits), Ok(value.to_bits()), "{text}");
        }
        assert_eq!(written(&f64::NAN), "NaN");
        assert_eq!(written(&-0.0f64), "-0");
        assert_eq!(written(&2.0f64), "2");
        assert_eq!(written(&0.1f32), "0.1");
        assert_eq!(written(&1e-7f64), "1e-7");
    }
}
