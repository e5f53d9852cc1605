//! Values into JSON, over the same facts as XML.
//!
//! A member is named by the local name of its element or attribute; the character content of a type with attributes is
//! `value`, mixed content `content`, an element wildcard `any` (XML as a string). The members of a group stand among those
//! of the object around it. Absent members are left out, nil is `null`, what can repeat is an array, numbers and booleans
//! are JSON's own where JSON can say them, everything else is a string. A polymorphic object begins with `__type`, the
//! local name of its type.

use crate::content::Content;
use crate::facts::{Builtin, Facts, Field, Kind, LIST, NILLABLE, Place, SimpleType, Variety};

pub(super) use super::json_text::{literal, string};

use super::error::{Rule, WriteError};
use super::leaf::item_type;
use super::markup::is_blank;
use super::output::{Flaw, Form, Missing, Output, Part};
use super::plan::Step;
use crate::xml::Limits;

/// Appends `value`, the content of an element that `field` describes, as one JSON value.
///
/// # Errors
/// A required member without a value, or values nested too deeply.
pub fn write_json(field: &Field, value: &dyn Content, out: &mut Vec<u8>) -> Result<(), WriteError> {
    JsonWriter { out, depth: Limits::default().depth }.value(field, value)
}

/// Whether values of the type are numbers or booleans in JSON too.
pub(super) fn is_bare(simple: &SimpleType) -> bool {
    use crate::value::Primitive;
    matches!(simple.variety, Variety::Atomic)
        && matches!(
            simple.builtin.primitive(),
            Some(Primitive::Boolean | Primitive::Decimal | Primitive::Float | Primitive::Double)
        )
}

struct JsonWriter<'o> {
    out: &'o mut Vec<u8>,
    depth: u32,
}

