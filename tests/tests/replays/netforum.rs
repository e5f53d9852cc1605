//! netForum xWeb on mono's ASMX, with short faults (`customErrors` on, as a remote caller sees them) and with stack traces. Its
//! JSON is a handler written for the lab, and so is the rule for a missing header.

use castile::value::Integer;
use castile::{Client, Error, Reply, Timeouts};
use castile_generated::netforum::{
    AuthorizationToken, WebUserBusinessAddressDataObjectType, WebUserBusinessFaxDataObjectType,
    WebUserBusinessPhoneDataObjectType, WebUserCustomerDataObjectType, WebUserEmailDataObjectType,
    WebUserIndividualDataObjectType, WebUserType, WebWebUserValidateToken, WebWebUserValidateTokenResponse, XWebClient,
    XWebHttpGetClient, XWebJsonClient,
};

use crate::wire::Evidence::{Documented, Invented, Stack};
use crate::wire::Expected::{Fault, Refused, Status, Unreadable, Value};
use crate::wire::{Row, SOAP11, Way, Wire};

/// The token for the next call, and the member.
type Validated = (Option<String>, WebUserType);

const TOKEN: &str = "2306bae2-4f6f-499c-8b8b-daffb79abb9b";
const XML: &str = "text/xml; charset=utf-8";
const OTHER_VERSION: &str = "{http://www.w3.org/2003/05/soap-envelope}Envelope, which is SOAP 1.2";

/// What does not depend on how the server shows its faults.
const ANSWERS: &[Row<Validated>] = &[
    ("ok", Documented, Value(|| robert(TOKEN))),
    ("default-namespace-style", Documented, Value(|| robert("t"))),
    // A special input.
    ("token-rotated", Invented, Value(|| robert("11111111-2222-3333-4444-555555555555"))),
    ("no-soapaction", Stack, Value(|| robert(TOKEN))),
    ("unquoted-soapaction", Stack, Value(|| robert(TOKEN))),
    // To requests of SOAP 1.2, which the client of this port does not make.
    ("soap12", Stack, Unreadable(OTHER_VERSION)),
    ("soap12-no-action", Stack, Unreadable(OTHER_VERSION)),
    ("soap12-as-text-xml", Stack, Unreadable(OTHER_VERSION)),
    ("malformed-truncated", Stack, Status(400, Some(XML), "a SOAP envelope")),
    ("malformed-not-xml", Stack, Status(400, Some(XML), "a SOAP envelope")),
    ("malformed-empty", Stack, Status(400, Some(XML), "a SOAP envelope")),
    ("doctype", Stack, Status(400, Some(XML), "a SOAP envelope")),
    ("no-content-type", Stack, Status(415, Some(XML), "a SOAP envelope")),
    ("get-page", Stack, Status(200, Some("text/html"), "a SOAP envelope")),
];

const NOT_VALIDATED: &str = "Server was unable to process request. ---> Authentication token was not validated.";
const NO_HEADER: &str = "lab: AuthorizationToken header missing";
const NO_ACTION: &str = "Server did not recognize the value of HTTP Header {0}: {1}.";

const SHORT_FAULTS: &[Row<Validated>] = &[
    ("invalid-token", Documented, Refused(500, "MemberTokenNotValid", Some(NOT_VALIDATED))),
    ("no-token-param", Documented, Refused(500, "MemberTokenNotValid", Some(NOT_VALIDATED))),
    ("param-unqualified", Stack, Refused(500, "MemberTokenNotValid", Some(NOT_VALIDATED))),
    ("unknown-operation", Stack, Refused(500, "MemberTokenNotValid", Some(NOT_VALIDATED))),
    ("soap12-invalid-token", Stack, Refused(500, "MemberTokenNotValid", Some(NOT_VALIDATED))),
    // A special input.
    (
        "invalid-token-soapexception",
        Invented,
        Refused(500, "MemberTokenNotValid", Some("Authentication token was not validated.")),
    ),
    ("no-auth-header", Invented, Fault(500, SOAP11, "Client", NO_HEADER)),
    ("no-header-element", Invented, Fault(500, SOAP11, "Client", NO_HEADER)),
    ("wrong-namespace", Invented, Fault(500, SOAP11, "Client", NO_HEADER)),
    ("empty-soapaction", Stack, Fault(500, SOAP11, "Client", NO_ACTION)),
    ("wrong-soapaction", Stack, Fault(500, SOAP11, "Client", NO_ACTION)),
    ("must-understand", Stack, Fault(500, SOAP11, "MustUnderstand", "SOAP header {0} was not understood.")),
    (
        "not-soap",
        Stack,
        Fault(
            500,
            SOAP11,
            "VersionMismatch",
            "Possible SOAP version mismatch: Envelope namespace {0} was unexpected. Expecting {1}.",
        ),
    ),
];

