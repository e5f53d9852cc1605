//! Character classes of XML 1.0 (fifth edition), sections 2.2 and 2.3.

use crate::scan::{equal, find};

/// ASCII that may stand inside an NCName.
pub(super) const NAME: u8 = 1;
/// ASCII that may begin an NCName.
pub(super) const START: u8 = 2;
/// White space (production S).
pub(super) const SPACE: u8 = 4;
/// What needs a look when text is written.
pub(super) const TEXT_ESCAPE: u8 = 8;
/// What needs a look when an attribute value is written.
pub(super) const VALUE_ESCAPE: u8 = 16;

/// The classes of each byte.
pub(super) static CLASS: [u8; 256] = classes();

#[expect(clippy::indexing_slicing, reason = "worked out by the compiler")]
const fn classes() -> [u8; 256] {
    let mut table = [0_u8; 256];
    let mut byte = 0_u8;
    loop {
        let mut class = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => NAME | START,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            b'\t' | b'\n' | b'\r' | b' ' => SPACE,
            _ => 0,
        };
        // 0xEF begins U+FFFE and U+FFFF, which XML does not allow.
        if byte < 0x20 || matches!(byte, b'<' | b'>' | b'&' | 0xEF) {
            class |= VALUE_ESCAPE;
            if byte != b'\t' && byte != b'\n' {
                class |= TEXT_ESCAPE;
            }
        }
        if byte == b'"' {
            class |= VALUE_ESCAPE;
        }
        table[byte as usize] = class;
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// Whether the byte is of the class.
#[inline]
#[expect(clippy::indexing_slicing, reason = "there is a class for every byte")]
pub(super) fn is(byte: u8, class: u8) -> bool {
    CLASS[usize::from(byte)] & class != 0
}

/// Where the run of bytes that are (or, for `stop`, are not) of the class ends, from `start`.
#[inline]
pub(super) fn run_end(bytes: &[u8], start: usize, class: u8, stop: bool) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|&byte| is(byte, class) == stop).unwrap_or(rest.len())
}

/// NameStartChar without the colon.
fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// NameChar without the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// The production Char.
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Where the NCName that begins at `start` ends; `start` itself when none begins there.
#[inline]
pub(super) fn ncname_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    match bytes.get(start) {
        Some(&first) if is(first, START) => {
            let end = run_end(bytes, start + 1, NAME, false);
            match bytes.get(end) {
                Some(0x80..) => wide_name_end(text, end),
                _ => end,
            }
        }
        Some(0x80..) => match text.get(start..).and_then(|rest| rest.chars().next()) {
            Some(c) if is_name_start(c) => wide_name_end(text, start + c.len_utf8()),
            _ => start,
        },
        _ => start,
    }
}

#[cold]
fn wide_name_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find(|c| !is_name_char(c)).unwrap_or(rest.len())
}

/// Where the text at the start of `bytes` ends: at the next `<` or `&`. Most texts are short, and found at their end before a
/// call would have begun to look.
#[inline]
pub(super) fn text_end(bytes: &[u8]) -> Option<usize> {
    const NEAR: usize = 32;
    if let Some(near) = bytes.first_chunk::<NEAR>()
        && let Some(at) = find(near, |word| equal(word, b'<') | equal(word, b'&'))
    {
        return Some(at);
    }
    memchr::memchr2(b'<', b'&', bytes)
}

/// What one pass over a whole text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Survey {
    /// The first character that is not a Char, and where.
    pub(super) illegal: Option<(usize, char)>,
    /// Whether any carriage return needs normalising.
    pub(super) carriage_returns: bool,
    /// Whether there is any `]`, so that text must be searched for `]]>`.
    pub(super) brackets: bool,
}