impl JsonWriter<'_> {
    fn value(&mut self, field: &Field, value: &dyn Content) -> Result<(), WriteError> {
        let facts = value.facts();
        match facts.kind() {
            Kind::Optional | Kind::Nillable if value.arm() == 0 => self.out.extend_from_slice(b"null"),
            Kind::Optional | Kind::Nillable => return self.value(field, value.field(0)),
            Kind::Many => return self.items(field, value),
            Kind::Array(_) => return self.items(facts.fields().first().unwrap_or(field), value.field(0)),
            Kind::Lexical => value.text(&mut Output::new(Form::Json(self.out, is_bare(field.simple())))),
            Kind::Any => self.fragment(value),
            Kind::Struct | Kind::Choice => return self.object(facts, value, None),
            Kind::Polymorphic => {
                let arm = value.arm();
                let Some(ty) = facts.fields().get(arm) else { return Ok(()) };
                let inner = value.field(arm);
                if matches!(ty.place(), Place::Wildcard(_)) && is_blank(inner) {
                    return Err(WriteError::new(Rule::Required));
                }
                if inner.facts().kind() != Kind::Struct {
                    return self.value(ty, inner);
                }
                let is_base = ty.namespace() == facts.namespace() && ty.name() == facts.name();
                return self.object(inner.facts(), inner, (!is_base).then(|| ty.local()));
            }
        }
        Ok(())
    }

    fn items(&mut self, field: &Field, value: &dyn Content) -> Result<(), WriteError> {
        self.out.push(b'[');
        for index in 0..value.arm() {
            if index > 0 {
                self.out.push(b',');
            }
            if field.has(LIST) && value.field(index).facts().kind() == Kind::Lexical {
                let bare = is_bare(item_type(field.simple()));
                value.field(index).text(&mut Output::new(Form::Json(self.out, bare)));
                continue;
            }
            self.value(field, value.field(index)).map_err(|error| error.inside(&format!("[{}]", index + 1), None))?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn object(&mut self, facts: &'static Facts, value: &dyn Content, ty: Option<&str>) -> Result<(), WriteError> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(WriteError::new(Rule::Depth(Limits::default().depth)));
        };
        self.depth = depth;
        let start = self.out.len();
        if let Some(name) = ty {
            self.key("__type");
            string(name, self.out);
        }
        self.members(facts, value)?;
        match self.out.get_mut(start) {
            // The comma before the first member.
            Some(first) => *first = b'{',
            None => self.out.push(b'{'),
        }
        self.out.push(b'}');
        self.depth += 1;
        Ok(())
    }

    /// The members, each with a comma before it.
    fn members(&mut self, facts: &'static Facts, value: &dyn Content) -> Result<(), WriteError> {
        if facts.kind() == Kind::Choice {
            let arm = value.arm();
            return match facts.steps().get(arm) {
                Some(step) => self.step(step, value.field(arm)),
                None => Ok(()),
            };
        }
        for (index, step) in facts.steps().iter().enumerate() {
            self.step(step, value.field(index))?;
        }
        Ok(())
    }

    #[inline]
    fn step(&mut self, step: &Step, slot: &dyn Content) -> Result<(), WriteError> {
        if !step.is_single_text {
            return self.member(step.field, slot);
        }
        let before = self.out.len();
        step.key.write(self.out);
        let mut output = Output::new(Form::Json(self.out, step.is_bare));
        slot.text(&mut output);
        let Some(Flaw::Missing(missing)) = output.flaw else { return Ok(()) };
        let field = step.field;
        if missing == Missing::Nil || (field.min() > 0 && field.has(NILLABLE)) {
            self.out.extend_from_slice(b"null");
            return Ok(());
        }
        self.out.truncate(before);
        match field.min() {
            0 => Ok(()),
            _ => Err(WriteError::new(Rule::Required).inside(name(field), None)),
        }
    }

    fn member(&mut self, field: &Field, slot: &dyn Content) -> Result<(), WriteError> {
        let kind = slot.facts().kind();
        if kind == Kind::Optional && slot.arm() == 0 {
            if field.min() > 0 && !matches!(field.place(), Place::Group(_)) {
                if !field.has(NILLABLE) {
                    return Err(WriteError::new(Rule::Required).inside(name(field), None));
                }
                self.key(name(field));
                self.out.extend_from_slice(b"null");
            }
            return Ok(());
        }
        match field.place() {
            Place::Group(facts) => match kind {
                Kind::Optional => self.member(field, slot.field(0)),
                Kind::Many if slot.arm() == 0 => Ok(()),
                // Items of a repeated group cannot stand side by side in one object.
                Kind::Many => {
                    self.key(name(field));
                    self.items(field, slot)
                }
                _ => self.members(facts, slot),
            },
            Place::AnyAttribute(_) => {
                self.further(slot);
                Ok(())
            }
            _ if kind == Kind::Many && slot.arm() == 0 && field.min() == 0 => Ok(()),
            _ => {
                self.key(name(field));
                self.value(field, slot).map_err(|error| error.inside(name(field), None))
            }
        }
    }

    fn key(&mut self, name: &str) {
        // A name of XML needs no escape.
        self.out.extend_from_slice(b",\"");
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn further(&mut self, value: &dyn Content) {
        let out = &mut *self.out;
        value.text(&mut Output::new(Form::Parts(&mut |part| {
            if let Part::Attribute(_, local, text) = part {
                JsonWriter { out, depth: 0 }.key(local);
                string(text, out);
            }
        })));
    }

    fn fragment(&mut self, value: &dyn Content) {
        let out = &mut *self.out;
        value.text(&mut Output::new(Form::Parts(&mut |part| {
            let Part::Xml(namespace, local, attributes, content) = part else { return };
            if local.is_empty() {
                string(content, out);
                return;
            }
            let mut xml = Vec::new();
            super::push_element(namespace, local, attributes, content, &mut xml);
            string(&String::from_utf8_lossy(&xml), out);
        })));
    }
}

/// The name of a field's member.
pub(super) fn name(field: &Field) -> &'static str {
    match field.place() {
        Place::Text => "value",
        Place::Mixed => "content",
        Place::Wildcard(_) => "any",
        Place::Group(facts) if field.name().is_empty() => crate::facts::local(facts.namespace(), facts.name()),
        _ => field.local(),
    }
}

/// Whether the type is binary, which JSON writers give as base64 or as an array of numbers.
pub(super) fn is_binary(simple: &SimpleType) -> bool {
    matches!(simple.builtin, Builtin::Base64Binary | Builtin::HexBinary)
}
