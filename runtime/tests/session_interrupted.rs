//! Sessions whose calls are given up, panic, time out, or find that somebody logged out.
#![allow(missing_docs)]

mod mill;

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use castile::call::{BoxFuture, Exchange, Phase, TransportError, TransportErrorKind};
use castile::facts as f;
use castile::{BlockingTransport, Client, Error, Session, Transport};
use http::{Request as HttpRequest, Response};
use mill::contract::{Credentials, LOGIN, LOGOUT, Reply, Request, TokenHeader, WORK};
use mill::{Mill, PASSWORD};

const PLAIN: f::Session = f::Session {
    login: Some(f::Login(&LOGIN, || Box::<Reply>::default(), f::Source::Member(&[1]))),
    carrier: None,
    rolls: None,
    expired: &["EXPIRED"],
    expired_status: &[],
    idle: None,
    logout: Some(f::Logout(&LOGOUT, || Box::<Request>::default(), || Box::<Reply>::default(), f::Carry::Member(&[0]))),
};
static IN_A_MEMBER: f::Session = PLAIN;
static IDLE: f::Session = f::Session { idle: Some(f::Idle(&[3], 600)), ..PLAIN };

const BLOCK: f::Block = f::Block(<TokenHeader as castile::Root>::ELEMENT, || Box::<TokenHeader>::default(), &[0]);
static ROLLING: f::Session = f::Session {
    login: Some(f::Login(&LOGIN, || Box::<Reply>::default(), f::Source::SoapHeader(BLOCK))),
    carrier: Some(f::Carrier::SoapHeader(BLOCK)),
    rolls: Some(f::Source::SoapHeader(BLOCK)),
    logout: None,
    ..PLAIN
};

/// Both kinds of session, with how their calls carry the token.
const KINDS: [(&f::Session, f::Carry); 2] = [(&IN_A_MEMBER, f::Carry::Member(&[0])), (&ROLLING, f::Carry::Carrier)];

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It never reaches the mill, and nobody says so.
    Lost,
    /// The mill answers, and the answer never comes.
    AnswerLost,
    Panic,
    /// The transport gives up.
    Late,
}

/// A way to the mill on which things happen to the next requests of an operation.
#[derive(Clone)]
struct Way {
    mill: Mill,
    fates: Arc<Mutex<Vec<(&'static str, Fate)>>>,
}

impl Way {
    fn fate(&self, request: &HttpRequest<Bytes>) -> Option<Fate> {
        let action = request.headers()["soapaction"].to_str().expect("ASCII").trim_matches('"').to_owned();
        let mut fates = self.fates.lock().expect("not poisoned");
        let at = fates.iter().position(|(operation, _)| *operation == action)?;
        Some(fates.remove(at).1)
    }
}

fn late() -> TransportError {
    TransportErrorKind::Timeout { phase: Phase::Total, after: Duration::from_mins(1) }.into()
}

impl Transport for Way {
    fn send<'a>(
        &'a self,
        request: HttpRequest<Bytes>,
        exchange: &'a Exchange,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            match self.fate(&request) {
                Some(Fate::Lost) => std::future::pending().await,
                Some(Fate::AnswerLost) => {
                    Transport::send(&self.mill, request, exchange).await?;
                    std::future::pending().await
                }
                Some(Fate::Panic) => panic!("the transport's own fault"),
                Some(Fate::Late) => {
                    tokio::task::yield_now().await;
                    Err(late())
                }
                None => Transport::send(&self.mill, request, exchange).await,
            }
        })
    }
}

impl BlockingTransport for Way {
    fn send(&self, request: HttpRequest<Bytes>, exchange: &Exchange) -> Result<Response<Bytes>, TransportError> {
        match self.fate(&request) {
            Some(Fate::Panic) => panic!("the transport's own fault"),
            Some(Fate::Late) => Err(late()),
            Some(Fate::Lost | Fate::AnswerLost) => unreachable!("nobody can give up a blocking call"),
            None => BlockingTransport::send(&self.mill, request, exchange),
        }
    }
}

fn session(mill: &Mill, rules: &'static f::Session, fates: &[(&'static str, Fate)]) -> Session {
    let way = Way { mill: mill.clone(), fates: Arc::new(Mutex::new(fates.to_vec())) };
    let client = Client::builder("http://mill.example/").transport(way.clone()).blocking_transport(way);
    let credentials = Credentials { user: "miller".into(), password: PASSWORD.into() };
    Session::new(client.build().expect("a client"), rules, credentials)
}

fn mill(rules: &f::Session) -> Mill {
    Mill::with(|state| state.rolls = rules.rolls.is_some())
}

fn work(session: &Session, carry: f::Carry, number: i32) -> castile::SessionCall<'_, Reply> {
    session.call(&WORK, carry, &[], Box::new(Request { number, ..Request::default() }))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Polls a call until it is under way for sure, and leaves it there.
