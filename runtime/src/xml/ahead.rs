//! Looking ahead: whoever knows what a document should hold can ask for it, and have an element of text in one step.

use super::chars::{SPACE, is, run_end, text_end};
use super::error::XmlError;
use super::name::NamespaceId;
use super::reader::Reader;
use crate::scan::{Start, agree, word};

/// The start tag that comes next, as far as its prefix tells; white space before it does not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ahead<'a> {
    /// The namespace of the element, if what follows is a name without a prefix.
    pub(crate) ns: NamespaceId,
    /// Where the tag begins.
    start: usize,
    /// Where the local name begins.
    local: usize,
    rest: &'a [u8],
    /// The first bytes of the rest.
    word: u64,
}

impl Ahead<'_> {
    /// Whether the tag is the one of this local name, without attributes.
    #[inline]
    pub(crate) fn is(&self, local: &Start) -> bool {
        local.begins(self.word, self.rest) && self.rest.get(local.text().len()) == Some(&b'>')
    }
}

impl<'a> Reader<'a> {
    /// What comes next in the open element, if it is a start tag with the prefix of the open element or with none.
    #[inline]
    pub(crate) fn ahead(&self) -> Option<Ahead<'a>> {
        let parent = self.stack.last().filter(|_| !self.empty)?;
        let bytes = self.text.as_bytes();
        let mut start = self.pos;
        if is(*bytes.get(start)?, SPACE) {
            start = run_end(bytes, start, SPACE, false);
        }
        let tag = bytes.get(start..)?.strip_prefix(b"<")?;
        let prefix = parent.name.as_bytes().get(..parent.prefix).unwrap_or_default();
        if !prefix.is_empty()
            && let Some(rest) = tag.strip_prefix(prefix)
        {
            return Some(Ahead { ns: parent.ns, start, local: start + 1 + prefix.len(), rest, word: word(rest) });
        }
        Some(Ahead { ns: self.scope.default, start, local: start + 1, rest: tag, word: word(tag) })
    }

    /// Reads the element ahead, whose local name [`Ahead::is`] has found, to its end, if there is nothing but text in it
    /// that stands for itself; else reads nothing.
    #[inline]
    pub(crate) fn text_ahead(&mut self, ahead: &Ahead<'a>, local: &str) -> Result<Option<&'a str>, XmlError> {
        // The name with its prefix, and what closes the tag.
        let length = ahead.local + local.len() - ahead.start;
        let start = ahead.start + 1 + length;
        let bytes = self.text.as_bytes();
        let rest = bytes.get(start..).unwrap_or_default();
        let Some(len) = text_end(rest) else { return Ok(None) };
        let name = bytes.get(ahead.start + 1..).unwrap_or_default();
        let end = rest.get(len..).and_then(|end| end.strip_prefix(b"</"));
        let text = self.slice(start, start + len);
        if !end.is_some_and(|end| agree(name, end, length))
            || length.saturating_sub(1) > self.shared.limits.name_bytes
            || !self.is_plain(text)
        {
            return Ok(None);
        }
        self.token_start = ahead.start;
        self.count_element()?;
        self.token_start = start;
        self.limit("text_bytes", len, self.shared.limits.text_bytes)?;
        self.token_start = start + len;
        self.pos = self.token_start + "</".len() + length;
        if self.is_revisit() {
            self.charge()?;
        }
        Ok(Some(text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Reader, Token, XmlError};
    use crate::scan::Start;

    /// What a document is made of, with the offset at which each element ends; elements of these names are read at once.
    fn read(text: &str, locals: &[&'static str], limits: &Limits) -> Result<String, XmlError> {
        let mut reader = Reader::new(text, &["urn:a", "urn:b"], limits);
        let mut seen = String::new();
        loop {
            if let Some(ahead) = reader.ahead()
                && let Some(local) = locals.iter().find(|local| ahead.is(&Start::new(local)))
                && let Some(text) = reader.text_ahead(&ahead, local)?
            {
                seen += &format!("<{} {local}>{text}</{}>", ahead.ns, reader.offset());
                continue;
            }
            match reader.next()? {
                Token::Start(name) => seen += &format!("<{} {}>", name.ns, name.local),
                Token::Text(text) if text.is_white_space() => {}
                Token::Text(text) => seen += &text.as_cow(),
                Token::End => seen += &format!("</{}>", reader.offset()),
                Token::Eof => return Ok(seen),
            }
        }
    }

    #[test]
    fn what_is_read_ahead_is_what_is_read_without() {
        let limits = Limits { children: 6, name_bytes: 8, text_bytes: 9, depth: 4, elements: 14, ..Limits::default() };
        for text in [
            "<r xmlns='urn:a'><a>1</a><b/><a></a>\r\n <c>2</c><d>3</d ><a>]</a><a>x]]&gt;</a></r>",
            "<p:r xmlns:p='urn:a' xmlns='urn:b'><p:a>1</p:a><a>2</a><p:a>ü</a><p:a >3</p:a></p:r>",
            "<r><a>1&amp;2</a><a>1<!-- -->2</a><a><![CDATA[3]]></a><a><b>4</b></a><a b='5'>6</a></r>",
            "<p:r xmlns:p='urn:a'><q:a xmlns:q='urn:b'><q:a>1</q:a><p:a>2</p:a></q:a><q:a>3</q:a></p:r>",
            "<p:r xmlns:p='urn:a' xmlns='urn:b'><pa>1</pa><p:a>2</p:a></p:r>",
            "<pq:r xmlns:pq='urn:a' xmlns='urn:b'><pa>1</pa><pq:a>2</pq:a></pq:r>",
            "<r><a>1</a><a>]]></a></r>",
            "<r><a>1</b></r>",
            "<r><a>a\rb</a></r>",
            "<r><a>1234567890</a></r>",
            "<r><a><a><a><a>1</a></a></a></a></r>",
            "<r><a>1</a><a>1</a><a>1</a><a>1</a><a>1</a><a>1</a><a>1</a></r>",
            "<r><abcdefgh>1</abcdefgh><abcdefghi>1</abcdefghi></r>",
            "<r><a>1</a></r><a>2</a>",
            "<a>1</a>",
        ] {
            let locals = ["a", "b", "c", "d", "abcdefgh", "abcdefghi"];
            for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
                let cut = &text[..end];
                assert_eq!(read(cut, &locals, &limits), read(cut, &[], &limits), "{cut}");
            }
        }
    }

    /// The way that is for speed is the one that plain elements go.
    #[test]
    fn an_element_of_plain_text_is_read_in_one_step() {
        for (text, ns) in [
            ("<r xmlns='urn:a'> <abcdefgh>é1</abcdefgh></r>", 1),
            ("<pq:r xmlns:pq='urn:b'><pq:abcdefgh>é1</pq:abcdefgh></pq:r>", 2),
        ] {
            let limits = Limits { name_bytes: 11, ..Limits::default() };
            let mut reader = Reader::new(text, &["urn:a", "urn:b"], &limits);
            assert!(reader.ahead().is_none() && matches!(reader.next(), Ok(Token::Start(_))));
            let ahead = reader.ahead().expect("a start tag");
            assert!(ahead.is(&Start::new("abcdefgh")) && !ahead.is(&Start::new("abcdefg")));
            assert_eq!((ahead.ns, reader.text_ahead(&ahead, "abcdefgh")), (ns, Ok(Some("é1"))));
            assert_eq!((reader.next(), reader.next()), (Ok(Token::End), Ok(Token::Eof)));
        }
    }
}
