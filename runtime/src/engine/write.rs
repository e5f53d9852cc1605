//! Values into XML: one pass over the facts, into one buffer.
//!
//! Writing is strict: elements in schema order, occurrences, facets and characters checked; the error has the path of
//! the offending member. The namespace declarations are known only when everything is written, so the buffer begins
//! with a gap, and the start tag that carries the declarations is put at the gap's end.

use std::fmt;

use crate::content::Content;
use crate::content::nillable_complex::{ATTRIBUTES, TYPE_NAME};
use crate::facts::{Facts, Field, Kind, LIST, NILLABLE, Namespaces, Place, Schema};
use crate::xml::name::XSI;
use crate::xml::{Limits, NamespaceId};

use super::error::{Rule, Violation, WriteError};
use super::output::{Flaw, Form, Output};
use super::prefixes::Prefixes;
use super::read::Encoding;

/// How values are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions {
    /// The SOAP encoding, where the binding says `use="encoded"`: every element says its type.
    pub encoding: Option<Encoding>,
    /// Members are written by their local names, whatever the schema's form is: what SOAP 1.1 section 5.1 says of the
    /// encoding, and some servers insist on.
    pub local_accessors: bool,
}

/// The body of a document being written; [`finish`](Self::finish) puts the start tag before it.
pub struct Writer {
    pub(super) out: Vec<u8>,
    gap: usize,
    pub(super) prefixes: Prefixes,
    pub(super) encoding: Option<Encoding>,
    local_accessors: bool,
    pub(super) depth: u32,
    pub(super) max_depth: u32,
    /// The first element is the document's root.
    standalone: bool,
    /// The next start tag is the one that `finish` writes.
    headless: bool,
    pub(super) trace: Option<Trace>,
}

/// What a validation keeps: it goes on after a violation.
#[derive(Default)]
pub(super) struct Trace {
    path: Vec<String>,
    violations: Vec<Violation>,
}

/// A type that an element names by `xsi:type`: the namespace id and the name with its prefix.
pub(super) type TypeName = (NamespaceId, &'static str);

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} bytes)", self.out.len().saturating_sub(self.gap))
    }
}

impl Writer {
    /// A writer for values of one contract. `head` is the number of bytes that [`finish`](Self::finish) will be given.
    pub fn new(schema: &'static Schema, options: WriteOptions, head: usize) -> Self {
        let gap = head + Prefixes::bound(schema);
        // Doubled from a power of two, which is how allocators divide memory.
        let mut out = Vec::with_capacity((gap + 1024).next_power_of_two());
        out.resize(gap, b' ');
        Self {
            out,
            gap,
            prefixes: Prefixes::new(schema),
            encoding: options.encoding,
            local_accessors: options.local_accessors && options.encoding.is_some(),
            depth: 0,
            max_depth: Limits::default().depth,
            standalone: false,
            headless: false,
            trace: None,
        }
    }

    /// Writes an element named as `field` says: none for an absent optional value, several for a `Vec`.
    pub fn element(&mut self, field: &Field, value: &dyn Content) -> Result<(), WriteError> {
        self.occurrences(field, value)
    }

    /// Writes an element of its own that follows the SOAP encoding: it says its type, and so does all in it.
    pub(crate) fn encoded_block(
        &mut self,
        field: &Field,
        value: &dyn Content,
        encoding: Encoding,
    ) -> Result<(), WriteError> {
        let before = (self.encoding, self.depth, self.local_accessors);
        // Below the first level, where a body has its wrapper.
        (self.encoding, self.depth, self.local_accessors) = (Some(encoding), 1, false);
        let result = self.element(field, value);
        (self.encoding, self.depth, self.local_accessors) = before;
        result
    }

    /// Writes XML as it is; it must be well-formed together with what is written before and after.
    pub fn raw(&mut self, xml: &str) {
        self.out.extend_from_slice(xml.as_bytes());
    }

    /// Notes that [`raw`](Self::raw) XML uses the prefix of a namespace.
    pub fn declare(&mut self, namespace: NamespaceId) {
        self.prefixes.mark(namespace);
    }

    /// Whether the element being written is the document's root, whose start tag has the declarations.
    pub(super) fn is_root(&self) -> bool {
        self.standalone && self.depth == 1
    }

