//! JSON into values, over the same facts as XML; the mapping is the one [`write_json`](super::write_json) describes.
//!
//! Members may come in any order; unknown ones are skipped, a repeated one is an error. `null` is an absent member. Servers
//! differ in what they write as strings: a number or boolean is accepted as a string and a string as a number, an empty
//! string as an absent date or number, a single value where an array is expected, an array where the type is one repeated
//! member, an array of numbers for binary data. `__type`, where it comes first, tells the type of a polymorphic object.

use crate::content::{Content, Input, NoScope, Scope};
use crate::facts::{Facts, Field, Kind, LIST, Place};
use crate::fragment::escaped_bytes;
use crate::value::{Base64Binary, HexBinary, normalize};
use crate::xml::{Limits, Memory};

use super::error::{ReadError, ReadErrorKind};
use super::json_parse::Json;
use super::json_write::{is_bare, is_binary, name};
use super::leaf::lex;
use super::particles::{Frame, Visited};
use super::plan::{Step, Way};
use super::polymorphic::{abstract_type, base_arm, is_wildcard};
use super::read::{BARE, conceal, is_required, make_nil};
use super::room::{keep_box, next_item, over};

/// Reads a JSON text that is one value, the content of an element that `field` describes, into `target`.
///
/// # Errors
/// A text that is not JSON or not such a value; the error has the path of the member, row and column.
pub fn read_json(field: &Field, target: &mut dyn Content, text: &str, limits: &Limits) -> Result<(), ReadError> {
    let mut json =
        JsonReader { json: Json::new(text, limits), visited: Visited::new(), memory: Memory::new(text.len(), limits) };
    json.document(field, target).map_err(|error| conceal(error, field).locate(text))
}

struct JsonReader<'a> {
    json: Json<'a>,
    visited: Visited,
    memory: Memory,
}

