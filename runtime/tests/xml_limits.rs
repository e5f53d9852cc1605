//! What the XML reader refuses to go along with, however well-formed; elements cut out and elements read again.

#![allow(clippy::format_push_string, clippy::format_collect)] // Plain to read; speed is no matter here.

use castile::xml::{Limits, Reader, Token, XmlErrorKind};

fn read(text: &str, limits: &Limits) -> Result<usize, XmlErrorKind> {
    let mut reader = Reader::new(text, &[], limits);
    let mut tokens = 0;
    loop {
        match reader.next() {
            Ok(Token::Eof) => return Ok(tokens),
            Ok(_) => tokens += 1,
            Err(error) => return Err(error.kind),
        }
    }
}

/// `text(n)` is just within the limit `n` set by `set`; `text(n + 1)` is over it.
fn bounded(name: &'static str, set: impl Fn(&mut Limits, usize), text: impl Fn(usize) -> String) {
    for value in [3, 10] {
        let mut limits = Limits::default();
        set(&mut limits, value);
        assert!(read(&text(value), &limits).is_ok(), "{name}");
        let over = XmlErrorKind::Limit { name, value: value as u64 };
        assert_eq!(read(&text(value + 1), &limits), Err(over), "{name}");
    }
}

fn small(value: usize) -> u32 {
    u32::try_from(value).expect("small")
}

#[test]
fn every_limit_is_kept() {
    bounded("depth", |l, n| l.depth = small(n), |n| "<a>".repeat(n) + &"</a>".repeat(n));
    bounded("children", |l, n| l.children = small(n), |n| format!("<a>{}</a>", "<b/>".repeat(n)));
    bounded("elements", |l, n| l.elements = small(n), |n| format!("<a>{}</a>", "<b/>".repeat(n - 1)));
    let attributes = |n| (0..n).map(|n| format!(" a{n}=''")).collect::<String>();
    bounded("attributes", |l, n| l.attributes = small(n), |n| format!("<a{}/>", attributes(n)));
    bounded("attributes", |l, n| l.attributes = small(n), |n| format!("<a xmlns='u'{}/>", attributes(n - 1)));
    bounded("attribute_bytes", |l, n| l.attribute_bytes = n, |n| format!("<a b='{}'/>", "x".repeat(n)));
    bounded("name_bytes", |l, n| l.name_bytes = n, |n| format!("<{}/>", "x".repeat(n)));
    bounded("name_bytes", |l, n| l.name_bytes = n, |n| format!("<a {}=''/>", "x".repeat(n)));
    bounded("text_bytes", |l, n| l.text_bytes = n, |n| format!("<a>{}</a>", "x".repeat(n)));
    bounded("text_bytes", |l, n| l.text_bytes = n, |n| format!("<a><![CDATA[{}]]></a>", "x".repeat(n)));
}

#[test]
fn namespaces_are_counted_while_they_are_in_scope() {
    let nested = |n: usize| {
        let tags: String = (0..n).map(|n| format!("<a xmlns:p{n}='u'>")).collect();
        tags + &"</a>".repeat(n)
    };
    bounded("namespaces", |l, n| l.namespaces = small(n), nested);
    let limits = Limits { namespaces: 2, ..Limits::default() };
    let beside = format!("<r xmlns='v'>{}</r>", "<a xmlns:p='u'/>".repeat(50));
    assert!(read(&beside, &limits).is_ok());
    let distinct: String = (0..9000).map(|n| format!("<a xmlns='u:{n}'/>")).collect();
    let over = read(&format!("<r>{distinct}</r>"), &Limits::default());
    assert!(matches!(over, Err(XmlErrorKind::Limit { name: "distinct namespaces", .. })), "{over:?}");
}

/// A namespace takes room once, however often it is declared.
#[test]
fn what_namespaces_take_is_bounded() {
    let limits = Limits { memory_ratio: 0, ..Limits::default() };
    let declared = |distinct: usize| {
        let elements: String = (0..5000).map(|n| format!("<a xmlns='{:0100}'/>", n % distinct)).collect();
        read(&format!("<r>{elements}</r>"), &limits)
    };
    assert!(declared(2).is_ok());
    assert_eq!(declared(5000), Err(XmlErrorKind::Limit { name: "memory_ratio", value: 0 }));
}

#[test]
fn a_body_over_the_limit_is_not_looked_at() {
    let limits = Limits { body_bytes: 4, ..Limits::default() };
    assert!(read("<a/>", &limits).is_ok());
    let over = XmlErrorKind::Limit { name: "body_bytes", value: 4 };
    assert_eq!(read("<\0a/>", &limits), Err(over));
}

