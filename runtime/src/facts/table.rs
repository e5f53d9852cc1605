//! The name and the fields of a type, read from the text that emitted code states them in.

use super::{
    COMPLEX, ENCODED, ENCODED_BASE64, Field, LENIENT, LIST, Link, NILLABLE, Namespaces, Place, SECRET, Schema,
    SimpleType, UNBOUNDED, built_in,
};
use crate::engine::Plan;
use crate::xml::NamespaceId;
use crate::xml::name::{ENC11, ENC12, NONE, XML, XSD, XSI};

/// What a text states. There is one for each type that is met, and it stays.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) namespace: NamespaceId,
    pub(super) name: &'static str,
    pub(super) fields: Box<[Field]>,
    pub(super) plan: Plan,
}

impl Table {
    pub(super) fn read(text: &'static str, schema: &'static Schema) -> &'static Self {
        let mut lines = text.split('\n');
        let (namespace, name) = name(lines.next().unwrap_or_default());
        let fields = lines.map(|line| field(line, schema)).collect();
        Box::leak(Box::new(Self { namespace, name, fields, plan: Plan::new() }))
    }

    /// A table of an anonymous type, made of its fields.
    pub(super) fn of(fields: Vec<Field>) -> &'static Self {
        Box::leak(Box::new(Self { namespace: NONE, name: "", fields: fields.into(), plan: Plan::new() }))
    }
}

/// A field: its name, a tab and its facts.
///
/// # Panics
/// When a word is none of the known: emitted code and this crate are then of different versions, and to go on would be to
/// read and write something else than the contract says.
fn field(line: &'static str, schema: &'static Schema) -> Field {
    let (wire, facts) = line.split_once('\t').unwrap_or((line, "1"));
    let (namespace, name) = name(wire);
    let (facts, type_name) = match facts.split_once(" (") {
        Some((facts, named)) => (facts, Some(named.strip_suffix(')').unwrap_or(named))),
        None => (facts, None),
    };
    let mut words = facts.split(' ').peekable();
    let mut place = place(words.peek().copied().unwrap_or_default());
    if place.is_some() {
        words.next();
    }
    let Some((min, max)) = words.next().and_then(occurrence) else { unknown(line, facts) };
    let (mut flags, mut simple) = (0, type_name.map(complex));
    for word in words {
        match word {
            "nillable" => flags |= NILLABLE,
            "secret" => flags |= SECRET,
            "list" => flags |= LIST,
            "lenient" => flags |= LENIENT,
            "encoded" => flags |= ENCODED,
            "soapenc:base64" => simple = Some(&ENCODED_BASE64),
            _ if word.starts_with("##") => match &mut place {
                Some(Place::Wildcard(allowed) | Place::AnyAttribute(allowed)) => *allowed = namespaces(word),
                _ => unknown(line, word),
            },
            _ => match link(word, schema) {
                Some(Link::Simple(ty)) => simple = Some(ty),
                Some(Link::Group(facts)) => place = Some(Place::Group(facts)),
                None => unknown(line, word),
            },
        }
    }
    let place = place.unwrap_or(Place::Element);
    Field(place, namespace, name, min, max, flags, simple.unwrap_or(&COMPLEX))
}

fn unknown(line: &str, word: &str) -> ! {
    panic!(
        "castile does not know `{word}` in the facts {line:?}: generate the code again with the generator of this version"
    )
}

/// The place that a word names; an element has none. What a wildcard allows is said by another word.
fn place(word: &str) -> Option<Place> {
    Some(match word {
        "attribute" => Place::Attribute,
        "text" => Place::Text,
        "mixed" => Place::Mixed,
        "any" => Place::Wildcard(Namespaces::Any),
        "anyAttribute" => Place::AnyAttribute(Namespaces::Any),
        _ => return None,
    })
}

/// `minOccurs` and `maxOccurs`: `1`, `?`, `*`, `+`, or `{2,5}` and `{2,}`.
fn occurrence(word: &str) -> Option<(u32, u32)> {
    Some(match word {
        "1" => (1, 1),
        "?" => (0, 1),
        "*" => (0, UNBOUNDED),
        "+" => (1, UNBOUNDED),
        _ => {
            let (min, max) = word.strip_prefix('{')?.strip_suffix('}')?.split_once(',')?;
            (min.parse().ok()?, if max.is_empty() { UNBOUNDED } else { max.parse().ok()? })
        }
    })
}

/// What `xs:string` or, of the contract's own, `&STATUS` stands for.
fn link(word: &str, schema: &'static Schema) -> Option<Link> {
    match word.strip_prefix('&') {
        Some(name) => schema.links.iter().find(|(known, _)| *known == name).map(|(_, link)| *link),
        None => word.strip_prefix("xs:").and_then(built_in).map(Link::Simple),
    }
}

/// `##any`, `##other:n1`, or a list: `##n1,xml,local`.
fn namespaces(word: &str) -> Namespaces {
    let word = word.trim_start_matches('#');
    if word == "any" {
        return Namespaces::Any;
    }
    if let Some(target) = word.strip_prefix("other:") {
        return Namespaces::Other(namespace(target));
    }
    let list: Vec<NamespaceId> = word.split(',').filter(|id| !id.is_empty()).map(namespace).collect();
    Namespaces::List(list.leak())
}

/// A complex type that is to be named where there is no value.
fn complex(name: &'static str) -> &'static SimpleType {
    let (namespace, name) = self::name(name);
    Box::leak(Box::new(SimpleType::complex(namespace, name)))
}

/// A name with its prefix. What is in the namespace of XML Schema, `xs:`, is written without one; a name without a namespace
/// that has a colon all the same begins with another.
fn name(name: &'static str) -> (NamespaceId, &'static str) {
    match name.split_once(':') {
        Some(("", local)) => (NONE, local),
        Some(("xs", local)) => (XSD, local),
        Some((prefix, _)) => (namespace(prefix), name),
        None => (NONE, name),
    }
}

/// The namespace that a prefix stands for; of the contract's own, `n1` is the first. `local` is none.
fn namespace(prefix: &str) -> NamespaceId {
    match prefix {
        "xml" => XML,
        "xsi" => XSI,
        "xs" | "xsd" => XSD,
        "soapenc" => ENC11,
        "enc" => ENC12,
        "local" => NONE,
        _ => match prefix.strip_prefix('n').and_then(|number| number.parse().ok()) {
            Some(id) => id,
            None => unknown(prefix, prefix),
        },
    }
}
