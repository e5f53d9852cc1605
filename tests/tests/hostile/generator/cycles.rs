//! Components that refer to themselves, documents that import each other, and what could grow without bound.

use std::fmt::Write;

use super::compile::{Audited, compile_from, compile_text, parsed, refused, schema, text, within};

/// Not allowed by XML Schema: an error that names the cycle.
const FORBIDDEN: &[(&str, &str)] = &[
    ("group", "<xs:group name='A'><xs:sequence><xs:group ref='t:A'/></xs:sequence></xs:group>"),
    (
        "groups",
        "<xs:group name='A'><xs:sequence><xs:group ref='t:B'/></xs:sequence></xs:group><xs:group name='B'><xs:choice><xs:group ref='t:A'/></xs:choice></xs:group>",
    ),
    (
        "three groups",
        "<xs:group name='A'><xs:sequence><xs:group ref='t:B'/></xs:sequence></xs:group><xs:group name='B'><xs:sequence><xs:group ref='t:C'/></xs:sequence></xs:group><xs:group name='C'><xs:sequence><xs:sequence><xs:group ref='t:A' minOccurs='0'/></xs:sequence></xs:sequence></xs:group>",
    ),
    ("attribute group", "<xs:attributeGroup name='A'><xs:attributeGroup ref='t:A'/></xs:attributeGroup>"),
    (
        "attribute groups",
        "<xs:attributeGroup name='A'><xs:attributeGroup ref='t:B'/></xs:attributeGroup><xs:attributeGroup name='B'><xs:attribute name='x'/><xs:attributeGroup ref='t:A'/></xs:attributeGroup>",
    ),
    (
        "extension of itself",
        "<xs:complexType name='A'><xs:complexContent><xs:extension base='t:A'/></xs:complexContent></xs:complexType>",
    ),
    (
        "extensions",
        "<xs:complexType name='A'><xs:complexContent><xs:extension base='t:B'/></xs:complexContent></xs:complexType><xs:complexType name='B'><xs:complexContent><xs:restriction base='t:A'/></xs:complexContent></xs:complexType>",
    ),
    ("simple restriction of itself", "<xs:simpleType name='A'><xs:restriction base='t:A'/></xs:simpleType>"),
    (
        "simple restrictions",
        "<xs:simpleType name='A'><xs:restriction base='t:B'/></xs:simpleType><xs:simpleType name='B'><xs:restriction base='t:A'/></xs:simpleType>",
    ),
    ("list of itself", "<xs:simpleType name='A'><xs:list itemType='t:A'/></xs:simpleType>"),
    (
        "lists",
        "<xs:simpleType name='A'><xs:list itemType='t:B'/></xs:simpleType><xs:simpleType name='B'><xs:restriction><xs:simpleType><xs:list itemType='t:A'/></xs:simpleType></xs:restriction></xs:simpleType>",
    ),
    ("union of itself", "<xs:simpleType name='A'><xs:union memberTypes='xs:int t:A'/></xs:simpleType>"),
    (
        "unions",
        "<xs:simpleType name='A'><xs:union memberTypes='t:B xs:int'/></xs:simpleType><xs:simpleType name='B'><xs:union><xs:simpleType><xs:restriction base='t:A'/></xs:simpleType></xs:union></xs:simpleType>",
    ),
    (
        "simple content",
        "<xs:complexType name='A'><xs:simpleContent><xs:extension base='t:B'/></xs:simpleContent></xs:complexType><xs:complexType name='B'><xs:simpleContent><xs:extension base='t:A'/></xs:simpleContent></xs:complexType>",
    ),
    (
        "substitution groups",
        "<xs:element name='A' type='xs:int' substitutionGroup='t:B'/><xs:element name='B' type='xs:int' substitutionGroup='t:A'/>",
    ),
    ("substitution group of itself", "<xs:element name='A' type='xs:int' substitutionGroup='t:A'/>"),
];

