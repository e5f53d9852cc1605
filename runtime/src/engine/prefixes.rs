//! The namespace declarations a document needs, collected while it is written.

use crate::facts::Schema;
use crate::xml::NamespaceId;
use crate::xml::name::{ENC11, ENC12, SERIALIZATION, SOAP11, SOAP12, XML, XSD, XSI};

/// Prefixes of the namespaces that every reader knows; `xml` needs no declaration.
const WELL_KNOWN: [(NamespaceId, &str, &str); 7] = [
    (XSI, "xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    (XSD, "xsd", "http://www.w3.org/2001/XMLSchema"),
    (SOAP11, "soap", "http://schemas.xmlsoap.org/soap/envelope/"),
    (SOAP12, "soap", "http://www.w3.org/2003/05/soap-envelope"),
    (ENC11, "soapenc", "http://schemas.xmlsoap.org/soap/encoding/"),
    (ENC12, "enc", "http://www.w3.org/2003/05/soap-encoding"),
    (SERIALIZATION, "z", "http://schemas.microsoft.com/2003/10/Serialization/"),
];

/// Which namespaces have been used, and under which prefixes.
#[derive(Debug)]
pub(crate) struct Prefixes {
    schema: &'static Schema,
    /// Bits of the contract's namespaces: id 1 is bit 0.
    used: Vec<u64>,
    well_known: u16,
    /// The one that was noted last: most names are of the same namespace as the name before.
    latest: NamespaceId,
    /// Namespaces of neither; the one at index `i` has the prefix `q{i + 1}`.
    dynamic: Vec<String>,
}

impl Prefixes {
    pub(crate) fn new(schema: &'static Schema) -> Self {
        Self {
            schema,
            used: vec![0; schema.namespaces.len().div_ceil(64)],
            well_known: 0,
            latest: 0,
            dynamic: Vec::new(),
        }
    }

    /// Notes that a name of this namespace was written with the prefix its id implies.
    #[inline]
    pub(crate) fn mark(&mut self, id: NamespaceId) {
        if id != self.latest {
            self.note(id);
        }
    }

    fn note(&mut self, id: NamespaceId) {
        self.latest = id;
        let bit = usize::from(id).wrapping_sub(1);
        if let Some(word) = self.used.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        } else if id >= XML {
            self.well_known |= 1 << (id - XML);
        }
    }

    /// Appends the prefix of a namespace, none for the empty one, and the colon.
    pub(crate) fn push(&mut self, namespace: &str, out: &mut Vec<u8>) {
        if namespace.is_empty() {
            return;
        }
        if namespace == crate::xml::name::XML_URI {
            out.extend_from_slice(b"xml:");
            return;
        }
        if let Some(index) = self.schema.namespaces.iter().position(|known| *known == namespace) {
            if let Some(word) = self.used.get_mut(index / 64) {
                *word |= 1 << (index % 64);
            }
            push_numbered(b'n', index + 1, out);
        } else if let Some((id, prefix, _)) = WELL_KNOWN.iter().find(|(.., uri)| *uri == namespace) {
            self.mark(*id);
            out.extend_from_slice(prefix.as_bytes());
        } else {
            let index = self.dynamic.iter().position(|known| known == namespace).unwrap_or_else(|| {
                self.dynamic.push(namespace.to_owned());
                self.dynamic.len() - 1
            });
            push_numbered(b'q', index + 1, out);
        }
        out.push(b':');
    }

    /// The namespace name behind a prefix that was written.
    pub(crate) fn namespace(&self, prefix: &str) -> Option<&str> {
        let numbered = |letter: char| prefix.strip_prefix(letter)?.parse::<usize>().ok()?.checked_sub(1);
        if let Some(namespace) = numbered('n').and_then(|index| self.schema.namespaces.get(index)) {
            return Some(namespace);
        }
        if let Some(namespace) = numbered('q').and_then(|index| self.dynamic.get(index)) {
            return Some(namespace);
        }
        if prefix.is_empty() {
            return Some("");
        }
        WELL_KNOWN.iter().find(|(_, known, _)| *known == prefix).map(|(.., uri)| *uri)
    }

    /// The name of a namespace of the contract.
    pub(crate) fn uri(&self, id: NamespaceId) -> &str {
        let known = usize::from(id).checked_sub(1).and_then(|index| self.schema.namespaces.get(index));
        known.copied().or_else(|| WELL_KNOWN.iter().find(|(at, ..)| *at == id).map(|(.., uri)| *uri)).unwrap_or("")
    }

    /// The id of a namespace name; one that is not known here has an id that no contract has.
    pub(crate) fn id(&self, namespace: &str) -> NamespaceId {
        match namespace {
            "" => return 0,
            crate::xml::name::XML_URI => return XML,
            _ => {}
        }
        let own = self.schema.namespaces.iter().position(|known| *known == namespace);
        own.and_then(|index| NamespaceId::try_from(index + 1).ok())
            .or_else(|| WELL_KNOWN.iter().find(|(.., uri)| *uri == namespace).map(|(id, ..)| *id))
            .unwrap_or(NamespaceId::MAX)
    }

    /// Appends a declaration for each namespace that was used.
    pub(crate) fn declare(&self, out: &mut Vec<u8>) {
        for (index, namespace) in self.schema.namespaces.iter().enumerate() {
            if self.used.get(index / 64).is_some_and(|word| word >> (index % 64) & 1 == 1) {
                out.extend_from_slice(b" xmlns:");
                push_numbered(b'n', index + 1, out);
                push_value(namespace, out);
            }
        }
        for (id, prefix, uri) in WELL_KNOWN {
            if self.well_known >> (id - XML) & 1 == 1 {
                out.extend_from_slice(b" xmlns:");
                out.extend_from_slice(prefix.as_bytes());
                push_value(uri, out);
            }
        }
        for (index, namespace) in self.dynamic.iter().enumerate() {
            out.extend_from_slice(b" xmlns:");
            push_numbered(b'q', index + 1, out);
            push_value(namespace, out);
        }
    }

    /// An upper bound of what [`declare`](Self::declare) writes for the contract's own and the well-known namespaces.
    pub(crate) fn bound(schema: &Schema) -> usize {
        let own: usize = schema.namespaces.iter().map(|namespace| namespace.len() + 20).sum();
        let known: usize = WELL_KNOWN.iter().map(|(.., uri)| uri.len() + 20).sum();
        own + known
    }
}

fn push_numbered(letter: u8, number: usize, out: &mut Vec<u8>) {
    out.push(letter);
    crate::value::write_unsigned(out, number as u64);
}

fn push_value(value: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"=\"");
    // A namespace name with a character XML does not allow would have been refused where it came from.
    let _ = crate::xml::escape_attribute(value, out);
    out.push(b'"');
}
