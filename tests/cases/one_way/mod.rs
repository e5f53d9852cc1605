//! An operation without output: nothing is expected, an empty answer is success.

use castile_tests::{answer, assert_same_document, header, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{EventsClient, Notify};

#[test]
fn an_empty_answer_is_success() {
    let client = EventsClient::new(EventsClient::ENDPOINT).unwrap();
    let request = Notify { event: "started".to_owned() };
    let call = client.notify(&request);
    let sent_request = call.to_request().unwrap();
    assert_eq!(header(&sent_request, "SOAPAction"), "\"urn:example:one-way/notify\"");
    assert_same_document(include_str!("example_request.xml"), sent(&sent_request));
    for status in [200, 202, 204] {
        let () = call.read(answer(status, "text/plain", "")).unwrap().body;
    }
    assert!(call.read(answer(404, "text/plain", "")).is_err());
}
