//! The other direction: HTTP requests read, HTTP responses written, for test doubles and small servers.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode};

use super::encode::raw_value;
use super::json::{read_wrapped, write_wrapped};
use super::percent_decoded;
use crate::content::{Content, Input, NoScope};
use crate::engine::{ReadError, ReadErrorKind, lexical_text, read_document, write_document};
use crate::error::{ConfigError, Error, Problem, Unreadable};
use crate::facts::{Body, Kind, Operation, Protocol};
use crate::soap::{self, Block, Fault, Headers, Version};
use crate::xml::{Limits, decode};

/// Reads the request of `operation` into `target` and gives the SOAP header blocks.
///
/// # Errors
/// [`Error::Unreadable`] with the status to answer, and [`Error::Config`] for parameters in the path, which are not read
/// here.
pub fn read_http_request(
    operation: &'static Operation,
    request: &Request<Bytes>,
    limits: &Limits,
    target: &mut dyn Content,
) -> Result<Headers, Error> {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let text = decode(request.body(), content_type).map_err(|error| refused(Problem::Charset(error)))?;
    let document = |error| refused(Problem::Document(error));
    if Version::of_protocol(operation.protocol).is_some() {
        let received = soap::read_request(operation, &text, limits, target).map_err(document)?;
        return Ok(received.headers);
    }
    match &operation.input.body {
        Body::UrlEncoded if request.method() == Method::GET => {
            parameters(request.uri().query().unwrap_or_default(), target).map_err(document)?;
        }
        Body::UrlEncoded => parameters(&text, target).map_err(document)?,
        Body::Json(key, aliases) => read_wrapped(key, aliases, &text, limits, target).map_err(document)?,
        Body::Xml(field) => read_document(operation.schema, field, target, &text, limits).map_err(document)?,
        Body::Raw(_) => lex_single(target, &text).map_err(document)?,
        Body::UrlReplacement => {
            return Err(ConfigError::Unsupported("parameters in the path are not read by this function").into());
        }
        Body::Empty | Body::Document(_) | Body::Parts | Body::Type(_) | Body::Rpc(_) | Body::Encoded(_) => {}
    }
    Ok(Headers::default())
}

/// Writes the HTTP response that answers `operation` with `reply`.
///
/// # Errors
/// [`Error::Request`] when the value breaks the contract.
pub fn write_http_reply(
    operation: &'static Operation,
    blocks: &[Block<'_>],
    reply: &dyn Content,
) -> Result<Response<Bytes>, Error> {
    if let Some(version) = Version::of_protocol(operation.protocol) {
        if operation.output.is_none() {
            return Ok(response(StatusCode::ACCEPTED, None, Vec::new()));
        }
        let body = soap::write_reply(operation, blocks, reply)?;
        return Ok(response(StatusCode::OK, Some(soap_type(version)), body));
    }
    debug_assert!(matches!(operation.protocol, Protocol::Http(..)));
    Ok(match operation.output.as_ref().map(|output| &output.body) {
        Some(Body::Json(key, _)) => {
            response(StatusCode::OK, Some("application/json; charset=utf-8"), write_wrapped(key, reply)?)
        }
        Some(Body::Xml(field)) => response(
            StatusCode::OK,
            Some("text/xml; charset=utf-8"),
            write_document(operation.schema, field, reply)?.into_bytes(),
        ),
        Some(Body::Raw(content_type)) => {
            response(StatusCode::OK, Some(content_type), lexical_text(raw_value(reply)).into_bytes())
        }
        _ => response(StatusCode::OK, None, Vec::new()),
    })
}

/// Writes the HTTP response that is a fault, with the status its version asks for (SOAP 1.1 section 6.2, SOAP 1.2 part 2
/// section 7.5.2.2).
///
/// # Errors
/// [`Error::Request`] when a text holds a character that no XML document can.
pub fn write_http_fault(fault: &Fault) -> Result<Response<Bytes>, Error> {
    let status = match fault.version {
        Version::V12 if fault.is_sender() => StatusCode::BAD_REQUEST,
        Version::V11 | Version::V12 => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Ok(response(status, Some(soap_type(fault.version)), soap::write_fault(fault)?))
}

fn soap_type(version: Version) -> &'static str {
    match version {
        Version::V11 => "text/xml; charset=utf-8",
        Version::V12 => "application/soap+xml; charset=utf-8",
    }
}

fn response(status: StatusCode, content_type: Option<&'static str>, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    if let Some(content_type) = content_type {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    response
}

fn refused(problem: Problem) -> Error {
    Error::Unreadable(Box::new(Unreadable {
        problem,
        status: StatusCode::BAD_REQUEST,
        content_type: None,
        snippet: String::new(),
    }))
}

/// `name=value&…`; a parameter that is no member is left alone.
fn parameters(query: &str, target: &mut dyn Content) -> Result<(), ReadError> {
    let fields = target.facts().fields();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // A form makes `+` of a space.
        let plain = |text: &str| percent_decoded(&text.replace('+', " "));
        let (name, value) = (plain(name), plain(value));
        if let Some(index) = fields.iter().position(|field| field.local() == name) {
            lex_single(target.field_mut(index), &value).map_err(|error| error.inside(&name, None))?;
        }
    }
    Ok(())
}

/// The text as the value, whatever containers it is in.
pub(super) fn lex_single(target: &mut dyn Content, text: &str) -> Result<(), ReadError> {
    let mut slot = target;
    loop {
        slot = match slot.facts().kind() {
            Kind::Struct | Kind::Array(_) if slot.facts().fields().len() == 1 => slot.field_mut(0),
            Kind::Optional | Kind::Nillable => slot.field_mut(0),
            Kind::Many => {
                let next = slot.arm();
                slot.field_mut(next)
            }
            _ => break,
        };
    }
    slot.lex(Input::Text(text, &NoScope)).map_err(|error| ReadError::new(ReadErrorKind::Value(error), 0))
}
