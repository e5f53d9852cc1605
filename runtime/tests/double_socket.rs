//! The double as a server for clients of every kind: chunked requests, expectations, requests that are broken.

mod contract;

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use castile::soap::Version;
use castile::{Answer, Client, Double, Fault};
use contract::*;

/// What the server says to these bytes, after which nothing more is sent.
fn say(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    // The server may have heard enough before the end.
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

fn chunked(body: &str, size: usize) -> String {
    let mut out = String::new();
    for piece in body.as_bytes().chunks(size) {
        out += &format!("{:x};extension=1\r\n{}\r\n", piece.len(), String::from_utf8_lossy(piece));
    }
    out + "0\r\nTrailer: 1\r\n\r\n"
}

#[test]
fn requests_come_in_chunks_or_whole_or_not_at_all() {
    let double = Double::default().on(&RPC, |add: Add| Sum { result: add.left, person: None });
    let server = double.serve().expect("a server");
    let url = server.url();
    let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let client = Client::new(&url).expect("a client");
    let request = client.call::<Sum>(&RPC, &Add { left: 42, right: None }).to_request().expect("a request");
    let body = String::from_utf8(request.body().to_vec()).expect("UTF-8");
    let head = "POST / HTTP/1.1\r\nHost: h\r\nSOAPAction: \"\"\r\nContent-Type: text/xml\r\n";
    for sent in [
        format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n{}", chunked(&body, 50)),
        format!("{head}Expect: 100-continue\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
    ] {
        let said = say(&address, sent.as_bytes());
        assert!(said.contains("200 OK") && said.contains("<return>42</return>"), "{said}");
        assert_eq!(said.contains("100 Continue"), sent.contains("Expect"), "{said}");
    }
    let good = double.requests().len();
    for broken in [
        format!("{head}Content-Length: 99999\r\n\r\n{body}"),
        format!("{head}Content-Length: 99999999999999\r\n\r\n"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\nabc"),
        format!("{head}Transfer-Encoding: chunked\r\n\r\n"),
        "nonsense\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nno colon\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)),
        "GET / HTTP/1.1\r\n".to_owned(),
    ] {
        let said = say(&address, broken.as_bytes());
        assert!(!said.contains("200 OK"), "{broken:.60}: {said}");
    }
    assert_eq!(double.requests().len(), good);
    assert!(format!("{server:?} {double:?}").contains("requests"));
}

#[test]
fn answers_of_every_kind_are_known_by_what_they_are() {
    let answers = [
        Answer::reply(Sum { result: 1, person: None }).delayed(Duration::from_millis(1)),
        Answer::fault(Fault::sender(Version::V11, "wrong")),
        Answer::raw(503, "text/plain", "busy").truncated(2),
    ];
    for (answer, is) in answers.iter().zip(["a reply", "a fault", "a response"]) {
        assert!(format!("{answer:?}").contains(is), "{answer:?}");
    }
    let double = Double::default().answers(&RPC, answers);
    let client = Client::builder("https://h/").blocking_transport(double.clone()).build().expect("a client");
    let call = || client.call::<Sum>(&RPC, &Add::default()).send_blocking();
    assert_eq!(call().expect("a reply").result, 1);
    assert!(call().expect_err("a fault").fault().is_some());
    assert!(call().expect_err("a cut").to_string().contains("broke off"));
    let mut teapot = http::Response::new("short and stout".into());
    *teapot.status_mut() = http::StatusCode::IM_A_TEAPOT;
    let unwritable = LoginResponse { name: "\u{1}".into(), token: None };
    for (answer, said) in [
        (Answer::response_of(teapot), "418"),
        (Answer::status(502), "502"),
        (Answer::reply(unwritable), "the double's answer cannot be written"),
    ] {
        let double = Double::default().answers(&LOGIN, [answer]);
        let client = Client::builder("https://h/").blocking_transport(double).build().expect("a client");
        let error = client.call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err(said);
        assert!(error.to_string().contains(said), "{error}");
    }
    // Whoever is asked what it has no answer for says so.
    let nobody = Client::builder("https://h/").blocking_transport(Double::default()).build().expect("a client");
    let error = nobody.call::<Sum>(&RPC, &Add::default()).send_blocking().expect_err("no rule");
    assert!(error.to_string().contains("the double has no rules"), "{error}");
    let none = Double::default().answers(&RPC, []);
    let none = Client::builder("https://h/").blocking_transport(none).build().expect("a client");
    let error = none.call::<Sum>(&RPC, &Add::default()).send_blocking().expect_err("no answer");
    assert!(error.to_string().contains("no answers for this operation"), "{error}");
}
