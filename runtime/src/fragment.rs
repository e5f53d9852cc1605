//! XML that a contract leaves open: `xs:anyType`, `xs:any`, `xs:anyAttribute`, mixed content.
//!
//! A fragment keeps the XML as text, with every namespace declaration it needs, so that it means the same in any document.
//! It is well-formed by construction: text is checked when a fragment is made from it, and never changed after. A fragment
//! is read as a generated type when the caller knows which.
//!
//! ```
//! use castile::fragment::Element;
//! let note = Element::parse("<n:note xmlns:n='urn:notes' lang='en'>Buy <n:b>milk</n:b></n:note>")?;
//! assert_eq!((note.namespace(), note.local()), ("urn:notes", "note"));
//! assert_eq!(note.content(), "Buy <n:b>milk</n:b>");
//! assert!(Element::parse("<note>").is_err());
//! # Ok::<(), castile::xml::XmlError>(())
//! ```

use std::fmt;

use crate::content::{Content, Input, Root};
use crate::engine::{
    BARE, Declaration, Output, ReadError, ReadOptions, Rule, WriteError, declared, from_xml, push_element,
    read_element, to_xml,
};
use crate::facts::Builtin;
use crate::xml::{Limits, Reader, Token, XmlError, escape_text};

/// The attributes and the content of an element whose type is `xs:anyType`; its name is that of the member.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AnyType {
    attributes: String,
    content: String,
}

/// An element that an element wildcard took.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Element {
    namespace: String,
    local: String,
    attributes: String,
    content: String,
}

/// Mixed content: text and elements in any order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Mixed {
    declarations: String,
    content: String,
}

/// Attributes that an attribute wildcard took.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<Attribute>);

/// One attribute of [`Attributes`].
#[derive(Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The namespace name; empty for none.
    pub namespace: String,
    /// The local name.
    pub local: String,
    /// The value.
    pub value: String,
}

impl AnyType {
    /// Content from XML: text and elements.
    ///
    /// # Errors
    /// Content that is not well-formed.
    pub fn parse(content: &str) -> Result<Self, XmlError> {
        checked_content(content)?;
        Ok(Self { attributes: String::new(), content: content.to_owned() })
    }

    /// Content that is text.
    ///
    /// # Errors
    /// A character that XML does not allow.
    pub fn text(text: &str) -> Result<Self, WriteError> {
        Ok(Self { attributes: String::new(), content: escaped(text)? })
    }

    /// A literal of a built-in type, which the element names by `xsi:type`.
    ///
    /// # Errors
    /// A character that XML does not allow.
    ///
    /// ```
    /// use castile::{facts::Builtin, fragment::AnyType};
    /// assert_eq!(AnyType::literal(Builtin::Int, "7")?.content(), "7");
    /// # Ok::<(), castile::engine::WriteError>(())
    /// ```
    pub fn literal(builtin: Builtin, literal: &str) -> Result<Self, WriteError> {
        let attributes = format!(
            " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
             xsi:type=\"xsd:{}\"",
            builtin.name()
        );
        Ok(Self { attributes, content: escaped(literal)? })
    }

    /// The attributes as XML, declarations included.
    pub fn attributes(&self) -> &str {
        &self.attributes
    }

    /// The content as XML.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Whether there are neither attributes nor content.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.content.is_empty()
    }

    /// Reads it as a type.
    ///
    /// # Errors
    /// Content that is not of this type; the error's position is that in [`content`](Self::content) as one document.
    pub fn read_as<T: Content + Default>(&self) -> Result<T, ReadError> {
        read_as("", "value", &self.attributes, &self.content)
    }

    /// The elements in it.
    pub fn elements(&self) -> Vec<Element> {
        elements(&self.attributes, &self.content)
    }

    pub(crate) fn take(&mut self, input: Input<'_>) {
        match input {
            Input::Xml(_, _, attributes, content) => {
                attributes.clone_into(&mut self.attributes);
                content.clone_into(&mut self.content);
            }
            Input::Text(text, _) => self.content = content_of(text),
            Input::Attribute(..) | Input::Nil | Input::Value(_) => {}
        }
    }

    pub(crate) fn give(&self, out: &mut Output<'_>) {
        out.xml("", "", &self.attributes, &self.content);
    }
}

impl Element {
    /// An element from XML.
    ///
    /// # Errors
    /// A text that is not one well-formed element.
    pub fn parse(xml: &str) -> Result<Self, XmlError> {
        let mut reader = Reader::new(xml, &[], &Limits::default());
        let mut element = Self::default();
        if let Token::Start(name) = reader.next()? {
            element = capture(&mut reader, name)?;
        }
        reader.next()?;
        Ok(element)
    }

