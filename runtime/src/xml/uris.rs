//! Namespace URIs as small integers, shared by all readers of one document.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use super::name::{FIRST_UNKNOWN, NONE, NamespaceId, WELL_KNOWN, XML};

/// Block `n` holds `FIRST_BLOCK << n` URIs, so that a URI never moves once it is stored.
const FIRST_BLOCK: usize = 16;
const BLOCKS: usize = 9;
/// How many distinct URIs unknown to the contract a document may declare.
pub(super) const UNKNOWN_URIS: usize = FIRST_BLOCK * ((1 << BLOCKS) - 1);

/// What one more takes at most beside its text: the blocks and the table have room for twice as many, and the table is
/// there twice while it grows.
pub(super) const URI_BYTES: usize =
    2 * size_of::<OnceCell<Cow<'_, str>>>() + 3 * size_of::<(Cow<'_, str>, NamespaceId)>();

type Block<'a> = Box<[OnceCell<Cow<'a, str>>]>;

/// The URIs of one document and their ids.
pub(super) struct Uris<'a> {
    table: &'static [&'static str],
    unknown: [OnceCell<Block<'a>>; BLOCKS],
    ids: RefCell<HashMap<Cow<'a, str>, NamespaceId>>,
}

impl<'a> Uris<'a> {
    pub(super) fn new(table: &'static [&'static str]) -> Uris<'a> {
        Uris { table, unknown: [const { OnceCell::new() }; BLOCKS], ids: RefCell::default() }
    }

    /// How many the document has declared that are unknown to the contract.
    pub(super) fn len(&self) -> usize {
        self.ids.borrow().len()
    }

    /// The id of a URI; `None` when the document declares too many.
    pub(super) fn id(&self, uri: Cow<'a, str>) -> Option<NamespaceId> {
        if uri.is_empty() {
            return Some(NONE);
        }
        let contract = self.table.iter().zip(1..FIRST_UNKNOWN).find(|(known, _)| **known == uri);
        if let Some((_, id)) = contract {
            return Some(id);
        }
        if let Some((_, id)) = WELL_KNOWN.iter().zip(XML..).find(|(known, _)| **known == uri) {
            return Some(id);
        }
        let mut ids = self.ids.borrow_mut();
        if let Some(&id) = ids.get(&uri) {
            return Some(id);
        }
        let index = ids.len();
        let (block, slot) = place(index);
        let cells = self.unknown.get(block)?.get_or_init(|| vec![OnceCell::new(); FIRST_BLOCK << block].into());
        cells.get(slot)?.set(uri.clone()).ok()?;
        let id = FIRST_UNKNOWN + u16::try_from(index).ok()?;
        ids.insert(uri, id);
        Some(id)
    }

    /// The URI of an id that this document gave out; empty for no namespace or an id it does not know.
    pub(super) fn uri(&self, id: NamespaceId) -> &str {
        if let Some(index) = id.checked_sub(XML) {
            return WELL_KNOWN.get(usize::from(index)).copied().unwrap_or_default();
        }
        if let Some(index) = id.checked_sub(FIRST_UNKNOWN) {
            let (block, slot) = place(usize::from(index));
            let found = self.unknown.get(block).and_then(|block| block.get()?.get(slot)?.get());
            return found.map_or("", |uri| uri);
        }
        let index = usize::from(id).checked_sub(1);
        index.and_then(|index| self.table.get(index)).copied().unwrap_or_default()
    }
}

/// The block, of which there may be none, and the place in it.
fn place(index: usize) -> (usize, usize) {
    let block = (index / FIRST_BLOCK + 1).ilog2() as usize;
    (block, index - FIRST_BLOCK * ((1 << block) - 1))
}

#[cfg(test)]
mod tests {
    use super::super::name::{SERIALIZATION, SOAP11, XSD, XSI};
    use super::*;

    #[test]
    fn the_contract_comes_first_then_the_well_known_then_the_rest() {
        let uris = Uris::new(&["urn:a", "http://www.w3.org/2001/XMLSchema", "urn:b"]);
        let ids = [
            ("", 0),
            ("urn:a", 1),
            ("http://www.w3.org/2001/XMLSchema", 2),
            ("urn:b", 3),
            ("http://www.w3.org/2001/XMLSchema-instance", XSI),
            ("http://schemas.xmlsoap.org/soap/envelope/", SOAP11),
            ("http://schemas.microsoft.com/2003/10/Serialization/", SERIALIZATION),
            ("urn:x", 0x8000),
            ("urn:y", 0x8001),
            ("urn:x", 0x8000),
        ];
        for (uri, id) in ids {
            assert_eq!(uris.id(Cow::Borrowed(uri)), Some(id));
            assert_eq!(uris.uri(id), uri);
        }
        assert_eq!(uris.uri(XSD), "http://www.w3.org/2001/XMLSchema");
        assert_eq!(uris.uri(0x8002), "");
        assert_eq!(uris.uri(4), "");
        assert_eq!(uris.uri(0xFFFF), "");
    }

    #[test]
    fn unknown_uris_are_counted() {
        let uris = Uris::new(&[]);
        for index in 0..UNKNOWN_URIS {
            let id = uris.id(Cow::Owned(format!("urn:{index}"))).expect("below the limit");
            assert_eq!(uris.uri(id), format!("urn:{index}"));
        }
        assert_eq!(uris.id(Cow::Borrowed("urn:more")), None);
        assert_eq!(uris.id(Cow::Borrowed("urn:7")), Some(0x8007));
    }
}
