//! What a call answers.

use std::any::Any;

use http::{HeaderMap, StatusCode};

use crate::content::{Content, NO_SCHEMA, Root};
use crate::engine::ReadError;
use crate::error::Error;
use crate::facts::{Facts, Kind};
use crate::mime::Attachment;
use crate::soap::Headers;

/// A reply with everything around it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply<R> {
    /// What the operation answers.
    pub body: R,
    /// The SOAP header blocks.
    pub headers: Headers,
    /// The other parts of a reply in several ([`mime`](crate::mime)), those that the body takes its content from included.
    pub attachments: Vec<Attachment>,
    /// The HTTP status.
    pub status: StatusCode,
    /// The HTTP headers. Those that carry credentials are not shown by `Debug`.
    pub http_headers: HeaderMap,
}

impl<R> Reply<R> {
    /// The header block that is the element `T`, if there is one. Blocks that nobody asks for are left alone, also those
    /// that say `mustUnderstand`.
    pub fn header<T: Root>(&self) -> Option<Result<T, ReadError>> {
        self.headers.get()
    }
}

/// What came with the body.
pub(crate) struct Around {
    pub(crate) headers: Headers,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) status: StatusCode,
    pub(crate) http_headers: HeaderMap,
}

/// An empty body, in a place where it stays until it is read: moving it would be compiled for every type of body.
#[inline]
#[expect(clippy::unnecessary_box_returns, reason = "the place is what it is for")]
pub(crate) fn fresh<R: Content + Default>() -> Box<R> {
    Box::default()
}

/// The body, or the error, to which a refusal takes the body along.
#[inline]
pub(crate) fn body_of<R: Content>(around: Result<Around, Error>, body: Box<R>) -> Result<R, Error> {
    match around {
        Ok(_) => Ok(*body),
        Err(error) => Err(refuse(error, body)),
    }
}

/// As [`body_of`], with what came with the body.
#[inline]
pub(crate) fn reply_of<R: Content>(around: Result<Around, Error>, body: Box<R>) -> Result<Reply<R>, Error> {
    match around {
        Ok(Around { headers, attachments, status, http_headers }) => {
            Ok(Reply { body: *body, headers, attachments, status, http_headers })
        }
        Err(error) => Err(refuse(error, body)),
    }
}

fn refuse(mut error: Error, body: Box<dyn Any + Send + Sync>) -> Error {
    if let Error::Rejected(rejection) = &mut error {
        rejection.keep(body);
    }
    error
}

static UNIT: Facts = Facts::new(Kind::Struct, &NO_SCHEMA, "");

/// The reply of an operation that answers nothing.
impl Content for () {
    fn facts(&self) -> &'static Facts {
        &UNIT
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }
}
