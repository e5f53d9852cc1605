//! A union is an enum of its member types; the first that accepts the text has it.

use castile::value::Date;
use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{BoxElement, Keyword, Size};

#[test]
fn the_first_member_that_accepts_has_the_text() {
    let item: BoxElement = round_trip(include_str!("example.xml"));
    let date = Date::parse("2026-02-28Z").unwrap();
    assert_eq!(item.size, [Size::Int(12), Size::Keyword(Keyword::Auto), Size::Value(date)]);
    assert_eq!(item.depth, Some(Size::Keyword(Keyword::None)));
}
