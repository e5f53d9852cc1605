//! The splitter: cuts complete row elements out of a text that comes in pieces.
//!
//! It knows just enough XML to see where an element ends: tags, quotes, comments, CDATA sections, processing
//! instructions, each of which may be cut anywhere. Nothing it lets pass is trusted: rows are read by the strict reader
//! within the start tags that stand around them, and all the rest is kept, without the rows, and read by the same reader
//! in the end. So a document is accepted exactly when it would be in one piece.

use crate::error::Limit;
use crate::xml::Limits;

/// One element on the way from the root to the rows; none matches any name.
pub(super) type Step = Option<Box<str>>;

/// What the splitter asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// More text is needed. Rows may be there to be read.
    More,
    /// The text is no document with rows, and what came of it says why.
    Stop,
}

/// Tags around rows up to this length do not count; beyond it they are read again for each [`SHARE`]th part of theirs.
const SHORT: usize = 1024;
const SHARE: usize = 8;

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its beginning and end in the text that is read.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its beginning in the whole document.
    pub(super) offset: usize,
    /// Row and column of its beginning, both from 1.
    pub(super) position: (usize, usize),
}

#[derive(Debug)]
pub(super) struct Splitter {
    path: Vec<Step>,
    depth_limit: usize,
    bytes_limit: usize,
    /// Text that came and was not dealt with.
    pub(super) buffer: String,
    /// The beginning of the item that is looked at, and how much of it was looked at in vain.
    at: usize,
    seen: usize,
    /// The quotation mark around the attribute value in which `seen` ends.
    quote: Option<u8>,
    /// The row under way: where it begins and how many elements of it are open.
    row: Option<(usize, usize)>,
    /// Open elements outside of rows.
    depth: usize,
    /// The start tags of those that are on the path, and where each begins.
    tags: String,
    on_path: Vec<usize>,
    /// The rows that wait to be read, and the tags around them; it begins with so many bytes of tags that stood around rows before.
    waiting: String,
    known: usize,
    pub(super) marks: Vec<Mark>,
    /// The document without the rows.
    pub(super) rest: String,
    root_seen: bool,
    /// Whether an element that may be a fault stands outside of rows.
    pub(super) fault_seen: bool,
    place: Place,
}

/// A place in the whole document, as it was counted up to `at` in the buffer.
#[derive(Debug)]
struct Place {
    at: usize,
    offset: usize,
    position: (usize, usize),
}

impl Splitter {
    pub(super) fn new(path: Vec<Step>, limits: &Limits) -> Self {
        Self {
            path,
            depth_limit: limits.depth as usize,
            bytes_limit: limits.body_bytes,
            buffer: String::new(),
            at: 0,
            seen: 0,
            quote: None,
            row: None,
            depth: 0,
            tags: String::new(),
            on_path: Vec::new(),
            waiting: String::new(),
            known: 0,
            marks: Vec::new(),
            rest: String::new(),
            root_seen: false,
            fault_seen: false,
            place: Place { at: 0, offset: 0, position: (1, 1) },
        }
    }

    /// Whether the document has begun and not ended.
    pub(super) fn is_open(&self) -> bool {
        self.depth > 0 || self.row.is_some() || self.at < self.buffer.len()
    }

    /// Whether the root element has begun.
    pub(super) fn has_root(&self) -> bool {
        self.root_seen
    }

    /// The rows that wait, within the tags around them.
    pub(super) fn waiting(&self) -> &str {
        &self.waiting
    }

    /// Whether enough waits to be read. The tags around the rows are read again each time: where they are long, as no honest ones
    /// are, they may not be so for each row that comes by itself.
    pub(super) fn is_due(&self) -> bool {
        let new = self.waiting.len() - self.known;
        new > 0 && new.saturating_mul(SHARE) >= self.known.saturating_sub(SHORT)
    }

    /// What waited was read.
    pub(super) fn clear(&mut self) {
        self.marks.clear();
        self.waiting.clone_from(&self.tags);
        self.known = self.tags.len();
    }

    /// Goes over the text that came.
    pub(super) fn advance(&mut self) -> Result<Next, Limit> {
        let next = loop {
            let Some(end) = self.item_end() else { break Next::More };
            if let Some(next) = self.item(end)? {
                break next;
            }
            (self.at, self.seen, self.quote) = (end, 0, None);
        };
        self.compact();
        let pending = self.buffer.len() - self.row.map_or(0, |(start, _)| start);
        self.check_bytes(pending)?;
        Ok(next)
    }

