//! Texts of a contract in every place that has one: they stay data.
//!
//! `service.wsdl` names each such place, with what stands there when nothing is wrong. One place after the other gets
//! each hostile text; what is emitted then must have the items it had without.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use castile_codegen::Config;
use castile_codegen::load::MapSource;
use castile_codegen::manifest::Manifest;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::compile::{compile, parsed, said, text};

const TEMPLATE: &str = include_str!("service.wsdl");

/// Texts that would mean something, were they not texts.
pub const PAYLOADS: &[&str] = &[
    "\"; fn evil() {} //",
    "\"#; fn evil() {} //",
    "\"##; fn evil() {} /*",
    "r#\"x\"#; fn evil() {}",
    "*/ fn evil() {} /*",
    "/* fn evil() {} ",
    "\n fn evil() {} //",
    "\r fn evil() {} //",
    "\r\n\r\nfn evil() {}",
    "\u{85}fn evil() {}",
    "\u{2028}fn evil() {}",
    "\u{2029}fn evil() {}",
    "/// fn evil() {}",
    "//! evil\n//! evil",
    "} fn evil() {} mod m {",
    "{{{{{",
    "}}}}}",
    "]}) fn evil() {} ([{",
    "#![feature(evil)]",
    "#[doc = \"evil\"] fn evil() {}",
    "#[derive(Evil)]",
    "macro_rules! evil { () => {} }",
    "include_str!(\"/etc/passwd\")",
    "${evil} {evil} {} {0} %s %n",
    "\\\"; fn evil() {} //",
    "\\u{202e}\\n\\0\\x41\\",
    "\\",
    "'",
    "'\\''; fn evil() {}",
    "b'x' c\"x\" 'static",
    "\u{202E}live\u{2066} fn evil()\u{2069}",
    "\u{200F}\u{200E}\u{61C}",
    "\u{FEFF}\u{200B}",
    "\u{1B}[2J\u{1B}]0;evil\u{7}",
    "\u{0}",
    "\u{7F}\u{9B}2J",
    "\u{FFFE}\u{FFFF}",
    "<script>alert(1)</script>",
    "```\nstd::fs::write(\"evil\", \"\").unwrap();\n```",
    "    std::process::exit(1);",
    "a::b::<C>",
    "self",
    "\u{1F980}\u{E0041}",
    "",
    " ",
    "../../evil",
    "https://user:pw@host/\"><img src=x onerror=evil()>",
];

/// The template's places with what stands there, in order.
fn places() -> BTreeMap<&'static str, &'static str> {
    TEMPLATE.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0.split_once(':').unwrap()).collect()
}

/// The template with `text` in `place` (and in all that refers to it).
fn filled(place: &str, text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in TEMPLATE.split('{').enumerate() {
        if index == 0 {
            out.push_str(piece);
            continue;
        }
        let (marker, rest) = piece.split_once('}').unwrap();
        let (name, usual) = marker.split_once(':').unwrap();
        out.push_str(if name == place { text } else { usual });
        out.push_str(rest);
    }
    out
}

/// As XML, so that an attribute keeps it as it is.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect()
}

/// The tokens without what a name or a text may change: identifiers, literals and documentation.
fn skeleton(tokens: TokenStream, out: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if let Some(TokenTree::Punct(_)) = tokens.peek() {
                    tokens.next();
                }
                let Some(TokenTree::Group(group)) = tokens.next() else { panic!("# without attribute") };
                let mut inner = group.stream().into_iter();
                match inner.next() {
                    Some(TokenTree::Ident(ident)) if ident == "doc" => {}
                    Some(TokenTree::Ident(ident)) => out.extend(["#[", &ident.to_string(), "]"]),
                    other => panic!("attribute {other:?}"),
                }
            }
            TokenTree::Punct(punct) => out.push(punct.as_char()),
            TokenTree::Ident(ident) => {
                let ident = ident.to_string();
                let structural = matches!(
                    ident.as_str(),
                    "fn" | "mod"
                        | "use"
                        | "struct"
                        | "enum"
                        | "impl"
                        | "static"
                        | "const"
                        | "pub"
                        | "trait"
                        | "type"
                        | "unsafe"
                        | "extern"
                        | "macro_rules"
                );
                out.push_str(if structural { &ident } else { "i" });
                out.push(' ');
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                out.push_str(if text.starts_with('"') { "s" } else { &text });
                out.push(' ');
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::None => (' ', ' '),
                };
                out.push(open);
                skeleton(group.stream(), out);
                out.push(close);
            }
        }
    }
}

