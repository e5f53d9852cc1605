//! Envelopes that are sent.

use bytes::Bytes;

use super::fault::{Fault, FaultCode};
use super::{Style, Version};
use crate::content::{Content, NO_SCHEMA};
use crate::engine::{Encoding, WriteError, WriteOptions, Writer};
use crate::error::ConfigError;
use crate::facts::{Body, COMPLEX, ENCODED, Field, Message, Operation, Place, SimpleType};
use crate::fragment::Element;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
const ENVELOPE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope";

/// Stands before the wrapper of an encoded body until its start tag is complete; no XML has this character.
const MARK: &str = "\u{1}";

/// A header block to be sent.
#[derive(Clone)]
pub enum Block<'a> {
    /// A generated type under the name of its element.
    Typed(&'static Field, &'a dyn Content),
    /// An element as it is.
    Element(Element),
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Typed(field, _) => f.debug_tuple("Block").field(&field.name()).finish(),
            Self::Element(element) => f.debug_tuple("Block").field(element).finish(),
        }
    }
}

/// Writes the envelope of a request.
///
/// # Errors
/// When the value breaks the contract; the error has the path of the offending member.
pub fn write_request(
    operation: &'static Operation,
    headers: &[Block<'_>],
    request: &dyn Content,
) -> Result<Bytes, WriteError> {
    write_request_as(operation, headers, request, Style::default())
}

/// As [`write_request`], in the style of a peer.
///
/// # Errors
/// As [`write_request`].
pub fn write_request_as(
    operation: &'static Operation,
    headers: &[Block<'_>],
    request: &dyn Content,
    style: Style,
) -> Result<Bytes, WriteError> {
    write(operation, &operation.input, headers, request, style)
}

/// Writes the envelope of a reply, as a server or a test double does. A one-way operation gives an empty body.
///
/// # Errors
/// As [`write_request`].
pub fn write_reply(
    operation: &'static Operation,
    headers: &[Block<'_>],
    reply: &dyn Content,
) -> Result<Bytes, WriteError> {
    write_reply_as(operation, headers, reply, Style::default())
}

/// As [`write_reply`], in the style of a peer: that of the request that is answered.
///
/// # Errors
/// As [`write_request`].
pub fn write_reply_as(
    operation: &'static Operation,
    headers: &[Block<'_>],
    reply: &dyn Content,
    style: Style,
) -> Result<Bytes, WriteError> {
    static EMPTY: Message = Message { body: Body::Empty, headers: &[] };
    write(operation, operation.output.as_ref().unwrap_or(&EMPTY), headers, reply, style)
}

fn write(
    operation: &'static Operation,
    message: &Message,
    headers: &[Block<'_>],
    value: &dyn Content,
    style: Style,
) -> Result<Bytes, WriteError> {
    let version = style.version.or(Version::of_protocol(operation.protocol)).unwrap_or_default();
    let own = match version {
        Version::V11 => Encoding::Soap11,
        Version::V12 => Encoding::Soap12,
    };
    let encoding = matches!(message.body, Body::Encoded(_)).then_some(own);
    let mut writer = Writer::new(
        operation.schema,
        WriteOptions { encoding, local_accessors: style.local_accessors },
        ENVELOPE.len() + 1,
    );
    writer.declare(version.namespace_id());
    if !headers.is_empty() {
        writer.raw("<soap:Header>");
        for block in headers {
            let encoded = is_encoded(message, block).then_some(own);
            header(&mut writer, operation, encoding.is_none(), encoded, block)?;
        }
        writer.raw("</soap:Header>");
    } else if style.header {
        writer.raw("<soap:Header/>");
    }
    body(&mut writer, version, &message.body, value)?;
    writer.raw("</soap:Envelope>");
    let (mut out, at) = writer.finish(ENVELOPE, ">");
    if encoding.is_some() {
        say_encoding(&mut out, version);
    }
    // What is left of the gap stays where it is.
    Ok(Bytes::from(out).slice(at..))
}

/// Whether the binding says of this block that it follows the encoding.
fn is_encoded(message: &Message, block: &Block<'_>) -> bool {
    let Block::Typed(field, _) = block else { return false };
    let mut declared = message.headers.iter();
    declared.any(|other| other.has(ENCODED) && other.namespace() == field.namespace() && other.name() == field.name())
}

fn header(
    writer: &mut Writer,
    operation: &Operation,
    literal: bool,
    encoded: Option<Encoding>,
    block: &Block<'_>,
) -> Result<(), WriteError> {
    match block {
        Block::Typed(field, value) => {
            // A value with a lexical form alone belongs to no contract; its element is this one's.
            let schema = match value.facts().schema() {
                own if std::ptr::eq(own, &raw const NO_SCHEMA) => operation.schema,
                own => own,
            };
            if std::ptr::eq(schema, operation.schema) {
                if let Some(encoding) = encoded {
                    return writer.encoded_block(field, *value, encoding);
                }
                if literal {
                    return writer.element(field, *value);
                }
            }
            // Of another contract, whose prefixes mean something else; or beside an encoded body, whose types it does
            // not say.
            writer.raw(&crate::engine::write_document(schema, field, *value)?);
            Ok(())
        }
        Block::Element(element) => {
            writer.raw(&element.as_xml());
            Ok(())
        }
    }
}

fn body(writer: &mut Writer, version: Version, body: &Body, value: &dyn Content) -> Result<(), WriteError> {
    match body {
        Body::Empty => writer.raw("<soap:Body/>"),
        Body::Document(field) | Body::Rpc(field) => {
            writer.raw("<soap:Body>");
            writer.element(field, value)?;
            writer.raw("</soap:Body>");
        }
        Body::Encoded(field) => {
            writer.raw("<soap:Body>");
            writer.raw(MARK);
            writer.element(field, value)?;
            writer.raw("</soap:Body>");
        }
        Body::Parts => writer.element(&body_field(version, &COMPLEX), value)?,
        Body::Type(simple) => writer.element(&body_field(version, simple), value)?,
        // No envelope holds these; see `check`.
        Body::UrlEncoded | Body::UrlReplacement | Body::Xml(_) | Body::Json(..) | Body::Raw(_) => {
            writer.raw("<soap:Body/>");
        }
    }
    Ok(())
}

/// Whether an envelope can hold this body.
pub(crate) fn check(body: &Body) -> Result<(), ConfigError> {
    match body {
        Body::Empty | Body::Document(_) | Body::Parts | Body::Type(_) | Body::Rpc(_) | Body::Encoded(_) => Ok(()),
        Body::UrlEncoded | Body::UrlReplacement | Body::Xml(_) | Body::Json(..) | Body::Raw(_) => {
            Err(ConfigError::Unsupported("the operation is bound to SOAP, and its message to HTTP without an envelope"))
        }
    }
}

/// The body itself as an element, for messages whose value is its content.
pub(super) fn body_field(version: Version, simple: &'static SimpleType) -> Field {
    Field(Place::Element, version.namespace_id(), "soap:Body", 1, 1, 0, simple)
}

/// Puts `encodingStyle` (SOAP 1.1 section 4.1.1) on the wrapper, where both versions allow it.
fn say_encoding(out: &mut Vec<u8>, version: Version) {
    let Some(mark) = memchr::memmem::find(out, MARK.as_bytes()) else { return };
    let name = out.get(mark + 1..).unwrap_or_default();
    let end = name.iter().position(|byte| matches!(byte, b' ' | b'/' | b'>')).unwrap_or_default();
    let mut start = name.get(..end).unwrap_or_default().to_vec();
    start.extend_from_slice(format!(" soap:encodingStyle=\"{}\"", version.encoding()).as_bytes());
    out.splice(mark..=mark + end, start);
}

/// Writes the envelope of a fault.
///
/// # Errors
/// When a text holds a character that no XML document can.
pub fn write_fault(fault: &Fault) -> Result<Bytes, WriteError> {
    let mut out = String::from(DECLARATION);
    let version = fault.version;
    let close = ["</soap:Fault>", "</soap:Body>", "</soap:Envelope>"];
    out.extend(["<soap:Envelope xmlns:soap=\"", version.namespace(), "\"><soap:Body><soap:Fault>"]);
    match version {
        Version::V11 => fault_11(fault, &mut out)?,
        Version::V12 => fault_12(fault, &mut out)?,
    }
    out.extend(close);
    Ok(out.into())
}

fn fault_11(fault: &Fault, out: &mut String) -> Result<(), WriteError> {
    code("faultcode", &fault.code, fault.version, out)?;
    element("faultstring", "", &fault.reason, out)?;
    if let Some(role) = &fault.role {
        element("faultactor", "", role, out)?;
    }
    details("detail", fault, out)
}

fn fault_12(fault: &Fault, out: &mut String) -> Result<(), WriteError> {
    out.push_str("<soap:Code>");
    code("soap:Value", &fault.code, fault.version, out)?;
    for subcode in &fault.subcodes {
        out.push_str("<soap:Subcode>");
        code("soap:Value", subcode, fault.version, out)?;
    }
    out.extend(fault.subcodes.iter().map(|_| "</soap:Subcode>"));
    out.push_str("</soap:Code><soap:Reason>");
    if fault.reasons.is_empty() {
        element("soap:Text", " xml:lang=\"en\"", &fault.reason, out)?;
    }
    for (language, reason) in &fault.reasons {
        let mut attribute = String::from(" xml:lang=\"");
        escaped(language, &mut attribute)?;
        attribute.push('"');
        element("soap:Text", &attribute, reason, out)?;
    }
    out.push_str("</soap:Reason>");
    if let Some(node) = &fault.node {
        element("soap:Node", "", node, out)?;
    }
    if let Some(role) = &fault.role {
        element("soap:Role", "", role, out)?;
    }
    details("soap:Detail", fault, out)
}

fn details(name: &str, fault: &Fault, out: &mut String) -> Result<(), WriteError> {
    if fault.details.is_empty() && fault.detail_text.is_empty() {
        return Ok(());
    }
    out.extend(["<", name, ">"]);
    for detail in &fault.details {
        out.push_str(&detail.as_xml());
    }
    escaped(&fault.detail_text, out)?;
    out.extend(["</", name, ">"]);
    Ok(())
}

fn code(name: &str, code: &FaultCode, version: Version, out: &mut String) -> Result<(), WriteError> {
    if code.namespace.is_empty() {
        return element(name, "", &code.local, out);
    }
    if code.namespace == version.namespace() {
        return element(name, "", &format!("soap:{}", code.local), out);
    }
    let mut declaration = String::from(" xmlns:q=\"");
    escaped(&code.namespace, &mut declaration)?;
    declaration.push('"');
    element(name, &declaration, &format!("q:{}", code.local), out)
}

fn element(name: &str, attributes: &str, text: &str, out: &mut String) -> Result<(), WriteError> {
    out.extend(["<", name, attributes, ">"]);
    escaped(text, out).map_err(|error| error.inside(name, None))?;
    out.extend(["</", name, ">"]);
    Ok(())
}

/// Appends text as it can stand in an element or an attribute.
fn escaped(text: &str, out: &mut String) -> Result<(), WriteError> {
    let mut bytes = Vec::with_capacity(text.len());
    crate::xml::escape_attribute(text, &mut bytes)
        .map_err(|invalid| WriteError::new(crate::engine::Rule::IllegalCharacter(invalid.found)))?;
    out.push_str(&String::from_utf8_lossy(&bytes));
    Ok(())
}
