//! What follows a failed attempt: nothing, unless the operation is safe or a redirect may be followed.

mod contract;
#[cfg(feature = "blocking")]
mod raw;

use std::time::{Duration, Instant};

use castile::{Answer, Client, ClientBuilder, Double, Error, Retries};
use contract::*;
use http::Response;

fn quick() -> Retries {
    Retries { pause: Duration::from_millis(10), ..Retries::default() }
}

fn client(double: &Double, options: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let builder = Client::builder("https://host/s").retries(quick());
    options(builder.transport(double.clone()).blocking_transport(double.clone())).build().expect("a client")
}

fn good() -> Answer {
    Answer::reply(LoginResponse { name: "ada".into(), token: None })
}

#[test]
fn only_a_safe_operation_is_repeated() {
    for failure in [Answer::status(503), Answer::status(429), good().truncated(5)] {
        let double = Double::default().answers(&LOGIN, [failure.clone(), failure.clone(), good()]);
        let client = client(&double, |builder| builder);
        let request = login();
        assert!(client.call::<LoginResponse>(&LOGIN, &request).send_blocking().is_err());
        assert_eq!(double.count(&LOGIN), 1, "it is not known to be safe");

        let double = Double::default().answers(&LOGIN, [failure.clone(), failure, good()]);
        let client = self::client(&double, |builder| builder);
        let start = Instant::now();
        let reply: LoginResponse = client.call(&LOGIN, &request).safe().send_blocking().expect("a reply");
        assert_eq!((reply.name.as_str(), double.count(&LOGIN)), ("ada", 3));
        assert!(start.elapsed() >= Duration::from_millis(30), "with pauses of 10 and 20 ms");
    }
}

#[test]
fn async_calls_are_repeated_too_and_end_with_the_last_failure() {
    let double = Double::default().answers(&LOGIN, [Answer::status(503)]);
    let client = client(&double, |builder| builder);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let request = login();
    let result = runtime.block_on(async { client.call::<LoginResponse>(&LOGIN, &request).safe().await });
    assert_eq!(result.expect_err("a failure").status().map(|status| status.as_u16()), Some(503));
    assert_eq!(double.count(&LOGIN), 3);
}

#[test]
fn an_answer_is_final_even_of_a_safe_operation() {
    for answer in [Answer::status(500), Answer::status(404), Answer::raw(200, "text/html", "<p>")] {
        let double = Double::default().answers(&LOGIN, [answer, good()]);
        let client = client(&double, |builder| builder);
        assert!(client.call::<LoginResponse>(&LOGIN, &login()).safe().send_blocking().is_err());
        assert_eq!(double.count(&LOGIN), 1);
    }
}

/// What a call may take in all is for all its attempts.
#[test]
fn the_total_timeout_is_one_for_all_attempts() {
    let total = Duration::from_millis(600);
    let slow = |answer: Answer| answer.delayed(Duration::from_millis(400));
    let check = |first: Answer, call: fn(Client) -> Result<LoginResponse, Error>| {
        let double = Double::default().answers(&LOGIN, [slow(first), slow(good())]);
        let outcome = call(client(&double, |builder| builder.follow_redirects(true).timeout(total)));
        let Err(Error::Timeout(timeout)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((timeout.phase, timeout.after), (castile::call::Phase::Total, total));
        assert_eq!(double.requests().len(), 2);
    };
    let blocking = |client: Client| client.call(&LOGIN, &login()).safe().send_blocking();
    let awaited = |client: Client| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async { client.call(&LOGIN, &login()).safe().await })
    };
    std::thread::scope(|scope| {
        for first in [Answer::status(503), redirect(307, "/new")] {
            let again = first.clone();
            scope.spawn(move || check(first, blocking));
            scope.spawn(move || check(again, awaited));
        }
    });
}

fn redirect(status: u16, location: &str) -> Answer {
    let mut response = Response::new(bytes::Bytes::new());
    *response.status_mut() = status.try_into().expect("a status");
    response.headers_mut().insert("location", location.parse().expect("a value"));
    Answer::response_of(response)
}

#[test]
fn redirects_are_followed_when_asked_to_and_only_on_the_same_server() {
    let call = |client: &Client| client.call::<LoginResponse>(&LOGIN, &login()).send_blocking();
    for (status, location, follow, comes) in [
        (307, "/new", true, true),
        (308, "https://host/new", true, true),
        (307, "/new", false, false),
        (302, "/new", true, false),
        (307, "http://host/new", true, false),
        (307, "//other/new", true, false),
        (308, "https://other/new", true, false),
    ] {
        let double = Double::default().answers(&LOGIN, [redirect(status, location), good()]);
        let result = call(&client(&double, |builder| builder.follow_redirects(follow)));
        let requests = double.requests();
        if comes {
            assert_eq!(result.expect("a reply").name, "ada");
            assert_eq!(requests[1].uri().to_string(), "https://host/new");
            assert_eq!((requests[0].body(), requests[1].method().as_str()), (requests[1].body(), "POST"));
        } else {
            assert!(matches!(&result, Err(Error::Status(found)) if found.status.as_u16() == status), "{location}");
            assert_eq!(requests.len(), 1, "{location}");
        }
    }
    let circle = Double::default().answers(&LOGIN, [redirect(307, "/s")]);
    assert!(call(&client(&circle, |builder| builder.follow_redirects(true))).is_err());
    assert_eq!(circle.requests().len(), 6, "five redirects are enough");
}

