//! What a call answers.

use http::{HeaderMap, StatusCode};

use crate::content::{ANY, Content, Root};
use crate::engine::ReadError;
use crate::facts::{Facts, Kind, Plan};
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

static UNIT: Facts = Facts(Kind::Struct, ANY.1, 0, "", &[], Plan::new());

/// The reply of an operation that answers nothing.
impl Content for () {
    fn facts(&self) -> &'static Facts {
        &UNIT
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }
}
