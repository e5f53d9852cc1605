//! XML Schema.

use super::{compile, complaints, items, schema, schema_document};
use crate::manifest::Manifest;

#[test]
fn occurrence_and_nillable_choose_the_container() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="a"><xs:sequence>
                <xs:element name="one" type="xs:int"/>
                <xs:element name="maybe" type="xs:int" minOccurs="0"/>
                <xs:element name="many" type="xs:int" maxOccurs="unbounded"/>
                <xs:element name="nil" type="xs:int" nillable="true"/>
                <xs:element name="maybeNil" type="xs:int" minOccurs="0" nillable="true"/>
                <xs:element name="manyNil" type="xs:int" maxOccurs="3" nillable="true"/>
                <xs:element name="none" type="xs:int" minOccurs="0" maxOccurs="0"/>
            </xs:sequence></xs:complexType>"#
        ),
        "struct A { one: i32, maybe: Option<i32>, many: Vec<i32>, nil: Option<i32>, maybe_nil: Option<i32>, many_nil: Vec<Option<i32>> }\n"
    );
}

#[test]
fn nil_is_told_apart_where_the_manifest_asks_for_it() {
    let body = r#"<xs:complexType name="a"><xs:sequence>
        <xs:element name="nil" type="xs:int" nillable="true"/>
        <xs:element name="maybeNil" type="xs:int" minOccurs="0" nillable="true"/>
        <xs:element name="manyNil" type="xs:int" maxOccurs="3" nillable="true"/>
    </xs:sequence></xs:complexType>"#;
    let manifest = Manifest { distinct_nil: true, ..Manifest::default() };
    let (package, _) = compile(&[("a.xsd", &schema_document(body))], &manifest);
    assert_eq!(
        items(&package),
        "struct A { nil: Nillable<i32>, maybe_nil: Option<Nillable<i32>>, many_nil: Vec<Nillable<i32>> }\n"
    );
}

#[test]
fn a_sequence_in_a_sequence_is_its_members() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="a"><xs:sequence>
                <xs:sequence><xs:element name="x" type="xs:string"/><xs:sequence><xs:element name="y" type="xs:string"/></xs:sequence></xs:sequence>
                <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="z" type="xs:string" minOccurs="0"/></xs:sequence>
                <xs:sequence minOccurs="0"><xs:element name="p" type="xs:string"/><xs:element name="q" type="xs:string"/></xs:sequence>
            </xs:sequence></xs:complexType>"#
        ),
        "struct A { x: String, y: String, z: Vec<String>, p_and_q: Option<APAndQ> @group }\nstruct APAndQ { p: String, q: String }\n"
    );
}

#[test]
fn rows_that_cannot_be_told_apart_are_one_list() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="a"><xs:sequence>
                <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="x" type="xs:string" minOccurs="2" maxOccurs="3"/></xs:sequence>
                <xs:sequence minOccurs="0" maxOccurs="unbounded"><xs:element name="y" type="xs:string" minOccurs="2" maxOccurs="2"/></xs:sequence>
            </xs:sequence></xs:complexType>"#
        ),
        "struct A { x: Vec<String>, group: Vec<AGroup> @group }\nstruct AGroup { y: Vec<String> }\n"
    );
}

#[test]
fn a_group_that_may_be_empty_need_not_be_there() {
    let particle = r#"<xs:sequence minOccurs="1" maxOccurs="4"><xs:element name="x" type="xs:string" minOccurs="0"/><xs:element name="y" type="xs:string" minOccurs="0"/></xs:sequence>"#;
    assert_eq!(bounds(particle), (0, Some(4)));
}

