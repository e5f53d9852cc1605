//! Replies that are no well-formed XML, that are too much of it, or that say another thing than the contract.

use super::double::{Answer, check, looked, row, soap11, soap12};

#[test]
pub fn document_type_declarations_are_refused_unread() {
    let good = looked("<count>1</count>");
    let bomb: String = (1..=16).map(|n| format!("<!ENTITY l{n} '&l{};&l{};'>", n - 1, n - 1)).collect();
    let cases: Vec<(String, &str)> = [
        "<!DOCTYPE a>".to_owned(),
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>".to_owned(),
        "<!DOCTYPE a PUBLIC 'x' 'http://127.0.0.1:1/x.dtd'>".to_owned(),
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>".to_owned(),
        format!("<!DOCTYPE a [<!ENTITY l0 'lol'>{bomb}]>"),
        format!("<!DOCTYPE a [<!ENTITY a '{}'>]>", "x".repeat(100_000)),
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'> %p;]>".to_owned(),
        "<!DOCTYPE a [<!ATTLIST count x CDATA 'y'>]>".to_owned(),
        "<!DOCTYPE".to_owned(),
        format!("<!DOCTYPE a [{}", "<!".repeat(50_000)),
        "<?xml version='1.0'?>\n<!DOCTYPE a>".to_owned(),
        "<!-- c -->\n<!DOCTYPE a>".to_owned(),
    ]
    .into_iter()
    .map(|doctype| (doctype + &good, "xml doctype"))
    .collect();
    check(&cases, |body| Answer::xml(body).look().map(drop));
    // Not even a status or a content type makes it a document.
    for (status, content_type) in [(500, "text/xml"), (200, "application/soap+xml")] {
        let error = Answer::new(status, content_type, cases[0].0.as_str()).look().unwrap_err();
        assert!(super::double::word::<()>(&Err(error)).starts_with(if status == 500 {
            "status"
        } else {
            "xml doctype"
        }));
    }
}

#[test]
pub fn what_is_not_well_formed_is_refused_for_its_reason() {
    let good = looked("<count>1</count>");
    let with = |content: &str| looked(&format!("<count>1</count>{content}"));
    let cases = [
        (String::new() + "<", "xml end"),
        (good.replace("</s:Envelope>", ""), "xml end"),
        (good.replace("</s:Envelope>", "</s:Envelop"), "xml end"),
        (good.replace("</s:Body>", ""), "xml end tag"),
        (with("<a></b>"), "xml end tag"),
        (with("<a></A>"), "xml end tag"),
        (with("<a:b xmlns:a='urn:a' xmlns:c='urn:a'></c:b>"), "xml end tag"),
        (with("<a b='1' b='2'/>"), "xml duplicate"),
        (with("<a xmlns:x='urn:x' xmlns:y='urn:x' x:b='1' y:b='2'/>"), "xml duplicate"),
        (with("<a xmlns:x='urn:x' xmlns:x='urn:y'/>"), "xml duplicate"),
        (with("<a b='<'/>"), "xml unexpected"),
        (with("<a b=1/>"), "xml unexpected"),
        (with("<a b/>"), "xml unexpected"),
        (with("<a b='1'c='2'/>"), "xml unexpected"),
        (with("<a b = '1' / >"), "xml unexpected"),
        (with("< a/>"), "xml unexpected"),
        (with("<1a/>"), "xml unexpected"),
        (with("<a:/>"), "xml unexpected"),
        (with("<:a/>"), "xml unexpected"),
        (with("<a:b:c xmlns:a='urn:a'/>"), "xml unexpected"),
        (with("<x:a/>"), "xml prefix"),
        (with("<a x:b='1'/>"), "xml prefix"),
        (with("<a xmlns:x=''/>"), "xml namespace"),
        (with("<a xmlns:xml='urn:x'/>"), "xml namespace"),
        (with("<a xmlns:xmlns='urn:x'/>"), "xml namespace"),
        (with("<a xmlns='http://www.w3.org/2000/xmlns/'/>"), "xml namespace"),
        (with("<a xmlns:x='http://www.w3.org/XML/1998/namespace'/>"), "xml namespace"),
        (with("]]>"), "xml unexpected"),
        (with("&"), "xml reference"),
        (with("& amp;"), "xml reference"),
        (with("&nbsp;"), "xml reference"),
        (with("&lt"), "xml reference"),
        (with("&#0;"), "xml reference"),
        (with("&#x1F;"), "xml reference"),
        (with("&#xD800;"), "xml reference"),
        (with("&#xFFFE;"), "xml reference"),
        (with("&#x110000;"), "xml reference"),
        (with("&#99999999999999999999;"), "xml reference"),
        (with("&#X41;"), "xml reference"),
        (with("&#;"), "xml reference"),
        (with("<a b='&bogus;'/>"), "xml reference"),
        (with("\u{1}"), "xml character"),
        (with("\u{FFFE}"), "xml character"),
        (with("<a b='\u{B}'/>"), "xml character"),
        (with("<!-- \u{0} -->"), "xml character"),
        (with("<!-- a -- b -->"), "xml unexpected"),
        (with("<!-- a --->"), "xml unexpected"),
        (with("<!-- a"), "xml end"),
        (with("<![CDATA[ a"), "xml end"),
        (with("<![cdata[a]]>"), "xml unexpected"),
        (with("<!ELEMENT a ANY>"), "xml unexpected"),
        (with("<?xml version='1.0'?>"), "xml declaration"),
        (with("<?XML a?>"), "xml declaration"),
        (with("<? a?>"), "xml unexpected"),
        (with("<?a"), "xml unexpected"),
        (with("<?a "), "xml end"),
        (good.clone() + "x", "xml unexpected"),
        (good.clone() + "<a/>", "xml unexpected"),
        (good.clone() + &good, "xml unexpected"),
        (good.clone() + "<![CDATA[]]>", "xml unexpected"),
        (good.clone() + "&#32;", "xml unexpected"),
        (good.clone() + "<!DOCTYPE a>", "xml doctype"),
        ("x".to_owned() + &good, "xml unexpected"),
        (" <?xml version='1.0'?>".to_owned() + &good, "xml declaration"),
        ("<?xml version='1.0'?><?xml version='1.0'?>".to_owned() + &good, "xml declaration"),
        ("<?xml version='2.0'?>".to_owned() + &good, "xml declaration"),
        ("<?xml encoding='UTF-8' version='1.0'?>".to_owned() + &good, "xml declaration"),
        ("<?xml version='1.0' standalone='maybe'?>".to_owned() + &good, "xml declaration"),
        ("<?xml version='1.0' bogus='1'?>".to_owned() + &good, "xml declaration"),
        ("<?xml version='1.0'".to_owned() + &good, "xml declaration"),
        ("<s:Envelope/>".to_owned(), "xml prefix"),
    ];
    check(&cases, |body| Answer::xml(body).look().map(drop));
}

