//! Faults in the shapes of the vendors' stacks.

use std::fmt::Debug;

use castile::{Call, Content, Double, Element, Error, Rejection};
use castile_generated::identysoft::{EswsClient, EswsUpdateCard};
use castile_generated::netforum::{Authenticate, WebWebUserLogin, XWebClient, XWebCode};
use castile_generated::verba::{ListUsers, ProvisioningClient};

use crate::{XML, client, exchange};

/// As xWeb answers: one element of its own namespace in the detail, with the exception in it.
fn xweb_fault(code: &str, reason: &str, detail: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body><soap:Fault><faultcode>{code}</faultcode><faultstring>{reason}</faultstring><faultactor>https://netforum.invalid/xWeb/secure/netForumXML.asmx</faultactor><detail>{detail}</detail></soap:Fault></soap:Body></soap:Envelope>"#
    )
}

fn exception(element: &str, message: &str) -> String {
    format!(
        r#"<{element} xmlns="http://www.avectra.com/2005/"><XWebException><Message>{message}</Message><Number>0</Number><Source>xWeb</Source><Line>0</Line><StackTrace>   at Avectra.netForum.xWeb.Secure()</StackTrace><ErrorType>0</ErrorType><Errors/></XWebException></{element}>"#
    )
}

#[track_caller]
fn refusal<'a, R: Content + Default + PartialEq + Debug>(
    double: &Double,
    call: impl Fn() -> Call<'a, R>,
) -> Box<Rejection> {
    let (_, reply) = exchange(double, call);
    let Err(Error::Rejected(refusal)) = reply else { panic!("a fault that the contract names: {reply:?}") };
    refusal
}

/// The status does not matter: captured replies have both.
#[test]
fn netforum_tells_faults_by_the_element_in_the_detail() {
    let reason =
        "System.Web.Services.Protocols.SoapException: Invalid Credentials Supplied\n   at Avectra.netForum.xWeb";
    let document = xweb_fault(
        "soap:Client",
        reason,
        &exception("InvalidCredentialsExceptionInfo", "Invalid Credentials Supplied"),
    );
    for status in [500, 200] {
        let double = Double::answering(status, XML, document.clone());
        let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
        let request = Authenticate { user_name: Some("x".into()), password: Some("y".into()) };
        let refusal = refusal(&double, || xweb.authenticate(&request));
        assert_eq!(refusal.code_as::<XWebCode>(), XWebCode::InvalidCredentials);
        let fault = refusal.fault().expect("the fault");
        assert_eq!(fault.code.namespace, "http://schemas.xmlsoap.org/soap/envelope/");
        assert_eq!(fault.code.local, "Client");
        assert!(fault.is_sender());
        assert_eq!(fault.reason, reason);
        assert_eq!(fault.role.as_deref(), Some("https://netforum.invalid/xWeb/secure/netForumXML.asmx"));
        assert_eq!(fault.status().map(|status| status.as_u16()), Some(status));
        let [detail] = fault.details.as_slice() else { panic!("one detail entry") };
        assert_eq!(
            (detail.namespace(), detail.local()),
            ("http://www.avectra.com/2005/", "InvalidCredentialsExceptionInfo")
        );
        let [exception] = detail.elements().try_into().expect("one exception");
        let members: Vec<String> = exception.elements().iter().map(|member| member.local().to_owned()).collect();
        assert_eq!(members, ["Message", "Number", "Source", "Line", "StackTrace", "ErrorType", "Errors"]);
    }
}

#[test]
fn netforum_names_each_fault() {
    let system = |message| exception("SystemExceptionInfo", message);
    for (reason, detail, code) in [
        ("Invalid token.", exception("InvalidTokenException", "Invalid token."), XWebCode::InvalidToken),
        (
            "Account locked.",
            exception("LockedCredentialsExceptionInfo", "Account locked."),
            XWebCode::LockedCredentials,
        ),
        ("Unable to login user.", system("Unable to login user."), XWebCode::SystemException),
        ("Authentication token was not validated.", system("x"), XWebCode::MemberTokenNotValid),
        ("Locked", String::new(), XWebCode::Locked),
    ] {
        let double = Double::answering(500, XML, xweb_fault("soap:Client", reason, &detail));
        let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
        let request = WebWebUserLogin { login_or_email: Some("m".into()), password: Some("n".into()) };
        let refusal = refusal(&double, || xweb.web_web_user_login(&request));
        assert_eq!(refusal.code_as::<XWebCode>(), code, "{reason}");
        assert!(refusal.to_string().contains(reason) || code != XWebCode::SystemException, "{refusal}");
    }
}

