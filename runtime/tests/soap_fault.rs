//! Faults of both versions, as the specifications show them and as servers send them.

mod contract;

use castile::soap::{FaultCode, Version, read_reply, write_fault};
use castile::{Client, Double, Error, Fault, Limits};
use contract::*;

const ENV11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const ENV12: &str = "http://www.w3.org/2003/05/soap-envelope";

fn fault(text: &str) -> Fault {
    let mut reply = LoginResponse::default();
    let received = read_reply(&LOGIN, text, &Limits::default(), &mut reply).expect("readable");
    *received.fault.expect("a fault")
}

#[test]
fn the_parts_of_a_fault_1_1_in_any_order_with_types_and_namespaces() {
    let parts = [
        "<faultcode xsi:type='xsd:string'>s:Client.Authentication</faultcode>",
        "<faultstring xml:lang='en'>No &amp; never</faultstring>",
        "<s:faultactor>http://host/</s:faultactor>",
        "<detail><p:problem xmlns:p='urn:shop'><p:number>7</p:number></p:problem></detail>",
    ];
    for shift in 0..parts.len() {
        let mut rotated = parts;
        rotated.rotate_left(shift);
        let fault = fault(&soap11(&format!(
            "<s:Fault xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>{}</s:Fault>",
            rotated.concat()
        )));
        assert_eq!(fault.version, Version::V11);
        assert_eq!(fault.code, FaultCode::new(ENV11, "Client.Authentication"));
        assert!(fault.is_sender() && !fault.is_receiver());
        assert_eq!(fault.reason, "No & never");
        assert_eq!(fault.role.as_deref(), Some("http://host/"));
        assert_eq!(fault.detail::<Problem>().expect("there").expect("readable"), Problem { number: 7 });
        assert!(fault.detail::<Session>().is_none());
    }
}

#[test]
fn the_parts_of_a_fault_1_2() {
    // After example 4 of SOAP 1.2 part 1, section 5.4.
    let fault = fault(&soap12(
        "<s:Fault><s:Detail><m:problem xmlns:m='urn:shop'><m:number>5</m:number></m:problem></s:Detail>\
         <s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:m='urn:m'>m:MessageTimeout</s:Value>\
         <s:Subcode><s:Value>Deeper</s:Value></s:Subcode></s:Subcode></s:Code>\
         <s:Reason><s:Text xml:lang='en'>Sender Timeout</s:Text><s:Text xml:lang='de'>Zeit</s:Text></s:Reason>\
         <s:Node>urn:node</s:Node><s:Role>urn:role</s:Role></s:Fault>",
    ));
    assert_eq!(fault.code, FaultCode::new(ENV12, "Sender"));
    assert_eq!(fault.subcodes, [FaultCode::new("urn:m", "MessageTimeout"), FaultCode::new("", "Deeper")]);
    assert_eq!(fault.reason, "Sender Timeout");
    assert_eq!(fault.reasons[1], ("de".to_owned(), "Zeit".to_owned()));
    assert_eq!((fault.node.as_deref(), fault.role.as_deref()), (Some("urn:node"), Some("urn:role")));
    assert_eq!(fault.detail::<Problem>().expect("there").expect("readable").number, 5);
}

#[test]
fn a_code_that_is_no_name_is_kept_and_a_detail_without_elements_too() {
    let fault = fault(&soap11(
        "<s:Fault><faultcode>detail</faultcode><faultstring>x</faultstring><detail> just text </detail></s:Fault>",
    ));
    assert_eq!(fault.code, FaultCode::new("", "detail"));
    assert_eq!((fault.detail_text.as_str(), fault.details.len()), ("just text", 0));
    assert_eq!(self::fault(&soap11("<s:Fault><faultcode>no:prefix</faultcode></s:Fault>")).code.local, "no:prefix");
    assert_eq!(self::fault(&soap11("<s:Fault/>")).reason, "");
}

#[test]
fn a_detail_entry_without_its_namespace_is_found_by_its_local_name() {
    let fault = fault(&soap11("<s:Fault><detail><problem><number>3</number></problem></detail></s:Fault>"));
    assert_eq!(fault.detail::<Problem>().expect("there").expect("readable").number, 3);
}

#[test]
fn a_fault_wins_at_any_status_and_content_type() {
    let text = soap11("<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>");
    for status in [200, 202, 400, 401, 404, 500, 503] {
        for content_type in ["text/xml", "text/html", "application/soap+xml"] {
            let client = Client::builder("https://h/s")
                .blocking_transport(Double::answering(status, content_type, text.clone()))
                .build()
                .expect("a client");
            let request = login();
            let error = client.call::<LoginResponse>(&LOGIN, &request).send_blocking().expect_err("a fault");
            let fault = error.fault().expect("a fault");
            assert!(fault.is_receiver());
            assert_eq!(fault.status().map(|status| status.as_u16()), Some(status));
            assert_eq!(error.to_string(), "the server answered with the fault Server: no");
            // Also where no answer is due.
            let error = client.call::<()>(&ONE_WAY, &request).send_blocking().expect_err("a fault");
            assert!(matches!(error, Error::Fault(_)));
        }
    }
}

#[test]
fn a_fault_of_the_other_version_is_a_fault() {
    let text = soap12("<s:Fault><s:Code><s:Value>s:VersionMismatch</s:Value></s:Code></s:Fault>");
    assert_eq!(fault(&text).code.local, "VersionMismatch");
}

#[test]
fn faults_that_are_written_are_read() {
    for version in [Version::V11, Version::V12] {
        let mut written = Fault::sender(version, "a < b & c");
        written.role = Some("urn:role".to_owned());
        written.details = vec![castile::Element::from_value(&Problem { number: 1 }).expect("valid")];
        if version == Version::V12 {
            written.subcodes = vec![FaultCode::new("urn:codes", "Deep"), FaultCode::new("urn:codes", "Deeper")];
            written.reasons = vec![("en".to_owned(), "a < b & c".to_owned())];
        }
        let text = String::from_utf8(write_fault(&written).expect("valid").into()).expect("UTF-8");
        let read = fault(&text);
        assert_eq!(read.detail::<Problem>().expect("there").expect("readable").number, 1);
        assert_eq!(
            (&read.code, &read.subcodes, &read.reason, &read.reasons, &read.role),
            (&written.code, &written.subcodes, &written.reason, &written.reasons, &written.role)
        );
    }
}

#[test]
fn what_a_fault_repeats_of_the_request_is_left_out() {
    let text =
        soap11("<s:Fault><faultcode>s:Client</faultcode><faultstring>bad s3cret-canary!</faultstring></s:Fault>");
    let client = Client::builder("https://h/s")
        .blocking_transport(Double::answering(500, "text/xml", text))
        .build()
        .expect("a client");
    let error = client.call::<LoginResponse>(&LOGIN, &login()).send_blocking().expect_err("a fault");
    assert_eq!(error.to_string(), "the server answered with the fault Client: bad [redacted]!");
    assert!(!format!("{error:?}").contains("canary"));
}
