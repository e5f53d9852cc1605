//! Writing by plan: the fields of a struct where nothing but their tags and texts is asked for, which is most of any
//! message. What the encoding or a validation needs goes the long way, in [`write`](super::write).

use crate::content::Content;
use crate::facts::{Facts, Field, Kind};

use super::error::{Rule, WriteError};
use super::output::{Flaw, Form, Missing, Output};
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
        let steps = facts.steps().get(first..).unwrap_or_default().iter().zip(first..);
        if !self.is_plain() {
            return steps.into_iter().try_for_each(|(step, index)| self.particle(step.field, value.field(index)));
        }
        for (step, index) in steps {
            let slot = value.field(index);
            match step.way {
                Way::Simple => self.simple(step, slot, None)?,
                Way::SimpleMany => self.simple_many(step, slot)?,
                Way::Element => self.elements(step, slot)?,
                Way::Attribute | Way::Other => self.particle(step.field, slot)?,
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
    #[allow(clippy::inline_always)] // What a call saves and restores is a fifth of it.
    #[inline(always)]
    fn simple(&mut self, step: &Step, slot: &dyn Content, index: Option<usize>) -> Result<(), WriteError> {
        let before = self.out.len();
        step.start.write(&mut self.out);
        let start = self.out.len();
        let mut output = Output::new(Form::Text(&mut self.out, &mut self.prefixes));
        slot.text(&mut output);
        match output.flaw {
            None if !step.is_checked => {}
            Some(Flaw::Missing(missing)) => {
                self.out.truncate(before);
                return match missing {
                    Missing::Absent if index.is_none() => self.absent(step.field),
                    // An item that is none has a place all the same.
                    Missing::Absent | Missing::Nil => {
                        self.nil(step.field);
                        Ok(())
                    }
                };
            }
            flaw => self.questioned(step.field, slot, (start, index), flaw)?,
        }
        self.prefixes.mark(step.field.namespace());
        self.end(step, start);
        Ok(())
    }

    /// A text that has a flaw, or a type with more to say than its value.
    #[inline(never)]
    fn questioned(
        &mut self,
        field: &Field,
        slot: &dyn Content,
        (start, index): (usize, Option<usize>),
        flaw: Option<Flaw>,
    ) -> Result<(), WriteError> {
        let result = match flaw {
            Some(Flaw::Illegal(illegal)) => self.fault(Rule::IllegalCharacter(illegal)),
            _ => self.check_text(field, slot, start),
        };
        result.map_err(|error| error.inside(field.local(), index.map(|index| index + 1)))
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
