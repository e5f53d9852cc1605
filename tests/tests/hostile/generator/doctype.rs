//! Document type declarations: entities are bounded, external ones never read.

use super::compile::{Audited, compile_from, compile_text, positioned, refused, said, schema, within};

fn with_doctype(doctype: &str, content: &str) -> String {
    format!("<?xml version='1.0'?>\n{doctype}\n{}", schema(content))
}

const ELEMENT: &str = "<xs:element name='e' type='xs:int'/>";

#[test]
fn external_entities_are_errors_when_referred_to() {
    let declarations = [
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'http://127.0.0.1:1/evil'>]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'ftp://127.0.0.1/evil'>]>",
        "<!DOCTYPE x [<!ENTITY xxe PUBLIC '-//x//y' 'http://127.0.0.1/evil'>]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM \"jar:file:///a!/b\">]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 's.xsd'>]>",
        "<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd' [<!ENTITY xxe SYSTEM '/dev/random'>]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM '/dev/random' NDATA gif>]>",
        "<!DOCTYPE x [<!ENTITY a '&#38;xxe;'><!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>",
    ];
    for doctype in declarations {
        for content in [
            "<xs:annotation><xs:documentation>&xxe;</xs:documentation></xs:annotation>",
            "<xs:element name='e' type='xs:string' default='&xxe;'/>",
        ] {
            let document = with_doctype(doctype, content);
            let source = Audited::new(&[("s.xsd", &document)]);
            refused(compile_from(&source, "s.xsd"), "s.xsd:");
            assert_eq!(source.asked(), ["s.xsd"], "{doctype}");
        }
    }
}

#[test]
fn an_imported_document_is_no_better_than_the_entry() {
    let main = schema("<xs:include schemaLocation='malicious.xsd'/>");
    for doctype in [
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'http://127.0.0.1:1/'>]>",
        "<!DOCTYPE x [<!ENTITY xxe '&xxe;'>]>",
    ] {
        let malicious = with_doctype(doctype, "<xs:element name='e' type='xs:string' default='&xxe;'/>");
        let wsdl = format!(
            "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:t'><types>{}</types></definitions>",
            schema("<xs:include schemaLocation='malicious.xsd'/>")
        );
        for entry in [&main, &wsdl] {
            let source = Audited::new(&[("s.xsd", entry), ("malicious.xsd", &malicious)]);
            refused(compile_from(&source, "s.xsd"), "malicious.xsd:");
            assert_eq!(source.asked(), ["s.xsd", "malicious.xsd"]);
        }
    }
}

#[test]
fn declarations_that_nothing_refers_to_do_no_harm() {
    for doctype in [
        "<!DOCTYPE xs:schema SYSTEM 'http://127.0.0.1:1/x.dtd'>",
        "<!DOCTYPE xs:schema PUBLIC '-//W3C//DTD XMLSchema 200102//EN' 'http://127.0.0.1:1/XMLSchema.dtd'>",
        "<!DOCTYPE xs:schema PUBLIC '-//W3C//DTD XMLSchema 200102//EN' 'http://h/XMLSchema.dtd' [<!ATTLIST xs:schema xmlns:ds CDATA #FIXED 'urn:ds'><!ENTITY dsig 'urn:ds'><!ENTITY % p ''><!ENTITY % s ''>]>",
        "<!DOCTYPE x [<!ENTITY xxe SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x [<!ENTITY % remote SYSTEM 'http://127.0.0.1:1/evil.dtd'> %remote;]>",
        "<!DOCTYPE x [<!ENTITY % a '<!ENTITY b \"c\">'> %a;]>",
        "<!DOCTYPE x [<!ELEMENT x ANY><!NOTATION n SYSTEM 'calc.exe'><?pi ]>?><!-- ]> -->]>",
        "<!DOCTYPE x []>",
        "<!DOCTYPE x>",
    ] {
        let document = with_doctype(doctype, ELEMENT);
        let source = Audited::new(&[("s.xsd", &document)]);
        let output = compile_from(&source, "s.xsd").unwrap_or_else(|error| panic!("{doctype}: {error}"));
        assert_eq!(source.asked(), ["s.xsd"]);
        said(&output.diagnostics);
    }
}

#[test]
fn bombs_are_refused_at_once() {
    let refer = |declarations: &str, reference: &str| {
        with_doctype(
            &format!("<!DOCTYPE x [{declarations}]>"),
            &format!("<xs:element name='e' type='xs:string' default='{reference}'/>"),
        )
    };
    let laughs: String = (1..=16).map(|n| format!("<!ENTITY l{n} '&l{};&l{};'>", n - 1, n - 1)).collect();
    let quadratic = format!("<!ENTITY q '{}'>", "x".repeat(4_000));
    let many: String = (0..65).map(|n| format!("<!ENTITY e{n} 'x'>")).collect();
    let cases = [
        refer("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "&a;"),
        refer("<!ENTITY a '&a;'>", "&a;"),
        refer(&format!("<!ENTITY l0 'lol'>{laughs}"), "&l16;"),
        refer(&quadratic, &"&q;".repeat(10_000)),
        refer(&format!("<!ENTITY big '{}'>", "x".repeat(5_000)), "&big;"),
        refer(&many, "&e1;"),
        refer("", "&undeclared;"),
        refer("<!ENTITY e '<xs:element/>'>", "&e;"),
        refer("<!ENTITY e 'x'", "&e;"),
        format!("<!DOCTYPE x [{}", "<!ENTITY a 'b'>".repeat(10)),
        format!("<!DOCTYPE x {}", "[".repeat(100_000)),
        format!("<!DOCTYPE x [{}", "<!".repeat(100_000)),
        format!("<!DOCTYPE x [{}", "%p;".repeat(100_000)),
    ];
    for document in cases {
        within(5, || {
            let start: String = document.chars().take(120).collect();
            match compile_text(&document) {
                Ok(_) => panic!("accepted: {start}"),
                Err(diagnostics) => {
                    positioned(&diagnostics);
                    said(&diagnostics);
                }
            }
        });
    }
}

#[test]
fn a_bounded_entity_is_a_text() {
    let document = with_doctype(
        "<!DOCTYPE x [<!ENTITY ns 'urn:x'><!ENTITY e2 'é&#233;'>]>",
        "<xs:element name='e' type='xs:string' default='&ns;&e2;'/>",
    );
    let output = compile_text(&document).unwrap();
    assert!(super::compile::text(&output).contains("\"urn:xéé\""), "{}", super::compile::text(&output));
}
