//! Replies of several parts: what RFC 2046, RFC 2387 and XOP 1.0 say of them, and what is refused.

mod contract;

use bytes::Bytes;
use castile::error::Problem;
use castile::mime::{MimeError, Related};
use castile::{Client, Double, Error, Limits, Reply};
use contract::*;

const TYPE: &str = "multipart/related; type=\"application/xop+xml\"; start=\"<root@h>\"; boundary=\"=_b 1\"";

/// A part: header lines and content, each line ended as the wire ends it.
fn part(header: &str, content: &str) -> String {
    format!("--=_b 1\r\n{}\r\n\r\n{content}\r\n", header.replace('\n', "\r\n"))
}

fn body(parts: &[String]) -> Bytes {
    format!("{}--=_b 1--\r\n", parts.concat()).into()
}

fn parse(parts: &[String]) -> Result<Related, MimeError> {
    Related::parse(TYPE, &body(parts), &Limits::default())
}

fn malformed(result: Result<Related, MimeError>) -> &'static str {
    match result {
        Err(MimeError::Malformed(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

fn envelope(content: &str) -> String {
    format!(
        "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body><loginResponse xmlns='urn:shop'><name>n</name>{content}\
         </loginResponse></S:Body></S:Envelope>"
    )
}

fn reply(content_type: &str, body: impl Into<Bytes>) -> Result<Reply<LoginResponse>, Error> {
    let double = Double::answering(200, content_type, body);
    let client = Client::builder("https://h/s").blocking_transport(double).build().expect("a client");
    client.call::<LoginResponse>(&LOGIN, &login()).reply_blocking()
}

#[test]
fn start_names_the_root_and_the_others_are_attachments() {
    let related = parse(&[
        part("Content-Type: image/png\nContent-ID: <picture@h>", "\u{1}\r\n--not the delimiter\r\n"),
        part("content-type: text/xml;\n charset=utf-8\nContent-ID: <root@h>", "<a/>"),
        part("Content-ID: <empty@h>", ""),
    ])
    .expect("three parts");
    assert_eq!(related.root().content, "<a/>");
    assert_eq!(related.root().content_type, "text/xml; charset=utf-8");
    let [picture, empty] = related.attachments() else { panic!("{related:?}") };
    assert_eq!((picture.content_id.as_str(), picture.content_type.as_str()), ("picture@h", "image/png"));
    assert_eq!(picture.content, "\u{1}\r\n--not the delimiter\r\n");
    assert_eq!((empty.content.len(), empty.content_type.as_str()), (0, "text/plain"));
}

#[test]
fn preamble_padding_and_epilogue_are_no_content() {
    let body = "to be ignored\r\n--b \t\r\n\r\n<a/>\r\n--b\r\n\r\n--b--\r\nand this --b\r\n";
    let related = Related::parse("multipart/related;boundary=b", &Bytes::from(body), &Limits::default()).expect("two");
    assert_eq!(related.root().content, "<a/>");
    assert_eq!(related.attachments().len(), 1);
    assert!(related.attachments()[0].content.is_empty());
}

#[test]
fn a_start_that_names_no_part_leaves_the_first() {
    let related = parse(&[part("Content-ID: <other@h>", "<a/>"), part("Content-ID: <x@h>", "x")]).expect("parts");
    assert_eq!(related.root().content_id, "other@h");
}

#[test]
fn transfer_encodings_are_undone() {
    let related = parse(&[
        part("Content-ID: <root@h>\nContent-Transfer-Encoding: Quoted-Printable", "<a b=3D'=C3=A9'/=\r\n>"),
        part("Content-ID: <one@h>\nContent-Transfer-Encoding: base64", "3q2+\r\n7w=="),
    ])
    .expect("parts");
    assert_eq!(related.root().content, "<a b='é'/>");
    assert_eq!(related.attachments()[0].content, [0xde, 0xad, 0xbe, 0xef].as_slice());
}

#[test]
fn what_is_no_multipart_is_refused() {
    let whole = parse(&[part("Content-ID: <root@h>", "<a/>")]);
    assert!(whole.is_ok());
    let plain = |content_type: &str, text: &str| {
        malformed(Related::parse(content_type, &Bytes::from(text.to_owned()), &Limits::default()))
    };
    assert!(plain("multipart/related", "--b\r\n\r\n--b--").contains("no boundary"));
    assert!(plain("multipart/related; boundary=\"\"", "").contains("RFC 2046"));
    assert!(plain("multipart/related; boundary=\"a\\\"b\"", "").contains("RFC 2046"));
    assert!(plain("multipart/related; boundary=b", "--b\r\n\r\n<a/>").contains("closing delimiter"));
    assert!(plain("multipart/related; boundary=b", "--b--").contains("no part"));
    // Lines that end with LF alone are no lines.
    assert!(plain("multipart/related; boundary=b", "--b\n\n<a/>\n--b--\n").contains("closing delimiter"));
    let twice = [part("Content-ID: <root@h>", ""), part("Content-ID: <root@h>", "")];
    assert!(malformed(parse(&twice)).contains("same Content-ID"));
    assert!(malformed(parse(&[part("Content-Type: a/b\nContent-type: c/d", "")])).contains("twice"));
    assert!(malformed(parse(&[part("no colon", "")])).contains("colon"));
    assert!(malformed(parse(&[part(" folded: first", "")])).contains("folded"));
    assert!(malformed(parse(&[part("Content-Transfer-Encoding: x-zip", "")])).contains("RFC 2045"));
    assert!(malformed(parse(&[part("Content-Transfer-Encoding: base64", "3q2")])).contains("base64"));
    assert!(
        malformed(parse(&[part("Content-Transfer-Encoding: quoted-printable", "=4")])).contains("quoted-printable")
    );
}

#[test]
fn parts_and_headers_are_counted() {
    let part_number = |number: usize| part(&format!("Content-ID: <{number}@h>"), "x");
    let parts: Vec<String> = (0..52).map(part_number).collect();
    assert!(parse(&parts[..51]).is_ok());
    assert_eq!(parse(&parts).unwrap_err(), MimeError::Limit { name: "attachments", value: 50 });
    let lines = |count: usize| part(&vec!["X-A: b"; count].join("\n"), "x");
    assert!(parse(&[lines(64)]).is_ok());
    assert!(matches!(parse(&[lines(65)]), Err(MimeError::Limit { .. })));
    assert!(matches!(parse(&[part(&format!("X-A: {}", "b".repeat(1024)), "x")]), Err(MimeError::Limit { .. })));
}

/// The token by reference, with the attachments given.
fn optimized(href: &str, around: (&str, &str), attachments: &[String]) -> Result<Reply<LoginResponse>, Error> {
    let (before, after) = around;
    let include = format!(
        "<token>{before}<x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='{href}'/>{after}</token>"
    );
    let mut parts =
        vec![part("Content-ID: <root@h>\nContent-Type: application/xop+xml; charset=utf-8", &envelope(&include))];
    parts.extend_from_slice(attachments);
    reply(TYPE, body(&parts))
}

fn reference(result: Result<Reply<LoginResponse>, Error>) -> &'static str {
    match result {
        Err(Error::Unreadable(unreadable)) => match unreadable.problem {
            Problem::Mime(MimeError::Reference(problem, _)) => problem,
            other => panic!("{other}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reference_stands_for_the_content_of_its_part() {
    let octets = part("Content-ID: <a+b@h>\nContent-Transfer-Encoding: binary", "Man!");
    for href in ["cid:a%2Bb@h", "cid:a+b%40h", "cid:a+b@h"] {
        let reply = optimized(href, ("\n  ", " "), std::slice::from_ref(&octets)).expect(href);
        // RFC 4648: "Man!" is TWFuIQ==.
        assert_eq!(reply.body.token.as_deref().map(str::trim), Some("TWFuIQ=="));
        assert_eq!(reply.attachments.len(), 1);
        assert_eq!(reply.attachments[0].content, "Man!");
        assert!(!format!("{:?}", reply.attachments).contains("Man!"));
    }
}

#[test]
fn a_reference_that_cannot_be_followed_is_an_error() {
    let octets = part("Content-ID: <a@h>", "Man!");
    let with = |href: &str, around| reference(optimized(href, around, std::slice::from_ref(&octets)));
    assert!(with("cid:b@h", ("", "")).contains("did not come"));
    assert!(with("cid:", ("", "")).contains("cid:"));
    assert!(with("", ("", "")).contains("cid:"));
    // Nothing is ever fetched.
    assert!(with("http://h/a", ("", "")).contains("cid:"));
    assert!(with("file:///etc/passwd", ("", "")).contains("cid:"));
    for around in [("TWFu", ""), ("", "TWFu"), ("<a/>", ""), ("", "<a/>")] {
        assert!(with("cid:a@h", around).contains("alone"), "{around:?}");
    }
}

#[test]
fn references_repeat_a_part_within_the_limit_of_the_body() {
    let octets = part("Content-ID: <a@h>", &"x".repeat(3000));
    let include = "<x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:a@h'/>";
    let limits = Limits { body_bytes: 40_000, ..Limits::default() };
    let times = |count: usize| {
        let root = part(
            "Content-ID: <root@h>\nContent-Type: text/xml",
            &format!("<a>{}</a>", format!("<t>{include}</t>").repeat(count)),
        );
        Related::parse(TYPE, &body(&[root, octets.clone()]), &limits).expect("two parts").inlined(&limits)
    };
    // 3,000 octets are 4,000 characters.
    assert!(times(9).is_ok_and(|text| text.is_some_and(|text| text.len() > 36_000)));
    assert_eq!(times(10), Err(MimeError::Limit { name: "body_bytes", value: 40_000 }));
}

#[test]
fn a_reply_cut_anywhere_is_an_error() {
    let octets = part("Content-ID: <a@h>", "Man!");
    let root = part("Content-ID: <root@h>\nContent-Type: text/xml", &envelope("<token>t</token>"));
    let whole = body(&[root, octets]);
    assert_eq!(reply(TYPE, whole.clone()).expect("whole").body.token.as_deref(), Some("t"));
    // The line end after the closing delimiter may be left out.
    for end in 0..whole.len() - 2 {
        assert!(reply(TYPE, whole.slice(..end)).is_err(), "cut at {end}");
    }
}

#[test]
fn a_fault_may_come_in_parts_as_well() {
    let fault = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Body><S:Fault><faultcode>S:Server\
                 </faultcode><faultstring>no</faultstring></S:Fault></S:Body></S:Envelope>";
    let double = Double::answering(500, TYPE, body(&[part("Content-Type: text/xml", fault)]));
    let client = Client::builder("https://h/s").blocking_transport(double).build().expect("a client");
    let error = client.call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err("a fault");
    assert!(matches!(&error, Error::Fault(fault) if fault.reason == "no"), "{error}");
}
