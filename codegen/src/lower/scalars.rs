//! Built-in simple types as Rust types.

use crate::model::Type;

/// The Rust type of the built-in simple type whose facts are the runtime's static of this name, and whether it is a list.
pub(super) fn scalar(builtin: &str) -> (Type, bool) {
    let ty = match builtin {
        "BOOLEAN" => Type::Plain("bool"),
        "LONG" => Type::Plain("i64"),
        "INT" => Type::Plain("i32"),
        "SHORT" => Type::Plain("i16"),
        "BYTE" => Type::Plain("i8"),
        "UNSIGNED_LONG" => Type::Plain("u64"),
        "UNSIGNED_INT" => Type::Plain("u32"),
        "UNSIGNED_SHORT" => Type::Plain("u16"),
        "UNSIGNED_BYTE" => Type::Plain("u8"),
        "FLOAT" => Type::Plain("f32"),
        "DOUBLE" => Type::Plain("f64"),
        "DECIMAL" => Type::Runtime("value::Decimal"),
        "INTEGER" | "NON_POSITIVE_INTEGER" | "NEGATIVE_INTEGER" | "NON_NEGATIVE_INTEGER" | "POSITIVE_INTEGER" => {
            Type::Runtime("value::Integer")
        }
        "DURATION" => Type::Runtime("value::Duration"),
        "DATE_TIME" => Type::Runtime("value::DateTime"),
        "DATE" => Type::Runtime("value::Date"),
        "TIME" => Type::Runtime("value::Time"),
        "G_YEAR" => Type::Runtime("value::GYear"),
        "G_YEAR_MONTH" => Type::Runtime("value::GYearMonth"),
        "G_MONTH" => Type::Runtime("value::GMonth"),
        "G_MONTH_DAY" => Type::Runtime("value::GMonthDay"),
        "G_DAY" => Type::Runtime("value::GDay"),
        "HEX_BINARY" => Type::Runtime("value::HexBinary"),
        "BASE64_BINARY" | "ENCODED_BASE64" => Type::Runtime("value::Base64Binary"),
        "QNAME" | "NOTATION" => Type::Runtime("value::QName"),
        "NMTOKENS" | "IDREFS" | "ENTITIES" => {
            return (Type::Vec(Box::new(Type::Plain("String"))), true);
        }
        _ => Type::Plain("String"),
    };
    (ty, false)
}
