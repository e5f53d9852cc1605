//! From the bytes of a message to text (XML 4.3.3 and appendix F, RFC 7303).

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Why a body is not the text it claims to be. Nothing is ever replaced or guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CharsetError {
    /// An encoding this library does not know.
    Unknown {
        /// The label as given.
        label: String,
    },
    /// Two places name encodings that cannot both be true.
    Conflict {
        /// What the bytes show.
        actual: &'static str,
        /// What is declared.
        declared: String,
    },
    /// Bytes that are not text in the encoding.
    Malformed {
        /// The encoding.
        encoding: &'static str,
        /// Offset of the first wrong byte in the body.
        offset: usize,
    },
}

impl fmt::Display for CharsetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { label } => write!(f, "unknown character encoding {label:?}"),
            Self::Conflict { actual, declared } => {
                write!(f, "the body is encoded as {actual} but declares {declared:?}")
            }
            Self::Malformed { encoding, offset } => {
                write!(f, "byte {offset} of the body is not {encoding}")
            }
        }
    }
}

impl std::error::Error for CharsetError {}

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// `UTF-16` in a declaration: the byte order is not told.
    Utf16,
    Ascii,
    /// The real ISO-8859-1: each byte is the code point, 0x80 to 0x9F included. WHATWG would read windows-1252.
    Latin1,
    Other(&'static Encoding),
}

impl Charset {
    fn named(label: &str) -> Result<Charset, CharsetError> {
        let known = match label.to_ascii_lowercase().as_str() {
            "utf16" => Charset::Utf16,
            // To WHATWG the same as `utf-16`.
            "utf-16le" => Charset::Utf16Le,
            "us-ascii" | "ascii" | "ansi_x3.4-1968" | "ansi_x3.4-1986" | "iso646-us" | "iso_646.irv:1991" | "cp367"
            | "ibm367" | "us" | "csascii" | "iso-ir-6" => Charset::Ascii,
            "iso-8859-1" | "iso8859-1" | "iso88591" | "iso_8859-1" | "iso_8859-1:1987" | "latin1" | "l1"
            | "iso-ir-100" | "cp819" | "ibm819" | "csisolatin1" => Charset::Latin1,
            _ => match Encoding::for_label_no_replacement(label.as_bytes()) {
                Some(encoding) if encoding == UTF_8 => Charset::Utf8,
                Some(encoding) if encoding == UTF_16LE => Charset::Utf16,
                Some(encoding) if encoding == UTF_16BE => Charset::Utf16Be,
                Some(encoding) => Charset::Other(encoding),
                None => {
                    return Err(CharsetError::Unknown { label: label.chars().take(64).collect() });
                }
            },
        };
        Ok(known)
    }

    fn name(self) -> &'static str {
        match self {
            Charset::Utf8 => "UTF-8",
            Charset::Utf16Le => "UTF-16LE",
            Charset::Utf16Be => "UTF-16BE",
            Charset::Utf16 => "UTF-16",
            Charset::Ascii => "US-ASCII",
            Charset::Latin1 => "ISO-8859-1",
            Charset::Other(encoding) => encoding.name(),
        }
    }

    fn is_wide(self) -> bool {
        matches!(self, Charset::Utf16 | Charset::Utf16Le | Charset::Utf16Be)
    }

    /// Whether a document in `self` may declare `declared`.
    fn may_declare(self, declared: Charset) -> bool {
        self == declared || (declared == Charset::Utf16 && self.is_wide())
    }
}

/// The text of a body, without a byte order mark, borrowed when it is UTF-8 already.
///
/// A byte order mark decides; without one the `charset` of the `Content-Type`, then the XML declaration, then UTF-8.
///
/// # Errors
/// The encoding is unknown, the bytes are not text in it, or the byte order mark, or the bytes themselves, contradict what
/// the document declares. A declaration that only the `Content-Type` contradicts is overruled (RFC 7303, section 3.2).
pub fn decode<'a>(body: &'a [u8], content_type: Option<&str>) -> Result<Cow<'a, str>, CharsetError> {
    let (charset, skipped) = detect(body, content_type)?;
    decode_as(charset, body.get(skipped..).unwrap_or_default(), skipped)
}

