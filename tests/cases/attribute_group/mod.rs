//! An attribute group is written out where it is referred to, also by another group.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::File;

#[test]
fn its_attributes_are_read_and_written() {
    let file: File = round_trip(include_str!("example.xml"));
    assert_eq!(file.size, Some(9_000_000_000));
    assert_eq!(file.created_by, "ada");
    assert_eq!(file.changed_by.as_deref(), Some("bob"));
    assert_eq!(file.name, "notes.txt");
}
