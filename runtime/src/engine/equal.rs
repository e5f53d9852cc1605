//! Equality of values, by what they are written as.

use crate::content::Content;
use crate::facts::Kind;

/// Whether two values of one type are equal: the same arms, the same number of items, the same texts. `NaN` equals itself.
pub fn equal(left: &dyn Content, right: &dyn Content) -> bool {
    same(left, right, &mut (Vec::new(), Vec::new()))
}

fn same(left: &dyn Content, right: &dyn Content, texts: &mut (Vec<u8>, Vec<u8>)) -> bool {
    let facts = left.facts();
    if !std::ptr::eq(facts, right.facts()) {
        return false;
    }
    match facts.kind() {
        Kind::Struct | Kind::Array(_) => {
            (0..facts.fields().len()).all(|index| same(left.field(index), right.field(index), texts))
        }
        Kind::Choice | Kind::Polymorphic => {
            left.arm() == right.arm() && same(left.field(left.arm()), right.field(right.arm()), texts)
        }
        Kind::Optional | Kind::Nillable | Kind::Many => {
            left.arm() == right.arm() && (0..left.arm()).all(|index| same(left.field(index), right.field(index), texts))
        }
        Kind::Lexical | Kind::Any => {
            let (one, other) = texts;
            one.clear();
            other.clear();
            super::check::plain(left, one);
            super::check::plain(right, other);
            one == other
        }
    }
}