/// The charset of a text, of which these are the first bytes, and the length of its byte order mark.
fn detect(body: &[u8], content_type: Option<&str>) -> Result<(Charset, usize), CharsetError> {
    let (mark, bytes) = byte_order_mark(body);
    let skipped = body.len() - bytes.len();
    if let Some(charset) = mark {
        agree(charset, declared_in(charset, bytes)?.as_deref())?;
        return Ok((charset, skipped));
    }
    let shape = wide_shape(bytes);
    if let Some(label) = content_type.and_then(charset_parameter) {
        let charset = match Charset::named(label)? {
            Charset::Utf16 => shape.unwrap_or(Charset::Utf16Be),
            charset => charset,
        };
        return match shape {
            Some(actual) if actual != charset => Err(conflict(actual, label)),
            _ => Ok((charset, 0)),
        };
    }
    if let Some(charset) = shape {
        // Without a mark and without a header only the declaration can say that this is UTF-16 (XML 4.3.3).
        return match declared_in(charset, bytes)? {
            Some(label) => agree(charset, Some(&label)).map(|()| (charset, 0)),
            None => Err(conflict(charset, "UTF-8, by declaring nothing")),
        };
    }
    match declared(bytes)? {
        Some(label) => match Charset::named(&label)? {
            charset if charset.is_wide() => Err(CharsetError::Conflict { actual: "single bytes", declared: label }),
            charset => Ok((charset, 0)),
        },
        None => Ok((Charset::Utf8, 0)),
    }
}

/// As [`declared`], for bytes in this charset.
fn declared_in(charset: Charset, bytes: &[u8]) -> Result<Option<String>, CharsetError> {
    let encoding = match charset {
        Charset::Utf16Le => UTF_16LE,
        Charset::Utf16Be | Charset::Utf16 => UTF_16BE,
        _ => return declared(bytes),
    };
    let head = bytes.get(..2 * LONGEST).unwrap_or(bytes);
    declared(encoding.decode_without_bom_handling(head).0.as_bytes())
}

/// Decodes a text that comes in pieces.
#[derive(Debug)]
pub(crate) struct TextDecoder {
    content_type: Option<String>,
    /// Bytes that wait for more: the first ones until they say what charset this is, later those of a character that is
    /// cut in two.
    held: Vec<u8>,
    state: State,
    /// Bytes decoded so far.
    offset: usize,
}

enum State {
    Undecided,
    /// UTF-8 and US-ASCII, which are checked, and ISO-8859-1.
    Direct(Charset),
    Decoder(&'static Encoding, encoding_rs::Decoder),
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Undecided => "Undecided",
            Self::Direct(charset) => charset.name(),
            Self::Decoder(encoding, _) => encoding.name(),
        })
    }
}

impl TextDecoder {
    pub(crate) fn new(content_type: Option<&str>) -> Self {
        Self { content_type: content_type.map(str::to_owned), held: Vec::new(), state: State::Undecided, offset: 0 }
    }

    /// Decodes a piece onto the end of `text`; `last` says that there is no other.
    pub(crate) fn push(&mut self, piece: &[u8], last: bool, text: &mut String) -> Result<(), CharsetError> {
        if matches!(self.state, State::Undecided) {
            self.held.extend_from_slice(piece);
            // The declaration ends with the first `>`, in UTF-16 too.
            if !last && self.held.len() < 2 * LONGEST && !self.held.contains(&b'>') {
                return Ok(());
            }
            let (charset, skipped) = detect(&self.held, self.content_type.as_deref())?;
            self.state = match charset {
                Charset::Utf8 | Charset::Ascii | Charset::Latin1 => State::Direct(charset),
                Charset::Utf16Le => State::decoder(UTF_16LE),
                Charset::Utf16Be | Charset::Utf16 => State::decoder(UTF_16BE),
                Charset::Other(encoding) => State::decoder(encoding),
            };
            self.offset = skipped;
            let held = std::mem::take(&mut self.held);
            return self.decode(held.get(skipped..).unwrap_or_default(), last, text);
        }
        self.decode(piece, last, text)
    }

    fn decode(&mut self, piece: &[u8], last: bool, text: &mut String) -> Result<(), CharsetError> {
        match &mut self.state {
            State::Undecided => {}
            State::Direct(Charset::Latin1) => text.extend(piece.iter().map(|&byte| char::from(byte))),
            State::Direct(charset) => {
                let (charset, held) = (*charset, std::mem::take(&mut self.held));
                let joined = if held.is_empty() { Cow::Borrowed(piece) } else { Cow::Owned([&held, piece].concat()) };
                return self.checked(charset, &joined, last, text);
            }
            State::Decoder(encoding, decoder) => {
                let malformed = |offset| CharsetError::Malformed { encoding: encoding.name(), offset };
                let room = decoder.max_utf8_buffer_length_without_replacement(piece.len());
                text.reserve(room.ok_or_else(|| malformed(self.offset))?);
                let (result, read) = decoder.decode_to_string_without_replacement(piece, text, last);
                let end = self.offset + read;
                match result {
                    DecoderResult::InputEmpty => {}
                    // It may have begun in a piece before.
                    DecoderResult::Malformed(wrong, after) => {
                        return Err(malformed(end.saturating_sub(usize::from(wrong) + usize::from(after))));
                    }
                    DecoderResult::OutputFull => return Err(malformed(end)),
                }
            }
        }
        self.offset += piece.len();
        Ok(())
    }

