//! Multi-reference values: SOAP 1.1 section 5.4.1 (`href`, `id`), SOAP 1.2 part 2 section 3.1.5 (`enc:ref`, `enc:id`), and
//! the `z:Ref`, `z:Id` of data contracts.
//!
//! Nothing is looked up before the first reference is met; then the body is gone over once. References are bounded by
//! the reader: what they make it read again counts into the limits on depth, elements and bytes.

use std::collections::HashMap;

use crate::content::Content;
use crate::facts::Field;
use crate::xml::name::{ENC12, NONE, SERIALIZATION};
use crate::xml::{Bookmark, Innermost, Reader, Token};

use super::error::{ReadError, ReadErrorKind};
use super::read::{Encoding, Reading};

/// References from reference to reference.
const CHAIN: usize = 64;

/// What an id takes in the index at most: while the table grows it is there twice, the second time with as much room again.
const ENTRY: usize = 3 * (size_of::<(String, Bookmark<'_>)>() + 1);

/// The elements of a body that have an id.
pub(super) struct References<'a> {
    /// Open until all in it is read, so at least when the first reference is met.
    body: Innermost,
    ids: Option<HashMap<String, Bookmark<'a>>>,
    /// The ids being read.
    active: Vec<String>,
}

impl<'a> References<'a> {
    pub(super) fn new(body: Innermost) -> Self {
        Self { body, ids: None, active: Vec::new() }
    }

    fn find(
        &mut self,
        id: &str,
        reader: &Reader<'a>,
        encoding: Option<Encoding>,
    ) -> Result<Option<Bookmark<'a>>, ReadError> {
        let ids = match &mut self.ids {
            Some(ids) => ids,
            none => none.insert(index(&reader.bookmark_of(self.body), reader, encoding)?),
        };
        Ok(ids.get(id).cloned())
    }
}

/// Goes over the body once and notes every element with an id; of two with the same id, the first.
fn index<'a>(
    body: &Bookmark<'a>,
    reader: &Reader<'a>,
    encoding: Option<Encoding>,
) -> Result<HashMap<String, Bookmark<'a>>, ReadError> {
    let mut ids = HashMap::new();
    let mut reader = reader.at(body);
    loop {
        match reader.next()? {
            Token::Start(_) => {
                let id = match encoding {
                    Some(Encoding::Soap11) => reader.attribute(NONE, "id"),
                    Some(Encoding::Soap12) => reader.attribute(ENC12, "id").or_else(|| reader.attribute(NONE, "id")),
                    None => None,
                };
                if let Some(id) = id.or_else(|| reader.attribute(SERIALIZATION, "Id")).map(|id| id.value().into_owned())
                {
                    reader.keep(ENTRY.saturating_add(id.len()).saturating_add(reader.bookmark_bytes()))?;
                    let bookmark = reader.bookmark();
                    ids.entry(id).or_insert(bookmark);
                }
            }
            Token::Eof => return Ok(ids),
            Token::Text(_) | Token::End => {}
        }
    }
}

impl Reading<'_, '_> {
    /// The id that the open element refers to, if it is a reference.
    pub(super) fn reference(&self) -> Option<String> {
        refers(self.reader, self.encoding)
    }

    /// Reads what is referred to in place of the open element.
    #[inline(never)]
    pub(super) fn follow(&mut self, mut id: String, field: &Field, slot: &mut dyn Content) -> Result<(), ReadError> {
        for _ in 0..CHAIN {
            if self.references.active.contains(&id) {
                return Err(self.broken(id, "leads back to itself"));
            }
            let Some(bookmark) = self.references.find(&id, self.reader, self.encoding)? else {
                return Err(self.broken(id, "leads to no element: none in the body has this id"));
            };
            let mut inner = Box::new(self.reader.at(&bookmark));
            let Token::Start(name) = inner.next()? else {
                return Err(self.broken(id, "leads to no element"));
            };
            if let Some(next) = refers(&inner, self.encoding) {
                id = next;
                continue;
            }
            std::mem::swap(self.reader, &mut inner);
            self.references.active.push(id);
            let result = self.referred(field, name, slot);
            self.references.active.pop();
            std::mem::swap(self.reader, &mut inner);
            result?;
            return self.reader.skip_element().map_err(ReadError::from);
        }
        Err(self.broken(id, "is the end of more than 64 references from one to the next"))
    }

    #[cold]
    fn broken(&self, id: String, problem: &'static str) -> ReadError {
        ReadError::new(ReadErrorKind::Reference { id, problem }, self.reader.token_start())
    }
}

fn refers(reader: &Reader<'_>, encoding: Option<Encoding>) -> Option<String> {
    if reader.attributes().is_empty() {
        return None;
    }
    let encoded = match encoding {
        Some(Encoding::Soap11) => {
            reader.attribute(NONE, "href").and_then(|href| href.value().trim().strip_prefix('#').map(str::to_owned))
        }
        Some(Encoding::Soap12) => reader
            .attribute(ENC12, "ref")
            .or_else(|| reader.attribute(NONE, "ref"))
            .map(|reference| reference.value().trim().trim_start_matches('#').to_owned()),
        None => None,
    };
    encoded.or_else(|| reader.attribute(SERIALIZATION, "Ref").map(|reference| reference.value().into_owned()))
}
