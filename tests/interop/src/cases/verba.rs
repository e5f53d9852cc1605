//! Verba provisioning. The lab has `requestToken`.

use castile::{Client, Double, Element};
use castile_generated::verba::{
    GetEnvironmentByEid, LIST_USERS_OPERATION, ListUsers, ProvisioningClient, ProvisioningCode, ProvisioningSession,
    RELEASE_TOKEN_OPERATION, REQUEST_TOKEN_OPERATION, RequestToken, RequestTokenResponse,
};

use super::troubles::{Trouble, troubles};
use super::{Case, Evidence, changed, changes, documented, invented, own, stack};
use crate::desk::Desk;
use crate::seen::{self, Fault, Got, Seen};

const PATH: &str = "/provisioning";
const OK: &str = include_str!("../../../samples/verba/requestToken.ok.response.xml");
const BAD_PASSWORD: &str = include_str!("../../../samples/verba/requestToken.bad-password.response.xml");
const BAD_PERMISSIONS: &str = include_str!("../../../samples/verba/requestToken.bad-permissions.response.xml");
const TOKEN: &str = "OLZqneyISmy5eoKeGEd418X0nvzuu7Ll";
const CHUNKED: &[&str] = &["200 text/xml; charset=utf-8, chunked"];
const FAULT: &[&str] = &["500 text/xml; charset=utf-8, chunked"];

fn request(login_name: &str, password: &str) -> RequestToken {
    let text = |text: &str| Some(text.to_owned());
    RequestToken { eid: text("0000"), login_name: text(login_name), password: text(password) }
}

fn call(desk: &Desk, client: Client, request: &RequestToken) -> Got<RequestTokenResponse> {
    desk.call(ProvisioningClient::with(client).request_token(request))
}

fn call_ok(desk: &Desk, client: Client) -> Got<RequestTokenResponse> {
    call(desk, client, &request("verba_api_user", "api_user_password"))
}

/// What the token of a reply is.
fn token(got: &Got<RequestTokenResponse>, expected: &str) -> Seen {
    let reply = got.as_ref().map_err(ToString::to_string)?;
    match reply.body.r#return.as_ref().and_then(|result| result.token.as_deref()) {
        Some(token) if token == expected => Ok("the token".into()),
        _ => Err(format!("another token: {:?}", reply.body)),
    }
}

fn is_token(got: &Got<RequestTokenResponse>) -> Seen {
    token(got, TOKEN)
}

fn no_dispatch(got: &Got<impl std::fmt::Debug>) -> Seen {
    Fault { code: "Client", reason: "Cannot find dispatch method", details: &[], text: "" }.is(got)
}

pub(super) fn cases() -> Vec<Case> {
    let sample = |name, login, password, sample| {
        documented(name, move |desk| {
            let request = request(login, password);
            desk.sample(PATH, ("text/xml", sample), true, |client| call(desk, client, &request))
        })
        .wire(CHUNKED)
    };
    let mut cases = vec![
        sample("requestToken: the sample", "verba_api_user", "api_user_password", OK),
        sample("requestToken: a wrong password", "verba_api_user", "api_user_wrong_password", BAD_PASSWORD),
        sample("requestToken: no System Supervisor", "verba_standard_user", "api_user_password", BAD_PERMISSIONS),
        invented("requestToken: a parameter is missing", |desk| {
            let request = RequestToken { eid: None, ..request("verba_api_user", "api_user_password") };
            seen::rejected(&call(desk, desk.client(PATH), &request), &ProvisioningCode::ErrorIllegalArgument, "")
        })
        .wire(CHUNKED),
        invented("requestToken: markup and other scripts in a text", |desk| {
            token(&call(desk, desk.client(PATH), &request("__xml__", "x")), "a<b>&\"'\u{e9}\u{4e2d}")
        }),
        invented("requestToken: an exception, a fault without detail", |desk| {
            let fault = Fault { code: "Server", reason: "lab: forced runtime exception", details: &[], text: "" };
            fault.is(&call(desk, desk.client(PATH), &request("__runtime__", "x")))
        })
        .wire(FAULT),
        stack("listUsers: not there", |desk| {
            let verba = ProvisioningClient::with(desk.client(PATH));
            no_dispatch(&desk.call(verba.list_users(&ListUsers::default())))
        })
        .wire(FAULT),
        stack("getEnvironmentByEid: not there", |desk| {
            let verba = ProvisioningClient::with(desk.client(PATH));
            no_dispatch(&desk.call(verba.get_environment_by_eid(&GetEnvironmentByEid::default())))
        })
        .wire(FAULT),
        stack("a header that must be understood", |desk| {
            let block = "<h xmlns='urn:x' xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' s:mustUnderstand='1'/>";
            let block = Element::parse(block).map_err(|error| error.to_string())?;
            let verba = ProvisioningClient::with(desk.client(PATH));
            let got = desk.call(verba.request_token(&RequestToken::default()).header_element(block));
            Fault { code: "MustUnderstand", reason: "{urn:x}h", details: &[], text: "" }.is(&got)
        })
        .wire(FAULT),
    ];
    cases.extend(on_the_way());
    cases.extend(sessions());
    let rest =
        [Trouble::Empty200, Trouble::Empty400, Trouble::Http10, Trouble::Hangs, Trouble::Dies, Trouble::BreaksOff];
    cases.extend(troubles(rest, &REQUEST_TOKEN_OPERATION, call_ok));
    cases
}

