//! A repeated choice keeps its order across the arms; an arm may itself be repeated.

use castile::engine::Rule;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Grouped, GroupedChoice, Log, LogChoice};

#[test]
fn the_order_across_arms_is_kept() {
    let log: Log = round_trip(include_str!("example.xml"));
    let expected = [LogChoice::Info("started".to_owned()), LogChoice::Error(7), LogChoice::Info("stopped".to_owned())];
    assert_eq!(log.choice, expected);
}

#[test]
fn an_arm_may_be_repeated() {
    let grouped: Grouped = round_trip(include_str!("example_arm.xml"));
    assert_eq!(grouped.choice, GroupedChoice::Name(vec!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn too_many_items_of_an_arm_are_refused_on_writing() {
    let grouped = Grouped { choice: GroupedChoice::Name(vec![String::new(); 4]) };
    let error = castile::to_xml(&grouped).unwrap_err();
    assert_eq!(error.rule(), &Rule::Occurs { min: 1, max: 3, found: 4 });
    assert_eq!(error.path(), "grouped/name");
}
