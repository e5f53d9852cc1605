//! The transport on `reqwest` with rustls.

use std::error::Error as _;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, timeout_at};

use super::chunks::{Chunks, NextChunk};
use super::transport::{
    BoxFuture, Exchange, Phase, Throughput, Timeouts, Transport, TransportError, TransportErrorKind,
};

/// The default [`Transport`]: HTTP/1.1 over TCP or TLS by `reqwest` and rustls.
///
/// It follows no redirect, repeats no request, keeps no cookie and reads a body piece by piece, so that neither a slow
/// nor an endless response holds it longer than the [`Exchange`] says. Proxies are those of the environment
/// (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), as for every program on `reqwest`; to use others or none, give a client of
/// your own to [`with`](Self::with). It needs a tokio runtime.
#[derive(Default)]
pub struct Reqwest {
    client: OnceLock<::reqwest::Client>,
    /// Whether the client is the user's own.
    given: bool,
    connect: Timeouts,
    /// The address of the last request as reqwest has it: nearly all requests go to the same one.
    last: Mutex<Option<(http::Uri, ::reqwest::Url)>>,
}

/// Without the address, whose query may hold credentials.
impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reqwest").field("client", &self.client).field("connect", &self.connect).finish_non_exhaustive()
    }
}

impl Reqwest {
    /// With its own connection pool. The client is built at the first call.
    pub fn new(timeouts: Timeouts) -> Self {
        Self { connect: timeouts, ..Self::default() }
    }

    /// On a client of your own, with its proxies, certificates and connect timeout.
    ///
    /// Build it with `redirect(Policy::none())`: a redirect that is followed can carry credentials to another server. The body,
    /// where they stand in SOAP, is given to it in a form that it cannot send twice; a redirect that it follows without the body
    /// is an error ([`TransportErrorKind::Redirected`]).
    pub fn with(client: ::reqwest::Client) -> Self {
        let cell = OnceLock::new();
        // A new cell is empty.
        let _ = cell.set(client);
        Self { client: cell, given: true, ..Self::default() }
    }

    fn client(&self) -> Result<&::reqwest::Client, TransportError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = ::reqwest::Client::builder()
            .connect_timeout(self.connect.connect)
            .redirect(::reqwest::redirect::Policy::none())
            .retry(::reqwest::retry::never())
            .build()
            .map_err(|error| {
                TransportError::new(TransportErrorKind::Setup("the HTTP client cannot be set up"), error.without_url())
            })?;
        Ok(self.client.get_or_init(|| client))
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        exchange: &Exchange,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (answer, mut body) = self.begin(request, exchange).await?;
        if let Some(length) = body.response.content_length() {
            exchange.check_size(length)?;
        }
        // A small response comes in one piece, which is not copied.
        let first = body.piece().await?.unwrap_or_default();
        exchange.check_size(first.len() as u64)?;
        let mut bytes = BytesMut::new();
        while let Some(piece) = body.piece().await? {
            if bytes.is_empty() {
                bytes.extend_from_slice(&first);
            }
            exchange.check_size((bytes.len() + piece.len()) as u64)?;
            bytes.extend_from_slice(&piece);
        }
        Ok(answer.map(|()| if bytes.is_empty() { first } else { bytes.freeze() }))
    }

    /// The request as reqwest has it.
    fn request(&self, request: http::Request<Bytes>) -> Result<::reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = ::reqwest::Request::new(parts.method, self.url(parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.version_mut() = parts.version;
        *request.body_mut() =
            Some(if self.given && !body.is_empty() { ::reqwest::Body::wrap(Once(Some(body))) } else { body.into() });
        Ok(request)
    }

    fn url(&self, uri: http::Uri) -> Result<::reqwest::Url, TransportError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, url)) = &*last
            && *known == uri
        {
            return Ok(url.clone());
        }
        let url = ::reqwest::Url::parse(&uri.to_string())
            .map_err(|error| TransportError::new(TransportErrorKind::Send, error))?;
        Ok(last.insert((uri, url)).1.clone())
    }

    /// Up to the head of the response.
    async fn begin(
        &self,
        request: http::Request<Bytes>,
        exchange: &Exchange,
    ) -> Result<(http::Response<()>, Incoming), TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportErrorKind::Setup(
                "the reqwest transport needs a tokio runtime: call from one, use send_blocking, or give another transport",
            )
            .into());
        }
        let request = self.request(with_length(request))?;
        let url = self.given.then(|| request.url().clone());
        let (start, deadlines) = (Instant::now(), Deadlines::new(exchange.timeouts));
        let response = deadlines.within(self.client()?.execute(request)).await?;
        let mut response = response.map_err(|error| self.failure(error, start.elapsed()))?;
        if url.is_some_and(|url| url != *response.url()) {
            return Err(TransportErrorKind::Redirected.into());
        }
        let mut answer = http::Response::new(());
        *answer.status_mut() = response.status();
        *answer.version_mut() = response.version();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok((answer, Incoming { response, deadlines }))
    }

    fn failure(&self, error: ::reqwest::Error, took: Duration) -> TransportError {
        let kind = match (error.is_connect(), error.is_timeout()) {
            (true, true) => {
                // A client of the user's own has a timeout of its own, which it does not tell.
                let after = if self.given { took } else { self.connect.connect };
                TransportErrorKind::Timeout { phase: Phase::Connect, after }
            }
            (true, false) => TransportErrorKind::Connect,
            _ => TransportErrorKind::Send,
        };
        if matches!(kind, TransportErrorKind::Timeout { .. }) { kind.into() } else { caused(kind, error) }
    }
}

