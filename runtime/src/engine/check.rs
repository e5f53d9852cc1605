//! Texts of values: putting them together, and checking them against the facets of their type.

use crate::content::Content;
use crate::facts::{Builtin, Field, Kind, LIST, Place, SECRET, SimpleType, Variety};
use crate::value::facet::{self, Shape};
use crate::value::normalize;
use crate::xml::{Limits, Reader};

use super::error::{Rule, WriteError};
use super::leaf::item_type;
use super::output::{Form, Output};
use super::write::Writer;

/// Writes a value that has a text: a literal, or the literals of a list with a space between them.
#[inline]
pub(super) fn leaf(value: &dyn Content, out: &mut Output<'_>) {
    let kind = value.facts().kind();
    if kind == Kind::Lexical {
        value.text(out);
    } else {
        compound(kind, value, out);
    }
}

fn compound(kind: Kind, value: &dyn Content, out: &mut Output<'_>) {
    match kind {
        // It says that it is missing.
        Kind::Optional | Kind::Nillable if value.arm() == 0 => value.text(out),
        Kind::Optional | Kind::Nillable => leaf(value.field(0), out),
        Kind::Many => {
            for index in 0..value.arm() {
                if index > 0 {
                    out.space();
                }
                leaf(value.field(index), out);
            }
        }
        _ => value.text(out),
    }
}

/// The text of a value, as it is.
pub(super) fn plain(value: &dyn Content, out: &mut Vec<u8>) {
    leaf(value, &mut Output::new(Form::Plain(out)));
}

impl Writer {
    /// Checks the text written from `start` against the type of `field`.
    #[inline]
    pub(super) fn check(&mut self, field: &Field, value: &dyn Content, start: usize) -> Result<(), WriteError> {
        if is_checked(field) { self.check_text(field, value, start) } else { Ok(()) }
    }

    #[inline(never)]
    pub(super) fn check_text(&mut self, field: &Field, value: &dyn Content, start: usize) -> Result<(), WriteError> {
        let simple = field.simple();
        if field.has(LIST) {
            self.check_items(field, value)?;
        }
        let mut escaped = Vec::new();
        let written = self.out.get(start..).unwrap_or_default();
        let text = if memchr::memchr(b'&', written).is_some() {
            plain(value, &mut escaped);
            std::str::from_utf8(&escaped)
        } else {
            std::str::from_utf8(written)
        };
        let Err(rule) = rules(simple, text.unwrap_or_default(), field.has(SECRET), &|prefix| {
            self.prefixes.namespace(prefix).map(str::to_owned)
        }) else {
            return Ok(());
        };
        self.fault(rule)
    }

    /// Checks the content of a complex element whose declaration fixes it, written from `start`: its text, or its mixed
    /// content, in which no element may be.
    pub(super) fn fixed(
        &mut self,
        fixed: &'static str,
        content: Option<&Field>,
        start: usize,
    ) -> Result<(), WriteError> {
        let written = String::from_utf8_lossy(self.out.get(start..).unwrap_or_default());
        let text = text_of(&written);
        let is_fixed = match (content.map(|content| (content.place(), content.simple())), text) {
            (Some((Place::Text, simple)), Some(text)) => {
                same(simple, &normalize(simple.white_space, &text), fixed, &|prefix| {
                    self.prefixes.namespace(prefix).map(str::to_owned)
                })
            }
            // An empty element has what is fixed.
            (Some((Place::Mixed, _)), text) => text.is_some_and(|text| text.is_empty() || text == fixed),
            _ => true,
        };
        if is_fixed { Ok(()) } else { self.fault(Rule::Facet(format!("the value is fixed to {fixed:?}"))) }
    }

    /// The items of a list: each must be one, and allowed by the item type.
    fn check_items(&mut self, field: &Field, value: &dyn Content) -> Result<(), WriteError> {
        let list = if matches!(value.facts().kind(), Kind::Optional | Kind::Nillable) { value.field(0) } else { value };
        let item = item_type(field.simple());
        let mut text = Vec::new();
        for index in 0..list.arm() {
            text.clear();
            plain(list.field(index), &mut text);
            if text.is_empty() || text.iter().any(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
                self.fault(Rule::ListItem)?;
                continue;
            }
            if matches!(field.simple().variety, Variety::List(_)) {
                let text = std::str::from_utf8(&text).unwrap_or_default();
                if let Err(rule) = rules(item, text, field.has(SECRET), &|_| None) {
                    self.fault(rule)?;
                }
            }
        }
        Ok(())
    }
}

/// The text of content that was written; none when there is an element in it.
fn text_of(written: &str) -> Option<String> {
    if written.split("<![CDATA[").any(|part| part.contains('<')) {
        return None;
    }
    let document = format!("<a>{written}</a>");
    let mut reader = Reader::new(&document, &[], &Limits::default());
    reader.next().ok()?;
    let mut scratch = String::new();
    reader.read_text(&mut scratch).ok().map(|text| text.text.to_owned())
}