#[test]
fn the_text_of_an_element_is_bounded_in_all() {
    let limits = Limits { text_bytes: 5, ..Limits::default() };
    let mut reader = Reader::new("<a>123<!---->456</a>", &[], &limits);
    reader.next().expect("a start");
    let error = reader.read_text(&mut String::new()).expect_err("too long");
    assert_eq!(error.kind, XmlErrorKind::Limit { name: "text_bytes", value: 5 });
}

fn to_start(reader: &mut Reader<'_>, local: &str) {
    loop {
        match reader.next() {
            Ok(Token::Start(name)) if name.local == local => return,
            Ok(Token::Eof) | Err(_) => panic!("no {local}"),
            Ok(_) => {}
        }
    }
}

fn captured(text: &str) -> (String, String) {
    let mut reader = Reader::new(text, &[], &Limits::default());
    to_start(&mut reader, "x");
    let capture = reader.capture().expect("well-formed");
    assert_eq!(reader.next(), Ok(Token::End));
    let again = format!("<x{}>{}</x>", capture.attributes, capture.content);
    assert!(read(&again, &Limits::default()).is_ok(), "{again}");
    (capture.attributes, capture.content)
}

#[test]
fn a_capture_takes_its_namespaces_along() {
    for (text, attributes, content) in [
        ("<r><x/></r>", "", ""),
        ("<r><x a = '1' /></r>", " a = '1'", ""),
        ("<r><x>1 <!--c--><y>&lt;</y></x></r>", "", "1 <!--c--><y>&lt;</y>"),
        ("<r xmlns:p='u:p' xmlns:q='u:q'><x><p:y/></x></r>", " xmlns:p=\"u:p\"", "<p:y/>"),
        ("<r xmlns:p='u:p' xmlns:q='u:q'><x p:a='1'/></r>", " xmlns:p=\"u:p\" p:a='1'", ""),
        ("<r xmlns:p='u:p'><x a='p:T'>p:v</x></r>", " xmlns:p=\"u:p\" a='p:T'", "p:v"),
        ("<r xmlns:p='u:p'><x xmlns:p='u:q'><p:y/></x></r>", " xmlns:p='u:q'", "<p:y/>"),
        ("<r xmlns:p='u:p' xmlns:q='u:&lt;&quot;'><x>q:v</x></r>", " xmlns:q=\"u:&lt;&quot;\"", "q:v"),
        ("<p:r xmlns:p='u:p' xmlns='u:d'><p:x><y/></p:x></p:r>", " xmlns=\"u:d\"", "<y/>"),
        ("<p:r xmlns:p='u:p' xmlns='u:d'><p:x xmlns=''><y/></p:x></p:r>", " xmlns=''", "<y/>"),
        // A declaration that only the name needs is the writer's to make.
        ("<r><p:x a='1' xmlns:p = 'u:p' b='2'>t</p:x></r>", " a='1' b='2'", "t"),
        ("<r><p:x xmlns:p='u:p'>p:v</p:x></r>", " xmlns:p='u:p'", "p:v"),
        ("<r><x xmlns='u:d' a='xmlns='/></r>", " a='xmlns='", ""),
        ("<r><x xmlns='u:d'><y/></x></r>", " xmlns='u:d'", "<y/>"),
        ("<r><x a='1>2'></x></r>", " a='1&gt;2'", ""),
        ("<r xmlns:À='u:p'><x>À:v</x></r>", " xmlns:À=\"u:p\"", "À:v"),
        ("<p:r xmlns:p='u:p' xmlns='u:d'><p:x><p:y/></p:x></p:r>", " xmlns:p=\"u:p\"", "<p:y/>"),
    ] {
        assert_eq!(captured(text), (attributes.to_owned(), content.to_owned()), "{text}");
    }
}

/// A type without a prefix is in the default namespace.
#[test]
fn a_capture_takes_the_namespace_of_its_type_along() {
    let document = |x: &str| {
        format!("<p:r xmlns:p='u:p' xmlns='u:d' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>{x}</p:r>")
    };
    let types = " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"";
    for (x, attributes) in [
        ("<p:x i:type='T'/>", format!(" xmlns=\"u:d\"{types} i:type='T'")),
        ("<p:x i:type='p:T'/>", format!(" xmlns:p=\"u:p\"{types} i:type='p:T'")),
        ("<p:x><p:y i:type='T'/></p:x>", format!(" xmlns=\"u:d\" xmlns:p=\"u:p\"{types}")),
    ] {
        assert_eq!(captured(&document(x)).0, attributes, "{x}");
    }
}

