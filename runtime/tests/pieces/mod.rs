//! A transport that gives a response piece by piece, and what rows are read of it.
#![allow(unreachable_pub)]

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use castile::call::{
    BlockingChunks, BlockingTransport, BoxFuture, Chunks, Exchange, NextChunk, Transport, TransportError,
    TransportErrorKind,
};
use castile::{Client, Error, Limits, Reply};

use super::contract::soap11;
use super::rows::{List, OPERATION, Row};

/// A transport that gives these pieces, and then breaks off or ends.
#[derive(Clone)]
pub struct Pieces {
    pub status: u16,
    pub headers: Vec<(&'static str, &'static str)>,
    pub left: Arc<Mutex<std::vec::IntoIter<Bytes>>>,
    pub breaks: bool,
}

impl Pieces {
    pub fn of(body: impl Into<Vec<u8>>, size: usize) -> Self {
        let body: Vec<u8> = body.into();
        let pieces: Vec<Bytes> = body.chunks(size).map(Bytes::copy_from_slice).collect();
        let headers = vec![("content-type", "text/xml")];
        Self { status: 200, headers, left: Arc::new(Mutex::new(pieces.into_iter())), breaks: false }
    }

    fn next(&self) -> Result<Option<Bytes>, TransportError> {
        match self.left.lock().expect("a lock").next() {
            None if self.breaks => Err(TransportErrorKind::Body.into()),
            piece => Ok(piece),
        }
    }

    fn head<B>(&self, body: B) -> http::Response<B> {
        let mut response = http::Response::new(body);
        *response.status_mut() = self.status.try_into().expect("a status");
        for (name, value) in &self.headers {
            response.headers_mut().insert(*name, value.parse().expect("a value"));
        }
        response
    }
}

impl NextChunk for Pieces {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move { Pieces::next(self) })
    }
}

impl Transport for Pieces {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(not_whole()) })
    }

    fn send_streaming<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Chunks>, TransportError>> {
        Box::pin(async move { Ok(self.head(Chunks::new(self.clone()))) })
    }
}

impl BlockingTransport for Pieces {
    fn send(&self, _: http::Request<Bytes>, _: &Exchange) -> Result<http::Response<Bytes>, TransportError> {
        Err(not_whole())
    }

    fn send_streaming(
        &self,
        _: http::Request<Bytes>,
        _: &Exchange,
    ) -> Result<http::Response<BlockingChunks>, TransportError> {
        let pieces = self.clone();
        Ok(self.head(BlockingChunks::new(std::iter::from_fn(move || Pieces::next(&pieces).transpose()))))
    }
}

/// What comes in pieces is not handed over as a whole.
fn not_whole() -> TransportError {
    TransportErrorKind::Setup("the response comes in pieces: ask for its rows").into()
}

pub fn client(pieces: Pieces) -> Client {
    Client::builder("https://h/s").transport(pieces.clone()).blocking_transport(pieces).build().expect("a client")
}

pub struct Ended {
    pub rows: Vec<Row>,
    pub end: Result<Reply<List>, Error>,
}

impl Ended {
    pub fn ids(&self) -> Vec<i32> {
        self.rows.iter().map(|row| row.id).collect()
    }

    pub fn error(self) -> Error {
        self.end.expect_err("an error")
    }
}

pub fn read_with(pieces: Pieces, limits: Limits) -> Ended {
    let client = client(pieces);
    let request = List::default();
    let mut stream = client.call::<List>(&OPERATION, &request).limits(limits).rows_blocking::<Row>("page/row");
    let mut rows = Vec::new();
    for row in stream.by_ref() {
        match row {
            Ok(row) => rows.push(row),
            Err(error) => {
                assert!(stream.next().is_none(), "nothing follows an error");
                return Ended { rows, end: Err(error) };
            }
        }
    }
    assert!(stream.next().is_none());
    Ended { rows, end: Ok(stream.into_reply().expect("the rest of the reply")) }
}

pub fn read(pieces: Pieces) -> Ended {
    read_with(pieces, Limits::default())
}

pub fn list(rows: &str) -> String {
    soap11(&format!("<l:listResponse xmlns:l=\"urn:shop\">{rows}</l:listResponse>"))
}
