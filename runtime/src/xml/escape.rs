//! Writing character data and attribute values.

use std::fmt;

use super::chars::{TEXT_ESCAPE, VALUE_ESCAPE, run_end};
use crate::scan::{below, equal, equal_with, find};

/// A character that no XML document can hold, not even as a reference (XML 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidChar {
    /// The character.
    pub found: char,
    /// Its byte offset in the value.
    pub offset: usize,
}

impl fmt::Display for InvalidChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X} at byte {} cannot be written in XML", u32::from(self.found), self.offset)
    }
}

impl std::error::Error for InvalidChar {}

/// Appends `text` as character data: `<`, `>`, `&` and carriage returns are escaped, so that a reader gets back the same.
///
/// # Errors
/// `text` holds a character XML does not allow; what comes before it is already in `out`.
#[inline]
pub fn escape_text(text: &str, out: &mut Vec<u8>) -> Result<(), InvalidChar> {
    match find(text.as_bytes(), suspects) {
        None => {
            out.extend_from_slice(text.as_bytes());
            Ok(())
        }
        Some(at) => escape(text, at, TEXT_ESCAPE, out),
    }
}

/// Appends `value` as it stands between double quotes: besides what text needs, quotes, tabs and line feeds are escaped.
///
/// # Errors
/// `value` holds a character XML does not allow; what comes before it is already in `out`.
#[inline]
pub fn escape_attribute(value: &str, out: &mut Vec<u8>) -> Result<(), InvalidChar> {
    match find(value.as_bytes(), |word| suspects(word) | equal(word, b'"')) {
        None => {
            out.extend_from_slice(value.as_bytes());
            Ok(())
        }
        Some(at) => escape(value, at, VALUE_ESCAPE, out),
    }
}

/// Marks what most texts do not hold: markup, control characters, and the byte that begins U+FFFE and U+FFFF.
#[inline]
fn suspects(word: u64) -> u64 {
    below(word, 0x20) | equal_with(word, 2, b'>') | equal(word, b'&') | equal(word, 0xEF)
}

/// Appends a value of which nothing before `first` needs to be escaped.
#[inline(never)]
fn escape(value: &str, first: usize, class: u8, out: &mut Vec<u8>) -> Result<(), InvalidChar> {
    let bytes = value.as_bytes();
    let mut start = 0;
    let mut pos = first;
    loop {
        pos = run_end(bytes, pos, class, true);
        let Some(&byte) = bytes.get(pos) else { break };
        let Some(written) = escaped(byte) else {
            match (byte, bytes.get(pos + 1), bytes.get(pos + 2)) {
                (0xEF, Some(0xBF), Some(last @ 0xBE..)) => {
                    let found = if *last == 0xBE { '\u{FFFE}' } else { '\u{FFFF}' };
                    return Err(InvalidChar { found, offset: pos });
                }
                (0xEF, ..) => pos += 3,
                _ => {
                    return Err(InvalidChar { found: char::from(byte), offset: pos });
                }
            }
            continue;
        };
        out.extend_from_slice(bytes.get(start..pos).unwrap_or_default());
        out.extend_from_slice(written.as_bytes());
        pos += 1;
        start = pos;
    }
    out.extend_from_slice(bytes.get(start..).unwrap_or_default());
    Ok(())
}

/// What is written for a byte that cannot stand as it is.
fn escaped(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'"' => "&quot;",
        b'\t' => "&#9;",
        b'\n' => "&#10;",
        b'\r' => "&#13;",
        _ => return None,
    })
}

/// [`escape_attribute`] for a value that was read from a document, and so holds nothing illegal.
pub(super) fn push_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match u8::try_from(c).ok().and_then(escaped) {
            Some(written) => out.push_str(written),
            None => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Result<String, InvalidChar> {
        let mut out = Vec::new();
        escape_text(value, &mut out).map(|()| String::from_utf8(out).expect("UTF-8"))
    }

    fn attribute(value: &str) -> Result<String, InvalidChar> {
        let mut out = Vec::new();
        escape_attribute(value, &mut out).map(|()| String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn what_markup_or_a_reader_would_change_is_escaped() {
        assert_eq!(text("").as_deref(), Ok(""));
        assert_eq!(
            text("a<b>c&d\"e'\t\n\rü]]>\u{FFFD}豈！").as_deref(),
            Ok("a&lt;b&gt;c&amp;d\"e'\t\n&#13;ü]]&gt;\u{FFFD}豈！")
        );
        assert_eq!(attribute("a<b>&\"'\t\n\r！").as_deref(), Ok("a&lt;b&gt;&amp;&quot;'&#9;&#10;&#13;！"));
        // A character that begins as those do that XML does not allow, and what comes after it.
        assert_eq!(text("！ab！<").as_deref(), Ok("！ab！&lt;"));
    }

    #[test]
    fn what_xml_cannot_hold_is_refused() {
        let illegal = (0..0x20_u8).map(char::from).filter(|c| !"\t\n\r".contains(*c)).chain(['\u{FFFE}', '\u{FFFF}']);
        for found in illegal {
            let value = format!("é<{found}");
            assert_eq!(text(&value), Err(InvalidChar { found, offset: 3 }));
            assert_eq!(attribute(&value), Err(InvalidChar { found, offset: 3 }));
        }
        let error = text("é\u{1}").expect_err("a control character");
        assert_eq!(error.to_string(), "U+0001 at byte 2 cannot be written in XML");
        assert_eq!(text("\u{7F}\u{85}\u{10FFFF}").as_deref(), Ok("\u{7F}\u{85}\u{10FFFF}"));
    }
}