#[test]
pub fn what_is_well_formed_is_read() {
    let good = looked("<count>1</count>");
    let with = |content: &str| looked(&format!("<count>1</count>{content}"));
    let cases = [
        (good.clone(), "ok"),
        ("\u{FEFF}".to_owned() + &good, "ok"),
        ("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n".to_owned() + &good, "ok"),
        ("<?xml version=\"1.1\"?>".to_owned() + &good, "ok"),
        ("<!-- a --><?pi ?>\n".to_owned() + &good + "\n<!-- b --><?pi?>", "ok"),
        (with("<unknown xmlns='urn:u' a='1'>&#x1F600;<b><![CDATA[<&]]]]><![CDATA[>]]></b></unknown>"), "ok"),
        (with("<x:é xmlns:x='urn:é' é='1'/>"), "ok"),
        (with("<a xmlns=''/>"), "ok"),
        (looked("<count> 1 </count>"), "ok"),
        (looked("<count><!-- a -->1<?b?></count>"), "ok"),
        (looked("<count><![CDATA[1]]></count>"), "ok"),
        (looked("<count>&#49;</count>"), "ok"),
        (
            looked(
                "<count xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='unknown:thing' xmlns:unknown='urn:u'>1</count>",
            ),
            "ok",
        ),
        (looked("stray<count>1</count>text"), "ok"),
    ];
    check(&cases, |body| Answer::xml(body).look().map(drop));
}

