//! Identysoft ESWS. The lab has `Esws.getSyncToken`.

use castile::Client;
use castile_generated::identysoft::{
    ESWS_GET_SYNC_TOKEN_OPERATION, EswsClient, EswsCode, EswsDeleteUser, EswsDeleteUserResponse, EswsGetGroups,
    EswsGetGroupsResponse, EswsGetSyncToken, EswsGetSyncTokenResponse, EswsGetTotalSyncToken, EswsSession,
    EswsSessionCredentials, EswsUpdateCard, EswsUpdateCardResponse, GetGroupsObject, GetGroupsObjectArray,
};
use http::HeaderValue;

use super::troubles::{Trouble, troubles};
use super::{Case, Evidence, changed, changes, documented, invented, other, own, stack};
use crate::desk::Desk;
use crate::line::{Request, replace};
use crate::seen::{self, Fault, Got, Seen};

const PATH: &str = "/esws.php";
const EXT: &str = "/esws-ext.php";
const SAMPLE: &str = include_str!("../../../samples/identysoft/getSyncToken.response.xml");
const LATIN_1: &[&str] = &["200 text/xml; charset=ISO-8859-1"];
/// The software answers a fault as HTTP/1.0.
const FAULT: &[&str] = &["HTTP/1.0 500 text/xml; charset=ISO-8859-1"];

fn request() -> EswsGetSyncToken {
    EswsGetSyncToken {
        p_company_id: "^4p;tU0Q+#dEIhTWkuj5FnLD^aKWqVu0".into(),
        p_admin_username: "username".into(),
        p_admin_password: "password".into(),
        p_user_id: "5".into(),
        p_location_id: String::new(),
    }
}

fn get(desk: &Desk, client: Client, request: &EswsGetSyncToken) -> Got<EswsGetSyncTokenResponse> {
    desk.call(EswsClient::with(client).esws_get_sync_token(request))
}

fn get_ok(desk: &Desk, client: Client) -> Got<EswsGetSyncTokenResponse> {
    get(desk, client, &request())
}

fn is_token(got: &Got<EswsGetSyncTokenResponse>) -> Seen {
    seen::value(got, &token())
}

