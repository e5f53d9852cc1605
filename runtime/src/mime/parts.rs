//! The parts of a multipart body (RFC 2046, section 5.1.1) and their headers.

use bytes::Bytes;
use memchr::memmem::Finder;

use super::{Attachment, MimeError};
use crate::value::Base64Binary;
use crate::xml::Limits;

/// Header lines of one part, and bytes of one of them.
const HEADER_LINES: usize = 64;
const HEADER_BYTES: usize = 1024;

/// All parts, in order.
pub(super) fn split(body: &Bytes, boundary: &str, limits: &Limits) -> Result<Vec<Attachment>, MimeError> {
    let delimiter = format!("--{boundary}");
    let most = usize::try_from(limits.attachments).unwrap_or(usize::MAX).saturating_add(1);
    let mut parts: Vec<Attachment> = Vec::new();
    let mut open: Option<usize> = None;
    for at in Finder::new(&delimiter).find_iter(body) {
        let Some(line) = Delimiter::at(body, at, delimiter.len()) else { continue };
        if let Some(start) = open {
            if parts.len() == most {
                return Err(MimeError::Limit { name: "attachments", value: u64::from(limits.attachments) });
            }
            // The line break before a delimiter belongs to it; after a header alone it may be the one that ends the header.
            let part = part(&body.slice(start..line.start.max(start)))?;
            if !part.content_id.is_empty() && parts.iter().any(|other| other.content_id == part.content_id) {
                return Err(MimeError::Malformed("two parts have the same Content-ID"));
            }
            parts.push(part);
        }
        match line.end {
            Some(end) => open = Some(end),
            None => return Ok(parts),
        }
    }
    Err(MimeError::Malformed("it ends before its closing delimiter"))
}

/// A delimiter line.
struct Delimiter {
    /// Where the line break before it begins.
    start: usize,
    /// Where what follows it begins; nothing that counts follows the closing one.
    end: Option<usize>,
}

impl Delimiter {
    /// The delimiter line that these characters are in, unless they are content.
    fn at(body: &[u8], at: usize, length: usize) -> Option<Self> {
        let before = body.get(..at)?;
        let start = if before.is_empty() { at } else { before.strip_suffix(b"\r\n")?.len() };
        let after = body.get(at + length..)?;
        let (is_closing, rest) = match after.strip_prefix(b"--") {
            Some(rest) => (true, rest),
            None => (false, after),
        };
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = rest.get(padding..)?;
        match (is_closing, rest.strip_prefix(b"\r\n")) {
            (true, Some(_)) => Some(Self { start, end: None }),
            (true, None) if rest.is_empty() => Some(Self { start, end: None }),
            (false, Some(content)) => Some(Self { start, end: Some(body.len() - content.len()) }),
            _ => None,
        }
    }
}

/// One part: its header, an empty line, its content.
fn part(bytes: &Bytes) -> Result<Attachment, MimeError> {
    let mut header = Header::default();
    let mut rest: &[u8] = bytes;
    for line_number in 0.. {
        let (line, after) = match memchr::memmem::find(rest, b"\r\n") {
            Some(end) => (rest.get(..end).unwrap_or_default(), rest.get(end + 2..).unwrap_or_default()),
            None => (rest, &[][..]),
        };
        rest = after;
        if line.is_empty() {
            break;
        }
        if line_number == HEADER_LINES {
            return Err(MimeError::Limit { name: "header lines of a part", value: HEADER_LINES as u64 });
        }
        if line.len() > HEADER_BYTES {
            return Err(MimeError::Limit { name: "bytes of a part's header line", value: HEADER_BYTES as u64 });
        }
        header.line(line)?;
    }
    let content = content(bytes.slice_ref(rest), header.value(b"content-transfer-encoding"))?;
    let text = |name: &[u8]| String::from_utf8_lossy(header.value(name).unwrap_or_default()).trim().to_owned();
    let content_type = text(b"content-type");
    Ok(Attachment {
        content_id: bare_id(&text(b"content-id")).to_owned(),
        content_type: if content_type.is_empty() { "text/plain".to_owned() } else { content_type },
        content,
    })
}

/// A `Content-ID` or `start` without its angle brackets.
pub(super) fn bare_id(id: &str) -> &str {
    let id = id.trim();
    id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id)
}

/// The fields of a part's header: lower-case name and value.
#[derive(Default)]
struct Header(Vec<(Vec<u8>, Vec<u8>)>);

impl Header {
    fn line(&mut self, line: &[u8]) -> Result<(), MimeError> {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            // The continuation of a folded field (RFC 5322, section 2.2.3).
            let (_, value) =
                self.0.last_mut().ok_or(MimeError::Malformed("a part begins with a folded header line"))?;
            value.extend_from_slice(line);
            return Ok(());
        }
        let colon =
            memchr::memchr(b':', line).ok_or(MimeError::Malformed("a part's header has a line without a colon"))?;
        let (name, value) = line.split_at(colon);
        let name = name.trim_ascii_end().to_ascii_lowercase();
        if name.starts_with(b"content-") && self.value(&name).is_some() {
            return Err(MimeError::Malformed("a part says something about its content twice"));
        }
        self.0.push((name, value.get(1..).unwrap_or_default().to_vec()));
        Ok(())
    }

    fn value(&self, wanted: &[u8]) -> Option<&[u8]> {
        self.0.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_slice())
    }
}

/// The content without its transfer encoding (RFC 2045, section 6).
fn content(sent: Bytes, encoding: Option<&[u8]>) -> Result<Bytes, MimeError> {
    let encoding = encoding.unwrap_or(b"binary").trim_ascii().to_ascii_lowercase();
    match encoding.as_slice() {
        b"binary" | b"8bit" | b"7bit" => Ok(sent),
        b"base64" => std::str::from_utf8(&sent)
            .ok()
            .and_then(|text| Base64Binary::parse(text).ok())
            .map(|octets| octets.0.into())
            .ok_or(MimeError::Malformed("a part is no base64 although it says so")),
        b"quoted-printable" => quoted_printable(&sent).map(Into::into),
        _ => Err(MimeError::Malformed("a part has a transfer encoding that RFC 2045 does not name")),
    }
}

fn quoted_printable(sent: &[u8]) -> Result<Vec<u8>, MimeError> {
    let broken = MimeError::Malformed("a part is not quoted-printable although it says so");
    let mut octets = Vec::with_capacity(sent.len());
    let mut rest = sent;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            octets.push(byte);
        } else if let Some(next_line) = after.strip_prefix(b"\r\n") {
            rest = next_line;
        } else {
            let [high, low, after @ ..] = after else { return Err(broken) };
            let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return Err(broken) };
            octets.push(high << 4 | low);
            rest = after;
        }
    }
    Ok(octets)
}