#[test]
fn rows_must_be_as_many_as_stated_where_one_sees_how_many_there_are() {
    let x = r#"<xs:element name="x" type="xs:string"/>"#;
    let xs = r#"<xs:element name="x" type="xs:string" maxOccurs="9"/>"#;
    let y = r#"<xs:element name="y" type="xs:string" minOccurs="0"/>"#;
    let sequence = |first: &str| format!(r#"<xs:sequence minOccurs="2" maxOccurs="3">{first}{y}</xs:sequence>"#);
    assert_eq!(bounds(&sequence(x)), (2, Some(3)));
    assert_eq!(bounds(&sequence(xs)), (1, Some(3)));
    let choice =
        |arm: &str| format!(r#"<xs:choice minOccurs="2" maxOccurs="3">{arm}<xs:element name="z"/></xs:choice>"#);
    assert_eq!(bounds(&choice(xs)), (2, Some(3)));
    assert_eq!(bounds(&choice(r#"<xs:any namespace="urn:o" maxOccurs="9"/>"#)), (1, Some(3)));
}

/// How often the first field of a type with this content may be there.
fn bounds(content: &str) -> (u32, Option<u32>) {
    let body = format!(r#"<xs:complexType name="a"><xs:sequence>{content}</xs:sequence></xs:complexType>"#);
    let (package, _) = compile(&[("a.xsd", &schema_document(&body))], &Manifest::default());
    let items = package.modules.iter().flat_map(|module| &module.items);
    let mut structs = items.filter_map(|item| match item {
        crate::model::Item::Struct(item) if item.ident == "A" => item.fields.first(),
        _ => None,
    });
    structs.next().map(|field| (field.min, field.max)).expect("a field")
}

#[test]
fn the_head_of_a_substitution_group_is_not_nillable_for_its_members() {
    let body = r#"<xs:complexType name="c"><xs:attribute name="id" type="xs:int"/></xs:complexType>
        <xs:element name="head" type="t:c" abstract="true" nillable="true"/>
        <xs:element name="one" type="t:c" substitutionGroup="t:head"/>
        <xs:element name="other" type="t:c" substitutionGroup="t:head" nillable="true"/>
        <xs:complexType name="a"><xs:sequence><xs:element ref="t:head" minOccurs="0"/></xs:sequence></xs:complexType>"#;
    let manifest = Manifest { distinct_nil: true, ..Manifest::default() };
    let (package, _) = compile(&[("a.xsd", &schema_document(body))], &manifest);
    assert_eq!(
        items(&package),
        "struct C { id: Option<i32> @attribute }\n\
         enum Head=One { One: C, Other: NillableComplex<C> }\n\
         struct A { head: Option<Head> @group }\n"
    );
}

#[test]
fn a_choice_is_an_enum_and_its_nested_choices_are_its_arms() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="a"><xs:sequence>
                <xs:choice>
                    <xs:element name="x" type="xs:string"/>
                    <xs:choice><xs:element name="y" type="xs:int"/><xs:element name="z" type="xs:int" maxOccurs="5"/></xs:choice>
                    <xs:sequence><xs:element name="p" type="xs:string"/><xs:element name="q" type="xs:string"/></xs:sequence>
                    <xs:any namespace="urn:other"/>
                </xs:choice>
                <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="m" type="xs:string"/><xs:element name="n" type="xs:string"/></xs:choice>
            </xs:sequence></xs:complexType>"#
        ),
        "struct A { choice: AChoice @group, choice_2: Vec<AChoice2> @group }\n\
         enum AChoice=X { X: String, Y: i32, Z: Vec<i32>, PAndQ: AChoicePAndQ @group, Any: Element @any }\n\
         enum AChoice2=M { M: String, N: String }\n\
         struct AChoicePAndQ { p: String, q: String }\n"
    );
}

#[test]
fn an_arm_that_may_be_empty_makes_the_choice_optional() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="a"><xs:choice><xs:element name="x" type="xs:string" minOccurs="0"/><xs:element name="y" type="xs:string"/></xs:choice></xs:complexType>"#
        ),
        "struct A { choice: Option<AChoice> @group }\nenum AChoice=X { X: String, Y: String }\n"
    );
}

#[test]
fn the_same_element_twice_is_two_fields() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="a"><xs:sequence><xs:element name="x" type="xs:string"/><xs:element name="y" type="xs:string"/><xs:element name="x" type="xs:string"/></xs:sequence><xs:attribute name="x" type="xs:int"/></xs:complexType>"#
        ),
        "struct A { x_attribute: Option<i32> @attribute, x: String, y: String, x_2: String }\n"
    );
}

#[test]
fn an_extension_has_the_fields_of_its_base_first() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="base"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence><xs:attribute name="id" type="xs:ID" use="required"/></xs:complexType>
            <xs:complexType name="derived"><xs:complexContent><xs:extension base="t:base"><xs:sequence><xs:element name="y" type="xs:string"/></xs:sequence><xs:attribute name="n" type="xs:int"/></xs:extension></xs:complexContent></xs:complexType>
            <xs:complexType name="holder"><xs:sequence><xs:element name="it" type="t:base"/></xs:sequence></xs:complexType>"#
        ),
        "struct Base { id: String @attribute, x: String }\n\
         enum AnyBase=Base { Base: Base, Derived: Derived, Other: AnyType @any }\n\
         struct Derived { id: String @attribute, n: Option<i32> @attribute, x: String, y: String }\n\
         struct Holder { it: AnyBase }\n"
    );
}

