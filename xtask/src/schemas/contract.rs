//! WSDLs: a schema, and operations whose messages are made of it in one of the ways that SOAP bindings know.

use super::Documents;
use super::components::{Components, Namespace};
use super::names::names;
use super::random::Random;

/// How the messages of a contract are made of parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    /// document/literal: an element in the body, perhaps one in the header.
    #[default]
    Document,
    /// document/literal with several elements in the body.
    DocumentParts,
    /// document/literal with a part by type.
    DocumentType,
    RpcLiteral,
    /// rpc/literal, some of whose parts are elements.
    RpcElements,
    RpcEncoded,
}

impl Shape {
    fn style(self) -> &'static str {
        match self {
            Self::Document | Self::DocumentParts | Self::DocumentType => "document",
            Self::RpcLiteral | Self::RpcElements | Self::RpcEncoded => "rpc",
        }
    }
}

/// A part of a message: its name, and the attribute that says what it is.
type Part = (String, String);

/// A WSDL in the making.
#[derive(Debug)]
struct Contract {
    components: Components,
    shape: Shape,
    /// The namespace of the SOAP binding, and of the encoding.
    soap: &'static str,
    encoding: &'static str,
    /// References to what parts can be made of.
    elements: Vec<String>,
    types: Vec<String>,
    messages: String,
    port_type: String,
    binding: String,
}

/// An entry that is a WSDL.
pub(super) fn entry(random: Random) -> Documents {
    let mut components = Components::new(random);
    let shape = components.random.pick(&[
        Shape::Document,
        Shape::Document,
        Shape::DocumentParts,
        Shape::DocumentType,
        Shape::RpcLiteral,
        Shape::RpcLiteral,
        Shape::RpcElements,
        Shape::RpcEncoded,
    ]);
    let schema = if shape == Shape::RpcEncoded {
        components.encoded_document()
    } else {
        let size = components.random.between(6, 16);
        components.document(Namespace::A, &[Namespace::A], size, "")
    };
    let mut contract = Contract::new(components, shape);
    for index in 0..contract.components.random.between(1, 4) {
        contract.operation(&format!("op{index}"));
    }
    vec![("main.wsdl", contract.text(&schema))]
}

impl Contract {
    fn new(mut components: Components, shape: Shape) -> Self {
        let elements = components.elements.iter().map(|element| element.name.to_string()).collect();
        let complex_types = components.complex_types.iter().map(|ty| ty.name.to_string());
        let simple_types = components.simple_types.iter().map(|ty| ty.name.to_string());
        let mut types: Vec<String> = complex_types.chain(simple_types).collect();
        types.extend((0..4).map(|_| components.builtin_reference()));
        let (soap, encoding) = if components.random.below(3) < 2 {
            ("http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/soap/encoding/")
        } else {
            ("http://schemas.xmlsoap.org/wsdl/soap12/", "http://www.w3.org/2003/05/soap-encoding")
        };
        let (messages, port_type, binding) = (String::new(), String::new(), String::new());
        Self { components, shape, soap, encoding, elements, types, messages, port_type, binding }
    }

    /// Adds an operation: its messages, its place in the port type and in the binding.
    fn operation(&mut self, name: &str) {
        let (mut abstract_part, mut concrete_part) = (String::new(), String::new());
        let has_output = !self.components.random.percent(12);
        self.message(name, "In", "input", &mut abstract_part, &mut concrete_part);
        if has_output {
            self.message(name, "Out", "output", &mut abstract_part, &mut concrete_part);
        }
        if has_output
            && self.components.random.percent(40)
            && let Some(element) = self.element_part()
        {
            self.messages.push_str(&format!("<message name=\"{name}Fault\"><part name=\"f\" {element}/></message>\n"));
            abstract_part.push_str(&format!("<fault name=\"flt\" message=\"tns:{name}Fault\"/>"));
            concrete_part.push_str("<fault name=\"flt\"><soap:fault name=\"flt\" use=\"literal\"/></fault>");
        }
        self.port_type.push_str(&format!("<operation name=\"{name}\">{abstract_part}</operation>\n"));
        self.binding.push_str(&format!(
            "<operation name=\"{name}\"><soap:operation soapAction=\"urn:{name}\"/>{concrete_part}</operation>\n"
        ));
    }