impl JsonReader<'_> {
    fn document(&mut self, field: &Field, target: &mut dyn Content) -> Result<(), ReadError> {
        self.json.begin()?;
        if self.json.null()? {
            make_nil(target);
        } else {
            self.value(field, target)?;
        }
        self.json.end()
    }

    /// Reads a value that is not `null`.
    fn value(&mut self, field: &Field, slot: &mut dyn Content) -> Result<(), ReadError> {
        let mut slot = slot;
        loop {
            let facts = slot.facts();
            match facts.kind() {
                Kind::Optional | Kind::Nillable => {
                    if self.json.peek_empty_string() && is_blank(field) {
                        self.json.skip_value()?;
                        make_nil(slot);
                        return Ok(());
                    }
                    slot = slot.field_mut(0);
                }
                Kind::Many if field.has(LIST) && self.json.peek() == Some(b'"') => return self.leaf(field, slot),
                Kind::Many => return self.items(field, slot),
                Kind::Array(_) if self.json.peek() == Some(b'[') => {
                    return self.items(facts.fields().first().unwrap_or(&BARE), slot.field_mut(0));
                }
                Kind::Lexical => return self.leaf(field, slot),
                Kind::Any => return self.fragment(slot),
                kind => {
                    self.keep_box(slot)?;
                    return match kind {
                        Kind::Choice => self.object(facts, slot, Frame::default()),
                        Kind::Polymorphic => self.polymorphic(facts, slot),
                        _ => self.structure(facts, slot),
                    };
                }
            }
        }
    }

    fn items(&mut self, field: &Field, items: &mut dyn Content) -> Result<(), ReadError> {
        if self.json.peek() != Some(b'[') {
            let next = items.arm();
            let item = self.next_item(items, next)?;
            return self.value(field, item);
        }
        self.json.open()?;
        let mut first = true;
        while self.json.item(first, b']')? {
            first = false;
            let next = items.arm();
            let item = self.next_item(items, next)?;
            if self.json.null()? {
                make_nil(item);
                continue;
            }
            self.value(field, item).map_err(|error| error.inside(&format!("[{}]", next + 1), None))?;
        }
        self.json.close();
        Ok(())
    }

    fn structure(&mut self, facts: &'static Facts, target: &mut dyn Content) -> Result<(), ReadError> {
        let fields = facts.fields();
        let only = |index: Option<usize>| index.and_then(|index| Some((index, fields.get(index)?)));
        match self.json.peek() {
            Some(b'{') => self.object(facts, target, Frame::default()),
            Some(b'[') if matches!(fields, [field] if field.max() > 1) => {
                self.items(fields.first().unwrap_or(&BARE), target.field_mut(0))
            }
            _ => match only(fields.iter().position(|field| matches!(field.place(), Place::Text))) {
                Some((index, field)) => {
                    self.leaf(field, target.field_mut(index)).map_err(|error| conceal(error, field))
                }
                None => Err(self.json.expected("an object")),
            },
        }
    }

    fn object(&mut self, facts: &'static Facts, target: &mut dyn Content, mut frame: Frame) -> Result<(), ReadError> {
        if self.json.peek() != Some(b'{') {
            return Err(self.json.expected("an object"));
        }
        self.json.open()?;
        let mut first = true;
        while self.json.item(first, b'}')? {
            first = false;
            let key = self.json.key()?;
            let at = self.json.offset();
            if self.json.null()? {
                self.member(facts, target, &mut frame, &key, at, true)?;
            } else if !self.member(facts, target, &mut frame, &key, at, false)? {
                self.json.skip_value()?;
            }
        }
        self.json.close();
        self.complete(facts, &frame)
    }

    /// Reads the value into the member of that name; `false` when there is none.
    fn member(
        &mut self,
        facts: &'static Facts,
        target: &mut dyn Content,
        frame: &mut Frame,
        key: &str,
        at: usize,
        null: bool,
    ) -> Result<bool, ReadError> {
        let fields = facts.fields();
        let due = due(facts, frame, key);
        if let Some((index, step)) = due {
            frame.cursor = index + 1;
            if step.is_text && !null && self.json.is_text_ahead() {
                frame.mark(index);
                return self.text(step, target.field_mut(index)).map(|()| true);
            }
        }
        let found = due.map(|(index, step)| (index, step.field)).or_else(|| self.find(facts, frame, key));
        let Some((index, field)) = found else { return Ok(false) };
        let chosen = facts.kind() == Kind::Choice;
        if let Place::Group(group) = field.place()
            && field.max() <= 1
        {
            if null || (chosen && !may_choose(fields.len(), frame, index)) {
                return if null { Ok(true) } else { Err(repeated(key, at)) };
            }
            frame.mark(index);
            let entered = frame.take_group(index);
            let mut slot = target.field_mut(index);
            while matches!(slot.facts().kind(), Kind::Optional | Kind::Nillable) {
                slot = slot.field_mut(0);
            }
            if entered.is_none() {
                self.keep_box(slot)?;
            }
            let mut inner = entered.unwrap_or_default();
            let found = self.member(group, slot, &mut inner, key, at, null);
            frame.put_group(index, inner);
            return found;
        }
        if null {
            if !chosen {
                make_nil_optional(target.field_mut(index));
            }
            return Ok(true);
        }
        if frame.seen(index) || (chosen && !may_choose(fields.len(), frame, index)) {
            return Err(repeated(key, at));
        }
        frame.mark(index);
        let slot = target.field_mut(index);
        let result = match field.place() {
            Place::Group(group) => self.groups(group, slot),
            _ => self.value(field, slot),
        };
        result.map_err(|error| conceal(error, field).inside(key, None)).map(|()| true)
    }

    /// A member that is one text, a number or a boolean.
    #[inline]
    fn text(&mut self, step: &Step, slot: &mut dyn Content) -> Result<(), ReadError> {
        let (at, simple) = (self.json.offset(), step.field.simple());
        let text = self.json.scalar()?;
        let result = if step.keeps_white_space {
            slot.lex(Input::Text(text, &NoScope))
        } else {
            slot.lex(Input::Text(&normalize(simple.white_space, text), &NoScope))
        };
        result.map_err(|error| {
            let error = ReadError::new(ReadErrorKind::Value(error), at);
            conceal(error, step.field).inside(step.member, None)
        })
    }

    /// A repeated group: an array of objects.
    fn groups(&mut self, group: &'static Facts, items: &mut dyn Content) -> Result<(), ReadError> {
        if self.json.peek() != Some(b'[') {
            let next = items.arm();
            let item = self.next_item(items, next)?;
            return self.object(group, item, Frame::default());
        }
        self.json.open()?;
        let mut first = true;
        while self.json.item(first, b']')? {
            first = false;
            let next = items.arm();
            let item = self.next_item(items, next)?;
            self.object(group, item, Frame::default())
                .map_err(|error| error.inside(&format!("[{}]", next + 1), None))?;
        }
        self.json.close();
        Ok(())
    }

    /// The field with a member of this name: one that is free before one that is not.
    fn find(&mut self, facts: &'static Facts, frame: &mut Frame, key: &str) -> Option<(usize, &'static Field)> {
        let fields = facts.fields();
        let mut taken = None;
        for (index, field) in fields.iter().enumerate() {
            self.visited.clear();
            if !is_member(field, key, &mut self.visited) {
                continue;
            }
            let in_group = matches!(field.place(), Place::Group(_)) && field.max() <= 1;
            if !frame.seen(index) || in_group {
                frame.cursor = index + 1;
                return Some((index, field));
            }
            taken = taken.or(Some((index, field)));
        }
        taken
    }

    fn polymorphic(&mut self, facts: &'static Facts, slot: &mut dyn Content) -> Result<(), ReadError> {
        let arms = facts.fields();
        let declared = self.json.declared_type()?;
        let arm = match &declared {
            Some(declared) => {
                let local = declared.split(":#").next().unwrap_or_default();
                arms.iter()
                    .position(|arm| !is_wildcard(arm) && arm.local() == local)
                    .or_else(|| arms.iter().position(is_wildcard))
            }
            None => base_arm(facts),
        };
        let Some((index, field)) = arm.and_then(|arm| Some((arm, arms.get(arm)?))) else {
            return Err(abstract_type(facts, self.json.offset()));
        };
        self.value(field, slot.field_mut(index))
    }

    fn leaf(&mut self, field: &Field, slot: &mut dyn Content) -> Result<(), ReadError> {
        let at = self.json.offset();
        let simple = field.simple();
        let octets;
        let text = if self.json.peek() == Some(b'[') && is_binary(simple) {
            octets = self.octets(simple.builtin == crate::facts::Builtin::HexBinary)?;
            octets.as_str()
        } else {
            self.json.scalar()?
        };
        let result = lex(slot, simple, text, &Within(&self.memory));
        if self.memory.is_over() {
            return Err(over(&self.memory, at));
        }
        result.map_err(|error| ReadError::new(ReadErrorKind::Value(error), at))
    }

    /// The place behind the last of the `count` items of a list.
    #[inline]
    fn next_item<'s>(&self, list: &'s mut dyn Content, count: usize) -> Result<&'s mut dyn Content, ReadError> {
        let memory = &self.memory;
        next_item(list, count, |count, size| memory.grow(count, size)).ok_or_else(|| over(memory, self.json.offset()))
    }

    /// Counts the box that the value is in, if it is in one.
    #[inline]
    fn keep_box(&self, value: &dyn Content) -> Result<(), ReadError> {
        let memory = &self.memory;
        if keep_box(value, memory) { Ok(()) } else { Err(over(memory, self.json.offset())) }
    }

    /// An array of numbers below 256, as the literal of binary data.
    fn octets(&mut self, hex: bool) -> Result<String, ReadError> {
        let mut octets = Vec::new();
        self.json.open()?;
        let mut first = true;
        while self.json.item(first, b']')? {
            first = false;
            let number = self.json.scalar()?.parse::<u8>();
            octets.push(number.map_err(|_| self.json.expected("a number from 0 to 255"))?);
        }
        self.json.close();
        Ok(if hex { HexBinary(octets).to_string() } else { Base64Binary(octets).to_string() })
    }

    /// A value kept as it is: a string's text, of anything else the JSON.
    fn fragment(&mut self, slot: &mut dyn Content) -> Result<(), ReadError> {
        let at = self.json.offset();
        let text = match self.json.peek() {
            Some(b'"') => self.json.scalar()?,
            _ => self.json.raw()?,
        };
        // It is looked at as content of a document before it is kept.
        if !self.memory.take(escaped_bytes(text), text.len()) {
            return Err(over(&self.memory, at));
        }
        slot.lex(Input::Text(text, &NoScope)).map_err(|error| ReadError::new(ReadErrorKind::Value(error), at))
    }

    fn complete(&self, facts: &'static Facts, frame: &Frame) -> Result<(), ReadError> {
        if facts.outline().required.is_some_and(|required| frame.is_complete(required)) {
            return Ok(());
        }
        let fields = facts.fields();
        let mut next = 0;
        while let Some(index) = frame.unseen(next, fields.len()) {
            if facts.kind() == Kind::Choice {
                break;
            }
            if let Some(field) = fields.get(index).filter(|field| is_required(field)) {
                let expected = match field.place() {
                    Place::Group(group) => super::read::alternatives(group),
                    _ => name(field).to_owned(),
                };
                return Err(ReadError::new(ReadErrorKind::Missing { expected }, self.json.offset()));
            }
            next = index + 1;
        }
        for (index, group) in frame.groups() {
            if let Some(Place::Group(facts)) = fields.get(*index).map(Field::place) {
                self.complete(facts, group)?;
            }
        }
        Ok(())
    }
}

