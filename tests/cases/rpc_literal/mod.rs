//! RPC/literal: a wrapper named after the operation, unqualified accessors named after the parts.

use castile_tests::{answer, assert_same_document, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Item, Store, StoreClient};

#[test]
fn parts_are_accessors_in_a_wrapper() {
    let client = StoreClient::new(StoreClient::ENDPOINT).unwrap();
    let request = Store { item: Item { code: "A".to_owned(), count: Some(2) }, shelf: 7 };
    let call = client.store(&request);
    let sent_request = call.to_request().unwrap();
    assert_eq!(header(&sent_request, "SOAPAction"), "\"urn:store\"");
    assert_same_document(include_str!("example_request.xml"), sent(&sent_request));
    let reply = call.read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap().body;
    assert!(reply.stored);
    assert_eq!((reply.item.code.as_str(), reply.item.count), ("A", None));
}
