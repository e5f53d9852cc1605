//! netForum xWeb. The lab has `WEBWebUserValidateToken`, over SOAP and over JSON; the JSON half is no stack, but a
//! handler that was written for the lab.

use castile::{Answer, Client, Double, Element};
use castile_generated::netforum::{
    AUTHENTICATE_OPERATION, Authenticate, AuthorizationToken, GetVersion, WEB_WEB_USER_VALIDATE_TOKEN_OPERATION,
    WebUserType, WebWebUserGet, WebWebUserValidateToken, WebWebUserValidateTokenResponse,
    X_WEB_JSON_CLIENT_AUTHENTICATE, X_WEB_JSON_CLIENT_WEB_WEB_USER_VALIDATE_TOKEN, XWebClient, XWebCode,
    XWebHttpGetClient, XWebHttpPostClient, XWebJsonClient, XWebJsonSession, XWebSession,
};

use super::troubles::{Trouble, troubles};
use super::{Case, Evidence, changed, changes, documented, invented, other, own};
use crate::desk::Desk;
use crate::seen::{self, Fault, Got, Seen};

const SOAP: &str = "/xWeb/secure/netForumXML.asmx";
const JSON: &str = "/xWeb/JSON";
const SAMPLE: &str = include_str!("../../../samples/netforum/WEBWebUserValidateToken.response.xml");
const JSON_SAMPLE: &str = include_str!("../../../samples/netforum/WEBWebUserValidateToken.response.json");
/// Of the program, in the header.
const TOKEN: &str = "2306bae2-4f6f-499c-8b8b-daffb79abb9b";
/// Of the member, in the body.
const MEMBER: &str = "82d42250-e818-4c11-8d99-9d1036cdac06";
const JSON_MEMBER: &str = "07df6da3-afe8-48fe-8338-3b9c9ecac751";
/// The lab gives a new token of the program for this one of a member.
const ROTATE: &str = "__rotate__";
const ROTATED: &str = "11111111-2222-3333-4444-555555555555";
const NOT_VALIDATED: &str = "Authentication token was not validated.";

fn request(member: &str) -> WebWebUserValidateToken {
    WebWebUserValidateToken { authentication_token: Some(member.into()) }
}

fn soap(desk: &Desk, client: Client, member: &str) -> Got<WebWebUserValidateTokenResponse> {
    let authorization = AuthorizationToken { token: Some(TOKEN.into()), ..AuthorizationToken::default() };
    desk.call(XWebClient::with(client).web_web_user_validate_token(&request(member)).header(&authorization))
}

fn soap_ok(desk: &Desk, client: Client) -> Got<WebWebUserValidateTokenResponse> {
    soap(desk, client, MEMBER)
}

fn json(desk: &Desk, client: Client, member: &str) -> Got<WebUserType> {
    desk.call(XWebJsonClient::with(client).web_web_user_validate_token(&request(member)))
}

/// The name of the member that a reply is about.
fn is_robert(got: &Got<WebWebUserValidateTokenResponse>) -> Seen {
    let reply = got.as_ref().map_err(ToString::to_string)?;
    let member = reply.body.web_web_user_validate_token_result.as_ref();
    match member.and_then(|member| member.individual.ind_full_name_cp.as_deref()) {
        Some("Robert Smith") => Ok("Robert Smith".into()),
        _ => Err(format!("another member: {:?}", reply.body)),
    }
}

/// The token for the next call, in the header of a reply.
fn rolls_to(got: &Got<WebWebUserValidateTokenResponse>, expected: &str) -> Seen {
    let reply = got.as_ref().map_err(ToString::to_string)?;
    match reply.header::<AuthorizationToken>() {
        Some(Ok(block)) if block.token.as_deref() == Some(expected) => Ok("the header's token".into()),
        other => Err(format!("another header: {other:?}")),
    }
}

fn not_recognised(got: &Got<impl std::fmt::Debug>) -> Seen {
    let reason = "Server did not recognize the value of HTTP Header";
    Fault { code: "Client", reason, details: &[], text: "" }.is(got)
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = over_soap();
    cases.extend(on_the_way());
    cases.extend(over_http_and_json());
    cases.extend(sessions());
    let rest = [Trouble::Empty200, Trouble::Http10, Trouble::Hangs, Trouble::Dies, Trouble::BreaksOff];
    cases.extend(troubles(rest, &WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, soap_ok));
    let call = |desk: &Desk, client| json(desk, client, JSON_MEMBER);
    cases.extend(troubles([Trouble::XmlForJson], &X_WEB_JSON_CLIENT_WEB_WEB_USER_VALIDATE_TOKEN, call));
    cases
}

