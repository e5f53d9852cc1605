//! Document/literal, wrapped: the message is one element; the SOAPAction is quoted, the reply typed.

use castile_tests::{answer, assert_same_document, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{GET_QUOTE_OPERATION, GetQuote, GetQuoteResponse, QuotesClient};

fn request() -> GetQuote {
    GetQuote { symbol: "ACME <1>".to_owned() }
}

#[test]
fn the_request_is_the_documented_envelope() {
    let client = QuotesClient::new(QuotesClient::ENDPOINT).unwrap();
    let request = client.get_quote(&request()).to_request().unwrap();
    assert_eq!(request.uri(), "https://quotes.example.org/soap");
    assert_eq!(request.method(), "POST");
    assert_eq!(header(&request, "SOAPAction"), "\"urn:example:document-literal/getQuote\"");
    assert_eq!(header(&request, "Content-Type"), "text/xml; charset=utf-8");
    assert_same_document(include_str!("example_request.xml"), sent(&request));
}

#[test]
fn the_reply_is_typed() {
    let (client, request) = (QuotesClient::new(QuotesClient::ENDPOINT).unwrap(), request());
    let answer = answer(200, "text/xml; charset=utf-8", include_str!("example_response.xml"));
    let reply = client.get_quote(&request).read(answer).unwrap();
    assert_eq!(reply.body.price.to_string(), "12.50");
    assert_eq!(reply.body.at.map(|at| at.to_string()).as_deref(), Some("2026-02-28T12:00:00Z"));
    assert!(reply.headers.is_empty());
}

#[test]
fn a_page_instead_of_an_envelope_is_an_error_with_its_status() {
    let (client, request) = (QuotesClient::new(QuotesClient::ENDPOINT).unwrap(), request());
    let page = answer(502, "text/html", "<html><body>Bad gateway<br></body></html>");
    let error = client.get_quote(&request).read(page).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert!(error.to_string().contains("Bad gateway"), "{error}");
}

#[test]
fn the_same_types_serve_the_other_direction() {
    let client = QuotesClient::new(QuotesClient::ENDPOINT).unwrap();
    let sent = client.get_quote(&request()).to_request().unwrap();
    let mut received = GetQuote::default();
    castile::call::read_http_request(&GET_QUOTE_OPERATION, &sent, &castile::xml::Limits::default(), &mut received)
        .unwrap();
    assert_eq!(received, request());
    let answer =
        GetQuoteResponse { price: "12.50".parse().unwrap(), at: Some("2026-02-28T12:00:00Z".parse().unwrap()) };
    let response = castile::call::write_http_reply(&GET_QUOTE_OPERATION, &[], &answer).unwrap();
    assert_same_document(include_str!("example_response.xml"), std::str::from_utf8(response.body()).unwrap());
}
