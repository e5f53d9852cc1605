//! The runtime of Castile's generated clients.
//!
//! A generated module is types with their facts ([`facts`]) and clients whose operations are [`Call`]s. Everything they
//! rely on is here: reading and writing of XML and JSON ([`engine`]), SOAP messages ([`soap`]), HTTP ([`call`]), the value
//! types of XML Schema ([`value`]) and one [`Error`].
//!
//! ```
//! use castile::{Client, Double};
//!
//! // A generated client is made of one of these; its operations need nothing else.
//! let client = Client::builder("https://host/service")
//!     .timeout(std::time::Duration::from_secs(20))
//!     .basic_auth("user", "password")
//!     .transport(Double::answering(200, "text/xml; charset=utf-8", "<…/>"))
//!     .build()?;
//! assert!(!format!("{client:?}").contains("password"));
//! # Ok::<(), castile::Error>(())
//! ```
//!
//! # Features
//!
//! * `reqwest` (default): the async transport, on reqwest with rustls.
//! * `blocking`: the same for code that does not use async.
//! * `tracing`: a span for each exchange, with endpoint, operation, status, sizes and duration, and without any content.
//!
//! Without either, a [`Transport`] is yours to give, or [`Call::to_request`] and [`Call::read`] stand around any means of
//! sending HTTP.
//!
//! # What it guards against
//!
//! Responses are bounded ([`Limits`]) in size, depth and number before memory is spent on them, and the memory in proportion to
//! their size; a document type declaration is refused unread. Exchanges have timeouts ([`Timeouts`]); redirects are not followed and no request is repeated unless you
//! say so ([`ClientBuilder::follow_redirects`], [`Call::safe`]), since bodies carry credentials and most operations change
//! something. Members that a contract marks as secret, and the credentials
//! of a client, appear in no `Debug`, no error and no snippet of a response in an error.

// What comes from outside panics nowhere.
#![cfg_attr(not(test), warn(clippy::indexing_slicing))]

mod append;
mod block_on;
pub mod call;
pub mod content;
pub mod double;
pub mod engine;
pub mod error;
pub mod facts;
pub mod fragment;
mod leaves;
mod macros;
pub mod mime;
pub mod outcome;
pub mod pattern;
mod scan;
mod secret;
pub mod session;
pub mod soap;
pub mod stream;
pub mod value;
pub mod xml;

// Requests and responses are theirs: who sends them by other means needs the same versions.
pub use {bytes, http};

#[cfg(feature = "blocking")]
pub use call::BlockingReqwest;
#[cfg(feature = "reqwest")]
pub use call::Reqwest;
pub use call::{BlockingTransport, Call, Client, ClientBuilder, Exchange, Reply, Retries, Timeouts, Transport};
pub use content::{Content, Nillable, Root};
pub use double::{Answer, Double};
pub use engine::{GlobalElement, from_json, from_xml, read_document, to_json, to_xml, validate, write_document};
pub use error::Error;
pub use fragment::{AnyType, Attributes, Element, Mixed};
pub use outcome::Rejection;
pub use session::{SecretUrl, Session, SessionCall, Token};
pub use soap::{Fault, Headers};
pub use stream::{BlockingRows, Rows};
pub use xml::Limits;
