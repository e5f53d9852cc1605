//! Which field an element belongs to: one compare when it is the next one, a search from there when it is not.

use crate::content::Content;
use crate::facts::{Facts, Field, Kind, Place, UNBOUNDED};
use crate::xml::Name;

/// Whether `name` is the field's. A local name has no colon, so what follows the field's last colon decides.
#[inline]
pub(super) fn names(field: &Field, name: Name<'_>) -> bool {
    if field.namespace() != name.ns {
        return false;
    }
    let (wire, local) = (field.name().as_bytes(), name.local.as_bytes());
    let Some(prefix) = wire.len().checked_sub(local.len()) else { return false };
    let Some((before, name)) = wire.split_at_checked(prefix) else { return false };
    (before.is_empty() || before.ends_with(b":")) && name == local
}

/// What has been read of one complex type or group.
#[derive(Default)]
pub(super) struct Frame {
    /// The field to try first: the one after a single element, the same one after a repeated one or a group.
    pub(super) cursor: usize,
    bits: u64,
    /// Bits of the fields from the 64th.
    spill: Vec<u64>,
    /// What has been read of the groups among the fields, by index; of repeated ones, of the last item.
    groups: Vec<(usize, Frame)>,
}

impl Frame {
    #[inline]
    pub(super) fn seen(&self, index: usize) -> bool {
        if index < 64 {
            return self.bits >> index & 1 == 1;
        }
        self.spill.get(index / 64 - 1).is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Whether all fields of these bits have been seen, and no group, whose own fields would have to be looked at.
    #[inline]
    pub(super) fn is_complete(&self, required: u64) -> bool {
        required & !self.bits == 0 && self.groups.is_empty()
    }

    #[inline]
    pub(super) fn mark(&mut self, index: usize) {
        if index < 64 {
            self.bits |= 1 << index;
            return;
        }
        let word = index / 64 - 1;
        if self.spill.len() <= word {
            self.spill.resize(word + 1, 0);
        }
        if let Some(word) = self.spill.get_mut(word) {
            *word |= 1 << (index % 64);
        }
    }

    /// The first field from `from` that has not been seen.
    #[inline]
    pub(super) fn unseen(&self, from: usize, len: usize) -> Option<usize> {
        if from < 64 {
            let unseen = !self.bits & (u64::MAX << from);
            if unseen != 0 {
                return Some(unseen.trailing_zeros() as usize).filter(|&index| index < len);
            }
        }
        (from.max(64)..len).find(|&index| !self.seen(index))
    }

    fn group(&self, index: usize) -> Option<&Frame> {
        self.groups.iter().find(|(at, _)| *at == index).map(|(_, frame)| frame)
    }

    /// Takes out what has been read of the group at `index`; to be put back.
    pub(super) fn take_group(&mut self, index: usize) -> Option<Frame> {
        let at = self.groups.iter().position(|(at, _)| *at == index)?;
        Some(self.groups.swap_remove(at).1)
    }

    pub(super) fn put_group(&mut self, index: usize, frame: Frame) {
        self.groups.push((index, frame));
    }

    pub(super) fn groups(&self) -> &[(usize, Frame)] {
        &self.groups
    }
}

/// Where an element goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) index: usize,
    /// The field allows one occurrence and has had it.
    pub(super) taken: bool,
}

/// Groups already searched for a name: a group used in many places is searched once.
pub(super) type Visited = Vec<*const Facts>;

/// The field that takes an element of this name: the next one in schema order, else one further on, else an earlier
/// one; one that is still free before one that is not; of those, a named one before a wildcard.
#[inline]
pub(super) fn locate(fields: &[Field], frame: &Frame, name: Name<'_>) -> Option<Located> {
    if let Some(field) = fields.get(frame.cursor)
        && matches!(field.place(), Place::Element)
        && names(field, name)
        && (field.max() > 1 || !frame.seen(frame.cursor))
    {
        return Some(Located { index: frame.cursor, taken: false });
    }
    search(fields, frame, frame.cursor, name)
}

