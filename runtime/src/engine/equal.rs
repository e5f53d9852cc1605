//! Equality of values: of what they are written as, or of what that means.

use crate::content::Content;
use crate::facts::{Field, Kind};
use crate::value::Primitive;
use crate::value::facet::{self, Shape};

use super::leaf::item_type;

/// Whether two values of one type are equal: the same arms, the same number of items, the same simple values. Those are the
/// same when their types say so, as `1.0` and `1.00`; beyond that, `NaN` equals itself.
pub fn equal(left: &dyn Content, right: &dyn Content) -> bool {
    same(left, right, None, &mut (Vec::new(), Vec::new()))
}

fn same(left: &dyn Content, right: &dyn Content, field: Option<&Field>, texts: &mut (Vec<u8>, Vec<u8>)) -> bool {
    let facts = left.facts();
    if !std::ptr::eq(facts, right.facts()) {
        return false;
    }
    let mut inner = |index| same(left.field(index), right.field(index), facts.fields().get(index).or(field), texts);
    match facts.kind() {
        Kind::Struct | Kind::Array(_) => (0..facts.fields().len()).all(inner),
        Kind::Choice | Kind::Polymorphic => left.arm() == right.arm() && inner(left.arm()),
        // A nil element has fields but no value.
        Kind::Nillable if left.arm() == 0 && right.arm() == 0 => (1..facts.fields().len()).all(inner),
        Kind::Optional | Kind::Nillable | Kind::Many => left.arm() == right.arm() && (0..left.arm()).all(inner),
        Kind::Lexical | Kind::Any => {
            let (one, other) = texts;
            one.clear();
            other.clear();
            super::check::plain(left, one);
            super::check::plain(right, other);
            one == other || field.is_some_and(|field| same_value(field, one, other))
        }
    }
}

/// Whether different literals stand for one value. Strings and names are what they are written as.
#[cold]
fn same_value(field: &Field, one: &[u8], other: &[u8]) -> bool {
    let builtin = item_type(field.simple()).builtin;
    let literal = !matches!(
        builtin.primitive(),
        None | Some(Primitive::String | Primitive::AnyUri | Primitive::QName | Primitive::Notation)
    );
    let (Ok(one), Ok(other)) = (std::str::from_utf8(one), std::str::from_utf8(other)) else { return false };
    literal && facet::same(Shape::from(builtin), one, other, &|_| None) == Some(true)
}
