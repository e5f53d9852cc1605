//! A group is written out where it is referred to; repeated or a choice, it is a type named after it.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Contract, Key, Search};

#[test]
fn a_group_is_part_of_what_refers_to_it() {
    let contract: Contract = round_trip(include_str!("example.xml"));
    assert_eq!(contract.key, Key::Code("A1".to_owned()));
    assert_eq!(contract.from.to_string(), "2026-01-01");
    assert_eq!(contract.to.map(|date| date.to_string()).as_deref(), Some("2026-12-31"));
    assert_eq!(contract.note.as_deref(), Some("yearly"));
}

#[test]
fn a_repeated_group_is_a_struct() {
    let search: Search = round_trip(include_str!("example_search.xml"));
    assert_eq!(search.key, Some(Key::Number(5)));
    let periods: Vec<_> = search.period.iter().map(|period| (period.from.to_string(), period.to.is_some())).collect();
    assert_eq!(periods, [("2026-01-01".to_owned(), false), ("2026-02-01".to_owned(), true)]);
}
