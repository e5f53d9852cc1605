//! The one error of a call, with a variant for each thing a caller would handle differently.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

pub use crate::call::{Phase, TransportError};
pub use crate::engine::{ReadError, ReadErrorKind, Rule, WriteError};
use crate::mime::MimeError;
use crate::outcome::Rejection;
use crate::soap::Fault;
pub use crate::xml::CharsetError;

/// Why a call has no result.
///
/// The text says what happened and, where something can be done, what. No text and no `Debug` holds a secret: neither
/// the members a contract marks as secret nor the credentials of the client.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client or the call is not set up right; nothing was sent.
    Config(ConfigError),
    /// The request breaks the contract; nothing was sent.
    Request(WriteError),
    /// No complete response.
    Transport(TransportError),
    /// A timeout passed.
    Timeout(Timeout),
    /// A response that is not what the protocol promises: an error page, an empty body, another content type.
    Status(Box<Status>),
    /// The server answered with a SOAP fault.
    Fault(Box<Fault>),
    /// The server answered that it did not do what was asked, in the way the contract's outcome rule describes.
    Rejected(Box<Rejection>),
    /// A session could not log in; the call itself was not sent. Calls that waited for the same login share the error.
    Login(Arc<Error>),
    /// A response that cannot be read as what the contract says.
    Unreadable(Box<Unreadable>),
    /// A response beyond a limit.
    Limit(Limit),
    /// A response that ended, or broke off, in the middle of its rows.
    Truncated(Box<Truncated>),
}

impl Error {
    /// The fault the server answered with, also one that has a name in the contract's rules.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Fault(fault) => Some(fault),
            Self::Rejected(rejection) => rejection.fault(),
            Self::Login(error) => error.fault(),
            _ => None,
        }
    }

    /// The server's refusal: of the call, or of the login of its session.
    pub fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Rejected(rejection) => Some(rejection),
            Self::Login(error) => error.rejection(),
            _ => None,
        }
    }

    /// Whether a timeout passed. The server may have carried out the request all the same.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Login(error) => error.is_timeout(),
            error => matches!(error, Self::Timeout(_)),
        }
    }

    /// Whether nothing reached the server, so that the call can be repeated whatever it does.
    pub fn is_unsent(&self) -> bool {
        use crate::call::TransportErrorKind as Kind;
        match self {
            Self::Config(_) | Self::Request(_) | Self::Login(_) => true,
            Self::Timeout(timeout) => timeout.phase == Phase::Connect,
            Self::Transport(error) => matches!(error.kind(), Kind::Connect | Kind::Setup(_)),
            Self::Status(_)
            | Self::Fault(_)
            | Self::Rejected(_)
            | Self::Unreadable(_)
            | Self::Limit(_)
            | Self::Truncated(_) => false,
        }
    }

    /// The HTTP status, if there was a response that said something else than what was expected.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Status(status) => Some(status.status),
            Self::Unreadable(unreadable) => Some(unreadable.status),
            Self::Fault(fault) => fault.status(),
            Self::Rejected(rejection) => Some(rejection.status()),
            Self::Login(error) => error.status(),
            Self::Config(_)
            | Self::Request(_)
            | Self::Transport(_)
            | Self::Timeout(_)
            | Self::Limit(_)
            | Self::Truncated(_) => None,
        }
    }
}

/// A timeout that passed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeout {
    /// What was being waited for.
    pub phase: Phase,
    /// How long.
    pub after: Duration,
}

/// A response without the body that was expected.
#[derive(Clone)]
#[non_exhaustive]
pub struct Status {
    /// The HTTP status.
    pub status: StatusCode,
    /// The `Content-Type` header, if there is one.
    pub content_type: Option<String>,
    /// What should have come.
    pub expected: &'static str,
    /// The beginning of the body, at most 1 KiB, without the secrets that are known.
    pub snippet: String,
    pub(crate) body: Bytes,
}

impl Status {
    /// The whole body, decompressed, as it came: it may hold secrets. Some servers put an error of their own there.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Status")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("expected", &self.expected)
            .field("snippet", &self.snippet)
            .finish_non_exhaustive()
    }
}

/// A response that cannot be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unreadable {
    /// What is wrong, and where.
    pub problem: Problem,
    /// The HTTP status.
    pub status: StatusCode,
    /// The `Content-Type` header, if there is one.
    pub content_type: Option<String>,
    /// The beginning of the body, at most 1 KiB, without the secrets that are known.
    pub snippet: String,
}

/// What is wrong with a response that cannot be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The document: not well-formed, truncated, or not what the contract says.
    Document(ReadError),
    /// The bytes are no text in the charset they are said to be in.
    Charset(CharsetError),
    /// The body cannot be decompressed.
    ContentEncoding(&'static str),
    /// The body has several parts and cannot be taken apart.
    Mime(MimeError),
}

/// A limit that a response goes beyond.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limit {
    /// The field of [`Limits`](crate::Limits), or what else is bounded.
    pub name: &'static str,
    /// The limit in force.
    pub value: u64,
    /// The path of the element that goes beyond it; empty if that is the whole.
    pub path: String,
}

