//! `wsdl:binding` with the SOAP and HTTP extension elements (WSDL 1.1 sections 2.5, 3 and 4).

use std::sync::Arc;

use super::definitions::{DefinitionsReader, is_required, wsdl_name};
use super::reader::{Node, XML_SPACE, documentation};
use crate::node::Own as _;
use crate::wsdl::{
    Binding, BindingFault, BindingOperation, BindingType, HttpVerb, SoapBody, SoapFault, SoapHeader, SoapHeaderFault,
    SoapVersion, Style, Use,
};
use crate::xsd::QName;

/// The namespace of the SOAP 1.1 extension elements.
pub(super) const SOAP11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
/// The namespace of the SOAP 1.2 extension elements.
pub(super) const SOAP12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
/// The namespace of the HTTP extension elements.
pub(super) const HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";

/// Elements that ask for WS-Addressing headers.
const ADDRESSING: &[(&str, &str)] = &[
    ("http://www.w3.org/2006/05/addressing/wsdl", "UsingAddressing"),
    ("http://www.w3.org/2006/02/addressing/wsdl", "UsingAddressing"),
    ("http://www.w3.org/2007/05/addressing/metadata", "Addressing"),
];

impl<'a> DefinitionsReader<'a, '_, '_> {
    /// `<wsdl:binding name type>(documentation?, extension*, operation*)</wsdl:binding>` (section 2.5).
    pub(super) fn binding(&mut self, node: Node<'a>) -> Option<Binding> {
        self.reader.attributes(node, &["name", "type"]);
        let name = self.global_name(node)?;
        if !node.has_own("type") {
            self.reader.warning(node, "has no attribute type; left out");
            return None;
        }
        let mut binding = Binding {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            port_type: self.component(node, "type")?,
            binding_type: BindingType::Missing,
            operations: Vec::new(),
            using_addressing: false,
        };
        for child in self.reader.children(node) {
            let tag = child.tag_name();
            let namespace = tag.namespace().unwrap_or_default();
            match (wsdl_name(child), tag.name()) {
                ("documentation", _) => {}
                ("operation", _) => binding.operations.extend(self.binding_operation(child)),
                _ if ADDRESSING.contains(&(namespace, tag.name())) => {
                    binding.using_addressing = true;
                }
                (_, "binding") if namespace != crate::wsdl::WSDL => {
                    self.binding_type(child, &mut binding.binding_type);
                }
                _ => self.extension_or_unexpected(node, child),
            }
        }
        if let (BindingType::Missing, Some(version)) = (&binding.binding_type, version_of_operations(node)) {
            self.reader.warning(node, "has no soap:binding; as its operations are bound to SOAP, so is it, over HTTP");
            binding.binding_type = BindingType::Soap { version, style: Style::Document, transport: String::new() };
        }
        Some(binding)
    }

    /// `<soap:binding style transport>` (section 3.3) or `<http:binding verb>` (section 4.4).
    fn binding_type(&mut self, node: Node<'a>, found: &mut BindingType) {
        let read = match soap_version(node) {
            Some(version) => {
                self.reader.attributes(node, &["style", "transport"]);
                BindingType::Soap {
                    version,
                    style: self.style(node).unwrap_or(Style::Document),
                    transport: node.own("transport").unwrap_or_default().trim_matches(XML_SPACE).to_owned(),
                }
            }
            None if node.tag_name().namespace() == Some(HTTP) => {
                self.reader.attributes(node, &["verb"]);
                let verb = node.own("verb").unwrap_or("GET").trim_matches(XML_SPACE);
                BindingType::Http {
                    verb: match verb.to_ascii_uppercase().as_str() {
                        "GET" => HttpVerb::Get,
                        "POST" => HttpVerb::Post,
                        _ => HttpVerb::Other(verb.to_owned()),
                    },
                }
            }
            None => BindingType::Other(self.reader.node_name(node)),
        };
        if !matches!(found, BindingType::Missing | BindingType::Other(_)) {
            self.reader.warning(node, "the binding has a protocol already; the first is used");
            return;
        }
        *found = read;
    }