    fn checked(&mut self, charset: Charset, bytes: &[u8], last: bool, text: &mut String) -> Result<(), CharsetError> {
        let malformed = |at: usize| CharsetError::Malformed { encoding: charset.name(), offset: self.offset + at };
        if charset == Charset::Ascii
            && let Some(at) = bytes.iter().position(|byte| !byte.is_ascii())
        {
            return Err(malformed(at));
        }
        let valid = match std::str::from_utf8(bytes) {
            Ok(valid) => valid,
            // A character that is cut in two.
            Err(error) if error.error_len().is_none() && !last => {
                let (valid, cut) = bytes.split_at(error.valid_up_to());
                self.held = cut.to_vec();
                std::str::from_utf8(valid).unwrap_or_default()
            }
            Err(error) => return Err(malformed(error.valid_up_to())),
        };
        text.push_str(valid);
        self.offset += valid.len();
        Ok(())
    }
}

impl State {
    fn decoder(encoding: &'static Encoding) -> Self {
        Self::Decoder(encoding, encoding.new_decoder_without_bom_handling())
    }
}

fn conflict(actual: Charset, declared: &str) -> CharsetError {
    CharsetError::Conflict { actual: actual.name(), declared: declared.to_owned() }
}

fn agree(actual: Charset, declared: Option<&str>) -> Result<(), CharsetError> {
    match declared {
        Some(label) if !actual.may_declare(Charset::named(label)?) => Err(conflict(actual, label)),
        _ => Ok(()),
    }
}

fn byte_order_mark(body: &[u8]) -> (Option<Charset>, &[u8]) {
    match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (Some(Charset::Utf8), rest),
        [0xFF, 0xFE, rest @ ..] => (Some(Charset::Utf16Le), rest),
        [0xFE, 0xFF, rest @ ..] => (Some(Charset::Utf16Be), rest),
        _ => (None, body),
    }
}

/// Whether the document begins with `<` in UTF-16 (XML appendix F.1).
fn wide_shape(bytes: &[u8]) -> Option<Charset> {
    match bytes {
        [b'<', 0, ..] => Some(Charset::Utf16Le),
        [0, b'<', ..] => Some(Charset::Utf16Be),
        _ => None,
    }
}

/// The `charset` parameter of a media type (RFC 9110, section 8.3.1).
fn charset_parameter(content_type: &str) -> Option<&str> {
    let mut rest = content_type.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => {
                let (value, next) = quoted.split_once('"')?;
                (value, next.split_once(';').map_or("", |(_, next)| next))
            }
            None => after.split_once(';').unwrap_or((after, "")),
        };
        // A parameter without a value before this one is passed over.
        let name = name.rsplit(';').next().unwrap_or(name);
        if name.trim().eq_ignore_ascii_case("charset") {
            return Some(value.trim()).filter(|value| !value.is_empty());
        }
        rest = next;
    }
}

/// How far into a document its encoding is looked for.
const LONGEST: usize = 512;

