//! What a lexer reports when a text is no literal of its type.

use std::fmt;

/// How much of the offending text an error keeps, in characters.
const FOUND_LIMIT: usize = 64;

/// A text that is no literal of the expected type.
///
/// ```
/// let error = castile::value::Decimal::parse("1,5").unwrap_err();
/// assert_eq!(error.expected, "decimal");
/// assert_eq!(error.to_string(), "expected decimal, found \"1,5\": not in the lexical space of the type");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The type that was expected, by its XSD name.
    pub expected: &'static str,
    /// The text as found, cut after 64 characters.
    pub found: String,
    /// Why the text was refused.
    pub reason: Reason,
}

/// Why a text is no literal of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The text is not in the lexical space of the type.
    Lexical,
    /// A well-formed literal whose value is not in the value space: `128` for a byte, `2023-02-30` for a date.
    Range,
    /// A legal literal that is longer than this runtime keeps ([`DIGIT_LIMIT`](super::DIGIT_LIMIT)).
    Limit,
    /// The prefix of a qualified name is not bound here.
    UnboundPrefix,
    /// The value has no time zone, and so names no instant.
    NoZone,
    /// The target type cannot hold the value exactly.
    Inexact,
}

impl ValueError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(expected: &'static str, found: &str, reason: Reason) -> Self {
        Self { expected, found: truncated(found), reason }
    }

    #[cold]
    pub(crate) fn lexical(expected: &'static str, found: &str) -> Self {
        Self::new(expected, found, Reason::Lexical)
    }

    #[cold]
    pub(crate) fn range(expected: &'static str, found: &str) -> Self {
        Self::new(expected, found, Reason::Range)
    }

    /// The same error without the text, for a member whose value must not be shown.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.found = String::from("[redacted]");
        self
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {:?}: {}", self.expected, self.found, self.reason)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lexical => "not in the lexical space of the type",
            Self::Range => "outside the value space of the type",
            Self::Limit => "more digits than the limit of 4096",
            Self::UnboundPrefix => "the prefix is not bound to a namespace",
            Self::NoZone => "without a time zone it names no instant",
            Self::Inexact => "cannot be converted exactly",
        })
    }
}

impl std::error::Error for ValueError {}

/// The first characters of `text`, enough for a message.
pub(crate) fn truncated(text: &str) -> String {
    match text.char_indices().nth(FOUND_LIMIT) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text.to_owned(),
    }
}