    /// Adds a message, and what the port type and the binding say of it.
    fn message(
        &mut self,
        operation: &str,
        direction: &str,
        tag: &str,
        abstract_part: &mut String,
        concrete_part: &mut String,
    ) {
        let parts = self.parts();
        let name = format!("{operation}{direction}");
        let mut text = String::new();
        for (name, attribute) in &parts {
            text.push_str(&format!("<part name=\"{name}\" {attribute}/>"));
        }
        self.messages.push_str(&format!("<message name=\"{name}\">{text}</message>\n"));
        abstract_part.push_str(&format!("<{tag} message=\"tns:{name}\"/>"));
        let body = if self.shape == Shape::Document && parts.len() > 1 {
            format!(
                "<soap:header message=\"tns:{name}\" part=\"hdr\" use=\"literal\"/>\
                 <soap:body parts=\"body\" use=\"literal\"/>"
            )
        } else if self.shape == Shape::RpcEncoded {
            format!("<soap:body use=\"encoded\" namespace=\"urn:svc\" encodingStyle=\"{}\"/>", self.encoding)
        } else if self.shape.style() == "rpc" {
            "<soap:body use=\"literal\" namespace=\"urn:svc\"/>".to_owned()
        } else {
            "<soap:body use=\"literal\"/>".to_owned()
        };
        concrete_part.push_str(&format!("<{tag}>{body}</{tag}>"));
    }

    fn parts(&mut self) -> Vec<Part> {
        match self.shape {
            Shape::Document => self.document_parts(),
            Shape::DocumentParts => {
                let mut parts: Vec<Part> = Vec::new();
                for index in 0..self.components.random.between(1, 3) {
                    // No element comes twice.
                    let element = self.element_part().filter(|element| parts.iter().all(|(_, other)| other != element));
                    parts.extend(element.map(|element| (format!("p{index}"), element)));
                }
                parts
            }
            Shape::DocumentType => vec![("body".to_owned(), self.type_part())],
            Shape::RpcLiteral | Shape::RpcElements | Shape::RpcEncoded => {
                let count = self.components.random.between(0, 4);
                let names = names(&mut self.components.random, count);
                names.into_iter().map(|name| (name, self.rpc_part())).collect()
            }
        }
    }

    /// An element in the body and perhaps one in the header, or nothing.
    fn document_parts(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        if self.components.random.percent(8) {
            return parts;
        }
        parts.extend(self.element_part().map(|element| ("body".to_owned(), element)));
        if self.components.random.percent(40) {
            parts.extend(self.element_part().map(|element| ("hdr".to_owned(), element)));
        }
        parts
    }

    fn rpc_part(&mut self) -> String {
        let by_element = self.shape == Shape::RpcElements && self.components.random.percent(50);
        let element = if by_element { self.element_part() } else { None };
        element.unwrap_or_else(|| self.type_part())
    }

    fn element_part(&mut self) -> Option<String> {
        self.components.random.choose(&self.elements, |_| true).map(|element| format!("element=\"{element}\""))
    }

    fn type_part(&mut self) -> String {
        let ty = self.components.random.choose(&self.types, |_| true).unwrap_or_default();
        format!("type=\"{ty}\"")
    }

    fn text(&self, schema: &str) -> String {
        let Self { soap, messages, port_type, binding, .. } = self;
        format!(
            "<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\" xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\" \
             xmlns:soap=\"{soap}\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
             xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:a=\"urn:a\" xmlns:tns=\"urn:svc\" \
             targetNamespace=\"urn:svc\">\n\
             <types>\n{schema}</types>\n\
             {messages}\
             <portType name=\"P\">\n{port_type}</portType>\n\
             <binding name=\"B\" type=\"tns:P\">\n\
             <soap:binding style=\"{}\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n{binding}</binding>\n\
             <service name=\"S\"><port name=\"Po\" binding=\"tns:B\">\
             <soap:address location=\"http://localhost/\"/></port></service>\n\
             </definitions>\n",
            self.shape.style()
        )
    }
}