/// A body that can be sent once: what cannot be copied cannot be sent on to where a redirect leads.
struct Once(Option<Bytes>);

impl http_body::Body for Once {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// Content that is empty is said to be, where a method expects some (RFC 9110 section 8.6): servers answer 411 otherwise.
fn with_length(mut request: http::Request<Bytes>) -> http::Request<Bytes> {
    if request.body().is_empty() && matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request
}

/// The message of the outer error names the URL, whose query may hold credentials.
fn caused(kind: TransportErrorKind, error: ::reqwest::Error) -> TransportError {
    match error.source() {
        Some(_) => TransportError::new(kind, error.without_url()),
        None => kind.into(),
    }
}

/// A response whose body is still to come.
struct Incoming {
    response: ::reqwest::Response,
    deadlines: Deadlines,
}

impl Incoming {
    async fn piece(&mut self) -> Result<Option<Bytes>, TransportError> {
        let start = Instant::now();
        let piece = self.deadlines.within(self.response.chunk()).await?;
        let piece = piece.map_err(|error| caused(TransportErrorKind::Body, error))?;
        if let Some(piece) = &piece {
            self.deadlines.count(start.elapsed(), piece.len() as u64)?;
        }
        Ok(piece)
    }
}

impl NextChunk for Incoming {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(self.piece())
    }
}