    /// The element of a generated type.
    ///
    /// # Errors
    /// A value that its contract does not allow.
    pub fn from_value<T: Root>(value: &T) -> Result<Self, WriteError> {
        Self::parse(&to_xml(value)?)
            .map_err(|_| WriteError::new(Rule::Fragment("the value is over the limits of a document")))
    }

    /// The namespace name; empty for none.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The local name.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The attributes as XML, declarations included.
    pub fn attributes(&self) -> &str {
        &self.attributes
    }

    /// The content as XML.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The element as a document.
    pub fn as_xml(&self) -> String {
        if self.local.is_empty() {
            return self.content.clone();
        }
        xml(&self.namespace, &self.local, &self.attributes, &self.content)
    }

    /// Reads it as the generated type of this element.
    ///
    /// # Errors
    /// Another element than that of `T`, or content that is not of this type.
    pub fn read<T: Root>(&self) -> Result<T, ReadError> {
        from_xml(&self.as_xml())
    }

    /// Reads it as a type, whatever the element is called.
    ///
    /// # Errors
    /// Content that is not of this type.
    pub fn read_as<T: Content + Default>(&self) -> Result<T, ReadError> {
        read_as(&self.namespace, &self.local, &self.attributes, &self.content)
    }

    /// The elements in it.
    pub fn elements(&self) -> Vec<Element> {
        elements(&self.attributes, &self.content)
    }

    pub(crate) fn take(&mut self, input: Input<'_>) {
        match input {
            Input::Xml(namespace, local, attributes, content) => {
                namespace.clone_into(&mut self.namespace);
                local.clone_into(&mut self.local);
                attributes.clone_into(&mut self.attributes);
                content.clone_into(&mut self.content);
            }
            Input::Text(text, _) => {
                *self = Self::parse(text).unwrap_or_else(|_| Self { content: content_of(text), ..Self::default() });
            }
            Input::Attribute(..) | Input::Nil | Input::Value(_) => {}
        }
    }

    pub(crate) fn give(&self, out: &mut Output<'_>) {
        out.xml(&self.namespace, &self.local, &self.attributes, &self.content);
    }
}

impl Mixed {
    /// Content from XML: text and elements.
    ///
    /// # Errors
    /// Content that is not well-formed.
    pub fn parse(content: &str) -> Result<Self, XmlError> {
        checked_content(content)?;
        Ok(Self { declarations: String::new(), content: content.to_owned() })
    }

    /// Content that is text.
    ///
    /// # Errors
    /// A character that XML does not allow.
    pub fn text(text: &str) -> Result<Self, WriteError> {
        Ok(Self { declarations: String::new(), content: escaped(text)? })
    }

    /// The content as XML; prefixes may be declared outside of it ([`declarations`](Self::declarations)).
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The namespace declarations that the content needs from the element around it.
    pub fn declarations(&self) -> &str {
        &self.declarations
    }

    /// Whether there is no content.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The elements in it, each with the declarations it needs.
    pub fn elements(&self) -> Vec<Element> {
        elements(&self.declarations, &self.content)
    }

    pub(crate) fn take(&mut self, input: Input<'_>) {
        match input {
            Input::Xml(_, _, attributes, content) => {
                self.declarations = declarations(attributes, content);
                content.clone_into(&mut self.content);
            }
            Input::Text(text, _) => self.content = content_of(text),
            Input::Attribute(..) | Input::Nil | Input::Value(_) => {}
        }
    }

    pub(crate) fn give(&self, out: &mut Output<'_>) {
        out.xml("", "", &self.declarations, &self.content);
    }
}

impl Attributes {
    /// No attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute; `namespace` is empty for none. The name is checked when it is written.
    pub fn push(&mut self, namespace: &str, local: &str, value: &str) {
        self.0.push(Attribute { namespace: namespace.to_owned(), local: local.to_owned(), value: value.to_owned() });
    }

    /// The value of an attribute.
    pub fn get(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self.0.iter().find(|attribute| attribute.namespace == namespace && attribute.local == local);
        found.map(|attribute| attribute.value.as_str())
    }