/// Requests that are changed after the client has made them.
fn on_the_way() -> Vec<Case> {
    let case = |name, change, check| changed(Evidence::Stack, name, PATH, change, call_ok, check);
    vec![
        case("a wrong SOAPAction", changes::wrong_action, is_token),
        case("no SOAPAction", changes::no_action, is_token),
        case("a reply in UTF-16", changes::utf_16, is_token).wire(&["charset=utf-16"]),
        case("no Content-Type", changes::no_content_type, is_token),
        case("an envelope of SOAP 1.2", changes::soap_12, |got| seen::status(got, 415, "")),
        case("an envelope of SOAP 1.2 as text/xml", changes::soap_12_as_11, |got| {
            Fault { code: "VersionMismatch", reason: "Expecting Envelope in namespace", details: &[], text: "" }.is(got)
        })
        .wire(FAULT),
        // Where it ends decides who is blamed.
        case("a request that ends early", changes::cut, |got| {
            let blamed = |code| Fault { code, reason: "WstxEOFException", details: &[], text: "" }.is(got);
            blamed("Client").or_else(|_| blamed("Server"))
        })
        .wire(FAULT),
        case("HTML with 200", changes::get, |got| seen::status(got, 200, "<h1>Web Services</h1>")),
    ]
}

const WORDS: &[&str] = &["requestToken", "listUsers", "releaseToken"];

fn session(client: Client, password: &str) -> ProvisioningSession {
    ProvisioningSession::new(ProvisioningClient::with(client), request("verba_api_user", password))
}

/// A server for the operations that the lab lacks: the first token is no longer good.
fn rest_of_the_contract() -> Double {
    let answer = |operation: &str, status: &str| {
        let body = format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><v:{operation}Response \
             xmlns:v='http://v2.provisioning.ws.web.verba.com/'><return>{status}</return></v:{operation}Response>\
             </s:Body></s:Envelope>"
        );
        castile::Answer::raw(200, "text/xml; charset=utf-8", body)
    };
    let users = |code: &str| answer("listUsers", &format!("<status><statusCode>{code}</statusCode></status>"));
    Double::default()
        .answers(&LIST_USERS_OPERATION, [users("ERROR_UNAUTHORIZED"), users("OK")])
        .answers(&RELEASE_TOKEN_OPERATION, [answer("releaseToken", "<statusCode>OK</statusCode>")])
}

fn sessions() -> Vec<Case> {
    vec![
        documented("session: one login for two uses of the token", |desk| {
            let session = session(desk.client(PATH), "api_user_password");
            let take = || desk.either(session.token(), || session.token_blocking());
            seen::all([seen::token(&take(), TOKEN), seen::token(&take(), TOKEN), desk.asked(WORDS, &["requestToken"])])
        }),
        documented("session: a wrong password", |desk| {
            let session = session(desk.client(PATH), "wrong");
            let got = desk.session(session.list_users(&ListUsers::default()));
            let refused = seen::login(&got, &ProvisioningCode::ErrorGeneral, "UserNotFoundException");
            seen::all([refused, desk.asked(WORDS, &["requestToken"])])
        }),
        stack("session: a fault is no reason to log in again", |desk| {
            let session = session(desk.client(PATH), "api_user_password");
            let got = desk.session(session.list_users(&ListUsers::default()));
            seen::all([no_dispatch(&got), desk.asked(WORDS, &["requestToken", "listUsers"])])
        }),
        own("session: an expired token is renewed, the last one given back", |desk| {
            let server = rest_of_the_contract().serve().map_err(|error| error.to_string())?;
            let line = desk.diverted(&["listUsers", "releaseToken"], server.url());
            let session = session(desk.client_on(line, PATH), "api_user_password");
            let got = desk.session(session.list_users(&ListUsers::default()));
            let ended = desk.either(session.logout(), || session.logout_blocking());
            let asked = ["requestToken", "listUsers", "requestToken", "listUsers", "releaseToken"];
            seen::all([
                got.map(|_| "a reply".to_owned()).map_err(|error| error.to_string()),
                ended.map(|()| "given back".to_owned()).map_err(|error| error.to_string()),
                desk.asked(WORDS, &asked),
            ])
        }),
    ]
}
