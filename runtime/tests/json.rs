//! The same types in JSON.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::content::Nillable;
    use castile::facts as f;
    use castile::fragment::AnyType;
    use castile::value::{Base64Binary, Date, Decimal};

    pub static SCHEMA: f::Schema = f::Schema {
        namespaces: &["urn:j"],
        links: &[
            ("NUMBERS", f::Link::Simple(&NUMBERS)),
            ("PICK", f::Link::Group(&PICK)),
            ("SIZE", f::Link::Simple(&SIZE)),
        ],
    };

    pub struct Reply {
        pub id: i64,
        pub ok: bool,
        pub name: Option<String>,
        pub amount: Option<Decimal>,
        pub ratio: Option<f64>,
        pub day: Option<Date>,
        pub hash: Option<Base64Binary>,
        pub tags: Vec<String>,
        pub numbers: Vec<i32>,
        pub choice: Option<Pick>,
        pub shape: Option<AnyShape>,
        pub rows: Option<Rows>,
        pub any: Option<AnyType>,
    }
    castile::complex!(Reply, REPLY, f::Struct, SCHEMA, "n1:Reply", {
        0 id: "Id", "attribute 1 xs:long";
        1 ok: "n1:ok", "1 xs:boolean";
        2 name: "n1:name", "? xs:string";
        3 amount: "n1:amount", "? xs:decimal nillable";
        4 ratio: "n1:ratio", "? xs:double";
        5 day: "n1:day", "? xs:date";
        6 hash: "n1:hash", "? xs:base64Binary";
        7 tags: "n1:tags", "* xs:string";
        8 numbers: "n1:numbers", "? &NUMBERS list";
        9 choice: "choice", "? &PICK";
        10 shape: "n1:shape", "?";
        11 rows: "n1:rows", "?";
        12 any: "n1:any", "?";
    });

    pub static NUMBERS: f::SimpleType = f::base::ANY_SIMPLE_TYPE.with_variety(f::Variety::List(&f::INT));

    pub enum Pick {
        A(i32),
        B(String),
    }
    castile::choice!(Pick, A, PICK, f::Choice, SCHEMA, "", {
        0 A: "n1:a", "1 xs:int";
        1 B: "n1:b", "1 xs:string";
    });

    pub enum AnyShape {
        Shape(Shape),
        Circle(Circle),
        Other(AnyType),
    }
    castile::choice!(AnyShape, Shape, ANY_SHAPE, f::Polymorphic, SCHEMA, "n1:Shape", {
        0 Shape: "n1:Shape", "1";
        1 Circle: "n1:Circle", "1";
        2 Other: "", "any 1 ##any";
    });

    pub struct Shape {
        pub label: Option<String>,
    }
    castile::complex!(Shape, SHAPE, f::Struct, SCHEMA, "n1:Shape", {
        0 label: "n1:label", "? xs:string";
    });

    pub struct Circle {
        pub label: Option<String>,
        pub radius: u8,
    }
    castile::complex!(Circle, CIRCLE, f::Struct, SCHEMA, "n1:Circle", {
        0 label: "n1:label", "? xs:string";
        1 radius: "n1:radius", "1 xs:unsignedByte";
    });

    /// Lists within lists.
    pub struct Lists {
        pub spans: Vec<Nillable<Vec<i32>>>,
        pub sizes: Vec<Size>,
    }
    castile::complex!(Lists, LISTS, f::Struct, SCHEMA, "n1:Lists", {
        0 spans: "n1:spans", "* &NUMBERS list nillable";
        1 sizes: "n1:sizes", "* &SIZE";
    });

    pub static SIZE: f::SimpleType = f::base::ANY_SIMPLE_TYPE.with_variety(f::Variety::Union(&[&f::BOOLEAN, &NUMBERS]));

    #[derive(Clone)]
    pub enum Size {
        Known(bool),
        Numbers(Vec<i32>),
    }
    castile::union!(Size, Known { Known: &f::BOOLEAN, Numbers: &NUMBERS });

    pub struct Rows {
        pub row: Vec<Shape>,
    }
    castile::complex!(Rows, ROWS, f::Struct, SCHEMA, "n1:Rows", {
        0 row: "n1:row", "*";
    });
}

use castile::content::Nillable;
use castile::engine::{ReadErrorKind, Rule, read_json};
use castile::facts::{self as f, Field};
use castile::fragment::AnyType;
use castile::value::Base64Binary;
use castile::{Limits, from_json, to_json};
use types::{AnyShape, Circle, Lists, Pick, Reply, Rows, Shape, Size};

fn reply() -> Reply {
    Reply {
        id: -5,
        ok: true,
        name: Some("a\"\\\n\u{1}ü".into()),
        amount: None,
        ratio: Some(f64::INFINITY),
        day: Some("2024-02-29".parse().unwrap()),
        hash: Some(Base64Binary(vec![1, 2, 255])),
        tags: vec!["x".into(), String::new()],
        numbers: vec![1, 2],
        choice: Some(Pick::B("b".into())),
        shape: Some(AnyShape::Circle(Circle { label: None, radius: 3 })),
        rows: Some(Rows { row: vec![Shape { label: Some("l".into()) }] }),
        any: None,
    }
}

