//! XML into values: walks the facts of the value that is being filled.
//!
//! Reading is lenient where real servers are: elements may come in any order, unknown ones are skipped, `xsi:type` may
//! stand anywhere, facets are not checked. What cannot be is a text that is no literal of its type, a required member
//! that is missing, a second occurrence of what occurs once: reading them would invent or lose data.

use crate::content::{Content, Input, Scope};
use crate::facts::{COMPLEX, Facts, Field, Kind, NILLABLE, Place, SECRET, SimpleType};
use crate::value::ValueError;
use crate::xml::name::XSI;
use crate::xml::{Innermost, Name, Reader, Token};

use super::error::{ReadError, ReadErrorKind};
use super::particles::{Frame, Located, Room, Visited, accepts, continues, emptiable, locate, room_in};
use super::reference::References;

/// How a message is read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The SOAP encoding, where the binding says `use="encoded"`: multi-reference values are followed.
    pub encoding: Option<Encoding>,
    /// Members that are missing although required are left at their default.
    pub lenient: bool,
    /// Where no member has an element's name, the local part decides: some servers qualify RPC accessors, others leave
    /// the namespaces out of fault details.
    pub local_names: bool,
    /// The element in which multi-reference values are looked for, the SOAP body; else the element that is read.
    pub body: Option<Innermost>,
}

/// The two SOAP encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// SOAP 1.1 section 5.
    Soap11,
    /// SOAP 1.2 part 2 section 3.
    Soap12,
}

/// Reads the element whose start tag `reader` has just given, to its end, into `target`. The name is not looked at.
///
/// `field` gives the facts of the element's text and its flags.
pub fn read_element(
    reader: &mut Reader<'_>,
    field: &Field,
    target: &mut dyn Content,
    options: &ReadOptions,
) -> Result<(), ReadError> {
    read_accessors(reader, field, target, options).map(|_| ())
}

/// As [`read_element`]; gives whether any member was known by its local name alone, in no namespace.
pub(crate) fn read_accessors(
    reader: &mut Reader<'_>,
    field: &Field,
    target: &mut dyn Content,
    options: &ReadOptions,
) -> Result<bool, ReadError> {
    let body = options.body.unwrap_or_else(|| reader.innermost());
    let name = Name { ns: field.namespace(), local: field.local() };
    let mut reading = Reading {
        reader,
        encoding: options.encoding,
        lenient: options.lenient,
        local_names: options.local_names,
        unqualified: false,
        scratch: String::new(),
        references: References::new(body),
    };
    reading.element(field, name, target).map_err(|error| conceal(error, field).inside(field.local(), None))?;
    Ok(reading.unqualified)
}

/// The state of reading one element and all in it.
pub(super) struct Reading<'r, 'a> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) encoding: Option<Encoding>,
    pub(super) lenient: bool,
    pub(super) local_names: bool,
    /// A member was known by its local name alone, in no namespace.
    pub(super) unqualified: bool,
    pub(super) scratch: String,
    pub(super) references: References<'a>,
}