/// What the code is made of, item by item, in no order: names decide the order.
fn items(code: &str) -> Vec<String> {
    fn collect(items: &[syn::Item], out: &mut Vec<String>) {
        for item in items {
            if let syn::Item::Mod(module) = item {
                out.push("mod".to_owned());
                collect(module.content.as_ref().map_or(&[][..], |(_, items)| items), out);
                continue;
            }
            let mut shape = String::new();
            skeleton(quote::ToTokens::to_token_stream(item), &mut shape);
            out.push(shape);
        }
    }
    let file = syn::parse_file(code).unwrap_or_else(|error| panic!("no Rust: {error}\n{code}"));
    assert!(file.attrs.iter().all(|attribute| attribute.path().is_ident("doc")), "inner attributes: {code}");
    let mut out = Vec::new();
    collect(&file.items, &mut out);
    out.sort();
    out
}

/// Nothing that a compiler or a reader takes for something else.
fn harmless(code: &str) {
    let trouble = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(line) = code.lines().find(|line| line.contains(trouble)) {
        panic!("{line:?}");
    }
    // A name may well be made of these words; the function of the hostile texts has no argument.
    assert!(!code.contains("fn evil ( )"), "{code}");
}

#[test]
fn the_template_compiles() {
    let places = places();
    assert!(places.len() >= 50, "{} places", places.len());
    let output = compile(&[("s.wsdl", &filled("", ""))]).unwrap();
    parsed(&output);
}

#[test]
fn a_text_changes_no_item() {
    let usual = items(&text(&compile(&[("s.wsdl", &filled("", ""))]).unwrap()));
    let places: Vec<&str> = places().into_keys().collect();
    let (accepted, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for part in places.chunks(places.len().div_ceil(2)) {
            let (usual, accepted, refused) = (&usual, &accepted, &refused);
            scope.spawn(move || {
                for (place, payload) in
                    part.iter().flat_map(|place| PAYLOADS.iter().map(move |payload| (place, payload)))
                {
                    match compile(&[("s.wsdl", &filled(place, &escaped(payload)))]) {
                        Ok(output) => {
                            accepted.fetch_add(1, Ordering::Relaxed);
                            let code = text(&output);
                            check(place, payload, usual, &code);
                            said(&output.diagnostics);
                        }
                        Err(diagnostics) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                            let said = said(&diagnostics);
                            assert!(said.contains("s.wsdl:"), "{place} {payload:?}: {said}");
                        }
                    }
                }
            });
        }
    });
    let (accepted, refused) = (accepted.into_inner(), refused.into_inner());
    // Documentation takes anything that XML does; most names take nothing.
    assert!(accepted > 500 && refused > 200, "{accepted} accepted, {refused} refused");
}

fn check(place: &str, payload: &str, usual: &[String], code: &str) {
    let found = items(code);
    // Facets and defaults that are empty, or values that are no longer what they were, may take an item's field away;
    // they never add an item.
    let extra: Vec<&String> = found.iter().filter(|item| !usual.contains(item)).collect();
    let dropped = usual.len().saturating_sub(found.len());
    let shapes_only = extra.iter().all(|item| usual.iter().any(|usual| kind(usual) == kind(item)));
    assert!(found.len() <= usual.len() && shapes_only, "{place} {payload:?}: {extra:#?} new, {dropped} gone\n{code}");
    let without_texts = blanked(code);
    harmless(&without_texts);
    assert!(!code.contains(['\r', '\u{202E}', '\u{2066}', '\u{1B}', '\0']), "{place} {payload:?}");
}

