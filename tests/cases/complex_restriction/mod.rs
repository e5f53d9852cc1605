//! A restriction restates its content; prohibited attributes are gone, others inherited.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::StreetAddress;

#[test]
fn the_narrower_content_is_read_and_written() {
    let home: StreetAddress = round_trip(include_str!("example.xml"));
    assert_eq!(home.street, "Invalidenstr. 1");
    assert_eq!(home.city, "Berlin");
    assert_eq!(home.line.as_deref(), Some("back yard"));
    assert_eq!(home.code, Some(10115));
}
