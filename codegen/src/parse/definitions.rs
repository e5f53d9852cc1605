//! `wsdl:definitions`: imports, types, messages and port types (WSDL 1.1 section 2).

use std::sync::Arc;

use super::reader::{Node, Reader, XML_SPACE, XmlAttribute, documentation, is_ncname};
use crate::load::is_schema;
use crate::node::Own as _;
use crate::wsdl::{
    Definitions, Extension, Import, Message, Operation, OperationFault, OperationKind, OperationMessage, Part,
    PartKind, PortType, WSDL,
};
use crate::xsd::{QName, Schema};

/// The namespaces of `Action` on `input`, `output` and `fault`: the Recommendation and its predecessors.
const ACTION: &[&str] = &[
    "http://www.w3.org/2007/05/addressing/metadata",
    "http://www.w3.org/2006/05/addressing/wsdl",
    "http://www.w3.org/2006/02/addressing/wsdl",
    "http://www.w3.org/2005/08/addressing",
    "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "http://schemas.xmlsoap.org/ws/2003/03/addressing",
];

/// Reads the components of one WSDL document.
pub(super) struct DefinitionsReader<'a, 'r, 'd> {
    pub(super) reader: &'r mut Reader<'a, 'd>,
    pub(super) target_namespace: Arc<str>,
    pub(super) extensions: Vec<Extension>,
    schemas: Vec<Schema>,
}

impl<'a> Reader<'a, '_> {
    /// `<wsdl:definitions name targetNamespace>(import | documentation | types | message | portType | binding |
    /// service)*</wsdl:definitions>` (section 2.1).
    pub(super) fn definitions(&mut self, node: Node<'a>) -> (Definitions, Vec<Schema>) {
        self.attributes(node, &["name", "targetNamespace"]);
        let target = node.own("targetNamespace").unwrap_or_default().trim_matches(XML_SPACE);
        let mut reader = DefinitionsReader {
            target_namespace: self.intern(target),
            reader: self,
            extensions: Vec::new(),
            schemas: Vec::new(),
        };
        let definitions = reader.components(node);
        (definitions, reader.schemas)
    }
}

impl<'a> DefinitionsReader<'a, '_, '_> {
    fn components(&mut self, node: Node<'a>) -> Definitions {
        let mut definitions = Definitions {
            position: self.reader.position(node),
            name: node.own("name").map(str::to_owned),
            target_namespace: Arc::clone(&self.target_namespace),
            documentation: documentation(node),
            imports: Vec::new(),
            messages: Vec::new(),
            port_types: Vec::new(),
            bindings: Vec::new(),
            services: Vec::new(),
            extensions: Vec::new(),
        };
        for child in self.reader.children(node) {
            match wsdl_name(child) {
                "documentation" => {}
                "import" => definitions.imports.extend(self.import(child)),
                "types" => self.types(child),
                "message" => definitions.messages.extend(self.message(child)),
                "portType" => definitions.port_types.extend(self.port_type(child)),
                "binding" => definitions.bindings.extend(self.binding(child)),
                "service" => definitions.services.extend(self.service(child)),
                _ => self.extension_or_unexpected(node, child),
            }
        }
        definitions.extensions = std::mem::take(&mut self.extensions);
        definitions
    }

    /// `<wsdl:import namespace location>` (section 2.1.1).
    fn import(&mut self, node: Node<'a>) -> Option<Import> {
        self.reader.attributes(node, &["location", "namespace"]);
        let position = self.reader.position(node);
        let namespace = node.own("namespace").unwrap_or_default().trim_matches(XML_SPACE);
        let location = node.own("location").unwrap_or_default().trim_matches(XML_SPACE);
        if location.is_empty() {
            self.reader.warning(node, "has no attribute location; nothing is imported");
            return None;
        }
        Some(Import {
            position,
            namespace: self.reader.intern(namespace),
            location: location.to_owned(),
            document: self.reader.document.link(position.offset),
        })
    }

    /// `<wsdl:types>(documentation?, xs:schema*)</wsdl:types>` (section 2.2).
    fn types(&mut self, node: Node<'a>) {
        self.reader.attributes(node, &[]);
        let no_namespace = self.reader.intern("");
        for child in self.reader.children(node) {
            let name = child.tag_name();
            match (name.namespace(), name.name()) {
                (Some(WSDL), "documentation") => {}
                _ if is_schema(child) => {
                    let schema = self.reader.schema(child, &no_namespace);
                    self.schemas.push(schema);
                }
                _ => self.extension_or_unexpected(node, child),
            }
        }
    }