impl<'a> Reading<'_, 'a> {
    /// Reads the element whose start tag was just given.
    pub(super) fn element(&mut self, field: &Field, name: Name<'a>, slot: &mut dyn Content) -> Result<(), ReadError> {
        if self.reader.attributes().is_empty() {
            return self.value(field, name, slot, false);
        }
        match self.reference() {
            Some(id) => self.follow(id, field, slot),
            None => self.referred(field, name, slot),
        }
    }

    /// Reads the open element, which is no reference.
    pub(super) fn referred(&mut self, field: &Field, name: Name<'a>, slot: &mut dyn Content) -> Result<(), ReadError> {
        let nil = self.is_nil();
        self.value(field, name, slot, nil)
    }

    /// Reads the open element's attributes and content.
    pub(super) fn value(
        &mut self,
        field: &Field,
        name: Name<'a>,
        slot: &mut dyn Content,
        nil: bool,
    ) -> Result<(), ReadError> {
        let mut slot = slot;
        loop {
            let facts = slot.facts();
            match facts.kind() {
                Kind::Optional | Kind::Nillable if nil => return self.nil(slot),
                Kind::Optional | Kind::Nillable => slot = slot.field_mut(0),
                Kind::Many if field.has(crate::facts::LIST) && !nil => return self.leaf(field, None, slot),
                Kind::Many => {
                    let next = slot.arm();
                    slot = self.next_item(slot, next)?;
                }
                Kind::Any => return self.fragment(name, slot),
                _ if nil => return self.reader.skip_element().map_err(ReadError::from),
                Kind::Lexical => return self.leaf(field, None, slot),
                Kind::Struct => return self.structure(facts, field.simple(), slot),
                Kind::Choice => return self.bare_choice(facts, slot),
                Kind::Polymorphic => return self.polymorphic(facts, name, slot),
                Kind::Array(rank) => return self.array(facts, rank, slot),
            }
        }
    }

    /// A nil element (XML Schema part 1, section 2.6.2); what it holds is not looked at.
    fn nil(&mut self, slot: &mut dyn Content) -> Result<(), ReadError> {
        make_nil(slot);
        if self.reader.attributes().len() > 1 {
            self.nil_attributes(slot)?;
        }
        self.reader.skip_element()?;
        Ok(())
    }

    fn is_nil(&self) -> bool {
        self.reader
            .attribute(XSI, "nil")
            .is_some_and(|nil| matches!(nil.value().trim_matches([' ', '\t', '\r', '\n']), "true" | "1"))
    }

    /// An element kept as XML.
    #[inline(never)]
    pub(super) fn fragment(&mut self, name: Name<'a>, slot: &mut dyn Content) -> Result<(), ReadError> {
        let offset = self.reader.token_start();
        let capture = self.reader.capture()?;
        let namespace = self.reader.namespace_uri(name.ns);
        slot.lex(Input::Xml(namespace, name.local, &capture.attributes, &capture.content))
            .map_err(|error| unreadable(error, offset))
    }

    /// The open element as a complex type; its declaration may have a default.
    fn structure(
        &mut self,
        facts: &'static Facts,
        declared: &SimpleType,
        target: &mut dyn Content,
    ) -> Result<(), ReadError> {
        self.keep_box(target)?;
        let fields = facts.fields();
        let mut frame = Frame::default();
        frame.cursor = facts.outline().attributes;
        if frame.cursor > 0 && !self.reader.attributes().is_empty() {
            self.attributes(facts, target, &mut frame)?;
        }
        match fields.get(frame.cursor) {
            Some(field) if matches!(field.place(), Place::Text) => {
                self.leaf(field, default_of(declared), target.field_mut(frame.cursor))
                    .map_err(|error| conceal(error, field))?;
            }
            Some(field) if matches!(field.place(), Place::Mixed) => {
                self.fragment(Name { ns: 0, local: "" }, target.field_mut(frame.cursor))?;
            }
            _ => self.particles(facts, target, &mut frame)?,
        }
        self.complete(facts, &frame)
    }

    /// A complex type whose content is one choice.
    #[inline(never)]
    fn bare_choice(&mut self, facts: &'static Facts, target: &mut dyn Content) -> Result<(), ReadError> {
        self.keep_box(target)?;
        let mut frame = Frame::default();
        let mut any = false;
        loop {
            match self.reader.next()? {
                Token::Start(name) => {
                    if accepts(facts, name, true, &mut Visited::new())
                        || accepts(facts, name, false, &mut Visited::new())
                    {
                        self.choice(facts, target, &mut frame, any, name)?;
                        any = true;
                    } else {
                        self.reader.skip_element()?;
                    }
                }
                Token::Text(_) => {}
                Token::End | Token::Eof => break,
            }
        }
        if any || self.lenient || emptiable(facts) {
            return self.complete(facts, &frame);
        }
        Err(self.missing(alternatives(facts)))
    }

    /// Reads the element just opened into the field that takes it; `false` when none does.
    pub(super) fn particle(
        &mut self,
        facts: &'static Facts,
        target: &mut dyn Content,
        frame: &mut Frame,
        name: Name<'a>,
    ) -> Result<bool, ReadError> {
        let fields = facts.fields();
        let mut located = locate(fields, target, frame, name);
        if located.is_none() && self.local_names {
            let namesake = |field: &&Field| matches!(field.place(), Place::Element) && field.local() == name.local;
            located = fields
                .iter()
                .find(namesake)
                .and_then(|field| locate(fields, target, frame, Name { ns: field.namespace(), local: name.local }));
            self.unqualified |= located.is_some() && name.ns == 0;
        }
        let Some(Located { index, room }) = located else { return Ok(false) };
        let Some(field) = fields.get(index) else { return Ok(false) };
        if room == Room::None {
            return Err(self.repeated(name));
        }
        if let Place::Group(group) = field.place() {
            frame.mark(index);
            frame.cursor = index;
            return self.group(field, index, group, target.field_mut(index), frame, name).map(|()| true);
        }
        frame.mark(index);
        frame.cursor = if field.max() > 1 { index } else { index + 1 };
        let slot = target.field_mut(index);
        if self.local_names
            && name.ns != field.namespace()
            && holds(slot, name)
            && let Some(element) = slot.facts().fields().first()
        {
            return self.occurrence(element, slot.field_mut(0), name).map(|()| true);
        }
        self.occurrence(field, slot, name)?;
        Ok(true)
    }

    /// One occurrence of an element or wildcard.
    pub(super) fn occurrence(
        &mut self,
        field: &Field,
        slot: &mut dyn Content,
        name: Name<'a>,
    ) -> Result<(), ReadError> {
        if field.max() <= 1 {
            return self.element(field, name, slot).map_err(|error| conceal(error, field).inside(name.local, None));
        }
        let count = slot.arm();
        let item = self.next_item(slot, count)?;
        self.element(field, name, item).map_err(|error| conceal(error, field).inside(name.local, Some(count + 1)))
    }

    /// An element of a model group that has no element of its own.
    #[inline(never)]
    fn group(
        &mut self,
        field: &Field,
        index: usize,
        facts: &'static Facts,
        container: &mut dyn Content,
        outer: &mut Frame,
        name: Name<'a>,
    ) -> Result<(), ReadError> {
        let many = field.max() > 1;
        let mut frame = outer.take_group(index);
        let mut item = container;
        if many {
            let count = item.arm();
            if let Some(last) = &frame
                && !continues(facts, item.field(count.saturating_sub(1)), last, name)
            {
                self.complete(facts, last)?;
                frame = None;
            }
            item = match &frame {
                Some(_) => item.field_mut(count.saturating_sub(1)),
                None => self.next_item(item, count)?,
            };
        }
        while matches!(item.facts().kind(), Kind::Optional | Kind::Nillable) {
            item = item.field_mut(0);
        }
        let entered = frame.is_some();
        if !entered {
            self.keep_box(item)?;
        }
        let mut frame = frame.unwrap_or_default();
        if facts.kind() == Kind::Choice {
            self.choice(facts, item, &mut frame, entered, name)?;
        } else {
            self.particle(facts, item, &mut frame, name)?;
        }
        outer.put_group(index, frame);
        Ok(())
    }

    /// An element of a choice: `frame` remembers the arm as its cursor.
    #[inline(never)]
    fn choice(
        &mut self,
        facts: &'static Facts,
        target: &mut dyn Content,
        frame: &mut Frame,
        entered: bool,
        name: Name<'a>,
    ) -> Result<(), ReadError> {
        let arms = facts.fields();
        let arm = if entered {
            if room_in(facts, target, frame, name) == Room::None {
                return Err(self.repeated(name));
            }
            Some(frame.cursor)
        } else {
            super::particles::arm(facts, name)
        };
        let Some((index, field)) = arm.and_then(|index| Some((index, arms.get(index)?))) else {
            return self.reader.skip_element().map_err(ReadError::from);
        };
        frame.mark(index);
        frame.cursor = index;
        let slot = target.field_mut(index);
        match field.place() {
            Place::Group(group) => self.group(field, index, group, slot, frame, name),
            _ => self.occurrence(field, slot, name),
        }
    }

    /// Checks that no required member is missing.
    #[inline]
    fn complete(&self, facts: &'static Facts, frame: &Frame) -> Result<(), ReadError> {
        match facts.outline().required {
            Some(required) if frame.is_complete(required) => Ok(()),
            _ => self.complete_each(facts, frame),
        }
    }

    #[inline(never)]
    fn complete_each(&self, facts: &'static Facts, frame: &Frame) -> Result<(), ReadError> {
        let fields = facts.fields();
        if facts.kind() != Kind::Choice && !self.lenient {
            let mut next = 0;
            while let Some(index) = frame.unseen(next, fields.len()) {
                if let Some(field) = fields.get(index).filter(|field| is_required(field)) {
                    return Err(self.missing(match field.place() {
                        Place::Group(group) => alternatives(group),
                        Place::Attribute => format!("@{}", field.local()),
                        _ => field.local().to_owned(),
                    }));
                }
                next = index + 1;
            }
        }
        for (index, group) in frame.groups() {
            if let Some(Place::Group(facts)) = fields.get(*index).map(Field::place) {
                self.complete(facts, group)?;
            }
        }
        Ok(())
    }

    #[cold]
    fn missing(&self, expected: String) -> ReadError {
        ReadError::new(ReadErrorKind::Missing { expected }, self.reader.token_start())
    }

    #[cold]
    pub(super) fn repeated(&self, name: Name<'_>) -> ReadError {
        ReadError::new(ReadErrorKind::Repeated { name: name.local.to_owned() }, self.reader.token_start())
    }
}

