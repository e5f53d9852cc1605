//! What reading and writing report, always with the path of the element.

use std::fmt;

use crate::value::{DIGIT_LIMIT, Reason, ValueError};
use crate::xml::{XmlError, XmlErrorKind};

/// A document that does not hold the value that was expected.
///
/// It says what was expected and what was found, the path of the element (`Envelope/Body/Foo/Bar[3]`) and the place in
/// the text. Values of secret members are not in it.
#[derive(Clone, PartialEq)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, PartialEq)]
struct Inner {
    kind: ReadErrorKind,
    offset: usize,
    position: Option<(usize, usize)>,
    /// Innermost first.
    path: Vec<String>,
}

/// The ways in which a document is not what was expected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// Not well-formed, truncated, or over a limit.
    Xml(XmlErrorKind),
    /// Not JSON.
    Json {
        /// What should have come.
        expected: &'static str,
    },
    /// More than a limit allows.
    Limit {
        /// The field of [`Limits`](crate::xml::Limits), or what else is bounded.
        name: &'static str,
        /// The limit in force.
        value: u64,
    },
    /// A text that is no literal of its type.
    Value(ValueError),
    /// A required member that is not there.
    Missing {
        /// Its name, or the names of the alternatives.
        expected: String,
    },
    /// A second occurrence of what may occur once.
    Repeated {
        /// Its name.
        name: String,
    },
    /// A document whose root is another element.
    Root {
        /// The expected element, as `{namespace}local`.
        expected: String,
        /// What was found, in the same form.
        found: String,
    },
    /// An element of an abstract type that does not say which type it has (XML Schema part 1, section 2.6.1).
    AbstractType {
        /// The types it could have.
        candidates: String,
    },
    /// A reference (SOAP 1.1 section 5.4.1, SOAP 1.2 part 2 section 3.1.5) that leads nowhere, in a circle or too far.
    Reference {
        /// The id that is referred to.
        id: String,
        /// What is wrong.
        problem: &'static str,
    },
}

impl ReadError {
    #[cold]
    pub(crate) fn new(kind: ReadErrorKind, offset: usize) -> Self {
        let kind = match kind {
            ReadErrorKind::Value(ValueError { reason: Reason::Limit, .. }) => {
                ReadErrorKind::Limit { name: "digits of one number", value: DIGIT_LIMIT as u64 }
            }
            kind => kind,
        };
        Self(Box::new(Inner { kind, offset, position: None, path: Vec::new() }))
    }

    /// What is wrong.
    pub fn kind(&self) -> &ReadErrorKind {
        &self.0.kind
    }

    /// The path of the element, from the root.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(step);
        }
        path
    }

    /// Byte offset in the text.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Row and column, both from 1, the column in characters; `None` until [`locate`](Self::locate) was called.
    pub fn position(&self) -> Option<(usize, usize)> {
        self.0.position
    }

    /// The error with row and column, which `text`, what was read, gives.
    #[must_use]
    pub fn locate(mut self, text: &str) -> Self {
        let mut end = self.0.offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let row = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        self.0.position = Some((row, before.get(line..).unwrap_or_default().chars().count() + 1));
        self
    }

    /// The error with one more step before its path; `number` counts the items of a repeated element from 1.
    #[cold]
    #[must_use]
    pub fn inside(mut self, name: &str, number: Option<usize>) -> Self {
        self.0.path.push(match number {
            Some(number) => format!("{name}[{number}]"),
            None => name.to_owned(),
        });
        self
    }

    /// The error in a text of which only a piece was read.
    #[cold]
    #[must_use]
    pub(crate) fn placed(mut self, offset: usize, position: (usize, usize)) -> Self {
        self.0.offset = offset;
        self.0.position = Some(position);
        self
    }

    /// The error with a number on the first step of its path.
    #[cold]
    #[must_use]
    pub(crate) fn numbered(mut self, number: u64) -> Self {
        if let Some(step) = self.0.path.last_mut() {
            *step = format!("{step}[{number}]");
        }
        self
    }

    /// The error without the value, for a secret.
    #[cold]
    #[must_use]
    pub(crate) fn redacted(mut self) -> Self {
        if let ReadErrorKind::Value(error) = &self.0.kind {
            self.0.kind = ReadErrorKind::Value(error.clone().redacted());
        }
        self
    }
}

