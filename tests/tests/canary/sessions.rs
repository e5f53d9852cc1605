//! The sessions: their credentials and tokens, through logins, calls, renewals and what goes wrong in between.

use std::fmt::Debug;
use std::time::Duration;

use bytes::Bytes;
use castile::{Content, Error, SessionCall};
use castile_generated::{identysoft, kendox, netforum, sbt, verba};
use http::Response;

use crate::sink::{panic_with, show};
use crate::{Lab, REPLY, REQUEST, Script, authorization, raw, tell};

/// The sessions that are tried here.
pub(crate) const NAMES: [&str; 7] = [
    "EswsSession",
    "InfoShareSession",
    "LoginRestSession",
    "LoginSession",
    "ProvisioningSession",
    "XWebJsonSession",
    "XWebSession",
];

pub(crate) fn all(lab: &mut Lab) {
    identysoft(lab);
    kendox(lab);
    netforum(lab);
    sbt(lab);
    verba(lab);
}

fn identysoft(lab: &mut Lab) {
    let credentials: identysoft::EswsSessionCredentials = lab.planted("identysoft", REQUEST);
    show(&credentials);
    let client = identysoft::EswsClient::with(lab.client.clone());
    let begin = || identysoft::EswsSession::new(client.clone(), credentials.clone());
    let request: identysoft::EswsGetSyncToken = lab.planted("identysoft", REQUEST);
    let operation = &identysoft::ESWS_GET_SYNC_TOKEN_OPERATION;
    let ok = lab.reply::<identysoft::EswsGetSyncTokenResponse>("identysoft", operation, true);
    session(lab, begin, None, &ok, |session| session.esws_get_sync_token(&request));
    let reply: identysoft::EswsGetSyncTokenResponse = lab.planted("identysoft", REPLY);
    show(&reply.browser_url());
    panic_with(reply.browser_url());
}

fn kendox(lab: &mut Lab) {
    let credentials: kendox::LogonWithToken = lab.planted("kendox", REQUEST);
    let client = kendox::InfoShareClient::with(lab.client.clone());
    let begin = || kendox::InfoShareSession::new(client.clone(), credentials.clone());
    let login = lab.reply::<kendox::LogonResultContract>("kendox", &kendox::LOGON_WITH_TOKEN_OPERATION, true);
    let ok = lab.reply::<kendox::DocumentContract>("kendox", &kendox::GET_DOCUMENT_OPERATION, true);
    session(lab, begin, Some(&login), &ok, |session| session.get_document(&kendox::GetDocument::default()));
    let session = begin();
    run(lab, "kendox token", vec![login], || session.token_blocking());
    run(lab, "kendox logout", vec![echo(true)], || session.logout_blocking());
}

fn netforum(lab: &mut Lab) {
    let credentials: netforum::Authenticate = lab.planted("netforum", REQUEST);
    let client = netforum::XWebClient::with(lab.client.clone());
    let begin = || netforum::XWebSession::new(client.clone(), credentials.clone());
    let login = lab.reply::<netforum::AuthenticateResponse>("netforum", &netforum::AUTHENTICATE_OPERATION, true);
    let ok = lab.reply::<netforum::WebLoginResponse>("netforum", &netforum::WEB_LOGIN_OPERATION, true);
    let request: netforum::WebLogin = lab.planted("netforum", REQUEST);
    session(lab, begin, Some(&login), &ok, |session| session.web_login(&request));

    let client = netforum::XWebJsonClient::with(lab.client.clone());
    let begin = || netforum::XWebJsonSession::new(client.clone(), credentials.clone());
    let operation = &netforum::X_WEB_JSON_CLIENT_AUTHENTICATE;
    let login = lab.reply::<netforum::AuthorizationToken>("netforum", operation, true);
    let operation = &netforum::X_WEB_JSON_CLIENT_WEB_WEB_USER_LOGIN;
    let ok = lab.reply::<netforum::WebUserType>("netforum", operation, true);
    let request: netforum::WebWebUserLogin = lab.planted("netforum", REQUEST);
    session(lab, begin, Some(&login), &ok, |session| session.web_web_user_login(&request));
}

/// These give a token, to be sent by other means.
fn sbt(lab: &mut Lab) {
    let credentials: sbt::AuthenticateApiKey = lab.planted("sbt", REQUEST);
    let login = lab.reply::<sbt::AuthenticateApiKeyResponse>("sbt", &sbt::AUTHENTICATE_API_KEY_OPERATION, true);
    let session = sbt::LoginSession::new(sbt::LoginClient::with(lab.client.clone()), credentials);
    run(lab, "sbt login refused", vec![echo(false)], || session.token_blocking());
    run(lab, "sbt token", vec![login], || session.token_blocking());
    show(&session);

    let credentials: sbt::AuthenticateApiKeyRequest = lab.planted("sbt", REQUEST);
    let login = lab.reply::<sbt::WsLoginResponse>("sbt", &sbt::LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY, true);
    let session = sbt::LoginRestSession::new(sbt::LoginRestClient::with(lab.client.clone()), credentials);
    run(lab, "sbt REST login refused", vec![echo(false)], || session.token_blocking());
    run(lab, "sbt REST token", vec![login], || session.token_blocking());
    show(&session);
}

fn verba(lab: &mut Lab) {
    let credentials: verba::RequestToken = lab.planted("verba", REQUEST);
    let client = verba::ProvisioningClient::with(lab.client.clone());
    let begin = || verba::ProvisioningSession::new(client.clone(), credentials.clone());
    let login = lab.reply::<verba::RequestTokenResponse>("verba", &verba::REQUEST_TOKEN_OPERATION, true);
    let ok = lab.reply::<verba::ListUsersResponse>("verba", &verba::LIST_USERS_OPERATION, true);
    session(lab, begin, Some(&login), &ok, |session| session.list_users(&verba::ListUsers::default()));
    let session = begin();
    run(lab, "verba token", vec![login], || session.token_blocking());
    run(lab, "verba logout", vec![echo(true)], || session.logout_blocking());
}

/// A server that repeats what it was sent, if it gave a token that as well.
fn echo(token: bool) -> Response<Bytes> {
    let token = if token { REPLY } else { "" };
    raw(500, "text/html", format!("<html>{REQUEST} {token} {}</html>", authorization()))
}

/// A session in all cases.
fn session<S: Debug + Send, R: Content + Default + Debug>(
    lab: &mut Lab,
    begin: impl Fn() -> S,
    login: Option<&Response<Bytes>>,
    ok: &Response<Bytes>,
    call: impl Fn(&S) -> SessionCall<'_, R>,
) {
    let name = std::any::type_name::<S>();
    let unauthorized = raw(401, "text/html", "<html>again</html>".to_owned());
    for (case, answer) in [("success", ok.clone()), ("echo", echo(login.is_some())), ("expired", unauthorized)] {
        let session = begin();
        show(&session);
        show(&call(&session));
        let script = login.cloned().into_iter().chain([answer]).collect();
        run(lab, &format!("{name} {case}"), script, || call(&session).reply_blocking());
        show(&session);
        panic_with(session);
    }
    let session = begin();
    run(lab, &format!("{name} login refused"), vec![echo(false)], || call(&session).reply_blocking());
}

fn run<T: Debug + Send>(lab: &mut Lab, label: &str, script: Vec<Response<Bytes>>, work: impl Fn() -> Result<T, Error>) {
    *lab.script() = Script { responses: script, delay: Duration::ZERO };
    tell(work());
    lab.check(label);
}
