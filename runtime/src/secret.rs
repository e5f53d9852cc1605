//! What keeps secrets out of errors: the first bytes of a response are shown without them.
//!
//! Two things are known about a response that cannot be read: what was secret in the request, which a server may send
//! back, and the names of the members that are secret in the reply.

use std::collections::BTreeSet;
use std::fmt;

use http::HeaderMap;
use http::header::HeaderValue;

use crate::content::Content;
use crate::content::nillable_complex::ATTRIBUTES;
use crate::facts::{Facts, Field, Kind, Place, SECRET};
use crate::fragment::Element;
use crate::xml::{Attribute, Limits, Reader, Token};

/// Stands where a secret stood.
pub(crate) const REDACTED: &str = "[redacted]";

/// How much of a body an error shows.
const SNIPPET_BYTES: usize = 1024;

/// Shorter texts are not looked for: they occur by chance.
const SHORTEST: usize = 3;

/// Values in a query that are shorter are no keys.
const SHORTEST_KEY: usize = 8;

/// How deep values are looked into. Elements are written to a depth of 128, and from one to the next it is four levels at most: a
/// list or an option, what may be nil, a choice, a struct.
const DEPTH: usize = 512;

/// HTTP headers whose values are credentials.
const CREDENTIAL_HEADERS: [&str; 6] =
    ["authorization", "proxy-authorization", "cookie", "set-cookie", "www-authenticate", "x-api-key"];

/// Marks the value so that `Debug` does not show it, if the header carries credentials or says it might.
pub(crate) fn protect(name: &http::HeaderName, value: &mut HeaderValue) {
    let name = name.as_str();
    if CREDENTIAL_HEADERS.contains(&name)
        || ["token", "secret", "password", "auth"].iter().any(|word| name.contains(word))
    {
        value.set_sensitive(true);
    }
}

/// What must not be shown.
#[derive(Default)]
pub(crate) struct Secrets {
    values: BTreeSet<String>,
    names: BTreeSet<&'static str>,
}

impl Secrets {
    /// Adds the values of the secret members of a request or header block, and the names of the members: a server may answer with
    /// another value of that name.
    pub(crate) fn learn_values(&mut self, content: &dyn Content) {
        self.values_of(content, false, DEPTH);
    }

    /// Adds what an element holds of which no contract says what is secret: credentials stand in header blocks, as those of
    /// WS-Security.
    pub(crate) fn learn_element(&mut self, element: &Element) {
        // As it is sent, which a server may send back.
        self.add(element.content());
        let (xml, limits) = (element.as_xml(), Limits::default());
        let mut reader = Reader::new(&xml, &[], &limits);
        let mut text = String::new();
        // It is well-formed, and what is not read of it for its size is no credential.
        while let Ok(token) = reader.next() {
            if let Token::Text(piece) = token {
                piece.push_to(&mut text);
                continue;
            }
            self.add(std::mem::take(&mut text).trim());
            match token {
                Token::Start(_) => {
                    let values = reader.attributes().iter().map(Attribute::value);
                    values.filter(|value| value.len() >= SHORTEST_KEY).for_each(|value| self.add(&value));
                }
                Token::Eof => return,
                Token::End | Token::Text(_) => {}
            }
        }
    }

    /// Adds the values of the HTTP headers that carry credentials.
    pub(crate) fn learn_headers(&mut self, headers: &HeaderMap) {
        for value in headers.values().filter(|value| value.is_sensitive()) {
            let Ok(value) = value.to_str() else { continue };
            self.add(value);
            if let Some((_, credentials)) = value.split_once(' ') {
                self.add(credentials);
            }
        }
    }

    /// Adds what the query of an endpoint may hold: keys. Short values are switches.
    pub(crate) fn learn_query(&mut self, query: &str) {
        for pair in query.split('&') {
            let value = pair.split_once('=').map_or(pair, |(_, value)| value);
            if value.len() >= SHORTEST_KEY {
                self.add(value);
            }
        }
    }

    /// Adds the names of the secret members of a reply. `content` is filled with empty values on the way.
    pub(crate) fn learn_names(&mut self, content: &mut dyn Content) {
        self.names_of(content, &mut Vec::new(), DEPTH);
    }

