//! The XML reader, rule by rule: XML 1.0 (fifth edition) and Namespaces in XML 1.0.

#![allow(clippy::format_push_string, clippy::format_collect)] // Plain to read; speed is no matter here.

use std::borrow::Cow;

use castile::xml::name::{SERIALIZATION, SOAP11, XML, XSD, XSI};
use castile::xml::{Attribute, Limits, Name, Reader, Token, XmlError, XmlErrorKind};

static CONTRACT: [&str; 2] = ["urn:one", "urn:two"];

fn reader(text: &str) -> Reader<'_> {
    Reader::new(text, &CONTRACT, &Limits::default())
}

/// The document as `(ns:local a=v)`, text as it is, `()` at the end of an element.
fn try_show(text: &str) -> Result<String, XmlError> {
    let mut reader = reader(text);
    let mut out = String::new();
    loop {
        match reader.next()? {
            Token::Start(name) => {
                out += &format!("({:X}:{}", name.ns, name.local);
                for attribute in reader.attributes() {
                    let (name, value) = (attribute.name, attribute.value());
                    out += &format!(" {:X}:{}={value}", name.ns, name.local);
                }
                out.push(')');
            }
            Token::Text(text) => text.push_to(&mut out),
            Token::End => out += "()",
            Token::Eof => return Ok(out),
        }
    }
}

