//! Rows of a response as a stream: what is delivered, how it ends, and what it costs.

mod contract;
mod pieces;
mod rows;

use bytes::Bytes;
use castile::error::ConfigError;
use castile::{Error, Limits};
use contract::soap11;
use pieces::{Ended, Pieces, client, list, read, read_with};
use rows::{List, OPERATION, Row};

const TWO: &str = "<l:page>\n <l:row><l:id>1</l:id><l:name>a&gt;b</l:name></l:row>\n <l:row note='>'><l:name><![CDATA[</l:row>]]></l:name><!-- > </l:row> --><l:id>2</l:id></l:row>\n</l:page><l:total>2</l:total>";

#[test]
fn rows_come_whatever_the_pieces_are() {
    let text = format!("\u{FEFF}<?xml version=\"1.0\"?><!-- < -->{}<!-- end -->\n", list(TWO));
    for size in [1, 2, 3, 7, 64, 100_000] {
        let ended = read(Pieces::of(text.clone(), size));
        assert_eq!(ended.ids(), [1, 2], "{size}");
        assert_eq!(ended.rows[0].name.as_deref(), Some("a>b"));
        assert_eq!(ended.rows[1].name.as_deref(), Some("</l:row>"));
        let reply = ended.end.expect("complete");
        assert_eq!((reply.body.total, reply.status.as_u16()), (Some(2), 200));
        assert!(reply.body.page.expect("the page").row.is_empty());
    }
}

#[test]
fn an_async_stream_gives_the_same() {
    let client = client(Pieces::of(list(TWO), 10));
    let request = List::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let mut rows = client.call::<List>(&OPERATION, &request).rows::<Row>("page/row");
        let mut ids = Vec::new();
        assert!(rows.reply().is_none());
        while let Some(row) = rows.next().await {
            ids.push(row.expect("a row").id);
        }
        assert_eq!(ids, [1, 2]);
        assert_eq!(rows.into_reply().expect("the rest").body.total, Some(2));
    });
}

#[test]
fn namespaces_are_those_around_the_row() {
    let ended = read(Pieces::of(
        soap11(
            "<listResponse xmlns=\"urn:shop\" xmlns:o=\"urn:o\"><page xmlns:s=\"urn:shop\"><s:row><id>1</id></s:row>\
             <o:row><id>2</id></o:row><row><o:id>9</o:id><id>3</id></row></page></listResponse>",
        ),
        5,
    ));
    assert_eq!(ended.ids(), [1, 3], "an element of another namespace is no row");
    assert!(ended.end.is_ok());
}

#[test]
fn empty_rows_of_simple_types_are_rows_too() {
    let client = client(Pieces::of(list("<l:label>a</l:label><l:label/><l:total>1</l:total><l:label> b</l:label>"), 3));
    let request = List::default();
    let mut labels = client.call::<List>(&OPERATION, &request).rows_blocking::<String>("label");
    let all: Vec<String> = labels.by_ref().map(|label| label.expect("a label")).collect();
    assert_eq!(all, ["a", "", " b"]);
    assert_eq!(labels.reply().expect("the rest").body.total, Some(1));
}

#[test]
fn a_cut_at_any_byte_is_a_truncation_with_the_rows_before_it() {
    let text = list(TWO);
    let first = text.find("<l:row note").expect("the second row");
    for cut in 1..text.len() {
        for breaks in [false, true] {
            let ended = read(Pieces { breaks, ..Pieces::of(&text[..cut], 50) });
            let Ended { rows, end } = ended;
            let error = end.expect_err("truncated");
            let Error::Truncated(truncated) = &error else { panic!("{cut}: {error}") };
            assert_eq!(truncated.rows, rows.len() as u64);
            assert_eq!(truncated.source.is_some(), breaks);
            assert!(cut < first || !rows.is_empty());
            assert!(!error.is_unsent());
        }
    }
}

