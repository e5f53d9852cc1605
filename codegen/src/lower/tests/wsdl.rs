//! WSDL 1.1.

use super::{compile, items, spell};
use crate::manifest::{Manifest, Members, Safe, Select};
use crate::model::{Body, Field, Item, Package, Protocol, SimpleRef};

/// A contract with these messages and operations, bound by `binding`.
fn contract(types: &str, messages: &str, port_type: &str, binding: &str) -> String {
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/"
            xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" targetNamespace="urn:t">
        <types><xs:schema targetNamespace="urn:t">{types}</xs:schema></types>
        {messages}
        <portType name="P">{port_type}</portType>
        <binding name="B" type="t:P">{binding}</binding>
        <service name="S"><port name="OrdersPort" binding="t:B"><s:address location="http://localhost/"/></port></service>
        </definitions>"#
    )
}

fn operation_shapes(package: &Package) -> Vec<String> {
    let message = |message: &crate::model::Message| {
        let body = match &message.body {
            Body::Document(element) => format!("document {}", element.name.local),
            Body::Rpc(element) => format!("rpc {}", element.name.local),
            Body::Encoded(element) => format!("encoded {}", element.name.local),
            Body::Empty => String::from("empty"),
            other => format!("{other:?}"),
        };
        format!("{} {body}", message.ty.as_ref().map_or_else(|| String::from("()"), spell))
    };
    let operations =
        package.clients.iter().flat_map(|client| client.operations.iter().map(move |operation| (client, operation)));
    operations
        .map(|(client, operation)| {
            let output = operation.output.as_ref().map_or_else(|| String::from("nothing"), message);
            format!("{}.{}: {} -> {output}", client.ident, operation.ident, message(&operation.input))
        })
        .collect()
}

const DOCUMENT_TYPES: &str = r#"<xs:element name="get"><xs:complexType><xs:sequence><xs:element name="id" type="xs:int"/><xs:element name="pin" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="getResponse" type="t:result"/><xs:complexType name="result"><xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence></xs:complexType>
    <xs:element name="head" type="xs:string"/><xs:element name="problem" type="t:result"/><xs:complexType name="unused"/>"#;
const DOCUMENT_MESSAGES: &str = r#"<message name="in"><part name="parameters" element="t:get"/><part name="h" element="t:head"/></message>
    <message name="out"><part name="parameters" element="t:getResponse"/></message><message name="bad"><part name="fault" element="t:problem"/></message>"#;
const DOCUMENT_PORT: &str = r#"<operation name="get"><input message="t:in"/><output message="t:out"/><fault name="f" message="t:bad"/></operation><operation name="tell"><input message="t:in"/></operation>"#;
const DOCUMENT_BINDING: &str = r#"<s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="get"><s:operation soapAction="urn:get"/><input><s:header message="t:in" part="h" use="literal"/><s:body use="literal"/></input><output><s:body use="literal"/></output><fault name="f"><s:fault name="f" use="literal"/></fault></operation>
    <operation name="tell"><s:operation soapAction=""/><input><s:body use="literal" parts="parameters"/></input></operation>"#;

fn document() -> String {
    contract(DOCUMENT_TYPES, DOCUMENT_MESSAGES, DOCUMENT_PORT, DOCUMENT_BINDING)
}

#[test]
fn document_literal_is_the_element_with_headers_and_faults_beside_it() {
    let (package, said) = compile(&[("a.wsdl", &document())], &Manifest::default());
    assert_eq!(said, [] as [String; 0]);
    assert_eq!(
        operation_shapes(&package),
        [
            "OrdersClient.get: Get document get -> Result2 document getResponse",
            "OrdersClient.tell: Get document get -> nothing"
        ]
        .map(|line| line.replace("Result2", "ResultType"))
    );
    let get = &package.clients[0].operations[0];
    assert_eq!(get.protocol, Protocol::Soap11(String::from("urn:get")));
    assert_eq!(
        get.input.headers.iter().map(|header| (header.ident.as_str(), spell(&header.ty))).collect::<Vec<_>>(),
        [("h", String::from("String"))]
    );
    assert_eq!(
        get.faults.iter().map(|fault| (fault.name.local.as_str(), spell(&fault.ty))).collect::<Vec<_>>(),
        [("problem", String::from("ResultType"))]
    );
    assert_eq!(items(&package), "struct Get { id: i32, pin: String }\nstruct ResultType { name: String }\n");
}

