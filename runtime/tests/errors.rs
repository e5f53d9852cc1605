//! What errors say and tell, each of them, and what is secret in none.

mod contract;

use std::sync::Arc;
use std::time::Duration;

use castile::call::{Phase, TransportError, TransportErrorKind};
use castile::error::{ConfigError, Problem as Unread};
use castile::soap::{Block, FaultCode, Version};
use castile::xml::{CharsetError, Limits, Reader, Token};
use castile::{Client, Double, Element, Error, Fault};
use contract::*;
use http::{Response, StatusCode};

fn answered(status: u16, content_type: &str, body: &str) -> Error {
    let double = Double::answering(status, content_type, body.to_owned());
    let client = Client::builder("https://h/s").blocking_transport(double).build().expect("a client");
    client.call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err("an error")
}

/// All that an error shows, its sources included.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text += &format!(" {inner} {inner:?}");
        source = inner.source();
    }
    assert!(!text.contains("canary"), "{text}");
    text
}

#[test]
fn each_kind_of_error_says_what_it_is_and_what_can_be_done() {
    let timeout =
        |phase| Error::from(TransportError::from(TransportErrorKind::Timeout { phase, after: Duration::from_secs(3) }));
    let plain = |kind: TransportErrorKind| Error::from(TransportError::from(kind));
    let fault = soap11("<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>");
    // (the error, what is in its text, its status, whether nothing was sent)
    let cases: Vec<(Error, &str, Option<u16>, bool)> = vec![
        (timeout(Phase::Connect), "raise Timeouts::connect", None, true),
        (timeout(Phase::Read), "Timeouts::read is too short", None, false),
        (timeout(Phase::Total), "no complete response within 3s", None, false),
        (timeout(Phase::Throughput), "see Timeouts::throughput", None, false),
        (plain(TransportErrorKind::Connect), "cannot connect", None, true),
        (plain(TransportErrorKind::Send), "the request got no response", None, false),
        (plain(TransportErrorKind::Body), "broke off before its end", None, false),
        (plain(TransportErrorKind::TooLarge { limit: 5 }), "more body_bytes than the limit of 5", None, false),
        (plain(TransportErrorKind::Redirected), "build it with redirect(Policy::none())", None, false),
        (plain(TransportErrorKind::Setup("because")), "because", None, true),
        (
            Error::from(TransportError::new(TransportErrorKind::Connect, "refused")),
            "cannot connect: refused",
            None,
            true,
        ),
        (answered(500, "text/xml", &fault), "the fault Server: no", Some(500), false),
        (answered(404, "text/html", "<p>s3cret-canary"), "got HTTP status 404 with \"text/html\"", Some(404), false),
        (answered(200, "text/xml", ""), "the body is empty", Some(200), false),
        (answered(200, "text/xml", "<a"), "cannot read the response (HTTP status 200)", Some(200), false),
        (answered(200, "text/xml; charset=x", "<a/>"), "unknown character encoding \"x\"", Some(200), false),
        (Error::from(ConfigError::NoTransport("switch it on")), "switch it on", None, true),
        (Error::from(ConfigError::Action("it is none")), "it is none", None, true),
        (
            Error::from(ConfigError::Rows { path: "a/b".into(), problem: "nothing there".into() }),
            "nothing there",
            None,
            true,
        ),
        (Error::from(ConfigError::HttpHeader { name: "X".into(), problem: "no" }), "X", None, true),
        (Error::from(Fault::sender(Version::V11, "wrong")), "the fault Client: wrong", None, false),
    ];
    for (error, text, status, unsent) in cases {
        let error = Error::Login(Arc::new(error));
        assert!(shown(&error).contains("the session cannot log in: "), "{error}");
        // What made a login fail tells as much as if it had been the call.
        assert!(error.is_unsent() && shown(&error).contains(text), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), status, "{error}");
        let Error::Login(inner) = error else { unreachable!() };
        let inner = Arc::into_inner(inner).expect("the only one");
        assert!(shown(&inner).contains(text), "{inner}");
        assert_eq!((inner.status().map(|status| status.as_u16()), inner.is_unsent()), (status, unsent), "{inner}");
    }
    let login = Error::Login(Arc::new(timeout(Phase::Read)));
    assert!(login.is_timeout() && login.fault().is_none() && login.rejection().is_none());
    assert!(Error::Login(Arc::new(answered(500, "text/xml", &fault))).fault().is_some());
    assert!(Error::from(Fault::receiver(Version::V12, "later")).fault().is_some_and(Fault::is_receiver));
}

#[test]
fn a_page_is_there_as_a_whole_for_who_asks() {
    let error = answered(503, "text/html", "<p>down</p>");
    let Error::Status(status) = &error else { panic!("{error}") };
    assert_eq!((status.body(), status.status), (&b"<p>down</p>"[..], StatusCode::SERVICE_UNAVAILABLE));
    assert!(format!("{status:?}").contains("snippet"));
}

