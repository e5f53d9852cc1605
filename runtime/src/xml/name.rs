//! Expanded names, with the namespace as a small integer.

/// A namespace as the reader numbers it.
///
/// `0` is no namespace. `1..=n` are the `n` entries of the contract's table, in its order; a document cannot change them.
/// From [`XML`] upwards lie the namespaces every reader knows, reported unless the contract's table lists the same URI.
/// Ids from `0x8000` are given out, in order of appearance, to any other URI a document declares; they hold within one
/// document only ([`Reader::namespace_uri`](super::Reader::namespace_uri) tells which URI it is).
pub type NamespaceId = u16;

/// No namespace.
pub const NONE: NamespaceId = 0;
/// `http://www.w3.org/XML/1998/namespace`
pub const XML: NamespaceId = 0xFF00;
/// `http://www.w3.org/2000/xmlns/`
pub const XMLNS: NamespaceId = 0xFF01;
/// `http://www.w3.org/2001/XMLSchema-instance`
pub const XSI: NamespaceId = 0xFF02;
/// `http://www.w3.org/2001/XMLSchema`
pub const XSD: NamespaceId = 0xFF03;
/// `http://schemas.xmlsoap.org/soap/envelope/`
pub const SOAP11: NamespaceId = 0xFF04;
/// `http://www.w3.org/2003/05/soap-envelope`
pub const SOAP12: NamespaceId = 0xFF05;
/// `http://schemas.xmlsoap.org/soap/encoding/`
pub const ENC11: NamespaceId = 0xFF06;
/// `http://www.w3.org/2003/05/soap-encoding`
pub const ENC12: NamespaceId = 0xFF07;
/// `http://schemas.microsoft.com/2003/10/Serialization/`
pub const SERIALIZATION: NamespaceId = 0xFF08;

/// The first id given to a URI that neither the contract nor this module knows.
pub(super) const FIRST_UNKNOWN: NamespaceId = 0x8000;

/// URI of [`XML`].
pub const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
/// URI of [`XMLNS`].
pub const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";

/// The URIs of the well-known ids, from [`XML`] upwards.
pub(super) const WELL_KNOWN: [&str; 9] = [
    XML_URI,
    XMLNS_URI,
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/2001/XMLSchema",
    "http://schemas.xmlsoap.org/soap/envelope/",
    "http://www.w3.org/2003/05/soap-envelope",
    "http://schemas.xmlsoap.org/soap/encoding/",
    "http://www.w3.org/2003/05/soap-encoding",
    "http://schemas.microsoft.com/2003/10/Serialization/",
];

/// An expanded name (Namespaces in XML, section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name<'a> {
    /// The namespace.
    pub ns: NamespaceId,
    /// The local part.
    pub local: &'a str,
}