const TEXT: &str = concat!(
    r#"{"Id":-5,"ok":true,"name":"a\"\\\n\u0001ü","ratio":"INF","day":"2024-02-29","hash":"AQL/","tags":["x",""],"#,
    r#""numbers":[1,2],"b":"b","shape":{"__type":"Circle","radius":3},"rows":{"row":[{"label":"l"}]}}"#,
);

#[test]
fn values_are_members_by_local_name() {
    assert_eq!(to_json(&reply()).unwrap(), TEXT);
    assert_eq!(from_json::<Reply>(TEXT).unwrap(), reply());
}

#[test]
fn a_shape_of_which_nothing_was_said_is_not_written() {
    let reply = Reply { shape: Some(AnyShape::Other(AnyType::default())), ..reply() };
    let error = to_json(&reply).unwrap_err();
    assert_eq!((error.rule(), error.path()), (&Rule::Required, "shape"));
}

#[test]
fn lists_in_lists_are_arrays_and_those_of_a_union_one_string() {
    let lists = Lists {
        spans: vec![Nillable::Value(vec![1, 2]), Nillable::Nil, Nillable::Value(Vec::new())],
        sizes: vec![Size::Numbers(vec![2, 3]), Size::Known(true), Size::Numbers(vec![4])],
    };
    let text = r#"{"spans":[[1,2],null,[]],"sizes":["2 3","true","4"]}"#;
    assert_eq!(to_json(&lists).unwrap(), text);
    assert_eq!(from_json::<Lists>(text).unwrap(), lists);
}

