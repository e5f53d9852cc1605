//! What is seen of a call, held against what a case expects.

use std::fmt::Debug;

use castile::error::Problem;
use castile::outcome::Code;
use castile::{Error, Rejection, Reply, Token};

/// What a call came to.
pub(crate) type Got<R> = Result<Reply<R>, Error>;

/// A few words on what was seen; an error when that is not what was expected.
pub(crate) type Seen = Result<String, String>;

/// A reply with this body.
pub(crate) fn value<R: PartialEq + Debug>(got: &Got<R>, expected: &R) -> Seen {
    match got {
        Ok(reply) if reply.body == *expected => Ok("the value".into()),
        got => unexpected(got),
    }
}

/// The outcome rule says no, with this code and, if given, this text in the message.
pub(crate) fn rejected<R: Debug, C: Code + PartialEq + Debug>(got: &Got<R>, code: &C, message: &str) -> Seen {
    match got {
        Err(Error::Rejected(no))
            if no.code_as::<C>() == *code && no.message().unwrap_or_default().contains(message) =>
        {
            Ok(format!("rejected: {code:?}"))
        }
        got => unexpected(got),
    }
}

/// A fault.
pub(crate) struct Fault<'a> {
    /// The local part of its code.
    pub(crate) code: &'a str,
    /// What its reason has in it.
    pub(crate) reason: &'a str,
    /// The local name of each entry of its detail.
    pub(crate) details: &'a [&'a str],
    /// The text of its detail.
    pub(crate) text: &'a str,
}

impl Fault<'_> {
    /// Whether an error has this fault: bare, in a rejection, or in a login.
    pub(crate) fn is(&self, got: &Got<impl Debug>) -> Seen {
        let Some(fault) = got.as_ref().err().and_then(Error::fault) else { return unexpected(got) };
        let details: Vec<&str> = fault.details.iter().map(castile::Element::local).collect();
        if fault.code.local == self.code
            && fault.reason.contains(self.reason)
            && details == self.details
            && fault.detail_text.trim() == self.text
        {
            return Ok(format!("fault {}: {}", fault.code, short(&fault.reason)));
        }
        Err(format!("another fault: {fault:?}"))
    }
}

/// A response without what was due, of this status, with this text in its body.
pub(crate) fn status(got: &Got<impl Debug>, status: u16, body: &str) -> Seen {
    match got {
        Err(Error::Status(error)) if error.status.as_u16() == status => {
            let came = String::from_utf8_lossy(error.body());
            if came.contains(body) && (came.is_empty() == body.is_empty()) {
                return Ok(format!("no reply: expected {}", error.expected));
            }
            Err(format!("another body: {came}"))
        }
        got => unexpected(got),
    }
}

/// A document that is not what the contract says.
pub(crate) fn unreadable(got: &Got<impl Debug>, problem: &str) -> Seen {
    match got {
        Err(Error::Unreadable(error)) if matches!(error.problem, Problem::Document(_)) => {
            let said = error.problem.to_string();
            if said.contains(problem) { Ok(format!("unreadable: {}", short(&said))) } else { Err(said) }
        }
        got => unexpected(got),
    }
}

/// A timeout.
pub(crate) fn timed_out(got: &Got<impl Debug>) -> Seen {
    match got {
        Err(error @ Error::Timeout(_)) if error.is_timeout() && !error.is_unsent() => Ok("timeout".into()),
        got => unexpected(got),
    }
}

/// A connection that ends before the response is complete.
pub(crate) fn broke_off(got: &Got<impl Debug>) -> Seen {
    match got {
        Err(error @ Error::Transport(transport)) if !error.is_unsent() => {
            Ok(format!("broke off: {:?}", transport.kind()))
        }
        got => unexpected(got),
    }
}

/// The token of a session.
pub(crate) fn token(got: &Result<Token, Error>, expected: &str) -> Seen {
    match got {
        Ok(token) if token.expose() == expected => Ok("the token".into()),
        Ok(_) => Err("another token".into()),
        Err(error) => Err(error.to_string()),
    }
}

/// A session that could not log in, as the outcome rule of its login says, with this code and text.
pub(crate) fn login<T: Debug, C: Code + PartialEq + Debug>(got: &Result<T, Error>, code: &C, message: &str) -> Seen {
    match got {
        Err(Error::Login(error)) => match error.rejection() {
            Some(no) if no.code_as::<C>() == *code && no.message().unwrap_or_default().contains(message) => {
                Ok(format!("login rejected: {code:?}"))
            }
            _ => Err(error.to_string()),
        },
        Err(error) => Err(error.to_string()),
        Ok(value) => Err(format!("no error: {value:?}")),
    }
}

/// Two calls that came to the same: equal replies, or equal refusals with equal replies in them.
pub(crate) fn same<R: PartialEq + Debug + 'static>(live: &Got<R>, stored: &Got<R>) -> Seen {
    let refusal = |no: &Rejection| (no.code().map(str::to_owned), no.message().map(str::to_owned));
    match (live, stored) {
        (Ok(live), Ok(stored)) if live.body == stored.body => Ok("as the stored sample".into()),
        (Err(Error::Rejected(live)), Err(Error::Rejected(stored)))
            if refusal(live) == refusal(stored)
                && live.reply::<R>().is_some()
                && live.reply::<R>() == stored.reply::<R>() =>
        {
            Ok(format!("as the stored sample, rejected: {}", live.code().unwrap_or("-")))
        }
        (live, stored) => Err(format!("{live:?} is not what the stored sample gives, {stored:?}")),
    }
}

/// All of these, one after the other.
pub(crate) fn all(seen: impl IntoIterator<Item = Seen>) -> Seen {
    let seen = seen.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(seen.join("; "))
}

fn unexpected(got: &Got<impl Debug>) -> Seen {
    match got {
        Ok(reply) => Err(format!("a reply: {:?}", reply.body)),
        Err(error) => Err(error.to_string()),
    }
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= 60 { line } else { format!("{}…", line.chars().take(59).collect::<String>()) }
}
