use super::{clean, one, parsed, wsdl};
use crate::load::MapSource;
use crate::wsdl::{BindingType, Body, HttpVerb, MimePart, OperationKind, PartKind, SoapVersion, Style, Use};

#[test]
fn messages_and_operations_are_read() {
    let content = "<w:message name='M'><w:part name='a' element='t:E'/><w:part name='b' type='xs:int'/></w:message>\n\
        <w:portType name='P'>\
        <w:operation name='rr' parameterOrder='a b'><w:input message='t:M'/><w:output name='o' message='t:M'/>\
        <w:fault name='f' message='t:M'/></w:operation>\
        <w:operation name='ow'><w:input message='t:M'/></w:operation>\
        <w:operation name='sr'><w:output message='t:M'/><w:input message='t:M'/></w:operation>\
        <w:operation name='n'><w:output message='t:M'/></w:operation></w:portType>";
    let parsed = clean(wsdl(content));
    let definitions = &parsed.definitions[0];
    let kinds: Vec<_> = definitions.messages[0]
        .parts
        .iter()
        .map(|part| match &part.kind {
            PartKind::Element(name) => format!("element {name}"),
            PartKind::Type(name) => format!("type {name}"),
        })
        .collect();
    assert_eq!(kinds, ["element {urn:t}E", "type {http://www.w3.org/2001/XMLSchema}int"]);
    let operations = &definitions.port_types[0].operations;
    let kinds: Vec<_> = operations.iter().map(|operation| operation.kind).collect();
    assert_eq!(
        kinds,
        [
            OperationKind::RequestResponse,
            OperationKind::OneWay,
            OperationKind::SolicitResponse,
            OperationKind::Notification,
        ]
    );
    assert_eq!(operations[0].parameter_order, ["a".into(), "b".into()]);
    assert_eq!(&*operations[0].faults[0].name, "f");
}

#[test]
fn soap_bindings_of_both_versions_are_read() {
    let binding = |prefix: &str| {
        format!(
            "<w:binding name='B' type='t:P'><{prefix}:binding style='rpc' transport='urn:http'/>\
             <w:operation name='o'><{prefix}:operation soapAction='urn:a' style='document'/>\
             <w:input name='i'><{prefix}:header message='t:H' part='h' use='literal'>\
             <{prefix}:headerfault message='t:H' part='hf' use='literal'/></{prefix}:header>\
             <{prefix}:body use='encoded' namespace='urn:n' encodingStyle='urn:e' parts='a b'/></w:input>\
             <w:fault name='f'><{prefix}:fault name='f' use='literal'/></w:fault></w:operation></w:binding>"
        )
    };
    for (prefix, version) in [("s", SoapVersion::Soap11), ("s12", SoapVersion::Soap12)] {
        let parsed = clean(wsdl(&binding(prefix)));
        let binding = &parsed.definitions[0].bindings[0];
        assert_eq!(
            binding.binding_type,
            BindingType::Soap { version, style: Style::Rpc, transport: "urn:http".to_owned() }
        );
        let operation = &binding.operations[0];
        assert_eq!(operation.soap_action.as_deref(), Some("urn:a"));
        assert_eq!(operation.style, Some(Style::Document));
        assert_eq!(operation.input_name.as_deref(), Some("i"));
        let input = operation.input.as_ref().expect("an input");
        assert_eq!(&*input.headers[0].header_faults[0].part, "hf");
        let Body::Soap(body) = &input.body else {
            panic!("no soap:body");
        };
        assert_eq!(body.body_use, Use::Encoded);
        assert_eq!(body.namespace.as_deref(), Some("urn:n"));
        assert_eq!(body.parts, Some(vec!["a".into(), "b".into()]));
        let fault = operation.faults[0].soap.as_ref().expect("a soap:fault");
        assert_eq!(fault.fault_use, Use::Literal);
    }
}

