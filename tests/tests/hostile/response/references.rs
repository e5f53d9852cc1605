//! SOAP encoding: references that lead in circles, in chains, nowhere or everywhere.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::double::{Answer, looked, soap11, word};

fn found(independent: &str, node: &str) -> String {
    let text = soap11(&format!(
        "<d:findResponse xmlns:d=\"urn:example:desk\"><node{node}/><nodes><item/></nodes><names><item>a</item></names><count>1</count></d:findResponse>{independent}"
    ));
    text.replace("<s:Envelope", "<s:Envelope xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"")
}

fn chain(count: usize, make: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut out, n| {
        let _ = write!(out, "{}", make(n));
        out
    })
}

#[test]
pub fn references_are_followed_within_bounds() {
    let to = " href=\"#i0\"";
    let cases = [
        (found("<m id=\"i0\"><name>a</name></m>", to), "ok"),
        (found("", to), "reference"),
        (found("", " href=\"#\""), "reference"),
        (found("<m id=\"\"/>", " href=\"#\""), "ok"),
        (found("<m id=\"i0\"/>", " href=\"http://127.0.0.1:1/#i0\""), "ok"),
        (found("<m id=\"i0\"/>", " href=\"file:///etc/passwd\""), "ok"),
        (found("<m id=\"i0\"/>", " href=\"cid:part@host\""), "ok"),
        (found("<m id=\"i0\" href=\"#i0\"/>", to), "reference"),
        (found("<m id=\"i0\"><next href=\"#i0\"/></m>", to), "reference"),
        (found("<m id=\"i0\"><next href=\"#i1\"/></m><m id=\"i1\"><left href=\"#i0\"/></m>", to), "reference"),
        (found("<m id=\"i0\"><child href=\"#i1\"/><child href=\"#i1\"/></m><m id=\"i1\"/>", to), "ok"),
        (found("<m id=\"i0\"/><m id=\"i0\"><name>second</name></m>", to), "ok"),
        (found("<x><y><z id=\"i0\"><name>deep</name></z></y></x>", to), "ok"),
        (found("<m id=\"i0\">text</m>", to), "ok"),
        (found("<m id=\"i0\"><next xsi:nil=\"1\"/></m>", to), "ok"),
        (found("<m xmlns=\"\" id=\"i0\" xsi:type=\"undeclared:Node\"/>", to), "ok"),
        (
            found(&chain(60, |n| format!("<m id=\"i{n}\" href=\"#i{}\"/>", n + 1)), to)
                .replace("<m id=\"i59\" href=\"#i60\"/>", "<m id=\"i59\"/>"),
            "ok",
        ),
        (found(&chain(12_000, |n| format!("<m id=\"i{n}\" href=\"#i{}\"/>", n + 1)), to), "reference"),
        (found(&chain(12_000, |n| format!("<m id=\"i{n}\"><next href=\"#i{}\"/></m>", n + 1)), to), "limit depth"),
        (found(&chain(12_000, |n| format!("<m id=\"i{n}\"><child href=\"#i{}\"/></m>", n + 1)), to), "limit depth"),
        (
            found(
                &(chain(30, |n| format!("<m id=\"i{n}\"><next href=\"#i{0}\"/><left href=\"#i{0}\"/></m>", n + 1))
                    + "<m id=\"i30\"/>"),
                to,
            ),
            "limit",
        ),
        (
            found(
                &(chain(30, |n| format!("<m id=\"i{n}\"><child href=\"#i{0}\"/><child href=\"#i{0}\"/></m>", n + 1))
                    + "<m id=\"i30\"/>"),
                to,
            ),
            "limit",
        ),
    ];
    for (body, expected) in cases {
        let start = Instant::now();
        let result = Answer::xml(body.as_str()).find();
        let took = start.elapsed();
        let found = word(&result);
        assert!(
            found == expected || (expected == "limit" && found.starts_with("limit")),
            "{}: {found}, expected {expected}",
            body.chars().take(600).collect::<String>()
        );
        assert!(took < Duration::from_secs(20), "{took:?}: {}", body.chars().take(300).collect::<String>());
    }
}

