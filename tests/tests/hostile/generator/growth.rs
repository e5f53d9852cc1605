//! What a short contract could make long: references that multiply, bounds beyond any number, deep and wide documents.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::compile::{compile_text, parsed, positioned, said, schema, text, within};

/// Levels that each refer twice to the one below.
fn levels(kind: &str, count: usize) -> String {
    let mut out = String::new();
    for n in 0..=count {
        let twice = |make: &dyn Fn(&str) -> String| if n == 0 { String::new() } else { make("l") + &make("r") };
        let before = n.saturating_sub(1);
        let body = match kind {
            "group" => format!(
                "<xs:group name='X{n}'><xs:sequence>{}</xs:sequence></xs:group>",
                if n == 0 {
                    "<xs:element name='e' type='xs:int'/>".to_owned()
                } else {
                    twice(&|_| format!("<xs:group ref='t:X{before}'/>"))
                }
            ),
            "choice group" => format!(
                "<xs:group name='X{n}'><xs:choice>{}</xs:choice></xs:group>",
                if n == 0 {
                    "<xs:element name='e' type='xs:int'/>".to_owned()
                } else {
                    twice(&|_| format!("<xs:sequence><xs:group ref='t:X{before}'/></xs:sequence>"))
                }
            ),
            "attribute group" => format!(
                "<xs:attributeGroup name='X{n}'>{}</xs:attributeGroup>",
                if n == 0 {
                    "<xs:attribute name='a'/>".to_owned()
                } else {
                    twice(&|_| format!("<xs:attributeGroup ref='t:X{before}'/>"))
                }
            ),
            "type" => format!(
                "<xs:complexType name='X{n}'><xs:sequence>{}</xs:sequence></xs:complexType>",
                twice(&|side| format!("<xs:element name='{side}' type='t:X{before}'/>"))
            ),
            "union" => format!(
                "<xs:simpleType name='X{n}'><xs:union memberTypes='{}'/></xs:simpleType>",
                if n == 0 { "xs:int".to_owned() } else { format!("t:X{before} t:X{before}") }
            ),
            _ => unreachable!(),
        };
        out.push_str(&body);
    }
    let top = match kind {
        "group" | "choice group" => format!(
            "<xs:complexType name='Top'><xs:sequence><xs:group ref='t:X{count}'/></xs:sequence></xs:complexType>"
        ),
        "attribute group" => {
            format!("<xs:complexType name='Top'><xs:attributeGroup ref='t:X{count}'/></xs:complexType>")
        }
        _ => format!("<xs:element name='top' type='t:X{count}'/>"),
    };
    schema(&(out + &top))
}

#[test]
fn thirty_levels_of_two_references_are_bounded() {
    for kind in ["group", "choice group", "attribute group", "type", "union"] {
        let document = levels(kind, 30);
        within(20, || match compile_text(&document) {
            Ok(output) => {
                parsed(&output);
                assert!(text(&output).len() < 1 << 20, "{kind}: {} bytes", text(&output).len());
            }
            Err(diagnostics) => {
                positioned(&diagnostics);
                assert!(said(&diagnostics).len() < 1 << 20);
            }
        });
    }
}

#[test]
fn bounds_beyond_any_number_are_numbers_or_errors() {
    let occurs = |min: &str, max: &str| {
        schema(&format!(
            "<xs:complexType name='T'><xs:sequence><xs:element name='e' type='xs:int' minOccurs='{min}' maxOccurs='{max}'/></xs:sequence></xs:complexType>"
        ))
    };
    let huge = "9".repeat(400);
    for (min, max) in [
        ("0", "2147483648"),
        ("0", "4294967295"),
        ("0", "4294967296"),
        ("0", &*huge),
        ("1000000", "unbounded"),
        ("2147483648", "2147483648"),
        (&*huge, "unbounded"),
        ("0", "5000"),
    ] {
        within(5, || match compile_text(&occurs(min, max)) {
            Ok(output) => assert!(text(&output).contains("Vec<i32>") && text(&output).len() < 10_000, "{min} {max}"),
            Err(diagnostics) => positioned(&diagnostics),
        });
    }
    for (min, max) in
        [("-1", "1"), ("x", "1"), ("1", "many"), ("1.5", "2"), ("", "1"), ("1", ""), ("0x10", "20"), ("+-1", "1")]
    {
        let result = within(5, || compile_text(&occurs(min, max)));
        let Err(diagnostics) = result else { panic!("{min:?} {max:?} accepted") };
        positioned(&diagnostics);
    }
    let nested = |count: usize| {
        let open = "<xs:sequence maxOccurs='999999999'>".repeat(count);
        schema(&format!(
            "<xs:complexType name='T'>{open}<xs:element name='e' type='xs:int' maxOccurs='999999999'/>{}</xs:complexType>",
            "</xs:sequence>".repeat(count)
        ))
    };
    within(20, || {
        compile_text(&nested(50))
            .map_or_else(|error| positioned(&error), |output| assert!(text(&output).len() < 1 << 20));
    });
}

