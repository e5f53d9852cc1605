//! Identysoft ESWS: the documented `Esws.getSyncToken`, and the charset its server answers in.

use std::fmt::Write as _;

use castile::call::{read_http_request, write_http_reply};
use castile::{Double, Error, Limits};
use castile_generated::identysoft::{
    ESWS_GET_GROUPS_OPERATION, ESWS_GET_SYNC_TOKEN_OPERATION, EswsClient, EswsCode, EswsGetGroups,
    EswsGetGroupsResponse, EswsGetSyncToken, EswsGetSyncTokenResponse, GetGroupsObject, GetGroupsObjectArray,
};
use castile_tests::{assert_same_document, header, sent};

use crate::{XML, answered, client, exchange};

const REQUEST: &str = include_str!("../../samples/identysoft/getSyncToken.request.xml");
const RESPONSE: &str = include_str!("../../samples/identysoft/getSyncToken.response.xml");
const TOKEN: &str = "e4d8503e7d6df3b37dcaf5063576a11f795329f9a8d854d7372a730f6be1f22e\
    e550baa52910777882b77352071f72c633339f527d7784a802a4a39f54f60c29";

fn request() -> EswsGetSyncToken {
    EswsGetSyncToken {
        p_company_id: "^4p;tU0Q+#dEIhTWkuj5FnLD^aKWqVu0".into(),
        p_admin_username: "username".into(),
        p_admin_password: "password".into(),
        p_user_id: "5".into(),
        p_location_id: String::new(),
    }
}

fn esws(double: &Double) -> EswsClient {
    EswsClient::with(client(EswsClient::ENDPOINT, double))
}

