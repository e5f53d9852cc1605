//! From any text to a legal Rust identifier: the one place that knows Rust's naming rules.
//!
//! Every function is total: whatever a contract calls its parts, the answer is an identifier that compiles. Letters
//! outside of a few scripts that Unicode normalisation leaves alone are written as their code point, so two
//! identifiers that differ here differ for the compiler too.

mod scope;

use std::fmt::Write;

pub use scope::Scope;

/// Longer identifiers are cut and marked with a hash of the whole.
const LONGEST: usize = 128;

/// `HTTPServer_v2` → `HttpServerV2`: types and enum arms.
pub fn pascal(text: &str) -> String {
    let mut ident = String::new();
    for word in words(text) {
        // A digit on either side of a seam keeps it visible: `1.0` and `10` must not look alike.
        if ident.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            ident.push('_');
        }
        capitalize(&word, &mut ident);
    }
    finish(ident, text, "Value")
}

/// `p_companyID` → `p_company_id`: fields, methods and modules. Keywords are not yet taken care of: see [`raw`].
pub fn snake(text: &str) -> String {
    let mut ident = String::new();
    for word in words(text) {
        if !ident.is_empty() {
            ident.push('_');
        }
        push_cased(&word, &mut ident, char::to_lowercase);
    }
    finish(ident, text, "value_")
}

/// `requestToken` → `REQUEST_TOKEN`: statics.
pub fn screaming(text: &str) -> String {
    let mut ident = String::new();
    for word in words(text) {
        if !ident.is_empty() {
            ident.push('_');
        }
        push_cased(&word, &mut ident, char::to_uppercase);
    }
    finish(ident, text, "VALUE_")
}

/// The identifier as it is spelled in code: keywords become raw, those that cannot be raw get a trailing `_`.
pub fn raw(ident: &str) -> String {
    match ident {
        "self" | "super" | "crate" | "Self" | "extern" | "_" => format!("{ident}_"),
        _ if KEYWORDS.binary_search(&ident).is_ok() => format!("r#{ident}"),
        _ => ident.to_owned(),
    }
}

/// An arm for an enumeration value: as [`pascal`], with signs spelled out when there is nothing else to go by.
pub fn arm(value: &str) -> String {
    if value.trim().is_empty() {
        return String::from(if value.is_empty() { "Empty" } else { "Blank" });
    }
    let signed_number = value.starts_with(['-', '+']) && value.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if signed_number || !value.contains(char::is_alphanumeric) {
        let spelled: String =
            value.chars().map(|c| sign(c).map_or_else(|| c.to_string(), |word| format!(" {word} "))).collect();
        return pascal(&spelled);
    }
    pascal(value)
}

/// A module name for a namespace: its last telling segments, in snake case and ASCII.
///
/// `http://v2.provisioning.ws.example.com/` → `v2_provisioning`, `http://tempuri.org/` → `tempuri`,
/// `urn:example:orders` → `orders`, `http://schemas.example.com/2004/07/Orders.Contract` → `orders_contract`.
pub fn module(namespace: &str) -> String {
    if namespace == "http://www.w3.org/XML/1998/namespace" {
        return String::from("xml");
    }
    let rest = namespace.split_once("://").map_or(namespace, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or(if rest.contains(':') { ("", rest) } else { (rest, "") });
    let mut segments = path.split(['/', ':', '#', '?']).filter(|segment| !segment.is_empty());
    let mut telling = segments.next_back().unwrap_or("").trim_end_matches(".xsd").trim_end_matches(".wsdl").to_owned();
    // A version or a date says nothing alone: take the segment before it along.
    while is_version(&telling)
        && let Some(before) = segments.next_back()
    {
        telling = format!("{before}_{telling}");
        if !is_version(before) {
            break;
        }
    }
    if telling.is_empty() {
        telling = host_segments(host);
    } else if is_version(&telling) {
        telling = format!("{}_{telling}", host_segments(host));
    }
    if telling.is_empty() {
        return String::from("types");
    }
    let ascii: String = snake(&telling).chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let ident = match ascii.trim_matches('_') {
        "" => String::from("types"),
        trimmed if trimmed.starts_with(|c: char| c.is_ascii_digit()) => format!("v{trimmed}"),
        trimmed => trimmed.to_owned(),
    };
    if is_device(&ident) { format!("{ident}_") } else { ident }
}

/// The labels of a host that name a service rather than an organisation: at most two of those before the domain.
fn host_segments(host: &str) -> String {
    let host = host.split([':', '@']).next().unwrap_or(host);
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty() && *label != "www").collect();
    match labels.len() {
        0 => String::new(),
        1 => labels.concat(),
        2 | 3 if !labels.first().is_some_and(|label| is_version(label)) => (*labels.first().unwrap_or(&"")).to_owned(),
        _ => labels.iter().take(2).copied().collect::<Vec<_>>().join("_"),
    }
}

