//! The examples of the generated crate: each, run as it stands, prints its vendor's documented answer, which came over a
//! socket; told of an endpoint, it calls that and nothing else.

use std::error::Error;

use castile::Double;

// What only `main` uses is not used here.
#[allow(dead_code)]
#[path = "../../generated/examples/identysoft.rs"]
mod identysoft;
#[allow(dead_code)]
#[path = "../../generated/examples/kendox.rs"]
mod kendox;
#[allow(dead_code)]
#[path = "../../generated/examples/netforum.rs"]
mod netforum;
#[allow(dead_code)]
#[path = "../../generated/examples/sbt.rs"]
mod sbt;
#[allow(dead_code)]
#[path = "../../generated/examples/verba.rs"]
mod verba;

type Outcome = Result<(), Box<dyn Error>>;

/// Runs an example as it stands and gives what it prints.
macro_rules! printed {
    ($example:ident) => {{
        let mut out = Vec::new();
        block_on($example::run(None, &mut out)).expect("the example runs");
        String::from_utf8(out).expect("a text")
    }};
}

/// Runs an example against a server that always fails; gives the paths that were called.
macro_rules! called {
    ($example:ident) => {{
        let double = Double::answering(503, "text/plain", "closed");
        let server = double.serve().expect("a port");
        let outcome: Outcome = block_on($example::run(Some(server.url() + "/here"), &mut Vec::new()));
        let error = outcome.expect_err("the server is closed").to_string();
        assert!(error.contains("HTTP status 503") && error.contains("closed"), "{error}");
        double.requests().iter().map(|request| request.uri().path().to_owned()).collect::<Vec<_>>()
    }};
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

#[test]
fn identysoft() {
    assert_eq!(
        printed!(identysoft),
        "open this to synchronise user 5:\n\
         https://i3.identysoft.com/users/oneSyncUserLogin/e4d8503e7d6df3b37dcaf5063576a11f795329f9a8d854d7372a730f6be1f22e\
         e550baa52910777882b77352071f72c633339f527d7784a802a4a39f54f60c29\n"
    );
    assert_eq!(called!(identysoft), ["/here"]);
}

#[test]
fn kendox() {
    assert_eq!(
        printed!(kendox),
        "logged on, the connection is 6bc655a4-c079-4535-a733-f259e3232a3a\n\
         it closes after 600 idle seconds\n\
         it holds a concurrent licence\n"
    );
    assert_eq!(called!(kendox), ["/here/Authentication/LogonWithToken"]);
}

#[test]
fn netforum() {
    assert_eq!(
        printed!(netforum),
        "the token is that of Robert Smith, member 82896\n\
         Falls Church, VA 22043\n\
         bsmith@avectra.com, 7035067000\n\
         the token for the next call is 2306bae2-4f6f-499c-8b8b-daffb79abb9b\n"
    );
    assert_eq!(called!(netforum), ["/here"]);
}

#[test]
fn sbt() {
    assert_eq!(printed!(sbt), "over SOAP the token is: Security token\nover REST the token is: Some Security Token\n");
    assert_eq!(called!(sbt), ["/here/WSServices/LoginAPIService.svc"]);
}

#[test]
fn verba() {
    assert_eq!(
        printed!(verba),
        "logged in, the token is OLZqneyISmy5eoKeGEd418X0nvzuu7Ll\n\
         refused: com.verba.web.user.UserNotFoundException\n"
    );
    assert_eq!(called!(verba), ["/here"]);
}
