//! SOAP-encoded arrays (SOAP 1.1 section 5.4.2, SOAP 1.2 part 2 section 3.1.6): items by position, whatever their names.
//!
//! A multi-dimensional array is a `Vec` in row-major order, the last dimension varying fastest. The size an array
//! declares is never trusted: only items that are there take memory, and the few that `offset` or `position` leave out.

use crate::content::Content;
use crate::facts::Facts;
use crate::xml::name::{ENC11, ENC12};
use crate::xml::{NamespaceId, Token};

use super::error::{ReadError, ReadErrorKind};
use super::read::{BARE, Reading, conceal};

/// Items that one array may leave out before an item that is there.
const SPARSE: usize = 4096;

impl Reading<'_, '_> {
    /// The open element as an array: its children are the items.
    #[inline(never)]
    pub(super) fn array(&mut self, facts: &'static Facts, rank: u8, target: &mut dyn Content) -> Result<(), ReadError> {
        let field = facts.fields().first().unwrap_or(&BARE);
        let dimensions = if rank > 1 { self.dimensions() } else { Vec::new() };
        let items = target.field_mut(0);
        let mut next = self.position(ENC11, "offset", &dimensions).unwrap_or(0);
        let mut holes: Vec<usize> = Vec::new();
        loop {
            match self.reader.next()? {
                Token::Start(name) => {
                    let at = self.position(ENC11, "position", &dimensions).unwrap_or(next);
                    let count = items.arm();
                    if at > count.saturating_add(SPARSE).saturating_sub(holes.len()) {
                        return Err(self.sparse());
                    }
                    if let Some(hole) = holes.iter().position(|hole| *hole == at) {
                        holes.swap_remove(hole);
                    } else if at < count {
                        return Err(self.repeated(name));
                    }
                    for hole in count..at {
                        items.field_mut(hole);
                        holes.push(hole);
                    }
                    self.element(field, name, items.field_mut(at))
                        .map_err(|error| conceal(error, field).inside(name.local, Some(at + 1)))?;
                    next = at.saturating_add(1);
                }
                Token::Text(_) => {}
                Token::End | Token::Eof => return Ok(()),
            }
        }
    }

    /// The index that an attribute such as `SOAP-ENC:position="[1,2]"` gives.
    fn position(&self, ns: NamespaceId, local: &'static str, dimensions: &[usize]) -> Option<usize> {
        let value = self.reader.attribute(ns, local)?.value();
        let inner = value.trim().strip_prefix('[').and_then(|value| value.strip_suffix(']')).unwrap_or_default();
        let mut index = 0usize;
        for (place, part) in inner.split(',').enumerate() {
            let Ok(part) = part.trim().parse::<usize>() else { return None };
            let extent = if place == 0 { 1 } else { dimensions.get(place).copied().unwrap_or(1) };
            index = index.saturating_mul(extent).saturating_add(part);
        }
        Some(index)
    }

    /// The extents in `arrayType="xsd:int[2,3]"` or `arraySize="2 3"`.
    fn dimensions(&self) -> Vec<usize> {
        let text = if let Some(array_type) = self.reader.attribute(ENC11, "arrayType") {
            array_type.value().rsplit_once('[').map(|(_, sizes)| sizes.trim_end_matches(']').replace(',', " "))
        } else {
            self.reader.attribute(ENC12, "arraySize").map(|size| size.value().into_owned())
        };
        text.unwrap_or_default().split_ascii_whitespace().map(|size| size.parse().unwrap_or(1)).collect()
    }

    #[cold]
    fn sparse(&self) -> ReadError {
        let kind = ReadErrorKind::Limit { name: "items left out of an array", value: SPARSE as u64 };
        ReadError::new(kind, self.reader.token_start())
    }
}