/// Looks at every byte once, in a form the compiler turns into vector code, and at few of them twice.
pub(super) fn survey(text: &str) -> Survey {
    const BLOCK: usize = 1024;
    let bytes = text.as_bytes();
    let mut survey = Survey { illegal: None, carriage_returns: false, brackets: false };
    for (index, block) in bytes.chunks(BLOCK).enumerate() {
        let (mut suspect, mut brackets) = (0_u8, 0_u8);
        for &byte in block {
            suspect |= control(byte) | u8::from(byte == 0xEF);
            brackets |= u8::from(byte == b']');
        }
        survey.brackets |= brackets != 0;
        if suspect != 0 {
            survey.look(bytes, index * BLOCK, block);
            if survey.illegal.is_some() {
                break;
            }
        }
    }
    survey
}

/// 1 for a control character that most texts do not hold, the carriage return among them.
#[inline]
fn control(byte: u8) -> u8 {
    u8::from(byte < 0x20) & u8::from(byte != b'\t') & u8::from(byte != b'\n')
}

impl Survey {
    /// Looks again at a block in which something may be wrong.
    fn look(&mut self, bytes: &[u8], start: usize, block: &[u8]) {
        let (mut suspect, mut returns) = (0_u8, 0_u8);
        for &byte in block {
            let cr = u8::from(byte == b'\r');
            suspect |= (control(byte) & !cr) | u8::from(byte == 0xEF);
            returns |= cr;
        }
        self.carriage_returns |= returns != 0;
        if suspect != 0 {
            self.illegal = first_illegal(bytes, start, block.len());
        }
    }
}

fn first_illegal(bytes: &[u8], start: usize, len: usize) -> Option<(usize, char)> {
    (start..start + len).find_map(|at| match bytes.get(at..)? {
        [b'\t' | b'\n' | b'\r', ..] => None,
        [control @ 0..=0x1F, ..] => Some((at, char::from(*control))),
        [0xEF, 0xBF, 0xBE, ..] => Some((at, '\u{FFFE}')),
        [0xEF, 0xBF, 0xBF, ..] => Some((at, '\u{FFFF}')),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_survey_finds_the_first_illegal_character_in_any_block() {
        for length in [0, 1, 1022, 1023, 1024, 1025, 5000] {
            let fill = "x".repeat(length);
            for (bad, c) in [("\u{0}", '\0'), ("\u{1F}", '\u{1F}'), ("\u{FFFE}", '\u{FFFE}'), ("\u{FFFF}", '\u{FFFF}')]
            {
                assert_eq!(survey(&format!("{fill}{bad}\u{1}")).illegal, Some((length, c)));
            }
            let fine = format!("{fill}\t\n\r \u{7F}\u{85}\u{FFFD}\u{10FFFF}\u{F000}");
            assert_eq!(survey(&fine), Survey { illegal: None, carriage_returns: true, brackets: false });
            assert!(survey(&format!("{fill}]")).brackets);
        }
    }

    #[test]
    fn a_text_ends_at_markup_near_and_far() {
        for length in 0..80 {
            let text = format!("{}<", "x".repeat(length));
            assert_eq!(text_end(text.as_bytes()), Some(length));
            assert_eq!(text_end(format!("{text}&{text}").as_bytes()), Some(length));
            assert_eq!(text_end(text.replace('<', "&<").as_bytes()), Some(length));
            assert_eq!(text_end(&text.as_bytes()[..length]), None);
        }
    }

    #[test]
    fn names_follow_the_fifth_edition() {
        assert_eq!(ncname_end("a-b.c_1:d", 0), 7);
        assert_eq!(ncname_end("1a", 0), 0);
        assert_eq!(ncname_end("-a", 0), 0);
        assert_eq!(ncname_end("straße>", 0), "straße".len());
        assert_eq!(ncname_end("Ω\u{B7}\u{300}\u{D7}", 0), "Ω\u{B7}\u{300}".len());
        assert_eq!(ncname_end("\u{B7}a", 0), 0);
        assert_eq!(ncname_end("\u{37E}", 0), 0);
        assert_eq!(ncname_end("\u{EFFFF}", 0), 4);
        assert_eq!(ncname_end("\u{F0000}", 0), 0);
    }
}
