//! The facts of fields as the runtime reads them: words in a text. Its `castile::complex!` says what they are.

use std::collections::BTreeMap;

use super::spell::{Result, Speller, illegal, text};
use crate::model::{Field, Item, ItemRef, Namespace, Namespaces, Package, Place, SimpleRef, WireName, built_in_name};

/// A name with the prefix that says its namespace; empty for an anonymous type.
pub(super) fn prefixed(name: &WireName) -> String {
    match prefix(name.namespace) {
        _ if name.local.is_empty() => String::new(),
        Some(prefix) => format!("{prefix}:{}", name.local),
        None => name.local.clone(),
    }
}

/// As [`prefixed`], where what is before a colon is taken for a prefix: a name without a namespace may have a colon of its own.
pub(super) fn stated(name: &WireName) -> String {
    match name.namespace {
        Namespace::None if name.local.contains(':') => format!(":{}", name.local),
        _ => prefixed(name),
    }
}

/// The prefix of a namespace; `xs` is for what is written without one.
fn prefix(namespace: Namespace) -> Option<String> {
    Some(match namespace {
        Namespace::None => return None,
        Namespace::Package(index) => format!("n{}", index.saturating_add(1)),
        Namespace::Xml => "xml".to_owned(),
        Namespace::Xsd => "xs".to_owned(),
        Namespace::Known(known) => known.prefix().to_owned(),
    })
}

/// Place, occurrence, simple type and flags of a field.
pub(super) fn words(field: &Field) -> Result<String> {
    let mut words = Vec::new();
    let mut named = None;
    match &field.place {
        Place::Element | Place::Group(_) => {}
        Place::Attribute => words.push("attribute".to_owned()),
        Place::Text => words.push("text".to_owned()),
        Place::Mixed => words.push("mixed".to_owned()),
        Place::Wildcard(_) => words.push("any".to_owned()),
        Place::AnyAttribute(_) => words.push("anyAttribute".to_owned()),
    }
    words.push(occurrence(field));
    match &field.place {
        Place::Group(item) => words.push(link(item)),
        Place::Wildcard(allowed) | Place::AnyAttribute(allowed) => words.push(namespaces(allowed)),
        Place::Element | Place::Attribute | Place::Text | Place::Mixed => {}
    }
    match &field.simple {
        SimpleRef::Complex => {}
        SimpleRef::Builtin("ENCODED_BASE64") => words.push("soapenc:base64".to_owned()),
        SimpleRef::Builtin(built_in) => {
            let name = built_in_name(built_in).ok_or_else(|| illegal("built-in type", built_in))?;
            words.push(format!("xs:{name}"));
        }
        SimpleRef::Item(item) => words.push(link(item)),
        SimpleRef::Named(name) => named = Some(format!("({})", stated(name))),
    }
    let flags = [
        (field.nillable, "nillable"),
        (field.secret, "secret"),
        (field.list, "list"),
        (field.lenient, "lenient"),
        (field.encoded, "encoded"),
    ];
    words.extend(flags.iter().filter(|(set, _)| *set).map(|(_, word)| (*word).to_owned()));
    words.extend(named);
    Ok(words.join(" "))
}

fn occurrence(field: &Field) -> String {
    match (field.min, field.max) {
        (1, Some(1)) => "1".to_owned(),
        (0, Some(1)) => "?".to_owned(),
        (0, None) => "*".to_owned(),
        (1, None) => "+".to_owned(),
        (min, Some(max)) => format!("{{{min},{max}}}"),
        (min, None) => format!("{{{min},}}"),
    }
}

fn namespaces(allowed: &Namespaces) -> String {
    let id = |&namespace: &Namespace| prefix(namespace).unwrap_or_else(|| "local".to_owned());
    match allowed {
        Namespaces::Any => "##any".to_owned(),
        Namespaces::Other(target) => format!("##other:{}", id(target)),
        Namespaces::List(list) => format!("##{}", list.iter().map(id).collect::<Vec<_>>().join(",")),
    }
}

/// The static of an item, as the links of the schema have it.
fn link(item: &ItemRef) -> String {
    format!("&{}", name(item))
}

fn name(item: &ItemRef) -> &str {
    item.table.trim_start_matches("r#")
}

/// What the fields of all types point at, by name.
pub(super) fn links(speller: &Speller<'_>, package: &Package) -> Result<Vec<String>> {
    let mut links = BTreeMap::new();
    for item in package.modules.iter().flat_map(|module| &module.items) {
        let fields = match item {
            Item::Struct(item) => &item.fields,
            Item::Choice(item) => &item.arms,
            Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => continue,
        };
        for field in fields {
            if let Place::Group(item) = &field.place {
                links.insert(name(item), ("Group", item));
            }
            if let SimpleRef::Item(item) = &field.simple {
                links.insert(name(item), ("Simple", item));
            }
        }
    }
    let line = |(name, (kind, item)): (&&str, &(&str, &ItemRef))| {
        Ok(format!("({}, {}(&{}))", text(name), speller.facts(&format!("Link::{kind}")), speller.table(item)?))
    };
    links.iter().map(line).collect()
}