#[test]
fn facets_beyond_any_number_are_facts_or_errors() {
    let huge = "9".repeat(10_000);
    for facet in ["length", "minLength", "maxLength", "totalDigits", "fractionDigits", "minInclusive", "maxExclusive"] {
        for value in ["-1", "", "x", "4294967296", "18446744073709551616", &huge] {
            let base = if facet.contains("ength") { "string" } else { "decimal" };
            let document = schema(&format!(
                "<xs:simpleType name='S'><xs:restriction base='xs:{base}'><xs:{facet} value='{value}'/></xs:restriction></xs:simpleType><xs:element name='e' type='t:S'/>"
            ));
            within(5, || match compile_text(&document) {
                Ok(output) => drop(parsed(&output)),
                Err(diagnostics) => positioned(&diagnostics),
            });
        }
    }
}

#[test]
fn patterns_do_not_run_away() {
    let patterns = [
        "(a+)+b".to_owned(),
        "(a|a)*".to_owned(),
        "(a|aa)+$".to_owned(),
        "((a*)*)*".to_owned(),
        "(.*){1,1000}".to_owned(),
        "a{1000000000}".to_owned(),
        "a{1,2147483648}".to_owned(),
        "(a{1000}){1000}".to_owned(),
        "((a{100}){100}){100}".to_owned(),
        "(".repeat(100_000),
        format!("{}a{}", "(".repeat(50_000), ")".repeat(50_000)),
        "[a-z-[".repeat(10_000),
        "a|".repeat(100_000),
        "[".to_owned() + &"a".repeat(100_000) + "]",
        "\\p{IsNothing}".to_owned(),
        "\\p{Xx}".to_owned(),
        "(?i)a".to_owned(),
        "(?=a)b".to_owned(),
        "\\1".to_owned(),
        "[z-a]".to_owned(),
        "a{2,1}".to_owned(),
        "a**".to_owned(),
        "\\u{1F600}".to_owned(),
        "x\"#;fn f(){}//".to_owned(),
    ];
    for pattern in patterns {
        let escaped = pattern.replace('&', "&amp;").replace('"', "&quot;");
        let document = schema(&format!(
            "<xs:simpleType name='S'><xs:restriction base='xs:string'><xs:pattern value=\"{escaped}\"/></xs:restriction></xs:simpleType><xs:element name='e' type='t:S'/>"
        ));
        within(5, || match compile_text(&document) {
            Ok(output) => drop(parsed(&output)),
            Err(diagnostics) => {
                positioned(&diagnostics);
                said(&diagnostics);
            }
        });
    }
}

