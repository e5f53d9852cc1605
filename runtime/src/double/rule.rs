//! Rules: which operation a request is for, and what answers it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{Request, Response};

use crate::call::{write_http_fault, write_http_reply};
use crate::content::{Content, Root};
use crate::error::{ConfigError, Error};
use crate::facts::{Body, Field, Operation, Protocol};
use crate::soap::{Block, Fault, Version};
use crate::xml::{Limits, Reader, Token};

/// How long a response is held back.
#[derive(Clone, Copy)]
pub(super) struct Delay(pub(super) Duration);

/// What a double answers.
#[derive(Clone)]
#[must_use]
pub struct Answer {
    kind: Kind,
    /// The header blocks of a reply.
    blocks: Vec<(&'static Field, Arc<dyn Content>)>,
    delay: Duration,
    /// Bytes of the body that are sent.
    cut: Option<usize>,
}

#[derive(Clone)]
enum Kind {
    Reply(Arc<dyn Content>),
    Fault(Arc<Fault>),
    Raw(Response<Bytes>),
}

impl Answer {
    fn new(kind: Kind) -> Self {
        Self { kind, blocks: Vec::new(), delay: Duration::ZERO, cut: None }
    }

    /// The reply of the operation.
    pub fn reply(reply: impl Content) -> Self {
        Self::new(Kind::Reply(Arc::new(reply)))
    }

    /// A fault, with the HTTP status that its version asks for.
    pub fn fault(fault: Fault) -> Self {
        Self::new(Kind::Fault(Arc::new(fault)))
    }

    /// This status, content type and body.
    pub fn raw(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::new(Kind::Raw(raw(status, content_type, body.into())))
    }

    /// This status without a body.
    pub fn status(status: u16) -> Self {
        Self::raw(status, "text/plain", Bytes::new())
    }

    /// Any HTTP response.
    pub fn response_of(response: Response<Bytes>) -> Self {
        Self::new(Kind::Raw(response))
    }

    /// The same with a SOAP header block more; only a reply of a SOAP operation has any.
    pub fn header<T: Root>(mut self, block: T) -> Self {
        self.blocks.push((T::ELEMENT, Arc::new(block)));
        self
    }

    /// The same after a while. A client whose timeout is shorter does not get it.
    pub fn delayed(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// The same, but the connection breaks off after so many bytes of the body.
    pub fn truncated(self, bytes: usize) -> Self {
        Self { cut: Some(bytes), ..self }
    }

    /// Says what is wrong with a test rather than with the client.
    pub(super) fn refusal(operation: &'static Operation, reason: &str) -> Self {
        match Version::of_protocol(operation.protocol) {
            Some(version) => Self::fault(Fault::receiver(version, reason)),
            None => Self::raw(500, "text/plain; charset=utf-8", reason.to_owned()),
        }
    }

    /// The HTTP response. A value that breaks the contract makes a refusal that says so.
    pub(super) fn response(&self, operation: &'static Operation) -> Response<Bytes> {
        let blocks: Vec<Block<'_>> = self.blocks.iter().map(|(field, block)| Block::Typed(field, &**block)).collect();
        let has_place = matches!(self.kind, Kind::Reply(_))
            && operation.output.is_some()
            && Version::of_protocol(operation.protocol).is_some();
        let written = match &self.kind {
            _ if !blocks.is_empty() && !has_place => {
                Err(Error::from(ConfigError::Unsupported("a SOAP header was given to what has no place for one")))
            }
            Kind::Reply(reply) => write_http_reply(operation, &blocks, &**reply),
            Kind::Fault(fault) => write_http_fault(fault),
            Kind::Raw(response) => Ok(response.clone()),
        };
        let mut response = written.unwrap_or_else(|error| {
            raw(500, "text/plain; charset=utf-8", format!("the double's answer cannot be written: {error}").into())
        });
        if let Some(cut) = self.cut.filter(|cut| *cut < response.body().len()) {
            let length = response.body().len();
            response.headers_mut().insert(CONTENT_LENGTH, length.into());
            response.body_mut().truncate(cut);
        }
        response.extensions_mut().insert(Delay(self.delay));
        response
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match &self.kind {
            Kind::Reply(_) => "a reply",
            Kind::Fault(_) => "a fault",
            Kind::Raw(_) => "a response",
        };
        f.debug_struct("Answer")
            .field("is", &kind)
            .field("header_blocks", &self.blocks.len())
            .field("delay", &self.delay)
            .field("cut", &self.cut)
            .finish_non_exhaustive()
    }
}

/// What a rule may give: a reply, a `Result` of a reply or a [`Fault`], an [`Answer`].
pub trait IntoAnswer {
    /// The answer.
    fn into_answer(self) -> Answer;
}

impl IntoAnswer for Answer {
    fn into_answer(self) -> Answer {
        self
    }
}

impl<R: Content> IntoAnswer for R {
    fn into_answer(self) -> Answer {
        Answer::reply(self)
    }
}

impl<A: IntoAnswer> IntoAnswer for Result<A, Fault> {
    fn into_answer(self) -> Answer {
        match self {
            Ok(answer) => answer.into_answer(),
            Err(fault) => Answer::fault(fault),
        }
    }
}

type Make = dyn Fn(&Request<Bytes>) -> Answer + Send + Sync;

/// One operation and its answers.
pub(super) struct Rule {
    operation: &'static Operation,
    make: Box<Make>,
}

impl Rule {
    pub(super) fn new(operation: &'static Operation, make: Box<Make>) -> Self {
        Self { operation, make }
    }

