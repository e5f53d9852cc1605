//! Sessions: tokens fetched, carried, renewed, rolled and given back, counted by the server.
#![allow(missing_docs)]

mod mill;

use std::fmt::Write as _;
use std::future::Future;
use std::time::Duration;

use castile::call::{BlockingTransport, BoxFuture, Exchange};
use castile::facts as f;
use castile::{Client, Error, Session};
use mill::contract::{Credentials, LOGIN, LOGOUT, Reply, Request, TokenHeader, WORK};
use mill::{Mill, PASSWORD, reply};

const PLAIN: f::Session = f::Session {
    login: Some(f::Login(&LOGIN, || Box::<Reply>::default(), f::Source::Member(&[1]))),
    carrier: None,
    rolls: None,
    expired: &["EXPIRED"],
    expired_status: &[401],
    idle: None,
    logout: Some(f::Logout(&LOGOUT, || Box::<Request>::default(), || Box::<Reply>::default(), f::Carry::Member(&[0]))),
};
static IN_A_MEMBER: f::Session = PLAIN;

const BLOCK: f::Block = f::Block(<TokenHeader as castile::Root>::ELEMENT, || Box::<TokenHeader>::default(), &[0]);
static ROLLING: f::Session = f::Session {
    login: Some(f::Login(&LOGIN, || Box::<Reply>::default(), f::Source::SoapHeader(BLOCK))),
    carrier: Some(f::Carrier::SoapHeader(BLOCK)),
    rolls: Some(f::Source::SoapHeader(BLOCK)),
    logout: None,
    ..PLAIN
};
static IN_HTTP: f::Session = f::Session {
    login: Some(f::Login(
        &LOGIN,
        || Box::<Reply>::default(),
        f::Source::HttpHeader("www-authenticate", "Bearer token ="),
    )),
    carrier: Some(f::Carrier::HttpHeader("authorization", "Bearer ")),
    ..PLAIN
};

fn session(mill: &Mill, rules: &'static f::Session) -> Session {
    let client = Client::builder("http://mill.example/")
        .transport(mill.clone())
        .blocking_transport(mill.clone())
        .build()
        .expect("a client");
    Session::new(client, rules, Credentials { user: "miller".into(), password: PASSWORD.into() })
}

fn work(session: &Session, carry: f::Carry, number: i32) -> castile::SessionCall<'_, Reply> {
    session.call(&WORK, carry, &[], Box::new(Request { number, ..Request::default() }))
}

const MEMBER: f::Carry = f::Carry::Member(&[0]);

