//! Verba on JAX-WS RI 2.3: everything is chunked, and faults have no details.

use castile_generated::verba::{
    ProvisioningClient, RequestToken, RequestTokenResponse, Status, StatusCode, TokenResponse,
};

use crate::wire::Evidence::{Documented, Invented, Stack};
use crate::wire::Expected::{Fault, Refused, Status as Http, Value};
use crate::wire::{Row, SOAP11, Wire};

const TOKEN: &str = "OLZqneyISmy5eoKeGEd418X0nvzuu7Ll";

const TABLE: &[Row<RequestTokenResponse>] = &[
    ("ok", Documented, Value(|| token(TOKEN))),
    ("bad-password", Documented, Refused(200, "ERROR_GENERAL", Some("com.verba.web.user.UserNotFoundException"))),
    (
        "bad-permissions",
        Documented,
        Refused(200, "ERROR_GENERAL", Some("com.verba.web.api.KnownException: User should be a System Supervisor.")),
    ),
    // The words of a missing parameter.
    ("missing-eid", Invented, Refused(200, "ERROR_ILLEGAL_ARGUMENT", Some("Missing mandatory parameter"))),
    ("params-qualified", Invented, Refused(200, "ERROR_ILLEGAL_ARGUMENT", Some("Missing mandatory parameter"))),
    // Special inputs.
    ("xml-escapes", Invented, Value(|| token("a<b>&\"'é中"))),
    ("runtime-exception", Invented, Fault(500, SOAP11, "Server", "lab: forced runtime exception")),
    ("no-soapaction", Stack, Value(|| token(TOKEN))),
    ("wrong-soapaction", Stack, Value(|| token(TOKEN))),
    ("params-reordered", Stack, Value(|| token(TOKEN))),
    ("extra-element", Stack, Value(|| token(TOKEN))),
    ("doctype", Stack, Value(|| token(TOKEN))),
    ("utf16", Stack, Value(|| token(TOKEN))),
    ("no-content-type", Stack, Http(415, None, "a SOAP envelope")),
    ("content-type-app-xml", Stack, Http(415, None, "a SOAP envelope")),
    ("soap12", Stack, Http(415, None, "a SOAP envelope")),
    // White space around the reason is left out.
    (
        "soap12-as-text-xml",
        Stack,
        Fault(
            500,
            SOAP11,
            "VersionMismatch",
            "Couldn't create SOAP message. Expecting Envelope in namespace \
             http://schemas.xmlsoap.org/soap/envelope/, but got http://www.w3.org/2003/05/soap-envelope",
        ),
    ),
    ("malformed-truncated", Stack, Fault(500, SOAP11, "Server", "javax.xml.bind.UnmarshalException\n - with linked…")),
    (
        "malformed-not-xml",
        Stack,
        Fault(
            500,
            SOAP11,
            "Client",
            "Couldn't create SOAP message due to exception: XML reader error: \
             com.ctc.wstx.exc.WstxUnexpectedCharException: Unexpected character 'h' (code 104) in prolog; expected '<'\n \
             at [row,col {unknown-source}]: [1,1]",
        ),
    ),
    (
        "malformed-empty",
        Stack,
        Fault(
            500,
            SOAP11,
            "Client",
            "Couldn't create SOAP message due to exception: XML reader error: com.ctc.wstx.exc.WstxEOFException: \
             Unexpected EOF in prolog\n at [row,col {unknown-source}]: [1,0]",
        ),
    ),
    (
        "not-soap",
        Stack,
        Fault(
            500,
            SOAP11,
            "Client",
            "Couldn't create SOAP message due to exception: unexpected XML tag. expected: \
             {http://schemas.xmlsoap.org/soap/envelope/}Envelope but found: {}foo",
        ),
    ),
    (
        "unknown-operation",
        Stack,
        Fault(500, SOAP11, "Client", "Cannot find dispatch method for {http://v2.provisioning.ws.web.verba.com/}nope"),
    ),
    (
        "wrong-namespace",
        Stack,
        Fault(
            500,
            SOAP11,
            "Client",
            "Cannot find dispatch method for {http://v3.provisioning.ws.web.verba.com/}requestToken",
        ),
    ),
    (
        "must-understand",
        Stack,
        Fault(500, SOAP11, "MustUnderstand", "MustUnderstand headers:[{urn:x}h] are not understood"),
    ),
    ("get", Stack, Http(200, Some("text/html; charset=utf-8"), "a SOAP envelope")),
    ("wrong-path", Stack, Http(404, Some("text/html"), "a SOAP envelope")),
];

fn token(token: &str) -> RequestTokenResponse {
    RequestTokenResponse {
        r#return: Some(TokenResponse {
            status: Some(Status { message: None, status_code: Some(StatusCode::Ok) }),
            token: Some(token.to_owned()),
        }),
    }
}

#[test]
fn verba() {
    let Some(mut wire) = Wire::open("verba/wire") else { return };
    let request = RequestToken {
        eid: Some("0000".into()),
        login_name: Some("verba_api_user".into()),
        password: Some("api_user_password".into()),
    };
    wire.replay(
        TABLE,
        |client, way, timeouts| {
            let client = ProvisioningClient::with(client.clone());
            way.make(client.request_token(&request).timeouts(timeouts))
        },
        |reply| reply.body,
    );
    wire.close();
}
