//! Only what is selected is generated: one port, one operation, the types these reach, under names of the manifest.

use castile_tests::{answer, assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{GetItem, ShopClient};

#[test]
fn the_selected_operation_works() {
    let client = ShopClient::new(ShopClient::ENDPOINT).unwrap();
    let request = GetItem { value: "A".to_owned() };
    let call = client.get_item(&request);
    assert_same_document(include_str!("example_request.xml"), sent(&call.to_request().unwrap()));
    let reply = call.read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap();
    assert_eq!(reply.body.value.code, "A");
}

#[test]
fn nothing_else_is_generated() {
    let text = include_str!("expected.rs");
    for absent in ["User", "deleteItem", "DeleteItem", "Soap12", "ShopPort12"] {
        assert!(!text.contains(absent), "{absent}");
    }
}
