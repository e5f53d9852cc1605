//! One call of one operation.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderMap;
use http::response::Parts;
use http::{Request, Response};

use super::attempts::{Attempts, Next};
use super::chunks::{BlockingChunks, Chunks};
use super::client::{Client, http_header};
use super::decode::{Decoded, Decoder};
use super::encode::encode;
use super::endpoint::Endpoint;
use super::reply::{Around, Reply, body_of, fresh, reply_of};
use super::trace::Trace;
use super::transport::{BlockingTransport, BoxFuture, Exchange, Timeouts, Transport, TransportError};
use crate::content::{Content, Root};
use crate::error::{ConfigError, Error, Problem};
use crate::facts::Operation;
use crate::fragment::Element;
use crate::outcome::Rejection;
use crate::secret::{Secrets, protect};
use crate::soap::{Block, Headers};
use crate::stream::{BlockingRows, Rows};
use crate::xml::Limits;

/// A call that is ready to be made. Await it for what the operation answers:
///
/// ```ignore
/// let reply = client.request_token(&request).await?;
/// let reply = client.request_token(&request).timeout(SECOND).header(&block).send().await?;
/// ```
///
/// A mistake in an option is reported when the call is made; nothing is sent then.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<'a, R> {
    core: Core<'a>,
    reply: PhantomData<fn() -> R>,
}

/// A call without the type of its reply: all that is done is done here, once for all types.
pub(crate) struct Core<'a> {
    client: &'a Client,
    operation: &'static Operation,
    request: &'a dyn Content,
    blocks: Vec<Block<'a>>,
    http_headers: HeaderMap,
    /// What else no error may show.
    credentials: Option<&'a dyn Content>,
    endpoint: Option<Endpoint>,
    timeouts: Timeouts,
    /// Whether the call itself says how long it may take.
    total_set: bool,
    safe: bool,
    limits: Option<Limits>,
    error: Option<ConfigError>,
}

impl<'a, R> Call<'a, R> {
    pub(super) fn new(client: &'a Client, operation: &'static Operation, request: &'a dyn Content) -> Self {
        Self { core: Core::new(client, operation, request), reply: PhantomData }
    }

    /// How long this call may take in all, the wait for the response included.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.core.set_timeout(total);
        self
    }

    /// How long each phase of this call may take. The time to connect is the client's, which has the connections.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.core.set_timeouts(timeouts);
        self
    }

    /// Adds a SOAP header block.
    pub fn header<T: Root>(mut self, block: &'a T) -> Self {
        self.core.blocks.push(Block::Typed(T::ELEMENT, block));
        self
    }

    /// Adds a SOAP header block of which there is no generated type.
    pub fn header_element(mut self, block: Element) -> Self {
        self.core.blocks.push(Block::Element(block));
        self
    }

    /// Sets an HTTP header for this call, in place of the client's of that name.
    pub fn http_header(mut self, name: &str, value: &str) -> Self {
        self.core.set_http_header(name, value);
        self
    }

    /// Sends this call to another endpoint.
    pub fn endpoint(mut self, endpoint: &str) -> Self {
        let schemes = self.core.client.inner.schemes;
        let checked = Endpoint::parse(endpoint).and_then(|endpoint| {
            schemes.admit(&endpoint)?;
            Ok(endpoint)
        });
        match checked {
            Ok(endpoint) => self.core.endpoint = Some(endpoint),
            Err(error) => self.core.fail(error),
        }
        self
    }

    /// What the response to this call may cost.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.core.set_limits(limits);
        self
    }

    /// Says that the operation changes nothing, so that the call may be repeated when it fails on the way ([`Retries`]). A
    /// generated client says so itself of the operations that the manifest lists.
    ///
    /// [`Retries`]: crate::Retries
    pub fn safe(mut self) -> Self {
        self.core.set_safe();
        self
    }

    /// The HTTP request of this call, to be sent by other means.
    ///
    /// # Errors
    /// [`Error::Config`] and [`Error::Request`].
    pub fn to_request(&self) -> Result<Request<Bytes>, Error> {
        self.core.to_request()
    }
}

