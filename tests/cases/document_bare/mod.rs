//! Document/literal, bare: elements of a named or simple type, and a message without parts.

use castile_tests::{answer, assert_same_document, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{PeopleClient, Person};

#[test]
fn an_element_of_a_named_type_is_that_type() {
    let client = PeopleClient::new(PeopleClient::ENDPOINT).unwrap();
    let person = Person { name: "Ada".to_owned() };
    let call = client.greet(&person);
    assert_same_document(include_str!("example_greet_request.xml"), sent(&call.to_request().unwrap()));
    let reply = call.read(answer(200, "text/xml", include_str!("example_greet_response.xml"))).unwrap();
    assert_eq!(reply.body, "Countess");
}

#[test]
fn an_element_of_a_simple_type_is_its_value() {
    let client = PeopleClient::new(PeopleClient::ENDPOINT).unwrap();
    let name = "Ada".to_owned();
    let call = client.count(&name);
    let request = call.to_request().unwrap();
    assert_eq!(header(&request, "SOAPAction"), "\"\"");
    assert_same_document(include_str!("example_count_request.xml"), sent(&request));
    let reply = call.read(answer(200, "text/xml", include_str!("example_count_response.xml"))).unwrap();
    assert_eq!(reply.body, 3);
}

#[test]
fn a_message_without_parts_is_an_empty_body() {
    let client = PeopleClient::new(PeopleClient::ENDPOINT).unwrap();
    let call = client.reset();
    assert_same_document(include_str!("example_reset.xml"), sent(&call.to_request().unwrap()));
    let () = call.read(answer(200, "text/xml", include_str!("example_reset.xml"))).unwrap().body;
}
