//! One call through a session.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use http::HeaderMap;

use super::Session;
use super::facts::{Block as HeaderBlock, Carrier, Carry, Fill};
use super::queue::Turn;
use super::token::{Token, put};
use crate::block_on::block_on;
use crate::call::{Around, BoxFuture, Core, Reply, Timeouts, body_of, fresh, reply_of};
use crate::content::{Content, Root};
use crate::error::{ConfigError, Error};
use crate::facts::Operation;
use crate::fragment::Element;
use crate::outcome::find;
use crate::soap::{Block, Headers};
use crate::xml::Limits;

/// A call that carries the token of a session. Await it, or send it, as a [`Call`](crate::Call).
///
/// The member that the token stands in need not be filled; what it holds is replaced. A call that is dropped lets the next one
/// in; one that is begun and then neither polled nor dropped holds up those that wait for its login or its turn.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct SessionCall<'a, R> {
    carried: Carried<'a>,
    reply: PhantomData<fn() -> R>,
}

impl<'a, R> SessionCall<'a, R> {
    pub(super) fn new(carried: Carried<'a>) -> Self {
        Self { carried, reply: PhantomData }
    }

    /// How long the exchange may take in all; logging in and waiting for a turn are not counted.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.carried.timeout = Some(total);
        self
    }

    /// How long each phase of the exchange may take. The time to connect is the client's, which has the connections.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.carried.timeouts = Some(timeouts);
        self
    }

    /// What the response to this call may cost.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.carried.limits = Some(limits);
        self
    }

    /// Says that the operation changes nothing, so that the call may be repeated when it fails on the way; see
    /// [`Call::safe`](crate::Call::safe). Where tokens roll it is not: the one that was sent may be used up.
    pub fn safe(mut self) -> Self {
        self.carried.safe = true;
        self
    }

    /// Adds a SOAP header block.
    pub fn header<T: Root>(mut self, block: &'a T) -> Self {
        self.carried.blocks.push(Block::Typed(T::ELEMENT, block));
        self
    }

    /// Adds a SOAP header block of which there is no generated type.
    pub fn header_element(mut self, block: Element) -> Self {
        self.carried.blocks.push(Block::Element(block));
        self
    }

    /// Sets an HTTP header for this call, in place of the client's of that name.
    pub fn http_header(mut self, name: &str, value: &str) -> Self {
        self.carried.http_headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl<R: Content + Default> SessionCall<'_, R> {
    /// Makes the call and gives what the operation answers.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn send(mut self) -> Result<R, Error> {
        loop {
            let mut body = fresh::<R>();
            if let Some(around) = self.carried.attempt(Mode::Async, &mut *body).await {
                return body_of(around, body);
            }
        }
    }

    /// Makes the call and gives the reply with its headers and status.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn reply(mut self) -> Result<Reply<R>, Error> {
        loop {
            let mut body = fresh::<R>();
            if let Some(around) = self.carried.attempt(Mode::Async, &mut *body).await {
                return reply_of(around, body);
            }
        }
    }

    /// Makes the call and waits for what the operation answers.
    ///
    /// # Errors
    /// Every [`Error`].
    pub fn send_blocking(mut self) -> Result<R, Error> {
        loop {
            let mut body = fresh::<R>();
            if let Some(around) = block_on(self.carried.attempt(Mode::Blocking, &mut *body)) {
                return body_of(around, body);
            }
        }
    }

    /// Makes the call and waits for the reply with its headers and status.
    ///
    /// # Errors
    /// Every [`Error`].
    pub fn reply_blocking(mut self) -> Result<Reply<R>, Error> {
        loop {
            let mut body = fresh::<R>();
            if let Some(around) = block_on(self.carried.attempt(Mode::Blocking, &mut *body)) {
                return reply_of(around, body);
            }
        }
    }
}

impl<'a, R: Content + Default> IntoFuture for SessionCall<'a, R> {
    type Output = Result<R, Error>;
    type IntoFuture = BoxFuture<'a, Result<R, Error>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<R> fmt::Debug for SessionCall<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionCall").field("operation", &self.carried.operation.name).finish_non_exhaustive()
    }
}

/// By which transport a call goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mode {
    Async,
    /// The future does its work when it is polled, on the thread that waits for it.
    Blocking,
}

impl Mode {
    pub(super) async fn exchange(self, core: Core<'_>, target: &mut dyn Content) -> Result<Around, Error> {
        match self {
            Self::Async => core.send(target).await,
            Self::Blocking => core.send_blocking(target),
        }
    }
}

/// A call without the type of its reply.
pub(super) struct Carried<'a> {
    session: &'a Session,
    operation: &'static Operation,
    carry: Carry,
    fill: Fill,
    request: Box<dyn Content>,
    blocks: Vec<Block<'a>>,
    http_headers: Vec<(String, String)>,
    timeout: Option<Duration>,
    timeouts: Option<Timeouts>,
    limits: Option<Limits>,
    safe: bool,
    /// Held from the first attempt to the last where tokens roll.
    turn: Option<Turn>,
    repeated: bool,
}

impl<'a> Carried<'a> {
    pub(super) fn new(
        session: &'a Session,
        operation: &'static Operation,
        carry: Carry,
        fill: Fill,
        request: Box<dyn Content>,
    ) -> Self {
        Self {
            session,
            operation,
            carry,
            fill,
            request,
            blocks: Vec::new(),
            http_headers: Vec::new(),
            timeout: None,
            timeouts: None,
            limits: None,
            safe: false,
            turn: None,
            repeated: false,
        }
    }

