//! `xs:hexBinary` and `xs:base64Binary` (XML Schema 1.0 part 2, 3.2.15 and 3.2.16).

use std::fmt;
use std::ops::{Deref, DerefMut};

use super::white_space::{is_space, trim};
use super::{Lexical, ValueError};

/// Octets written as pairs of hexadecimal digits.
///
/// ```
/// use castile::value::HexBinary;
/// let octets = HexBinary::parse("0aFF")?;
/// assert_eq!(*octets, [0x0a, 0xff]);
/// assert_eq!(octets.to_string(), "0AFF");
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct HexBinary(pub Vec<u8>);

/// Octets written in base64.
///
/// White space between the characters is legal and dropped; padding is required, and its unused bits must be zero.
///
/// ```
/// use castile::value::Base64Binary;
/// let octets = Base64Binary::parse("3q2+\n 7w==")?;
/// assert_eq!(*octets, [0xde, 0xad, 0xbe, 0xef]);
/// assert_eq!(octets.to_string(), "3q2+7w==");
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64Binary(pub Vec<u8>);

impl HexBinary {
    /// Reads an `xs:hexBinary`: an even number of hexadecimal digits of either case.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let literal = trim(text).as_bytes();
        let (pairs, rest) = literal.as_chunks::<2>();
        let mut octets = Vec::with_capacity(pairs.len());
        for [high, low] in pairs {
            match (hex_value(*high), hex_value(*low)) {
                (Some(high), Some(low)) => octets.push(high << 4 | low),
                _ => return Err(ValueError::lexical("hexBinary", text)),
            }
        }
        if rest.is_empty() { Ok(Self(octets)) } else { Err(ValueError::lexical("hexBinary", text)) }
    }

    /// Appends the canonical literal, in upper case.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.reserve(self.0.len().saturating_mul(2));
        for octet in &self.0 {
            out.extend_from_slice(&[hex_digit(octet >> 4), hex_digit(octet & 15)]);
        }
    }
}

const fn hex_digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'A' - 10 + value }
}

const fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a character that carries no six bits maps to.
const INVALID: u8 = 0xff;

static SEXTETS: [u8; 256] = sextets();

#[expect(clippy::indexing_slicing, reason = "worked out by the compiler")]
const fn sextets() -> [u8; 256] {
    let mut table = [INVALID; 256];
    let mut value = 0u8;
    while value < 64 {
        table[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    table
}

/// The six bits that a character stands for.
#[inline]
#[expect(clippy::indexing_slicing, reason = "there is a place for every byte")]
fn sextet_of(byte: u8) -> u8 {
    SEXTETS[usize::from(byte)]
}

impl Base64Binary {
    /// Reads an `xs:base64Binary`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        decode(text.as_bytes()).map(Self).ok_or_else(|| ValueError::lexical("base64Binary", text))
    }

    /// Appends the canonical literal, on one line.
    pub fn write(&self, out: &mut Vec<u8>) {
        encode(out, &self.0);
    }
}

#[allow(clippy::cast_possible_truncation)] // the parts are cut to octets on purpose
const fn octets_of([a, b, c, d]: [u8; 4]) -> [u8; 3] {
    [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
}

fn decode(mut text: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(text.len() / 4 * 3 + 3);
    loop {
        // Whole quanta without white space or padding, as far as they go.
        let (quanta, rest) = text.as_chunks::<4>();
        let mut taken = 0;
        for quantum in quanta {
            let sextets = quantum.map(sextet_of);
            let [a, b, c, d] = sextets;
            if (a | b | c | d) & 0xc0 != 0 {
                break;
            }
            octets.extend_from_slice(&octets_of(sextets));
            taken += 1;
        }
        if taken == quanta.len() && rest.is_empty() {
            return Some(octets);
        }
        text = broken_quantum(text.get(taken * 4..)?, &mut octets)?;
    }
}

/// Reads one quantum that white space interrupts or padding completes; returns what follows it.
fn broken_quantum<'a>(text: &'a [u8], octets: &mut Vec<u8>) -> Option<&'a [u8]> {
    // A place that stays empty holds no character of base64.
    let mut quantum = [0u8; 4];
    let mut filled = 0;
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if !is_space(*byte)
            && let Some(place) = quantum.get_mut(filled)
        {
            *place = *byte;
            filled += 1;
            if filled == quantum.len() {
                break;
            }
        }
    }
    if filled == 0 {
        return Some(rest);
    }
    let padding = quantum.iter().rev().take_while(|byte| **byte == b'=').count();
    let sextets = quantum.map(|byte| if byte == b'=' { 0 } else { sextet_of(byte) });
    let [_, second, third, _] = sextets;
    let octet_count = match padding {
        0 => 3,
        1 if third.trailing_zeros() >= 2 => 2,
        2 if second.trailing_zeros() >= 4 => 1,
        _ => return None,
    };
    let misplaced = quantum.iter().take(4 - padding).any(|byte| *byte == b'=');
    if misplaced || sextets.contains(&INVALID) {
        return None;
    }
    octets.extend(octets_of(sextets).into_iter().take(octet_count));
    if padding > 0 && !rest.iter().all(|byte| is_space(*byte)) {
        return None;
    }
    Some(rest)
}

