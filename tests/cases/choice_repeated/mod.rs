//! A repeated choice keeps its order across the arms; an arm may itself be repeated.

use castile::engine::Rule;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Grouped, GroupedChoice, Log, LogChoice, Trip, TripChoice};

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

#[test]
fn a_run_of_one_arm_is_as_many_items_as_it_takes() {
    // Six are twice three; nothing says where the one choice ends and the next begins.
    let trip: Trip = round_trip(include_str!("example_run.xml"));
    assert_eq!(trip.choice.iter().map(walks).sum::<usize>(), 6);
}

#[test]
fn a_run_that_no_number_of_items_makes_is_refused() {
    let walk = |count| TripChoice::Walk(vec![String::new(); count]);
    let rule = |choice| castile::to_xml(&Trip { choice }).map_err(|error| error.rule().clone());
    assert!(rule(vec![walk(3), walk(3)]).is_ok());
    // Five are one item, and two are asked for.
    assert_eq!(rule(vec![walk(5)]), Err(Rule::Occurs { min: 2, max: 4, found: 1 }));
    assert_eq!(rule(vec![walk(3), walk(2)]), Err(Rule::Occurs { min: 3, max: 5, found: 2 }));
    assert_eq!(rule(vec![walk(21)]), Err(Rule::Occurs { min: 2, max: 4, found: 5 }));
}

fn walks(choice: &TripChoice) -> usize {
    match choice {
        TripChoice::Walk(walks) => walks.len(),
        TripChoice::Ride(_) => 0,
    }
}
