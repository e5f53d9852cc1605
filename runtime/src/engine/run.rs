//! Runs: where a choice may be repeated and one of its arms may be as well, nothing in a document says where the one choice
//! ends and the next begins. A run of such elements is read as one item, and written as however many items it takes.

use crate::content::Content;
use crate::facts::{Facts, Field, Kind, Place};

use super::error::WriteError;
use super::write::Writer;

/// The elements of one item of a repeated choice, all of one arm.
struct Run<'v> {
    field: &'static Field,
    elements: &'v dyn Content,
    /// How many items of the choice they can be, at least and at most.
    items: (usize, usize),
}

/// Whether elements of this arm of a choice make a run, if the choice may be repeated.
pub(super) fn may_run(arm: &Field) -> bool {
    matches!(arm.place(), Place::Element) && arm.max() > 1
}

/// The run that an item is, if there is a number of items that its elements make up.
fn run<'v>(facts: &'static Facts, item: &'v dyn Content) -> Option<Run<'v>> {
    if facts.kind() != Kind::Choice {
        return None;
    }
    let field = facts.fields().get(item.arm())?;
    let elements = item.field(item.arm());
    if !may_run(field) || elements.facts().kind() != Kind::Many {
        return None;
    }
    let (min, max) = (field.min().max(1) as usize, field.max() as usize);
    let items = (elements.arm().div_ceil(max), elements.arm() / min);
    (items.0 > 0 && items.0 <= items.1).then_some(Run { field, elements, items })
}

impl Writer {
    /// The items of a repeated group.
    pub(super) fn items(
        &mut self,
        field: &Field,
        facts: &'static Facts,
        items: &dyn Content,
    ) -> Result<(), WriteError> {
        let count = items.arm();
        let (mut fewest, mut most) = (0_usize, 0_usize);
        for index in 0..count {
            let (least, greatest) = run(facts, items.field(index)).map_or((1, 1), |run| run.items);
            fewest = fewest.saturating_add(least);
            most = most.saturating_add(greatest);
        }
        self.count(field, (field.min() as usize).clamp(fewest, most))?;
        for index in 0..count {
            let item = items.field(index);
            match run(facts, item) {
                Some(run) => self.each(run.field, run.elements)?,
                None => self.group(field, facts, item)?,
            }
        }
        Ok(())
    }
}
