//! An HTTP response into the reply of a call, or into the error that says what came instead.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};

use super::inflate::{Failure, inflate};
use super::json::{member, read_wrapped};
use super::serve::lex_single;
use crate::content::Content;
use crate::engine::{ReadErrorKind, read_document, read_document_rest};
use crate::error::{Error, Problem, Status, Unreadable};
use crate::facts::{Body, Facts, Kind, Operation, Protocol};
use crate::mime::{Attachment, MimeError, Related};
use crate::outcome::Rejection;
use crate::secret::Secrets;
use crate::soap::{self, Fault, Headers, Received};
use crate::xml::{CharsetError, Limits, decode as decode_charset};

const ENVELOPE: &str = "a SOAP envelope";

/// Reads the response to a call.
pub(super) struct Decoder<'d> {
    pub(super) operation: &'static Operation,
    pub(super) limits: &'d Limits,
    /// What is secret in the request; asked for only when something went wrong.
    pub(super) secrets: &'d dyn Fn() -> Secrets,
}

/// What came with a message.
#[derive(Default)]
pub(super) struct Decoded {
    pub(super) headers: Headers,
    pub(super) attachments: Vec<Attachment>,
}

/// A response, decompressed.
struct Arrived<'r> {
    status: StatusCode,
    headers: &'r HeaderMap,
    body: Bytes,
    /// Of a response of several parts, how long all are.
    parts_bytes: usize,
    /// Of a response of several parts, what the root is said to be.
    root: Option<String>,
    /// Whether the body is what a stream left over: UTF-8, without its rows.
    rest: bool,
    /// Whether a fault may stand anywhere in it.
    may_hold_fault: bool,
}

impl Arrived<'_> {
    fn header(&self, name: http::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn text(&self) -> Result<Cow<'_, str>, CharsetError> {
        let content_type = if self.rest { Some("text/xml; charset=utf-8") } else { self.content_type() };
        decode_charset(&self.body, content_type)
    }

    fn content_type(&self) -> Option<&str> {
        self.root.as_deref().or_else(|| self.header(CONTENT_TYPE))
    }

    /// Whether the response says that it is XML, or says nothing.
    fn says_xml(&self) -> bool {
        self.content_type().is_none_or(|content_type| {
            let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            media.ends_with("/xml") || media.ends_with("+xml")
        })
    }
}

