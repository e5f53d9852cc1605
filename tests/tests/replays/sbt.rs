//! Solutions By Text on mono's WCF. The codes 1401 and 1402 are documented; when they come, and with which words, is not.

use castile_generated::sbt::{
    AuthenticateApiKey, AuthenticateApiKeyRequest, AuthenticateApiKeyResponse, LoginClient, LoginRequestDetails,
    LoginRestClient, WsLoginResponse,
};

use crate::wire::Evidence::{Documented, Invented, Stack};
use crate::wire::Expected::{Dropped, Fault, Refused, Silence, Status, Value};
use crate::wire::{Row, Wire};

const NONE: &str = "http://schemas.microsoft.com/ws/2005/05/addressing/none";
const INTERNAL: &str = "The server was unable to process the request due to an internal error.  The server may be able to \
                        return exception details (it depends on the server settings).";

const SOAP: &[Row<AuthenticateApiKeyResponse>] = &[
    ("ok", Documented, Value(over_soap)),
    ("only-api-key", Documented, Value(over_soap)),
    ("extra-element", Stack, Value(over_soap)),
    ("must-understand", Stack, Value(over_soap)),
    ("unquoted-soapaction", Stack, Value(over_soap)),
    ("invalid-api-key", Invented, Refused(200, "1402", Some("Invalid APIKey"))),
    ("empty-api-key", Invented, Refused(200, "1401", Some("APIKey is required"))),
    ("absent-api-key", Invented, Refused(200, "1401", Some("APIKey is required"))),
    ("nil-api-key", Invented, Refused(200, "1401", Some("APIKey is required"))),
    ("members-out-of-order", Invented, Refused(200, "1401", Some("APIKey is required"))),
    ("members-wrong-namespace", Invented, Refused(200, "1401", Some("APIKey is required"))),
    ("no-login-request", Invented, Refused(200, "1401", Some("APIKey is required"))),
    // Special inputs; the faults are the stack's.
    ("server-exception", Invented, Fault(500, NONE, "InternalServiceFault", INTERNAL)),
    ("fault-exception", Invented, Fault(500, NONE, "InternalServiceFault", INTERNAL)),
    (
        "no-soapaction",
        Stack,
        Fault(500, NONE, "ActionNotSupported", "Action '' did not match any operations in the target contract"),
    ),
    (
        "empty-soapaction",
        Stack,
        Fault(500, NONE, "ActionNotSupported", "Action '' did not match any operations in the target contract"),
    ),
    (
        "wrong-soapaction",
        Stack,
        Fault(500, NONE, "ActionNotSupported", "Action 'urn:nope' did not match any operations in the target contract"),
    ),
    // The reason phrase is the error, and is not looked at.
    ("soap12", Stack, Status(415, None, "a SOAP envelope")),
    ("unknown-operation", Stack, Status(200, None, "a SOAP envelope")),
    ("wrong-namespace", Stack, Status(200, None, "a SOAP envelope")),
    ("no-content-type", Stack, Dropped),
    ("not-soap", Stack, Dropped),
    ("soap12-as-text-xml", Stack, Silence),
    ("malformed-truncated", Stack, Silence),
    ("malformed-not-xml", Stack, Silence),
    ("malformed-empty", Stack, Silence),
];

/// The status line has no reason, the objects have a `__type`, and errors come as XML.
const REST: &[Row<WsLoginResponse>] = &[
    ("rest-ok", Documented, Value(|| login(None, "Some Security Token"))),
    ("rest-post", Stack, Value(|| login(None, "Some Security Token"))),
    ("rest-invalid", Invented, Refused(200, "1402", Some("Invalid APIKey"))),
    ("rest-no-key", Invented, Refused(200, "1401", Some("APIKey is required"))),
    ("rest-exception", Invented, Status(500, Some("application/xml; charset=utf-8"), "JSON")),
    ("rest-wrong-path", Stack, Status(404, Some("application/xml; charset=utf-8"), "JSON")),
];

fn over_soap() -> AuthenticateApiKeyResponse {
    AuthenticateApiKeyResponse { authenticate_api_key_result: Some(login(Some("i1"), "Security token")) }
}

fn login(id: Option<&str>, token: &str) -> WsLoginResponse {
    WsLoginResponse {
        id: id.map(Into::into),
        r#ref: None,
        result: Some(true),
        error_code: Some(1400),
        message: Some("Successfully generated securitytoken".into()),
        security_token: Some(token.into()),
    }
}

#[test]
fn sbt() {
    let Some(mut wire) = Wire::open("sbt/wire") else { return };
    let details = LoginRequestDetails { api_key: Some("API Key".into()), ..LoginRequestDetails::default() };
    let request = AuthenticateApiKey { login_request: Some(details) };
    wire.replay(
        SOAP,
        |client, way, timeouts| {
            let client = LoginClient::with(client.clone());
            way.make(client.authenticate_api_key(&request).timeouts(timeouts))
        },
        |reply| reply.body,
    );
    let request = AuthenticateApiKeyRequest { api_key: "API Key".into() };
    wire.replay(
        REST,
        |client, way, timeouts| {
            let client = LoginRestClient::with(client.clone());
            way.make(client.authenticate_api_key(&request).timeouts(timeouts))
        },
        |reply| reply.body,
    );
    wire.close();
}
