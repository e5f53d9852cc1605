//! The other direction: the same facts read requests and write replies and faults, so that a double can be typed.

mod contract;

use bytes::Bytes;
use castile::call::{read_http_request, write_http_fault, write_http_reply};
use castile::facts::Operation;
use castile::soap::{Block, Version};
use castile::{Client, Double, Error, Fault, Limits};
use contract::*;
use http::{Request, Response};

/// Logs in whoever has the password, and sends a session header along.
fn serve(operation: &'static Operation, request: &Request<Bytes>) -> Response<Bytes> {
    let mut login = Login::default();
    let read = read_http_request(operation, request, &Limits::default(), &mut login);
    let version = Version::of_protocol(operation.protocol).unwrap_or_default();
    let refused = |reason: &str| write_http_fault(&Fault::sender(version, reason)).expect("a fault");
    if let Err(error) = read {
        return refused(&error.to_string());
    }
    if login.password.as_deref() != Some("s3cret-canary") {
        return refused("wrong password");
    }
    let session = Session { token: "next".into() };
    let block = Block::Typed(<Session as castile::Root>::ELEMENT, &session);
    let reply = LoginResponse { name: login.user, token: Some("t".into()) };
    write_http_reply(operation, &[block], &reply).expect("a reply")
}

#[test]
fn soap_of_both_versions_forms_queries_and_json_arrive() {
    for operation in [&LOGIN, &LOGIN_12, &GET, &POST, &JSON] {
        let double = Double::new(move |request| serve(operation, request));
        let client = Client::builder("https://h/s").blocking_transport(double).build().expect("a client");
        let reply = client.call::<LoginResponse>(operation, &login()).reply_blocking().expect(operation.name);
        assert_eq!(reply.body, LoginResponse { name: "müller".into(), token: Some("t".into()) });
        if Version::of_protocol(operation.protocol).is_some() {
            assert_eq!(reply.header::<Session>().expect("there").expect("readable").token, "next");
        }
    }
}

#[test]
fn faults_have_the_status_of_their_version() {
    for (operation, status) in [(&LOGIN, 500), (&LOGIN_12, 400)] {
        let double = Double::new(move |request| serve(operation, request));
        let client = Client::builder("https://h/s").blocking_transport(double).build().expect("a client");
        let wrong = Login { password: Some("wrong".into()), ..login() };
        let error = client.call::<LoginResponse>(operation, &wrong).send_blocking().expect_err("a fault");
        let fault = error.fault().expect("a fault");
        assert!(fault.is_sender());
        assert_eq!(
            (fault.reason.as_str(), error.status().map(|status| status.as_u16())),
            ("[redacted] password", Some(status))
        );
    }
}

#[test]
fn a_request_that_cannot_be_read_is_refused() {
    let request = Request::new(Bytes::from_static(b"<html/>"));
    let error = read_http_request(&LOGIN, &request, &Limits::default(), &mut Login::default()).expect_err("refused");
    assert!(matches!(&error, Error::Unreadable(unreadable) if unreadable.status == 400), "{error}");
}