/// Whether there is more to a literal than the value's own way of writing it.
#[inline]
pub(super) fn is_checked(field: &Field) -> bool {
    let simple = field.simple();
    !simple.facets.is_empty()
        || matches!(simple.variety, Variety::Union(_))
        || is_narrow(simple.builtin)
        || field.has(LIST)
        || simple.fixed.is_some()
}

/// Checks a literal against all that a simple type demands.
fn rules(simple: &SimpleType, text: &str, secret: bool, scope: &dyn Fn(&str) -> Option<String>) -> Result<(), Rule> {
    let shape = shape(simple);
    let text = normalize(simple.white_space, text);
    for facet in simple.facets {
        facet::check(facet, shape, &text, scope).map_err(|violation| {
            let violation = if secret { violation.redacted() } else { violation };
            Rule::Facet(violation.to_string())
        })?;
    }
    if is_narrow(simple.builtin) && matches!(simple.variety, Variety::Atomic) && !is_expanded(simple.builtin, &text) {
        simple.builtin.lexical_ok(&text).map_err(|error| {
            let error = if secret { error.redacted() } else { error };
            Rule::Facet(error.to_string())
        })?;
    }
    if let Variety::Union(members) = simple.variety
        && !members.iter().any(|member| fits(member, &text, scope))
    {
        return Err(Rule::Facet("the value fits no member type of the union".to_owned()));
    }
    match simple.fixed {
        Some(fixed) if !same(simple, &text, fixed, scope) => {
            Err(Rule::Facet(format!("the value is fixed to {fixed:?}")))
        }
        _ => Ok(()),
    }
}

/// Whether two literals of a type stand for one value: that of an instance and the fixed one of the schema. Where that
/// cannot be told, they do.
fn same(simple: &SimpleType, text: &str, fixed: &str, scope: &dyn Fn(&str) -> Option<String>) -> bool {
    match simple.variety {
        Variety::Union(members) => {
            let of = |text: &str| members.iter().position(|member| fits(member, text, scope));
            match (of(text), of(fixed)) {
                (Some(one), Some(other)) if one == other => {
                    members.get(one).is_some_and(|member| same(member, text, fixed, scope))
                }
                (one, other) => one == other && text == fixed,
            }
        }
        Variety::List(item) => {
            let mut fixed = items(fixed);
            items(text).all(|text| fixed.next().is_some_and(|fixed| same(item, text, fixed, scope)))
                && fixed.next().is_none()
        }
        Variety::Atomic | Variety::Complex => facet::same(
            shape(simple),
            &normalize(simple.white_space, text),
            &normalize(simple.white_space, fixed),
            scope,
        )
        .unwrap_or(true),
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\t', '\r', '\n']).filter(|text| !text.is_empty())
}

fn shape(simple: &SimpleType) -> Shape {
    match simple.variety {
        Variety::List(item) => Shape::List(item.builtin),
        Variety::Union(_) => Shape::Union,
        Variety::Atomic | Variety::Complex => Shape::from(simple.builtin),
    }
}

/// Whether a text is a literal that a member type of a union allows (XML Schema part 2, section 2.5.1.3).
pub(super) fn fits(member: &SimpleType, text: &str, scope: &dyn Fn(&str) -> Option<String>) -> bool {
    let text = normalize(member.white_space, text);
    let is_literal = match member.variety {
        Variety::List(item) => items(&text).all(|text| fits(item, text, scope)),
        Variety::Union(members) => members.iter().any(|member| fits(member, &text, scope)),
        Variety::Atomic if is_expanded(member.builtin, &text) => true,
        Variety::Atomic | Variety::Complex => member.builtin.lexical_ok(&text).is_ok(),
    };
    is_literal && member.facets.iter().all(|facet| facet::check(facet, shape(member), &text, scope).is_ok())
}

/// Whether it is a qualified name as it is written beside a document: with its namespace in braces.
fn is_expanded(builtin: Builtin, text: &str) -> bool {
    matches!(builtin, Builtin::QName | Builtin::Notation) && text.starts_with('{')
}

/// Built-in types with fewer values than the Rust type that holds them.
fn is_narrow(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Language
            | Builtin::Nmtoken
            | Builtin::Nmtokens
            | Builtin::Name
            | Builtin::NCName
            | Builtin::Id
            | Builtin::Idref
            | Builtin::Idrefs
            | Builtin::Entity
            | Builtin::Entities
            | Builtin::QName
            | Builtin::Notation
            | Builtin::NonPositiveInteger
            | Builtin::NegativeInteger
            | Builtin::NonNegativeInteger
            | Builtin::PositiveInteger
    )
}

/// Built-in types of text with fewer literals than strings: names, tokens of names, language codes.
pub(super) fn is_name(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Language
            | Builtin::Nmtoken
            | Builtin::Name
            | Builtin::NCName
            | Builtin::Id
            | Builtin::Idref
            | Builtin::Entity
    )
}
