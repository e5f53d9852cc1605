//! The sessions of the five clients: from credentials to a call, past an expired token, to the end.
#![allow(missing_docs)]

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use castile::{Client, Double, Error};
use castile_generated::{identysoft, kendox, netforum, sbt, verba};
use http::{Request, Response};

fn client(double: &Double) -> Client {
    Client::builder("https://service.example/").blocking_transport(double.clone()).build().expect("a client")
}

fn answer(content_type: &str, body: &str) -> Response<Bytes> {
    let body = Bytes::from(body.to_owned());
    Response::builder().header("content-type", content_type).body(body).expect("a response")
}

fn soap(header: &str, body: &str) -> Response<Bytes> {
    let envelope = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    );
    answer("text/xml; charset=utf-8", &envelope)
}

fn text(request: &Request<Bytes>) -> String {
    String::from_utf8(request.body().to_vec()).expect("UTF-8")
}

/// What was asked, in order: the first of these words that is in each request.
fn asked(double: &Double, words: &[&str]) -> Vec<String> {
    let of = |request: &Request<Bytes>| {
        let text = format!("{} {}", request.uri(), text(request));
        words.iter().find(|word| text.contains(**word)).copied().unwrap_or("?").to_owned()
    };
    double.requests().iter().map(of).collect()
}

#[test]
fn verba_logs_in_carries_the_token_in_each_request_and_renews_it_once() {
    let tokens = AtomicUsize::new(0);
    let double = Double::new(move |request| {
        let text = text(request);
        let reply = |operation: &str, content: &str| {
            soap(
                "",
                &format!(
                    "<v:{operation}Response xmlns:v='http://v2.provisioning.ws.web.verba.com/'><return>{content}</return></v:{operation}Response>"
                ),
            )
        };
        let ok = "<statusCode>OK</statusCode>";
        if text.contains("requestToken") {
            let number = tokens.fetch_add(1, Ordering::Relaxed) + 1;
            return reply("requestToken", &format!("<status>{ok}</status><token>token-{number}</token>"));
        }
        if text.contains("releaseToken") {
            return reply("releaseToken", ok);
        }
        if text.contains("<token>token-1</token>") && tokens.load(Ordering::Relaxed) == 1 {
            let expired =
                "<status><message>Token expired</message><statusCode>ERROR_UNAUTHORIZED</statusCode></status>";
            return reply("getEnvironmentByEid", expired);
        }
        reply("getEnvironmentByEid", &format!("<status>{ok}</status>"))
    });
    let credentials = verba::RequestToken { eid: Some("0000".into()), ..Default::default() };
    let session = verba::ProvisioningSession::new(verba::ProvisioningClient::with(client(&double)), credentials);
    let request = verba::GetEnvironmentByEid { eid: Some("0000".into()), ..Default::default() };
    session.get_environment_by_eid(&request).send_blocking().expect("the environment");
    session.logout_blocking().expect("given back");
    let words = ["requestToken", "releaseToken", "<token>token-1<", "<token>token-2<"];
    assert_eq!(
        asked(&double, &words),
        ["requestToken", "<token>token-1<", "requestToken", "<token>token-2<", "releaseToken"]
    );
    assert!(text(double.requests().last().expect("the release")).contains("<token>token-2</token>"));
}

#[test]
fn sbt_gives_out_its_token_and_tells_success_by_the_result() {
    let double = Double::answering(
        200,
        "application/json",
        r#"{"AuthenticateAPIKeyResult": {"SecurityToken": "t-1", "Result": true, "ErrorCode": 1400, "Message": "ok"}}"#,
    );
    let credentials = sbt::AuthenticateApiKeyRequest { api_key: "key".into() };
    let session = sbt::LoginRestSession::new(sbt::LoginRestClient::with(client(&double)), credentials);
    let shared = session.clone();
    assert_eq!(session.token_blocking().expect("a token").expose(), "t-1");
    assert_eq!(shared.token_blocking().expect("the same").expose(), "t-1");
    assert_eq!(double.requests().len(), 1, "clones share the token");

    let refused = Double::answering(
        200,
        "application/json",
        r#"{"AuthenticateAPIKeyResult": {"Result": false, "ErrorCode": 1401}}"#,
    );
    let credentials = sbt::AuthenticateApiKeyRequest { api_key: "key".into() };
    let session = sbt::LoginRestSession::new(sbt::LoginRestClient::with(client(&refused)), credentials);
    let error = session.token_blocking().expect_err("refused");
    let rejection = error.rejection().expect("why");
    assert_eq!(rejection.code_as::<sbt::LoginCode>(), sbt::LoginCode::TokenNotGenerated);
}

#[test]
fn netforum_sends_the_token_that_the_last_reply_brought() {
    let count = AtomicUsize::new(0);
    let double = Double::new(move |request| {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        let header = format!(
            "<AuthorizationToken xmlns='http://www.avectra.com/2005/'><Token>token-{number}</Token></AuthorizationToken>"
        );
        let text = text(request);
        let operation = if text.contains("Authenticate") { "Authenticate" } else { "GetVersion" };
        if number == 4 {
            let mut fault = soap(
                "",
                "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail><InvalidTokenException xmlns='http://www.avectra.com/2005/'/></detail></s:Fault>",
            );
            *fault.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            return fault;
        }
        let result = format!(
            "<{operation}Response xmlns='http://www.avectra.com/2005/'><{operation}Result>x</{operation}Result></{operation}Response>"
        );
        soap(&header, &result)
    });
    let credentials = netforum::Authenticate { user_name: Some("u".into()), password: Some("p".into()) };
    let session = netforum::XWebSession::new(netforum::XWebClient::with(client(&double)), credentials);
    for _ in 0..3 {
        session.get_version(&netforum::GetVersion::default()).send_blocking().expect("a version");
    }
    let words = ["Authenticate ", "Authenticate>", "token-1<", "token-2<", "token-3<", "token-5<"];
    let asked = asked(&double, &words);
    // The third call is refused, and repeated after a login.
    assert_eq!(
        asked.iter().map(|word| word.trim_end_matches([' ', '<', '>'])).collect::<Vec<_>>(),
        ["Authenticate", "token-1", "token-2", "token-3", "Authenticate", "token-5"]
    );
}

