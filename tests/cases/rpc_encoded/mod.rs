//! RPC/encoded: every accessor with its `xsi:type`, arrays, and values by reference.

use castile_tests::{answer, assert_same_document, sent};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{ArrayOfInt, ArrayOfItem, Echo, Grid, Item, Sum, SumResponse, SumsClient};

fn request() -> Sum {
    Sum {
        label: "all".to_owned(),
        numbers: ArrayOfInt { items: vec![1, -2, 3] },
        items: ArrayOfItem { items: vec![Item { code: "A".to_owned(), note: Some("n".to_owned()) }] },
    }
}

fn read(document: &str) -> Result<SumResponse, castile::Error> {
    let (client, request) = (SumsClient::new(SumsClient::ENDPOINT).unwrap(), request());
    client.sum(&request).read(answer(200, "text/xml", document)).map(|reply| reply.body)
}

#[test]
fn the_request_says_every_type() {
    let client = SumsClient::new(SumsClient::ENDPOINT).unwrap();
    let request = client.sum(&request()).to_request().unwrap();
    assert_same_document(include_str!("example_request.xml"), sent(&request));
}

#[test]
fn an_array_is_read() {
    let reply = read(include_str!("example_response.xml")).unwrap();
    assert_eq!(reply.total, 2);
    let codes: Vec<_> = reply.items.items.iter().map(|item| (item.code.as_str(), item.note.as_deref())).collect();
    assert_eq!(codes, [("A", None), ("B", None)]);
}

#[test]
fn values_by_reference_are_the_same_values() {
    let reply = read(include_str!("example_response_multi_ref.xml")).unwrap();
    assert_eq!(reply, read(include_str!("example_response.xml")).unwrap());
}

#[test]
fn a_reference_to_itself_is_an_error() {
    assert!(matches!(read(include_str!("example_response_cycle.xml")), Err(castile::Error::Unreadable(_))));
}

#[test]
fn what_is_not_there_says_its_type_and_sizes() {
    let client = SumsClient::new(SumsClient::ENDPOINT).unwrap();
    let grid = Grid { items: vec![1, 2, 3, 4, 5, 6], size: vec![2, 3] };
    let request = Echo { grid, ..Echo::default() };
    let sent_request = client.echo(&request).to_request().unwrap();
    assert_same_document(include_str!("example_grid.xml"), sent(&sent_request));
    let reply = client.echo(&request).read(answer(200, "text/xml", include_str!("example_grid.xml"))).unwrap();
    assert_eq!(reply.body.grid, request.grid);
}

#[test]
fn sizes_that_are_not_those_of_the_items_are_made_up_for() {
    let client = SumsClient::new(SumsClient::ENDPOINT).unwrap();
    let grid = Grid { items: vec![1, 2, 3], size: vec![2, 2] };
    let request = client.echo(&Echo { grid, ..Echo::default() }).to_request().unwrap();
    assert!(sent(&request).contains("[1,3]"), "{}", sent(&request));
}

#[test]
fn an_array_of_arrays_is_read_as_one_of_two_dimensions() {
    let client = SumsClient::new(SumsClient::ENDPOINT).unwrap();
    let reply =
        client.echo(&Echo::default()).read(answer(200, "text/xml", include_str!("example_grid_of_rows.xml"))).unwrap();
    assert_eq!(reply.body.grid, Grid { items: vec![1, 2, 3, 4, 5, 6], size: vec![2, 3] });
}
