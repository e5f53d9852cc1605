//! SOAP 1.1 and 1.2 messages, without any I/O: a value and its operation's facts into an envelope, and back.
//!
//! [`write_request`] and [`read_reply`] are what a client needs, [`read_request`], [`write_reply`] and [`write_fault`]
//! what a server or a test double does.

mod envelope;
mod fault;
mod header;
mod write;

pub(crate) use envelope::read_rest;
pub use envelope::{Received, Style, read_reply, read_request};
pub use fault::{Fault, FaultCode};
pub use header::{Header, Headers};
pub(crate) use write::check;
pub use write::{Block, write_fault, write_reply, write_reply_as, write_request, write_request_as};

use std::fmt;

use crate::facts::Protocol;
use crate::xml::name::{NamespaceId, SOAP11, SOAP12};

/// A version of SOAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Version {
    /// SOAP 1.1 (W3C note, 2000).
    #[default]
    V11,
    /// SOAP 1.2 (W3C recommendation, 2007).
    V12,
}

impl Version {
    /// The namespace name of the envelope.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::V12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    /// The namespace name of the encoding.
    pub fn encoding(self) -> &'static str {
        match self {
            Self::V11 => "http://schemas.xmlsoap.org/soap/encoding/",
            Self::V12 => "http://www.w3.org/2003/05/soap-encoding",
        }
    }

    /// The media type of a message.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::V11 => "text/xml",
            Self::V12 => "application/soap+xml",
        }
    }

    pub(crate) fn namespace_id(self) -> NamespaceId {
        match self {
            Self::V11 => SOAP11,
            Self::V12 => SOAP12,
        }
    }

    /// The version whose envelope has this namespace name.
    pub(crate) fn of(namespace: &str) -> Option<Self> {
        [Self::V11, Self::V12].into_iter().find(|version| version.namespace() == namespace)
    }

    /// The version an operation uses; an HTTP binding uses none.
    pub fn of_protocol(protocol: Protocol) -> Option<Self> {
        match protocol {
            Protocol::Soap11(_) => Some(Self::V11),
            Protocol::Soap12(_) => Some(Self::V12),
            Protocol::Http(..) => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V11 => "SOAP 1.1",
            Self::V12 => "SOAP 1.2",
        })
    }
}
