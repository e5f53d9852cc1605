//! Compares two XML documents by what they say, not by how they are spelled.
//!
//! Names count as expanded names, so prefixes do not matter, and neither do they in values that resolve as qualified
//! names (`xsi:type`, `arrayType`, `xs:QName`). Attribute order, comments, processing instructions, the split between
//! text and CDATA, and white space between elements do not matter. Two rules are SOAP's: an empty `Header` is no
//! header, and `encodingStyle` is compared as what is in force for each child of the body, whichever ancestor carries
//! it.

use std::collections::BTreeMap;
use std::fmt;

use roxmltree::{Document, Node};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const ENVELOPES: [&str; 2] = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];
const ENCODINGS: [&str; 2] = ["http://schemas.xmlsoap.org/soap/encoding/", "http://www.w3.org/2003/05/soap-encoding"];

/// The first place where two documents say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The elements from the root to the place, each with its position among siblings of the same name.
    pub path: String,
    /// What the expected document says there.
    pub expected: String,
    /// What the actual document says there.
    pub actual: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}\n  expected: {}\n    actual: {}", self.path, self.expected, self.actual)
    }
}

/// Fails the test when the documents say different things.
///
/// # Panics
/// When they differ, or when one is not well-formed.
#[track_caller]
pub fn assert_same_document(expected: &str, actual: &str) {
    if let Err(difference) = compare(expected, actual) {
        panic!("the documents differ {difference}\n--- expected\n{expected}\n--- actual\n{actual}");
    }
}

/// Compares two documents.
///
/// # Errors
/// The first difference in document order; a document that is not well-formed differs at its root.
pub fn compare(expected: &str, actual: &str) -> Result<(), Difference> {
    let unreadable = |which: &str, error: roxmltree::Error| Difference {
        path: "/".to_owned(),
        expected: "two well-formed documents".to_owned(),
        actual: format!("the {which} one is not: {error}"),
    };
    let expected = Document::parse(expected).map_err(|error| unreadable("expected", error))?;
    let actual = Document::parse(actual).map_err(|error| unreadable("actual", error))?;
    element(expected.root_element(), actual.root_element(), "")
}

fn element(expected: Node<'_, '_>, actual: Node<'_, '_>, parent: &str) -> Result<(), Difference> {
    let path = format!("{parent}/{}", step(expected));
    same(&path, &name(expected), &name(actual))?;
    let (expected_attributes, actual_attributes) = (attributes(expected), attributes(actual));
    for (name, value) in &expected_attributes {
        let found = actual_attributes.get(name).map_or("no such attribute", String::as_str);
        same(&format!("{path}/@{name}"), value, found)?;
    }
    if let Some((name, value)) = actual_attributes.iter().find(|(name, _)| !expected_attributes.contains_key(*name)) {
        same(&format!("{path}/@{name}"), "no such attribute", value)?;
    }
    let (expected_content, actual_content) = (content(expected), content(actual));
    let nothing = "the end of the element".to_owned();
    for index in 0..expected_content.len().max(actual_content.len()) {
        match (expected_content.get(index), actual_content.get(index)) {
            (Some(Item::Element(expected)), Some(Item::Element(actual))) => element(*expected, *actual, &path)?,
            (expected_item, actual_item) => {
                let show =
                    |item: Option<&Item<'_, '_>>, node| item.map_or_else(|| nothing.clone(), |item| item.show(node));
                same(&path, &show(expected_item, expected), &show(actual_item, actual))?;
            }
        }
    }
    Ok(())
}

fn same(path: &str, expected: &str, actual: &str) -> Result<(), Difference> {
    if expected == actual {
        return Ok(());
    }
    Err(Difference { path: path.to_owned(), expected: expected.to_owned(), actual: actual.to_owned() })
}

/// What stands in an element.
enum Item<'a, 'input> {
    Element(Node<'a, 'input>),
    Text(String),
}

impl Item<'_, '_> {
    /// For comparison and for people; `owner` resolves prefixes in text.
    fn show(&self, owner: Node<'_, '_>) -> String {
        match self {
            Self::Element(node) => format!("element {}", name(*node)),
            Self::Text(text) => format!("text {:?}", qualified(owner, text, false).as_deref().unwrap_or(text)),
        }
    }
}

