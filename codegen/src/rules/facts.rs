//! Rules as they are emitted: names final, members as paths of field indices. Mirrors the runtime's facts.

use std::collections::BTreeMap;

use crate::model::{Field, Type};

/// A path of field and arm indices.
pub type Path = Vec<usize>;

/// All rules of a package.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// One enum a set of codes.
    pub codes: Vec<CodeSet>,
    /// Without doubles.
    pub outcomes: Vec<Outcome>,
    /// Index in [`outcomes`](Self::outcomes) by the static of the operation.
    pub outcome_of: BTreeMap<String, usize>,
    /// One a port that has them.
    pub sessions: Vec<Session>,
    /// URLs made from replies.
    pub links: Vec<Link>,
}

/// An enum of codes and the static with their meanings.
#[derive(Clone, Debug)]
pub struct CodeSet {
    /// Type identifier.
    pub ident: String,
    /// Identifier of the static.
    pub table: String,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// In the order of the manifest.
    pub values: Vec<Code>,
}

/// One code.
#[derive(Clone, Debug)]
pub struct Code {
    /// Arm identifier.
    pub ident: String,
    /// As it is sent.
    pub code: String,
    /// What its documentation says.
    pub meaning: String,
}

/// Mirror of the runtime's `Outcome`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Identifier of the static.
    pub table: String,
    /// The test of success.
    pub success: Option<(Path, Condition)>,
    /// The member with the code.
    pub code: Option<Path>,
    /// The code if there is none.
    pub otherwise: Option<String>,
    /// The member with the text.
    pub message: Option<Path>,
    /// Detail element, part of the text, code.
    pub faults: Vec<(String, String, String)>,
    /// Members of a JSON error: code, message.
    pub json: Option<(String, String)>,
    /// Index in [`Rules::codes`].
    pub codes: Option<usize>,
}

/// Mirror of the runtime's `Condition`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// This text.
    Equals(String),
    /// One of these.
    OneOf(Vec<String>),
    /// None of these.
    NotOneOf(Vec<String>),
    /// The boolean.
    True,
    /// Not the zero GUID.
    NotZeroGuid,
    /// Characters and length.
    Shape(Vec<(char, char)>, usize, usize),
}

/// A session struct.
#[derive(Clone, Debug)]
pub struct Session {
    /// Type identifier.
    pub ident: String,
    /// Identifier of the static.
    pub table: String,
    /// The client it is a session of: its identifier.
    pub client: String,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// What it logs in with.
    pub credentials: Credentials,
    /// How it logs in.
    pub login: Option<Login>,
    /// Where the token goes if not into members.
    pub carrier: Option<Place>,
    /// Where replies have the next.
    pub rolls: Option<Place>,
    /// Codes of expiry.
    pub expired: Vec<String>,
    /// HTTP statuses of expiry.
    pub expired_status: Vec<u16>,
    /// Member with the seconds, and the seconds.
    pub idle: Option<(Path, u32)>,
    /// How it ends.
    pub logout: Option<Logout>,
    /// Its methods.
    pub operations: Vec<Carried>,
}

/// What a session logs in with.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// The request of the login.
    Request(Type),
    /// A struct of its own: the fields are members of the requests.
    Own {
        /// Type identifier.
        ident: String,
        /// Identifier of the static.
        table: String,
        /// The members.
        fields: Vec<Field>,
    },
}

/// Mirror of the runtime's `Login`.
#[derive(Clone, Debug)]
pub struct Login {
    /// The operation's static.
    pub operation: String,
    /// Its reply.
    pub reply: Type,
    /// Where the token is.
    pub source: Place,
}

/// Mirror of the runtime's `Source` and `Carrier`.
#[derive(Clone, Debug)]
pub enum Place {
    /// A member.
    Member(Path),
    /// A member of a header block.
    SoapHeader(Box<Field>, Path),
    /// An HTTP header and what stands before the token.
    HttpHeader(String, String),
}

/// Mirror of the runtime's `Logout`.
#[derive(Clone, Debug)]
pub struct Logout {
    /// The operation's static.
    pub operation: String,
    /// Its request.
    pub request: Option<Type>,
    /// Its reply.
    pub reply: Option<Type>,
    /// How it carries the token.
    pub carry: Carry,
}

/// Mirror of the runtime's `Carry`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carry {
    /// Not at all.
    Nothing,
    /// As a member.
    Member(Path),
    /// As the session says.
    Carrier,
}

/// A method of a session.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Index in the client's operations.
    pub operation: usize,
    /// Method identifier.
    pub ident: String,
    /// How it carries the token.
    pub carry: Carry,
    /// Members filled from the credentials.
    pub fill: Vec<(Path, Path)>,
}

/// A method of a reply that gives a URL.
#[derive(Clone, Debug)]
pub struct Link {
    /// The reply.
    pub ty: Type,
    /// Method identifier.
    pub ident: String,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// With `{token}`.
    pub url: String,
    /// The member that goes there.
    pub path: Path,
}
