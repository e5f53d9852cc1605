//! Which field an element belongs to: one compare when it is the next one, a search from there when it is not.

use crate::content::Content;
use crate::facts::{Facts, Field, Kind, Place, UNBOUNDED};
use crate::xml::Name;

use super::run::may_run;

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
#[derive(Clone, Copy, Debug)]
pub(super) struct Located {
    pub(super) index: usize,
    pub(super) room: Room,
}

/// Whether there is room in a field for one more element of a name that it takes; what fits better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Room {
    Free,
    /// In a group that the element does not begin, or whose place for it was passed.
    OutOfOrder,
    /// Beyond as many as may be: read all the same, for want of a better place.
    Beyond,
    /// The field allows one occurrence and has had it.
    None,
}

/// Groups already searched for a name: a group used in many places is searched once.
pub(super) type Visited = Vec<*const Facts>;

/// The field of `item` that takes an element of this name: the next one in schema order, else one further on, else an
/// earlier one; one that has room before one that has not; of those, a named one before a wildcard.
#[inline]
pub(super) fn locate(fields: &[Field], item: &dyn Content, frame: &Frame, name: Name<'_>) -> Option<Located> {
    if let Some(field) = fields.get(frame.cursor)
        && matches!(field.place(), Place::Element)
        && names(field, name)
        && (field.max() == UNBOUNDED || (field.max() <= 1 && !frame.seen(frame.cursor)))
    {
        return Some(Located { index: frame.cursor, room: Room::Free });
    }
    search(fields, item, frame, name)
}

#[inline(never)]
fn search(fields: &[Field], item: &dyn Content, frame: &Frame, name: Name<'_>) -> Option<Located> {
    let cursor = frame.cursor.min(fields.len());
    // A wildcard that must be there is what comes next, whatever its name.
    if let Some(field) = fields.get(cursor)
        && let Place::Wildcard(namespaces) = field.place()
        && field.min() > 0
        && !frame.seen(cursor)
        && namespaces.allow(name.ns)
    {
        return Some(Located { index: cursor, room: Room::Free });
    }
    let mut visited = Visited::new();
    let mut best: Option<Located> = None;
    for by_name in [true, false] {
        for index in (cursor..fields.len()).chain(0..cursor) {
            let Some(field) = fields.get(index) else { continue };
            if !matches(field, name, by_name, &mut visited) {
                continue;
            }
            let room = room(field, index, item, frame, name);
            if room == Room::Free {
                return Some(Located { index, room });
            }
            if best.is_none_or(|best| room < best.room) {
                best = Some(Located { index, room });
            }
        }
        if best.is_some_and(|best| best.room == Room::OutOfOrder) {
            break;
        }
    }
    best
}

fn room(field: &Field, index: usize, item: &dyn Content, frame: &Frame, name: Name<'_>) -> Room {
    let is_many = field.max() > 1;
    let is_full = is_many && field.max() != UNBOUNDED && item.field(index).arm() >= field.max() as usize;
    let Place::Group(facts) = field.place() else {
        return match (is_many, is_full) {
            (true, true) => Room::Beyond,
            (false, _) if frame.seen(index) => Room::None,
            _ => Room::Free,
        };
    };
    if let Some(group) = frame.group(index) {
        let last = last_item(field, item.field(index));
        if !is_many {
            return room_in(facts, last, group, name);
        }
        if continues(facts, last, group, name) {
            return Room::Free;
        }
    } else if !is_many && frame.seen(index) {
        return Room::None;
    }
    match (is_full, starts(facts, name)) {
        (true, _) => Room::Beyond,
        (false, true) => Room::Free,
        (false, false) => Room::OutOfOrder,
    }
}

/// Whether an element of this name belongs to the last item of a repeated group, of which `frame` has been read, rather
/// than beginning the next.
pub(super) fn continues(facts: &'static Facts, last: &dyn Content, frame: &Frame, name: Name<'_>) -> bool {
    match room_in(facts, last, frame, name) {
        Room::Free => true,
        Room::Beyond => facts.kind() == Kind::Choice && facts.fields().get(frame.cursor).is_some_and(may_run),
        Room::OutOfOrder | Room::None => false,
    }
}

/// The group that was last read into a field.
fn last_item<'c>(field: &Field, container: &'c dyn Content) -> &'c dyn Content {
    let mut item = container;
    if field.max() > 1 {
        item = item.field(item.arm().saturating_sub(1));
    }
    while matches!(item.facts().kind(), Kind::Optional | Kind::Nillable) {
        item = item.field(0);
    }
    item
}

/// Whether there is room for an element of this name in `item`, a group or choice of which `frame` has been read. A
/// place that was passed is free only while a required element is missing from it, for servers that do not keep the
/// order.
pub(super) fn room_in(facts: &'static Facts, item: &dyn Content, frame: &Frame, name: Name<'_>) -> Room {
    let fields = facts.fields();
    if facts.kind() == Kind::Choice {
        let mut visited = Visited::new();
        let takes =
            |field: &&Field| [true, false].into_iter().any(|by_name| matches(field, name, by_name, &mut visited));
        let arm = fields.get(frame.cursor).filter(takes);
        return arm.map_or(Room::None, |field| room(field, frame.cursor, item, frame, name));
    }
    let Some(Located { index, room }) = locate(fields, item, frame, name) else { return Room::None };
    let is_passed = index < frame.cursor && fields.get(index).is_none_or(|field| field.min() == 0 || frame.seen(index));
    if room == Room::Free && is_passed { Room::OutOfOrder } else { room }
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
    starts_once(facts, name, &mut Visited::new())
}

/// `tried` are the groups that it cannot begin: one used in many places is looked at once.
fn starts_once(facts: &'static Facts, name: Name<'_>, tried: &mut Visited) -> bool {
    let group: *const Facts = facts;
    if tried.contains(&group) {
        return false;
    }
    let is_choice = facts.kind() == Kind::Choice;
    for field in facts.fields() {
        let begins = match field.place() {
            Place::Element => names(field, name),
            Place::Wildcard(namespaces) => namespaces.allow(name.ns),
            Place::Group(inner) => starts_once(inner, name, tried),
            Place::Attribute | Place::AnyAttribute(_) | Place::Text | Place::Mixed => false,
        };
        if begins {
            return true;
        }
        if !is_choice && !is_emptiable(field) {
            break;
        }
    }
    tried.push(group);
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
