use super::{clean, one, parsed, schema};
use crate::load::MapSource;
use crate::xsd::{
    AttributeRef, AttributeUseKind, ComplexType, Content, Derivation, DerivationMethod, Element, FacetKind,
    NamespaceConstraint, Occurs, Particle, ProcessContents, Schema, Term, TypeRef, Variety, WhiteSpace,
};

const TARGET: &str = "targetNamespace='urn:t'";

fn first_schema(attributes: &str, content: &str) -> Schema {
    clean(schema(attributes, content)).schemas.remove(0)
}

fn particles(type_: &ComplexType) -> &[Particle] {
    let Content::Complex(content) = &type_.content else {
        panic!("simple content");
    };
    match content.particle.as_ref().map(|particle| &particle.term) {
        Some(Term::ModelGroup(group)) => &group.particles,
        _ => panic!("no model group"),
    }
}

fn local(particle: &Particle) -> &Element {
    match &particle.term {
        Term::Element(element) => element,
        _ => panic!("not an element"),
    }
}

#[test]
fn form_decides_the_namespace_of_local_names() {
    let content = "<xs:complexType name='T'><xs:sequence><xs:element name='a'/>\
        <xs:element name='b' form='unqualified'/></xs:sequence>\
        <xs:attribute name='c'/><xs:attribute name='d' form='qualified'/></xs:complexType>";
    let schema = first_schema(&format!("{TARGET} elementFormDefault='qualified'"), content);
    let type_ = &schema.complex_types[0];
    let names: Vec<_> = particles(type_).iter().map(|particle| local(particle).name.to_string()).collect();
    assert_eq!(names, ["{urn:t}a", "b"]);
    let names: Vec<_> = type_
        .attributes
        .uses
        .iter()
        .map(|used| match &used.attribute {
            AttributeRef::Local(attribute) => attribute.name.to_string(),
            AttributeRef::Ref(name) => panic!("{name}"),
        })
        .collect();
    assert_eq!(names, ["c", "{urn:t}d"]);
    assert_eq!(type_.name.as_ref().map(ToString::to_string).as_deref(), Some("{urn:t}T"));
}

#[test]
fn occurrences_are_read_and_never_overflow() {
    let huge = "9".repeat(400);
    let content = format!(
        "<xs:complexType name='T'><xs:sequence>\
         <xs:element name='a'/><xs:element name='b' minOccurs='0'/>\
         <xs:element name='c' minOccurs='2' maxOccurs='unbounded'/>\
         <xs:element name='d' maxOccurs='{huge}'/><xs:element name='e' maxOccurs='0'/>\
         </xs:sequence></xs:complexType>"
    );
    let (parsed, said) = one(schema("", &content));
    let occurs: Vec<_> = particles(&parsed.schemas[0].complex_types[0])
        .iter()
        .map(|particle| (particle.occurs.min, particle.occurs.max))
        .collect();
    assert_eq!(occurs, [(1, Some(1)), (0, Some(1)), (2, None), (1, None), (0, Some(0))]);
    assert!(said.contains("warning: element d: maxOccurs is too large to count; read as unbounded"));
    assert_eq!(said.lines().count(), 1);
    assert!(Occurs { min: 0, max: Some(2) }.is_repeated());
    assert!(!Occurs::ONCE.is_repeated());
}

#[test]
fn facets_keep_their_values() {
    let content = "<xs:simpleType name='S'><xs:restriction base='xs:string'>\
        <xs:enumeration value=' a '/><xs:pattern value='[a-z]+'/><xs:maxLength value='007'/>\
        <xs:whiteSpace value='collapse' fixed='true'/></xs:restriction></xs:simpleType>";
    let schema = first_schema("", content);
    let Variety::Restriction { facets, .. } = &schema.simple_types[0].variety else {
        panic!("not a restriction");
    };
    let kinds: Vec<_> = facets.iter().map(|facet| facet.kind.clone()).collect();
    assert_eq!(
        kinds,
        [
            FacetKind::Enumeration { value: " a ".to_owned(), namespace: Some("".into()) },
            FacetKind::Pattern("[a-z]+".to_owned()),
            FacetKind::MaxLength(7),
            FacetKind::WhiteSpace(WhiteSpace::Collapse),
        ]
    );
    assert!(facets[3].fixed);
}

