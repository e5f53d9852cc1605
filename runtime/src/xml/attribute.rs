//! Attributes of a start tag.

use std::borrow::Cow;
use std::fmt;

use super::name::Name;
use super::text::push_attribute_value;

/// One attribute; namespace declarations are not among them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The expanded name; an attribute without a prefix is in no namespace.
    pub name: Name<'a>,
    /// The value as written between the quotes.
    pub raw_value: &'a str,
    /// Whether the value differs from [`raw_value`](Attribute::raw_value).
    pub needs_unescape: bool,
    pub(super) prefix: &'a str,
}

impl<'a> Attribute<'a> {
    /// The normalised value (XML 3.3.3).
    pub fn value(&self) -> Cow<'a, str> {
        if !self.needs_unescape {
            return Cow::Borrowed(self.raw_value);
        }
        let mut value = String::with_capacity(self.raw_value.len());
        push_attribute_value(self.raw_value, &mut value);
        Cow::Owned(value)
    }

    /// The prefix as written, empty without one.
    pub fn prefix(&self) -> &'a str {
        self.prefix
    }
}

/// Shows the name only: the value may be a secret.
impl fmt::Debug for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute({:?}, {} bytes)", self.name, self.raw_value.len())
    }
}
