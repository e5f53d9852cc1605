//! Faults of both versions have one shape; a declared detail is read as its type.

use castile_tests::answer;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Closed, GetQuote, QuotesClient, Reason};

fn fault(document: &str) -> castile::soap::Fault {
    let (client, request) = (QuotesClient::new(QuotesClient::ENDPOINT).unwrap(), GetQuote::default());
    let error = client.get_quote(&request).read(answer(500, "text/xml", document)).unwrap_err();
    error.fault().unwrap_or_else(|| panic!("{error}")).clone()
}

#[test]
fn a_declared_detail_is_typed() {
    let fault = fault(include_str!("example_response.xml"));
    assert_eq!(fault.code.local, "Client");
    assert_eq!(fault.reason, "No such share");
    assert_eq!(fault.role.as_deref(), Some("urn:exchange"));
    let reason: Reason = fault.detail().unwrap().unwrap();
    assert_eq!((reason.code, reason.text.as_deref()), (7, Some("ACME is not listed")));
    assert!(fault.detail::<Closed>().is_none());
}

#[test]
fn another_detail_is_kept() {
    let fault = fault(include_str!("example_response_other_detail.xml"));
    assert_eq!((fault.code.namespace.as_str(), fault.code.local.as_str()), ("urn:example:vendor", "Server.Busy"));
    assert!(fault.detail::<Reason>().is_none());
    assert_eq!(fault.details[0].content(), "line 1");
}

#[test]
fn a_fault_of_soap_12_has_the_same_shape() {
    let fault = fault(include_str!("example_response_soap12.xml"));
    assert!(fault.is_sender());
    assert_eq!(fault.subcodes[0].local, "Closed");
    assert_eq!(fault.reasons.len(), 2);
    assert_eq!(fault.role.as_deref(), Some("urn:exchange"));
    let closed: Closed = fault.detail().unwrap().unwrap();
    assert_eq!(closed.until.map(|until| until.to_string()).as_deref(), Some("09:00:00"));
}
