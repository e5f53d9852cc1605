//! A call into an HTTP request.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Uri};

use super::endpoint::{Endpoint, percent_encoded};
use super::json::write_wrapped;
use crate::content::Content;
use crate::engine::{lexical_text, validate_parts, write_document};
use crate::error::{ConfigError, Error};
use crate::facts::{Body, Kind, Operation, Protocol};
use crate::soap::{self, Block, Version};

const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

/// The HTTP request of a call; `http_headers` are those of client and call, which override what is set here.
pub(super) fn encode(
    operation: &'static Operation,
    endpoint: &Endpoint,
    blocks: &[Block<'_>],
    http_headers: &HeaderMap,
    request: &dyn Content,
) -> Result<Request<Bytes>, Error> {
    let mut message = match operation.protocol {
        Protocol::Soap11(action) | Protocol::Soap12(action) => {
            soap_message(operation, action, endpoint, blocks, request)?
        }
        Protocol::Http(verb, location) => {
            if !blocks.is_empty() {
                return Err(
                    ConfigError::Unsupported("a SOAP header was given, and the operation is bound to HTTP").into()
                );
            }
            http_message(operation, verb, location, endpoint, request)?
        }
    };
    let headers = message.headers_mut();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate"));
    for (name, value) in http_headers {
        headers.insert(name, value.clone());
    }
    Ok(message)
}

fn soap_message(
    operation: &'static Operation,
    action: &str,
    endpoint: &Endpoint,
    blocks: &[Block<'_>],
    request: &dyn Content,
) -> Result<Request<Bytes>, Error> {
    soap::check(&operation.input.body)?;
    let body = soap::write_request(operation, blocks, request)?;
    let mut message = Request::new(body);
    *message.method_mut() = Method::POST;
    *message.uri_mut() = endpoint.uri().clone();
    let version = Version::of_protocol(operation.protocol).unwrap_or_default();
    let action = quoted(action)?;
    let headers = message.headers_mut();
    match version {
        Version::V11 => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
            headers.insert(SOAP_ACTION, header(&action)?);
        }
        Version::V12 if action == "\"\"" => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/soap+xml; charset=utf-8"));
        }
        Version::V12 => {
            headers.insert(CONTENT_TYPE, header(&format!("application/soap+xml; charset=utf-8; action={action}"))?);
        }
    }
    headers.insert(ACCEPT, HeaderValue::from_static(version.media_type()));
    Ok(message)
}

/// The action between quotes. What cannot stand there is refused rather than changed: a server compares it.
fn quoted(action: &str) -> Result<String, ConfigError> {
    if action.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        return Ok(["\"", action, "\""].concat());
    }
    if action.chars().any(char::is_control) {
        return Err(ConfigError::Action("it holds a control character, such as a line break"));
    }
    if action.contains(['"', '\\']) {
        return Err(ConfigError::Action("it holds a quotation mark or a backslash"));
    }
    Ok(format!("\"{action}\""))
}

fn header(value: &str) -> Result<HeaderValue, ConfigError> {
    // Bytes, since an action may be an IRI.
    HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| ConfigError::Action("it holds characters that a header cannot"))
}