#[test]
fn netforum_json_rolls_its_token_in_http_headers() {
    let count = AtomicUsize::new(0);
    let double = Double::new(move |request| {
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        if request.uri().path().ends_with("/Authenticate") {
            return answer("application/json", r#"{"Token": "first"}"#);
        }
        let mut response = answer("application/json", r#"{"WebUserType": {"CurrentKey": "k"}}"#);
        let next = format!("Bearer token = token-{number}").parse().expect("a header");
        response.headers_mut().insert("www-authenticate", next);
        response
    });
    let credentials = netforum::Authenticate { user_name: Some("u".into()), password: Some("p".into()) };
    let session = netforum::XWebJsonSession::new(netforum::XWebJsonClient::with(client(&double)), credentials);
    let request = netforum::WebWebUserGet { cst_key: Some("k".into()) };
    for _ in 0..2 {
        session.web_web_user_get(&request).send_blocking().expect("a user");
    }
    let sent: Vec<Option<String>> = double
        .requests()
        .iter()
        .map(|request| request.headers().get("authorization").map(|value| value.to_str().expect("ASCII").to_owned()))
        .collect();
    assert_eq!(sent, [None, Some("Bearer first".into()), Some("Bearer token-2".into())]);
}

#[test]
fn kendox_logs_on_again_when_the_connection_is_gone() {
    let logons = AtomicUsize::new(0);
    let double = Double::new(move |request| {
        let path = request.uri().path().to_owned();
        if path.ends_with("/LogonWithToken") {
            let number = logons.fetch_add(1, Ordering::Relaxed) + 1;
            return answer(
                "application/json",
                &format!(
                    r#"{{"LogonWithTokenResult": {{"ConnectionId": "c-{number}", "ConnectionTimeoutSeconds": 600, "IsVerificationCodeNeeded": false}}}}"#
                ),
            );
        }
        if path.ends_with("/Logoff") {
            return answer("application/json", "{}");
        }
        if text(request).contains("c-1") {
            return answer("application/json", r#"{"ErrorNumber": 10008, "Message": "Connection is not valid"}"#);
        }
        answer("application/json", r#"{"GetDocumentResult": {}}"#)
    });
    let credentials = kendox::LogonWithToken { token: "t".into(), token_type: "apitoken".into(), ..Default::default() };
    let session = kendox::InfoShareSession::new(kendox::InfoShareClient::with(client(&double)), credentials);
    let request = kendox::GetDocument { document_id: "d".into(), ..Default::default() };
    session.get_document(&request).send_blocking().expect("a document");
    session.logout_blocking().expect("logged off");
    assert_eq!(
        asked(&double, &["LogonWithToken", "Logoff", "c-1", "c-2"]),
        ["LogonWithToken", "c-1", "LogonWithToken", "c-2", "Logoff"]
    );
}

#[test]
fn kendox_does_not_take_a_connection_for_logged_on_that_needs_a_code() {
    let double = Double::answering(
        200,
        "application/json",
        r#"{"LogonWithTokenResult": {"ConnectionId": "c-1", "IsVerificationCodeNeeded": true}}"#,
    );
    let session = kendox::InfoShareSession::new(
        kendox::InfoShareClient::with(client(&double)),
        kendox::LogonWithToken::default(),
    );
    let error = session.token_blocking().expect_err("a code is needed");
    assert!(matches!(error, Error::Login(_)));
    let rejection = error.rejection().expect("why");
    assert_eq!(rejection.code_as::<kendox::InfoShareCode>(), kendox::InfoShareCode::VerificationCodeNeeded);
    let reply = rejection.reply::<kendox::LogonResultContract>().expect("the whole reply");
    assert_eq!(reply.connection_id.as_deref(), Some("c-1"));
}

#[test]
fn identysoft_fills_in_its_credentials_and_gives_the_browser_url() {
    let token = "0123456789abcdef".repeat(8);
    let reply = format!(
        "<n:Esws.getSyncTokenResponse xmlns:n='uen:esws'><return>{token}</return></n:Esws.getSyncTokenResponse>"
    );
    let double = Double::new(move |_| soap("", &reply));
    let credentials = identysoft::EswsSessionCredentials {
        p_company_id: "^4p;tU0Q+#d<&".into(),
        p_admin_username: "admin".into(),
        p_admin_password: "canary".into(),
    };
    assert!(!format!("{credentials:?}").contains("canary"));
    let session = identysoft::EswsSession::new(identysoft::EswsClient::with(client(&double)), credentials);
    let request = identysoft::EswsGetSyncToken { p_user_id: "5".into(), ..Default::default() };
    let reply = session.esws_get_sync_token(&request).send_blocking().expect("a token");
    let url = reply.browser_url();
    assert_eq!(url.expose(), format!("https://i3.identysoft.com/users/oneSyncUserLogin/{token}"));
    assert!(!format!("{url:?} {reply:?}").contains(&token));
    let sent = text(&double.requests()[0]);
    for part in [
        ">^4p;tU0Q+#d&lt;&amp;</p_companyID>",
        ">admin</p_adminUsername>",
        ">canary</p_adminPassword>",
        ">5</p_userId>",
    ] {
        assert!(sent.contains(part), "{part} in {sent}");
    }
}