    /// `<wsdl:message name>(documentation?, part*)</wsdl:message>` (section 2.3).
    fn message(&mut self, node: Node<'a>) -> Option<Message> {
        self.reader.attributes(node, &["name"]);
        let name = self.global_name(node)?;
        let mut parts = Vec::new();
        for child in self.reader.children(node) {
            match wsdl_name(child) {
                "documentation" => {}
                "part" => parts.extend(self.part(child)),
                _ => self.extension_or_unexpected(node, child),
            }
        }
        Some(Message { position: self.reader.position(node), name, documentation: documentation(node), parts })
    }

    /// `<wsdl:part name (element | type)>` (section 2.3.1).
    fn part(&mut self, node: Node<'a>) -> Option<Part> {
        self.reader.attributes(node, &["element", "name", "type"]);
        let name = self.reader.name(node)?;
        let has = |attribute| {
            let value = node.own(attribute).map(|value| value.trim_matches(XML_SPACE));
            value.is_some_and(|value| !value.is_empty() && !value.ends_with(':'))
        };
        let kind = match (has("element"), has("type")) {
            (true, both) => {
                if both {
                    self.reader.warning(node, "has both element and type; element is used");
                }
                PartKind::Element(self.reader.qname(node, "element")?)
            }
            (false, true) => PartKind::Type(self.reader.qname(node, "type")?),
            // The HTTP bindings of some servers describe a response of arbitrary XML so.
            (false, false) => {
                let message = "a part has neither element nor type; read as xs:anyType";
                self.reader.warning_once(node, message);
                PartKind::Type(QName::xsd("anyType"))
            }
        };
        Some(Part { position: self.reader.position(node), name, documentation: documentation(node), kind })
    }

    /// `<wsdl:portType name>(documentation?, operation*)</wsdl:portType>` (section 2.4).
    fn port_type(&mut self, node: Node<'a>) -> Option<PortType> {
        self.reader.attributes(node, &["name"]);
        let name = self.global_name(node)?;
        let mut operations = Vec::new();
        for child in self.reader.children(node) {
            match wsdl_name(child) {
                "documentation" => {}
                "operation" => operations.extend(self.operation(child)),
                _ => self.extension_or_unexpected(node, child),
            }
        }
        Some(PortType { position: self.reader.position(node), name, documentation: documentation(node), operations })
    }

    /// `<wsdl:operation name parameterOrder>(documentation?, (input, output?, fault*) | (output, input?, fault*))
    /// </wsdl:operation>` (section 2.4).
    fn operation(&mut self, node: Node<'a>) -> Option<Operation> {
        self.reader.attributes(node, &["name", "parameterOrder"]);
        let name = self.reader.name(node)?;
        let (mut input, mut output) = (None, None);
        let mut kind = None;
        let mut faults = Vec::new();
        for child in self.reader.children(node) {
            let slot = match wsdl_name(child) {
                "documentation" => continue,
                "fault" => {
                    faults.extend(self.operation_fault(child));
                    continue;
                }
                "input" => {
                    let alone = OperationKind::OneWay;
                    kind = Some(kind.map_or(alone, |_| OperationKind::SolicitResponse));
                    &mut input
                }
                "output" => {
                    let alone = OperationKind::Notification;
                    kind = Some(kind.map_or(alone, |_| OperationKind::RequestResponse));
                    &mut output
                }
                _ => {
                    self.extension_or_unexpected(node, child);
                    continue;
                }
            };
            if slot.is_some() {
                let message = format!("the operation has an {} already", wsdl_name(child));
                self.reader.error(child, message);
                continue;
            }
            *slot = Some(self.operation_message(child));
        }
        let Some(kind) = kind else {
            self.reader.warning(node, "has neither input nor output; left out");
            return None;
        };
        let order = node.own("parameterOrder").unwrap_or_default();
        Some(Operation {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            parameter_order: self.words(order),
            kind,
            input,
            output,
            faults,
        })
    }

    /// `<wsdl:input name message>` and `<wsdl:output name message>` of a port type (section 2.4).
    fn operation_message(&mut self, node: Node<'a>) -> OperationMessage {
        self.reader.attributes(node, &["message", "name"]);
        self.only_documentation(node);
        OperationMessage {
            position: self.reader.position(node),
            name: self.optional_name(node, "name"),
            message: self.optional_name(node, "message").and_then(|_| self.component(node, "message")),
            action: action(node),
        }
    }