    /// The attributes in document order.
    pub fn iter(&self) -> std::slice::Iter<'_, Attribute> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn take(&mut self, input: Input<'_>) {
        if let Input::Attribute(namespace, local, value) = input {
            self.push(namespace, local, value);
        }
    }

    pub(crate) fn give(&self, out: &mut Output<'_>) {
        for attribute in &self.0 {
            out.attribute(&attribute.namespace, &attribute.local, &attribute.value);
        }
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = &'a Attribute;
    type IntoIter = std::slice::Iter<'a, Attribute>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A fragment may hold anything, a secret too, so that only its size is shown.
macro_rules! sized {
    ($($type:ident: $value:ident => $size:expr, $unit:literal;)*) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $value = self;
                write!(f, concat!(stringify!($type), "({} ", $unit, ")"), $size)
            }
        }
    )*};
}

sized! {
    AnyType: value => value.attributes.len() + value.content.len(), "bytes";
    Element: value => value.attributes.len() + value.content.len(), "bytes";
    Mixed: value => value.content.len(), "bytes";
    Attributes: value => value.0.len(), "attributes";
    Attribute: value => value.value.len(), "bytes";
}

fn xml(namespace: &str, local: &str, attributes: &str, content: &str) -> String {
    let mut out = Vec::new();
    push_element(namespace, local, attributes, content, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The element whose start tag was just read.
fn capture<'a>(reader: &mut Reader<'a>, name: crate::xml::Name<'a>) -> Result<Element, XmlError> {
    let captured = reader.capture()?;
    Ok(Element {
        namespace: reader.namespace_uri(name.ns).to_owned(),
        local: name.local.to_owned(),
        attributes: captured.attributes,
        content: captured.content,
    })
}

/// Checks that a text is content on its own: it uses no prefix from outside and closes what it opens.
fn checked_content(content: &str) -> Result<(), XmlError> {
    const OPEN: &str = "<c>";
    let document = format!("{OPEN}{content}</c>");
    let mut reader = Reader::new(&document, &[], &Limits::default());
    while reader.next().map_err(|error| XmlError { offset: error.offset.saturating_sub(OPEN.len()), ..error })?
        != Token::Eof
    {}
    Ok(())
}

/// XML where the text is well-formed content with markup in it, as it is written where there is no XML; else the text itself.
fn content_of(text: &str) -> String {
    if text.contains(['<', '&']) && checked_content(text).is_ok() {
        return text.to_owned();
    }
    escaped(text).unwrap_or_else(|_| {
        let allowed: String =
            text.chars().filter(|c| escape_text(c.encode_utf8(&mut [0; 4]), &mut Vec::new()).is_ok()).collect();
        escaped(&allowed).unwrap_or_default()
    })
}

/// The bytes of a text with its markup escaped, at most.
pub(crate) fn escaped_bytes(text: &str) -> usize {
    let longer = text.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>' | b'\r')).count();
    text.len().saturating_add(longer.saturating_mul("&amp;".len() - 1))
}

fn escaped(text: &str) -> Result<String, WriteError> {
    let mut out = Vec::with_capacity(escaped_bytes(text));
    escape_text(text, &mut out).map_err(|invalid| WriteError::new(Rule::IllegalCharacter(invalid.found)))?;
    Ok(String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn read_as<T: Content + Default>(
    namespace: &str,
    local: &str,
    attributes: &str,
    content: &str,
) -> Result<T, ReadError> {
    let document = xml(namespace, local, attributes, content);
    let mut value = T::default();
    let mut read = || {
        let mut reader = Reader::new(&document, value.facts().schema().namespaces, &Limits::default());
        reader.next()?;
        read_element(&mut reader, &BARE, &mut value, &ReadOptions::default())
    };
    read().map_err(|error: ReadError| error.locate(&document))?;
    Ok(value)
}

fn elements(attributes: &str, content: &str) -> Vec<Element> {
    let document = xml("", "c", attributes, content);
    let mut reader = Reader::new(&document, &[], &Limits::default());
    let mut found = Vec::new();
    // What was checked when the fragment was made is well-formed; there is no error to report.
    if reader.next().is_err() {
        return found;
    }
    while let Ok(token) = reader.next() {
        match token {
            Token::Start(name) => found.extend(capture(&mut reader, name)),
            Token::Text(_) => {}
            Token::End | Token::Eof => break,
        }
    }
    found
}

/// The namespace declarations among attributes as written, of the prefixes that the content may use.
fn declarations(attributes: &str, content: &str) -> String {
    let mut found = String::new();
    for Declaration { prefix, value, quote } in declared(attributes) {
        let (colon, mark) = if prefix.is_empty() { ("", "<".to_owned()) } else { (":", format!("{prefix}:")) };
        if content.contains(&mark) {
            found.extend([" xmlns", colon, prefix, "=", quote, value, quote]);
        }
    }
    found
}