/// Whether an accessor holds the element of that name and nothing else: servers leave such accessors out.
fn holds(accessor: &dyn Content, name: Name<'_>) -> bool {
    let facts = accessor.facts();
    match facts.fields() {
        [element] => {
            facts.kind() == Kind::Struct
                && matches!(element.place(), Place::Element)
                && super::particles::names(element, name)
        }
        _ => false,
    }
}

/// An empty element has its default (XML Schema part 1, section 3.3.1).
#[inline]
pub(super) fn or_default<'t>(text: &'t str, simple: &SimpleType) -> &'t str {
    if text.is_empty() { default_of(simple).unwrap_or(text) } else { text }
}

pub(super) fn default_of(simple: &SimpleType) -> Option<&'static str> {
    simple.default.or(simple.fixed)
}

#[cold]
pub(super) fn unreadable(error: ValueError, offset: usize) -> ReadError {
    ReadError::new(ReadErrorKind::Value(error), offset)
}

/// The namespaces in scope at a reader's place.
pub(super) struct InScope<'s, 'a>(pub(super) &'s Reader<'a>);

impl Scope for InScope<'_, '_> {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        self.0.resolve_prefix(prefix).map(|id| self.0.namespace_uri(id))
    }

    fn grow(&self, count: usize, size: usize) -> bool {
        self.0.memory().grow(count, size)
    }
}