/// The content without comments, without white space between elements, and without an empty SOAP header.
fn content<'a, 'input>(node: Node<'a, 'input>) -> Vec<Item<'a, 'input>> {
    let mut items = Vec::new();
    for child in node.children() {
        if child.is_element() && !is_empty_header(child) {
            items.push(Item::Element(child));
        } else if let Some(text) = child.text().filter(|_| child.is_text()) {
            match items.last_mut() {
                Some(Item::Text(before)) => before.push_str(text),
                _ => items.push(Item::Text(text.to_owned())),
            }
        }
    }
    let elements = items.iter().any(|item| matches!(item, Item::Element(_)));
    let mixed = items.iter().any(|item| matches!(item, Item::Text(text) if !is_space(text)));
    if (elements || is_soap(node)) && !mixed {
        items.retain(|item| matches!(item, Item::Element(_)));
    }
    items
}

/// Attributes by expanded name, qualified names in their values resolved.
fn attributes(node: Node<'_, '_>) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    for attribute in node.attributes() {
        let namespace = attribute.namespace().unwrap_or("");
        let value = match (namespace, attribute.name()) {
            (namespace, "encodingStyle") if ENVELOPES.contains(&namespace) => continue,
            (XSI, "type") => qualified(node, attribute.value().trim(), true),
            (XSI, "nil") => Some(matches!(attribute.value().trim(), "true" | "1").to_string()),
            (namespace, "arrayType") if ENCODINGS.contains(&namespace) => array_type(node, attribute.value().trim()),
            _ => qualified(node, attribute.value(), false),
        };
        attributes.insert(expanded(namespace, attribute.name()), value.unwrap_or_else(|| attribute.value().to_owned()));
    }
    if node.parent_element().is_some_and(|parent| is_soap(parent) && parent.tag_name().name() == "Body") {
        let in_force = node
            .ancestors()
            .find_map(|node| ENVELOPES.iter().find_map(|&envelope| node.attribute((envelope, "encodingStyle"))));
        if let Some(style) = in_force {
            attributes.insert("encodingStyle in force".to_owned(), style.to_owned());
        }
    }
    attributes
}

/// `SOAP-ENC:arrayType`: a qualified name followed by dimensions.
fn array_type(node: Node<'_, '_>, value: &str) -> Option<String> {
    let (name, dimensions) = value.split_at(value.find('[')?);
    Some(format!("{}{dimensions}", qualified(node, name, true)?))
}

/// The value as an expanded name, if it reads as a qualified name whose prefix is bound; without a prefix only when
/// `default` says that the default namespace applies.
fn qualified(node: Node<'_, '_>, value: &str, default: bool) -> Option<String> {
    match value.split_once(':') {
        Some((prefix, local)) if !prefix.is_empty() && !local.is_empty() && !local.contains(char::is_whitespace) => {
            Some(expanded(node.lookup_namespace_uri(Some(prefix))?, local))
        }
        None if default => Some(expanded(node.lookup_namespace_uri(None).unwrap_or(""), value)),
        _ => None,
    }
}

fn is_soap(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_some_and(|namespace| ENVELOPES.contains(&namespace))
}

fn is_empty_header(node: Node<'_, '_>) -> bool {
    is_soap(node) && node.tag_name().name() == "Header" && !node.children().any(|child| child.is_element())
}

fn is_space(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
}

fn name(node: Node<'_, '_>) -> String {
    expanded(node.tag_name().namespace().unwrap_or(""), node.tag_name().name())
}

fn expanded(namespace: &str, local: &str) -> String {
    if namespace.is_empty() { local.to_owned() } else { format!("{{{namespace}}}{local}") }
}

