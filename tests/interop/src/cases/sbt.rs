//! Solutions By Text. The lab has `AuthenticateAPIKey`, over SOAP and over REST.

use castile::Client;
use castile_generated::sbt::{
    AUTHENTICATE_API_KEY_OPERATION, AuthenticateApiKey, AuthenticateApiKeyRequest, AuthenticateApiKeyResponse,
    LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY, LoginClient, LoginCode, LoginRequestDetails, LoginRestClient,
    LoginRestSession, LoginSession, WsLoginResponse,
};

use super::troubles::{Trouble, troubles};
use super::{Case, Evidence, changed, changes, documented, invented, other};
use crate::desk::Desk;
use crate::seen::{self, Fault, Got, Seen};

const SOAP: &str = "/Sbt.App.SetUp/WSServices/LoginAPIService.svc";
/// The lab's own path.
const REST: &str = "/Sbt.App.SetUp/RestServices/LoginAPIService.svc";
const SAMPLE: &str = include_str!("../../../samples/sbt/AuthenticateAPIKey.response.xml");
const REST_SAMPLE: &str = include_str!("../../../samples/sbt/AuthenticateAPIKey.rest.response.json");
const KEY: &str = "API Key";

fn request(key: Option<&str>) -> AuthenticateApiKey {
    let text = |text: &str| Some(text.to_owned());
    let details = LoginRequestDetails {
        api_key: key.map(str::to_owned),
        user_name: text("?"),
        password: text("?"),
        ..LoginRequestDetails::default()
    };
    AuthenticateApiKey { login_request: Some(details) }
}

fn rest_request(key: &str) -> AuthenticateApiKeyRequest {
    AuthenticateApiKeyRequest { api_key: key.into() }
}

fn soap(desk: &Desk, client: Client, key: Option<&str>) -> Got<AuthenticateApiKeyResponse> {
    desk.call(LoginClient::with(client).authenticate_api_key(&request(key)))
}

fn soap_ok(desk: &Desk, client: Client) -> Got<AuthenticateApiKeyResponse> {
    soap(desk, client, Some(KEY))
}

fn rest(desk: &Desk, client: Client, key: &str) -> Got<WsLoginResponse> {
    desk.call(LoginRestClient::with(client).authenticate_api_key(&rest_request(key)))
}

fn rest_ok(desk: &Desk, client: Client) -> Got<WsLoginResponse> {
    rest(desk, client, KEY)
}

fn internal(got: &Got<impl std::fmt::Debug>) -> Seen {
    let reason = "The server was unable to process the request due to an internal error.";
    Fault { code: "InternalServiceFault", reason, details: &[], text: "" }.is(got)
}

fn no_match(got: &Got<impl std::fmt::Debug>) -> Seen {
    let reason = "did not match any operations in the target contract";
    Fault { code: "ActionNotSupported", reason, details: &[], text: "" }.is(got)
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = over_soap();
    cases.extend(on_the_way());
    cases.extend(over_rest());
    cases.extend(sessions());
    let rest_of_soap = [Trouble::Empty400, Trouble::Http10, Trouble::BreaksOff];
    cases.extend(troubles(rest_of_soap, &AUTHENTICATE_API_KEY_OPERATION, soap_ok));
    let rest_of_rest = [Trouble::Empty200, Trouble::Html200, Trouble::XmlForJson, Trouble::Hangs, Trouble::Dies];
    cases.extend(troubles(rest_of_rest, &LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY, rest_ok));
    cases
}

fn over_soap() -> Vec<Case> {
    vec![
        documented("AuthenticateAPIKey: the sample", |desk| {
            desk.sample(SOAP, ("text/xml", SAMPLE), false, |client| soap_ok(desk, client))
        }),
        invented("AuthenticateAPIKey: an unknown key", |desk| {
            let got = soap(desk, desk.client(SOAP), Some("nope"));
            seen::rejected(&got, &LoginCode::KeyNotGenerated, "Invalid APIKey")
        }),
        invented("AuthenticateAPIKey: no key", |desk| {
            let got = soap(desk, desk.client(SOAP), None);
            seen::rejected(&got, &LoginCode::TokenNotGenerated, "APIKey is required")
        }),
        invented("AuthenticateAPIKey: an exception", |desk| {
            internal(&soap(desk, desk.client(SOAP), Some("__exception__")))
        }),
        invented("AuthenticateAPIKey: a FaultException", |desk| {
            internal(&soap(desk, desk.client(SOAP), Some("__fault__")))
        }),
    ]
}

