//! What follows from the facts of a type, worked out once: when a value of the type is first written.

use std::sync::OnceLock;

use crate::append::append_start;
use crate::facts::{Facts, Field, Kind, LIST, Place, UNBOUNDED, Variety};
use crate::scan::Start;
use crate::xml::Name;

use super::check::is_checked;
use super::json_write::{is_bare, name as json_name};
use super::leaf::{keeps_white_space, reads_alone};
use super::read::is_required;

/// The place for a plan in the facts of a type.
#[derive(Debug, Default)]
pub(crate) struct Plan(OnceLock<Outline>);

impl Plan {
    /// A plan that is still to be made.
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }
}

/// The plan of a type.
#[derive(Debug)]
pub(super) struct Outline {
    steps: Box<[Step]>,
    /// How many fields are attributes; they come first.
    pub(super) attributes: usize,
    /// Bits of the fields that must have been read; `None` when there is one beyond the 64th.
    pub(super) required: Option<u64>,
}

/// How one field is read and written.
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
    /// The name of the member of a JSON object.
    pub(super) member: &'static str,
    /// `,"name":`
    pub(super) key: Tag,
    /// Whether JSON has numbers or booleans of its own for the value.
    pub(super) is_bare: bool,
    /// The local part of the name.
    pub(super) local: Start,
    /// Whether there is at most one text: of an attribute or an element.
    pub(super) is_single_text: bool,
    /// Whether an attribute, or an element without any, can be read as one text by the value alone.
    pub(super) is_text: bool,
    /// Whether white space is left to the value.
    pub(super) keeps_white_space: bool,
}

/// How many bytes of a tag are moved at once.
const HEAD: usize = 16;

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
    /// The plan.
    #[inline]
    pub(super) fn outline(&'static self) -> &'static Outline {
        let Plan(outline) = self.plan();
        outline.get_or_init(|| Outline::of(self))
    }

    /// A step for each field.
    #[inline]
    pub(super) fn steps(&'static self) -> &'static [Step] {
        &self.outline().steps
    }
}

impl Outline {
    fn of(facts: &'static Facts) -> Self {
        let fields = facts.fields();
        let is_attribute = |field: &&Field| matches!(field.place(), Place::Attribute | Place::AnyAttribute(_));
        let mut required = Some(0);
        for (index, _) in fields.iter().enumerate().filter(|(_, field)| is_required(field)) {
            let bit = u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index));
            required = required.zip(bit).map(|(required, bit)| required | bit);
        }
        if facts.kind() == Kind::Choice {
            required = Some(0);
        }
        let mut steps: Box<[Step]> = fields.iter().map(Step::of).collect();
        for (index, step) in steps.iter_mut().enumerate() {
            if fields.get(index..).is_some_and(has_twin) {
                step.has_twin();
            }
        }
        Self { steps, attributes: fields.iter().take_while(is_attribute).count(), required }
    }
}

/// Whether the first of these fields is a repeated element with a bound, after which one of the same name comes: how many
/// there are decides then which of the two an element is.
fn has_twin(fields: &[Field]) -> bool {
    let Some((field, others)) = fields.split_first() else { return false };
    let is_element = |field: &Field| matches!(field.place(), Place::Element);
    is_element(field)
        && field.max() > 1
        && field.max() != UNBOUNDED
        && others
            .iter()
            .any(|other| is_element(other) && other.namespace() == field.namespace() && other.local() == field.local())
}

impl Step {
    /// Leaves the field to the long way, which counts.
    fn has_twin(&mut self) {
        self.way = Way::Other;
        self.is_text = false;
    }

    /// Whether `name` is the field's.
    #[inline]
    pub(super) fn names(&self, name: Name<'_>) -> bool {
        self.field.namespace() == name.ns && self.local.text() == name.local
    }

    /// Whether the field can occur more than once.
    #[inline]
    pub(super) fn is_many(&self) -> bool {
        self.field.max() > 1
    }

    fn of(field: &'static Field) -> Self {
        let name = field.name();
        let is_simple = !field.has(LIST) && matches!(field.simple().variety, Variety::Atomic | Variety::Union(_));
        let way = match field.place() {
            Place::Attribute => Way::Attribute,
            Place::Element if is_simple && field.max() <= 1 => Way::Simple,
            Place::Element if is_simple => Way::SimpleMany,
            // What is fixed is compared when it is written.
            Place::Element if !field.has(LIST) && field.simple().fixed.is_none() => Way::Element,
            _ => Way::Other,
        };
        let start = if way == Way::Attribute { format!(" {name}=\"") } else { format!("<{name}>") };
        let end = format!("</{name}>");
        let in_tag = matches!(field.place(), Place::Attribute | Place::AnyAttribute(_) | Place::Mixed);
        let simple = field.simple();
        let is_text = matches!(way, Way::Attribute | Way::Simple | Way::SimpleMany) && is_simple && reads_alone(simple);
        let (local, keeps_white_space) = (Start::new(field.local()), keeps_white_space(simple));
        Self {
            member: json_name(field),
            key: Tag::new(&format!(",\"{}\":", json_name(field))),
            is_bare: is_bare(simple),
            is_single_text: is_simple && matches!(way, Way::Attribute | Way::Simple),
            local,
            is_text,
            keeps_white_space,
            field,
            way,
            in_tag,
            is_checked: is_checked(field),
            start: Tag::new(&start),
            end: Tag::new(&end),
        }
    }
}