/// `struct`, `fn`, … of an item's skeleton, and how many of them.
fn kind(skeleton: &str) -> Vec<&str> {
    skeleton
        .split([' ', '(', '{', '[', '#'])
        .filter(|word| {
            matches!(
                *word,
                "fn" | "mod"
                    | "use"
                    | "struct"
                    | "enum"
                    | "impl"
                    | "static"
                    | "const"
                    | "trait"
                    | "type"
                    | "unsafe"
                    | "extern"
                    | "macro_rules"
            )
        })
        .collect()
}

/// The code without its documentation and literals.
fn blanked(code: &str) -> String {
    let tokens: TokenStream = code.parse().unwrap();
    let mut out = String::new();
    fn blank(tokens: TokenStream, out: &mut String) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    out.push_str("( ");
                    blank(group.stream(), out);
                    out.push_str(") ");
                }
                TokenTree::Literal(_) => {}
                other => {
                    out.push_str(&other.to_string());
                    out.push(' ');
                }
            }
        }
    }
    blank(tokens, &mut out);
    out
}

#[test]
fn the_manifest_is_no_way_in_either() {
    let usual = items(&text(&compile(&[("s.wsdl", &filled("", ""))]).unwrap()));
    let source = MapSource::new().with("s.wsdl", filled("", ""));
    let manifest =
        || Manifest { module: "m".into(), entry: "s.wsdl".into(), runtime: "castile".into(), ..Manifest::default() };
    for payload in PAYLOADS {
        let mut client = manifest();
        client.clients.insert("DeskPort".into(), (*payload).into());
        let configs = [
            Config::from(Manifest { title: (*payload).into(), ..manifest() }),
            Config::from(Manifest { module: (*payload).into(), ..manifest() }),
            Config::from(Manifest { runtime: (*payload).into(), ..manifest() }),
            Config::from(client),
            Config::from(manifest()).command(payload),
            Config::from(manifest()).secret(payload),
            Config::from(manifest()).operation(payload),
        ];
        for (index, config) in configs.into_iter().enumerate() {
            match castile_codegen::generate_from(&source, &config.single_file()) {
                Ok(output) => {
                    let code = text(&output);
                    let found = items(&code);
                    // Another runtime is a `use` more in each module.
                    let without_uses = |items: &[String]| items.iter().filter(|item| !item.starts_with("use")).count();
                    assert!(without_uses(&found) <= without_uses(&usual), "{index} {payload:?}\n{code}");
                    harmless(&blanked(&code));
                    for path in output.files.keys() {
                        assert!(!path.contains(['/', '\\', '\0', ' ', ':']) && !path.starts_with('.'), "{path:?}");
                    }
                }
                Err(diagnostics) => drop(said(&diagnostics)),
            }
        }
    }
}

#[test]
fn files_are_named_by_the_generator() {
    for namespace in [
        "../../evil",
        "/etc/passwd",
        "C:\\evil",
        "urn:con",
        "urn:NUL",
        "urn:..",
        "urn:mod",
        "urn:lib",
        "http://h/a/../../b",
        "urn:%2e%2e%2f",
        "urn:a b\tc",
        &"urn:x".repeat(200),
        "urn:\u{202E}x",
        "urn:é",
        "http://[::1]/",
        "://",
        "http://",
        "urn:castile",
        "urn:std",
    ] {
        let document = filled("target", namespace);
        let source = MapSource::new().with("s.wsdl", document);
        let config = Config::new("s.wsdl").module("m");
        let Ok(output) = castile_codegen::generate_from(&source, &config) else { continue };
        for (path, code) in &output.files {
            let stem = path.strip_suffix(".rs").unwrap_or_else(|| panic!("{path:?}"));
            assert!(
                stem.len() <= 160 && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
                "{namespace:?}: {path:?}"
            );
            assert!(!matches!(stem, "con" | "nul" | "aux" | "prn" | "com1" | "lpt1" | ""), "{path:?}");
            syn::parse_file(code).unwrap();
        }
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let run = || {
        let source = MapSource::new().with("s.wsdl", filled("", ""));
        castile_codegen::generate_from(&source, &Config::new("s.wsdl").module("m")).unwrap().files
    };
    let first = run();
    for _ in 0..3 {
        assert_eq!(std::thread::spawn(run).join().unwrap(), first);
    }
}