#[test]
fn deep_and_wide_documents_are_refused_or_read() {
    let attributes: String = (0..80_000).fold(String::new(), |mut out, n| {
        let _ = write!(out, " a{n}='1'");
        out
    });
    let declarations = (0..3_000).fold(String::new(), |mut out, n| {
        let _ = write!(out, "<a xmlns:p{n}='urn:{n}'>");
        out
    });
    let nested = |open: &str, count: usize| open.repeat(count);
    let (sequence, close) = ("<xs:sequence>", "</xs:sequence>");
    let cases = [
        nested("<a>", 1_000_000),
        nested("<a>", 30_000) + &nested("</a>", 30_000),
        format!("<a{attributes}/>"),
        declarations,
        schema(&format!("<xs:complexType name='T'>{}{}</xs:complexType>", nested(sequence, 240), nested(close, 240))),
        schema(&format!(
            "<xs:complexType name='T'>{}{}</xs:complexType>",
            nested(sequence, 5_000),
            nested(close, 5_000)
        )),
        schema(&format!(
            "<xs:complexType name='T'>{}<xs:element name='e' type='xs:int'/>{}</xs:complexType>",
            nested("<xs:choice maxOccurs='2'>", 240),
            nested("</xs:choice>", 240)
        )),
        schema(&format!("<xs:element name='{}' type='xs:int'/>", "n".repeat(2_000_000))),
        schema(&format!("<xs:{} />", "n".repeat(2_000_000))),
        format!("<{}", "a:".repeat(100_000)),
        format!("<!--{}", "-".repeat(1_000_000)),
        format!("<![CDATA[{}", "]".repeat(1_000_000)),
        "<".repeat(1_000_000),
        "&".repeat(1_000_000),
        ">".repeat(1_000_000),
        "\u{0}".repeat(10_000),
    ];
    for document in cases {
        let start: String = document.chars().take(60).collect();
        within(20, || match compile_text(&document) {
            Ok(output) => drop(parsed(&output)),
            Err(diagnostics) => {
                positioned(&diagnostics);
                assert!(said(&diagnostics).len() < 1 << 20, "{start}");
            }
        });
    }
}

#[test]
fn anonymous_types_nest_as_deep_as_documents_may() {
    let open = "<xs:element name='e'><xs:complexType><xs:sequence>".repeat(80);
    let close = "</xs:sequence></xs:complexType></xs:element>".repeat(80);
    let output = within(20, || compile_text(&schema(&(open + &close)))).unwrap();
    parsed(&output);
    assert!(text(&output).len() < 1 << 20);
}

#[test]
fn time_goes_with_size() {
    let types = |count: usize| {
        (0..count).fold(String::new(), |mut out, n| {
            let _ = write!(out, "<xs:complexType name='T{n}'><xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' type='t:T{}' minOccurs='0'/></xs:sequence></xs:complexType>", n / 2);
            out
        })
    };
    let enumeration = |count: usize| {
        let values = (0..count).fold(String::new(), |mut out, n| {
            let _ = write!(out, "<xs:enumeration value='v{n}'/>");
            out
        });
        format!(
            "<xs:simpleType name='E'><xs:restriction base='xs:string'>{values}</xs:restriction></xs:simpleType><xs:element name='e' type='t:E'/>"
        )
    };
    let same_names = |count: usize| {
        let elements = (0..count).fold(String::new(), |mut out, n| {
            let _ = write!(
                out,
                "<xs:element name='{}' type='xs:int'/>",
                if n % 2 == 0 { format!("a-{n}") } else { format!("a_{}", n - 1) }
            );
            out
        });
        format!("<xs:complexType name='T'><xs:sequence>{elements}</xs:sequence></xs:complexType>")
    };
    let documentation = |count: usize| {
        format!(
            "<xs:element name='e' type='xs:int'><xs:annotation><xs:documentation>{}</xs:documentation></xs:annotation></xs:element>",
            "[`*_<a>".replace('<', "&lt;").repeat(count * 10)
        )
    };
    let makers: [(&str, &dyn Fn(usize) -> String); 4] =
        [("types", &types), ("values", &enumeration), ("names", &same_names), ("words", &documentation)];
    for (what, make) in makers {
        let time = |count: usize| {
            let document = schema(&make(count));
            (0..2)
                .map(|_| {
                    let start = Instant::now();
                    compile_text(&document).unwrap_or_else(|error| panic!("{what}: {error}"));
                    start.elapsed()
                })
                .min()
                .unwrap()
        };
        let (one, four) = (time(500), time(2_000));
        // Four times as much; a square would be sixteen. The machine may be busy, hence the slack.
        assert!(four < one * 10 + Duration::from_millis(300), "{what}: {one:?}, then {four:?} for four times as much");
    }
}