fn over_soap() -> Vec<Case> {
    vec![
        documented("WEBWebUserValidateToken: the sample", |desk| {
            desk.sample(SOAP, ("text/xml", SAMPLE), true, |client| soap_ok(desk, client))
        }),
        documented("WEBWebUserValidateToken: the header of the reply", |desk| {
            rolls_to(&soap_ok(desk, desk.client(SOAP)), TOKEN)
        }),
        documented("WEBWebUserValidateToken: an unknown token of a member", |desk| {
            let got = soap(desk, desk.client(SOAP), "00000000-0000-0000-0000-000000000000");
            let fault = Fault { code: "Server", reason: NOT_VALIDATED, details: &[], text: "" };
            seen::all([seen::rejected(&got, &XWebCode::MemberTokenNotValid, NOT_VALIDATED), fault.is(&got)])
        }),
        invented("WEBWebUserValidateToken: the same as a SoapException", |desk| {
            let got = soap(desk, desk.client(SOAP), "__soapexception__");
            seen::rejected(&got, &XWebCode::MemberTokenNotValid, NOT_VALIDATED)
        }),
        invented("WEBWebUserValidateToken: another header in the reply", |desk| {
            let got = soap(desk, desk.client(SOAP), ROTATE);
            seen::all([is_robert(&got), rolls_to(&got, ROTATED)])
        }),
        invented("WEBWebUserValidateToken: no header, a fault without detail", |desk| {
            let xweb = XWebClient::with(desk.client(SOAP));
            let got = desk.call(xweb.web_web_user_validate_token(&request(MEMBER)));
            Fault { code: "Client", reason: "AuthorizationToken header missing", details: &[], text: "" }.is(&got)
        }),
        other("GetVersion: not there", |desk| {
            not_recognised(&desk.call(XWebClient::with(desk.client(SOAP)).get_version(&GetVersion::default())))
        }),
        other("Authenticate: not there", |desk| {
            not_recognised(&desk.call(XWebClient::with(desk.client(SOAP)).authenticate(&Authenticate::default())))
        }),
        other("a header that must be understood", |desk| {
            let block = "<h xmlns='urn:x' xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' s:mustUnderstand='1'/>";
            let block = Element::parse(block).map_err(|error| error.to_string())?;
            let xweb = XWebClient::with(desk.client(SOAP));
            let got = desk.call(xweb.web_web_user_validate_token(&request(MEMBER)).header_element(block));
            Fault { code: "MustUnderstand", reason: "was not understood", details: &[], text: "" }.is(&got)
        }),
    ]
}

/// What a caller on the server's own machine sees.
pub(super) fn cases_with_stack_traces() -> Vec<Case> {
    vec![
        documented("WEBWebUserValidateToken: the sample", |desk| {
            desk.sample(SOAP, ("text/xml", SAMPLE), true, |client| soap_ok(desk, client))
        }),
        other("WEBWebUserValidateToken: an unknown token of a member", |desk| {
            let got = soap(desk, desk.client(SOAP), "x");
            let fault = Fault { code: "Server", reason: "  at netForumXML.", details: &[], text: "" };
            seen::all([seen::rejected(&got, &XWebCode::MemberTokenNotValid, NOT_VALIDATED), fault.is(&got)])
        }),
        invented("WEBWebUserValidateToken: no header", |desk| {
            let xweb = XWebClient::with(desk.client(SOAP));
            let got = desk.call(xweb.web_web_user_validate_token(&request(MEMBER)));
            Fault { code: "Client", reason: "SoapHeaderException: lab: Auth", details: &[], text: "" }.is(&got)
        }),
    ]
}

/// Requests that are changed after the client has made them.
fn on_the_way() -> Vec<Case> {
    let case = |name, change, check| changed(Evidence::Other, name, SOAP, change, soap_ok, check);
    vec![
        case("a wrong SOAPAction", changes::wrong_action, not_recognised),
        case("an empty SOAPAction", changes::empty_action, not_recognised),
        case("no SOAPAction", changes::no_action, is_robert),
        case("no Content-Type", changes::no_content_type, |got| seen::status(got, 415, "")),
        case("a request that ends early: 400 with an empty body", changes::cut, |got| seen::status(got, 400, "")),
        case("a body that is no XML: 400 with an empty body", changes::hello, |got| seen::status(got, 400, "")),
        case("an envelope of SOAP 1.2, and a reply in it", changes::soap_12, |got| {
            seen::unreadable(got, "which is SOAP 1.1, found")
        }),
        case("HTML with 200", changes::get, |got| seen::status(got, 200, "netForumXML Web Service")),
    ]
}

fn over_http_and_json() -> Vec<Case> {
    vec![
        other("HTTP GET: GetVersion is not there", |desk| {
            let got = desk.call(XWebHttpGetClient::with(desk.client(SOAP)).get_version());
            seen::status(&got, 500, "Web Service method name is not valid.")
        }),
        other("HTTP POST: GetVersion is not there", |desk| {
            let got = desk.call(XWebHttpPostClient::with(desk.client(SOAP)).get_version());
            seen::status(&got, 500, "Web Service method name is not valid.")
        }),
        invented("JSON: the sample", |desk| {
            let call = |client| json(desk, client, JSON_MEMBER);
            desk.sample(JSON, ("application/json", JSON_SAMPLE), false, call)
        }),
        invented("JSON: an unknown token of a member", |desk| {
            seen::status(&json(desk, desk.client(JSON), "x"), 500, NOT_VALIDATED)
        }),
        invented("JSON: an operation that is not there, an HTML page", |desk| {
            let got = desk.call(XWebJsonClient::with(desk.client(JSON)).web_web_user_get(&WebWebUserGet::default()));
            seen::status(&got, 500, "<html")
        })
        .wire(&["text/html"]),
    ]
}