#[test]
fn a_fault_after_rows_is_a_fault() {
    let fault = "<s:Fault><faultcode>s:Server</faultcode><faultstring>disk on fire</faultstring></s:Fault>";
    let row = "<l:page><l:row><l:id>1</l:id></l:row>";
    let whole = [
        list(&format!("{row}</l:page>{fault}")),
        list(&format!("{row}{fault}</l:page>")),
        soap11(&format!("<l:listResponse xmlns:l=\"urn:shop\">{row}</l:page></l:listResponse>{fault}")),
        // A server that gives up.
        list(&format!("{row}{fault}")).split("</l:listResponse>").next().expect("a beginning").to_owned(),
    ];
    for text in whole {
        let ended = read(Pieces::of(text, 9));
        assert_eq!(ended.ids(), [1]);
        let error = ended.error();
        assert_eq!(error.fault().expect("a fault").reason, "disk on fire", "{error}");
    }
    for status in [200, 500] {
        let ended = read(Pieces { status, ..Pieces::of(soap11(fault), 9) });
        assert!(ended.rows.is_empty());
        let fault = ended.error();
        assert_eq!(fault.status().map(|status| status.as_u16()), Some(status));
    }
}

#[test]
fn what_is_no_envelope_is_told_as_ever() {
    for (status, content_type, body) in [
        (200, "text/html", "<!DOCTYPE html><html><body>proxy</body></html>"),
        (502, "text/html", "<html>bad gateway</html>"),
        (200, "text/plain", "not found"),
        (200, "text/xml", ""),
    ] {
        let headers = vec![("content-type", content_type)];
        let error = read(Pieces { status, headers, ..Pieces::of(body, 7) }).error();
        assert!(matches!(&error, Error::Status(found) if found.status.as_u16() == status), "{error}");
    }
    let error = read(Pieces::of(format!("<!DOCTYPE a>{}", list(TWO)), 7)).error();
    assert!(error.to_string().contains("document type declaration"), "{error}");
}

#[test]
fn what_is_not_well_formed_outside_of_rows_is_found_in_the_end() {
    let good = list(TWO);
    for (wrong, right) in [
        ("</l:listRespons3>", "</l:listResponse>"),
        ("<l:total x='1' x='2'>2</l:total>", "<l:total>2</l:total>"),
        ("<l:total>&bad;</l:total>", "<l:total>2</l:total>"),
        ("</s:Envelope><s:Envelope/>", "</s:Envelope>"),
        ("</s:Envelope>x", "</s:Envelope>"),
        ("</s:Envelope></s:Envelope>", "</s:Envelope>"),
        ("<l:page>]]", "<l:page>"),
    ] {
        let bad = good.replacen(right, wrong, 1);
        assert_ne!(bad, good);
        let bad = if wrong.ends_with("]]") { bad.replacen("</l:row>\n", "</l:row>&gt;>", 1) } else { bad };
        let ended = read(Pieces::of(bad, 11));
        assert_eq!(ended.ids(), [1, 2], "{wrong}");
        match ended.end {
            Ok(_) => assert!(wrong.ends_with("]]"), "{wrong}"),
            Err(error) => assert!(matches!(error, Error::Unreadable(_)), "{wrong}: {error}"),
        }
    }
}

#[test]
fn a_row_that_cannot_be_read_ends_the_stream_and_says_where() {
    let text = list(
        "<l:page>\n<l:row><l:id>1</l:id></l:row>\n<l:row><l:id>x</l:id></l:row><l:row><l:id>3</l:id></l:row></l:page>",
    );
    let at = text.find('x').map(|_| text.find(">x<").expect("the value") + 1).expect("a place");
    for size in [3, 10_000] {
        let ended = read(Pieces::of(text.clone(), size));
        assert_eq!(ended.ids(), [1]);
        let error = ended.error().to_string();
        assert!(error.contains("Envelope/Body/listResponse/page/row[2]/id"), "{error}");
        assert!(error.contains(&format!("at 3:14 (byte {at})")), "{error}");
    }
    for row in [
        "<l:row><l:id>1</l:id></l:raw>",
        "<l:row><p:id>1</p:id></l:row>",
        "<l:row a='<'><l:id>1</l:id></l:row>",
        "<l:row/>",
    ] {
        let ended = read(Pieces::of(list(&format!("<l:page>{row}</l:page>")), 7));
        assert!(ended.rows.is_empty());
        let error = ended.error();
        assert!(matches!(error, Error::Unreadable(_)), "{row}: {error}");
    }
}