#[test]
fn charsets_that_contradict_each_other_are_named() {
    let cases: [(&str, &[u8], &str); 5] = [
        ("text/xml; charset=us-ascii", "<ä/>".as_bytes(), "byte 1 of the body is not US-ASCII"),
        (
            "text/xml",
            b"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-16'?><a/>",
            "encoded as UTF-8 but declares \"utf-16\"",
        ),
        ("text/xml", b"<?xml version='1.0' encoding='utf-16'?><a/>", "encoded as single bytes but declares \"utf-16\""),
        ("text/xml", b"<?xml version='1.0' encoding='\xFF'?><a/>", "unknown character encoding"),
        ("text/xml; charset=shift_jis", b"<a>\x81</a>", "is not Shift_JIS"),
    ];
    for (content_type, body, said) in cases {
        let error = castile::xml::decode(body, Some(content_type)).expect_err(said);
        assert!(error.to_string().contains(said), "{error}");
        let response =
            Response::builder().header("content-type", content_type).body(body.to_vec().into()).expect("a response");
        let client = Client::new("https://h/").expect("a client");
        let error = client.call::<LoginResponse>(&LOGIN, &login()).read(response).expect_err(said);
        let Error::Unreadable(unreadable) = &error else { panic!("{error}") };
        assert!(matches!(unreadable.problem, Unread::Charset(_)) && shown(&error).contains(said), "{error}");
    }
    assert_eq!(CharsetError::Malformed { encoding: "UTF-8", offset: 7 }.to_string(), "byte 7 of the body is not UTF-8");
    // Declarations that the reader refuses: here they count for nothing.
    for body in ["<?xml encoding?><a/>", "<?xml encoding='utf-16?><a/>", "<?xml encoding=x?><a/>"] {
        assert_eq!(castile::xml::decode(body.as_bytes(), None).as_deref(), Ok(body));
    }
    assert_eq!(
        castile::xml::decode(b"<a>\xE9</a>", Some("text/xml; x; charset=\"latin1\"")).as_deref(),
        Ok("<a>é</a>")
    );
}

#[test]
fn an_error_in_a_document_has_row_and_column() {
    let text = "<a>\n  <b>é</b>\n  é&x;</a>";
    let mut reader = Reader::new(text, &[], &Limits::default());
    let error = loop {
        match reader.next() {
            Ok(Token::Eof) => panic!("no error"),
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.position(text), (3, 4));
    assert!(error.to_string().starts_with("`&` must begin") && error.to_string().ends_with("at byte 20"), "{error}");
    let beyond = castile::xml::XmlError { offset: 7, ..error };
    assert_eq!(beyond.position("é"), (1, 2));
    let declared = read_to_error("<a xmlns:xml='urn:x'/>");
    assert!(declared.contains("wrong namespace declaration"), "{declared}");
}

fn read_to_error(text: &str) -> String {
    let mut reader = Reader::new(text, &[], &Limits::default());
    reader.next().expect_err("an error").to_string()
}

#[test]
fn faults_have_codes_of_ones_own() {
    let code = FaultCode::new("urn:shop", "Full");
    assert_eq!(code.to_string(), "Full");
    for version in [Version::V11, Version::V12] {
        let mut fault = Fault::new(version, code.clone(), "no <more> room");
        fault.role = Some("urn:me".into());
        fault.node = Some("urn:node".into());
        fault.subcodes = vec![FaultCode::new("urn:shop", "Deep")];
        fault.details =
            vec![Element::parse("<problem xmlns='urn:shop'><number>7</number></problem>").expect("an element")];
        let response = castile::call::write_http_fault(&fault).expect("a response");
        let client = Client::new("https://h/").expect("a client");
        let error = client.call::<LoginResponse>(&LOGIN, &login()).read(response).expect_err("a fault");
        let read = error.fault().expect("a fault");
        assert_eq!((&read.code, read.reason.as_str(), read.role.as_deref()), (&code, "no <more> room", Some("urn:me")));
        assert_eq!(read.detail::<Problem>().and_then(Result::ok).map(|problem| problem.number), Some(7));
        assert_eq!(read.subcodes.len(), usize::from(version == Version::V12));
        assert!(!read.is_sender() && !read.is_receiver());
    }
    let wrong = Fault::new(Version::V11, code, "\u{1}");
    assert!(castile::call::write_http_fault(&wrong).is_err());
}

#[test]
fn nothing_that_holds_a_message_shows_it() {
    let session = Session { token: "canary".into() };
    let blocks = [
        Block::Typed(<Session as castile::Root>::ELEMENT, &session),
        Block::Element(Element::parse("<x>canary</x>").expect("an element")),
    ];
    let client = Client::builder("https://h/s?key=long-canary").bearer_auth("canary").build().expect("a client");
    let request = login();
    let call = client.call::<LoginResponse>(&LOGIN, &request);
    let text = "<a b='canary' c='1'>canary<![CDATA[canary]]></a>";
    let mut reader = Reader::new(text, &[], &Limits::default());
    reader.next().expect("a start");
    let bookmark = reader.bookmark();
    let attributes = format!("{:?}", reader.attributes());
    let token = reader.next().expect("a text");
    let capture = {
        let mut again = reader.at(&bookmark);
        again.next().expect("a start");
        again.capture().expect("an element")
    };
    let shown = format!(
        "{blocks:?} {client:?} {call:?} {reader:?} {bookmark:?} {attributes} {token:?} {capture:?} {session:?} {request:?}"
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert!(attributes.contains("6 bytes"), "{attributes}");
}
