//! Solutions By Text: the documented `AuthenticateAPIKey`, over SOAP and over REST.

use castile::call::{read_http_request, write_http_reply};
use castile::{Double, Error, Limits};
use castile_generated::sbt::{
    AUTHENTICATE_API_KEY_OPERATION, AuthenticateApiKey, AuthenticateApiKeyRequest, AuthenticateApiKeyResponse,
    LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY, LoginClient, LoginCode, LoginRequestDetails, LoginRestClient,
    WsLoginResponse,
};
use castile_tests::{assert_same_document, header, sent};

use crate::{JSON, XML, answered, client, exchange, json};

const REQUEST: &str = include_str!("../../samples/sbt/AuthenticateAPIKey.request.xml");
const RESPONSE: &str = include_str!("../../samples/sbt/AuthenticateAPIKey.response.xml");
const REST_RESPONSE: &str = include_str!("../../samples/sbt/AuthenticateAPIKey.rest.response.json");

fn request() -> AuthenticateApiKey {
    AuthenticateApiKey {
        login_request: Some(LoginRequestDetails {
            id: None,
            r#ref: None,
            api_key: Some("API Key".into()),
            user_name: Some("?".into()),
            password: Some("?".into()),
        }),
    }
}

fn response(id: Option<&str>, security_token: &str) -> WsLoginResponse {
    WsLoginResponse {
        id: id.map(Into::into),
        r#ref: None,
        result: Some(true),
        error_code: Some(1400),
        message: Some("Successfully generated securitytoken".into()),
        security_token: Some(security_token.into()),
    }
}

/// The reference of the data contract serializer, `z:Id`, is an attribute of the type, so nothing of the documented
/// response is lost when it is written again.
#[test]
fn authenticate_api_key_over_soap() {
    let double = Double::answering(200, XML, RESPONSE);
    let (login, request) = (LoginClient::with(client(LoginClient::ENDPOINT, &double)), request());
    let (sent_request, reply) = exchange(&double, || login.authenticate_api_key(&request));

    assert_eq!(sent_request.method(), "POST");
    let endpoint = "https://ui.solutionsbytext.com/Sbt.App.SetUp/WSServices/LoginAPIService.svc";
    assert_eq!(sent_request.uri(), endpoint);
    let action = "\"http://SBTService/ServiceContracts/ILoginAPI/AuthenticateAPIKey\"";
    assert_eq!(header(&sent_request, "SOAPAction"), action);
    assert_eq!(header(&sent_request, "Content-Type"), "text/xml; charset=utf-8");
    assert_same_document(REQUEST, sent(&sent_request));

    let expected =
        AuthenticateApiKeyResponse { authenticate_api_key_result: Some(response(Some("i1"), "Security token")) };
    assert_eq!(reply.expect("a token").body, expected);

    let mut read = AuthenticateApiKey::default();
    read_http_request(&AUTHENTICATE_API_KEY_OPERATION, &sent_request, &Limits::default(), &mut read)
        .expect("a request");
    assert_eq!(read, request);
    let response = write_http_reply(&AUTHENTICATE_API_KEY_OPERATION, &[], &expected).expect("a response");
    assert_same_document(RESPONSE, answered(&response));
}

#[test]
fn authenticate_api_key_over_rest() {
    let double = Double::answering(200, JSON, REST_RESPONSE);
    let login = LoginRestClient::with(client(LoginRestClient::ENDPOINT, &double));
    let request = AuthenticateApiKeyRequest { api_key: "K+1&a=b ü".into() };
    let (sent_request, reply) = exchange(&double, || login.authenticate_api_key(&request));

    assert_eq!(sent_request.method(), "GET");
    let uri = "https://ui.solutionsbytext.com/SBT.App.SetUp/RSServices/LoginAPIService.svc/AuthenticateAPIKey?APIKey=K%2B1%26a%3Db%20%C3%BC";
    assert_eq!(sent_request.uri(), uri);
    assert!(sent_request.body().is_empty());
    assert_eq!((header(&sent_request, "SOAPAction"), header(&sent_request, "Content-Type")), ("", ""));

    let expected = response(None, "Some Security Token");
    assert_eq!(reply.expect("a token").body, expected);

    let operation = &LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY;
    let mut read = AuthenticateApiKeyRequest::default();
    read_http_request(operation, &sent_request, &Limits::default(), &mut read).expect("a request");
    assert_eq!(read, request);
    let response = write_http_reply(operation, &[], &expected).expect("a response");
    assert_eq!(json(answered(&response)), json(REST_RESPONSE));
}

/// `Result` decides: the number of a success is not zero.
#[test]
fn a_false_result_is_a_refusal() {
    let double = Double::answering(200, XML, RESPONSE.replace(">true<", ">false<").replace("1400", "1401"));
    let (login, request) = (LoginClient::with(client(LoginClient::ENDPOINT, &double)), request());
    let (_, reply) = exchange(&double, || login.authenticate_api_key(&request));
    let Err(Error::Rejected(refusal)) = reply else { panic!("a refusal is an error") };
    assert_eq!(refusal.code_as::<LoginCode>(), LoginCode::TokenNotGenerated);
    assert_eq!(refusal.message(), Some("Successfully generated securitytoken"));
}

/// WCF writes a text that is null with `i:nil`.
#[test]
fn texts_may_be_nil() {
    let nil = RESPONSE
        .replace("<a:Message>Successfully generated securitytoken</a:Message>", "<a:Message i:nil=\"true\"/>")
        .replace("<a:SecurityToken>Security token</a:SecurityToken>", "<a:SecurityToken i:nil=\"true\"/>");
    let double = Double::answering(200, XML, nil);
    let (login, request) = (LoginClient::with(client(LoginClient::ENDPOINT, &double)), request());
    let (_, reply) = exchange(&double, || login.authenticate_api_key(&request));
    let result = reply.expect("a reply").body.authenticate_api_key_result.expect("a result");
    assert_eq!(result, WsLoginResponse { message: None, security_token: None, ..response(Some("i1"), "") });
}
