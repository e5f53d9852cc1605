//! Sessions: a token fetched, carried, renewed, rolled and given back.
//!
//! A manifest says how a service does it, the generator resolves that into [`facts`], and the generated session hides the
//! token: it logs in at the first call, puts the token where the service wants it, and when an answer says that the token
//! is no longer good, it logs in anew and repeats that call once.
//!
//! Clones of a session share its token, and however many calls find it expired, one of them logs in while the others
//! wait; if that login fails, they share its error and do not try in their turn. Where every reply brings the token for
//! the next call, calls are made one after the other, in the order they were begun. Nothing happens when a session is
//! dropped: what is to be given back is given back by `logout`.
//!
//! A session belongs to no runtime. A blocking call waits for its turn as an async one does, but its thread waits with it: on
//! the only thread of a runtime it would wait forever for a call that is awaited there.

mod call;
pub mod facts;
mod queue;
mod token;
mod url;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use call::SessionCall;
pub use token::Token;
pub use url::SecretUrl;

use call::{Carried, Mode};
use facts::{Carry, Fill, Login, Logout};
use queue::Queue;

use crate::block_on::block_on;
use crate::call::{Around, Client, Core};
use crate::content::Content;
use crate::engine::{ReadError, ReadErrorKind};
use crate::error::{ConfigError, Error, Problem, Unreadable};
use crate::facts::Operation;
use crate::outcome::find;

/// The state that the calls of a session share. Generated sessions hold one; cloning it is cheap.
#[derive(Clone)]
pub struct Session {
    inner: Arc<Inner>,
}

struct Inner {
    client: Client,
    rules: &'static facts::Session,
    credentials: Box<dyn Content>,
    /// Who logs in; where tokens roll, who makes a call.
    queue: Queue,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// How many logins have ended, well or not.
    logins: u64,
    /// Why the last of them failed.
    failure: Option<Arc<Error>>,
    used: Option<Instant>,
    idle: Option<Duration>,
}

impl State {
    /// The token, unless the session was idle for too long.
    fn live(&mut self) -> Option<&Token> {
        if let (Some(used), Some(idle)) = (self.used, self.idle)
            && used.elapsed() >= idle
        {
            self.token = None;
        }
        self.token.as_ref()
    }
}

