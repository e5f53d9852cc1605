//! SOAP encoding: arrays and multi-reference values (SOAP 1.1 section 5, SOAP 1.2 part 2 section 3), data contract references.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::facts as f;

    pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:e"], links: &[] };

    pub struct Call {
        pub id: i32,
        pub text: Option<String>,
        pub node: Option<Node>,
        pub names: Option<Names>,
        pub nodes: Option<Nodes>,
    }
    castile::complex!(Call, CALL, f::Struct, SCHEMA, "", {
        0 id: "id", "1 xs:int";
        1 text: "text", "? xs:string";
        2 node: "node", "?";
        3 names: "names", "?";
        4 nodes: "nodes", "?";
    });
    castile::root!(Call, 1, "n1:call", &f::COMPLEX);

    pub struct Node {
        pub name: Option<String>,
        pub next: Option<Box<Node>>,
        pub left: Option<Box<Node>>,
    }
    castile::complex!(Node, NODE, f::Struct, SCHEMA, "n1:Node", {
        0 name: "name", "? xs:string";
        1 next: "next", "?";
        2 left: "left", "?";
    });

    pub struct Names {
        pub items: Vec<String>,
    }
    castile::complex!(Names, NAMES, f::Array(1), SCHEMA, "", {
        0 items: "item", "* xs:string";
    });

    pub struct Nodes {
        pub items: Vec<Node>,
    }
    castile::complex!(Nodes, NODES, f::Array(1), SCHEMA, "n1:ArrayOfNode", {
        0 items: "item", "*";
    });
}

use castile::content::Root;
use castile::engine::{Encoding, ReadError, ReadErrorKind, ReadOptions, WriteOptions, Writer, read_element};
use castile::xml::{Limits, Reader, Token};
use types::{Call, Names, Node, Nodes, SCHEMA};

/// Reads the first element of a body.
fn read(body: &str, encoding: Option<Encoding>) -> Result<Call, ReadError> {
    let text = format!(
        "<body xmlns:e='urn:e' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xsd='http://www.w3.org/2001/XMLSchema' \
         xmlns:se='http://schemas.xmlsoap.org/soap/encoding/' xmlns:enc='http://www.w3.org/2003/05/soap-encoding' \
         xmlns:z='http://schemas.microsoft.com/2003/10/Serialization/'>{body}</body>"
    );
    read_body(&text, encoding)
}

fn read_body(text: &str, encoding: Option<Encoding>) -> Result<Call, ReadError> {
    read_within(text, encoding, &Limits::default())
}

fn read_within(text: &str, encoding: Option<Encoding>, limits: &Limits) -> Result<Call, ReadError> {
    let mut reader = Reader::new(text, SCHEMA.namespaces, limits);
    assert!(matches!(reader.next(), Ok(Token::Start(_))));
    let options = ReadOptions { encoding, body: Some(reader.innermost()), ..ReadOptions::default() };
    assert!(matches!(reader.next(), Ok(Token::Start(_))));
    let mut call = Call::default();
    read_element(&mut reader, Call::ELEMENT, &mut call, &options)?;
    Ok(call)
}

fn soap11(body: &str) -> Result<Call, ReadError> {
    read(body, Some(Encoding::Soap11))
}

fn problem(error: &ReadError) -> &str {
    match error.kind() {
        ReadErrorKind::Reference { problem, .. } => problem,
        other => panic!("{other}"),
    }
}

#[test]
fn independent_elements_are_read_where_they_are_referred_to() {
    let call = soap11(concat!(
        "<e:call><id href='#i'/><text href='#t'/><node href='#a'/></e:call>",
        "<multiRef id='i' xsi:type='xsd:int'>7</multiRef><multiRef id='t' href='#t2'/><e:x><y id='t2'>deep</y></e:x>",
        "<multiRef id='a' xsi:type='e:Node'><name href='#t'/><next href='#b'/><left href='#b'/></multiRef>",
        "<multiRef id='b'><name>b</name></multiRef>",
    ))
    .unwrap();
    let b = Node { name: Some("b".into()), ..Node::default() };
    let a = Node { name: Some("deep".into()), next: Some(Box::new(b.clone())), left: Some(Box::new(b)) };
    assert_eq!(call, Call { id: 7, text: Some("deep".into()), node: Some(a), ..Call::default() });
}