/// With type names around the text, and a stack trace, of which only the lines' ends differ from server to server.
const LONG_FAULTS: &[Row<Validated>] = &[
    ("no-auth-header", Invented, Fault(500, SOAP11, "Client", LONG_NO_HEADER)),
    ("no-header-element", Invented, Fault(500, SOAP11, "Client", LONG_NO_HEADER)),
    ("wrong-namespace", Invented, Fault(500, SOAP11, "Client", LONG_NO_HEADER)),
    ("empty-soapaction", Stack, Fault(500, SOAP11, "Client", LONG_NO_ACTION)),
    ("wrong-soapaction", Stack, Fault(500, SOAP11, "Client", LONG_NO_ACTION)),
    (
        "must-understand",
        Stack,
        Fault(
            500,
            SOAP11,
            "MustUnderstand",
            "System.Web.Services.Protocols.SoapHeaderException: SOAP header {0} was not understood.\n  at …",
        ),
    ),
    (
        "not-soap",
        Stack,
        Fault(
            500,
            SOAP11,
            "VersionMismatch",
            "System.Web.Services.Protocols.SoapException: Possible SOAP version mismatch: Envelope namespace {0} was \
             unexpected. Expecting {1}.\n  at …",
        ),
    ),
];

const LONG_NO_HEADER: &str =
    "System.Web.Services.Protocols.SoapHeaderException: lab: AuthorizationToken header missing\n  at …";
const LONG_NO_ACTION: &str = "System.Web.Services.Protocols.SoapException: Server did not recognize the value of HTTP Header \
                              {0}: {1}.\n  at …";

/// The same refusals with stack traces: they are found by a part of their text.
const LONG_REFUSALS: &[Row<Validated>] = &[
    ("invalid-token", Documented, Refused(500, "MemberTokenNotValid", Some(LONG_NOT_VALIDATED))),
    ("no-token-param", Documented, Refused(500, "MemberTokenNotValid", Some(LONG_NOT_VALIDATED))),
    ("param-unqualified", Stack, Refused(500, "MemberTokenNotValid", Some(LONG_NOT_VALIDATED))),
    ("unknown-operation", Stack, Refused(500, "MemberTokenNotValid", Some(LONG_NOT_VALIDATED))),
    ("soap12-invalid-token", Stack, Refused(500, "MemberTokenNotValid", Some(LONG_NOT_VALIDATED))),
    (
        "invalid-token-soapexception",
        Invented,
        Refused(
            500,
            "MemberTokenNotValid",
            Some("System.Web.Services.Protocols.SoapException: Authentication token was not validated.\n  at …"),
        ),
    ),
];

const LONG_NOT_VALIDATED: &str = "System.Web.Services.Protocols.SoapException: Server was unable to process request. ---> \
                                  System.Exception: Authentication token was not validated.\n  at …";

const JSON: &[Row<WebUserType>] = &[
    ("json-ok", Invented, Value(ignacio)),
    ("json-invalid-token", Invented, Status(500, Some("application/json; charset=utf-8"), "JSON")),
    ("json-malformed", Invented, Status(400, Some("application/json; charset=utf-8"), "JSON")),
    ("json-sample-verbatim-nbsp", Invented, Status(400, Some("application/json; charset=utf-8"), "JSON")),
];

const HTTP_GET: &[Row<Option<String>>] =
    &[("http-get", Invented, Status(500, Some("text/plain; charset=utf-8"), "an XML document"))];

