//! The line to a server: the usual transports, with what passes kept, and changed where a case says so.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use castile::call::{BoxFuture, TransportError};
use castile::{BlockingReqwest, BlockingTransport, Exchange, Reqwest, Timeouts, Transport};
use http::header::{CONTENT_TYPE, TRANSFER_ENCODING};

/// A request, as the client made it.
pub(crate) type Request = http::Request<Bytes>;

/// A response, as it came.
pub(crate) type Response = http::Response<Bytes>;

type Change<T> = Arc<dyn Fn(&mut T) + Send + Sync>;

/// One request as it was sent, and what came.
struct Passed {
    request: Request,
    answer: Option<Response>,
}

/// What passed over the lines of one call, in order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Passed>>>);

impl Log {
    fn with<T>(&self, look: impl FnOnce(&mut Vec<Passed>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// For each request the first of these words that it has.
    pub(crate) fn asked(&self, words: &[&'static str]) -> Vec<&'static str> {
        self.with(|all| all.iter().map(|passed| asked(&passed.request, words).unwrap_or("?")).collect())
    }

    /// The last response; none when the last request got none.
    pub(crate) fn answer(&self) -> Option<Response> {
        self.with(|all| all.last().and_then(|passed| passed.answer.clone()))
    }

    /// The last response in a few words: `HTTP/1.0 500 text/xml; charset=ISO-8859-1, chunked`.
    pub(crate) fn summary(&self) -> String {
        let Some(answer) = self.answer() else {
            return if self.with(|all| all.is_empty()) { "nothing sent" } else { "no response" }.to_owned();
        };
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut summary = format!("{:?} {} {}", answer.version(), answer.status().as_u16(), header(CONTENT_TYPE));
        if header(TRANSFER_ENCODING).eq_ignore_ascii_case("chunked") {
            summary.push_str(", chunked");
        }
        if answer.body().is_empty() {
            summary.push_str(", empty");
        }
        summary
    }
}

/// A transport that keeps what passes.
#[derive(Clone)]
pub(crate) struct Line {
    log: Log,
    on_request: Change<Request>,
    on_response: Change<Response>,
    awaited: Arc<Reqwest>,
    blocking: Arc<BlockingReqwest>,
}

impl Line {
    pub(crate) fn new(log: &Log) -> Self {
        Self {
            log: log.clone(),
            on_request: Arc::new(|_| ()),
            on_response: Arc::new(|_| ()),
            awaited: Arc::new(Reqwest::new(Timeouts::default())),
            blocking: Arc::new(BlockingReqwest::new(Timeouts::default())),
        }
    }

    /// Changes requests after the client has made them.
    pub(crate) fn on_request(self, change: impl Fn(&mut Request) + Send + Sync + 'static) -> Self {
        Self { on_request: Arc::new(change), ..self }
    }

    /// Changes responses before the client sees them.
    pub(crate) fn on_response(self, change: impl Fn(&mut Response) + Send + Sync + 'static) -> Self {
        Self { on_response: Arc::new(change), ..self }
    }

    fn sent(&self, mut request: Request) -> Request {
        (self.on_request)(&mut request);
        self.log.with(|all| all.push(Passed { request: request.clone(), answer: None }));
        request
    }

    fn came(&self, result: Result<Response, TransportError>) -> Result<Response, TransportError> {
        let mut response = result?;
        (self.on_response)(&mut response);
        self.log.with(|all| {
            if let Some(passed) = all.last_mut() {
                passed.answer = Some(response.clone());
            }
        });
        Ok(response)
    }
}

impl Transport for Line {
    fn send<'a>(&'a self, request: Request, exchange: &'a Exchange) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move { self.came(self.awaited.send(self.sent(request), exchange).await) })
    }
}

impl BlockingTransport for Line {
    fn send(&self, request: Request, exchange: &Exchange) -> Result<Response, TransportError> {
        self.came(BlockingTransport::send(&*self.blocking, self.sent(request), exchange))
    }
}

/// The first of these words that a request has in its target, its headers or its body.
pub(crate) fn asked(request: &Request, words: &[&'static str]) -> Option<&'static str> {
    let mut text = format!("{} {}", request.uri(), String::from_utf8_lossy(request.body()));
    // One by one: `Debug` would not show those that carry credentials.
    for value in request.headers().values() {
        text.push(' ');
        text.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
    words.iter().find(|word| text.contains(**word)).copied()
}

/// Sends a request to another server, under the same path.
pub(crate) fn divert(request: &mut Request, server: &str) {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    // A server of ours has a plain URL, and the path was one before.
    if let Ok(uri) = format!("{server}{path}").parse() {
        *request.uri_mut() = uri;
    }
}

/// Puts another text in the place of one in the body; the length follows.
pub(crate) fn replace(body: &mut Bytes, from: &str, to: &str) {
    let text = String::from_utf8_lossy(body);
    assert!(text.contains(from), "the case changes {from:?}, which is not in {text}");
    *body = Bytes::from(text.replace(from, to));
}