/// A text in JSON: no namespaces, and what may be kept of the document.
struct Within<'m>(&'m Memory);

impl Scope for Within<'_> {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        NoScope.namespace(prefix).map(|_| "")
    }

    fn grow(&self, count: usize, size: usize) -> bool {
        self.0.grow(count, size)
    }
}

/// The member of this name at the cursor or after it, where no group is on the way that may have it as well.
#[inline]
fn due(facts: &'static Facts, frame: &Frame, key: &str) -> Option<(usize, &'static Step)> {
    if facts.kind() != Kind::Struct {
        return None;
    }
    for (index, step) in facts.steps().iter().enumerate().skip(frame.cursor) {
        match step.way {
            Way::Other => return None,
            _ if step.member == key => return (!frame.seen(index)).then_some((index, step)),
            _ => {}
        }
    }
    None
}

/// A choice takes one arm: the one it has, or any while it has none.
fn may_choose(arms: usize, frame: &Frame, index: usize) -> bool {
    frame.seen(index) || (0..arms).all(|arm| !frame.seen(arm))
}

/// Whether a member of this name is the field's, or one of the group's that the field is.
fn is_member(field: &Field, key: &str, visited: &mut Visited) -> bool {
    match field.place() {
        Place::Group(facts) if field.max() <= 1 => {
            let group: *const Facts = facts;
            if visited.contains(&group) {
                return false;
            }
            visited.push(group);
            facts.fields().iter().any(|field| is_member(field, key, visited))
        }
        Place::AnyAttribute(_) => false,
        _ => is_named(field, key),
    }
}

/// Whether the field's member has this name.
#[inline]
fn is_named(field: &Field, key: &str) -> bool {
    if !matches!(field.place(), Place::Element | Place::Attribute) {
        return name(field) == key;
    }
    let (wire, key) = (field.name().as_bytes(), key.as_bytes());
    match wire.len().checked_sub(key.len()) {
        Some(0) => wire == key,
        Some(prefix) => {
            wire.split_at_checked(prefix).is_some_and(|(before, local)| before.ends_with(b":") && local == key)
        }
        None => false,
    }
}

/// Whether an empty string stands for no value: no literal of the type is empty.
fn is_blank(field: &Field) -> bool {
    use crate::value::Primitive;
    is_bare(field.simple())
        || !matches!(
            field.simple().builtin.primitive(),
            None | Some(Primitive::String | Primitive::AnyUri | Primitive::HexBinary | Primitive::Base64Binary)
        )
}

fn make_nil_optional(slot: &mut dyn Content) {
    if matches!(slot.facts().kind(), Kind::Optional | Kind::Nillable) {
        make_nil(slot);
    }
}

#[cold]
fn repeated(key: &str, at: usize) -> ReadError {
    ReadError::new(ReadErrorKind::Repeated { name: key.to_owned() }, at)
}
