//! A message whose element is the head of a substitution group: whichever element of the group comes (XML Schema part 1,
//! section 2.2.2.2), as the request, the reply and the detail of a fault.

use castile_tests::{answer, assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Answer, ByName, DirectoryClient, Problem, QueryElement};

#[test]
fn the_body_is_one_element_of_the_group() {
    let client = DirectoryClient::new(DirectoryClient::ENDPOINT).unwrap();
    let query = QueryElement::ByName(ByName { limit: Some(10), name: "Ada".to_owned() });
    let call = client.find(&query);
    assert_same_document(include_str!("example_request.xml"), sent(&call.to_request().unwrap()));
    let reply = call.read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap();
    assert_eq!(reply.body, Answer::Refusal("not today".to_owned()));
}

#[test]
fn an_element_that_is_not_in_the_group_is_refused() {
    let client = DirectoryClient::new(DirectoryClient::ENDPOINT).unwrap();
    let query = QueryElement::default();
    let text = include_str!("example_response.xml").replace("refusal", "problem");
    let error = client.find(&query).read(answer(200, "text/xml", &text)).unwrap_err();
    assert!(error.to_string().contains("one of answer, refusal"), "{error}");
}

#[test]
fn a_fault_has_the_detail_that_came() {
    let client = DirectoryClient::new(DirectoryClient::ENDPOINT).unwrap();
    let query = QueryElement::default();
    let error = client.find(&query).read(answer(500, "text/xml", include_str!("example_fault.xml"))).unwrap_err();
    let detail = &error.fault().unwrap().details[0];
    assert_eq!(detail.local(), "busy");
    assert_eq!(detail.read_as::<Problem>().unwrap().text, "come back later");
}