#[test]
fn paths_are_checked_before_anything_is_sent() {
    let client = client(Pieces::of("", 1));
    let request = List::default();
    let refused = |path: &str| {
        let error = client.call::<List>(&OPERATION, &request).rows_blocking::<Row>(path).next();
        match error {
            Some(Err(Error::Config(error @ ConfigError::Rows { .. }))) => error.to_string(),
            other => panic!("{path}: {:?}", other.map(|row| row.map(|_| ()))),
        }
    };
    assert!(refused("pages/row").contains("there is no element pages among page, total, label"));
    assert!(refused("page").contains("its type is n1:Page, and not n1:Row"));
    assert!(refused("label").contains("its type is"));
    assert!(refused("page//row").contains("one `/` between"));
}

#[test]
fn limits_hold_for_a_row_and_for_the_rest() {
    let limits = |body_bytes| Limits { body_bytes, ..Limits::default() };
    let row = "<l:row><l:id>1</l:id><l:name>0123456789</l:name></l:row>";
    let many = list(&format!("<l:page>{}</l:page>", row.repeat(1000)));
    assert_eq!(read_with(Pieces::of(many.clone(), 10), limits(400)).rows.len(), 1000);
    for big in [
        list(&format!("<l:page>{row}<l:row><l:name>{}</l:name></l:row></l:page>", "x".repeat(500))),
        list(&format!("<l:page>{row}<l:other>{}</l:other></l:page>", "x".repeat(500))),
        list(&format!("<l:page>{row}{}</l:page>", "<l:other/>".repeat(50))),
        list(&format!("<l:page>{row}<!--{}--></l:page>", "x".repeat(500))),
        list(&format!("<l:page>{row}<x {}/></l:page>", "x".repeat(500))),
    ] {
        let ended = read_with(Pieces::of(big, 10), limits(400));
        assert_eq!(ended.ids(), [1]);
        let error = ended.error();
        assert!(matches!(&error, Error::Limit(limit) if limit.name == "body_bytes" && limit.value == 400), "{error}");
    }
    let deep = list(&format!("<l:page>{row}<l:row>{}</l:page>", "<a>".repeat(200)));
    assert!(matches!(read(Pieces::of(deep, 10)).error(), Error::Limit(limit) if limit.name == "depth"));

    let client = client(Pieces::of(many, 100));
    let request = List::default();
    let mut rows = client.call::<List>(&OPERATION, &request).rows_blocking::<Row>("page/row").max_bytes(5000);
    let error = rows.find_map(Result::err).expect("an error");
    assert!(matches!(&error, Error::Limit(limit) if limit.name == "max_bytes"), "{error}");
}

