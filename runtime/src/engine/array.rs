//! SOAP-encoded arrays (SOAP 1.1 section 5.4.2, SOAP 1.2 part 2 section 3.1.6): items by position, whatever their names.
//!
//! A multi-dimensional array is a `Vec` in row-major order, the last dimension varying fastest, and the sizes of its
//! dimensions beside it. The size an array declares is never trusted: only items that are there take memory, and the few
//! that `offset` or `position` leave out. When written, it counts where it is the number of items.

use crate::content::Content;
use crate::facts::{Facts, Field, Kind, LIST, Place, UNSIGNED_INT, Variety};
use crate::xml::name::{ENC11, ENC12, XSD};
use crate::xml::{NamespaceId, Token};

use super::error::{ReadError, ReadErrorKind, WriteError};
use super::output::{Form, Output};
use super::read::{BARE, Encoding, InScope, Reading, conceal};
use super::write::{TypeName, Writer};

/// Dimensions whose sizes are kept.
const DIMENSIONS: usize = 32;

/// Items that one array may leave out before an item that is there.
const SPARSE: usize = 4096;

impl Reading<'_, '_> {
    /// The open element as an array: its children are the items.
    #[inline(never)]
    pub(super) fn array(&mut self, facts: &'static Facts, rank: u8, target: &mut dyn Content) -> Result<(), ReadError> {
        self.keep_box(target)?;
        let field = facts.fields().first().unwrap_or(&BARE);
        let dimensions = if rank > 1 { self.dimensions() } else { Vec::new() };
        for (index, other) in facts.fields().iter().enumerate().skip(1) {
            match other.place() {
                Place::Attribute if self.encoding.is_none() => self.array_attribute(other, target.field_mut(index))?,
                Place::Element => keep(&dimensions, target.field_mut(index)),
                _ => {}
            }
        }
        let items = target.field_mut(0);
        let mut next = self.position(ENC11, "offset", &dimensions).unwrap_or(0);
        let mut holes: Vec<usize> = Vec::new();
        let mut rows: Vec<usize> = Vec::new();
        // Arrays of arrays stand where some peers mean one of several dimensions.
        let may_be_rows = rank > 1 && dimensions.len() != usize::from(rank);
        loop {
            match self.reader.next()? {
                Token::Start(_)
                    if may_be_rows
                        && !holds_arrays(field, items)
                        && self.reader.attribute(ENC11, "arrayType").is_some() =>
                {
                    let before = items.arm();
                    self.row(field, items)?;
                    rows.push(items.arm().saturating_sub(before));
                    next = items.arm();
                }
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
                        self.next_item(items, hole)?;
                        holes.push(hole);
                    }
                    let item = if at < count { items.field_mut(at) } else { self.next_item(items, at)? };
                    self.element(field, name, item)
                        .map_err(|error| conceal(error, field).inside(name.local, Some(at + 1)))?;
                    next = at.saturating_add(1);
                }
                Token::Text(_) => {}
                Token::End | Token::Eof => break,
            }
        }
        if let Some(row) = rows.first().filter(|row| rows.iter().all(|other| other == *row)) {
            let size = facts.fields().iter().position(|other| other.has(LIST));
            if let Some(index) = size {
                keep(&[rows.len(), *row], target.field_mut(index));
            }
        }
        Ok(())
    }

    /// The items of an array within an array, to its end.
    fn row(&mut self, field: &'static Field, items: &mut dyn Content) -> Result<(), ReadError> {
        loop {
            match self.reader.next()? {
                Token::Start(name) => {
                    let at = items.arm();
                    let item = self.next_item(items, at)?;
                    self.element(field, name, item)
                        .map_err(|error| conceal(error, field).inside(name.local, Some(at + 1)))?;
                }
                Token::Text(_) => {}
                Token::End | Token::Eof => return Ok(()),
            }
        }
    }

    /// An attribute of an array in a literal message.
    fn array_attribute(&self, field: &Field, slot: &mut dyn Content) -> Result<(), ReadError> {
        let Some(attribute) = self.reader.attribute(field.namespace(), field.local()) else { return Ok(()) };
        super::leaf::lex(slot, field.simple(), &attribute.value(), &InScope(self.reader)).map_err(|error| {
            let error = ReadError::new(ReadErrorKind::Value(error), self.reader.token_start());
            error.inside(&format!("@{}", field.local()), None)
        })
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
        let sizes = text.as_deref().unwrap_or_default().split_ascii_whitespace();
        sizes.take(DIMENSIONS).map(|size| size.parse().unwrap_or(1)).collect()
    }

    #[cold]
    fn sparse(&self) -> ReadError {
        let kind = ReadErrorKind::Limit { name: "items left out of an array", value: SPARSE as u64 };
        ReadError::new(kind, self.reader.token_start())
    }
}

