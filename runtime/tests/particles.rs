//! Model groups: choices, repeated groups, names that occur twice, wildcards, simple and mixed content.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::facts as f;
    use castile::fragment::{AnyType, Attributes, Element, Mixed};

    pub static SCHEMA: f::Schema = f::Schema {
        namespaces: &["urn:p"],
        links: &[
            ("BIT", f::Link::Group(&BIT)),
            ("BLOCK", f::Link::Group(&BLOCK)),
            ("FRAME", f::Link::Group(&FRAME)),
            ("PAIR", f::Link::Group(&PAIR)),
            ("PART", f::Link::Group(&PART)),
            ("PICK", f::Link::Group(&PICK)),
            ("ROW", f::Link::Group(&ROW)),
            ("SPAN", f::Link::Group(&SPAN)),
        ],
    };

    /// `(head, (a | b+ | (c, d?)), tail)`
    pub struct Single {
        pub head: String,
        pub choice: Pick,
        pub tail: Option<String>,
    }
    castile::complex!(Single, SINGLE, f::Struct, SCHEMA, "n1:Single", {
        0 head: "head", "1 xs:string";
        1 choice: "choice", "1 &PICK";
        2 tail: "tail", "? xs:string";
    });
    castile::root!(Single, 0, "single", &f::COMPLEX);

    pub enum Pick {
        A(i32),
        B(Vec<String>),
        Pair(Pair),
    }
    castile::choice!(Pick, A, PICK, f::Choice, SCHEMA, "", {
        0 A: "a", "1 xs:int";
        1 B: "b", "+ xs:string";
        2 Pair: "pair", "1 &PAIR";
    });

    pub struct Pair {
        pub c: String,
        pub d: Option<String>,
    }
    castile::complex!(Pair, PAIR, f::Struct, SCHEMA, "", {
        0 c: "c", "1 xs:string";
        1 d: "d", "? xs:string";
    });

    /// `((a | b+ | (c, d?))*)`
    pub struct Repeated {
        pub choice: Vec<Pick>,
    }
    castile::complex!(Repeated, REPEATED, f::Struct, SCHEMA, "n1:Repeated", {
        0 choice: "choice", "* &PICK";
    });
    castile::root!(Repeated, 0, "repeated", &f::COMPLEX);

    /// `((x?, y*, z)*)`
    pub struct Rows {
        pub row: Vec<Row>,
    }
    castile::complex!(Rows, ROWS, f::Struct, SCHEMA, "n1:Rows", {
        0 row: "row", "* &ROW";
    });
    castile::root!(Rows, 0, "rows", &f::COMPLEX);

    pub struct Row {
        pub x: Option<String>,
        pub y: Vec<String>,
        pub z: String,
    }
    castile::complex!(Row, ROW, f::Struct, SCHEMA, "", {
        0 x: "x", "? xs:string";
        1 y: "y", "* xs:string";
        2 z: "z", "1 xs:string";
    });

    /// `((x, y, ##other?)*, y*, ##other)`: what a row cannot begin with has another place.
    pub struct Framed {
        pub frame: Vec<Frame>,
        pub y: Vec<String>,
        pub end: Element,
    }
    castile::complex!(Framed, FRAMED, f::Struct, SCHEMA, "n1:Framed", {
        0 frame: "frame", "* &FRAME";
        1 y: "y", "* xs:string";
        2 end: "", "any 1 ##other:n1";
    });
    castile::root!(Framed, 0, "framed", &f::COMPLEX);

    pub struct Frame {
        pub x: String,
        pub y: String,
        pub any: Option<Element>,
    }
    castile::complex!(Frame, FRAME, f::Struct, SCHEMA, "", {
        0 x: "x", "1 xs:string";
        1 y: "y", "1 xs:string";
        2 any: "", "any ? ##other:n1";
    });

    /// `((p{2,2}, q?)*)`: a row ends where it is full.
    pub struct Spans {
        pub span: Vec<Span>,
    }
    castile::complex!(Spans, SPANS, f::Struct, SCHEMA, "n1:Spans", {
        0 span: "span", "* &SPAN";
    });
    castile::root!(Spans, 0, "spans", &f::COMPLEX);

    pub struct Span {
        pub p: Vec<String>,
        pub q: Option<String>,
    }
    castile::complex!(Span, SPAN, f::Struct, SCHEMA, "", {
        0 p: "p", "{2,2} xs:string";
        1 q: "q", "? xs:string";
    });

    /// `((head, ((c, d?) | d)*)*)`: what one arm cannot begin with, another does.
    pub struct Blocks {
        pub block: Vec<Block>,
    }
    castile::complex!(Blocks, BLOCKS, f::Struct, SCHEMA, "n1:Blocks", {
        0 block: "block", "* &BLOCK";
    });
    castile::root!(Blocks, 0, "blocks", &f::COMPLEX);

    pub struct Block {
        pub head: String,
        pub part: Vec<Part>,
    }
    castile::complex!(Block, BLOCK, f::Struct, SCHEMA, "", {
        0 head: "head", "1 xs:string";
        1 part: "part", "* &PART";
    });

    pub enum Part {
        Pair(Pair),
        D(String),
    }
    castile::choice!(Part, Pair, PART, f::Choice, SCHEMA, "", {
        0 Pair: "pair", "1 &PAIR";
        1 D: "d", "1 xs:string";
    });

    /// `((p{1,2} | q)*)`
    pub struct Bits {
        pub bit: Vec<Bit>,
    }
    castile::complex!(Bits, BITS, f::Struct, SCHEMA, "n1:Bits", {
        0 bit: "bit", "* &BIT";
    });
    castile::root!(Bits, 0, "bits", &f::COMPLEX);

    pub enum Bit {
        P(Vec<String>),
        Q(String),
    }
    castile::choice!(Bit, P, BIT, f::Choice, SCHEMA, "", {
        0 P: "p", "{1,2} xs:string";
        1 Q: "q", "1 xs:string";
    });

    /// `(##any, x?)`
    pub struct Marked {
        pub any: Element,
        pub x: Option<String>,
    }
    castile::complex!(Marked, MARKED, f::Struct, SCHEMA, "n1:Marked", {
        0 any: "", "any 1 ##any";
        1 x: "x", "? xs:string";
    });
    castile::root!(Marked, 0, "marked", &f::COMPLEX);

    /// `(x?, y*, z)?`, or `all` with `minOccurs="0"`.
    pub struct Perhaps {
        pub row: Option<Row>,
    }
    castile::complex!(Perhaps, PERHAPS, f::Struct, SCHEMA, "n1:Perhaps", {
        0 row: "row", "? &ROW";
    });
    castile::root!(Perhaps, 0, "perhaps", &f::COMPLEX);

    /// `(a, b, a, b)`: the same names again.
    pub struct Twice {
        pub a: String,
        pub b: String,
        pub a2: String,
        pub b2: String,
    }
    castile::complex!(Twice, TWICE, f::Struct, SCHEMA, "n1:Twice", {
        0 a: "a", "1 xs:string";
        1 b: "b", "1 xs:string";
        2 a2: "a", "1 xs:string";
        3 b2: "b", "1 xs:string";
    });
    castile::root!(Twice, 0, "twice", &f::COMPLEX);

    pub struct Open {
        pub id: Option<String>,
        pub further: Attributes,
        pub known: Option<String>,
        pub any: Vec<Element>,
        pub whatever: Option<AnyType>,
    }
    castile::complex!(Open, OPEN, f::Struct, SCHEMA, "n1:Open", {
        0 id: "id", "attribute ? xs:string";
        1 further: "", "anyAttribute ? ##any";
        2 known: "known", "? xs:string";
        3 any: "", "any * ##other:n1";
        4 whatever: "whatever", "?";
    });
    castile::root!(Open, 1, "n1:open", &f::COMPLEX);

    pub struct Price {
        pub currency: String,
        pub value: i32,
    }
    castile::complex!(Price, PRICE, f::Struct, SCHEMA, "n1:Price", {
        0 currency: "currency", "attribute 1 xs:string";
        1 value: "", "text 1 xs:int";
    });
    castile::root!(Price, 1, "n1:price", &f::INT);

    pub struct Text {
        pub lang: Option<String>,
        pub content: Mixed,
    }
    castile::complex!(Text, TEXT, f::Struct, SCHEMA, "n1:Text", {
        0 lang: "xml:lang", "attribute ? xs:language";
        1 content: "", "mixed ?";
    });
    castile::root!(Text, 1, "n1:text", &f::COMPLEX);
}