#[test]
fn other_charsets_and_compressed_bodies() {
    use std::io::Write as _;
    let text = list("<l:page><l:row><l:id>1</l:id><l:name>Müller €</l:name></l:row></l:page>");
    let utf16: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = [
        b"<?xml version='1.0' encoding='windows-1252'?>".to_vec(),
        text.chars().map(|c| if c == '€' { 0x80 } else { u8::try_from(u32::from(c)).expect("a byte") }).collect(),
    ]
    .concat();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).expect("compressed");
    let gzip = gzip.finish().expect("compressed");
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(text.as_bytes()).expect("compressed");
    let zlib = zlib.finish().expect("compressed");
    let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    bare.write_all(text.as_bytes()).expect("compressed");
    let bare = bare.finish().expect("compressed");
    for size in [1, 5, 10_000] {
        for (body, encoding) in
            [(&utf16, "identity"), (&windows, ""), (&gzip, "gzip"), (&zlib, "deflate"), (&bare, "deflate")]
        {
            let pieces = |body: &[u8]| {
                let headers = vec![("content-encoding", encoding), ("content-type", "text/xml")];
                Pieces { headers, ..Pieces::of(body, size) }
            };
            let ended = read(pieces(body));
            assert_eq!(ended.rows.first().and_then(|row| row.name.as_deref()), Some("Müller €"), "{encoding} {size}");
            assert!(ended.end.is_ok());
            let cut = read(pieces(&body[..body.len() - 20])).error();
            assert!(matches!(cut, Error::Truncated(_)), "{encoding} {size}: {cut}");
            let followed = read(pieces(&[&body[..], b"m"].concat())).error();
            assert!(matches!(followed, Error::Unreadable(_)), "{encoding} {size}: {followed}");
        }
        let gzipped = |members: usize| {
            let body = gzip.repeat(members);
            read(Pieces { headers: vec![("content-encoding", "gzip")], ..Pieces::of(body, size) })
        };
        assert!(gzipped(1).end.is_ok());
        assert!(matches!(gzipped(2).error(), Error::Unreadable(_)), "a second document");
    }
    let empty = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()).finish().expect("compressed");
    let flood = [empty.repeat(1_000), gzip.clone()].concat();
    let flood = read(Pieces { headers: vec![("content-encoding", "gzip")], ..Pieces::of(flood, 300) }).error();
    assert!(matches!(&flood, Error::Limit(limit) if limit.name == "gzip members"), "{flood}");
    let parts = [&empty[..], &gzip, &empty].concat();
    assert!(read(Pieces { headers: vec![("content-encoding", "gzip")], ..Pieces::of(parts, 7) }).end.is_ok());
    for bad in [&b"\xFF"[..], b"\xC3", b"\xC3("] {
        let text = [text.as_bytes(), bad].concat();
        assert!(matches!(read(Pieces::of(text, 6)).error(), Error::Unreadable(_) | Error::Truncated(_)));
    }
    let cut = read(Pieces { headers: vec![("content-encoding", "br")], ..Pieces::of("x", 1) }).error();
    assert!(cut.to_string().contains("Content-Encoding"), "{cut}");
}

/// A document is accepted as a stream exactly when it is as a whole, whatever is changed in it.
#[test]
fn a_stream_accepts_what_is_accepted_as_a_whole() {
    let text: Vec<char> = list(TWO).replace("<l:page>", "<?p i?><l:page a='\"'>").chars().collect();
    let alphabet: Vec<char> = "<>/\"'!-[]&;?=:x \n".chars().collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("a small number")
    };
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..4000 {
        let mut changed = text.clone();
        for _ in 0..=random(2) {
            let at = random(changed.len() - 1);
            let with = alphabet[random(alphabet.len())];
            match random(5) {
                0 => changed[at] = with,
                1 => changed.insert(at, with),
                2 => drop(changed.remove(at)),
                3 => changed.swap(at, at + 1),
                _ => {
                    let end = (at + random(40)).min(changed.len());
                    let again: Vec<char> = changed[at..end].to_vec();
                    changed.splice(at..at, again);
                }
            }
        }
        let changed: String = changed.into_iter().collect();
        let mut response = http::Response::new(Bytes::from(changed.clone()));
        response.headers_mut().insert("content-type", "text/xml".parse().expect("a value"));
        let request = List::default();
        let whole = client(Pieces::of("", 1)).call::<List>(&OPERATION, &request).read(response);
        let streamed = read(Pieces::of(changed.clone(), 1 + random(60)));
        match (whole, &streamed.end) {
            (Ok(whole), Ok(_)) => {
                accepted += 1;
                let ids: Vec<i32> = whole.body.page.iter().flat_map(|page| &page.row).map(|row| row.id).collect();
                assert_eq!(streamed.ids(), ids, "{changed}");
            }
            // What is missing besides its rows is not looked for in the rest.
            (Err(Error::Unreadable(unread)), Ok(_)) => {
                assert!(unread.to_string().contains("required and missing"), "{unread}: {changed}");
            }
            (Err(_), Err(_)) => refused += 1,
            (whole, _) => {
                panic!("as a whole {:?}, streamed {:?}: {changed}", whole.map(|_| ()), streamed.end.map(|_| ()))
            }
        }
    }
    assert!(accepted > 200 && refused > 400, "{accepted} accepted, {refused} refused");
}