    pub(crate) fn add(&mut self, value: &str) {
        if value.len() < SHORTEST {
            return;
        }
        let mut escaped = Vec::with_capacity(value.len());
        if crate::xml::escape_attribute(value, &mut escaped).is_ok() && escaped != value.as_bytes() {
            self.values.extend(String::from_utf8(escaped));
        }
        let encoded = crate::call::percent_encoded(value);
        if encoded != value {
            self.values.insert(encoded);
        }
        self.values.insert(value.to_owned());
    }

    fn values_of(&mut self, content: &dyn Content, secret: bool, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match content.facts().kind() {
            Kind::Struct | Kind::Array(_) => {
                for (index, field) in content.facts().fields().iter().enumerate() {
                    self.learn_name(field);
                    self.values_of(content.field(index), secret || field.has(SECRET), depth);
                }
            }
            Kind::Choice | Kind::Polymorphic => {
                let arm = content.facts().fields().get(content.arm());
                let secret = secret || arm.is_some_and(|arm| arm.has(SECRET));
                self.values_of(content.field(content.arm()), secret, depth);
            }
            Kind::Optional | Kind::Nillable if content.arm() == 1 => {
                self.values_of(content.field(0), secret, depth);
            }
            // A nil element may have attributes.
            Kind::Nillable => {
                crate::engine::attributes(content.field(ATTRIBUTES), &mut |local, value| {
                    if secret || self.names.iter().any(|name| *name == local) {
                        self.add(value);
                    }
                });
            }
            Kind::Many => {
                for index in 0..content.arm() {
                    self.values_of(content.field(index), secret, depth);
                }
            }
            Kind::Lexical | Kind::Any if secret => self.add(&crate::engine::lexical_text(content)),
            Kind::Optional | Kind::Lexical | Kind::Any => {}
        }
    }

    fn names_of(&mut self, content: &mut dyn Content, seen: &mut Vec<&'static Facts>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let facts = content.facts();
        match facts.kind() {
            Kind::Struct | Kind::Array(_) | Kind::Choice | Kind::Polymorphic => {
                if seen.iter().any(|known| std::ptr::eq(*known, facts)) {
                    return;
                }
                seen.push(facts);
                for (index, field) in facts.fields().iter().enumerate() {
                    self.learn_name(field);
                    self.names_of(content.field_mut(index), seen, depth);
                }
            }
            Kind::Optional | Kind::Nillable | Kind::Many => self.names_of(content.field_mut(0), seen, depth),
            Kind::Lexical | Kind::Any => {}
        }
    }

    /// Adds the name of a member or header block, if it is a secret.
    pub(crate) fn learn_name(&mut self, field: &Field) {
        if field.has(SECRET) && !matches!(field.place(), Place::Group(_) | Place::Text | Place::Mixed) {
            self.names.insert(field.local());
        }
    }

    /// `text` without the secret values.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        // The longest first, since one value may be a part of another.
        let mut values: Vec<&String> = self.values.iter().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        for value in values {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), REDACTED);
            }
        }
        text
    }

    /// The beginning of a body, without secrets and on one line.
    pub(crate) fn snippet(&self, body: &str) -> String {
        // A secret that is cut in two would not be found.
        let longest = self.values.iter().map(String::len).max().unwrap_or_default();
        let (shown, cut) = beginning(body, SNIPPET_BYTES.saturating_add(longest));
        let mut text = self.redact(shown);
        for name in &self.names {
            text = without_member(&text, name);
        }
        let (shown, cut_again) = beginning(&text, SNIPPET_BYTES);
        let mut snippet = String::with_capacity(shown.len() + 4);
        for c in shown.chars() {
            if c.is_control() || is_direction(c) {
                snippet.extend(c.escape_default());
            } else {
                snippet.push(c);
            }
        }
        if cut || cut_again {
            snippet.push('…');
        }
        snippet
    }
}

/// Writes the beginning of a text that a server sent: on one line, and not so long that it fills a log.
pub(crate) fn write_beginning(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let (shown, cut) = beginning(text, SNIPPET_BYTES);
    write!(f, "{}{}", shown.escape_debug(), if cut { "…" } else { "" })
}