#[test]
fn a_restriction_has_its_own_particle_and_the_attributes_it_keeps() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="base"><xs:sequence><xs:element name="x" type="xs:string" minOccurs="0"/><xs:element name="y" type="xs:string" minOccurs="0"/></xs:sequence><xs:attribute name="a" type="xs:int"/><xs:attribute name="b" type="xs:int"/></xs:complexType>
            <xs:complexType name="less"><xs:complexContent><xs:restriction base="t:base"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence><xs:attribute name="a" use="prohibited"/><xs:attribute name="b" type="xs:int" use="required"/></xs:restriction></xs:complexContent></xs:complexType>"#
        )
        .lines()
        .last(),
        Some("struct Less { b: i32 @attribute, x: String }")
    );
}

#[test]
fn simple_content_is_a_value_and_attributes() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="currency" type="xs:string" default="EUR"/><xs:attribute name="value" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>"#
        ),
        "struct Price { currency: Option<String> @attribute, value_attribute: Option<String> @attribute, value: Decimal @text }\n"
    );
}

#[test]
fn mixed_and_any_are_fragments() {
    assert_eq!(
        schema(
            r###"<xs:complexType name="m" mixed="true"><xs:sequence><xs:element name="b" type="xs:string"/></xs:sequence><xs:attribute name="a" type="xs:int"/></xs:complexType>
            <xs:complexType name="w"><xs:sequence><xs:element name="untyped"/><xs:any minOccurs="0" maxOccurs="unbounded" namespace="##other"/></xs:sequence><xs:anyAttribute/></xs:complexType>"###
        ),
        "struct M { a: Option<i32> @attribute, content: Mixed @mixed }\n\
         struct W { attributes: Attributes @anyAttribute, untyped: AnyType, any: Vec<Element> @any }\n"
    );
}

#[test]
fn enumerations_lists_and_unions() {
    assert_eq!(
        schema(
            r#"<xs:simpleType name="colour"><xs:restriction base="xs:token"><xs:enumeration value="red"/><xs:enumeration value=" dark  blue "/><xs:enumeration value="red"/></xs:restriction></xs:simpleType>
            <xs:simpleType name="warm"><xs:restriction base="t:colour"><xs:enumeration value="red"/></xs:restriction></xs:simpleType>
            <xs:simpleType name="level"><xs:restriction base="xs:int"><xs:enumeration value="1"/><xs:enumeration value="2"/></xs:restriction></xs:simpleType>
            <xs:simpleType name="mixedUnion"><xs:union memberTypes="t:colour xs:int"/></xs:simpleType>
            <xs:simpleType name="textUnion"><xs:union memberTypes="xs:string xs:token"/></xs:simpleType>
            <xs:complexType name="a"><xs:sequence>
                <xs:element name="c" type="t:colour"/><xs:element name="w" type="t:warm"/><xs:element name="l" type="t:level"/>
                <xs:element name="u" type="t:mixedUnion"/><xs:element name="t" type="t:textUnion"/>
                <xs:element name="list"><xs:simpleType><xs:list itemType="t:level"/></xs:simpleType></xs:element>
                <xs:element name="inline"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="x"/></xs:restriction></xs:simpleType></xs:element>
            </xs:sequence></xs:complexType>"#
        ),
        "enumeration Colour { Red=red, DarkBlue=dark blue }\n\
         enumeration Warm { Red=red }\n\
         union MixedUnion { Colour(Colour), Int(i32) }\n\
         enumeration AInline { X=x }\n\
         struct A { c: Colour, w: Warm, l: i32, u: MixedUnion, t: String, list: Vec<i32>, inline: AInline }\n"
    );
}

#[test]
fn a_substitution_group_is_an_enum_of_what_may_be_there() {
    assert_eq!(
        schema(
            r#"<xs:element name="shape" type="xs:anyType" abstract="true"/>
            <xs:element name="circle" type="xs:int" substitutionGroup="t:shape"/>
            <xs:element name="round" type="xs:int" substitutionGroup="t:circle"/>
            <xs:element name="lonely" abstract="true"/>
            <xs:complexType name="a"><xs:sequence><xs:element ref="t:shape" maxOccurs="unbounded"/><xs:element ref="t:lonely" minOccurs="0"/></xs:sequence></xs:complexType>"#
        ),
        "enum Shape=Circle { Circle: i32, Round: i32 }\n\
         enum Circle=Circle { Circle: i32, Round: i32 }\n\
         struct A { shape: Vec<Shape> @group, lonely: Option<Element> @any }\n"
    );
}

