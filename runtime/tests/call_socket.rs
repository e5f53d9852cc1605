//! Calls over a real socket on the loopback interface: timeouts, truncation, redirects, size.
#![cfg(feature = "blocking")]

mod contract;
mod raw;

use std::io::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use castile::call::{Phase, TransportErrorKind};
use castile::{Client, Double, Error, Limits, Timeouts};
use contract::*;

/// Proxies of the environment have no say in these tests.
fn client(url: &str, timeouts: Timeouts) -> Client {
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(timeouts.connect)
        .build()
        .expect("a client");
    Client::builder(url).timeouts(timeouts).reqwest(http).build().expect("a client")
}

fn call(client: &Client) -> Result<LoginResponse, Error> {
    client.call(&LOGIN, &login()).send_blocking()
}

/// A server that reads a request, sends these bytes and then keeps the connection open, or closes it.
fn serve(bytes: Vec<u8>, stall: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/s", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept() {
            raw::read_request(&mut stream);
            let _ = stream.write_all(&bytes);
            let _ = stream.flush();
            if stall {
                open.push(stream);
            }
        }
    });
    url
}

fn short() -> Timeouts {
    Timeouts {
        connect: Duration::from_secs(5),
        read: Duration::from_millis(200),
        total: Duration::from_secs(20),
        ..Timeouts::default()
    }
}

#[test]
fn a_double_serves_blocking_and_async_calls_on_one_connection() {
    let double = Double::answering(200, "text/xml; charset=utf-8", soap11(ANSWER));
    let server = double.serve().expect("a server");
    let client = client(&server.url(), Timeouts::default());
    for _ in 0..3 {
        assert_eq!(call(&client).expect("a reply").name, "Ada");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // A connection is free again when its task has seen the end of the response.
    let free = || tokio::time::sleep(Duration::from_millis(20));
    runtime.block_on(async {
        free().await;
        let reply = client.call::<LoginResponse>(&LOGIN, &login()).await;
        assert_eq!(reply.expect("a reply").name, "Ada");
    });
    let requests = double.requests();
    assert_eq!((requests.len(), server.connections()), (4, 1));
    // And a client whose connections are those of the runtime it is called on.
    let awaited = self::client(&server.url(), Timeouts::default());
    runtime.block_on(async {
        for _ in 0..3 {
            awaited.call::<LoginResponse>(&LOGIN, &login()).await.expect("a reply");
            free().await;
        }
    });
    assert_eq!(server.connections(), 2);
    assert_eq!(requests[0].headers()["soapaction"], "\"urn:shop/login\"");
    let body = String::from_utf8_lossy(requests[0].body());
    assert!(body.contains("<n1:user>müller</n1:user>"), "{body}");
}

/// RFC 9110 section 8.6. Servers answer 411 to a POST that does not say how long its content is.
#[test]
fn content_that_is_empty_is_said_to_be() {
    let double = Double::answering(200, "text/xml; charset=utf-8", ANSWER);
    let server = double.serve().expect("a server");
    let request = login();
    for operation in [&POST_NOTHING, &GET] {
        let blocking = client(&server.url(), Timeouts::default());
        blocking.call::<LoginResponse>(operation, &request).send_blocking().expect("a reply");
        // Another client: connections are those of the runtime that made them, and this one runs only here.
        let awaited = client(&server.url(), Timeouts::default());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let reply = runtime.block_on(async { awaited.call::<LoginResponse>(operation, &request).await });
        reply.expect("a reply");
    }
    let requests = double.requests();
    let lengths: Vec<_> = requests.iter().map(|request| request.headers().get("content-length")).collect();
    let zero = "0".parse().expect("a value");
    assert_eq!(lengths, [Some(&zero), Some(&zero), None, None]);
}

#[test]
fn a_stall_ends_with_the_read_timeout() {
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<s:Env"] {
        let start = Instant::now();
        let error = call(&client(&serve(bytes.to_vec(), true), short())).expect_err("a timeout");
        assert!(matches!(&error, Error::Timeout(timeout) if timeout.phase == Phase::Read), "{error}");
        assert!(error.is_timeout() && start.elapsed() < Duration::from_secs(10));
    }
}

