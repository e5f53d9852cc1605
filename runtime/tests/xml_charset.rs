//! From the bytes of a body to text (XML 4.3.3, RFC 7303).

use std::borrow::Cow;

use castile::xml::{CharsetError, decode};

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

fn text(body: &[u8], content_type: Option<&str>) -> String {
    decode(body, content_type).unwrap_or_else(|error| panic!("{}: {error}", body.escape_ascii())).into_owned()
}

fn conflict(body: &[u8], content_type: Option<&str>) {
    let result = decode(body, content_type);
    assert!(matches!(result, Err(CharsetError::Conflict { .. })), "{}: {result:?}", body.escape_ascii());
}

fn malformed(body: &[u8], content_type: Option<&str>) -> usize {
    match decode(body, content_type) {
        Err(CharsetError::Malformed { offset, .. }) => offset,
        other => panic!("{}: {other:?}", body.escape_ascii()),
    }
}

#[test]
fn utf_8_is_borrowed() {
    for body in ["<a>é</a>", "\u{FEFF}<a>é</a>", ""] {
        let decoded = decode(body.as_bytes(), Some("text/xml; charset=utf-8"));
        assert!(matches!(&decoded, Ok(Cow::Borrowed(text)) if *text == body.trim_start_matches('\u{FEFF}')));
    }
    // So is what is the same in both.
    assert!(matches!(decode(b"<a/>", Some("text/xml; charset=iso-8859-1")), Ok(Cow::Borrowed("<a/>"))));
}

#[test]
fn the_content_type_is_read() {
    let body = b"<a>\xE9</a>";
    for content_type in [
        "text/xml;charset=ISO-8859-1",
        "text/xml; charset=\"iso-8859-1\"",
        "application/soap+xml; action=\"a;charset=utf-8\"; Charset=latin1; x=y",
        "text/xml; boundary; charset = iso-8859-1 ",
    ] {
        assert_eq!(text(body, Some(content_type)), "<a>é</a>", "{content_type}");
    }
    for content_type in [None, Some("text/xml"), Some("text/xml; charset="), Some("text/xml; charset=\"\"")] {
        assert_eq!(malformed(body, content_type), 3, "{content_type:?}");
    }
}

#[test]
fn a_byte_order_mark_wins_over_the_header_and_that_over_the_declaration() {
    let declared = "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>";
    assert_eq!(text(declared.as_bytes(), Some("text/xml; charset=utf-8")), declared);
    assert_eq!(text("\u{FEFF}<a>é</a>".as_bytes(), Some("text/xml; charset=iso-8859-1")), "<a>é</a>");
    let latin = b"<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>\xE9\x80</a>";
    assert_eq!(text(latin, None), "<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>é\u{80}</a>");
    conflict(format!("\u{FEFF}{declared}").as_bytes(), Some("text/xml; charset=utf-8"));
    conflict(b"<?xml version='1.0' encoding='UTF-16'?><a/>", None);
    conflict(b"<?xml version='1.0' encoding='UTF-16LE'?><a/>", None);
}

#[test]
fn utf_16() {
    for little in [true, false] {
        let own = if little { "UTF-16LE" } else { "UTF-16BE" };
        let other = if little { "UTF-16BE" } else { "UTF-16LE" };
        let header = format!("text/xml; charset={own}");
        let plain = "<a>é\u{1F600}</a>";
        assert_eq!(text(&utf16(&format!("\u{FEFF}{plain}"), little), None), plain);
        assert_eq!(text(&utf16(&format!("\u{FEFF}{plain}"), little), Some("text/xml; charset=utf-8")), plain);
        assert_eq!(text(&utf16(plain, little), Some(&header)), plain);
        assert_eq!(text(&utf16(plain, little), Some("text/xml; charset=utf-16")), plain);
        conflict(&utf16(plain, little), Some("text/xml; charset=utf-8"));
        conflict(&utf16(plain, little), None);
        for label in ["utf-16", own] {
            let declared = format!("<?xml version='1.0' encoding='{label}'?><a/>");
            assert_eq!(text(&utf16(&declared, little), None), declared);
            assert_eq!(text(&utf16(&format!("\u{FEFF}{declared}"), little), None), declared);
        }
        for label in ["utf-8", other] {
            let declared = format!("<?xml version='1.0' encoding='{label}'?><a/>");
            conflict(&utf16(&declared, little), None);
            conflict(&utf16(&format!("\u{FEFF}{declared}"), little), None);
        }
    }
}

#[test]
fn nothing_is_replaced() {
    for (wrong, offset) in [
        (&b"<a>\xC0\x80</a>"[..], 3),
        (b"<a>\xE0\x80\x80</a>", 3),
        (b"<a>\xED\xA0\x80</a>", 3),
        (b"<a>\xF4\x90\x80\x80</a>", 3),
        (b"<a>\xF8\x88\x80\x80\x80</a>", 3),
        (b"<a>\xE9</a>", 3),
        (b"<a>x\xC3", 4),
        (b"\xEF\xBB\xBF<a>\x80", 6),
    ] {
        assert_eq!(malformed(wrong, None), offset, "{}", wrong.escape_ascii());
    }
    assert_eq!(malformed(b"\xFF\xFE<\0\x00\xD8a\0", None), 4);
    assert_eq!(malformed(b"\xFF\xFE<\0a", None), 4);
    assert_eq!(malformed(b"\xFF\xFE<\0\x00\xDC", None), 4);
    assert_eq!(malformed(b"<a>\xE9</a>", Some("text/xml; charset=us-ascii")), 3);
    assert_eq!(malformed(b"<a>\x82\xFF</a>", Some("text/xml; charset=shift_jis")), 3);
    // Bytes that stand for nothing in these encodings.
    assert_eq!(malformed(b"<a>\xD2</a>", Some("text/xml; charset=windows-1253")), 3);
    assert_eq!(malformed(b"<a>\xFF</a>", Some("text/xml; charset=iso-8859-7")), 3);
}

#[test]
fn other_encodings() {
    assert_eq!(text(b"\x80\x9F", Some("text/xml; charset=iso-8859-1")), "\u{80}\u{9F}");
    assert_eq!(text(b"\x80\x9F", Some("text/xml; charset=windows-1252")), "€Ÿ");
    assert_eq!(text(b"\x80\xE0", Some("text/xml; charset=windows-1251")), "Ђа");
    assert_eq!(text(b"\xA4", Some("text/xml; charset=iso-8859-15")), "€");
    assert_eq!(text(b"\x93\xFA\x96\x7B", Some("text/xml; charset=shift_jis")), "日本");
    for label in ["utf-7", "replacement", "x-none", "iso-2022-kr", "a b"] {
        let unknown = CharsetError::Unknown { label: label.to_owned() };
        assert_eq!(decode(b"<a/>", Some(&format!("text/xml; charset=\"{label}\""))), Err(unknown));
    }
}
