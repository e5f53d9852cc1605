//! `xs:documentation` and `wsdl:documentation` as doc lines that are text and nothing else: no code block, hence no
//! doctest, no link, no tag, no control character.

use crate::model::{Facet, Type};
use crate::xsd::Documentation;

/// Longer documentation is cut.
const LONGEST: usize = 16 * 1024;

/// Cleans a documentation text to lines of Markdown that show it as it was meant.
pub(super) fn lines(documentation: &Documentation) -> Vec<String> {
    documentation.as_deref().map(clean).unwrap_or_default()
}

fn clean(text: &str) -> Vec<String> {
    let (text, cut) = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    };
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let line = escape(line);
        // One blank line parts paragraphs; none stands at the top.
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(line);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if cut {
        lines.push(String::from("(The contract says more; this is cut.)"));
    }
    lines
}

/// One line: runs of white space are one blank, none at the ends, and nothing in it means anything to Markdown.
fn escape(line: &str) -> String {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let mut out = String::new();
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        match address(word) {
            Some((address, rest)) => {
                out.extend(["<", address, ">"]);
                escape_word(rest, &mut out);
            }
            None => escape_word(word, &mut out),
        }
    }
    out
}

/// A web address at the start of a word and what follows it; rustdoc complains of one that stands bare.
fn address(word: &str) -> Option<(&str, &str)> {
    let rest =
        word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")).filter(|rest| !rest.is_empty())?;
    let plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'*+,;=%".contains(&byte));
    let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    (plain && address.len() > "https://".len()).then(|| word.split_at(address.len()))
}

fn escape_word(word: &str, out: &mut String) {
    for c in word.chars() {
        match c {
            '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => {}
            '[' | ']' | '<' | '>' | '`' | '\\' | '*' | '~' | '|' => out.extend(['\\', c]),
            // `_` is emphasis only at the edge of a word.
            '_' if out.is_empty() || out.ends_with([' ', '(', '_']) => out.extend(['\\', c]),
            '#' | '+' | '-' | '=' if out.is_empty() => out.extend(['\\', c]),
            // An address that is none: `http\://` shows the same and is not taken for one.
            ':' if out.ends_with("http") || out.ends_with("https") => out.extend(['\\', c]),
            // `1. ` and `1) ` begin a list, whose next line would be indented text.
            '.' | ')' if !out.is_empty() && out.len() < 10 && out.bytes().all(|byte| byte.is_ascii_digit()) => {
                out.extend(['\\', c]);
            }
            _ => out.push(c),
        }
    }
}

/// The facets in words, one sentence each.
pub(super) fn facets(facets: &[Facet], ty: &Type) -> Vec<String> {
    facets.iter().filter_map(|each| facet(each, ty)).flat_map(|sentence| clean(&sentence)).collect()
}

fn facet(facet: &Facet, ty: &Type) -> Option<String> {
    const SHOWN: usize = 200;
    let unit = |count: u64| match (ty, count) {
        (Type::Vec(_), 1) => "item",
        (Type::Vec(_), _) => "items",
        (Type::Runtime("value::HexBinary" | "value::Base64Binary"), 1) => "byte",
        (Type::Runtime("value::HexBinary" | "value::Base64Binary"), _) => "bytes",
        (_, 1) => "character",
        _ => "characters",
    };
    Some(match facet {
        Facet::Length(count) => format!("Exactly {count} {}.", unit(*count)),
        Facet::Enumeration(values) => {
            let values = values.join(", ");
            // An enum lists its values itself.
            if !matches!(ty, Type::Plain(_) | Type::Runtime(_)) || values.len() > SHOWN {
                return None;
            }
            format!("One of {values}.")
        }
        Facet::MinLength(0) => return None,
        Facet::MinLength(count) => format!("At least {count} {}.", unit(*count)),
        Facet::MaxLength(count) => format!("At most {count} {}.", unit(*count)),
        Facet::Pattern(alternatives) => {
            let pattern = alternatives.join("|");
            if pattern.len() > SHOWN {
                return Some(String::from("Of a form that the contract gives."));
            }
            format!("Of the form {pattern}")
        }
        Facet::MinInclusive(value) => format!("At least {value}."),
        Facet::MaxInclusive(value) => format!("At most {value}."),
        Facet::MinExclusive(value) => format!("More than {value}."),
        Facet::MaxExclusive(value) => format!("Less than {value}."),
        Facet::TotalDigits(count) => format!("At most {count} digits."),
        Facet::FractionDigits(count) => format!("At most {count} digits after the point."),
    })
}

/// Documentation, then further sentences in a paragraph of their own.
pub(super) fn joined(mut documentation: Vec<String>, more: Vec<String>) -> Vec<String> {
    if !documentation.is_empty() && !more.is_empty() {
        documentation.push(String::new());
    }
    documentation.extend(more);
    documentation
}

#[cfg(test)]
mod tests {
    use super::{clean, facets};
    use crate::model::{Facet, Type};

    #[test]
    fn indented_text_is_no_code() {
        assert_eq!(
            clean("\n        std::fs::write(\"x\", \"y\");\n\n\n\t\tmore\r"),
            ["std::fs::write(\"x\", \"y\");", "", "more"]
        );
    }

    #[test]
    fn markup_is_shown_and_not_followed() {
        assert_eq!(clean("```rust\nfn main() {}\n```"), ["\\`\\`\\`rust", "fn main() {}", "\\`\\`\\`"]);
        assert_eq!(clean("~~~\n# head\n1. one"), ["\\~\\~\\~", "\\# head", "1\\. one"]);
        assert_eq!(clean("a [link](http://x) <script>"), ["a \\[link\\](http\\://x) \\<script\\>"]);
        assert_eq!(clean("snake_case _x_"), ["snake_case \\_x_"]);
    }

    #[test]
    fn no_control_or_direction_mark_is_left() {
        assert_eq!(clean("a\u{202e}b\u{0}c\u{1b}[2J"), ["ab c \\[2J"]);
    }

    #[test]
    fn long_texts_are_cut() {
        let lines = clean(&"x\n".repeat(20_000));
        assert_eq!(lines.last().map(String::as_str), Some("(The contract says more; this is cut.)"));
        assert!(lines.iter().map(String::len).sum::<usize>() < 20_000);
    }

    #[test]
    fn facets_are_said_in_words() {
        assert_eq!(
            facets(&[Facet::MinLength(1), Facet::MaxLength(30)], &Type::Plain("String")),
            ["At least 1 character.", "At most 30 characters."]
        );
        let list = Type::Vec(Box::new(Type::Plain("i32")));
        assert_eq!(facets(&[Facet::Length(2)], &list), ["Exactly 2 items."]);
        let values = Facet::Enumeration(vec![String::from("1"), String::from("10")]);
        assert_eq!(facets(&[values], &Type::Plain("i32")), ["One of 1, 10."]);
    }
}
