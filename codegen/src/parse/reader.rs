//! What all constructs are read with: attributes, names, documentation, and saying what is wrong.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::load::{Document, is_schema_namespace};
use crate::node::Own as _;
use crate::spelling;
use crate::wsdl::{JsonTwin, WSDL};
use crate::xsd::{DocumentId, Documentation, Position, QName, XML, XSD, XSI};

pub(super) type Node<'a> = roxmltree::Node<'a, 'a>;
pub(super) type XmlAttribute<'a> = roxmltree::Attribute<'a, 'a>;

/// The namespace of `xmime:expectedContentTypes`.
pub(super) const XMIME: &str = "http://www.w3.org/2005/05/xmlmime";

/// Reads the components of one document.
pub(super) struct Reader<'a, 'r> {
    pub(super) id: DocumentId,
    pub(super) document: &'a Document,
    pub(super) names: &'r mut HashSet<Arc<str>>,
    /// Foreign names that were noted, so that each is noted once a document.
    pub(super) noted: &'r mut BTreeSet<(DocumentId, String)>,
    pub(super) diagnostics: &'r mut Diagnostics,
}

impl<'a> Reader<'a, '_> {
    /// The one copy of a text that occurs often.
    pub(super) fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.names.insert(Arc::clone(&new));
        new
    }

    pub(super) fn position(&self, node: Node<'_>) -> Position {
        self.position_at(node.range().start)
    }

    pub(super) fn attribute_position(&self, attribute: &XmlAttribute<'_>) -> Position {
        self.position_at(attribute.range().start)
    }

    fn position_at(&self, offset: usize) -> Position {
        Position { document: self.id, offset: self.document.original_offset(offset) }
    }

    fn say(&mut self, severity: Severity, at: Position, construct: String, message: String) {
        // The place is costly to work out; what is only counted needs none.
        let location = if self.diagnostics.is_full() {
            Location { row: 0, ..self.document.whole() }
        } else {
            self.document.location(at.offset)
        };
        self.diagnostics.push(Diagnostic::new(severity, construct, message).at(location));
    }

    pub(super) fn error(&mut self, node: Node<'_>, message: impl Into<String>) {
        let at = self.position(node);
        self.say(Severity::Error, at, construct(node), message.into());
    }

    pub(super) fn warning(&mut self, node: Node<'_>, message: impl Into<String>) {
        let at = self.position(node);
        self.say(Severity::Warning, at, construct(node), message.into());
    }

    pub(super) fn attribute_error(&mut self, node: Node<'_>, attribute: &XmlAttribute<'_>, message: impl Into<String>) {
        let at = self.attribute_position(attribute);
        self.say(Severity::Error, at, construct(node), message.into());
    }

    pub(super) fn attribute_warning(
        &mut self,
        node: Node<'_>,
        attribute: &XmlAttribute<'_>,
        message: impl Into<String>,
    ) {
        let at = self.attribute_position(attribute);
        self.say(Severity::Warning, at, construct(node), message.into());
    }

    /// A warning that is given once a document: what a tool did wrong, it did everywhere.
    pub(super) fn warning_once(&mut self, node: Node<'_>, message: &str) {
        if self.noted.insert((self.id, message.to_owned())) {
            self.warning(node, format!("{message} (said once a document)"));
        }
    }

    /// Notes a foreign name, the first time it is met in a document.
    pub(super) fn foreign(&mut self, node: Node<'_>, at: Position, what: &str, name: &QName) {
        let message = format!("{what} {name} is not of the specification; skipped");
        if self.noted.len() < 10_000 && self.noted.insert((self.id, message.clone())) {
            self.say(Severity::Note, at, construct(node), message);
        }
    }

    /// The name of a node.
    pub(super) fn node_name(&mut self, node: Node<'_>) -> QName {
        let name = node.tag_name();
        let namespace = self.intern(name.namespace().unwrap_or_default());
        QName::new(namespace, self.intern(name.name()))
    }

    /// Reports the attributes of `node` that are not of the specification. `known` lists those that are.
    pub(super) fn attributes(&mut self, node: Node<'_>, known: &[&'static str]) {
        for attribute in node.attributes() {
            let name = attribute.name();
            match attribute.namespace() {
                None if known.contains(&name) => {}
                None => {
                    let message = match spelling::alike(name, known).filter(|meant| is_only(node, name, meant)) {
                        Some(meant) => format!("attribute {name} is not known here; read as {meant}"),
                        None => format!("attribute {name} is not known here; ignored"),
                    };
                    self.attribute_warning(node, &attribute, message);
                }
                Some(XML | XSI | XMIME | WSDL | JsonTwin::NAMESPACE) => {}
                Some(namespace) => {
                    let name = QName::new(namespace, name);
                    let at = self.attribute_position(&attribute);
                    self.foreign(node, at, "attribute", &name);
                }
            }
        }
    }

    /// The children of `node`; text between them is reported, and so are names that are wrong in case alone.
    pub(super) fn children(&mut self, node: Node<'a>) -> Vec<Node<'a>> {
        let mut children = Vec::new();
        let mut stray = false;
        for child in node.children() {
            if child.is_element() {
                self.spelling(child);
                children.push(child);
            } else if child.is_text() {
                stray |= child.text().is_some_and(|text| !text.trim_matches(XML_SPACE).is_empty());
            }
        }
        if stray {
            self.warning_once(node, "holds text, which means nothing here");
        }
        children
    }

    /// Reports an element of XML Schema whose name is right but for its case.
    pub(super) fn spelling(&mut self, node: Node<'_>) {
        let name = node.tag_name();
        if name.namespace().is_some_and(is_schema_namespace)
            && let Some(meant) = spelling::other_case(name.name())
        {
            self.warning(node, format!("is not of XML Schema; read as {meant}"));
        }
    }

    /// An attribute that must be there.
    pub(super) fn required(&mut self, node: Node<'a>, name: &str) -> Option<&'a str> {
        let value = node.own(name).map(|value| value.trim_matches(XML_SPACE));
        if value.is_none_or(str::is_empty) {
            self.error(node, format!("has no attribute {name}"));
            return None;
        }
        value
    }

    /// The attribute `name` as an NCName. A name that is none is kept, with a warning.
    pub(super) fn name(&mut self, node: Node<'a>) -> Option<Arc<str>> {
        let name = self.required(node, "name")?;
        if name.contains(char::is_control) {
            self.error(node, "the name has a control character, with which no element can be written");
            return None;
        }
        if !is_ncname(name) {
            self.warning(node, "the name is not an NCName");
        }
        Some(self.intern(name))
    }

    /// `xs:boolean`.
    pub(super) fn boolean(&mut self, node: Node<'a>, name: &str) -> Option<bool> {
        let attribute = node.own_node(name)?;
        match attribute.value().trim_matches(XML_SPACE) {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            other if other.eq_ignore_ascii_case("true") => {
                self.attribute_warning(node, &attribute, format!("{name} must be true or false"));
                Some(true)
            }
            other if other.eq_ignore_ascii_case("false") => {
                self.attribute_warning(node, &attribute, format!("{name} must be true or false"));
                Some(false)
            }
            other => {
                let message = format!("{name} must be true or false, not \"{other}\"");
                self.attribute_error(node, &attribute, message);
                None
            }
        }
    }

    /// The value of an attribute that is one of a few words; one that is wrong in case alone is the word it must mean.
    pub(super) fn word<'v>(
        &mut self,
        node: Node<'_>,
        attribute: &'v XmlAttribute<'_>,
        known: &[&'static str],
    ) -> &'v str {
        let value = attribute.value().trim_matches(XML_SPACE);
        let Some(meant) = known.iter().find(|known| known.eq_ignore_ascii_case(value)) else {
            return value;
        };
        if *meant != value {
            self.attribute_warning(node, attribute, format!("{} must be spelt \"{meant}\"", attribute.name()));
        }
        meant
    }

    /// An attribute that holds a QName, expanded.
    pub(super) fn qname(&mut self, node: Node<'a>, name: &str) -> Option<QName> {
        let attribute = node.own_node(name)?;
        self.expand(node, &attribute, attribute.value())
    }

    /// The attribute that names a type. Generators that were given none write it empty, or a prefix alone.
    pub(super) fn type_name(&mut self, node: Node<'a>) -> Option<QName> {
        let attribute = node.own_node("type")?;
        let value = attribute.value().trim_matches(XML_SPACE);
        if value.is_empty() || value.ends_with(':') {
            let message = format!("type=\"{value}\" names no type; read as if it were not there");
            self.attribute_warning(node, &attribute, message);
            return None;
        }
        self.qname(node, "type")
    }

    /// Expands a QName by the declarations in scope at `node` (Namespaces in XML section 4).
    pub(super) fn expand(&mut self, node: Node<'_>, attribute: &XmlAttribute<'_>, value: &str) -> Option<QName> {
        let value = value.trim_matches(XML_SPACE);
        let (prefix, local) = match value.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, value),
        };
        if local.is_empty() || local.contains([' ', '\t', '\r', '\n']) || prefix == Some("") {
            let message = format!("{}=\"{value}\" is not a QName", attribute.name());
            self.attribute_error(node, attribute, message);
            return None;
        }
        if local.contains(':') {
            // Components are published with such names, and referred to by them.
            let message = format!(
                "{}=\"{value}\" is not a QName; what follows the first colon is taken for the name",
                attribute.name()
            );
            self.attribute_warning(node, attribute, message);
        }
        let namespace = match (node.lookup_namespace_uri(prefix), prefix) {
            (Some(namespace), _) => namespace,
            (None, None) => "",
            (None, Some("xml")) => XML,
            // Reported where what it can mean is known.
            (None, Some(prefix)) => return Some(QName::undeclared(prefix, self.intern(local))),
        };
        let (namespace, local) = current_name(namespace, local);
        let namespace = self.intern(namespace);
        Some(QName::new(namespace, self.intern(local)))
    }

    /// The namespace of a literal, were it a QName: whether it is one is not known before its type is.
    pub(super) fn namespace_of(&mut self, node: Node<'_>, literal: &str) -> Option<Arc<str>> {
        let prefix = literal.trim_matches(XML_SPACE).split_once(':').map(|(prefix, _)| prefix);
        match (node.lookup_namespace_uri(prefix), prefix) {
            (Some(namespace), _) => Some(self.intern(namespace)),
            (None, None) => Some(self.intern("")),
            (None, Some("xml")) => Some(self.intern(XML)),
            (None, Some(_)) => None,
        }
    }

    /// Reports a root that is neither `wsdl:definitions` nor `xs:schema`.
    pub(super) fn neither_wsdl_nor_schema(&mut self, node: Node<'_>) {
        let name = self.node_name(node);
        let message = if name.is("http://www.w3.org/ns/wsdl", "description") {
            "WSDL 2.0 is not supported; WSDL 1.1 is".to_owned()
        } else if &*name.local == "html" {
            "an HTML page, not a WSDL or a schema".to_owned()
        } else {
            format!("the root is {name}, neither a WSDL 1.1 nor a schema")
        };
        self.error(node, message);
    }
}

