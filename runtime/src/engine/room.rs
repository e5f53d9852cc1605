//! Room for what is read: lists grow and boxes are filled within what may be kept of a document.

use crate::content::Content;
use crate::value::ValueError;
use crate::xml::Memory;

use super::error::{ReadError, ReadErrorKind};
use super::read::{Reading, unreadable};

/// The place behind the last of the `count` items of a list; none when `grow`, which is asked with their number and their
/// size, does not allow it.
#[inline]
pub(super) fn next_item(
    list: &mut dyn Content,
    count: usize,
    grow: impl Fn(usize, usize) -> bool,
) -> Option<&mut dyn Content> {
    if count == 0 {
        // How large an item is, the first one tells.
        let item = list.field_mut(0);
        return grow(0, size_of_val(item)).then_some(item);
    }
    // It doubles when it is full.
    if count.is_power_of_two() && !grow(count, size_of_val(list.field(0))) {
        return None;
    }
    Some(list.field_mut(count))
}

/// Takes the box that the value is in, if it is in one, off what may be kept.
#[inline]
pub(super) fn keep_box(value: &dyn Content, memory: &Memory) -> bool {
    size_of_val(value) != size_of::<Box<u8>>() || memory.take(value.boxed(), 0)
}

/// The error of a document of which more would have to be kept than may be.
#[cold]
pub(super) fn over(memory: &Memory, offset: usize) -> ReadError {
    let (name, value) = memory.limit();
    ReadError::new(ReadErrorKind::Limit { name, value }, offset)
}

impl Reading<'_, '_> {
    /// The place behind the last of the `count` items of a list.
    #[inline]
    pub(super) fn next_item<'s>(
        &self,
        list: &'s mut dyn Content,
        count: usize,
    ) -> Result<&'s mut dyn Content, ReadError> {
        let memory = self.reader.memory();
        next_item(list, count, |count, size| memory.grow(count, size))
            .ok_or_else(|| over(memory, self.reader.token_start()))
    }

    /// Counts the box that the value of the open element is in, if it is in one.
    #[inline]
    pub(super) fn keep_box(&self, value: &dyn Content) -> Result<(), ReadError> {
        let memory = self.reader.memory();
        if keep_box(value, memory) { Ok(()) } else { Err(over(memory, self.reader.token_start())) }
    }

    /// What came of a text: a list that may not grow is no list, also where another type of a union takes the text then.
    pub(super) fn lexed(&self, result: Result<(), ValueError>, offset: usize) -> Result<(), ReadError> {
        let memory = self.reader.memory();
        if memory.is_over() {
            return Err(over(memory, offset));
        }
        result.map_err(|error| unreadable(error, offset))
    }
}
