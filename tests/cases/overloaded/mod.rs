//! Operations of one name are told apart by the names of their input: two methods, numbered.

use castile_tests::{answer, assert_same_document, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::FinderClient;

#[test]
fn each_overload_has_its_method() {
    let client = FinderClient::new(FinderClient::ENDPOINT).unwrap();
    let name = "Ada".to_owned();
    let by_name = client.find(&name);
    let request = by_name.to_request().unwrap();
    assert_eq!(header(&request, "SOAPAction"), "\"find-name\"");
    assert_same_document(include_str!("example_request_name.xml"), sent(&request));
    let by_number = client.find_by_number(&7);
    let request = by_number.to_request().unwrap();
    assert_eq!(header(&request, "SOAPAction"), "\"find-number\"");
    assert_same_document(include_str!("example_request_number.xml"), sent(&request));
    assert!(by_number.read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap().body);
}
