//! The test double: rules of typed closures, sequences, faults, delays, truncation, in process and over a socket.

mod contract;
mod rows;

use std::time::Duration;

use castile::call::{Phase, TransportErrorKind};
use castile::soap::Version;
use castile::{Answer, Client, Double, Error, Fault};
use contract::*;

fn client(double: &Double) -> Client {
    let builder = Client::builder("https://service.invalid/s");
    builder.transport(double.clone()).blocking_transport(double.clone()).build().expect("a client")
}

// A fault is as large as what a server says in it, and rare.
#[allow(clippy::result_large_err)]
fn answer(request: Login) -> Result<LoginResponse, Fault> {
    if request.password.as_deref() == Some("right") {
        Ok(LoginResponse { name: request.user, token: Some("t".into()) })
    } else {
        Err(Fault::sender(Version::V11, "wrong password"))
    }
}

fn with_password(password: &str) -> Login {
    Login { user: "ada".into(), password: Some(password.into()) }
}

fn call(client: &Client, request: &Login) -> Result<LoginResponse, Error> {
    client.call(&LOGIN, request).send_blocking()
}

#[test]
fn rules_answer_by_operation_with_typed_values() {
    let double = Double::default()
        .on(&LOGIN, answer)
        .on(&RPC, |add: Add| Sum { result: add.left + add.right.unwrap_or(1), person: None })
        .on(&JSON, |_: Login| LoginResponse { name: "json".into(), token: None })
        .on(&GET, |login: Login| LoginResponse { name: login.user, token: None });
    let client = client(&double);
    assert_eq!(call(&client, &with_password("right")).expect("a reply").name, "ada");
    let error = call(&client, &with_password("other")).expect_err("a fault");
    assert_eq!(error.fault().expect("a fault").reason, "wrong password");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    let sum: Sum = client.call(&RPC, &Add { left: 2, right: Some(3) }).send_blocking().expect("a sum");
    assert_eq!(sum.result, 5);
    for (operation, name) in [(&JSON, "json"), (&GET, "ada")] {
        let reply: LoginResponse = client.call(operation, &with_password("x")).send_blocking().expect("a reply");
        assert_eq!(reply.name, name);
    }
    assert_eq!((double.count(&LOGIN), double.count(&RPC), double.count(&ONE_WAY)), (2, 1, 0));
    let received: Vec<Login> = double.received(&LOGIN).expect("requests");
    assert_eq!(received[1].password.as_deref(), Some("other"));
}

#[test]
fn parameters_in_the_path_arrive() {
    let double =
        Double::default().on(&REPLACED, |login: Login| LoginResponse { name: login.user, token: login.password });
    let client = client(&double);
    let call = |user: &str, password: &str| {
        let request = Login { user: user.into(), password: Some(password.into()) };
        let reply: LoginResponse = client.call(&REPLACED, &request).send_blocking().expect("a reply");
        (reply.name, reply.token.unwrap_or_default())
    };
    for (user, password) in [("ada", "x"), ("a b/(password)&c=ü", "users/1/key/2"), ("key", "-._~%41")] {
        assert_eq!(call(user, password), (user.to_owned(), password.to_owned()));
    }
    assert_eq!(double.count(&REPLACED), 3);
    assert_eq!(double.received::<Login>(&REPLACED).expect("requests")[0].user, "ada");
    // A place that stays empty would be sent as it is written.
    let error = client.call::<LoginResponse>(&REPLACED, &Login { user: "ada".into(), password: None }).send_blocking();
    assert!(error.expect_err("no parameter").to_string().contains("a parameter that is not given"));
}

#[test]
fn header_blocks_come_and_go_with_typed_values() {
    let double = Double::default().on_with_headers(&LOGIN, |login: Login, headers| {
        let session = headers.get::<Session>().expect("a header").expect("a session");
        let reply = Answer::reply(LoginResponse { name: login.user, token: None });
        reply.header(Session { token: session.token + "+1" }).header(Trace { id: "t".into() })
    });
    let (client, request, session) = (client(&double), login(), Session { token: "1".into() });
    let reply = client.call::<LoginResponse>(&LOGIN, &request).header(&session).reply_blocking().expect("a reply");
    assert_eq!(reply.header::<Session>().expect("a header").expect("a session").token, "1+1");
    assert_eq!(reply.header::<Trace>().expect("a header").expect("a trace").id, "t");
    for answer in [Answer::fault(Fault::sender(Version::V11, "no")), Answer::status(200)] {
        let double = Double::default().answers(&LOGIN, [answer.header(session_of("1"))]);
        let error = call(&self::client(&double), &request).expect_err("no place");
        assert!(error.to_string().contains("has no place for one"), "{error}");
    }
    let json = Answer::reply(LoginResponse { name: "ada".into(), token: None }).header(session_of("1"));
    let double = Double::default().answers(&JSON, [json]);
    let error = self::client(&double).call::<LoginResponse>(&JSON, &request).send_blocking().expect_err("no place");
    assert!(error.to_string().contains("has no place for one"), "{error}");
}

fn session_of(token: &str) -> Session {
    Session { token: token.into() }
}