#[expect(clippy::indexing_slicing, reason = "six bits are below 64")]
const fn sextet(value: u8) -> u8 {
    ALPHABET[(value & 63) as usize]
}

/// Appends base64 text.
pub(crate) fn push_base64(octets: &[u8], out: &mut String) {
    let mut encoded = Vec::new();
    encode(&mut encoded, octets);
    // Base64 is ASCII.
    out.push_str(std::str::from_utf8(&encoded).unwrap_or_default());
}

fn encode(out: &mut Vec<u8>, octets: &[u8]) {
    out.reserve(octets.len().div_ceil(3).saturating_mul(4));
    let (triples, rest) = octets.as_chunks::<3>();
    for [a, b, c] in triples {
        out.extend_from_slice(&[sextet(a >> 2), sextet(a << 4 | b >> 4), sextet(b << 2 | c >> 6), sextet(*c)]);
    }
    match rest {
        [a] => out.extend_from_slice(&[sextet(a >> 2), sextet(a << 4), b'=', b'=']),
        [a, b] => out.extend_from_slice(&[sextet(a >> 2), sextet(a << 4 | b >> 4), sextet(b << 2), b'=']),
        _ => {}
    }
}

macro_rules! octets {
    ($($ty:ident $name:literal)*) => {$(
        lexical_without_debug!($ty, $name);

        impl fmt::Debug for $ty {
            /// The number of octets only: a document of megabytes has no place in a log.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($ty), "({} octets)"), self.0.len())
            }
        }

        impl Deref for $ty {
            type Target = Vec<u8>;

            fn deref(&self) -> &Vec<u8> {
                &self.0
            }
        }

        impl DerefMut for $ty {
            fn deref_mut(&mut self) -> &mut Vec<u8> {
                &mut self.0
            }
        }

        impl AsRef<[u8]> for $ty {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<Vec<u8>> for $ty {
            fn from(octets: Vec<u8>) -> Self {
                Self(octets)
            }
        }

        impl From<&[u8]> for $ty {
            fn from(octets: &[u8]) -> Self {
                Self(octets.to_vec())
            }
        }

        impl From<$ty> for Vec<u8> {
            fn from(octets: $ty) -> Self {
                octets.0
            }
        }
    )*};
}

octets! {
    HexBinary "hexBinary"
    Base64Binary "base64Binary"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_rfc_4648() {
        for (octets, literal) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let value = Base64Binary::from(octets.as_bytes());
            assert_eq!(value.to_string(), literal);
            assert_eq!(Base64Binary::parse(literal), Ok(value));
        }
    }

    #[test]
    fn base64_white_space_may_stand_anywhere() {
        let spaced = " Z m\n9\tv\r\nYm E = ";
        assert_eq!(Base64Binary::parse(spaced).map(|octets| octets.0), Ok(b"fooba".to_vec()));
        assert_eq!(Base64Binary::parse(" \n"), Ok(Base64Binary::default()));
    }

    /// Whole quanta go another way, which any of their four characters must be able to leave.
    #[test]
    fn each_character_of_a_quantum_is_looked_at() {
        const LITERAL: &str = "Zm9vYmFyZm9v";
        for at in 0..LITERAL.len() {
            let (before, after) = LITERAL.split_at(at);
            let spaced = format!("{before} {after}");
            assert_eq!(Base64Binary::parse(&spaced).map(|octets| octets.0), Ok(b"foobarfoo".to_vec()), "{spaced}");
            let wrong = format!("{before}*{}", &after[1..]);
            assert!(Base64Binary::parse(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn base64_is_strict() {
        for text in [
            "Z",
            "Zg",
            "Zg=",
            "Zm8",
            "Zg===",
            "=",
            "====",
            "Z===",
            "Zh==",
            "Zm9=",
            "Zg==Zg==",
            "Zg= =x",
            "Zm9v=",
            "Zm-_",
            "Zm9v\u{a0}",
            "Zm\u{e9}v",
            "Z=g=",
        ] {
            assert!(Base64Binary::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn every_octet_and_length_reads_back() {
        for length in 0..=300usize {
            let octets: Vec<u8> = (0..=255u8).cycle().skip(length).take(length).collect();
            let base64 = Base64Binary(octets.clone());
            assert_eq!(Base64Binary::parse(&base64.to_string()), Ok(base64));
            let hex = HexBinary(octets);
            assert_eq!(HexBinary::parse(&hex.to_string()), Ok(hex));
        }
    }

    #[test]
    fn hex_is_strict() {
        assert_eq!(HexBinary::parse("\n0a "), Ok(HexBinary(vec![10])));
        for text in ["0", "0g", "0a 0b", "0x0a", "é"] {
            assert!(HexBinary::parse(text).is_err(), "{text:?}");
        }
    }
}