fn robert(token: &str) -> Validated {
    let text = |text: &str| Some(text.to_owned());
    let member = WebUserType {
        individual: WebUserIndividualDataObjectType {
            ind_cst_key: text("207d1a31-567e-4a97-ac21-a1923a092755"),
            ind_first_name: text("Robert"),
            ind_mid_name: None,
            ind_last_name: text("Smith"),
            ind_full_name_cp: text("Robert Smith"),
            ind_token: text("82d42250-e818-4c11-8d99-9d1036cdac06"),
        },
        customer: WebUserCustomerDataObjectType {
            cst_recno: Some(Integer::from(82_896)),
            cst_web_login: text("bsmith"),
            cst_new_password: None,
            cst_new_password_confirm: None,
        },
        email: WebUserEmailDataObjectType { eml_address: text("bsmith@avectra.com") },
        business_address: WebUserBusinessAddressDataObjectType {
            adr_city: text("Falls Church"),
            adr_state: text("VA"),
            adr_post_code: text("22043"),
            adr_country: text("UNITED STATES"),
        },
        business_phone: WebUserBusinessPhoneDataObjectType { phn_number: text("7035067000") },
        business_fax: WebUserBusinessFaxDataObjectType { fax_number: text("7035067001") },
        ..WebUserType::default()
    };
    (text(token), member)
}

/// Objects that are null are empty.
fn ignacio() -> WebUserType {
    let text = |text: &str| Some(text.to_owned());
    WebUserType {
        current_key: text("6ed68ef9-87b8-487d-8515-6ff6841c341e"),
        individual: WebUserIndividualDataObjectType {
            ind_cst_key: text("6ed68ef9-87b8-487d-8515-6ff6841c341e"),
            ind_first_name: text("Ignacio"),
            ind_mid_name: text("Amely"),
            ind_last_name: text("Baumbach"),
            ind_full_name_cp: text("Ignacio Amely Baumbach"),
            ind_token: text("07df6da3-afe8-48fe-8338-3b9c9ecac751"),
        },
        customer: WebUserCustomerDataObjectType { cst_recno: Some(Integer::from(713)), ..Default::default() },
        email: WebUserEmailDataObjectType { eml_address: text("Zander88@example.net") },
        business_address: WebUserBusinessAddressDataObjectType {
            adr_city: text("Stracketown"),
            adr_state: text("VA"),
            adr_post_code: text("22102"),
            adr_country: text("UNITED STATES"),
        },
        ..WebUserType::default()
    }
}

/// The tokens of the requests are none that a server may repeat.
fn request() -> WebWebUserValidateToken {
    WebWebUserValidateToken { authentication_token: Some("00000000-0000-4000-8000-00000000cafe".into()) }
}

fn over_soap(
    client: &Client,
    way: Way<'_>,
    timeouts: Timeouts,
) -> Result<Reply<WebWebUserValidateTokenResponse>, Error> {
    let client = XWebClient::with(client.clone());
    way.make(client.web_web_user_validate_token(&request()).timeouts(timeouts))
}

fn validated(reply: Reply<WebWebUserValidateTokenResponse>) -> Validated {
    let header = reply.header::<AuthorizationToken>().expect("a header").expect("the token's header");
    (header.token, reply.body.web_web_user_validate_token_result.expect("a member"))
}

fn replay(folder: &'static str, faults: &[&[Row<Validated>]]) {
    let Some(mut wire) = Wire::open(folder) else { return };
    for table in std::iter::once(&ANSWERS).chain(faults) {
        wire.replay(table, over_soap, validated);
    }
    wire.replay(
        JSON,
        |client, way, timeouts| {
            let client = XWebJsonClient::with(client.clone());
            way.make(client.web_web_user_validate_token(&request()).timeouts(timeouts))
        },
        |reply| reply.body,
    );
    wire.replay(
        HTTP_GET,
        |client, way, timeouts| way.make(XWebHttpGetClient::with(client.clone()).get_version().timeouts(timeouts)),
        |reply| reply.body,
    );
    wire.close();
}

#[test]
fn netforum() {
    replay("netforum/wire", &[SHORT_FAULTS]);
}

#[test]
fn netforum_with_stack_traces() {
    replay("netforum/wire-customerrors-off", &[LONG_FAULTS, LONG_REFUSALS]);
}
