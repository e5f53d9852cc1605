//! The facts of simple types, and the built-in ones.

use crate::value::{Builtin, Facet, WhiteSpace};
use crate::xml::NamespaceId;

/// How a simple type is put together (XML Schema Part 2, section 4.1.1).
#[derive(Clone, Copy, Debug)]
pub enum Variety {
    /// One value.
    Atomic,
    /// A white-space separated list of the item type.
    List(&'static SimpleType),
    /// One of the member types.
    Union(&'static [&'static SimpleType]),
    /// No simple type: complex content.
    Complex,
}

/// The facts of a simple type.
#[derive(Clone, Copy, Debug)]
pub struct SimpleType {
    /// The built-in type it is derived from.
    pub builtin: Builtin,
    /// Namespace id of its name ([`XSD`](crate::xml::name::XSD) for built-in types).
    pub namespace: NamespaceId,
    /// Its name with prefix; without one for built-in types; empty when anonymous.
    pub name: &'static str,
    /// All facets in force, those of the base types first.
    pub facets: &'static [Facet],
    /// Atomic, list or union.
    pub variety: Variety,
    /// What is done to white space before the value is read.
    pub white_space: WhiteSpace,
    /// The default of the attribute or element declared with it.
    pub default: Option<&'static str>,
    /// The fixed value of the attribute or element declared with it.
    pub fixed: Option<&'static str>,
}

impl SimpleType {
    /// A built-in type.
    pub const fn builtin(builtin: Builtin, name: &'static str, white_space: WhiteSpace) -> Self {
        Self {
            builtin,
            namespace: crate::xml::name::XSD,
            name,
            facets: &[],
            variety: Variety::Atomic,
            white_space,
            default: None,
            fixed: None,
        }
    }

    /// No simple type, but a complex type whose name is to be said where there is no value: of the items of a SOAP-encoded
    /// array, of what is nil in an encoded message.
    pub const fn complex(namespace: NamespaceId, name: &'static str) -> Self {
        let anything = Self::builtin(Builtin::AnyType, name, WhiteSpace::Preserve);
        Self { namespace, variety: Variety::Complex, ..anything }
    }

    /// The type under another name and with these facets (all that are in force).
    #[must_use]
    pub const fn restrict(self, namespace: NamespaceId, name: &'static str, facets: &'static [Facet]) -> Self {
        Self { namespace, name, facets, ..self }
    }

    /// The type with another treatment of white space.
    #[must_use]
    pub const fn with_white_space(self, white_space: WhiteSpace) -> Self {
        Self { white_space, ..self }
    }

    /// A list or union.
    #[must_use]
    pub const fn with_variety(self, variety: Variety) -> Self {
        Self { variety, ..self }
    }

    /// The type with a default value.
    #[must_use]
    pub const fn with_default(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    /// The type with a fixed value.
    #[must_use]
    pub const fn with_fixed(self, fixed: &'static str) -> Self {
        Self { fixed: Some(fixed), ..self }
    }
}

/// Stands for the simple type of a field that has none.
pub static COMPLEX: SimpleType = base::COMPLEX;

/// `soapenc:base64` (SOAP 1.1 section 5.2.3), which messages that say their types call by this name.
pub static ENCODED_BASE64: SimpleType = base::ENCODED_BASE64;

macro_rules! builtins {
    ($($(#[$doc:meta])* $name:ident $builtin:ident $xsd:literal $ws:ident;)*) => {
        /// The built-in types as values, to derive from in constants.
        pub mod base {
            use super::{Builtin, SimpleType, WhiteSpace};
            $(#[doc = concat!("`xs:", $xsd, "`")] pub const $name: SimpleType = SimpleType::builtin(Builtin::$builtin, $xsd, WhiteSpace::$ws);)*
            /// None: complex content, of an element with a default or fixed value.
            pub const COMPLEX: SimpleType = SimpleType::complex(0, "");
            /// `soapenc:base64`
            pub const ENCODED_BASE64: SimpleType =
                BASE64_BINARY.restrict(crate::xml::name::ENC11, "soapenc:base64", &[]);
        }
        $(#[doc = concat!("`xs:", $xsd, "`")] pub static $name: SimpleType = base::$name;)*

        /// The built-in type that XML Schema calls so.
        pub(super) fn built_in(name: &str) -> Option<&'static SimpleType> {
            match name {
                $($xsd => Some(&$name),)*
                _ => None,
            }
        }
    };
}

builtins! {
    ANY_SIMPLE_TYPE AnySimpleType "anySimpleType" Preserve;
    STRING String "string" Preserve;
    NORMALIZED_STRING NormalizedString "normalizedString" Replace;
    TOKEN Token "token" Collapse;
    LANGUAGE Language "language" Collapse;
    NAME Name "Name" Collapse;
    NCNAME NCName "NCName" Collapse;
    NMTOKEN Nmtoken "NMTOKEN" Collapse;
    NMTOKENS Nmtokens "NMTOKENS" Collapse;
    ID Id "ID" Collapse;
    IDREF Idref "IDREF" Collapse;
    IDREFS Idrefs "IDREFS" Collapse;
    ENTITY Entity "ENTITY" Collapse;
    ENTITIES Entities "ENTITIES" Collapse;
    ANY_URI AnyUri "anyURI" Collapse;
    QNAME QName "QName" Collapse;
    NOTATION Notation "NOTATION" Collapse;
    BOOLEAN Boolean "boolean" Collapse;
    DECIMAL Decimal "decimal" Collapse;
    INTEGER Integer "integer" Collapse;
    NON_POSITIVE_INTEGER NonPositiveInteger "nonPositiveInteger" Collapse;
    NEGATIVE_INTEGER NegativeInteger "negativeInteger" Collapse;
    NON_NEGATIVE_INTEGER NonNegativeInteger "nonNegativeInteger" Collapse;
    POSITIVE_INTEGER PositiveInteger "positiveInteger" Collapse;
    LONG Long "long" Collapse;
    INT Int "int" Collapse;
    SHORT Short "short" Collapse;
    BYTE Byte "byte" Collapse;
    UNSIGNED_LONG UnsignedLong "unsignedLong" Collapse;
    UNSIGNED_INT UnsignedInt "unsignedInt" Collapse;
    UNSIGNED_SHORT UnsignedShort "unsignedShort" Collapse;
    UNSIGNED_BYTE UnsignedByte "unsignedByte" Collapse;
    FLOAT Float "float" Collapse;
    DOUBLE Double "double" Collapse;
    DURATION Duration "duration" Collapse;
    DATE_TIME DateTime "dateTime" Collapse;
    DATE Date "date" Collapse;
    TIME Time "time" Collapse;
    G_YEAR GYear "gYear" Collapse;
    G_YEAR_MONTH GYearMonth "gYearMonth" Collapse;
    G_MONTH GMonth "gMonth" Collapse;
    G_MONTH_DAY GMonthDay "gMonthDay" Collapse;
    G_DAY GDay "gDay" Collapse;
    HEX_BINARY HexBinary "hexBinary" Collapse;
    BASE64_BINARY Base64Binary "base64Binary" Collapse;
}
