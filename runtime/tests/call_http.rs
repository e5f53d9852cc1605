//! Calls without a socket: the HTTP request that is made, and what is made of each kind of response.

mod contract;

use std::time::Duration;

use bytes::Bytes;
use castile::error::{ConfigError, Problem as Unread};
use castile::{Client, Double, Element, Error, Limits};
use contract::*;
use http::{Request, Response};

fn client(double: &Double) -> Client {
    Client::builder("https://h/s?key=query-canary")
        .basic_auth("user", "basic-canary")
        .blocking_transport(double.clone())
        .transport(double.clone())
        .build()
        .expect("a client")
}

fn request(operation: &'static castile::facts::Operation, value: &dyn castile::Content) -> Request<Bytes> {
    let client = Client::new("https://h/s").expect("a client");
    client.call::<LoginResponse>(operation, value).to_request().expect("a request")
}

fn header<'r>(request: &'r Request<Bytes>, name: &str) -> Option<&'r str> {
    request.headers().get(name).map(|value| value.to_str().expect("ASCII"))
}

fn answer(status: u16, content_type: &str, body: impl Into<Bytes>) -> Result<LoginResponse, Error> {
    let double = Double::answering(status, content_type, body);
    client(&double).call::<LoginResponse>(&LOGIN, &login()).send_blocking()
}

#[test]
fn soap_requests_have_their_headers_exactly() {
    let v11 = request(&LOGIN, &login());
    assert_eq!((v11.method().as_str(), v11.uri().to_string().as_str()), ("POST", "https://h/s"));
    assert_eq!(header(&v11, "SOAPAction"), Some("\"urn:shop/login\""));
    assert_eq!(header(&v11, "Content-Type"), Some("text/xml; charset=utf-8"));
    assert_eq!(header(&v11, "Accept"), Some("text/xml"));
    assert_eq!(header(&request(&RPC, &Add::default()), "SOAPAction"), Some("\"\""));

    let v12 = request(&LOGIN_12, &login());
    assert_eq!(header(&v12, "SOAPAction"), None);
    let content_type = "application/soap+xml; charset=utf-8; action=\"urn:shop/login\"";
    assert_eq!(header(&v12, "Content-Type"), Some(content_type));
    let without = request(&ENCODED_12, &Add::default());
    assert_eq!(header(&without, "Content-Type"), Some("application/soap+xml; charset=utf-8"));
}

#[test]
fn an_action_cannot_inject_a_header() {
    let client = Client::new("https://h/s").expect("a client");
    let error = client.call::<()>(&BAD_ACTION, &()).to_request().expect_err("refused");
    assert!(matches!(error, Error::Config(ConfigError::Action(_))));
}

#[test]
fn options_that_cannot_be_used_are_errors_and_send_nothing() {
    let double = Double::answering(200, "text/xml", soap11(ANSWER));
    let client = client(&double);
    let request = login();
    let call = || client.call::<LoginResponse>(&LOGIN, &request);
    for bad in [
        call().http_header("X-A", "a\r\nX-B: b"),
        call().http_header("X A", "a"),
        call().http_header("Content-Length", "5"),
        call().http_header("SOAPAction", "x"),
        call().endpoint("file:///etc/passwd"),
        call().endpoint("https://u:p@h/"),
    ] {
        assert!(matches!(bad.send_blocking(), Err(Error::Config(_))));
    }
    assert!(matches!(Client::new("ftp://h/"), Err(Error::Config(ConfigError::Endpoint(_)))));
    assert!(Client::builder("http://h/").https_only(true).build().is_err());
    let error = Client::builder("https://h/").basic_auth("a:b", "c").build().expect_err("refused");
    assert!(error.to_string().contains("colon"), "{error}");
    assert!(double.requests().is_empty());
}

