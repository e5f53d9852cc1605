//! Identysoft on NuSOAP 0.9.5, which is the vendor's stack, and (`ext-`) on PHP's own SoapServer, which is not.

use castile_generated::identysoft::{EswsClient, EswsGetSyncToken, EswsGetSyncTokenResponse};

use crate::wire::Evidence::{Documented, Invented, Stack};
use crate::wire::Expected::{Fault, Refused, Status, Value};
use crate::wire::{Row, SOAP11, SOAP12, Wire};

const TOKEN: &str = "e4d8503e7d6df3b37dcaf5063576a11f795329f9a8d854d7372a730f6be1f22ee550baa52910777882b77352071f72c633339f527d7784a802a4a39f54f60c29";

const NUSOAP: &[Row<EswsGetSyncTokenResponse>] = &[
    ("ok", Documented, Value(token)),
    ("ok-location-7", Documented, Value(token)),
    ("no-security-hash", Documented, Refused(200, "ERROR_NO_SECURITY_HASH", None)),
    ("unknown-security-hash", Documented, Refused(200, "ERROR_UNKNOWN_SECURITY_HASH", None)),
    ("no-username", Documented, Refused(200, "NO USERNAME PROVIDED", None)),
    ("no-password", Documented, Refused(200, "NO PASSWORD PROVIDED", None)),
    ("no-userid", Documented, Refused(200, "NO USERID PROVIDED", None)),
    ("no-admin", Documented, Refused(200, "NO ADMIN FOUND BASED ON USERNAME AND PASSWORD", None)),
    ("no-user", Documented, Refused(200, "NO USER FOUND BASED ON THE ID PROVIDED", None)),
    // Arguments go by position.
    ("absent-company", Stack, Refused(200, "ERROR_UNKNOWN_SECURITY_HASH", None)),
    ("params-reordered", Stack, Refused(200, "ERROR_UNKNOWN_SECURITY_HASH", None)),
    ("absent-location", Stack, Value(token)),
    ("nil-company", Stack, Refused(200, "ERROR_NO_SECURITY_HASH", None)),
    ("utf8-content", Stack, Refused(200, "ERROR_UNKNOWN_SECURITY_HASH", None)),
    ("no-xsi-types", Stack, Value(token)),
    ("no-encodingstyle", Stack, Value(token)),
    ("location-as-xsd-int", Stack, Value(token)),
    ("no-soapaction", Stack, Value(token)),
    ("empty-soapaction", Stack, Value(token)),
    ("wrong-soapaction", Stack, Value(token)),
    ("must-understand", Stack, Value(token)),
    ("unknown-operation", Stack, Value(token)),
    // The response comes in the namespace of the request; the name of an RPC response says nothing (SOAP 1.1 section 7.1).
    ("wrong-namespace", Stack, Value(token)),
    // A special input. HTTP/1.0, and the parts of the fault have types.
    ("fault", Invented, Fault(500, "", "SERVER", "lab: forced fault")),
    ("soap12", Stack, Fault(500, SOAP11, "Client", "Operation '' is not defined in the WSDL for this service")),
    (
        "unknown-operation-no-soapaction",
        Stack,
        Fault(500, SOAP11, "Client", "Operation 'Esws.nope' is not defined in the WSDL for this service"),
    ),
    (
        "malformed-truncated",
        Stack,
        Fault(500, SOAP11, "Client", "error in msg parsing:\nXML error parsing SOAP payload on line 4: > required"),
    ),
    (
        "malformed-not-xml",
        Stack,
        Fault(
            500,
            SOAP11,
            "Client",
            "error in msg parsing:\nXML error parsing SOAP payload on line 1: Not well-formed (invalid token)",
        ),
    ),
    ("malformed-empty", Stack, Fault(500, SOAP11, "Client", "error in msg parsing:\nxml was empty, didn't parse!")),
    // HTTP/1.0 without a length.
    ("no-content-type", Stack, Status(500, Some("text/html; charset=UTF-8"), "a SOAP envelope")),
    ("not-soap", Stack, Status(500, Some("text/html; charset=UTF-8"), "a SOAP envelope")),
    ("get", Stack, Status(200, Some("text/html; charset=UTF-8"), "a SOAP envelope")),
];

