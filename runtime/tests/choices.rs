//! A type that is one choice, as an element of its own: in XML and in JSON.

mod types {
    #![allow(unreachable_pub)]
    use castile::content::Nillable;
    use castile::facts as f;
    use castile::fragment::{Attributes, Element};

    pub static SCHEMA: f::Schema =
        f::Schema { namespaces: &["urn:c"], links: &[("LEG", f::Link::Group(&LEG)), ("WAY", f::Link::Group(&WAY))] };

    pub enum Way {
        By(String),
        Steps(Vec<i32>),
        Leg(Leg),
    }
    castile::choice!(Way, By, WAY, f::Choice, SCHEMA, "n1:Way", {
        0 By: "n1:by", "1 xs:string";
        1 Steps: "n1:step", "+ xs:int";
        2 Leg: "leg", "1 &LEG";
    });
    castile::root!(Way, 1, "n1:way", &f::COMPLEX);

    pub struct Leg {
        pub from: String,
        pub to: Option<String>,
    }
    castile::complex!(Leg, LEG, f::Struct, SCHEMA, "", {
        0 from: "n1:from", "1 xs:string";
        1 to: "n1:to", "? xs:string";
    });

    pub struct Trip {
        pub way: Option<Box<Way>>,
        pub other: Vec<Way>,
    }
    castile::complex!(Trip, TRIP, f::Struct, SCHEMA, "n1:Trip", {
        0 way: "n1:way", "?";
        1 other: "n1:other", "*";
    });
    castile::root!(Trip, 1, "n1:trip", &f::COMPLEX);

    /// Members whose names are not those of elements.
    pub struct Parts {
        pub further: Attributes,
        pub way: Option<Way>,
        pub leg: Option<Leg>,
        pub nil: Nillable<String>,
        pub full: Nillable<i32>,
        pub rest: Vec<Element>,
    }
    castile::complex!(Parts, PARTS, f::Struct, SCHEMA, "", {
        0 further: "", "anyAttribute ? ##any";
        1 way: "", "? &WAY";
        2 leg: "", "? &LEG";
        3 nil: "n1:nil", "1 xs:string nillable";
        4 full: "n1:full", "1 xs:int nillable";
        5 rest: "", "any * ##any";
    });
}

use castile::{from_json, from_xml, to_json, to_xml, validate};
use types::{Leg, Parts, Trip, Way};

fn way(content: &str) -> Result<Way, String> {
    from_xml(&format!("<way xmlns='urn:c'>{content}</way>")).map_err(|error| error.to_string())
}

#[test]
fn each_arm_is_read_and_written() {
    let leg = Way::Leg(Leg { from: "a".into(), to: Some("b".into()) });
    for (content, value) in [
        ("<by>car</by>", Way::By("car".into())),
        ("<x/>text<step>1</step><x/><step>2</step>", Way::Steps(vec![1, 2])),
        ("<from>a</from><to>b</to>", leg.clone()),
        ("<to>b</to><from>a</from>", leg),
    ] {
        let read = way(content).expect(content);
        assert_eq!(read, value, "{content}");
        assert_eq!(from_xml::<Way>(&to_xml(&value).expect("XML")).expect("the same"), value);
        assert_eq!(from_json::<Way>(&to_json(&value).expect("JSON")).expect("the same"), value);
        assert!(validate(&value).is_empty());
    }
}

#[test]
fn no_arm_and_two_arms_are_errors() {
    for (content, said) in [
        ("", "one of by, step, from is required and missing"),
        ("<x/>", "one of by, step, from is required and missing"),
        ("<by>a</by><step>1</step>", "step occurs again"),
        ("<by>a</by><by>b</by>", "by occurs again"),
        ("<to>b</to>", "from is required and missing"),
    ] {
        let error = way(content).expect_err(content);
        assert!(error.contains(said), "{content}: {error}");
    }
}

#[test]
fn choices_stand_in_structs_boxed_and_repeated() {
    let text =
        "<trip xmlns='urn:c'><way><step>1</step></way><other><by>a</by></other><other><from>b</from></other></trip>";
    let trip: Trip = from_xml(text).expect("a trip");
    assert_eq!(trip.way.as_deref(), Some(&Way::Steps(vec![1])));
    assert_eq!(trip.other, [Way::By("a".into()), Way::Leg(Leg { from: "b".into(), to: None })]);
    assert_eq!(from_xml::<Trip>(&to_xml(&trip).expect("XML")).expect("the same"), trip);
    let json = to_json(&trip).expect("JSON");
    assert_eq!(from_json::<Trip>(&json).expect(&json), trip);
    let error = from_json::<Trip>(r#"{"way":{"by":"a","step":[1]}}"#).expect_err("two arms");
    assert!(error.to_string().contains("step occurs again"), "{error}");
}

#[test]
fn what_has_no_name_of_its_own_is_shown_by_what_it_is() {
    let parts = Parts { way: Some(Way::By("car".into())), full: 7.into(), ..Parts::default() };
    assert_eq!(
        format!("{parts:?}"),
        "Parts { any_attribute: Xml(0 bytes), Way: Some(by(\"car\")), group: None, nil: Nil, full: Value(7), any: [] }"
    );
}
