//! A JSON twin of a service: `mime:content` with the attributes of `urn:castile:json`.

use castile_tests::{answer, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{GetQuotes, GetQuotesResponse, QuotesJsonClient, Venue};

fn request() -> GetQuotes {
    GetQuotes { symbol: vec!["ACME".to_owned(), "Q\"X".to_owned()], venue: Some(Venue::Nyse), live: true }
}

fn read(json: &'static str) -> Result<GetQuotesResponse, castile::Error> {
    let (client, request) = (QuotesJsonClient::new(QuotesJsonClient::ENDPOINT).unwrap(), request());
    client.get_quotes(&request).read(answer(200, "application/json", json)).map(|reply| reply.body)
}

#[test]
fn members_have_the_local_names_of_the_schema() {
    let client = QuotesJsonClient::new(QuotesJsonClient::ENDPOINT).unwrap();
    let request = client.get_quotes(&request()).to_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://quotes.example.org/json/getQuotes");
    assert!(header(&request, "Content-Type").starts_with("application/json"));
    let expected = include_str!("example_request.json").replace(": ", ":").replace(", ", ",");
    assert_eq!(sent(&request), expected.trim_end());
}

#[test]
fn numbers_are_exact_and_unknown_members_skipped() {
    let reply = read(include_str!("example_response.json")).unwrap();
    let [acme, other] = &reply.quote[..] else { panic!("{reply:?}") };
    assert_eq!((acme.symbol.as_str(), acme.volume), ("ACME", Some(9_007_199_254_740_993)));
    assert_eq!(acme.price.as_ref().map(ToString::to_string).as_deref(), Some("12.50"));
    assert_eq!((other.symbol.as_str(), &other.price), ("X", &None));
}

#[test]
fn another_wrapper_is_accepted() {
    assert!(read(include_str!("example_response_alias.json")).unwrap().quote.is_empty());
}

#[test]
fn what_is_written_is_read_again() {
    let json = castile::to_json(&request()).unwrap();
    assert_eq!(castile::from_json::<GetQuotes>(&json).unwrap(), request());
}
