//! A union is an enum of its member types; the first that accepts the text has it.

use castile::value::Date;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{BoxElement, Keyword, Size, Window, Windows};

#[test]
fn the_first_member_that_accepts_has_the_text() {
    let item: BoxElement = round_trip(include_str!("example.xml"));
    let date = Date::parse("2026-02-28Z").unwrap();
    assert_eq!(item.size, [Size::Int(12), Size::Keyword(Keyword::Auto), Size::Value(date)]);
    assert_eq!(item.depth, Some(Size::Keyword(Keyword::None)));
}

#[test]
fn the_facets_of_a_list_among_the_members_are_those_of_a_list() {
    let text = include_str!("example_list.xml");
    let windows: Windows = round_trip(text);
    assert_eq!(
        windows.window,
        [Window::Boolean(true), Window::Value(vec![10, 20]), Window::Value2(vec![1000, 2000, 3000])]
    );
    // Four items are no member's, and neither are they 30 characters.
    assert!(castile::from_xml::<Windows>(&text.replace("3000", "3000 4")).is_err());
    let padded: Windows = castile::from_xml(&text.replace("10 20", " 010\n20 ")).unwrap();
    assert_eq!(padded.window, windows.window);
}
