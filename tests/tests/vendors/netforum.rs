//! netForum xWeb: the documented `WEBWebUserValidateToken`, over SOAP with its header both ways and over JSON.

use castile::call::{read_http_request, write_http_reply};
use castile::fragment::Attributes;
use castile::soap::Block;
use castile::value::Integer;
use castile::{Double, Limits, Root};
use castile_generated::netforum::{
    AuthorizationToken, WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, WebUserBusinessAddressDataObjectType,
    WebUserBusinessFaxDataObjectType, WebUserBusinessFaxXRefDataObjectType, WebUserBusinessPhoneDataObjectType,
    WebUserBusinessPhoneXRefDataObjectType, WebUserCustomerDataObjectType, WebUserEmailDataObjectType,
    WebUserIndividualDataObjectType, WebUserType, WebWebUserValidateToken, WebWebUserValidateTokenResponse,
    X_WEB_JSON_CLIENT_WEB_WEB_USER_VALIDATE_TOKEN, XWebClient, XWebJsonClient,
};
use castile_tests::{assert_same_document, header, sent};
use serde_json::json as value;

use crate::{JSON, XML, answered, assert_same_json, client, exchange, json};

const REQUEST: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.request.xml");
pub(crate) const RESPONSE: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.response.xml");
const JSON_REQUEST: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.request.json");
const JSON_RESPONSE: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.response.json");

pub(crate) fn authorization() -> AuthorizationToken {
    AuthorizationToken { attributes: Attributes::new(), token: Some("2306bae2-4f6f-499c-8b8b-daffb79abb9b".into()) }
}

pub(crate) fn request(authentication_token: &str) -> WebWebUserValidateToken {
    WebWebUserValidateToken { authentication_token: Some(authentication_token.into()) }
}

/// The member of the SOAP sample. The two objects that it leaves out, although the schema requires them, are empty.
fn robert() -> WebUserType {
    let text = |text: &str| Some(text.to_owned());
    WebUserType {
        current_key: None,
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
        business_phone_x_ref: WebUserBusinessPhoneXRefDataObjectType { cph_extension: None },
        business_phone: WebUserBusinessPhoneDataObjectType { phn_number: text("7035067000") },
        business_fax_x_ref: WebUserBusinessFaxXRefDataObjectType { cfx_extension: None },
        business_fax: WebUserBusinessFaxDataObjectType { fax_number: text("7035067001") },
    }
}

/// The member of the JSON sample. Its four objects that are null are empty.
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
        customer: WebUserCustomerDataObjectType {
            cst_recno: Some(Integer::from(713)),
            cst_web_login: None,
            cst_new_password: None,
            cst_new_password_confirm: None,
        },
        email: WebUserEmailDataObjectType { eml_address: text("Zander88@example.net") },
        business_address: WebUserBusinessAddressDataObjectType {
            adr_city: text("Stracketown"),
            adr_state: text("VA"),
            adr_post_code: text("22102"),
            adr_country: text("UNITED STATES"),
        },
        business_phone_x_ref: WebUserBusinessPhoneXRefDataObjectType { cph_extension: None },
        business_phone: WebUserBusinessPhoneDataObjectType { phn_number: None },
        business_fax_x_ref: WebUserBusinessFaxXRefDataObjectType { cfx_extension: None },
        business_fax: WebUserBusinessFaxDataObjectType { fax_number: None },
    }
}

#[test]
fn validate_token_over_soap() {
    let double = Double::answering(200, XML, RESPONSE);
    let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
    let (request, block) = (request("82d42250-e818-4c11-8d99-9d1036cdac06"), authorization());
    let (sent_request, reply) = exchange(&double, || xweb.web_web_user_validate_token(&request).header(&block));

    assert_eq!(sent_request.method(), "POST");
    assert_eq!(sent_request.uri(), "https://netforum.invalid/xWeb/secure/netForumXML.asmx");
    let action = "\"http://www.avectra.com/2005/WEBWebUserValidateToken\"";
    assert_eq!(header(&sent_request, "SOAPAction"), action);
    assert_eq!(header(&sent_request, "Content-Type"), "text/xml; charset=utf-8");
    assert_same_document(REQUEST, sent(&sent_request));

    let reply = reply.expect("a member");
    let expected = WebWebUserValidateTokenResponse { web_web_user_validate_token_result: Some(robert()) };
    assert_eq!(reply.body, expected);
    assert_eq!(reply.header::<AuthorizationToken>().expect("a header").expect("a token"), block);
    assert_eq!(reply.headers.len(), 1);

    let mut read = WebWebUserValidateToken::default();
    let operation = &WEB_WEB_USER_VALIDATE_TOKEN_OPERATION;
    let headers = read_http_request(operation, &sent_request, &Limits::default(), &mut read).expect("a request");
    assert_eq!(read, request);
    assert_eq!(headers.get::<AuthorizationToken>().expect("a header").expect("a token"), block);

    let blocks = [Block::Typed(AuthorizationToken::ELEMENT, &block)];
    let response = write_http_reply(operation, &blocks, &expected).expect("a response");
    // The schema requires two objects that the documented response leaves out; they are written, empty.
    let complete = RESPONSE
        .replace("<Business_Phone>", "<Business_Phone_XRef/><Business_Phone>")
        .replace("<Business_Fax>", "<Business_Fax_XRef/><Business_Fax>");
    assert_same_document(&complete, answered(&response));
}

