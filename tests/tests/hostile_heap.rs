//! What a reply may cost in memory: at most twenty times its size and a mebibyte, whatever is in it.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::items_after_statements,
    clippy::cast_precision_loss
)]

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports, missing_docs)]
#[path = "hostile/response/desk.rs"]
mod desk;
#[allow(dead_code)]
#[path = "hostile/response/double.rs"]
mod double;
#[path = "hostile/response/wide.rs"]
mod wide;

use double::{Answer, looked, row, soap11, word};
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

/// A reply, how it is read, and its size as it is after decompression.
struct Case {
    name: &'static str,
    read: fn(&Answer) -> String,
    answer: Answer,
    size: usize,
}

fn case(name: &'static str, read: fn(&Answer) -> String, answer: Answer) -> Case {
    Case { name, read, size: answer.body.len(), answer }
}

/// All in one test: the counter is the process's.
#[test]
fn a_reply_takes_at_most_twenty_times_its_size() {
    let mut over = Vec::new();
    for Case { name, read, answer, size } in messages().into_iter().chain(large_types()).chain(compressed()) {
        let mut word = String::new();
        let start = std::time::Instant::now();
        let peak = peak(|| word = read(&answer));
        println!("{:5.1} times, {:?}: {name}: {word}", peak as f64 / size as f64, start.elapsed());
        if peak > size * 20 + (1 << 20) {
            over.push(format!("{name}: {peak} bytes for {size}, {} times", peak / size));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
    streams();
    the_limit_can_be_raised();
}

/// A piece of a stream is read at a time, and nothing of it is kept but the rows that are asked for.
fn streams() {
    for row in ["<row><text/></row>", "<row/>", "<a/>", "<row><text/><sizes>1 1 1 1 1 1 1 1</sizes></row>"] {
        let answer = Answer::xml(looked(&format!("<count>1</count>{}", row.repeat((1 << 20) / row.len()))));
        let client = answer.client();
        let request = double::look();
        let mut count = 0;
        let peak = peak(|| {
            let call = client.call::<desk::LookResponse>(&desk::LOOK_OPERATION, &request);
            for row in call.rows_blocking::<desk::Values>("row") {
                count += usize::from(row.is_ok());
            }
        });
        // What is no row is kept, to be read in the end.
        let kept = if row == "<a/>" { 4 * answer.body.len() } else { 0 };
        assert!(peak < (3 << 20) + kept, "{row}: {peak} bytes, {count} rows");
    }
}

fn page(answer: &Answer) -> String {
    word(&answer.call::<wide::Page>(&wide::PAGE_OPERATION, &()))
}

fn page_json(answer: &Answer) -> String {
    word(&answer.call::<wide::Page>(&wide::PAGE_JSON_OPERATION, &()))
}

/// The smallest elements and members there can be, for the largest values.
fn large_types() -> Vec<Case> {
    const BYTES: usize = 160_000;
    let xml = |name, item: &str| {
        case(name, page, Answer::xml(soap11(&format!("<p>{}</p>", item.repeat(BYTES / item.len())))))
    };
    let around = |name, start: &str, item: &str, end: &str| {
        case(name, page, Answer::xml(soap11(&format!("<p>{start}{}{end}</p>", item.repeat(BYTES / item.len())))))
    };
    let json = |name, member: &str, item: &str| {
        let items = item.repeat(BYTES / item.len());
        case(
            name,
            page_json,
            Answer::new(200, "application/json", format!("{{\"{member}\":[{}]}}", items.trim_end_matches(','))),
        )
    };
    vec![
        xml("wide rows", "<w/>"),
        xml("wide rows in lists", "<S><w/></S>"),
        xml("two wide rows in lists", "<S><w/><w/></S>"),
        xml("small arms", "<s>1</s>"),
        xml("boxed arms", "<l/>"),
        xml("boxed groups", "<g/>"),
        xml("boxed groups with what is in them", "<g/><h/>"),
        xml("texts", "<t/>"),
        xml("texts of a letter", "<t>a</t>"),
        xml("texts with a reference", "<t>&lt;</t>"),
        xml("untyped elements", "<e/>"),
        xml("untyped elements with an attribute", "<e a=''/>"),
        around("list items", "<list>", "a ", "</list>"),
        around("items of a list in a union", "<u>", "a ", "</u>"),
        around("boxed members", &"<c>".repeat(100), "<w/>", &"</c>".repeat(100)),
        around("a little of everything", "", "<w/><S><w/></S><l/><g/><t/><e/>", ""),
        json("JSON wide rows", "w", "{},"),
        json("JSON null rows", "w", "null,"),
        json("JSON wide rows in lists", "S", "{\"w\":[{}]},"),
        json("JSON boxed arms", "pick", "{\"l\":{}},"),
        json("JSON boxed groups", "pick", "{\"g\":\"\"},"),
        json("JSON texts", "t", "\"\","),
        json("JSON texts with an escape", "t", "\"\\n\","),
        json("JSON list items", "list", "\"\","),
        json("JSON untyped values", "e", "0,"),
        json("JSON untyped texts", "e", "\"&\","),
        json("a JSON text of markup", "e", &format!("\"{}\",", "&".repeat(BYTES / 2))),
        json(
            "a JSON text of characters that XML does not have",
            "e",
            &format!("\"{}\",", "\\u0001&".repeat(BYTES / 16)),
        ),
        case(
            "wide rows in Latin-1, beside letters that are longer in UTF-8",
            page,
            Answer::new(
                200,
                "text/xml; charset=windows-1252",
                [
                    soap11(&format!("<p>{}<t>|</t></p>", "<w/>".repeat(BYTES / 16)))
                        .split('|')
                        .next()
                        .unwrap()
                        .as_bytes(),
                    &vec![0x80; BYTES],
                    b"</t></p></s:Body></s:Envelope>",
                ]
                .concat(),
            ),
        ),
    ]
}

/// What was small on the wire counts by what it is.
fn compressed() -> Vec<Case> {
    use std::io::Write;
    let gzip = |body: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    };
    let zip = |Case { name: _, read, answer, size }: Case, name| Case {
        name,
        read,
        answer: Answer::xml(gzip(&answer.body)).header("content-encoding", "gzip"),
        size,
    };
    let plain = |content: &str| case("", page, Answer::xml(soap11(&format!("<p>{content}</p>"))));
    vec![
        zip(plain(&"<w/>".repeat(40_000)), "compressed wide rows"),
        zip(plain(&"<a/>".repeat(40_000)), "compressed unknown elements"),
        zip(plain(&format!("<t>{}</t>", "x".repeat(900_000))), "compressed text"),
        zip(plain(&" ".repeat(6 << 20)), "a compressed body that is stopped"),
    ]
}

/// Who knows that so much comes says so, for the client or the call.
fn the_limit_can_be_raised() {
    let answer = Answer::xml(soap11(&format!("<p>{}</p>", "<w/>".repeat(20_000))));
    let error = answer.call::<wide::Page>(&wide::PAGE_OPERATION, &()).unwrap_err();
    let castile::Error::Limit(limit) = &error else { panic!("{error}") };
    assert_eq!((limit.name, limit.value), ("memory_ratio", 16));
    assert!(limit.path.starts_with("Envelope/Body/p"), "{error}");
    assert!(
        error.to_string().contains("raise Limits::memory_ratio with ClientBuilder::limits or Call::limits"),
        "{error}"
    );
    let limits = castile::Limits { memory_ratio: 2_000, ..castile::Limits::default() };
    let client = answer.client();
    let reply = client.call::<wide::Page>(&wide::PAGE_OPERATION, &()).limits(limits).send_blocking().unwrap();
    assert_eq!(reply.w.len(), 20_000);
}

/// A reply whose binary content, so many octets, comes in a part of its own.
fn parts(rows: &str, octets: usize) -> Answer {
    let root = looked(&format!("<count>1</count>{rows}"))
        .replace("<s:Body>", "<s:Body xmlns:x='http://www.w3.org/2004/08/xop/include'>");
    let head = "--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\nContent-ID: <r>\r\n\r\n";
    let body = [
        format!("{head}{root}\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-ID: <p>\r\n\r\n")
            .into_bytes(),
        vec![7; octets],
        b"\r\n--b--\r\n".to_vec(),
    ];
    let content_type =
        "multipart/related; boundary=b; type=\"application/xop+xml\"; start=\"<r>\"; start-info=\"text/xml\"";
    Answer::new(200, content_type, body.concat())
}

fn messages() -> Vec<Case> {
    const N: usize = 40_000;
    let numbered = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<String>();
    let with = |content: String| Answer::xml(looked(&format!("<count>1</count>{content}")));
    let found = |content: String| {
        Answer::xml(soap11(&format!(
            "<d:findResponse xmlns:d=\"urn:example:desk\"><node href=\"#i0\"/><nodes><item/></nodes><names><item>a</item></names><count>1</count></d:findResponse>{content}"
        )))
    };
    let json =
        |content: String| Answer::new(200, "application/json", format!("{{\"lookResult\":{{\"count\":1{content}}}}}"));
    type Read = fn(&Answer) -> String;
    let look: Read = |answer| word(&answer.look());
    let find: Read = |answer| word(&answer.find());
    let read_json: Read = |answer| word(&answer.json());
    let cases: Vec<(&'static str, Read, Answer)> = vec![
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
        ("parts", look, parts(&"<row><text/><base64><x:Include href='cid:p'/></base64></row>".repeat(2_000), 30)),
        (
            "a part in many places",
            look,
            parts(&"<row><text/><base64><x:Include href='cid:p'/></base64></row>".repeat(40), 50_000),
        ),
        ("a large part", look, parts("<row><text/><base64><x:Include href='cid:p'/></base64></row>", 300_000)),
        ("JSON rows", read_json, json(format!(",\"row\":[{}{{\"text\":\"\"}}]", "{\"text\":\"\"},".repeat(N)))),
        ("JSON rows without what they need", read_json, json(format!(",\"row\":[{}{{}}]", "{},".repeat(N)))),
        ("JSON null rows", read_json, json(format!(",\"row\":[{}null]", "null,".repeat(N)))),
        ("JSON children", read_json, json(format!(",\"tree\":{{\"child\":[{}{{}}]}}", "{},".repeat(N)))),
        ("unknown JSON", read_json, json(format!(",\"x\":[{}0]", "0,".repeat(N)))),
        ("JSON numbers", read_json, json(format!(",\"row\":[{{\"text\":\"\",\"sizes\":[{}0]}}]", "0,".repeat(N)))),
    ];
    cases.into_iter().map(|(name, read, answer)| case(name, read, answer)).collect()
}
