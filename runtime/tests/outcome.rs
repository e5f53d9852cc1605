//! Outcome rules: what a reply says decides whether a call is `Ok`.
#![allow(missing_docs)]

use castile::outcome::{Code, KnownCode};
use castile::{Client, Double, Error, Rejection};
use contract::{Doors, Envelope, Status, operation};
use f::{Condition, FaultRule, JsonError, Outcome, Test};

use castile::facts::{self as f, Body};

mod contract {
    #![allow(unreachable_pub)]
    use castile::facts::{self as f, Body, Field, Message, Operation, Outcome, Protocol};

    pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:doors"], links: &[] };

    pub struct Envelope {
        pub status: Option<Status>,
        pub token: Option<String>,
        pub key: Option<String>,
    }
    castile::complex!(Envelope, ENVELOPE, f::Struct, SCHEMA, "n1:Envelope", {
        0 status: "status", "?";
        1 token: "token", "? xs:string secret";
        2 key: "key", "? xs:string";
    });

    pub struct Status {
        pub code: Option<String>,
        pub text: Option<String>,
        pub ok: Option<bool>,
    }
    castile::complex!(Status, STATUS, f::Struct, SCHEMA, "n1:Status", {
        0 code: "code", "? xs:string";
        1 text: "text", "? xs:string";
        2 ok: "ok", "? xs:boolean";
    });

    pub struct Doors {
        pub doors: Vec<Door>,
    }
    castile::complex!(Doors, DOORS, f::Struct, SCHEMA, "n1:Doors", {
        0 doors: "door", "*";
    });

    pub struct Door {
        pub id: String,
    }
    castile::complex!(Door, DOOR, f::Struct, SCHEMA, "n1:Door", {
        0 id: "id", "1 xs:string";
    });

    const fn element(name: &'static str) -> Field {
        Field(f::Element, 1, name, 1, 1, 0, &f::COMPLEX)
    }

    pub const fn operation(protocol: Protocol, output: Body, outcome: &'static Outcome) -> Operation {
        let input = match protocol {
            Protocol::Http(..) => Body::Json("", &[]),
            Protocol::Soap11(_) | Protocol::Soap12(_) => Body::Document(element("n1:open")),
        };
        Operation {
            name: "open",
            schema: &SCHEMA,
            protocol,
            input: Message { body: input, headers: &[] },
            output: Some(Message { body: output, headers: &[] }),
            outcome: Some(outcome),
        }
    }

    pub const SOAP: Protocol = Protocol::Soap11("");
    pub const REPLY: Body = Body::Document(element("n1:reply"));
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoorCode {
    Shut,
    NoSuchDoor,
    Unrecognised,
    Other(String),
}

castile::codes!(DoorCode, MEANINGS {
    Shut = "SHUT", "The door is shut.";
    NoSuchDoor = "NO SUCH DOOR", "There is no such door.";
});

const NOTHING: Outcome =
    Outcome { success: None, code: None, otherwise: None, message: None, faults: &[], json: None, codes: MEANINGS };

const fn testing(path: &'static [usize], condition: Condition) -> Outcome {
    Outcome { success: Some(Test(path, condition)), code: Some(&[0, 0]), message: Some(&[0, 1]), ..NOTHING }
}

fn soap(content: &str) -> Double {
    let text = format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><d:reply xmlns:d='urn:doors'>{content}</d:reply></e:Body></e:Envelope>"
    );
    Double::answering(200, "text/xml; charset=utf-8", text)
}

fn call<R: castile::Content + Default>(
    operation: &'static f::Operation,
    double: Double,
    request: &Envelope,
) -> Result<R, Error> {
    Client::builder("http://doors.example/")
        .blocking_transport(double)
        .build()?
        .call(operation, request)
        .send_blocking()
}

fn open<R: castile::Content + Default>(operation: &'static f::Operation, content: &str) -> Result<R, Error> {
    call(operation, soap(content), &Envelope::default())
}

fn rejected<R: std::fmt::Debug>(result: Result<R, Error>) -> Box<Rejection> {
    match result {
        Err(Error::Rejected(rejection)) => rejection,
        other => panic!("expected a rejection, got {other:?}"),
    }
}