/// Whether `name` is what stands for the attribute `meant` on `node`: nothing does so better or before it.
fn is_only(node: Node<'_>, name: &str, meant: &str) -> bool {
    node.own_node(meant).is_some_and(|attribute| attribute.name() == name)
}

/// The white space of XML; that of Unicode has letters of names in it (U+1680).
pub(super) const XML_SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// The text of `documentation` elements: those of XML Schema are in `annotation`, those of WSDL are children.
pub(super) fn documentation(node: Node<'_>) -> Documentation {
    let mut text = String::new();
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name();
        match (name.namespace(), name.name()) {
            (Some(WSDL), "documentation") => push_text(&mut text, child),
            (Some(namespace), "annotation") if is_schema_namespace(namespace) => {
                let is_documentation = |node: &Node<'_>| node.tag_name().name() == "documentation";
                child.children().filter(is_documentation).for_each(|node| push_text(&mut text, node));
            }
            _ => {}
        }
    }
    (!text.trim_matches(XML_SPACE).is_empty()).then_some(text)
}

/// Appends the text of `node` and its descendants as a paragraph.
fn push_text(text: &mut String, node: Node<'_>) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    for part in node.descendants().filter(Node::is_text) {
        text.push_str(part.text().unwrap_or_default());
    }
}

/// A construct as a reader of the document knows it: `complexType Order`.
fn construct(node: Node<'_>) -> String {
    let local = node.tag_name().name();
    match node.own("name").or_else(|| node.own("ref")) {
        Some(name) => format!("{local} {name}"),
        None => local.to_owned(),
    }
}

