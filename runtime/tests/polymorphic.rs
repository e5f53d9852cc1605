//! Types told apart by `xsi:type`, nil elements, unions.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::content::Nillable;
    use castile::facts as f;
    use castile::fragment::AnyType;
    use castile::value::QName;

    pub static SCHEMA: f::Schema =
        f::Schema { namespaces: &["urn:z", "urn:more"], links: &[("SIZE", f::Link::Simple(&SIZE))] };

    pub struct Zoo {
        pub animal: Vec<AnyAnimal>,
        pub keeper: Option<AnyKeeper>,
    }
    castile::complex!(Zoo, ZOO, f::Struct, SCHEMA, "n1:Zoo", {
        0 animal: "n1:animal", "*";
        1 keeper: "n1:keeper", "?";
    });
    castile::root!(Zoo, 1, "n1:zoo", &f::COMPLEX);

    /// A concrete base and what extends it.
    pub enum AnyAnimal {
        Animal(Animal),
        Dog(Box<Dog>),
        Other(AnyType),
    }
    castile::choice!(AnyAnimal, Animal, ANY_ANIMAL, f::Polymorphic, SCHEMA, "n1:Animal", {
        0 Animal: "n1:Animal", "1";
        1 Dog: "n2:Dog", "1";
        2 Other: "", "any 1 ##any";
    });

    pub struct Animal {
        pub name: String,
    }
    castile::complex!(Animal, ANIMAL, f::Struct, SCHEMA, "n1:Animal", {
        0 name: "n1:name", "1 xs:string";
    });

    pub struct Dog {
        pub name: String,
        pub owner: Option<String>,
    }
    castile::complex!(Dog, DOG, f::Struct, SCHEMA, "n2:Dog", {
        0 name: "n1:name", "1 xs:string";
        1 owner: "n2:owner", "? xs:string";
    });

    /// An abstract base with two types.
    pub enum AnyKeeper {
        Person(Animal),
        Robot(Animal),
        Other(AnyType),
    }
    castile::choice!(AnyKeeper, Person, ANY_KEEPER, f::Polymorphic, SCHEMA, "n1:Keeper", {
        0 Person: "n1:Person", "1";
        1 Robot: "n1:Robot", "1";
        2 Other: "", "any 1 ##any";
    });

    pub struct Nils {
        pub one: Option<i32>,
        pub many: Vec<Option<i32>>,
        pub told: Option<Nillable<i32>>,
        pub plain: String,
        pub size: Vec<Size>,
        pub name: Option<QName>,
    }
    castile::complex!(Nils, NILS, f::Struct, SCHEMA, "n1:Nils", {
        0 one: "one", "1 xs:int nillable";
        1 many: "many", "* xs:int nillable";
        2 told: "told", "? xs:int nillable";
        3 plain: "plain", "? xs:string lenient";
        4 size: "size", "* &SIZE";
        5 name: "name", "? xs:QName";
    });
    castile::root!(Nils, 0, "nils", &f::COMPLEX);

    pub static SIZE: f::SimpleType =
        f::base::ANY_SIMPLE_TYPE.restrict(1, "n1:Size", &[]).with_variety(f::Variety::Union(&[&f::INT, &LETTER]));
    pub static LETTER: f::SimpleType = f::base::TOKEN.restrict(0, "", &[f::Facet::Enumeration(&["S", "M"])]);

    #[derive(Clone)]
    pub enum Size {
        Number(i32),
        Letter(String),
    }
    castile::union!(Size, Number { Number: &f::INT, Letter: &LETTER });
}

use castile::content::Nillable;
use castile::engine::{ReadErrorKind, Rule};
use castile::fragment::AnyType;
use castile::value::QName;
use castile::{from_xml, to_xml};
use types::{Animal, AnyAnimal, AnyKeeper, Dog, Nils, Size, Zoo};

const ZOO: &str = concat!(
    r#"<n1:zoo xmlns:n1="urn:z" xmlns:n2="urn:more" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
    r#"<n1:animal><n1:name>a</n1:name></n1:animal>"#,
    r#"<n1:animal xsi:type="n2:Dog"><n1:name>b</n1:name><n2:owner>c</n2:owner></n1:animal>"#,
    r#"<n1:keeper xsi:type="n1:Robot"><n1:name>d</n1:name></n1:keeper></n1:zoo>"#,
);

fn zoo() -> Zoo {
    let animal = |name: &str| Animal { name: name.into() };
    let dog = Dog { name: "b".into(), owner: Some("c".into()) };
    Zoo {
        animal: vec![AnyAnimal::Animal(animal("a")), AnyAnimal::Dog(Box::new(dog))],
        keeper: Some(AnyKeeper::Robot(animal("d"))),
    }
}

#[test]
fn the_type_is_told_unless_it_is_the_elements_own() {
    assert_eq!(to_xml(&zoo()).unwrap(), ZOO);
    assert_eq!(from_xml::<Zoo>(ZOO).unwrap(), zoo());
}

