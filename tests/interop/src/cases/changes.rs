//! What happens to requests on their way to a server.

use bytes::Bytes;
use http::{HeaderValue, Method};

use crate::line::{Request, replace};

const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";

fn set(request: &mut Request, name: &'static str, value: &'static str) {
    request.headers_mut().insert(name, HeaderValue::from_static(value));
}

pub(super) fn wrong_action(request: &mut Request) {
    set(request, "soapaction", "\"urn:nope\"");
}

pub(super) fn empty_action(request: &mut Request) {
    set(request, "soapaction", "\"\"");
}

pub(super) fn no_action(request: &mut Request) {
    request.headers_mut().remove("soapaction");
}

pub(super) fn no_content_type(request: &mut Request) {
    request.headers_mut().remove("content-type");
}

/// Only the beginning of the body is sent.
pub(super) fn cut(request: &mut Request) {
    *request.body_mut() = request.body().slice(..request.body().len() / 2);
}

/// The body is no document.
pub(super) fn hello(request: &mut Request) {
    *request.body_mut() = Bytes::from_static(b"hello");
}

/// As a browser asks for the page of a service.
pub(super) fn get(request: &mut Request) {
    *request.method_mut() = Method::GET;
    *request.body_mut() = Bytes::new();
}

/// The other version of SOAP, said to be so.
pub(super) fn soap_12(request: &mut Request) {
    replace(request.body_mut(), SOAP_11, SOAP_12);
    set(request, "content-type", "application/soap+xml; charset=utf-8");
}

/// The other version of SOAP, said to be this one.
pub(super) fn soap_12_as_11(request: &mut Request) {
    replace(request.body_mut(), SOAP_11, SOAP_12);
}

pub(super) fn utf_16(request: &mut Request) {
    let document = String::from_utf8_lossy(request.body()).replace("utf-8", "utf-16");
    let units = std::iter::once(0xFEFF).chain(document.encode_utf16()).flat_map(u16::to_be_bytes);
    *request.body_mut() = units.collect::<Vec<u8>>().into();
    set(request, "content-type", "text/xml; charset=utf-16");
}