    /// Puts `head`, the namespace declarations and `tail` before what was written: `<e:Envelope xmlns:e="…"` and `>`.
    /// Gives the buffer and where in it the document begins.
    pub fn finish(mut self, head: &str, tail: &str) -> (Vec<u8>, usize) {
        let mut start = Vec::with_capacity(self.gap);
        start.extend_from_slice(head.as_bytes());
        self.prefixes.declare(&mut start);
        start.extend_from_slice(tail.as_bytes());
        let Some(at) = self.gap.checked_sub(start.len()) else {
            self.out.splice(..self.gap, start);
            return (self.out, 0);
        };
        if let Some(place) = self.out.get_mut(at..self.gap) {
            place.copy_from_slice(&start);
        }
        (self.out, at)
    }

    /// Writes a document whose root is one element, without XML declaration.
    pub(super) fn document(
        schema: &'static Schema,
        field: &Field,
        value: &dyn Content,
        options: WriteOptions,
    ) -> Result<(Vec<u8>, usize), WriteError> {
        let mut writer = Self::new(schema, options, field.name().len() + 1);
        writer.headless = true;
        writer.standalone = true;
        writer.element(field, value)?;
        let head = format!("<{}", field.name());
        Ok(writer.finish(&head, ""))
    }

    /// All rules that a value breaks.
    pub(super) fn violations(field: &Field, value: &dyn Content) -> Vec<Violation> {
        let mut writer = Self::new(value.facts().schema(), WriteOptions::default(), 0);
        writer.trace = Some(Trace::default());
        if let Err(error) = writer.element(field, value) {
            // Only depth stops a validation.
            let violation = Violation { path: error.path().to_owned(), rule: error.rule().clone() };
            writer.trace.get_or_insert_default().violations.push(violation);
        }
        writer.trace.unwrap_or_default().violations
    }

    /// Reports a broken rule: an error, or one more violation when validating.
    #[cold]
    pub(super) fn fault(&mut self, rule: Rule) -> Result<(), WriteError> {
        match &mut self.trace {
            Some(trace) => {
                trace.violations.push(Violation { path: trace.path.join("/"), rule });
                Ok(())
            }
            None => Err(WriteError::new(rule)),
        }
    }

    /// Runs `write` for a member, so that a violation has its path.
    #[inline]
    pub(super) fn member(
        &mut self,
        name: &dyn Fn() -> String,
        write: impl FnOnce(&mut Self) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        if let Some(trace) = &mut self.trace {
            trace.path.push(name());
        }
        let result = write(self);
        if let Some(trace) = &mut self.trace {
            trace.path.pop();
        }
        result.map_err(|error| error.inside(&name(), None))
    }

    /// The element of a field, as often as there are values.
    fn occurrences(&mut self, field: &Field, slot: &dyn Content) -> Result<(), WriteError> {
        match slot.facts().kind() {
            Kind::Optional if slot.arm() == 0 => self.absent(field),
            Kind::Optional => self.one(field, slot.field(0), None),
            Kind::Many if field.max() > 1 || !field.has(LIST) => {
                self.count(field, slot.arm())?;
                self.each(field, slot)
            }
            _ => self.one(field, slot, None),
        }
    }

    /// An element for each of the values.
    pub(super) fn each(&mut self, field: &Field, values: &dyn Content) -> Result<(), WriteError> {
        (0..values.arm()).try_for_each(|index| self.one(field, values.field(index), Some(index)))
    }

    #[inline]
    pub(super) fn one(&mut self, field: &Field, value: &dyn Content, index: Option<usize>) -> Result<(), WriteError> {
        if self.depth >= self.max_depth {
            return Err(WriteError::new(Rule::Depth(self.max_depth)));
        }
        self.depth += 1;
        let result =
            if self.trace.is_none() { self.tagged(field, value, None) } else { self.traced(field, value, index) };
        self.depth -= 1;
        match result {
            Ok(()) => Ok(()),
            Err(error) => Err(error.inside(field.local(), index.map(|index| index + 1))),
        }
    }

    #[inline(never)]
    fn traced(&mut self, field: &Field, value: &dyn Content, index: Option<usize>) -> Result<(), WriteError> {
        let step = match index {
            Some(index) => format!("{}[{}]", field.local(), index + 1),
            None => field.local().to_owned(),
        };
        if let Some(trace) = &mut self.trace {
            trace.path.push(step);
        }
        let result = self.tagged(field, value, None);
        if let Some(trace) = &mut self.trace {
            trace.path.pop();
        }
        result
    }