#[test]
fn what_the_call_says_goes_before_what_the_client_says() {
    let client =
        Client::builder("https://h/s").http_header("X-A", "client").bearer_auth("b").build().expect("a client");
    let (request, session) = (login(), Session { token: "t".into() });
    let call = client
        .call::<LoginResponse>(&LOGIN, &request)
        .http_header("x-a", "call")
        .endpoint("https://other/t")
        .header(&session)
        .header_element(Element::parse("<x xmlns='urn:x'/>").expect("an element"));
    let request = call.to_request().expect("a request");
    assert_eq!(header(&request, "x-a"), Some("call"));
    assert_eq!(header(&request, "authorization"), Some("Bearer b"));
    assert_eq!(request.uri().to_string(), "https://other/t");
    let body = String::from_utf8_lossy(request.body());
    assert!(body.contains("<soap:Header><n1:session><n1:token>t</n1:token></n1:session><"), "{body}");
}

#[test]
fn http_bindings() {
    let value = Login { user: "a b&c/ü".into(), password: Some("p".into()) };
    let get = request(&GET, &value);
    assert_eq!(get.uri().to_string(), "https://h/s/Login?user=a%20b%26c%2F%C3%BC&password=p");
    assert!(get.body().is_empty() && get.method() == "GET");
    let post = request(&POST, &Login { password: None, ..value.clone() });
    assert_eq!(post.uri().to_string(), "https://h/s/Login");
    assert_eq!(&post.body()[..], b"user=a%20b%26c%2F%C3%BC");
    assert_eq!(header(&post, "content-type"), Some("application/x-www-form-urlencoded"));
    let replaced = request(&REPLACED, &value);
    assert_eq!(replaced.uri().to_string(), "https://h/s/users/a%20b%26c%2F%C3%BC/key/p");
    let json = request(&JSON, &value);
    assert_eq!(json.uri().to_string(), "https://h/s/json/Login");
    assert_eq!(&json.body()[..], "{\"login\":{\"user\":\"a b&c/ü\",\"password\":\"p\"}}".as_bytes());
    assert_eq!(header(&json, "content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(header(&json, "accept"), Some("application/json"));
}

#[test]
fn json_and_xml_answers() {
    let call = |operation, content_type: &str, body: &str| {
        let double = Double::answering(200, content_type, body.to_owned());
        client(&double).call::<LoginResponse>(operation, &login()).send_blocking()
    };
    let ada = LoginResponse { name: "Ada".into(), token: None };
    for body in [
        r#"{"LoginResult":{"name":"Ada"}}"#,
        r#" { "x": [1,{"LoginResult":2}], "LoginResult" : { "more": null, "name": "Ada" } } "#,
        r#"{"Login":{"name":"Ada"}}"#,
        "{\"Login\":{\"name\":\"Bob\"},\"LoginResult\":{\"name\":\"Ada\"}}",
    ] {
        assert_eq!(call(&JSON, "application/json", body).expect(body), ada);
    }
    for body in
        [r#"{"Other":{"name":"Ada"}}"#, r#"{"LoginResult":{"name":"Ada"}"#, r#"[{"name":"Ada"}]"#, "{}", "nonsense"]
    {
        let error = call(&JSON, "application/json", body).expect_err(body);
        assert!(matches!(error, Error::Unreadable(_)), "{body}: {error}");
    }
    let error = call(&JSON, "application/xml", "<Fault>no</Fault>").expect_err("markup");
    assert!(matches!(&error, Error::Status(status) if status.body() == b"<Fault>no</Fault>"), "{error}");
    assert!(matches!(call(&JSON, "application/json", ""), Err(Error::Status(_))));
    assert_eq!(
        call(&GET, "text/xml", "<loginResponse xmlns='urn:shop'><name>Ada</name></loginResponse>").expect("xml"),
        ada
    );
    assert!(matches!(call(&GET, "text/plain", "Missing parameter"), Err(Error::Status(_))));
}

#[test]
fn charsets() {
    let xml = "<?xml version='1.0' encoding='ISO-8859-1'?>".to_owned()
        + &soap11("<loginResponse xmlns='urn:shop'><name>José Müller</name></loginResponse>");
    let latin: Vec<u8> = xml.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    for content_type in ["text/xml; charset=ISO-8859-1", "text/xml"] {
        assert_eq!(answer(200, content_type, latin.clone()).expect("readable").name, "José Müller");
    }
    let error = answer(200, "text/xml; charset=x-unheard-of", latin).expect_err("unknown");
    assert!(
        matches!(&error, Error::Unreadable(unreadable) if matches!(unreadable.problem, Unread::Charset(_))),
        "{error}"
    );
}

#[test]
fn what_is_no_envelope_is_shown_with_its_status() {
    let html = "<!DOCTYPE html><html><body>Please log in</body></html>";
    let truncated = soap11(ANSWER).replace("</s:Envelope>", "");
    // (status, content type, body, whether it is a `Status` error)
    let cases = [
        (200, "text/html", html, true),
        (502, "text/html; charset=utf-8", html, true),
        (200, "text/xml", html, false),
        (200, "application/json", "{\"a\":1}", true),
        (200, "text/plain", "nope", true),
        (200, "text/xml", "nope", false),
        (200, "text/xml", &truncated, false),
        (500, "text/xml", &truncated, false),
        (200, "text/xml", "<other/>", false),
        (404, "text/xml", "<other/>", true),
        (200, "text/xml", "", true),
        (400, "text/html", "", true),
        (307, "text/html", "moved", true),
        (500, "text/xml", &soap11(ANSWER), true),
    ];
    for (status, content_type, body, is_status) in cases {
        let error = answer(status, content_type, body.to_owned()).expect_err(body);
        assert_eq!(matches!(error, Error::Status(_)), is_status, "{status} {content_type} {body}: {error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
        let text = error.to_string();
        assert!(text.contains(&status.to_string()), "{text}");
        let start: String = body.chars().take(8).collect();
        assert!(text.contains(&start), "{text}");
    }
    let doctype = soap11("").replace("<s:Envelope", "<!DOCTYPE s:Envelope SYSTEM 'file:///etc/passwd'><s:Envelope");
    let error = answer(200, "text/xml", doctype).expect_err("a DOCTYPE");
    assert!(error.to_string().contains("document type"), "{error}");
}

#[test]
fn one_way_operations_take_an_empty_answer() {
    let call = |status, body: &str| {
        let double = Double::answering(status, "text/xml", body.to_owned());
        client(&double).call::<()>(&ONE_WAY, &login()).send_blocking()
    };
    for (status, body) in [(202, ""), (200, ""), (204, ""), (200, "ok"), (200, &*soap11(""))] {
        assert!(call(status, body).is_ok(), "{status} {body}");
    }
    for (status, body) in [(500, ""), (404, "x"), (200, "<html></html>")] {
        assert!(call(status, body).is_err(), "{status} {body}");
    }
}

fn compressed_bytes(encoding: &str, body: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    if encoding == "gzip" {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).expect("in memory");
        return encoder.finish().expect("in memory");
    }
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).expect("in memory");
    encoder.finish().expect("in memory")
}

fn encoded(encoding: &'static str, bytes: Vec<u8>) -> Double {
    Double::new(move |_| {
        let mut response = Response::new(Bytes::from(bytes.clone()));
        let headers = response.headers_mut();
        headers.insert("content-type", "text/xml".parse().expect("a value"));
        headers.insert("content-encoding", encoding.parse().expect("a value"));
        response
    })
}

fn compressed(encoding: &'static str, body: &[u8]) -> Double {
    encoded(encoding, compressed_bytes(encoding, body))
}

#[test]
fn compressed_bodies_are_inflated_and_counted() {
    for encoding in ["gzip", "deflate"] {
        let double = compressed(encoding, soap11(ANSWER).as_bytes());
        let reply: LoginResponse = client(&double).call(&LOGIN, &login()).send_blocking().expect("readable");
        assert_eq!(reply.name, "Ada");
        let bomb = compressed(encoding, &vec![b' '; 64 << 20]);
        let error = client(&bomb).call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err("a bomb");
        assert!(matches!(&error, Error::Limit(limit) if limit.name == "inflate_ratio"), "{error}");
    }
}

#[test]
fn compressed_bodies_that_are_cut_are_errors() {
    for encoding in ["gzip", "deflate"] {
        let whole = compressed_bytes(encoding, soap11(ANSWER).as_bytes());
        for end in 1..whole.len() {
            let cut = whole.get(..end).unwrap_or_default().to_vec();
            let error = client(&encoded(encoding, cut)).call::<LoginResponse>(&LOGIN, &login()).send_blocking();
            assert!(matches!(error, Err(Error::Unreadable(_))), "{encoding} {end}: {error:?}");
        }
    }
    let unknown = encoded("br", b"x".to_vec());
    let error = client(&unknown).call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err("unknown");
    assert!(error.to_string().contains("Content-Encoding"), "{error}");
}

#[test]
fn the_reply_has_its_headers() {
    let text = soap11(ANSWER).replace(
        "<s:Body>",
        "<s:Header><n:session xmlns:n='urn:shop'><n:token>header-canary</n:token></n:session></s:Header><s:Body>",
    );
    let double = Double::new(move |_| {
        let mut response = Response::new(Bytes::from(text.clone()));
        response.headers_mut().insert("www-authenticate", "Bearer token = http-canary".parse().expect("a value"));
        response
    });
    let reply = client(&double).call::<LoginResponse>(&LOGIN, &login()).reply_blocking().expect("a reply");
    assert_eq!(reply.header::<Session>().expect("there").expect("readable").token, "header-canary");
    assert!(reply.header::<Trace>().is_none());
    assert_eq!(reply.http_headers["www-authenticate"], "Bearer token = http-canary");
    assert!(!format!("{reply:?}").contains("canary"), "{reply:?}");
}

#[test]
fn the_same_call_async_and_by_hand() {
    let double = Double::answering(200, "text/xml", soap11(ANSWER));
    let client = client(&double);
    let request = login();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let reply = runtime
        .block_on(async { client.call::<LoginResponse>(&LOGIN, &request).timeout(Duration::from_secs(1)).await });
    assert_eq!(reply.expect("a reply").name, "Ada");
    let call = client.call::<LoginResponse>(&LOGIN, &request);
    let sent = call.to_request().expect("a request");
    assert_eq!(sent.body(), double.requests()[0].body());
    let read = call.read(Response::new(Bytes::from(soap11(ANSWER)))).expect("a reply");
    assert_eq!(read.body.name, "Ada");
}

#[test]
fn no_secret_is_shown() {
    let leaks = "s3cret-canary basic-canary query-canary dXNlcjpiYXNpYy1jYW5hcnk=";
    let bodies = [
        (200, "text/html", format!("<html>{leaks}</html>")),
        (500, "text/plain", leaks.to_owned()),
        (200, "text/xml", soap11(ANSWER).replace("</s:Body>", leaks)),
        (200, "text/xml", "<loginResponse xmlns='urn:shop'><token>tok-canary".to_owned()),
    ];
    for (status, content_type, body) in bodies {
        let double = Double::answering(status, content_type, body.clone());
        let (client, request) = (client(&double), login());
        let call = client.call::<LoginResponse>(&LOGIN, &request);
        let builder = Client::builder("https://h/?query-canary");
        let mut shown = format!("{client:?} {call:?} {request:?} {builder:?}");
        let error = call.send_blocking().expect_err("an error");
        shown = format!("{shown} {error} {error:?}");
        assert!(!shown.contains("canary") && !shown.contains("dXNlcjp"), "{body}: {shown}");
        assert!(shown.contains("redacted"), "{shown}");
    }
}

/// Of a header block without a type nobody knows what is secret.
#[test]
fn nothing_of_a_block_without_a_type_is_shown() {
    let block = "<w:Security xmlns:w='urn:w' id='attribute-canary'><w:Token><w:User>user-canary</w:User>\
                 <w:Password Type='x'>pass&amp;<![CDATA[word]]>-canary</w:Password></w:Token></w:Security>";
    let (request, shown) = (login(), "attribute-canary user-canary pass&amp;word-canary pass&word-canary");
    for body in [shown.to_owned(), soap11(&format!("<s:Fault><faultstring>{}</faultstring></s:Fault>", &shown[..50]))] {
        let client = client(&Double::answering(500, "text/html", body));
        let call = client.call::<LoginResponse>(&LOGIN, &request);
        let error =
            call.header_element(Element::parse(block).expect("an element")).send_blocking().expect_err("an error");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
    // The request itself, in a page of one who shows it.
    let double = Double::new(|request| {
        let mut response = Response::new(request.body().clone());
        *response.status_mut() = http::StatusCode::BAD_GATEWAY;
        *response.body_mut() = [b"<html>", &request.body()[..]].concat().into();
        response
    });
    let client = client(&double);
    let call = client.call::<LoginResponse>(&LOGIN, &request);
    let error = call.header_element(Element::parse(block).expect("an element")).send_blocking().expect_err("a page");
    assert!(error.to_string().contains("Security") && !format!("{error} {error:?}").contains("canary"), "{error}");
}

#[test]
fn limits_are_set_on_the_client_and_on_the_call_and_say_how_to_raise_them() {
    let double = Double::answering(200, "text/xml", soap11(ANSWER));
    let limits = |body_bytes| Limits { body_bytes, ..Limits::default() };
    let client =
        Client::builder("https://h/s").blocking_transport(double).limits(limits(100)).build().expect("a client");
    let request = login();
    let call = || client.call::<LoginResponse>(&LOGIN, &request);
    let error = call().send_blocking().expect_err("over");
    assert!(matches!(&error, Error::Limit(limit) if (limit.name, limit.value) == ("body_bytes", 100)), "{error}");
    assert!(
        error.to_string().contains("raise Limits::body_bytes with ClientBuilder::limits or Call::limits"),
        "{error}"
    );
    assert_eq!(call().limits(limits(10_000)).send_blocking().expect("a reply").name, "Ada");
    let shallow = Limits { depth: 3, ..Limits::default() };
    let error = call().limits(shallow).send_blocking().expect_err("over");
    assert!(matches!(&error, Error::Limit(limit) if (limit.name, limit.value) == ("depth", 3)), "{error}");
    assert!(error.to_string().contains("Envelope/Body"), "{error}");
}

/// A way to set a limit, and a reply that goes beyond it.
type Beyond = (&'static str, (u64, fn(&mut Limits)), (&'static str, &'static str), Vec<u8>);

#[test]
fn each_limit_is_set_on_the_client_raised_on_the_call_and_named_in_its_error() {
    let with = |content: &str| {
        let reply = format!("<loginResponse xmlns='urn:shop'><name>Ada</name>{content}</loginResponse>");
        soap11(&reply).into_bytes()
    };
    let xml = ("content-type", "text/xml");
    let long = "x".repeat(2 << 20);
    let gzip = compressed_bytes("gzip", &with(&format!("<x>{long}</x>")));
    let parts =
        [&b"--b\r\nContent-Type: text/xml\r\n\r\n"[..], &with(""), b"\r\n--b\r\nContent-ID: <a>\r\n\r\n.\r\n--b--"];
    // The twelfth, `memory_ratio`, needs larger types: `tests/tests/hostile_heap.rs`.
    let cases: [Beyond; 11] = [
        ("depth", (5, |limits| limits.depth = 5), xml, with("<x><y><z/></y></x>")),
        ("attributes", (2, |limits| limits.attributes = 2), xml, with("<x a='' b='' c=''/>")),
        ("attribute_bytes", (60, |limits| limits.attribute_bytes = 60), xml, with(&format!("<x a='{:70}'/>", ""))),
        ("children", (3, |limits| limits.children = 3), xml, with("<x/><x/><x/>")),
        ("elements", (5, |limits| limits.elements = 5), xml, with("<x/><x/>")),
        ("name_bytes", (20, |limits| limits.name_bytes = 20), xml, with("<x2345678901234567890a/>")),
        ("namespaces", (2, |limits| limits.namespaces = 2), xml, with("<x xmlns:a='urn:a'/>")),
        ("text_bytes", (4, |limits| limits.text_bytes = 4), xml, with("<token>12345</token>")),
        ("body_bytes", (100, |limits| limits.body_bytes = 100), xml, with("")),
        ("inflate_ratio", (10, |limits| limits.inflate_ratio = 10), ("content-encoding", "gzip"), gzip),
        (
            "attachments",
            (0, |limits| limits.attachments = 0),
            ("content-type", "multipart/related; boundary=b"),
            parts.concat(),
        ),
    ];
    for (name, (most, set), (header, value), body) in cases {
        let double = Double::new(move |_| {
            let mut response = Response::new(Bytes::from(body.clone()));
            response.headers_mut().insert(header, value.parse().expect("a value"));
            response
        });
        let mut limits = Limits::default();
        set(&mut limits);
        let builder = Client::builder("https://h/s").blocking_transport(double).limits(limits);
        let (client, request) = (builder.build().expect("a client"), login());
        let call = || client.call::<LoginResponse>(&LOGIN, &request);
        let error = call().send_blocking().expect_err(name);
        assert!(matches!(&error, Error::Limit(limit) if (limit.name, limit.value) == (name, most)), "{name}: {error}");
        let said = error.to_string();
        assert!(said.contains(&format!("more {name} than the limit of {most}")), "{said}");
        assert!(said.contains(&format!("raise Limits::{name} with ClientBuilder::limits or Call::limits")), "{said}");
        let raised = Limits { inflate_ratio: 10_000, ..Limits::default() };
        let reply = call().limits(raised).send_blocking();
        assert_eq!(reply.map(|reply| reply.name).map_err(|error| error.to_string()).as_deref(), Ok("Ada"), "{name}");
    }
}

#[test]
fn no_error_steers_a_terminal() {
    // U+009B begins a control sequence, U+202E turns the writing round: XML allows both in a namespace name.
    for namespace in ["urn:\u{9b}31m", "urn:\u{7f}", "urn:\u{202e}", &"n".repeat(100_000)] {
        let root = answer(200, "text/xml", format!("<Envelope xmlns='{namespace}'/>")).expect_err("no envelope");
        let body = soap11(&format!("<loginResponse xmlns='{namespace}'/>"));
        let body = answer(200, "text/xml", body).expect_err("another element");
        for error in [root, body] {
            let said = error.to_string();
            assert!(!said.contains(|c: char| c.is_control() || c == '\u{202e}'), "{said:?}");
            assert!(said.len() < 4096, "{} bytes", said.len());
        }
    }
}

/// What a server says is shown, but neither without end nor with what the request sent.
#[test]
fn no_error_fills_a_log() {
    let long = "x".repeat(100_000);
    let subcode = |inner: String| format!("<s:Subcode><s:Value>s:{}</s:Value>{inner}</s:Subcode>", &long[..9_000]);
    let subcodes = (0..20).fold(String::new(), |inner, _| subcode(inner));
    let content_type = format!("text/html; of=s3cret-canary; {long}");
    for error in [
        answer(
            500,
            "text/xml",
            soap11(&format!("<s:Fault><faultcode>{long}</faultcode><faultstring>{long}</faultstring></s:Fault>")),
        ),
        answer(
            500,
            "text/xml",
            soap12(&format!("<s:Fault><s:Code><s:Value>s:{long}</s:Value>{subcodes}</s:Code></s:Fault>")),
        ),
        answer(500, &content_type, long.clone()),
        answer(200, &content_type.replace("text/html", "text/xml"), "<".to_owned()),
    ] {
        let error = error.expect_err("an error");
        let said = error.to_string();
        assert!(said.len() < 8192, "{} bytes: {said:.200}", said.len());
        assert!(!format!("{error:?}").contains("canary"), "{said}");
    }
}
