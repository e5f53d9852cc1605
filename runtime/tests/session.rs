//! Sessions: tokens fetched, carried, renewed, rolled and given back, counted by the server.
#![allow(missing_docs)]

use std::collections::HashSet;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use castile::call::{BoxFuture, Exchange, TransportError, TransportErrorKind};
use castile::facts as f;
use castile::{BlockingTransport, Client, Error, Session, Transport};
use contract::{Credentials, LOGIN, LOGOUT, Reply, Request, TokenHeader, WORK};
use http::{Request as HttpRequest, Response};

mod contract {
    #![allow(unreachable_pub)]
    use castile::facts::{self as f, Body, Field, Message, Operation, Outcome, Protocol};

    pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:mill"] };

    #[derive(Clone, Default)]
    pub struct Credentials {
        pub user: String,
        pub password: String,
    }
    castile::complex!(Credentials, CREDENTIALS, f::Struct, SCHEMA, 1, "n1:Credentials", {
        0 user: f::Element, 0, "user", 1, 1, 0, &f::STRING;
        1 password: f::Element, 0, "password", 1, 1, f::SECRET, &f::STRING;
    });

    #[derive(Clone, Default)]
    pub struct Request {
        pub token: Option<String>,
        pub number: i32,
        pub owner: String,
    }
    castile::complex!(Request, REQUEST, f::Struct, SCHEMA, 1, "n1:Request", {
        0 token: f::Element, 0, "token", 0, 1, f::SECRET, &f::STRING;
        1 number: f::Element, 0, "number", 1, 1, 0, &f::INT;
        2 owner: f::Element, 0, "owner", 1, 1, 0, &f::STRING;
    });

    #[derive(Clone, Default)]
    pub struct Reply {
        pub status: Option<String>,
        pub token: Option<String>,
        pub number: Option<i32>,
        pub seconds: Option<i32>,
    }
    castile::complex!(Reply, REPLY, f::Struct, SCHEMA, 1, "n1:Reply", {
        0 status: f::Element, 0, "status", 0, 1, 0, &f::STRING;
        1 token: f::Element, 0, "token", 0, 1, f::SECRET, &f::STRING;
        2 number: f::Element, 0, "number", 0, 1, 0, &f::INT;
        3 seconds: f::Element, 0, "seconds", 0, 1, 0, &f::INT;
    });

    #[derive(Clone, Default)]
    pub struct TokenHeader {
        pub token: Option<String>,
    }
    castile::complex!(TokenHeader, TOKEN_HEADER, f::Struct, SCHEMA, 1, "n1:TokenHeader", {
        0 token: f::Element, 1, "n1:Token", 0, 1, f::SECRET, &f::STRING;
    });
    castile::root!(TokenHeader, 1, "n1:TokenHeader", &f::COMPLEX);

    static RULE: Outcome = Outcome {
        success: Some(f::Test(&[0], f::Condition::Equals("OK"))),
        code: Some(&[0]),
        otherwise: None,
        message: None,
        faults: &[f::FaultRule("Expired", "", "EXPIRED")],
        json: None,
        codes: &[],
    };

    const fn element(name: &'static str) -> Field {
        Field(f::Element, 1, name, 1, 1, 0, &f::COMPLEX)
    }

    const fn operation(name: &'static str, request: &'static str) -> Operation {
        Operation {
            name,
            schema: &SCHEMA,
            protocol: Protocol::Soap11(name),
            input: Message { body: Body::Document(element(request)), headers: &[] },
            output: Some(Message { body: Body::Document(element("n1:reply")), headers: &[] }),
            outcome: Some(&RULE),
        }
    }

    pub static LOGIN: Operation = operation("login", "n1:login");
    pub static WORK: Operation = operation("work", "n1:work");
    pub static LOGOUT: Operation = operation("logout", "n1:logout");
}

