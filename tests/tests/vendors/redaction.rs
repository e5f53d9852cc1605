//! Secrets appear in no `Debug` and in no error, whatever a server sends back.

use std::fmt::Debug;

use castile::{Client, Double, Error};
use castile_generated::identysoft::{
    EswsClient, EswsDeleteUser, EswsGetGroups, EswsGetSyncToken, EswsGetSyncTokenResponse, EswsGetTotalSyncToken,
    EswsGetTotalSyncTokenResponse, EswsSession, EswsSessionCredentials, EswsUpdateCard,
};
use castile_generated::kendox::{self, LogonResultContract, LogonWithToken};
use castile_generated::netforum::{
    self, AuthorizationToken, WebUserCustomerDataObjectType, WebUserIndividualDataObjectType, WebUserType,
    WebWebUserValidateTokenResponse, XWebClient,
};
use castile_generated::sbt::{
    AuthenticateApiKey, AuthenticateApiKeyRequest, LoginRequestDetails, LoginRestClient, WsLoginResponse,
};
use castile_generated::verba::{
    self, ProvisioningClient, ProvisioningSession, RequestToken, RequestTokenResponse, TokenResponse,
};

use crate::{JSON, XML, client, exchange};

/// What no output may hold; it needs escaping nowhere, so that it would be found.
const SECRET: &str = "Hidden-4711";

fn secret() -> String {
    SECRET.to_owned()
}

/// The output hides the secret, says that it does, and shows the rest.
#[track_caller]
fn assert_hidden(value: &dyn Debug, shown: &str) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(SECRET), "{text}");
        assert!(text.contains("[redacted]"), "{text}");
        assert!(text.contains(shown), "{shown} is no secret: {text}");
    }
}