#[test]
fn soap_12_and_data_contracts_have_references_too() {
    let body = "<e:call><id>1</id><node enc:ref='a'/></e:call><e:n enc:id='a'><name>n</name></e:n>";
    let call = read(body, Some(Encoding::Soap12)).unwrap();
    assert_eq!(call.node.and_then(|node| node.name).as_deref(), Some("n"));
    let body = "<e:call><id>1</id><node z:Id='i1'><name>n</name><next z:Ref='i2'/><left z:Id='i2'><name>l</name></left></node></e:call>";
    let node = read(body, None).unwrap().node.unwrap();
    assert_eq!(node.next, node.left);
    assert_eq!(node.next.and_then(|next| next.name).as_deref(), Some("l"));
}

#[test]
fn in_literal_messages_href_is_an_attribute() {
    let call = read("<e:call><id href='#x'>1</id></e:call>", None).unwrap();
    assert_eq!(call.id, 1);
}

#[test]
fn references_that_lead_nowhere_or_in_circles_are_errors() {
    let error = soap11("<e:call><id href='#none'/></e:call>").unwrap_err();
    assert_eq!(problem(&error), "leads to no element: none in the body has this id");
    assert_eq!(error.path(), "call/id");
    let error =
        soap11("<e:call><node href='#a'/></e:call><m id='a'><next href='#b'/></m><m id='b'><next href='#a'/></m>")
            .unwrap_err();
    assert_eq!(problem(&error), "leads back to itself");
    assert_eq!(error.path(), "call/node/next/next");
    let error = soap11("<e:call><node href='#a'/></e:call><m id='a' href='#b'/><m id='b' href='#a'/>").unwrap_err();
    assert!(problem(&error).contains("64"), "{error}");
}

#[test]
fn a_long_chain_of_references_is_an_error_not_an_overflow() {
    use std::fmt::Write;
    for (count, values) in [(12_000, false), (12_000, true)] {
        let mut body = String::from("<e:call><node href='#0'/></e:call>");
        for i in 0..count {
            let _ = if values {
                write!(body, "<m id='{i}'><next href='#{}'/></m>", i + 1)
            } else {
                write!(body, "<m id='{i}' href='#{}'/>", i + 1)
            };
        }
        let error = soap11(&body).unwrap_err();
        if values {
            assert!(matches!(error.kind(), ReadErrorKind::Limit { name: "depth", .. }), "{error}");
        } else {
            assert!(problem(&error).contains("64"), "{error}");
        }
    }
}

#[test]
fn a_diamond_of_references_is_bounded() {
    use std::fmt::Write;
    let mut body = String::from("<e:call><node href='#0'/></e:call>");
    for i in 0..40 {
        let _ = write!(body, "<m id='{i}'><next href='#{0}'/><left href='#{0}'/></m>", i + 1);
    }
    body.push_str("<m id='40'><name>end</name></m>");
    let error = soap11(&body).unwrap_err();
    assert!(matches!(error.kind(), ReadErrorKind::Limit { .. }), "{error}");
}

/// What is needed to come back to an element is the declarations around it, too.
#[test]
fn what_the_index_of_ids_takes_is_bounded() {
    use std::fmt::Write;
    let read = |attribute: &str| {
        let mut text = String::from("<body xmlns:e='urn:e'><e:call><id>1</id><node href='#n7'/></e:call>");
        for n in 0..10_000 {
            let _ = write!(text, "<x {attribute}='u'><m id='n{n}'/></x>");
        }
        text.push_str("</body>");
        read_within(&text, Some(Encoding::Soap11), &Limits { memory_ratio: 4, ..Limits::default() })
    };
    assert!(read("xmlns-p").is_ok());
    let over = ReadErrorKind::Limit { name: "memory_ratio", value: 4 };
    assert_eq!(read("xmlns:p").unwrap_err().kind(), &over);
}

