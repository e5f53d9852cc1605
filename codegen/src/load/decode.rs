//! From bytes to text: byte order mark, XML declaration, charset.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text and what was odd about it.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) warnings: Vec<String>,
}

/// How far into a document the XML declaration is looked for.
const DECLARATION_WINDOW: usize = 4 << 10;

/// Decodes a document: a byte order mark decides, then the declaration, then UTF-8 is assumed.
///
/// # Errors
/// When the charset is unknown, or the bytes are not of that charset: nothing is replaced.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let mut warnings = Vec::new();
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (without_mark(bytes, &mut warnings)?, bytes),
    };
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    if malformed {
        let place = match std::str::from_utf8(bytes) {
            Err(error) if encoding == UTF_8 => format!(" at byte {}", error.valid_up_to()),
            _ => String::new(),
        };
        return Err(format!("not valid {}{place}", encoding.name()));
    }
    let text = text.into_owned();
    if declaration(&text).is_none() && declaration(after_lead(&text)).is_some() {
        let lead = if text.trim_start().starts_with("<!--") { "a comment" } else { "white space" };
        warnings.push(format!("{lead} before the XML declaration"));
    }
    Ok(Decoded { text, warnings })
}

/// The encoding of a document without a byte order mark (XML 1.0 appendix F).
fn without_mark(bytes: &[u8], warnings: &mut Vec<String>) -> Result<&'static Encoding, String> {
    match bytes {
        [b'<', 0, ..] => return Ok(UTF_16LE),
        [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let window = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes);
    let ascii: String = window.iter().map(|byte| char::from(*byte)).collect();
    let Some(label) = declaration(after_lead(&ascii)).and_then(declared_encoding) else {
        return Ok(UTF_8);
    };
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            warnings.push(format!("declared as {label}, but its bytes are not; read as UTF-8"));
            Ok(UTF_8)
        }
        Some(encoding) => Ok(encoding),
        None => match Encoding::for_label(label.replace('_', "-").as_bytes()) {
            Some(encoding) => {
                warnings.push(format!("declared as {label}, which is no encoding; read as {}", encoding.name()));
                Ok(encoding)
            }
            None => Err(format!("in an unknown encoding, {label}")),
        },
    }
}

/// The inside of the XML declaration at the start of `text`.
fn declaration(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("<?xml")?;
    let (inside, _) = rest.split_once("?>")?;
    inside.starts_with(char::is_whitespace).then_some(inside)
}

/// `text` without white space and comments at its start, which some tools put before the XML declaration.
fn after_lead(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start();
    }
    rest
}

/// The length of the XML declaration, with the white space and the comments before it.
pub(super) fn declaration_length(text: &str) -> usize {
    let declared = after_lead(text);
    let before = text.len().saturating_sub(declared.len());
    match declaration(declared) {
        Some(inside) => before.saturating_add(inside.len()).saturating_add("<?xml?>".len()),
        None => 0,
    }
}

fn declared_encoding(declaration: &str) -> Option<&str> {
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest.get(1..)?.split(quote).next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::{declaration_length, decode};

    fn text(bytes: &[u8]) -> String {
        decode(bytes).expect("decodes").text
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn a_byte_order_mark_decides() {
        assert_eq!(text(b"\xEF\xBB\xBF<a>\xC3\xA9</a>"), "<a>\u{e9}</a>");
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(utf16("<a>é</a>", u16::to_le_bytes));
        assert_eq!(text(&marked), "<a>é</a>");
    }

    #[test]
    fn utf_16_is_known_by_its_first_bytes() {
        assert_eq!(text(&utf16("<a>é</a>", u16::to_be_bytes)), "<a>é</a>");
        assert_eq!(text(&utf16("<a>é</a>", u16::to_le_bytes)), "<a>é</a>");
    }

    #[test]
    fn the_declaration_names_the_charset() {
        let latin = b"<?xml version='1.0' encoding = 'ISO-8859-1'?><a>\xE9</a>";
        assert!(text(latin).ends_with("<a>é</a>"));
        let respelt = decode(b"<?xml version='1.0' encoding='utf_8'?><a>\xC3\xA9</a>").expect("decodes");
        assert!(respelt.text.contains("<a>é</a>"));
        assert_eq!(respelt.warnings, ["declared as utf_8, which is no encoding; read as UTF-8"]);
        let windows = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xE9</a>";
        assert!(text(windows).ends_with("<a>й</a>"));
    }

    #[test]
    fn a_false_utf_16_declaration_is_a_warning() {
        let decoded = decode(b"<?xml version='1.0' encoding='utf-16'?><a/>").expect("decodes");
        assert_eq!(decoded.warnings.len(), 1);
    }

    #[test]
    fn wrong_bytes_and_unknown_charsets_are_errors() {
        assert_eq!(decode(b"<a>\xE9</a>").expect_err("not UTF-8"), "not valid UTF-8 at byte 3");
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='klingon'?><a/>").expect_err("unknown"),
            "in an unknown encoding, klingon"
        );
    }

    #[test]
    fn what_stands_before_the_declaration_is_a_warning() {
        let warnings = |text: &[u8]| decode(text).expect("decodes").warnings;
        assert_eq!(warnings(b"\r\n <?xml version='1.0'?><a/>"), ["white space before the XML declaration"]);
        assert_eq!(warnings(b"<!-- by --> <!----><?xml version='1.0'?><a/>"), ["a comment before the XML declaration"]);
        assert!(warnings(b" <!-- <?xml version='1.0'?> --><a/>").is_empty());
    }

    #[test]
    fn a_declaration_after_a_comment_names_the_charset() {
        let mut latin = b"<!--".to_vec();
        latin.resize(1500, b'-');
        latin.extend(b"-->\n<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>");
        assert!(text(&latin).ends_with("<a>é</a>"));
    }

    #[test]
    fn the_declaration_is_taken_out_with_what_stands_before_it() {
        assert_eq!(declaration_length("<?xml version='1.0'?><a/>"), 21);
        assert_eq!(declaration_length(" <!--a--> <?xml version='1.0'?><a/>"), 31);
        assert_eq!(declaration_length(" <!--a--><a/>"), 0);
        assert_eq!(declaration_length("<!--a <?xml version='1.0'?><a/>"), 0);
    }
}
