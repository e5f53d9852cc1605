//! JSON text, token by token: strict RFC 8259, within limits, without recursion.

use std::borrow::Cow;

use crate::xml::Limits;

use super::error::{ReadError, ReadErrorKind};
use super::json_text::{number_end, run_end};

/// A place in a JSON text.
pub(super) struct Json<'a> {
    text: &'a str,
    pos: usize,
    depth: u32,
    values: u32,
    limits: Limits,
    scratch: String,
}

impl<'a> Json<'a> {
    pub(super) fn new(text: &'a str, limits: &Limits) -> Self {
        Self { text, pos: 0, depth: 0, values: 0, limits: limits.clone(), scratch: String::new() }
    }

    /// Goes to the document's value.
    pub(super) fn begin(&mut self) -> Result<(), ReadError> {
        if self.text.len() > self.limits.body_bytes {
            return Err(self.over("body_bytes", self.limits.body_bytes as u64));
        }
        self.white();
        Ok(())
    }

    /// Checks that nothing follows the document's value.
    pub(super) fn end(&mut self) -> Result<(), ReadError> {
        self.white();
        if self.pos == self.text.len() { Ok(()) } else { Err(self.expected("the end of the text")) }
    }

    pub(super) fn offset(&self) -> usize {
        self.pos
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    /// Whether a string comes next that is not empty, a number or a boolean.
    #[inline]
    pub(super) fn is_text_ahead(&self) -> bool {
        match self.peek() {
            Some(b'"') => !self.peek_empty_string(),
            next => matches!(next, Some(b'-' | b'0'..=b'9' | b't' | b'f')),
        }
    }

    pub(super) fn peek_empty_string(&self) -> bool {
        self.rest().starts_with("\"\"")
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.pos..).unwrap_or_default()
    }

