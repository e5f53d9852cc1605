//! `xs:redefine` changes types, groups and attribute groups in place.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Team;

#[test]
fn the_redefined_components_are_in_force() {
    let team: Team = round_trip(include_str!("example.xml"));
    assert_eq!((team.first, team.second), (Some(1), Some(2)));
    assert_eq!((team.lead.name.as_str(), team.lead.email.as_deref()), ("Ada", Some("ada@example.org")));
    assert_eq!(team.rank, 5);
    assert_eq!((team.extra.as_deref(), team.more.as_deref()), (Some("x"), Some("y")));
}

#[test]
fn old_and_new_facets_hold() {
    let team: Team = round_trip(include_str!("example.xml"));
    for rank in [0, 6] {
        let error = castile::to_xml(&Team { rank, ..team.clone() }).unwrap_err();
        assert_eq!(error.path(), "team/rank");
    }
}
