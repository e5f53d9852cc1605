//! What carries a request: two small traits and what they are told and report.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use super::chunks::{BlockingChunks, Chunks};

/// A boxed future, as an object-safe trait needs it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries a request to its server and the response back.
///
/// An implementation follows no redirect and repeats no request: bodies carry credentials, and most operations are not
/// idempotent. It keeps to the [`Exchange`], reports a response that ended early as an error
/// ([`TransportErrorKind::Body`]), and puts neither the URL nor any header or body into its errors.
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the whole response.
    ///
    /// # Errors
    /// When no complete response within the bounds of `exchange` was had. Any HTTP status is a response.
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>>;

    /// Sends `request`, waits for the head of the response and gives the body as it comes. The body may have any size;
    /// [`Exchange::body_bytes`] bounds what is kept in memory elsewhere.
    ///
    /// Without an implementation the response is waited for as a whole.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    fn send_streaming<'a>(
        &'a self,
        request: http::Request<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Chunks>, TransportError>> {
        Box::pin(async move { Ok(self.send(request, exchange).await?.map(Chunks::from)) })
    }

    /// Waits before a call is repeated. Without an implementation it does not: async code has no clock of its own.
    fn pause(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let _ = duration;
        Box::pin(std::future::ready(()))
    }
}

/// [`Transport`] for code that does not use async.
pub trait BlockingTransport: Send + Sync {
    /// Sends `request` and waits for the whole response.
    ///
    /// # Errors
    /// As [`Transport::send`].
    fn send(&self, request: http::Request<Bytes>, exchange: &Exchange)
    -> Result<http::Response<Bytes>, TransportError>;

    /// Sends `request`, waits for the head of the response and gives the body as it comes; see
    /// [`Transport::send_streaming`].
    ///
    /// # Errors
    /// As [`Transport::send`].
    fn send_streaming(
        &self,
        request: http::Request<Bytes>,
        exchange: &Exchange,
    ) -> Result<http::Response<BlockingChunks>, TransportError> {
        Ok(self.send(request, exchange)?.map(BlockingChunks::from))
    }
}

/// The bounds of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// How long each phase may take.
    pub timeouts: Timeouts,
    /// Bytes of the response body as they come; a compressed body is decoded, and counted again, elsewhere.
    pub body_bytes: usize,
}

impl Default for Exchange {
    fn default() -> Self {
        Self::new(Timeouts::default(), &crate::xml::Limits::default())
    }
}

impl Exchange {
    /// The bounds that follow from the options of a call.
    pub fn new(timeouts: Timeouts, limits: &crate::xml::Limits) -> Self {
        Self { timeouts, body_bytes: limits.body_bytes }
    }

    /// Checks the size of a body, or the size a server declares for it, before it is kept.
    ///
    /// # Errors
    /// When it is more than [`body_bytes`](Self::body_bytes).
    pub fn check_size(&self, bytes: u64) -> Result<(), TransportError> {
        if u64::try_from(self.body_bytes).is_ok_and(|limit| bytes > limit) {
            return Err(TransportErrorKind::TooLarge { limit: self.body_bytes }.into());
        }
        Ok(())
    }
}

/// How long an exchange may take, by phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To connect, name look-up and TLS included.
    pub connect: Duration,
    /// Between two pieces of the response; the wait for the first begins with the call.
    pub read: Duration,
    /// For all of it.
    pub total: Duration,
    /// The least that must come of a response once it has begun; a server that trickles holds a connection for long.
    pub throughput: Throughput,
}

/// So many bytes in each such time of waiting for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throughput {
    /// The bytes; 0 for no such bound.
    pub bytes: u64,
    /// The time.
    pub within: Duration,
}

impl Default for Throughput {
    /// 1 KiB in 30 s.
    fn default() -> Self {
        Self { bytes: 1024, within: Duration::from_secs(30) }
    }
}

impl Timeouts {
    /// Bounds the exchange as a whole; a longer wait for the response is allowed then too.
    pub(super) fn set_total(&mut self, total: Duration) {
        self.total = total;
        self.read = self.read.max(total);
    }
}

impl Default for Timeouts {
    /// 10 s to connect, 30 s between reads, 60 s in all, 1 KiB in 30 s.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_mins(1),
            throughput: Throughput::default(),
        }
    }
}

/// The phase of an exchange that took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// The connection, name look-up and TLS included.
    Connect,
    /// The wait for the next piece of the response.
    Read,
    /// The exchange as a whole.
    Total,
    /// The time in which a part of the response had to come.
    Throughput,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect",
            Self::Read => "read",
            Self::Total => "total",
            Self::Throughput => "throughput",
        })
    }
}

/// Why a transport has no response.
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What went wrong below the message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: name look-up, refusal, TLS.
    Connect,
    /// The request could not be sent, or the connection ended before the response began.
    Send,
    /// The response ended early or broke off.
    Body,
    /// A timeout passed.
    Timeout {
        /// Which.
        phase: Phase,
        /// How long it is.
        after: Duration,
    },
    /// The response is larger than allowed.
    TooLarge {
        /// The bytes allowed.
        limit: usize,
    },
    /// The HTTP client followed a redirect, which is not its to do: what came is the answer of who knows whom.
    Redirected,
    /// The transport cannot be used here; the text says why and what to do.
    Setup(&'static str),
}

impl TransportError {
    /// With the error that caused it. Its text must not hold the URL, a header or a body.
    pub fn new(kind: TransportErrorKind, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { kind, source: Some(source.into()) }
    }

    /// What went wrong.
    pub fn kind(&self) -> &TransportErrorKind {
        &self.kind
    }
}

impl From<TransportErrorKind> for TransportError {
    fn from(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TransportError").field(&self.kind).field(&format_args!("{self}")).finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TransportErrorKind::Connect => f.write_str("cannot connect")?,
            TransportErrorKind::Send => f.write_str("the request got no response")?,
            TransportErrorKind::Body => f.write_str("the response broke off before its end")?,
            TransportErrorKind::Timeout { phase, after } => write!(f, "the {phase} timeout of {after:?} passed")?,
            TransportErrorKind::TooLarge { limit } => write!(f, "the response is larger than {limit} bytes")?,
            TransportErrorKind::Redirected => f.write_str(
                "the HTTP client followed a redirect, which can lead credentials astray: build it with redirect(Policy::none())",
            )?,
            TransportErrorKind::Setup(why) => f.write_str(why)?,
        }
        // The innermost cause is the one that says what happened: "connection refused".
        let mut cause = self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static));
        while let Some(inner) = cause.and_then(std::error::Error::source) {
            cause = Some(inner);
        }
        cause.map_or(Ok(()), |cause| write!(f, ": {cause}"))
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