/// Another product of the vendor has been seen to send the word `detail` for a code, no actor and no detail.
#[test]
fn a_fault_code_that_is_no_qualified_name_is_kept() {
    let document = xweb_fault("detail", "Something happened", "").replace("<detail></detail>", "");
    let double = Double::answering(500, XML, document);
    let xweb = XWebClient::with(client(XWebClient::ENDPOINT, &double));
    let request = WebWebUserLogin::default();
    let (_, reply) = exchange(&double, || xweb.web_web_user_login(&request));
    let Err(Error::Fault(fault)) = reply else { panic!("a fault without a name: {reply:?}") };
    assert_eq!((fault.code.local.as_str(), fault.reason.as_str()), ("detail", "Something happened"));
    assert!(fault.details.is_empty());
}

/// NuSOAP gives each part a type; older releases put the actor second.
#[test]
fn identysoft_parts_carry_types_and_come_in_two_orders() {
    let part = |name: &str, text: &str| format!(r#"<{name} xsi:type="xsd:string">{text}</{name}>"#);
    let code = part("faultcode", "SOAP-ENV:Client");
    let reason = part("faultstring", "Operation 'Esws.updateCard' is not defined in the WSDL for this service");
    let (actor, detail) = (part("faultactor", ""), part("detail", ""));
    for parts in [[&code, &reason, &actor, &detail], [&code, &actor, &reason, &detail]] {
        let document = format!(
            r#"<?xml version="1.0" encoding="ISO-8859-1"?><SOAP-ENV:Envelope SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/" xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><SOAP-ENV:Fault>{}</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"#,
            parts.map(String::as_str).concat()
        );
        let double = Double::answering(500, "text/xml; charset=ISO-8859-1", document);
        let esws = EswsClient::with(client(EswsClient::ENDPOINT, &double));
        let request = EswsUpdateCard::default();
        let (_, reply) = exchange(&double, || esws.esws_update_card(&request));
        let Err(Error::Fault(fault)) = reply else { panic!("a fault: {reply:?}") };
        assert_eq!(fault.code.namespace, "http://schemas.xmlsoap.org/soap/envelope/");
        assert_eq!(fault.code.local, "Client");
        assert_eq!(fault.reason, "Operation 'Esws.updateCard' is not defined in the WSDL for this service");
        assert_eq!(fault.role.as_deref().unwrap_or_default(), "");
        assert!(fault.details.is_empty() && fault.detail_text.is_empty());
        assert_eq!(fault.status().map(|status| status.as_u16()), Some(500));
    }
}

/// JAX-WS adds an exception in a namespace of its own, and marks the fault for both versions.
#[test]
fn verba_faults_are_those_of_jax_ws() {
    let document = r#"<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault xmlns:ns4="http://www.w3.org/2003/05/soap-envelope"><faultcode>S:Server</faultcode><faultstring>java.lang.NullPointerException</faultstring><detail><ns2:exception xmlns:ns2="http://jax-ws.dev.java.net/" class="java.lang.NullPointerException" note="x"><ns2:stackTrace/></ns2:exception></detail></S:Fault></S:Body></S:Envelope>"#;
    let double = Double::answering(500, XML, document);
    let provisioning = ProvisioningClient::with(client(ProvisioningClient::ENDPOINT, &double));
    let request = ListUsers::default();
    let (_, reply) = exchange(&double, || provisioning.list_users(&request));
    let Err(Error::Fault(fault)) = reply else { panic!("a fault: {reply:?}") };
    assert!(fault.is_receiver());
    assert_eq!(fault.reason, "java.lang.NullPointerException");
    assert_eq!(fault.details.first().map(Element::local), Some("exception"));
}