/// What is wrong with a request, and the error that is documented for it.
type Refusal = (&'static str, fn(&mut EswsGetSyncToken), EswsCode);

/// The documented errors that the lab gives.
fn refusals() -> [Refusal; 7] {
    [
        ("no company", |r| r.p_company_id.clear(), EswsCode::ErrorNoSecurityHash),
        ("an unknown company", |r| r.p_company_id = "nope".into(), EswsCode::ErrorUnknownSecurityHash),
        ("no user name", |r| r.p_admin_username.clear(), EswsCode::NoUsernameProvided),
        ("no password", |r| r.p_admin_password.clear(), EswsCode::NoPasswordProvided),
        ("no user id", |r| r.p_user_id.clear(), EswsCode::NoUseridProvided),
        ("a wrong password", |r| r.p_admin_password = "x".into(), EswsCode::NoAdminFoundBasedOnUsernameAndPassword),
        ("an unknown user", |r| r.p_user_id = "6".into(), EswsCode::NoUserFoundBasedOnTheIdProvided),
    ]
}

fn undefined<R: std::fmt::Debug>(got: &Got<R>) -> Seen {
    Fault { code: "Client", reason: "is not defined in the WSDL for this service", details: &[], text: "" }.is(got)
}

fn token() -> EswsGetSyncTokenResponse {
    let (_, rest) = SAMPLE.split_once("xsd:string\">").unwrap_or_default();
    EswsGetSyncTokenResponse { r#return: rest.split('<').next().unwrap_or_default().into() }
}

fn session(desk: &Desk, password: &str) -> EswsSession {
    let EswsGetSyncToken { p_company_id, p_admin_username, .. } = request();
    let p_admin_password = password.into();
    let credentials = EswsSessionCredentials { p_company_id, p_admin_username, p_admin_password };
    EswsSession::new(EswsClient::with(desk.client(PATH)), credentials)
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        documented("getSyncToken: the sample", |desk| {
            desk.sample(PATH, ("text/xml", SAMPLE), true, |client| get_ok(desk, client))
        })
        .wire(LATIN_1),
        documented("getSyncToken: a location", |desk| {
            let request = EswsGetSyncToken { p_location_id: "7".into(), ..request() };
            seen::value(&get(desk, desk.client(PATH), &request), &token())
        }),
    ];
    cases.extend(refusals().into_iter().map(|(name, change, code)| {
        documented(format!("getSyncToken: {name}"), move |desk| {
            let mut request = request();
            change(&mut request);
            seen::rejected(&get(desk, desk.client(PATH), &request), &code, "")
        })
        .wire(LATIN_1)
    }));
    cases.extend(operations_that_are_not_there());
    cases.extend(on_the_way());
    cases.extend(sessions());
    cases.extend(others());
    let rest = [Trouble::Empty200, Trouble::Empty400, Trouble::Hangs, Trouble::Dies, Trouble::BreaksOff];
    cases.extend(troubles(rest, &ESWS_GET_SYNC_TOKEN_OPERATION, get_ok));
    cases
}

fn operations_that_are_not_there() -> Vec<Case> {
    vec![
        stack("getTotalSyncToken: not there", |desk| {
            let esws = EswsClient::with(desk.client(PATH));
            undefined(&desk.call(esws.esws_get_total_sync_token(&EswsGetTotalSyncToken::default())))
        })
        .wire(FAULT),
        stack("deleteUser: not there", |desk| {
            let esws = EswsClient::with(desk.client(PATH));
            undefined(&desk.call(esws.esws_delete_user(&EswsDeleteUser::default())))
        })
        .wire(FAULT),
        stack("updateCard: not there", |desk| {
            let esws = EswsClient::with(desk.client(PATH));
            undefined(&desk.call(esws.esws_update_card(&EswsUpdateCard::default())))
        })
        .wire(FAULT),
        stack("getGroups: not there", |desk| {
            let esws = EswsClient::with(desk.client(PATH));
            undefined(&desk.call(esws.esws_get_groups(&EswsGetGroups::default())))
        })
        .wire(FAULT),
    ]
}

/// Requests that are changed after the client has made them.
fn on_the_way() -> Vec<Case> {
    let case = |name, change, check| changed(Evidence::Stack, name, PATH, change, get_ok, check);
    vec![
        case("a wrong SOAPAction", changes::wrong_action, is_token),
        case("no SOAPAction", changes::no_action, is_token),
        case("a fault in ISO-8859-1, with an accent", accent, |got| {
            Fault { code: "Client", reason: "'Esws.délivrer'", details: &[], text: "" }.is(got)
        })
        .wire(FAULT),
        case("a request that ends early", changes::cut, |got| {
            Fault { code: "Client", reason: "XML error parsing SOAP payload", details: &[], text: "" }.is(got)
        })
        .wire(FAULT),
        case("an envelope of SOAP 1.2", changes::soap_12, undefined).wire(FAULT),
        case("no Content-Type", changes::no_content_type, undefined).wire(FAULT),
        case("HTML with 200", changes::get, |got| seen::status(got, 200, "NuSOAP: Esws")),
        invented("a fault with a text for its detail", |desk| {
            let request = EswsGetSyncToken { p_admin_username: "__fault__".into(), ..request() };
            let fault = Fault { code: "SERVER", reason: "lab: forced fault", details: &[], text: "lab-detail" };
            fault.is(&get(desk, desk.client(PATH), &request))
        })
        .wire(FAULT),
    ]
}

/// A request in ISO-8859-1 for an operation that is not there: the answer repeats its name.
fn accent(request: &mut Request) {
    let document = String::from_utf8_lossy(request.body()).replace("utf-8", "ISO-8859-1");
    let document = document.replace("Esws.getSyncToken", "Esws.délivrer");
    let latin_1 = document.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'));
    *request.body_mut() = latin_1.collect::<Vec<u8>>().into();
    request.headers_mut().insert("content-type", HeaderValue::from_static("text/xml; charset=ISO-8859-1"));
    changes::empty_action(request);
}

fn sessions() -> Vec<Case> {
    vec![
        documented("session: fills in the credentials", |desk| {
            let request = EswsGetSyncToken { p_user_id: "5".into(), ..EswsGetSyncToken::default() };
            let got = desk.session(session(desk, "password").esws_get_sync_token(&request));
            let url = got.as_ref().map(|reply| reply.body.browser_url().expose().to_owned()).unwrap_or_default();
            let expected = format!("https://i3.identysoft.com/users/oneSyncUserLogin/{}", token().r#return);
            seen::all([seen::value(&got, &token()), if url == expected { Ok("its URL".into()) } else { Err(url) }])
        }),
        documented("session: a wrong password", |desk| {
            let request = EswsGetSyncToken { p_user_id: "5".into(), ..EswsGetSyncToken::default() };
            let got = desk.session(session(desk, "x").esws_get_sync_token(&request));
            seen::rejected(&got, &EswsCode::NoAdminFoundBasedOnUsernameAndPassword, "")
        }),
    ]
}

fn others() -> Vec<Case> {
    vec![
        other("PHP's ext/soap: the sample", |desk| {
            desk.sample(EXT, ("text/xml", SAMPLE), false, |client| get_ok(desk, client))
        }),
        other("PHP's ext/soap: an unknown user", |desk| {
            let request = EswsGetSyncToken { p_user_id: "6".into(), ..request() };
            let code = EswsCode::NoUserFoundBasedOnTheIdProvided;
            seen::rejected(&get(desk, desk.client(EXT), &request), &code, "")
        }),
        other("PHP's ext/soap: a fault", |desk| {
            let esws = EswsClient::with(desk.client(EXT));
            let got = desk.call(esws.esws_delete_user(&EswsDeleteUser::default()));
            Fault { code: "Server", reason: "", details: &[], text: "" }.is(&got)
        }),
        own("a success that is neither a token nor an error", |desk| {
            let line =
                desk.line().on_response(|response| replace(response.body_mut(), &token().r#return, "MAINTENANCE"));
            seen::rejected(&get(desk, desk.client_on(line, PATH), &request()), &EswsCode::Unrecognised, "")
        }),
    ]
}

/// The lab has one operation; these are answered by `nusoap/operations.php`, on the same software.
pub(super) fn cases_of_other_operations() -> Vec<Case> {
    let group = |id: &str, name: &str| GetGroupsObject { group_id: id.into(), group_name: name.into() };
    let groups = move |items| EswsGetGroupsResponse { r#return: GetGroupsObjectArray { items } };
    let get = |desk: &Desk, company: &str| {
        let request = EswsGetGroups { p_company_id: company.into(), ..EswsGetGroups::default() };
        desk.call(EswsClient::with(desk.client("/")).esws_get_groups(&request))
    };
    let delete = |desk: &Desk, id: &str| {
        let request = EswsDeleteUser { p_id: id.into(), ..EswsDeleteUser::default() };
        desk.call(EswsClient::with(desk.client("/")).esws_delete_user(&request))
    };
    vec![
        own("getGroups: an encoded array in ISO-8859-1, with accents", move |desk| {
            let expected = groups(vec![group("1", "Ing\u{e9}nierie"), group("2", "Gr\u{f6}\u{df}e <\u{df}> & \u{ff}")]);
            seen::value(&get(desk, "some"), &expected)
        })
        .wire(LATIN_1),
        own("getGroups: no rows", move |desk| seen::value(&get(desk, "none"), &groups(vec![]))),
        own("getGroups: an error in the first row", move |desk| {
            seen::rejected(&get(desk, "unknown"), &EswsCode::ErrorUnknownSecurityHash, "")
        }),
        own("deleteUser: a success", move |desk| {
            let expected = EswsDeleteUserResponse { r#return: "User has been deleted".into() };
            seen::value(&delete(desk, "5"), &expected)
        }),
        own("deleteUser: no id", move |desk| seen::rejected(&delete(desk, ""), &EswsCode::NoIdReceived, "")),
        own("updateCard: a success", |desk| {
            let got = desk.call(EswsClient::with(desk.client("/")).esws_update_card(&EswsUpdateCard::default()));
            seen::value(&got, &EswsUpdateCardResponse { r#return: "OK".into() })
        }),
    ]
}
