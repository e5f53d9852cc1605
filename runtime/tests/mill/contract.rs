//! What the mill understands.
#![allow(unreachable_pub, missing_docs)]
use castile::facts::{self as f, Body, Field, Message, Operation, Outcome, Protocol};

pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:mill"], links: &[] };

pub struct Credentials {
    pub user: String,
    pub password: String,
}
castile::complex!(Credentials, CREDENTIALS, f::Struct, SCHEMA, "n1:Credentials", {
    0 user: "user", "1 xs:string";
    1 password: "password", "1 xs:string secret";
});

pub struct Request {
    pub token: Option<String>,
    pub number: i32,
    pub owner: String,
}
castile::complex!(Request, REQUEST, f::Struct, SCHEMA, "n1:Request", {
    0 token: "token", "? xs:string secret";
    1 number: "number", "1 xs:int";
    2 owner: "owner", "1 xs:string";
});

pub struct Reply {
    pub status: Option<String>,
    pub token: Option<String>,
    pub number: Option<i32>,
    pub seconds: Option<i32>,
}
castile::complex!(Reply, REPLY, f::Struct, SCHEMA, "n1:Reply", {
    0 status: "status", "? xs:string";
    1 token: "token", "? xs:string secret";
    2 number: "number", "? xs:int";
    3 seconds: "seconds", "? xs:int";
});

pub struct TokenHeader {
    pub token: Option<String>,
}
castile::complex!(TokenHeader, TOKEN_HEADER, f::Struct, SCHEMA, "n1:TokenHeader", {
    0 token: "n1:Token", "? xs:string secret";
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
