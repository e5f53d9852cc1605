//! The HTTP binding: parameters in the query, in a form or in the path, XML back.

use castile_tests::{answer, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{GetQuote, QuotesGetClient, QuotesPathClient, QuotesPostClient};

fn request() -> GetQuote {
    GetQuote { symbol: "A&B /ü".to_owned(), day: "2026-02-28".parse().unwrap() }
}

#[test]
fn get_has_the_parameters_in_the_query() {
    let (client, parameters) = (QuotesGetClient::new(QuotesGetClient::ENDPOINT).unwrap(), request());
    let call = client.get_quote(&parameters);
    let request = call.to_request().unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://quotes.example.org/api/GetQuote?symbol=A%26B%20%2F%C3%BC&day=2026-02-28");
    assert!(request.body().is_empty());
    let reply = call.read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap();
    assert_eq!(reply.body.price.to_string(), "12.50");
}

#[test]
fn post_has_them_in_a_form() {
    let client = QuotesPostClient::new(QuotesPostClient::ENDPOINT).unwrap();
    let request = client.get_quote(&request()).to_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://quotes.example.org/api/GetQuote");
    assert_eq!(header(&request, "Content-Type"), "application/x-www-form-urlencoded");
    assert_eq!(sent(&request), "symbol=A%26B%20%2F%C3%BC&day=2026-02-28");
}

#[test]
fn url_replacement_has_them_in_the_path() {
    let client = QuotesPathClient::new(QuotesPathClient::ENDPOINT).unwrap();
    let request = client.get_quote(&request()).to_request().unwrap();
    assert_eq!(request.uri(), "https://quotes.example.org/api/quotes/A%26B%20%2F%C3%BC/2026-02-28");
}
