//! A server with tokens, for the tests of sessions.
#![allow(unreachable_pub)]

pub mod contract;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use castile::call::{BoxFuture, Exchange, TransportError, TransportErrorKind};
use castile::{BlockingTransport, Transport};
use http::{Request as HttpRequest, Response};

pub const PASSWORD: &str = "canary-password";

/// A server with tokens, behind a transport that takes its time.
#[derive(Clone, Default)]
pub struct Mill(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    calls: AtomicUsize,
}

/// What happened, and what is to happen.
#[allow(clippy::struct_excessive_bools)]
#[derive(Default)]
pub struct State {
    pub valid: HashSet<String>,
    pub given: usize,
    pub logins: usize,
    /// Numbers of the work that was done, in order.
    pub done: Vec<i32>,
    pub refused: usize,
    /// After so much work all tokens expire, once.
    pub expire_after: Option<usize>,
    pub rolls: bool,
    pub in_http: bool,
    pub by_fault: bool,
    /// What logins are answered.
    pub closed: bool,
    /// How many of the next calls the connection breaks off for.
    pub break_off: usize,
    pub logouts: Vec<String>,
    pub idle: Option<i32>,
    /// Tokens that are given out are not good.
    pub forgets: bool,
}

impl Mill {
    pub fn with(change: impl FnOnce(&mut State)) -> Self {
        let mill = Self::default();
        change(&mut mill.state());
        mill
    }

    pub fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.state.lock().expect("not poisoned")
    }

    /// How many requests came.
    pub fn calls(&self) -> usize {
        self.0.calls.load(Ordering::Relaxed)
    }

    /// How many logins and refusals there were.
    pub fn counts(&self) -> (usize, usize) {
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
    pub fn new_token(&mut self) -> String {
        self.given += 1;
        let token = format!("canary-token-{}", self.given);
        if !self.forgets {
            self.valid.insert(token.clone());
        }
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

pub fn header(token: &str) -> String {
    format!("<m:TokenHeader xmlns:m='urn:mill'><m:Token>{token}</m:Token></m:TokenHeader>")
}

fn envelope(status: u16, header: &str, body: &str) -> Response<Bytes> {
    let text = format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header>{header}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
    );
    Response::builder().status(status).header("content-type", "text/xml").body(text.into()).expect("a response")
}

pub fn reply(content: &str, header: &str, in_http: Option<&str>) -> Response<Bytes> {
    let mut response = envelope(200, header, &format!("<m:reply xmlns:m='urn:mill'>{content}</m:reply>"));
    if let Some(token) = in_http {
        let value = format!("Bearer token = {token}").parse().expect("a header");
        response.headers_mut().insert("www-authenticate", value);
    }
    response
}

fn fault(detail: &str) -> Response<Bytes> {
    envelope(
        500,
        "",
        &format!(
            "<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail>{detail}</detail></e:Fault>"
        ),
    )
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
