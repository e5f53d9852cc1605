//! Values of several types, told apart by `xsi:type`.

use crate::content::nillable_complex::{ATTRIBUTES, TYPE_NAME};
use crate::content::{Content, Input};
use crate::facts::{Facts, Field, Kind, Place, local};
use crate::xml::Name;
use crate::xml::name::XSI;

use super::error::{ReadError, ReadErrorKind};
use super::particles::names;
use super::read::{InScope, Reading, make_nil};

impl<'a> Reading<'_, 'a> {
    /// A type told apart by `xsi:type` (XML Schema part 1, section 2.6.1).
    #[inline(never)]
    pub(super) fn polymorphic(
        &mut self,
        facts: &'static Facts,
        name: Name<'a>,
        slot: &mut dyn Content,
    ) -> Result<(), ReadError> {
        self.keep_box(slot)?;
        let arm = self.type_arm(facts);
        let Some((index, field)) = arm.and_then(|arm| Some((arm, facts.fields().get(arm)?))) else {
            return Err(abstract_type(facts, self.reader.token_start()));
        };
        self.value(field, name, slot.field_mut(index), false)
    }

    /// The arm of the type that the open element names by `xsi:type`, or that for types the contract does not know.
    fn type_arm(&self, facts: &'static Facts) -> Option<usize> {
        let arms = facts.fields();
        let Some(declared) = self.reader.attribute(XSI, "type").map(crate::xml::Attribute::value) else {
            return base_arm(facts);
        };
        let (prefix, local) = declared.trim().split_once(':').unwrap_or(("", declared.trim()));
        let ns = self.reader.resolve_prefix(prefix);
        let arm = ns.and_then(|ns| arms.iter().position(|arm| !is_wildcard(arm) && names(arm, Name { ns, local })));
        arm.or_else(|| arms.iter().position(is_wildcard))
    }

    /// The attributes and the type of a nil element, where they have a place.
    #[inline(never)]
    pub(super) fn nil_attributes(&mut self, slot: &mut dyn Content) -> Result<(), ReadError> {
        let mut slot = slot;
        while slot.facts().kind() == Kind::Optional && slot.arm() > 0 {
            slot = slot.field_mut(0);
        }
        if slot.facts().kind() != Kind::Nillable || slot.facts().fields().is_empty() {
            return Ok(());
        }
        // Which attributes are declared, an empty value of the type tells.
        let mut facts = slot.field_mut(0).facts();
        let is_polymorphic = facts.kind() == Kind::Polymorphic;
        if is_polymorphic && let Some(arm) = self.type_arm(facts) {
            facts = slot.field_mut(0).field_mut(arm).facts();
        }
        make_nil(slot);
        if is_polymorphic && let Some(ty) = self.reader.attribute(XSI, "type") {
            let result = slot.field_mut(TYPE_NAME).lex(Input::Text(ty.value().trim(), &InScope(self.reader)));
            self.lexed(result, self.reader.token_start())?;
        }
        let known = facts.steps().get(..facts.outline().attributes).unwrap_or_default();
        let attributes = slot.field_mut(ATTRIBUTES);
        for at in 0..self.reader.attributes().len() {
            let Some(attribute) = self.reader.attributes().get(at).copied() else { break };
            let Name { ns, local } = attribute.name;
            let is_known = facts.kind() == Kind::Any
                || known.iter().any(|step| match step.field.place() {
                    Place::AnyAttribute(namespaces) => namespaces.allow(ns),
                    _ => step.names(attribute.name),
                });
            if ns != XSI && is_known {
                self.further(ns, local, &attribute.value(), attributes)?;
            }
        }
        Ok(())
    }
}

/// The arm for types that the contract does not know.
pub(super) fn is_wildcard(arm: &Field) -> bool {
    matches!(arm.place(), Place::Wildcard(_))
}

/// The error of an element that does not say which of the types it has.
#[cold]
pub(super) fn abstract_type(facts: &'static Facts, offset: usize) -> ReadError {
    let known = facts.fields().iter().filter(|arm| !is_wildcard(arm));
    let candidates = known.map(Field::local).collect::<Vec<_>>().join(", ");
    ReadError::new(ReadErrorKind::AbstractType { candidates }, offset)
}

/// The arm of an element that has no `xsi:type`: the type itself, or the only one there is.
pub(super) fn base_arm(facts: &'static Facts) -> Option<usize> {
    let arms = facts.fields();
    let base = Name { ns: facts.namespace(), local: local(facts.namespace(), facts.name()) };
    let mut known = arms.iter().enumerate().filter(|(_, arm)| !is_wildcard(arm)).map(|(index, _)| index);
    let first = known.next();
    arms.iter()
        .position(|arm| !is_wildcard(arm) && names(arm, base))
        .or(if known.next().is_none() || facts.name().is_empty() { first } else { None })
}
