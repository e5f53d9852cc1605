//! Character data: its value behind references and line ends (XML 2.11, 4.1, 4.6).

use std::borrow::Cow;
use std::fmt;

use super::chars::is_char;

/// A piece of character data: text between tags, or one CDATA section. An element's text may come in several pieces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text as written, of a CDATA section its inside.
    pub raw: &'a str,
    /// Whether the value differs from [`raw`](Text::raw): there are references or carriage returns in it.
    pub escaped: bool,
    pub(super) cdata: bool,
}

impl<'a> Text<'a> {
    /// Appends the value.
    #[inline]
    pub fn push_to(&self, out: &mut String) {
        if self.escaped {
            push_text(self.raw, self.cdata, out);
        } else {
            out.push_str(self.raw);
        }
    }

    /// The value, borrowed where it stands in the document as it is.
    pub fn as_cow(&self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut value = String::with_capacity(self.raw.len());
        self.push_to(&mut value);
        Cow::Owned(value)
    }

    /// Whether the value is white space only. White space written as a reference counts as well.
    pub fn is_white_space(&self) -> bool {
        let white = |text: &str| text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        white(self.raw) || (self.escaped && white(&self.as_cow()))
    }
}

/// Shows the length only: the text of a message may be a secret.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.raw.len())
    }
}

fn push_text(raw: &str, cdata: bool, out: &mut String) {
    let mut rest = raw;
    loop {
        let next =
            if cdata { memchr::memchr(b'\r', rest.as_bytes()) } else { memchr::memchr2(b'&', b'\r', rest.as_bytes()) };
        let Some((before, at)) = next.and_then(|at| rest.split_at_checked(at)) else {
            out.push_str(rest);
            return;
        };
        out.push_str(before);
        rest = push_special(at, '\n', out);
    }
}

/// Appends what the reference or line end at the start of `at` stands for, and gives what follows it.
fn push_special<'t>(at: &'t str, line_end: char, out: &mut String) -> &'t str {
    if let Some(after) = at.strip_prefix("\r\n").or_else(|| at.strip_prefix('\r')) {
        out.push(line_end);
        return after;
    }
    let (c, len) = match reference(at.as_bytes()) {
        Some(found) => found,
        None => match at.chars().next() {
            Some(c) => (c, c.len_utf8()),
            None => return "",
        },
    };
    out.push(c);
    at.get(len..).unwrap_or_default()
}

/// The value of an attribute written as `raw` (XML 3.3.3; without a DTD every attribute is CDATA).
pub(super) fn push_attribute_value(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'\r' | b'\n' | b'\t')) {
        let Some((before, special)) = rest.split_at_checked(at) else {
            break;
        };
        out.push_str(before);
        rest = if let Some(after) = special.strip_prefix(['\n', '\t']) {
            out.push(' ');
            after
        } else {
            push_special(special, ' ', out)
        };
    }
    out.push_str(rest);
}

/// The character that the reference at the start of `bytes` stands for, and the length of the reference. `None` when it
/// is not one of the five predefined entities, nor a reference to a character XML allows.
pub(super) fn reference(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes {
        [b'&', b'l', b't', b';', ..] => Some(('<', 4)),
        [b'&', b'g', b't', b';', ..] => Some(('>', 4)),
        [b'&', b'a', b'm', b'p', b';', ..] => Some(('&', 5)),
        [b'&', b'a', b'p', b'o', b's', b';', ..] => Some(('\'', 6)),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => Some(('"', 6)),
        [b'&', b'#', b'x', digits @ ..] => number(digits, 16).map(|(c, len)| (c, len + 3)),
        [b'&', b'#', digits @ ..] => number(digits, 10).map(|(c, len)| (c, len + 2)),
        _ => None,
    }
}

fn number(bytes: &[u8], radix: u32) -> Option<(char, usize)> {
    let mut code = 0_u32;
    for (index, &byte) in bytes.iter().enumerate() {
        match char::from(byte).to_digit(radix) {
            Some(digit) => code = code.saturating_mul(radix).saturating_add(digit),
            // Without digits it is 0, which is no character.
            None if byte == b';' => {
                return char::from_u32(code).filter(|&c| is_char(c)).map(|c| (c, index + 1));
            }
            None => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (written, c) in [
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&amp;", '&'),
            ("&apos;", '\''),
            ("&quot;", '"'),
            ("&#65;", 'A'),
            ("&#x41;", 'A'),
            ("&#x1F600;", '😀'),
            ("&#00000000000000000065;", 'A'),
            ("&#13;", '\r'),
            ("&#xe9;", 'é'),
        ] {
            assert_eq!(reference(format!("{written}x").as_bytes()), Some((c, written.len())), "{written}");
        }
        for wrong in [
            "&",
            "&;",
            "&lt",
            "&lt ;",
            "&LT;",
            "&nbsp;",
            "&#;",
            "&#x;",
            "&#X41;",
            "&#4a;",
            "&#65a;",
            "&#x41g;",
            "&#0;",
            "&#x1F;",
            "&#xD800;",
            "&#xFFFE;",
            "&#xFFFF;",
            "&#x110000;",
            "&#99999999999999999999;",
            "&#-1;",
            "&# 65;",
            "&#65",
            "&ampx;",
        ] {
            assert_eq!(reference(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn line_ends_and_references_in_text() {
        let value = |raw, cdata| Text { raw, escaped: true, cdata }.as_cow().into_owned();
        assert_eq!(value("a\r\nb\rc\n\r\rd&#13;&#xD;\n", false), "a\nb\nc\n\n\nd\r\r\n");
        assert_eq!(value("&lt;ü&amp;amp;&gt;", false), "<ü&amp;>");
        assert_eq!(value("&lt;\r\n", true), "&lt;\n");
        assert!(Text { raw: " &#32;\r\n", escaped: true, cdata: false }.is_white_space());
        assert!(!Text { raw: "&#32;", escaped: true, cdata: true }.is_white_space());
    }

    #[test]
    fn attribute_values_are_normalised() {
        let mut value = String::new();
        push_attribute_value(" a\tb\nc\r\nd\re &#9;&#10;&#13;&lt;é ", &mut value);
        assert_eq!(value, " a b c d e \t\n\r<é ");
    }
}
