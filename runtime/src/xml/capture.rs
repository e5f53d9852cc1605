//! An element cut out of its document.

use std::fmt;

use super::chars::{NAME, is};
use super::error::XmlError;
use super::escape::push_attribute;
use super::name::{NONE, NamespaceId, XSI};
use super::reader::{Reader, Token};

/// An element's attributes and content as text that means the same in any document.
#[derive(Clone, PartialEq, Eq)]
pub struct Capture {
    /// What follows the name in a start tag: the attributes as written, `>` as `&gt;`, and a declaration for each
    /// namespace that the element uses but does not declare. Begins with white space unless empty.
    pub attributes: String,
    /// What stands between the tags, as written.
    pub content: String,
}

/// Shows the lengths only: a message may hold secrets.
impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Capture({} + {} bytes)",
            self.attributes.len(),
            self.content.len()
        )
    }
}

impl Reader<'_> {
    /// After a start tag: reads on to the end of that element and gives it as text.
    pub fn capture(&mut self) -> Result<Capture, XmlError> {
        let (tag_start, tag_end) = self.tag;
        let content_start = self.pos;
        let (name, outside) = self
            .stack
            .last()
            .map_or(("", 0), |open| (open.name, open.mark));
        let was_empty = self.empty;
        let own = self.scope.prefixes_from(outside);
        let mut default_used = self.uses_default();
        let depth = self.stack.len();
        let mut content_end = content_start;
        while self.stack.len() >= depth {
            if let Token::Start(_) = self.next()? {
                default_used |= self.uses_default();
            }
            content_end = self.token_start;
        }
        let content = if was_empty {
            ""
        } else {
            self.slice(content_start, content_end)
        };
        // Only the declarations from outside the element are in scope now.
        let mut used = vec![false; self.scope.len()];
        for text in [name, self.slice(tag_start, tag_end), content] {
            self.mark_prefixes(text, &own, &mut used);
        }
        let mut attributes = String::new();
        if default_used && self.scope.default != NONE && !own.contains(&"") {
            self.push_declaration("", self.scope.default, &mut attributes);
        }
        for (prefix, id) in self.scope.chosen(&used) {
            self.push_declaration(prefix, id, &mut attributes);
        }
        for piece in self.slice(tag_start, tag_end).split_inclusive('>') {
            match piece.strip_suffix('>') {
                Some(before) => attributes.extend([before, "&gt;"]),
                None => attributes.push_str(piece),
            }
        }
        Ok(Capture {
            attributes,
            content: content.to_owned(),
        })
    }

    /// Whether the start tag just read has a name, or names a type, in the default namespace.
    fn uses_default(&self) -> bool {
        self.stack
            .last()
            .is_some_and(|open| !open.name.contains(':'))
            || self
                .attribute(XSI, "type")
                .is_some_and(|value| !value.raw_value.contains(':'))
    }

    /// Marks the declarations that the prefixes in `text` refer to, but for those in `own`.
    fn mark_prefixes(&self, text: &str, own: &[&str], used: &mut [bool]) {
        let mut last = "";
        for prefix in
            prefixes(text).filter(|prefix| std::mem::replace(&mut last, prefix) != *prefix)
        {
            let mark = self
                .scope
                .declaration(prefix)
                .and_then(|index| used.get_mut(index));
            if let Some(mark) = mark.filter(|mark| !**mark && !own.contains(&prefix)) {
                *mark = true;
            }
        }
    }

    fn push_declaration(&self, prefix: &str, id: NamespaceId, out: &mut String) {
        out.push_str(if prefix.is_empty() {
            " xmlns"
        } else {
            " xmlns:"
        });
        out.push_str(prefix);
        out.push_str("=\"");
        push_attribute(self.namespace_uri(id), out);
        out.push('"');
    }
}

/// Whatever stands before a colon and could be a prefix: in names, and in QNames and paths in values.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    memchr::memchr_iter(b':', text.as_bytes()).filter_map(move |colon| {
        let before = text.get(from..colon).unwrap_or_default();
        from = colon + 1;
        let start = before
            .bytes()
            .rposition(|byte| byte < 0x80 && !is(byte, NAME))
            .map_or(0, |at| at + 1);
        before.get(start..).filter(|prefix| !prefix.is_empty())
    })
}
