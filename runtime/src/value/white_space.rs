//! The `whiteSpace` facet (XML Schema 1.0 part 2, 4.3.6).

use std::borrow::Cow;

/// What is done to the white space of a text before it is read as a literal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WhiteSpace {
    /// Nothing.
    #[default]
    Preserve,
    /// Each tab, line feed and carriage return becomes a space.
    Replace,
    /// As `Replace`, then runs of spaces become one and those at the ends go.
    Collapse,
}

/// Applies the facet; borrows where there is nothing to change.
///
/// ```
/// use castile::value::{WhiteSpace, normalize};
/// assert_eq!(normalize(WhiteSpace::Collapse, " a\n\tb "), "a b");
/// assert_eq!(normalize(WhiteSpace::Replace, " a\n\tb "), " a  b ");
/// ```
pub fn normalize(white_space: WhiteSpace, text: &str) -> Cow<'_, str> {
    match white_space {
        WhiteSpace::Preserve => Cow::Borrowed(text),
        WhiteSpace::Replace if is_replaced(text) => Cow::Borrowed(text),
        WhiteSpace::Replace => Cow::Owned(text.replace(['\t', '\n', '\r'], " ")),
        WhiteSpace::Collapse => collapse(text),
    }
}

/// Whether the byte is one of the four white space characters of XML.
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The text without white space at its ends.
pub(crate) fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if is_space(*first) || is_space(*last) => text.trim_matches([' ', '\t', '\n', '\r']),
        _ => text,
    }
}

/// The items of a list literal.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r']).filter(|item| !item.is_empty())
}

pub(crate) fn is_replaced(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r'))
}

pub(crate) fn is_collapsed(text: &str) -> bool {
    let mut previous = b' ';
    for byte in text.bytes() {
        if is_space(byte) && (byte != b' ' || previous == b' ') {
            return false;
        }
        previous = byte;
    }
    previous != b' ' || text.is_empty()
}

fn collapse(text: &str) -> Cow<'_, str> {
    let trimmed = trim(text);
    if is_collapsed(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    let mut collapsed = String::with_capacity(trimmed.len());
    for item in items(trimmed) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(item);
    }
    Cow::Owned(collapsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borrows_what_needs_no_change() {
        assert!(matches!(normalize(WhiteSpace::Collapse, " a b "), Cow::Borrowed("a b")));
        assert!(matches!(normalize(WhiteSpace::Replace, " a b "), Cow::Borrowed(" a b ")));
        assert!(matches!(normalize(WhiteSpace::Preserve, "\ta\n"), Cow::Borrowed("\ta\n")));
    }

    #[test]
    fn only_the_four_characters_of_xml_are_white_space() {
        assert_eq!(normalize(WhiteSpace::Collapse, "\u{a0}a\u{2003}"), "\u{a0}a\u{2003}");
        assert_eq!(normalize(WhiteSpace::Collapse, " \t\r\n"), "");
        assert_eq!(normalize(WhiteSpace::Collapse, "a  b"), "a b");
        assert_eq!(normalize(WhiteSpace::Replace, "\ta\n\r\u{b}b "), " a  \u{b}b ");
    }
}
