//! Kendox InfoShare. The lab has `LogonWithToken` as JSON.
//!
//! The vendor's errors have `ErrorNumber`; the lab, made before that was known, has `ErrorCode` in its place. Both are
//! here: as it comes, and with the member renamed on the way.

use castile::{Answer, Client, Double};
use castile_generated::kendox::{
    GET_LOGON_RESULT_OPERATION, GetLogonResult, InfoShareClient, InfoShareCode, InfoShareSession, LOGOFF_OPERATION,
    LOGON_WITH_TOKEN_OPERATION, LogonResultContract, LogonWithToken,
};

use super::troubles::{Trouble, troubles};
use super::{Case, Evidence, changed, changes, documented, invented, other, own};
use crate::desk::Desk;
use crate::line::replace;
use crate::seen::{self, Got};

const PATH: &str = "/InfoShare/Json";
const EXTERNAL: &str = include_str!("../../../samples/kendox/LogonWithToken.external.response.json");
const API_TOKEN: &str = include_str!("../../../samples/kendox/LogonWithToken.api-token.response.json");
const EXTERNAL_TYPE: &str = "BE38C39F-E32F-4EF3-AAA6-D5331624D4A6";
const CONNECTION: &str = "6bc655a4-c079-4535-a733-f259e3232a3a";

fn request(token: &str, token_type: &str) -> LogonWithToken {
    LogonWithToken {
        tenant_name: Some("DCIS_KENDOX".into()),
        token: token.into(),
        token_type: token_type.into(),
        ..LogonWithToken::default()
    }
}

fn logon(desk: &Desk, client: Client, request: &LogonWithToken) -> Got<LogonResultContract> {
    desk.call(InfoShareClient::with(client).logon_with_token(request))
}

fn logon_ok(desk: &Desk, client: Client) -> Got<LogonResultContract> {
    logon(desk, client, &request("eyJ0", "apitoken"))
}

