//! Members that the manifest says a reply may lack: absent, they read as empty; written, they must be there.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Answer;

#[test]
fn all_members_are_read_and_written() {
    let answer: Answer = round_trip(include_str!("example.xml"));
    assert_eq!((answer.version, answer.id, answer.state.as_str()), (2, 1, "done"));
    assert_eq!(answer.owner.name, "Ada");
}

#[test]
fn what_is_marked_may_be_absent() {
    let answer: Answer = castile::from_xml(include_str!("example_lacking.xml")).unwrap();
    assert_eq!(answer, Answer { id: 1, ..Answer::default() });
}

#[test]
fn what_is_not_marked_may_not() {
    let error = castile::from_xml::<Answer>(include_str!("example_lacking_more.xml")).unwrap_err();
    assert!(error.to_string().contains("id"), "{error}");
}
