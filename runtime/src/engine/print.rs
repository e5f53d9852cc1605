//! `Debug` of emitted types: members under their names in the contract, secrets left out.

use std::fmt;

use crate::content::Content;
use crate::facts::{Field, Kind, LIST, Place, SECRET, local};

use super::read::BARE;

/// Levels that are printed; deeper ones show as `..`.
const DEPTH: u32 = 64;

/// Prints a value for people, under `name` if the contract has no name for its type. Secrets show as `[redacted]`,
/// fragments of XML as their length.
pub fn print(value: &dyn Content, name: &'static str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&Printed { value, field: &BARE, name, depth: DEPTH }, f)
}

struct Printed<'v> {
    value: &'v dyn Content,
    field: &'v Field,
    /// Of an anonymous type.
    name: &'static str,
    depth: u32,
}

impl fmt::Debug for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(depth) = self.depth.checked_sub(1) else { return f.write_str("..") };
        let (value, field) = (self.value, self.field);
        if field.has(SECRET) {
            return f.write_str("[redacted]");
        }
        let facts = value.facts();
        let inner = |value, field| Printed { value, field, name: "_", depth };
        match facts.kind() {
            Kind::Struct | Kind::Array(_) => {
                let name = local(facts.namespace(), facts.name());
                let mut printed = f.debug_struct(if name.is_empty() { self.name } else { name });
                for (index, field) in facts.fields().iter().enumerate() {
                    printed.field(label(field), &inner(value.field(index), field));
                }
                printed.finish()
            }
            Kind::Choice | Kind::Polymorphic => match facts.fields().get(value.arm()) {
                Some(field) => f.debug_tuple(label(field)).field(&inner(value.field(value.arm()), field)).finish(),
                None => f.write_str("_"),
            },
            Kind::Optional if value.arm() == 0 => f.write_str("None"),
            Kind::Optional => f.debug_tuple("Some").field(&inner(value.field(0), field)).finish(),
            Kind::Nillable if value.arm() == 0 => f.write_str("Nil"),
            Kind::Nillable => f.debug_tuple("Value").field(&inner(value.field(0), field)).finish(),
            Kind::Many => {
                f.debug_list().entries((0..value.arm()).map(|index| inner(value.field(index), field))).finish()
            }
            Kind::Lexical | Kind::Any => print_text(value, field, facts.kind(), f),
        }
    }
}

fn print_text(value: &dyn Content, field: &Field, kind: Kind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = Vec::new();
    super::check::plain(value, &mut text);
    if kind == Kind::Any {
        return write!(f, "Xml({} bytes)", text.len());
    }
    let text = String::from_utf8_lossy(&text);
    if super::json_write::is_bare(field.simple()) && !field.has(LIST) {
        return f.write_str(&text);
    }
    fmt::Debug::fmt(&*text, f)
}

/// What a member is called.
fn label(field: &Field) -> &'static str {
    match field.place() {
        Place::Text => "value",
        _ if !field.name().is_empty() => field.local(),
        Place::Group(facts) if !facts.name().is_empty() => local(facts.namespace(), facts.name()),
        Place::Group(_) => "group",
        Place::Mixed => "content",
        Place::Wildcard(_) => "any",
        Place::AnyAttribute(_) => "any_attribute",
        Place::Attribute | Place::Element => "_",
    }
}