#[test]
fn rpc_is_a_struct_of_the_parts() {
    let text = contract(
        r#"<xs:complexType name="names"><xs:complexContent><xs:restriction base="enc:Array"><xs:attribute ref="enc:arrayType" wsdl:arrayType="xs:string[][,]"/></xs:restriction></xs:complexContent></xs:complexType>"#,
        r#"<message name="in"><part name="a" type="xs:string"/><part name="b" type="enc:int"/></message><message name="out"><part name="return" type="t:names"/></message><message name="bad"><part name="why" type="xs:string"/></message>"#,
        r#"<operation name="Shop.list"><input message="t:in"/><output message="t:out"/><fault name="f" message="t:bad"/></operation>"#,
        r#"<s:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Shop.list"><s:operation soapAction="x"/>
        <input><s:body use="encoded" namespace="urn:w" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/></input><output><s:body use="encoded" namespace="urn:w"/></output></operation>"#,
    );
    let (package, said) = compile(&[("a.wsdl", &text)], &Manifest::default());
    assert_eq!(said, [] as [String; 0]);
    assert_eq!(
        operation_shapes(&package),
        ["OrdersClient.shop_list: ShopList encoded Shop.list -> ShopListResponse encoded Shop.listResponse"]
    );
    let [fault] = package.clients[0].operations[0].faults.as_slice() else {
        panic!("one fault");
    };
    assert_eq!((fault.name.local.as_str(), &fault.simple), ("why", &SimpleRef::Builtin("STRING")));
    let mut lines: Vec<String> = items(&package).lines().map(str::to_owned).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "struct Names { items: Vec<NamesItem>, size: Vec<u32> }",
            "struct NamesItem { items: Vec<String> }",
            "struct ShopList { a: String, b: Option<i32> }",
            "struct ShopListResponse { r#return: Names }",
        ]
    );
}

#[test]
fn secrets_are_marked_and_a_mark_without_a_member_is_an_error() {
    let marked =
        |member: &str| Manifest { secrets: Members { members: vec![member.to_owned()] }, ..Manifest::default() };
    let (package, said) = compile(&[("a.wsdl", &document())], &marked("get/pin"));
    assert_eq!(said, [] as [String; 0]);
    let secrets: Vec<&str> = fields(&package).filter(|field| field.secret).map(|field| field.ident.as_str()).collect();
    assert_eq!(secrets, ["pin"]);
    let (_, said) = compile(&[("a.wsdl", &document())], &marked("get/pni"));
    assert_eq!(said, ["error: manifest secrets \"get/pni\": has no such member\n  help: its members are: pin, id"]);
}

#[test]
fn safe_operations_are_marked_and_a_mark_without_an_operation_is_an_error() {
    let marked =
        |operation: &str| Manifest { safe: Safe { operations: vec![operation.to_owned()] }, ..Manifest::default() };
    let (package, said) = compile(&[("a.wsdl", &document())], &marked("ge*"));
    assert_eq!(said, [] as [String; 0]);
    let safe = |package: &Package| -> Vec<bool> {
        package.clients.iter().flat_map(|client| &client.operations).map(|operation| operation.safe).collect()
    };
    assert_eq!(safe(&package), [true, false]);
    let (_, said) = compile(&[("a.wsdl", &document())], &marked("gte"));
    assert_eq!(
        said,
        [
            "error: manifest safe.operations \"gte\": matches no operation that is kept\n  help: the nearest names are: get, tell"
        ]
    );
}

