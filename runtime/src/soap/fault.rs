//! Faults of both versions as one type, and the reading of them.

use std::fmt;

use http::StatusCode;

use super::Version;
use super::header::Headers;
use crate::content::{Content as _, Input, Root};
use crate::engine::{ReadError, ReadErrorKind};
use crate::fragment::Element;
use crate::secret::{Secrets, write_beginning};
use crate::xml::name::XML_URI;
use crate::xml::{Attribute, Name, Reader, Token};

/// A SOAP fault (SOAP 1.1 section 4.4, SOAP 1.2 part 1 section 5.4).
///
/// Both versions have one shape here. It is read as servers write it: the parts by local name, in any order, with or
/// without a namespace; only the parts that are there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fault {
    /// The version of the envelope that held it.
    pub version: Version,
    /// `faultcode`, or `Code/Value`.
    pub code: FaultCode,
    /// The values of `Code/Subcode`, outermost first; none in SOAP 1.1.
    pub subcodes: Vec<FaultCode>,
    /// `faultstring`, or the first `Reason/Text`.
    pub reason: String,
    /// All of `Reason/Text` with their languages; none in SOAP 1.1.
    pub reasons: Vec<(String, String)>,
    /// `faultactor`, or `Role`: who found fault.
    pub role: Option<String>,
    /// `Node`; none in SOAP 1.1.
    pub node: Option<String>,
    /// The entries of `detail`, or `Detail`.
    pub details: Vec<Element>,
    /// The text of `detail`, for servers that put no element there.
    pub detail_text: String,
    /// The header blocks of the envelope.
    pub headers: Headers,
    pub(crate) status: Option<StatusCode>,
}

/// The code of a fault, a qualified name.
///
/// What a server sends in its place is kept: a prefix that is not declared and a text that is no name are in `local` as
/// they came, without a namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FaultCode {
    /// Namespace name; empty for none.
    pub namespace: String,
    /// Local part.
    pub local: String,
}

impl FaultCode {
    /// A code of your own.
    pub fn new(namespace: &str, local: &str) -> Self {
        Self { namespace: namespace.to_owned(), local: local.to_owned() }
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.local)
    }
}

impl Fault {
    /// A fault of the sender's making (`Client`, `Sender`), to be answered by a server.
    pub fn sender(version: Version, reason: &str) -> Self {
        let local = match version {
            Version::V11 => "Client",
            Version::V12 => "Sender",
        };
        Self::new(version, FaultCode::new(version.namespace(), local), reason)
    }

    /// A fault of the server's own (`Server`, `Receiver`), to be answered by a server.
    pub fn receiver(version: Version, reason: &str) -> Self {
        let local = match version {
            Version::V11 => "Server",
            Version::V12 => "Receiver",
        };
        Self::new(version, FaultCode::new(version.namespace(), local), reason)
    }

    /// A fault with this code and reason.
    pub fn new(version: Version, code: FaultCode, reason: &str) -> Self {
        Self { version, code, reason: reason.to_owned(), ..Self::default() }
    }

    /// The detail entry that is the element `T`, if there is one.
    ///
    /// The name decides, with its namespace or, since many servers leave that out, by its local part alone.
    pub fn detail<T: Root>(&self) -> Option<Result<T, ReadError>> {
        super::header::find::<T>(self.details.iter()).map(super::header::read)
    }

    /// The HTTP status of the response; none if the fault was not received.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Whether the code puts the blame on the request: `Client`, `Sender` or one below them (`Client.Authentication`).
    pub fn is_sender(&self) -> bool {
        self.is("Client") || self.is("Sender")
    }

    /// Whether the code puts the blame on the server: `Server`, `Receiver` or one below them.
    pub fn is_receiver(&self) -> bool {
        self.is("Server") || self.is("Receiver")
    }

    fn is(&self, class: &str) -> bool {
        self.code.local.split('.').next() == Some(class)
    }

    /// Takes what the request holds of secrets out of the texts; a server may repeat them.
    pub(crate) fn redact(&mut self, secrets: &Secrets) {
        let reasons = self.reasons.iter_mut().map(|(_, text)| text);
        let texts = [&mut self.code.local, &mut self.reason, &mut self.detail_text].into_iter();
        for text in texts.chain(reasons).chain(self.role.as_mut()).chain(self.node.as_mut()) {
            *text = secrets.redact(text);
        }
    }
}

/// How many subcodes a fault's text shows: one stands in the other, as often as the server likes.
const SUBCODES: usize = 4;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server answered with the fault ")?;
        write_beginning(f, &self.code.local)?;
        for subcode in self.subcodes.iter().take(SUBCODES) {
            f.write_str("/")?;
            write_beginning(f, &subcode.local)?;
        }
        f.write_str(": ")?;
        write_beginning(f, &self.reason)
    }
}

impl std::error::Error for Fault {}