impl Decoder<'_> {
    /// Fills `target`, and gives what came with it.
    pub(super) fn decode(&self, response: &Response<Bytes>, target: &mut dyn Content) -> Result<Decoded, Error> {
        let mut arrived = Arrived {
            status: response.status(),
            headers: response.headers(),
            body: response.body().clone(),
            parts_bytes: 0,
            root: None,
            rest: false,
            may_hold_fault: false,
        };
        match inflate(arrived.body.clone(), arrived.headers, self.limits) {
            Ok(body) => arrived.body = body,
            Err(Failure::Over(limit)) => return Err(Error::Limit(limit)),
            Err(Failure::Unknown) => {
                return Err(self.unreadable(
                    Problem::ContentEncoding("the Content-Encoding is not one that was asked for"),
                    &arrived,
                    target,
                ));
            }
            Err(Failure::Broken) => {
                return Err(self.unreadable(
                    Problem::ContentEncoding("the compressed data is broken or ends early"),
                    &arrived,
                    target,
                ));
            }
        }
        let attachments = match self.take_apart(&mut arrived) {
            Ok(attachments) => attachments,
            Err(MimeError::Limit { name, value }) => {
                return Err(crate::error::Limit { name, value, path: String::new() }.into());
            }
            Err(error) => return Err(self.unreadable(Problem::Mime(error), &arrived, target)),
        };
        let headers = self.arrived(&arrived, target)?;
        Ok(Decoded { headers, attachments })
    }

    /// Of a response of several parts leaves the root, with the content that it refers to; gives the others.
    fn take_apart(&self, arrived: &mut Arrived<'_>) -> Result<Vec<Attachment>, MimeError> {
        let Some(content_type) = arrived.header(CONTENT_TYPE).filter(|value| Related::is_meant_by(value)) else {
            return Ok(Vec::new());
        };
        if arrived.body.is_empty() {
            return Ok(Vec::new());
        }
        let related = Related::parse(content_type, &arrived.body, self.limits)?;
        arrived.parts_bytes = arrived.body.len();
        if let Some(text) = related.inlined(self.limits)? {
            arrived.body = text.into();
            arrived.root = Some("application/xop+xml; charset=utf-8".to_owned());
        } else {
            arrived.body = related.root().content.clone();
            arrived.root = Some(related.root().content_type.clone());
        }
        Ok(related.into_attachments())
    }

    /// As [`decode`](Self::decode), for what a stream left over: the text without its rows.
    pub(super) fn decode_rest(
        &self,
        parts: &http::response::Parts,
        text: String,
        may_hold_fault: bool,
        target: &mut dyn Content,
    ) -> Result<Decoded, Error> {
        let arrived = Arrived {
            status: parts.status,
            headers: &parts.headers,
            body: text.into(),
            parts_bytes: 0,
            root: None,
            rest: true,
            may_hold_fault,
        };
        Ok(Decoded { headers: self.arrived(&arrived, target)?, ..Decoded::default() })
    }

    /// The error for a piece of a stream that cannot be read; `before` is the text before it.
    pub(super) fn unreadable_piece(
        &self,
        parts: &http::response::Parts,
        problem: Problem,
        before: &str,
        target: &mut dyn Content,
    ) -> Error {
        let body = Bytes::copy_from_slice(before.as_bytes());
        let arrived = Arrived {
            status: parts.status,
            headers: &parts.headers,
            body,
            parts_bytes: 0,
            root: None,
            rest: true,
            may_hold_fault: false,
        };
        self.unreadable(problem, &arrived, target)
    }

    fn arrived(&self, arrived: &Arrived<'_>, target: &mut dyn Content) -> Result<Headers, Error> {
        match self.operation.protocol {
            Protocol::Soap11(_) | Protocol::Soap12(_) => self.soap(arrived, target),
            Protocol::Http(..) => self.http(arrived, target).map(|()| Headers::default()),
        }
    }

    fn soap(&self, arrived: &Arrived<'_>, target: &mut dyn Content) -> Result<Headers, Error> {
        let output = self.operation.output.as_ref();
        if arrived.body.is_empty() {
            let nothing_due = output.is_none_or(|output| matches!(output.body, Body::Empty));
            if nothing_due && arrived.status.is_success() {
                return Ok(Headers::default());
            }
            return Err(self.status(ENVELOPE, arrived, target));
        }
        let text = self.text(arrived, target)?;
        let limits = &*self.limits_of(&text, arrived);
        let read = if arrived.rest {
            soap::read_rest(self.operation, &text, limits, arrived.may_hold_fault, target)
        } else {
            soap::read_reply(self.operation, &text, limits, target)
        };
        match read {
            Ok(received) => self.received(received, arrived, target),
            // Outside of any element: what came is no envelope.
            Err(error) if error.path().is_empty() => {
                if output.is_none() && arrived.status.is_success() && !text.trim_start().starts_with('<') {
                    return Ok(Headers::default());
                }
                let limit = matches!(error.kind(), ReadErrorKind::Limit { .. });
                if limit || (arrived.status.is_success() && arrived.says_xml()) {
                    return Err(self.unreadable(Problem::Document(error), arrived, target));
                }
                Err(self.status(ENVELOPE, arrived, target))
            }
            Err(error) => Err(self.unreadable(Problem::Document(error), arrived, target)),
        }
    }

    fn received(&self, received: Received, arrived: &Arrived<'_>, target: &mut dyn Content) -> Result<Headers, Error> {
        if let Some(mut fault) = received.fault {
            fault.status = Some(arrived.status);
            let secrets = (self.secrets)();
            fault.redact(&secrets);
            return Err(self.named(fault, arrived, &secrets));
        }
        if !arrived.status.is_success() {
            return Err(self.status("a fault, or a reply with a status of success", arrived, target));
        }
        Ok(received.headers)
    }

    fn http(&self, arrived: &Arrived<'_>, target: &mut dyn Content) -> Result<(), Error> {
        let Some(output) = &self.operation.output else {
            return if arrived.status.is_success() { Ok(()) } else { Err(self.status("success", arrived, target)) };
        };
        let expected = match output.body {
            Body::Json(..) => "JSON",
            Body::Xml(_) => "an XML document",
            _ => "success",
        };
        if let Body::Json(key, aliases) = output.body
            && let Some(error) = self.json_error(key, aliases, arrived, target)
        {
            return Err(error);
        }
        if !arrived.status.is_success() {
            return Err(self.status(expected, arrived, target));
        }
        if arrived.body.is_empty() && matches!(output.body, Body::Json(..) | Body::Xml(_)) {
            // An operation that answers nothing may well answer no bytes.
            return if is_unit(target.facts()) { Ok(()) } else { Err(self.status(expected, arrived, target)) };
        }
        let text = self.text(arrived, target)?;
        let limits = &*self.limits_of(&text, arrived);
        let markup = text.trim_start().starts_with('<');
        let result = match &output.body {
            Body::Json(..) if markup => return Err(self.status(expected, arrived, target)),
            Body::Xml(_) if !markup => return Err(self.status(expected, arrived, target)),
            Body::Json(..) if is_unit(target.facts()) => Ok(()),
            Body::Json(key, aliases) => read_wrapped(key, aliases, &text, limits, target),
            Body::Xml(field) if arrived.rest => read_document_rest(self.operation.schema, field, target, &text, limits),
            Body::Xml(field) => read_document(self.operation.schema, field, target, &text, limits),
            Body::Raw(_) => lex_single(target, &text),
            Body::Empty
            | Body::Document(_)
            | Body::Parts
            | Body::Type(_)
            | Body::Rpc(_)
            | Body::Encoded(_)
            | Body::UrlEncoded
            | Body::UrlReplacement => Ok(()),
        };
        result.map_err(|error| self.unreadable(Problem::Document(error), arrived, target))
    }

    /// A fault, or the refusal that it is by the contract's rules.
    fn named(&self, fault: Box<Fault>, arrived: &Arrived<'_>, secrets: &Secrets) -> Error {
        let rule = self.operation.outcome;
        let Some((rule, verdict)) = rule.and_then(|rule| Some((rule, rule.judge_fault(&fault)?))) else {
            return Error::Fault(fault);
        };
        let rejection = Rejection::new(self.operation, rule, verdict, arrived.status, secrets);
        Error::Rejected(Box::new(rejection.with_fault(fault)))
    }

    /// The refusal that a JSON object is by the contract's rules, whatever the HTTP status.
    fn json_error(&self, key: &str, aliases: &[&str], arrived: &Arrived<'_>, target: &dyn Content) -> Option<Error> {
        let rule = self.operation.outcome.filter(|rule| rule.json.is_some())?;
        let text = arrived.text().ok()?;
        let is_there = |name: &str| member(name, &text, self.limits).is_some();
        let has_reply = if key.is_empty() {
            !is_unit(target.facts())
        } else {
            is_there(key) || aliases.iter().any(|alias| is_there(alias))
        };
        let scalar = |name: &'static str| {
            if !text.contains(name) {
                return None;
            }
            let mut value = None::<String>;
            read_wrapped(name, &[], &text, self.limits, &mut value).ok()?;
            value
        };
        let verdict = rule.judge_json(&scalar, has_reply)?;
        let rejection = Rejection::new(self.operation, rule, verdict, arrived.status, &(self.secrets)());
        Some(Error::Rejected(Box::new(rejection)))
    }

    /// The limits for a text: it is the bytes of the body that count, and some charsets take fewer than UTF-8.
    fn limits_of(&self, text: &str, arrived: &Arrived<'_>) -> Cow<'_, Limits> {
        let body = if arrived.root.is_some() { arrived.parts_bytes } else { arrived.body.len() };
        let text = text.len();
        if text <= body {
            return Cow::Borrowed(self.limits);
        }
        let ratio = u64::from(self.limits.memory_ratio).saturating_mul(body as u64) / text as u64;
        Cow::Owned(Limits { memory_ratio: u32::try_from(ratio).unwrap_or(u32::MAX), ..self.limits.clone() })
    }

    fn text<'t>(&self, arrived: &'t Arrived<'_>, target: &mut dyn Content) -> Result<Cow<'t, str>, Error> {
        arrived.text().map_err(|error| self.unreadable(Problem::Charset(error), arrived, target))
    }

    #[cold]
    fn status(&self, expected: &'static str, arrived: &Arrived<'_>, target: &mut dyn Content) -> Error {
        let (content_type, snippet) = self.shown(arrived, target);
        Error::Status(Box::new(Status {
            status: arrived.status,
            content_type,
            expected,
            snippet,
            body: arrived.body.clone(),
        }))
    }

    #[cold]
    fn unreadable(&self, problem: Problem, arrived: &Arrived<'_>, target: &mut dyn Content) -> Error {
        if let Problem::Document(error) = &problem
            && let ReadErrorKind::Limit { name, value } = error.kind()
        {
            // What it is for the body, not for its text.
            let value = if *name == "memory_ratio" { self.limits.memory_ratio.into() } else { *value };
            return crate::error::Limit { name, value, path: error.path() }.into();
        }
        let (content_type, snippet) = self.shown(arrived, target);
        Error::Unreadable(Box::new(Unreadable { problem, status: arrived.status, content_type, snippet }))
    }

    /// The content type and the beginning of the body, without what is secret in the request or by its name in the reply.
    fn shown(&self, arrived: &Arrived<'_>, target: &mut dyn Content) -> (Option<String>, String) {
        let mut secrets = (self.secrets)();
        secrets.learn_names(target);
        let headers = self.operation.output.iter().flat_map(|output| output.headers);
        headers.for_each(|header| secrets.learn_name(header));
        let text = arrived.text().unwrap_or_else(|_| String::from_utf8_lossy(&arrived.body));
        (arrived.content_type().map(|content_type| secrets.snippet(content_type)), secrets.snippet(&text))
    }
}

fn is_unit(facts: &Facts) -> bool {
    facts.kind() == Kind::Struct && facts.fields().is_empty()
}