const PASSWORD: &str = "canary-password";

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
    login: Some(f::Login(&LOGIN, || Box::<Reply>::default(), f::Source::HttpHeader("www-authenticate", "Bearer token ="))),
    carrier: Some(f::Carrier::HttpHeader("authorization", "Bearer ")),
    ..PLAIN
};

/// A server with tokens, behind a transport that takes its time.
#[derive(Clone, Default)]
struct Mill(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    calls: AtomicUsize,
}

#[derive(Default)]
struct State {
    valid: HashSet<String>,
    given: usize,
    logins: usize,
    /// Numbers of the work that was done, in order.
    done: Vec<i32>,
    refused: usize,
    /// After so much work all tokens expire, once.
    expire_after: Option<usize>,
    rolls: bool,
    in_http: bool,
    by_fault: bool,
    /// What logins are answered.
    closed: bool,
    /// How many of the next calls the connection breaks off for.
    break_off: usize,
    logouts: Vec<String>,
    idle: Option<i32>,
}

impl Mill {
    fn with(change: impl FnOnce(&mut State)) -> Self {
        let mill = Self::default();
        change(&mut mill.state());
        mill
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.state.lock().expect("not poisoned")
    }

    /// How many logins and refusals there were.
    fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.logins, state.refused)
    }

    fn answer(&self, request: &HttpRequest<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.0.calls.fetch_add(1, Ordering::Relaxed);
        let body = String::from_utf8(request.body().to_vec()).expect("UTF-8");
        let mut state = self.state();
        if state.break_off > 0 {
            state.break_off -= 1;
            return Err(TransportErrorKind::Body.into());
        }
        let inside = |name: &str| {
            let (_, rest) = body.split_once(&format!("{name}>"))?;
            rest.split('<').next().map(str::to_owned)
        };
        if request.headers()["soapaction"] == "\"login\"" {
            assert!(body.contains(PASSWORD));
            state.logins += 1;
            return Ok(if state.closed { reply("<status>LOCKED</status>", "", None) } else { state.welcome() });
        }
        let authorization = request.headers().get("authorization").map(|value| value.to_str().expect("ASCII"));
        let token = match authorization {
            Some(value) => value.trim_start_matches("Bearer ").to_owned(),
            None => inside("oken").unwrap_or_default(),
        };
        if !state.valid.contains(&token) {
            state.refused += 1;
            if state.by_fault {
                return Ok(fault("<Expired/>"));
            }
            return Ok(reply("<status>EXPIRED</status>", "", None));
        }
        if request.headers()["soapaction"] == "\"logout\"" {
            state.valid.remove(&token);
            state.logouts.push(token);
            return Ok(reply("<status>OK</status>", "", None));
        }
        let number = inside("number").and_then(|text| text.parse().ok()).expect("a number");
        state.done.push(number);
        let content = format!("<status>OK</status><number>{number}</number>");
        let response = if state.rolls {
            state.valid.remove(&token);
            let next = state.new_token();
            reply(&content, &header(&next), None)
        } else {
            reply(&content, "", None)
        };
        if state.expire_after == Some(state.done.len()) {
            state.valid.clear();
        }
        Ok(response)
    }
}

impl State {
    fn new_token(&mut self) -> String {
        self.given += 1;
        let token = format!("canary-token-{}", self.given);
        self.valid.insert(token.clone());
        token
    }

    fn welcome(&mut self) -> Response<Bytes> {
        let token = self.new_token();
        if self.rolls {
            return reply("<status>OK</status>", &header(&token), None);
        }
        if self.in_http {
            return reply("<status>OK</status>", "", Some(&token));
        }
        let idle = self.idle.map_or_else(String::new, |seconds| format!("<seconds>{seconds}</seconds>"));
        reply(&format!("<status>OK</status><token>{token}</token>{idle}"), "", None)
    }
}

fn header(token: &str) -> String {
    format!("<m:TokenHeader xmlns:m='urn:mill'><m:Token>{token}</m:Token></m:TokenHeader>")
}

