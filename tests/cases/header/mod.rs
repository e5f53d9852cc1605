//! Header blocks of the binding: passed with the call, found in the reply, secrets left out of `Debug`.

use castile_tests::{answer, assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Credentials, GetQuote, QuotesClient};

#[test]
fn a_block_is_passed_with_the_call() {
    let client = QuotesClient::new(QuotesClient::ENDPOINT).unwrap();
    let credentials = Credentials { user: "ada".to_owned(), token: Some("t0p s3cret".to_owned()) };
    let request = GetQuote { symbol: "ACME <1>".to_owned() };
    let request = client.get_quote(&request).header(&credentials).to_request().unwrap();
    assert_same_document(include_str!("example_request.xml"), sent(&request));
}

#[test]
fn a_block_of_the_reply_is_found_by_its_type() {
    let (client, request) = (QuotesClient::new(QuotesClient::ENDPOINT).unwrap(), GetQuote::default());
    let answer = answer(200, "text/xml", include_str!("example_response.xml"));
    let reply = client.get_quote(&request).read(answer).unwrap();
    let session = reply.headers.iter().find(|block| block.element.local() == "session").unwrap();
    assert_eq!(session.element.content(), "s-1");
    assert!(reply.header::<Credentials>().is_none());
    assert_eq!(reply.headers.len(), 2);
}

#[test]
fn a_block_nobody_asks_for_does_not_stop_the_reply() {
    let (client, request) = (QuotesClient::new(QuotesClient::ENDPOINT).unwrap(), GetQuote::default());
    let answer = answer(200, "text/xml", include_str!("example_response_not_understood.xml"));
    let reply = client.get_quote(&request).read(answer).unwrap();
    assert!(reply.headers.iter().all(|block| block.must_understand));
}

#[test]
fn a_secret_is_not_printed() {
    let credentials = Credentials { user: "ada".to_owned(), token: Some("t0p s3cret".to_owned()) };
    let shown = format!("{credentials:?} {credentials:#?}");
    assert!(shown.contains("ada") && shown.contains("[redacted]") && !shown.contains("s3cret"), "{shown}");
}