#[test]
fn servers_write_the_same_in_other_ways() {
    let text = r#" { "unknown" : {"ok": [1, {"a": null}], "n": -1.5e+3}, "ok":"true", "tags": "one", "Id":"7", "name": 12.50,
        "day": "", "amount": null, "numbers": "1 2", "hash": [1,2,255], "rows": [{"label":null},{}], "a": "4", "b": null,
        "shape": {"__type":"Circle:#urn.x","radius":"9"}, "__type": "Reply", "any": {"x": [1, "<"]} } "#;
    let read = from_json::<Reply>(text).unwrap();
    let expected = Reply {
        id: 7,
        name: Some("12.50".into()),
        tags: vec!["one".into()],
        ratio: None,
        day: None,
        choice: Some(Pick::A(4)),
        shape: Some(AnyShape::Circle(Circle { label: None, radius: 9 })),
        rows: Some(Rows { row: vec![Shape::default(), Shape::default()] }),
        any: Some(castile::fragment::AnyType::text(r#"{"x": [1, "<"]}"#).unwrap()),
        ..reply()
    };
    assert_eq!(read, expected);
    assert!(from_json::<Reply>(r#"{"Id":1,"ok":false}"#).is_ok_and(|reply| !reply.ok));
    let base = from_json::<Reply>(r#"{"Id":1,"ok":0,"shape":{"label":"l"}}"#);
    assert!(base.is_ok_and(|reply| matches!(reply.shape, Some(AnyShape::Shape(_)))));
}

#[test]
fn escapes_are_those_of_json() {
    let name = |text: &str| {
        from_json::<Reply>(&format!(r#"{{"Id":1,"ok":true,"name":{text}}}"#)).map(|reply| reply.name.unwrap())
    };
    assert_eq!(name(r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).unwrap(), "\"\\/\u{8}\u{c}\n\r\té😀");
    for wrong in [
        r#""\x""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""\ud800""#,
        r#""\ud800\u0041""#,
        r#""\udc00""#,
        "\"a\nb\"",
        "\"a",
        "'a'",
        "01",
        "1.",
        "-",
        "+1",
        ".5",
        "tru",
        "nul",
        "NaN",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
    ] {
        assert!(name(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn errors_have_path_and_position() {
    let error =
        from_json::<Reply>("{\"Id\":1,\n \"ok\":true, \"shape\":{\"__type\":\"Circle\",\"radius\":256}}").unwrap_err();
    assert_eq!((error.path().as_str(), error.position()), ("shape/radius", Some((2, 49))), "{error}");
    let kind = |text: &str| from_json::<Reply>(text).unwrap_err().kind().clone();
    assert_eq!(kind(r#"{"Id":1,"ok":true,"ok":true}"#), ReadErrorKind::Repeated { name: "ok".into() });
    assert_eq!(kind(r#"{"Id":1,"ok":true,"a":1,"b":"x"}"#), ReadErrorKind::Repeated { name: "b".into() });
    assert_eq!(kind(r#"{"Id":1}"#), ReadErrorKind::Missing { expected: "ok".into() });
    assert_eq!(kind(r#"{"Id":1,"ok":null}"#), ReadErrorKind::Missing { expected: "ok".into() });
    assert!(matches!(kind(r#"{"Id":1,"ok":{}}"#), ReadErrorKind::Json { .. }));
    assert!(matches!(kind(r#"{"Id":1,"ok":true} x"#), ReadErrorKind::Json { .. }));
    assert!(matches!(kind(""), ReadErrorKind::Json { .. }));
    assert!(matches!(kind("[1]"), ReadErrorKind::Json { .. }));
}

#[test]
fn a_text_cut_anywhere_is_an_error() {
    for end in (0..TEXT.len()).filter(|&end| TEXT.is_char_boundary(end)) {
        assert!(from_json::<Reply>(&TEXT[..end]).is_err(), "cut at {end}");
    }
}

fn read(text: &str, limits: &Limits) -> Result<(), ReadErrorKind> {
    let field = Field(f::Element, 0, "", 1, 1, 0, &f::COMPLEX);
    read_json(&field, &mut Reply::default(), text, limits).map_err(|error| error.kind().clone())
}

/// `text(n)` is just within the limit `n` set by `set`; `text(n + 1)` and what is far more are over it.
fn bounded(name: &'static str, set: impl Fn(&mut Limits, u32), text: impl Fn(u32) -> String) {
    for n in [5, 12] {
        let mut limits = Limits::default();
        set(&mut limits, n);
        assert_eq!(read(&text(n), &limits), Ok(()), "{name}");
        let over = Err(ReadErrorKind::Limit { name, value: n.into() });
        assert_eq!(read(&text(n + 1), &limits), over, "{name}");
        assert_eq!(read(&text(n + 9), &limits), over, "{name}");
    }
}

/// Every value counts: members that are read, those that are kept as they are, those that are passed over.
#[test]
fn every_limit_is_kept() {
    let ones = |n: u32| vec!["1"; n as usize].join(",");
    let document = |member: &str| format!(r#"{{"Id":1,"ok":true,{member}}}"#);
    bounded("elements", |l, n| l.elements = n, |n| document(&format!(r#""tags":[{}]"#, ones(n - 4))));
    bounded("elements", |l, n| l.elements = n, |n| document(&format!(r#""unknown":[{}]"#, ones(n - 4))));
    bounded("elements", |l, n| l.elements = n, |n| document(&format!(r#""any":[{}]"#, ones(n - 4))));
    let nested = |n: u32| "[".repeat(n as usize) + &"]".repeat(n as usize);
    bounded("depth", |l, n| l.depth = n, |n| document(&format!(r#""unknown":{}"#, nested(n - 1))));
    bounded("depth", |l, n| l.depth = n, |n| document(&format!(r#""any":{}"#, nested(n - 1))));
    let text = document(r#""tags":["a"]"#);
    let limits = |body_bytes| Limits { body_bytes, ..Limits::default() };
    assert_eq!(read(&text, &limits(text.len())), Ok(()));
    for body_bytes in [text.len() - 1, 1] {
        let over = ReadErrorKind::Limit { name: "body_bytes", value: body_bytes as u64 };
        assert_eq!(read(&text, &limits(body_bytes)), Err(over));
    }
}

/// Depth is how many are open at a time.
#[test]
fn what_was_closed_does_not_count_as_depth() {
    let shape = r#"{"label":"l"}"#;
    let rows = vec![shape; 300].join(",");
    let lists = vec!["[[]]"; 300].join(",");
    let text = format!(r#"{{"Id":1,"ok":true,"rows":{{"row":[{rows}]}},"unknown":[{lists}],"any":[{lists}]}}"#);
    assert_eq!(read(&text, &Limits::default()), Ok(()));
}

#[test]
fn what_is_expected_between_items_and_members_is_said() {
    for (text, expected) in [
        (r#"{"Id":1,"ok":true,"tags":["a" "b"]}"#, "`,` or `]`"),
        (r#"{"Id":1 "ok":true}"#, "`,` or `}`"),
        (r#"{"Id":1,"ok":true,"unknown":[1;2]}"#, "`,` or `]`"),
    ] {
        assert_eq!(read(text, &Limits::default()), Err(ReadErrorKind::Json { expected }), "{text}");
    }
}

/// Beside what the text takes and a fixed amount, values may take so many times its size.
#[test]
fn what_values_take_is_bounded() {
    let rows = vec!["{}"; 100_000].join(",");
    let text = format!(r#"{{"Id":1,"ok":true,"rows":{{"row":[{rows}]}}}}"#);
    assert_eq!(read(&text, &Limits::default()), Ok(()));
    let over = ReadErrorKind::Limit { name: "memory_ratio", value: 1 };
    assert_eq!(read(&text, &Limits { memory_ratio: 1, ..Limits::default() }), Err(over));
}

#[test]
fn nesting_is_bounded_without_recursion() {
    for open in ["[", "{\"a\":"] {
        let text = format!("{{\"x\":{}", open.repeat(1_000_000));
        let error = from_json::<Reply>(&text).unwrap_err();
        assert!(matches!(error.kind(), ReadErrorKind::Limit { name: "depth", .. }), "{error}");
    }
}
