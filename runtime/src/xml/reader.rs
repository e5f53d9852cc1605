//! The pull reader: state, tokens and what a caller does with an element.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use super::attribute::Attribute;
use super::chars::{survey, text_end};
use super::error::{XmlError, XmlErrorKind};
use super::limits::Limits;
use super::memory::Memory;
use super::name::{Name, NamespaceId};
use super::scope::{Frame, Scope};
use super::text::Text;
use super::uris::Uris;

/// What a document is made of. Comments and processing instructions are checked and left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A start tag; an empty-element tag gives `Start` and then `End`.
    Start(Name<'a>),
    /// A piece of character data inside the root element.
    Text(Text<'a>),
    /// The end of the innermost open element.
    End,
    /// The end of a complete document.
    Eof,
}

/// The text of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ElementText<'t> {
    /// The character data of the element itself, joined, without that of its children.
    pub text: &'t str,
    /// Whether there were child elements; they were skipped.
    pub has_children: bool,
}

/// Shows the length only: the text of a message may be a secret.
impl fmt::Debug for ElementText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ElementText({} bytes, has_children: {})", self.text.len(), self.has_children)
    }
}

/// An element to come back to with [`Reader::at`].
#[derive(Clone)]
pub struct Bookmark<'a> {
    offset: usize,
    scope: Option<Rc<Frame<'a>>>,
}

impl fmt::Debug for Bookmark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bookmark({})", self.offset)
    }
}

/// An element that is open, of which a [`Bookmark`] can be made for as long as it is: see [`Reader::innermost`].
#[derive(Clone, Copy, Debug)]
pub struct Innermost {
    offset: usize,
    /// How many elements are open, itself among them.
    depth: usize,
}

impl Innermost {
    /// Byte offset of its start tag.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

/// An open element.
pub(super) struct Open<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    /// Its namespace.
    pub(super) ns: NamespaceId,
    /// How much of the name is the prefix and the colon.
    pub(super) prefix: usize,
    /// Declarations in scope outside it.
    pub(super) mark: usize,
    /// Child elements so far.
    pub(super) children: u32,
}

/// What all readers of one document have in common.
pub(super) struct Shared<'a> {
    pub(super) limits: Limits,
    pub(super) uris: Uris<'a>,
    pub(super) elements: Cell<u32>,
    /// Bytes that readers made by [`Reader::at`] may still go over.
    revisits: Cell<usize>,
    memory: Memory,
    /// The first illegal character, which is where the text of the readers ends.
    illegal: Option<char>,
    pub(super) carriage_returns: bool,
    pub(super) brackets: bool,
}

/// References may make a document be read, and declarations be copied, this many times over, and by a fixed amount more.
const REVISITS: usize = 16;
const REVISITS_FREE: usize = 1 << 19;

