//! Arrays of the encoding's own types and arrays of arrays say in `arrayType` what the contract says.

use castile::soap::{Block, write_request};
use castile_tests::{answer, assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{ArraysClient, Board, BoardItem, Chart, GET_OPERATION, Get, Names, Plot, Put, Rows, RowsItem};

#[test]
fn array_types_are_those_of_the_contract() {
    let client = ArraysClient::new(ArraysClient::ENDPOINT).unwrap();
    let rows = vec![RowsItem { items: vec![1, 2] }, RowsItem { items: vec![3] }];
    let request = Put { names: Names { items: vec!["a".to_owned(), "b".to_owned()] }, rows: Rows { items: rows } };
    let request = client.put(&request).to_request().unwrap();
    assert_same_document(include_str!("example_request.xml"), sent(&request));
}

fn board() -> Board {
    Board { items: vec![BoardItem { items: vec![1, 2] }, BoardItem { items: vec![3] }], size: vec![2, 1] }
}

#[test]
fn the_items_of_an_array_of_two_dimensions_may_be_arrays() {
    let client = ArraysClient::new(ArraysClient::ENDPOINT).unwrap();
    let answer = answer(200, "text/xml", include_str!("example_board.xml"));
    assert_eq!(client.get(&Get {}).read(answer).unwrap().body.board, board());
}

#[test]
fn the_items_of_such_an_array_may_be_of_a_named_array_type() {
    let client = ArraysClient::new(ArraysClient::ENDPOINT).unwrap();
    let answer = answer(200, "text/xml", include_str!("example_chart.xml"));
    let chart = client.plot(&Plot {}).read(answer).unwrap().body.chart;
    let names = |items: &[&str]| Names { items: items.iter().map(|&item| item.to_owned()).collect() };
    assert_eq!(chart, Chart { items: vec![names(&["a", "b"]), names(&["c"])], size: vec![1, 2] });
}

#[test]
fn an_encoded_header_block_says_its_types() {
    let headers = GET_OPERATION.input.headers;
    let request = write_request(&GET_OPERATION, &[Block::Typed(&headers[0], &board())], &Get {}).unwrap();
    assert_same_document(include_str!("example_header.xml"), std::str::from_utf8(&request).unwrap());
}
