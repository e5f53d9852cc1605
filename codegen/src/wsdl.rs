//! The components of a WSDL 1.1 document, under the names the specification gives them.
//!
//! Bindings are read into one model whatever their extension namespace: SOAP 1.1, SOAP 1.2 or HTTP. References are still
//! [`QName`]s; every component says where it was written.

mod binding;

use std::sync::Arc;

use crate::xsd::{DocumentId, Documentation, Position, QName};

pub use binding::{
    Binding, BindingFault, BindingMessage, BindingOperation, BindingType, Body, HttpVerb, JsonTwin, MimeContent,
    MimePart, SoapBody, SoapFault, SoapHeader, SoapHeaderFault, SoapVersion, Style, Use,
};

/// The namespace of WSDL 1.1.
pub const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";

/// `wsdl:definitions`: what one WSDL document contributes. Its schemas are in
/// [`Parsed::schemas`](crate::parse::Parsed::schemas).
#[derive(Debug, Clone)]
pub struct Definitions {
    /// Where the `definitions` element is.
    pub position: Position,
    /// `name`
    pub name: Option<String>,
    /// The target namespace; empty for none.
    pub target_namespace: Arc<str>,
    /// The documentation of the whole.
    pub documentation: Documentation,
    /// `wsdl:import`
    pub imports: Vec<Import>,
    /// `wsdl:message`
    pub messages: Vec<Message>,
    /// `wsdl:portType`
    pub port_types: Vec<PortType>,
    /// `wsdl:binding`
    pub bindings: Vec<Binding>,
    /// `wsdl:service`
    pub services: Vec<Service>,
    /// Extension elements that are not understood, anywhere in the document.
    pub extensions: Vec<Extension>,
}

/// `wsdl:import`
#[derive(Debug, Clone)]
pub struct Import {
    /// Where the import is.
    pub position: Position,
    /// The imported namespace.
    pub namespace: Arc<str>,
    /// The location as written.
    pub location: String,
    /// The document the location led to, when it was loaded. It may be a WSDL or, against the specification, a schema.
    pub document: Option<DocumentId>,
}

/// An extension element that is not understood, such as a policy.
#[derive(Debug, Clone)]
pub struct Extension {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Whether `wsdl:required="true"` says it must be understood.
    pub required: bool,
}

/// `wsdl:message`
#[derive(Debug, Clone)]
pub struct Message {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// `wsdl:part`
#[derive(Debug, Clone)]
pub struct Part {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: Arc<str>,
    /// Its documentation.
    pub documentation: Documentation,
    /// What it holds.
    pub kind: PartKind,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// `element="…"`
    Element(QName),
    /// `type="…"`
    Type(QName),
}

/// `wsdl:portType`
#[derive(Debug, Clone)]
pub struct PortType {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// Its operations in order. Names may repeat: see [`BindingOperation::input_name`].
    pub operations: Vec<Operation>,
}

/// `wsdl:operation` in a port type.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: Arc<str>,
    /// Its documentation.
    pub documentation: Documentation,
    /// `parameterOrder`; empty when absent.
    pub parameter_order: Vec<Arc<str>>,
    /// The transmission primitive.
    pub kind: OperationKind,
    /// `wsdl:input`
    pub input: Option<OperationMessage>,
    /// `wsdl:output`
    pub output: Option<OperationMessage>,
    /// `wsdl:fault`
    pub faults: Vec<OperationFault>,
}

/// The four transmission primitives, told apart by which of input and output are there and which is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Input only.
    OneWay,
    /// Input, then output.
    RequestResponse,
    /// Output, then input.
    SolicitResponse,
    /// Output only.
    Notification,
}

/// `wsdl:input` or `wsdl:output` in a port type.
#[derive(Debug, Clone)]
pub struct OperationMessage {
    /// Where it is.
    pub position: Position,
    /// `name` as written. Section 2.4.5 gives the name it has when absent.
    pub name: Option<Arc<str>>,
    /// The message. Without it the operation is left out; section 2.4 requires it.
    pub message: Option<QName>,
    /// `wsam:Action`, or `Action` of one of its predecessors.
    pub action: Option<String>,
}

/// `wsdl:fault` in a port type.
#[derive(Debug, Clone)]
pub struct OperationFault {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: Arc<str>,
    /// Its documentation.
    pub documentation: Documentation,
    /// The message.
    pub message: QName,
    /// `wsam:Action`, or `Action` of one of its predecessors.
    pub action: Option<String>,
}

/// `wsdl:service`
#[derive(Debug, Clone)]
pub struct Service {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// Its ports in order.
    pub ports: Vec<Port>,
}

/// `wsdl:port`
#[derive(Debug, Clone)]
pub struct Port {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: Arc<str>,
    /// Its documentation.
    pub documentation: Documentation,
    /// The binding.
    pub binding: QName,
    /// `location` of `soap:address` or `http:address`.
    pub address: Option<String>,
}
