//! Test doubles: servers made of the generated types, so that code that calls a service is tested without it and without
//! hand-written XML.
//!
//! ```ignore
//! let double = Double::default()
//!     .on(&REQUEST_TOKEN_OPERATION, |request: RequestToken| {
//!         if request.password.as_deref() == Some("right") {
//!             Ok(RequestTokenResponse { return_: Some("token".into()) })
//!         } else {
//!             Err(Fault::sender(Version::V11, "no such user"))
//!         }
//!     })
//!     .answers(&LIST_USERS_OPERATION, [
//!         Answer::status(503),
//!         Answer::reply(ListUsersResponse::default()).delayed(Duration::from_secs(1)),
//!     ]);
//!
//! // Without a socket …
//! let client = ProvisioningClient::with(Client::builder("https://service.invalid/").transport(double.clone()).build()?);
//! // … or with one.
//! let server = double.serve()?;
//! let client = ProvisioningClient::new(&server.url())?;
//!
//! assert_eq!(double.count(&REQUEST_TOKEN_OPERATION), 1);
//! ```

mod rule;
mod server;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

pub use rule::{Answer, IntoAnswer};
pub use server::Server;

use crate::call::{
    BlockingChunks, BlockingTransport, BoxFuture, Chunks, Exchange, NextChunk, Phase, Transport, TransportError,
    TransportErrorKind, read_http_request,
};
use crate::content::Content;
use crate::error::Error;
use crate::facts::Operation;
use crate::soap::Headers;
use crate::xml::Limits;
use rule::{Delay, Rule};

type Script = dyn Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync;

/// Stands for a server in tests and examples.
///
/// It is a [`Transport`] and a [`BlockingTransport`] that answers each request by the rule of its operation, or else from
/// a function, and keeps the requests; [`serve`](Self::serve) does the same over HTTP on the loopback interface. Clones
/// share everything. See [the module](self) for an example.
#[derive(Clone, Default)]
pub struct Double {
    script: Option<Arc<Script>>,
    rules: Arc<Mutex<Vec<Arc<Rule>>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Double {
    /// Answers every request that no rule is for with what `script` gives. A `Content-Length` that is not that of the body
    /// stands for a response that breaks off.
    pub fn new(script: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static) -> Self {
        Self { script: Some(Arc::new(script)), ..Self::default() }
    }

    /// Answers every request that no rule is for with this status, content type and body.
    pub fn answering(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let response = rule::raw(status, content_type, body.into());
        Self::new(move |_| response.clone())
    }

    /// Answers the requests of `operation` from a function of the request. It gives the reply, a `Result` of the reply or
    /// a [`Fault`](crate::Fault), or any [`Answer`]. A later rule for the same operation takes the place of an earlier
    /// one.
    #[must_use]
    pub fn on<Q, A>(self, operation: &'static Operation, answer: impl Fn(Q) -> A + Send + Sync + 'static) -> Self
    where
        Q: Content + Default,
        A: IntoAnswer,
    {
        self.on_with_headers(operation, move |request, _| answer(request))
    }

    /// As [`on`](Self::on), from a function of the request and its SOAP header blocks.
    #[must_use]
    pub fn on_with_headers<Q, A>(
        self,
        operation: &'static Operation,
        answer: impl Fn(Q, &Headers) -> A + Send + Sync + 'static,
    ) -> Self
    where
        Q: Content + Default,
        A: IntoAnswer,
    {
        let answer = move |request: &Request<Bytes>| match read::<Q>(operation, request) {
            Ok((request, headers)) => answer(request, &headers).into_answer(),
            Err(error) => Answer::refusal(operation, &error.to_string()),
        };
        self.rule(Rule::new(operation, Box::new(answer)))
    }

    /// Answers the requests of `operation` with these, one after the other, and with the last again and again.
    #[must_use]
    pub fn answers(self, operation: &'static Operation, answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
        let next = move |_: &Request<Bytes>| {
            let mut answers = lock(&answers);
            let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
            next.unwrap_or_else(|| Answer::refusal(operation, "the double has no answers for this operation"))
        };
        self.rule(Rule::new(operation, Box::new(next)))
    }

    fn rule(self, rule: Rule) -> Self {
        {
            let mut rules = lock(&self.rules);
            rules.retain(|known| !known.is_for(rule.operation()));
            rules.push(Arc::new(rule));
        }
        self
    }

    /// The requests that came, in their order.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        lock(&self.requests).clone()
    }

    /// The requests of `operation` that came, in their order, as what was sent.
    ///
    /// # Errors
    /// A request that cannot be read.
    pub fn received<Q: Content + Default>(&self, operation: &'static Operation) -> Result<Vec<Q>, Error> {
        lock(&self.requests)
            .iter()
            .filter(|request| rule::matches(operation, request))
            .map(|request| Ok(read(operation, request)?.0))
            .collect()
    }

