//! Replies whose carrier lies: status, content type, encoding, compression, and faults where none are due.

use std::io::Write;

use super::desk::{DESK_JSON_CLIENT_LOOK, LookResponse, Values};
use super::double::{Answer, check, looked, soap11, soap12, word};

const HTML: &str = "<!DOCTYPE html><html><head><title>502</title></head><body>Bad gateway</body></html>";

fn fault11() -> String {
    soap11(
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring><detail><trouble xmlns=\"urn:example:desk\"><number>7</number></trouble></detail></s:Fault>",
    )
}

fn fault12() -> String {
    soap12(
        "<s:Fault><s:Code><s:Value>s:Receiver</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">no</s:Text></s:Reason></s:Fault>",
    )
}

#[test]
pub fn pages_and_statuses_are_told_from_messages() {
    let good = looked("<count>1</count>");
    let empty = String::new();
    let html = HTML.to_owned();
    let table: &[(u16, &str, &String, &str)] = &[
        (200, "text/html", &html, "status 200"),
        (200, "text/xml", &html, "xml doctype"),
        (200, "application/json", &"{\"a\":1}".to_owned(), "status 200"),
        (200, "text/plain", &"ok".to_owned(), "status 200"),
        (200, "text/xml", &empty, "status 200"),
        (202, "text/xml", &empty, "status 202"),
        (204, "", &empty, "status 204"),
        (200, "", &good, "ok"),
        (200, "text/html", &good, "ok"),
        (200, "application/octet-stream", &good, "ok"),
        (200, "TEXT/XML;CHARSET=UTF-8", &good, "ok"),
        (200, "text/xml; charset=\"utf-8\"; x=y", &good, "ok"),
        (200, "text/xml; charset=nonsense", &good, "charset"),
        (200, "multipart/related; boundary=x", &"--x\r\n\r\n".to_owned(), "parts"),
        (201, "text/xml", &good, "ok"),
        (300, "text/xml", &good, "status 300"),
        (301, "text/html", &html, "status 301"),
        (302, "text/html", &empty, "status 302"),
        (303, "text/xml", &empty, "status 303"),
        (307, "text/html", &html, "status 307"),
        (308, "text/html", &html, "status 308"),
        (400, "text/html", &html, "status 400"),
        (401, "text/plain", &"denied".to_owned(), "status 401"),
        (403, "application/json", &"{}".to_owned(), "status 403"),
        (404, "text/html", &html, "status 404"),
        (405, "text/xml", &good, "status 405"),
        (407, "", &empty, "status 407"),
        (413, "text/plain", &"big".to_owned(), "status 413"),
        (415, "text/xml", &empty, "status 415"),
        (429, "text/plain", &"slow down".to_owned(), "status 429"),
        (500, "text/xml", &good, "status 500"),
        (500, "text/html", &html, "status 500"),
        (500, "text/xml", &empty, "status 500"),
        (502, "text/html", &html, "status 502"),
        (503, "text/plain", &"busy".to_owned(), "status 503"),
        (504, "text/html", &html, "status 504"),
        (599, "text/xml", &"<a/>".to_owned(), "status 599"),
        (500, "text/xml", &fault11(), "fault no"),
        (200, "text/xml", &fault11(), "fault no"),
        (400, "text/html", &fault11(), "fault no"),
        (404, "", &fault11(), "fault no"),
        (500, "application/soap+xml", &fault12(), "fault no"),
        (500, "text/html", &(fault11() + "<html>"), "status 500"),
        (200, "text/xml", &(fault11() + "<html>"), "xml unexpected"),
    ];
    for (status, content_type, body, expected) in table {
        let answer = Answer {
            status: *status,
            headers: if content_type.is_empty() { vec![] } else { vec![("content-type", (*content_type).to_owned())] },
            body: body.as_bytes().to_vec(),
        };
        let result = answer.look();
        assert_eq!(word(&result), *expected, "{status} {content_type} {body}: {result:?}");
        if let Err(error) = result {
            if !expected.starts_with("xml") && *expected != "charset" {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(*status), "{error}");
            }
            assert!(error.to_string().len() < 4_096);
        }
    }
    assert!(table.len() >= 40);
}

