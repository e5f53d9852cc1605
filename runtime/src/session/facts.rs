//! The facts of a session: where its token comes from, how it travels, what ends it.

use std::any::Any;

use http::HeaderMap;

use crate::content::Content;
use crate::facts::{Field, Operation};
use crate::outcome::Path;

/// Makes an empty value of a type that only the emitted code knows.
pub type Make = fn() -> Box<dyn Content>;

/// Makes an empty reply that can be given to a caller as the type it is.
pub type MakeReply = fn() -> Box<dyn Whole>;

/// A value that can be read into, and handed on as the type it is.
pub trait Whole: Any + Content {
    /// To be read into.
    fn content(&mut self) -> &mut dyn Content;

    /// As the type it is.
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send + Sync>;
}

impl<T: Content> Whole for T {
    fn content(&mut self) -> &mut dyn Content {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any + Send + Sync> {
        self
    }
}

/// How the operations of a client are carried by a session.
#[derive(Debug)]
pub struct Session {
    /// How a token is had; none where credentials alone are what each request carries.
    pub login: Option<Login>,
    /// Where the token goes, for operations that carry it outside of their request's members.
    pub carrier: Option<Carrier>,
    /// Where a reply has the token for the next call. Calls of such a session are made one after the other.
    pub rolls: Option<Source>,
    /// The codes of a rejection that say that the token is no longer good.
    pub expired: &'static [&'static str],
    /// The HTTP statuses that say so.
    pub expired_status: &'static [u16],
    /// After how long without a call the token is no longer good.
    pub idle: Option<Idle>,
    /// How the token is given back.
    pub logout: Option<Logout>,
}

impl Session {
    /// Marks the HTTP headers that bring tokens, so that `Debug` does not show them.
    pub(super) fn hide(&self, headers: &mut HeaderMap) {
        for source in self.login.iter().map(|login| &login.2).chain(&self.rolls) {
            let Source::HttpHeader(name, _) = source else { continue };
            headers
                .iter_mut()
                .filter(|(header, _)| header.as_str().eq_ignore_ascii_case(name))
                .for_each(|(_, value)| value.set_sensitive(true));
        }
    }
}

/// The operation that gives a token; the credentials are its request.
#[derive(Debug)]
pub struct Login(
    /// The operation.
    pub &'static Operation,
    /// Its reply.
    pub MakeReply,
    /// Where the reply has the token.
    pub Source,
);

/// Where an answer has the token.
#[derive(Debug)]
pub enum Source {
    /// A member of the reply.
    Member(Path),
    /// A member of a SOAP header block.
    SoapHeader(Block),
    /// An HTTP header, and what stands before the token in it: `Bearer token =`. White space does not count there.
    HttpHeader(&'static str, &'static str),
}

/// Where a request has the token, if not among its members.
#[derive(Debug)]
pub enum Carrier {
    /// A member of a SOAP header block.
    SoapHeader(Block),
    /// An HTTP header, and what stands before the token in it: `Bearer `.
    HttpHeader(&'static str, &'static str),
}

/// A header block that has the token as a member.
#[derive(Debug)]
pub struct Block(
    /// Its element.
    pub &'static Field,
    /// Its type.
    pub Make,
    /// The member.
    pub Path,
);

/// How one operation carries the token.
#[derive(Clone, Copy, Debug)]
pub enum Carry {
    /// Not at all.
    Nothing,
    /// As a member of its request.
    Member(Path),
    /// As the session's [`carrier`](Session::carrier) says.
    Carrier,
}

/// Which members of a request are filled from the credentials: from there, to here.
pub type Fill = &'static [(Path, Path)];

/// The time after which a server forgets a session that makes no calls.
#[derive(Debug)]
pub struct Idle(
    /// The member of the login's reply that has the seconds; empty if none has.
    pub Path,
    /// The seconds if the reply does not say.
    pub u32,
);

/// The operation that ends a session.
#[derive(Debug)]
pub struct Logout(
    /// The operation.
    pub &'static Operation,
    /// Its request.
    pub Make,
    /// Its reply.
    pub Make,
    /// How it carries the token.
    pub Carry,
);