/// Allowed: elements inside of themselves.
const ALLOWED: &[(&str, &str)] = &[
    (
        "type",
        "<xs:complexType name='A'><xs:sequence><xs:element name='a' type='t:A' minOccurs='0'/></xs:sequence></xs:complexType>",
    ),
    (
        "required",
        "<xs:complexType name='A'><xs:sequence><xs:element name='a' type='t:A'/></xs:sequence></xs:complexType>",
    ),
    (
        "two required",
        "<xs:complexType name='A'><xs:sequence><xs:element name='b' type='t:B'/></xs:sequence></xs:complexType><xs:complexType name='B'><xs:sequence><xs:element name='a' type='t:A'/></xs:sequence></xs:complexType>",
    ),
    (
        "element",
        "<xs:element name='A'><xs:complexType><xs:sequence><xs:element ref='t:A' minOccurs='0' maxOccurs='unbounded'/></xs:sequence></xs:complexType></xs:element>",
    ),
    (
        "through a group",
        "<xs:group name='G'><xs:sequence><xs:element name='a' type='t:A'/></xs:sequence></xs:group><xs:complexType name='A'><xs:choice><xs:group ref='t:G'/><xs:element name='end' type='xs:int'/></xs:choice></xs:complexType>",
    ),
    (
        "through a choice",
        "<xs:complexType name='A'><xs:choice><xs:element name='a' type='t:A'/><xs:sequence><xs:element name='b' type='t:A'/><xs:element name='c' type='t:A'/></xs:sequence></xs:choice></xs:complexType>",
    ),
    (
        "base holds derived",
        "<xs:complexType name='A'><xs:sequence><xs:element name='b' type='t:B' minOccurs='0'/></xs:sequence></xs:complexType><xs:complexType name='B'><xs:complexContent><xs:extension base='t:A'><xs:sequence><xs:element name='a' type='t:A'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>",
    ),
    (
        "abstract",
        "<xs:complexType name='A' abstract='true'/><xs:complexType name='B'><xs:complexContent><xs:extension base='t:A'><xs:sequence><xs:element name='a' type='t:A'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>",
    ),
    (
        "substitution",
        "<xs:element name='h' type='t:A' abstract='true'/><xs:element name='m' type='t:A' substitutionGroup='t:h'/><xs:complexType name='A'><xs:sequence><xs:element ref='t:h' minOccurs='0'/></xs:sequence></xs:complexType>",
    ),
    (
        "anonymous",
        "<xs:element name='A'><xs:complexType><xs:sequence><xs:element name='x'><xs:complexType><xs:sequence><xs:element ref='t:A'/></xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>",
    ),
];

#[test]
fn forbidden_cycles_are_errors() {
    for (name, content) in FORBIDDEN {
        // Something that uses the first component, so that nothing is left out for being unused.
        let document = schema(content);
        within(5, || {
            let said = refused(compile_text(&document), "s.xsd:1:");
            assert!(
                said.contains("itself") || said.contains("cycle") || said.contains("circular") || said.contains("→"),
                "{name}: {said}"
            );
        });
    }
}

#[test]
fn recursive_types_are_boxed() {
    for (name, content) in ALLOWED {
        let output = compile_text(&schema(content)).unwrap_or_else(|error| panic!("{name}: {error}"));
        parsed(&output);
        let text = text(&output);
        assert!(text.contains("Box<") || text.contains("Vec<"), "{name}: {text}");
    }
}

#[test]
fn cycles_of_a_thousand_are_found() {
    let ring = |make: &dyn Fn(usize, usize) -> String| (0..1_000).map(|n| make(n, (n + 1) % 1_000)).collect::<String>();
    let rings = [
        ring(&|a, b| format!("<xs:group name='G{a}'><xs:sequence><xs:group ref='t:G{b}'/></xs:sequence></xs:group>")),
        ring(&|a, b| format!("<xs:simpleType name='S{a}'><xs:restriction base='t:S{b}'/></xs:simpleType>")),
        ring(&|a, b| format!("<xs:simpleType name='S{a}'><xs:union memberTypes='t:S{b}'/></xs:simpleType>")),
        ring(&|a, b| {
            format!(
                "<xs:complexType name='C{a}'><xs:complexContent><xs:extension base='t:C{b}'/></xs:complexContent></xs:complexType>"
            )
        }),
        ring(&|a, b| format!("<xs:attributeGroup name='A{a}'><xs:attributeGroup ref='t:A{b}'/></xs:attributeGroup>")),
        ring(&|a, b| format!("<xs:element name='E{a}' type='xs:int' substitutionGroup='t:E{b}'/>")),
    ];
    for content in rings {
        within(20, || refused(compile_text(&schema(&content)), "s.xsd:1:"));
    }
}