#[test]
fn validate_token_over_json() {
    let double = Double::answering(200, JSON, JSON_RESPONSE);
    let xweb = XWebJsonClient::with(client(XWebJsonClient::ENDPOINT, &double));
    let request = request("{{eWebLoginToken}}");
    let call = || xweb.web_web_user_validate_token(&request).http_header("Authorization", "Bearer 8d1e");
    let (sent_request, reply) = exchange(&double, call);

    assert_eq!(sent_request.method(), "POST");
    assert_eq!(sent_request.uri(), "https://netforum.invalid/xWeb/JSON/WEBWebUserValidateToken");
    assert_eq!(header(&sent_request, "Content-Type"), "application/json; charset=utf-8");
    assert_eq!(header(&sent_request, "Authorization"), "Bearer 8d1e");
    assert_same_json(JSON_REQUEST, &sent_request);

    let expected = ignacio();
    assert_eq!(reply.expect("a member").body, expected);

    let mut read = WebWebUserValidateToken::default();
    let operation = &X_WEB_JSON_CLIENT_WEB_WEB_USER_VALIDATE_TOKEN;
    read_http_request(operation, &sent_request, &Limits::default(), &mut read).expect("a request");
    assert_eq!(read, request);

    // The vendor writes null for an object without members and numbers as texts; the contract has an object, which is
    // empty, and a number.
    let response = write_http_reply(operation, &[], &expected).expect("a response");
    let mut strict = json(JSON_RESPONSE);
    for member in ["Business_Phone_XRef", "Business_Phone", "Business_Fax_XRef", "Business_Fax"] {
        assert!(strict["WebUserType"][member].take().is_null());
        strict["WebUserType"][member] = value!({});
    }
    assert_eq!(strict["WebUserType"]["Customer"]["cst_recno"].take(), "713");
    strict["WebUserType"]["Customer"]["cst_recno"] = value!(713);
    assert_eq!(json(answered(&response)), strict);
}

/// Captured servers put `soap:actor` on the header block of an answer; it is kept with the block's attributes.
#[test]
fn a_header_block_may_name_an_actor() {
    let actor = "1c2a7e4e-0000-4000-8000-000000000001";
    let with_actor =
        RESPONSE.replace("<AuthorizationToken xmlns", &format!("<AuthorizationToken soap:actor=\"{actor}\" xmlns"));
    let double = Double::answering(200, XML, with_actor);
    let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
    let request = request("82d42250-e818-4c11-8d99-9d1036cdac06");
    let (_, reply) = exchange(&double, || xweb.web_web_user_validate_token(&request));
    let reply = reply.expect("a member");
    let block = reply.header::<AuthorizationToken>().expect("a header").expect("a token");
    assert_eq!(block.token, authorization().token);
    assert_eq!(block.attributes.get("http://schemas.xmlsoap.org/soap/envelope/", "actor"), Some(actor));
    assert_eq!(reply.headers.iter().next().and_then(|header| header.role.as_deref()), Some(actor));
}

/// An answer without a result is an empty response element.
#[test]
fn a_result_may_be_absent() {
    let (head, _) = RESPONSE.split_once("<WEBWebUserValidateTokenResult>").expect("a result");
    let (_, tail) = RESPONSE.split_once("</WEBWebUserValidateTokenResult>").expect("a result");
    let double = Double::answering(200, XML, format!("{head}{tail}"));
    let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
    let request = request("82d42250-e818-4c11-8d99-9d1036cdac06");
    let (_, reply) = exchange(&double, || xweb.web_web_user_validate_token(&request));
    assert_eq!(reply.expect("a reply").body.web_web_user_validate_token_result, None);
}
