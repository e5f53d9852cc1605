//! `wsdl:binding` with its SOAP, HTTP and MIME extension elements.

use std::sync::Arc;

use crate::xsd::{Documentation, Position, QName};

/// `wsdl:binding`
#[derive(Debug, Clone)]
pub struct Binding {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// The port type it binds (`type`).
    pub port_type: QName,
    /// The protocol, by its extension element.
    pub binding_type: BindingType,
    /// Its operations in order.
    pub operations: Vec<BindingOperation>,
    /// Whether `wsaw:UsingAddressing` or `wsam:Addressing` asks for WS-Addressing headers.
    pub using_addressing: bool,
}

/// The protocol of a binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingType {
    /// `soap:binding` of WSDL 1.1 section 3 or of the SOAP 1.2 binding extension.
    Soap {
        /// By the namespace of the extension element.
        version: SoapVersion,
        /// The style of operations that name none; document when absent.
        style: Style,
        /// The transport URI; empty when absent.
        transport: String,
    },
    /// `http:binding`
    Http {
        /// The method of all its operations.
        verb: HttpVerb,
    },
    /// An extension element of another namespace.
    Other(QName),
    /// No extension element.
    Missing,
}

/// The version of SOAP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SoapVersion {
    /// SOAP 1.1
    Soap11,
    /// SOAP 1.2
    Soap12,
}

/// `style`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// The parts are the body.
    Document,
    /// The parts are in an element named after the operation.
    Rpc,
}

/// `use`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// The parts are as the schema says.
    Literal,
    /// The parts are abstract types, written by the rules of an encoding.
    Encoded,
}

/// `verb` of `http:binding`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpVerb {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// Another method, as written.
    Other(String),
}

/// `wsdl:operation` in a binding.
#[derive(Debug, Clone)]
pub struct BindingOperation {
    /// Where it is.
    pub position: Position,
    /// The name of the operation of the port type.
    pub name: Arc<str>,
    /// Its documentation.
    pub documentation: Documentation,
    /// `name` of its `input`: tells overloaded operations apart.
    pub input_name: Option<Arc<str>>,
    /// `name` of its `output`: tells overloaded operations apart.
    pub output_name: Option<Arc<str>>,
    /// `soapAction` as written; `None` when absent.
    pub soap_action: Option<String>,
    /// `soapActionRequired`
    pub soap_action_required: Option<bool>,
    /// `style`, when the operation overrides that of the binding.
    pub style: Option<Style>,
    /// `location` of `http:operation`.
    pub http_location: Option<String>,
    /// `wsdl:input`
    pub input: Option<BindingMessage>,
    /// `wsdl:output`
    pub output: Option<BindingMessage>,
    /// `wsdl:fault`
    pub faults: Vec<BindingFault>,
}

/// `wsdl:input` or `wsdl:output` in a binding.
#[derive(Debug, Clone)]
pub struct BindingMessage {
    /// Where it is.
    pub position: Position,
    /// How the message is carried.
    pub body: Body,
    /// `soap:header`, also those inside the root part of `mime:multipartRelated`.
    pub headers: Vec<SoapHeader>,
}

/// How a message is carried.
#[derive(Debug, Clone)]
pub enum Body {
    /// No extension element says.
    Empty,
    /// `soap:body`
    Soap(SoapBody),
    /// `mime:multipartRelated`: its parts in order.
    MultipartRelated(Vec<MimePart>),
    /// `http:urlEncoded`: the parts as a query (GET) or a form (POST).
    UrlEncoded,
    /// `http:urlReplacement`: the parts replace their names in parentheses in the location.
    UrlReplacement,
    /// `mime:content` and `mime:mimeXml`: alternatives for the one payload, in order.
    Mime(Vec<MimeContent>),
}

/// `soap:body`
#[derive(Debug, Clone)]
pub struct SoapBody {
    /// Where it is.
    pub position: Position,
    /// `use`; literal when absent.
    pub body_use: Use,
    /// `namespace` of the RPC wrapper.
    pub namespace: Option<Arc<str>>,
    /// `encodingStyle`
    pub encoding_style: Option<String>,
    /// `parts`: which parts of the message are in the body; all when absent.
    pub parts: Option<Vec<Arc<str>>>,
}

/// `soap:header`
#[derive(Debug, Clone)]
pub struct SoapHeader {
    /// Where it is.
    pub position: Position,
    /// The message that holds the part.
    pub message: QName,
    /// The part.
    pub part: Arc<str>,
    /// `use`; literal when absent.
    pub header_use: Use,
    /// `namespace` when the part is encoded.
    pub namespace: Option<Arc<str>>,
    /// `encodingStyle`
    pub encoding_style: Option<String>,
    /// Whether `wsdl:required="true"` is there.
    pub required: bool,
    /// `soap:headerfault`
    pub header_faults: Vec<SoapHeaderFault>,
}

/// `soap:headerfault`
#[derive(Debug, Clone)]
pub struct SoapHeaderFault {
    /// Where it is.
    pub position: Position,
    /// The message that holds the part.
    pub message: QName,
    /// The part.
    pub part: Arc<str>,
    /// `use`; literal when absent.
    pub header_use: Use,
    /// `namespace` when the part is encoded.
    pub namespace: Option<Arc<str>>,
    /// `encodingStyle`
    pub encoding_style: Option<String>,
}

/// `wsdl:fault` in a binding.
#[derive(Debug, Clone)]
pub struct BindingFault {
    /// Where it is.
    pub position: Position,
    /// The name of the fault of the port type's operation.
    pub name: Arc<str>,
    /// `soap:fault`
    pub soap: Option<SoapFault>,
}

/// `soap:fault`
#[derive(Debug, Clone)]
pub struct SoapFault {
    /// Where it is.
    pub position: Position,
    /// `name` as written; should equal that of the `wsdl:fault`.
    pub name: Option<Arc<str>>,
    /// `use`; literal when absent.
    pub fault_use: Use,
    /// `namespace` when the detail is encoded.
    pub namespace: Option<Arc<str>>,
    /// `encodingStyle`
    pub encoding_style: Option<String>,
}

/// `mime:part` of a `mime:multipartRelated`.
#[derive(Debug, Clone)]
pub enum MimePart {
    /// The root part: it holds `soap:body`.
    Soap(SoapBody),
    /// Another part: `mime:content` alternatives for one part of the message.
    Content(Vec<MimeContent>),
}

/// `mime:content` or `mime:mimeXml`.
#[derive(Debug, Clone)]
pub struct MimeContent {
    /// Where it is.
    pub position: Position,
    /// The part of the message; `None` when the message has only one.
    pub part: Option<Arc<str>>,
    /// The media type as written: `text/xml` for `mimeXml`, `*/*` when absent.
    pub media_type: String,
    /// How a JSON twin is wrapped.
    pub json: JsonTwin,
}

/// Attributes of the namespace [`JsonTwin::NAMESPACE`] on `mime:content`, as given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JsonTwin {
    /// `json:wrapper`: `operation`, `result`, `type`, `bare` or the name of the wrapping member.
    pub wrapper: Option<(Position, String)>,
    /// `json:alias`: other names that are accepted for the wrapping member, separated by white space.
    pub alias: Option<(Position, String)>,
}

impl JsonTwin {
    /// The namespace of the attributes.
    pub const NAMESPACE: &'static str = "urn:castile:json";
}