    /// A member that has no value.
    pub(super) fn absent(&mut self, field: &Field) -> Result<(), WriteError> {
        let part = self.encoding.is_some() && self.depth == 1;
        if field.min() == 0 && !part {
            return Ok(());
        }
        if field.has(NILLABLE) || part {
            self.nil(field);
            return Ok(());
        }
        self.member(&|| field.local().to_owned(), |writer| writer.fault(Rule::Required))
    }

    pub(super) fn count(&mut self, field: &Field, found: usize) -> Result<(), WriteError> {
        let (min, max) = (field.min(), field.max());
        if found < min as usize || (max != u32::MAX && found > max as usize) {
            return self.member(&|| field.local().to_owned(), |writer| writer.fault(Rule::Occurs { min, max, found }));
        }
        Ok(())
    }

    pub(super) fn nil(&mut self, field: &Field) {
        self.open(field);
        self.prefixes.mark(XSI);
        if self.encoding.is_some() {
            self.simple_type(field);
        }
        self.out.extend_from_slice(b" xsi:nil=\"true\"/>");
    }

    /// A nil element with its type and its attributes.
    fn nil_complex(&mut self, field: &Field, nil: &dyn Content) -> Result<(), WriteError> {
        self.open(field);
        self.prefixes.mark(XSI);
        let (attributes, ty) = (nil.field(ATTRIBUTES), nil.field(TYPE_NAME));
        if ty.arm() > 0 {
            self.out.extend_from_slice(b" xsi:type=\"");
            ty.text(&mut Output::new(Form::Attribute(&mut self.out, &mut self.prefixes)));
            self.out.push(b'"');
        } else if self.encoding.is_some() {
            self.simple_type(field);
        }
        self.further(&[], Namespaces::Any, attributes)?;
        self.out.extend_from_slice(b" xsi:nil=\"true\"/>");
        Ok(())
    }

    /// One element with its tags. `as_type` is the type it must name.
    pub(super) fn tagged(
        &mut self,
        field: &Field,
        value: &dyn Content,
        as_type: Option<TypeName>,
    ) -> Result<(), WriteError> {
        let facts = value.facts();
        match facts.kind() {
            Kind::Optional | Kind::Nillable if value.arm() == 0 => {
                if facts.fields().is_empty() {
                    self.nil(field);
                    return Ok(());
                }
                self.nil_complex(field, value)
            }
            Kind::Optional | Kind::Nillable => self.tagged(field, value.field(0), as_type),
            Kind::Lexical | Kind::Many => self.leaf(field, value, as_type),
            Kind::Any => self.fragment(field, value),
            Kind::Polymorphic => self.polymorphic(field, facts, value),
            Kind::Array(rank) => self.array(field, facts, rank, value),
            Kind::Struct | Kind::Choice => {
                self.open(field);
                let named = (facts.namespace(), facts.name());
                if let Some(name) = as_type {
                    self.type_attribute(name);
                } else if self.encoding.is_some() && !facts.name().is_empty() && self.depth > 1 {
                    self.type_attribute(named);
                }
                self.content(field, facts, value)
            }
        }
    }

    /// What follows the name and type of a complex element.
    fn content(&mut self, field: &Field, facts: &'static Facts, value: &dyn Content) -> Result<(), WriteError> {
        let first = if facts.kind() == Kind::Choice { 0 } else { self.attributes(field, facts, value)? };
        self.out.push(b'>');
        let start = self.out.len();
        if facts.kind() == Kind::Choice {
            self.arm(facts, value)?;
        } else {
            self.between(facts, value, first)?;
            if let Some(fixed) = field.simple().fixed {
                self.fixed(fixed, facts.fields().get(first), start)?;
            }
        }
        self.close(field, start);
        Ok(())
    }

    /// What stands between the tags of a struct's element: its fields from `first`.
    #[inline]
    pub(super) fn between(
        &mut self,
        facts: &'static Facts,
        value: &dyn Content,
        first: usize,
    ) -> Result<(), WriteError> {
        match facts.fields().get(first) {
            Some(text) if matches!(text.place(), Place::Text) => self.text(text, value.field(first)),
            Some(mixed) if matches!(mixed.place(), Place::Mixed) => {
                self.mixed(value.field(first));
                Ok(())
            }
            _ => self.children(facts, value, first),
        }
    }

    pub(super) fn particle(&mut self, field: &Field, slot: &dyn Content) -> Result<(), WriteError> {
        match field.place() {
            Place::Element => self.occurrences(field, slot),
            Place::Group(facts) => self.group(field, facts, slot),
            Place::Wildcard(namespaces) => self.wildcard(field, namespaces, slot),
            Place::Attribute | Place::AnyAttribute(_) | Place::Text | Place::Mixed => Ok(()),
        }
    }

