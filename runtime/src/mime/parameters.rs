//! A `Content-Type` and its parameters (RFC 2045, section 5.1).

use super::MimeError;

/// What stands before the parameters.
pub(super) fn media_type(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

/// The value of the first parameter of that name, unquoted.
pub(super) fn parameter(content_type: &str, wanted: &str) -> Option<String> {
    let (_, mut rest) = content_type.split_once(';')?;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, next) = value(after.trim_start());
        // A parameter without a value before this one is passed over.
        let name = name.rsplit(';').next().unwrap_or_default().trim();
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = next;
    }
}

/// A token or a quoted string, and what follows the next semicolon.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, next) = text.split_once(';').unwrap_or((text, ""));
        return (token.trim_end().to_owned(), next);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                let after = quoted.get(at + 1..).unwrap_or_default();
                return (value, after.split_once(';').map_or("", |(_, next)| next));
            }
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value, "")
}

/// The boundary: 1 to 70 characters of those that RFC 2046, section 5.1.1, allows.
pub(super) fn boundary(content_type: &str) -> Result<String, MimeError> {
    let boundary = parameter(content_type, "boundary").ok_or(MimeError::Malformed("Content-Type names no boundary"))?;
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    let is_whole = (1..=70).contains(&boundary.len()) && !boundary.ends_with(' ');
    if is_whole && boundary.bytes().all(is_allowed) {
        Ok(boundary)
    } else {
        Err(MimeError::Malformed("the boundary is not one that RFC 2046 allows"))
    }
}