/// So are the boxes that members are in.
#[test]
fn what_boxed_members_take_is_bounded() {
    let read = |member: &str| {
        let items = format!("<item><{member}/></item>").repeat(20_000);
        let text = format!("<body xmlns:e='urn:e'><e:call><id>1</id><nodes>{items}</nodes></e:call></body>");
        read_within(&text, None, &Limits { memory_ratio: 4, ..Limits::default() })
    };
    assert!(read("name").is_ok());
    let over = ReadErrorKind::Limit { name: "memory_ratio", value: 4 };
    assert_eq!(read("next").unwrap_err().kind(), &over);
}

#[test]
fn array_items_are_read_by_position() {
    let names = |body: &str| {
        let body = format!("<e:call><id>1</id>{body}</e:call>");
        soap11(&body).map(|call| call.names.map(|names| names.items).unwrap_or_default())
    };
    let array = "<names se:arrayType='xsd:string[999999999]' xsi:type='se:Array'><item>a</item><se:string>b</se:string><x xsi:nil='1'/></names>";
    assert_eq!(names(array).unwrap(), ["a", "b", ""]);
    assert_eq!(names("<names se:offset='[2]'><i>c</i><i>d</i></names>").unwrap(), ["", "", "c", "d"]);
    assert_eq!(names("<names><i se:position='[2]'>c</i><i se:position='[0]'>a</i></names>").unwrap(), ["a", "", "c"]);
    assert!(matches!(
        names("<names><i se:position='[99999999]'>c</i></names>").unwrap_err().kind(),
        ReadErrorKind::Limit { .. }
    ));
    assert!(matches!(
        names("<names><i>a</i><i se:position='[0]'>c</i></names>").unwrap_err().kind(),
        ReadErrorKind::Repeated { .. }
    ));
}

#[test]
fn every_part_is_written_with_its_type() {
    let call = Call {
        id: 7,
        text: None,
        node: Some(Node { name: Some("n".into()), ..Node::default() }),
        names: Some(Names { items: vec!["a".into(), "b".into()] }),
        nodes: Some(Nodes { items: vec![Node::default()] }),
    };
    let write = |encoding| {
        let mut writer = Writer::new(&SCHEMA, WriteOptions { encoding: Some(encoding), ..WriteOptions::default() }, 16);
        writer.element(Call::ELEMENT, &call).unwrap();
        let (bytes, start) = writer.finish("<body", ">");
        String::from_utf8(bytes[start..].to_vec()).unwrap()
    };
    assert_eq!(
        write(Encoding::Soap11),
        concat!(
            r#"<body xmlns:n1="urn:e" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" "#,
            r#"xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"><n1:call><id xsi:type="xsd:int">7</id>"#,
            r#"<text xsi:type="xsd:string" xsi:nil="true"/><node xsi:type="n1:Node"><name xsi:type="xsd:string">n</name></node>"#,
            r#"<names xsi:type="soapenc:Array" soapenc:arrayType="xsd:string[2]"><item xsi:type="xsd:string">a</item>"#,
            r#"<item xsi:type="xsd:string">b</item></names><nodes xsi:type="n1:ArrayOfNode" soapenc:arrayType="n1:Node[1]">"#,
            r#"<item xsi:type="n1:Node"/></nodes></n1:call>"#,
        )
    );
    assert!(
        write(Encoding::Soap12).contains(r#"<names xsi:type="enc:Array" enc:itemType="xsd:string" enc:arraySize="2">"#)
    );
    for encoding in [Encoding::Soap11, Encoding::Soap12] {
        let read = read_body(&write(encoding), Some(encoding)).unwrap();
        assert_eq!(read, call);
    }
}
