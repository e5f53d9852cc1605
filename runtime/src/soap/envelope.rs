//! Envelopes that were received.

use super::Version;
use super::fault::{Fault, attribute, element, read_fault};
use super::header::{Header, Headers};
use super::write::body_field;
use crate::content::Content;
use crate::engine::{Encoding, ReadError, ReadErrorKind, ReadOptions, read_accessors, read_element};
use crate::facts::{Body, COMPLEX, Field, Message, Operation};
use crate::xml::{Innermost, Limits, Name, Reader, Token};

/// What stood in an envelope beside the value that was read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Received {
    /// The version of the envelope.
    pub version: Version,
    /// The header blocks; those of a fault are in the fault.
    pub headers: Headers,
    /// The fault, if that is what came; then the value is as it was.
    pub fault: Option<Box<Fault>>,
    /// Whether the body was empty, which is an answer only where none is expected.
    pub empty: bool,
    /// How the peer writes what the contract leaves open.
    pub style: Style,
}

/// What differs between peers of one contract. To answer in the peer's own style suits it best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The version of the envelope, where it is not the operation's.
    pub version: Option<Version>,
    /// `Header` is there although no block is in it.
    pub header: bool,
    /// In an encoded body, members go by their local names whatever the schema's form is (SOAP 1.1 section 5.1).
    pub local_accessors: bool,
}

/// Reads the reply to `operation` into `target`.
///
/// The text is one complete envelope of the operation's version; a fault may have either version.
///
/// # Errors
/// [`ReadErrorKind::Root`] for another root or another element than the operation's in the body, and everything that
/// can be wrong with the document or the value.
pub fn read_reply(
    operation: &'static Operation,
    text: &str,
    limits: &Limits,
    target: &mut dyn Content,
) -> Result<Received, ReadError> {
    read(operation, operation.output.as_ref(), text, limits, false, target)
}

/// Reads what is left of a reply without its rows; members that are missing are left at their default. A fault counts
/// wherever it stands.
pub(crate) fn read_rest(
    operation: &'static Operation,
    text: &str,
    limits: &Limits,
    may_hold_fault: bool,
    target: &mut dyn Content,
) -> Result<Received, ReadError> {
    if may_hold_fault && let Ok(Some(fault)) = find_fault(operation, text, limits) {
        return Ok(Received { version: fault.version, fault: Some(Box::new(fault)), ..Received::default() });
    }
    read(operation, operation.output.as_ref(), text, limits, true, target)
}

/// The first fault in the body. A server that fails amid its reply puts it where it stands then.
fn find_fault(operation: &'static Operation, text: &str, limits: &Limits) -> Result<Option<Fault>, ReadError> {
    let mut reader = Reader::new(text, operation.schema.namespaces, limits);
    let mut in_header = 0;
    loop {
        match reader.next()? {
            Token::Start(name) if reader.depth() == 2 && name.local == "Header" => in_header = reader.depth(),
            Token::Start(name) if name.local == "Fault" && in_header == 0 => {
                if let Some(version) = Version::of(reader.namespace_uri(name.ns)) {
                    return Ok(Some(read_fault(&mut reader, version)?));
                }
            }
            Token::End if reader.depth() < in_header => in_header = 0,
            Token::Start(_) | Token::Text(_) | Token::End => {}
            Token::Eof => return Ok(None),
        }
    }
}

/// Reads a request of `operation` into `target`, as a server or a test double does. It may have either version of SOAP;
/// the [`Style`] says which to answer in.
///
/// # Errors
/// As [`read_reply`].
pub fn read_request(
    operation: &'static Operation,
    text: &str,
    limits: &Limits,
    target: &mut dyn Content,
) -> Result<Received, ReadError> {
    read(operation, Some(&operation.input), text, limits, false, target)
}

fn read(
    operation: &'static Operation,
    message: Option<&'static Message>,
    text: &str,
    limits: &Limits,
    lenient: bool,
    target: &mut dyn Content,
) -> Result<Received, ReadError> {
    let mut reader = Reader::new(text, operation.schema.namespaces, limits);
    let due = Version::of_protocol(operation.protocol).unwrap_or_default();
    let is_request = message.is_some_and(|message| std::ptr::eq(message, &raw const operation.input));
    let mut envelope = Envelope { reader: &mut reader, due, is_request, lenient, received: Received::default() };
    envelope.read(message, target).map_err(|error| error.locate(text))?;
    Ok(envelope.received)
}

