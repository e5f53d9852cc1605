//! The other direction: HTTP requests read, HTTP responses written, for test doubles and small servers.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, StatusCode, Uri};

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
/// [`Error::Unreadable`] with the status to answer, and [`Error::Config`] for a path without the places that the operation's
/// location has for its parameters.
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
            let found = replaced(operation, request.uri());
            let found = found.ok_or(ConfigError::Location("the request's path does not fit it"))?;
            for (name, value) in found {
                member(name, &percent_decoded(value), target).map_err(document)?;
            }
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
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // A form makes `+` of a space.
        let plain = |text: &str| percent_decoded(&text.replace('+', " "));
        member(&plain(name), &plain(value), target)?;
    }
    Ok(())
}

fn member(name: &str, value: &str, target: &mut dyn Content) -> Result<(), ReadError> {
    match target.facts().fields().iter().position(|field| field.local() == name) {
        Some(index) => lex_single(target.field_mut(index), value).map_err(|error| error.inside(name, None)),
        None => Ok(()),
    }
}

/// The parameters in the places that the location has for them (WSDL 1.1 section 4.6), by name. What stands before the
/// location is the endpoint's.
fn replaced<'r>(operation: &'static Operation, uri: &'r Uri) -> Option<Vec<(&'static str, &'r str)>> {
    let Protocol::Http(_, location) = operation.protocol else { return None };
    let (path, query) = location.split_once('?').unwrap_or((location, ""));
    let mut found = places(path.trim_start_matches('/'), uri.path())?;
    found.extend(places(query, uri.query().unwrap_or_default())?);
    Some(found)
}

/// Fits a template with `(name)` in it to the end of a text, whose values are percent-encoded.
fn places<'r>(template: &'static str, text: &'r str) -> Option<Vec<(&'static str, &'r str)>> {
    let is_value = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '%');
    let (mut template, mut text, mut found) = (template, text, Vec::new());
    while let Some((before, after)) = template.rsplit_once('(') {
        let (name, literal) = after.split_once(')')?;
        text = text.strip_suffix(literal)?;
        // What could be value may begin with the end of what stands before it.
        let run = text.trim_end_matches(is_value).len();
        let fixed = before.rsplit(')').next().unwrap_or_default();
        let fixed = fixed.get(fixed.trim_end_matches(is_value).len()..).unwrap_or_default();
        let (whole, value) = text.split_at(run);
        let start = whole.len() + value.find(fixed)? + fixed.len();
        found.push((name, text.get(start..)?));
        (template, text) = (before, text.get(..start)?);
    }
    text.ends_with(template).then_some(found)
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
