//! What follows from the facts of a type, worked out once: when a value of the type is first written.

use std::sync::OnceLock;

use crate::append::append_start;
use crate::facts::{Facts, Field, LIST, Place, Variety};

use super::check::is_checked;

/// The place for a plan in the facts of a type.
#[derive(Debug, Default)]
pub struct Plan(OnceLock<Box<[Step]>>);

impl Plan {
    /// A plan that is still to be made.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }
}

/// How one field is written.
#[derive(Debug)]
pub(crate) struct Step {
    pub(super) field: &'static Field,
    pub(super) way: Way,
    /// Whether it writes into the start tag of the element around it.
    pub(super) in_tag: bool,
    /// Whether the type has more to say than the value's own way of writing itself.
    pub(super) is_checked: bool,
    /// `<name>`, or of an attribute ` name="`.
    pub(super) start: Tag,
    /// `</name>`
    pub(super) end: Tag,
}

/// How many bytes of a tag are moved at once.
const HEAD: usize = 32;

/// Markup that is written often. The most of it is moved as one block of a fixed size, which takes no call.
#[derive(Debug)]
pub(super) struct Tag {
    head: [u8; HEAD],
    /// How much of the block is used.
    len: usize,
    rest: Box<[u8]>,
}

impl Tag {
    pub(super) fn new(text: &str) -> Self {
        let mut head = [b' '; HEAD];
        for (place, byte) in head.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        let rest = text.as_bytes().get(HEAD..).unwrap_or_default();
        Self { head, len: text.len().min(HEAD), rest: rest.into() }
    }

    #[inline]
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        append_start(out, &self.head, self.len);
        if !self.rest.is_empty() {
            out.extend_from_slice(&self.rest);
        }
    }
}

/// What a field is to a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// An attribute.
    Attribute,
    /// An element with one text in it, an atomic value or one of a union.
    Simple,
    /// Several such elements.
    SimpleMany,
    /// An element of another type, or several.
    Element,
    /// Anything else.
    Other,
}

impl Facts {
    /// The plan: a step for each field.
    #[inline]
    pub(super) fn steps(&'static self) -> &'static [Step] {
        let Plan(steps) = &self.5;
        steps.get_or_init(|| self.fields().iter().map(Step::of).collect())
    }
}

impl Step {
    fn of(field: &'static Field) -> Self {
        let name = field.name();
        let is_simple = !field.has(LIST) && matches!(field.simple().variety, Variety::Atomic | Variety::Union(_));
        let way = match field.place() {
            Place::Attribute => Way::Attribute,
            Place::Element if is_simple && field.max() <= 1 => Way::Simple,
            Place::Element if is_simple => Way::SimpleMany,
            Place::Element if !field.has(LIST) => Way::Element,
            _ => Way::Other,
        };
        let start = if way == Way::Attribute { format!(" {name}=\"") } else { format!("<{name}>") };
        let end = format!("</{name}>");
        let in_tag = matches!(field.place(), Place::Attribute | Place::AnyAttribute(_) | Place::Mixed);
        Self { field, way, in_tag, is_checked: is_checked(field), start: Tag::new(&start), end: Tag::new(&end) }
    }
}