/// The connection is not there before TLS is: a server that stalls in between, breaks off or does not speak it.
#[test]
fn what_happens_before_tls_is_there_happens_to_the_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent = format!("https://{}/s", listener.local_addr().expect("an address"));
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let brief = Timeouts { connect: Duration::from_millis(150), ..short() };
    let own = Client::builder(&silent).timeouts(brief).build().expect("a client");
    // What a client of one's own was told is not known; what it took is.
    for (client, longest) in [(own, brief.connect), (client(&silent, brief), Duration::from_secs(4))] {
        let error = call(&client).expect_err("a timeout");
        let Error::Timeout(timeout) = &error else { panic!("{error}") };
        assert_eq!((timeout.phase, error.is_unsent()), (Phase::Connect, true));
        assert!(timeout.after >= brief.connect && timeout.after <= longest, "{error}");
    }
    for bytes in [&b""[..], b"\x16\x03\x03", b"HTTP/1.1 200 OK\r\n\r\n"] {
        let url = serve_at_once(bytes).replace("http:", "https:");
        let error = call(&client(&url, short())).expect_err("no TLS");
        assert!(matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Connect), "{error}");
        assert!(error.is_unsent());
    }
}

/// A server that sends these bytes unasked and closes.
fn serve_at_once(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/s", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            // What the client begins with is read, so that closing is no reset.
            let _ = std::io::Read::read(&mut stream, &mut [0; 4096]);
            let _ = stream.write_all(bytes);
        }
    });
    url
}

#[test]
fn the_total_timeout_ends_a_trickle() {
    let timeouts = Timeouts { total: Duration::from_millis(300), read: Duration::from_secs(10), ..short() };
    let error = call(&client(&serve(Vec::new(), true), timeouts)).expect_err("a timeout");
    assert!(matches!(&error, Error::Timeout(timeout) if timeout.phase == Phase::Total), "{error}");
}

#[test]
fn a_truncated_response_is_an_error() {
    let heads = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
    ];
    for head in heads {
        let bytes = format!("{head}{}", soap11(ANSWER)).into_bytes();
        let error = call(&client(&serve(bytes, false), short())).expect_err("truncated");
        assert!(matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Body), "{error}");
    }
}

#[test]
fn http_1_0_without_length_chunked_and_no_reason_phrase() {
    let body = soap11(ANSWER);
    let chunked = format!(
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        &body[..5],
        body.len() - 5,
        &body[5..]
    );
    for bytes in [format!("HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n{body}"), chunked] {
        assert_eq!(call(&client(&serve(bytes.into_bytes(), false), short())).expect("a reply").name, "Ada");
    }
}

#[test]
fn the_size_limit_holds_for_declared_and_for_endless_bodies() {
    let declared = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec();
    let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    endless.extend(vec![b' '; 1 << 20]);
    for bytes in [declared, endless] {
        let client = client(&serve(bytes, true), short());
        let limits = Limits { body_bytes: 1 << 16, ..Limits::default() };
        let error = client.call::<LoginResponse>(&LOGIN, &login()).limits(limits).send_blocking().expect_err("over");
        assert!(matches!(&error, Error::Limit(limit) if limit.name == "body_bytes"), "{error}");
    }
}

/// Answers everything with a redirect.
fn redirecting(status: u16, location: String) -> Double {
    Double::new(move |_| {
        let mut response = http::Response::new(bytes::Bytes::new());
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        response.headers_mut().insert("location", location.parse().expect("a value"));
        response
    })
}

#[test]
fn redirects_are_not_followed() {
    let target = Double::answering(200, "text/xml", soap11(ANSWER));
    let second = target.serve().expect("a server");
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status, second.url()).serve().expect("a server");
        // The transport as it is by default.
        let client = Client::builder(&server.url()).http_header("x-api-key", "canary").build().expect("a client");
        let error = call(&client).expect_err("a redirect");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
    }
    assert!(target.requests().is_empty());
}

