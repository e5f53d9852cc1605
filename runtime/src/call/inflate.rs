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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    /// A body under each encoding that is asked for, `deflate` in both its forms.
    fn encodings(body: &[u8]) -> [(&'static str, Vec<u8>); 4] {
        const WRITES: &str = "writing to a vector does not fail";
        let best = Compression::best();
        let (mut gzip, mut zlib) = (GzEncoder::new(Vec::new(), best), ZlibEncoder::new(Vec::new(), best));
        let mut bare = DeflateEncoder::new(Vec::new(), best);
        for encoder in [&mut gzip as &mut dyn Write, &mut zlib, &mut bare] {
            encoder.write_all(body).expect(WRITES);
        }
        let gzip = gzip.finish().expect(WRITES);
        let [zlib, bare] = [zlib.finish(), bare.finish()].map(|body| body.expect(WRITES));
        [("gzip", gzip.clone()), ("X-GZip", gzip), ("deflate", zlib), ("Deflate", bare)]
    }

    fn said(failure: Failure) -> String {
        match failure {
            Failure::Unknown => "unknown".into(),
            Failure::Broken => "broken".into(),
            Failure::Over(limit) => format!("{} {}", limit.name, limit.value),
        }
    }

    fn headers(encoding: &str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_ENCODING, encoding.parse().expect("a header value"))])
    }

    fn whole(body: &[u8], encoding: &str, limits: &Limits) -> Result<Bytes, String> {
        inflate(Bytes::copy_from_slice(body), &headers(encoding), limits).map_err(said)
    }

    /// The same from a body that comes in pieces of that size.
    fn pieces(body: &[u8], encoding: &str, limits: &Limits, size: usize) -> Result<Bytes, String> {
        let mut inflater = Inflater::new(&headers(encoding), limits).ok_or("unknown")?;
        let mut out = Vec::new();
        for piece in body.chunks(size) {
            let mut piece = Bytes::copy_from_slice(piece);
            while !piece.is_empty() {
                out.extend_from_slice(&inflater.step(&mut piece).map_err(said)?);
            }
        }
        out.extend_from_slice(&inflater.finish().map_err(said)?);
        Ok(out.into())
    }

    fn body_of(length: usize) -> Vec<u8> {
        (0..length).map(|at| u8::try_from(at / 97 % 251).unwrap_or_default()).collect()
    }

    #[test]
    fn every_encoding_gives_the_body() {
        let limits = Limits::default();
        for length in [0, 1, 1000, 200_000] {
            let body = body_of(length);
            let mut bodies = encodings(&body).to_vec();
            bodies.extend([("identity", body.clone()), ("", body.clone())]);
            for (encoding, encoded) in bodies {
                assert_eq!(whole(&encoded, encoding, &limits).as_deref(), Ok(&body[..]), "{encoding} {length}");
                for size in [1, 1000, usize::MAX] {
                    assert_eq!(
                        pieces(&encoded, encoding, &limits, size).as_deref(),
                        Ok(&body[..]),
                        "{encoding} {length}"
                    );
                }
            }
        }
        assert_eq!(inflate(Bytes::from("a"), &HeaderMap::new(), &limits).map_err(said).as_deref(), Ok(&b"a"[..]));
        assert_eq!(whole(b"a", "br", &limits), Err("unknown".into()));
        assert_eq!(pieces(b"a", "br", &limits, 1), Err("unknown".into()));
    }

    #[test]
    fn what_is_cut_or_wrong_is_broken_and_nothing_at_all_is_empty() {
        let limits = Limits::default();
        for (encoding, encoded) in encodings(&body_of(1000)) {
            assert_eq!(whole(b"", encoding, &limits).as_deref(), Ok(&b""[..]));
            assert_eq!(pieces(b"", encoding, &limits, 1).as_deref(), Ok(&b""[..]));
            for cut in (1..encoded.len()).map(|end| &encoded[..end]) {
                assert_eq!(whole(cut, encoding, &limits), Err("broken".into()), "{encoding} {}", cut.len());
                assert_eq!(pieces(cut, encoding, &limits, 7), Err("broken".into()), "{encoding} {}", cut.len());
            }
            let text = b"<this is no compressed data>";
            assert_eq!(whole(text, encoding, &limits), Err("broken".into()), "{encoding}");
            assert_eq!(pieces(text, encoding, &limits, 7), Err("broken".into()), "{encoding}");
        }
    }

    #[test]
    fn the_body_is_bounded_as_it_is_inflated() {
        let body = body_of(100_000);
        let mut bodies = encodings(&body).to_vec();
        bodies.push(("identity", body.clone()));
        for (encoding, encoded) in bodies {
            let limited = |body_bytes| whole(&encoded, encoding, &Limits { body_bytes, ..Limits::default() });
            assert_eq!(limited(body.len()).as_deref(), Ok(&body[..]), "{encoding}");
            assert_eq!(limited(body.len() - 1), Err("body_bytes 99999".into()), "{encoding}");
        }
    }

    /// Beyond the first mebibyte, and however the bytes come.
    #[test]
    fn the_ratio_is_bounded() {
        let ratio = |inflate_ratio: usize| Limits {
            inflate_ratio: u32::try_from(inflate_ratio).expect("small"),
            ..Limits::default()
        };
        let (free, more) = (vec![0; 1 << 20], vec![0; (1 << 20) + 1]);
        for (encoding, encoded) in encodings(&free) {
            assert_eq!(whole(&encoded, encoding, &ratio(1)).as_deref(), Ok(&free[..]), "{encoding}");
            assert_eq!(pieces(&encoded, encoding, &ratio(1), 100).as_deref(), Ok(&free[..]), "{encoding}");
        }
        for (encoding, encoded) in encodings(&more) {
            let exact = more.len() / encoded.len();
            let over = Err(format!("inflate_ratio {}", exact - 1));
            assert_eq!(whole(&encoded, encoding, &ratio(exact)).as_deref(), Ok(&more[..]), "{encoding}");
            assert_eq!(whole(&encoded, encoding, &ratio(exact - 1)), over, "{encoding}");
            assert_eq!(pieces(&encoded, encoding, &ratio(exact), 4096).as_deref(), Ok(&more[..]), "{encoding}");
            assert_eq!(pieces(&encoded, encoding, &ratio(exact - 1), 4096), over, "{encoding}");
        }
        assert_eq!(whole(&more, "identity", &ratio(1)).as_deref(), Ok(&more[..]));
    }
}
