//! What the fuzz targets share: the contract of the hostile matrix, values made of bytes, and replies to a client.

use std::sync::LazyLock;

use bytes::Bytes;
use castile::facts::Operation;
use castile::{Client, Content, Error};
use http::Response;

#[rustfmt::skip]
#[allow(missing_docs, dead_code, unused_imports)]
#[path = "../../tests/hostile/response/desk.rs"]
pub mod desk;
#[allow(dead_code)]
#[path = "../../tests/hostile/response/fill.rs"]
pub mod fill;

/// A SOAP 1.1 envelope.
pub fn soap11(body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>")
}

/// What a client makes of a response.
pub fn read<R: Content + Default>(
    operation: &'static Operation,
    status: u16,
    content_type: &str,
    encoding: Option<&str>,
    body: &[u8],
) -> Result<R, Error> {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| Client::new("https://host/").expect("a client"));
    let mut response = Response::builder().status(status).header("content-type", content_type);
    if let Some(encoding) = encoding {
        response = response.header("content-encoding", encoding);
    }
    let response = response.body(Bytes::copy_from_slice(body)).expect("a response");
    CLIENT.call::<R>(operation, &()).read(response).map(|reply| reply.body)
}

/// Shows an error in every way, which must neither panic nor steer a terminal.
pub fn show<R>(result: &Result<R, Error>) {
    if let Err(error) = result {
        let shown = error.to_string();
        assert!(!shown.contains(|c: char| c.is_control()), "{shown:?}");
        let _ = format!("{error:?}");
    }
}

/// A seed for values: the bytes, folded.
pub fn seed(data: &[u8]) -> u64 {
    data.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}
