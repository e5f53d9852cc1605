//! Compressed bodies (RFC 9110 section 8.4), counted while they are inflated.

use std::io::{Read, Write as _};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};

use crate::error::{Error, Limit};
use crate::xml::Limits;

/// Below this size the ratio is not looked at: short texts may well repeat.
const FREE: u64 = 1 << 20;
const PIECE: usize = 16 * 1024;

/// A body that cannot be inflated.
pub(crate) enum Failure {
    /// An encoding that was not asked for.
    Unknown,
    /// The data is broken or ends early.
    Broken,
    /// A limit is reached.
    Over(Limit),
}

/// The body as it was before it was compressed.
pub(super) fn inflate(body: Bytes, encoding: Option<&str>, limits: &Limits) -> Result<Bytes, Failure> {
    let encoding = encoding.unwrap_or("identity").trim().to_ascii_lowercase();
    if body.is_empty() || encoding.is_empty() || encoding == "identity" {
        return check(body.len() as u64, 1, limits).map(|()| body);
    }
    match encoding.as_str() {
        "gzip" | "x-gzip" => collect(MultiGzDecoder::new(&*body), body.len(), limits),
        // RFC 9110 says zlib; some servers send the bare stream.
        "deflate" => deflate(&body, body.first().is_some_and(|byte| byte & 0x0F == 8), limits),
        _ => Err(Failure::Unknown),
    }
}

fn collect(mut decoder: impl Read, compressed: usize, limits: &Limits) -> Result<Bytes, Failure> {
    let mut out = Vec::new();
    let mut piece = [0; PIECE];
    loop {
        let count = decoder.read(&mut piece).map_err(|_| Failure::Broken)?;
        if count == 0 {
            return Ok(out.into());
        }
        check((out.len() + count) as u64, compressed as u64, limits)?;
        out.extend_from_slice(piece.get(..count).unwrap_or_default());
    }
}

/// By hand, since the decoder that reads takes the end of the data for the end of the stream.
fn deflate(body: &[u8], zlib: bool, limits: &Limits) -> Result<Bytes, Failure> {
    let mut stream = Decompress::new(zlib);
    let mut out = Vec::new();
    loop {
        out.reserve(PIECE);
        let (read, written) = (stream.total_in(), stream.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| body.get(read..)).unwrap_or_default();
        let status = stream.decompress_vec(rest, &mut out, FlushDecompress::None).map_err(|_| Failure::Broken)?;
        check(out.len() as u64, body.len() as u64, limits)?;
        match status {
            Status::StreamEnd => return Ok(out.into()),
            Status::Ok | Status::BufError if (stream.total_in(), stream.total_out()) == (read, written) => {
                return Err(Failure::Broken);
            }
            Status::Ok | Status::BufError => {}
        }
    }
}

/// Inflates a body that comes in pieces.
pub(crate) struct Inflater {
    kind: Inflating,
    taken: u64,
    given: u64,
    ratio: u64,
}

enum Inflating {
    Identity,
    Gzip(Box<flate2::write::MultiGzDecoder<Vec<u8>>>),
    /// Deflate of which nothing came: its first byte says in which of two forms it is.
    Deflate,
    Stream(Box<Decompress>, bool),
}

/// What is inflated at one time, so that what comes of it stays small.
const STEP: usize = 1024;

impl Inflater {
    /// None for an encoding that was not asked for.
    pub(crate) fn new(encoding: Option<&str>, limits: &Limits) -> Option<Self> {
        let kind = match encoding.unwrap_or("identity").trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Inflating::Identity,
            "gzip" | "x-gzip" => Inflating::Gzip(Box::new(flate2::write::MultiGzDecoder::new(Vec::new()))),
            "deflate" => Inflating::Deflate,
            _ => return None,
        };
        Some(Self { kind, taken: 0, given: 0, ratio: u64::from(limits.inflate_ratio) })
    }

    /// Takes some bytes off `piece` and gives what they inflate to.
    pub(crate) fn step(&mut self, piece: &mut Bytes) -> Result<Bytes, Failure> {
        if matches!(self.kind, Inflating::Deflate)
            && let Some(first) = piece.first()
        {
            let zlib = first & 0x0F == 8;
            self.kind = Inflating::Stream(Box::new(Decompress::new(zlib)), false);
        }
        let most = if matches!(self.kind, Inflating::Identity) { 4 * PIECE } else { STEP };
        let taken = piece.split_to(piece.len().min(most));
        self.taken += taken.len() as u64;
        let given = match &mut self.kind {
            Inflating::Identity | Inflating::Deflate => return Ok(taken),
            Inflating::Gzip(decoder) => {
                decoder.write_all(&taken).and_then(|()| decoder.flush()).map_err(|_| Failure::Broken)?;
                std::mem::take(decoder.get_mut())
            }
            Inflating::Stream(stream, ended) => stream_step(stream, ended, &taken)?,
        };
        self.given += given.len() as u64;
        if self.given > FREE && self.given / self.taken > self.ratio {
            return Err(Failure::Over(Limit { name: "inflate_ratio", value: self.ratio, path: String::new() }));
        }
        Ok(given.into())
    }

    /// At the end of the body: whether the compressed data is complete, and the last of it.
    pub(crate) fn finish(&mut self) -> Result<Bytes, Failure> {
        match &mut self.kind {
            _ if self.taken == 0 => Ok(Bytes::new()),
            Inflating::Gzip(decoder) => {
                decoder.try_finish().map_err(|_| Failure::Broken)?;
                Ok(std::mem::take(decoder.get_mut()).into())
            }
            Inflating::Stream(_, false) => Err(Failure::Broken),
            Inflating::Identity | Inflating::Deflate | Inflating::Stream(_, true) => Ok(Bytes::new()),
        }
    }
}

fn stream_step(stream: &mut Decompress, ended: &mut bool, taken: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let mut rest = taken;
    while !*ended {
        out.reserve(PIECE);
        let (read, written) = (stream.total_in(), stream.total_out());
        let status = stream.decompress_vec(rest, &mut out, FlushDecompress::None).map_err(|_| Failure::Broken)?;
        let count = usize::try_from(stream.total_in() - read).unwrap_or(usize::MAX);
        rest = rest.get(count..).unwrap_or_default();
        *ended = status == Status::StreamEnd;
        if count == 0 && stream.total_out() == written {
            break;
        }
    }
    Ok(out)
}

fn check(inflated: u64, compressed: u64, limits: &Limits) -> Result<(), Failure> {
    let over = |name, value| Err(Failure::Over(Limit { name, value, path: String::new() }));
    if inflated > limits.body_bytes as u64 {
        return over("body_bytes", limits.body_bytes as u64);
    }
    let ratio = u64::from(limits.inflate_ratio);
    if compressed > 1 && inflated > FREE && inflated / compressed > ratio {
        return over("inflate_ratio", ratio);
    }
    Ok(())
}

impl From<Limit> for Error {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}
