//! A SOAP 1.2 binding: its envelope, its media type, the action as a parameter of it.

use castile_tests::{answer, assert_same_document, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{GetQuote, QuotesPort12Client};

#[test]
fn the_envelope_is_of_soap_12() {
    let client = QuotesPort12Client::new(QuotesPort12Client::ENDPOINT).unwrap();
    let request = GetQuote { symbol: "ACME <1>".to_owned() };
    let call = client.get_quote(&request);
    let request = call.to_request().unwrap();
    assert_eq!(
        header(&request, "Content-Type"),
        "application/soap+xml; charset=utf-8; action=\"urn:example:soap12/getQuote\"",
    );
    assert!(!request.headers().contains_key("SOAPAction"));
    assert_same_document(include_str!("example_request.xml"), sent(&request));
    let reply = call.read(answer(200, "application/soap+xml", include_str!("example_response.xml"))).unwrap();
    assert_eq!(reply.body.price.to_string(), "12.50");
}
