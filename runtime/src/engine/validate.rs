//! All rules that a value breaks, not just the first.

use crate::content::{Content, Root};
use crate::facts::Field;

use super::error::Violation;
use super::write::Writer;

/// Checks a value against its contract: occurrences, facets, characters. The same rules as when it is written; here all
/// that are broken are reported, in document order.
pub fn validate<T: Root>(value: &T) -> Vec<Violation> {
    Writer::violations(T::ELEMENT, value)
}

/// Checks a value that is the content of the element `field`.
pub fn validate_as(field: &Field, value: &dyn Content) -> Vec<Violation> {
    Writer::violations(field, value)
}
