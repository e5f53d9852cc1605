//! Loaded documents: their text, and where places in it are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode::declaration_length;
use super::doctype::Expanded;
use crate::diagnostic::Location;
use crate::xsd::{DocumentId, Position};

/// Bytes between two counts of characters: how much is looked at to tell a column, however long the line.
const STRIDE: usize = 1 << 10;

/// A document that was read, decoded and checked to be well-formed.
#[derive(Debug, Clone)]
pub struct Document {
    name: Arc<str>,
    /// The text a tree can be built of: no declaration, no DOCTYPE, no entities.
    text: String,
    /// The decoded text, when entities were expanded.
    original: Option<String>,
    segments: Vec<(usize, usize)>,
    line_starts: Vec<usize>,
    /// How many characters the decoded text has before each [`STRIDE`] bytes of it.
    characters: Vec<usize>,
    links: BTreeMap<u32, DocumentId>,
    well_formed: bool,
    built_in: bool,
}

impl Document {
    pub(super) fn new(name: &str, decoded: String, expanded: Expanded, built_in: bool) -> Self {
        let line_starts = std::iter::once(0).chain(decoded.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        let mut count = 0;
        for stride in decoded.as_bytes().chunks(STRIDE) {
            count += characters_in(stride);
            characters.push(count);
        }
        let declaration = declaration_length(&expanded.text);
        let mut text = expanded.text;
        if declaration > 0 {
            // The text is UTF-8 by now, whatever the declaration says.
            let blank: String =
                text.bytes().take(declaration).map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            text.replace_range(..declaration, &blank);
        }
        Self {
            name: name.into(),
            text,
            original: (!expanded.segments.is_empty()).then_some(decoded),
            segments: expanded.segments,
            line_starts,
            characters,
            links: BTreeMap::new(),
            well_formed: true,
            built_in,
        }
    }

    /// The path under its root, or the name of a built-in schema.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text a tree can be built of.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a tree can be built of it.
    pub(crate) fn is_well_formed(&self) -> bool {
        self.well_formed
    }

    /// Whether it is one of the schemas this library carries.
    pub fn is_built_in(&self) -> bool {
        self.built_in
    }

    /// The document the import, include or redefine at `offset` leads to.
    pub(crate) fn link(&self, offset: u32) -> Option<DocumentId> {
        self.links.get(&offset).copied()
    }

    pub(super) fn add_link(&mut self, offset: u32, target: DocumentId) {
        self.links.insert(offset, target);
    }

    pub(super) fn mark_malformed(&mut self) {
        self.well_formed = false;
    }

    /// The offset in the decoded text of an offset in [`text`](Self::text).
    pub(crate) fn original_offset(&self, offset: usize) -> u32 {
        let before = self.segments.partition_point(|(here, _)| *here <= offset);
        let original = match before.checked_sub(1).and_then(|last| self.segments.get(last)) {
            Some((here, there)) => there.saturating_add(offset.saturating_sub(*here)),
            None => offset,
        };
        u32::try_from(original).unwrap_or(u32::MAX)
    }

    /// The byte offset in [`text`](Self::text) of a row and a column, both from 1.
    pub(super) fn offset_at(&self, row: u32, column: u32) -> usize {
        let line = usize::try_from(row.saturating_sub(1)).unwrap_or(usize::MAX);
        let start = match line {
            0 => 0,
            _ => self.text.match_indices('\n').nth(line.saturating_sub(1)).map_or(self.text.len(), |(at, _)| at + 1),
        };
        let rest = self.text.get(start..).unwrap_or_default();
        let column = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
        let within = rest.char_indices().nth(column).map_or(0, |(at, _)| at);
        start + within
    }

    /// Row and column of an offset in the decoded text.
    pub fn location(&self, offset: u32) -> Location {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|last| self.line_starts.get(last)).copied().unwrap_or_default();
        let text = self.original.as_deref().unwrap_or(&self.text);
        let end = offset.min(text.len());
        let before = |offset: usize| {
            let stride = offset / STRIDE;
            let rest = text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
            self.characters.get(stride).copied().unwrap_or_default() + characters_in(rest)
        };
        let characters = before(end).saturating_sub(before(start));
        Location {
            file: Arc::clone(&self.name),
            row: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(characters.saturating_add(1)).unwrap_or(u32::MAX),
        }
    }

    /// The document as a whole.
    pub fn whole(&self) -> Location {
        Location { file: Arc::clone(&self.name), row: 0, column: 0 }
    }
}

/// How many characters begin in these bytes of UTF-8.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

/// The documents of one run; the entry is the first.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    pub(super) list: Vec<Document>,
}

impl Documents {
    /// The document of an id.
    pub fn get(&self, id: DocumentId) -> Option<&Document> {
        self.list.get(usize::try_from(id.0).ok()?)
    }

    pub(super) fn get_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.list.get_mut(usize::try_from(id.0).ok()?)
    }

    /// All documents with their ids, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        (0_u32..).map(DocumentId).zip(&self.list)
    }

    /// File, row and column of a position.
    pub fn location(&self, position: Position) -> Location {
        match self.get(position.document) {
            Some(document) => document.location(position.offset),
            None => Location { file: "".into(), row: 0, column: 0 },
        }
    }
}