/// Characters that change the direction of what follows, and so what a reader of a log sees.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// At most the first `bytes` of a text, and whether that leaves something out.
fn beginning(text: &str, bytes: usize) -> (&str, bool) {
    if text.len() <= bytes {
        return (text, false);
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (text.get(..end).unwrap_or_default(), true)
}

/// Takes out the value of every element, attribute or JSON member of this name, also where the text ends in the value.
fn without_member(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let after = at + name.len();
        let before = rest.get(..at).unwrap_or_default();
        let whole = before.chars().next_back().is_some_and(|c| matches!(c, '<' | ':' | '"' | ' ' | '\n' | '\t' | '\r'))
            && !in_end_tag(before);
        let tail = rest.get(after..).unwrap_or_default();
        let (start, end) = if whole { value_after(tail, name) } else { (0, 0) };
        out.push_str(rest.get(..after + start).unwrap_or_default());
        if end > start {
            out.push_str(REDACTED);
        }
        rest = tail.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Whether a text breaks off inside an end tag.
fn in_end_tag(before: &str) -> bool {
    let tag = before.rfind('<').and_then(|at| before.get(at..)).unwrap_or_default();
    tag.starts_with("</") && !tag.contains('>')
}

/// Where the value begins and ends in what follows a name; equal when none follows.
fn value_after(tail: &str, name: &str) -> (usize, usize) {
    let end_at = |start: usize, stop: &[char]| {
        let value = tail.get(start..).unwrap_or_default();
        (start, start + value.find(stop).unwrap_or(value.len()))
    };
    let skip = |from: usize| {
        let text = tail.get(from..).unwrap_or_default();
        from + (text.len() - text.trim_start().len())
    };
    match tail.chars().next() {
        // `<name>value</name>`, `<name a="b">value</name>`: what looks like a tag of that name.
        Some('>') => (1, element_end(tail, 1, name)),
        // `"name" : "value"`
        Some('"') => {
            let colon = skip(1);
            if !tail.get(colon..).unwrap_or_default().starts_with(':') {
                return (0, 0);
            }
            let start = skip(colon + 1);
            if tail.get(start..).unwrap_or_default().starts_with('"') {
                json_string(tail, start + 1)
            } else {
                end_at(start, &[',', '}', ']'])
            }
        }
        // `name="value"`
        Some('=') => match tail.chars().nth(1) {
            Some(quote @ ('"' | '\'')) => end_at(2, &[quote]),
            _ => end_at(1, &['&', ' ', '<']),
        },
        Some(c) if c.is_whitespace() => match tail.find(['>', '<']) {
            Some(close)
                if tail.get(close..).is_some_and(|rest| rest.starts_with('>'))
                    && !tail.get(..close).is_some_and(|tag| tag.ends_with('/')) =>
            {
                let start = close + 1;
                (start, element_end(tail, start, name))
            }
            _ => (0, 0),
        },
        _ => (0, 0),
    }
}

/// Where the content that begins at `start` ends: at an end tag of that name, past all other markup.
fn element_end(tail: &str, start: usize, name: &str) -> usize {
    let content = tail.get(start..).unwrap_or_default();
    let ends = |at: usize| {
        let tag = content.get(at + 2..).unwrap_or_default();
        let tag = tag.split(|c: char| c == '>' || c.is_whitespace()).next().unwrap_or_default();
        tag.rsplit(':').next() == Some(name)
    };
    let end = content.match_indices("</").map(|(at, _)| at).find(|at| ends(*at));
    start + end.unwrap_or(content.len())
}

/// The inside of a JSON string that begins at `start`.
fn json_string(tail: &str, start: usize) -> (usize, usize) {
    let mut escaped = false;
    for (at, c) in tail.get(start..).unwrap_or_default().char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (start, start + at),
            _ => {}
        }
    }
    (start, tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &'static str, body: &str) -> String {
        let mut secrets = Secrets::default();
        secrets.names.insert(name);
        secrets.snippet(body)
    }

    #[test]
    fn values_of_secret_members_are_left_out_in_every_notation() {
        assert_eq!(named("token", "<a:token>abc</a:token>"), "<a:token>[redacted]</a:token>");
        assert_eq!(named("token", "<token xsi:type='x'>abc</token>"), "<token xsi:type='x'>[redacted]</token>");
        assert_eq!(named("token", "<token/><b>abc</b>"), "<token/><b>abc</b>");
        assert_eq!(named("token", "<token />abc"), "<token />abc");
        assert_eq!(named("token", r#"{"token" : "a\"bc", "x": 1}"#), r#"{"token" : "[redacted]", "x": 1}"#);
        assert_eq!(named("token", r#"{"token":12,"x":1}"#), r#"{"token":[redacted],"x":1}"#);
        assert_eq!(named("token", r#"<a token="abc">"#), r#"<a token="[redacted]">"#);
        assert_eq!(named("token", "<token>ab"), "<token>[redacted]");
        assert_eq!(named("token", "<mytoken>ab"), "<mytoken>ab");
        assert_eq!(named("token", "<token><![CDATA[abc]]></token>d"), "<token>[redacted]</token>d");
        assert_eq!(named("token", "<token a='b'><x/>abc<!-- d --></a:token >e"), "<token a='b'>[redacted]</a:token >e");
        assert_eq!(named("token", "<token>abc</tokens>d"), "<token>[redacted]");
        assert_eq!(named("token", "<tokens>ab</tokens>"), "<tokens>ab</tokens>");
    }

    #[test]
    fn values_are_left_out_as_they_are_and_as_they_are_escaped() {
        let mut secrets = Secrets::default();
        secrets.add("p<w d&1");
        assert_eq!(secrets.snippet("p<w d&1 p&lt;w d&amp;1 p%3Cw%20d%261"), "[redacted] [redacted] [redacted]");
    }

    #[test]
    fn short_texts_are_not_looked_for_nor_parts_of_what_cannot_be_written() {
        let mut secrets = Secrets::default();
        for value in ["ab", "abc", "key<1\u{1}"] {
            secrets.add(value);
        }
        assert_eq!(secrets.snippet("ab abc key&lt;1"), "ab [redacted] key&lt;1");
    }

    #[test]
    fn attributes_of_a_nil_element_are_left_out() {
        let mut nil = crate::content::Nil::default();
        nil.attributes.push("", "token", "abcdef");
        nil.attributes.push("", "size", "uvwxyz");
        let mut secrets = Secrets::default();
        secrets.names.insert("token");
        secrets.learn_values(&crate::content::NillableComplex::<String>::Nil(nil));
        assert_eq!(secrets.snippet("abcdef uvwxyz"), "[redacted] uvwxyz");
    }

    #[test]
    fn a_secret_on_the_cut_is_left_out() {
        let mut secrets = Secrets::default();
        secrets.add("0123456789");
        let body = format!("{}0123456789 and more", "x".repeat(SNIPPET_BYTES - 4));
        let snippet = secrets.snippet(&body);
        assert!(!snippet.contains("0123"), "{snippet}");
    }

    #[test]
    fn what_follows_the_snippet_is_shown_by_a_mark() {
        let x = |count: usize| "x".repeat(count);
        let mut secrets = Secrets::default();
        assert_eq!(secrets.snippet(&x(1024)), x(1024));
        assert_eq!(secrets.snippet(&x(1025)), x(1024) + "…");
        // No character is cut in two.
        assert_eq!(secrets.snippet(&format!("x{}", "é".repeat(512))), format!("x{}…", "é".repeat(511)));
        // More is looked at where a secret may begin in it.
        secrets.add("0123456789");
        assert_eq!(secrets.snippet(&x(1030)), x(1024) + "…");
        // What is left may be short.
        assert_eq!(named("token", &format!("<token>{}", x(5000))), "<token>[redacted]…");
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(Secrets::default().snippet("a\u{1b}[31m\nb\u{202E}"), "a\\u{1b}[31m\\nb\\u{202e}");
    }

    #[test]
    fn credentials_are_recognised_by_the_header_name() {
        for (name, sensitive) in [("authorization", true), ("x-session-token", true), ("accept", false)] {
            let mut value = HeaderValue::from_static("v");
            protect(&http::HeaderName::from_static(name), &mut value);
            assert_eq!(value.is_sensitive(), sensitive, "{name}");
        }
    }
}