    fn style(&mut self, node: Node<'a>) -> Option<Style> {
        let attribute = node.own_node("style")?;
        match self.reader.word(node, &attribute, &["document", "rpc"]) {
            "document" => Some(Style::Document),
            "rpc" => Some(Style::Rpc),
            "" => None,
            other => {
                let message = format!("style must be document or rpc, not \"{other}\"; ignored");
                self.reader.attribute_warning(node, &attribute, message);
                None
            }
        }
    }

    /// `<wsdl:operation name>(documentation?, extension*, input?, output?, fault*)</wsdl:operation>` (section 2.5).
    fn binding_operation(&mut self, node: Node<'a>) -> Option<BindingOperation> {
        self.reader.attributes(node, &["name"]);
        let mut operation = BindingOperation {
            position: self.reader.position(node),
            name: self.reader.name(node)?,
            documentation: documentation(node),
            input_name: None,
            output_name: None,
            soap_action: None,
            soap_action_required: None,
            style: None,
            http_location: None,
            input: None,
            output: None,
            faults: Vec::new(),
        };
        for child in self.reader.children(node) {
            let tag = child.tag_name();
            match (wsdl_name(child), tag.name()) {
                ("documentation", _) => {}
                ("input", _) => {
                    operation.input_name = self.optional_name(child, "name");
                    operation.input = Some(self.binding_message(child));
                }
                ("output", _) => {
                    operation.output_name = self.optional_name(child, "name");
                    operation.output = Some(self.binding_message(child));
                }
                ("fault", _) => operation.faults.extend(self.binding_fault(child)),
                (_, "operation") if soap_version(child).is_some() => {
                    self.soap_operation(child, &mut operation);
                }
                (_, "operation") if tag.namespace() == Some(HTTP) => {
                    self.reader.attributes(child, &["location"]);
                    operation.http_location =
                        child.own("location").map(|location| location.trim_matches(XML_SPACE).to_owned());
                }
                _ => self.extension_or_unexpected(node, child),
            }
        }
        Some(operation)
    }

    /// `<soap:operation soapAction style soapActionRequired>` (section 3.4).
    fn soap_operation(&mut self, node: Node<'a>, operation: &mut BindingOperation) {
        let known = ["soapAction", "soapActionRequired", "style"];
        self.reader.attributes(node, &known);
        operation.soap_action = node.own("soapAction").map(|a| a.trim_matches(XML_SPACE).to_owned());
        operation.soap_action_required = self.reader.boolean(node, "soapActionRequired");
        operation.style = self.style(node);
    }

    /// `<wsdl:fault name>(documentation?, soap:fault)</wsdl:fault>` (section 2.5).
    fn binding_fault(&mut self, node: Node<'a>) -> Option<BindingFault> {
        self.reader.attributes(node, &["name"]);
        let mut soap = None;
        for child in self.reader.children(node) {
            if soap_version(child).is_some() && matches!(child.tag_name().name(), "fault" | "body") {
                // Some publish soap:body where soap:fault belongs; it says the same.
                soap = Some(self.soap_fault(child));
            } else if wsdl_name(child) != "documentation" {
                self.extension_or_unexpected(node, child);
            }
        }
        let named = self.optional_name(node, "name");
        let inner = || soap.as_ref().and_then(|soap: &SoapFault| soap.name.clone());
        let Some(name) = named.or_else(inner) else {
            self.reader.warning(node, "has no name; left out");
            return None;
        };
        Some(BindingFault { position: self.reader.position(node), name, soap })
    }

    /// `<soap:fault name use encodingStyle namespace>` (section 3.6).
    fn soap_fault(&mut self, node: Node<'a>) -> SoapFault {
        let known = ["encodingStyle", "name", "namespace", "parts", "use"];
        self.reader.attributes(node, &known);
        SoapFault {
            position: self.reader.position(node),
            name: self.optional_name(node, "name"),
            fault_use: self.use_(node),
            namespace: self.namespace(node),
            encoding_style: encoding_style(node),
        }
    }

