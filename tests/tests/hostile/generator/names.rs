//! Whatever a contract calls its parts, the code compiles and tells them apart.

use std::collections::HashSet;
use std::fmt::Write;

use castile_codegen::names;

use super::compile::{compile_text, parsed, positioned, schema, text, within};

/// NameChar of XML 1.0 without the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

#[test]
fn every_scalar_makes_an_identifier() {
    let mut buffer = String::new();
    for c in '\0'..=char::MAX {
        buffer.clear();
        buffer.push(c);
        for ident in [
            names::pascal(&buffer),
            names::snake(&buffer),
            names::screaming(&buffer),
            names::arm(&buffer),
            names::module(&buffer),
        ] {
            let ident = names::raw(&ident);
            let bare = ident.strip_prefix("r#").unwrap_or(&ident);
            let mut chars = bare.chars();
            let legal = chars.next().is_some_and(|first| first == '_' || unicode_ident::is_xid_start(first))
                && chars.all(unicode_ident::is_xid_continue);
            assert!(legal && bare != "_", "U+{:04X}: {ident:?}", u32::from(c));
        }
    }
}

/// One type with these as its elements, and one with them as enumeration values.
fn contract(names: &[String]) -> String {
    let mut elements = String::new();
    let mut values = String::new();
    for name in names {
        let _ = write!(elements, "<xs:element name='{name}' type='xs:int'/>");
        let _ = write!(values, "<xs:enumeration value='{name}'/>");
    }
    schema(&format!(
        "<xs:complexType name='T'><xs:sequence>{elements}</xs:sequence></xs:complexType>\
         <xs:complexType name='C'><xs:choice>{elements}</xs:choice></xs:complexType>\
         <xs:simpleType name='S'><xs:restriction base='xs:string'>{values}</xs:restriction></xs:simpleType><xs:element name='s' type='t:S'/>"
    ))
}

/// Compiles and checks that no two members of one item have the same name, as the compiler compares them (NFC).
#[track_caller]
fn distinct(document: &str) {
    let output = match compile_text(document) {
        Ok(output) => output,
        Err(error) => panic!("{error}\n{}", document.chars().take(500).collect::<String>()),
    };
    check_items(&parsed(&output).items);
}

fn check_items(items: &[syn::Item]) {
    let mut types = HashSet::new();
    for item in items {
        let members: Vec<String> = match item {
            syn::Item::Struct(item) => {
                assert!(types.insert(item.ident.to_string()), "{} twice", item.ident);
                item.fields.iter().filter_map(|field| field.ident.as_ref()).map(ToString::to_string).collect()
            }
            syn::Item::Enum(item) => {
                assert!(types.insert(item.ident.to_string()), "{} twice", item.ident);
                item.variants.iter().map(|arm| arm.ident.to_string()).collect()
            }
            syn::Item::Mod(item) => {
                check_items(item.content.as_ref().map_or(&[][..], |(_, items)| items));
                continue;
            }
            _ => continue,
        };
        let mut seen = HashSet::new();
        for member in members {
            assert!(!member.trim_start_matches("r#").is_empty());
            assert!(seen.insert(member.clone()), "{member} twice");
        }
    }
}

#[test]
fn every_letter_of_xml_is_a_name() {
    // A few at a time for each block, whole blocks where scripts are dense; all 900,000 would test the parser's speed.
    let letters: Vec<char> = ('\0'..=char::MAX).filter(|c| is_name_start(*c)).collect();
    let dense = letters.iter().filter(|c| u32::from(**c) < 0x3000);
    let sparse = letters.iter().filter(|c| u32::from(**c) >= 0x3000).step_by(97);
    let names: Vec<String> = dense.chain(sparse).map(char::to_string).collect();
    for batch in names.chunks(1_500) {
        distinct(&contract(batch));
    }
}

#[test]
fn every_name_character_may_follow() {
    let names: Vec<String> = ('\0'..'\u{3000}').filter(|c| is_name_char(*c)).map(|c| format!("x{c}y")).collect();
    for batch in names.chunks(1_500) {
        distinct(&contract(batch));
    }
}

const SIMILAR: &[&[&str]] = &[
    &["ab", "aB", "Ab", "AB", "a-b", "a_b", "a.b", "a--b", "a__b", "_ab", "ab_", "a-B"],
    &["\u{E9}", "e\u{301}", "E\u{301}", "\u{C9}"],
    &["\u{212B}", "\u{C5}", "A\u{30A}"],
    &["\u{FB01}", "fi", "Fi", "FI"],
    &["\u{131}", "i", "I", "\u{130}", "i\u{307}"],
    &["\u{DF}", "ss", "SS", "\u{1E9E}"],
    &["\u{3C3}", "\u{3C2}", "\u{3A3}"],
    &["\u{1C5}", "\u{1C4}", "\u{1C6}", "dz\u{30C}"],
    &["\u{17F}", "s", "S"],
    &["\u{2126}", "\u{3A9}", "\u{3C9}"],
    &["\u{AC00}", "\u{1100}\u{1161}"],
    &["a\u{200C}b", "a\u{200D}b", "ab"],
    &["\u{430}", "a", "\u{251}"],
    &["x1", "x_1", "x-1", "x.1", "X1", "x01", "x1_", "x1-"],
    &["a1.0", "a10", "a1-0", "a1_0"],
    &["Ab_2", "ab2", "ab_2", "ab"],
    &["value", "Value", "_value", "value_", "r_value"],
];