/// Keeps the sizes of the dimensions in their member.
fn keep(dimensions: &[usize], slot: &mut dyn Content) {
    for (index, size) in dimensions.iter().enumerate() {
        // A size beyond 32 bits is that of no array there is, and is made up for when it is written.
        let text = u32::try_from(*size).unwrap_or_default().to_string();
        if super::leaf::lex(slot.field_mut(index), &UNSIGNED_INT, &text, &crate::content::NoScope).is_err() {
            return;
        }
    }
}

impl Writer {
    /// A SOAP-encoded array; in a literal message only its items.
    pub(super) fn array(
        &mut self,
        field: &Field,
        facts: &'static Facts,
        rank: u8,
        value: &dyn Content,
    ) -> Result<(), WriteError> {
        self.open(field);
        if let (Some(encoding), Some(item)) = (self.encoding, facts.fields().first()) {
            self.array_type(encoding, facts, rank, item, value);
        } else {
            for (index, other) in facts.fields().iter().enumerate().skip(1) {
                if matches!(other.place(), Place::Attribute) {
                    self.attribute(other, value.field(index))?;
                }
            }
        }
        self.out.push(b'>');
        let start = self.out.len();
        if let Some(item) = facts.fields().first() {
            self.element(item, value.field(0))?;
        }
        self.close(field, start);
        Ok(())
    }

    fn array_type(&mut self, encoding: Encoding, facts: &'static Facts, rank: u8, item: &Field, value: &dyn Content) {
        let items = value.field(0);
        let of = item_type(item, items);
        let named = match facts.name() {
            "" if encoding == Encoding::Soap11 => (ENC11, "soapenc:Array"),
            "" => (ENC12, "enc:Array"),
            name => (facts.namespace(), name),
        };
        self.type_attribute(named);
        let sizes = self.sizes(rank, facts, value);
        match encoding {
            Encoding::Soap11 => {
                self.prefixes.mark(ENC11);
                self.out.extend_from_slice(b" soapenc:arrayType=\"");
                self.type_name(of.0, of.1);
                self.out.push(b'[');
                self.out.extend_from_slice(sizes.join(",").as_bytes());
                self.out.extend_from_slice(b"]\"");
            }
            Encoding::Soap12 => {
                self.prefixes.mark(ENC12);
                self.out.extend_from_slice(b" enc:itemType=\"");
                // Arrays of arrays have no name of their own here.
                let of = if of.1.ends_with(']') { (ENC12, "enc:Array") } else { of };
                self.type_name(of.0, of.1);
                self.out.extend_from_slice(b"\" enc:arraySize=\"");
                self.out.extend_from_slice(sizes.join(" ").as_bytes());
                self.out.push(b'"');
            }
        }
    }

    /// The sizes that the value gives, where they are those of its items; else all items in the last dimension.
    fn sizes(&mut self, rank: u8, facts: &Facts, value: &dyn Content) -> Vec<String> {
        let count = value.field(0).arm();
        let rank = usize::from(rank);
        if facts.fields().get(1).is_some_and(|field| matches!(field.place(), Place::Element)) {
            let said = value.field(1);
            let text = |index| {
                let mut text = Vec::new();
                super::check::leaf(said.field(index), &mut Output::new(Form::Text(&mut text, &mut self.prefixes)));
                String::from_utf8_lossy(&text).into_owned()
            };
            let sizes: Vec<String> = (0..said.arm().min(rank)).map(text).collect();
            let product = sizes.iter().try_fold(1usize, |product, size| product.checked_mul(size.parse().ok()?));
            if sizes.len() == rank && product == Some(count) {
                return sizes;
            }
        }
        let mut sizes = vec!["1".to_owned(); rank.saturating_sub(1)];
        sizes.push(count.to_string());
        sizes
    }
}

/// Whether the items of an array are arrays themselves, as the contract or the first of them says.
fn holds_arrays(item: &Field, items: &dyn Content) -> bool {
    let mut first = items.field(0);
    while matches!(first.facts().kind(), Kind::Optional | Kind::Nillable) && first.arm() > 0 {
        first = first.field(0);
    }
    item.simple().name.ends_with(']') || matches!(first.facts().kind(), Kind::Array(_))
}

/// The type of an array's items: the contract's, else that of the first.
fn item_type(item: &Field, items: &dyn Content) -> TypeName {
    let simple = item.simple();
    if matches!(simple.variety, Variety::Complex) && !simple.name.is_empty() {
        return (simple.namespace, simple.name);
    }
    let mut first = items.field(0);
    while matches!(first.facts().kind(), Kind::Optional | Kind::Nillable) && first.arm() > 0 {
        first = first.field(0);
    }
    match first.facts().name() {
        name if !name.is_empty() => (first.facts().namespace(), name),
        _ => super::markup::simple_name(item).unwrap_or((XSD, "anyType")),
    }
}