#[test]
fn a_selector_that_matches_nothing_names_the_nearest() {
    let select = |operations: &str| Manifest {
        select: Select { operations: vec![operations.to_owned()], ..Select::default() },
        ..Manifest::default()
    };
    let (package, said) = compile(&[("a.wsdl", &document())], &select("te*"));
    assert_eq!(said, [] as [String; 0]);
    assert_eq!(operation_shapes(&package), ["OrdersClient.tell: Get document get -> nothing"]);
    let (_, said) = compile(&[("a.wsdl", &document())], &select("gte"));
    assert_eq!(
        said,
        [
            "error: manifest select.operations \"gte\": matches nothing in the contract\n  help: the nearest names are: get, tell"
        ]
    );
}

#[test]
fn overloaded_operations_are_told_apart_by_their_messages() {
    let text = contract(
        r#"<xs:element name="one" type="xs:string"/><xs:element name="two" type="xs:int"/>"#,
        r#"<message name="m1"><part name="p" element="t:one"/></message><message name="m2"><part name="p" element="t:two"/></message>"#,
        r#"<operation name="find"><input name="byName" message="t:m1"/></operation><operation name="find"><input name="byId" message="t:m2"/></operation>"#,
        r#"<s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
        <operation name="find"><s:operation soapAction="2"/><input name="byId"><s:body use="literal"/></input></operation>
        <operation name="find"><s:operation soapAction="1"/><input name="byName"><s:body use="literal"/></input></operation>"#,
    );
    let (package, said) = compile(&[("a.wsdl", &text)], &Manifest::default());
    assert_eq!(said, [] as [String; 0]);
    assert_eq!(
        operation_shapes(&package),
        ["OrdersClient.find: String document one -> nothing", "OrdersClient.by_id: i32 document two -> nothing"]
    );
    let actions: Vec<&Protocol> = package.clients[0].operations.iter().map(|operation| &operation.protocol).collect();
    assert_eq!(actions, [&Protocol::Soap11(String::from("1")), &Protocol::Soap11(String::from("2"))]);
}

fn fields(package: &Package) -> impl Iterator<Item = &Field> {
    package.modules.iter().flat_map(|module| &module.items).flat_map(|item| match item {
        Item::Struct(item) => item.fields.as_slice(),
        Item::Choice(item) => item.arms.as_slice(),
        Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => &[],
    })
}

#[test]
fn a_binding_without_a_port_is_a_client_without_an_address() {
    let text = document().replace(
        "<service",
        r#"<binding name="Lent" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="tell"><input><s:body use="literal" parts="parameters"/></input></operation></binding><service"#,
    );
    let (package, said) = compile(&[("a.wsdl", &text)], &Manifest::default());
    let clients: Vec<_> =
        package.clients.iter().map(|client| (client.ident.as_str(), client.address.as_deref())).collect();
    assert_eq!(clients, [("OrdersClient", Some("http://localhost/")), ("LentClient", None)]);
    assert_eq!(said, [] as [String; 0]);
    // Whoever names ports has said what is wanted.
    let select = Select { ports: vec![String::from("Orders*")], ..Select::default() };
    let (package, _) = compile(&[("a.wsdl", &text)], &Manifest { select, ..Manifest::default() });
    assert_eq!(package.clients.len(), 1);
}

#[test]
fn the_accessor_of_an_encoded_part_has_the_type_of_the_element_it_names() {
    let body = |how: &str| {
        format!(
            r#"<s:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/><operation name="get"><input><s:body use="{how}" namespace="urn:t"/></input></operation>"#
        )
    };
    let contract = |how: &str| {
        contract(
            r#"<xs:element name="opt" type="xs:string"/>"#,
            r#"<message name="in"><part name="p" element="t:opt"/></message>"#,
            r#"<operation name="get"><input message="t:in"/></operation>"#,
            &body(how),
        )
    };
    let part = |how: &str| {
        let (package, _) = compile(&[("a.wsdl", &contract(how))], &Manifest::default());
        let found = package.modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
            Item::Struct(item) if item.ident == "Get" => Some(spell(&item.fields[0].ty)),
            _ => None,
        });
        found.expect("a struct of the message")
    };
    assert_eq!(part("encoded"), "String");
    assert_eq!(part("literal"), "PPart");
}