/// Whether `name` may name a component. Only ASCII is looked at closely: a stricter rule would refuse nothing worth it.
pub(super) fn is_ncname(name: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    name.starts_with(starts) && name.chars().all(|c| starts(c) || c.is_ascii_digit() || matches!(c, '-' | '.'))
}

/// Maps the namespaces and type names of the schema drafts of 1999 and October 2000 to those of the Recommendation.
fn current_name<'n>(namespace: &'n str, local: &'n str) -> (&'n str, &'n str) {
    match namespace {
        "http://www.w3.org/2001/XMLSchema-datatypes" => (XSD, local),
        "http://www.w3.org/2000/10/XMLSchema" | "http://www.w3.org/1999/XMLSchema" => {
            let current = match local {
                "timeInstant" => "dateTime",
                "timeDuration" => "duration",
                "uriReference" | "uri" => "anyURI",
                "CDATA" => "normalizedString",
                "binary" => "base64Binary",
                "ur-type" => "anyType",
                "month" => "gYearMonth",
                "year" => "gYear",
                "recurringDate" => "gMonthDay",
                "recurringDay" => "gDay",
                "non-negative-integer" => "nonNegativeInteger",
                "non-positive-integer" => "nonPositiveInteger",
                "positive-integer" => "positiveInteger",
                "negative-integer" => "negativeInteger",
                other => other,
            };
            (XSD, current)
        }
        _ => (namespace, local),
    }
}