fn code<R: std::fmt::Debug>(result: Result<R, Error>) -> DoorCode {
    rejected(result).code_as()
}

#[test]
fn a_status_that_is_not_the_one_of_success_is_a_rejection_with_all_that_came() {
    static RULE: Outcome = testing(&[0, 0], Condition::Equals("OK"));
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    let reply: Envelope = open(&OPEN, "<status><code> OK </code></status><key>7</key>").expect("it says OK");
    assert_eq!(reply.key.as_deref(), Some("7"));

    let rejection =
        rejected(open::<Envelope>(&OPEN, "<status><code>SHUT</code><text>Try later</text></status><key>7</key>"));
    assert_eq!((rejection.code(), rejection.message()), (Some("SHUT"), Some("Try later")));
    assert_eq!(rejection.code_as::<DoorCode>(), DoorCode::Shut);
    assert_eq!(rejection.meaning(), Some("The door is shut."));
    assert_eq!(rejection.status().as_u16(), 200);
    let whole: &Envelope = rejection.reply().expect("the whole reply");
    assert_eq!(whole.key.as_deref(), Some("7"));
    assert!(rejection.reply::<Doors>().is_none(), "it is another type");
    assert_eq!(rejection.to_string(), "the server refused open: SHUT (The door is shut.): Try later");
    let long = format!("<status><code>{0}</code><text>1{0}</text></status>", "x".repeat(100_000));
    let rejection = rejected(open::<Envelope>(&OPEN, &long));
    assert_eq!(rejection.message().map(str::len), Some(100_001));
    assert!(rejection.to_string().len() < 4096, "no log is filled with it");

    assert_eq!(code(open::<Envelope>(&OPEN, "<status><code>JAMMED</code></status>")), DoorCode::Other("JAMMED".into()));
    assert_eq!(code(open::<Envelope>(&OPEN, "<status/>")), DoorCode::Unrecognised);
    assert_eq!(code(open::<Envelope>(&OPEN, "")), DoorCode::Unrecognised, "absent is not success");
}

#[test]
fn lists_of_values_allow_or_refuse() {
    static ONE_OF: Outcome = testing(&[0, 0], Condition::OneOf(&["OPEN", "AJAR"]));
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &ONE_OF);
    static NOT_ONE_OF: Outcome = testing(&[0, 0], Condition::NotOneOf(&["SHUT", "LOCKED"]));
    static NOT: f::Operation = operation(contract::SOAP, contract::REPLY, &NOT_ONE_OF);
    assert!(open::<Envelope>(&OPEN, "<status><code>AJAR</code></status>").is_ok());
    assert_eq!(code(open::<Envelope>(&OPEN, "<status><code>SHUT</code></status>")), DoorCode::Shut);
    assert!(open::<Envelope>(&NOT, "<status><code>AJAR</code></status>").is_ok());
    assert!(open::<Envelope>(&NOT, "").is_ok(), "what is absent is none of them");
    assert_eq!(code(open::<Envelope>(&NOT, "<status><code>LOCKED</code></status>")), DoorCode::Other("LOCKED".into()));
}

#[test]
fn a_boolean_decides_whatever_the_code_says() {
    static RULE: Outcome = testing(&[0, 2], Condition::True);
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    assert!(open::<Envelope>(&OPEN, "<status><code>SHUT</code><ok>1</ok></status>").is_ok());
    assert_eq!(code(open::<Envelope>(&OPEN, "<status><code>SHUT</code><ok>false</ok></status>")), DoorCode::Shut);
    assert_eq!(
        code(open::<Envelope>(&OPEN, "<status><code>SHUT</code></status>")),
        DoorCode::Shut,
        "absent is not true"
    );
}

