//! The text that states the facts of a type.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use castile::facts::{
    ENCODED, Facts, Field, Kind, LENIENT, LIST, Link, NILLABLE, Namespaces, Place, SECRET, STRING, Schema, SimpleType,
    UNBOUNDED, Variety,
};
use castile::xml::name::{ENC11, ENC12, XML, XSD, XSI};

static CODE: SimpleType = castile::facts::base::TOKEN.restrict(1, "n1:Code", &[]);
static PICK: Facts = Facts::new(Kind::Choice, &SCHEMA, "");
static SCHEMA: Schema =
    Schema { namespaces: &["urn:a", "urn:b"], links: &[("CODE", Link::Simple(&CODE)), ("PICK", Link::Group(&PICK))] };

/// The one field of a type without a name.
fn field(line: &'static str) -> &'static Field {
    let text: &'static str = format!("\n{line}").leak();
    let facts: &'static Facts = Box::leak(Box::new(Facts::new(Kind::Struct, &SCHEMA, text)));
    assert_eq!((facts.name(), facts.namespace(), facts.fields().len()), ("", 0, 1));
    &facts.fields()[0]
}

#[test]
fn the_first_line_is_the_name() {
    static NAMED: Facts = Facts::new(Kind::Struct, &SCHEMA, "n2:Order");
    static LOCAL: Facts = Facts::new(Kind::Struct, &SCHEMA, "Order\na\t1\nb\t?");
    assert_eq!((NAMED.name(), NAMED.namespace(), NAMED.fields().len()), ("n2:Order", 2, 0));
    assert_eq!((LOCAL.name(), LOCAL.namespace()), ("Order", 0));
    assert_eq!(LOCAL.fields().iter().map(Field::name).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn names_have_the_namespace_of_their_prefix() {
    let names = [
        ("plain\t1", 0, "plain", "plain"),
        ("n1:a\t1", 1, "n1:a", "a"),
        ("n12:a b\t1", 12, "n12:a b", "a b"),
        ("xml:lang\tattribute ?", XML, "xml:lang", "lang"),
        ("xsi:nil\tattribute ?", XSI, "xsi:nil", "nil"),
        ("xsd:schema\t1", XSD, "xsd:schema", "schema"),
        ("xs:schema\t1", XSD, "schema", "schema"),
        ("soapenc:Array\t1", ENC11, "soapenc:Array", "Array"),
        ("enc:Array\t1", ENC12, "enc:Array", "Array"),
        // Contracts have such names; the colon of a name without a namespace is no end of a prefix.
        (":n1:a\t1", 0, "n1:a", "n1:a"),
        (":xs:a\t1", 0, "xs:a", "xs:a"),
        ("n1:xs:a\t1", 1, "n1:xs:a", "xs:a"),
    ];
    for (line, namespace, name, local) in names {
        let field = field(line);
        assert_eq!((field.namespace(), field.name(), field.local()), (namespace, name, local), "{line}");
    }
}

#[test]
fn an_occurrence_is_spelled_as_in_a_regular_expression() {
    let occurrences = [
        ("a\t1", 1, 1),
        ("a\t?", 0, 1),
        ("a\t*", 0, UNBOUNDED),
        ("a\t+", 1, UNBOUNDED),
        ("a\t{0,7}", 0, 7),
        ("a\t{2,}", 2, UNBOUNDED),
    ];
    for (line, min, max) in occurrences {
        assert_eq!((field(line).min(), field(line).max()), (min, max), "{line}");
    }
}

#[test]
fn a_place_is_that_of_an_element_unless_it_is_said() {
    assert!(matches!(field("a\t1").place(), Place::Element));
    assert!(matches!(field("a\tattribute 1 xs:int").place(), Place::Attribute));
    assert!(matches!(field("\ttext 1 xs:int").place(), Place::Text));
    assert!(matches!(field("\tmixed 1").place(), Place::Mixed));
    assert!(matches!(field("pick\t* &PICK").place(), Place::Group(facts) if std::ptr::eq(facts, &raw const PICK)));
}

#[test]
fn a_wildcard_says_its_namespaces() {
    let allowed = |line| match field(line).place() {
        Place::Wildcard(allowed) | Place::AnyAttribute(allowed) => allowed,
        other => panic!("{line} is {other:?}"),
    };
    assert_eq!(allowed("\tany * ##any"), Namespaces::Any);
    assert_eq!(allowed("\tany 1 ##other:n2"), Namespaces::Other(2));
    assert_eq!(allowed("\tanyAttribute * ##other:local"), Namespaces::Other(0));
    assert_eq!(allowed("\tanyAttribute * ##n1,xml,local"), Namespaces::List(&[1, XML, 0]));
    assert_eq!(allowed("\tany * ##"), Namespaces::List(&[]));
}

#[test]
fn a_simple_type_is_built_in_or_a_link() {
    assert!(std::ptr::eq(field("a\t1 xs:string").simple(), &raw const STRING));
    assert!(std::ptr::eq(field("a\t1 &CODE").simple(), &raw const CODE));
    assert_eq!(field("a\t1 soapenc:base64").simple().name, "soapenc:base64");
    let simple = field("a\t1").simple();
    assert!(matches!(simple.variety, Variety::Complex) && simple.name.is_empty());
    let simple = field("a\t* nillable (n2:Row[,])").simple();
    assert!(matches!(simple.variety, Variety::Complex));
    assert_eq!((simple.namespace, simple.name), (2, "n2:Row[,]"));
    assert_eq!(field("a\t1 (xs:int[])").simple().name, "int[]");
}

#[test]
fn each_flag_is_a_word() {
    let flags =
        [("nillable", NILLABLE), ("secret", SECRET), ("list", LIST), ("lenient", LENIENT), ("encoded", ENCODED)];
    for (word, flag) in flags {
        let field = field(format!("a\t1 xs:string {word}").leak());
        assert!(flags.iter().all(|(_, other)| field.has(*other) == (*other == flag)), "{word}");
    }
    assert!(field("a\t? nillable secret").has(NILLABLE) && field("a\t? nillable secret").has(SECRET));
}

#[test]
fn what_is_not_known_is_not_passed_over() {
    for line in [
        "a\t",
        "a\t0",
        "a\t{1}",
        "a\t1 hidden",
        "a\t1 xs:text",
        "a\t1 &GONE",
        "a\t1 ##any",
        "a\twhere 1",
        "tns:a\t1",
        "\tany 1 ##other:tns",
    ] {
        let problem = std::panic::catch_unwind(|| field(line).min()).unwrap_err();
        let text = problem.downcast_ref::<String>().unwrap();
        assert!(text.contains("generate the code again"), "{line}: {text}");
    }
}

/// A group belongs to the schema that has a link to it.
#[test]
fn what_leads_back_to_itself_can_be_printed() {
    let shown = format!("{SCHEMA:?}");
    assert!(shown.contains(r#"("CODE", Simple("n1:Code")), ("PICK", Group(""))"#), "{shown}");
    assert!(format!("{PICK:?}").contains("Choice"));
    assert!(format!("{:?}", field("pick\t* &PICK")).contains("Group"));
}