impl Session {
    /// A session that will log in with these credentials. Nothing is sent yet.
    pub fn new(client: Client, rules: &'static facts::Session, credentials: impl Content) -> Self {
        let inner = Inner {
            client,
            rules,
            credentials: Box::new(credentials),
            queue: Queue::default(),
            state: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Calls `operation` with the session's token and credentials in their places.
    pub fn call<R>(
        &self,
        operation: &'static Operation,
        carry: Carry,
        fill: Fill,
        request: Box<dyn Content>,
    ) -> SessionCall<'_, R> {
        SessionCall::new(Carried::new(self, operation, carry, fill, request))
    }

    /// The token, to be sent by other means; logs in if there is none.
    ///
    /// # Errors
    /// [`Error::Login`], and [`Error::Config`] for a session that has no token or whose tokens serve for one call.
    pub async fn token(&self) -> Result<Token, Error> {
        self.shown_token(Mode::Async).await
    }

    /// [`token`](Self::token) for code that does not use async.
    ///
    /// # Errors
    /// As [`token`](Self::token).
    pub fn token_blocking(&self) -> Result<Token, Error> {
        block_on(self.shown_token(Mode::Blocking))
    }

    /// Whether there is a token now. The server may think otherwise.
    pub fn is_logged_in(&self) -> bool {
        self.state().live().is_some()
    }

    /// Gives the token back, if there is one. A later call logs in anew, and so does one that is under way and finds its token
    /// gone: wait for your calls first.
    ///
    /// # Errors
    /// What came of the call; the token is forgotten all the same. A token that the server no longer knows is no error.
    pub async fn logout(&self) -> Result<(), Error> {
        self.end(Mode::Async).await
    }

    /// [`logout`](Self::logout) for code that does not use async.
    ///
    /// # Errors
    /// As [`logout`](Self::logout).
    pub fn logout_blocking(&self) -> Result<(), Error> {
        block_on(self.end(Mode::Blocking))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn shown_token(&self, mode: Mode) -> Result<Token, Error> {
        if self.inner.rules.rolls.is_some() {
            return Err(ConfigError::Unsupported(
                "a token of this session serves for one call, and the session makes that",
            )
            .into());
        }
        Ok(self.obtain(mode).await?.0)
    }

    /// The token and the number of the login it is from.
    async fn obtain(&self, mode: Mode) -> Result<(Token, u64), Error> {
        let seen = {
            let mut state = self.state();
            let logins = state.logins;
            match state.live() {
                Some(token) => return Ok((token.clone(), logins)),
                None => logins,
            }
        };
        let _turn = self.inner.queue.enter().await;
        {
            let mut state = self.state();
            let logins = state.logins;
            if let Some(token) = state.live() {
                return Ok((token.clone(), logins));
            }
        }
        self.log_in(mode, seen).await
    }

    /// Logs in, unless a login failed since `seen` logins had ended. The caller has the turn.
    async fn log_in(&self, mode: Mode, seen: u64) -> Result<(Token, u64), Error> {
        let failed = { self.state() }.failed_since(seen);
        if let Some(failure) = failed {
            return Err(Error::Login(failure));
        }
        let result = self.new_token(mode).await;
        let mut state = self.state();
        state.logins += 1;
        match result {
            Ok((token, idle)) => {
                state.failure = None;
                state.idle = idle;
                state.used = Some(Instant::now());
                state.token = Some(token.clone());
                Ok((token, state.logins))
            }
            Err(error) => {
                let failure = Arc::new(error);
                state.failure = Some(Arc::clone(&failure));
                state.token = None;
                Err(Error::Login(failure))
            }
        }
    }

    async fn new_token(&self, mode: Mode) -> Result<(Token, Option<Duration>), Error> {
        let rules = self.inner.rules;
        let Some(Login(operation, make, source)) = &rules.login else {
            return Err(ConfigError::Unsupported(
                "this session has no token: its credentials are what each call carries",
            )
            .into());
        };
        let mut reply = make();
        let core = Core::new(&self.inner.client, operation, &*self.inner.credentials);
        let around = match mode.exchange(core, reply.content()).await {
            Ok(around) => around,
            Err(Error::Rejected(mut rejection)) => {
                rejection.keep(reply.into_any());
                return Err(Error::Rejected(rejection));
            }
            Err(error) => return Err(error),
        };
        let reply = &*reply.content();
        let Some(token) = source.token(reply, &around.headers, &around.http_headers) else {
            return Err(no_token(&around));
        };
        let idle = rules.idle.as_ref().map(|idle| {
            let said =
                if idle.0.is_empty() { None } else { find(reply, idle.0).first().and_then(|text| text.parse().ok()) };
            Duration::from_secs(said.unwrap_or(u64::from(idle.1)))
        });
        Ok((token, idle))
    }

    /// Forgets the token of the login with this number; a newer one stays.
    fn forget(&self, login: u64) {
        let mut state = self.state();
        if state.logins == login {
            state.token = None;
        }
    }

    /// Whether an answer says that the token is no longer good.
    fn is_expired(&self, result: &Result<Around, Error>) -> bool {
        let rules = self.inner.rules;
        match result {
            Err(Error::Rejected(rejection)) if rejection.code().is_some_and(|code| rules.expired.contains(&code)) => {
                true
            }
            Err(error) => error.status().is_some_and(|status| rules.expired_status.contains(&status.as_u16())),
            Ok(_) => false,
        }
    }

    async fn end(&self, mode: Mode) -> Result<(), Error> {
        let _turn = self.inner.queue.enter().await;
        let token = {
            let mut state = self.state();
            state.live();
            state.token.take()
        };
        let (Some(token), Some(Logout(operation, request, reply, carry))) = (token, &self.inner.rules.logout) else {
            return Ok(());
        };
        let mut call = Carried::new(self, operation, *carry, &[], request());
        let result = call.exchange(mode, Some(&token), &mut *reply()).await;
        if self.is_expired(&result) {
            return Ok(());
        }
        result.map(|_| ())
    }
}

impl State {
    fn failed_since(&self, seen: u64) -> Option<Arc<Error>> {
        if self.logins == seen { None } else { self.failure.clone() }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("client", &self.inner.client)
            .field("logged_in", &self.is_logged_in())
            .finish_non_exhaustive()
    }
}

/// A login that went well and brought nothing.
fn no_token(around: &Around) -> Error {
    let missing = ReadErrorKind::Missing { expected: "the token of the session".to_owned() };
    Error::Unreadable(Box::new(Unreadable {
        problem: Problem::Document(ReadError::new(missing, 0)),
        status: around.status,
        content_type: None,
        snippet: String::new(),
    }))
}