#[inline(never)]
fn search(fields: &[Field], frame: &Frame, from: usize, name: Name<'_>) -> Option<Located> {
    let mut visited = Visited::new();
    let mut full = None;
    for by_name in [true, false] {
        let mut late = None;
        let from = from.min(fields.len());
        for index in (from..fields.len()).chain(0..from) {
            let Some(field) = fields.get(index) else { continue };
            if !matches(field, name, by_name, &mut visited) {
                continue;
            }
            match room(field, index, frame, name) {
                Room::Free => return Some(Located { index, taken: false }),
                Room::OutOfOrder => late = late.or(Some(Located { index, taken: false })),
                Room::None => full = full.or(Some(Located { index, taken: true })),
            }
        }
        if late.is_some() {
            return late;
        }
    }
    full
}

/// As [`locate`], and where a repeated field has as many items as may be, the next of the same name that has room: what
/// is beyond the last is read all the same.
#[inline]
pub(super) fn place(fields: &[Field], items: &dyn Content, frame: &Frame, name: Name<'_>) -> Option<Located> {
    let located = locate(fields, frame, name)?;
    if !fields.get(located.index).is_some_and(|field| is_full(field, located.index, items, frame, name)) {
        return Some(located);
    }
    beyond(fields, frame, located.index, name).or(Some(located))
}

/// The field after `index` that takes an element of this name too.
fn beyond(fields: &[Field], frame: &Frame, index: usize, name: Name<'_>) -> Option<Located> {
    search(fields, frame, index + 1, name).filter(|next| next.index > index && !next.taken)
}

fn matches(field: &Field, name: Name<'_>, by_name: bool, visited: &mut Visited) -> bool {
    match field.place() {
        Place::Element => by_name && names(field, name),
        Place::Wildcard(namespaces) => !by_name && namespaces.allow(name.ns),
        Place::Group(facts) => {
            visited.clear();
            accepts(facts, name, by_name, visited)
        }
        Place::Attribute | Place::AnyAttribute(_) | Place::Text | Place::Mixed => false,
    }
}

/// Whether any element of the group has this name; or, not by name, any wildcard allows it.
pub(super) fn accepts(facts: &'static Facts, name: Name<'_>, by_name: bool, visited: &mut Visited) -> bool {
    facts.fields().iter().any(|field| match field.place() {
        Place::Element => by_name && names(field, name),
        Place::Wildcard(namespaces) => !by_name && namespaces.allow(name.ns),
        Place::Group(inner) => {
            let group: *const Facts = inner;
            if visited.contains(&group) {
                return false;
            }
            visited.push(group);
            accepts(inner, name, by_name, visited)
        }
        Place::Attribute | Place::AnyAttribute(_) | Place::Text | Place::Mixed => false,
    })
}

/// Whether there is room in a field for one more element of a name that it takes.
enum Room {
    Free,
    /// In a group, which the element does not begin or whose place for it was passed: another field may fit better.
    OutOfOrder,
    None,
}

fn room(field: &Field, index: usize, frame: &Frame, name: Name<'_>) -> Room {
    let Place::Group(facts) = field.place() else {
        return if field.max() > 1 || !frame.seen(index) { Room::Free } else { Room::None };
    };
    let begins = field.max() > 1 || !frame.seen(index);
    match frame.group(index) {
        Some(group) if continues(facts, group, name) => Room::Free,
        _ if begins && starts(facts, name) => Room::Free,
        _ if begins => Room::OutOfOrder,
        Some(group) if facts.kind() != Kind::Choice && has_room(facts, group, name) => Room::OutOfOrder,
        _ => Room::None,
    }
}

fn has_room(facts: &'static Facts, frame: &Frame, name: Name<'_>) -> bool {
    locate(facts.fields(), frame, name).is_some_and(|located| !located.taken)
}

/// Whether a repeated field, or group, has as many items as may be, so that an element of this name is beyond them.
fn is_full(field: &Field, index: usize, items: &dyn Content, frame: &Frame, name: Name<'_>) -> bool {
    field.max() > 1
        && field.max() != UNBOUNDED
        && items.field(index).arm() >= field.max() as usize
        && match (field.place(), frame.group(index)) {
            (Place::Group(facts), Some(last)) => !continues(facts, last, name),
            _ => true,
        }
}

