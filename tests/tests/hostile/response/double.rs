//! Replies of any shape to a real client, and what becomes of them as one word.

use std::cell::Cell;

use bytes::Bytes;
use castile::error::{Problem, ReadErrorKind};
use castile::xml::XmlErrorKind;
use castile::{Client, Content, Double, Error, Limits};
use http::Response;

use super::desk::{self, Count, CountResponse, Find, FindResponse, Look, LookResponse};

thread_local! {
    /// The replies that a client was given on this thread.
    pub static GIVEN: Cell<usize> = const { Cell::new(0) };
}

/// A response.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into() }
    }

    /// XML with status 200.
    pub fn xml(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "text/xml; charset=utf-8", body)
    }

    /// The same with another header.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn double(&self) -> Double {
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(*name, value);
        }
        let response = response.body(Bytes::from(self.body.clone())).unwrap();
        Double::new(move |_| response.clone())
    }

    pub fn client(&self) -> Client {
        GIVEN.set(GIVEN.get() + 1);
        Client::builder("https://desk.example.org/")
            .blocking_transport(self.double())
            .transport(self.double())
            .build()
            .unwrap()
    }

    /// What the reply of `operation` is with this answer.
    pub fn call<R: Content + Default>(
        &self,
        operation: &'static castile::facts::Operation,
        request: &dyn Content,
    ) -> Result<R, Error> {
        self.client().call::<R>(operation, request).send_blocking()
    }

    pub fn limited(&self, limits: Limits) -> Result<LookResponse, Error> {
        self.client().call::<LookResponse>(&desk::LOOK_OPERATION, &look()).limits(limits).send_blocking()
    }

    pub fn look(&self) -> Result<LookResponse, Error> {
        self.call(&desk::LOOK_OPERATION, &look())
    }

    pub fn look12(&self) -> Result<LookResponse, Error> {
        self.call(&desk::DESK12_CLIENT_LOOK, &look())
    }

    pub fn json(&self) -> Result<LookResponse, Error> {
        self.call(&desk::DESK_JSON_CLIENT_LOOK, &look())
    }

    pub fn tell(&self) -> Result<(), Error> {
        self.call(&desk::TELL_OPERATION, &look())
    }

    pub fn find(&self) -> Result<FindResponse, Error> {
        self.call(&desk::FIND_OPERATION, &Find { name: "x".to_owned() })
    }

    pub fn count(&self) -> Result<CountResponse, Error> {
        self.call(&desk::COUNT_OPERATION, &Count { name: "x".to_owned() })
    }
}

pub fn look() -> Look {
    Look { what: "x".to_owned(), password: Some("request-canary".to_owned()) }
}

/// A SOAP 1.1 envelope.
pub fn soap11(body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>")
}

/// A SOAP 1.2 envelope.
pub fn soap12(body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{body}</s:Body></s:Envelope>")
}

/// An envelope with this in the response element.
pub fn looked(content: &str) -> String {
    soap11(&format!("<lookResponse xmlns=\"urn:example:desk\">{content}</lookResponse>"))
}

/// An envelope with one row that holds this.
pub fn row(content: &str) -> String {
    looked(&format!("<count>1</count><row><text>t</text>{content}</row>"))
}

/// What an answer becomes, as one word.
pub fn word<R>(result: &Result<R, Error>) -> String {
    let Err(error) = result else { return "ok".to_owned() };
    match error {
        Error::Limit(limit) => format!("limit {}", limit.name),
        Error::Status(status) => format!("status {}", status.status.as_u16()),
        Error::Fault(fault) => format!("fault {}", fault.reason),
        Error::Unreadable(unreadable) => match &unreadable.problem {
            Problem::Charset(_) => "charset".to_owned(),
            Problem::ContentEncoding(_) => "encoding".to_owned(),
            Problem::Mime(_) => "parts".to_owned(),
            Problem::Document(error) => match error.kind() {
                ReadErrorKind::Xml(kind) => format!("xml {}", xml(kind)),
                ReadErrorKind::Json { .. } => "json".to_owned(),
                ReadErrorKind::Limit { name, .. } => format!("unconverted limit {name}"),
                ReadErrorKind::Value(_) => "value".to_owned(),
                ReadErrorKind::Missing { expected } => format!("missing {expected}"),
                ReadErrorKind::Repeated { name } => format!("repeated {name}"),
                ReadErrorKind::Root { .. } => "root".to_owned(),
                ReadErrorKind::AbstractType { .. } => "abstract".to_owned(),
                ReadErrorKind::Reference { .. } => "reference".to_owned(),
                other => format!("other {other:?}"),
            },
            other => format!("other {other:?}"),
        },
        other => format!("other {other:?}"),
    }
}

fn xml(kind: &XmlErrorKind) -> &'static str {
    match kind {
        XmlErrorKind::UnexpectedEnd { .. } => "end",
        XmlErrorKind::Unexpected { .. } => "unexpected",
        XmlErrorKind::IllegalCharacter(_) => "character",
        XmlErrorKind::Reference => "reference",
        XmlErrorKind::Doctype => "doctype",
        XmlErrorKind::XmlDeclaration { .. } => "declaration",
        XmlErrorKind::EndTag { .. } => "end tag",
        XmlErrorKind::DuplicateAttribute { .. } => "duplicate",
        XmlErrorKind::UndeclaredPrefix { .. } => "prefix",
        XmlErrorKind::Declaration { .. } => "namespace",
        _ => "other",
    }
}

/// Each case: a body in place of the marker, and the word for what becomes of it.
#[track_caller]
pub fn check(cases: &[(String, &str)], answer: impl Fn(&str) -> Result<(), Error>) {
    for (body, expected) in cases {
        let start: String = body.chars().take(400).collect();
        let result = answer(body);
        if let Err(error) = &result {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert_eq!(word(&result), *expected, "{start}: {:?}", result.err().map(|error| error.to_string()));
    }
}
