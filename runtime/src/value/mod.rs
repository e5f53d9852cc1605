//! The built-in simple types of XML Schema 1.0 part 2 as Rust values.
//!
//! Every type reads with its own lexer, white space at the ends included (`whiteSpace` is collapse for all of them),
//! keeps its value without loss, compares by value and writes a legal literal. Text comes in, values go out, and back;
//! nothing here knows elements or documents. [`Builtin`] names the types, [`facet`] checks what a derivation adds.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::float_cmp))] // a failed test shall panic

/// Digits a number may have; a longer one is refused with [`Reason::Limit`].
pub const DIGIT_LIMIT: usize = 4096;

/// A type with a lexical space: the Rust types this module defines, `bool`, and Rust's numbers.
pub trait Lexical: Sized {
    /// The name of the XSD type, for messages.
    const NAME: &'static str;

    /// Reads a literal; white space at its ends is ignored.
    fn parse(text: &str) -> Result<Self, ValueError>;

    /// Appends a literal of the value.
    fn write(&self, out: &mut Vec<u8>);
}

macro_rules! lexical_without_debug {
    ($ty:ty, $name:literal) => {
        impl Lexical for $ty {
            const NAME: &'static str = $name;

            fn parse(text: &str) -> Result<Self, ValueError> {
                <$ty>::parse(text)
            }

            fn write(&self, out: &mut Vec<u8>) {
                <$ty>::write(self, out);
            }
        }

        impl std::str::FromStr for $ty {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                <$ty>::parse(text)
            }
        }

        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut literal = Vec::new();
                <$ty>::write(self, &mut literal);
                f.pad(std::str::from_utf8(&literal).map_err(|_| std::fmt::Error)?)
            }
        }
    };
}

/// What all the types have in common beyond their own `parse` and `write`; Debug shows the literal.
macro_rules! lexical {
    ($ty:ident, $name:literal) => {
        lexical_without_debug!($ty, $name);

        impl std::fmt::Debug for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($ty), "({})"), self)
            }
        }
    };
}

#[macro_use]
mod calendar;

mod binary;
mod builtin;
mod date_time;
mod decimal;
mod duration;
mod error;
pub mod facet;
mod float;
mod gregorian;
mod integer;
mod literal;
pub(crate) mod name;
mod number;
mod qname;
mod white_space;

pub(crate) use binary::push_base64;
pub use binary::{Base64Binary, HexBinary};
pub use builtin::{Builtin, Primitive};
pub use calendar::Zone;
pub use date_time::{Date, DateTime, Time};
pub use decimal::Decimal;
pub use duration::Duration;
pub(crate) use error::truncated;
pub use error::{Reason, ValueError};
pub use facet::{Facet, FacetViolation};
pub use float::{parse_f32, parse_f64};
pub use gregorian::{GDay, GMonth, GMonthDay, GYear, GYearMonth};
pub use integer::Integer;
pub use literal::Literal;
pub use name::{is_language, is_name, is_nc_name, is_nmtoken, is_qname};
pub use number::{
    parse_bool, parse_i8, parse_i16, parse_i32, parse_i64, parse_u8, parse_u16, parse_u32, parse_u64, write_signed,
    write_unsigned,
};
pub use qname::{Notation, QName};
pub use white_space::{WhiteSpace, normalize};