impl<'a, R: Content + Default> Call<'a, R> {
    /// Reads the elements at `path` one by one while the response arrives, in memory that does not grow with it. See
    /// [`stream`](crate::stream).
    pub fn rows<Row: Content + Default>(self, path: &str) -> Rows<'a, Row, R> {
        Rows::new(self.core, path)
    }

    /// [`rows`](Self::rows) for code that does not use async.
    pub fn rows_blocking<Row: Content + Default>(self, path: &str) -> BlockingRows<'a, Row, R> {
        BlockingRows::new(self.core, path)
    }

    /// Reads the HTTP response to [`to_request`](Self::to_request).
    ///
    /// # Errors
    /// All that a response can be wrong in, and the fault it may be.
    #[inline]
    pub fn read(&self, response: Response<Bytes>) -> Result<Reply<R>, Error> {
        let mut body = fresh::<R>();
        let around = self.core.read(response, &mut *body);
        reply_of(around, body)
    }

    /// Makes the call and gives what the operation answers.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn send(self) -> Result<R, Error> {
        let mut body = fresh::<R>();
        let around = self.core.send(&mut *body).await;
        body_of(around, body)
    }

    /// Makes the call and gives the reply with its headers and status.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn reply(self) -> Result<Reply<R>, Error> {
        let mut body = fresh::<R>();
        let around = self.core.send(&mut *body).await;
        reply_of(around, body)
    }

    /// Makes the call and waits for what the operation answers.
    ///
    /// # Errors
    /// Every [`Error`].
    #[inline]
    pub fn send_blocking(self) -> Result<R, Error> {
        let mut body = fresh::<R>();
        let around = self.core.send_blocking(&mut *body);
        body_of(around, body)
    }

    /// Makes the call and waits for the reply with its headers and status.
    ///
    /// # Errors
    /// Every [`Error`].
    #[inline]
    pub fn reply_blocking(self) -> Result<Reply<R>, Error> {
        let mut body = fresh::<R>();
        let around = self.core.send_blocking(&mut *body);
        reply_of(around, body)
    }
}

impl<'a, R: Content + Default> IntoFuture for Call<'a, R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'a, Result<R, Error>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<R> fmt::Debug for Call<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.core.operation.name)
            .field("endpoint", self.core.endpoint())
            .finish_non_exhaustive()
    }
}

impl<'a> Core<'a> {
    pub(crate) fn new(client: &'a Client, operation: &'static Operation, request: &'a dyn Content) -> Self {
        Self {
            client,
            operation,
            request,
            blocks: Vec::new(),
            http_headers: HeaderMap::new(),
            credentials: None,
            endpoint: None,
            timeouts: client.inner.timeouts,
            total_set: false,
            safe: false,
            limits: None,
            error: None,
        }
    }

    pub(crate) fn set_timeout(&mut self, total: Duration) {
        self.total_set = true;
        self.timeouts.set_total(total);
    }

