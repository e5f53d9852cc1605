//! Reading by plan: an element that is the next of its type in schema order, or one further on, needs no search, and one
//! that holds nothing but text is read at once. Everything else goes the long way, in [`read`](super::read).

use crate::content::{Content, Input};
use crate::facts::Facts;
use crate::value::normalize;
use crate::xml::{Name, Reader, Token};

use super::error::ReadError;
use super::particles::Frame;
use super::plan::{Step, Way};
use super::read::{InScope, Reading, conceal, or_default, unreadable};
use super::room::{next_item, over};

impl Reading<'_, '_> {
    /// The content of the open element, to its end.
    pub(super) fn particles(
        &mut self,
        facts: &'static Facts,
        target: &mut dyn Content,
        frame: &mut Frame,
    ) -> Result<(), ReadError> {
        let steps = facts.steps();
        loop {
            if !self.local_names {
                while self.text_ahead(steps, target, frame)? {}
            }
            match self.reader.next()? {
                Token::Start(name) => match ahead(steps, frame, name) {
                    Some((index, step)) if !self.local_names => {
                        frame.mark(index);
                        frame.cursor = if step.is_many() { index } else { index + 1 };
                        let slot = target.field_mut(index);
                        if step.is_text && self.reader.attributes().is_empty() {
                            let offset = self.reader.offset();
                            let text = self.reader.read_text(&mut self.scratch)?.text;
                            take(self.reader, step, text, offset, slot)?;
                        } else {
                            self.occurrence(step.field, slot, name)?;
                        }
                    }
                    _ => {
                        if !self.particle(facts, target, frame, name)? {
                            self.reader.skip_element()?;
                        }
                    }
                },
                Token::Text(_) => {}
                Token::End | Token::Eof => return Ok(()),
            }
        }
    }

    /// Reads the next element if it holds one text and is the next in schema order, or comes after such as may be absent.
    #[inline]
    fn text_ahead(&mut self, steps: &[Step], target: &mut dyn Content, frame: &mut Frame) -> Result<bool, ReadError> {
        if !steps.get(frame.cursor).is_some_and(|step| step.is_text) {
            return Ok(false);
        }
        let Some(ahead) = self.reader.ahead() else { return Ok(false) };
        for (index, step) in steps.iter().enumerate().skip(frame.cursor).take_while(|(_, step)| step.is_text) {
            if ahead.ns == step.field.namespace() && ahead.is(&step.local) {
                if !step.is_many() && frame.seen(index) {
                    return Ok(false);
                }
                let Some(text) = self.reader.text_ahead(&ahead, step.local.text())? else { return Ok(false) };
                frame.mark(index);
                frame.cursor = if step.is_many() { index } else { index + 1 };
                let offset = self.reader.token_start() - text.len();
                take(self.reader, step, text, offset, target.field_mut(index))?;
                return Ok(true);
            }
            if step.field.min() > 0 && !frame.seen(index) {
                return Ok(false);
            }
        }
        Ok(false)
    }
}

/// Gives the text of an element, which begins at `offset`, to the value.
#[inline]
fn take(reader: &Reader<'_>, step: &Step, text: &str, offset: usize, slot: &mut dyn Content) -> Result<(), ReadError> {
    let mut slot = slot;
    let mut index = None;
    if step.is_many() {
        let (count, memory) = (slot.arm(), reader.memory());
        let Some(item) = next_item(slot, count, |count, size| memory.grow(count, size)) else {
            return Err(over(memory, offset));
        };
        slot = item;
        index = Some(count + 1);
    }
    let simple = step.field.simple();
    let text = or_default(text, simple);
    let scope = InScope(reader);
    let result = if step.keeps_white_space {
        slot.lex(Input::Text(text, &scope))
    } else {
        slot.lex(Input::Text(&normalize(simple.white_space, text), &scope))
    };
    result.map_err(|error| conceal(unreadable(error, offset), step.field).inside(step.local.text(), index))
}

/// The field at the cursor or the next after it that has this name and is free.
#[inline]
fn ahead<'s>(steps: &'s [Step], frame: &Frame, name: Name<'_>) -> Option<(usize, &'s Step)> {
    for (index, step) in steps.iter().enumerate().skip(frame.cursor) {
        match step.way {
            Way::Simple | Way::SimpleMany | Way::Element if step.names(name) => {
                return (step.is_many() || !frame.seen(index)).then_some((index, step));
            }
            Way::Simple | Way::SimpleMany | Way::Element => {}
            // A group may take the name as well.
            Way::Attribute | Way::Other => return None,
        }
    }
    None
}