/// A stream of rows whose response is not complete.
#[derive(Debug)]
#[non_exhaustive]
pub struct Truncated {
    /// Rows that were complete; they were delivered.
    pub rows: u64,
    /// Bytes of the response, decompressed, that came.
    pub bytes: u64,
    /// What ended the connection; none when the server ended the response itself.
    pub source: Option<TransportError>,
}

/// What is wrong with the set-up of a client or call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// An endpoint that no request can be sent to; the text says why.
    Endpoint(&'static str),
    /// A header that HTTP does not allow, or that the runtime itself sets.
    HttpHeader {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A SOAPAction or action that cannot be written into a header.
    Action(&'static str),
    /// A location of the HTTP binding without the place for a parameter, or that makes no URL with the endpoint.
    Location(&'static str),
    /// No transport: the feature is off and none was given.
    NoTransport(&'static str),
    /// Something the protocol of the operation has no place for.
    Unsupported(&'static str),
    /// A path that leads to no rows of the given type.
    Rows {
        /// The path.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Request(error) => write!(f, "the request is not valid: {error}"),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(timeout) => timeout.fmt(f),
            Self::Status(status) => status.fmt(f),
            Self::Fault(fault) => fault.fmt(f),
            Self::Rejected(rejection) => rejection.fmt(f),
            Self::Login(error) => write!(f, "the session cannot log in: {error}"),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::Limit(limit) => limit.fmt(f),
            Self::Truncated(truncated) => truncated.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => std::error::Error::source(error),
            Self::Unreadable(unreadable) => match &unreadable.problem {
                Problem::Document(error) => Some(error),
                Problem::Charset(error) => Some(error),
                Problem::Mime(error) => Some(error),
                Problem::ContentEncoding(_) => None,
            },
            Self::Truncated(truncated) => truncated.source.as_ref().map(|source| source as _),
            Self::Config(_)
            | Self::Request(_)
            | Self::Timeout(_)
            | Self::Status(_)
            | Self::Fault(_)
            | Self::Rejected(_)
            | Self::Login(_)
            | Self::Limit(_) => None,
        }
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { phase, after } = self;
        match phase {
            Phase::Connect => {
                write!(f, "no connection within {after:?}: check the endpoint, or raise Timeouts::connect")
            }
            Phase::Read => {
                write!(f, "nothing came for {after:?}: the server stalls, or Timeouts::read is too short for it")
            }
            Phase::Throughput => {
                write!(f, "too little of the response came within {after:?}: see Timeouts::throughput")
            }
            Phase::Total => {
                write!(f, "no complete response within {after:?}: raise the timeout if the operation takes longer")
            }
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, got HTTP status {}", self.expected, self.status.as_u16())?;
        match &self.content_type {
            Some(content_type) => write!(f, " with {content_type:?}")?,
            None => f.write_str(" without a content type")?,
        }
        snippet(f, &self.snippet)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the response (HTTP status {}): {}", self.status.as_u16(), self.problem)?;
        snippet(f, &self.snippet)
    }
}

fn snippet(f: &mut fmt::Formatter<'_>, snippet: &str) -> fmt::Result {
    if snippet.is_empty() { f.write_str("; the body is empty") } else { write!(f, "; the body begins: {snippet}") }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(error) => error.fmt(f),
            Self::Charset(error) => error.fmt(f),
            Self::ContentEncoding(problem) => f.write_str(problem),
            Self::Mime(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, value, path } = self;
        write!(f, "the response has more {name} than the limit of {value}")?;
        if !path.is_empty() {
            write!(f, " at {path}")?;
        }
        match *name {
            "max_bytes" => f.write_str("; if it is honest, raise Rows::max_bytes"),
            name if name.contains(' ') => f.write_str("; no honest response needs so many"),
            name => write!(f, "; if it is honest, raise Limits::{name} with ClientBuilder::limits or Call::limits"),
        }
    }
}

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response ends in the middle, after {} complete rows and {} bytes", self.rows, self.bytes)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint(problem) => write!(f, "the endpoint cannot be used: {problem}"),
            Self::HttpHeader { name, problem } => write!(f, "the HTTP header {name:?} cannot be sent: {problem}"),
            Self::Action(problem) => write!(f, "the operation's action cannot be sent: {problem}"),
            Self::Location(problem) => write!(f, "the operation's location makes no URL: {problem}"),
            Self::NoTransport(problem) => write!(f, "no transport: {problem}"),
            Self::Unsupported(problem) => f.write_str(problem),
            Self::Rows { path, problem } => write!(f, "no rows can be read at {path:?}: {problem}"),
        }
    }
}

impl std::error::Error for ConfigError {}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        Self::Request(error)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        use crate::call::TransportErrorKind as Kind;
        match *error.kind() {
            Kind::Timeout { phase, after } => Self::Timeout(Timeout { phase, after }),
            Kind::TooLarge { limit } => {
                Self::Limit(Limit { name: "body_bytes", value: limit as u64, path: String::new() })
            }
            Kind::Connect | Kind::Send | Kind::Body | Kind::Redirected | Kind::Setup(_) => Self::Transport(error),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}
