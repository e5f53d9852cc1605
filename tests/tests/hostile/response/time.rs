//! Twice the input takes twice the time, whatever is in it.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::double::{Answer, looked, row, soap11, word};

/// What a megabyte may take; without optimisation it is that much more.
const MEGABYTE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 6_000 } else { 200 });

/// The time that this thread has had, to a hundredth of a second, where the system tells: other processes do not count.
fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let ticks = || {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").ok()?;
        // What follows the name of the program: its state first, user and system time in the 12th and 13th place.
        let times = stat.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
        times.map(|ticks| ticks.parse::<u64>().ok()).sum::<Option<u64>>()
    };
    ticks().map_or_else(|| START.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

fn time(answer: &Answer, read: fn(&Answer) -> String) -> Duration {
    let run = || {
        let start = clock();
        read(answer);
        clock().saturating_sub(start)
    };
    run().min(run())
}

fn linear(name: &str, size: usize, read: fn(&Answer) -> String, make: &dyn Fn(usize) -> Answer) {
    let answers = [make(size), make(2 * size), make(4 * size)];
    let megabytes = u32::try_from(answers[2].body.len() / (1 << 20) + 1).unwrap();
    let slack = Duration::from_millis(60);
    let mut measured = Vec::new();
    // What grows as a square does so every time; a busy machine does not.
    for _ in 0..4 {
        let [one, two, four] = answers.each_ref().map(|answer| time(answer, read));
        let is_linear = four < one * 9 + slack && four < two * 5 + slack;
        if is_linear && four < MEGABYTE * megabytes + slack {
            return;
        }
        measured.push((one, two, four));
    }
    panic!("{name}: {measured:?} for {size}, twice and four times as much, {megabytes} MB in the end");
}

fn look(answer: &Answer) -> String {
    word(&answer.look())
}

fn find(answer: &Answer) -> String {
    word(&answer.find())
}

fn json(answer: &Answer) -> String {
    word(&answer.json())
}

#[test]
fn markup_takes_its_length() {
    const N: usize = 4_000;
    let with = |content: String| Answer::xml(looked(&format!("<count>1</count>{content}")));
    let numbered = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<String>();
    let makers: Vec<(&str, Box<dyn Fn(usize) -> Answer>)> = vec![
        ("unknown elements", Box::new(move |n| with("<a/>".repeat(n)))),
        ("rows", Box::new(move |n| with("<row><text>t</text></row>".repeat(n)))),
        ("rows without their end", Box::new(move |n| with("<row>".repeat(n)))),
        ("nested starts", Box::new(|n| Answer::xml("<a>".repeat(n * 10)))),
        (
            "siblings under depth",
            Box::new(move |n| with(format!("{}{}{}", "<a>".repeat(100), "<b/>".repeat(n), "</a>".repeat(100)))),
        ),
        ("text", Box::new(move |n| with(format!("<a>{}</a>", "x".repeat(n * 20))))),
        ("kept text", Box::new(|n| Answer::xml(row(&format!("<token>{}</token>", "x ".repeat(n * 10)))))),
        ("references", Box::new(|n| Answer::xml(row(&format!("<token>{}</token>", "&amp;".repeat(n * 4)))))),
        (
            "character references",
            Box::new(|n| Answer::xml(row(&format!("<token>{}</token>", "&#x1F600;".repeat(n * 2))))),
        ),
        ("pieces of text", Box::new(|n| Answer::xml(row(&format!("<token>{}</token>", "a<!---->".repeat(n * 2)))))),
        ("CDATA sections", Box::new(|n| Answer::xml(row(&format!("<token>{}</token>", "<![CDATA[a]]>".repeat(n)))))),
        ("brackets", Box::new(move |n| with(format!("<a>{}</a>", "]".repeat(n * 20))))),
        ("brackets in CDATA", Box::new(move |n| with(format!("<![CDATA[{}]]>", "]".repeat(n * 20))))),
        ("dashes in a comment", Box::new(move |n| with(format!("<!--{}-->", "- ".repeat(n * 10))))),
        ("comments", Box::new(move |n| with("<!---->".repeat(n * 2)))),
        ("instructions", Box::new(move |n| with("<?a b?>".repeat(n * 2)))),
        (
            "attributes",
            Box::new(move |n| {
                with(format!("<a {}/>", (0..200).map(|n| format!("b{n}='1' ")).collect::<String>()).repeat(n / 100))
            }),
        ),
        (
            "qualified attributes",
            Box::new(move |n| {
                with(
                    format!("<a xmlns:p='urn:p' {}/>", (0..200).map(|n| format!("p:b{n}='1' ")).collect::<String>())
                        .repeat(n / 100),
                )
            }),
        ),
        (
            "attributes of one element",
            Box::new(move |n| with(format!("<a {}/>", numbered(n * 10, &|n| format!("b{n}='1' "))))),
        ),
        ("declarations", Box::new(move |n| with("<a xmlns='urn:a' xmlns:b='urn:b'/>".repeat(n)))),
        ("new namespaces", Box::new(move |n| with(numbered(n, &|n| format!("<a xmlns='urn:{n}'/>"))))),
        (
            "declarations in scope",
            Box::new(move |n| {
                with(format!(
                    "<a {}>{}</a>",
                    numbered(200, &|n| format!("xmlns:p{n}='urn:{n}' ")),
                    "<p0:a p199:b='1'/>".repeat(n)
                ))
            }),
        ),
        ("nested declarations", Box::new(move |n| with(numbered(n * 4, &|n| format!("<a xmlns:p{n}='urn:{n}'>"))))),
        ("long names", Box::new(move |n| with(format!("<{0}></{0}>", "n".repeat(1_000)).repeat(n / 100)))),
        ("a name without end", Box::new(move |n| with(format!("<{}", "n".repeat(n * 20))))),
        ("an attribute without end", Box::new(move |n| with(format!("<a b='{}", "n".repeat(n * 20))))),
        ("line ends", Box::new(|n| Answer::xml(row(&format!("<token>{}</token>", "\r\n".repeat(n * 10)))))),
        ("fragments", Box::new(|n| Answer::xml(row(&"<x xmlns='urn:other' xmlns:w='urn:w'><w:y/></x>".repeat(n))))),
        ("one fragment", Box::new(|n| Answer::xml(row(&format!("<anything>{}</anything>", "<b>c</b>".repeat(n * 2)))))),
        ("mixed", Box::new(|n| Answer::xml(row(&format!("<paragraph>{}</paragraph>", "a<b>c</b>".repeat(n * 2)))))),
        (
            "further attributes",
            Box::new(move |n| {
                with(
                    format!("<row {}><text/></row>", numbered(200, &|n| format!("xmlns:p{n}='urn:{n}' p{n}:a='1' ")))
                        .repeat(n / 200),
                )
            }),
        ),
        ("list items", Box::new(|n| Answer::xml(row(&format!("<sizes>{}</sizes>", "1 ".repeat(n * 10)))))),
        (
            "white space around a value",
            Box::new(|n| Answer::xml(looked(&format!("<count>{}1</count>", " ".repeat(n * 20))))),
        ),
        ("digits", Box::new(|n| Answer::xml(looked(&format!("<count>{}1</count>", "0".repeat(n * 20)))))),
        ("base64", Box::new(|n| Answer::xml(row(&format!("<base64>{}</base64>", "AAAA".repeat(n * 4)))))),
        ("hexadecimal", Box::new(|n| Answer::xml(row(&format!("<hex>{}</hex>", "00".repeat(n * 8)))))),
        ("choices", Box::new(|n| Answer::xml(row(&"<heads>1</heads><tails>x</tails>".repeat(n))))),
        (
            "wrong order",
            Box::new(|n| {
                Answer::xml(looked(
                    &("<row><text>t</text><nil>1</nil><flag>1</flag></row>".repeat(n / 2) + "<count>1</count>"),
                ))
            }),
        ),
        (
            "header blocks",
            Box::new(|n| {
                Answer::xml(
                    looked("<count>1</count>").replace(
                        "<s:Body>",
                        &format!("<s:Header>{}</s:Header><s:Body>", "<h xmlns='urn:h'/>".repeat(n)),
                    ),
                )
            }),
        ),
        (
            "fault details",
            Box::new(|n| {
                Answer::xml(soap11(&format!(
                    "<s:Fault><faultstring>a</faultstring><detail>{}</detail></s:Fault>",
                    "<d><e/></d>".repeat(n)
                )))
            }),
        ),
        ("a page", Box::new(|n| Answer::new(500, "text/html", format!("<html>{}", "<p>&nbsp;".repeat(n * 4))))),
        ("ampersands", Box::new(move |n| with("&".repeat(n * 20)))),
        ("less-than signs", Box::new(move |n| with("<".repeat(n * 20)))),
        ("greater-than signs", Box::new(move |n| with(">".repeat(n * 20)))),
        ("quotes", Box::new(move |n| with(format!("<a {}", "'\"".repeat(n * 10))))),
    ];
    for (name, make) in &makers {
        linear(name, N, look, &**make);
    }
}

#[test]
fn references_take_their_length() {
    let found = |independent: String| {
        Answer::xml(soap11(&format!(
            "<d:findResponse xmlns:d=\"urn:example:desk\"><node href=\"#i0\"/><nodes><item/></nodes><names><item>a</item></names><count>1</count></d:findResponse>{independent}"
        )))
    };
    linear("a chain", 1_000, find, &move |n| {
        found((0..n).map(|n| format!("<m id=\"i{n}\" href=\"#i{}\"/>", n + 1)).collect())
    });
    linear("a nested chain", 1_000, find, &move |n| {
        found((0..n).map(|n| format!("<m id=\"i{n}\"><next href=\"#i{}\"/></m>", n + 1)).collect())
    });
    linear("shared items", 1_000, find, &move |n| {
        found(format!("<m id=\"i0\">{}</m><m id=\"i1\"><name>shared</name></m>", "<child href=\"#i1\"/>".repeat(n)))
    });
    linear("a shared long item", 200, find, &move |n| {
        found(format!(
            "<m id=\"i0\">{}</m><m id=\"i1\">{}</m>",
            "<child href=\"#i1\"/>".repeat(n),
            "<child/>".repeat(n)
        ))
    });
    linear("the same id", 1_000, find, &move |n| found("<m id=\"i0\"/>".repeat(n)));
}

#[test]
fn json_takes_its_length() {
    let with =
        |members: String| Answer::new(200, "application/json", format!("{{\"lookResult\":{{\"count\":1{members}}}}}"));
    let row = move |members: String| with(format!(",\"row\":[{{\"text\":\"t\"{members}}}]"));
    let makers: Vec<(&str, Box<dyn Fn(usize) -> Answer>)> = vec![
        ("unknown members", Box::new(move |n| with((0..n).map(|n| format!(",\"a{n}\":1")).collect()))),
        ("rows", Box::new(move |n| with(format!(",\"row\":[{}{{\"text\":\"t\"}}]", "{\"text\":\"t\"},".repeat(n))))),
        ("brackets", Box::new(|n| Answer::new(200, "application/json", "[".repeat(n * 10)))),
        ("escapes", Box::new(move |n| row(format!(",\"token\":\"{}\"", "\\u0041".repeat(n * 2))))),
        ("backslashes", Box::new(move |n| row(format!(",\"token\":\"{}", "\\\\".repeat(n * 4))))),
        ("digits", Box::new(move |n| with(format!(",\"x\":{}", "1".repeat(n * 10))))),
        ("white space", Box::new(move |n| with(" ".repeat(n * 20)))),
        (
            "before the member",
            Box::new(|n| {
                Answer::new(
                    200,
                    "application/json",
                    format!("{{{}\"lookResult\":{{\"count\":1}}}}", "\"a\":{},".repeat(n)),
                )
            }),
        ),
    ];
    for (name, make) in &makers {
        linear(name, 4_000, json, &**make);
    }
}
