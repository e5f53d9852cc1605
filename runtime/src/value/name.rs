//! The lexical rules of the types derived from string (XML Schema 1.0 part 2, 3.3), for text whose white space is already collapsed.
//!
//! Name characters are those of XML 1.0 fifth edition, a superset of the second edition's that XSD 1.0 cites.

/// `NameStartChar` of XML 1.0, sorted.
pub(crate) static NAME_START: &[(u32, u32)] = &[
    (0x3a, 0x3a),
    (0x41, 0x5a),
    (0x5f, 0x5f),
    (0x61, 0x7a),
    (0xc0, 0xd6),
    (0xd8, 0xf6),
    (0xf8, 0x2ff),
    (0x370, 0x37d),
    (0x37f, 0x1fff),
    (0x200c, 0x200d),
    (0x2070, 0x218f),
    (0x2c00, 0x2fef),
    (0x3001, 0xd7ff),
    (0xf900, 0xfdcf),
    (0xfdf0, 0xfffd),
    (0x10000, 0xeffff),
];

/// What `NameChar` has beyond `NameStartChar`, sorted.
pub(crate) static NAME_CHAR: &[(u32, u32)] =
    &[(0x2d, 0x2e), (0x30, 0x39), (0xb7, 0xb7), (0x300, 0x36f), (0x203f, 0x2040)];

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

fn is_name_start(c: char) -> bool {
    within(NAME_START, c)
}

fn is_name_char(c: char) -> bool {
    is_name_start(c) || within(NAME_CHAR, c)
}

/// `xs:Name` (3.3.6): a name character that may start, then name characters.
///
/// ```
/// assert!(castile::value::is_name(":x-1"));
/// assert!(!castile::value::is_name("-x"));
/// ```
pub fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start) && text.chars().all(is_name_char)
}

/// `xs:NCName` (3.3.7), also `ID`, `IDREF` and `ENTITY`: a name without colon.
pub fn is_nc_name(text: &str) -> bool {
    is_name(text) && !text.contains(':')
}

/// `xs:NMTOKEN` (3.3.4): name characters, at least one.
pub fn is_nmtoken(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_char)
}

/// `xs:language` (3.3.3): `[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*`.
pub fn is_language(text: &str) -> bool {
    let mut subtags = text.split('-');
    let fits = |subtag: &str| (1..=8).contains(&subtag.len());
    subtags.next().is_some_and(|tag| fits(tag) && tag.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && subtags.all(|tag| fits(tag) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `NCName` or `NCName:NCName` (Namespaces in XML, production 7).
pub fn is_qname(text: &str) -> bool {
    match text.split_once(':') {
        Some((prefix, local)) => is_nc_name(prefix) && is_nc_name(local),
        None => is_nc_name(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["a", "_", ":", "a.b-c:d1", "é", "名前", "\u{10000}"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1", ".", "-a", "a b", " a", "a\u{d7}", "a\n"] {
            assert!(!is_name(name), "{name}");
        }
        assert!(is_nc_name("a") && !is_nc_name("a:b") && !is_nc_name(":"));
        assert!(is_nmtoken("-1:") && !is_nmtoken("") && !is_nmtoken("a b"));
    }

    #[test]
    fn languages() {
        for tag in ["en", "en-GB", "i-cherokee", "x-12345678", "zh-Hant-TW"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["", "en_GB", "123", "en-", "-en", "abcdefghi", "en--GB", "é"] {
            assert!(!is_language(tag), "{tag}");
        }
    }

    #[test]
    fn qualified_names() {
        assert!(is_qname("a:b") && is_qname("b"));
        for name in ["a:", ":b", "a:b:c", "", "a:1"] {
            assert!(!is_qname(name), "{name}");
        }
    }
}