/// The stack is not the vendor's, and here the arguments go by name.
const EXT_SOAP: &[Row<EswsGetSyncTokenResponse>] = &[
    ("ext-ok", Stack, Value(token)),
    ("ext-ok-location-7", Stack, Value(token)),
    ("ext-no-security-hash", Stack, Refused(200, "ERROR_NO_SECURITY_HASH", None)),
    ("ext-unknown-security-hash", Stack, Refused(200, "ERROR_UNKNOWN_SECURITY_HASH", None)),
    ("ext-no-username", Stack, Refused(200, "NO USERNAME PROVIDED", None)),
    ("ext-no-password", Stack, Refused(200, "NO PASSWORD PROVIDED", None)),
    ("ext-no-userid", Stack, Refused(200, "NO USERID PROVIDED", None)),
    ("ext-no-admin", Stack, Refused(200, "NO ADMIN FOUND BASED ON USERNAME AND PASSWORD", None)),
    ("ext-no-user", Stack, Refused(200, "NO USER FOUND BASED ON THE ID PROVIDED", None)),
    ("ext-absent-company", Stack, Refused(200, "ERROR_NO_SECURITY_HASH", None)),
    ("ext-nil-company", Stack, Refused(200, "ERROR_NO_SECURITY_HASH", None)),
    ("ext-utf8-content", Stack, Refused(200, "ERROR_UNKNOWN_SECURITY_HASH", None)),
    ("ext-absent-location", Stack, Value(token)),
    ("ext-params-reordered", Stack, Value(token)),
    ("ext-no-xsi-types", Stack, Value(token)),
    ("ext-no-encodingstyle", Stack, Value(token)),
    ("ext-location-as-xsd-int", Stack, Value(token)),
    ("ext-no-soapaction", Stack, Value(token)),
    ("ext-empty-soapaction", Stack, Value(token)),
    ("ext-wrong-soapaction", Stack, Value(token)),
    ("ext-no-content-type", Stack, Value(token)),
    ("ext-wrong-namespace", Stack, Value(token)),
    ("ext-nonwsdl-ok", Stack, Value(token)),
    ("ext-fault", Invented, Fault(500, "", "SERVER", "lab: forced fault")),
    ("ext-must-understand", Invented, Fault(500, SOAP11, "Client", "lab: unknown h")),
    // A fault of another version of SOAP is a fault all the same.
    ("ext-soap12", Stack, Fault(500, SOAP12, "DataEncodingUnknown", "Unknown Data Encoding Style")),
    ("ext-malformed-truncated", Stack, Fault(500, SOAP11, "Client", "Bad Request")),
    ("ext-malformed-not-xml", Stack, Fault(500, SOAP11, "Client", "Bad Request")),
    ("ext-malformed-empty", Stack, Fault(500, SOAP11, "Client", "Bad Request")),
    ("ext-not-soap", Stack, Fault(500, SOAP11, "VersionMismatch", "Wrong Version")),
    ("ext-unknown-operation", Stack, Fault(500, SOAP11, "Server", "Procedure 'Esws.nope' not present")),
    ("ext-unknown-operation-no-soapaction", Stack, Fault(500, SOAP11, "Server", "Procedure 'Esws.nope' not present")),
];

fn token() -> EswsGetSyncTokenResponse {
    EswsGetSyncTokenResponse { r#return: TOKEN.to_owned() }
}

#[test]
fn identysoft() {
    let Some(mut wire) = Wire::open("identysoft/wire") else { return };
    let request = EswsGetSyncToken {
        p_company_id: "^4p;tU0Q+#dEIhTWkuj5FnLD^aKWqVu0".into(),
        p_admin_username: "admin".into(),
        p_admin_password: "password".into(),
        p_user_id: "5".into(),
        p_location_id: String::new(),
    };
    for table in [NUSOAP, EXT_SOAP] {
        wire.replay(
            table,
            |client, way, timeouts| {
                let client = EswsClient::with(client.clone());
                way.make(client.esws_get_sync_token(&request).timeouts(timeouts))
            },
            |reply| reply.body,
        );
    }
    wire.close();
}