/// However deep elements may nest, and whoever lets go of the declarations last.
#[test]
fn declarations_are_let_go_without_recursion() {
    const DEPTH: usize = 50_000;
    let limits = Limits { depth: u32::MAX, namespaces: u32::MAX, memory_ratio: u32::MAX, ..Limits::default() };
    let text = format!("{}<x/>", "<a xmlns:p='u'>".repeat(DEPTH));
    let mut reader = Reader::new(&text, &[], &limits);
    to_start(&mut reader, "x");
    let bookmark = reader.bookmark();
    drop(reader);
    assert!(format!("{bookmark:?}").starts_with("Bookmark("));
    drop(bookmark);
}

/// Each has the declarations around it, not those that an element before it had.
#[test]
fn bookmarks_beside_each_other_do_not_share_what_differs() {
    let text = "<r><a xmlns:p='u:1'><x/></a><b xmlns:p='u:2'><x/></b></r>";
    let mut reader = Reader::new(text, &[], &Limits::default());
    for (uri, offset) in [("u:1", 20), ("u:2", 45)] {
        to_start(&mut reader, "x");
        assert_eq!(reader.innermost().offset(), offset);
        let bookmark = reader.bookmark();
        let mut again = reader.at(&bookmark);
        to_start(&mut again, "x");
        let id = again.resolve_prefix("p").expect("declared");
        assert_eq!(again.namespace_uri(id), uri);
    }
}

const MULTIREF: &str = "<r xmlns:p='u:p'><a href='#1'/><b xmlns:q='u:q' xmlns='u:d'><p:x id='1'><y>t</y></p:x></b></r>";

#[test]
fn an_element_is_read_again_with_its_own_namespaces() {
    let mut reader = Reader::new(MULTIREF, &[], &Limits::default());
    to_start(&mut reader, "x");
    let bookmark = reader.bookmark();
    while reader.next() != Ok(Token::Eof) {}
    for _ in 0..2 {
        let mut again = reader.at(&bookmark);
        let Ok(Token::Start(name)) = again.next() else { panic!("no start") };
        assert_eq!((name.local, again.namespace_uri(name.ns)), ("x", "u:p"));
        assert_eq!(again.attribute(0, "id").map(|id| id.raw_value), Some("1"));
        assert!(again.resolve_prefix("q").is_some());
        let Ok(Token::Start(name)) = again.next() else { panic!("no start") };
        assert_eq!((name.local, again.namespace_uri(name.ns)), ("y", "u:d"));
        assert_eq!(again.read_text(&mut String::new()).map(|text| text.text.len()), Ok(1));
        assert_eq!((again.next(), again.next(), again.next()), (Ok(Token::End), Ok(Token::Eof), Ok(Token::Eof)));
    }
}

#[test]
fn reading_again_counts() {
    let limits = Limits { elements: 20, ..Limits::default() };
    let mut reader = Reader::new(MULTIREF, &[], &limits);
    to_start(&mut reader, "x");
    let bookmark = reader.bookmark();
    let visits = (0..).find_map(|visit| {
        let mut again = reader.at(&bookmark);
        let mut result = again.next();
        while matches!(result, Ok(token) if token != Token::Eof) {
            result = again.next();
        }
        result.err().map(|error| (visit, error.kind))
    });
    // Four elements on the way there, two for each visit.
    assert_eq!(visits, Some((8, XmlErrorKind::Limit { name: "elements", value: 20 })));

    // Of a small document no part is too much to be read a thousand times.
    let mut reader = Reader::new(MULTIREF, &[], &Limits::default());
    to_start(&mut reader, "x");
    let bookmark = reader.bookmark();
    for _ in 0..1000 {
        let mut again = reader.at(&bookmark);
        again.next().and_then(|_| again.skip_element()).expect("within the limits");
    }

    let long = format!("<r><x>{}</x></r>", "t".repeat(1 << 20));
    let mut reader = Reader::new(&long, &[], &Limits::default());
    to_start(&mut reader, "x");
    let bookmark = reader.bookmark();
    let refused = (0..100).find_map(|_| {
        let mut again = reader.at(&bookmark);
        again.next().and_then(|_| again.skip_element()).err()
    });
    let kind = refused.map(|error| error.kind);
    assert!(
        matches!(kind, Some(XmlErrorKind::Limit { name: "bytes repeated by references and declarations", .. })),
        "{kind:?}"
    );
}

#[test]
fn a_chain_of_references_is_as_deep_as_it_is_long() {
    let mut reader = Reader::new(MULTIREF, &[], &Limits::default());
    to_start(&mut reader, "x");
    let bookmark = reader.bookmark();
    let depth = (0..1000).find_map(|_| {
        reader = reader.at(&bookmark);
        reader.next().err()
    });
    assert_eq!(depth.map(|error| error.kind), Some(XmlErrorKind::Limit { name: "depth", value: 128 }));
}
