//! The built-in types by their two names: that of XML Schema and that of the runtime's static.

/// The built-in simple types of XML Schema 1.0 (Part 2, section 3), beside the runtime's static of each.
const BUILT_INS: [(&str, &str); 45] = [
    ("anySimpleType", "ANY_SIMPLE_TYPE"),
    ("string", "STRING"),
    ("normalizedString", "NORMALIZED_STRING"),
    ("token", "TOKEN"),
    ("language", "LANGUAGE"),
    ("Name", "NAME"),
    ("NCName", "NCNAME"),
    ("NMTOKEN", "NMTOKEN"),
    ("NMTOKENS", "NMTOKENS"),
    ("ID", "ID"),
    ("IDREF", "IDREF"),
    ("IDREFS", "IDREFS"),
    ("ENTITY", "ENTITY"),
    ("ENTITIES", "ENTITIES"),
    ("anyURI", "ANY_URI"),
    ("QName", "QNAME"),
    ("NOTATION", "NOTATION"),
    ("boolean", "BOOLEAN"),
    ("decimal", "DECIMAL"),
    ("integer", "INTEGER"),
    ("nonPositiveInteger", "NON_POSITIVE_INTEGER"),
    ("negativeInteger", "NEGATIVE_INTEGER"),
    ("nonNegativeInteger", "NON_NEGATIVE_INTEGER"),
    ("positiveInteger", "POSITIVE_INTEGER"),
    ("long", "LONG"),
    ("int", "INT"),
    ("short", "SHORT"),
    ("byte", "BYTE"),
    ("unsignedLong", "UNSIGNED_LONG"),
    ("unsignedInt", "UNSIGNED_INT"),
    ("unsignedShort", "UNSIGNED_SHORT"),
    ("unsignedByte", "UNSIGNED_BYTE"),
    ("float", "FLOAT"),
    ("double", "DOUBLE"),
    ("duration", "DURATION"),
    ("dateTime", "DATE_TIME"),
    ("date", "DATE"),
    ("time", "TIME"),
    ("gYear", "G_YEAR"),
    ("gYearMonth", "G_YEAR_MONTH"),
    ("gMonth", "G_MONTH"),
    ("gMonthDay", "G_MONTH_DAY"),
    ("gDay", "G_DAY"),
    ("hexBinary", "HEX_BINARY"),
    ("base64Binary", "BASE64_BINARY"),
];

/// The runtime's static of the built-in type that XML Schema calls so.
pub fn built_in_static(name: &str) -> Option<&'static str> {
    BUILT_INS.iter().find(|(known, _)| *known == name).map(|(_, built_in)| *built_in)
}

/// What XML Schema calls the built-in type of a static.
pub fn built_in_name(built_in: &str) -> Option<&'static str> {
    BUILT_INS.iter().find(|(_, known)| *known == built_in).map(|(name, _)| *name)
}
