//! Calling an operation: the client, the call, what carries it and what comes back.
//!
//! All of it is sans-I/O but the transports: [`Call::to_request`] gives the HTTP request, [`Call::read`] takes the
//! response, and sending is what stands between the two.

mod attempts;
mod chunks;
mod client;
mod decode;
mod encode;
mod endpoint;
mod inflate;
mod json;
mod operation;
mod reply;
#[cfg(feature = "reqwest")]
mod reqwest;
mod serve;
mod trace;
mod transport;

pub use attempts::Retries;
pub use chunks::{BlockingChunks, Chunks, NextChunk};
pub use client::{Client, ClientBuilder};
pub(crate) use endpoint::{percent_decoded, percent_encoded};
pub(crate) use inflate::{Failure, Inflater};
pub use operation::Call;
pub(crate) use operation::Core;
pub use reply::Reply;
pub(crate) use reply::{Around, body_of, fresh, reply_of};
#[cfg(feature = "blocking")]
pub use reqwest::BlockingReqwest;
#[cfg(feature = "reqwest")]
pub use reqwest::Reqwest;
pub use serve::{read_http_request, write_http_fault, write_http_reply};
pub(crate) use trace::Trace;
pub use transport::{
    BlockingTransport, BoxFuture, Exchange, Phase, Throughput, Timeouts, Transport, TransportError, TransportErrorKind,
};
