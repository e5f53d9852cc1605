//! Corrections of a contract, each with its reason, as if the contract had been right.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Answer;

#[test]
fn the_repaired_contract_is_what_the_server_sends() {
    let answer: Answer = round_trip(include_str!("example.xml"));
    assert_eq!(answer.count, 2);
    assert_eq!(answer.row, ["a", "b"]);
    assert_eq!(answer.state, "done");
    assert_eq!(answer.at, None);
}

#[test]
fn nil_and_no_rows_are_read() {
    let answer: Answer = castile::from_xml(include_str!("example_nil.xml")).unwrap();
    assert_eq!((answer.row.len(), answer.at), (0, None));
}