#[test]
fn derivation_mixed_and_defaults_are_applied() {
    let content = "<xs:complexType name='T' mixed='false'><xs:complexContent mixed='true'>\
        <xs:extension base='t:B'><xs:sequence><xs:any namespace='##other' processContents='lax'/></xs:sequence>\
        <xs:attribute name='a' use='required'/><xs:anyAttribute namespace='##local urn:o'/></xs:extension>\
        </xs:complexContent></xs:complexType>";
    let attributes = format!("{TARGET} blockDefault='#all' finalDefault='restriction list'");
    let schema = first_schema(&attributes, content);
    let type_ = &schema.complex_types[0];
    assert!(type_.mixed);
    assert_eq!(type_.block, [DerivationMethod::Extension, DerivationMethod::Restriction]);
    assert_eq!(type_.final_, [DerivationMethod::Restriction]);
    let Content::Complex(content) = &type_.content else {
        panic!("simple content");
    };
    let derivation = content.derivation.as_ref().expect("derived");
    assert_eq!(derivation.0, Derivation::Extension);
    assert!(derivation.1.is("urn:t", "B"));
    let Term::Wildcard(any) = &particles(type_)[0].term else {
        panic!("not a wildcard");
    };
    assert_eq!(any.namespaces, NamespaceConstraint::Other("urn:t".into()));
    assert_eq!(type_.attributes.uses[0].use_, AttributeUseKind::Required);
    let any = type_.attributes.wildcard.as_ref().expect("a wildcard");
    assert_eq!(any.namespaces, NamespaceConstraint::List(vec!["".into(), "urn:o".into()]));
}

#[test]
fn array_type_gives_item_and_dimensions() {
    let content = "<xs:complexType name='T'><xs:complexContent><xs:restriction base='e:Array'>\
        <xs:attribute ref='e:arrayType' w:arrayType='xs:string[] [,]'/></xs:restriction></xs:complexContent></xs:complexType>";
    let attributes = "xmlns:e='http://schemas.xmlsoap.org/soap/encoding/' xmlns:w='http://schemas.xmlsoap.org/wsdl/'";
    let schema = first_schema(attributes, content);
    let used = &schema.complex_types[0].attributes.uses[0];
    let array = used.array_type.as_ref().expect("an array type");
    assert!(array.item.is_xsd());
    assert_eq!(&*array.item.local, "string");
    assert_eq!(array.dimensions, "[][,]");
}

