//! Compressed bodies (RFC 9110 section 8.4), counted while they are inflated.

use std::io::{Read, Write as _};

use bytes::Bytes;
use flate2::{Decompress, FlushDecompress, Status, bufread, write};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

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

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Deflate,
}

impl Coding {
    /// What all the `Content-Encoding` lines say together (RFC 9110 section 5.3); none if that was not asked for.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut found = Self::Identity;
        for line in headers.get_all(CONTENT_ENCODING) {
            for name in line.as_bytes().split(|byte| *byte == b',') {
                let coding = match name.trim_ascii().to_ascii_lowercase().as_slice() {
                    b"" | b"identity" => continue,
                    b"gzip" | b"x-gzip" => Self::Gzip,
                    b"deflate" => Self::Deflate,
                    _ => return None,
                };
                // One in the other was not asked for either.
                if std::mem::replace(&mut found, coding) != Self::Identity {
                    return None;
                }
            }
        }
        Some(found)
    }
}

/// The body as it was before it was compressed.
pub(super) fn inflate(body: Bytes, headers: &HeaderMap, limits: &Limits) -> Result<Bytes, Failure> {
    match Coding::of(headers) {
        _ if body.is_empty() => Ok(body),
        None => Err(Failure::Unknown),
        Some(Coding::Identity) => check(body.len() as u64, 1, limits).map(|()| body),
        Some(Coding::Gzip) => gunzip(&body, limits),
        // RFC 9110 says zlib; some servers send the bare stream.
        Some(Coding::Deflate) => deflate(&body, body.first().is_some_and(|byte| byte & 0x0F == 8), limits),
    }
}

/// Gzip is one member after the other (RFC 1952 section 2.2).
fn gunzip(body: &[u8], limits: &Limits) -> Result<Bytes, Failure> {
    let (mut out, mut members) = (Vec::new(), Members::default());
    let mut rest = body;
    while !rest.is_empty() {
        members.begin(body.len() as u64)?;
        let mut member = bufread::GzDecoder::new(rest);
        collect(&mut member, &mut out, body.len(), limits)?;
        rest = member.into_inner();
    }
    Ok(out.into())
}

fn collect(decoder: &mut impl Read, out: &mut Vec<u8>, compressed: usize, limits: &Limits) -> Result<(), Failure> {
    let mut piece = [0; PIECE];
    loop {
        let count = decoder.read(&mut piece).map_err(|_| Failure::Broken)?;
        if count == 0 {
            return Ok(());
        }
        check((out.len() + count) as u64, compressed as u64, limits)?;
        out.extend_from_slice(piece.get(..count).unwrap_or_default());
    }
}

/// How many members began. Each costs a decoder of its own, which is much for the twenty bytes that an empty one takes.
#[derive(Default)]
struct Members(u64);

impl Members {
    /// So many may be as small as they like; on average they have so many bytes.
    const FREE: u64 = 256;
    const BYTES: u64 = 512;

    fn begin(&mut self, compressed: u64) -> Result<(), Failure> {
        self.0 += 1;
        let most = Self::FREE + compressed / Self::BYTES;
        if self.0 > most {
            return Err(Failure::Over(Limit { name: "gzip members", value: most, path: String::new() }));
        }
        Ok(())
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
            Status::StreamEnd if stream.total_in() < body.len() as u64 => return Err(Failure::Broken),
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
    Gzip(Box<Gunzip>),
    /// Deflate of which nothing came: its first byte says in which of two forms it is.
    Deflate,
    Stream(Box<Decompress>, bool),
}

/// What is inflated at one time, so that what comes of it stays small.
const STEP: usize = 1024;

impl Inflater {
    /// None for a coding that was not asked for.
    pub(crate) fn new(headers: &HeaderMap, limits: &Limits) -> Option<Self> {
        let kind = match Coding::of(headers)? {
            Coding::Identity => Inflating::Identity,
            Coding::Gzip => Inflating::Gzip(Box::default()),
            Coding::Deflate => Inflating::Deflate,
        };
        Some(Self { kind, taken: 0, given: 0, ratio: u64::from(limits.inflate_ratio) })
    }

    /// For what is as it was.
    pub(crate) fn identity() -> Self {
        Self { kind: Inflating::Identity, taken: 0, given: 0, ratio: 0 }
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
            Inflating::Gzip(gunzip) => gunzip.step(&taken, self.taken)?,
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
            Inflating::Gzip(gunzip) => gunzip.finish().map(Into::into),
            Inflating::Stream(_, false) => Err(Failure::Broken),
            Inflating::Identity | Inflating::Deflate | Inflating::Stream(_, true) => Ok(Bytes::new()),
        }
    }
}

/// Gzip that comes in pieces.
struct Gunzip {
    member: write::GzDecoder<Vec<u8>>,
    members: Members,
}

impl Default for Gunzip {
    fn default() -> Self {
        Self { member: write::GzDecoder::new(Vec::new()), members: Members(1) }
    }
}

impl Gunzip {
    /// `all` is how much came so far, this included.
    fn step(&mut self, taken: &[u8], all: u64) -> Result<Vec<u8>, Failure> {
        let (mut rest, mut out) = (taken, Vec::new());
        while !rest.is_empty() {
            match self.member.write(rest).map_err(|_| Failure::Broken)? {
                // It has come to its end.
                0 => {
                    out.append(&mut self.finish()?);
                    self.members.begin(all)?;
                    self.member = write::GzDecoder::new(Vec::new());
                }
                count => rest = rest.get(count..).unwrap_or_default(),
            }
        }
        self.member.flush().map_err(|_| Failure::Broken)?;
        out.append(self.member.get_mut());
        Ok(out)
    }

    /// The last of a member, if it is complete.
    fn finish(&mut self) -> Result<Vec<u8>, Failure> {
        self.member.try_finish().map_err(|_| Failure::Broken)?;
        Ok(std::mem::take(self.member.get_mut()))
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
    // Nothing may follow the stream.
    if *ended && !rest.is_empty() { Err(Failure::Broken) } else { Ok(out) }
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
