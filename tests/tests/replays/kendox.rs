//! Kendox InfoShare on mono's WCF. The body of an error and its HTTP status are the lab's: `ErrorCode` stands where the vendor
//! has `ErrorNumber`. An object with a message and without a result is an error all the same, of no code.

use castile_generated::kendox::{AbsenceInfoContract, InfoShareClient, LogonResultContract, LogonWithToken};

use crate::wire::Evidence::{Documented, Invented, Stack};
use crate::wire::Expected::{Dropped, Refused, Silence, Status, Value};
use crate::wire::{Row, Wire};

const TABLE: &[Row<LogonResultContract>] = &[
    ("ok", Documented, Value(|| logged_on(None))),
    ("ok-apitoken", Documented, Value(|| logged_on(Some(absence())))),
    ("all-five-params", Documented, Value(|| logged_on(Some(absence())))),
    ("client-null", Documented, Value(|| logged_on(Some(absence())))),
    ("no-tenant", Documented, Value(|| logged_on(Some(absence())))),
    ("tenant-null", Stack, Value(|| logged_on(Some(absence())))),
    ("charset", Stack, Value(|| logged_on(Some(absence())))),
    ("int-as-string", Stack, Value(|| logged_on(Some(absence())))),
    ("extra-member", Stack, Value(|| logged_on(Some(absence())))),
    ("error-0", Invented, Refused(500, "", Some("User lab-arg is deactivated"))),
    ("error-10006", Invented, Refused(500, "", Some("Can not login"))),
    ("error-10038", Invented, Refused(500, "", Some("Tenant not found NOPE"))),
    ("error-10055", Invented, Refused(500, "", Some("Too much sessions for user lab-arg"))),
    ("error-10056", Invented, Refused(500, "", Some("No more licences available for the user lab-arg"))),
    ("error-10057", Invented, Refused(500, "", Some("Named user licence not available lab-arg"))),
    ("error-10060", Invented, Refused(500, "", Some("Token type unknown: NOPE"))),
    ("error-10061", Invented, Refused(500, "", Some("Wrong token version: lab-arg"))),
    ("error-10062", Invented, Refused(500, "", Some("Sender time stamp differs more than 1 minute!"))),
    ("error-10063", Invented, Refused(500, "", Some("Life time (lab-arg) for token reached."))),
    ("error-10064", Invented, Refused(500, "", Some("Unknown hash algorithm found: lab-arg"))),
    ("error-10065", Invented, Refused(500, "", Some("Signature of token not valid!"))),
    ("error-10089", Invented, Refused(500, "", Some("Wrong client Id parameter"))),
    ("error-10100", Invented, Refused(500, "", Some("Missing feature in server license lab-arg"))),
    ("error-10222", Invented, Refused(500, "", Some("Invalid ip address for user: 'lab-arg'"))),
    ("error-10244", Invented, Refused(500, "", Some("JWT Token UPN Identifier: lab-arg not found"))),
    ("error-10246", Invented, Refused(500, "", Some("This GetOAuthToken method is to throw WebException: lab-arg"))),
    ("error-10268", Invented, Refused(500, "", Some("Api token is not valid"))),
    ("error-10285", Invented, Refused(500, "", Some("No interactive login with application user licence allowed"))),
    ("error-10376", Invented, Refused(500, "", Some("Token not valid."))),
    ("non-ascii-tenant", Invented, Refused(500, "", Some("Tenant not found Kéndox/中"))),
    ("get", Invented, Refused(500, "", Some("Token type unknown: "))),
    ("malformed-array", Invented, Refused(500, "", Some("Token type unknown: "))),
    ("malformed-truncated", Invented, Refused(500, "", Some("Token type unknown: "))),
    // A special input; the document is the stack's.
    ("server-exception", Invented, Status(500, Some("application/xml; charset=utf-8"), "JSON")),
    ("content-type-text", Stack, Status(200, None, "JSON")),
    ("wrong-path", Stack, Status(200, None, "JSON")),
    ("no-content-type", Stack, Dropped),
    ("malformed-empty", Stack, Dropped),
    ("malformed-not-json", Stack, Silence),
    // The vendor has no SOAP: XML where JSON is due.
    ("soap-ok", Invented, Status(200, Some("text/xml; charset=utf-8"), "JSON")),
    ("soap-no-int", Invented, Status(200, Some("text/xml; charset=utf-8"), "JSON")),
    ("soap-fault-10065", Invented, Status(500, Some("text/xml; charset=utf-8"), "JSON")),
    ("soap-exception", Invented, Status(500, Some("text/xml; charset=utf-8"), "JSON")),
];

fn logged_on(absence_info: Option<AbsenceInfoContract>) -> LogonResultContract {
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

/// Dates that are not set are empty texts.
fn absence() -> AbsenceInfoContract {
    AbsenceInfoContract {
        absence_date_end: Some(String::new()),
        absence_date_start: Some(String::new()),
        absent: Some(false),
        deputy_representative_user_id: None,
    }
}

#[test]
fn kendox() {
    let Some(mut wire) = Wire::open("kendox/wire") else { return };
    let request = LogonWithToken { token: "eyJ0".into(), token_type: "apitoken".into(), ..LogonWithToken::default() };
    wire.replay(
        TABLE,
        |client, way, timeouts| {
            let client = InfoShareClient::with(client.clone());
            way.make(client.logon_with_token(&request).timeouts(timeouts))
        },
        |reply| reply.body,
    );
    wire.close();
}