#[test]
fn box_stands_where_the_cycle_closes() {
    assert_eq!(
        schema(
            r#"<xs:complexType name="tree"><xs:sequence><xs:element name="left" type="t:tree" minOccurs="0"/><xs:element name="kids" type="t:tree" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
            <xs:complexType name="a"><xs:sequence><xs:element name="b" type="t:b"/></xs:sequence></xs:complexType>
            <xs:complexType name="b"><xs:sequence><xs:element name="a" type="t:a"/></xs:sequence></xs:complexType>
            <xs:complexType name="expr"><xs:choice><xs:element name="not" type="t:expr"/><xs:element name="value" type="xs:int"/></xs:choice></xs:complexType>"#
        ),
        "struct Tree { left: Option<Box<Tree>>, kids: Vec<Tree> }\n\
         struct A { b: Option<B> }\n\
         struct B { a: Box<A> }\n\
         struct Expr { choice: ExprChoice @group }\n\
         enum ExprChoice=Value { Not: Box<Expr>, Value: i32 }\n"
    );
}

#[test]
fn named_types_keep_their_names_and_prelude_names_are_not_taken() {
    assert_eq!(
        schema(
            r#"<xs:element name="status"><xs:complexType><xs:sequence><xs:element name="code"><xs:complexType/></xs:element></xs:sequence></xs:complexType></xs:element>
            <xs:complexType name="Status"/><xs:complexType name="statusCode"/><xs:complexType name="Option"/><xs:complexType name="STATUS"/>"#
        ),
        "struct StatusElement { code: StatusElementCode }\n\
         struct StatusElementCode {  }\n\
         struct Status {  }\nstruct StatusCode {  }\nstruct OptionType {  }\nstruct StatusType {  }\n"
    );
}