use castile::content::{Content, Root};
use castile::engine::{ReadErrorKind, Rule};
use castile::fragment::{AnyType, Attributes, Element, Mixed};
use castile::{from_xml, to_xml};
use types::{
    Bit, Bits, Block, Blocks, Frame, Framed, Marked, Open, Pair, Part, Perhaps, Pick, Price, Repeated, Row, Rows,
    Single, Span, Spans, Text, Twice,
};

/// What is read from `text` is `value`, and what is written of it is `text`.
fn both_ways<T: Root + Clone + PartialEq + std::fmt::Debug>(text: &str, value: &T) {
    assert_eq!(&from_xml::<T>(text).unwrap(), value, "{text}");
    assert_eq!(to_xml(value).unwrap(), text);
}

fn single(choice: Pick) -> Single {
    Single { head: "h".into(), choice, tail: Some("t".into()) }
}

#[test]
fn a_choice_has_one_arm() {
    both_ways("<single><head>h</head><a>1</a><tail>t</tail></single>", &single(Pick::A(1)));
    both_ways(
        "<single><head>h</head><b>1</b><b>2</b><tail>t</tail></single>",
        &single(Pick::B(vec!["1".into(), "2".into()])),
    );
    let pair = Pair { c: "1".into(), d: Some("2".into()) };
    both_ways("<single><head>h</head><c>1</c><d>2</d><tail>t</tail></single>", &single(Pick::Pair(pair)));
}