    /// `<soap:body parts use encodingStyle namespace>` (section 3.5).
    pub(super) fn soap_body(&mut self, node: Node<'a>) -> SoapBody {
        let known = ["encodingStyle", "namespace", "parts", "use"];
        self.reader.attributes(node, &known);
        SoapBody {
            position: self.reader.position(node),
            body_use: self.use_(node),
            namespace: self.namespace(node),
            encoding_style: encoding_style(node),
            parts: node.own("parts").map(|parts| self.words(parts)),
        }
    }

    /// `<soap:header message part use encodingStyle namespace>(soap:headerfault*)</soap:header>` (section 3.7).
    pub(super) fn soap_header(&mut self, node: Node<'a>) -> Option<SoapHeader> {
        let (message, part) = self.message_part(node)?;
        let mut header_faults = Vec::new();
        for child in self.reader.children(node) {
            if soap_version(child).is_some() && child.tag_name().name() == "headerfault" {
                header_faults.extend(self.soap_header_fault(child));
            } else if wsdl_name(child) != "documentation" {
                self.extension_or_unexpected(node, child);
            }
        }
        Some(SoapHeader {
            position: self.reader.position(node),
            message,
            part,
            header_use: self.use_(node),
            namespace: self.namespace(node),
            encoding_style: encoding_style(node),
            required: is_required(node),
            header_faults,
        })
    }

    /// `<soap:headerfault message part use encodingStyle namespace>` (section 3.7).
    fn soap_header_fault(&mut self, node: Node<'a>) -> Option<SoapHeaderFault> {
        let (message, part) = self.message_part(node)?;
        Some(SoapHeaderFault {
            position: self.reader.position(node),
            message,
            part,
            header_use: self.use_(node),
            namespace: self.namespace(node),
            encoding_style: encoding_style(node),
        })
    }

    fn message_part(&mut self, node: Node<'a>) -> Option<(QName, Arc<str>)> {
        let known = ["encodingStyle", "message", "namespace", "part", "parts", "use"];
        self.reader.attributes(node, &known);
        if self.optional_name(node, "message").is_none() {
            self.reader.warning(node, "has no attribute message; left out");
            return None;
        }
        let message = self.component(node, "message")?;
        let Some(part) = node.own("part").or_else(|| node.own("parts")) else {
            self.reader.error(node, "has no attribute part");
            return None;
        };
        let part = self.reader.intern(part.trim_matches(XML_SPACE));
        Some((message, part))
    }

    fn use_(&mut self, node: Node<'a>) -> Use {
        let Some(attribute) = node.own_node("use") else {
            return Use::Literal;
        };
        match self.reader.word(node, &attribute, &["literal", "encoded"]) {
            "literal" | "" => Use::Literal,
            "encoded" => Use::Encoded,
            _ => {
                self.bad_value(node, &attribute, "literal or encoded");
                Use::Literal
            }
        }
    }

    fn namespace(&mut self, node: Node<'a>) -> Option<Arc<str>> {
        let namespace = node.own("namespace")?.trim_matches(XML_SPACE);
        (!namespace.is_empty()).then(|| self.reader.intern(namespace))
    }
}

/// The version of SOAP whose extension element `node` is.
pub(super) fn soap_version(node: Node<'_>) -> Option<SoapVersion> {
    match node.tag_name().namespace() {
        Some(SOAP11) => Some(SoapVersion::Soap11),
        Some(SOAP12) => Some(SoapVersion::Soap12),
        _ => None,
    }
}

/// The version of the first `soap:operation` in a binding.
fn version_of_operations(node: Node<'_>) -> Option<SoapVersion> {
    let operations = node.children().filter(|child| wsdl_name(*child) == "operation");
    let mut extensions = operations.flat_map(|operation| operation.children());
    extensions.find_map(|child| soap_version(child).filter(|_| child.tag_name().name() == "operation"))
}

fn encoding_style(node: Node<'_>) -> Option<String> {
    let style = node.own("encodingStyle")?.trim_matches(XML_SPACE);
    (!style.is_empty()).then(|| style.to_owned())
}
