//! The built-in catalog: schemas of well-known namespaces, reduced to what a client needs.
//!
//! They stand in when a document uses such a namespace and nothing it leads to provides it. Written by hand from the
//! specifications that are named in each file.

/// A schema this library carries.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The file name shown in diagnostics.
    pub name: &'static str,
    /// Its target namespace.
    pub namespace: &'static str,
    /// The schema document.
    pub text: &'static str,
}

macro_rules! built_in {
    ($($name:literal: $namespace:literal,)*) => {
        &[$(BuiltIn {
            name: $name,
            namespace: $namespace,
            text: include_str!(concat!("catalog/", $name)),
        },)*]
    };
}

/// All built-in schemas.
pub const BUILT_IN: &[BuiltIn] = built_in! {
    "xml.xsd": "http://www.w3.org/XML/1998/namespace",
    "xlink.xsd": "http://www.w3.org/1999/xlink",
    "soap11-envelope.xsd": "http://schemas.xmlsoap.org/soap/envelope/",
    "soap11-encoding.xsd": "http://schemas.xmlsoap.org/soap/encoding/",
    "soap12-envelope.xsd": "http://www.w3.org/2003/05/soap-envelope",
    "soap12-encoding.xsd": "http://www.w3.org/2003/05/soap-encoding",
    "wsdl.xsd": "http://schemas.xmlsoap.org/wsdl/",
    "xmlmime.xsd": "http://www.w3.org/2005/05/xmlmime",
    "xop.xsd": "http://www.w3.org/2004/08/xop/include",
    "addressing-2004-08.xsd": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "addressing-2005-08.xsd": "http://www.w3.org/2005/08/addressing",
    "wss-utility.xsd": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "wss-secext.xsd": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "serialization.xsd": "http://schemas.microsoft.com/2003/10/Serialization/",
    "xmldsig.xsd": "http://www.w3.org/2000/09/xmldsig#",
    "xenc.xsd": "http://www.w3.org/2001/04/xmlenc#",
    "swaref.xsd": "http://ws-i.org/profiles/basic/1.1/xsd",
    "xml-soap.xsd": "http://xml.apache.org/xml-soap",
};

/// The built-in schema of `namespace`.
pub fn built_in(namespace: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|schema| schema.namespace == namespace)
}