    pub(crate) fn set_timeouts(&mut self, timeouts: Timeouts) {
        self.total_set = true;
        self.timeouts = timeouts;
    }

    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.limits = Some(limits);
    }

    pub(crate) fn set_safe(&mut self) {
        self.safe = true;
    }

    pub(crate) fn push_block(&mut self, block: Block<'a>) {
        self.blocks.push(block);
    }

    pub(crate) fn set_http_header(&mut self, name: &str, value: &str) {
        match http_header(name, value) {
            Ok((name, value)) => {
                self.http_headers.insert(name, value);
            }
            Err(error) => self.fail(error),
        }
    }

    /// As [`set_http_header`](Self::set_http_header), with a value that is a secret whatever the name.
    pub(crate) fn set_secret_http_header(&mut self, name: &str, value: &str) {
        self.set_http_header(name, value);
        if let Some(value) = self.http_headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }

    /// Keeps the secrets of `credentials` out of the errors of this call, which itself does not send them.
    pub(crate) fn keep_secret(&mut self, credentials: &'a dyn Content) {
        self.credentials = Some(credentials);
    }

    fn fail(&mut self, error: ConfigError) {
        self.error.get_or_insert(error);
    }

    fn endpoint(&self) -> &Endpoint {
        self.endpoint.as_ref().unwrap_or(&self.client.inner.endpoint)
    }

    pub(crate) fn limits(&self) -> &Limits {
        self.limits.as_ref().unwrap_or(&self.client.inner.limits)
    }

    fn exchange(&self) -> Exchange {
        Exchange::new(self.timeouts, self.limits())
    }

    fn to_request(&self) -> Result<Request<Bytes>, Error> {
        if let Some(error) = &self.error {
            return Err(error.clone().into());
        }
        encode(self.operation, self.endpoint(), &self.blocks, &self.all_http_headers(), self.request)
    }

    fn all_http_headers(&self) -> HeaderMap {
        let mut headers = self.client.inner.http_headers.clone();
        for (name, value) in &self.http_headers {
            headers.insert(name, value.clone());
        }
        headers
    }

    fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        secrets.learn_values(self.request);
        if let Some(credentials) = self.credentials {
            secrets.learn_values(credentials);
        }
        for block in &self.blocks {
            match block {
                Block::Typed(_, block) => secrets.learn_values(*block),
                Block::Element(block) => secrets.learn_element(block),
            }
        }
        secrets.learn_headers(&self.client.inner.http_headers);
        secrets.learn_headers(&self.http_headers);
        for credential in &self.client.inner.credentials {
            secrets.add(credential);
        }
        secrets.learn_query(self.endpoint().uri().query().unwrap_or_default());
        secrets
    }

    fn read(&self, response: Response<Bytes>, target: &mut dyn Content) -> Result<Around, Error> {
        let decoded = self.with_decoder(|decoder| decoder.decode(&response, target));
        self.judge(decoded, response.into_parts().0, target)
    }

    /// Reads what a stream left over.
    pub(crate) fn read_rest(
        &self,
        parts: Parts,
        text: String,
        may_hold_fault: bool,
        target: &mut dyn Content,
    ) -> Result<Around, Error> {
        let decoded = self.with_decoder(|decoder| decoder.decode_rest(&parts, text, may_hold_fault, target));
        self.judge(decoded, parts, target)
    }

    /// The error for a piece of a stream that cannot be read.
    pub(crate) fn unreadable(&self, parts: &Parts, problem: Problem, before: &str, target: &mut dyn Content) -> Error {
        self.with_decoder(|decoder| decoder.unreadable_piece(parts, problem, before, target))
    }

    fn with_decoder<T>(&self, work: impl FnOnce(&Decoder<'_>) -> T) -> T {
        work(&Decoder { operation: self.operation, limits: self.limits(), secrets: &|| self.secrets() })
    }

    /// What is to be said of a response that was read.
    fn judge(&self, decoded: Result<Decoded, Error>, parts: Parts, target: &dyn Content) -> Result<Around, Error> {
        let (status, mut http_headers) = (parts.status, parts.headers);
        for (name, value) in &mut http_headers {
            protect(name, value);
        }
        let Decoded { headers, attachments } = match decoded {
            Ok(decoded) => decoded,
            // A fault or a JSON error with a name.
            Err(Error::Rejected(rejection)) => {
                return Err(Error::Rejected(Box::new(rejection.with_headers(Headers::default(), http_headers))));
            }
            Err(error) => return Err(error),
        };
        if let Some(rule) = self.operation.outcome
            && let Some(verdict) = rule.judge(target)
        {
            let rejection = Rejection::new(self.operation, rule, verdict, status, &self.secrets());
            return Err(Error::Rejected(Box::new(rejection.with_reply().with_headers(headers, http_headers))));
        }
        Ok(Around { headers, attachments, status, http_headers })
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// A stream may take as long as it takes, unless the call says otherwise: only its stalls are timed.
    fn streaming_exchange(&self) -> Exchange {
        let mut exchange = self.exchange();
        if !self.total_set {
            exchange.timeouts.total = Duration::MAX;
        }
        exchange
    }

    fn attempts(&self, exchange: &Exchange) -> Attempts<'_> {
        let inner = &self.client.inner;
        let retries = self.safe.then_some(inner.retries);
        Attempts::new(&inner.budget, retries, inner.redirects, exchange.timeouts.total)
    }

    fn trace(&self, request: &Request<Bytes>) -> Trace {
        Trace::new(self.operation, self.endpoint(), request.body().len())
    }

    pub(crate) async fn begin(&self) -> Result<(Response<Chunks>, Trace), Error> {
        let way: Way<Chunks> = |transport, request, exchange| transport.send_streaming(request, exchange);
        self.deliver(self.streaming_exchange(), way, |_| None).await
    }

    pub(crate) fn begin_blocking(&self) -> Result<(Response<BlockingChunks>, Trace), Error> {
        let way: BlockingWay<BlockingChunks> =
            |transport, request, exchange| transport.send_streaming(request, exchange);
        self.deliver_blocking(self.streaming_exchange(), way, |_| None)
    }

    pub(crate) fn send<'s>(self, target: &'s mut dyn Content) -> BoxFuture<'s, Result<Around, Error>>
    where
        'a: 's,
    {
        Box::pin(async move {
            let way: Way<Bytes> = |transport, request, exchange| transport.send(request, exchange);
            let (response, _) = self.deliver(self.exchange(), way, |body| Some(body.len())).await?;
            self.read(response, target)
        })
    }

    pub(crate) fn send_blocking(self, target: &mut dyn Content) -> Result<Around, Error> {
        let way: BlockingWay<Bytes> = |transport, request, exchange| transport.send(request, exchange);
        let (response, _) = self.deliver_blocking(self.exchange(), way, |body| Some(body.len()))?;
        self.read(response, target)
    }

    /// Sends the request, as often and where to as the options allow.
    async fn deliver<B>(
        &self,
        mut exchange: Exchange,
        way: Way<B>,
        size: impl Fn(&B) -> Option<usize>,
    ) -> Result<(Response<B>, Trace), Error> {
        let transport = self.client.transport()?;
        let mut attempts = self.attempts(&exchange);
        let mut request = self.to_request()?;
        let trace = self.trace(&request);
        loop {
            let message = if attempts.may_go_on() { request.clone() } else { std::mem::take(&mut request) };
            let result = attempts.outcome(trace.during(way(transport, message, &exchange)).await);
            let next = attempts.after(&request, &result);
            match &next {
                Next::Done => {
                    trace.ended(&result, size);
                    return Ok((result?, trace));
                }
                Next::Again(pause) => transport.pause(*pause).await,
                Next::At(target) => request.uri_mut().clone_from(target),
            }
            exchange.timeouts.total = attempts.time_left();
            trace.again(&"another attempt");
        }
    }

    fn deliver_blocking<B>(
        &self,
        mut exchange: Exchange,
        way: BlockingWay<B>,
        size: impl Fn(&B) -> Option<usize>,
    ) -> Result<(Response<B>, Trace), Error> {
        let transport = self.client.blocking_transport()?;
        let mut attempts = self.attempts(&exchange);
        let mut request = self.to_request()?;
        let trace = self.trace(&request);
        loop {
            let message = if attempts.may_go_on() { request.clone() } else { std::mem::take(&mut request) };
            let result = attempts.outcome(trace.within(|| way(transport, message, &exchange)));
            match attempts.after(&request, &result) {
                Next::Done => {
                    trace.ended(&result, size);
                    return Ok((result?, trace));
                }
                Next::Again(pause) => std::thread::sleep(pause),
                Next::At(target) => *request.uri_mut() = target,
            }
            exchange.timeouts.total = attempts.time_left();
            trace.again(&"another attempt");
        }
    }
}

/// How a request is handed to a transport: for the whole response, or for one that comes in pieces.
type Way<B> =
    for<'x> fn(&'x dyn Transport, Request<Bytes>, &'x Exchange) -> BoxFuture<'x, Result<Response<B>, TransportError>>;
type BlockingWay<B> = fn(&dyn BlockingTransport, Request<Bytes>, &Exchange) -> Result<Response<B>, TransportError>;
