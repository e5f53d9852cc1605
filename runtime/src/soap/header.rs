//! Header blocks that were received: kept as they came, read on demand.

use crate::content::{Root, root_name};
use crate::engine::{ReadError, ReadOptions, read_element};
use crate::fragment::Element;
use crate::xml::{Limits, Reader, Token};

/// One header block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// The block.
    pub element: Element,
    /// `mustUnderstand`. Blocks that nobody reads are left alone even so: servers mark their diagnostics like that, and
    /// refusing them would lose the answer they come with.
    pub must_understand: bool,
    /// `actor` (SOAP 1.1) or `role` (SOAP 1.2).
    pub role: Option<String>,
}

/// The header blocks of a message, in document order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headers(Vec<Header>);

impl Headers {
    pub(super) fn push(&mut self, header: Header) {
        self.0.push(header);
    }

    /// All blocks.
    pub fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The block that is the element `T`, if there is one: by its name, or else by its local name alone.
    pub fn get<T: Root>(&self) -> Option<Result<T, ReadError>> {
        find::<T>(self.0.iter().map(|header| &header.element)).map(read)
    }
}

impl<'a> IntoIterator for &'a Headers {
    type Item = &'a Header;
    type IntoIter = std::slice::Iter<'a, Header>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The element named as `T`; if there is none, one with its local name in no or another namespace.
pub(super) fn find<'e, T: Root>(mut elements: impl Iterator<Item = &'e Element> + Clone) -> Option<&'e Element> {
    let name = root_name::<T>();
    let (namespace, local) = (name.namespace.as_deref().unwrap_or_default(), &*name.local);
    elements
        .clone()
        .find(|element| element.local() == local && element.namespace() == namespace)
        .or_else(|| elements.find(|element| element.local() == local))
}

/// An element as `T`; it was found by its name, and of its members too the local names decide where the whole ones do not.
pub(super) fn read<T: Root>(element: &Element) -> Result<T, ReadError> {
    let text = element.as_xml();
    let mut value = T::default();
    let mut reader = Reader::new(&text, value.facts().schema().namespaces, &Limits::default());
    let options = ReadOptions { local_names: true, ..ReadOptions::default() };
    // What was captured from a document begins with its start tag.
    if let Token::Start(_) = reader.next()? {
        read_element(&mut reader, T::ELEMENT, &mut value, &options).map_err(|error| error.locate(&text))?;
    }
    Ok(value)
}