#[test]
fn names_that_look_alike_stay_apart() {
    for names in SIMILAR {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        distinct(&contract(&names));
        // As types, elements and attributes too.
        let mut content = String::new();
        for name in &names {
            let _ = write!(
                content,
                "<xs:complexType name='{name}'><xs:attribute name='{name}'/></xs:complexType><xs:element name='{name}' type='t:{name}'/><xs:group name='{name}'><xs:choice><xs:element name='{name}' type='t:{name}'/></xs:choice></xs:group>"
            );
        }
        distinct(&schema(&content));
    }
}

const OBSTACLES: &[&str] = &[
    "as",
    "async",
    "await",
    "break",
    "const",
    "continue",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "self",
    "Self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "union",
    "unsafe",
    "use",
    "where",
    "while",
    "abstract",
    "become",
    "box",
    "do",
    "final",
    "macro_rules",
    "override",
    "priv",
    "raw",
    "safe",
    "typeof",
    "unsized",
    "virtual",
    "yield",
    "_",
    "__",
    "String",
    "Vec",
    "Option",
    "Some",
    "None",
    "Box",
    "Result",
    "Ok",
    "Err",
    "Default",
    "Clone",
    "Debug",
    "PartialEq",
    "From",
    "Into",
    "Drop",
    "Fn",
    "Iterator",
    "ToString",
    "Send",
    "Sync",
    "Sized",
    "Copy",
    "Eq",
    "str",
    "u8",
    "i32",
    "f64",
    "bool",
    "char",
    "usize",
    "std",
    "core",
    "alloc",
    "castile",
    "f",
    "Content",
    "SCHEMA",
    "Unknown",
    "Other",
    "field",
    "field_mut",
    "lex",
    "text",
    "arm",
    "facts",
    "fmt",
    "clone",
    "default",
    "eq",
    "ne",
    "into",
    "from",
    "main",
    "test",
    "panic",
    "vec",
    "format",
    "println",
    "Client",
    "Call",
    "Error",
    "new",
    "with",
    "ENDPOINT",
    "items",
    "item",
    "as_str",
    "derive",
    "doc",
    "cfg",
    "CON",
    "NUL",
    "AUX",
    "PRN",
    "COM1",
    "LPT9",
    "lib",
    "Nillable",
    "AnyType",
    "complex",
    "choice",
    "root",
    "C",
    "T",
    "Table",
    "TABLE",
];

#[test]
fn what_rust_calls_something_else_can_be_a_name() {
    let names: Vec<String> = OBSTACLES.iter().map(ToString::to_string).collect();
    distinct(&contract(&names));
    let mut content = String::new();
    for name in &names {
        let _ = write!(
            content,
            "<xs:element name='{name}'><xs:complexType><xs:sequence><xs:element name='{name}'><xs:complexType><xs:choice><xs:element name='{name}' type='xs:string'/></xs:choice></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>"
        );
    }
    distinct(&schema(&content));
    for name in &names {
        let document = schema("<xs:element name='e' type='xs:int'/>").replace("urn:t", &format!("urn:{name}"));
        distinct(&document);
    }
}

#[test]
fn long_names_are_cut_and_stay_apart() {
    for length in [300, 1_000] {
        let stem = "n".repeat(length);
        distinct(&contract(&[stem.clone() + "a", stem.clone() + "b", stem.clone() + "-a", stem + "A"]));
    }
    let output =
        within(10, || compile_text(&schema(&format!("<xs:element name='{}' type='xs:int'/>", "n".repeat(5_000)))));
    match output {
        Ok(output) => assert!(text(&output).lines().all(|line| line.len() < 6_000)),
        Err(diagnostics) => positioned(&diagnostics),
    }
}

#[test]
fn what_is_no_name_is_refused_or_made_one() {
    for name in [
        "",
        " ",
        "a b",
        "1a",
        "-a",
        ".a",
        "a:b",
        "a/b",
        "a\\b",
        "../a",
        "a&quot;b",
        "a;b",
        "a}b",
        "{a",
        "a&#10;b",
        "\u{FFFE}",
        "a\u{202E}b",
        "\u{1F600}",
        "a+b",
        "a,b",
        "(a)",
        "*",
        "#a",
        "@a",
        "$a",
    ] {
        for document in [
            schema(&format!("<xs:element name=\"{name}\" type='xs:int'/>")),
            schema(&format!("<xs:complexType name=\"{name}\"/>")),
            schema(&format!(
                "<xs:complexType name='T'><xs:sequence><xs:element name=\"{name}\" type='xs:int'/></xs:sequence></xs:complexType>"
            )),
            schema(&format!("<xs:complexType name='T'><xs:attribute name=\"{name}\"/></xs:complexType>")),
        ] {
            match compile_text(&document) {
                Ok(output) => drop(parsed(&output)),
                Err(diagnostics) => {
                    positioned(&diagnostics);
                    super::compile::said(&diagnostics);
                }
            }
        }
    }
}
