//! Values of several types, told apart by `xsi:type`.

use crate::content::Content;
use crate::facts::{Facts, Field, Place, local};
use crate::xml::Name;
use crate::xml::name::XSI;

use super::error::{ReadError, ReadErrorKind};
use super::particles::names;
use super::read::Reading;

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
        let arms = facts.fields();
        let declared = self.reader.attribute(XSI, "type").map(crate::xml::Attribute::value);
        let other = arms.iter().position(is_wildcard);
        let arm = match &declared {
            Some(declared) => {
                let (prefix, local) = match declared.trim().split_once(':') {
                    Some(parts) => parts,
                    None => ("", declared.trim()),
                };
                let ns = self.reader.resolve_prefix(prefix);
                let arm =
                    ns.and_then(|ns| arms.iter().position(|arm| !is_wildcard(arm) && names(arm, Name { ns, local })));
                arm.or(other)
            }
            None => base_arm(facts),
        };
        let Some((index, field)) = arm.and_then(|arm| Some((arm, arms.get(arm)?))) else {
            return Err(abstract_type(facts, self.reader.token_start()));
        };
        self.value(field, name, slot.field_mut(index), false)
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