impl From<XmlError> for ReadError {
    #[cold]
    fn from(error: XmlError) -> Self {
        match error.kind {
            XmlErrorKind::Limit { name, value } => Self::new(ReadErrorKind::Limit { name, value }, error.offset),
            kind => Self::new(ReadErrorKind::Xml(kind), error.offset),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        write!(f, "{}", self.0.kind)?;
        match self.0.position {
            Some((row, column)) => write!(f, ", at {row}:{column} (byte {})", self.0.offset),
            None => write!(f, ", at byte {}", self.0.offset),
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xml(kind) => kind.fmt(f),
            Self::Json { expected } => write!(f, "expected {expected}"),
            Self::Limit { name, value } => write!(f, "more {name} than the limit of {value} allows"),
            Self::Value(error) => error.fmt(f),
            Self::Missing { expected } => write!(f, "{expected} is required and missing"),
            Self::Repeated { name } => {
                write!(f, "{} occurs again, where one occurrence is allowed", name.escape_debug())
            }
            Self::Root { expected, found } => {
                // A namespace name may hold any character, and very many.
                write!(f, "expected the element {expected}, found ")?;
                found.chars().take(256).try_for_each(|c| write!(f, "{}", c.escape_debug()))
            }
            Self::AbstractType { candidates } => {
                write!(f, "the type is abstract: expected an xsi:type, one of {candidates}")
            }
            Self::Reference { id, problem } => write!(f, "the reference to {id:?} {problem}"),
        }
    }
}

/// A value that its contract does not allow to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteError(Box<Violation>);

/// One rule of the contract that a value breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The path of the offending member from the value's root: `order/line[2]/@currency`.
    pub path: String,
    /// The rule it breaks.
    pub rule: Rule,
}

/// The rules that a value can break.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// A required member has no value.
    Required,
    /// `minOccurs` and `maxOccurs` against the number of items.
    Occurs {
        /// `minOccurs`
        min: u32,
        /// `maxOccurs`; `u32::MAX` has no bound.
        max: u32,
        /// Items there are.
        found: usize,
    },
    /// A facet of the simple type; the text says which, and what was found unless it is a secret.
    Facet(String),
    /// A character that no XML document can hold (XML 2.2).
    IllegalCharacter(char),
    /// Values nested deeper than the limit.
    Depth(u32),
    /// An item of a list with white space in it, or an empty one.
    ListItem,
    /// A fragment that cannot stand here.
    Fragment(&'static str),
    /// An attribute among the further attributes that cannot be written.
    Attribute(String),
}

impl WriteError {
    #[cold]
    pub(crate) fn new(rule: Rule) -> Self {
        Self(Box::new(Violation { path: String::new(), rule }))
    }

    /// The rule that is broken.
    pub fn rule(&self) -> &Rule {
        &self.0.rule
    }

    /// The path of the offending member from the root.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The error with one more step before its path.
    #[cold]
    #[must_use]
    pub(crate) fn inside(mut self, name: &str, number: Option<usize>) -> Self {
        let mut path = match number {
            Some(number) => format!("{name}[{number}]"),
            None => name.to_owned(),
        };
        if !self.0.path.is_empty() {
            path.push('/');
            path.push_str(&self.0.path);
        }
        self.0.path = path;
        self
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WriteError {}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.rule)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("required, and has no value"),
            Self::Occurs { min, max: u32::MAX, found } => write!(f, "at least {min} expected, {found} given"),
            Self::Occurs { min, max, found } => write!(f, "{min} to {max} expected, {found} given"),
            Self::Facet(rule) => f.write_str(rule),
            Self::IllegalCharacter(c) => write!(f, "U+{:04X} cannot be written in XML", u32::from(*c)),
            Self::Depth(limit) => write!(f, "nested deeper than the limit of {limit}"),
            Self::ListItem => f.write_str("an item of a list must not be empty or hold white space"),
            Self::Fragment(problem) => f.write_str(problem),
            Self::Attribute(name) => write!(f, "the attribute {name:?} cannot be written here"),
        }
    }
}