    /// `<wsdl:fault name message>` of a port type (section 2.4).
    fn operation_fault(&mut self, node: Node<'a>) -> Option<OperationFault> {
        self.reader.attributes(node, &["message", "name"]);
        self.only_documentation(node);
        if self.optional_name(node, "message").is_none() {
            self.reader.warning(node, "has no attribute message; its detail is kept as XML");
            return None;
        }
        let message = self.component(node, "message")?;
        let name = if let Some(name) = self.optional_name(node, "name") {
            name
        } else {
            self.reader.warning(node, "has no name; that of its message is used");
            Arc::clone(&message.local)
        };
        Some(OperationFault {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            message,
            action: action(node),
        })
    }

    fn only_documentation(&mut self, node: Node<'a>) {
        for child in self.reader.children(node) {
            if wsdl_name(child) != "documentation" {
                self.extension_or_unexpected(node, child);
            }
        }
    }

    /// The name of a message, port type, binding or service.
    pub(super) fn global_name(&mut self, node: Node<'a>) -> Option<QName> {
        let local = self.reader.name(node)?;
        Some(QName::new(Arc::clone(&self.target_namespace), local))
    }

    /// A reference to a message, port type or binding. An undeclared prefix can only mean this document's own.
    pub(super) fn component(&mut self, node: Node<'a>, name: &str) -> Option<QName> {
        let attribute = node.own_node(name)?;
        let value = attribute.value().trim_matches(XML_SPACE);
        if let Some((prefix, local)) = value.split_once(':')
            && prefix != "xml"
            && is_ncname(prefix)
            && is_ncname(local)
            && node.lookup_namespace_uri(Some(prefix)).is_none()
        {
            let message =
                format!("the prefix {prefix} of {name}=\"{value}\" is not declared; read as the target namespace");
            self.reader.attribute_warning(node, &attribute, message);
            let local = self.reader.intern(local);
            return Some(QName::new(Arc::clone(&self.target_namespace), local));
        }
        self.reader.expand(node, &attribute, value)
    }

    /// A name that may be absent.
    pub(super) fn optional_name(&mut self, node: Node<'a>, attribute: &str) -> Option<Arc<str>> {
        let name = node.own(attribute)?.trim_matches(XML_SPACE);
        (!name.is_empty()).then(|| self.reader.intern(name))
    }

    /// The words of a list.
    pub(super) fn words(&mut self, list: &str) -> Vec<Arc<str>> {
        list.split_ascii_whitespace().map(|word| self.reader.intern(word)).collect()
    }

    /// Records an extension element, or reports an element of WSDL that is in the wrong place.
    pub(super) fn extension_or_unexpected(&mut self, parent: Node<'a>, child: Node<'a>) {
        let name = self.reader.node_name(child);
        if &*name.namespace == WSDL {
            let message = format!("is not allowed in {}", parent.tag_name().name());
            self.reader.error(child, message);
            return;
        }
        let position = self.reader.position(child);
        let required = is_required(child);
        if !required {
            self.reader.foreign(child, position, "extension element", &name);
        } else if is_policy(&name.namespace) {
            let message = format!("{name} is required; policies are not read");
            self.reader.warning(child, message);
        } else {
            let message = format!("{name} is required (wsdl:required) but not understood");
            self.reader.error(child, message);
        }
        self.extensions.push(Extension { position, name, required });
    }

    /// Reports a value that is not one of those allowed.
    pub(super) fn bad_value(&mut self, node: Node<'a>, attribute: &XmlAttribute<'a>, allowed: &str) {
        let (name, value) = (attribute.name(), attribute.value());
        let message = format!("{name} must be {allowed}, not \"{value}\"");
        self.reader.attribute_error(node, attribute, message);
    }
}

/// The local name of an element of WSDL; empty for others.
pub(super) fn wsdl_name(node: Node<'_>) -> &str {
    let name = node.tag_name();
    if name.namespace() == Some(WSDL) { name.name() } else { "" }
}

/// Whether `wsdl:required` is true.
pub(super) fn is_required(node: Node<'_>) -> bool {
    let required = node.attribute((WSDL, "required")).map(|value| value.trim_matches(XML_SPACE));
    matches!(required, Some("true" | "1"))
}

fn is_policy(namespace: &str) -> bool {
    matches!(
        namespace,
        "http://www.w3.org/ns/ws-policy"
            | "http://schemas.xmlsoap.org/ws/2004/09/policy"
            | "http://schemas.xmlsoap.org/ws/2002/12/policy"
    )
}

fn action(node: Node<'_>) -> Option<String> {
    let action = ACTION.iter().find_map(|namespace| node.attribute((*namespace, "Action")))?;
    Some(action.trim_matches(XML_SPACE).to_owned())
}
