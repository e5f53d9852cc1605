//! What goes over the wire, without a wire: documents, requests as they are sent, responses as they come.

use std::fmt::Debug;

use bytes::Bytes;
use castile::Root;
use http::{Request, Response};

use crate::assert_same_document;

/// Reads a document, writes the value and reads that again: both documents say the same, both values are equal, and a copy
/// of the value is written as the value is.
///
/// # Panics
/// When they differ, or when one cannot be read or written.
#[track_caller]
pub fn round_trip<T: Root + Clone + PartialEq + Debug>(document: &str) -> T {
    let value: T = match castile::from_xml(document) {
        Ok(value) => value,
        Err(error) => panic!("the document cannot be read: {error}\n{document}"),
    };
    let written = match castile::to_xml(&value) {
        Ok(written) => written,
        Err(error) => panic!("the value cannot be written: {error}\n{value:#?}"),
    };
    assert_same_document(document, &written);
    let copy = value.clone();
    assert_eq!(copy, value);
    match castile::to_xml(&copy) {
        Ok(copied) => assert_eq!(copied, written, "of a copy"),
        Err(error) => panic!("a copy cannot be written: {error}\n{copy:#?}"),
    }
    match castile::from_xml::<T>(&written) {
        Ok(again) => assert_eq!(value, again, "from {written}"),
        Err(error) => panic!("what was written cannot be read: {error}\n{written}"),
    }
    value
}

/// A response.
///
/// # Panics
/// When the status or the content type is none that HTTP knows.
#[track_caller]
pub fn answer(status: u16, content_type: &str, body: &str) -> Response<Bytes> {
    let response = Response::builder().status(status).header("Content-Type", content_type);
    match response.body(Bytes::copy_from_slice(body.as_bytes())) {
        Ok(response) => response,
        Err(error) => panic!("no such response: {error}"),
    }
}

/// The body of a request.
///
/// # Panics
/// When it is not UTF-8.
#[track_caller]
pub fn sent(request: &Request<Bytes>) -> &str {
    match std::str::from_utf8(request.body()) {
        Ok(text) => text,
        Err(error) => panic!("the request is not UTF-8: {error}"),
    }
}

/// A header of a request, empty when there is none.
pub fn header<'r>(request: &'r Request<Bytes>, name: &str) -> &'r str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
