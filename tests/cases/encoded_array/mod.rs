//! Arrays of the encoding's own types and arrays of arrays say in `arrayType` what the contract says.

use castile_tests::{assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{ArraysClient, Names, Put, Rows, RowsItem};

#[test]
fn array_types_are_those_of_the_contract() {
    let client = ArraysClient::new(ArraysClient::ENDPOINT).unwrap();
    let rows = vec![RowsItem { items: vec![1, 2] }, RowsItem { items: vec![3] }];
    let request = Put { names: Names { items: vec!["a".to_owned(), "b".to_owned()] }, rows: Rows { items: rows } };
    let request = client.put(&request).to_request().unwrap();
    assert_same_document(include_str!("example_request.xml"), sent(&request));
}