/// Whether an element of this name begins the next item of a repeated group: the last one, of which `frame` has been
/// read into `item`, has no place for it or has all it may have of it.
pub(super) fn begins_next(facts: &'static Facts, item: &dyn Content, frame: &Frame, name: Name<'_>) -> bool {
    if !continues(facts, frame, name) {
        return true;
    }
    let fields = facts.fields();
    facts.kind() != Kind::Choice
        && locate(fields, frame, name).is_some_and(|Located { index, .. }| {
            fields.get(index).is_some_and(|field| is_full(field, index, item, frame, name))
                && beyond(fields, frame, index, name).is_none()
        })
}

/// Whether an element of this name belongs to the item of a group of which `frame` has been read, rather than
/// beginning the next: it does when its place is free and not passed. A required place that was passed is still
/// filled, for servers that do not keep the order.
pub(super) fn continues(facts: &'static Facts, frame: &Frame, name: Name<'_>) -> bool {
    if facts.kind() == Kind::Choice {
        let arm = frame.cursor;
        let Some(field) = facts.fields().get(arm) else { return false };
        return match field.place() {
            Place::Element => field.max() > 1 && names(field, name),
            Place::Wildcard(namespaces) => field.max() > 1 && namespaces.allow(name.ns),
            Place::Group(inner) => match frame.group(arm) {
                Some(group) if field.max() > 1 => continues(inner, group, name) || starts(inner, name),
                Some(group) => continues(inner, group, name),
                None => false,
            },
            Place::Attribute | Place::AnyAttribute(_) | Place::Text | Place::Mixed => false,
        };
    }
    let Some(Located { index, taken: false }) = locate(facts.fields(), frame, name) else { return false };
    let Some(field) = facts.fields().get(index) else { return false };
    index >= frame.cursor || (field.min() > 0 && !frame.seen(index))
}

/// The arm of a choice that an element of this name begins, or at least belongs to.
pub(super) fn arm(facts: &'static Facts, name: Name<'_>) -> Option<usize> {
    let mut visited = Visited::new();
    for by_name in [true, false] {
        let mut belongs = None;
        for (index, field) in facts.fields().iter().enumerate() {
            if !matches(field, name, by_name, &mut visited) {
                continue;
            }
            match field.place() {
                Place::Group(inner) if !starts(inner, name) => belongs = belongs.or(Some(index)),
                _ => return Some(index),
            }
        }
        if belongs.is_some() {
            return belongs;
        }
    }
    None
}

/// Whether an element of this name can be the first of the group.
pub(super) fn starts(facts: &'static Facts, name: Name<'_>) -> bool {
    let mut visited = Visited::new();
    let choice = facts.kind() == Kind::Choice;
    for field in facts.fields() {
        if [true, false].into_iter().any(|by_name| matches(field, name, by_name, &mut visited)) {
            return match field.place() {
                Place::Group(inner) => starts(inner, name),
                _ => true,
            };
        }
        if !choice && !is_emptiable(field) {
            return false;
        }
    }
    false
}

fn is_emptiable(field: &Field) -> bool {
    field.min() == 0
        || match field.place() {
            Place::Group(facts) => emptiable(facts),
            Place::Attribute | Place::AnyAttribute(_) | Place::Mixed | Place::Text => true,
            Place::Element | Place::Wildcard(_) => false,
        }
}

/// Whether a group can be there without any element (XML Schema part 1, section 3.9.6).
pub(super) fn emptiable(facts: &'static Facts) -> bool {
    let mut known = Vec::new();
    emptiable_once(facts, &mut known)
}

fn emptiable_once(facts: &'static Facts, known: &mut Vec<(*const Facts, bool)>) -> bool {
    let group: *const Facts = facts;
    if let Some((_, result)) = known.iter().find(|(at, _)| *at == group) {
        return *result;
    }
    let mut field_is = |field: &Field| match field.place() {
        Place::Group(inner) => field.min() == 0 || emptiable_once(inner, known),
        _ => is_emptiable(field),
    };
    let result = match facts.kind() {
        Kind::Choice => facts.fields().iter().any(field_is),
        _ => facts.fields().iter().all(&mut field_is),
    };
    known.push((group, result));
    result
}
