//! XML that a contract leaves open: made, looked into, read as a type, and never shown.

mod contract;

use castile::content::{Content, Input, Nillable, NoScope};
use castile::engine::Rule;
use castile::facts::Builtin;
use castile::{AnyType, Attributes, Element, Mixed, Root};
use contract::{Problem, Session};

#[test]
fn untyped_content() {
    let literal = AnyType::literal(Builtin::Int, "7").expect("a literal");
    assert_eq!(literal.content(), "7");
    assert!(literal.attributes().contains("xsi:type=\"xsd:int\""), "{}", literal.attributes());
    assert!(!literal.is_empty() && AnyType::default().is_empty());
    assert_eq!(AnyType::text("a < b").expect("a text").content(), "a &lt; b");
    assert_eq!(AnyType::text("\u{1}").expect_err("no XML").rule(), &Rule::IllegalCharacter('\u{1}'));
    let content = AnyType::parse("<a x='1'/>text<b><c/></b>").expect("content");
    let names: Vec<String> = content.elements().iter().map(|element| element.local().to_owned()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(AnyType::parse("<a>").is_err() && AnyType::parse("</value><value>").is_err());
    let problem: Problem =
        AnyType::parse("<number xmlns='urn:shop'>5</number>").expect("content").read_as().expect("a problem");
    assert_eq!(problem.number, 5);
    assert!(AnyType::parse("<number xmlns='urn:shop'>x</number>").expect("content").read_as::<Problem>().is_err());
    assert_eq!(format!("{content:?}"), "AnyType(25 bytes)");
}

#[test]
fn elements() {
    let element =
        Element::parse("<p:session xmlns:p='urn:shop' xmlns:q='urn:q' q:a='1'><p:token>canary</p:token></p:session>")
            .expect("an element");
    assert_eq!((element.namespace(), element.local()), ("urn:shop", "session"));
    assert!(element.attributes().contains("q:a='1'"), "{}", element.attributes());
    assert_eq!(element.read::<Session>().expect("a session").token, "canary");
    assert_eq!(element.read_as::<Session>().expect("a session").token, "canary");
    assert!(element.read::<Problem>().is_err() && element.read_as::<Problem>().is_err());
    let inner = element.elements();
    assert_eq!((inner.len(), inner[0].local(), inner[0].content()), (1, "token", "canary"));
    assert!(!format!("{element:?} {inner:?}").contains("canary"));
    let made = Element::from_value(&Session { token: "t".into() }).expect("an element");
    assert_eq!((made.namespace(), made.local()), ("urn:shop", Session::ELEMENT.local()));
    assert_eq!(Element::parse(&made.as_xml()).expect("an element").read::<Session>().expect("a session").token, "t");
    assert_eq!(Element::default().as_xml(), "");
    let mut taken = Element::default();
    taken.lex(Input::Text("<a>b</a>", &NoScope)).expect("an element");
    assert_eq!((taken.local(), taken.content()), ("a", "b"));
    taken.lex(Input::Text("no & element", &NoScope)).expect("text");
    assert_eq!((taken.local(), taken.content()), ("", "no &amp; element"));
    taken.lex(Input::Nil).expect("left alone");
    assert_eq!(taken.content(), "no &amp; element");
}

#[test]
fn mixed_content() {
    let mixed = Mixed::parse("a<b>c</b>").expect("content");
    assert_eq!((mixed.content(), mixed.declarations(), mixed.is_empty()), ("a<b>c</b>", "", false));
    assert_eq!(mixed.elements().iter().map(Element::content).collect::<Vec<_>>(), ["c"]);
    assert_eq!(Mixed::text("a > b").expect("a text").content(), "a &gt; b");
    assert!(Mixed::text("\u{FFFE}").is_err() && Mixed::parse("<p:a/>").is_err() && Mixed::default().is_empty());
    let mut taken = Mixed::default();
    taken.lex(Input::Text("x\u{0}y<", &NoScope)).expect("a text");
    assert_eq!(taken.content(), "xy&lt;");
    taken.lex(Input::Xml("", "", " xmlns:p='urn:p' xmlns:q='urn:q' xmlns='urn:d' a='1'", "<p:a/>")).expect("content");
    assert_eq!((taken.content(), taken.declarations()), ("<p:a/>", " xmlns:p='urn:p' xmlns='urn:d'"));
    assert_eq!(format!("{mixed:?}"), "Mixed(9 bytes)");
}

#[test]
fn further_attributes() {
    let mut attributes = Attributes::new();
    assert!(attributes.is_empty());
    attributes.push("urn:a", "b", "canary");
    attributes.push("", "c", "2");
    assert_eq!(
        (attributes.len(), attributes.get("urn:a", "b"), attributes.get("urn:x", "b")),
        (2, Some("canary"), None)
    );
    assert_eq!(attributes.iter().map(|attribute| attribute.local.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!((&attributes).into_iter().count(), 2);
    assert!(!format!("{attributes:?} {:?}", attributes.iter().next()).contains("canary"));
}

#[test]
fn what_nil_is_and_what_an_input_shows() {
    let mut value = Nillable::<i32>::default();
    assert_eq!((value.value(), value.arm()), (None, 0));
    value.lex(Input::Text("5", &NoScope)).expect("a number");
    assert_eq!((value.value(), value.arm()), (Some(&5), 1));
    assert_eq!(value, Nillable::from(5));
    value.lex(Input::Nil).expect("nil");
    assert_eq!(value, Nillable::Nil);
    // What is no field of a value is an empty one.
    assert_eq!(value.field(0).facts().fields().len(), 0);
    assert_eq!((7_i32).field(3).facts().fields().len(), 0);
    let shown = [
        Input::Text("canary", &NoScope),
        Input::Attribute("urn:canary", "canary", "canary"),
        Input::Nil,
        Input::Xml("canary", "canary", "canary", "canary"),
    ];
    assert_eq!(format!("{shown:?}"), "[Text, Attribute, Nil, Xml]");
}

/// Boxes are what is in them, in every way.
#[test]
fn a_box_is_what_is_in_it() {
    let mut boxed = Box::new(Nillable::<i32>::default());
    boxed.lex(Input::Text("3", &NoScope)).expect("a number");
    assert_eq!(
        (boxed.arm(), boxed.facts().kind(), boxed.boxed()),
        (1, castile::facts::Kind::Nillable, size_of::<Nillable<i32>>())
    );
    assert_eq!(
        (boxed.field(0).facts().kind(), Box::new(boxed).boxed()),
        (castile::facts::Kind::Lexical, size_of::<usize>() + size_of::<Nillable<i32>>())
    );
    assert_eq!(5_i32.boxed(), 0);
}