#[test]
fn of_identysoft() {
    let all = EswsGetSyncToken {
        p_company_id: SECRET.into(),
        p_admin_username: "admin".into(),
        p_admin_password: SECRET.into(),
        p_user_id: "5-shown".into(),
        p_location_id: "7".into(),
    };
    assert_hidden(&all, "5-shown");
    assert_hidden(
        &EswsGetTotalSyncToken {
            p_company_id: SECRET.into(),
            p_admin_username: "admin".into(),
            p_admin_password: SECRET.into(),
        },
        "p_adminUsername",
    );
    assert_hidden(
        &EswsDeleteUser { p_company_id: SECRET.into(), p_id: "5-shown".into(), ..Default::default() },
        "5-shown",
    );
    assert_hidden(&EswsUpdateCard { p_company_id: SECRET.into(), ..Default::default() }, "p_wsAltUserId");
    assert_hidden(&EswsGetGroups { p_company_id: SECRET.into(), p_location_id: "7-shown".into() }, "7-shown");
    assert_hidden(&EswsGetSyncTokenResponse { r#return: SECRET.into() }, "return");
    assert_hidden(&EswsGetTotalSyncTokenResponse { r#return: SECRET.into() }, "return");
    // A link is as good as the token in it.
    assert_hidden(&EswsGetSyncTokenResponse { r#return: SECRET.into() }.browser_url(), "SecretUrl");
    let credentials = EswsSessionCredentials {
        p_company_id: SECRET.into(),
        p_admin_username: "admin".into(),
        p_admin_password: SECRET.into(),
    };
    assert_hidden(&credentials, "EswsSessionCredentials {");
    let esws = EswsClient::new(EswsClient::ENDPOINT).expect("a client");
    let session = format!("{:?}", EswsSession::new(esws, credentials));
    assert!(!session.contains(SECRET), "{session}");
}

#[test]
fn of_verba() {
    let login = RequestToken { eid: Some("0000".into()), login_name: Some("api".into()), password: Some(secret()) };
    assert_hidden(&login, "api");
    let token = TokenResponse { status: None, token: Some(secret()) };
    assert_hidden(&token, "status");
    assert_hidden(&RequestTokenResponse { r#return: Some(token) }, "status");
    let token = Some(secret());
    assert_hidden(&verba::ReleaseToken { token: token.clone() }, "token");
    assert_hidden(&verba::GetEnvironmentByEid { token: token.clone(), eid: Some("0042".into()) }, "0042");
    assert_hidden(&verba::GetEnvironmentByShortName { token: token.clone(), short_name: Some("sh".into()) }, "sh");
    assert_hidden(&verba::ListEnvironments { token: token.clone(), ..Default::default() }, "filter");
    assert_hidden(&verba::ListUsers { token: token.clone(), ..Default::default() }, "filter");
    let user = verba::User { password_hash: Some(secret()), recorder_line_pin: Some(secret()), ..Default::default() };
    assert_hidden(&user, "loginName");
    assert_hidden(&verba::CreateUser { token: token.clone(), user: Some(user) }, "loginName");
    assert_hidden(&verba::DeleteUser { token: token.clone(), user_id: Some(5) }, "userId");
    assert_hidden(&verba::CreateGroup { token: token.clone(), ..Default::default() }, "group");
    assert_hidden(&verba::UpdateGroup { token: token.clone(), ..Default::default() }, "group");
    assert_hidden(&verba::DeleteGroup { token: token.clone(), ..Default::default() }, "groupId");
    assert_hidden(&verba::CreateExtension { token, ..Default::default() }, "extension");
    let provisioning = ProvisioningClient::new(ProvisioningClient::ENDPOINT).expect("a client");
    let session = format!("{:?}", ProvisioningSession::new(provisioning, login));
    assert!(!session.contains(SECRET), "{session}");
}

#[test]
fn of_sbt() {
    let details = LoginRequestDetails {
        api_key: Some(secret()),
        user_name: Some("user-shown".into()),
        password: Some(secret()),
        ..LoginRequestDetails::default()
    };
    assert_hidden(&details, "user-shown");
    assert_hidden(&AuthenticateApiKey { login_request: Some(details) }, "user-shown");
    assert_hidden(&AuthenticateApiKeyRequest { api_key: SECRET.into() }, "APIKey");
    assert_hidden(
        &WsLoginResponse { security_token: Some(secret()), error_code: Some(1400), ..Default::default() },
        "1400",
    );
    // Over REST the key is in the query.
    let double = Double::answering(200, JSON, format!("{{\"x\": \"{SECRET}\"}}"));
    let login = LoginRestClient::with(client(LoginRestClient::ENDPOINT, &double));
    let request = AuthenticateApiKeyRequest { api_key: SECRET.into() };
    let call = format!("{:?}", login.authenticate_api_key(&request));
    assert!(!call.contains(SECRET), "{call}");
    let (_, reply) = exchange(&double, || login.authenticate_api_key(&request));
    assert_silent(&reply.expect_err("no result"));
}

#[test]
fn of_netforum() {
    assert_hidden(&AuthorizationToken { token: Some(secret()), ..Default::default() }, "AuthorizationToken");
    assert_hidden(
        &netforum::Authenticate { user_name: Some("user-shown".into()), password: Some(secret()) },
        "user-shown",
    );
    assert_hidden(
        &netforum::AuthenticateRequest { user_name: "user-shown".into(), password: SECRET.into() },
        "user-shown",
    );
    assert_hidden(&netforum::Authenticate2 { user_name: "user-shown".into(), password: SECRET.into() }, "user-shown");
    let login = netforum::WebLogin {
        user_login_plain: Some("m-shown".into()),
        password_plain: Some(secret()),
        key_override: Some(secret()),
    };
    assert_hidden(&login, "m-shown");
    assert_hidden(&netforum::WebLoginResponse { web_login_result: Some(secret()) }, "WebLoginResponse {");
    assert_hidden(&netforum::WebValidate { authentication_token: Some(secret()) }, "authenticationToken");
    assert_hidden(&netforum::WebLogout { authentication_token: Some(secret()) }, "authenticationToken");
    assert_hidden(&netforum::WebWebUserValidateToken { authentication_token: Some(secret()) }, "authenticationToken");
    assert_hidden(
        &netforum::WebWebUserLogin { login_or_email: Some("m-shown".into()), password: Some(secret()) },
        "m-shown",
    );
    assert_hidden(
        &netforum::WebWebUserValidateLogin { login_or_email: Some("m-shown".into()), password: Some(secret()) },
        "m-shown",
    );
    let change = netforum::WebWebUserChangePassword {
        recno: Some("713".into()),
        old_password: Some(secret()),
        new_password: Some(secret()),
    };
    assert_hidden(&change, "713");
    let member = WebUserType {
        individual: WebUserIndividualDataObjectType {
            ind_first_name: Some("Robert".into()),
            ind_token: Some(secret()),
            ..Default::default()
        },
        customer: WebUserCustomerDataObjectType {
            cst_new_password: Some(secret()),
            cst_new_password_confirm: Some(secret()),
            ..Default::default()
        },
        ..WebUserType::default()
    };
    assert_hidden(&WebWebUserValidateTokenResponse { web_web_user_validate_token_result: Some(member) }, "Robert");
}

#[test]
fn of_kendox() {
    let logon = LogonWithToken { token: SECRET.into(), token_type: "apitoken".into(), ..Default::default() };
    assert_hidden(&logon, "apitoken");
    let result = LogonResultContract {
        connection_id: Some(secret()),
        jwt_token: Some(secret()),
        own_user_id: Some("u-shown".into()),
        ..Default::default()
    };
    assert_hidden(&result, "u-shown");
    assert_hidden(&kendox::GetLogonResult { connection_id: SECRET.into() }, "connectionId");
    assert_hidden(&kendox::Logoff { connection_id: SECRET.into() }, "Logoff {");
    assert_hidden(&kendox::GetDocument { connection_id: SECRET.into(), document_id: "d-shown".into() }, "d-shown");
    let search =
        kendox::SearchIds { connection_id: SECRET.into(), resume_point: Some("r-shown".into()), ..Default::default() };
    assert_hidden(&search, "r-shown");
}

/// An error and all that it is made of.
#[track_caller]
fn assert_silent(error: &Error) {
    let mut texts = vec![error.to_string(), format!("{error:?}"), format!("{error:#?}")];
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        texts.extend([inner.to_string(), format!("{inner:?}")]);
        cause = inner.source();
    }
    for text in texts {
        assert!(!text.contains(SECRET), "{text}");
    }
}

/// A server that repeats what it was sent, in every kind of answer that becomes an error.
#[test]
fn of_errors_when_a_server_repeats_what_it_was_sent() {
    let envelope = |body: &str| {
        format!(
            "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>{body}</S:Body></S:Envelope>"
        )
    };
    let response = |inner: &str| {
        envelope(&format!(
            "<n:requestTokenResponse xmlns:n=\"http://v2.provisioning.ws.web.verba.com/\">{inner}</n:requestTokenResponse>"
        ))
    };
    let fault =
        format!("<S:Fault><faultcode>S:Client</faultcode><faultstring>no {SECRET} here</faultstring></S:Fault>");
    let refused = format!(
        "<return><status><message>wrong password {SECRET}</message><statusCode>ERROR_GENERAL</statusCode></status></return>"
    );
    for (status, content_type, body) in [
        (500, XML, envelope(&fault)),
        (200, XML, response(&refused)),
        (200, XML, response(&format!("<return><{SECRET}</return>"))),
        (200, XML, format!("<oops>{SECRET}</oops>")),
        (502, "text/html", format!("<html><body>You sent {SECRET}</body></html>")),
        (200, "text/plain", format!("password={SECRET}")),
        (404, XML, String::new()),
    ] {
        let double = Double::answering(status, content_type, body.clone());
        let provisioning = ProvisioningClient::with(client(ProvisioningClient::ENDPOINT, &double));
        let request = RequestToken { password: Some(secret()), ..RequestToken::default() };
        let call = format!("{:?}", provisioning.request_token(&request));
        assert!(!call.contains(SECRET), "{call}");
        let (_, reply) = exchange(&double, || provisioning.request_token(&request));
        assert_silent(&reply.err().unwrap_or_else(|| panic!("an error: {body}")));
    }
}

/// A request that breaks the contract is not sent; the error says which member, not what is in it.
#[test]
fn of_requests_that_are_refused() {
    let double = Double::answering(200, XML, "");
    let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
    let individual = WebUserIndividualDataObjectType { ind_token: Some(secret()), ..Default::default() };
    let user = WebUserType { individual, ..WebUserType::default() };
    let request = netforum::WebWebUserCreate { o_web_user: Some(user) };
    let error = xweb.web_web_user_create(&request).send_blocking().expect_err("this is no key");
    assert!(matches!(error, Error::Request(_)), "{error}");
    assert!(error.to_string().contains("ind_token"), "{error}");
    assert_silent(&error);
    assert!(double.requests().is_empty());
}

#[test]
fn of_clients() {
    let client = Client::builder("https://host.invalid/service")
        .basic_auth("user", SECRET)
        .http_header("X-Shown", "shown")
        .build()
        .expect("a client");
    let text = format!("{client:?} {:?}", ProvisioningClient::with(client.clone()));
    assert!(!text.contains(SECRET) && text.contains("host.invalid"), "{text}");
    let text =
        format!("{:?}", Client::builder(&format!("https://host.invalid/?key={SECRET}")).build().expect("a client"));
    assert!(!text.contains(SECRET), "{text}");
    let text = format!("{:?}", Client::builder(&format!("https://user:{SECRET}@host.invalid/")).build());
    assert!(!text.contains(SECRET), "{text}");
}