/// Requests that are changed after the client has made them.
fn on_the_way() -> Vec<Case> {
    let case = |name, change, check| changed(Evidence::Other, name, SOAP, change, soap_ok, check);
    vec![
        case("a wrong SOAPAction", changes::wrong_action, no_match),
        case("no SOAPAction", changes::no_action, no_match),
        case(
            "another operation's element: 200 with an empty body",
            |request| {
                crate::line::replace(request.body_mut(), "AuthenticateAPIKey", "Nope");
            },
            |got| seen::status(got, 200, ""),
        ),
        case("an envelope of SOAP 1.2", changes::soap_12, |got| seen::status(got, 415, "")),
        case("HTML with 200", changes::get, |got| seen::status(got, 200, "<title>Service LoginWSService</title>")),
        case("a request that ends early: the server hangs", changes::cut, seen::timed_out).hangs().wrecks(),
        case("a body that is no XML: the server hangs", changes::hello, seen::timed_out).hangs().wrecks(),
        case("no Content-Type: the server dies", changes::no_content_type, seen::broke_off).wrecks(),
    ]
}

fn over_rest() -> Vec<Case> {
    vec![
        documented("REST: the sample", |desk| {
            desk.sample(REST, ("application/json", REST_SAMPLE), false, |client| rest_ok(desk, client))
        }),
        invented("REST: an unknown key", |desk| {
            seen::rejected(&rest(desk, desk.client(REST), "nope"), &LoginCode::KeyNotGenerated, "Invalid APIKey")
        }),
        invented("REST: no key", |desk| {
            seen::rejected(&rest(desk, desk.client(REST), ""), &LoginCode::TokenNotGenerated, "APIKey is required")
        }),
        other("REST: an exception, XML where JSON is due", |desk| {
            seen::status(&rest(desk, desk.client(REST), "__exception__"), 500, "InternalServiceFault")
        }),
        other("REST: a path that is not there", |desk| {
            seen::status(
                &rest_ok(desk, desk.client("/Sbt.App.SetUp/RestServices/LoginAPIService.svc/Nope")),
                404,
                "anyType",
            )
        }),
    ]
}

const WORDS: &[&str] = &["AuthenticateAPIKey"];

fn sessions() -> Vec<Case> {
    let once = &["AuthenticateAPIKey"];
    vec![
        documented("session: clones share one login", move |desk| {
            let session = LoginSession::new(LoginClient::with(desk.client(SOAP)), request(Some(KEY)));
            let clone = session.clone();
            seen::all([
                seen::token(&desk.either(session.token(), || session.token_blocking()), "Security token"),
                seen::token(&desk.either(clone.token(), || clone.token_blocking()), "Security token"),
                desk.asked(WORDS, once),
            ])
        }),
        invented("session: an unknown key", move |desk| {
            let session = LoginSession::new(LoginClient::with(desk.client(SOAP)), request(Some("nope")));
            let got = desk.either(session.token(), || session.token_blocking());
            seen::all([seen::login(&got, &LoginCode::KeyNotGenerated, "Invalid APIKey"), desk.asked(WORDS, once)])
        }),
        documented("session over REST", move |desk| {
            let session = LoginRestSession::new(LoginRestClient::with(desk.client(REST)), rest_request(KEY));
            let got = desk.either(session.token(), || session.token_blocking());
            seen::all([seen::token(&got, "Some Security Token"), desk.asked(WORDS, once)])
        }),
        invented("session over REST: an unknown key", move |desk| {
            let session = LoginRestSession::new(LoginRestClient::with(desk.client(REST)), rest_request("nope"));
            let got = desk.either(session.token(), || session.token_blocking());
            seen::login(&got, &LoginCode::KeyNotGenerated, "Invalid APIKey")
        }),
    ]
}
