//! What can be wrong with a document.

use std::fmt;

/// A document that is not well-formed, not namespace-well-formed, or over a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    /// What is wrong.
    pub kind: XmlErrorKind,
    /// Byte offset in the text at which it was noticed.
    pub offset: usize,
}

/// The ways in which a document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// The text ends early: a truncated message.
    UnexpectedEnd {
        /// What should have come.
        expected: &'static str,
    },
    /// A character that cannot stand here.
    Unexpected {
        /// What stands there.
        found: char,
        /// What should.
        expected: &'static str,
    },
    /// A character outside the `Char` production (XML 2.2).
    IllegalCharacter(char),
    /// `&` that begins neither one of the five predefined entities nor a reference to a legal character (XML 4.1).
    Reference,
    /// A document type declaration, which no SOAP message may have (SOAP 1.1 section 3, SOAP 1.2 part 1 section 5).
    Doctype,
    /// An XML declaration that is malformed or not at the very beginning (XML 2.8).
    XmlDeclaration {
        /// The rule it breaks.
        expected: &'static str,
    },
    /// An end tag that does not name the element that is open (XML 3).
    EndTag {
        /// The name of the open element, as written.
        expected: Box<str>,
    },
    /// The same attribute twice, by expanded name (XML 3.1, Namespaces 6.3).
    DuplicateAttribute {
        /// Its local name.
        local: Box<str>,
    },
    /// A prefix with no declaration in scope (Namespaces 5).
    UndeclaredPrefix {
        /// The prefix.
        prefix: Box<str>,
    },
    /// A namespace declaration that is not allowed (Namespaces 3 and 2.2).
    Declaration {
        /// The rule it breaks.
        rule: &'static str,
    },
    /// More than a limit allows.
    Limit {
        /// The field of [`Limits`](super::Limits), or what else is bounded.
        name: &'static str,
        /// The limit in force.
        value: u64,
    },
}

impl XmlError {
    /// Row and column of the error, both from 1, the column in characters. `text` is what was read.
    pub fn position(&self, text: &str) -> (usize, usize) {
        let mut end = self.offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let row = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        (row, before.get(line..).unwrap_or_default().chars().count() + 1)
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl fmt::Display for XmlErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd { expected } => write!(f, "the document ends where {expected} was expected"),
            Self::Unexpected { found, expected } => write!(f, "found {found:?}, expected {expected}"),
            Self::IllegalCharacter(found) => {
                write!(f, "U+{:04X} is not a character XML allows", u32::from(*found))
            }
            Self::Reference => {
                f.write_str("`&` must begin &lt; &gt; &amp; &apos; &quot; or a reference to a character XML allows")
            }
            Self::Doctype => f.write_str("a message must not have a document type declaration"),
            Self::XmlDeclaration { expected } => write!(f, "wrong XML declaration: expected {expected}"),
            Self::EndTag { expected } => write!(f, "expected the end tag </{}>", expected.escape_debug()),
            Self::DuplicateAttribute { local } => {
                write!(f, "the attribute {} occurs twice on one element", local.escape_debug())
            }
            Self::UndeclaredPrefix { prefix } => {
                write!(f, "the namespace prefix {} is not declared", prefix.escape_debug())
            }
            Self::Declaration { rule } => write!(f, "wrong namespace declaration: {rule}"),
            Self::Limit { name, value } => write!(f, "more {name} than the limit of {value} allows"),
        }
    }
}

impl std::error::Error for XmlError {}