fn http_message(
    operation: &'static Operation,
    verb: &str,
    location: &str,
    endpoint: &Endpoint,
    request: &dyn Content,
) -> Result<Request<Bytes>, Error> {
    let method =
        Method::from_bytes(verb.as_bytes()).map_err(|_| ConfigError::Unsupported("the verb is no HTTP method"))?;
    let in_query = matches!(method, Method::GET | Method::HEAD | Method::DELETE);
    let (uri, content_type, body) = match &operation.input.body {
        Body::Empty => (endpoint.with(location, "")?, None, Vec::new()),
        Body::UrlEncoded if in_query => (endpoint.with(location, &url_encoded(request)?)?, None, Vec::new()),
        Body::UrlEncoded => (
            endpoint.with(location, "")?,
            Some("application/x-www-form-urlencoded"),
            url_encoded(request)?.into_bytes(),
        ),
        Body::UrlReplacement => (url_replaced(endpoint, location, request)?, None, Vec::new()),
        Body::Xml(field) => {
            let document = write_document(operation.schema, field, request)?;
            let body = [DECLARATION.as_bytes(), document.as_bytes()].concat();
            (endpoint.with(location, "")?, Some("text/xml; charset=utf-8"), body)
        }
        Body::Json(key, _) => {
            (endpoint.with(location, "")?, Some("application/json; charset=utf-8"), write_wrapped(key, request)?)
        }
        Body::Raw(content_type) => {
            (endpoint.with(location, "")?, Some(*content_type), lexical_text(raw_value(request)).into_bytes())
        }
        Body::Document(_) | Body::Parts | Body::Type(_) | Body::Rpc(_) | Body::Encoded(_) => {
            return Err(
                ConfigError::Unsupported("the operation is bound to HTTP, and its message to a SOAP body").into()
            );
        }
    };
    let mut message = Request::new(Bytes::from(body));
    *message.method_mut() = method;
    *message.uri_mut() = uri;
    let headers = message.headers_mut();
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, header(content_type)?);
    }
    match operation.output.as_ref().map(|output| &output.body) {
        Some(Body::Json(..)) => headers.insert(ACCEPT, HeaderValue::from_static("application/json")),
        Some(Body::Xml(_)) => headers.insert(ACCEPT, HeaderValue::from_static("text/xml, application/xml")),
        Some(Body::Raw(content_type)) => headers.insert(ACCEPT, header(content_type)?),
        _ => None,
    };
    Ok(message)
}

/// The value of a message with one part, or the message itself.
pub(super) fn raw_value(message: &dyn Content) -> &dyn Content {
    match message.facts().kind() {
        Kind::Struct if message.facts().fields().len() == 1 => message.field(0),
        _ => message,
    }
}

/// `name=value&…` (WSDL 1.1 section 4.5): absent members are left out, repeated ones stand as often as they are there.
fn url_encoded(request: &dyn Content) -> Result<String, Error> {
    let mut query = String::new();
    for (name, value) in parameters(request)? {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend([&percent_encoded(name), "=", &percent_encoded(&value)]);
    }
    Ok(query)
}

/// The location with each `(name)` replaced (WSDL 1.1 section 4.6).
fn url_replaced(endpoint: &Endpoint, location: &str, request: &dyn Content) -> Result<Uri, Error> {
    let mut location = location.to_owned();
    for (name, value) in parameters(request)? {
        let place = format!("({name})");
        let Some(at) = location.find(&place) else {
            return Err(ConfigError::Location("a parameter has no place in it").into());
        };
        location.replace_range(at..at + place.len(), &percent_encoded(&value));
    }
    if request.facts().fields().iter().any(|field| location.contains(&format!("({})", field.local()))) {
        return Err(ConfigError::Location("it has a place for a parameter that is not given").into());
    }
    Ok(endpoint.with(&location, "")?)
}

/// The members of a request by their local names.
fn parameters(request: &dyn Content) -> Result<Vec<(&'static str, String)>, Error> {
    validate_parts(request)?;
    let mut parameters = Vec::new();
    for (index, field) in request.facts().fields().iter().enumerate() {
        add(field.local(), request.field(index), &mut parameters);
    }
    Ok(parameters)
}

fn add(name: &'static str, value: &dyn Content, parameters: &mut Vec<(&'static str, String)>) {
    match value.facts().kind() {
        Kind::Optional | Kind::Nillable if value.arm() == 0 => {}
        Kind::Optional | Kind::Nillable => add(name, value.field(0), parameters),
        Kind::Many => {
            for index in 0..value.arm() {
                add(name, value.field(index), parameters);
            }
        }
        // An array of simple values, as ASMX publishes them, is its items.
        Kind::Array(_) | Kind::Struct if value.facts().fields().len() == 1 => add(name, value.field(0), parameters),
        Kind::Array(_) | Kind::Struct | Kind::Choice | Kind::Polymorphic | Kind::Lexical | Kind::Any => {
            parameters.push((name, lexical_text(value)));
        }
    }
}