impl Transport for Reqwest {
    fn send<'a>(
        &'a self,
        request: http::Request<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request, exchange))
    }

    fn send_streaming<'a>(
        &'a self,
        request: http::Request<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Chunks>, TransportError>> {
        Box::pin(async move {
            let (answer, body) = self.begin(request, exchange).await?;
            Ok(answer.map(|()| Chunks::new(body)))
        })
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

/// The clocks that run while a response is awaited.
struct Deadlines {
    timeouts: Timeouts,
    end: Option<Instant>,
    /// What came, and how long it was waited for, since the throughput was last looked at.
    came: u64,
    waited: Duration,
}

impl Deadlines {
    fn new(timeouts: Timeouts) -> Self {
        Self { timeouts, end: Instant::now().checked_add(timeouts.total), came: 0, waited: Duration::ZERO }
    }

    /// Counts what came of a body. Time in which nobody waited is not the server's.
    fn count(&mut self, waited: Duration, bytes: u64) -> Result<(), TransportError> {
        let Throughput { bytes: least, within } = self.timeouts.throughput;
        self.came += bytes;
        self.waited += waited;
        if self.waited >= within {
            if self.came < least {
                return Err(TransportErrorKind::Timeout { phase: Phase::Throughput, after: within }.into());
            }
            (self.came, self.waited) = (0, Duration::ZERO);
        }
        Ok(())
    }

    /// Awaits `step` until the nearer of the two; a timeout too long to be reckoned with never passes.
    async fn within<F: Future>(&self, step: F) -> Result<F::Output, TransportError> {
        let read = Instant::now().checked_add(self.timeouts.read);
        let (until, phase, after) = match (read, self.end) {
            (Some(read), Some(end)) if read < end => (read, Phase::Read, self.timeouts.read),
            (_, Some(end)) => (end, Phase::Total, self.timeouts.total),
            (Some(read), None) => (read, Phase::Read, self.timeouts.read),
            (None, None) => return Ok(step.await),
        };
        timeout_at(until, step).await.map_err(|_| TransportErrorKind::Timeout { phase, after }.into())
    }
}

#[cfg(feature = "blocking")]
pub use blocking::BlockingReqwest;

#[cfg(feature = "blocking")]
mod blocking {
    use std::fmt;
    use std::panic::resume_unwind;
    use std::sync::{Arc, Mutex};

    use bytes::Bytes;
    use tokio::runtime::{Builder, Handle, Runtime};

    use super::super::chunks::BlockingChunks;
    use super::super::transport::{BlockingTransport, Exchange, Timeouts, TransportError, TransportErrorKind};
    use super::Reqwest;
    use crate::block_on::block_on;

    /// [`Reqwest`] for code that does not use async; one background thread does the reading and writing.
    ///
    /// It also works where a runtime is: on a thread of `spawn_blocking`, where it belongs, and in async code, whose thread
    /// it holds until the response is there.
    pub struct BlockingReqwest {
        inner: Arc<Reqwest>,
        runtime: Mutex<Option<Runtime>>,
    }

    impl BlockingReqwest {
        /// With its own connection pool.
        pub fn new(timeouts: Timeouts) -> Self {
            Self { inner: Arc::new(Reqwest::new(timeouts)), runtime: Mutex::new(None) }
        }

        /// On a client of your own; see [`Reqwest::with`].
        pub fn with(client: ::reqwest::Client) -> Self {
            Self { inner: Arc::new(Reqwest::with(client)), runtime: Mutex::new(None) }
        }

        fn handle(&self) -> Result<Handle, TransportError> {
            let mut slot = self.runtime.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(runtime) = &*slot {
                return Ok(runtime.handle().clone());
            }
            let runtime = Builder::new_multi_thread()
                .worker_threads(1)
                .thread_name("castile-http")
                .enable_all()
                .build()
                .map_err(|error| {
                    TransportError::new(TransportErrorKind::Setup("the thread for HTTP cannot be started"), error)
                })?;
            Ok(slot.insert(runtime).handle().clone())
        }
    }

    /// Waits for `work`, which the background thread does: there a connection is idle again before the next call looks for
    /// one, and the thread that waits may be one where tokio itself would not let anybody wait.
    fn wait<T: Send + 'static>(
        handle: &Handle,
        work: impl Future<Output = Result<T, TransportError>> + Send + 'static,
    ) -> Result<T, TransportError> {
        match block_on(handle.spawn(work)) {
            Ok(outcome) => outcome,
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(gone) => {
                    let problem = TransportErrorKind::Setup("the client was dropped before the response had come");
                    Err(TransportError::new(problem, gone))
                }
            },
        }
    }

    impl BlockingTransport for BlockingReqwest {
        fn send(
            &self,
            request: http::Request<Bytes>,
            exchange: &Exchange,
        ) -> Result<http::Response<Bytes>, TransportError> {
            let (inner, exchange) = (Arc::clone(&self.inner), exchange.clone());
            wait(&self.handle()?, async move { inner.exchange(request, &exchange).await })
        }

        fn send_streaming(
            &self,
            request: http::Request<Bytes>,
            exchange: &Exchange,
        ) -> Result<http::Response<BlockingChunks>, TransportError> {
            let handle = self.handle()?;
            let (inner, exchange) = (Arc::clone(&self.inner), exchange.clone());
            let (answer, body) = wait(&handle, async move { inner.begin(request, &exchange).await })?;
            let mut rest = Some(body);
            let pieces = std::iter::from_fn(move || {
                let mut body = rest.take()?;
                let piece = wait(&handle, async move {
                    let piece = body.piece().await?;
                    Ok(piece.map(|piece| (piece, body)))
                });
                let piece = piece.transpose()?.map(|(piece, body)| {
                    rest = Some(body);
                    piece
                });
                Some(piece)
            });
            Ok(answer.map(|()| BlockingChunks::new(pieces)))
        }
    }

    impl Drop for BlockingReqwest {
        fn drop(&mut self) {
            let slot = self.runtime.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(runtime) = slot.take() {
                // Dropping it would wait, which async code must not do, and may well be where this is dropped.
                runtime.shutdown_background();
            }
        }
    }

    impl fmt::Debug for BlockingReqwest {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_tuple("BlockingReqwest").field(&self.inner).finish()
        }
    }
}
