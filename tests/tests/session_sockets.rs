//! Sessions against servers on the loopback interface, made of the emitted types: fifty callers at once, async and blocking,
//! while tokens expire, roll and answers break off. The servers count what reaches them.
#![allow(missing_docs)]

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use castile::call::{BoxFuture, TransportErrorKind, read_http_request, write_http_fault, write_http_reply};
use castile::soap::{Block, Version};
use castile::{Answer, Client, Double, Error, Fault, Limits, Root, SessionCall};
use castile_generated::netforum::{
    AUTHENTICATE_OPERATION, Authenticate, AuthenticateResponse, AuthorizationToken, WEB_VALIDATE_OPERATION,
    WebValidate, WebValidateResponse, XWebClient, XWebSession,
};
use castile_generated::verba::{
    Environment, GET_ENVIRONMENT_BY_EID_OPERATION, GetEnvironmentByEid, GetEnvironmentByEidResponse,
    GetEnvironmentResponse, ProvisioningClient, ProvisioningSession, REQUEST_TOKEN_OPERATION, RequestToken,
    RequestTokenResponse, Status, StatusCode, TokenResponse,
};
use http::Request;

const CALLERS: usize = 50;

#[derive(Clone, Copy, Debug)]
enum Way {
    Async,
    Blocking,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime")
}

