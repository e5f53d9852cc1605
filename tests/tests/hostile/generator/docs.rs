//! Documentation is text: nothing in it is run, linked or rendered as a page's own.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::compile::{compile_text, parsed, schema};
use super::sinks::PAYLOADS;

const TEXTS: &[&str] = &[
    "```\npanic!()\n```",
    "```rust\npanic!()\n```",
    "~~~\npanic!()\n~~~",
    "    panic!();",
    "\tpanic!();",
    "text\n\n    panic!();\n\nmore",
    "\n\n        let x = 1;\n",
    "1. one\n\n       panic!();",
    "- item\n\n      panic!();",
    "* item\n\n\t\tpanic!();",
    "> quote\n>\n>     panic!();",
    "+ a\n  ```\n  panic!()\n  ```",
    "[link](http://evil)",
    "[Evil]",
    "[`String`]",
    "[a]: http://evil",
    "![img](http://evil/x.png)",
    "<http://evil>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- comment -->",
    "<div>\n\n    panic!();\n</div>",
    "&lt;script&gt;",
    "`unclosed",
    "``` unclosed",
    "# Heading\n## Panics",
    "Heading\n=====",
    "Heading\n-----",
    "---\n***\n___",
    "| a | b |\n|---|---|\n| c | d |",
    "[^1]: footnote",
    "- [ ] task",
    "Term\n: definition",
    "**bold** _it_ ~~no~~",
    "a\\\nb",
    "line  \nbreak",
    "\u{A0}\u{A0}\u{A0}\u{A0}panic!();",
    "\u{2003}\u{2003}\u{2003}\u{2003}panic!();",
    "http://example.org/a_b*c and www.example.org and a@b.c",
    "```ignore\n```\n    panic!()",
];

/// The documentation of each item and member.
fn documentation(file: &syn::File) -> Vec<String> {
    struct Docs(Vec<String>);
    impl Docs {
        fn attributes(&mut self, attributes: &[syn::Attribute]) {
            let lines: Vec<String> = attributes.iter().filter_map(line).collect();
            // As rustdoc does it: the indentation that all lines have is not part of the text.
            let indent = lines
                .iter()
                .filter(|line| !line.trim().is_empty())
                .map(|line| line.len() - line.trim_start_matches(' ').len())
                .min()
                .unwrap_or(0);
            self.0.push(lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n"));
        }

        fn items(&mut self, items: &[syn::Item]) {
            for item in items {
                match item {
                    syn::Item::Mod(item) => {
                        self.attributes(&item.attrs);
                        self.items(item.content.as_ref().map_or(&[][..], |(_, items)| items));
                    }
                    syn::Item::Struct(item) => {
                        self.attributes(&item.attrs);
                        item.fields.iter().for_each(|field| self.attributes(&field.attrs));
                    }
                    syn::Item::Enum(item) => {
                        self.attributes(&item.attrs);
                        item.variants.iter().for_each(|arm| self.attributes(&arm.attrs));
                    }
                    syn::Item::Static(item) => self.attributes(&item.attrs),
                    syn::Item::Type(item) => self.attributes(&item.attrs),
                    _ => {}
                }
            }
        }
    }
    fn line(attribute: &syn::Attribute) -> Option<String> {
        let syn::Meta::NameValue(meta) = &attribute.meta else { return None };
        match &meta.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if meta.path.is_ident("doc") => {
                Some(text.value())
            }
            _ => None,
        }
    }
    let mut docs = Docs(Vec::new());
    docs.attributes(&file.attrs);
    docs.items(&file.items);
    docs.0
}

#[track_caller]
fn inert(markdown: &str) {
    for event in Parser::new_ext(markdown, Options::all()) {
        let active = match &event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_))
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => true,
            // An address that the text itself shows.
            Event::Start(Tag::Link { link_type, .. }) => !matches!(link_type, pulldown_cmark::LinkType::Autolink),
            _ => false,
        };
        assert!(!active, "{event:?} in {markdown:?}");
    }
    // Without them, brackets could still name an item.
    assert!(!markdown.contains(['\r', '\u{202E}', '\u{1B}']), "{markdown:?}");
}

#[test]
fn nothing_in_documentation_is_active() {
    for text in TEXTS.iter().chain(PAYLOADS) {
        let escaped: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
            .collect();
        let annotation = format!("<xs:annotation><xs:documentation>{escaped}</xs:documentation></xs:annotation>");
        let document = schema(&format!(
            "{annotation}<xs:element name='r'>{annotation}<xs:complexType>{annotation}<xs:choice><xs:element name='a' type='t:S'>{annotation}</xs:element>\
             <xs:element name='b' type='xs:int'/></xs:choice></xs:complexType></xs:element>\
             <xs:complexType name='T'>{annotation}<xs:sequence><xs:element name='a' type='xs:int'>{annotation}</xs:element></xs:sequence></xs:complexType>\
             <xs:simpleType name='S'>{annotation}<xs:restriction base='xs:string'><xs:enumeration value='x'>{annotation}</xs:enumeration></xs:restriction></xs:simpleType>\
             <xs:simpleType name='P'><xs:restriction base='xs:string'><xs:pattern value='    [a-z]`*_+'/></xs:restriction></xs:simpleType><xs:element name='p' type='t:P'/>"
        ));
        match compile_text(&document) {
            Ok(output) => documentation(&parsed(&output)).iter().for_each(|markdown| inert(markdown)),
            Err(error) => assert!(text.contains(|c: char| c.is_control() || c >= '\u{FFFE}'), "{text:?}: {error}"),
        }
    }
}

#[test]
fn long_documentation_is_cut() {
    let long = "word ".repeat(100_000);
    let document = schema(&format!(
        "<xs:element name='e' type='xs:int'><xs:annotation><xs:documentation>{long}</xs:documentation></xs:annotation></xs:element>"
    ));
    let output = compile_text(&document).unwrap();
    assert!(super::compile::text(&output).len() < 60_000, "{}", super::compile::text(&output).len());
}
