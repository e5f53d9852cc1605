//! A small contract, as a generator would emit it, for the tests of messages and calls.
#![allow(dead_code, unreachable_pub, missing_docs)]

pub use types::*;

mod types {
    use castile::facts as f;

    pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:shop"], links: &[] };

    pub struct Login {
        pub user: String,
        pub password: Option<String>,
    }
    castile::complex!(Login, LOGIN, f::Struct, SCHEMA, "n1:Login", {
        0 user: "n1:user", "1 xs:string";
        1 password: "n1:password", "? xs:string secret";
    });
    castile::root!(Login, 1, "n1:login", &f::COMPLEX);

    pub struct LoginResponse {
        pub name: String,
        pub token: Option<String>,
    }
    castile::complex!(LoginResponse, LOGIN_RESPONSE, f::Struct, SCHEMA, "n1:LoginResponse", {
        0 name: "n1:name", "1 xs:string";
        1 token: "n1:token", "? xs:string secret";
    });
    castile::root!(LoginResponse, 1, "n1:loginResponse", &f::COMPLEX);

    pub struct Session {
        pub token: String,
    }
    castile::complex!(Session, SESSION, f::Struct, SCHEMA, "n1:Session", {
        0 token: "n1:token", "1 xs:string secret";
    });
    castile::root!(Session, 1, "n1:session", &f::COMPLEX);

    pub struct Problem {
        pub number: i32,
    }
    castile::complex!(Problem, PROBLEM, f::Struct, SCHEMA, "n1:Problem", {
        0 number: "n1:number", "1 xs:int";
    });
    castile::root!(Problem, 1, "n1:problem", &f::COMPLEX);

    /// The parts of an RPC message.
    pub struct Add {
        pub left: i32,
        pub right: Option<i32>,
    }
    castile::complex!(Add, ADD, f::Struct, SCHEMA, "", {
        0 left: "left", "1 xs:int";
        1 right: "right", "? xs:int";
    });

    pub struct Sum {
        pub result: i32,
        pub person: Option<Person>,
    }
    castile::complex!(Sum, SUM, f::Struct, SCHEMA, "", {
        0 result: "return", "1 xs:int";
        1 person: "person", "?";
    });

    pub struct Person {
        pub name: Option<String>,
    }
    castile::complex!(Person, PERSON, f::Struct, SCHEMA, "n1:Person", {
        0 name: "name", "? xs:string";
    });

    /// A header block of another contract, whose first namespace is another.
    pub static OTHER: f::Schema = f::Schema { namespaces: &["urn:audit"], links: &[] };

    pub struct Trace {
        pub id: String,
    }
    castile::complex!(Trace, TRACE, f::Struct, OTHER, "n1:Trace", {
        0 id: "n1:id", "1 xs:string";
    });
    castile::root!(Trace, 1, "n1:trace", &f::COMPLEX);
}

use castile::facts::{self as f, Body, Field, Message, Operation, Protocol};

const fn element(name: &'static str) -> Field {
    Field(f::Element, 1, name, 1, 1, 0, &f::COMPLEX)
}

const fn message(body: Body) -> Message {
    Message { body, headers: &[] }
}

const fn operation(name: &'static str, protocol: Protocol, input: Body, output: Option<Body>) -> Operation {
    let output = match output {
        Some(body) => Some(message(body)),
        None => None,
    };
    Operation { name, schema: &SCHEMA, protocol, input: message(input), output, outcome: None }
}

pub static LOGIN: Operation = operation(
    "login",
    Protocol::Soap11("urn:shop/login"),
    Body::Document(element("n1:login")),
    Some(Body::Document(element("n1:loginResponse"))),
);
pub static LOGIN_12: Operation = operation(
    "login",
    Protocol::Soap12("urn:shop/login"),
    Body::Document(element("n1:login")),
    Some(Body::Document(element("n1:loginResponse"))),
);
pub static PARTS: Operation = operation("parts", Protocol::Soap11(""), Body::Parts, Some(Body::Parts));
pub static TYPE: Operation =
    operation("type", Protocol::Soap11(""), Body::Type(&f::COMPLEX), Some(Body::Type(&f::STRING)));
pub static RPC: Operation =
    operation("add", Protocol::Soap11(""), Body::Rpc(element("n1:add")), Some(Body::Rpc(element("n1:addResponse"))));
pub static ENCODED: Operation = operation(
    "add",
    Protocol::Soap11(""),
    Body::Encoded(element("n1:add")),
    Some(Body::Encoded(element("n1:addResponse"))),
);
pub static ENCODED_12: Operation = operation(
    "add",
    Protocol::Soap12(""),
    Body::Encoded(element("n1:add")),
    Some(Body::Encoded(element("n1:addResponse"))),
);
pub static ONE_WAY: Operation =
    operation("notify", Protocol::Soap11("urn:shop/notify"), Body::Document(element("n1:login")), None);
pub static BAD_ACTION: Operation =
    operation("bad", Protocol::Soap11("urn:shop\r\nX-Injected: 1"), Body::Empty, Some(Body::Empty));
pub static NOTHING: Operation = operation("nothing", Protocol::Soap11(""), Body::Empty, Some(Body::Empty));
pub static GET: Operation =
    operation("get", Protocol::Http("GET", "/Login"), Body::UrlEncoded, Some(Body::Xml(element("n1:loginResponse"))));
pub static POST: Operation =
    operation("post", Protocol::Http("POST", "/Login"), Body::UrlEncoded, Some(Body::Xml(element("n1:loginResponse"))));
pub static POST_NOTHING: Operation =
    operation("ask", Protocol::Http("POST", "/Ask"), Body::Empty, Some(Body::Xml(element("n1:loginResponse"))));
pub static REPLACED: Operation = operation(
    "replaced",
    Protocol::Http("GET", "users/(user)/key/(password)"),
    Body::UrlReplacement,
    Some(Body::Json("LoginResult", &["Login"])),
);
pub static JSON: Operation = operation(
    "json",
    Protocol::Http("POST", "/json/Login"),
    Body::Json("login", &[]),
    Some(Body::Json("LoginResult", &["Login"])),
);

pub fn login() -> Login {
    Login { user: "müller".into(), password: Some("s3cret-canary".into()) }
}

/// A SOAP 1.1 envelope around this body.
pub fn soap11(body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>")
}

/// A SOAP 1.2 envelope around this body.
pub fn soap12(body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{body}</s:Body></s:Envelope>")
}

pub const ANSWER: &str =
    "<loginResponse xmlns=\"urn:shop\"><token>tok-canary-1</token><name>Ada</name></loginResponse>";