#[test]
pub fn limits_stop_what_is_too_much() {
    let deep = |count: usize| format!("{}{}", "<a>".repeat(count), "</a>".repeat(count));
    let tree =
        |count: usize| format!("<count>1</count><tree>{}{}</tree>", "<next>".repeat(count), "</next>".repeat(count));
    let attributes = |count: usize| (0..count).map(|n| format!(" a{n}='1'")).collect::<String>();
    let namespaces = |count: usize| (0..count).map(|n| format!(" xmlns:p{n}='urn:{n}'")).collect::<String>();
    let nested_namespaces = |count: usize| (0..count).map(|n| format!("<a xmlns:p{n}='urn:{n}'>")).collect::<String>();
    let cases = [
        (looked(&("<count>1</count>".to_owned() + &deep(125))), "ok"),
        (looked(&("<count>1</count>".to_owned() + &deep(126))), "limit depth"),
        (looked(&("<count>1</count>".to_owned() + &"<a>".repeat(30_000))), "limit depth"),
        ("<a>".repeat(1_000_000), "root"),
        (looked(&tree(124)), "ok"),
        (looked(&tree(125)), "limit depth"),
        (looked(&tree(100_000)), "limit depth"),
        (looked(&format!("<count>1</count><a{}/>", attributes(256))), "ok"),
        (looked(&format!("<count>1</count><a{}/>", attributes(257))), "limit attributes"),
        (looked(&format!("<count>1</count><a{}/>", attributes(80_000))), "limit attributes"),
        (looked(&format!("<count>1</count><a{}/>", namespaces(200))), "ok"),
        (looked(&format!("<count>1</count><a{}/>", namespaces(257))), "limit namespaces"),
        (looked(&format!("<count>1</count>{}", nested_namespaces(3_000))), "limit depth"),
        (looked(&format!("<count>1</count><{}/>", "n".repeat(1_025))), "limit name_bytes"),
        (looked(&format!("<count>1</count><a {}='1'/>", "n".repeat(1_025))), "limit name_bytes"),
        (looked(&format!("<count>1</count><a b='{}'/>", "v".repeat((1 << 20) + 1))), "limit attribute_bytes"),
        (looked(&format!("<count>1</count>{}", "<a/>".repeat(1_000_001))), "limit children"),
        (" ".repeat((32 << 20) + 1), "limit body_bytes"),
        (looked(&format!("<count>{}</count>", "1".repeat(5_000))), "value"),
        (row(&format!("<integer>{}</integer>", "1".repeat(5_000))), "limit digits of one number"),
        (row(&format!("<decimal>{}</decimal>", "1".repeat(5_000))), "limit digits of one number"),
        (row(&format!("<decimal>0.{}</decimal>", "1".repeat(5_000))), "limit digits of one number"),
    ];
    check(&cases, |body| Answer::xml(body).look().map(drop));
}

#[test]
pub fn every_limit_can_be_set_and_names_itself() {
    use castile::Limits;
    let body = looked(
        "<count>1</count><row id='1' xmlns:f='urn:f' f:a='value'><text>some text</text><integer>12345</integer></row><tree><next><next/></next></tree>",
    );
    let tight: [(&str, Limits); 9] = [
        ("depth", Limits { depth: 4, ..Limits::default() }),
        ("attributes", Limits { attributes: 1, ..Limits::default() }),
        ("attribute_bytes", Limits { attribute_bytes: 4, ..Limits::default() }),
        ("children", Limits { children: 2, ..Limits::default() }),
        ("elements", Limits { elements: 5, ..Limits::default() }),
        ("name_bytes", Limits { name_bytes: 7, ..Limits::default() }),
        ("namespaces", Limits { namespaces: 2, ..Limits::default() }),
        ("text_bytes", Limits { text_bytes: 5, ..Limits::default() }),
        ("body_bytes", Limits { body_bytes: 100, ..Limits::default() }),
    ];
    assert!(Answer::xml(body.as_str()).look().is_ok());
    for (name, limits) in tight {
        let error = Answer::xml(body.as_str()).limited(limits).unwrap_err();
        let castile::Error::Limit(limit) = &error else { panic!("{name}: {error}") };
        assert_eq!(limit.name, name, "{error}");
        assert!(error.to_string().contains(&format!("raise Limits::{name}")), "{error}");
    }
}

