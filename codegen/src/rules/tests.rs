//! Rules in, facts or positioned errors out.

use std::path::Path;

use super::facts::{Carry, Condition, Credentials, Place};
use crate::config::Config;
use crate::generate_from;
use crate::load::MapSource;
use crate::manifest::Manifest;
use crate::model::Package;

const CONTRACT: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">
  <types><xs:schema targetNamespace="urn:t">
    <xs:element name="login"><xs:complexType><xs:sequence>
      <xs:element name="user" type="xs:string"/><xs:element name="password" type="xs:string"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="session"><xs:complexType><xs:sequence>
      <xs:element name="token" type="xs:string"/><xs:element name="seconds" type="xs:int" minOccurs="0"/>
      <xs:element name="status" type="t:status"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="list"><xs:complexType><xs:sequence>
      <xs:element name="filter" type="xs:string"/><xs:element name="token" type="xs:string" minOccurs="0"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="rows"><xs:complexType><xs:sequence>
      <xs:element name="status" type="t:status" minOccurs="0"/>
      <xs:choice><xs:element name="row" type="t:row" maxOccurs="unbounded"/><xs:element name="none" type="xs:string"/></xs:choice>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="ping"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
    <xs:element name="ticket"><xs:complexType><xs:sequence><xs:element name="value" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:complexType name="status"><xs:sequence>
      <xs:element name="code" type="t:code"/><xs:element name="number" type="xs:int" minOccurs="0"/>
      <xs:element name="ok" type="xs:boolean" minOccurs="0"/><xs:element name="text" type="xs:string" minOccurs="0"/>
    </xs:sequence></xs:complexType>
    <xs:complexType name="row"><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="id" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
    <xs:simpleType name="code"><xs:restriction base="xs:string"><xs:enumeration value="OK"/><xs:enumeration value="EXPIRED"/></xs:restriction></xs:simpleType>
  </xs:schema></types>
  <message name="login"><part name="p" element="t:login"/></message><message name="session"><part name="p" element="t:session"/></message>
  <message name="list"><part name="p" element="t:list"/></message><message name="rows"><part name="p" element="t:rows"/></message>
  <message name="ping"><part name="p" element="t:ping"/></message><message name="ticket"><part name="p" element="t:ticket"/></message>
  <portType name="T">
    <operation name="login"><input message="t:login"/><output message="t:session"/></operation>
    <operation name="list"><input message="t:list"/><output message="t:rows"/></operation>
    <operation name="ping"><input message="t:ping"/><output message="t:rows"/></operation>
  </portType>
  <binding name="B" type="t:T"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="login"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
    <operation name="list"><soap:operation soapAction=""/><input><soap:body use="literal"/><soap:header message="t:ticket" part="p" use="literal"/></input><output><soap:body use="literal"/><soap:header message="t:ticket" part="p" use="literal"/></output></operation>
    <operation name="ping"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
  </binding>
  <service name="S"><port name="P" binding="t:B"><soap:address location="http://h/"/></port></service>
</definitions>"#;

/// The package and the emitted `mod.rs`, or what is said against the rules.
fn compile(rules: &str) -> Result<(Package, String), Vec<String>> {
    let text = format!("module = \"m\"\nentry = \"a.wsdl\"\n{rules}");
    let path = Path::new("wsdl/x/vendor.toml");
    let manifest = Manifest::parse(&text, path).map_err(|error| vec![error.to_string()])?;
    let config = Config { manifest, manifest_path: Some(path.to_owned()), ..Config::new("a.wsdl") };
    match generate_from(&MapSource::new().with("a.wsdl", CONTRACT), &config) {
        Ok(mut output) => Ok((output.package, output.files.remove("mod.rs").unwrap_or_default())),
        Err(diagnostics) => Err(diagnostics.iter().map(ToString::to_string).collect()),
    }
}

/// The one complaint, without its advice.
fn complaint(rules: &str) -> String {
    let said = compile(rules).err().unwrap_or_default();
    assert_eq!(said.len(), 1, "{said:#?}");
    said.concat().lines().next().unwrap_or_default().to_owned()
}

