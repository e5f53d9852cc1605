//! Names that need no declaration: XML Schema's built-in types, SOAP's encoding, the attributes of `xml:`.

use std::sync::LazyLock;

use crate::model::built_in_static;
use crate::xsd::{
    Attribute, AttributeRef, AttributeUse, AttributeUseKind, Attributes, DocumentId, NamespaceConstraint, Position,
    ProcessContents, QName, SimpleTypeRef, Wildcard, XML,
};

/// The namespace of SOAP 1.1's encoding.
pub const SOAP11_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
/// The namespace of SOAP 1.2's encoding.
pub const SOAP12_ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";

/// A built-in type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// A simple type: the name of the runtime's static.
    Simple(&'static str),
    /// `xs:anyType`
    AnyType,
    /// `soapenc:Array`
    Array,
}

/// The built-in type of that name.
pub fn built_in(name: &QName) -> Option<BuiltIn> {
    if name.is_xsd() {
        return match &*name.local {
            // `any` is no type, but some toolkits write it for one.
            "anyType" | "ur-type" | "any" => Some(BuiltIn::AnyType),
            local => simple(local).map(BuiltIn::Simple),
        };
    }
    is_encoding(&name.namespace).then(|| match &*name.local {
        "Array" => Some(BuiltIn::Array),
        "base64" => Some(BuiltIn::Simple("ENCODED_BASE64")),
        "Struct" | "anyType" => Some(BuiltIn::AnyType),
        local => simple(local).map(BuiltIn::Simple),
    })?
}

/// Whether the namespace is that of SOAP's encoding, whose schema is not read: its types are built in.
pub fn is_encoding(namespace: &str) -> bool {
    namespace == SOAP11_ENCODING || namespace == SOAP12_ENCODING
}

/// The simple type of an attribute that needs no declaration.
pub fn built_in_attribute(name: &QName) -> Option<&'static str> {
    if &*name.namespace == XML {
        return match &*name.local {
            "lang" => Some("LANGUAGE"),
            "space" => Some("NCNAME"),
            "base" => Some("ANY_URI"),
            "id" => Some("ID"),
            _ => None,
        };
    }
    if &*name.namespace == SOAP12_ENCODING {
        return Some(match &*name.local {
            "id" => "ID",
            "ref" => "IDREF",
            "itemType" => "QNAME",
            _ => "STRING",
        });
    }
    is_encoding(&name.namespace).then_some("STRING")
}

/// Whether a group or attribute group is part of SOAP's encoding or of `xml:`: the codec knows what is in it.
pub fn built_in_group(name: &QName) -> bool {
    is_encoding(&name.namespace) || &*name.namespace == XML
}

/// What a built-in attribute group says: `xml:specialAttrs`, and those of SOAP's encoding.
pub fn built_in_attribute_group(name: &QName) -> Option<&'static Attributes> {
    static SPECIAL: LazyLock<Attributes> = LazyLock::new(|| of(["lang", "space", "base", "id"].map(xml)));
    static COMMON: LazyLock<Attributes> = LazyLock::new(|| Attributes {
        wildcard: Some(other_than(SOAP11_ENCODING)),
        ..of([("id", "ID"), ("href", "anyURI")].map(|(name, ty)| local(name, ty)))
    });
    static ARRAY: LazyLock<Attributes> = LazyLock::new(|| of(["arrayType", "offset"].map(encoding)));
    static MEMBER: LazyLock<Attributes> = LazyLock::new(|| of(["position"].map(encoding)));
    static COMMON12: LazyLock<Attributes> = LazyLock::new(|| Attributes {
        wildcard: Some(other_than(SOAP12_ENCODING)),
        ..of(["nodeType", "id", "ref"].map(encoding12))
    });
    static ARRAY12: LazyLock<Attributes> = LazyLock::new(|| of(["arraySize", "itemType"].map(encoding12)));
    match (&*name.namespace, &*name.local) {
        (XML, "specialAttrs") => Some(&SPECIAL),
        (SOAP11_ENCODING, "commonAttributes") => Some(&COMMON),
        (SOAP11_ENCODING, "arrayAttributes") => Some(&ARRAY),
        (SOAP11_ENCODING, "arrayMemberAttributes") => Some(&MEMBER),
        (SOAP12_ENCODING, "commonAttributes") => Some(&COMMON12),
        (SOAP12_ENCODING, "arrayAttributes") => Some(&ARRAY12),
        _ => None,
    }
}

/// The place of what no document declares.
const NOWHERE: Position = Position { document: DocumentId(0), offset: 0 };

fn of<const N: usize>(attributes: [AttributeRef; N]) -> Attributes {
    let optional = |attribute| AttributeUse {
        position: NOWHERE,
        attribute,
        use_: AttributeUseKind::Optional,
        default: None,
        fixed: None,
        array_type: None,
    };
    Attributes { uses: attributes.into_iter().map(optional).collect(), ..Attributes::default() }
}

fn xml(name: &str) -> AttributeRef {
    AttributeRef::Ref(QName::new(XML, name))
}

fn encoding(name: &str) -> AttributeRef {
    AttributeRef::Ref(QName::new(SOAP11_ENCODING, name))
}

fn encoding12(name: &str) -> AttributeRef {
    AttributeRef::Ref(QName::new(SOAP12_ENCODING, name))
}

/// Attributes of all namespaces but that one.
fn other_than(namespace: &str) -> Wildcard {
    Wildcard {
        position: NOWHERE,
        documentation: None,
        namespaces: NamespaceConstraint::Other(namespace.into()),
        process_contents: ProcessContents::Lax,
    }
}

fn local(name: &str, ty: &str) -> AttributeRef {
    AttributeRef::Local(Box::new(Attribute {
        position: NOWHERE,
        name: QName::new("", name),
        documentation: None,
        type_: Some(SimpleTypeRef::Named(QName::xsd(ty))),
        default: None,
        fixed: None,
    }))
}

/// Whether an element needs no declaration: `xs:schema`, by which data sets carry their own schema, and the encoding's.
pub fn built_in_element(name: &QName) -> bool {
    name.is_xsd() || is_encoding(&name.namespace)
}

fn simple(local: &str) -> Option<&'static str> {
    // The names of earlier drafts, which the schemas of 1999 and 2000 use, and two of other specifications.
    built_in_static(match local {
        "anyAtomicType" => "anySimpleType",
        "CDATA" => "string",
        "uriReference" => "anyURI",
        "timeDuration" => "duration",
        "timeInstant" => "dateTime",
        "year" => "gYear",
        "month" => "gMonth",
        "recurringDate" => "gMonthDay",
        "recurringDay" => "gDay",
        "binary" => "base64Binary",
        _ => local,
    })
}