#[test]
fn a_client_of_ones_own_goes_through_its_proxy() {
    let double = Double::answering(200, "text/xml", soap11(ANSWER));
    let server = double.serve().expect("a server");
    let proxy = reqwest::Proxy::http(server.url()).expect("a proxy").basic_auth("proxy", "password");
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).proxy(proxy).build();
    let builder = Client::builder("http://service.invalid/s").reqwest(http.expect("a client"));
    let client = builder.basic_auth("ada", "right").build().expect("a client");
    assert_eq!(call(&client).expect("a reply").name, "Ada");
    let requests = double.requests();
    assert_eq!(requests[0].uri().to_string(), "http://service.invalid/s");
    // RFC 7617: `proxy:password` and `ada:right`.
    assert_eq!(requests[0].headers()["proxy-authorization"], "Basic cHJveHk6cGFzc3dvcmQ=");
    assert_eq!(requests[0].headers()["authorization"], "Basic YWRhOnJpZ2h0");
}

/// What a client of one's own follows when nobody told it not to.
#[test]
fn a_client_that_follows_redirects_carries_no_body_away_and_is_found_out() {
    let target = Double::answering(200, "text/xml", soap11(ANSWER));
    let second = target.serve().expect("a server");
    for status in [301, 302, 303, 307, 308] {
        let first = redirecting(status, second.url());
        let server = first.serve().expect("a server");
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        let client = Client::builder(&server.url()).reqwest(http).build().expect("a client");
        let error = client.call::<LoginResponse>(&LOGIN, &login()).safe().send_blocking().expect_err("a redirect");
        if status > 303 {
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error}");
        } else {
            assert!(
                matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Redirected),
                "{error}"
            );
            assert!(error.to_string().contains("Policy::none()") && !error.is_unsent(), "{error}");
        }
        let requests = first.requests();
        assert_eq!((requests.len(), requests[0].headers().contains_key("content-length")), (1, true));
        assert!(!requests[0].body().is_empty());
    }
    assert!(target.requests().iter().all(|request| request.body().is_empty()));
}

#[test]
fn a_refused_connection_says_so_and_not_the_query() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/s?key=canary", listener.local_addr().expect("an address"));
    drop(listener);
    let error = call(&client(&url, short())).expect_err("refused");
    assert!(matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Connect), "{error}");
    assert!(error.is_unsent());
    let mut shown = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        shown = format!("{shown} {inner} {inner:?}");
        source = inner.source();
    }
    assert!(!shown.contains("canary"), "{shown}");
}

/// Threads for blocking work are where a program that is async makes its blocking calls; tokio refuses there what would hold
/// up a task.
#[test]
fn a_blocking_call_works_where_a_runtime_is() {
    let double = Double::answering(200, "text/xml; charset=utf-8", soap11(ANSWER));
    let server = double.serve().expect("a server");
    let client = client(&server.url(), Timeouts::default());
    for mut builder in [tokio::runtime::Builder::new_current_thread(), tokio::runtime::Builder::new_multi_thread()] {
        let runtime = builder.enable_all().build().expect("a runtime");
        let theirs = client.clone();
        let there = runtime.block_on(async { tokio::task::spawn_blocking(move || call(&theirs)).await });
        assert_eq!(there.expect("no panic").expect("a reply").name, "Ada");
        assert_eq!(runtime.block_on(async { call(&client) }).expect("a reply").name, "Ada");
        let streamed = runtime.block_on(async {
            let (operation, request) = (&LOGIN, login());
            let mut rows = client.call::<LoginResponse>(operation, &request).rows_blocking::<String>("name");
            rows.next().map(|row| row.map_err(|error| error.to_string()))
        });
        assert_eq!(streamed, Some(Ok("Ada".to_owned())));
    }
    assert_eq!(double.requests().len(), 6);
}

#[test]
fn an_async_call_without_a_runtime_is_an_error_and_no_panic() {
    let client = client("http://127.0.0.1:9/", short());
    let request = login();
    let mut future = Box::pin(client.call::<LoginResponse>(&LOGIN, &request).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert!(error.to_string().contains("tokio runtime"), "{error}"),
        other => panic!("expected an error, got {other:?}"),
    }
}