/// Fifty calls at once; what each was answered.
fn fifty<S, R>(way: Way, session: &S, call: fn(&S, usize) -> SessionCall<'_, R>) -> Vec<Result<R, Error>>
where
    S: Clone + Send + Sync + 'static,
    R: castile::Content + Default,
{
    match way {
        Way::Async => runtime().block_on(async {
            let calls: Vec<_> = (0..CALLERS)
                .map(|number| {
                    let session = session.clone();
                    tokio::spawn(async move { call(&session, number).await })
                })
                .collect();
            let mut answers = Vec::new();
            for call in calls {
                answers.push(call.await.expect("no panic"));
            }
            answers
        }),
        Way::Blocking => {
            let calls: Vec<_> = (0..CALLERS)
                .map(|number| {
                    let session = session.clone();
                    std::thread::spawn(move || call(&session, number).send_blocking())
                })
                .collect();
            calls.into_iter().map(|call| call.join().expect("no panic")).collect()
        }
    }
}

/// What reached the Verba double, by the number of the environment that was asked for.
#[derive(Default)]
struct Recorder {
    valid: String,
    logins: usize,
    answered: Vec<usize>,
    refused: Vec<usize>,
    /// Whose answers break off in the middle.
    broken: HashSet<usize>,
    expired: bool,
}

/// After twenty answers the token expires.
fn verba(state: &Arc<Mutex<Recorder>>) -> Double {
    let (login, work) = (Arc::clone(state), Arc::clone(state));
    let ok = || Some(Status { message: None, status_code: Some(StatusCode::Ok) });
    Double::default()
        .on(&REQUEST_TOKEN_OPERATION, move |_: RequestToken| {
            let mut state = login.lock().expect("not poisoned");
            state.logins += 1;
            state.valid = format!("token-{}", state.logins);
            let token = Some(state.valid.clone());
            Answer::reply(RequestTokenResponse { r#return: Some(TokenResponse { status: ok(), token }) })
                .delayed(Duration::from_millis(20))
        })
        .on(&GET_ENVIRONMENT_BY_EID_OPERATION, move |request: GetEnvironmentByEid| {
            let mut state = work.lock().expect("not poisoned");
            let eid = request.eid.expect("an id");
            let number: usize = eid.parse().expect("a number");
            let mut reply = GetEnvironmentResponse { environment: None, status: ok() };
            if request.token == Some(state.valid.clone()) {
                state.answered.push(number);
                reply.environment = Some(Environment { eid: Some(eid), ..Environment::default() });
            } else {
                state.refused.push(number);
                let status_code = Some(StatusCode::ErrorUnauthorized);
                reply.status = Some(Status { message: Some("the token is expired".into()), status_code });
            }
            if state.answered.len() == 20 && !state.expired {
                state.expired = true;
                state.valid.clear();
            }
            let answer = Answer::reply(GetEnvironmentByEidResponse { r#return: Some(reply) });
            let answer = answer.delayed(Duration::from_millis(10));
            if state.broken.contains(&number) { answer.truncated(200) } else { answer }
        })
}

fn count(numbers: &[usize]) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for number in numbers {
        *counts.entry(*number).or_default() += 1;
    }
    counts
}

#[test]
fn fifty_callers_renew_an_expired_token_once_and_send_nothing_twice_that_was_answered() {
    for way in [Way::Async, Way::Blocking] {
        for broken in [[].into(), (0..CALLERS).filter(|number| number % 7 == 3).collect::<HashSet<_>>()] {
            let state = Arc::new(Mutex::new(Recorder { broken: broken.clone(), ..Recorder::default() }));
            let server = verba(&state).serve().expect("a port");
            let client = ProvisioningClient::new(&server.url()).expect("a client");
            let credentials = RequestToken { password: Some("p".into()), ..RequestToken::default() };
            let session = ProvisioningSession::new(client, credentials);
            let answers = fifty(way, &session, |session, number| {
                session.get_environment_by_eid(&GetEnvironmentByEid {
                    eid: Some(format!("{number:04}")),
                    ..GetEnvironmentByEid::default()
                })
            });
            let state = state.lock().expect("not poisoned");
            let refused = count(&state.refused);
            for (number, answer) in answers.into_iter().enumerate() {
                if broken.contains(&number) {
                    let error = answer.expect_err("the answer broke off");
                    let broke_off =
                        matches!(&error, Error::Transport(error) if *error.kind() == TransportErrorKind::Body);
                    assert!(broke_off, "{way:?} {number}: {error}");
                } else {
                    let environment = answer.expect("an answer").r#return.and_then(|reply| reply.environment);
                    let eid = environment.and_then(|environment| environment.eid);
                    assert_eq!(eid, Some(format!("{number:04}")), "{way:?}: each its own");
                }
            }
            // A refusal that breaks off is no refusal: the call is not made again. All others did their work once.
            let lost = broken.iter().filter(|number| refused.contains_key(number)).count();
            let answered = count(&state.answered);
            assert_eq!(answered.len(), CALLERS - lost, "{way:?}");
            assert!(answered.values().all(|times| *times == 1), "{way:?}: {answered:?}");
            assert!(refused.values().all(|times| *times == 1), "{way:?}: {refused:?}");
            assert_eq!(state.logins, 2, "{way:?}: one login and one renewal");
            assert!(!refused.is_empty(), "{way:?}: the token expired under way");
        }
    }
}

/// A server of xWeb's kind: each answer has the token for the next request, and the last one is good for nothing then.
struct Rolling {
    double: Double,
    /// Numbers of the calls that were answered, in order.
    done: Arc<Mutex<Vec<usize>>>,
    logins: Arc<AtomicUsize>,
    faults: Arc<AtomicUsize>,
    /// The most requests that were under way at one time.
    most: Arc<AtomicUsize>,
}

const GUID: &str = "6bc655a4-c079-4535-a733-";

fn rolling() -> Rolling {
    let done = Arc::<Mutex<Vec<usize>>>::default();
    let (logins, faults, most) = <(Arc<AtomicUsize>, Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
    let token = Mutex::new((0, String::new()));
    let at_once = AtomicUsize::new(0);
    let server = (Arc::clone(&done), Arc::clone(&logins), Arc::clone(&faults), Arc::clone(&most));
    let double = Double::new(move |request: &Request<Bytes>| {
        let (done, logins, faults, most) = &server;
        most.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(1));
        let response = {
            let mut token = token.lock().expect("not poisoned");
            if request.headers()["soapaction"].as_bytes().ends_with(b"/Authenticate\"") {
                logins.fetch_add(1, Ordering::SeqCst);
                let reply = AuthenticateResponse { authenticate_result: Some("http://www.avectra.com/2005/".into()) };
                write_http_reply(&AUTHENTICATE_OPERATION, &[next(&mut token).block()], &reply)
            } else {
                let mut call = WebValidate::default();
                let headers = read_http_request(&WEB_VALIDATE_OPERATION, request, &Limits::default(), &mut call);
                let sent = headers.expect("a request").get::<AuthorizationToken>().expect("a header").expect("a token");
                if sent.token.as_deref() == Some(&token.1) {
                    let number = call.authentication_token.expect("a number");
                    done.lock().expect("not poisoned").push(number.parse().expect("a number"));
                    let reply = WebValidateResponse { web_validate_result: Some(format!("{GUID}{number}")) };
                    write_http_reply(&WEB_VALIDATE_OPERATION, &[next(&mut token).block()], &reply)
                } else {
                    faults.fetch_add(1, Ordering::SeqCst);
                    write_http_fault(&Fault::sender(Version::V11, "the token is not valid"))
                }
            }
        };
        at_once.fetch_sub(1, Ordering::SeqCst);
        response.expect("a response")
    });
    Rolling { double, done, logins, faults, most }
}

struct Header(AuthorizationToken);

impl Header {
    fn block(&self) -> Block<'_> {
        Block::Typed(AuthorizationToken::ELEMENT, &self.0)
    }
}

fn next(token: &mut (usize, String)) -> Header {
    token.0 += 1;
    token.1 = format!("00000000-0000-4000-8000-{:012}", token.0);
    Header(AuthorizationToken { token: Some(token.1.clone()), ..AuthorizationToken::default() })
}

fn xweb(url: &str) -> XWebSession {
    let client = Client::builder(url).build().expect("a client");
    let credentials = Authenticate { user_name: Some("u".into()), password: Some("p".into()) };
    XWebSession::new(XWebClient::with(client), credentials)
}

fn validate(session: &XWebSession, number: usize) -> SessionCall<'_, WebValidateResponse> {
    session.web_validate(&WebValidate { authentication_token: Some(format!("{number:012}")) })
}

fn assert_each_its_own(answers: Vec<Result<WebValidateResponse, Error>>) {
    for (number, answer) in answers.into_iter().enumerate() {
        let guid = answer.expect("an answer").web_validate_result;
        assert_eq!(guid, Some(format!("{GUID}{number:012}")));
    }
}

#[test]
fn a_rolling_token_serves_fifty_callers_one_after_the_other() {
    for way in [Way::Async, Way::Blocking] {
        let rolling = rolling();
        let server = rolling.double.serve().expect("a port");
        assert_each_its_own(fifty(way, &xweb(&server.url()), validate));
        let mut done = rolling.done.lock().expect("not poisoned").clone();
        done.sort_unstable();
        assert_eq!(done, (0..CALLERS).collect::<Vec<_>>(), "{way:?}");
        let counts = [&rolling.logins, &rolling.faults, &rolling.most].map(|count| count.load(Ordering::SeqCst));
        assert_eq!(counts, [1, 0, 1], "{way:?}: one login, no fault, one request at a time");
    }
}

/// Polled one after the other on one task, so that the order of asking is known; blocking callers come in between.
#[test]
fn a_rolling_token_keeps_the_order_of_the_callers() {
    let rolling = rolling();
    let server = rolling.double.serve().expect("a port");
    let session = xweb(&server.url());
    let mut calls: Vec<Option<BoxFuture<'_, _>>> =
        (0..CALLERS).map(|number| Some(validate(&session, number).into_future())).collect();
    let mut threads = Vec::new();
    let mut answers = Vec::new();
    runtime().block_on(std::future::poll_fn(|context| {
        for slot in &mut calls {
            let Some(call) = slot else { continue };
            if let Poll::Ready(answer) = call.as_mut().poll(context) {
                answers.push(answer);
                *slot = None;
            }
        }
        // All fifty stand in the queue now.
        if threads.is_empty() {
            threads.extend((CALLERS..CALLERS + 5).map(|number| {
                let session = session.clone();
                std::thread::spawn(move || validate(&session, number).send_blocking())
            }));
        }
        if calls.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    }));
    assert_each_its_own(answers);
    for thread in threads {
        thread.join().expect("no panic").expect("an answer");
    }
    let done = rolling.done.lock().expect("not poisoned");
    assert_eq!(done[..CALLERS], (0..CALLERS).collect::<Vec<_>>());
    assert_eq!((done.len(), rolling.faults.load(Ordering::SeqCst)), (CALLERS + 5, 0));
}

/// The connections of a client belong to the runtime that made them; when that is gone, the session makes new ones.
#[test]
fn a_session_outlives_the_runtime_it_began_in() {
    let rolling = rolling();
    let server = rolling.double.serve().expect("a port");
    let session = xweb(&server.url());
    for number in 0..4 {
        let runtime = runtime();
        runtime.block_on(async { validate(&session, number).await }).expect("an answer");
    }
    assert_eq!(*rolling.done.lock().expect("not poisoned"), [0, 1, 2, 3]);
    assert_eq!(rolling.logins.load(Ordering::SeqCst), 1);
}

/// A program that is async makes its blocking calls on threads for that.
#[test]
fn a_session_works_on_the_threads_of_spawn_blocking() {
    let rolling = rolling();
    let server = rolling.double.serve().expect("a port");
    let session = xweb(&server.url());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let calls: Vec<_> = (0..8)
            .map(|number| {
                let session = session.clone();
                tokio::task::spawn_blocking(move || validate(&session, number).send_blocking())
            })
            .collect();
        for call in calls {
            call.await.expect("no panic").expect("an answer");
        }
    });
    assert_eq!((rolling.logins.load(Ordering::SeqCst), rolling.faults.load(Ordering::SeqCst)), (1, 0));
}