#[test]
fn get_sync_token() {
    let double = Double::answering(200, XML, RESPONSE);
    let (esws, request) = (esws(&double), request());
    let (sent_request, reply) = exchange(&double, || esws.esws_get_sync_token(&request));

    assert_eq!(sent_request.method(), "POST");
    assert_eq!(sent_request.uri(), "https://ws.i3.identysoft.com/webservicesesws");
    let action = "\"https://ws.i3.identysoft.com/webservicesesws/Esws.getSyncToken\"";
    assert_eq!(header(&sent_request, "SOAPAction"), action);
    assert_eq!(header(&sent_request, "Content-Type"), "text/xml; charset=utf-8");
    assert_same_document(REQUEST, sent(&sent_request));

    let reply = reply.expect("a token").body;
    let expected = EswsGetSyncTokenResponse { r#return: TOKEN.into() };
    assert_eq!(reply, expected);
    assert_eq!(reply.browser_url().expose(), format!("https://i3.identysoft.com/users/oneSyncUserLogin/{TOKEN}"));

    let mut read = EswsGetSyncToken::default();
    read_http_request(&ESWS_GET_SYNC_TOKEN_OPERATION, &sent_request, &Limits::default(), &mut read).expect("a request");
    assert_eq!(read, request);
    let response = write_http_reply(&ESWS_GET_SYNC_TOKEN_OPERATION, &[], &expected).expect("a response");
    assert_same_document(RESPONSE, answered(&response));
}

/// The server binds by position: a part that has no value is sent all the same, in its place.
#[test]
fn every_part_is_sent_in_order_with_its_type() {
    let double = Double::answering(200, XML, RESPONSE);
    let (esws, request) = (esws(&double), EswsGetSyncToken::default());
    let (sent_request, reply) = exchange(&double, || esws.esws_get_sync_token(&request));
    reply.expect("a token");
    let mut expected = String::from(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:x='http://www.w3.org/2001/XMLSchema' \
         xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><s:Body><e:Esws.getSyncToken xmlns:e='uen:esws' \
         s:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'>",
    );
    for part in ["p_companyID", "p_adminUsername", "p_adminPassword", "p_userId", "p_locationId"] {
        write!(expected, "<{part} i:type='x:string'/>").expect("a text");
    }
    expected.push_str("</e:Esws.getSyncToken></s:Body></s:Envelope>");
    assert_same_document(&expected, sent(&sent_request));
}

/// As the documentation shows another call's array: prefix not declared, wrong type name, wrong size.
const GROUPS: &str = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
<SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:Esws.getGroupsResponse xmlns:ns1="uen:esws"><return xsi:type="SOAP-ENC:Array" SOAP-ENC:arrayType="tns:getUsersObject[1]"><item xsi:type="tns:getGroupsObject"><GroupId xsi:type="xsd:string">1</GroupId><GroupName xsi:type="xsd:string">Ingénierie</GroupName></item><item xsi:type="tns:getGroupsObject"><GroupId xsi:type="xsd:string">2</GroupId><GroupName xsi:type="xsd:string">Größe &#223; &amp; ÿ</GroupName></item></return></ns1:Esws.getGroupsResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>"#;

fn groups() -> EswsGetGroupsResponse {
    let group = |id: &str, name: &str| GetGroupsObject { group_id: id.into(), group_name: name.into() };
    EswsGetGroupsResponse {
        r#return: GetGroupsObjectArray { items: vec![group("1", "Ingénierie"), group("2", "Größe ß & ÿ")] },
    }
}

fn company() -> EswsGetGroups {
    EswsGetGroups { p_company_id: request().p_company_id, ..EswsGetGroups::default() }
}

/// The toolkit of this server writes ISO-8859-1, and says so in the document, in the content type, or in both.
#[test]
fn a_reply_in_iso_8859_1_keeps_its_accents() {
    let latin1 = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect::<Vec<u8>>();
    let (declared, bare) = (GROUPS, GROUPS.split_once('\n').expect("a declaration").1);
    for (content_type, document) in
        [("text/xml; charset=ISO-8859-1", declared), ("text/xml; charset=ISO-8859-1", bare), ("text/xml", declared)]
    {
        let double = Double::answering(200, content_type, latin1(document));
        let (esws, request) = (esws(&double), company());
        let (_, reply) = exchange(&double, || esws.esws_get_groups(&request));
        assert_eq!(reply.expect("groups").body, groups(), "{content_type}");
    }
}

/// Bytes that contradict the declared charset are an error, never a wrong text.
#[test]
fn a_reply_that_is_not_in_its_charset_is_refused() {
    let mut bytes = GROUPS.replace("ISO-8859-1", "UTF-8").into_bytes();
    let accent = bytes.windows(2).position(|pair| pair == "é".as_bytes()).expect("an accent");
    bytes.splice(accent..accent + 2, [0xE9]);
    let double = Double::answering(200, XML, bytes);
    let (esws, request) = (esws(&double), company());
    let (_, reply) = exchange(&double, || esws.esws_get_groups(&request));
    let error = reply.expect_err("not UTF-8");
    assert!(matches!(error, Error::Unreadable(_)), "{error}");
}

/// What a server of this contract writes: the size of the array and its types are right then, and the array is of the
/// type that the contract derives from `SOAP-ENC:Array`.
#[test]
fn an_encoded_array_is_written_with_its_size() {
    let response = write_http_reply(&ESWS_GET_GROUPS_OPERATION, &[], &groups()).expect("a response");
    let expected = GROUPS
        .replace("ISO-8859-1", "UTF-8")
        .replace("\"SOAP-ENC:Array\"", "\"ns1:getGroupsObjectArray\"")
        .replace("tns:getUsersObject[1]", "ns1:getGroupsObject[2]")
        .replace("tns:getGroupsObject", "ns1:getGroupsObject");
    assert_same_document(&expected, answered(&response));
}

/// Success and failure share one text; in an array the error is in the first member of the only row.
#[test]
fn an_error_text_is_a_refusal() {
    let answer = RESPONSE.replace(TOKEN, "NO ADMIN FOUND BASED ON USERNAME AND PASSWORD");
    let double = Double::answering(200, XML, answer);
    let (client, request) = (esws(&double), request());
    let (_, reply) = exchange(&double, || client.esws_get_sync_token(&request));
    let error = reply.expect_err("a refusal");
    let refusal = error.rejection().expect("a refusal");
    assert_eq!(refusal.code_as::<EswsCode>(), EswsCode::NoAdminFoundBasedOnUsernameAndPassword);

    let answer =
        GROUPS.replace("ISO-8859-1", "UTF-8").replace(">1</GroupId>", ">ERROR_UNKNOWN_SECURITY_HASH</GroupId>");
    let double = Double::answering(200, XML, answer);
    let (client, request) = (esws(&double), company());
    let (_, reply) = exchange(&double, || client.esws_get_groups(&request));
    let error = reply.expect_err("a refusal");
    let refusal = error.rejection().expect("a refusal");
    assert_eq!(refusal.code_as::<EswsCode>(), EswsCode::ErrorUnknownSecurityHash);
}
