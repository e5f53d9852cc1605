//! The generated clients against the documented samples of their vendors: what they send and what they make of the
//! answers, through the same path as any call, in async and in blocking code.

mod codes;
mod faults;
mod identysoft;
mod kendox;
mod netforum;
mod redaction;
mod sbt;
mod verba;

use std::fmt::Debug;

use bytes::Bytes;
use castile::{Call, Client, Content, Double, Error, Reply};
use castile_tests::sent;
use http::{Request, Response};

const XML: &str = "text/xml; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// A client whose calls, async and blocking, are answered by `double`.
fn client(endpoint: &str, double: &Double) -> Client {
    Client::builder(endpoint)
        .transport(double.clone())
        .blocking_transport(double.clone())
        .build()
        .expect("the endpoint of the contract")
}

/// Makes a call in async and in blocking code and gives the request and the reply, which are the same for both.
#[track_caller]
fn exchange<'a, R>(double: &Double, call: impl Fn() -> Call<'a, R>) -> (Request<Bytes>, Result<Reply<R>, Error>)
where
    R: Content + Default + PartialEq + Debug,
{
    let before = double.requests().len();
    let waited_for = call().reply_blocking();
    let awaited = block_on(async { call().reply().await });
    match (&waited_for, &awaited) {
        (Ok(one), Ok(other)) => assert_eq!(one.body, other.body),
        (one, other) => assert_eq!(format!("{one:?}"), format!("{other:?}")),
    }
    let mut requests = double.requests().split_off(before);
    assert_eq!(requests.len(), 2, "one request a call");
    let request = requests.remove(0);
    assert_eq!(request.method(), requests[0].method());
    assert_eq!(request.uri(), requests[0].uri());
    assert_eq!(request.headers(), requests[0].headers());
    assert_eq!(request.body(), requests[0].body());
    (request, awaited)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

/// The body of a response that was written by the server's side.
#[track_caller]
fn answered(response: &Response<Bytes>) -> &str {
    std::str::from_utf8(response.body()).expect("UTF-8")
}

/// JSON as a value: the order of members and white space do not matter.
#[track_caller]
fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

/// Compares a JSON request with a documented one.
#[track_caller]
fn assert_same_json(expected: &str, request: &Request<Bytes>) {
    assert_eq!(json(sent(request)), json(expected));
}
