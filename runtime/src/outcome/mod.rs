//! Outcomes: `Ok` means that it worked.
//!
//! Many services say "no" in the middle of a successful response: by a status object, a boolean, a magic text, a member
//! named `ErrorNumber`. A manifest states how ([`Outcome`]), the generator resolves that against the contract, and a
//! call whose reply says "no" gives [`Error::Rejected`](crate::Error::Rejected) with a [`Rejection`].

mod facts;
mod judge;
mod rejection;

pub use facts::{Condition, FaultRule, JsonError, KnownCode, Outcome, Path, Test};
pub(crate) use judge::{find, reach};
pub use rejection::{Code, Rejection};

/// Implements [`Code`] and the conversions for an emitted enum of codes, and makes the table of their meanings.
///
/// The enum's last two arms are `Unrecognised`, an answer without a code, and `Other(String)`, a code that is not
/// documented.
#[macro_export]
macro_rules! codes {
    ($type:ident, $table:ident { $($arm:ident = $code:literal, $meaning:literal;)* }) => {
        static $table: &[$crate::outcome::KnownCode] = &[$($crate::outcome::KnownCode($code, $meaning),)*];
        impl $type {
            /// The code as it is sent; empty for an answer without one.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$arm => $code,)*
                    Self::Unrecognised => "",
                    Self::Other(code) => code,
                }
            }
        }
        impl $crate::outcome::Code for $type {
            fn from_code(code: Option<&str>) -> Self {
                match code {
                    $(Some($code) => Self::$arm,)*
                    Some(code) => Self::Other(code.to_owned()),
                    None => Self::Unrecognised,
                }
            }
        }
    };
}