fn compiled(rules: &str) -> (Package, String) {
    compile(rules).unwrap_or_else(|said| panic!("{said:#?}"))
}

#[test]
fn members_become_paths_of_indices() {
    let (package, text) = compiled(
        r#"[[outcome]]
operations = ["list"]
codes = "Codes"
success = { member = "status/code", equals = "OK" }
code = "status/code"
message = "status/text"
[[outcome]]
operations = ["p*"]
success = { member = "row/@id", shape = { characters = "0-9a", min = 1, max = 9 } }
[[codes]]
name = "Codes"
values = [{ code = "OK", meaning = "Well." }, { code = "EXPIRED", meaning = "The token is over." }]
"#,
    );
    let rules = &package.rules;
    let of = |table: &str| &rules.outcomes[rules.outcome_of[table]];
    let tables: Vec<&String> = package.clients[0].operations.iter().map(|operation| &operation.table).collect();
    assert!(!rules.outcome_of.contains_key(tables[0]), "no rule takes in login");
    let list = of(tables[1]);
    assert_eq!(list.success, Some((vec![0, 0], Condition::Equals("OK".into()))));
    assert_eq!((list.code.clone(), list.message.clone()), (Some(vec![0, 0]), Some(vec![0, 3])));
    // Through the choice, which has no element of its own, and its repeated arm.
    let ping = of(tables[2]);
    assert_eq!(ping.success, Some((vec![1, 0, 0], Condition::Shape(vec![('0', '9'), ('a', 'a')], 1, 9))));
    assert!(text.contains("    /// `EXPIRED`: The token is over.\n    Expired,\n"), "{text}");
    assert!(text.contains("outcome: Some(&OUTCOME_2),"), "{text}");
}

#[test]
fn a_session_carries_its_token_in_members() {
    let (package, text) = compiled(
        r#"[[outcome]]
codes = "Codes"
success = { member = "status/code", equals = "OK" }
code = "status/code"
[[codes]]
name = "Codes"
values = [{ code = "EXPIRED", meaning = "The token is over." }]
[[session]]
port = "P"
name = "Sessions"
login = "login"
token = { from = { member = "token" }, to = { member = "token" } }
expired = ["EXPIRED"]
idle = { member = "seconds", seconds = 60 }
without = ["ping"]
"#,
    );
    let session = &package.rules.sessions[0];
    let login = session.login.as_ref().expect("it logs in");
    assert!(matches!(&login.source, Place::Member(path) if path == &[0]));
    assert_eq!(session.idle, Some((vec![1], 60)));
    let carried: Vec<(&str, &Carry)> = session.operations.iter().map(|it| (it.ident.as_str(), &it.carry)).collect();
    assert_eq!(carried, [("list", &Carry::Member(vec![1])), ("ping", &Carry::Nothing)]);
    assert!(text.contains("pub fn list(&self, request: &List) -> castile::SessionCall<'_, Rows> {"), "{text}");
    let secret = |owner: &str, member: &str| {
        package.modules.iter().flat_map(|module| &module.items).any(|item| match item {
            crate::model::Item::Struct(item) if item.ident == owner => {
                item.fields.iter().any(|field| field.ident == member && field.secret)
            }
            _ => false,
        })
    };
    assert!(secret("List", "token") && secret("Session", "token"), "tokens are secret without being listed");
    assert!(!secret("List", "filter"));
}