    /// A model group without an element of its own.
    pub(super) fn group(&mut self, field: &Field, facts: &'static Facts, slot: &dyn Content) -> Result<(), WriteError> {
        match slot.facts().kind() {
            Kind::Optional if slot.arm() == 0 => {
                if field.min() == 0 || super::particles::emptiable(facts) {
                    return Ok(());
                }
                self.member(&|| super::read::alternatives(facts), |writer| writer.fault(Rule::Required))
            }
            Kind::Optional => self.group(field, facts, slot.field(0)),
            Kind::Many => self.items(field, facts, slot),
            Kind::Choice => self.arm(facts, slot),
            _ => self.children(facts, slot, 0),
        }
    }

    fn arm(&mut self, facts: &'static Facts, value: &dyn Content) -> Result<(), WriteError> {
        let arm = value.arm();
        match facts.fields().get(arm) {
            Some(field) => self.particle(field, value.field(arm)),
            None => Ok(()),
        }
    }

    /// The type that is there, by its name unless it is the element's own.
    fn polymorphic(&mut self, field: &Field, facts: &'static Facts, value: &dyn Content) -> Result<(), WriteError> {
        let arm = value.arm();
        let Some(ty) = facts.fields().get(arm) else { return Ok(()) };
        let inner = value.field(arm);
        if matches!(ty.place(), Place::Wildcard(_)) {
            // `Default` makes it empty: none of the types.
            return if super::markup::is_blank(inner) {
                self.fault(Rule::Required)
            } else {
                self.fragment(field, inner)
            };
        }
        let is_base = ty.namespace() == facts.namespace() && ty.name() == facts.name();
        let named = (!is_base || self.encoding.is_some()).then(|| (ty.namespace(), ty.name()));
        if inner.facts().kind() == Kind::Lexical {
            return self.polymorphic_leaf(field, ty, inner, named);
        }
        self.tagged(field, inner, named)
    }

    fn polymorphic_leaf(
        &mut self,
        field: &Field,
        ty: &Field,
        value: &dyn Content,
        named: Option<TypeName>,
    ) -> Result<(), WriteError> {
        self.open(field);
        if let Some(name) = named {
            self.type_attribute(name);
        }
        self.out.push(b'>');
        let start = self.out.len();
        self.text(ty, value)?;
        self.close(field, start);
        Ok(())
    }

    fn leaf(&mut self, field: &Field, value: &dyn Content, as_type: Option<TypeName>) -> Result<(), WriteError> {
        self.open(field);
        if let Some(name) = as_type {
            self.type_attribute(name);
        } else if self.encoding.is_some() {
            self.simple_type(field);
        }
        self.out.push(b'>');
        let start = self.out.len();
        self.text(field, value)?;
        self.close(field, start);
        Ok(())
    }

    /// Character data.
    #[inline]
    fn text(&mut self, field: &Field, value: &dyn Content) -> Result<(), WriteError> {
        let start = self.out.len();
        let mut output = Output::new(Form::Text(&mut self.out, &mut self.prefixes));
        super::check::leaf(value, &mut output);
        if let Some(Flaw::Illegal(illegal)) = output.flaw {
            return self.fault(Rule::IllegalCharacter(illegal));
        }
        self.check(field, value, start)
    }

    /// Whether members go by their local names.
    #[inline]
    fn is_local(&self) -> bool {
        self.local_accessors && self.depth > 1
    }

    /// The name of a member as it is written.
    #[inline]
    pub(super) fn name(&self, field: &Field) -> &'static str {
        if self.is_local() { field.local() } else { field.name() }
    }

    /// Notes that the name of a member was written.
    #[inline]
    pub(super) fn mark(&mut self, field: &Field) {
        if !self.is_local() {
            self.prefixes.mark(field.namespace());
        }
    }

    /// `<name`
    #[inline]
    pub(super) fn open(&mut self, field: &Field) {
        self.mark(field);
        let name = self.name(field);
        if self.headless {
            self.headless = false;
            return;
        }
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
    }

    /// `</name>`, or `/>` for the `>` before `start` when nothing was written since.
    #[inline]
    pub(super) fn close(&mut self, field: &Field, start: usize) {
        if self.out.len() == start {
            self.out.pop();
            self.out.extend_from_slice(b"/>");
            return;
        }
        let name = self.name(field);
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }
}
