//! The items of a namespace module: a plain type each, then one macro call with its facts.

use proc_macro2::TokenStream;
use quote::quote;

use super::facts::{stated, words};
use super::spell::{Result, Speller, alias, docs, ident, illegal, namespace, text, wire};
use crate::model::{
    Alias, Choice, ChoiceKind, Enumeration, Facet, Field, Item, Place, SimpleType, Struct, StructKind, Type, Union,
    Variety, WhiteSpace, WireName,
};

/// The text of an item: blocks that stand apart by a blank line.
pub(super) fn item(speller: &Speller<'_>, item: &Item) -> Result<Vec<String>> {
    match item {
        Item::Struct(item) => struct_(speller, item),
        Item::Choice(item) => choice(speller, item),
        Item::Enumeration(item) => enumeration(speller, item),
        Item::Union(item) => union_(speller, item),
        Item::SimpleType(item) => Ok(Vec::from_iter(simple_type(speller, item)?)),
        Item::Alias(item) => Ok(vec![type_alias(speller, item)?]),
    }
}

pub(super) fn struct_(speller: &Speller<'_>, item: &Struct) -> Result<Vec<String>> {
    let name = ident(&item.ident)?;
    // The element names a type that has no name of its own.
    let root = item.root.as_ref().map(|root| &root.name);
    let known_by = root.filter(|_| item.name.local.is_empty()).unwrap_or(&item.name);
    let anonymous = speller.message(&item.ident).unwrap_or("A group of elements.");
    let docs = named_docs(&item.documentation, &item.ident, known_by, anonymous);
    let mut members = Vec::with_capacity(item.fields.len());
    for field in &item.fields {
        let (member, ty, docs) = (ident(&field.ident)?, speller.ty_tokens(&field.ty)?, field_docs(field));
        members.push(quote!(#docs pub #member: #ty,));
    }
    let definition = pretty(quote! {
        #docs
        pub struct #name { #(#members)* }
    })?;
    let kind = match item.kind {
        StructKind::Struct => speller.facts("Struct"),
        StructKind::Array(rank) => format!("{}({rank})", speller.facts("Array")),
    };
    let head = format!("castile::complex!({name}, {}, {kind}", ident(&item.table)?);
    let mut facts = table(speller, &head, &item.name, &item.fields)?;
    if let Some(root) = &item.root {
        let namespace = namespace(root.name.namespace);
        let simple = speller.simple(&root.simple)?;
        facts.push_str(&format!("castile::root!({name}, {namespace}, {}, {simple});\n", wire(&root.name)));
    }
    Ok(vec![definition, facts])
}

fn choice(speller: &Speller<'_>, item: &Choice) -> Result<Vec<String>> {
    let name = ident(&item.ident)?;
    let docs = named_docs(&item.documentation, &item.ident, &item.name, "One of several elements.");
    let mut arms = Vec::with_capacity(item.arms.len());
    for field in &item.arms {
        let (arm, ty, docs) = (ident(&field.ident)?, speller.ty_tokens(&field.ty)?, field_docs(field));
        arms.push(quote!(#docs #arm(#ty),));
    }
    let definition = pretty(quote! {
        #docs
        pub enum #name { #(#arms)* }
    })?;
    let kind = speller.facts(match item.kind {
        ChoiceKind::Choice => "Choice",
        ChoiceKind::Polymorphic => "Polymorphic",
    });
    let default = ident(item.arms.get(item.default).map_or("", |arm| &arm.ident))?;
    let head = format!("castile::choice!({name}, {default}, {}, {kind}", ident(&item.table)?);
    Ok(vec![definition, table(speller, &head, &item.name, &item.arms)?])
}

fn enumeration(speller: &Speller<'_>, item: &Enumeration) -> Result<Vec<String>> {
    let name = ident(&item.ident)?;
    let docs = named_docs(&item.documentation, &item.ident, &item.simple.name, "One of a list of values.");
    let mut arms = Vec::with_capacity(item.values.len());
    let mut lines = Vec::with_capacity(item.values.len());
    for value in &item.values {
        let arm = ident(&value.ident)?;
        let docs = super::spell::docs(&value.documentation, &code(&value.value));
        arms.push(quote!(#docs #arm,));
        lines.push(format!("    {arm} = {},\n", text(&value.value)));
    }
    let definition = pretty(quote! {
        #docs
        #[derive(Clone)]
        pub enum #name {
            #(#arms)*
            /// A value that the contract does not list.
            Unknown(String),
        }
    })?;
    let facts = format!("castile::enumeration!({name} {{\n{}}});\n", lines.concat());
    Ok(vec![definition, simple_type(speller, &item.simple)?.unwrap_or_default() + &facts])
}

fn union_(speller: &Speller<'_>, item: &Union) -> Result<Vec<String>> {
    let name = ident(&item.ident)?;
    let docs = named_docs(&item.documentation, &item.ident, &item.simple.name, "A value of one of several types.");
    let mut arms = Vec::with_capacity(item.arms.len());
    let mut lines = Vec::with_capacity(item.arms.len());
    for union_arm in &item.arms {
        let (arm, ty) = (ident(&union_arm.ident)?, speller.ty_tokens(&union_arm.ty)?);
        let docs = super::spell::docs(&[], &format!("A value of type `{}`.", speller.ty(&union_arm.ty)?));
        arms.push(quote!(#docs #arm(#ty),));
        lines.push(format!("    {arm}: {},\n", speller.simple(&union_arm.simple)?));
    }
    let definition = pretty(quote! {
        #docs
        #[derive(Clone)]
        pub enum #name { #(#arms)* }
    })?;
    let default = ident(item.arms.first().map_or("", |arm| &arm.ident))?;
    let facts = format!("castile::union!({name}, {default} {{\n{}}});\n", lines.concat());
    Ok(vec![definition, simple_type(speller, &item.simple)?.unwrap_or_default() + &facts])
}

fn type_alias(speller: &Speller<'_>, item: &Alias) -> Result<String> {
    let (name, ty) = (ident(&item.ident)?, speller.ty_tokens(&item.ty)?);
    let docs = docs(&item.documentation, &format!("The element's type is {}.", code(&speller.ty(&item.ty)?)));
    pretty(quote!(#docs pub type #name = #ty;))
}

/// The table of a simple type, if anything points at it.
fn simple_type(speller: &Speller<'_>, item: &SimpleType) -> Result<Option<String>> {
    if !speller.is_pointed_at(&item.table) {
        return Ok(None);
    }
    let namespace = namespace(item.name.namespace);
    let base = speller.facts(&format!("base::{}", ident(item.builtin)?));
    let facets: Vec<String> = item.facets.iter().map(|facet| self::facet(speller, facet)).collect();
    let mut value = format!("{base}.restrict({namespace}, {}, &[{}])", wire(&item.name), facets.join(", "));
    match &item.variety {
        Variety::Atomic => {}
        Variety::List(of) => {
            let variety = speller.facts("Variety::List");
            value.push_str(&format!(".with_variety({variety}({}))", speller.simple(of)?));
        }
        Variety::Union(members) => {
            let variety = speller.facts("Variety::Union");
            let members = members.iter().map(|member| speller.simple(member)).collect::<Result<Vec<_>>>()?;
            value.push_str(&format!(".with_variety({variety}(&[{}]))", members.join(", ")));
        }
    }
    if let Some(white_space) = item.white_space {
        let white_space = speller.facts(match white_space {
            WhiteSpace::Preserve => "WhiteSpace::Preserve",
            WhiteSpace::Replace => "WhiteSpace::Replace",
            WhiteSpace::Collapse => "WhiteSpace::Collapse",
        });
        value.push_str(&format!(".with_white_space({white_space})"));
    }
    if let Some(default) = &item.default {
        value.push_str(&format!(".with_default({})", text(default)));
    }
    if let Some(fixed) = &item.fixed {
        value.push_str(&format!(".with_fixed({})", text(fixed)));
    }
    let ty = speller.facts("SimpleType");
    Ok(Some(format!("pub(super) static {}: {ty} = {value};\n", ident(&item.table)?)))
}

fn facet(speller: &Speller<'_>, facet: &Facet) -> String {
    let (name, value) = match facet {
        Facet::Length(count) => ("Length", count.to_string()),
        Facet::MinLength(count) => ("MinLength", count.to_string()),
        Facet::MaxLength(count) => ("MaxLength", count.to_string()),
        Facet::Pattern(alternatives) => ("Pattern", super::spell::texts(alternatives)),
        Facet::Enumeration(values) => ("Enumeration", super::spell::texts(values)),
        Facet::MinInclusive(bound) => ("MinInclusive", text(bound)),
        Facet::MaxInclusive(bound) => ("MaxInclusive", text(bound)),
        Facet::MinExclusive(bound) => ("MinExclusive", text(bound)),
        Facet::MaxExclusive(bound) => ("MaxExclusive", text(bound)),
        Facet::TotalDigits(count) => ("TotalDigits", count.to_string()),
        Facet::FractionDigits(count) => ("FractionDigits", count.to_string()),
    };
    format!("{}({value})", speller.facts(&format!("Facet::{name}")))
}

/// `castile::complex!` or `castile::choice!` from its first arguments on, one line a field.
fn table(speller: &Speller<'_>, head: &str, name: &WireName, fields: &[Field]) -> Result<String> {
    let mut out = format!("{head}, {}, {}, {{\n", speller.schema(), fact(&stated(name))?);
    for (index, field) in fields.iter().enumerate() {
        let (member, name, facts) = (ident(&field.ident)?, fact(&stated(&field.name))?, fact(&words(field)?)?);
        out.push_str(&format!("    {index} {member}: {name}, {facts};\n"));
    }
    out.push_str("});\n");
    Ok(out)
}

/// A literal that is part of a text of facts, in which a tab and the end of a line part one fact from the next.
fn fact(value: &str) -> Result<String> {
    if value.contains(char::is_control) { Err(illegal("name", value)) } else { Ok(text(value)) }
}

/// The documentation of a type, or its name in the contract, or what it is when it has none.
fn named_docs(lines: &[String], ident: &str, name: &WireName, anonymous: &str) -> TokenStream {
    let fallback = if name.local.is_empty() { anonymous.to_owned() } else { format!("{}.", code(&name.local)) };
    let (docs, alias) = (docs(lines, &fallback), alias(ident, &name.local));
    quote!(#docs #alias)
}

fn field_docs(field: &Field) -> TokenStream {
    let local = &field.name.local;
    let fallback = match &field.place {
        Place::Attribute => format!("Attribute {}.", code(local)),
        Place::Element => format!("{}.", code(local)),
        Place::Text => "The content.".to_owned(),
        Place::Mixed => "The content, text and elements mixed.".to_owned(),
        Place::Group(_) if matches!(innermost(&field.ty), Type::Item(_)) && !local.is_empty() => {
            format!("{}.", code(local))
        }
        Place::Group(_) => "A group of elements.".to_owned(),
        Place::Wildcard(_) => "Any other element.".to_owned(),
        Place::AnyAttribute(_) => "Any other attributes.".to_owned(),
    };
    // A group has no name in the contract.
    let wire = if matches!(field.place, Place::Group(_)) { "" } else { local };
    let (docs, alias) = (docs(&field.documentation, &fallback), alias(&field.ident, wire));
    quote!(#docs #alias)
}

fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Option(inner)
        | Type::Vec(inner)
        | Type::Boxed(inner)
        | Type::Nillable(inner)
        | Type::NillableComplex(inner) => innermost(inner),
        Type::Plain(_) | Type::Runtime(_) | Type::Item(_) => ty,
    }
}

/// A text as code in documentation; a backquote would end it.
pub(super) fn code(text: &str) -> String {
    let shown = text.replace('`', "'");
    if shown.trim().is_empty() { "(empty)".to_owned() } else { format!("`{shown}`") }
}

/// One item, laid out.
pub(super) fn pretty(tokens: TokenStream) -> Result<String> {
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) => Ok(prettyplease::unparse(&file)),
        Err(error) => Err(crate::diagnostic::Diagnostic::error("emit", format!("an item does not parse: {error}"))),
    }
}