#[test]
fn a_guid_of_zeros_is_no_key() {
    static RULE: Outcome =
        Outcome { success: Some(Test(&[2], Condition::NotZeroGuid)), otherwise: Some("SHUT"), ..NOTHING };
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    assert!(open::<Envelope>(&OPEN, "<key>6bc655a4-c079-4535-a733-f259e3232a3a</key>").is_ok());
    for none in [
        "00000000-0000-0000-0000-000000000000",
        "{00000000-0000-0000-0000-000000000000}",
        "00000000000000000000000000000000",
    ] {
        assert_eq!(code(open::<Envelope>(&OPEN, &format!("<key>{none}</key>"))), DoorCode::Shut, "{none}");
    }
    assert_eq!(code(open::<Envelope>(&OPEN, "<key/>")), DoorCode::Shut);
    assert_eq!(code(open::<Envelope>(&OPEN, "")), DoorCode::Shut);
}

#[test]
fn a_magic_text_is_a_code_or_a_token_or_unrecognised_and_then_not_shown() {
    static RULE: Outcome = Outcome {
        success: Some(Test(&[1], Condition::Shape(&[('0', '9'), ('a', 'f')], 8, 8))),
        code: Some(&[1]),
        ..NOTHING
    };
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    assert!(open::<Envelope>(&OPEN, "<token>0123abcd</token>").is_ok());
    assert_eq!(code(open::<Envelope>(&OPEN, "<token>NO SUCH DOOR</token>")), DoorCode::NoSuchDoor);
    for text in ["0123abc", "0123abcde", "0123ABCD", "<!-- -->", ""] {
        let rejection = rejected(open::<Envelope>(&OPEN, &format!("<token>{text}</token>")));
        assert_eq!(rejection.code_as::<DoorCode>(), DoorCode::Unrecognised, "{text}");
        let shown = format!("{rejection} {rejection:?} {:?}", rejection.reply::<Envelope>());
        assert!(!shown.contains("0123"), "{shown}");
    }
    let rejection = rejected(open::<Envelope>(&OPEN, "<token>0123abc</token>"));
    assert_eq!(rejection.reply::<Envelope>().and_then(|reply| reply.token.as_deref()), Some("0123abc"));
}

#[test]
fn an_error_in_any_row_speaks_for_the_whole() {
    static RULE: Outcome =
        Outcome { success: Some(Test(&[0, 0], Condition::Shape(&[('0', '9')], 1, 9))), code: Some(&[0, 0]), ..NOTHING };
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    let rows: Doors = open(&OPEN, "<door><id>1</id></door><door><id>10</id></door>").expect("two doors");
    assert_eq!(rows.doors.len(), 2);
    assert!(open::<Doors>(&OPEN, "").expect("no doors are no error").doors.is_empty());
    assert_eq!(code(open::<Doors>(&OPEN, "<door><id>SHUT</id></door>")), DoorCode::Shut);
    assert_eq!(
        code(open::<Doors>(&OPEN, "<door><id>1</id></door><door><id>what</id></door>")),
        DoorCode::Other("what".into())
    );
}

#[test]
fn faults_are_known_by_their_detail_first_and_by_their_text_second() {
    static RULE: Outcome = Outcome {
        faults: &[
            FaultRule("", "is shut", "SHUT"),
            FaultRule("Lost", "key", "NO KEY"),
            FaultRule("Lost", "", "NO SUCH DOOR"),
        ],
        ..NOTHING
    };
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    let fault = |text: &str, detail: &str| {
        let body = format!(
            "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>{text}</faultstring><detail>{detail}</detail></e:Fault></e:Body></e:Envelope>"
        );
        call::<Envelope>(&OPEN, Double::answering(500, "text/xml", body), &Envelope::default())
    };
    let rejection = rejected(fault("the door is shut, they say", ""));
    assert_eq!(rejection.code_as::<DoorCode>(), DoorCode::Shut);
    assert_eq!(rejection.fault().map(|fault| fault.reason.as_str()), Some("the door is shut, they say"));
    assert_eq!((rejection.message(), rejection.status().as_u16()), (Some("the door is shut, they say"), 500));
    assert!(rejection.reply::<Envelope>().is_none(), "a fault came in its place");
    assert_eq!(code(fault("the door is shut", "<x:Lost xmlns:x='urn:x'/>")), DoorCode::NoSuchDoor);
    assert_eq!(code(fault("the key is shut in", "<Lost/>")), DoorCode::Other("NO KEY".into()));
    assert!(matches!(fault("something else", "<Other/>"), Err(Error::Fault(_))), "no rule names it");
}

