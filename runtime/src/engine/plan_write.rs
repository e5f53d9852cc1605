//! Writing by plan: the fields of a struct where nothing but their tags and texts is asked for, which is most of any
//! message. What the encoding or a validation needs goes the long way, in [`write`](super::write).

use crate::content::Content;
use crate::facts::{Facts, Kind};

use super::error::{Rule, WriteError};
use super::output::{Form, Missing, Output};
use super::plan::{Step, Way};
use super::write::Writer;

impl Writer {
    /// Whether an element is nothing but its tags and what is between them.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.trace.is_none() && self.encoding.is_none() && self.depth < self.max_depth
    }

    /// The particles of a struct from `first`.
    pub(super) fn children(
        &mut self,
        facts: &'static Facts,
        value: &dyn Content,
        first: usize,
    ) -> Result<(), WriteError> {
        let is_plain = self.is_plain();
        for (step, index) in facts.steps().get(first..).unwrap_or_default().iter().zip(first..) {
            let slot = value.field(index);
            match step.way {
                Way::Simple if is_plain => self.simple(step, slot, None)?,
                Way::SimpleMany if is_plain => self.simple_many(step, slot)?,
                Way::Element if is_plain => self.elements(step, slot)?,
                _ => self.particle(step.field, slot)?,
            }
        }
        Ok(())
    }

    /// An element of complex type, as often as there are values.
    fn elements(&mut self, step: &Step, slot: &dyn Content) -> Result<(), WriteError> {
        match slot.facts().kind() {
            Kind::Optional if slot.arm() == 0 => self.absent(step.field),
            Kind::Optional => self.structure(step, slot.field(0), None),
            Kind::Many => {
                let count = slot.arm();
                self.count(step.field, count)?;
                for index in 0..count {
                    self.structure(step, slot.field(index), Some(index))?;
                }
                Ok(())
            }
            _ => self.structure(step, slot, None),
        }
    }

    /// An element of complex type, if its value is a struct, with the tags of the plan.
    fn structure(&mut self, step: &Step, value: &dyn Content, index: Option<usize>) -> Result<(), WriteError> {
        let facts = value.facts();
        if facts.kind() != Kind::Struct {
            return self.one(step.field, value, index);
        }
        self.depth += 1;
        self.prefixes.mark(step.field.namespace());
        step.start.write(&mut self.out);
        let result = self.structure_rest(step, facts, value);
        self.depth -= 1;
        match result {
            Ok(()) => Ok(()),
            Err(error) => Err(error.inside(step.field.local(), index.map(|index| index + 1))),
        }
    }

    #[inline]
    fn structure_rest(&mut self, step: &Step, facts: &'static Facts, value: &dyn Content) -> Result<(), WriteError> {
        let mut first = 0;
        if facts.steps().first().is_some_and(|step| step.in_tag) {
            self.out.pop();
            first = self.attributes(step.field, facts, value)?;
            self.out.push(b'>');
        }
        let start = self.out.len();
        self.between(facts, value, first)?;
        self.end(step, start);
        Ok(())
    }

    /// The end tag, or `/>` for the `>` before `start` when nothing was written since.
    #[inline]
    fn end(&mut self, step: &Step, start: usize) {
        if self.out.len() == start {
            self.out.pop();
            self.out.extend_from_slice(b"/>");
        } else {
            step.end.write(&mut self.out);
        }
    }

    /// An element of simple type: most of a message is these. Whether there is a value shows when it is written.
    #[inline]
    fn simple(&mut self, step: &Step, slot: &dyn Content, index: Option<usize>) -> Result<(), WriteError> {
        let field = step.field;
        let before = self.out.len();
        step.start.write(&mut self.out);
        let start = self.out.len();
        let mut output = Output::new(Form::Text(&mut self.out, &mut self.prefixes));
        slot.text(&mut output);
        let (missing, illegal) = (output.missing, output.illegal);
        if let Some(missing) = missing {
            self.out.truncate(before);
            return match missing {
                Missing::Absent if index.is_none() => self.absent(field),
                // An item that is none has a place all the same.
                Missing::Absent | Missing::Nil => {
                    self.nil(field);
                    Ok(())
                }
            };
        }
        self.prefixes.mark(field.namespace());
        if illegal.is_some() || step.is_checked {
            let result = match illegal {
                Some(illegal) => self.fault(Rule::IllegalCharacter(illegal)),
                None => self.check_text(field, slot, start),
            };
            result.map_err(|error| error.inside(field.local(), index.map(|index| index + 1)))?;
        }
        self.end(step, start);
        Ok(())
    }

    fn simple_many(&mut self, step: &Step, items: &dyn Content) -> Result<(), WriteError> {
        let count = items.arm();
        self.count(step.field, count)?;
        for index in 0..count {
            self.simple(step, items.field(index), Some(index))?;
        }
        Ok(())
    }
}