#[test]
pub fn the_size_an_array_claims_is_not_believed() {
    for (attributes, items, expected) in [
        ("enc:arrayType=\"xsd:string[999999999999]\"", "<item>a</item>", "ok"),
        ("enc:arrayType=\"xsd:string[-1]\"", "<item>a</item>", "ok"),
        ("enc:arrayType=\"xsd:string[2,2]\"", "<item>a</item>", "ok"),
        ("enc:arrayType=\"nonsense\"", "<item>a</item>", "ok"),
        ("enc:arrayType=\"[][][]\"", "", "ok"),
        ("enc:offset=\"[2]\"", "<item>a</item>", "ok"),
        ("enc:offset=\"[999999999999]\"", "<item>a</item>", "limit"),
        ("enc:offset=\"[99999999999999999999999]\"", "<item>a</item>", "any"),
        ("enc:offset=\"[-1]\"", "<item>a</item>", "any"),
        ("", "<item enc:position=\"[999999999]\">a</item>", "limit"),
        ("", "<item enc:position=\"[1]\">a</item><item enc:position=\"[1]\">b</item>", "repeated"),
        ("", "<item enc:position=\"[x]\">a</item>", "any"),
        ("", "<item enc:position=\"[0,0]\">a</item>", "any"),
    ] {
        let body = found("", "")
            .replace("<names><item>a</item></names>", &format!("<names {attributes}>{items}</names>"))
            .replace("<s:Envelope", "<s:Envelope xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"");
        let result = Answer::xml(body.as_str()).find();
        let found = word(&result);
        assert!(expected == "any" || found.starts_with(expected), "{attributes} {items}: {found}, expected {expected}");
        if let Ok(reply) = result {
            assert!(reply.names.items.len() <= 3, "{attributes} {items}: {}", reply.names.items.len());
        }
    }
}

#[test]
pub fn in_literal_messages_a_reference_is_an_attribute() {
    let body = soap11(
        "<d:countResponse xmlns:d=\"urn:example:desk\"><count>1</count><node xmlns=\"\" href=\"#i0\"/></d:countResponse><m id=\"i0\"/>",
    );
    assert!(Answer::xml(body.as_str()).count().is_ok());
}

/// The literal messages of WCF share objects by `z:Id` and `z:Ref` where a data contract asks for it.
#[test]
pub fn data_contracts_refer_by_their_own_attributes() {
    let z = "xmlns:z='http://schemas.microsoft.com/2003/10/Serialization/'";
    let tree = |content: &str| looked(&format!("<count>1</count><tree {z} z:Id='i1'>{content}</tree>"));
    let cases = [
        (tree("<left z:Id='i2'><name>shared</name></left><child z:Ref='i2'/><child z:Ref='i2'/>"), "ok"),
        (tree("<child z:Ref='i2'/><left z:Id='i2'><name>later</name></left>"), "ok"),
        (tree("<child z:Ref='i9'/>"), "reference"),
        (tree("<next z:Ref='i1'/>"), "reference"),
        (tree("<next z:Id='i2'><next z:Ref='i3'/></next><left z:Id='i3'><next z:Ref='i2'/></left>"), "reference"),
        (tree("<next z:Id='i2' z:Ref='i2'/>"), "reference"),
        (tree(&chain(12_000, |n| format!("<child z:Id='a{n}' z:Ref='a{}'/>", n + 1))), "reference"),
        (
            tree(
                &(chain(30, |n| format!("<child z:Id='b{n}'><next z:Ref='b{0}'/><left z:Ref='b{0}'/></child>", n + 1))
                    + "<child z:Id='b30'/>"),
            ),
            "limit",
        ),
    ];
    for (body, expected) in cases {
        let result = Answer::xml(body.as_str()).look();
        let found = word(&result);
        let start: String = body.chars().take(400).collect();
        assert!(found == expected || (expected == "limit" && found.starts_with("limit")), "{start}: {found}");
    }
    let shared = tree("<left z:Id='i2'><name>shared</name></left><child z:Ref='i2'/>");
    let reply = Answer::xml(shared).look().unwrap();
    let tree = reply.tree.unwrap();
    assert_eq!(tree.child[0].name.as_deref(), Some("shared"));
    assert_eq!(tree.left.unwrap().name.as_deref(), Some("shared"));
}

/// `mustUnderstand` asks for a fault, which a client has nobody to send to: servers mark their diagnostics by it. It is left
/// to the caller, who has the block.
#[test]
pub fn header_blocks_that_nobody_understands_are_left_alone() {
    for must in ["s:mustUnderstand='1'", "s:mustUnderstand='true' s:actor='urn:next'", "s:mustUnderstand='0'", ""] {
        let header = format!("<s:Header><n:unheard xmlns:n='urn:n' {must}>x</n:unheard></s:Header><s:Body>");
        let body = looked("<count>1</count>").replace("<s:Body>", &header);
        let client = Answer::xml(body.as_str()).client();
        let request = super::double::look();
        let call = client.call::<super::desk::LookResponse>(&super::desk::LOOK_OPERATION, &request);
        let reply = call.reply_blocking().unwrap();
        assert_eq!(reply.body.count, 1);
        let block = reply.headers.iter().next().unwrap();
        assert_eq!(
            (block.element.local(), block.must_understand),
            ("unheard", must.contains("1'") || must.contains("true"))
        );
    }
}