/// Makes an `Option` nil: `None`, or the nil of the [`Nillable`](crate::content::Nillable) in it.
pub(super) fn make_nil(slot: &mut dyn Content) {
    if slot.facts().kind() == Kind::Optional && slot.arm() == 0 && slot.field_mut(0).facts().kind() == Kind::Nillable {
        return;
    }
    // Taking nil cannot fail.
    let _ = slot.lex(Input::Nil);
}

/// Whether a value cannot be had without the member: there is no empty `Vec`, `None` or fragment to stand for it.
pub(super) fn is_required(field: &Field) -> bool {
    field.min() > 0
        && !field.has(crate::facts::LENIENT)
        && match field.place() {
            Place::Attribute => true,
            Place::Element => field.max() == 1 && !field.has(NILLABLE),
            Place::Group(facts) => field.max() == 1 && !emptiable(facts),
            Place::Text | Place::Mixed | Place::Wildcard(_) | Place::AnyAttribute(_) => false,
        }
}

/// The names of the elements of which one was expected.
pub(super) fn alternatives(facts: &'static Facts) -> String {
    let mut names = Vec::new();
    for field in facts.fields() {
        match field.place() {
            Place::Group(inner) => names.extend(inner.fields().first().map(Field::local)),
            _ => names.push(field.local()),
        }
        if facts.kind() != Kind::Choice {
            break;
        }
    }
    match names.as_slice() {
        [name] => (*name).to_owned(),
        _ => format!("one of {}", names.join(", ")),
    }
}

/// The error without its value if the field is a secret.
#[cold]
pub(super) fn conceal(error: ReadError, field: &Field) -> ReadError {
    if field.has(SECRET) { error.redacted() } else { error }
}

/// Facts of a value that has no element of its own to describe it.
pub(crate) static BARE: Field = Field(Place::Element, 0, "", 1, 1, 0, &COMPLEX);
