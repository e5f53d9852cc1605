//! What may be kept of a document.

use std::cell::Cell;

use super::limits::Limits;

/// What values may take of memory without regard to the size of the document. Together with what the document itself
/// takes and its share of [`Limits::memory_ratio`], reading stays below a mebibyte and twenty times the document.
const FREE: usize = 768 << 10;

/// A list of items up to this size makes room for four of them with its first, one of larger items for one: most lists of
/// SOAP messages have few, and four of a large type are much memory.
const SMALL: usize = 64;

/// A list of items up to this size has room for four when it grows for the first time, as `Vec` has it.
const MEDIUM: usize = 1024;

/// The memory that the values of one document take, so far and at most.
#[derive(Debug)]
pub(crate) struct Memory {
    used: Cell<usize>,
    most: usize,
    ratio: u32,
}

impl Memory {
    /// For a document of `bytes`.
    pub(crate) fn new(bytes: usize, limits: &Limits) -> Self {
        let share = usize::try_from(limits.memory_ratio).map_or(usize::MAX, |ratio| bytes.saturating_mul(ratio));
        Self { used: Cell::new(0), most: share.saturating_add(FREE), ratio: limits.memory_ratio }
    }

    /// The limit's name and value.
    pub(crate) fn limit(&self) -> (&'static str, u64) {
        ("memory_ratio", self.ratio.into())
    }

    /// Whether more was asked for than there may be; nothing is given after that.
    pub(crate) fn is_over(&self) -> bool {
        self.used.get() > self.most
    }

    /// Takes `kept` bytes, with `passing` more for a moment. Whether there may be so many.
    pub(crate) fn take(&self, kept: usize, passing: usize) -> bool {
        let used = self.used.get().saturating_add(kept);
        let fits = used.saturating_add(passing) <= self.most;
        self.used.set(if fits { used } else { usize::MAX });
        fits
    }

    /// Takes what a list of `count` items of this `size` needs for one more: it doubles when it is full, and is there twice
    /// while it does.
    #[inline]
    pub(crate) fn grow(&self, count: usize, size: usize) -> bool {
        if count & count.wrapping_sub(1) != 0 {
            return true;
        }
        let added = match count {
            0 if size <= SMALL => 4,
            0 => 1,
            1 | 2 if size <= SMALL => return true,
            1 if size <= MEDIUM => 3,
            2 if size <= MEDIUM => return true,
            _ => count,
        };
        self.take(size.saturating_mul(added), size.saturating_mul(count))
    }
}

/// Appends an item, for which a list makes the room that [`Memory::grow`] counts.
#[inline]
pub(crate) fn push<T>(list: &mut Vec<T>, item: T) {
    if size_of::<T>() > SMALL && list.capacity() == 0 {
        list.reserve_exact(1);
    }
    list.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(bytes: usize, memory_ratio: u32) -> Memory {
        Memory::new(bytes, &Limits { memory_ratio, ..Limits::default() })
    }

    #[test]
    fn what_is_taken_adds_up_and_what_passes_does_not() {
        let memory = memory(1000, 2);
        assert!(memory.take(FREE, 2000) && memory.take(1000, 1000) && memory.take(999, 1) && !memory.is_over());
        assert!(memory.take(1, 0) && !memory.is_over());
        assert!(!memory.take(1, 0) && memory.is_over());
        assert!(!memory.take(0, 0));
    }

    #[test]
    fn a_ratio_without_bound_is_none() {
        assert!(memory(usize::MAX, u32::MAX).take(usize::MAX - 1, 1));
    }

    #[test]
    fn a_list_grows_as_is_counted() {
        fn grown<T: Clone + Default>(items: usize) {
            let memory = memory(1 << 20, 100);
            let mut list: Vec<T> = Vec::new();
            for count in 0..items {
                assert!(memory.grow(count, size_of::<T>()));
                push(&mut list, T::default());
                assert!(memory.used.get() >= list.capacity() * size_of::<T>(), "{count}");
            }
            assert_eq!(memory.used.get(), list.capacity() * size_of::<T>());
        }
        for items in [0, 1, 2, 3, 4, 5, 8, 9, 1000] {
            grown::<u64>(items);
            grown::<[u64; 8]>(items);
            grown::<[u64; 9]>(items);
            grown::<[[u64; 16]; 8]>(items);
            grown::<[[u64; 16]; 9]>(items);
            grown::<()>(items);
        }
    }
}
