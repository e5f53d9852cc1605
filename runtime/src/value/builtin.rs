//! The built-in types of XML Schema 1.0 by name (part 2, section 3).

use std::fmt;

use super::white_space::{is_collapsed, is_replaced, items, trim};
use super::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, HexBinary, Integer,
    Lexical, Time, ValueError, WhiteSpace, is_language, is_name, is_nc_name, is_nmtoken, is_qname,
};

macro_rules! names {
    ($(#[$doc:meta])* $enum:ident { $($variant:ident $name:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $enum {
            $(#[doc = concat!("`xs:", $name, "`")] $variant,)*
        }

        impl $enum {
            /// All of them, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The local name in the XML Schema namespace.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The one of this local name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

names! {
    /// A primitive type: what decides how values are compared and measured.
    Primitive {
        String "string"
        Boolean "boolean"
        Decimal "decimal"
        Float "float"
        Double "double"
        Duration "duration"
        DateTime "dateTime"
        Time "time"
        Date "date"
        GYearMonth "gYearMonth"
        GYear "gYear"
        GMonthDay "gMonthDay"
        GDay "gDay"
        GMonth "gMonth"
        HexBinary "hexBinary"
        Base64Binary "base64Binary"
        AnyUri "anyURI"
        QName "QName"
        Notation "NOTATION"
    }
}

names! {
    /// A built-in type: the two ur-types, the primitive types and those derived from them.
    Builtin {
        AnyType "anyType"
        AnySimpleType "anySimpleType"
        String "string"
        Boolean "boolean"
        Decimal "decimal"
        Float "float"
        Double "double"
        Duration "duration"
        DateTime "dateTime"
        Time "time"
        Date "date"
        GYearMonth "gYearMonth"
        GYear "gYear"
        GMonthDay "gMonthDay"
        GDay "gDay"
        GMonth "gMonth"
        HexBinary "hexBinary"
        Base64Binary "base64Binary"
        AnyUri "anyURI"
        QName "QName"
        Notation "NOTATION"
        NormalizedString "normalizedString"
        Token "token"
        Language "language"
        Nmtoken "NMTOKEN"
        Nmtokens "NMTOKENS"
        Name "Name"
        NCName "NCName"
        Id "ID"
        Idref "IDREF"
        Idrefs "IDREFS"
        Entity "ENTITY"
        Entities "ENTITIES"
        Integer "integer"
        NonPositiveInteger "nonPositiveInteger"
        NegativeInteger "negativeInteger"
        Long "long"
        Int "int"
        Short "short"
        Byte "byte"
        NonNegativeInteger "nonNegativeInteger"
        UnsignedLong "unsignedLong"
        UnsignedInt "unsignedInt"
        UnsignedShort "unsignedShort"
        UnsignedByte "unsignedByte"
        PositiveInteger "positiveInteger"
    }
}

impl Builtin {
    /// The primitive type it is derived from; that of the items for a list; none for the ur-types.
    pub const fn primitive(self) -> Option<Primitive> {
        Some(match self {
            Self::AnyType | Self::AnySimpleType => return None,
            Self::String
            | Self::NormalizedString
            | Self::Token
            | Self::Language
            | Self::Nmtoken
            | Self::Nmtokens
            | Self::Name
            | Self::NCName
            | Self::Id
            | Self::Idref
            | Self::Idrefs
            | Self::Entity
            | Self::Entities => Primitive::String,
            Self::Boolean => Primitive::Boolean,
            Self::Float => Primitive::Float,
            Self::Double => Primitive::Double,
            Self::Duration => Primitive::Duration,
            Self::DateTime => Primitive::DateTime,
            Self::Time => Primitive::Time,
            Self::Date => Primitive::Date,
            Self::GYearMonth => Primitive::GYearMonth,
            Self::GYear => Primitive::GYear,
            Self::GMonthDay => Primitive::GMonthDay,
            Self::GDay => Primitive::GDay,
            Self::GMonth => Primitive::GMonth,
            Self::HexBinary => Primitive::HexBinary,
            Self::Base64Binary => Primitive::Base64Binary,
            Self::AnyUri => Primitive::AnyUri,
            Self::QName => Primitive::QName,
            Self::Notation => Primitive::Notation,
            Self::Decimal
            | Self::Integer
            | Self::NonPositiveInteger
            | Self::NegativeInteger
            | Self::Long
            | Self::Int
            | Self::Short
            | Self::Byte
            | Self::NonNegativeInteger
            | Self::UnsignedLong
            | Self::UnsignedInt
            | Self::UnsignedShort
            | Self::UnsignedByte
            | Self::PositiveInteger => Primitive::Decimal,
        })
    }

    /// The item type of `NMTOKENS`, `IDREFS` and `ENTITIES`.
    pub const fn item(self) -> Option<Self> {
        match self {
            Self::Nmtokens => Some(Self::Nmtoken),
            Self::Idrefs => Some(Self::Idref),
            Self::Entities => Some(Self::Entity),
            _ => None,
        }
    }

    /// What is done to white space before a literal is read.
    pub const fn white_space(self) -> WhiteSpace {
        match self {
            Self::AnyType | Self::AnySimpleType | Self::String => WhiteSpace::Preserve,
            Self::NormalizedString => WhiteSpace::Replace,
            _ => WhiteSpace::Collapse,
        }
    }

    /// Whether the text is a literal of the type. White space at the ends is ignored where the type collapses it.
    ///
    /// What a literal needs beyond its spelling is not looked at: that a prefix is bound, an `IDREF` has its `ID`, an entity is declared.
    ///
    /// ```
    /// use castile::value::Builtin;
    /// assert!(Builtin::UnsignedByte.lexical_ok("255").is_ok());
    /// assert!(Builtin::UnsignedByte.lexical_ok("256").is_err());
    /// ```
    ///
    /// # Errors
    /// A [`ValueError`] that names the type.
    pub fn lexical_ok(self, text: &str) -> Result<(), ValueError> {
        match self {
            Self::AnyType | Self::AnySimpleType | Self::String | Self::AnyUri => Ok(()),
            Self::NormalizedString => self.check(text, is_replaced(text)),
            Self::Token => self.check(text, is_replaced(text) && is_collapsed(trim(text))),
            Self::Language => self.check(text, is_language(trim(text))),
            Self::Nmtoken => self.check(text, is_nmtoken(trim(text))),
            Self::Name => self.check(text, is_name(trim(text))),
            Self::NCName | Self::Id | Self::Idref | Self::Entity => self.check(text, is_nc_name(trim(text))),
            Self::Nmtokens => self.check_items(text, is_nmtoken),
            Self::Idrefs | Self::Entities => self.check_items(text, is_nc_name),
            Self::QName | Self::Notation => self.check(text, is_qname(trim(text))),
            Self::Boolean => reads::<bool>(text),
            Self::Decimal => reads::<Decimal>(text),
            Self::Float => reads::<f32>(text),
            Self::Double => reads::<f64>(text),
            Self::Duration => reads::<Duration>(text),
            Self::DateTime => reads::<DateTime>(text),
            Self::Time => reads::<Time>(text),
            Self::Date => reads::<Date>(text),
            Self::GYearMonth => reads::<GYearMonth>(text),
            Self::GYear => reads::<GYear>(text),
            Self::GMonthDay => reads::<GMonthDay>(text),
            Self::GDay => reads::<GDay>(text),
            Self::GMonth => reads::<GMonth>(text),
            Self::HexBinary => reads::<HexBinary>(text),
            Self::Base64Binary => reads::<Base64Binary>(text),
            Self::Integer => reads::<Integer>(text),
            Self::NonPositiveInteger => self.integer(text, |value| value.is_negative() || value.is_zero()),
            Self::NegativeInteger => self.integer(text, Integer::is_negative),
            Self::NonNegativeInteger => self.integer(text, |value| !value.is_negative()),
            Self::PositiveInteger => self.integer(text, |value| !value.is_negative() && !value.is_zero()),
            Self::Long => reads::<i64>(text),
            Self::Int => reads::<i32>(text),
            Self::Short => reads::<i16>(text),
            Self::Byte => reads::<i8>(text),
            Self::UnsignedLong => reads::<u64>(text),
            Self::UnsignedInt => reads::<u32>(text),
            Self::UnsignedShort => reads::<u16>(text),
            Self::UnsignedByte => reads::<u8>(text),
        }
    }

    fn check(self, text: &str, holds: bool) -> Result<(), ValueError> {
        if holds { Ok(()) } else { Err(ValueError::lexical(self.name(), text)) }
    }

    /// The built-in lists have at least one item.
    fn check_items(self, text: &str, holds: fn(&str) -> bool) -> Result<(), ValueError> {
        let mut items = items(text).peekable();
        self.check(text, items.peek().is_some() && items.all(holds))
    }

    fn integer(self, text: &str, within: impl Fn(&Integer) -> bool) -> Result<(), ValueError> {
        match Integer::parse(text) {
            Ok(value) if within(&value) => Ok(()),
            Ok(_) => Err(ValueError::range(self.name(), text)),
            Err(error) => Err(ValueError { expected: self.name(), ..error }),
        }
    }
}

fn reads<T: Lexical>(text: &str) -> Result<(), ValueError> {
    T::parse(text).map(drop)
}

#[cfg(test)]
mod tests {
    use super::super::Reason;
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        assert_eq!(Primitive::ALL.len(), 19);
        assert_eq!(Builtin::ALL.len(), 46);
        for builtin in Builtin::ALL {
            assert_eq!(Builtin::from_name(builtin.name()), Some(*builtin));
        }
        for primitive in Primitive::ALL {
            let builtin = Builtin::from_name(primitive.name());
            assert_eq!(builtin.and_then(Builtin::primitive), Some(*primitive));
        }
        assert_eq!(Builtin::from_name("duratio"), None);
    }

    #[test]
    fn derived_types_narrow_their_base() {
        for (builtin, good, bad) in [
            (Builtin::NonPositiveInteger, "-0", "1"),
            (Builtin::NegativeInteger, "-1", "0"),
            (Builtin::NonNegativeInteger, "+0", "-1"),
            (Builtin::PositiveInteger, "00001", "0"),
            (Builtin::Byte, "-128", "128"),
            (Builtin::UnsignedLong, "18446744073709551615", "18446744073709551616"),
        ] {
            assert_eq!(builtin.lexical_ok(good), Ok(()));
            let error = builtin.lexical_ok(bad).unwrap_err();
            assert_eq!((error.expected, error.reason), (builtin.name(), Reason::Range));
        }
        assert_eq!(Builtin::PositiveInteger.lexical_ok("x").unwrap_err().expected, "positiveInteger");
    }

    #[test]
    fn strings_by_rule() {
        for (builtin, good, bad) in [
            (Builtin::NormalizedString, " a  b ", "a\tb"),
            (Builtin::Token, "a b", "a  b"),
            (Builtin::Nmtokens, " a -b ", " "),
            (Builtin::Idrefs, "a b", "a 1"),
            (Builtin::QName, "a:b", "a:b:c"),
            (Builtin::Language, "en-GB", "en_GB"),
        ] {
            assert_eq!(builtin.lexical_ok(good), Ok(()), "{builtin} {good}");
            assert!(builtin.lexical_ok(bad).is_err(), "{builtin} {bad}");
        }
        assert_eq!(Builtin::AnyUri.lexical_ok("::any thing"), Ok(()));
    }
}
