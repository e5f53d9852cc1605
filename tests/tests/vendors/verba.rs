//! Verba provisioning: the three documented pairs of `requestToken`.

use bytes::Bytes;
use castile::call::{read_http_request, write_http_reply};
use castile::{Double, Error, Limits, Rejection};
use castile_generated::verba::{
    ProvisioningClient, ProvisioningCode, REQUEST_TOKEN_OPERATION, RequestToken, RequestTokenResponse, Status,
    StatusCode, TokenResponse,
};
use castile_tests::{assert_same_document, header, sent};
use http::Request;

use crate::{XML, answered, client, exchange};

const OK: (&str, &str) = (
    include_str!("../../samples/verba/requestToken.ok.request.xml"),
    include_str!("../../samples/verba/requestToken.ok.response.xml"),
);
const BAD_PASSWORD: (&str, &str) = (
    include_str!("../../samples/verba/requestToken.bad-password.request.xml"),
    include_str!("../../samples/verba/requestToken.bad-password.response.xml"),
);
const BAD_PERMISSIONS: (&str, &str) = (
    include_str!("../../samples/verba/requestToken.bad-permissions.request.xml"),
    include_str!("../../samples/verba/requestToken.bad-permissions.response.xml"),
);

fn credentials(login_name: &str, password: &str) -> RequestToken {
    RequestToken { eid: Some("0000".into()), login_name: Some(login_name.into()), password: Some(password.into()) }
}

fn response(status: Status, token: Option<&str>) -> RequestTokenResponse {
    RequestTokenResponse { r#return: Some(TokenResponse { status: Some(status), token: token.map(Into::into) }) }
}

/// Calls with the request of a sample pair, is answered with its response, and checks what went over the wire.
#[track_caller]
fn call(
    (request_sample, response_sample): (&str, &'static str),
    request: &RequestToken,
) -> Result<RequestTokenResponse, Error> {
    let double = Double::answering(200, XML, response_sample);
    let provisioning = ProvisioningClient::with(client(ProvisioningClient::ENDPOINT, &double));
    let (sent_request, reply) = exchange(&double, || provisioning.request_token(request));
    assert_post(&sent_request);
    assert_same_document(request_sample, sent(&sent_request));
    assert_eq!(&read(&sent_request), request, "what a server reads");
    reply.map(|reply| reply.body)
}

#[track_caller]
fn assert_post(request: &Request<Bytes>) {
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "http://media-repository.invalid:7002/provisioning");
    assert_eq!(header(request, "SOAPAction"), "\"\"");
    assert_eq!(header(request, "Content-Type"), "text/xml; charset=utf-8");
}

#[track_caller]
fn read(request: &Request<Bytes>) -> RequestToken {
    let mut value = RequestToken::default();
    let headers = read_http_request(&REQUEST_TOKEN_OPERATION, request, &Limits::default(), &mut value);
    assert!(headers.expect("a request").is_empty());
    value
}

/// The value as a server writes it is the documented response.
#[track_caller]
fn assert_written(sample: &str, value: &RequestTokenResponse) {
    let response = write_http_reply(&REQUEST_TOKEN_OPERATION, &[], value).expect("a response");
    assert_eq!(response.status(), 200);
    assert_same_document(sample, answered(&response));
}

#[test]
fn ok() {
    let reply = call(OK, &credentials("verba_api_user", "api_user_password")).expect("a token");
    let status = Status { message: None, status_code: Some(StatusCode::Ok) };
    let expected = response(status, Some("OLZqneyISmy5eoKeGEd418X0nvzuu7Ll"));
    assert_eq!(reply, expected);
    assert_written(OK.1, &expected);
}

/// A refusal: HTTP status 200, a status object, no token.
#[track_caller]
fn refused(pair: (&'static str, &'static str), request: &RequestToken, message: &str) -> Box<Rejection> {
    let Err(Error::Rejected(refusal)) = call(pair, request) else { panic!("a refusal is an error") };
    let status = Status { message: Some(message.into()), status_code: Some(StatusCode::ErrorGeneral) };
    let expected = response(status, None);
    assert_eq!(refusal.reply::<RequestTokenResponse>(), Some(&expected));
    assert_written(pair.1, &expected);
    assert_eq!(refusal.code_as::<ProvisioningCode>(), ProvisioningCode::ErrorGeneral);
    assert_eq!((refusal.code(), refusal.message()), (Some("ERROR_GENERAL"), Some(message)));
    assert_eq!((refusal.operation(), refusal.status().as_u16()), ("requestToken", 200));
    refusal
}

#[test]
fn bad_password() {
    let request = credentials("verba_api_user", "api_user_wrong_password");
    refused(BAD_PASSWORD, &request, "com.verba.web.user.UserNotFoundException");
}

#[test]
fn bad_permissions() {
    let request = credentials("verba_standard_user", "api_user_password");
    let message = "com.verba.web.api.KnownException: User should be a System Supervisor.";
    let refusal = refused(BAD_PERMISSIONS, &request, message);
    assert!(refusal.to_string().contains("User should be a System Supervisor."), "{refusal}");
}