    /// One attempt; none as the result says that the token had expired and that there is to be another.
    fn attempt<'s>(
        &'s mut self,
        mode: Mode,
        target: &'s mut dyn Content,
    ) -> BoxFuture<'s, Option<Result<Around, Error>>> {
        Box::pin(async move {
            for (from, to) in self.fill {
                let found = find(&*self.session.inner.credentials, from);
                if let Some(text) = found.first()
                    && !put(text, &mut *self.request, to)
                {
                    return Some(Err(misplaced()));
                }
            }
            match self.carry {
                Carry::Nothing => Some(self.exchange(mode, None, target).await),
                Carry::Member(_) | Carry::Carrier if self.session.inner.rules.rolls.is_some() => {
                    self.rolling(mode, target).await
                }
                Carry::Member(_) | Carry::Carrier => self.parallel(mode, target).await,
            }
        })
    }

    async fn parallel(&mut self, mode: Mode, target: &mut dyn Content) -> Option<Result<Around, Error>> {
        let session = self.session;
        let (token, login) = match session.obtain(mode).await {
            Ok(obtained) => obtained,
            Err(error) => return Some(Err(error)),
        };
        let result = self.exchange(mode, Some(&token), target).await;
        if session.is_expired(&result) {
            session.forget(login);
            if !self.repeated {
                self.repeated = true;
                return None;
            }
        } else if answer(&result).is_some() {
            session.state().used = Some(Instant::now());
        }
        Some(result)
    }

    /// The token is taken out of the session while the call is under way, and its successor put in its place. When no
    /// answer comes, nobody knows which of them the server has: then the next call logs in.
    async fn rolling(&mut self, mode: Mode, target: &mut dyn Content) -> Option<Result<Around, Error>> {
        let session = self.session;
        let seen = session.state().logins;
        if self.turn.is_none() {
            self.turn = Some(session.inner.queue.enter().await);
        }
        let token = {
            let mut state = session.state();
            state.live();
            state.token.take()
        };
        let token = match token {
            Some(token) => token,
            None => match session.log_in(mode, seen).await {
                Ok((token, _)) => {
                    session.state().token = None;
                    token
                }
                Err(error) => return Some(Err(error)),
            },
        };
        let result = self.exchange(mode, Some(&token), target).await;
        if session.is_expired(&result) {
            if !self.repeated {
                self.repeated = true;
                return None;
            }
            return Some(result);
        }
        let next = match (&session.inner.rules.rolls, answer(&result)) {
            (Some(source), Some((headers, http_headers))) => {
                source.token(target, headers, http_headers).or(Some(token))
            }
            _ => result.as_ref().is_err_and(Error::is_unsent).then_some(token),
        };
        let mut state = session.state();
        state.used = Some(Instant::now());
        state.token = next;
        drop(state);
        Some(result)
    }

    /// Sends the request with the token in its place.
    pub(super) async fn exchange(
        &mut self,
        mode: Mode,
        token: Option<&Token>,
        target: &mut dyn Content,
    ) -> Result<Around, Error> {
        let carrier = match (self.carry, token) {
            (Carry::Nothing, _) | (_, None) => None,
            (Carry::Member(path), Some(token)) if token.put(&mut *self.request, path) => None,
            (Carry::Member(_), Some(_)) => return Err(misplaced()),
            (Carry::Carrier, Some(token)) => self.session.inner.rules.carrier.as_ref().zip(Some(token)),
        };
        let block = match carrier {
            Some((Carrier::SoapHeader(HeaderBlock(field, make, path)), token)) => {
                let mut block = make();
                if !token.put(&mut *block, path) {
                    return Err(misplaced());
                }
                Some((*field, block))
            }
            _ => None,
        };
        let mut core = Core::new(&self.session.inner.client, self.operation, &*self.request);
        core.keep_secret(&*self.session.inner.credentials);
        if let Some(timeouts) = self.timeouts {
            core.set_timeouts(timeouts);
        }
        if let Some(total) = self.timeout {
            core.set_timeout(total);
        }
        if let Some(limits) = &self.limits {
            core.set_limits(limits.clone());
        }
        if self.safe && self.session.inner.rules.rolls.is_none() {
            core.set_safe();
        }
        for block in &self.blocks {
            core.push_block(block.clone());
        }
        for (name, value) in &self.http_headers {
            core.set_http_header(name, value);
        }
        if let Some((field, block)) = &block {
            core.push_block(Block::Typed(field, &**block));
        }
        if let Some((Carrier::HttpHeader(name, before), token)) = carrier {
            core.set_secret_http_header(name, &format!("{before}{}", token.expose()));
        }
        let mut result = mode.exchange(core, target).await;
        if let Ok(around) = &mut result {
            self.session.inner.rules.hide(&mut around.http_headers);
        }
        result
    }
}

/// The headers of an answer by the service, be it a reply, a refusal or a fault.
fn answer(result: &Result<Around, Error>) -> Option<(&Headers, &HeaderMap)> {
    static NONE: std::sync::LazyLock<HeaderMap> = std::sync::LazyLock::new(HeaderMap::new);
    match result {
        Ok(around) => Some((&around.headers, &around.http_headers)),
        Err(Error::Rejected(rejection)) => Some((rejection.headers(), &rejection.http_headers)),
        Err(Error::Fault(fault)) => Some((&fault.headers, &NONE)),
        Err(_) => None,
    }
}

/// Facts that do not fit the types: not to be had from the generator.
fn misplaced() -> Error {
    ConfigError::Unsupported("the request has no place for the session's token").into()
}
