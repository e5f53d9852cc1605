//! An element cut out of its document.

use std::fmt;

use super::chars::{NAME, is};
use super::error::XmlError;
use super::escape::push_attribute;
use super::name::{NONE, NamespaceId, XSI};
use super::reader::{Reader, Token};

/// What the four texts of an element take at least, if there is anything in them.
const SHORTEST: usize = 4 * 8;

/// An element's attributes and content as text that means the same in any document.
#[derive(Clone, PartialEq, Eq)]
pub struct Capture {
    /// What follows the name in a start tag: the attributes as written, `>` as `&gt;`, and a declaration for each
    /// namespace that they or the content use; one that only the name uses is left out. Begins with white space unless
    /// empty.
    pub attributes: String,
    /// What stands between the tags, as written.
    pub content: String,
}

/// Shows the lengths only: a message may hold secrets.
impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Capture({} + {} bytes)", self.attributes.len(), self.content.len())
    }
}

impl Reader<'_> {
    /// After a start tag: reads on to the end of that element and gives it as text.
    pub fn capture(&mut self) -> Result<Capture, XmlError> {
        let (tag_start, tag_end) = self.tag;
        let content_start = self.pos;
        let (name, outside) = self.stack.last().map_or(("", 0), |open| (open.name, open.mark));
        let own_prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let ns = self.resolve_prefix(own_prefix).unwrap_or(NONE);
        let was_empty = self.empty;
        let own = self.scope.prefixes_from(outside);
        let mut default_used = self.types_by_default();
        let depth = self.stack.len();
        let mut content_end = content_start;
        while self.stack.len() >= depth {
            if let Token::Start(_) = self.next()? {
                default_used |= self.uses_default();
            }
            content_end = self.token_start;
        }
        let content = if was_empty { "" } else { self.slice(content_start, content_end) };
        // Only the declarations from outside the element are in scope now.
        let mut used = vec![false; self.scope.len()];
        let tag = self.slice(tag_start, tag_end);
        for text in [tag, content] {
            self.mark_prefixes(text, &own, &mut used);
        }
        let mut attributes = String::new();
        if default_used && self.scope.default != NONE && !own.contains(&"") {
            self.push_declaration("", self.scope.default, &mut attributes);
        }
        for (prefix, id) in self.scope.chosen(&used) {
            self.push_declaration(prefix, id, &mut attributes);
        }
        // The name is written with a prefix of the writer's choice: a declaration that only the name needs would pile up.
        let needless = if own_prefix.is_empty() {
            !default_used
        } else {
            ![tag, content].iter().any(|text| prefixes(text).any(|prefix| prefix == own_prefix))
        };
        let (before, after) = match declaration(tag, own_prefix).filter(|_| needless) {
            Some((start, end)) => (tag.get(..start), tag.get(end..)),
            None => (Some(tag), None),
        };
        for piece in [before, after].into_iter().flatten().flat_map(|text| text.split_inclusive('>')) {
            match piece.strip_suffix('>') {
                Some(before) => attributes.extend([before, "&gt;"]),
                None => attributes.push_str(piece),
            }
        }
        // Each element gets declarations of its own, however many there are and however long a namespace is.
        let namespace = self.namespace_uri(ns).len();
        self.spend(attributes.len().saturating_sub(tag.len()).saturating_add(namespace))?;
        self.keep([tag, content, name].iter().map(|text| text.len()).sum::<usize>().saturating_add(SHORTEST))?;
        Ok(Capture { attributes, content: content.to_owned() })
    }

    /// Whether the start tag just read has a name, or names a type, in the default namespace.
    fn uses_default(&self) -> bool {
        self.stack.last().is_some_and(|open| !open.name.contains(':')) || self.types_by_default()
    }

    /// Whether the start tag just read names a type in the default namespace.
    fn types_by_default(&self) -> bool {
        self.attribute(XSI, "type").is_some_and(|value| !value.raw_value.contains(':'))
    }

    /// Marks the declarations that the prefixes in `text` refer to, but for those in `own`.
    fn mark_prefixes(&self, text: &str, own: &[&str], used: &mut [bool]) {
        let mut last = "";
        for prefix in prefixes(text).filter(|prefix| std::mem::replace(&mut last, prefix) != *prefix) {
            let mark = self.scope.declaration(prefix).and_then(|index| used.get_mut(index));
            if let Some(mark) = mark.filter(|mark| !**mark && !own.contains(&prefix)) {
                *mark = true;
            }
        }
    }

    fn push_declaration(&self, prefix: &str, id: NamespaceId, out: &mut String) {
        out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
        out.push_str(prefix);
        out.push_str("=\"");
        push_attribute(self.namespace_uri(id), out);
        out.push('"');
    }
}

/// Where the attributes declare `prefix`, white space before it included. They were found well-formed.
fn declaration(attributes: &str, prefix: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    loop {
        let rest = attributes.get(start..)?;
        let (name, value) = rest.split_once('=')?;
        let quote = value.trim_start().chars().next()?;
        let open = start + name.len() + 1 + value.find(quote)? + 1;
        let end = open + attributes.get(open..)?.find(quote)? + 1;
        let found = match name.trim().strip_prefix("xmlns") {
            Some("") => prefix.is_empty(),
            Some(rest) => rest.strip_prefix(':').is_some_and(|declared| declared == prefix && !prefix.is_empty()),
            None => false,
        };
        if found {
            return Some((start, end));
        }
        start = end;
    }
}

/// Whatever stands before a colon and could be a prefix: in names, and in QNames and paths in values.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    memchr::memchr_iter(b':', text.as_bytes()).filter_map(move |colon| {
        let before = text.get(from..colon).unwrap_or_default();
        from = colon;
        let start = before.bytes().rposition(|byte| byte < 0x80 && !is(byte, NAME)).map_or(0, |at| at + 1);
        before.get(start..).filter(|prefix| !prefix.is_empty())
    })
}