#[test]
fn the_elements_of_a_choice_come_anywhere() {
    let text = "<single><d>2</d><tail>t</tail><c>1</c><head>h</head></single>";
    assert_eq!(from_xml::<Single>(text).unwrap(), single(Pick::Pair(Pair { c: "1".into(), d: Some("2".into()) })));
}

#[test]
fn a_choice_without_or_with_two_arms_is_an_error() {
    let error = from_xml::<Single>("<single><head>h</head></single>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Missing { expected: "one of a, b, c".into() });
    let error = from_xml::<Single>("<single><head>h</head><a>1</a><c>1</c></single>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Repeated { name: "c".into() });
    let error = from_xml::<Single>("<single><head>h</head><d>1</d></single>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Missing { expected: "c".into() });
}

#[test]
fn a_repeated_choice_keeps_the_order_of_its_arms() {
    let b = |values: &[&str]| Pick::B(values.iter().map(|&value| value.to_owned()).collect());
    let pair = |c: &str, d: Option<&str>| Pick::Pair(Pair { c: c.into(), d: d.map(Into::into) });
    let value = Repeated {
        choice: vec![
            Pick::A(1),
            Pick::A(2),
            b(&["1", "2"]),
            pair("1", Some("2")),
            pair("3", None),
            b(&["3"]),
            Pick::A(3),
        ],
    };
    both_ways("<repeated><a>1</a><a>2</a><b>1</b><b>2</b><c>1</c><d>2</d><c>3</c><b>3</b><a>3</a></repeated>", &value);
    both_ways("<repeated/>", &Repeated::default());
}

#[test]
fn a_repeated_sequence_begins_anew_where_its_order_does() {
    let row = |x: Option<&str>, y: &[&str], z: &str| Row {
        x: x.map(Into::into),
        y: y.iter().map(|&y| y.to_owned()).collect(),
        z: z.into(),
    };
    let value = Rows {
        row: vec![
            row(Some("1"), &["1", "2"], "1"),
            row(None, &[], "2"),
            row(Some("3"), &[], "3"),
            row(None, &["4"], "4"),
        ],
    };
    both_ways("<rows><x>1</x><y>1</y><y>2</y><z>1</z><z>2</z><x>3</x><z>3</z><y>4</y><z>4</z></rows>", &value);
}

#[test]
fn an_incomplete_row_is_an_error() {
    let error = from_xml::<Rows>("<rows><x>1</x><x>2</x><z>2</z></rows>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Missing { expected: "z".into() });
}

#[test]
fn what_a_row_cannot_begin_with_goes_to_another_member() {
    let end = |text: &str| Element::parse(text).unwrap();
    let frame = |x: &str, y: &str, any: Option<Element>| Frame { x: x.into(), y: y.into(), any };
    let text = r#"<framed><e xmlns="urn:o"/></framed>"#;
    let read = from_xml::<Framed>(text).unwrap();
    assert_eq!(read, Framed { end: end(r#"<e xmlns="urn:o"/>"#), ..Framed::default() });
    let text =
        r#"<framed><x>1</x><y>1</y><a xmlns="urn:o"/><x>2</x><y>2</y><y>3</y><y>4</y><e xmlns="urn:o"/></framed>"#;
    let read = from_xml::<Framed>(text).unwrap();
    assert_eq!(read.frame, [frame("1", "1", Some(end(r#"<a xmlns="urn:o"/>"#))), frame("2", "2", None)]);
    assert_eq!((read.y, read.end.local()), (vec!["3".into(), "4".into()], "e"));
}

#[test]
fn a_row_ends_where_it_has_all_it_may_have() {
    let span = |p: [&str; 2], q: Option<&str>| Span { p: p.map(Into::into).into(), q: q.map(Into::into) };
    let value = Spans { span: vec![span(["1", "2"], None), span(["3", "4"], Some("5")), span(["6", "7"], None)] };
    both_ways("<spans><p>1</p><p>2</p><p>3</p><p>4</p><q>5</q><p>6</p><p>7</p></spans>", &value);
}

#[test]
fn a_run_of_one_arm_is_written_as_the_items_it_takes() {
    let p = |p: &[&str]| Bit::P(p.iter().map(|&p| p.into()).collect());
    let value = Bits { bit: vec![p(&["1", "2", "3"]), Bit::Q("4".into()), p(&["5"])] };
    both_ways("<bits><p>1</p><p>2</p><p>3</p><q>4</q><p>5</p></bits>", &value);
}

#[test]
fn what_one_arm_cannot_begin_with_another_does() {
    let pair = |c: &str, d: Option<&str>| Part::Pair(Pair { c: c.into(), d: d.map(Into::into) });
    let block = |head: &str, part| Block { head: head.into(), part };
    let value = Blocks {
        block: vec![
            block("1", vec![Part::D("2".into()), pair("3", Some("4")), Part::D("5".into()), Part::D("6".into())]),
            block("7", vec![pair("8", None)]),
        ],
    };
    both_ways("<blocks><head>1</head><d>2</d><c>3</c><d>4</d><d>5</d><d>6</d><head>7</head><c>8</c></blocks>", &value);
}

#[test]
fn a_wildcard_that_must_be_there_takes_what_comes_at_its_place() {
    let value = Marked { any: Element::parse("<x>1</x>").unwrap(), x: Some("2".into()) };
    both_ways("<marked><x>1</x><x>2</x></marked>", &value);
}

#[test]
fn a_group_that_occurs_once_is_read_in_any_order() {
    let value = Perhaps { row: Some(Row { x: Some("1".into()), y: vec!["2".into(), "3".into()], z: "4".into() }) };
    let text = "<perhaps><z>4</z><y>2</y><x>1</x><y>3</y></perhaps>";
    assert_eq!(from_xml::<Perhaps>(text).unwrap(), value);
    both_ways("<perhaps><x>1</x><y>2</y><y>3</y><z>4</z></perhaps>", &value);
    let error = from_xml::<Perhaps>("<perhaps><z>4</z><x>1</x><x>2</x></perhaps>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Repeated { name: "x".into() });
}

#[test]
fn a_name_that_occurs_twice_fills_the_next_member() {
    let value = Twice { a: "1".into(), b: "2".into(), a2: "3".into(), b2: "4".into() };
    both_ways("<twice><a>1</a><b>2</b><a>3</a><b>4</b></twice>", &value);
    let grouped = "<twice><a>1</a><a>3</a><b>2</b><b>4</b></twice>";
    let read = from_xml::<Twice>(grouped).unwrap();
    assert_eq!((read.a.as_str(), read.a2.as_str()), ("1", "3"));
    let error = from_xml::<Twice>("<twice><a>1</a><b>2</b><a>3</a><b>4</b><a>5</a></twice>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Repeated { name: "a".into() });
}

#[test]
fn wildcards_take_what_they_allow() {
    let text = r#"<p:open xmlns:p="urn:p" xmlns:o="urn:o" id="1" o:x="&lt;" y="2" xml:space="preserve"><known>k</known><o:e a="1">&amp;<p:f/></o:e><p:not/><o:g xmlns:o="urn:o2"/><whatever o:a="1">t<o:b/></whatever></p:open>"#;
    let open = from_xml::<Open>(text).unwrap();
    assert_eq!(open.id.as_deref(), Some("1"));
    assert_eq!(open.further.get("urn:o", "x"), Some("<"));
    assert_eq!(open.further.get("", "y"), Some("2"));
    assert_eq!(open.further.get("http://www.w3.org/XML/1998/namespace", "space"), Some("preserve"));
    assert_eq!(open.further.len(), 3);
    assert_eq!(
        open.any.iter().map(|e| (e.namespace(), e.local())).collect::<Vec<_>>(),
        [("urn:o", "e"), ("urn:o2", "g")]
    );
    assert_eq!(open.any[0].content(), "&amp;<p:f/>");
    assert_eq!(open.whatever.as_ref().map(AnyType::content), Some("t<o:b/>"));
    let written = to_xml(&open).unwrap();
    let again = from_xml::<Open>(&written).unwrap();
    assert_eq!(again.any[0].elements()[0].namespace(), "urn:p");
    assert_eq!(again.whatever.as_ref().unwrap().elements()[0].namespace(), "urn:o");
    assert_eq!(again.further, open.further);
}

#[test]
fn fragments_are_written_so_that_names_keep_their_meaning() {
    let open = Open {
        any: vec![Element::parse("<n1:e xmlns:n1='urn:x'><n1:f/></n1:e>").unwrap()],
        whatever: Some(AnyType::parse("a<b/>").unwrap()),
        ..Open::default()
    };
    assert_eq!(
        to_xml(&open).unwrap(),
        r#"<n1:open xmlns:n1="urn:p"><e:e xmlns:e="urn:x" xmlns:n1='urn:x'><n1:f/></e:e><whatever>a<b/></whatever></n1:open>"#
    );
    let not_allowed = Open { any: vec![Element::parse("<e xmlns='urn:p'/>").unwrap()], ..Open::default() };
    assert!(matches!(to_xml(&not_allowed).unwrap_err().rule(), Rule::Fragment(_)));
}

#[test]
fn further_attributes_cannot_break_the_tag() {
    for (namespace, local) in
        [("", "a b"), ("", "id"), ("", "xmlns"), ("http://www.w3.org/2000/xmlns/", "q"), ("", "a='1'")]
    {
        let mut further = Attributes::new();
        further.push(namespace, local, "v");
        let error = to_xml(&Open { further, ..Open::default() }).unwrap_err();
        assert_eq!(error.rule(), &Rule::Attribute(local.into()), "{namespace} {local}");
    }
    let mut further = Attributes::new();
    further.push("urn:o", "a", "\"<\n");
    assert_eq!(
        to_xml(&Open { further, ..Open::default() }).unwrap(),
        r#"<n1:open xmlns:n1="urn:p" xmlns:q1="urn:o" q1:a="&quot;&lt;&#10;"/>"#
    );
}

#[test]
fn simple_content_has_a_value_and_attributes() {
    both_ways(
        r#"<n1:price xmlns:n1="urn:p" currency="EUR">12</n1:price>"#,
        &Price { currency: "EUR".into(), value: 12 },
    );
    let error = from_xml::<Price>(r#"<price xmlns="urn:p" currency="EUR"/>"#).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Value(_)), "{error}");
}

#[test]
fn mixed_content_is_kept_as_it_is() {
    let text = r#"<t:text xmlns:t="urn:p" xmlns:o="urn:o" xml:lang="en">a <o:b>c</o:b><!-- d --></t:text>"#;
    let read = from_xml::<Text>(text).unwrap();
    assert_eq!(read.lang.as_deref(), Some("en"));
    assert_eq!(read.content.content(), "a <o:b>c</o:b><!-- d -->");
    assert_eq!(read.content.elements()[0].namespace(), "urn:o");
    let written = to_xml(&read).unwrap();
    assert_eq!(
        written,
        r#"<n1:text xmlns:n1="urn:p" xml:lang="en" xmlns:o="urn:o">a <o:b>c</o:b><!-- d --></n1:text>"#
    );
    assert_eq!(from_xml::<Text>(&written).unwrap(), read);
    let text = Text { content: Mixed::parse("a<b/>").unwrap(), lang: None };
    both_ways(r#"<n1:text xmlns:n1="urn:p">a<b/></n1:text>"#, &from_xml::<Text>(&to_xml(&text).unwrap()).unwrap());
    assert!(Mixed::parse("</n1:text><x>").is_err());
}

#[test]
fn mixed_content_cannot_rename_its_element() {
    let read = from_xml::<Text>(r#"<t:text xmlns:t="urn:p" xmlns:n1="urn:x"><n1:b/></t:text>"#).unwrap();
    assert!(matches!(to_xml(&read).unwrap_err().rule(), Rule::Fragment(_)));
}

#[test]
fn a_fragment_is_read_as_a_type() {
    let element = Element::from_value(&Price { currency: "EUR".into(), value: 12 }).unwrap();
    assert_eq!((element.namespace(), element.local(), element.content()), ("urn:p", "price", "12"));
    assert_eq!(element.read::<Price>().unwrap().value, 12);
    assert!(matches!(element.read::<Single>().unwrap_err().kind(), ReadErrorKind::Root { .. }));
    let any = AnyType::parse("<head>h</head><a>1</a><tail>t</tail>").unwrap();
    assert_eq!(any.read_as::<Single>().unwrap(), single(Pick::A(1)));
    let pick = single(Pick::A(1));
    assert_eq!(Content::facts(&pick).fields().len(), 3);
}
