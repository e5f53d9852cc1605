//! Clients, their operations, and how these travel.

use super::{Field, SimpleRef, Type, WireName};

/// A client for one port.
#[derive(Clone, Debug)]
pub struct Client {
    /// Type identifier.
    pub ident: String,
    /// `service/port` in the contract.
    pub port: String,
    /// Local name of the port's binding.
    pub binding: String,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// The address in the contract.
    pub address: Option<String>,
    /// In document order.
    pub operations: Vec<Operation>,
    /// What the service sends of its own accord, notifications and solicit-responses: facts without a method.
    pub notifications: Vec<Operation>,
}

/// An operation of a client.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Method identifier; empty where no client calls the operation.
    pub ident: String,
    /// Identifier of the static with its facts.
    pub table: String,
    /// Name in the contract.
    pub name: String,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// How it travels.
    pub protocol: Protocol,
    /// Whether the manifest says that it changes nothing, so that a call may be repeated.
    pub safe: bool,
    /// The request.
    pub input: Message,
    /// The reply; `None` for one-way.
    pub output: Option<Message>,
    /// Declared fault details. Emitted code names them in its documentation only.
    pub faults: Vec<FaultDetail>,
}

/// An element that the detail of a fault may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultDetail {
    /// Its name.
    pub name: WireName,
    /// What it is read as.
    pub ty: Type,
    /// Its simple type. A static that nothing else needs is not in the package.
    pub simple: SimpleRef,
    /// Whether its text is a list.
    pub list: bool,
}

/// Mirror of the runtime's `Protocol`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// SOAP 1.1 and its action.
    Soap11(String),
    /// SOAP 1.2 and its action.
    Soap12(String),
    /// HTTP verb and location.
    Http(String, String),
}

/// A message of an operation.
#[derive(Clone, Debug)]
pub struct Message {
    /// The Rust type of its value; `None` when there is nothing to say (an empty body).
    pub ty: Option<Type>,
    /// Its place in the body.
    pub body: Body,
    /// Header blocks: name, type and facts, as fields.
    pub headers: Vec<Field>,
}

/// Mirror of the runtime's `Body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// One element.
    Document(BodyElement),
    /// Each field an element.
    Parts,
    /// The content of the body itself.
    Type(SimpleRef),
    /// RPC/literal wrapper.
    Rpc(BodyElement),
    /// RPC/encoded wrapper.
    Encoded(BodyElement),
    /// Query or form.
    UrlEncoded,
    /// Replacement in the location.
    UrlReplacement,
    /// XML over HTTP.
    Xml(BodyElement),
    /// JSON wrapper key (empty: none) and aliases.
    Json(String, Vec<String>),
    /// Another content type.
    Raw(String),
}

/// The element that a body consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyElement {
    /// Its name.
    pub name: WireName,
    /// Whether it is nillable.
    pub nillable: bool,
    /// The text is an `xs:list`.
    pub list: bool,
    /// The simple type of its text.
    pub simple: SimpleRef,
}