#[test]
fn groups_are_shared_and_never_multiply() {
    let mut body = String::from(
        r#"<xs:group name="g0"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:group>"#,
    );
    for level in 1..=40 {
        let below = level - 1;
        body.push_str(&format!(
            r#"<xs:group name="g{level}"><xs:sequence><xs:group ref="t:g{below}"/><xs:group ref="t:g{below}"/></xs:sequence></xs:group>"#
        ));
    }
    body.push_str(r#"<xs:complexType name="a"><xs:group ref="t:g40"/></xs:complexType>"#);
    let text = schema(&body);
    assert!(text.len() < 100_000, "{}", text.len());
}

#[test]
fn a_repeated_group_is_one_type_for_all_who_use_it() {
    assert_eq!(
        schema(
            r#"<xs:group name="pair"><xs:sequence><xs:element name="k" type="xs:string"/><xs:element name="v"><xs:complexType/></xs:element></xs:sequence></xs:group>
            <xs:complexType name="a"><xs:group ref="t:pair" maxOccurs="unbounded"/></xs:complexType>
            <xs:complexType name="b"><xs:group ref="t:pair"/></xs:complexType>
            <xs:complexType name="c"><xs:group ref="t:pair" minOccurs="0"/></xs:complexType>"#
        ),
        "struct Pair { k: String, v: PairV }\nstruct PairV {  }\n\
         struct A { pair: Vec<Pair> @group }\nstruct B { k: String, v: PairV }\nstruct C { pair: Option<Pair> @group }\n"
    );
}

#[test]
fn a_redefinition_takes_the_place_of_what_it_redefines() {
    let base = schema_document(
        r#"<xs:complexType name="a"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:complexType>"#,
    );
    let entry = schema_document(
        r#"<xs:redefine schemaLocation="b.xsd"><xs:complexType name="a"><xs:complexContent><xs:extension base="t:a"><xs:sequence><xs:element name="y" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:redefine>"#,
    );
    let (package, said) = compile(&[("a.xsd", &entry), ("b.xsd", &base)], &Manifest::default());
    assert_eq!(said, [] as [String; 0]);
    assert_eq!(items(&package), "struct A { x: String, y: String }\n");
}

#[test]
fn cycles_are_refused_with_their_members() {
    let said = complaints(
        r#"<xs:complexType name="a"><xs:complexContent><xs:extension base="t:b"/></xs:complexContent></xs:complexType>
        <xs:complexType name="b"><xs:complexContent><xs:extension base="t:a"/></xs:complexContent></xs:complexType>
        <xs:group name="g"><xs:sequence><xs:group ref="t:g"/></xs:sequence></xs:group>
        <xs:element name="e" substitutionGroup="t:f"/><xs:element name="f" substitutionGroup="t:e"/>
        <xs:simpleType name="u"><xs:union memberTypes="xs:int t:u"/></xs:simpleType>"#,
    );
    let heads: Vec<&str> = said.iter().filter_map(|line| line.lines().next()).collect();
    assert_eq!(
        heads,
        [
            "a.xsd:1:127: error: type {urn:t}a: is defined by itself: {urn:t}a → {urn:t}b → {urn:t}a",
            "a.xsd:3:9: error: group {urn:t}g: is defined by itself: {urn:t}g → {urn:t}g",
            "a.xsd:4:9: error: substitutionGroup {urn:t}e: is defined by itself: {urn:t}e → {urn:t}f → {urn:t}e",
            "a.xsd:5:9: error: type {urn:t}u: is defined by itself: {urn:t}u → {urn:t}u",
        ]
    );
}

#[test]
fn a_copy_is_tolerated_and_a_different_declaration_is_not_silent() {
    let twice = r#"<xs:include schemaLocation="b.xsd"/><xs:complexType name="a"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:complexType>"#;
    let copy = r#"  <xs:complexType name="a"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:complexType>"#;
    let other = r#"<xs:complexType name="a"/>"#;
    let said = |second: &str| {
        compile(&[("a.xsd", &schema_document(twice)), ("b.xsd", &schema_document(second))], &Manifest::default()).1
    };
    assert_eq!(said(copy), [] as [String; 0]);
    assert_eq!(said(other).len(), 1);
    assert!(said(other)[0].contains("warning: complexType {urn:t}a: is declared a second time, and differently"));
}

#[test]
fn attribute_wildcards_add_up_along_extensions() {
    use crate::model::{Namespaces, Place};
    let of = |base: &str, own: &str| {
        let body = format!(
            r#"<xs:complexType name="b"><xs:anyAttribute namespace="{base}"/></xs:complexType><xs:complexType name="d"><xs:complexContent><xs:extension base="t:b"><xs:anyAttribute namespace="{own}"/></xs:extension></xs:complexContent></xs:complexType>"#
        );
        let (package, _) = compile(&[("a.xsd", &schema_document(&body))], &Manifest::default());
        let derived = package.modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
            crate::model::Item::Struct(item) if item.ident == "D" => {
                item.fields.last().map(|field| field.place.clone())
            }
            _ => None,
        });
        derived.unwrap_or_else(|| panic!("{base} and {own}"))
    };
    let is_any = |place| matches!(place, Place::AnyAttribute(Namespaces::Any));
    assert!(is_any(of("##local", "##any")));
    assert!(is_any(of("##other", "##targetNamespace ##local")));
    assert!(matches!(of("##other", "urn:x"), Place::AnyAttribute(Namespaces::Other(_))));
    assert!(matches!(of("urn:x", "urn:y urn:x"), Place::AnyAttribute(Namespaces::List(list)) if list.len() == 2));
}

#[test]
fn a_member_that_is_large_is_boxed_but_not_in_a_list() {
    // 50 strings are 1,200 bytes.
    let strings: Vec<String> = (0..50).map(|n| format!(r#"<xs:element name="s{n}" type="xs:string"/>"#)).collect();
    let strings = strings.concat();
    let package = schema(&format!(
        r#"<xs:complexType name="wide"><xs:sequence>{strings}</xs:sequence></xs:complexType>
        <xs:complexType name="small"><xs:sequence><xs:element name="s" type="xs:string"/></xs:sequence></xs:complexType>
        <xs:complexType name="holder"><xs:sequence>
            <xs:element name="one" type="t:wide"/>
            <xs:element name="maybe" type="t:wide" minOccurs="0"/>
            <xs:element name="many" type="t:wide" maxOccurs="unbounded"/>
            <xs:element name="small" type="t:small"/>
        </xs:sequence></xs:complexType>"#
    ));
    let holder = package.lines().find(|line| line.starts_with("struct Holder"));
    assert_eq!(
        holder,
        Some("struct Holder { one: Box<Wide>, maybe: Option<Box<Wide>>, many: Vec<Wide>, small: Small }")
    );
}
