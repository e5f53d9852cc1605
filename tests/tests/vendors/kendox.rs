//! Kendox InfoShare: the two documented pairs of `LogonWithToken`, under both names of the wrapper.

use castile::call::{read_http_request, write_http_reply};
use castile::{Double, Error, Limits};
use castile_generated::kendox::{
    AbsenceInfoContract, InfoShareClient, InfoShareCode, LOGON_WITH_TOKEN_OPERATION, LogonResultContract,
    LogonWithToken,
};
use castile_tests::header;
use serde_json::Value;

use crate::{JSON, answered, assert_same_json, client, exchange, json};

const EXTERNAL: (&str, &str) = (
    include_str!("../../samples/kendox/LogonWithToken.external.request.json"),
    include_str!("../../samples/kendox/LogonWithToken.external.response.json"),
);
const API_TOKEN: (&str, &str) = (
    include_str!("../../samples/kendox/LogonWithToken.api-token.request.json"),
    include_str!("../../samples/kendox/LogonWithToken.api-token.response.json"),
);

/// The token is two kilobytes of text: it is taken from the sample, where its name is spelled out here.
fn request(sample: &str, token_type: &str) -> LogonWithToken {
    LogonWithToken {
        tenant_name: Some("DCIS_KENDOX".into()),
        token: json(sample)["token"].as_str().expect("a token").into(),
        token_type: token_type.into(),
        client_id: None,
        time_zone_offset_minutes: None,
    }
}

fn result(absence_info: Option<AbsenceInfoContract>) -> LogonResultContract {
    LogonResultContract {
        absence_info,
        connection_id: Some("6bc655a4-c079-4535-a733-f259e3232a3a".into()),
        connection_timeout_seconds: Some(600),
        is_application_licence: Some(false),
        is_concurrent_licence: Some(true),
        is_named_licence: Some(false),
        is_read_only_licence: None,
        is_verification_code_needed: Some(false),
        jwt_token: Some("eyJhbGciOiJodHRwOi8vd3d3LnczLm9yZy8....".into()),
        own_user_id: None,
        possible_two_way_authentication_type: Some("None".into()),
        two_way_authentication_target_mail: None,
    }
}

/// Calls with the request of a pair; the answer has its wrapper as printed, and then as the working servers have it.
#[track_caller]
fn assert_pair(
    (request_sample, response_sample): (&str, &'static str),
    request: &LogonWithToken,
    expected: &LogonResultContract,
) {
    let renamed = response_sample.replace("\"LogonWithToken\"", "\"LogonWithTokenResult\"");
    assert_ne!(renamed, response_sample);
    for answer in [response_sample, &renamed] {
        let double = Double::answering(200, JSON, answer.to_owned());
        let infoshare = InfoShareClient::with(client(InfoShareClient::ENDPOINT, &double));
        let (sent_request, reply) = exchange(&double, || infoshare.logon_with_token(request));
        assert_eq!(sent_request.method(), "POST");
        let uri = "https://infoshare.invalid/InfoShare/Json/Authentication/LogonWithToken";
        assert_eq!(sent_request.uri(), uri);
        assert_eq!(header(&sent_request, "Content-Type"), "application/json; charset=utf-8");
        assert_eq!(header(&sent_request, "SOAPAction"), "");
        assert_same_json(request_sample, &sent_request);
        assert_eq!(&reply.expect("a connection").body, expected);

        let mut read = LogonWithToken::default();
        read_http_request(&LOGON_WITH_TOKEN_OPERATION, &sent_request, &Limits::default(), &mut read)
            .expect("a request");
        assert_eq!(&read, request);
    }
    // Written again it says the same but for two things: absent members are left out where the vendor writes null, and
    // the wrapper has the name that working servers use.
    let response = write_http_reply(&LOGON_WITH_TOKEN_OPERATION, &[], expected).expect("a response");
    let mut expected = json(&renamed);
    assert_eq!(without_nulls(&mut expected), usize::from(request_sample == API_TOKEN.0) + 1);
    assert_eq!(json(answered(&response)), expected);
}

/// Removes members that are null; gives their number.
fn without_nulls(value: &mut Value) -> usize {
    let Value::Object(members) = value else { return 0 };
    let before = members.len();
    members.retain(|_, member| !member.is_null());
    before - members.len() + members.values_mut().map(without_nulls).sum::<usize>()
}

#[test]
fn logon_with_the_token_of_an_identity_provider() {
    let request = request(EXTERNAL.0, "BE38C39F-E32F-4EF3-AAA6-D5331624D4A6");
    assert_pair(EXTERNAL, &request, &result(None));
}

#[test]
fn logon_with_the_token_of_an_api_user() {
    let absence = AbsenceInfoContract {
        absence_date_end: Some(String::new()),
        absence_date_start: Some(String::new()),
        absent: Some(false),
        deputy_representative_user_id: None,
    };
    assert_pair(API_TOKEN, &request(API_TOKEN.0, "apitoken"), &result(Some(absence)));
}

/// Two members are null in the samples, which says nothing of their names: here they have values.
#[test]
fn members_that_the_samples_leave_null() {
    let filled = API_TOKEN.1.replace("\"LogonWithToken\"", "\"LogonWithTokenResult\"");
    let filled = filled
        .replace("\"TwoWayAuthenticationTargetMail\": null", "\"TwoWayAuthenticationTargetMail\": \"j***@example.com\"")
        .replace("\"DeputyRepresentativeUserId\": null", "\"DeputyRepresentativeUserId\": \"u-17\"");
    let double = Double::answering(200, JSON, filled.clone());
    let infoshare = InfoShareClient::with(client(InfoShareClient::ENDPOINT, &double));
    let request = request(API_TOKEN.0, "apitoken");
    let (_, reply) = exchange(&double, || infoshare.logon_with_token(&request));
    let result = reply.expect("a connection").body;
    assert_eq!(result.two_way_authentication_target_mail.as_deref(), Some("j***@example.com"));
    let absence = result.absence_info.as_ref().expect("an absence");
    assert_eq!(absence.deputy_representative_user_id.as_deref(), Some("u-17"));
    let response = write_http_reply(&LOGON_WITH_TOKEN_OPERATION, &[], &result).expect("a response");
    assert_eq!(json(answered(&response)), json(&filled));
}

/// An error has no wrapper, and comes with any status.
#[test]
fn an_error_number_is_a_refusal() {
    for status in [200, 400, 500] {
        let double =
            Double::answering(status, JSON, r#"{"ErrorNumber": 10268, "Message": "The API token is not valid."}"#);
        let infoshare = InfoShareClient::with(client(InfoShareClient::ENDPOINT, &double));
        let request = request(API_TOKEN.0, "apitoken");
        let (_, reply) = exchange(&double, || infoshare.logon_with_token(&request));
        let Err(Error::Rejected(refusal)) = reply else { panic!("a refusal is an error: {reply:?}") };
        assert_eq!(refusal.code_as::<InfoShareCode>(), InfoShareCode::ApiTokenNotValid);
        assert_eq!(refusal.message(), Some("The API token is not valid."));
        assert_eq!(refusal.status().as_u16(), status);
    }
}