#[test]
fn array_type_in_no_namespace_is_that_of_wsdl() {
    let content = "<xs:complexType name='T'><xs:complexContent><xs:restriction base='e:Array'>\
        <xs:attribute ref='e:arrayType' arrayType='xs:int[]'/></xs:restriction></xs:complexContent></xs:complexType>";
    let (parsed, said) = one(schema("xmlns:e='http://schemas.xmlsoap.org/soap/encoding/'", content));
    let array = parsed.schemas[0].complex_types[0].attributes.uses[0].array_type.as_ref().expect("an array type");
    assert_eq!((&*array.item.local, &*array.dimensions), ("int", "[]"));
    assert!(
        said.contains("warning: attribute e:arrayType: arrayType is in no namespace; read as that of WSDL"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn the_drafts_of_xml_schema_are_read_as_the_recommendation() {
    let text = "<schema xmlns='http://www.w3.org/1999/XMLSchema'>\
        <element name='e' type='timeInstant' nullable='1'/></schema>";
    let parsed = clean(text);
    let element = &parsed.schemas[0].elements[0];
    assert!(element.nillable);
    let Some(TypeRef::Named(name)) = &element.type_ else {
        panic!("no type");
    };
    assert_eq!(name.to_string(), "{http://www.w3.org/2001/XMLSchema}dateTime");
}

#[test]
fn a_derivation_is_read_where_it_should_not_stand_and_content_without_one() {
    let (parsed, said) = one(schema(
        TARGET,
        "<xs:complexType name='D'><xs:extension base='t:B'><xs:sequence><xs:element name='a'/></xs:sequence>\
         </xs:extension></xs:complexType>\n\
         <xs:complexType name='C'><xs:complexContent><xs:sequence><xs:element name='b'/></xs:sequence>\
         <xs:attribute name='c'/></xs:complexContent></xs:complexType>",
    ));
    let [d, c] = parsed.schemas[0].complex_types.as_slice() else {
        panic!("two types");
    };
    let Content::Complex(content) = &d.content else {
        panic!("simple content");
    };
    assert_eq!(content.derivation.as_ref().map(|(how, base)| (*how, &*base.local)), Some((Derivation::Extension, "B")));
    assert_eq!(&*local(&particles(d)[0]).name.local, "a");
    let Content::Complex(content) = &c.content else {
        panic!("simple content");
    };
    assert_eq!(content.derivation, None);
    assert_eq!(&*local(&particles(c)[0]).name.local, "b");
    assert_eq!(c.attributes.uses.len(), 1);
    assert!(said.contains("warning: extension: belongs in complexContent; read as if it were there"), "{said}");
    assert!(said.contains("warning: complexContent: derives from nothing; read as if its content"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn elements_in_no_model_group_are_a_sequence() {
    let text = "<schema xmlns='http://www.w3.org/1999/XMLSchema'><complexType name='T' content='mixed'>\
        <element name='a' type='string'/><element name='b' type='timeInstant'/><attribute name='c' type='string'/>\
        </complexType></schema>";
    let (parsed, said) = one(text);
    let type_ = &parsed.schemas[0].complex_types[0];
    let names: Vec<_> = particles(type_).iter().map(|particle| local(particle).name.local.to_string()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(type_.attributes.uses.len(), 1);
    assert!(type_.mixed);
    assert!(said.contains("warning: element a: stands in no model group; read as in a sequence"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn several_model_groups_come_one_after_the_other() {
    let (parsed, said) = one(schema(
        "",
        "<xs:complexType name='T'><xs:sequence><xs:element name='a'/></xs:sequence><xs:element name='b'/>\
         <xs:choice><xs:element name='c'/><xs:element name='d'/></xs:choice></xs:complexType>\
         <xs:complexType name='U'><xs:element name='e'/><xs:sequence><xs:element name='f'/></xs:sequence></xs:complexType>",
    ));
    let shape = |particle: &Particle| match &particle.term {
        Term::ModelGroup(group) => {
            let names = group.particles.iter().map(|particle| local(particle).name.local.to_string());
            format!("{:?}({})", group.compositor, names.collect::<Vec<_>>().join(" "))
        }
        _ => local(particle).name.local.to_string(),
    };
    let [t, u] = parsed.schemas[0].complex_types.as_slice() else {
        panic!("two types");
    };
    assert_eq!(particles(t).iter().map(shape).collect::<Vec<_>>(), ["Sequence(a)", "b", "Choice(c d)"]);
    assert_eq!(particles(u).iter().map(shape).collect::<Vec<_>>(), ["e", "Sequence(f)"]);
    assert!(said.contains("choice: the type has content already; this is read as what comes after it"), "{said}");
    assert!(said.contains("sequence: the type has content already; this is read as what comes after it"), "{said}");
}

#[test]
fn a_facet_without_a_value_is_left_out() {
    let (parsed, said) = one(schema(
        "",
        "<xs:simpleType name='S'><xs:restriction base='xs:int'><xs:minInclusive>1</xs:minInclusive>\
         <xs:maxInclusive value='9'/></xs:restriction></xs:simpleType>",
    ));
    let Variety::Restriction { facets, .. } = &parsed.schemas[0].simple_types[0].variety else {
        panic!("not a restriction");
    };
    assert_eq!(facets.iter().map(|facet| &facet.kind).collect::<Vec<_>>(), [&FacetKind::MaxInclusive("9".to_owned())]);
    assert!(said.contains("warning: minInclusive: has no attribute value; left out"), "{said}");
}

#[test]
fn a_facet_whose_value_is_none_is_left_out() {
    let (parsed, said) = one(schema(
        "",
        "<xs:simpleType name='S'><xs:restriction base='xs:string'><xs:maxLength value='unbounded'/>\
         <xs:minLength value=''/><xs:whiteSpace value='trim'/><xs:length value='3'/></xs:restriction></xs:simpleType>",
    ));
    let Variety::Restriction { facets, .. } = &parsed.schemas[0].simple_types[0].variety else {
        panic!("not a restriction");
    };
    assert_eq!(facets.iter().map(|facet| &facet.kind).collect::<Vec<_>>(), [&FacetKind::Length(3)]);
    assert!(said.contains("warning: maxLength: \"unbounded\" is not a count; left out"), "{said}");
    assert!(said.contains("warning: minLength: \"\" is not a count; left out"), "{said}");
    assert!(said.contains("warning: whiteSpace: must be preserve, replace or collapse, not \"trim\"; left out"));
    assert_eq!(said.lines().count(), 3, "{said}");
}

#[test]
fn a_word_wrong_in_case_alone_is_the_one_it_must_mean() {
    let (parsed, said) = one(schema(
        "targetNamespace='urn:t' elementFormDefault='Qualified'",
        "<xs:complexType name='T'><xs:sequence><xs:element name='a'/><xs:any processContents='LAX'/></xs:sequence>\
         <xs:attribute name='c' use='Required'/></xs:complexType>\n\
         <xs:simpleType name='S'><xs:restriction base='xs:string'><xs:whiteSpace value='Collapse'/></xs:restriction>\
         </xs:simpleType>",
    ));
    let type_ = &parsed.schemas[0].complex_types[0];
    assert_eq!(local(&particles(type_)[0]).name.to_string(), "{urn:t}a");
    let Term::Wildcard(any) = &particles(type_)[1].term else {
        panic!("not a wildcard");
    };
    assert_eq!(any.process_contents, ProcessContents::Lax);
    assert_eq!(type_.attributes.uses[0].use_, AttributeUseKind::Required);
    let Variety::Restriction { facets, .. } = &parsed.schemas[0].simple_types[0].variety else {
        panic!("not a restriction");
    };
    assert_eq!(facets[0].kind, FacetKind::WhiteSpace(WhiteSpace::Collapse));
    assert!(said.contains("warning: attribute c: use must be spelt \"required\""), "{said}");
    assert_eq!(said.matches("must be spelt").count(), 4, "{said}");
    assert_eq!(said.lines().count(), 4, "{said}");
}

#[test]
fn a_type_without_a_name_is_none() {
    let (parsed, said) = one(schema(
        "",
        "<xs:element name='e'><xs:complexType><xs:sequence><xs:element name='a' type=''/>\n\
         <xs:element name='b' type='xs:'/></xs:sequence>\n<xs:attribute name='c' type=' '/></xs:complexType></xs:element>",
    ));
    let Some(TypeRef::Complex(type_)) = &parsed.schemas[0].elements[0].type_ else {
        panic!("no complex type");
    };
    assert!(particles(type_).iter().all(|particle| local(particle).type_.is_none()));
    assert!(
        said.contains("3:22: warning: element b: type=\"xs:\" names no type; read as if it were not there"),
        "{said}"
    );
    assert_eq!(said.lines().filter(|line| line.contains("names no type")).count(), 3, "{said}");
    assert_eq!(said.lines().count(), 3, "{said}");
}

#[test]
fn a_schema_whose_own_prefix_was_forgotten_is_one() {
    let text = "<schema targetNamespace='urn:t' xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
        <xs:element name='e' type='xs:string'/></schema>";
    let (parsed, said) = one(text);
    assert_eq!(parsed.schemas[0].elements[0].name.to_string(), "{urn:t}e");
    assert!(said.contains("warning: schema: is in no namespace; read as one of XML Schema"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_chameleon_takes_each_including_namespace() {
    let chameleon = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
        <xs:element name='e' type='T'/><xs:complexType name='T'/></xs:schema>";
    let source = MapSource::new()
        .with(
            "main",
            schema(TARGET, "<xs:include schemaLocation='c'/><xs:import namespace='urn:u' schemaLocation='u'/>"),
        )
        .with(
            "u",
            schema("targetNamespace='urn:u'", "<xs:include schemaLocation='c'/><xs:include schemaLocation='c'/>"),
        )
        .with("c", chameleon);
    let (parsed, said) = parsed(&source);
    assert_eq!(said, "");
    let elements: Vec<_> = parsed
        .schemas
        .iter()
        .flat_map(|schema| &schema.elements)
        .map(|element| match &element.type_ {
            Some(TypeRef::Named(type_)) => format!("{} {type_}", element.name),
            _ => panic!("no named type"),
        })
        .collect();
    assert_eq!(elements, ["{urn:t}e {urn:t}T", "{urn:u}e {urn:u}T"]);
    assert_eq!(parsed.schemas.len(), 4);
    assert_eq!(
        parsed.schemas[0].includes[0].document,
        Some(parsed.schemas[3].position.document).filter(|_| parsed.schemas[3].target_namespace.as_ref() == "urn:u")
    );
}

#[test]
fn an_import_of_another_namespace_uses_the_documents_own() {
    let source = MapSource::new()
        .with("main", schema(TARGET, "<xs:import namespace='urn:wrong' schemaLocation='u'/>"))
        .with("u", schema("targetNamespace='urn:u'", "<xs:element name='e'/>"));
    let (parsed, said) = parsed(&source);
    assert_eq!(
        said,
        "main:2:1: warning: xs:import: the document's target namespace is \"urn:u\", not \"urn:wrong\"; its own is used\n"
    );
    assert_eq!(parsed.schemas[1].elements[0].name.to_string(), "{urn:u}e");
}

#[test]
fn a_redefinition_keeps_its_components_apart() {
    let content = "<xs:redefine schemaLocation='b'><xs:simpleType name='S'><xs:restriction base='t:S'>\
        <xs:maxLength value='1'/></xs:restriction></xs:simpleType></xs:redefine>";
    let source = MapSource::new()
        .with("main", schema(TARGET, content))
        .with("b", schema(TARGET, "<xs:simpleType name='S'><xs:restriction base='xs:string'/></xs:simpleType>"));
    let (parsed, said) = parsed(&source);
    assert_eq!(said, "");
    assert!(parsed.schemas[0].simple_types.is_empty());
    let redefine = &parsed.schemas[0].redefines[0];
    assert_eq!(redefine.simple_types.len(), 1);
    assert_eq!(redefine.document, Some(parsed.schemas[1].position.document));
}

#[test]
fn what_is_wrong_is_reported_at_its_place_and_the_rest_is_read() {
    let cases = [
        ("<xs:element type='t:T'/>", "main:2:1: error: element: has no attribute name"),
        ("<xs:foo/>", "main:2:1: error: foo: is not allowed in schema"),
        ("<xs:simpleType name='S'/>", "main:2:1: error: simpleType S: holds no restriction, list or union"),
        (
            "<xs:simpleType name='S'><xs:list/></xs:simpleType>",
            "main:2:25: error: list: has neither the attribute itemType nor a type in place",
        ),
        (
            "<xs:element name='a' nillable='maybe'/>",
            "main:2:22: error: element a: nillable must be true or false, not \"maybe\"",
        ),
        (
            "<xs:complexType name='T'><xs:simpleContent/></xs:complexType>",
            "main:2:26: error: simpleContent: holds no restriction or extension",
        ),
        (
            "<xs:complexType name='T'><xs:complexContent/></xs:complexType>",
            "main:2:26: warning: complexContent: derives from nothing; read as if its content stood in the type itself",
        ),
        (
            "<xs:element name='a' colour='red'/>",
            "main:2:22: warning: element a: attribute colour is not known here; ignored",
        ),
        ("<xs:element name='a b'/>", "main:2:1: warning: element a b: the name is not an NCName"),
        (
            "<xs:element name='a&#9;b'/>",
            "main:2:1: error: element a b: the name has a control character, with which no element can be written",
        ),
        ("<x:y xmlns:x='urn:x'/>", "main:2:1: note: y: element {urn:x}y is not of the specification; skipped"),
        (
            "<xs:complexType name='T'><xs:assert test='1'/></xs:complexType>",
            "main:2:26: warning: assert: is of XML Schema 1.1; it only restricts what is valid, and is ignored",
        ),
    ];
    for (content, expected) in cases {
        let content = format!("{content}<xs:element name='last'/>");
        let (parsed, said) = one(schema("", &content));
        assert_eq!(said.trim_end(), expected, "{content}");
        let last = parsed.schemas[0].elements.last();
        assert_eq!(last.map(|element| &*element.name.local), Some("last"));
    }
}

#[test]
fn other_roots_are_named() {
    let wsdl2 = one("<description xmlns='http://www.w3.org/ns/wsdl'/>").1;
    assert!(wsdl2.contains("WSDL 2.0 is not supported"), "{wsdl2}");
    let other = one("<a xmlns='urn:a'/>").1;
    assert!(other.contains("the root is {urn:a}a, neither a WSDL 1.1 nor a schema"), "{other}");
}

#[test]
fn documentation_is_all_the_text() {
    let content = "<xs:element name='a'><xs:annotation><xs:documentation>One <b>two</b></xs:documentation>\
        <xs:appinfo>no</xs:appinfo><xs:documentation>three</xs:documentation></xs:annotation></xs:element>";
    let schema = first_schema("", content);
    assert_eq!(schema.elements[0].documentation.as_deref(), Some("One two\n\nthree"));
}

#[test]
fn the_deepest_document_that_is_accepted_does_not_overflow_the_stack() {
    let depth = 62;
    let content = format!(
        "{}{}",
        "<xs:complexType><xs:sequence><xs:element name='a'><xs:annotation/>".repeat(depth),
        "</xs:element></xs:sequence></xs:complexType>".repeat(depth)
    );
    clean(schema("", &format!("<xs:element name='a'>{content}</xs:element>")));
}