#[test]
fn a_session_carries_its_token_in_headers() {
    let (package, text) = compiled(
        r#"[[session]]
port = "P"
name = "Sessions"
login = "login"
token = { from = { http_header = "X-Token" }, to = { soap_header = "ticket/value" } }
rolls = { soap_header = "ticket/value" }
expired_status = [401]
without = ["ping"]
"#,
    );
    let session = &package.rules.sessions[0];
    assert!(matches!(&session.carrier, Some(Place::SoapHeader(_, path)) if path == &[0]));
    assert!(matches!(&session.rolls, Some(Place::SoapHeader(..))));
    assert_eq!(session.operations[0].carry, Carry::Carrier);
    assert!(text.contains(r#"f::Source::HttpHeader("X-Token", "")"#), "{text}");
    let messages =
        package.clients[0].operations.iter().flat_map(|operation| [Some(&operation.input), operation.output.as_ref()]);
    let blocks: Vec<bool> = messages.flatten().flat_map(|message| &message.headers).map(|block| block.secret).collect();
    assert_eq!(blocks, [true, true], "a block with a secret in it is one as a whole");
    assert!(!text.contains("pub async fn token"), "a token that rolls is not given out");
}

#[test]
fn credentials_without_a_login_are_a_struct_of_secrets() {
    let (package, text) = compiled("[[session]]\nport = \"P\"\nname = \"Filled\"\ncredentials = [\"filter\"]\n");
    let session = &package.rules.sessions[0];
    assert!(matches!(&session.credentials, Credentials::Own { fields, .. } if fields[0].secret));
    let fills: Vec<usize> = session.operations.iter().map(|carried| carried.fill.len()).collect();
    assert_eq!(fills, [0, 1, 0], "only list has the member");
    assert!(text.contains("pub struct FilledCredentials {"), "{text}");
}

#[test]
fn a_link_is_a_method_of_the_reply() {
    let (_, text) = compiled(
        "[[link]]\noperation = \"login\"\nmember = \"token\"\nurl = \"https://h/{token}\"\nname = \"login_url\"\n",
    );
    assert!(text.contains("impl Session {\n    /// The URL that this reply makes.\n    pub fn login_url(&self) -> castile::SecretUrl {\n        castile::SecretUrl::of(\"https://h/{token}\", self, &[0])\n"), "{text}");
}

#[test]
fn what_is_not_in_the_contract_is_refused_where_it_stands() {
    assert_eq!(
        complaint("[[outcome]]\nsuccess = { member = \"status/kode\", equals = \"OK\" }\n"),
        "wsdl/x/vendor.toml:4:22: error: member: `status/kode` does not lead to a text in the reply of `login`: `kode` is no member of `status`; it has `code`, `number`, `ok`, `text`"
    );
    assert_eq!(
        complaint("[[outcome]]\noperations = [\"lists\"]\n"),
        "wsdl/x/vendor.toml:4:15: error: outcome: no generated operation of these ports has such a name"
    );
    assert_eq!(
        complaint("[[outcome]]\nports = [\"Q\"]\n"),
        "wsdl/x/vendor.toml:4:10: error: outcome: no generated port has such a name"
    );
    assert_eq!(
        complaint("[[outcome]]\nsuccess = { member = \"status\", equals = \"OK\" }\n"),
        "wsdl/x/vendor.toml:4:22: error: member: `status` does not lead to a text in the reply of `login`: it is no text but `status`, which has `code`, `number`, `ok`, `text`"
    );
    assert_eq!(
        complaint("[[outcome]]\ncodes = \"Kodes\"\n"),
        "wsdl/x/vendor.toml:4:9: error: outcome: there are no `[[codes]]` called `Kodes`"
    );
}

#[test]
fn what_no_member_can_hold_is_refused_where_it_stands() {
    assert_eq!(
        complaint("[[outcome]]\nsuccess = { member = \"status/code\", equals = \"FINE\" }\n"),
        "wsdl/x/vendor.toml:4:46: error: outcome: the member cannot hold `FINE`: it is one of `OK`, `EXPIRED`"
    );
    assert_eq!(
        complaint("[[outcome]]\nsuccess = { member = \"status/code\", is_true = true }\n"),
        "wsdl/x/vendor.toml:4:22: error: outcome: `is_true` is for a boolean, which this member is not"
    );
    let codes = "[[outcome]]\ncodes = \"Codes\"\nsuccess = { member = \"status/ok\", is_true = true }\ncode = \"status/number\"\n";
    assert_eq!(
        complaint(&format!(
            "{codes}[[codes]]\nname = \"Codes\"\nvalues = [{{ code = \"12\", meaning = \"x\" }}, {{ code = \"E12\", meaning = \"x\" }}]\n"
        )),
        "wsdl/x/vendor.toml:9:52: error: codes: `E12` can never come: the member it would come from is a number of 32 bits"
    );
    let given = codes.replace(
        "code = \"status/number\"",
        "code = \"status/number\"\notherwise = \"E12\"\nfaults = [{ contains = \"x\", code = \"E13\" }]",
    );
    compiled(&format!(
        "{given}[[codes]]\nname = \"Codes\"\nvalues = [{{ code = \"12\", meaning = \"x\" }}, {{ code = \"E12\", meaning = \"x\" }}, {{ code = \"E13\", meaning = \"x\" }}]\n"
    ));
    assert_eq!(
        complaint("[[codes]]\nname = \"Codes\"\nvalues = [{ code = \"1\", meaning = \"x\" }]\n"),
        "wsdl/x/vendor.toml:4:8: error: codes: no outcome rule uses these codes"
    );
}

#[test]
fn rules_that_say_too_little_or_too_much_are_refused() {
    assert_eq!(
        complaint("[[outcome]]\nsuccess = { member = \"status/code\" }\n"),
        "wsdl/x/vendor.toml:4:22: error: outcome: `success` has 0 conditions, and needs one"
    );
    assert_eq!(
        complaint(
            "[[outcome]]\nsuccess = { member = \"status/text\", shape = { characters = \"z-a\", min = 1, max = 2 } }\n"
        ),
        "wsdl/x/vendor.toml:4:60: error: outcome: no text can have this shape"
    );
    assert_eq!(
        complaint("[[outcome]]\nfaults = [{ contains = \"x\", code = \"E\" }]\n"),
        "wsdl/x/vendor.toml:4:36: error: outcome: `E` is not among the codes of this rule"
    );
    assert_eq!(
        complaint(
            "[[outcome]]\ncodes = \"Codes\"\njson = { code = \"number\" }\notherwise = \"E\"\n[[codes]]\nname = \"Codes\"\nvalues = [{ code = \"E\", meaning = \"x\" }]\n"
        ),
        "wsdl/x/vendor.toml:6:13: error: outcome: `otherwise` is the code of a reply that fails `success`, which this rule does not have"
    );
    assert!(
        complaint("[[outcome]]\nsucess = 1\n")
            .starts_with("wsdl/x/vendor.toml:4:1: error: manifest: unknown field `sucess`")
    );
}

#[test]
fn session_rules_that_do_not_fit_are_refused_where_they_stand() {
    let rule = |changes: &str| format!("[[session]]\nname = \"Sessions\"\n{changes}\n");
    let fits =
        "port = \"P\"\nlogin = \"login\"\ntoken = { from = { member = \"token\" }, to = { member = \"token\" } }";
    assert_eq!(
        complaint(&rule("port = \"Q\"\nlogin = \"login\"")),
        "wsdl/x/vendor.toml:5:8: error: port: no port `Q` is generated; there are `P`"
    );
    assert_eq!(
        complaint(&rule(fits)),
        "wsdl/x/vendor.toml:7:56: error: member: `token` does not lead to a text in the request of `ping`: `token` is no member of `Ping`; it has none"
    );
    assert_eq!(
        complaint(&rule(&format!("{fits}\nwithout = [\"ping\"]\nlogout = \"leave\""))),
        "wsdl/x/vendor.toml:9:10: error: operation: the port `P` has no operation `leave`; it has `login`, `list`, `ping`"
    );
    assert_eq!(
        complaint(&rule(&format!("{fits}\nwithout = [\"ping\"]\nexpired = [\"GONE\"]"))),
        "wsdl/x/vendor.toml:9:12: error: session: `GONE` is no code that an outcome rule gives"
    );
    assert_eq!(
        complaint(&rule(&format!("{fits}\nwithout = [\"ping\"]\nrolls = {{ member = \"token\" }}"))),
        "wsdl/x/vendor.toml:9:20: error: session: a token that rolls stands in a header"
    );
    assert_eq!(
        complaint(&rule("port = \"P\"\nlogin = \"login\"")),
        "wsdl/x/vendor.toml:6:9: error: session: a login without a token"
    );
    assert_eq!(
        complaint("[[session]]\nname = \"Session\"\nport = \"P\"\ncredentials = [\"filter\"]\n"),
        "wsdl/x/vendor.toml:4:8: error: name: `Session` is a type of this contract already"
    );
}
