//! Ordinary complex types: read, written, compared, printed.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::facts as f;
    use castile::value::{DateTime, Decimal};

    pub static SCHEMA: f::Schema = f::Schema {
        namespaces: &["urn:shop", "urn:other"],
        links: &[
            ("KIND", f::Link::Simple(&KIND)),
            ("NOTE", f::Link::Simple(&NOTE)),
            ("PIN", f::Link::Simple(&PIN)),
            ("TAGS", f::Link::Simple(&TAGS)),
        ],
    };

    pub struct Order {
        pub number: i64,
        pub currency: Option<String>,
        pub date: DateTime,
        pub total: Option<Decimal>,
        pub note: Option<String>,
        pub line: Vec<Line>,
        pub tags: Vec<String>,
        pub token: Option<String>,
    }

    castile::complex!(Order, ORDER, f::Struct, SCHEMA, "n1:Order", {
        0 number: "number", "attribute 1 xs:long";
        1 currency: "currency", "attribute ? xs:string";
        2 date: "n1:date", "1 xs:dateTime";
        3 total: "n1:total", "1 xs:decimal nillable";
        4 note: "n1:note", "? &NOTE";
        5 line: "n1:line", "*";
        6 tags: "n2:tags", "? &TAGS list";
        7 token: "token", "? &PIN secret";
    });
    castile::root!(Order, 1, "n1:order", &f::COMPLEX);

    pub static NOTE: f::SimpleType =
        f::base::STRING.restrict(1, "n1:Note", &[f::Facet::MaxLength(5)]).with_default("none");
    pub static PIN: f::SimpleType = f::base::STRING.restrict(0, "", &[f::Facet::MaxLength(4)]);
    pub static TAGS: f::SimpleType = f::base::TOKEN.with_variety(f::Variety::List(&f::TOKEN));

    pub struct Line {
        pub quantity: u16,
        pub kind: Kind,
    }

    castile::complex!(Line, LINE, f::Struct, SCHEMA, "n1:Line", {
        0 quantity: "n1:quantity", "1 xs:unsignedShort";
        1 kind: "n1:kind", "1 &KIND";
    });

    pub static KIND: f::SimpleType = f::base::TOKEN.restrict(1, "n1:Kind", &[f::Facet::Enumeration(&["new", "used"])]);

    #[derive(Clone)]
    pub enum Kind {
        New,
        Used,
        Unknown(String),
    }

    castile::enumeration!(Kind {
        New = "new",
        Used = "used",
    });
}

use castile::engine::{ReadErrorKind, Rule, read_document};
use castile::{Limits, Root, from_xml, to_xml, validate};
use types::{Kind, Line, Order, SCHEMA};

const DOCUMENT: &str = concat!(
    r#"<n1:order xmlns:n1="urn:shop" xmlns:n2="urn:other" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" number="7" currency="a &lt; &quot;b&quot;">"#,
    r#"<n1:date>2024-05-06T07:08:09Z</n1:date><n1:total xsi:nil="true"/><n1:note>&lt;&amp;></n1:note>"#,
    r#"<n1:line><n1:quantity>1</n1:quantity><n1:kind>new</n1:kind></n1:line>"#,
    r#"<n1:line><n1:quantity>2</n1:quantity><n1:kind>used</n1:kind></n1:line>"#,
    r#"<n2:tags>a b</n2:tags></n1:order>"#,
);

fn order() -> Order {
    Order {
        number: 7,
        currency: Some("a < \"b\"".into()),
        date: "2024-05-06T07:08:09Z".parse().unwrap(),
        note: Some("<&>".into()),
        line: vec![Line { quantity: 1, kind: Kind::New }, Line { quantity: 2, kind: Kind::Used }],
        tags: vec!["a".into(), "b".into()],
        ..Order::default()
    }
}

#[test]
fn a_value_is_written_in_schema_order() {
    let written = to_xml(&order()).unwrap();
    assert_eq!(written.replace("&gt;", ">"), DOCUMENT);
}

#[test]
fn what_is_written_is_read_back() {
    assert_eq!(from_xml::<Order>(DOCUMENT).unwrap(), order());
    assert_eq!(from_xml::<Order>(&to_xml(&order()).unwrap()).unwrap(), order());
}