    pub(super) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Whether requests are told by the element in their body, or by less.
    pub(super) fn is_vague(&self) -> bool {
        matches!(self.operation.input.body, Body::Parts | Body::Type(_) | Body::Empty)
    }

    pub(super) fn is_for(&self, operation: &'static Operation) -> bool {
        std::ptr::eq(self.operation, operation)
    }

    pub(super) fn respond(&self, request: &Request<Bytes>) -> Response<Bytes> {
        (self.make)(request).response(self.operation)
    }
}

/// A response of this status, content type and body. What HTTP does not know is left at its default: it is the test's own
/// mistake, and shows.
pub(super) fn raw(status: u16, content_type: &str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    if let Ok(status) = status.try_into() {
        *response.status_mut() = status;
    }
    if let Ok(content_type) = content_type.try_into() {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

/// Whether a request is for this operation: by its action, and by the element in its body where the contract names one;
/// over an HTTP binding by its verb and path.
pub(super) fn matches(operation: &Operation, request: &Request<Bytes>) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (action, sent) = match operation.protocol {
        Protocol::Soap11(action) => (action, header("soapaction").trim_matches('"').to_owned()),
        Protocol::Soap12(action) => {
            let after = header("content-type").split_once("action=\"").map_or("", |(_, after)| after);
            (action, after.split('"').next().unwrap_or_default().to_owned())
        }
        Protocol::Http(verb, location) => {
            let (path, path_is_fixed) = (request.uri().path().trim_end_matches('/'), !location.contains('('));
            let location = location.split(['(', '?']).next().unwrap_or_default().trim_matches('/');
            let fits = if path_is_fixed { path.ends_with(location) } else { path.contains(location) };
            return request.method().as_str() == verb && fits;
        }
    };
    let element = match &operation.input.body {
        Body::Document(field) | Body::Rpc(field) | Body::Encoded(field) => Some(field.local()),
        _ => None,
    };
    let is_soap = !matches!(operation.protocol, Protocol::Soap11(_)) || request.headers().contains_key("soapaction");
    is_soap && sent == action && element.is_none_or(|local| first_in_body(request.body()).as_deref() == Some(local))
}

/// The local name of the first element in the body of an envelope.
fn first_in_body(envelope: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(envelope).ok()?;
    let mut reader = Reader::new(text, &[], &Limits::default());
    let mut in_body = false;
    loop {
        match reader.next().ok()? {
            Token::Start(name) if in_body => return Some(name.local.to_owned()),
            Token::Start(name) if reader.depth() == 2 => {
                in_body = name.local == "Body";
                if !in_body {
                    reader.skip_element().ok()?;
                }
            }
            Token::End if in_body => return None,
            Token::Start(_) | Token::Text(_) | Token::End => {}
            Token::Eof => return None,
        }
    }
}
