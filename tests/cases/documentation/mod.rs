//! Documentation is text: no code that is run, no link, no tag, nothing that ends its comment.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Note;

#[test]
fn the_documented_type_works() {
    let note: Note = round_trip(include_str!("example.xml"));
    assert_eq!((note.text.as_str(), note.level), ("Buy milk", 3));
}

#[test]
fn nothing_in_it_is_markup() {
    let text = include_str!("expected.rs");
    let documentation: Vec<&str> = text.lines().filter_map(|line| line.trim_start().strip_prefix("///")).collect();
    assert!(documentation.iter().any(|line| line.contains("First line")), "{text}");
    for line in documentation {
        assert!(!line.starts_with("    ") && !line.trim_start().starts_with("```"), "a code block: {line}");
        assert!(!line.contains("<script>") && !line.contains('\u{202e}'), "{line}");
    }
}