async fn begin<F: Future>(mut call: Pin<&mut F>) {
    for _ in 0..20 {
        let waits = std::future::poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await;
        assert!(waits, "it was to be given up");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn who_gives_up_a_login_hands_it_to_the_next() {
    for (rules, carry) in KINDS {
        for fate in [Fate::Lost, Fate::AnswerLost] {
            let mill = mill(rules);
            let session = session(&mill, rules, &[("login", fate)]);
            runtime().block_on(async {
                let mut first = Box::pin(work(&session, carry, 1).into_future());
                begin(first.as_mut()).await;
                let waiting: Vec<_> = (2..12)
                    .map(|number| {
                        let session = session.clone();
                        tokio::spawn(async move { work(&session, carry, number).await })
                    })
                    .collect();
                tokio::time::sleep(Duration::from_millis(5)).await;
                assert_eq!(mill.state().done, [], "they wait for the login");
                drop(first);
                for call in waiting {
                    call.await.expect("no panic").expect("an answer");
                }
            });
            let mut state = mill.state();
            state.done.sort_unstable();
            assert_eq!(state.done, (2..12).collect::<Vec<_>>());
            let lost = usize::from(fate == Fate::AnswerLost);
            assert_eq!((state.logins, state.refused), (1 + lost, 0), "{fate:?}");
        }
    }
}

#[test]
fn a_rolling_token_whose_call_was_given_up_is_not_used_again() {
    for fate in [Fate::Lost, Fate::AnswerLost] {
        let mill = mill(&ROLLING);
        let carry = f::Carry::Carrier;
        let session = session(&mill, &ROLLING, &[("work", fate)]);
        runtime().block_on(async {
            let mut given_up = Box::pin(work(&session, carry, 2).into_future());
            begin(given_up.as_mut()).await;
            assert!(!session.is_logged_in(), "the call has the token");
            drop(given_up);
            assert!(!session.is_logged_in(), "nobody knows which token the server has");
            work(&session, carry, 3).await.expect("an answer");
        });
        let state = mill.state();
        let done: &[i32] = if fate == Fate::Lost { &[3] } else { &[2, 3] };
        assert_eq!((state.logins, state.refused, state.done.as_slice()), (2, 0, done));
    }
}

#[test]
fn who_stops_waiting_for_a_turn_leaves_the_token_alone() {
    let mill = mill(&ROLLING);
    let session = session(&mill, &ROLLING, &[]);
    runtime().block_on(async {
        work(&session, f::Carry::Carrier, 1).await.expect("an answer");
        let mut first = Box::pin(work(&session, f::Carry::Carrier, 2).into_future());
        let mut second = Box::pin(work(&session, f::Carry::Carrier, 3).into_future());
        let third = work(&session, f::Carry::Carrier, 4).into_future();
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending() && second.as_mut().poll(&mut context).is_pending());
        drop(second);
        let (first, third) = tokio::join!(first, third);
        assert!(first.is_ok() && third.is_ok());
    });
    let state = mill.state();
    assert_eq!((state.logins, state.refused, state.done.as_slice()), (1, 0, [1, 2, 4].as_slice()));
}

#[test]
fn a_login_that_takes_too_long_is_the_error_of_all_who_waited_and_is_asked_for_once() {
    for (rules, carry) in KINDS {
        let mill = mill(rules);
        let session = session(&mill, rules, &[("login", Fate::Late)]);
        runtime().block_on(async {
            let calls: Vec<_> = (0..20).map(|number| work(&session, carry, number).into_future()).collect();
            let mut calls: Vec<_> = calls.into_iter().map(Some).collect();
            let mut errors = Vec::new();
            std::future::poll_fn(|context| {
                for slot in &mut calls {
                    let Some(call) = slot else { continue };
                    if let Poll::Ready(answer) = call.as_mut().poll(context) {
                        errors.push(answer.expect_err("nobody is logged in"));
                        *slot = None;
                    }
                }
                if calls.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            assert_eq!(errors.len(), 20);
            for error in errors {
                assert!(matches!(error, Error::Login(_)) && error.is_timeout() && error.is_unsent(), "{error}");
            }
            assert_eq!(mill.calls(), 0, "nobody asked again");
            work(&session, carry, 20).await.expect("a later call tries again");
        });
        let state = mill.state();
        assert_eq!((state.logins, state.done.as_slice()), (1, [20].as_slice()));
    }
}

#[test]
fn a_panic_on_the_way_harms_nobody_else() {
    for (rules, carry) in KINDS {
        for operation in ["login", "work"] {
            let mill = mill(rules);
            let async_session = session(&mill, rules, &[(operation, Fate::Panic)]);
            runtime().block_on(async {
                let calls: Vec<_> = (0..10)
                    .map(|number| {
                        let session = async_session.clone();
                        tokio::spawn(async move { work(&session, carry, number).await })
                    })
                    .collect();
                let mut panics = 0;
                for call in calls {
                    match call.await {
                        Ok(answer) => drop(answer.expect("an answer")),
                        Err(error) => panics += usize::from(error.is_panic()),
                    }
                }
                assert_eq!(panics, 1);
            });
            let done = |mill: &Mill| mill.state().done.len();
            assert_eq!((done(&mill), mill.counts().1), (9, 0), "{operation}");

            let blocking_session = session(&mill, rules, &[(operation, Fate::Panic)]);
            let calls: Vec<_> = (0..10)
                .map(|number| {
                    let session = blocking_session.clone();
                    std::thread::spawn(move || {
                        let call = AssertUnwindSafe(|| work(&session, carry, number).send_blocking());
                        std::panic::catch_unwind(call)
                    })
                })
                .collect();
            let answers = calls.into_iter().map(|call| call.join().expect("the panic is caught"));
            let answers: Vec<_> = answers.flatten().map(|answer| answer.expect("an answer")).collect();
            assert_eq!((answers.len(), done(&mill), mill.counts().1), (9, 18, 0), "{operation}");
        }
    }
}

/// A session belongs to no runtime: calls of one wait for those of another, and when that one ends in the middle of a call,
/// they go on.
#[test]
fn two_runtimes_share_a_session_and_one_survives_the_other() {
    for (rules, carry) in KINDS {
        let mill = mill(rules);
        let session = session(&mill, rules, &[("login", Fate::AnswerLost)]);
        let (one, other) = (runtime(), runtime());
        let (theirs, ours) = (session.clone(), session.clone());
        one.spawn(async move { work(&theirs, carry, 1).await.map(|_| ()) });
        while mill.state().logins == 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
        let waiting = other.spawn(async move { work(&ours, carry, 2).await });
        let blocking = {
            let session = session.clone();
            std::thread::spawn(move || work(&session, carry, 3).send_blocking())
        };
        std::thread::sleep(Duration::from_millis(10));
        assert!(!waiting.is_finished() && !blocking.is_finished());
        drop(one);
        other.block_on(waiting).expect("no panic").expect("an answer");
        blocking.join().expect("no panic").expect("an answer");
        let mut state = mill.state();
        state.done.sort_unstable();
        assert_eq!((state.logins, state.refused, state.done.as_slice()), (2, 0, [2, 3].as_slice()));
    }
}

/// What a call needs after a logout it gets anew, also when it was begun before.
#[test]
fn a_logout_ends_no_call_that_is_under_way() {
    let mill = Mill::default();
    let session = session(&mill, &IN_A_MEMBER, &[]);
    runtime().block_on(async {
        session.token().await.expect("a token");
        let calls: Vec<_> = (0..20)
            .map(|number| {
                let session = session.clone();
                tokio::spawn(async move {
                    let answer = work(&session, f::Carry::Member(&[0]), number).await;
                    if number == 3 {
                        session.logout().await.expect("given back");
                    }
                    answer
                })
            })
            .collect();
        for call in calls {
            call.await.expect("no panic").expect("an answer");
        }
        session.logout().await.expect("given back, if there is one");
        assert!(!session.is_logged_in());
    });
    let mut state = mill.state();
    state.done.sort_unstable();
    assert_eq!(state.done, (0..20).collect::<Vec<_>>(), "each did its work once");
    assert_eq!(state.logins, state.logouts.len(), "every token was given back");
    assert!(state.valid.is_empty());
}

#[test]
fn each_answer_begins_the_idle_time_anew() {
    let mill = Mill::with(|state| state.idle = Some(1));
    let session = session(&mill, &IDLE, &[]);
    let call = |number| work(&session, f::Carry::Member(&[0]), number).send_blocking().expect("an answer");
    for number in 0..3 {
        call(number);
        std::thread::sleep(Duration::from_millis(400));
    }
    assert!(session.is_logged_in());
    assert_eq!(mill.counts(), (1, 0));
    std::thread::sleep(Duration::from_millis(700));
    assert!(!session.is_logged_in());
    call(3);
    assert_eq!(mill.counts(), (2, 0), "it logs in before the server has to refuse it");
}

/// A call that waits on a thread is woken when its turn comes, whoever is before it.
#[test]
fn a_blocking_call_waits_for_an_async_one() {
    let mill = mill(&ROLLING);
    let session = session(&mill, &ROLLING, &[]);
    let runtime = runtime();
    let mut first = pin!(work(&session, f::Carry::Carrier, 1).into_future());
    let entered = runtime.enter();
    assert!(first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(entered);
    let blocking = {
        let session = session.clone();
        std::thread::spawn(move || work(&session, f::Carry::Carrier, 2).send_blocking())
    };
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(mill.calls(), 0);
    runtime.block_on(first).expect("an answer");
    blocking.join().expect("no panic").expect("an answer");
    assert_eq!(mill.state().done, [1, 2]);
}