/// The encoding named by the XML declaration at the very start of bytes that are ASCII so far. The reader checks the
/// declaration's syntax; here an encoding counts wherever it stands in it.
fn declared(bytes: &[u8]) -> Result<Option<String>, CharsetError> {
    let Some(rest) = bytes.strip_prefix(b"<?xml").filter(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
    else {
        return Ok(None);
    };
    let head = rest.get(..LONGEST).unwrap_or(rest);
    let head = memchr::memmem::find(head, b"?>").and_then(|end| head.get(..end)).unwrap_or(head);
    let Some(after) = memchr::memmem::find(head, b"encoding").and_then(|at| head.get(at + "encoding".len()..)) else {
        return Ok(None);
    };
    let after = after.trim_ascii_start().strip_prefix(b"=").map(<[u8]>::trim_ascii_start);
    let Some([quote @ (b'"' | b'\''), value @ ..]) = after else {
        return Ok(None);
    };
    let Some(value) = memchr::memchr(*quote, value).and_then(|end| value.get(..end)) else {
        return Ok(None);
    };
    match std::str::from_utf8(value) {
        Ok(label) => Ok(Some(label.to_owned())),
        Err(_) => Err(CharsetError::Unknown { label: value.escape_ascii().to_string() }),
    }
}

/// Decodes; `skipped` bytes of the body came before.
fn decode_as(charset: Charset, bytes: &[u8], skipped: usize) -> Result<Cow<'_, str>, CharsetError> {
    let malformed = |offset: usize| CharsetError::Malformed { encoding: charset.name(), offset: skipped + offset };
    match charset {
        Charset::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(malformed(error.valid_up_to())),
        },
        Charset::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
            Some(offset) => Err(malformed(offset)),
            None => decode_as(Charset::Utf8, bytes, skipped),
        },
        Charset::Latin1 if bytes.is_ascii() => decode_as(Charset::Utf8, bytes, skipped),
        Charset::Latin1 => Ok(Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect())),
        Charset::Utf16Le => decode_with(UTF_16LE, bytes, skipped).map(Cow::Owned),
        Charset::Utf16Be | Charset::Utf16 => decode_with(UTF_16BE, bytes, skipped).map(Cow::Owned),
        Charset::Other(encoding) => decode_with(encoding, bytes, skipped).map(Cow::Owned),
    }
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8], skipped: usize) -> Result<String, CharsetError> {
    let malformed = |offset: usize| CharsetError::Malformed { encoding: encoding.name(), offset: skipped + offset };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let Some(capacity) = decoder.max_utf8_buffer_length_without_replacement(bytes.len()) else {
        return Err(malformed(0));
    };
    let mut text = String::with_capacity(capacity);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::Malformed(wrong, after) => {
            Err(malformed(read.saturating_sub(usize::from(wrong) + usize::from(after))))
        }
        DecoderResult::OutputFull => Err(malformed(read)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(body: &[u8], content_type: Option<&str>, size: usize) -> Result<String, CharsetError> {
        let mut decoder = TextDecoder::new(content_type);
        let mut text = String::new();
        for piece in body.chunks(size) {
            decoder.push(piece, false, &mut text)?;
        }
        decoder.push(b"", true, &mut text).map(|()| text)
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    /// The text or the error, and the place of it, do not depend on how a body is cut.
    #[test]
    fn pieces_are_decoded_as_the_whole() {
        let far = format!("<?xml version='1.0'{}encoding='utf-16'?><a>é\u{1F600}</a>", " ".repeat(300));
        let bodies: [(Vec<u8>, &str, Result<&str, usize>); 12] = [
            ("<a>é\u{1F600}</a>".into(), "utf-8", Ok("<a>é\u{1F600}</a>")),
            (b"<a>12345678\xC3</a>".to_vec(), "utf-8", Err(11)),
            (b"<a>12345678\xC3".to_vec(), "utf-8", Err(11)),
            (b"<a>12345678\x80".to_vec(), "us-ascii", Err(11)),
            (b"\xEF\xBB\xBF<a>12345678\x80".to_vec(), "utf-8", Err(14)),
            (b"<a>\xE9\x80</a>".to_vec(), "latin1", Ok("<a>é\u{80}</a>")),
            (b"<a>\x93\xFA\x96\x7B</a>".to_vec(), "shift_jis", Ok("<a>日本</a>")),
            (b"<a>12345678\x93".to_vec(), "shift_jis", Err(11)),
            (b"<a>12345678\x82\xFF</a>".to_vec(), "shift_jis", Err(11)),
            // The byte after the first two shows that they are wrong.
            (b"<a>12345678\x81\x30\x41</a>".to_vec(), "gb18030", Err(11)),
            (wide(&far), "", Ok(&far)),
            (b"<\0a\0>\0\x00\xDCa\0".to_vec(), "utf-16", Err(6)),
        ];
        for (body, charset, expected) in bodies {
            let header = format!("text/xml; charset={charset}");
            let expected = expected.map(str::to_owned);
            let place = |result: Result<String, CharsetError>| {
                result.map_err(|error| match error {
                    CharsetError::Malformed { offset, .. } => offset,
                    other => panic!("{}: {other}", body.escape_ascii()),
                })
            };
            assert_eq!(place(decode(&body, Some(&header)).map(Cow::into_owned)), expected, "{}", body.escape_ascii());
            for size in 1..=body.len() {
                assert_eq!(place(pieces(&body, Some(&header), size)), expected, "{}, {size}", body.escape_ascii());
            }
        }
    }

    #[test]
    fn labels_of_one_encoding_are_one() {
        for (labels, charset) in [
            (&["UTF-8", "utf8", "unicode-1-1-utf-8"][..], Charset::Utf8),
            (&["UTF-16", "utf16", "iso-10646-ucs-2", "ucs-2", "csUnicode", "unicode"], Charset::Utf16),
            (&["UTF-16LE"], Charset::Utf16Le),
            (&["UTF-16BE", "unicodeFFFE"], Charset::Utf16Be),
        ] {
            for label in labels {
                assert_eq!(Charset::named(label), Ok(charset), "{label}");
            }
        }
    }

    #[test]
    fn a_decoder_shows_its_charset_and_no_text() {
        let mut decoder = TextDecoder::new(None);
        assert!(format!("{decoder:?}").contains("state: Undecided"));
        decoder.push(b"<?xml version='1.0' encoding='shift_jis'?>", false, &mut String::new()).expect("known");
        assert!(format!("{decoder:?}").contains("state: Shift_JIS"));
    }
}