#[test]
fn elements_come_in_any_order_and_unknown_ones_are_skipped() {
    let text = r#"<order xmlns="urn:shop" unknown="1" number=" 7 " xmlns:o="urn:other">stray
        <o:tags>
            a
            b </o:tags><extra><date>no</date></extra>
        <line><kind> used </kind><quantity>02</quantity></line><o:date>no</o:date>
        <date>2024-05-06T07:08:09Z</date><note/><line><quantity>3</quantity><kind>other</kind></line></order>"#;
    let order = from_xml::<Order>(text).unwrap();
    assert_eq!(order.number, 7);
    assert_eq!(order.tags, ["a", "b"]);
    assert_eq!(order.note.as_deref(), Some("none"), "an empty element has its default");
    assert_eq!(order.line.iter().map(|line| line.quantity).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(order.line[0].kind, Kind::Used);
    assert_eq!(order.line[1].kind, Kind::Unknown("other".into()));
}

#[test]
fn errors_have_path_and_position() {
    let text = "<order xmlns='urn:shop' number='7'>\n <date>2024-05-06T07:08:09Z</date><line><quantity>1</quantity><kind/></line>\n <line><quantity>70000</quantity></line></order>";
    let error = from_xml::<Order>(text).unwrap_err();
    assert_eq!(error.path(), "order/line[2]/quantity");
    assert_eq!(error.position(), Some((3, 18)));
    assert!(matches!(error.kind(), ReadErrorKind::Value(value) if value.found == "70000"), "{error}");
    assert_eq!(
        error.to_string(),
        "order/line[2]/quantity: expected unsignedShort, found \"70000\": outside the value space of the type, at 3:18 (byte 130)"
    );
}

#[test]
fn a_secret_is_in_no_error_and_no_debug_text() {
    let text = |token: &str| {
        format!(
            "<order xmlns='urn:shop' number='7'><date>2024-05-06T07:08:09Z</date><token xmlns=''>{token}</token></order>"
        )
    };
    let order = from_xml::<Order>(&text("geheim")).unwrap();
    assert_eq!(order.token.as_deref(), Some("geheim"));
    let printed = format!("{order:?}");
    assert!(printed.contains("token: [redacted]") && !printed.contains("geheim"), "{printed}");
    let error = to_xml(&order).unwrap_err();
    assert_eq!(error.path(), "order/token");
    assert!(!error.to_string().contains("geheim"), "{error}");
}

#[test]
fn a_required_member_that_is_missing_is_an_error() {
    let error = from_xml::<Order>("<order xmlns='urn:shop' number='1'/>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Missing { expected: "date".into() });
    assert_eq!(error.path(), "order");
    let error = from_xml::<Order>("<order xmlns='urn:shop'><date>2024-05-06T07:08:09Z</date></order>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Missing { expected: "@number".into() });
}

#[test]
fn a_single_member_that_comes_twice_is_an_error() {
    let text =
        "<order xmlns='urn:shop' number='1'><note>a</note><date>2024-05-06T07:08:09Z</date><note>b</note></order>";
    let error = from_xml::<Order>(text).unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Repeated { name: "note".into() });
}

#[test]
fn another_root_is_an_error() {
    let error = from_xml::<Order>("<order number='1'/>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::Root { expected: "{urn:shop}order".into(), found: "order".into() });
    assert!(from_xml::<Order>(&format!("{DOCUMENT}<!-- after --> ")).is_ok());
    assert!(from_xml::<Order>(&format!("{DOCUMENT}<a/>")).is_err());
    assert!(from_xml::<Order>("").is_err());
}

#[test]
fn a_document_cut_anywhere_is_an_error() {
    for end in (0..DOCUMENT.len()).filter(|&end| DOCUMENT.is_char_boundary(end)) {
        assert!(from_xml::<Order>(&DOCUMENT[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn facets_are_checked_when_writing_with_the_path() {
    let mut order = order();
    order.line[1].kind = Kind::Unknown("broken".into());
    let error = to_xml(&order).unwrap_err();
    assert_eq!(error.path(), "order/line[2]/kind");
    assert!(
        matches!(error.rule(), Rule::Facet(text) if text.contains("enumeration") && text.contains("broken")),
        "{error}"
    );
    order.note = Some("too long".into());
    order.currency = Some("\u{1}".into());
    let violations = validate(&order);
    let paths: Vec<_> = violations.iter().map(|violation| violation.path.as_str()).collect();
    assert_eq!(paths, ["order/@currency", "order/note", "order/line[2]/kind"]);
    assert_eq!(violations[0].rule, Rule::IllegalCharacter('\u{1}'));
}

#[test]
fn a_list_item_with_white_space_is_refused() {
    let order = Order { tags: vec!["a b".into()], ..order() };
    assert_eq!(to_xml(&order).unwrap_err().rule(), &Rule::ListItem);
}

/// As the values themselves compare: by what their literals mean, and strings by what they are.
#[test]
fn literals_of_one_value_are_equal() {
    let text = |total: &str, date: &str, note: &str| {
        let text = format!(
            "<order xmlns='urn:shop' number='7'><date>{date}</date><total>{total}</total><note>{note}</note></order>"
        );
        from_xml::<Order>(&text).unwrap()
    };
    let order = text("1.50", "2024-05-06T07:08:09Z", "1.0");
    assert_eq!(order, text("01.5", "2024-05-06T07:08:09.000Z", "1.0"));
    assert_eq!(order, text("1.5", "2024-05-06T09:08:09+02:00", "1.0"));
    for other in [
        text("1.51", "2024-05-06T07:08:09Z", "1.0"),
        text("1.5", "2024-05-06T07:08:09", "1.0"),
        text("1.5", "2024-05-06T07:08:09Z", "1.00"),
    ] {
        assert_ne!(order, other);
    }
}

/// What the items of a list in one text take is much more than their text.
#[test]
fn what_the_items_of_a_list_take_is_bounded() {
    let tags = "a ".repeat(100_000);
    let text = format!(
        "<order xmlns='urn:shop' number='7'><date>2024-05-06T07:08:09Z</date><tags xmlns='urn:other'>{tags}</tags></order>"
    );
    let read = |memory_ratio| {
        let limits = Limits { memory_ratio, ..Limits::default() };
        let mut order = Order::default();
        read_document(&SCHEMA, Order::ELEMENT, &mut order, &text, &limits).map(|()| order.tags.len())
    };
    assert_eq!(read(100).unwrap(), 100_000);
    assert_eq!(read(4).unwrap_err().kind(), &ReadErrorKind::Limit { name: "memory_ratio", value: 4 });
}

#[test]
fn values_compare_and_print() {
    assert_eq!(order(), order());
    assert_ne!(order(), Order { number: 8, ..order() });
    assert_ne!(order(), Order { line: Vec::new(), ..order() });
    let line = Line { quantity: 1, kind: Kind::New };
    assert_eq!(format!("{line:?}"), r#"Line { quantity: 1, kind: "new" }"#);
    let order = Order { line: vec![line], token: Some("geheim".into()), note: None, ..order() };
    assert_eq!(
        format!("{order:?}"),
        "Order { number: 7, currency: Some(\"a < \\\"b\\\"\"), date: \"2024-05-06T07:08:09Z\", total: None, note: None, \
         line: [Line { quantity: 1, kind: \"new\" }], tags: [\"a\", \"b\"], token: [redacted] }"
    );
}

#[test]
fn a_copy_has_what_cannot_be_written_too() {
    let mut original = order();
    original.currency = Some("\u{1}".into());
    original.note = Some(String::new());
    original.line.push(Line { quantity: 3, kind: Kind::Unknown("broken\u{0}".into()) });
    let mut copy = original.clone();
    assert_eq!(copy.currency.as_deref(), Some("\u{1}"));
    assert_eq!(copy.note.as_deref(), Some(""));
    assert_eq!(copy.total, None);
    assert_eq!(copy.tags, original.tags);
    assert_eq!(copy.line.last().map(|line| line.kind.as_str()), Some("broken\u{0}"));
    copy.line.clear();
    assert_eq!(original.line.len(), order().line.len() + 1);
}