fn credentials() -> Authenticate {
    Authenticate { user_name: Some("program".into()), password: Some("secret".into()) }
}

/// What the lab lacks: logging in, and a token of the program that is no longer good.
fn rest_of_the_contract(fresh: &'static [&'static str]) -> Double {
    let login = |token: &&str| {
        let body = SAMPLE.replace(TOKEN, token);
        let (head, _) = body.split_once("<soap:Body>").unwrap_or_default();
        let reply = format!(
            "{head}<soap:Body><AuthenticateResponse xmlns=\"http://www.avectra.com/2005/\"><AuthenticateResult>x\
             </AuthenticateResult></AuthenticateResponse></soap:Body></soap:Envelope>"
        );
        Answer::raw(200, "text/xml; charset=utf-8", reply)
    };
    let expired = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>s:Server\
        </faultcode><faultstring>no</faultstring><detail><InvalidTokenException \
        xmlns='http://www.avectra.com/2005/'/></detail></s:Fault></s:Body></s:Envelope>";
    Double::default()
        .answers(&AUTHENTICATE_OPERATION, fresh.iter().map(login))
        .answers(&WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, [Answer::raw(500, "text/xml; charset=utf-8", expired)])
        .answers(&X_WEB_JSON_CLIENT_AUTHENTICATE, [Answer::raw(200, "application/json", r#"{"Token": "first"}"#)])
}

fn sessions() -> Vec<Case> {
    vec![
        own("session: its token rolls with each reply", |desk| {
            let server = rest_of_the_contract(&["first"]).serve().map_err(|error| error.to_string())?;
            let line = desk.diverted(&["2005/Authenticate"], server.url());
            let session = XWebSession::new(XWebClient::with(desk.client_on(line, SOAP)), credentials());
            let call = |member| is_robert(&desk.session(session.web_web_user_validate_token(&request(member))));
            let words = &["2005/Authenticate", "Token>first<", ROTATED];
            let sent = ["2005/Authenticate", "Token>first<", "Token>first<", ROTATED, ROTATED];
            seen::all([call(MEMBER), call(ROTATE), call(MEMBER), call(MEMBER), desk.asked(words, &sent)])
        }),
        own("session: a token of the program that has expired", |desk| {
            let server = rest_of_the_contract(&["stale", "fresh"]).serve().map_err(|error| error.to_string())?;
            let line = desk.diverted(&["2005/Authenticate", "Token>stale<"], server.url());
            let session = XWebSession::new(XWebClient::with(desk.client_on(line, SOAP)), credentials());
            let got = desk.session(session.web_web_user_validate_token(&request(MEMBER)));
            let words = &["2005/Authenticate", "Token>stale<", "Token>fresh<"];
            let expected = ["2005/Authenticate", "Token>stale<", "2005/Authenticate", "Token>fresh<"];
            seen::all([is_robert(&got), desk.asked(words, &expected)])
        }),
        own("session: a member's token that is not valid ends no session", |desk| {
            let server = rest_of_the_contract(&["first"]).serve().map_err(|error| error.to_string())?;
            let line = desk.diverted(&["2005/Authenticate"], server.url());
            let session = XWebSession::new(XWebClient::with(desk.client_on(line, SOAP)), credentials());
            let refused = desk.session(session.web_web_user_validate_token(&request("x")));
            let got = desk.session(session.web_web_user_validate_token(&request(MEMBER)));
            let words = &["2005/Authenticate", "Token>first<"];
            seen::all([
                seen::rejected(&refused, &XWebCode::MemberTokenNotValid, NOT_VALIDATED),
                is_robert(&got),
                desk.asked(words, &["2005/Authenticate", "Token>first<", "Token>first<"]),
            ])
        }),
        other("session: a server without Authenticate", |desk| {
            let session = XWebSession::new(XWebClient::with(desk.client(SOAP)), credentials());
            not_recognised(&desk.session(session.web_web_user_validate_token(&request(MEMBER))))
        }),
        own("JSON session: the token is in an HTTP header", |desk| {
            let server = rest_of_the_contract(&[]).serve().map_err(|error| error.to_string())?;
            let line = desk.diverted(&["/Authenticate"], server.url());
            let session = XWebJsonSession::new(XWebJsonClient::with(desk.client_on(line, JSON)), credentials());
            let got = desk.session(session.web_web_user_validate_token(&request(JSON_MEMBER)));
            let name = got.as_ref().map(|reply| reply.body.individual.ind_full_name_cp.clone().unwrap_or_default());
            seen::all([
                name.map_err(ToString::to_string),
                desk.asked(&["/Authenticate", "Bearer first"], &["/Authenticate", "Bearer first"]),
            ])
        }),
    ]
}
