//! Replies of several parts: `multipart/related` (RFC 2387), as SOAP with Attachments and MTOM send them.
//!
//! One part, the root, is the message; the others are attachments. What the message holds in an attachment by way of
//! `xop:Include` (XML-binary Optimized Packaging 1.0) is put back in its place before the message is read, so that a
//! `base64Binary` is one however it travelled.

mod parameters;
mod parts;
mod xop;

use std::fmt;

use bytes::Bytes;

use crate::xml::{CharsetError, Limits, XmlError, decode};

/// A part of a reply beside its root.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attachment {
    /// The `Content-ID` without its angle brackets; empty if there is none.
    pub content_id: String,
    /// The `Content-Type` as it is; RFC 2045 takes `text/plain` where there is none.
    pub content_type: String,
    /// The content, its transfer encoding undone.
    pub content: Bytes,
}

/// Shows how much content there is: it may be a secret.
impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("content_id", &self.content_id)
            .field("content_type", &self.content_type)
            .field("bytes", &self.content.len())
            .finish()
    }
}

/// A `multipart/related` body, taken apart.
#[derive(Clone, Debug)]
pub struct Related {
    root: Attachment,
    attachments: Vec<Attachment>,
}

impl Related {
    /// Whether a `Content-Type` says that the body has several parts.
    ///
    /// ```
    /// use castile::mime::Related;
    /// assert!(Related::is_meant_by("Multipart/Related; boundary=b; type=\"text/xml\""));
    /// assert!(!Related::is_meant_by("text/xml"));
    /// ```
    pub fn is_meant_by(content_type: &str) -> bool {
        parameters::media_type(content_type).eq_ignore_ascii_case("multipart/related")
    }

    /// Takes a body apart. Lines end with CR LF, as RFC 2046 demands.
    ///
    /// # Errors
    /// The `boundary` is missing or unusable, the body is no multipart or ends before its closing delimiter, a part's
    /// header or transfer encoding cannot be read, two parts have one `Content-ID`, or there is more than the limits allow.
    pub fn parse(content_type: &str, body: &Bytes, limits: &Limits) -> Result<Self, MimeError> {
        let boundary = parameters::boundary(content_type)?;
        let mut parts = parts::split(body, &boundary, limits)?;
        let start = parameters::parameter(content_type, "start");
        let start = start.as_deref().map(parts::bare_id);
        // A root that `start` names wrongly is the first part, as it is without `start` (RFC 2387, section 3.2).
        let at = start.and_then(|start| parts.iter().position(|part| part.content_id == start)).unwrap_or(0);
        if at >= parts.len() {
            return Err(MimeError::Malformed("it has no part"));
        }
        let root = parts.remove(at);
        Ok(Self { root, attachments: parts })
    }

    /// The message as it was sent, references and all.
    pub fn root(&self) -> &Attachment {
        &self.root
    }

    /// The other parts, in order.
    pub fn attachments(&self) -> &[Attachment] {
        &self.attachments
    }

    /// The other parts.
    pub(crate) fn into_attachments(self) -> Vec<Attachment> {
        self.attachments
    }

    /// The message in UTF-8 with the content of attachments where it refers to them; `None` if it refers to none.
    ///
    /// # Errors
    /// A reference that is none by `cid:`, that no attachment answers or that does not stand alone in its element; a
    /// message that is not well-formed so far; more content than [`Limits::body_bytes`].
    pub fn inlined(&self, limits: &Limits) -> Result<Option<String>, MimeError> {
        if memchr::memmem::find(&self.root.content, xop::NAMESPACE.as_bytes()).is_none() {
            return Ok(None);
        }
        let text = decode(&self.root.content, Some(&self.root.content_type)).map_err(MimeError::Charset)?;
        xop::inline(&text, &self.attachments, limits).map(Some)
    }
}

/// What is wrong with a body of several parts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MimeError {
    /// It is not put together as RFC 2046 says.
    Malformed(&'static str),
    /// More than a limit allows.
    Limit {
        /// The field of [`Limits`], or what else is bounded.
        name: &'static str,
        /// The limit in force.
        value: u64,
    },
    /// An `xop:Include` that cannot be followed; the second text is its `href`, cut to 64 characters.
    Reference(&'static str, String),
    /// The bytes of the root are no text in the charset they are said to be in.
    Charset(CharsetError),
    /// The root is not well-formed.
    Document(XmlError),
}

impl fmt::Display for MimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(problem) => write!(f, "the multipart/related body cannot be taken apart: {problem}"),
            Self::Limit { name, value } => {
                write!(f, "the multipart/related body has more {name} than the limit of {value}")
            }
            Self::Reference(problem, href) => write!(f, "xop:Include with href {href:?} {problem}"),
            Self::Charset(error) => error.fmt(f),
            Self::Document(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MimeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Charset(error) => Some(error),
            Self::Document(error) => Some(error),
            Self::Malformed(_) | Self::Limit { .. } | Self::Reference(..) => None,
        }
    }
}