    /// How many requests of `operation` came.
    pub fn count(&self, operation: &'static Operation) -> usize {
        lock(&self.requests).iter().filter(|request| rule::matches(operation, request)).count()
    }

    /// Serves HTTP on a free port of the loopback interface until the [`Server`] is dropped.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn serve(&self) -> io::Result<Server> {
        Server::start(self.clone())
    }

    fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let response = self.response(&request);
        lock(&self.requests).push(request);
        response
    }

    fn response(&self, request: &Request<Bytes>) -> Response<Bytes> {
        // Not kept locked: a server answers many requests at a time.
        let rules = lock(&self.rules).clone();
        let fitting = rules.iter().filter(|rule| rule::matches(rule.operation(), request));
        if let Some(rule) = fitting.min_by_key(|rule| rule.is_vague()) {
            return rule.respond(request);
        }
        match (&self.script, rules.first()) {
            (Some(script), _) => script(request),
            (None, Some(rule)) => {
                let names: Vec<&str> = rules.iter().map(|rule| rule.operation().name).collect();
                let said = format!("the double has no rule for this request; it knows {}", names.join(", "));
                Answer::refusal(rule.operation(), &said).response(rule.operation())
            }
            (None, None) => rule::raw(501, "text/plain", Bytes::from_static(b"the double has no rules")),
        }
    }

    /// What comes of a request, and after what delay.
    fn outcome(
        &self,
        request: Request<Bytes>,
        exchange: &Exchange,
    ) -> (Duration, Result<Response<Bytes>, TransportError>) {
        let response = self.answer(request);
        let delay = response.extensions().get().map_or(Duration::ZERO, |Delay(delay)| *delay);
        let (phase, timeout) = if exchange.timeouts.read <= exchange.timeouts.total {
            (Phase::Read, exchange.timeouts.read)
        } else {
            (Phase::Total, exchange.timeouts.total)
        };
        if delay > timeout {
            return (timeout, Err(TransportErrorKind::Timeout { phase, after: timeout }.into()));
        }
        (delay, Ok(response))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read<Q: Content + Default>(operation: &'static Operation, request: &Request<Bytes>) -> Result<(Q, Headers), Error> {
    let mut value = Q::default();
    let headers = read_http_request(operation, request, &Limits::default(), &mut value)?;
    Ok((value, headers))
}

/// Whether a response says that it is longer than it is.
fn is_cut(response: &Response<Bytes>) -> bool {
    server::declared_length(response).is_some_and(|length| length != response.body().len() as u64)
}

fn whole(response: Response<Bytes>, exchange: &Exchange) -> Result<Response<Bytes>, TransportError> {
    exchange.check_size(response.body().len() as u64)?;
    if is_cut(&response) { Err(TransportErrorKind::Body.into()) } else { Ok(response) }
}

/// The pieces of a response: the body, and that it breaks off.
struct Pieces(std::vec::IntoIter<Result<Bytes, TransportErrorKind>>);

impl Pieces {
    fn of(response: Response<Bytes>) -> Response<Self> {
        let cut = is_cut(&response).then_some(Err(TransportErrorKind::Body));
        response.map(|body| Self([Ok(body)].into_iter().chain(cut).collect::<Vec<_>>().into_iter()))
    }
}

impl Iterator for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map_err(TransportError::from))
    }
}

impl NextChunk for Pieces {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move { Iterator::next(self).transpose() })
    }
}

async fn wait(delay: Duration) {
    if delay.is_zero() {
        return;
    }
    #[cfg(feature = "reqwest")]
    if tokio::runtime::Handle::try_current().is_ok() {
        return tokio::time::sleep(delay).await;
    }
    std::thread::sleep(delay);
}

impl fmt::Debug for Double {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Double({} requests)", lock(&self.requests).len())
    }
}

impl Transport for Double {
    fn send<'a>(
        &'a self,
        request: Request<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (delay, outcome) = self.outcome(request, exchange);
            wait(delay).await;
            whole(outcome?, exchange)
        })
    }

    fn send_streaming<'a>(
        &'a self,
        request: Request<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<Response<Chunks>, TransportError>> {
        Box::pin(async move {
            let (delay, outcome) = self.outcome(request, exchange);
            wait(delay).await;
            Ok(Pieces::of(outcome?).map(Chunks::new))
        })
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(wait(duration))
    }
}

impl BlockingTransport for Double {
    fn send(&self, request: Request<Bytes>, exchange: &Exchange) -> Result<Response<Bytes>, TransportError> {
        let (delay, outcome) = self.outcome(request, exchange);
        std::thread::sleep(delay);
        whole(outcome?, exchange)
    }

    fn send_streaming(
        &self,
        request: Request<Bytes>,
        exchange: &Exchange,
    ) -> Result<Response<BlockingChunks>, TransportError> {
        let (delay, outcome) = self.outcome(request, exchange);
        std::thread::sleep(delay);
        Ok(Pieces::of(outcome?).map(BlockingChunks::new))
    }
}