/// A strict, namespace-aware pull reader over a complete document.
///
/// It accepts exactly the well-formed, namespace-well-formed XML 1.0 documents (fifth edition) that have no document type
/// declaration and stay within the [`Limits`]. After an error a reader is of no more use.
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) pos: usize,
    pub(super) token_start: usize,
    /// Raw extent of the attributes of the last start tag.
    pub(super) tag: (usize, usize),
    /// The last start tag was an empty-element tag, whose `End` is still to come.
    pub(super) empty: bool,
    pub(super) root_seen: bool,
    /// Made by [`Reader::at`]: delivers one element.
    revisit: bool,
    charged: usize,
    base_depth: usize,
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) stack: Vec<Open<'a>>,
    pub(super) scope: Scope<'a>,
    /// The last namespace URI resolved: messages declare the same one over and over.
    pub(super) last_uri: (&'a str, NamespaceId),
    pub(super) shared: Rc<Shared<'a>>,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("offset", &self.pos).field("depth", &self.depth()).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// A reader over the whole of `text`. `namespaces` is the contract's table ([`NamespaceId`]), with fewer than 0x8000
    /// entries.
    pub fn new(text: &'a str, namespaces: &'static [&'static str], limits: &Limits) -> Reader<'a> {
        // A text over the limit is refused at the first token and not looked at.
        let seen = survey(if text.len() > limits.body_bytes { "" } else { text });
        let end = seen.illegal.map_or(text.len(), |(at, _)| at);
        let shared = Shared {
            limits: limits.clone(),
            uris: Uris::new(namespaces),
            elements: Cell::new(0),
            revisits: Cell::new(text.len().saturating_mul(REVISITS).saturating_add(REVISITS_FREE)),
            memory: Memory::new(text.len(), limits),
            illegal: seen.illegal.map(|(_, c)| c),
            carriage_returns: seen.carriage_returns,
            brackets: seen.brackets,
        };
        Reader {
            text: text.get(..end).unwrap_or_default(),
            pos: 0,
            token_start: 0,
            tag: (0, 0),
            empty: false,
            root_seen: false,
            revisit: false,
            charged: 0,
            base_depth: 0,
            attributes: Vec::with_capacity(8),
            stack: Vec::with_capacity(16),
            scope: Scope::default(),
            last_uri: ("", 0),
            shared: Rc::new(shared),
        }
    }

    /// The next token. After [`Token::Eof`], `Eof` again.
    #[allow(clippy::should_implement_trait)] // It ends with a token and lends attributes.
    pub fn next(&mut self) -> Result<Token<'a>, XmlError> {
        if self.empty {
            self.empty = false;
            self.close()?;
            return Ok(Token::End);
        }
        if self.stack.is_empty() {
            return self.outside_root();
        }
        loop {
            self.token_start = self.pos;
            let bytes = self.text.as_bytes();
            match bytes.get(self.pos) {
                Some(b'<') => match bytes.get(self.pos + 1) {
                    Some(b'/') => {
                        self.end_tag()?;
                        return Ok(Token::End);
                    }
                    Some(b'!') => {
                        if let Some(text) = self.comment_or_cdata()? {
                            return Ok(Token::Text(text));
                        }
                    }
                    Some(b'?') => self.processing_instruction()?,
                    _ => return self.start_tag().map(Token::Start),
                },
                Some(_) => return self.character_data().map(Token::Text),
                None => return Err(self.end_of_text("an end tag")),
            }
        }
    }

    /// The attributes of the last start tag, in document order, without namespace declarations.
    #[inline]
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// The attribute of the last start tag with this name.
    #[inline]
    pub fn attribute(&self, ns: NamespaceId, local: &str) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.name.ns == ns && attribute.name.local == local)
    }

    /// How many elements are open; below a reference, those around the reference count.
    #[inline]
    pub fn depth(&self) -> u32 {
        u32::try_from(self.base_depth + self.stack.len()).unwrap_or(u32::MAX)
    }

    /// Byte offset of what has not been read yet.
    #[inline]
    pub fn offset(&self) -> usize {
        self.pos
    }

    /// Byte offset at which the last token begins; for the end of an empty-element tag, where that tag begins.
    #[inline]
    pub fn token_start(&self) -> usize {
        self.token_start
    }

    /// The URI behind an id of this document; empty for no namespace.
    pub fn namespace_uri(&self, id: NamespaceId) -> &str {
        self.shared.uris.uri(id)
    }

    /// The namespace a prefix stands for here, as for a QName in content; the empty prefix means the default namespace.
    pub fn resolve_prefix(&self, prefix: &str) -> Option<NamespaceId> {
        if prefix.is_empty() { Some(self.scope.default) } else { self.scope.resolve(prefix) }
    }

    /// After a start tag: reads on to the end of that element, with every check.
    pub fn skip_element(&mut self) -> Result<(), XmlError> {
        let outside = self.stack.len().saturating_sub(1);
        while self.stack.len() > outside {
            self.next()?;
        }
        Ok(())
    }

    /// After a start tag: reads on to the end of that element and gives its text. Children are skipped and reported.
    /// `scratch` is overwritten when the text does not stand in the document in one piece as it is.
    pub fn read_text<'t>(&mut self, scratch: &'t mut String) -> Result<ElementText<'t>, XmlError>
    where
        'a: 't,
    {
        if let Some(text) = self.plain_text()? {
            return Ok(ElementText { text, has_children: false });
        }
        scratch.clear();
        let mut has_children = false;
        loop {
            match self.next()? {
                Token::Text(text) => {
                    text.push_to(scratch);
                    self.limit("text_bytes", scratch.len(), self.shared.limits.text_bytes)?;
                }
                Token::Start(_) => {
                    has_children = true;
                    self.skip_element()?;
                }
                Token::End | Token::Eof => {
                    return Ok(ElementText { text: scratch, has_children });
                }
            }
        }
    }

    /// Reads the element to its end if it holds nothing but text that stands for itself.
    #[inline]
    fn plain_text(&mut self) -> Result<Option<&'a str>, XmlError> {
        if self.empty {
            self.empty = false;
            self.close()?;
            return Ok(Some(""));
        }
        let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
        let Some(len) = text_end(rest) else { return Ok(None) };
        let text = self.slice(self.pos, self.pos + len);
        if rest.get(len..len + 2) != Some(b"</") || !self.is_plain(text) {
            return Ok(None);
        }
        self.limit("text_bytes", len, self.shared.limits.text_bytes)?;
        self.pos += len;
        self.token_start = self.pos;
        self.end_tag()?;
        Ok(Some(text))
    }

    /// Whether character data without references is its own value, and none that has to be refused.
    #[inline]
    pub(super) fn is_plain(&self, text: &str) -> bool {
        !(self.shared.carriage_returns || self.shared.brackets)
            || memchr::memchr2(b'\r', b']', text.as_bytes()).is_none()
    }

    /// After a start tag: that element. What is needed to read it again costs something only once it is asked for.
    pub fn innermost(&self) -> Innermost {
        Innermost { offset: self.token_start, depth: self.stack.len() }
    }

    /// After a start tag: what is needed to read that element again, or for the first time, later.
    pub fn bookmark(&self) -> Bookmark<'a> {
        self.bookmark_of(self.innermost())
    }

    /// What is needed to read again an element that is still open.
    pub fn bookmark_of(&self, element: Innermost) -> Bookmark<'a> {
        let marks: Vec<usize> = self.stack.iter().take(element.depth).map(|open| open.mark).collect();
        let outside = marks.last().copied().unwrap_or_default();
        Bookmark { offset: element.offset, scope: self.scope.snapshot(outside, &marks) }
    }

    /// What a bookmark of the open element would take beyond those that were made before.
    pub(crate) fn bookmark_bytes(&self) -> usize {
        self.scope.snapshot_bytes(self.stack.last().map_or(0, |open| open.mark))
    }

    /// A reader that delivers the element of the bookmark, its start tag first, and then `Eof`. It counts into the same
    /// limits as this reader: depth goes on from here, elements and bytes add up over all readers of the document.
    #[must_use]
    pub fn at(&self, bookmark: &Bookmark<'a>) -> Reader<'a> {
        Reader {
            text: self.text,
            pos: bookmark.offset,
            token_start: bookmark.offset,
            tag: (0, 0),
            empty: false,
            root_seen: false,
            revisit: true,
            charged: bookmark.offset,
            base_depth: self.base_depth + self.stack.len(),
            attributes: Vec::new(),
            stack: Vec::new(),
            scope: Scope::restored(bookmark.scope.as_ref()),
            last_uri: ("", 0),
            shared: Rc::clone(&self.shared),
        }
    }

    pub(super) fn is_revisit(&self) -> bool {
        self.revisit
    }

    /// Closes the innermost element.
    #[inline]
    pub(super) fn close(&mut self) -> Result<(), XmlError> {
        if let Some(open) = self.stack.pop() {
            self.scope.truncate(open.mark);
        }
        if self.revisit { self.charge() } else { Ok(()) }
    }

    /// Takes the bytes read since the last call off what revisits may cost.
    pub(super) fn charge(&mut self) -> Result<(), XmlError> {
        let cost = self.pos.saturating_sub(self.charged);
        self.charged = self.pos;
        self.spend(cost)
    }

    /// Takes bytes that are read again, or copied where the document has them once, off what such bytes may be.
    pub(super) fn spend(&self, cost: usize) -> Result<(), XmlError> {
        let Some(left) = self.shared.revisits.get().checked_sub(cost) else {
            let value = self.text.len().saturating_mul(REVISITS).saturating_add(REVISITS_FREE);
            return Err(self.over("bytes repeated by references and declarations", value));
        };
        self.shared.revisits.set(left);
        // What is read again is kept again.
        self.keep(cost)
    }

    /// What may be kept of the document.
    #[inline]
    pub(crate) fn memory(&self) -> &Memory {
        &self.shared.memory
    }

    /// Takes bytes that are kept off what may be.
    pub(crate) fn keep(&self, bytes: usize) -> Result<(), XmlError> {
        if self.memory().take(bytes, 0) { Ok(()) } else { Err(self.over_memory()) }
    }

    /// Takes what a list of `count` items of this `size` needs for one more off what may be kept.
    pub(crate) fn keep_item(&self, count: usize, size: usize) -> Result<(), XmlError> {
        if self.memory().grow(count, size) { Ok(()) } else { Err(self.over_memory()) }
    }

    #[cold]
    pub(crate) fn over_memory(&self) -> XmlError {
        let (name, value) = self.memory().limit();
        XmlError { kind: XmlErrorKind::Limit { name, value }, offset: self.token_start }
    }

    #[inline]
    pub(super) fn limit(&self, name: &'static str, count: usize, limit: usize) -> Result<(), XmlError> {
        if count > limit { Err(self.over(name, limit)) } else { Ok(()) }
    }

    #[cold]
    fn over(&self, name: &'static str, limit: usize) -> XmlError {
        XmlError { kind: XmlErrorKind::Limit { name, value: limit as u64 }, offset: self.token_start }
    }

    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// An error at `offset`; at the end of the text it is that the text ends, or ends in an illegal character.
    #[cold]
    pub(super) fn fail(&self, kind: XmlErrorKind, offset: usize) -> XmlError {
        match self.shared.illegal {
            Some(c) if offset >= self.text.len() => {
                XmlError { kind: XmlErrorKind::IllegalCharacter(c), offset: self.text.len() }
            }
            _ => XmlError { kind, offset },
        }
    }

    #[cold]
    pub(super) fn end_of_text(&self, expected: &'static str) -> XmlError {
        self.fail(XmlErrorKind::UnexpectedEnd { expected }, self.text.len())
    }

    /// What stands at `offset` is not what is `expected`.
    #[cold]
    pub(super) fn unexpected(&self, offset: usize, expected: &'static str) -> XmlError {
        match self.text.get(offset..).and_then(|rest| rest.chars().next()) {
            Some(found) => self.fail(XmlErrorKind::Unexpected { found, expected }, offset),
            None => self.end_of_text(expected),
        }
    }
}