#[test]
fn long_chains_end() {
    // Derived from each other, each with something of its own; an error for the depth is as good as code. The code of types
    // that extend each other grows with the square of their number, since each has the members of all before it.
    let mut types = String::from("<xs:complexType name='C0'/>");
    let mut simple = String::from("<xs:simpleType name='S0'><xs:restriction base='xs:string'/></xs:simpleType>");
    let mut nested = String::from("<xs:complexType name='N0'/>");
    let mut groups = String::from("<xs:group name='G0'><xs:sequence/></xs:group>");
    for n in 1..=1_000 {
        let before = n - 1;
        if n <= 400 {
            let _ = write!(
                types,
                "<xs:complexType name='C{n}'><xs:complexContent><xs:extension base='t:C{before}'><xs:sequence><xs:element name='e{n}' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
            );
        }
        let _ = write!(
            simple,
            "<xs:simpleType name='S{n}'><xs:restriction base='t:S{before}'><xs:maxLength value='{}'/></xs:restriction></xs:simpleType>",
            5_000 - n
        );
        let _ = write!(
            nested,
            "<xs:complexType name='N{n}'><xs:sequence><xs:element name='n' type='t:N{before}'/></xs:sequence></xs:complexType>"
        );
        let _ =
            write!(groups, "<xs:group name='G{n}'><xs:sequence><xs:group ref='t:G{before}'/></xs:sequence></xs:group>");
    }
    let tops = [
        (types, "t:C400"),
        (simple, "t:S1000"),
        (nested, "t:N1000"),
        (
            format!(
                "{groups}<xs:complexType name='T'><xs:sequence><xs:group ref='t:G1000'/></xs:sequence></xs:complexType>"
            ),
            "t:T",
        ),
    ];
    for (content, top) in tops {
        let document = schema(&format!("{content}<xs:element name='top' type='{top}'/>"));
        within(60, || match compile_text(&document) {
            Ok(output) => assert!(text(&output).len() < 64 << 20, "{top}: {} bytes", text(&output).len()),
            Err(diagnostics) => super::compile::positioned(&diagnostics),
        });
    }
}

#[test]
fn documents_that_lead_to_each_other_are_read_once() {
    let include = |paths: &[&str]| {
        let links: String = paths.iter().map(|path| format!("<xs:include schemaLocation='{path}'/>")).collect();
        schema(&links)
    };
    // A diamond, a loop, and one document under several spellings.
    let top = include(&["a.xsd", "./b.xsd", "x/../a.xsd", "%61.xsd", "a.xsd#f", "s.xsd"]);
    let (a, b) = (include(&["c.xsd", "s.xsd"]), include(&["./c.xsd", "b.xsd"]));
    let c = schema("<xs:include schemaLocation='s.xsd'/><xs:element name='e' type='xs:int'/>");
    let source = Audited::new(&[("s.xsd", &top), ("a.xsd", &a), ("b.xsd", &b), ("c.xsd", &c)]);
    let output = compile_from(&source, "s.xsd").unwrap();
    assert_eq!(text(&output).matches("n1:e\"").count(), 1, "{}", text(&output));
    let mut asked = source.asked();
    let all = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!(asked.len(), all, "read twice: {asked:?}");
}

#[test]
fn imports_are_counted() {
    // 10,000 links to documents that are not there, to one that is, and to 2,000 that are.
    let absent: String = (0..10_000).map(|n| format!("<xs:include schemaLocation='absent{n}.xsd'/>")).collect();
    let output = within(20, || compile_text(&schema(&absent))).unwrap();
    assert_eq!(output.diagnostics.iter().count() + output.diagnostics.dropped(), 10_000);
    let same = schema(&"<xs:include schemaLocation='a.xsd'/>".repeat(10_000));
    let leaf = schema("");
    within(20, || {
        let source = Audited::new(&[("s.xsd", &same), ("a.xsd", &leaf)]);
        compile_from(&source, "s.xsd").unwrap();
        assert_eq!(source.asked(), ["s.xsd", "a.xsd"]);
    });
    let names: Vec<String> = (0..2_000).map(|n| format!("d{n}.xsd")).collect();
    let links: String = names.iter().map(|name| format!("<xs:include schemaLocation='{name}'/>")).collect();
    let top = schema(&links);
    let mut documents: Vec<(&str, &str)> = vec![("s.xsd", &top)];
    documents.extend(names.iter().map(|name| (name.as_str(), leaf.as_str())));
    let source = Audited::new(&documents);
    within(20, || refused(compile_from(&source, "s.xsd"), "too many documents"));
    assert!(source.asked().len() <= 1_000);
}