#[test]
pub fn a_fault_of_any_shape_is_a_fault_or_an_error() {
    let cases: Vec<(String, &str)> = vec![
        (soap11("<s:Fault/>"), "fault "),
        (soap11("<s:Fault><faultstring>only</faultstring></s:Fault>"), "fault only"),
        (soap11("<s:Fault><faultcode>undeclared:Code</faultcode><faultstring>a</faultstring></s:Fault>"), "fault a"),
        (soap11("<s:Fault><faultcode></faultcode><faultstring>a</faultstring></s:Fault>"), "fault a"),
        (
            soap11(
                "<s:Fault><faultcode>a.b.c</faultcode><faultstring>a</faultstring><faultactor>x</faultactor><detail/></s:Fault>",
            ),
            "fault a",
        ),
        (
            soap11("<s:Fault><s:faultcode>s:Client</s:faultcode><s:faultstring>qualified</s:faultstring></s:Fault>"),
            "fault qualified",
        ),
        (
            soap11(
                "<s:Fault><detail><trouble xmlns='urn:example:desk'/></detail><faultstring>a</faultstring></s:Fault>",
            ),
            "fault a",
        ),
        (soap11("<s:Fault><detail>&lt;xml&gt;</detail><faultstring>a</faultstring></s:Fault>"), "fault a"),
        (
            soap11(&format!(
                "<s:Fault><faultstring>a</faultstring><detail>{}{}</detail></s:Fault>",
                "<a>".repeat(100),
                "</a>".repeat(100)
            )),
            "fault a",
        ),
        (soap11(&format!("<s:Fault><faultstring>a</faultstring><detail>{}", "<a>".repeat(200))), "limit depth"),
        (soap11("<s:Fault><faultstring>a</faultstring>"), "xml end tag"),
        (soap11("<s:Fault><faultstring>a</faultstring></s:Fault><s:Fault/>"), "fault a"),
        (soap11("<s:Fault><faultstring>a&#0;</faultstring></s:Fault>"), "xml reference"),
    ];
    check(&cases, |body| Answer::new(500, "text/xml", body).look().map(drop));
    assert_eq!(word(&Answer::new(500, "application/soap+xml", fault12()).look12()), "fault no");
    assert_eq!(word(&Answer::new(500, "text/xml", fault11()).look12()), "fault no");
    assert_eq!(
        word(
            &Answer::new(500, "text/xml", soap12("<s:Fault><s:Code><s:Value>x:y</s:Value></s:Code></s:Fault>"))
                .look12()
        ),
        "fault "
    );
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
pub fn encodings_agree_or_the_reply_is_refused() {
    let good = looked("<count>1</count>");
    let text = looked("<count>1</count><row><text>é€\u{1F600}</text></row>");
    let latin = looked("<count>1</count><row><text>é</text></row>")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect::<Vec<u8>>();
    let declared = |encoding: &str, body: &str| format!("<?xml version='1.0' encoding='{encoding}'?>{body}");
    let declared_latin =
        |encoding: &str| [format!("<?xml version='1.0' encoding='{encoding}'?>").into_bytes(), latin.clone()].concat();
    let with = |bytes: &[u8]| {
        let (before, after) = good.split_once("<count>").unwrap();
        [before.as_bytes(), b"<row><text>", bytes, b"</text></row><count>", after.as_bytes()].concat()
    };
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("text/xml", text.clone().into_bytes(), "ok"),
        ("text/xml", utf16(&text, false, true), "ok"),
        ("text/xml", utf16(&text, true, true), "ok"),
        ("text/xml; charset=utf-16le", utf16(&text, false, false), "ok"),
        ("text/xml; charset=utf-16be", utf16(&text, true, false), "ok"),
        ("text/xml; charset=utf-16", utf16(&declared("UTF-16", &text), true, true), "ok"),
        ("text/xml", utf16(&declared("UTF-8", &text), true, true), "charset"),
        ("text/xml", declared_latin("ISO-8859-1"), "ok"),
        ("text/xml", declared_latin("windows-1252"), "ok"),
        ("text/xml; charset=iso-8859-1", latin.clone(), "ok"),
        ("text/xml", latin.clone(), "charset"),
        ("text/xml; charset=utf-8", declared_latin("ISO-8859-1"), "charset"),
        ("text/xml; charset=us-ascii", text.clone().into_bytes(), "charset"),
        ("text/xml", [b"\xEF\xBB\xBF".as_slice(), &declared_latin("ISO-8859-1")].concat(), "charset"),
        ("text/xml", declared("UTF-16", &good).into_bytes(), "charset"),
        ("text/xml", declared("x-unheard-of", &good).into_bytes(), "charset"),
        ("text/xml; charset=utf-7", good.clone().into_bytes(), "charset"),
        ("text/xml", with(b"\xC0\x80"), "charset"),
        ("text/xml", with(b"\xE0\x80\xAF"), "charset"),
        ("text/xml", with(b"\xED\xA0\x80"), "charset"),
        ("text/xml", with(b"\xF4\x90\x80\x80"), "charset"),
        ("text/xml", with(b"\xFF"), "charset"),
        ("text/xml", with(b"\xC3"), "charset"),
        ("text/xml", with(b"\x80"), "charset"),
        ("text/xml", [utf16(&text, true, true), vec![0]].concat(), "charset"),
        ("text/xml", [utf16(&good, false, true), vec![0x00, 0xD8]].concat(), "charset"),
        ("text/xml", [vec![0xFF, 0xFE], vec![0x00, 0xDC], utf16(&good, false, false)].concat(), "charset"),
        ("text/xml", vec![0xFF, 0xFE, 0, 0, b'<', 0, 0, 0], "xml character"),
        ("text/xml", vec![0, 0, 0xFE, 0xFF, 0, 0, 0, b'<'], "charset"),
        ("text/xml", vec![0x4C, 0x6F, 0xA7, 0x94], "charset"),
        ("text/xml", [good.as_bytes(), b"\x00"].concat(), "xml character"),
    ];
    for (content_type, body, expected) in table {
        let result = Answer::new(200, content_type, body.clone()).look();
        let found = word(&result);
        assert!(
            found == expected,
            "{content_type} {:?}: {found}, expected {expected}; {result:?}",
            String::from_utf8_lossy(&body).chars().take(90).collect::<String>()
        );
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// Deflate without the frame of zlib, as some servers send it.
fn bare(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[test]
pub fn compression_is_checked_and_counted() {
    let good = looked("<count>1</count>").into_bytes();
    let zip = gzip(&good);
    let mut wrong_sum = zip.clone();
    let at = wrong_sum.len() - 5;
    wrong_sum[at] ^= 1;
    let mut wrong_length = zip.clone();
    let at = wrong_length.len() - 1;
    wrong_length[at] ^= 1;
    let bomb = gzip(&vec![b' '; 31 << 20]);
    let over = gzip(&vec![b' '; 40 << 20]);
    let twice = gzip(&gzip(&good));
    let two_members = [gzip(&good[..20]), gzip(&good[20..])].concat();
    let bomb_of_members = gzip(&vec![b' '; 1 << 20]).repeat(31);
    let flood = [gzip(b"").repeat(1_000), gzip(&good)].concat();
    let followed = |mut body: Vec<u8>| {
        body.extend_from_slice(b"more");
        body
    };
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("gzip", zip.clone(), "ok"),
        ("GZIP", zip.clone(), "ok"),
        ("x-gzip", zip.clone(), "ok"),
        ("identity", good.clone(), "ok"),
        ("deflate", zlib(&good), "ok"),
        ("deflate", bare(&good), "ok"),
        ("gzip, identity", zip.clone(), "ok"),
        ("gzip", two_members, "ok"),
        ("gzip", bomb_of_members, "limit inflate_ratio"),
        ("gzip", flood, "limit gzip members"),
        ("gzip", followed(zip.clone()), "encoding"),
        ("deflate", followed(zlib(&good)), "encoding"),
        ("deflate", followed(bare(&good)), "encoding"),
        ("deflate", bare(&good)[..20].to_vec(), "encoding"),
        ("deflate", bare(&vec![b' '; 31 << 20]), "limit inflate_ratio"),
        ("gzip", wrong_sum, "encoding"),
        ("gzip", wrong_length, "encoding"),
        ("gzip", zip[..zip.len() - 1].to_vec(), "encoding"),
        ("gzip", zip[..10].to_vec(), "encoding"),
        ("gzip", good.clone(), "encoding"),
        ("gzip", twice, "charset"),
        ("gzip", bomb, "limit inflate_ratio"),
        ("gzip", over, "limit inflate_ratio"),
        ("deflate", zip.clone(), "encoding"),
        ("deflate", zlib(&vec![b' '; 31 << 20]), "limit inflate_ratio"),
        ("br", good.clone(), "encoding"),
        ("compress", good.clone(), "encoding"),
        ("gzip, gzip", zip.clone(), "encoding"),
        ("zstd", good.clone(), "encoding"),
        ("nonsense", good.clone(), "encoding"),
    ];
    for (encoding, body, expected) in table {
        let result = Answer::xml(body).header("content-encoding", encoding).look();
        let found = word(&result);
        assert_eq!(found, expected, "{encoding}: {result:?}");
    }
    // Several lines are one list (RFC 9110 section 5.3).
    for (first, second, expected) in
        [("identity", "gzip", "ok"), ("gzip", "", "ok"), ("gzip", "gzip", "encoding"), ("identity", "br", "encoding")]
    {
        let answer = Answer::xml(zip.clone()).header("content-encoding", first).header("content-encoding", second);
        assert_eq!(word(&answer.look()), expected, "{first} and {second}");
    }
}

#[test]
pub fn one_way_operations_take_no_page_for_success() {
    for (status, content_type, body, expected) in [
        (202, "", "", "ok"),
        (200, "", "", "ok"),
        (204, "", "", "ok"),
        (200, "text/xml", &*soap11(""), "ok"),
        (200, "text/xml", &*fault11(), "fault no"),
        (500, "text/xml", &*fault11(), "fault no"),
        (500, "", "", "status 500"),
        (302, "", "", "status 302"),
        (404, "text/html", HTML, "status 404"),
        (200, "text/html", HTML, "status 200"),
        (200, "text/xml", "<a/>", "root"),
        (200, "text/xml", "<s:Envelope", "xml end"),
    ] {
        let result = Answer::new(status, content_type, body).tell();
        assert_eq!(word(&result), expected, "{status} {body}: {result:?}");
    }
}

#[test]
pub fn json_that_is_none_is_refused() {
    let deep = format!("{{\"lookResult\":{{\"count\":1,\"x\":{}{}}}}}", "[".repeat(100), "]".repeat(100));
    let too_deep = format!("{{\"lookResult\":{{\"count\":1,\"x\":{}{}}}}}", "[".repeat(200), "]".repeat(200));
    let endless = "[".repeat(1_000_000);
    let tree =
        format!("{{\"lookResult\":{{\"count\":1,\"tree\":{}{}}}}}", "{\"next\":".repeat(200) + "{}", "}".repeat(200));
    let digits =
        format!("{{\"lookResult\":{{\"count\":1,\"row\":[{{\"text\":\"t\",\"integer\":{}}}]}}}}", "1".repeat(5_000));
    let with = |members: &str| format!("{{\"lookResult\":{{\"count\":1,\"row\":[{{\"text\":\"t\",{members}}}]}}}}");
    let cases = vec![
        ("{\"lookResult\":{\"count\":1}}".to_owned(), "ok"),
        ("\u{FEFF}{\"lookResult\":{\"count\":1}}".to_owned(), "ok"),
        (" {\n\"lookResult\" :\t{\"count\":1} }\r\n".to_owned(), "ok"),
        ("{\"lookResult\":{\"count\":\"1\"}}".to_owned(), "ok"),
        ("{\"lookResult\":{\"count\":1,\"unknown\":[{},null,true,-0.1e+5,\"\\uD83D\\uDE00\"]}}".to_owned(), "ok"),
        (deep, "ok"),
        (too_deep, "limit depth"),
        (tree, "limit depth"),
        (digits, "limit digits of one number"),
        (endless.clone(), "json"),
        (endless.replace('[', "{\"a\":"), "limit depth"),
        ("{\"lookResult\":{}}".to_owned(), "missing count"),
        ("{\"lookResult\":null}".to_owned(), "ok"),
        ("{\"lookResult\":{\"count\":1.5}}".to_owned(), "value"),
        ("{\"lookResult\":{\"count\":true}}".to_owned(), "value"),
        ("{\"lookResult\":{\"count\":99999999999}}".to_owned(), "value"),
        ("{\"lookResult\":{\"count\":01}}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":1,}}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":1,\"count\":2}}".to_owned(), "repeated count"),
        ("{\"lookResult\":{\"count\":1},\"lookResult\":{\"count\":2}}".to_owned(), "repeated lookResult"),
        ("{\"lookResult\":{\"count\":1,\"cou\\u006et\":2}}".to_owned(), "repeated count"),
        ("{\"lookResult\":{\"count\":1}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":1}}}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":1}} x".to_owned(), "json"),
        ("{'lookResult':{'count':1}}".to_owned(), "json"),
        ("{lookResult:{count:1}}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":NaN}}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":+1}}".to_owned(), "json"),
        ("{\"lookResult\":{\"count\":1}/**/}".to_owned(), "json"),
        (with("\"password\":\"\\ud800\""), "json"),
        (with("\"password\":\"\\x41\""), "json"),
        (with("\"password\":\"a\nb\""), "json"),
        (with("\"password\":\"a\tb\""), "json"),
        (with("\"password\":\"a"), "json"),
        (with("\"int\":1e400"), "value"),
        (with("\"double\":1e400"), "ok"),
        (with("\"date\":\"2026-02-30\""), "value"),
        (with("\"sizes\":[1,\"x\"]"), "value"),
        ("<html/>".to_owned(), "status 200"),
        ("true".to_owned(), "json"),
        ("\"lookResult\"".to_owned(), "json"),
        ("{\"other\":{\"count\":1}}".to_owned(), "missing lookResult"),
        (String::new(), "status 200"),
    ];
    for (body, expected) in cases {
        let result = Answer::new(200, "application/json", body.as_str()).json();
        let found = word(&result);
        let start: String = body.chars().take(200).collect();
        assert!(
            found == expected || (found.starts_with("missing") && expected.starts_with("missing")),
            "{start}: {found}, expected {expected}; {:?}",
            result.err().map(|error| error.to_string())
        );
    }
}

#[test]
pub fn fragments_stay_what_they_are_in_json() {
    for content in ["plain", "<i>two</i>", "&lt;x/>", "a &amp; b", "<i>&amp;lt;</i>"] {
        let row = Values { text: "t".to_owned(), anything: castile::AnyType::parse(content).ok(), ..Values::default() };
        let reply = LookResponse { count: 1, row: vec![row], ..LookResponse::default() };
        let sent = castile::call::write_http_reply(&DESK_JSON_CLIENT_LOOK, &[], &reply).unwrap();
        let read = Answer::new(200, "application/json", sent.body().to_vec()).json().unwrap();
        assert_eq!(read, reply, "{content}");
    }
    for text in ["Tom & Jerry", "a < b", "</x>", "&bogus;"] {
        let body = format!("{{\"lookResult\":{{\"count\":1,\"row\":[{{\"text\":\"t\",\"anything\":{text:?}}}]}}}}");
        let read = Answer::new(200, "application/json", body).json().unwrap();
        assert_eq!(read.row[0].anything.as_ref().unwrap(), &castile::AnyType::text(text).unwrap(), "{text}");
    }
}