#[test]
fn a_json_error_is_seen_at_any_status_before_the_reply_is_read() {
    static RULE: Outcome = Outcome { json: Some(JsonError("ErrorNumber", "Message")), ..NOTHING };
    static WRAPPED: f::Operation =
        operation(f::Protocol::Http("POST", "/open"), Body::Json("openResult", &["open"]), &RULE);
    let json = |status, text: &str| {
        call::<Status>(&WRAPPED, Double::answering(status, "application/json", text.to_owned()), &Envelope::default())
    };
    for status in [200, 400, 500] {
        let rejection = rejected(json(status, r#"{"ErrorNumber": 10008, "Message": "gone"}"#));
        assert_eq!(
            (rejection.code(), rejection.message(), rejection.status().as_u16()),
            (Some("10008"), Some("gone"), status)
        );
        assert!(rejection.reply::<Status>().is_none());
    }
    assert_eq!(rejected(json(200, r#"{"ErrorNumber": "SHUT"}"#)).code_as::<DoorCode>(), DoorCode::Shut);
    assert_eq!(rejected(json(500, r#"{"Message": "deactivated"}"#)).code_as::<DoorCode>(), DoorCode::Unrecognised);
    assert!(json(200, r#"{"openResult": {"code": "x"}, "Message": "by the way"}"#).is_ok());
    assert!(json(200, r#"{"open": {"text": "ErrorNumber"}, "ErrorNumber": null}"#).is_ok());
    assert!(matches!(json(500, r#"{"Fehler": 1}"#), Err(Error::Status(_))));
    assert!(matches!(json(500, "<html>ErrorNumber</html>"), Err(Error::Status(_))));
}

/// `otherwise` names what a reply lacks that fails the test; an object in place of the reply fails for a reason of its own.
#[test]
fn a_json_error_without_a_code_is_not_named_after_the_test_of_the_reply() {
    static RULE: Outcome = Outcome {
        success: Some(Test(&[0], Condition::Equals("OK"))),
        otherwise: Some("SHUT"),
        json: Some(JsonError("ErrorNumber", "Message")),
        ..NOTHING
    };
    static WRAPPED: f::Operation = operation(f::Protocol::Http("POST", "/open"), Body::Json("openResult", &[]), &RULE);
    let json = |text: &str| {
        call::<Status>(&WRAPPED, Double::answering(500, "application/json", text.to_owned()), &Envelope::default())
    };
    let rejection = rejected(json(r#"{"ErrorCode": 10268, "Message": "The token is not valid."}"#));
    assert_eq!((rejection.code(), rejection.message()), (None, Some("The token is not valid.")));
    assert_eq!(rejection.code_as::<DoorCode>(), DoorCode::Unrecognised);
}

#[test]
fn what_the_request_keeps_secret_is_not_repeated_by_a_rejection() {
    static RULE: Outcome = testing(&[0, 0], Condition::Equals("OK"));
    static OPEN: f::Operation = operation(contract::SOAP, contract::REPLY, &RULE);
    let request = Envelope { token: Some("canary-7f3a".into()), ..Envelope::default() };
    let double =
        soap("<status><code>BAD canary-7f3a</code><text>no canary-7f3a</text></status><token>canary-7f3a</token>");
    let error = call::<Envelope>(&OPEN, double, &request).expect_err("it is refused");
    let rejection = error.rejection().expect("a rejection");
    assert_eq!((rejection.code(), rejection.message()), (Some("BAD [redacted]"), Some("no [redacted]")));
    let token =
        rejection.reply::<Envelope>().map(|reply| Envelope { token: reply.token.clone(), ..Envelope::default() });
    let shown = format!("{error} {error:?} {token:?}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn codes_go_both_ways() {
    assert_eq!(DoorCode::from_code(Some("SHUT")).as_str(), "SHUT");
    assert_eq!(DoorCode::Other("X".into()).as_str(), "X");
    assert_eq!(DoorCode::from_code(None).as_str(), "");
    let KnownCode(code, meaning) = MEANINGS.first().expect("a code");
    assert_eq!((*code, *meaning), ("SHUT", "The door is shut."));
}