    /// All that came, as it is, for what turned out to be no document with rows.
    pub(super) fn surrender(&mut self) -> Result<(), Limit> {
        let from = self.row.take().map_or(self.at, |(start, _)| start);
        self.rest.push_str(self.buffer.get(from..).unwrap_or_default());
        self.buffer.clear();
        (self.at, self.seen) = (0, 0);
        self.check_bytes(self.rest.len())
    }

    fn check_bytes(&self, bytes: usize) -> Result<(), Limit> {
        if bytes > self.bytes_limit {
            return Err(Limit { name: "body_bytes", value: self.bytes_limit as u64, path: String::new() });
        }
        Ok(())
    }

    /// Lets go of what was dealt with.
    fn compact(&mut self) {
        let keep = self.row.map_or(self.at, |(start, _)| start);
        if keep == 0 {
            return;
        }
        self.count(keep);
        self.buffer.drain(..keep);
        self.at -= keep;
        self.place.at = 0;
        if let Some((start, _)) = &mut self.row {
            *start = 0;
        }
    }

    /// Counts lines up to `to` in the buffer.
    fn count(&mut self, to: usize) {
        let Some(text) = self.buffer.get(self.place.at..to) else { return };
        let (row, column) = &mut self.place.position;
        let line = match memchr::memrchr(b'\n', text.as_bytes()) {
            Some(newline) => {
                *row += memchr::memchr_iter(b'\n', text.as_bytes()).count();
                *column = 1;
                text.get(newline + 1..).unwrap_or_default()
            }
            None => text,
        };
        *column += line.chars().count();
        self.place.offset += text.len();
        self.place.at = to;
    }

    /// The end of the item that begins at `at`: a tag, a comment, a CDATA section, a processing instruction or a piece of
    /// text. None when it is not all there.
    fn item_end(&mut self) -> Option<usize> {
        let rest = self.buffer.as_bytes().get(self.at..)?;
        let found = match rest {
            [] | [b'<'] => None,
            [b'<', b'?', ..] => find(rest, 2, self.seen, b"?>"),
            [b'<', b'!', b'-', b'-', ..] => find(rest, 4, self.seen, b"-->"),
            [b'<', b'!', ..] if rest.starts_with(b"<![CDATA[") => find(rest, 9, self.seen, b"]]>"),
            [b'<', b'!', ..] if b"<![CDATA[".starts_with(rest) || b"<!--".starts_with(rest) => None,
            // Nothing else may begin so: what it is does not need to be known.
            [b'<', b'!', ..] => Some(2),
            [b'<', b'/', ..] => find(rest, 2, self.seen, b">"),
            [b'<', ..] => {
                let (end, quote) = tag_end(rest, self.seen.max(1), self.quote);
                self.quote = quote;
                end
            }
            _ => Some(memchr::memchr(b'<', rest).unwrap_or(rest.len())),
        };
        if found.is_none() {
            self.seen = rest.len();
        }
        found.map(|length| self.at + length)
    }

    /// Deals with the item up to `end`.
    fn item(&mut self, end: usize) -> Result<Option<Next>, Limit> {
        let bytes = self.buffer.as_bytes().get(self.at..end).unwrap_or_default();
        let kind = match bytes {
            [b'<', b'/', ..] => Item::EndTag,
            [b'<', b'!', b'-' | b'[', ..] | [b'<', b'?', ..] => Item::Other,
            [b'<', b'!', ..] => return Ok(Some(Next::Stop)),
            [b'<', .., b'/', b'>'] => Item::EmptyTag,
            [b'<', ..] => Item::StartTag,
            _ => Item::Text,
        };
        if let Some((start, open)) = self.row {
            let open = match kind {
                Item::StartTag => open + 1,
                Item::EndTag => open - 1,
                Item::EmptyTag | Item::Other | Item::Text => open,
            };
            self.check_depth(self.depth + open)?;
            self.row = Some((start, open));
            if open == 0 {
                self.row = None;
                self.complete(start, end);
            }
            return Ok(None);
        }
        match kind {
            Item::StartTag | Item::EmptyTag => self.start(end, kind == Item::EmptyTag),
            Item::EndTag if self.depth == 0 => Ok(Some(Next::Stop)),
            Item::EndTag => {
                if self.on_path.len() == self.depth {
                    let tag = self.on_path.pop().unwrap_or_default();
                    // As it should be: whether it is, the rest tells.
                    let name = self.tags.get(tag..).map(name).unwrap_or_default();
                    self.waiting.extend(["</", name, ">"]);
                    self.tags.truncate(tag);
                }
                self.depth -= 1;
                self.keep(end).map(|()| None)
            }
            Item::Other => self.keep(end).map(|()| None),
            Item::Text => {
                let blank = bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
                if self.depth == 0 && !blank && bytes != "\u{FEFF}".as_bytes() {
                    return Ok(Some(Next::Stop));
                }
                // White space between rows is as many as they are.
                if blank && self.is_among_rows() { Ok(None) } else { self.keep(end).map(|()| None) }
            }
        }
    }

