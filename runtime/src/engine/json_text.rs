//! JSON text: strings and literals as RFC 8259 writes them.

use crate::scan::{below, equal, find};

/// Appends a JSON string.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut start = 0;
    loop {
        let end = run_end(bytes, start);
        out.extend_from_slice(bytes.get(start..end).unwrap_or_default());
        start = end;
        let Some(&byte) = bytes.get(start) else { break };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            // A control character.
            _ => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        }
        start += 1;
    }
    out.push(b'"');
}

/// Where the first byte from `start` is that cannot stand for itself in a string; the length when there is none.
#[inline]
pub(super) fn run_end(bytes: &[u8], start: usize) -> usize {
    let special = |word| below(word, 0x20) | equal(word, b'"') | equal(word, b'\\');
    let rest = bytes.get(start..).unwrap_or_default();
    start + find(rest, special).unwrap_or(rest.len())
}

/// Appends a literal: as it is where `bare` allows and JSON has it, else as a string.
#[inline]
pub(super) fn literal(out: &mut Vec<u8>, bare: bool, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    if !bare {
        out.push(b'"');
        write(out);
        out.push(b'"');
        return;
    }
    write(out);
    // Infinities and NaN are no numbers there, nor is what begins with a plus sign, needless zeros or the point.
    let written = out.get(start..).unwrap_or_default();
    if number_end(written) != Some(written.len()) && written != b"true" && written != b"false" {
        out.insert(start, b'"');
        out.push(b'"');
    }
}

/// Where the number at the beginning of `text` ends.
pub(super) fn number_end(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len())
    };
    let start = usize::from(text.first() == Some(&b'-'));
    let mut end = digits(start);
    if end == start || (text.get(start) == Some(&b'0') && end > start + 1) {
        return None;
    }
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == end + 1 {
            return None;
        }
        end = fraction;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent == end + 1 + sign {
            return None;
        }
        end = exponent;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `xs:integer` and `xs:decimal` have spellings that are no numbers in JSON (RFC 8259 section 6).
    #[test]
    fn what_json_has_no_number_for_is_a_string() {
        for text in ["0", "-0", "10", "0.50", "-1.5E-7", "1e5", "true", "false"] {
            let mut out = b"x".to_vec();
            literal(&mut out, true, |out| out.extend_from_slice(text.as_bytes()));
            assert_eq!(String::from_utf8_lossy(&out), format!("x{text}"));
        }
        for text in ["+5", "007", "-00", ".5", "-.5", "5.", "1e", "1e+", "-1.5E-", "INF", "-INF", "NaN", "1 2", ""] {
            let mut out = b"x".to_vec();
            literal(&mut out, true, |out| out.extend_from_slice(text.as_bytes()));
            assert_eq!(String::from_utf8_lossy(&out), format!("x\"{text}\""));
        }
    }

    /// RFC 8259 section 7.
    #[test]
    fn what_cannot_stand_in_a_string_is_escaped() {
        let mut out = Vec::new();
        string("a\"b\\c/\n\r\t\u{8}\u{1F}\u{7F}ü\u{1F600}", &mut out);
        let expected = "\"a\\\"b\\\\c/\\n\\r\\t\\u0008\\u001f\u{7F}ü\u{1F600}\"";
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }
}