#[test]
fn an_https_contract_is_not_called_over_http_by_oversight() {
    let error = Client::secure("http://host/s").expect_err("refused");
    assert!(error.to_string().contains("Client::new"), "{error}");
    for fine in ["https://host/s", "http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/"] {
        assert!(Client::secure(fine).is_ok(), "{fine}");
    }
    assert!(Client::secure("http://localhost.evil/").is_err());
    // Nor by a call that goes elsewhere.
    let call = |client: Client, endpoint| {
        client
            .call::<LoginResponse>(&LOGIN, &login())
            .endpoint(endpoint)
            .to_request()
            .map(|request| request.uri().clone())
    };
    let secure = || Client::secure("https://host/s").expect("a client");
    let error = call(secure(), "http://other/s").expect_err("refused");
    assert!(error.to_string().contains("Client::new"), "{error}");
    assert!(call(secure(), "https://other/s").is_ok() && call(secure(), "http://127.0.0.1:1/").is_ok());
    assert!(call(Client::new("https://host/s").expect("a client"), "http://other/s").is_ok());
    let only = Client::builder("https://host/s").https_only(true).build().expect("a client");
    assert!(call(only, "http://127.0.0.1:1/").is_err());
}

#[cfg(feature = "blocking")]
#[test]
fn a_trickle_ends_with_the_throughput() {
    use std::io::Write as _;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/s", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            raw::read_request(&mut stream);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n");
            while stream.write_all(b" ").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    });
    let http = reqwest::Client::builder().no_proxy().build().expect("HTTP");
    let throughput = castile::call::Throughput { bytes: 1000, within: Duration::from_millis(200) };
    let timeouts = castile::Timeouts { throughput, ..castile::Timeouts::default() };
    let client = Client::builder(&url).reqwest(http).timeouts(timeouts).build().expect("a client");
    let start = Instant::now();
    let error = client.call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err("too slow");
    assert!(matches!(&error, Error::Timeout(timeout) if timeout.phase == castile::call::Phase::Throughput), "{error}");
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[cfg(feature = "tracing")]
#[test]
fn spans_tell_what_happened_and_no_secret() {
    use std::fmt::Write as _;
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<String>>);
    impl Visit for Lines {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            let _ = write!(self.0.lock().expect("a lock"), "{field}={value:?} ");
        }
    }
    impl tracing::Subscriber for Lines {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut self.clone());
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut self.clone());
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &tracing::Event<'_>) {
            event.record(&mut self.clone());
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    let lines = Lines::default();
    let double = Double::default().answers(&LOGIN, [good()]);
    let client = Client::builder("https://host/s?key=query-canary")
        .blocking_transport(double)
        .basic_auth("user", "basic-canary")
        .build()
        .expect("a client");
    tracing::subscriber::with_default(lines.clone(), || {
        client.call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect("a reply");
    });
    let said = lines.0.lock().expect("a lock").clone();
    for part in [
        "operation=\"login\"",
        "endpoint=https://host/s?…",
        "status=200",
        "request_bytes=",
        "response_bytes=",
        "duration_us=",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains("canary"), "{said}");

    // A response that comes in pieces has a size when it is at its end, whatever that is.
    let rows = |answer: Answer| {
        let lines = Lines::default();
        let double = Double::default().answers(&LOGIN, [answer]);
        let builder = Client::builder("https://host/s?key=query-canary").blocking_transport(double);
        let client = builder.build().expect("a client");
        tracing::subscriber::with_default(lines.clone(), || {
            let _ = client.call::<LoginResponse>(&LOGIN, &login()).rows_blocking::<String>("name").count();
        });
        lines.0.lock().expect("a lock").clone()
    };
    for (answer, size, count) in
        [(good(), "response_bytes=2", "rows=1"), (good().truncated(9), "response_bytes=9 ", "rows=0")]
    {
        let said = rows(answer);
        assert!(said.contains("status=200") && said.contains(size) && said.contains(count), "{said}");
        assert!(said.matches("duration_us=").count() == 2 && !said.contains("canary"), "{said}");
    }
}
