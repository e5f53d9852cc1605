//! A document message of several parts is a struct of them; `parts` says which stand in the body.

use castile_tests::{answer, assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{PartsClient, Second, SendRequest, SendResponse};

#[test]
fn each_part_is_an_element_of_the_body() {
    let client = PartsClient::new(PartsClient::ENDPOINT).unwrap();
    let request = SendRequest { a: "one".to_owned(), b: Second { count: 2 } };
    let call = client.send(&request);
    assert_same_document(include_str!("example_request.xml"), sent(&call.to_request().unwrap()));
    let reply: SendResponse = call.read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap().body;
    assert_eq!((reply.x.count, reply.y.as_str()), (3, "four"));
}