    fn is_among_rows(&self) -> bool {
        self.depth + 1 == self.path.len() && self.on_path.len() == self.depth
    }

    fn start(&mut self, end: usize, empty: bool) -> Result<Option<Next>, Limit> {
        if self.depth == 0 && std::mem::replace(&mut self.root_seen, true) {
            // A second root.
            return Ok(Some(Next::Stop));
        }
        self.check_depth(self.depth + 1)?;
        let tag = self.buffer.get(self.at..end).unwrap_or_default();
        let local = local(tag);
        let on_path = self.on_path.len() == self.depth
            && self.path.get(self.depth).is_some_and(|step| step.as_deref().is_none_or(|name| name == local));
        if on_path && self.is_among_rows() {
            if empty {
                self.complete(self.at, end);
            } else {
                self.row = Some((self.at, 1));
            }
            return Ok(None);
        }
        self.fault_seen |= local == "Fault";
        if !empty {
            self.depth += 1;
            if on_path {
                self.on_path.push(self.tags.len());
                self.tags.push_str(tag);
                self.waiting.push_str(tag);
            }
        }
        self.keep(end).map(|()| None)
    }

    fn check_depth(&self, depth: usize) -> Result<(), Limit> {
        if depth > self.depth_limit {
            return Err(Limit { name: "depth", value: self.depth_limit as u64, path: String::new() });
        }
        Ok(())
    }

    /// Puts a row to those that wait.
    fn complete(&mut self, start: usize, end: usize) {
        self.count(start);
        let begins = self.waiting.len();
        self.waiting.push_str(self.buffer.get(start..end).unwrap_or_default());
        let Place { offset, position, .. } = self.place;
        self.marks.push(Mark { start: begins, end: self.waiting.len(), offset, position });
        // What stands before and after the row must not become one.
        if !self.rest.ends_with(['>', ' ', '\t', '\r', '\n']) {
            self.rest.push_str("<!---->");
        }
    }

    /// Puts the item to what is not rows.
    fn keep(&mut self, end: usize) -> Result<(), Limit> {
        self.rest.push_str(self.buffer.get(self.at..end).unwrap_or_default());
        self.check_bytes(self.rest.len())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    StartTag,
    EmptyTag,
    EndTag,
    /// A comment, a CDATA section, a processing instruction.
    Other,
    Text,
}

/// The end of `needle` behind the first `skip` bytes; in the first `seen` it was not found.
fn find(bytes: &[u8], skip: usize, seen: usize, needle: &[u8]) -> Option<usize> {
    let from = skip.max((seen + 1).saturating_sub(needle.len()));
    let found = memchr::memmem::find(bytes.get(from..)?, needle)?;
    Some(from + found + needle.len())
}

/// The end of a start tag: the first `>` outside of quotation marks. Without it, the quotation mark that is open.
fn tag_end(bytes: &[u8], from: usize, mut quote: Option<u8>) -> (Option<usize>, Option<u8>) {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let found = match quote {
            Some(quote) => memchr::memchr(quote, rest),
            None => memchr::memchr3(b'>', b'"', b'\'', rest),
        };
        let Some(found) = found else { return (None, quote) };
        at += found + 1;
        quote = match (quote, rest.get(found)) {
            (Some(_), _) => None,
            (None, Some(b'>')) => return (Some(at), None),
            (None, mark) => mark.copied(),
        };
    }
}

/// The name in a start tag.
fn name(tag: &str) -> &str {
    let name = tag.get(1..).unwrap_or_default();
    let end = name.find([' ', '\t', '\r', '\n', '/', '>']).unwrap_or(name.len());
    name.get(..end).unwrap_or_default()
}

/// Its local part.
fn local(tag: &str) -> &str {
    let name = name(tag);
    name.split_once(':').map_or(name, |(_, local)| local)
}
