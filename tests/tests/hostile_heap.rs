//! What a reply may cost in memory: at most twenty times its size and a mebibyte, whatever is in it; where its items are
//! smaller than their type, what the items themselves take.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::items_after_statements
)]

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports, missing_docs)]
#[path = "hostile/response/desk.rs"]
mod desk;
#[allow(dead_code)]
#[path = "hostile/response/double.rs"]
mod double;

use double::{Answer, looked, row, soap11};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The most that reading takes above what was there before; the answer itself is counted once more, as its copy is.
fn peak(read: impl FnOnce()) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    read();
    HEAP.peak_usage().saturating_sub(before)
}

/// All in one test: the counter is the process's.
#[test]
fn a_reply_takes_at_most_twenty_times_its_size() {
    const N: usize = 60_000;
    let numbered = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<String>();
    let with = |content: String| Answer::xml(looked(&format!("<count>1</count>{content}")));
    let found = |content: String| {
        Answer::xml(soap11(&format!(
            "<d:findResponse xmlns:d=\"urn:example:desk\"><node href=\"#i0\"/><nodes><item/></nodes><names><item>a</item></names><count>1</count></d:findResponse>{content}"
        )))
    };
    let json =
        |content: String| Answer::new(200, "application/json", format!("{{\"lookResult\":{{\"count\":1{content}}}}}"));
    type Read = fn(&Answer);
    let look: Read = |answer| drop(answer.look());
    let find: Read = |answer| drop(answer.find());
    let read_json: Read = |answer| drop(answer.json());
    let cases: Vec<(&str, Read, Answer)> = vec![
        ("unknown elements", look, with("<a/>".repeat(N))),
        ("the smallest rows", look, with("<row><text/></row>".repeat(N))),
        ("rows without what they need", look, with("<row/>".repeat(N))),
        ("choices", look, Answer::xml(row(&"<heads>1</heads>".repeat(N)))),
        ("children", look, with(format!("<tree>{}</tree>", "<child/>".repeat(N)))),
        (
            "deep children",
            look,
            with(format!(
                "<tree>{}</tree>",
                format!("{}{}", "<child>".repeat(100), "</child>".repeat(100)).repeat(N / 200)
            )),
        ),
        ("wildcard elements", look, Answer::xml(row(&"<x xmlns='urn:o'/>".repeat(N)))),
        (
            "wildcard elements of one prefix",
            look,
            Answer::xml(row(&"<o:x/>".repeat(N)).replace("<s:Body>", "<s:Body xmlns:o='urn:o'>")),
        ),
        (
            "wildcard attributes",
            look,
            with(
                format!("<row xmlns:o='urn:o' {}><text/></row>", numbered(200, &|n| format!("o:a{n}='' ")))
                    .repeat(N / 1_000),
            ),
        ),
        ("list items", look, Answer::xml(row(&format!("<sizes>{}</sizes>", "1 ".repeat(N))))),
        ("a fragment", look, Answer::xml(row(&format!("<anything>{}</anything>", "<b/>".repeat(N))))),
        (
            "a fragment with many prefixes",
            look,
            Answer::xml(row(&format!(
                "<anything {}>{}</anything>",
                numbered(200, &|n| format!("xmlns:p{n}='urn:{n}' ")),
                "<p0:b/><p199:c/>".repeat(N / 4)
            ))),
        ),
        (
            "wildcard elements with many prefixes",
            look,
            Answer::xml(
                row(&"<p0:b p1:c=''/>".repeat(N / 4))
                    .replace("<s:Body>", &format!("<s:Body {}>", numbered(200, &|n| format!("xmlns:p{n}='urn:{n}' ")))),
            ),
        ),
        (
            "wildcard elements with a long namespace",
            look,
            Answer::xml(
                row(&"<o:x/>".repeat(N / 4))
                    .replace("<s:Body>", &format!("<s:Body xmlns:o='urn:{}'>", "o".repeat(1_000))),
            ),
        ),
        ("mixed content", look, Answer::xml(row(&format!("<paragraph>{}</paragraph>", "a<b/>".repeat(N))))),
        ("text", look, Answer::xml(row(&format!("<token>{}</token>", "x".repeat(N * 10))))),
        ("text with references", look, Answer::xml(row(&format!("<token>{}</token>", "&lt;".repeat(N * 2))))),
        ("one comment after the other", look, with("<!---->".repeat(N))),
        ("declarations", look, with(numbered(N / 4, &|n| format!("<a xmlns='urn:{n}'/>")))),
        ("declarations of one namespace", look, with("<a xmlns:a='urn:a'/>".repeat(N / 4))),
        (
            "header blocks",
            look,
            Answer::xml(
                looked("<count>1</count>")
                    .replace("<s:Body>", &format!("<s:Header>{}</s:Header><s:Body>", "<h/>".repeat(N))),
            ),
        ),
        (
            "header blocks with a long namespace",
            look,
            Answer::xml(looked("<count>1</count>").replace(
                "<s:Body>",
                &format!("<s:Header xmlns:o='urn:{}'>{}</s:Header><s:Body>", "o".repeat(1_000), "<o:h/>".repeat(N / 4)),
            )),
        ),
        (
            "fault details",
            look,
            Answer::xml(soap11(&format!(
                "<s:Fault><faultstring>a</faultstring><detail>{}</detail></s:Fault>",
                "<d/>".repeat(N)
            ))),
        ),
        (
            "fault reasons",
            look,
            Answer::xml(
                soap11("")
                    .replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
                    .replace(
                        "<s:Body>",
                        &format!("<s:Body><s:Fault><s:Reason>{}</s:Reason></s:Fault>", "<s:Text/>".repeat(N)),
                    ),
            ),
        ),
        ("a page", look, Answer::new(500, "text/html", format!("<html>{}", "<p>".repeat(N * 4)))),
        (
            "UTF-16",
            look,
            Answer::new(
                200,
                "text/xml; charset=utf-16le",
                looked("<count>1</count>")
                    .replace("<count>", &("<a/>".repeat(N) + "<count>"))
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes)
                    .collect::<Vec<u8>>(),
            ),
        ),
        (
            "Latin-1",
            look,
            Answer::new(
                200,
                "text/xml; charset=iso-8859-1",
                [looked("<count>1</count>").into_bytes(), vec![0xE9; N * 10]].concat(),
            ),
        ),
        ("ids", find, found(numbered(N, &|n| format!("<m id=\"i{n}\"/>")))),
        (
            "ids within elements",
            find,
            found(numbered(N / 100, &|n| format!("<m id=\"i{n}\">{}</m>", "<x id='y'/>".repeat(100)))),
        ),
        (
            "ids under many declarations",
            find,
            found(format!(
                "<m {}>{}</m>",
                numbered(200, &|n| format!("xmlns:p{n}='urn:{n}' ")),
                numbered(N / 4, &|n| format!("<x xmlns:q='urn:q' id=\"i{n}\"/>"))
            )),
        ),
        (
            "references to one",
            find,
            found(format!("<m id=\"i0\">{}</m><m id=\"i1\"/>", "<child href=\"#i1\"/>".repeat(N / 4))),
        ),
        (
            "references to one with much in it",
            find,
            found(format!(
                "<m id=\"i0\">{}</m><m id=\"i1\">{}</m>",
                "<child href=\"#i1\"/>".repeat(N / 100),
                "<child/>".repeat(N / 20)
            )),
        ),
        (
            "a diamond",
            find,
            found(
                numbered(40, &|n| format!("<m id=\"i{n}\"><child href=\"#i{0}\"/><child href=\"#i{0}\"/></m>", n + 1))
                    + "<m id=\"i40\"/>",
            ),
        ),
        (
            "array items",
            find,
            Answer::xml(soap11(&format!(
                "<d:findResponse xmlns:d=\"urn:example:desk\"><node/><nodes>{}</nodes><names>{}</names><count>1</count></d:findResponse>",
                "<i/>".repeat(N),
                "<i/>".repeat(N)
            ))),
        ),
        (
            "an array with holes",
            find,
            Answer::xml(soap11(
                "<d:findResponse xmlns:d=\"urn:example:desk\" xmlns:e=\"http://schemas.xmlsoap.org/soap/encoding/\"><node/><nodes e:offset='[900000]'><i/></nodes><names/><count>1</count></d:findResponse>",
            )),
        ),
        ("JSON rows", read_json, json(format!(",\"row\":[{}{{\"text\":\"\"}}]", "{\"text\":\"\"},".repeat(N)))),
        ("JSON rows without what they need", read_json, json(format!(",\"row\":[{}{{}}]", "{},".repeat(N)))),
        ("JSON null rows", read_json, json(format!(",\"row\":[{}null]", "null,".repeat(N)))),
        ("JSON children", read_json, json(format!(",\"tree\":{{\"child\":[{}{{}}]}}", "{},".repeat(N)))),
        ("unknown JSON", read_json, json(format!(",\"x\":[{}0]", "0,".repeat(N)))),
        ("JSON numbers", read_json, json(format!(",\"row\":[{{\"text\":\"\",\"sizes\":[{}0]}}]", "0,".repeat(N)))),
    ];
    // A list that grows is there twice for a moment, the second time with room for as much again.
    let items = |name: &str| match name {
        "the smallest rows" | "JSON rows" | "JSON null rows" => 3 * N * size_of::<desk::Values>(),
        "JSON children" | "deep children" => 3 * N * size_of::<desk::Node>(),
        "header blocks" | "fault details" => 3 * N * (size_of::<castile::soap::Header>()),
        "wildcard elements of one prefix" => 3 * N * size_of::<castile::Element>(),
        // What is read again through references is bounded by sixteen times the size and a mebibyte.
        "references to one with much in it" | "a diamond" => (3 << 20) / 8 * size_of::<desk::Node>(),
        _ => 0,
    };
    let mut over = Vec::new();
    for (name, read, answer) in &cases {
        let size = answer.body.len();
        let peak = peak(|| read(answer));
        if peak > (size * 20).max(items(name)) + (1 << 20) {
            over.push(format!("{name}: {peak} bytes for {size}, {} times", peak / size));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}