struct Envelope<'r, 'a> {
    reader: &'r mut Reader<'a>,
    due: Version,
    is_request: bool,
    lenient: bool,
    received: Received,
}

impl<'a> Envelope<'_, 'a> {
    fn read(&mut self, message: Option<&'static Message>, target: &mut dyn Content) -> Result<(), ReadError> {
        if let Token::Start(name) = self.reader.next()? {
            self.root(name)?;
        }
        self.children(message, target).map_err(|error| error.inside("Envelope", None))?;
        match self.reader.next()? {
            Token::Eof => Ok(()),
            // The reader lets nothing else follow the root.
            Token::Start(_) | Token::Text(_) | Token::End => Err(self.missing("the end of the document")),
        }
    }

    fn root(&mut self, name: Name<'_>) -> Result<(), ReadError> {
        let namespace = self.reader.namespace_uri(name.ns);
        match Version::of(namespace) {
            Some(version) if name.local == "Envelope" => {
                self.received.version = version;
                Ok(())
            }
            _ => Err(self.root_error(format!("{{{}}}Envelope", self.due.namespace()), name)),
        }
    }

    /// `Header`, which is optional, and `Body`, by their local names.
    fn children(&mut self, message: Option<&'static Message>, target: &mut dyn Content) -> Result<(), ReadError> {
        let mut body = false;
        loop {
            match self.reader.next()? {
                Token::Start(name) if name.local == "Header" && !body => {
                    self.headers().map_err(|error| error.inside("Header", None))?;
                }
                Token::Start(name) if name.local == "Body" && !body => {
                    body = true;
                    self.body(message, target).map_err(|error| error.inside("Body", None))?;
                }
                // SOAP 1.1 allows further elements after the body.
                Token::Start(_) => self.reader.skip_element()?,
                Token::Text(_) => {}
                Token::End | Token::Eof if body => return Ok(()),
                Token::End | Token::Eof => return Err(self.missing("Body")),
            }
        }
    }

    fn headers(&mut self) -> Result<(), ReadError> {
        self.received.style.header = true;
        loop {
            match self.reader.next()? {
                Token::Start(name) => {
                    let soap = self.received.version.namespace();
                    let must_understand = attribute(self.reader, soap, "mustUnderstand")
                        .is_some_and(|value| matches!(value.trim(), "1" | "true"));
                    let role = attribute(self.reader, soap, "actor").or_else(|| attribute(self.reader, soap, "role"));
                    self.reader.keep_item(self.received.headers.len(), size_of::<Header>())?;
                    let element = element(self.reader, name)?;
                    self.received.headers.push(Header { element, must_understand, role });
                }
                Token::Text(_) => {}
                Token::End | Token::Eof => return Ok(()),
            }
        }
    }

    fn body(&mut self, message: Option<&'static Message>, target: &mut dyn Content) -> Result<(), ReadError> {
        let body = self.reader.innermost();
        // The value of such a message is the body itself.
        let is_whole = message.is_some_and(|message| matches!(message.body, Body::Parts | Body::Type(_)));
        let first = if is_whole { self.peek()? } else { self.advance()? };
        self.received.empty = first.is_none();
        let soap = self.received.version.namespace();
        if let Some(name) = first.filter(|name| name.local == "Fault" && self.reader.namespace_uri(name.ns) == soap) {
            if is_whole {
                self.advance()?;
            }
            return self.fault().map_err(|error| error.inside(name.local, None));
        }
        let Some(message) = message else { return self.pass(first) };
        if self.received.version != self.due && self.is_request {
            self.received.style.version = Some(self.received.version);
        } else if self.received.version != self.due && !matches!(message.body, Body::Empty) {
            return Err(ReadError::new(
                ReadErrorKind::Root {
                    expected: format!("{{{}}}Envelope, which is {}", self.due.namespace(), self.due),
                    found: format!("{{{soap}}}Envelope, which is {}", self.received.version),
                },
                0,
            ));
        }
        let encoding = matches!(message.body, Body::Encoded(_)).then_some(match self.received.version {
            Version::V11 => Encoding::Soap11,
            Version::V12 => Encoding::Soap12,
        });
        let local_names = matches!(message.body, Body::Rpc(_) | Body::Encoded(_));
        let options = ReadOptions { encoding, lenient: self.lenient, local_names, body: Some(body) };
        match &message.body {
            Body::Document(field) => self.child(field, first, true, target, &options, body),
            Body::Rpc(field) | Body::Encoded(field) => self.child(field, first, false, target, &options, body),
            Body::Parts => read_element(self.reader, &body_field(self.received.version, &COMPLEX), target, &options),
            // A `type=` part (WSDL 1.1 section 3.5): the body itself is the element whose content the value is.
            Body::Type(simple) => {
                read_element(self.reader, &body_field(self.received.version, simple), target, &options)
            }
            Body::Empty | Body::UrlEncoded | Body::UrlReplacement | Body::Xml(_) | Body::Json(..) | Body::Raw(_) => {
                self.pass(first)
            }
        }
    }

    /// The first child of the open element, which is read then.
    fn peek(&self) -> Result<Option<Name<'a>>, ReadError> {
        let mut ahead = self.reader.at(&self.reader.bookmark());
        ahead.next()?;
        loop {
            match ahead.next()? {
                Token::Start(name) => return Ok(Some(name)),
                Token::Text(_) => {}
                Token::End | Token::Eof => return Ok(None),
            }
        }
    }

    /// Past the end of the body whose first child was just opened, if it has one.
    fn pass(&mut self, first: Option<Name<'_>>) -> Result<(), ReadError> {
        if first.is_some() {
            self.reader.skip_element()?;
            self.finish()?;
        }
        Ok(())
    }

    /// To the start tag of the first child of the open element.
    fn advance(&mut self) -> Result<Option<Name<'a>>, ReadError> {
        loop {
            match self.reader.next()? {
                Token::Start(name) => return Ok(Some(name)),
                Token::Text(_) => {}
                Token::End | Token::Eof => return Ok(None),
            }
        }
    }

    /// Past the end of the open element.
    fn finish(&mut self) -> Result<(), ReadError> {
        while self.advance()?.is_some() {
            self.reader.skip_element()?;
        }
        Ok(())
    }

    fn fault(&mut self) -> Result<(), ReadError> {
        let mut fault = read_fault(self.reader, self.received.version)?;
        fault.headers = std::mem::take(&mut self.received.headers);
        self.received.fault = Some(Box::new(fault));
        self.finish()
    }

    /// A body that holds one element, which was just opened. Of an RPC wrapper the name is not looked at: servers differ in it. What follows
    /// it are the multi-reference values of an encoded body, or nothing.
    fn child(
        &mut self,
        field: &'static Field,
        first: Option<Name<'_>>,
        named: bool,
        target: &mut dyn Content,
        options: &ReadOptions,
        body: Innermost,
    ) -> Result<(), ReadError> {
        let Some(name) = first else {
            let kind = ReadErrorKind::Missing { expected: field.local().to_owned() };
            return Err(ReadError::new(kind, body.offset()));
        };
        if named && (name.local != field.local() || name.ns != field.namespace()) {
            let expected = self.expanded(Name { ns: field.namespace(), local: field.local() });
            return Err(self.root_error(expected, name));
        }
        self.received.style.local_accessors = read_accessors(self.reader, field, target, options)?;
        self.finish()
    }

    fn missing(&self, expected: &str) -> ReadError {
        ReadError::new(ReadErrorKind::Missing { expected: expected.to_owned() }, self.reader.token_start())
    }

    fn expanded(&self, name: Name<'_>) -> String {
        match self.reader.namespace_uri(name.ns) {
            "" => name.local.to_owned(),
            namespace => format!("{{{namespace}}}{}", name.local),
        }
    }

    fn root_error(&self, expected: String, name: Name<'_>) -> ReadError {
        let found = self.expanded(name);
        ReadError::new(ReadErrorKind::Root { expected, found }, self.reader.token_start())
    }
}