#[test]
fn a_binding_whose_operations_are_bound_to_soap_is_one_of_soap() {
    for (prefix, version) in [("s", SoapVersion::Soap11), ("s12", SoapVersion::Soap12)] {
        let (parsed, said) = one(wsdl(&format!(
            "<w:binding name='B' type='t:P'><w:operation name='o'><w:documentation/>\
             <{prefix}:operation soapAction='a' style='rpc'/></w:operation></w:binding>"
        )));
        let binding = &parsed.definitions[0].bindings[0];
        let transport = String::new();
        assert_eq!(binding.binding_type, BindingType::Soap { version, style: Style::Document, transport });
        assert_eq!(binding.operations[0].style, Some(Style::Rpc));
        assert!(
            said.contains("warning: binding B: has no soap:binding; as its operations are bound to SOAP"),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let none = clean(wsdl("<w:binding name='B' type='t:P'><w:operation name='o'/></w:binding>"));
    assert_eq!(none.definitions[0].bindings[0].binding_type, BindingType::Missing);
}

#[test]
fn http_bindings_and_json_twins_are_read() {
    let content = "<w:binding name='B' type='t:P'><h:binding verb='POST'/><w:operation name='o'>\
        <h:operation location='/o/(id)'/><w:input><m:content part='p' type='application/json' json:wrapper='operation'/></w:input>\
        <w:output><m:content type='application/json' json:wrapper='OResult' json:alias='A B'/><m:mimeXml part='q'/></w:output>\
        </w:operation><w:operation name='g'><w:input><h:urlReplacement/></w:input></w:operation></w:binding>\
        <w:service name='S'><w:port name='p' binding='t:B'><h:address location=' http://h/ '/></w:port></w:service>";
    let parsed = clean(wsdl(content));
    let definitions = &parsed.definitions[0];
    let binding = &definitions.bindings[0];
    assert_eq!(binding.binding_type, BindingType::Http { verb: HttpVerb::Post });
    let operation = &binding.operations[0];
    assert_eq!(operation.http_location.as_deref(), Some("/o/(id)"));
    let Some(Body::Mime(contents)) = operation.output.as_ref().map(|output| &output.body) else {
        panic!("no mime:content");
    };
    let json = &contents[0].json;
    assert_eq!(json.wrapper.as_ref().map(|(_, text)| text.as_str()), Some("OResult"));
    assert_eq!(json.alias.as_ref().map(|(_, text)| text.as_str()), Some("A B"));
    assert_eq!(contents[1].media_type, "text/xml");
    let input = binding.operations[1].input.as_ref();
    assert!(matches!(input.map(|input| &input.body), Some(Body::UrlReplacement)));
    assert_eq!(definitions.services[0].ports[0].address.as_deref(), Some("http://h/"));
}

#[test]
fn multipart_related_keeps_its_parts_in_order() {
    let content = "<w:binding name='B' type='t:P'><s:binding/><w:operation name='o'><w:input><m:multipartRelated>\
        <m:part><s:body use='literal'/><s:header message='t:H' part='h' use='literal'/></m:part>\
        <m:part><m:content part='a' type='image/png'/><m:content part='a' type='image/gif'/></m:part>\
        </m:multipartRelated></w:input></w:operation></w:binding>";
    let parsed = clean(wsdl(content));
    let input = parsed.definitions[0].bindings[0].operations[0].input.as_ref();
    let input = input.expect("an input");
    let Body::MultipartRelated(parts) = &input.body else {
        panic!("no multipartRelated");
    };
    assert!(matches!(&parts[0], MimePart::Soap(_)));
    assert!(matches!(&parts[1], MimePart::Content(contents) if contents.len() == 2));
    assert_eq!(input.headers.len(), 1);
}

#[test]
fn style_and_use_wrong_in_case_alone_are_those_they_must_mean() {
    let (parsed, said) = one(wsdl(
        "<w:binding name='B' type='t:P'><s:binding style='RPC'/><w:operation name='o'>\
         <w:input><s:body use='Encoded'/></w:input></w:operation></w:binding>",
    ));
    let binding = &parsed.definitions[0].bindings[0];
    assert!(matches!(&binding.binding_type, BindingType::Soap { style: Style::Rpc, .. }), "{:?}", binding.binding_type);
    let input = binding.operations[0].input.as_ref().expect("an input");
    assert!(matches!(&input.body, Body::Soap(body) if body.body_use == Use::Encoded));
    assert!(said.contains("style must be spelt \"rpc\"") && said.contains("use must be spelt \"encoded\""), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn a_part_whose_type_has_no_name_is_of_any_type() {
    let (parsed, said) = one(wsdl("<w:message name='M'><w:part name='p' type='xs:'/></w:message>"));
    let PartKind::Type(name) = &parsed.definitions[0].messages[0].parts[0].kind else {
        panic!("an element");
    };
    assert!(name.is_xsd() && &*name.local == "anyType");
    assert!(said.contains("warning: part p: a part has neither element nor type; read as xs:anyType"), "{said}");
}

#[test]
fn extensions_are_noted_and_required_ones_are_errors() {
    let (parsed, said) = one(wsdl("<x:a/>\n<x:a/>\n<x:b w:required='true'/>"));
    assert_eq!(parsed.definitions[0].extensions.len(), 3);
    assert_eq!(
        said,
        "main:5:1: note: a: extension element {urn:x}a is not of the specification; skipped\n\
         main:7:1: error: b: {urn:x}b is required (wsdl:required) but not understood\n"
    );
}

#[test]
fn what_is_wrong_is_reported_at_its_place() {
    let cases = [
        ("<w:message/>", "main:5:1: error: message: has no attribute name"),
        ("<w:part name='p'/>", "main:5:1: error: part p: is not allowed in definitions"),
        (
            "<w:message name='M'><w:part name='p'/></w:message>",
            "main:5:21: warning: part p: a part has neither element nor type; read as xs:anyType (said once a document)",
        ),
        (
            "<w:service name='S'><w:port name='p' binding='q:B'/></w:service>",
            "main:5:38: warning: port p: the prefix q of binding=\"q:B\" is not declared; read as the target namespace",
        ),
        ("<w:binding name='B'/>", "main:5:1: warning: binding B: has no attribute type; left out"),
        (
            "<w:binding name='B' type='t:P'><s:binding style='odd'/></w:binding>",
            "main:5:43: warning: binding: style must be document or rpc, not \"odd\"; ignored",
        ),
        ("<w:import namespace='urn:x'/>", "main:5:1: warning: import: has no attribute location; nothing is imported"),
        (
            "<w:binding name='B' type='t:P'><w:operation name='o'><w:input><s:header part='h'/></w:input></w:operation></w:binding>",
            "main:5:63: warning: header: has no attribute message; left out",
        ),
        (
            "<w:service name='S'><w:port name='p' binding='t:a:B'/></w:service>",
            "main:5:38: warning: port p: binding=\"t:a:B\" is not a QName; what follows the first colon is taken for the name",
        ),
        (
            "<w:portType name='P'><w:operation name='o'/></w:portType>",
            "main:5:22: warning: operation o: has neither input nor output; left out",
        ),
    ];
    for (content, expected) in cases {
        let (_, said) = one(wsdl(content));
        assert!(said.contains(expected), "{content}: {said}");
        assert!(said.lines().filter(|line| line.starts_with("main")).count() <= 2, "{said}");
    }
}

#[test]
fn a_wsdl_may_import_a_wsdl_and_a_schema() {
    let xsd = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:x'><xs:element name='e'/></xs:schema>";
    let source = MapSource::new()
        .with(
            "main",
            wsdl("<w:import namespace='urn:t' location='b.wsdl'/><w:import namespace='urn:x' location='c.xsd'/>"),
        )
        .with("b.wsdl", wsdl("<w:import namespace='urn:t' location='main'/><w:message name='M'/>"))
        .with("c.xsd", xsd);
    let (parsed, said) = parsed(&source);
    assert_eq!(said, "");
    assert_eq!(parsed.definitions.len(), 2);
    assert_eq!(parsed.definitions[1].messages[0].name.to_string(), "{urn:t}M");
    assert_eq!(parsed.schemas[0].elements[0].name.to_string(), "{urn:x}e");
}

#[test]
fn inline_schemas_see_the_prefixes_of_the_wsdl() {
    let content =
        "<w:types><xs:schema targetNamespace='urn:t'><xs:element name='e' type='xs:int'/></xs:schema></w:types>";
    let parsed = clean(wsdl(content));
    assert_eq!(parsed.schemas[0].elements.len(), 1);
    assert_eq!(parsed.schemas[0].position.document, parsed.definitions[0].position.document);
}