#[test]
pub fn values_keep_to_their_lexical_space() {
    let bad = [
        ("flag", &["", "TRUE", "yes", "2", "tru e", "\u{A0}true"][..]),
        ("int", &["", "1.0", "2147483648", "-2147483649", "+", "1e3", "0x10", "1 2", "١", "1_000", "--1", "+-1"]),
        ("unsigned", &["-1", "256", "1.", "٣"]),
        ("long", &["9223372036854775808", "-9223372036854775809"]),
        ("integer", &["", "1.0", "+", "a", "1,000"]),
        ("decimal", &["", ".", "1e5", "INF", "NaN", "1.2.3", "--1", "1,5"]),
        ("double", &["", "+INF", "inf", "Infinity", "nan", "NAN", "1e", "e5", "0x1p3", "1d", "1f", ".", "infinity"]),
        ("float", &["+INF", "1E+-5", "1 e5"]),
        (
            "dateTime",
            &[
                "",
                "2026",
                "2026-02-30T00:00:00",
                "2026-01-01",
                "2026-01-01T24:00:01",
                "2026-01-01T00:60:00",
                "2026-01-01T00:00:00+14:01",
                "2026-1-1T00:00:00",
                "02026-01-01T00:00:00",
                "2026-01-01T00:00:00.",
                "2026-01-01 00:00:00",
                "2026-01-01T00:00:60",
            ],
        ),
        ("date", &["2023-02-29", "2026-13-01", "2026-00-01", "26-01-01", "2026-01-01T00:00:00", "2026-01-01z"]),
        ("time", &["24:00:01", "1:00:00", "00:00", "00:00:00+15:00"]),
        ("duration", &["", "P", "PT", "P1S", "P-1Y", "1Y", "P1Y2", "P1M1Y", "PT1.S", "-P"]),
        ("year", &["26", "02026x", "2026-"]),
        ("hex", &["0", "0g", "00 0", "0x00"]),
        ("base64", &["A", "A=", "AA=A", "====", "A===", "AA*="]),
        ("qname", &["", "a:b:c", "undeclared:a", ":a", "a:", "1a"]),
        ("sizes", &["1 a", "1,2", "1.5"]),
        ("nil", &["x", ""]),
    ];
    let mut count = 0;
    for (name, literals) in bad {
        for literal in literals {
            count += 1;
            let result = Answer::xml(row(&format!("<{name}>{literal}</{name}>"))).look();
            assert_eq!(super::double::word(&result), "value", "{name} {literal:?}: {result:?}");
            let castile::Error::Unreadable(unreadable) = result.unwrap_err() else { unreachable!() };
            assert!(
                unreadable.problem.to_string().contains(&format!("Envelope/Body/lookResponse/row[1]/{name}: ")),
                "{}",
                unreadable.problem
            );
        }
    }
    assert!(count >= 80, "{count}");
}

#[test]
pub fn secrets_are_not_in_errors() {
    for content in [
        "<password>reply-canary",
        "<password>reply-canary</passwort>",
        "<password><x/>reply-canary</password><password>b</password>",
        "<int>x</int><password>reply-canary</password>",
    ] {
        let error = Answer::xml(row(content)).look().unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
pub fn another_message_than_the_contracts_is_refused() {
    let cases = [
        (looked(""), "missing count"),
        (looked("<Count>1</Count>"), "missing count"),
        (looked("<count xmlns='urn:other'>1</count>"), "missing count"),
        (looked("<count/>"), "value"),
        (looked("<count>1</count><count>2</count>"), "repeated count"),
        (looked("<count>1</count><tree/><tree/>"), "repeated tree"),
        (looked("<count>1</count><row/>"), "missing text"),
        (looked("<count><b>1</b></count>"), "value"),
        (row("<price>1</price>"), "missing currency"),
        (row("<shape/>"), "abstract"),
        (row("<shape xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='Shape'/>"), "ok"),
        (
            row(
                "<shape xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='u:Unknown' xmlns:u='urn:u'><a/></shape>",
            ),
            "ok",
        ),
        (row("<shape xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='nowhere:Circle'/>"), "ok"),
        (row("<shape xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='Circle'/>"), "missing radius"),
        (
            row(
                "<shape xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='Circle'><radius>1</radius></shape>",
            ),
            "ok",
        ),
        (row("<int xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>"), "ok"),
        (row("<nil xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>"), "ok"),
        (soap11(""), "missing lookResponse"),
        (soap11("<other/>"), "root"),
        ("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>".to_owned(), "missing Body"),
        (
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/></s:Envelope>".to_owned(),
            "missing Body",
        ),
        ("<Envelope><Body/></Envelope>".to_owned(), "root"),
        ("<s:Envelope xmlns:s='urn:not-soap'><s:Body/></s:Envelope>".to_owned(), "root"),
        ("<s:envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:envelope>".to_owned(), "root"),
        (soap12("<lookResponse xmlns='urn:example:desk'><count>1</count></lookResponse>"), "root"),
        ("<lookResponse xmlns='urn:example:desk'><count>1</count></lookResponse>".to_owned(), "root"),
    ];
    for (body, expected) in cases {
        let result = Answer::xml(body.as_str()).look();
        let word = super::double::word(&result);
        assert!(
            word == expected
                || (word.starts_with("missing")
                    && expected.starts_with("missing")
                    && word.contains(expected.trim_start_matches("missing "))),
            "{body}: {word}, expected {expected}; {result:?}"
        );
    }
}