#[test]
fn a_request_without_a_rule_is_told_what_rules_there_are() {
    let double = Double::default().on(&LOGIN, answer);
    let error = client(&double).call::<Sum>(&RPC, &Add::default()).send_blocking().expect_err("no rule");
    assert!(error.to_string().contains("no rule for this request; it knows login"), "{error}");
    let error = call(&client(&Double::default()), &login()).expect_err("no rules");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(501));
}

#[test]
fn answers_come_in_sequence_and_the_last_stays() {
    let reply = LoginResponse { name: "late".into(), token: None };
    let double = Double::default().answers(
        &LOGIN,
        [
            Answer::status(503),
            Answer::raw(200, "text/html", "<html>"),
            Answer::fault(Fault::receiver(Version::V11, "no")),
            Answer::reply(reply),
        ],
    );
    let client = client(&double);
    let outcomes: Vec<_> = (0..5).map(|_| call(&client, &login())).collect();
    assert!(matches!(&outcomes[0], Err(Error::Status(status)) if status.status.as_u16() == 503));
    assert!(matches!(&outcomes[1], Err(Error::Status(_))), "{:?}", outcomes[1]);
    assert!(matches!(&outcomes[2], Err(Error::Fault(_))));
    assert!(outcomes[3..].iter().all(|outcome| outcome.as_ref().is_ok_and(|reply| reply.name == "late")));
    let double = double.on(&LOGIN, |_: Login| LoginResponse { name: "new".into(), token: None });
    assert_eq!(call(&client, &login()).expect("a reply").name, "new", "a later rule takes the place");
    drop(double);
}

#[test]
fn an_answer_that_breaks_the_contract_says_so() {
    let double = Double::default().on(&LOGIN, |_: Login| LoginResponse { name: "\u{1}".into(), token: None });
    let error = call(&client(&double), &login()).expect_err("no answer");
    assert!(error.to_string().contains("the double's answer cannot be written"), "{error}");
}

#[test]
fn delays_run_into_the_timeout_and_cuts_into_an_error() {
    let reply = Answer::reply(LoginResponse { name: "ada".into(), token: None });
    let double =
        Double::default().answers(&LOGIN, [reply.clone().delayed(Duration::from_secs(9)), reply.truncated(40)]);
    let client = client(&double);
    let request = login();
    let late = client
        .call::<LoginResponse>(&LOGIN, &request)
        .timeouts(castile::Timeouts { read: Duration::from_millis(20), ..castile::Timeouts::default() });
    let error = late.send_blocking().expect_err("a timeout");
    assert!(matches!(&error, Error::Timeout(timeout) if timeout.phase == Phase::Read), "{error}");
    let error = call(&client, &request).expect_err("a cut");
    assert!(matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Body), "{error}");
}

#[test]
fn rows_stream_from_a_double_and_break_off_where_it_says() {
    let row = |id| rows::Row { id, name: None };
    let page = rows::Page { row: (0..50).map(row).collect() };
    let reply = Answer::reply(rows::List { page: Some(page), total: Some(50), label: Vec::new() });
    let double = Double::default().answers(&rows::OPERATION, [reply.clone(), reply.truncated(900)]);
    let client = client(&double);
    let request = rows::List::default();
    let stream = || client.call::<rows::List>(&rows::OPERATION, &request).rows_blocking::<rows::Row>("page/row");
    assert_eq!(stream().flatten().count(), 50);
    let outcomes: Vec<_> = stream().collect();
    let Some(Err(Error::Truncated(truncated))) = outcomes.last() else { panic!("expected an end, got {outcomes:?}") };
    assert_eq!(truncated.rows + 1, outcomes.len() as u64);
    assert!(truncated.rows > 5 && truncated.bytes == 900 && truncated.source.is_some());
}

#[cfg(feature = "blocking")]
#[test]
fn the_same_rules_answer_over_a_socket_on_one_connection() {
    let reply = Answer::reply(LoginResponse { name: "ada".into(), token: None });
    let double = Double::default().answers(
        &LOGIN,
        [reply.clone(), reply.clone(), reply.clone().delayed(Duration::from_millis(30)), reply.truncated(40)],
    );
    let server = double.serve().expect("a server");
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().expect("HTTP");
    let client = Client::builder(&server.url()).reqwest(http).build().expect("a client");
    for _ in 0..3 {
        assert_eq!(call(&client, &login()).expect("a reply").name, "ada");
    }
    assert_eq!(server.connections(), 1, "the connection is used again");
    let error = call(&client, &login()).expect_err("a cut");
    assert!(matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Body), "{error}");
    assert_eq!(double.count(&LOGIN), 4);
}

/// As a server does: what one request waits for may be another.
#[cfg(feature = "blocking")]
#[test]
fn requests_are_answered_at_the_same_time() {
    let both = std::sync::Arc::new(std::sync::Barrier::new(2));
    let double = Double::default().on(&LOGIN, move |request: Login| {
        both.wait();
        LoginResponse { name: request.user, token: None }
    });
    let server = double.serve().expect("a server");
    let threads = [client(&double), Client::new(&server.url()).expect("a client")]
        .map(|client| std::thread::spawn(move || call(&client, &with_password("")).map(|reply| reply.name)));
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").expect("a reply"), "ada");
    }
}