/// Fifty at once; what each was answered.
async fn fifty(session: &Session, carry: f::Carry) -> Vec<Result<Reply, Error>> {
    let calls: Vec<_> = (0..50)
        .map(|number| {
            let session = session.clone();
            tokio::spawn(async move { work(&session, carry, number).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.expect("no panic"));
    }
    answers
}

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

#[test]
fn fifty_callers_log_in_once_and_once_more_when_the_token_expires() {
    for by_fault in [false, true] {
        let mill = Mill::with(|state| (state.expire_after, state.by_fault) = (Some(20), by_fault));
        let answers = run(fifty(&session(&mill, &IN_A_MEMBER), MEMBER));
        for (number, answer) in answers.iter().enumerate() {
            let reply = answer.as_ref().expect("an answer");
            assert_eq!(reply.number, i32::try_from(number).ok(), "each its own answer");
        }
        let mut state = mill.state();
        assert_eq!(state.logins, 2, "one login and one renewal");
        state.done.sort_unstable();
        assert_eq!(state.done, (0..50).collect::<Vec<_>>(), "each call did its work once");
        assert_eq!(mill.calls(), 2 + 50 + state.refused, "only refused calls were repeated");
    }
}

#[test]
fn a_rolling_token_serves_fifty_callers_in_the_order_they_came() {
    let mill = Mill::with(|state| state.rolls = true);
    let rolling = session(&mill, &ROLLING);
    run(async {
        // Polled one after the other on one task, so that the order of asking is known.
        let mut calls: Vec<BoxFuture<'_, _>> =
            (0..50).map(|number| work(&rolling, f::Carry::Carrier, number).into_future()).collect();
        std::future::poll_fn(|context| {
            calls.retain_mut(|call| match call.as_mut().poll(context) {
                std::task::Poll::Ready(answer) => {
                    answer.expect("an answer");
                    false
                }
                std::task::Poll::Pending => true,
            });
            if calls.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    });
    let state = mill.state();
    assert_eq!((state.logins, state.refused), (1, 0));
    assert_eq!(state.done, (0..50).collect::<Vec<_>>());
}

#[test]
fn a_rolling_token_that_expires_is_renewed_once() {
    let mill = Mill::with(|state| (state.rolls, state.expire_after, state.by_fault) = (true, Some(20), true));
    let answers = run(fifty(&session(&mill, &ROLLING), f::Carry::Carrier));
    assert!(answers.iter().all(Result::is_ok));
    let state = mill.state();
    assert_eq!((state.logins, state.refused, state.done.len()), (2, 1, 50));
}

#[test]
fn after_a_call_without_answer_a_rolling_session_logs_in_anew() {
    let mill = Mill::with(|state| state.rolls = true);
    let rolling = session(&mill, &ROLLING);
    run(async {
        work(&rolling, f::Carry::Carrier, 1).await.expect("an answer");
        mill.state().break_off = 1;
        assert!(matches!(work(&rolling, f::Carry::Carrier, 2).await, Err(Error::Transport(_))), "it is not repeated");
        work(&rolling, f::Carry::Carrier, 3).await.expect("an answer");
    });
    let state = mill.state();
    assert_eq!((state.logins, state.refused, state.done.as_slice()), (2, 0, [1, 3].as_slice()));
}

#[test]
fn a_safe_call_is_repeated_unless_its_token_rolls() {
    let (plain, rolling) = (Mill::default(), Mill::with(|state| state.rolls = true));
    for (mill, rules, carry) in [(&plain, &IN_A_MEMBER, MEMBER), (&rolling, &ROLLING, f::Carry::Carrier)] {
        let session = session(mill, rules);
        work(&session, carry, 1).send_blocking().expect("an answer");
        let broken = |call: castile::SessionCall<'_, Reply>| {
            mill.state().break_off = 1;
            call.send_blocking().is_err()
        };
        assert!(broken(work(&session, carry, 2)), "it is not known to be safe");
        let rolls = mill.state().rolls;
        work(&session, carry, 3).send_blocking().expect("an answer");
        assert_eq!(broken(work(&session, carry, 4).safe()), rolls);
        assert_eq!(mill.state().logins, if rolls { 2 } else { 1 });
    }
    assert_eq!((plain.state().done.as_slice(), rolling.state().done.as_slice()), (&[1, 3, 4][..], &[1, 3][..]));
}

#[test]
fn a_call_in_a_session_has_the_options_of_a_call() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let client = Client::builder("http://mill.example/").blocking_transport(Seeing(Mill::default(), seen.clone()));
    let session = Session::new(
        client.build().expect("a client"),
        &IN_A_MEMBER,
        Credentials { user: "miller".into(), password: PASSWORD.into() },
    );
    let limits = |body_bytes| castile::Limits { body_bytes, ..castile::Limits::default() };
    let error = work(&session, MEMBER, 1).limits(limits(20)).send_blocking().expect_err("over");
    assert!(matches!(&error, Error::Limit(limit) if (limit.name, limit.value) == ("body_bytes", 20)), "{error}");
    let timeouts = castile::Timeouts { read: Duration::from_secs(3), ..castile::Timeouts::default() };
    let block = castile::Element::parse("<x xmlns='urn:x'/>").expect("an element");
    let call = work(&session, MEMBER, 2).limits(limits(9_999)).timeouts(timeouts).header_element(block);
    call.send_blocking().expect("an answer");
    let seen = seen.lock().expect("a lock");
    let sent = |(exchange, body): &(Exchange, String)| (exchange.body_bytes, exchange.timeouts, body.contains("urn:x"));
    let usual = castile::Timeouts::default();
    // The login between them has the client's.
    assert_eq!(
        seen.iter().map(sent).collect::<Vec<_>>(),
        [(32 << 20, usual, false), (20, usual, false), (9_999, timeouts, true)]
    );
}

/// The mill, and what it was asked how.
struct Seeing(Mill, std::sync::Arc<std::sync::Mutex<Vec<(Exchange, String)>>>);

impl BlockingTransport for Seeing {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        exchange: &Exchange,
    ) -> Result<http::Response<bytes::Bytes>, castile::call::TransportError> {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        self.1.lock().expect("a lock").push((exchange.clone(), body));
        BlockingTransport::send(&self.0, request, exchange)
    }
}

#[test]
fn a_call_that_is_given_up_lets_the_next_one_in() {
    let mill = Mill::with(|state| state.rolls = true);
    let rolling = session(&mill, &ROLLING);
    run(async {
        let given_up =
            tokio::time::timeout(Duration::from_micros(1), work(&rolling, f::Carry::Carrier, 1).into_future()).await;
        assert!(given_up.is_err());
        work(&rolling, f::Carry::Carrier, 2).await.expect("an answer");
    });
    assert_eq!(mill.state().done, [2]);
}

#[test]
fn a_login_that_fails_fails_all_who_waited_for_it_and_is_not_repeated_by_them() {
    for (rules, carry, rolls) in [(&IN_A_MEMBER, MEMBER, false), (&ROLLING, f::Carry::Carrier, true)] {
        let mill = Mill::with(|state| (state.closed, state.rolls) = (true, rolls));
        let session = session(&mill, rules);
        let answers = run(async {
            let mut calls: Vec<BoxFuture<'_, _>> =
                (0..50).map(|number| work(&session, carry, number).into_future()).collect();
            let mut answers = Vec::new();
            std::future::poll_fn(|context| {
                calls.retain_mut(|call| match call.as_mut().poll(context) {
                    std::task::Poll::Ready(answer) => {
                        answers.push(answer);
                        false
                    }
                    std::task::Poll::Pending => true,
                });
                if calls.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            answers
        });
        assert_eq!(answers.len(), 50);
        for answer in answers {
            let error = answer.expect_err("nobody is logged in");
            assert!(matches!(error, Error::Login(_)) && error.is_unsent(), "{error}");
            let rejection = error.rejection().expect("why the login failed");
            assert_eq!(rejection.code(), Some("LOCKED"));
            assert!(rejection.reply::<Reply>().is_some(), "the login's whole reply");
        }
        assert_eq!(mill.counts(), (1, 0));
        assert!(mill.state().done.is_empty());
        mill.state().closed = false;
        assert!(run(async { work(&session, carry, 1).await }).is_ok(), "a later call tries again");
    }
}

#[test]
fn a_token_that_is_refused_at_once_again_is_the_callers_to_know() {
    let mill = Mill::with(|state| state.expire_after = None);
    let session = session(&mill, &IN_A_MEMBER);
    run(async {
        session.token().await.expect("a token");
        // The server forgets every token as soon as it is given out.
        mill.state().forgets = true;
        mill.state().valid.clear();
        let error = work(&session, MEMBER, 1).await.expect_err("the token does not hold");
        assert_eq!(error.rejection().and_then(castile::Rejection::code), Some("EXPIRED"));
    });
    assert_eq!(mill.state().refused, 2, "repeated once");
}

#[test]
fn blocking_callers_share_a_session_with_threads_and_with_async_code() {
    let mill = Mill::with(|state| state.expire_after = Some(20));
    let shared = session(&mill, &IN_A_MEMBER);
    let threads: Vec<_> = (0..25)
        .map(|number| {
            let shared = shared.clone();
            std::thread::spawn(move || work(&shared, MEMBER, number).send_blocking().expect("an answer").number)
        })
        .collect();
    let number = run(async { work(&shared, MEMBER, 99).await.expect("an answer").number });
    assert_eq!(number, Some(99));
    for (number, thread) in threads.into_iter().enumerate() {
        assert_eq!(thread.join().expect("no panic"), i32::try_from(number).ok());
    }
    assert_eq!(mill.state().logins, 2);
    shared.logout_blocking().expect("given back");

    let mill = Mill::with(|state| state.rolls = true);
    let shared = session(&mill, &ROLLING);
    let threads: Vec<_> = (0..25)
        .map(|number| {
            let shared = shared.clone();
            std::thread::spawn(move || work(&shared, f::Carry::Carrier, number).send_blocking().is_ok())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().expect("no panic")));
    assert_eq!(mill.counts(), (1, 0));
}

#[test]
fn logout_gives_the_token_back_once_and_a_drop_does_nothing() {
    let mill = Mill::default();
    let shared = session(&mill, &IN_A_MEMBER);
    run(async {
        shared.logout().await.expect("nothing to give back");
        work(&shared, MEMBER, 1).await.expect("an answer");
        assert!(shared.is_logged_in());
        shared.logout().await.expect("given back");
        shared.logout().await.expect("nothing to give back");
        assert!(!shared.is_logged_in());
        work(&shared, MEMBER, 2).await.expect("it logs in anew");
        mill.state().valid.clear();
        shared.logout().await.expect("that the server forgot it is no error");
        work(&shared, MEMBER, 3).await.expect("an answer");
    });
    drop(shared);
    let state = mill.state();
    assert_eq!((state.logins, state.logouts.as_slice()), (3, ["canary-token-1".to_owned()].as_slice()));
}

#[test]
fn a_token_travels_in_http_headers() {
    let mill = Mill::with(|state| state.in_http = true);
    let session = session(&mill, &IN_HTTP);
    run(async { work(&session, f::Carry::Carrier, 1).await }).expect("an answer");
    assert_eq!(mill.counts(), (1, 0));
}

/// The name of such a header need not say that it is a secret: the rules do.
#[test]
fn a_token_in_an_http_header_of_any_name_is_shown_by_nothing() {
    static TICKET: f::Session = f::Session {
        login: Some(f::Login(&LOGIN, || Box::<Reply>::default(), f::Source::HttpHeader("x-ticket", ""))),
        carrier: Some(f::Carrier::HttpHeader("x-ticket", "")),
        rolls: Some(f::Source::HttpHeader("x-ticket", "")),
        logout: None,
        ..PLAIN
    };
    let count = std::sync::atomic::AtomicUsize::new(0);
    let double = castile::Double::new(move |request| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if number == 2 {
            let sent = request.headers()["x-ticket"].to_str().expect("ASCII");
            let page = format!("<html>{sent} {PASSWORD}</html>");
            return http::Response::builder().status(500).body(page.into()).expect("a response");
        }
        let mut response = reply("<status>OK</status>", "", None);
        response.headers_mut().insert("x-ticket", format!("canary-ticket-{number}").parse().expect("a header"));
        response
    });
    let client = Client::builder("http://mill.example/").blocking_transport(double.clone()).build().expect("a client");
    let session = Session::new(client, &TICKET, Credentials { user: "miller".into(), password: PASSWORD.into() });
    let answer = work(&session, f::Carry::Carrier, 1).reply_blocking().expect("an answer");
    assert_eq!(answer.http_headers["x-ticket"], "canary-ticket-1");
    let error = work(&session, f::Carry::Carrier, 2).reply_blocking().expect_err("a page");
    assert_eq!(double.requests()[2].headers()["x-ticket"], "canary-ticket-1");
    let shown = format!("{answer:?} {error} {error:?} {:?}", double.requests()[2].headers());
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn an_idle_session_logs_in_before_the_server_refuses_it() {
    static IDLE: f::Session = f::Session { idle: Some(f::Idle(&[3], 600)), ..PLAIN };
    for (seconds, logins) in [(Some(0), 2), (Some(600), 1), (None, 1)] {
        let mill = Mill::with(|state| state.idle = seconds);
        let session = session(&mill, &IDLE);
        // With no idle time at all, the token is given up before each call.
        let results = run(async { (session.token().await, session.token().await) });
        assert!(results.0.is_ok() && results.1.is_ok());
        assert_eq!(mill.counts(), (logins, 0), "{seconds:?}");
    }
}

#[test]
fn credentials_without_a_login_go_into_each_request() {
    static FILLED: f::Session = f::Session {
        login: None,
        carrier: None,
        rolls: None,
        expired: &[],
        expired_status: &[],
        idle: None,
        logout: None,
    };
    let mill = Mill::default();
    let token = mill.state().new_token();
    let client = Client::builder("http://mill.example/").blocking_transport(mill.clone()).build().expect("a client");
    let session = Session::new(client, &FILLED, Credentials { user: token, password: PASSWORD.into() });
    let request = Box::new(Request { number: 5, owner: "mine".into(), ..Request::default() });
    let call = session.call::<Reply>(&WORK, f::Carry::Nothing, &[(&[0], &[0])], request);
    assert_eq!(call.send_blocking().expect("an answer").number, Some(5));
    assert_eq!(mill.state().logins, 0);
}

static NO_LOGIN: f::Session =
    f::Session { login: None, carrier: None, rolls: None, expired: &[], expired_status: &[], idle: None, logout: None };

#[test]
fn the_options_of_a_call_are_those_of_its_exchange() {
    let double = castile::Double::new(|_| reply("<status>OK</status>", "", None));
    let client = Client::builder("http://mill.example/").blocking_transport(double.clone()).build().expect("a client");
    let session = Session::new(client, &NO_LOGIN, Credentials::default());
    let block = mill::contract::TokenHeader { token: Some("mine".into()) };
    let request = || Box::new(Request::default());
    session
        .call::<Reply>(&WORK, f::Carry::Nothing, &[], request())
        .timeout(std::time::Duration::from_secs(7))
        .header(&block)
        .http_header("x-trace", "1")
        .send_blocking()
        .expect("an answer");
    let requests = double.requests();
    let sent = String::from_utf8_lossy(requests[0].body()).into_owned();
    assert_eq!(requests[0].headers()["x-trace"], "1");
    assert!(sent.contains("Token>mine</"), "{sent}");
    let wrong = session.call::<Reply>(&WORK, f::Carry::Nothing, &[], request()).http_header("a b", "1");
    assert!(matches!(wrong.send_blocking(), Err(Error::Config(_))));
    assert_eq!(double.requests().len(), 1);
}

#[test]
fn a_session_without_what_it_is_asked_for_says_so() {
    let mill = Mill::default();
    let client = Client::builder("http://mill.example/").blocking_transport(mill.clone()).build().expect("a client");
    let without = Session::new(client, &NO_LOGIN, Credentials::default());
    let error = without.token_blocking().expect_err("no login");
    assert!(error.to_string().contains("this session has no token"), "{error}");
    let rolling = session(&mill, &ROLLING);
    let error = rolling.token_blocking().expect_err("it serves for one call");
    assert!(error.to_string().contains("serves for one call"), "{error}");
    let plain = session(&mill, &IN_A_MEMBER);
    for call in [
        plain.call::<Reply>(&WORK, f::Carry::Member(&[99]), &[], Box::new(Request::default())),
        plain.call::<Reply>(&WORK, f::Carry::Nothing, &[(&[0], &[99])], Box::new(Request::default())),
    ] {
        let error = call.send_blocking().expect_err("no such place");
        assert!(error.to_string().contains("no place for the session's token"), "{error}");
    }
}

#[test]
fn a_login_that_brings_no_token_is_an_error_that_says_so() {
    let double = castile::Double::new(|_| reply("<status>OK</status>", "", None));
    let client = Client::builder("http://mill.example/").blocking_transport(double).build().expect("a client");
    let session = Session::new(client, &IN_A_MEMBER, Credentials::default());
    let error = session.token_blocking().expect_err("there is none");
    assert!(error.to_string().contains("the token of the session is required and missing"), "{error}");
}

#[test]
fn secrets_show_in_nothing() {
    let mill = Mill::default();
    let shared = session(&mill, &IN_A_MEMBER);
    let mut shown = String::new();
    run(async {
        let call = work(&shared, MEMBER, 1);
        write!(shown, "{call:?}").expect("a String takes all");
        call.await.expect("an answer");
        let token = shared.token().await.expect("a token");
        assert_eq!(token.expose(), "canary-token-1");
        let url = castile::SecretUrl::of(
            "https://h/{token}/x",
            &Request { token: Some("canary a/b".into()), ..Request::default() },
            &[0],
        );
        assert_eq!(url.expose(), "https://h/canary%20a%2Fb/x");
        write!(shown, "{shared:?} {token:?} {url:?}").expect("a String takes all");
        mill.state().break_off = 1;
        let error = work(&shared, MEMBER, 2).await.expect_err("broken off");
        write!(shown, "{error} {error:?}").expect("a String takes all");
        mill.state().valid.clear();
        mill.state().closed = true;
        let error = work(&shared, MEMBER, 2).await.expect_err("no login");
        write!(shown, "{error} {error:?}").expect("a String takes all");
    });
    assert!(!shown.contains("canary"), "{shown}");
}
