//! What the emitted unions and enumerations call.

use crate::content::{Content, Input};
use crate::facts::{Kind, SimpleType};
use crate::value::{Reason, ValueError};

use super::output::Output;

/// Lets a member type of a union have the text; `false` when it is no literal of that type (XML Schema part 2,
/// section 2.5.1.3).
pub fn lex_member<T: Content>(value: &mut T, input: Input<'_>, simple: &SimpleType) -> bool {
    accepts(value, input, simple)
}

fn accepts(value: &mut dyn Content, input: Input<'_>, simple: &SimpleType) -> bool {
    let Input::Text(text, scope) = input else { return false };
    if super::leaf::lex(value, simple, text, scope).is_err() {
        return false;
    }
    super::check::fits(simple, text, &|prefix: &str| scope.namespace(prefix).map(str::to_owned))
}

/// The error when no member type of a union has the text as a literal.
#[cold]
pub fn no_member(union: &'static str, input: Input<'_>) -> ValueError {
    let text = if let Input::Text(text, _) = input { text } else { "" };
    ValueError::new(union, text, Reason::Lexical)
}

/// Writes the value of a union's member. JSON has one string for a list.
pub fn text_member<T: Content>(value: &T, out: &mut Output<'_>, _: &SimpleType) {
    if value.facts().kind() == Kind::Many && out.is_json() {
        let mut text = Vec::new();
        super::check::plain(value, &mut text);
        return out.text(&String::from_utf8_lossy(&text));
    }
    super::check::leaf(value, out);
}

/// The arm of an enumeration that has the text; none when the contract does not list it.
///
/// A list to search costs `rustc` half of what a `match` on texts does, and takes no machine code for each arm.
#[inline]
pub fn listed<T: Clone>(arms: &[T], as_str: fn(&T) -> &str, text: &str) -> Option<T> {
    arms.iter().find(|arm| as_str(arm) == text).cloned()
}