    #[inline]
    fn white(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.pos += 1;
        }
    }

    #[cold]
    pub(super) fn expected(&self, expected: &'static str) -> ReadError {
        ReadError::new(ReadErrorKind::Json { expected }, self.pos)
    }

    #[cold]
    fn over(&self, name: &'static str, value: u64) -> ReadError {
        ReadError::new(ReadErrorKind::Limit { name, value }, self.pos)
    }

    /// Whether the value is `null`, which is then read.
    #[inline]
    pub(super) fn null(&mut self) -> Result<bool, ReadError> {
        self.values += 1;
        if self.values > self.limits.elements {
            return Err(self.over("elements", self.limits.elements.into()));
        }
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|_| true)
    }

    fn word(&mut self, word: &'static str) -> Result<&'a str, ReadError> {
        let rest = self.rest();
        let Some(found) = rest.get(..word.len()).filter(|found| *found == word) else {
            return Err(self.expected("a value"));
        };
        self.pos += word.len();
        Ok(found)
    }

    /// After `{` or `[`, which is here.
    pub(super) fn open(&mut self) -> Result<(), ReadError> {
        if self.depth >= self.limits.depth {
            return Err(self.over("depth", self.limits.depth.into()));
        }
        self.depth += 1;
        self.pos += 1;
        Ok(())
    }

    /// Goes to the next item or member; `false` at the `end`, which is read.
    #[inline]
    pub(super) fn item(&mut self, first: bool, end: u8) -> Result<bool, ReadError> {
        self.white();
        let next = self.peek();
        if next == Some(end) {
            self.pos += 1;
            return Ok(false);
        }
        if !first {
            if next != Some(b',') {
                return Err(self.expected(if end == b']' { "`,` or `]`" } else { "`,` or `}`" }));
            }
            self.pos += 1;
            self.white();
        }
        Ok(true)
    }

    /// After the end of an object or array.
    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A member's name and the colon after it.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a member's name"));
        }
        let key = if let Some(name) = self.plain_string() {
            Cow::Borrowed(name)
        } else {
            let mut key = String::new();
            self.escaped_string(&mut key)?;
            Cow::Owned(key)
        };
        self.white();
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.pos += 1;
        self.white();
        Ok(key)
    }

    /// A string's text, a number or boolean as it is.
    #[inline]
    pub(super) fn scalar(&mut self) -> Result<&str, ReadError> {
        match self.peek() {
            Some(b'"') => {
                if let Some(text) = self.plain_string() {
                    return Ok(text);
                }
                let mut scratch = std::mem::take(&mut self.scratch);
                scratch.clear();
                let result = self.escaped_string(&mut scratch);
                self.scratch = scratch;
                result.map(|()| self.scratch.as_str())
            }
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'-' | b'0'..=b'9') => {
                let rest = self.rest();
                let Some(number) = number_end(rest.as_bytes()).and_then(|end| rest.get(..end)) else {
                    return Err(self.expected("a number"));
                };
                self.pos += number.len();
                Ok(number)
            }
            _ => Err(self.expected("a string, number or boolean")),
        }
    }

    /// A string without escapes, if it is one.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a str> {
        let start = self.pos + 1;
        let end = run_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        let text = self.text.get(start..end)?;
        self.pos = end + 1;
        Some(text)
    }

    fn escaped_string(&mut self, out: &mut String) -> Result<(), ReadError> {
        self.pos += 1;
        loop {
            let rest = self.rest();
            let len = run_end(rest.as_bytes(), 0);
            if len == rest.len() {
                self.pos = self.text.len();
                return Err(self.expected("the end of the string"));
            }
            out.push_str(rest.get(..len).unwrap_or_default());
            self.pos += len;
            match self.peek() {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape(out)?,
                _ => return Err(self.expected("an escape for the control character")),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), ReadError> {
        let c = match self.text.as_bytes().get(self.pos + 1) {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => return self.unicode_escape(out),
            _ => return Err(self.expected("one of the escapes of JSON")),
        };
        out.push(c);
        self.pos += 2;
        Ok(())
    }

    /// `\uXXXX`, two for a character beyond the basic plane.
    fn unicode_escape(&mut self, out: &mut String) -> Result<(), ReadError> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)
        };
        let (code, len) = match unit(self.pos) {
            Some(high @ 0xD800..=0xDBFF) => match unit(self.pos + 6) {
                Some(low @ 0xDC00..=0xDFFF) => (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12),
                _ => return Err(self.expected("the second half of a surrogate pair")),
            },
            Some(code) => (code, 6),
            None => return Err(self.expected("four hexadecimal digits")),
        };
        let Some(c) = char::from_u32(code) else {
            return Err(self.expected("the first half of a surrogate pair"));
        };
        out.push(c);
        self.pos += len;
        Ok(())
    }

    /// Reads a value and gives it as it is.
    pub(super) fn raw(&mut self) -> Result<&'a str, ReadError> {
        let start = self.pos;
        self.skip_value()?;
        Ok(self.text.get(start..self.pos).unwrap_or_default())
    }

    /// Reads a value to its end, with every check.
    pub(super) fn skip_value(&mut self) -> Result<(), ReadError> {
        let outside = self.depth;
        let mut ends = Vec::new();
        let mut first = false;
        loop {
            let mut entered = false;
            match self.peek() {
                Some(b'{') => {
                    self.open()?;
                    ends.push(b'}');
                    entered = true;
                }
                Some(b'[') => {
                    self.open()?;
                    ends.push(b']');
                    entered = true;
                }
                Some(b'n') => drop(self.null()?),
                _ => drop(self.scalar()?.len()),
            }
            first |= entered;
            loop {
                let Some(&end) = ends.last() else { return Ok(()) };
                if self.item(std::mem::take(&mut first), end)? {
                    break;
                }
                ends.pop();
                self.close();
            }
            debug_assert!(self.depth > outside);
            if ends.last() == Some(&b'}') {
                self.key()?;
            }
            self.values += 1;
            if self.values > self.limits.elements {
                return Err(self.over("elements", self.limits.elements.into()));
            }
        }
    }

    /// The `__type` that an object begins with; nothing is read.
    pub(super) fn declared_type(&mut self) -> Result<Option<String>, ReadError> {
        let start = self.pos;
        if self.peek() != Some(b'{') {
            return Ok(None);
        }
        self.pos += 1;
        self.white();
        let mut declared = None;
        if self.peek() == Some(b'"') {
            let key = self.key()?;
            if key == "__type" && self.peek() == Some(b'"') {
                declared = Some(self.scalar()?.to_owned());
            }
        }
        self.pos = start;
        Ok(declared)
    }
}
