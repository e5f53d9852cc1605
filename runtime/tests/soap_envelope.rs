//! Envelopes: what is written, byte for byte, and what is read.

mod contract;

use castile::engine::ReadErrorKind;
use castile::soap::{Block, read_reply, read_request, write_reply, write_request};
use castile::{Element, Limits};
use contract::*;

const SOAP11: &str = "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"";
const SOAP12: &str = "xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"";
const XML: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

fn written(
    operation: &'static castile::facts::Operation,
    headers: &[Block<'_>],
    value: &dyn castile::Content,
) -> String {
    let bytes = write_request(operation, headers, value).expect("a valid request");
    String::from_utf8(bytes.into()).expect("UTF-8")
}

fn kind(text: &str) -> ReadErrorKind {
    let mut reply = LoginResponse::default();
    read_reply(&LOGIN, text, &Limits::default(), &mut reply).expect_err("an error").kind().clone()
}

#[test]
fn document_literal_of_both_versions() {
    let body = "<n1:login><n1:user>müller</n1:user><n1:password>s3cret-canary</n1:password></n1:login>";
    let envelope = |soap: &str| {
        format!("{XML}<soap:Envelope xmlns:n1=\"urn:shop\" {soap}><soap:Body>{body}</soap:Body></soap:Envelope>")
    };
    assert_eq!(written(&LOGIN, &[], &login()), envelope(SOAP11));
    assert_eq!(written(&LOGIN_12, &[], &login()), envelope(SOAP12));
}

#[test]
fn header_blocks_of_this_and_of_another_contract_and_of_none() {
    let (session, trace) = (Session { token: "t".into() }, Trace { id: "7".into() });
    let raw = Element::parse("<w:a xmlns:w='urn:w'>1</w:a>").expect("an element");
    let blocks = [
        Block::Typed(<Session as castile::Root>::ELEMENT, &session),
        Block::Typed(<Trace as castile::Root>::ELEMENT, &trace),
        Block::Element(raw),
    ];
    let text = written(&LOGIN, &blocks, &login());
    assert!(text.contains("<soap:Header><n1:session><n1:token>t</n1:token></n1:session><"), "{text}");
    let mut request = Login::default();
    let received = read_request(&LOGIN, &text, &Limits::default(), &mut request).expect("readable");
    assert_eq!(request, login());
    assert_eq!(received.headers.len(), 3);
    assert_eq!(received.headers.get::<Session>().expect("there").expect("readable"), session);
    assert_eq!(received.headers.get::<Trace>().expect("there").expect("readable"), trace);
    let last = &received.headers.iter().last().expect("a header").element;
    assert_eq!((last.namespace(), last.local(), last.content()), ("urn:w", "a", "1"));
}

#[test]
fn rpc_literal_has_unqualified_accessors() {
    let text = written(&RPC, &[], &Add { left: 1, right: None });
    assert!(text.ends_with("<soap:Body><n1:add><left>1</left></n1:add></soap:Body></soap:Envelope>"), "{text}");
}

#[test]
fn rpc_encoded_names_types_and_encoding_and_sends_every_part() {
    let text = written(&ENCODED, &[], &Add { left: 1, right: None });
    let body = "<soap:Body><n1:add soap:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">\
                <left xsi:type=\"xsd:int\">1</left><right xsi:type=\"xsd:int\" xsi:nil=\"true\"/></n1:add></soap:Body>";
    assert!(text.contains(body), "{text}");
    let text = written(&ENCODED_12, &[], &Add { left: 1, right: Some(2) });
    assert!(text.contains("<n1:add soap:encodingStyle=\"http://www.w3.org/2003/05/soap-encoding\"><left"), "{text}");
}

#[test]
fn encoded_replies_have_multi_reference_values_beside_the_wrapper() {
    let text = soap11(
        "<m:whatever xmlns:m='urn:shop'><return href='#id1'/><person href='#id0'/></m:whatever>\
         <multiRef id='id0'><name href='#id2'/></multiRef><multiRef id='id1'>42</multiRef><multiRef id='id2'>Ada</multiRef>",
    );
    let mut sum = Sum::default();
    read_reply(&ENCODED, &text, &Limits::default(), &mut sum).expect("readable");
    assert_eq!(sum, Sum { result: 42, person: Some(Person { name: Some("Ada".into()) }) });
}

#[test]
fn the_wrapper_of_an_rpc_reply_may_have_any_name_and_qualified_accessors() {
    for wrapper in [
        "<x:addResponse xmlns:x='urn:else'><return>3</return></x:addResponse>",
        "<r xmlns='urn:shop'><return>3</return></r>",
    ] {
        let mut sum = Sum::default();
        read_reply(&RPC, &soap11(wrapper), &Limits::default(), &mut sum).expect("readable");
        assert_eq!(sum.result, 3, "{wrapper}");
    }
}

#[test]
fn bodies_of_several_parts_and_of_a_type() {
    let text = written(&PARTS, &[], &login());
    assert!(text.contains("<soap:Body><n1:user>müller</n1:user><n1:password>"), "{text}");
    let mut reply = LoginResponse::default();
    let body = "<p:token xmlns:p='urn:shop'>t</p:token><p:name xmlns:p='urn:shop'>n</p:name>";
    read_reply(&PARTS, &soap11(body), &Limits::default(), &mut reply).expect("readable");
    assert_eq!(reply, LoginResponse { name: "n".into(), token: Some("t".into()) });

    let text = written(&TYPE, &[], &login());
    assert!(text.contains("<soap:Body><n1:user>müller</n1:user>"), "{text}");
    let mut reply = String::new();
    read_reply(&TYPE, &soap11(" plain &amp; simple "), &Limits::default(), &mut reply).expect("readable");
    assert_eq!(reply, " plain & simple ");
}

#[test]
fn empty_bodies() {
    assert!(written(&NOTHING, &[], &()).ends_with("><soap:Body/></soap:Envelope>"));
    let received = read_reply(&NOTHING, &soap11(""), &Limits::default(), &mut ()).expect("readable");
    assert!(received.empty);
    assert!(matches!(kind(&soap11("")), ReadErrorKind::Missing { expected } if expected == "loginResponse"));
}

#[test]
fn what_a_reply_may_have_around_the_body() {
    let text = "<?xml version='1.0'?>\n<!-- c --><SOAP-ENV:Envelope xmlns:SOAP-ENV='http://schemas.xmlsoap.org/soap/envelope/' \
                SOAP-ENV:encodingStyle='x'>\n <SOAP-ENV:Header><a:x xmlns:a='urn:a' SOAP-ENV:mustUnderstand='1' SOAP-ENV:actor='me'>1</a:x>\
                </SOAP-ENV:Header>\n <SOAP-ENV:Body Id='b'>\n  <loginResponse xmlns='urn:shop'><extra/><name>Ada</name></loginResponse>\n \
                </SOAP-ENV:Body><after xmlns=''/></SOAP-ENV:Envelope>\n";
    let mut reply = LoginResponse::default();
    let received = read_reply(&LOGIN, text, &Limits::default(), &mut reply).expect("readable");
    assert_eq!(reply.name, "Ada");
    let header = received.headers.iter().next().expect("a header");
    assert!(header.must_understand);
    assert_eq!(header.role.as_deref(), Some("me"));
    assert_eq!((header.element.namespace(), header.element.local()), ("urn:a", "x"));
}

#[test]
fn another_envelope_is_named() {
    let root = |expected: &str, found: &str| ReadErrorKind::Root { expected: expected.into(), found: found.into() };
    let soap = "{http://schemas.xmlsoap.org/soap/envelope/}Envelope";
    assert_eq!(kind("<Envelope xmlns='urn:x'><Body/></Envelope>"), root(soap, "{urn:x}Envelope"));
    assert_eq!(kind("<html/>"), root(soap, "html"));
    assert_eq!(kind(&soap11("<other xmlns='urn:shop'/>")), root("{urn:shop}loginResponse", "{urn:shop}other"));
    assert!(matches!(kind(&soap12(ANSWER)), ReadErrorKind::Root { expected, found }
        if expected.ends_with("SOAP 1.1") && found.ends_with("SOAP 1.2")));
    let headless = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/></s:Envelope>";
    assert!(matches!(kind(headless), ReadErrorKind::Missing { expected } if expected == "Body"));
}

#[test]
fn errors_have_the_path_from_the_envelope_and_the_position() {
    let text = soap11("<loginResponse xmlns='urn:shop'>\n<name>a</name><name>b</name></loginResponse>");
    let mut reply = LoginResponse::default();
    let error = read_reply(&LOGIN, &text, &Limits::default(), &mut reply).expect_err("repeated");
    assert_eq!(error.path(), "Envelope/Body/loginResponse");
    assert_eq!(error.position().map(|(row, _)| row), Some(2));
}

#[test]
fn a_cut_anywhere_is_an_error() {
    let text = soap11(ANSWER);
    for end in 0..text.len() {
        let Some(cut) = text.get(..end) else { continue };
        let mut reply = LoginResponse::default();
        assert!(read_reply(&LOGIN, cut, &Limits::default(), &mut reply).is_err(), "{cut}");
    }
}

#[test]
fn replies_that_are_written_are_read() {
    let reply = LoginResponse { name: "<&>".into(), token: None };
    for operation in [&LOGIN, &LOGIN_12] {
        let bytes = write_reply(operation, &[], &reply).expect("valid");
        let text = String::from_utf8(bytes.into()).expect("UTF-8");
        let mut back = LoginResponse::default();
        read_reply(operation, &text, &Limits::default(), &mut back).expect("readable");
        assert_eq!(back, reply);
    }
}

/// As the values of the body do, header blocks that are kept take memory.
#[test]
fn what_header_blocks_take_is_bounded() {
    let text =
        soap11(ANSWER).replacen("<s:Body>", &format!("<s:Header>{}</s:Header><s:Body>", "<h/>".repeat(10_000)), 1);
    let read = |memory_ratio| {
        let limits = Limits { memory_ratio, ..Limits::default() };
        read_reply(&LOGIN, &text, &limits, &mut LoginResponse::default()).map_err(|error| error.kind().clone())
    };
    assert!(read(100).is_ok());
    assert_eq!(read(4).expect_err("over"), ReadErrorKind::Limit { name: "memory_ratio", value: 4 });
}