/// `v2`, `2004`, `1.0`, `07`
fn is_version(segment: &str) -> bool {
    let digits = segment.trim_start_matches(['v', 'V', 'r', 'R']);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
}

/// Names that are no files on some systems, or that the emitted code has for itself.
fn is_device(ident: &str) -> bool {
    let numbered = ident.len() == 4
        && (ident.starts_with("com") || ident.starts_with("lpt"))
        && ident.ends_with(|c: char| c.is_ascii_digit());
    numbered
        || matches!(
            ident,
            "con" | "prn" | "aux" | "nul" | "mod" | "lib" | "main" | "castile" | "core" | "std" | "alloc" | "f"
        )
}

/// Ends an identifier: never empty, never starting with a digit, never too long.
fn finish(mut ident: String, text: &str, prefix: &str) -> String {
    if ident.is_empty() {
        prefix.trim_end_matches('_').clone_into(&mut ident);
    } else if !ident.starts_with(unicode_ident::is_xid_start) {
        ident.insert_str(0, prefix);
    }
    if ident.len() > LONGEST {
        let mut end = LONGEST - 17;
        while !ident.is_char_boundary(end) {
            end -= 1;
        }
        ident.truncate(end);
        let seam = if prefix.ends_with('_') { "_" } else { "" };
        ident = format!("{}{seam}{:016X}", ident.trim_end_matches('_'), hash(text));
        if prefix == "value_" {
            ident.make_ascii_lowercase();
        }
    }
    ident
}

/// FNV-1a: the same on every machine and in every release.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The words of a name: cut at anything but letters and digits, at `aB`, before the last capital of `ABc`, at `1A`.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() && !is_mark(c) {
            end_word(&mut words, &mut word);
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| chars.get(at)).copied();
        if c.is_uppercase()
            && before.is_some_and(|before| before.is_lowercase() || before.is_numeric() || ends_acronym(&chars, index))
        {
            end_word(&mut words, &mut word);
        }
        push_letter(c, &mut word);
    }
    end_word(&mut words, &mut word);
    words
}

/// Whether the capital at `index` begins a word after an acronym: the `S` of `HTTPServer`, not the `L` of `URLs`.
fn ends_acronym(chars: &[char], index: usize) -> bool {
    let follows = |offset: usize| chars.get(index + offset).copied();
    let plural = follows(1) == Some('s') && !follows(2).is_some_and(char::is_lowercase);
    follows(1).is_some_and(char::is_lowercase) && !plural
}

fn end_word(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// Combining marks and joiners: part of a word, though no letters.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_ident::is_xid_continue(c)
}

/// A letter as it is, or its code point when the compiler might take it for another.
fn push_letter(c: char, word: &mut String) {
    if is_stable(c) {
        word.push(c);
    } else {
        let _ = write!(word, "u{:x}", u32::from(c));
    }
}

/// Letters and digits that normalisation form C neither changes nor composes with a neighbour.
fn is_stable(c: char) -> bool {
    let in_script = matches!(c,
        '0'..='9' | 'A'..='Z' | 'a'..='z'
        | '\u{c0}'..='\u{17e}'
        | '\u{386}' | '\u{388}'..='\u{3ce}'
        | '\u{400}'..='\u{45f}'
        | '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}'
        | '\u{e01}'..='\u{e30}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    in_script && unicode_ident::is_xid_continue(c)
}

/// First letter as a capital, the others small.
fn capitalize(word: &str, ident: &mut String) {
    let mut chars = word.chars();
    if let Some(first) = chars.next() {
        ident.extend(first.to_uppercase().filter(|&c| is_stable(c)));
    }
    push_cased(chars.as_str(), ident, char::to_lowercase);
}

fn push_cased<I: Iterator<Item = char>>(word: &str, ident: &mut String, case: fn(char) -> I) {
    ident.extend(word.chars().flat_map(case).filter(|&c| is_stable(c)));
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '%' => "percent",
        '$' => "dollar",
        '€' => "euro",
        '#' => "hash",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ';' => "semicolon",
        ':' => "colon",
        '?' => "question",
        '_' => "underscore",
        '~' => "tilde",
        '^' => "caret",
        '\'' => "apostrophe",
        '"' => "quote",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        _ => return None,
    })
}

/// Sorted; reserved words of every edition up to 2024 that may be raw.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "union",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests;
