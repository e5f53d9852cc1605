//! Texts and attributes: the leaves of a document.

use crate::content::{Content, Input, Scope};
use crate::facts::{Builtin, Facts, Kind, Place, SimpleType, Variety};
use crate::fragment::Attribute;
use crate::value::{Reason, ValueError, WhiteSpace, normalize};
use crate::xml::name::XSI;
use crate::xml::{Name, NamespaceId};

use super::error::ReadError;
use super::particles::Frame;
use super::plan::{Step, Way};
use super::read::{InScope, Reading, conceal};
use super::room::next_item;

/// What an attribute that a wildcard took takes at most beside its texts: the list has room for twice as many, or for four.
const FURTHER: usize = 4 * size_of::<Attribute>();

impl Reading<'_, '_> {
    /// Reads the attributes of the open element and marks them in `frame`.
    #[inline(never)]
    pub(super) fn attributes(
        &mut self,
        facts: &'static Facts,
        target: &mut dyn Content,
        frame: &mut Frame,
    ) -> Result<(), ReadError> {
        let steps = facts.steps().get(..facts.outline().attributes).unwrap_or_default();
        for at in 0..self.reader.attributes().len() {
            let Some(attribute) = self.reader.attributes().get(at).copied() else { break };
            let index = steps.iter().position(|step| match step.field.place() {
                Place::AnyAttribute(namespaces) => attribute.name.ns != XSI && namespaces.allow(attribute.name.ns),
                _ => step.names(attribute.name),
            });
            let index = index.or_else(|| self.local_attribute(steps, attribute.name));
            let Some((index, step)) = index.and_then(|index| Some((index, steps.get(index)?))) else { continue };
            frame.mark(index);
            let (field, slot) = (step.field, target.field_mut(index));
            let value = attribute.value();
            let result = match field.place() {
                Place::AnyAttribute(_) => {
                    self.further(attribute.name.ns, attribute.name.local, &value, slot)?;
                    Ok(())
                }
                _ if step.is_text && step.keeps_white_space => slot.lex(Input::Text(&value, &InScope(self.reader))),
                _ => lex(slot, field.simple(), &value, &InScope(self.reader)),
            };
            self.lexed(result, self.reader.token_start())
                .map_err(|error| conceal(error, field).inside(&format!("@{}", attribute.name.local), None))?;
        }
        Ok(())
    }

    /// Adds an attribute to such as a wildcard takes.
    pub(super) fn further(
        &self,
        ns: NamespaceId,
        local: &str,
        value: &str,
        slot: &mut dyn Content,
    ) -> Result<(), ReadError> {
        let namespace = self.reader.namespace_uri(ns);
        let bytes = namespace.len().saturating_add(local.len()).saturating_add(value.len());
        self.reader.keep(FURTHER.saturating_add(bytes))?;
        self.lexed(slot.lex(Input::Attribute(namespace, local, value)), self.reader.token_start())
    }

    /// The attribute with that local name: some clients qualify nothing in an encoded message.
    fn local_attribute(&mut self, steps: &[Step], name: Name<'_>) -> Option<usize> {
        if self.encoding.is_none() || !self.local_names || name.ns != 0 {
            return None;
        }
        let is_meant = |step: &Step| step.way == Way::Attribute && step.field.local() == name.local;
        let index = steps.iter().position(is_meant)?;
        self.unqualified = true;
        Some(index)
    }
}

/// Gives `text` to the value, item by item where it is a list, with white space as the type says.
pub(super) fn lex(
    slot: &mut dyn Content,
    simple: &SimpleType,
    text: &str,
    scope: &dyn Scope,
) -> Result<(), ValueError> {
    let mut slot = slot;
    check_lexical(simple, text, scope)?;
    loop {
        match slot.facts().kind() {
            Kind::Optional | Kind::Nillable => slot = slot.field_mut(0),
            Kind::Many => {
                let item = item_type(simple);
                for text in text.split([' ', '\t', '\r', '\n']).filter(|text| !text.is_empty()) {
                    let next = slot.arm();
                    let Some(slot) = next_item(slot, next, |count, size| scope.grow(count, size)) else {
                        return Err(ValueError::new("list", "", Reason::Limit));
                    };
                    lex(slot, item, text, scope)?;
                }
                return Ok(());
            }
            _ if keeps_white_space(simple) => return slot.lex(Input::Text(text, scope)),
            _ => return slot.lex(Input::Text(&normalize(simple.white_space, text), scope)),
        }
    }
}

/// Checks what the Rust type does not: names, which are strings there, and unions that are one type. Empty texts pass: what
/// a server leaves out it often writes empty.
#[inline]
fn check_lexical(simple: &SimpleType, text: &str, scope: &dyn Scope) -> Result<(), ValueError> {
    match simple.variety {
        Variety::Atomic if !text.is_empty() && super::check::is_name(simple.builtin) => {
            simple.builtin.lexical_ok(&normalize(WhiteSpace::Collapse, text))
        }
        Variety::Union(members) if !text.is_empty() => {
            let prefixes = |prefix: &str| scope.namespace(prefix).map(str::to_owned);
            if members.iter().any(|member| super::check::fits(member, text, &prefixes)) {
                return Ok(());
            }
            Err(ValueError::new("union", text, Reason::Lexical))
        }
        _ => Ok(()),
    }
}

/// Whether the value's own lexer is all that a text of the type needs.
pub(super) fn reads_alone(simple: &SimpleType) -> bool {
    matches!(simple.variety, Variety::Atomic) && !super::check::is_name(simple.builtin) && !has_scope(simple)
}

/// Whether the text can be read as it is: nothing is to be done to it, or the lexer of the value does it.
#[inline]
pub(super) fn keeps_white_space(simple: &SimpleType) -> bool {
    simple.white_space == WhiteSpace::Preserve
        || (simple.facets.is_empty()
            && matches!(simple.variety, Variety::Atomic)
            && matches!(
                simple.builtin,
                Builtin::Boolean
                    | Builtin::Decimal
                    | Builtin::Integer
                    | Builtin::Long
                    | Builtin::Int
                    | Builtin::Short
                    | Builtin::Double
                    | Builtin::Float
                    | Builtin::DateTime
                    | Builtin::Date
            ))
}

/// The type of the items of a list; of `NMTOKENS` and its like, the list's own facts serve.
pub(super) fn item_type(simple: &SimpleType) -> &SimpleType {
    match simple.variety {
        Variety::List(item) => item,
        Variety::Union(members) => {
            let items = members.iter().find_map(|member| match member.variety {
                Variety::List(item) => Some(item),
                _ => None,
            });
            items.unwrap_or(simple)
        }
        _ => simple,
    }
}

/// Whether the meaning of the text depends on the namespaces in scope.
pub(super) fn has_scope(simple: &SimpleType) -> bool {
    match simple.variety {
        Variety::Atomic => matches!(simple.builtin, Builtin::QName | Builtin::Notation),
        Variety::List(item) => has_scope(item),
        Variety::Union(members) => members.iter().any(|member| has_scope(member)),
        Variety::Complex => false,
    }
}
