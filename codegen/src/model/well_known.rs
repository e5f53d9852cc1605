//! Namespaces whose numbers and prefixes are the runtime's.

/// Namespaces by which the runtime knows attributes of its own. That of .NET's serialization is none of them: where a
/// contract declares `z:Id` and `z:Ref`, they are members, and references are its user's to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WellKnown {
    /// `http://www.w3.org/2001/XMLSchema-instance`
    SchemaInstance,
    /// `http://www.w3.org/2001/XMLSchema`, as the namespace of an element or attribute.
    Schema,
    /// `http://schemas.xmlsoap.org/soap/encoding/`
    Soap11Encoding,
    /// `http://www.w3.org/2003/05/soap-encoding`
    Soap12Encoding,
}

impl WellKnown {
    /// The namespace of that name.
    pub fn of(name: &str) -> Option<Self> {
        Some(match name {
            "http://www.w3.org/2001/XMLSchema-instance" => Self::SchemaInstance,
            "http://www.w3.org/2001/XMLSchema" => Self::Schema,
            "http://schemas.xmlsoap.org/soap/encoding/" => Self::Soap11Encoding,
            "http://www.w3.org/2003/05/soap-encoding" => Self::Soap12Encoding,
            _ => return None,
        })
    }

    /// The runtime's constant.
    pub fn constant(self) -> &'static str {
        match self {
            Self::SchemaInstance => "XSI",
            Self::Schema => "XSD",
            Self::Soap11Encoding => "ENC11",
            Self::Soap12Encoding => "ENC12",
        }
    }

    /// The runtime's prefix.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::SchemaInstance => "xsi",
            Self::Schema => "xsd",
            Self::Soap11Encoding => "soapenc",
            Self::Soap12Encoding => "enc",
        }
    }
}