fn envelope(status: u16, header: &str, body: &str) -> Response<Bytes> {
    let text = format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header>{header}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
    );
    Response::builder().status(status).header("content-type", "text/xml").body(text.into()).expect("a response")
}

fn reply(content: &str, header: &str, in_http: Option<&str>) -> Response<Bytes> {
    let mut response = envelope(200, header, &format!("<m:reply xmlns:m='urn:mill'>{content}</m:reply>"));
    if let Some(token) = in_http {
        let value = format!("Bearer token = {token}").parse().expect("a header");
        response.headers_mut().insert("www-authenticate", value);
    }
    response
}

fn fault(detail: &str) -> Response<Bytes> {
    envelope(500, "", &format!("<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail>{detail}</detail></e:Fault>"))
}

impl Transport for Mill {
    fn send<'a>(
        &'a self,
        request: HttpRequest<Bytes>,
        _: &'a Exchange,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            // The request travels, is answered, and the answer travels: others come in between.
            tokio::task::yield_now().await;
            let response = self.answer(&request);
            tokio::time::sleep(Duration::from_millis(1)).await;
            response
        })
    }
}

impl BlockingTransport for Mill {
    fn send(&self, request: HttpRequest<Bytes>, _: &Exchange) -> Result<Response<Bytes>, TransportError> {
        std::thread::sleep(Duration::from_millis(1));
        self.answer(&request)
    }
}

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
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime").block_on(future)
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
        assert_eq!(mill.0.calls.load(Ordering::Relaxed), 2 + 50 + state.refused, "only refused calls were repeated");
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
fn a_call_that_is_given_up_lets_the_next_one_in() {
    let mill = Mill::with(|state| state.rolls = true);
    let rolling = session(&mill, &ROLLING);
    run(async {
        let given_up = tokio::time::timeout(Duration::from_micros(1), work(&rolling, f::Carry::Carrier, 1).into_future()).await;
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
            let mut calls: Vec<BoxFuture<'_, _>> = (0..50).map(|number| work(&session, carry, number).into_future()).collect();
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
        let forgetful = mill.clone();
        mill.state().valid.clear();
        let watch = tokio::spawn(async move {
            loop {
                forgetful.state().valid.clear();
                tokio::task::yield_now().await;
            }
        });
        let error = work(&session, MEMBER, 1).await.expect_err("the token does not hold");
        watch.abort();
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
    static FILLED: f::Session =
        f::Session { login: None, carrier: None, rolls: None, expired: &[], expired_status: &[], idle: None, logout: None };
    let mill = Mill::default();
    let token = mill.state().new_token();
    let client = Client::builder("http://mill.example/").blocking_transport(mill.clone()).build().expect("a client");
    let session = Session::new(client, &FILLED, Credentials { user: token, password: PASSWORD.into() });
    let request = Box::new(Request { number: 5, owner: "mine".into(), ..Request::default() });
    let call = session.call::<Reply>(&WORK, f::Carry::Nothing, &[(&[0], &[0])], request);
    assert_eq!(call.send_blocking().expect("an answer").number, Some(5));
    assert_eq!(mill.state().logins, 0);
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
        shown += &format!("{call:?}");
        call.await.expect("an answer");
        let token = shared.token().await.expect("a token");
        assert_eq!(token.expose(), "canary-token-1");
        let url = castile::SecretUrl::of("https://h/{token}/x", &Request { token: Some("canary a/b".into()), ..Request::default() }, &[0]);
        assert_eq!(url.expose(), "https://h/canary%20a%2Fb/x");
        shown += &format!("{shared:?} {token:?} {url:?}");
        mill.state().break_off = 1;
        let error = work(&shared, MEMBER, 2).await.expect_err("broken off");
        shown += &format!("{error} {error:?}");
        mill.state().valid.clear();
        mill.state().closed = true;
        let error = work(&shared, MEMBER, 2).await.expect_err("no login");
        shown += &format!("{error} {error:?}");
    });
    assert!(!shown.contains("canary"), "{shown}");
}