/// The documented errors that the lab gives. Where it has no way to bring one about, it gives what the token asks for.
fn refusals() -> Vec<(InfoShareCode, &'static str, LogonWithToken)> {
    use InfoShareCode as Code;
    let asked = |number: u32| request(&format!("err:{number}"), "apitoken");
    let ok = || request("eyJ0", "apitoken");
    vec![
        (Code::CannotLogin, "Can not login", request("", "apitoken")),
        (
            Code::TenantNotFound,
            "Tenant not found K\u{e9}/\u{4e2d}",
            LogonWithToken { tenant_name: Some("K\u{e9}/\u{4e2d}".into()), ..ok() },
        ),
        (Code::TooManySessions, "Too much sessions", asked(10055)),
        (Code::NoMoreLicences, "No more licences", asked(10056)),
        (Code::NamedLicenceNotAvailable, "Named user licence", asked(10057)),
        (Code::TokenTypeUnknown, "Token type unknown: NOPE", request("eyJ0", "NOPE")),
        (Code::WrongTokenVersion, "Wrong token version", asked(10061)),
        (Code::TimeStampDiffers, "Sender time stamp", asked(10062)),
        (Code::TokenLifeTimeReached, "Life time", asked(10063)),
        (Code::UnknownHashAlgorithm, "Unknown hash algorithm", asked(10064)),
        (Code::SignatureNotValid, "Signature of token not valid!", asked(10065)),
        (Code::WrongClientId, "Wrong client Id", LogonWithToken { client_id: Some("bad".into()), ..ok() }),
        (Code::MissingFeature, "Missing feature", asked(10100)),
        (Code::InvalidIpAddress, "Invalid ip address", asked(10222)),
        (Code::UpnIdentifierNotFound, "JWT Token UPN Identifier", asked(10244)),
        (Code::OAuthTokenFailed, "GetOAuthToken", asked(10246)),
        (Code::ApiTokenNotValid, "Api token is not valid", request("bad", "apitoken")),
        (Code::NoInteractiveLogin, "No interactive login", asked(10285)),
        (Code::TokenNotValid, "Token not valid.", request("bad", "InfoShareToken")),
        (Code::Other("0".into()), "is deactivated", asked(0)),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let sample = |name, token_type, sample| {
        documented(name, move |desk| {
            let request = request("eyJ0", token_type);
            desk.sample(PATH, ("application/json", sample), false, |client| logon(desk, client, &request))
        })
    };
    let mut cases = vec![
        sample("LogonWithToken: the sample of a provider's token", EXTERNAL_TYPE, EXTERNAL),
        sample("LogonWithToken: the sample of an API token", "apitoken", API_TOKEN),
        invented("LogonWithToken: an unknown token, the lab's error", |desk| {
            let got = logon(desk, desk.client(PATH), &request("bad", "apitoken"));
            seen::rejected(&got, &InfoShareCode::Unrecognised, "Api token is not valid")
        }),
        other("LogonWithToken: an exception, XML where JSON is due", |desk| {
            let got = logon(desk, desk.client(PATH), &request("__exception__", "apitoken"));
            seen::status(&got, 500, "InternalServiceFault")
        })
        .wire(&["application/xml"]),
        other("GetLogonResult: not there, 200 with an empty body", |desk| {
            let infoshare = InfoShareClient::with(desk.client(PATH));
            let request = GetLogonResult { connection_id: CONNECTION.into() };
            seen::status(&desk.call(infoshare.get_logon_result(&request)), 200, "")
        }),
    ];
    cases.extend(refusals().into_iter().map(|(code, message, request)| {
        own(format!("LogonWithToken: {code:?}"), move |desk| {
            let line = desk.line().on_response(|response| replace(response.body_mut(), "ErrorCode", "ErrorNumber"));
            seen::rejected(&logon(desk, desk.client_on(line, PATH), &request), &code, message)
        })
        .wire(&["500 application/json"])
    }));
    cases.extend(sessions());
    let case = |name, change, check| changed(Evidence::Other, name, PATH, change, logon_ok, check);
    cases.extend([
        case("a body that is no JSON: the server hangs", changes::hello, seen::timed_out).hangs().wrecks(),
        case("no Content-Type: the server dies", changes::no_content_type, seen::broke_off).wrecks(),
    ]);
    let rest = [Trouble::Empty400, Trouble::Html200, Trouble::XmlForJson, Trouble::Http10, Trouble::BreaksOff];
    cases.extend(troubles(rest, &LOGON_WITH_TOKEN_OPERATION, logon_ok));
    cases
}

const WORDS: &[&str] = &["LogonWithToken", "GetLogonResult", "Logoff"];

fn session(client: Client, token: &str) -> InfoShareSession {
    InfoShareSession::new(InfoShareClient::with(client), request(token, "apitoken"))
}

/// A server for the operations that the lab lacks: the first connection is no longer good.
fn rest_of_the_contract() -> Double {
    let json = |body: &str| Answer::raw(200, "application/json", body.to_owned());
    let invalid = json(r#"{"ErrorNumber": 10008, "Message": "Connection is not valid"}"#);
    let result = json(&format!(r#"{{"GetLogonResultResult": {{"ConnectionId": "{CONNECTION}"}}}}"#));
    Double::default()
        .answers(&GET_LOGON_RESULT_OPERATION, [invalid, result])
        .answers(&LOGOFF_OPERATION, [json(r#"{"LogoffResult": {}}"#)])
}

fn sessions() -> Vec<Case> {
    vec![
        documented("session: one login for two uses of the connection", |desk| {
            let session = session(desk.client(PATH), "eyJ0");
            let take = || desk.either(session.token(), || session.token_blocking());
            let once = seen::token(&take(), CONNECTION);
            seen::all([once, seen::token(&take(), CONNECTION), desk.asked(WORDS, &["LogonWithToken"])])
        }),
        own("session: an unknown token", |desk| {
            let line = desk.line().on_response(|response| replace(response.body_mut(), "ErrorCode", "ErrorNumber"));
            let session = session(desk.client_on(line, PATH), "bad");
            let got = desk.either(session.token(), || session.token_blocking());
            let refused = seen::login(&got, &InfoShareCode::ApiTokenNotValid, "Api token is not valid");
            seen::all([refused, desk.asked(WORDS, &["LogonWithToken"])])
        }),
        own("session: a connection that has expired is renewed, the last one given back", |desk| {
            let server = rest_of_the_contract().serve().map_err(|error| error.to_string())?;
            let line = desk.diverted(&["GetLogonResult", "Logoff"], server.url());
            let session = session(desk.client_on(line, PATH), "eyJ0");
            let got = desk.session(session.get_logon_result(&GetLogonResult::default()));
            let ended = desk.either(session.logout(), || session.logout_blocking());
            let sent = ["LogonWithToken", "GetLogonResult", "LogonWithToken", "GetLogonResult", "Logoff"];
            seen::all([
                got.map(|_| "a reply".to_owned()).map_err(|error| error.to_string()),
                ended.map(|()| "given back".to_owned()).map_err(|error| error.to_string()),
                desk.asked(WORDS, &sent),
            ])
        }),
    ]
}