/// A path step: the local name, and its number from 1 where siblings share it.
fn step(node: Node<'_, '_>) -> String {
    let local = node.tag_name().name();
    let is_namesake = |other: &Node<'_, '_>| other.is_element() && other.tag_name() == node.tag_name();
    let before = node.prev_siblings().skip(1).filter(is_namesake).count();
    let after = node.next_siblings().skip(1).any(|other| is_namesake(&other));
    if before > 0 || after { format!("{local}[{}]", before + 1) } else { local.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::compare;

    fn same(expected: &str, actual: &str) {
        assert_eq!(compare(expected, actual), Ok(()));
        assert_eq!(compare(actual, expected), Ok(()));
    }

    fn differ(expected: &str, actual: &str, difference: &str) {
        assert_eq!(compare(expected, actual).unwrap_err().to_string(), difference);
        assert!(compare(actual, expected).is_err());
    }

    #[test]
    fn spelling_does_not_matter() {
        same(
            "<a xmlns='urn:x'><b c='1' d='2'/></a>",
            "<?xml version='1.0'?><p:a xmlns:p='urn:x'>\n <p:b d='2' c='1'></p:b></p:a>",
        );
        same("<a>x<!-- c -->&lt;y</a>", "<a><![CDATA[x<]]>y</a>");
    }

    #[test]
    fn names_order_and_text_matter() {
        differ("<a xmlns='urn:x'/>", "<a xmlns='urn:y'/>", "at /a\n  expected: {urn:x}a\n    actual: {urn:y}a");
        differ("<a><b/><c/></a>", "<a><c/><b/></a>", "at /a/b\n  expected: b\n    actual: c");
        differ(
            "<a><b/><b>x</b></a>",
            "<a><b/><b>y</b></a>",
            "at /a/b[2]\n  expected: text \"x\"\n    actual: text \"y\"",
        );
        differ("<a><b/><b/></a>", "<a><b/></a>", "at /a\n  expected: element b\n    actual: the end of the element");
        differ("<a> </a>", "<a/>", "at /a\n  expected: text \" \"\n    actual: the end of the element");
    }

    #[test]
    fn attributes_matter() {
        differ("<a b='1'/>", "<a b='2'/>", "at /a/@b\n  expected: 1\n    actual: 2");
        differ("<a/>", "<a b='2'/>", "at /a/@b\n  expected: no such attribute\n    actual: 2");
    }

    #[test]
    fn space_between_elements_of_mixed_content_matters() {
        differ("<a>x<b/> <b/></a>", "<a>x<b/><b/></a>", "at /a\n  expected: text \" \"\n    actual: element b");
    }

    #[test]
    fn qualified_names_in_values_are_resolved() {
        let xsi = "xmlns:i='http://www.w3.org/2001/XMLSchema-instance'";
        same(
            &format!("<a {xsi} xmlns:p='urn:x' i:type='p:T'>p:v</a>"),
            &format!("<a {xsi} xmlns:q='urn:x' i:type='q:T'>q:v</a>"),
        );
        same(&format!("<p:a {xsi} xmlns:p='urn:x' i:type='p:T'/>"), &format!("<a {xsi} xmlns='urn:x' i:type='T'/>"));
        assert!(
            compare(
                &format!("<a {xsi} xmlns:p='urn:x' i:type='p:T'/>"),
                &format!("<a {xsi} xmlns:p='urn:y' i:type='p:T'/>")
            )
            .is_err()
        );
        same(&format!("<a {xsi} i:nil='1'/>"), &format!("<a {xsi} i:nil='true'/>"));
        let array = |prefix: &str| {
            format!(
                "<a xmlns:e='http://schemas.xmlsoap.org/soap/encoding/' xmlns:{prefix}='urn:x' e:arrayType='{prefix}:T[2]'/>"
            )
        };
        same(&array("p"), &array("q"));
    }

    #[test]
    fn an_empty_header_is_none_and_the_encoding_style_may_stand_higher() {
        let envelope = |outer: &str, header: &str, body: &str, wrapper: &str| {
            format!(
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' {outer}>{header}<s:Body {body}><r {wrapper}/></s:Body></s:Envelope>"
            )
        };
        let style = "s:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'";
        same(&envelope(style, "<s:Header/>", "", ""), &envelope("", "", "", style));
        same(&envelope("", "<s:Header>\n</s:Header>", style, ""), &envelope("", "", "", style));
        differ(
            &envelope(style, "", "", ""),
            &envelope("", "", "", ""),
            "at /Envelope/Body/r/@encodingStyle in force\n  expected: http://schemas.xmlsoap.org/soap/encoding/\n    actual: no such attribute",
        );
        differ(
            &envelope("", "<s:Header><h/></s:Header>", "", ""),
            &envelope("", "", "", ""),
            "at /Envelope/Header\n  expected: {http://schemas.xmlsoap.org/soap/envelope/}Header\n    actual: {http://schemas.xmlsoap.org/soap/envelope/}Body",
        );
    }
}
