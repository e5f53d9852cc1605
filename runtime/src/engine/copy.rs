//! `Clone` of emitted types: an empty value that is given what the other has.

use crate::content::Content;
use crate::facts::Kind;

use super::output::{Form, Output};

/// A copy of a value.
#[inline]
pub fn copy<T: Content + Default>(value: &T) -> T {
    let mut copy = T::default();
    fill(value, &mut copy);
    copy
}

/// Gives an empty value what another of its type has.
fn fill(value: &dyn Content, copy: &mut dyn Content) {
    let facts = value.facts();
    match facts.kind() {
        Kind::Struct | Kind::Array(_) => {
            for index in 0..facts.fields().len() {
                fill(value.field(index), copy.field_mut(index));
            }
        }
        Kind::Choice | Kind::Polymorphic => fill(value.field(value.arm()), copy.field_mut(value.arm())),
        // A nil element has fields but no value.
        Kind::Nillable if value.arm() == 0 => {
            for index in 1..facts.fields().len() {
                fill(value.field(index), copy.field_mut(index));
            }
        }
        Kind::Optional | Kind::Nillable | Kind::Many => {
            for index in 0..value.arm() {
                fill(value.field(index), copy.field_mut(index));
            }
        }
        Kind::Lexical | Kind::Any => value.text(&mut Output::new(Form::Copy(copy))),
    }
}
