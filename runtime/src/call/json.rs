//! The object around a JSON value: `{"LogonResult": …}`.

use crate::content::Content;
use crate::engine::{BARE, ReadError, ReadErrorKind, WriteError, read_json, write_json};
use crate::xml::Limits;

/// Writes a value under `key`, or bare if that is empty.
pub(super) fn write_wrapped(key: &str, value: &dyn Content) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    if key.is_empty() {
        write_json(&BARE, value, &mut out)?;
        return Ok(out);
    }
    out.push(b'{');
    push_string(key, &mut out);
    out.push(b':');
    write_json(&BARE, value, &mut out)?;
    out.push(b'}');
    Ok(out)
}

fn push_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') || c.is_control() {
            out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
        } else {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    out.push(b'"');
}

/// Reads the value under `key` or one of its aliases, or the whole if `key` is empty. Other members are skipped.
pub(super) fn read_wrapped(
    key: &str,
    aliases: &[&str],
    text: &str,
    limits: &Limits,
    target: &mut dyn Content,
) -> Result<(), ReadError> {
    let text = text.trim_start_matches('\u{FEFF}');
    if key.is_empty() {
        return read_json(&BARE, target, text, limits);
    }
    let mut scan = Scan { text, at: 0 };
    let found = scan.member(key, aliases, limits.depth).map_err(|error| error.locate(text))?;
    let Some((start, end)) = found else {
        return Err(ReadError::new(ReadErrorKind::Missing { expected: key.to_owned() }, 0).locate(text));
    };
    // White space in place of what stands before keeps the positions true.
    let before = text.get(..start).unwrap_or_default();
    let mut alone: String = before.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    alone.push_str(text.get(start..end).unwrap_or_default());
    read_json(&BARE, target, &alone, limits).map_err(|error| error.inside(key, None))
}

/// Where the value of a member stands in an object; none in anything else.
pub(super) fn member(name: &str, text: &str, limits: &Limits) -> Option<(usize, usize)> {
    let text = text.trim_start_matches('\u{FEFF}');
    Scan { text, at: 0 }.member(name, &[], limits.depth).ok().flatten()
}

/// Goes over the members of an object without reading them.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    /// Where the value of the member stands; the key itself is preferred to its aliases.
    fn member(&mut self, key: &str, aliases: &[&str], depth: u32) -> Result<Option<(usize, usize)>, ReadError> {
        let mut found = None;
        let mut key_seen = false;
        self.expect(b'{', "an object `{`")?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return self.end().map(|()| found);
        }
        loop {
            let name_start = self.at_next();
            self.string()?;
            let name = self.text.get(name_start + 1..self.at.saturating_sub(1)).unwrap_or_default();
            let (is_key, is_alias) = (name == key, aliases.contains(&name));
            if is_key && std::mem::replace(&mut key_seen, true) {
                return Err(ReadError::new(ReadErrorKind::Repeated { name: key.to_owned() }, name_start));
            }
            self.expect(b':', "a colon after the member's name")?;
            let start = self.at_next();
            self.value(depth)?;
            if is_key || (is_alias && found.is_none()) {
                found = Some((start, self.at));
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return self.end().map(|()| found);
                }
                _ => return Err(self.unexpected("`,` or `}`")),
            }
        }
    }

    fn end(&mut self) -> Result<(), ReadError> {
        if self.peek().is_some() { Err(self.unexpected("the end of the text")) } else { Ok(()) }
    }

    /// Past white space.
    fn at_next(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.at
    }

    fn peek(&mut self) -> Option<u8> {
        let at = self.at_next();
        self.text.as_bytes().get(at).copied()
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), ReadError> {
        if self.peek() != Some(byte) {
            return Err(self.unexpected(expected));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(), ReadError> {
        self.expect(b'"', "a string")?;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
                None => return Err(self.unexpected("the end of the string")),
            }
        }
    }

    /// Over one value: brackets are counted, what is inside is read later or never.
    fn value(&mut self, depth: u32) -> Result<(), ReadError> {
        let mut open = 0_u32;
        loop {
            match self.peek() {
                Some(b'"') => self.string()?,
                Some(b'{' | b'[') => {
                    open += 1;
                    self.at += 1;
                    if open > depth {
                        return Err(ReadError::new(
                            ReadErrorKind::Limit { name: "depth", value: u64::from(depth) },
                            self.at,
                        ));
                    }
                }
                Some(b'}' | b']') if open > 0 => {
                    open -= 1;
                    self.at += 1;
                }
                Some(b',' | b':') if open > 0 => self.at += 1,
                Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.') => {
                    let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                    self.at += rest
                        .iter()
                        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.'))
                        .count();
                }
                _ => return Err(self.unexpected("a value")),
            }
            if open == 0 {
                return Ok(());
            }
        }
    }

    fn unexpected(&self, expected: &'static str) -> ReadError {
        ReadError::new(ReadErrorKind::Json { expected }, self.at.min(self.text.len()))
    }
}