/// Reads the `Fault` element whose start tag was just given, to its end.
pub(super) fn read_fault(reader: &mut Reader<'_>, version: Version) -> Result<Fault, ReadError> {
    let mut fault = Fault { version, ..Fault::default() };
    loop {
        match reader.next()? {
            Token::Start(name) => {
                part(reader, name.local, &mut fault).map_err(|error| error.inside(name.local, None))?;
            }
            Token::Text(_) => {}
            Token::End | Token::Eof => break,
        }
    }
    if let Some((_, text)) = fault.reasons.first().filter(|_| fault.reason.is_empty()) {
        fault.reason.clone_from(text);
    }
    Ok(fault)
}

fn part(reader: &mut Reader<'_>, local: &str, fault: &mut Fault) -> Result<(), ReadError> {
    match local {
        "faultcode" => fault.code = code(reader)?,
        "faultstring" => fault.reason = text(reader)?,
        "faultactor" | "Role" => fault.role = Some(text(reader)?),
        "Node" => fault.node = Some(text(reader)?),
        "Code" => codes(reader, fault)?,
        "Reason" => reasons(reader, fault)?,
        "detail" | "Detail" => details(reader, fault)?,
        _ => reader.skip_element()?,
    }
    Ok(())
}

/// `Code`, whose `Subcode`s stand one in the other.
fn codes(reader: &mut Reader<'_>, fault: &mut Fault) -> Result<(), ReadError> {
    let mut codes = Vec::new();
    let mut open = 1_usize;
    while open > 0 {
        match reader.next()? {
            Token::Start(name) if name.local == "Value" => {
                let code = code(reader)?;
                reader.keep(code.namespace.len().saturating_add(code.local.len()))?;
                reader.keep_item(codes.len(), size_of::<FaultCode>())?;
                codes.push(code);
            }
            Token::Start(_) => open += 1,
            Token::Text(_) => {}
            Token::End | Token::Eof => open -= 1,
        }
    }
    let mut codes = codes.into_iter();
    fault.code = codes.next().unwrap_or_default();
    fault.subcodes = codes.collect();
    Ok(())
}

fn reasons(reader: &mut Reader<'_>, fault: &mut Fault) -> Result<(), ReadError> {
    loop {
        match reader.next()? {
            Token::Start(name) if name.local == "Text" => {
                let language = attribute(reader, XML_URI, "lang").unwrap_or_default();
                reader.keep_item(fault.reasons.len(), size_of::<(String, String)>())?;
                fault.reasons.push((language, text(reader)?));
            }
            Token::Start(_) => reader.skip_element()?,
            // Some servers leave out `Text`.
            Token::Text(text) => text.push_to(&mut fault.reason),
            Token::End | Token::Eof => break,
        }
    }
    fault.reason = fault.reason.trim().to_owned();
    Ok(())
}

fn details(reader: &mut Reader<'_>, fault: &mut Fault) -> Result<(), ReadError> {
    loop {
        match reader.next()? {
            Token::Start(name) => {
                reader.keep_item(fault.details.len(), size_of::<Element>())?;
                fault.details.push(element(reader, name)?);
            }
            Token::Text(text) => text.push_to(&mut fault.detail_text),
            Token::End | Token::Eof => break,
        }
    }
    fault.detail_text = fault.detail_text.trim().to_owned();
    Ok(())
}

/// The element whose start tag was just given, as it is.
pub(super) fn element(reader: &mut Reader<'_>, name: Name<'_>) -> Result<Element, ReadError> {
    let offset = reader.token_start();
    let capture = reader.capture()?;
    let mut element = Element::default();
    let namespace = reader.namespace_uri(name.ns);
    element
        .lex(Input::Xml(namespace, name.local, &capture.attributes, &capture.content))
        .map_err(|error| ReadError::new(ReadErrorKind::Value(error), offset).inside(name.local, None))?;
    Ok(element)
}

/// An attribute of the start tag just given, by namespace name: a contract may number the namespace as its own.
pub(super) fn attribute(reader: &Reader<'_>, namespace: &str, local: &str) -> Option<String> {
    let of_name = |attribute: &&Attribute<'_>| {
        attribute.name.local == local && reader.namespace_uri(attribute.name.ns) == namespace
    };
    reader.attributes().iter().find(of_name).map(|attribute| attribute.value().into_owned())
}

fn text(reader: &mut Reader<'_>) -> Result<String, ReadError> {
    let mut scratch = String::new();
    Ok(reader.read_text(&mut scratch)?.text.trim().to_owned())
}

/// The text of an element as a qualified name, or as it is if that it is not.
fn code(reader: &mut Reader<'_>) -> Result<FaultCode, ReadError> {
    // A prefix declared on the element itself is out of scope once its end is read.
    let start = reader.bookmark();
    let text = text(reader)?;
    let mut inner = reader.at(&start);
    inner.next()?;
    let (prefix, local) = text.split_once(':').unwrap_or(("", &text));
    // A code without a prefix is not meant to be in a default namespace that a detail happens to use.
    let namespace = if prefix.is_empty() { None } else { inner.resolve_prefix(prefix) };
    Ok(match namespace {
        Some(id) if !local.is_empty() => FaultCode::new(inner.namespace_uri(id), local),
        _ => FaultCode::new("", &text),
    })
}