fn show(text: &str) -> String {
    try_show(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn error(text: &str) -> XmlError {
    match try_show(text) {
        Ok(shown) => panic!("{text:?} was read as {shown}"),
        Err(error) => error,
    }
}

fn start(reader: &mut Reader<'_>) {
    assert!(matches!(reader.next(), Ok(Token::Start(_))));
}

#[test]
fn tokens_come_in_document_order() {
    assert_eq!(show("<a x='1' y = \"2\"\n>t<b/>u<c ></c ></a>\n"), "(0:a 0:x=1 0:y=2)t(0:b)()u(0:c)()()");
    assert_eq!(show("<?xml version='1.0'?><!--c--><?p?> <a/><?p i?><!-- - -->"), "(0:a)()");
    assert_eq!(show("<a>1<!--x-->2<?p x?>3<![CDATA[<&]]]>4</a>"), "(0:a)123<&]4()");
    assert_eq!(show("\u{FEFF}<?xml version='1.0'?><a/>"), "(0:a)()");
    assert_eq!(show("<ä·><Ω/></ä·>"), "(0:ä·)(0:Ω)()()");
    let mut after = reader("<a/>");
    for _ in 0..2 {
        after.next().expect("a token");
    }
    assert_eq!((after.next(), after.next()), (Ok(Token::Eof), Ok(Token::Eof)));
}

#[test]
fn values_are_normalised() {
    assert_eq!(show("<a>\r\n1\r2&#13;&lt;&#x20AC;\r&#65;</a>"), "(0:a)\n1\n2\r<€\nA()");
    assert_eq!(show("<a>\r<![CDATA[\r\n&lt;]]></a>"), "(0:a)\n\n&lt;()");
    assert_eq!(show("<a b='1\t2\r\n3\n4&#10;5&quot;\"'/>"), "(0:a 0:b=1 2 3 4\n5\"\")()");
}

#[test]
fn names_are_resolved() {
    assert_eq!(
        show("<p:a xmlns:p='urn:two' xmlns='urn:one' p:x='' x=''><b xmlns=''/><p:c xmlns:p='urn:one'/><p:d/></p:a>"),
        "(2:a 2:x= 0:x=)(0:b)()(1:c)()(2:d)()()"
    );
    assert_eq!(show("<a p:x='1' xmlns:p='urn:&#x6F;ne'/>"), "(0:a 1:x=1)()");
    assert_eq!(show("<a xml:lang='de' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>"), "(0:a FF00:lang=de)()");
    assert_eq!(show("<xml:a/>"), "(FF00:a)()");
    assert_eq!(show("<a xmlns='u:x'><b xmlns='u:y'/><c/></a>"), "(8000:a)(8001:b)()(8000:c)()()");
    let well_known = "<s:a xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' \
        xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'/>";
    assert_eq!(show(well_known), format!("({SOAP11:X}:a {XSI:X}:nil=true)()"));
}

#[test]
fn the_contract_may_list_what_is_well_known() {
    static TABLE: [&str; 1] = ["http://schemas.microsoft.com/2003/10/Serialization/"];
    let text = "<a xmlns='http://schemas.microsoft.com/2003/10/Serialization/'/>";
    let ns = |table| match Reader::new(text, table, &Limits::default()).next() {
        Ok(Token::Start(name)) => name.ns,
        other => panic!("{other:?}"),
    };
    assert_eq!((ns(&TABLE), ns(&CONTRACT)), (1, SERIALIZATION));
}

#[test]
fn prefixes_and_uris_can_be_asked_for() {
    let mut element = reader("<r xmlns:p='urn:two' p:a='1' b='2'/>");
    start(&mut element);
    assert_eq!(element.attributes().iter().map(Attribute::prefix).collect::<Vec<_>>(), ["p", ""]);
    let mut reader = reader("<a xmlns='urn:one' xmlns:d='http://www.w3.org/2001/XMLSchema' xmlns:u='urn:u'/>");
    start(&mut reader);
    let u = reader.resolve_prefix("u").expect("declared");
    assert_eq!(reader.resolve_prefix("d"), Some(XSD));
    assert_eq!(reader.resolve_prefix(""), Some(1));
    assert_eq!(reader.resolve_prefix("xml"), Some(XML));
    assert_eq!(reader.resolve_prefix("e"), None);
    assert_eq!((reader.namespace_uri(u), reader.namespace_uri(1), reader.namespace_uri(0)), ("urn:u", "urn:one", ""));
}

#[test]
fn truncation_anywhere_is_an_error() {
    let text = "<?xml version=\"1.0\" encoding='utf-8'?><!--c--><?p i?><s:a xmlns:s='urn:one' é=\"&#x41;\"><b>t&amp;\
        <![CDATA[x]]></b><!--d--><c s:d = 'e'/> </s:a >";
    show(text);
    let declaration_end = text.find("<!").expect("a comment");
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        let error = error(&text[..end]);
        let at_end = matches!(error.kind, XmlErrorKind::UnexpectedEnd { .. });
        // Within the XML declaration what is missing may be the first thing noticed.
        let declaration = matches!(error.kind, XmlErrorKind::XmlDeclaration { .. });
        assert!(at_end || (declaration && end < declaration_end), "{:?}: {error}", &text[..end]);
    }
}

#[test]
fn markup_that_is_not_well_formed() {
    use XmlErrorKind as K;
    let end_tag = |name: &str| K::EndTag { expected: name.into() };
    assert_eq!(error("<a></b>").kind, end_tag("a"));
    assert_eq!(error("<a></ab>").kind, end_tag("a"));
    assert_eq!(error("<ab></a>").kind, end_tag("ab"));
    assert_eq!(error("<a:b xmlns:a='u' xmlns:c='u'></c:b>").kind, end_tag("a:b"));
    assert_eq!(error("<a><!DOCTYPE a></a>").kind, K::Doctype);
    for (text, offset) in [
        ("<a b='1'c='2'/>", 8),
        ("<a b='<'/>", 6),
        ("<a b=1/>", 5),
        ("<a b/>", 4),
        ("<a / >", 4),
        ("< a/>", 1),
        ("<1/>", 1),
        ("<a:/>", 3),
        ("<:a/>", 1),
        ("<a:b:c xmlns:a='u'/>", 4),
        ("<a></a b='1'>", 7),
        ("<a/><b/>", 4),
        ("<a/>x", 4),
        ("<a/>&#32;", 4),
        ("x<a/>", 0),
        ("<![CDATA[x]]><a/>", 2),
        ("</a>", 1),
        ("<a/></a>", 4),
        ("<a>x]]></a>", 4),
        ("<a>]]]></a>", 4),
        ("<!-- a -- b --><a/>", 9),
        ("<!-- a ---><a/>", 9),
        ("<?p:q?><a/>", 3),
        ("<?p+?><a/>", 3),
        ("<? p?><a/>", 2),
        ("<!ELEMENT a ANY><a/>", 2),
        ("<a><!x></a>", 5),
    ] {
        let error = error(text);
        assert!(matches!(error.kind, K::Unexpected { .. }), "{text}: {error}");
        assert_eq!(error.offset, offset, "{text}: {error}");
    }
    for text in
        ["<a>&</a>", "<a>&nbsp;</a>", "<a>&amp</a>", "<a b='&x;'/>", "<a>&#0;</a>", "<a>&#xFFFE;</a>", "<a>& b</a>"]
    {
        assert_eq!(error(text).kind, K::Reference, "{text}");
    }
}

#[test]
fn the_xml_declaration_is_exact() {
    for text in [
        "<?xml version='1.0'?><a/>",
        "<?xml version=\"1.1\" ?><a/>",
        "<?xml\tversion = '1.0'\nencoding='x-Y.1_z' standalone='no'?><a/>",
        "<?xml version='1.0' standalone='yes'?><a/>",
        "<?xml-stylesheet x?><a/>",
    ] {
        assert_eq!(show(text), "(0:a)()", "{text}");
    }
    for text in [
        " <?xml version='1.0'?><a/>",
        "<a/><?xml version='1.0'?>",
        "<a><?xml version='1.0'?></a>",
        "<?xml ?><a/>",
        "<?xml version='2.0'?><a/>",
        "<?xml version='1.'?><a/>",
        "<?xml version='1.0\"?><a b='\"?>'/>",
        "<?xml encoding='utf-8'?><a/>",
        "<?xml version='1.0'encoding='utf-8'?><a/>",
        "<?xml version='1.0' encoding='8bit'?><a/>",
        "<?xml version='1.0' encoding=''?><a/>",
        "<?xml version='1.0' standalone='maybe'?><a/>",
        "<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>",
        "<?xml version='1.0' version='1.0'?><a/>",
        "<?xml version='1.0'><a/>",
        "<?XML version='1.0'?><a/>",
        "<?xMl?><a/>",
    ] {
        let error = error(text);
        assert!(matches!(error.kind, XmlErrorKind::XmlDeclaration { .. }), "{text}: {error}");
    }
}

#[test]
fn a_document_type_declaration_ends_the_reading() {
    for text in
        ["<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<?xml version='1.0'?>\n<!DOCTYPE", "<!--c--><!DOCTYPE \u{1}"]
    {
        assert_eq!(error(text).kind, XmlErrorKind::Doctype, "{text}");
    }
}

#[test]
fn characters_xml_does_not_allow_are_found_wherever_they_stand() {
    for frame in [
        "<a>@</a>",
        "<a b='@'/>",
        "<a@/>",
        "<!--@--><a/>",
        "<?p @?><a/>",
        "<a><![CDATA[@]]></a>",
        "<a/>@",
        "@<a/>",
        "<a></a@>",
    ] {
        for c in ['\0', '\u{8}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            let error = error(&frame.replace('@', &c.to_string()));
            assert_eq!(error.kind, XmlErrorKind::IllegalCharacter(c), "{frame}");
            assert_eq!(error.offset, frame.find('@').expect("marked"), "{frame}");
        }
    }
    assert_eq!(error("<a></b>\u{1}").kind, XmlErrorKind::EndTag { expected: "a".into() });
}

#[test]
fn namespace_declarations_keep_the_rules() {
    for text in [
        "<a xmlns:p=''/>",
        "<a xmlns:xmlns='urn:x'/>",
        "<a xmlns:xml='urn:x'/>",
        "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
        "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>",
        "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
    ] {
        let error = error(text);
        assert!(matches!(error.kind, XmlErrorKind::Declaration { .. }), "{text}: {error}");
    }
    for text in [
        "<p:a/>",
        "<a p:b=''/>",
        "<a><b xmlns:p='u'/><p:c/></a>",
        "<xmlns:a/>",
        "<a xmlns:longprefix='u' longprefiy:b=''/>",
    ] {
        let error = error(text);
        assert!(matches!(error.kind, XmlErrorKind::UndeclaredPrefix { .. }), "{text}: {error}");
    }
}

#[test]
fn an_attribute_called_xmlns_in_a_namespace_declares_none() {
    let mut reader = Reader::new("<a xmlns:p='urn:p' p:xmlns='urn:x'><b/></a>", &[], &Limits::default());
    assert!(matches!(reader.next(), Ok(Token::Start(name)) if reader.namespace_uri(name.ns).is_empty()));
    let attributes = reader.attributes().iter().map(|each| (reader.namespace_uri(each.name.ns), each.name.local));
    assert_eq!(attributes.collect::<Vec<_>>(), [("urn:p", "xmlns")]);
    assert!(matches!(reader.next(), Ok(Token::Start(name)) if reader.namespace_uri(name.ns).is_empty()));
}

#[test]
fn an_attribute_occurs_once() {
    let many: String = (0..40).map(|n| format!(" a{n}='' p:a{n}=''")).collect();
    show(&format!("<a xmlns:p='u'{many}/>"));
    for text in [
        "<a b='' b=''/>".to_owned(),
        "<a p:b='' q:b='' xmlns:p='u' xmlns:q='u'/>".to_owned(),
        "<a xmlns='u' xmlns='v'/>".to_owned(),
        "<a xmlns:p='u' xmlns:p='u'/>".to_owned(),
        format!("<a xmlns:p='u' xmlns:q='u'{many} q:a7=''/>"),
        format!("<a xmlns:p='u'{many} a39=''/>"),
    ] {
        let error = error(&text);
        assert!(matches!(error.kind, XmlErrorKind::DuplicateAttribute { .. }), "{text}: {error}");
    }
    show("<a b='' p:b='' xmlns:p='u' xmlns='u'/>");
    show("<a xmlns:p='u'><b xmlns:p='u'/></a>");
}

#[test]
fn an_error_says_where() {
    let text = "<a>\r\n <é>\n\u{1F600}</f></a>";
    let error = error(text);
    assert_eq!(error.position(text), (3, 4));
    assert_eq!(error.to_string(), "expected the end tag </é> at byte 17");
    let end = XmlError { kind: XmlErrorKind::Doctype, offset: 7 };
    assert_eq!(end.position("é"), (1, 2));
    let inside = XmlError { kind: XmlErrorKind::Doctype, offset: 3 };
    assert_eq!(inside.position("é\u{1F600}"), (1, 2));
}

#[test]
fn text_of_an_element() {
    let cases = [
        ("<a>plain</a>", "plain", false),
        ("<a/>", "", false),
        ("<a></a>", "", false),
        ("<a>&lt;x</a>", "<x", false),
        ("<a>1<!--c-->2<![CDATA[]3]]>\r\n</a>", "12]3\n", false),
        ("<a>1<b>2<c/></b>3</a>", "13", true),
        ("<a>[x]</a>", "[x]", false),
    ];
    for (text, value, has_children) in cases {
        let whole = format!("<r>{text}<z/></r>");
        let mut reader = reader(&whole);
        let mut scratch = "left over".to_owned();
        start(&mut reader);
        start(&mut reader);
        let read = reader.read_text(&mut scratch).expect("text");
        assert_eq!((read.text, read.has_children), (value, has_children), "{text}");
        assert_eq!(reader.next(), Ok(Token::Start(Name { ns: 0, local: "z" })), "{text}");
    }
    for text in ["<a>x]]></a>", "<a>x", "<a>x</b>", "<a>&x;</a>"] {
        let mut reader = reader(text);
        start(&mut reader);
        assert!(reader.read_text(&mut String::new()).is_err(), "{text}");
    }
}

/// Also where other text of the document has to be changed, or looked at again.
#[test]
fn text_that_stands_for_itself_is_not_copied() {
    for other in ["<b/>", "<b>\r</b>", "<b>]</b>"] {
        let document = format!("<r>{other}<a>text</a>text<a c='d'>text</a></r>");
        let mut reader = reader(&document);
        start(&mut reader);
        start(&mut reader);
        reader.skip_element().expect("well-formed");
        let mut scratch = String::new();
        start(&mut reader);
        assert_eq!(reader.read_text(&mut scratch).map(|read| read.text), Ok("text"));
        let Ok(Token::Text(text)) = reader.next() else { panic!("no text") };
        assert!(matches!(text.as_cow(), Cow::Borrowed("text")), "{other}");
        start(&mut reader);
        assert!(matches!(reader.attributes(), [c] if matches!(c.value(), Cow::Borrowed("d"))));
        assert_eq!(reader.read_text(&mut scratch).map(|read| read.text), Ok("text"));
        assert!(scratch.is_empty(), "{other}");
    }
}

#[test]
fn skipping_checks_what_it_skips() {
    let mut fine = reader("<a><b><c/>t<d>u</d></b><e/></a>");
    start(&mut fine);
    start(&mut fine);
    fine.skip_element().expect("well-formed");
    assert_eq!(fine.next(), Ok(Token::Start(Name { ns: 0, local: "e" })));
    fine.skip_element().expect("well-formed");
    assert_eq!((fine.next(), fine.next()), (Ok(Token::End), Ok(Token::Eof)));
    let mut wrong = reader("<a><b>&x;</b></a>");
    start(&mut wrong);
    assert!(wrong.skip_element().is_err());
}

#[test]
fn positions_are_those_of_the_text() {
    let mut reader = reader("<a> <b/></a>");
    start(&mut reader);
    assert_eq!((reader.token_start(), reader.offset(), reader.depth()), (0, 3, 1));
    reader.next().expect("text");
    start(&mut reader);
    assert_eq!((reader.token_start(), reader.offset(), reader.depth()), (4, 8, 2));
    reader.next().expect("an end");
    assert_eq!(reader.depth(), 1);
}

#[test]
fn debug_output_shows_no_content() {
    let text = "<r secret='secret'><x p='secret'>secret<y/></x></r>";
    let mut reader = reader(text);
    let mut shown = String::new();
    for _ in 0..3 {
        shown += &format!("{:?} {:?} {:?} ", reader.next(), reader.attributes(), reader);
    }
    shown += &format!("{:?}", reader.bookmark());
    let mut again = Reader::new(text, &CONTRACT, &Limits::default());
    start(&mut again);
    shown += &format!("{:?}", again.capture());
    let mut again = Reader::new("<r>secret</r>", &CONTRACT, &Limits::default());
    start(&mut again);
    shown += &format!("{:?}", again.read_text(&mut String::new()));
    for what in ["Text(6 bytes)", "Reader { offset: 19, depth: 1", "Bookmark(33)", "Capture(16 + 28 bytes)"] {
        assert!(shown.contains(what), "{what}: {shown}");
    }
    assert!(shown.contains("ElementText(6 bytes, has_children: false)"), "{shown}");
    // The name of an attribute is no secret; everything else is.
    assert_eq!(shown.replace("local: \"secret\"", "").matches("secret").count(), 0, "{shown}");
}