#[test]
fn types_are_resolved_by_namespace_whatever_the_prefix() {
    let text = r#"<zoo xmlns="urn:z" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:n1="urn:more"><animal i:type="Animal"><name>a</name></animal><animal i:type=" n1:Dog "><name>b</name><n1:owner>c</n1:owner></animal><keeper i:type="Robot"><name i:type="n1:whatever">d</name></keeper></zoo>"#;
    assert_eq!(from_xml::<Zoo>(text).unwrap(), zoo());
}

#[test]
fn an_unknown_type_is_kept_as_xml() {
    let text = r#"<zoo xmlns="urn:z" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:o="urn:o"><animal i:type="o:Cat"><name>a</name><o:lives>9</o:lives></animal></zoo>"#;
    let zoo = from_xml::<Zoo>(text).unwrap();
    let [AnyAnimal::Other(cat)] = zoo.animal.as_slice() else { panic!("{zoo:?}") };
    assert_eq!(cat.content(), "<name>a</name><o:lives>9</o:lives>");
    assert_eq!(cat.read_as::<Animal>().unwrap().name, "a");
    let written = to_xml(&zoo).unwrap();
    let again = from_xml::<Zoo>(&written).unwrap();
    let [AnyAnimal::Other(cat)] = again.animal.as_slice() else { panic!("{written}") };
    assert_eq!(cat.read_as::<Animal>().unwrap().name, "a", "{written}");
}

#[test]
fn what_nothing_was_said_of_is_not_written() {
    let zoo = Zoo { animal: vec![AnyAnimal::Other(AnyType::default())], keeper: None };
    let error = to_xml(&zoo).unwrap_err();
    assert_eq!((error.rule(), error.path()), (&Rule::Required, "zoo/animal[1]"));
    let nils = Nils { name: Some(QName::default()), ..Nils::default() };
    let error = to_xml(&nils).unwrap_err();
    assert!(matches!(error.rule(), Rule::Facet(_)), "{error}");
    assert_eq!(error.path(), "nils/name");
}

#[test]
fn an_abstract_type_must_be_told() {
    let error = from_xml::<Zoo>("<zoo xmlns='urn:z'><keeper><name>a</name></keeper></zoo>").unwrap_err();
    assert_eq!(error.kind(), &ReadErrorKind::AbstractType { candidates: "Person, Robot".into() });
    assert_eq!(error.path(), "zoo/keeper");
}

#[test]
fn nil_is_none_or_told_apart_where_the_type_does() {
    let nils = Nils {
        one: None,
        many: vec![Some(1), None, Some(3)],
        told: Some(Nillable::Nil),
        plain: "p".into(),
        ..Nils::default()
    };
    let text = concat!(
        r#"<nils xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><one xsi:nil="true"/>"#,
        r#"<many>1</many><many xsi:nil="true"/><many>3</many><told xsi:nil="true"/><plain>p</plain></nils>"#,
    );
    assert_eq!(to_xml(&nils).unwrap(), text);
    assert_eq!(from_xml::<Nils>(text).unwrap(), nils);
    let absent = from_xml::<Nils>("<nils/>").unwrap();
    assert_eq!((absent.one, absent.told), (None, None));
    let not_nil = r#"<nils xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><one i:nil="false">1</one><told i:nil="0">2</told></nils>"#;
    let read = from_xml::<Nils>(not_nil).unwrap();
    assert_eq!((read.one, read.told), (Some(1), Some(Nillable::Value(2))));
    let nil = r#"<nils xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><plain i:nil="1">x<y/></plain></nils>"#;
    assert_eq!(from_xml::<Nils>(nil).unwrap().plain, "", "nil where the type has none");
}

#[test]
fn a_union_has_the_first_member_that_accepts() {
    let text = "<nils><size> 7 </size><size>M</size></nils>";
    let read = from_xml::<Nils>(text).unwrap();
    assert_eq!(read.size, [Size::Number(7), Size::Letter("M".into())]);
    let error = from_xml::<Nils>("<nils><size>XXL</size></nils>").unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Value(value) if value.found == "XXL"), "{error}");
}

#[test]
fn the_prefix_of_a_name_is_looked_up_where_it_stands() {
    let text = r#"<nils xmlns:p="urn:outer"><name xmlns:p="urn:inner">p:n</name></nils>"#;
    let read = from_xml::<Nils>(text).unwrap();
    assert_eq!(read.name, Some(QName::new(Some("urn:inner"), "n")));
    let nils = Nils { one: Some(1), plain: "p".into(), ..read };
    assert_eq!(
        to_xml(&nils).unwrap(),
        r#"<nils xmlns:q1="urn:inner"><one>1</one><plain>p</plain><name>q1:n</name></nils>"#
    );
}
