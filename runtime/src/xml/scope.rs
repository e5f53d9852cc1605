//! Namespace declarations in scope (Namespaces in XML, section 6).

use std::cell::RefCell;
use std::rc::Rc;

use super::name::{NONE, NamespaceId, XML};

/// One declaration. `key` decides nearly every comparison of prefixes.
#[derive(Clone, Copy)]
struct Binding<'a> {
    key: u64,
    prefix: &'a str,
    id: NamespaceId,
}

/// The declarations of one element and, behind `outer`, of those around it; shared by all bookmarks below.
pub(super) struct Frame<'a> {
    bindings: Vec<Binding<'a>>,
    outer: Option<Rc<Frame<'a>>>,
}

/// What a frame takes with its counts and its place among the others, however many have just been made room for.
const FRAME: usize = size_of::<Frame<'_>>() + 2 * size_of::<usize>() + 4 * size_of::<(usize, Rc<Frame<'_>>)>();

/// Frames nest as elements do, but a limit can be set high, so they are let go one by one.
impl Drop for Frame<'_> {
    fn drop(&mut self) {
        let mut outer = self.outer.take();
        while let Some(mut frame) = outer.and_then(Rc::into_inner) {
            outer = frame.outer.take();
        }
    }
}

/// The declarations in scope, innermost last.
#[derive(Default)]
pub(super) struct Scope<'a> {
    bindings: Vec<Binding<'a>>,
    /// What the empty prefix stands for.
    pub(super) default: NamespaceId,
    /// Frames made for bookmarks, each with the number of bindings up to its end.
    frames: RefCell<Vec<(usize, Rc<Frame<'a>>)>>,
}

/// The first seven bytes and the length: equal for equal prefixes, and decisive up to seven bytes.
#[inline]
fn key(prefix: &str) -> u64 {
    let bytes = prefix.as_bytes();
    let length = bytes.len().min(8) as u64;
    bytes.iter().take(7).fold(length, |key, &byte| key << 8 | u64::from(byte))
}

impl<'a> Scope<'a> {
    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    pub(super) fn declare(&mut self, prefix: &'a str, id: NamespaceId) {
        if prefix.is_empty() {
            self.default = id;
        }
        self.bindings.push(Binding { key: key(prefix), prefix, id });
    }

    /// Ends the scope of all declarations but the first `len`.
    #[inline]
    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.bindings.len() {
            self.leave(len);
        }
    }

    fn leave(&mut self, len: usize) {
        let default_changes = self.bindings.iter().skip(len).any(|binding| binding.prefix.is_empty());
        self.bindings.truncate(len);
        let frames = self.frames.get_mut();
        while frames.last().is_some_and(|(end, _)| *end > len) {
            frames.pop();
        }
        if default_changes {
            self.default = self.find("").unwrap_or(NONE);
        }
    }

    fn find(&self, prefix: &str) -> Option<NamespaceId> {
        self.index(prefix).and_then(|index| self.bindings.get(index)).map(|binding| binding.id)
    }

    fn index(&self, prefix: &str) -> Option<usize> {
        let key = key(prefix);
        self.bindings.iter().rposition(|binding| binding.key == key && (prefix.len() <= 7 || binding.prefix == prefix))
    }

    /// What a prefix that is not empty stands for.
    #[inline]
    pub(super) fn resolve(&self, prefix: &str) -> Option<NamespaceId> {
        self.find(prefix).or_else(|| (prefix == "xml").then_some(XML))
    }

    /// Whether one of the declarations from `start` on declares a prefix twice.
    pub(super) fn has_duplicate(&self, start: usize) -> bool {
        let mut declared: Vec<&str> = self.bindings.iter().skip(start).map(|binding| binding.prefix).collect();
        declared.sort_unstable();
        declared.windows(2).any(|pair| pair.first() == pair.last())
    }

    /// The prefixes declared from `start` on.
    pub(super) fn prefixes_from(&self, start: usize) -> Vec<&'a str> {
        self.bindings.iter().skip(start).map(|binding| binding.prefix).collect()
    }

    /// Prefix and namespace of the declarations that are `used`.
    pub(super) fn chosen<'s>(&'s self, used: &'s [bool]) -> impl Iterator<Item = (&'a str, NamespaceId)> + 's {
        let chosen = self.bindings.iter().zip(used).filter(|(_, used)| **used);
        chosen.map(|(binding, _)| (binding.prefix, binding.id))
    }

    /// Which declaration a prefix refers to.
    pub(super) fn declaration(&self, prefix: &str) -> Option<usize> {
        self.index(prefix)
    }

    /// The declarations up to `len` as a value that can be kept. `marks` are the numbers of declarations outside each
    /// open element, outermost first. Each declaration is copied once however many bookmarks see it.
    pub(super) fn snapshot(&self, len: usize, marks: &[usize]) -> Option<Rc<Frame<'a>>> {
        let mut frames = self.frames.borrow_mut();
        let done = frames.last().map_or(0, |(end, _)| *end);
        let new = marks.iter().rposition(|&mark| mark <= done).unwrap_or(0);
        let ends = marks.iter().skip(new).copied().filter(|&mark| mark <= len).chain([len]);
        for end in ends {
            let (start, outer) = match frames.last() {
                Some((start, frame)) => (*start, Some(Rc::clone(frame))),
                None => (0, None),
            };
            if let Some(own) = self.bindings.get(start..end).filter(|own| !own.is_empty()) {
                let frame = Rc::new(Frame { bindings: own.to_vec(), outer });
                frames.push((end, frame));
            }
        }
        frames.last().map(|(_, frame)| Rc::clone(frame))
    }

    /// What a snapshot up to `len` would take at most.
    pub(super) fn snapshot_bytes(&self, len: usize) -> usize {
        let done = self.frames.borrow().last().map_or(0, |(end, _)| *end);
        len.saturating_sub(done).saturating_mul(size_of::<Binding<'_>>() + FRAME)
    }

    /// The scope a snapshot was taken of.
    pub(super) fn restored(snapshot: Option<&Rc<Frame<'a>>>) -> Scope<'a> {
        let chain: Vec<&Rc<Frame<'a>>> = std::iter::successors(snapshot, |frame| frame.outer.as_ref()).collect();
        let mut scope = Scope::default();
        for frame in chain.into_iter().rev() {
            scope.bindings.extend_from_slice(&frame.bindings);
            scope.frames.get_mut().push((scope.bindings.len(), Rc::clone(frame)));
        }
        scope.default = scope.find("").unwrap_or(NONE);
        scope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_told_apart_whatever_their_length() {
        let mut scope = Scope::default();
        let prefixes = ["a", "b", "abcdefg", "abcdefgh", "abcdefgi", "abcdefghi", "é", "aa"];
        for (prefix, id) in prefixes.into_iter().zip(1..) {
            scope.declare(prefix, id);
        }
        for (prefix, id) in prefixes.into_iter().zip(1..) {
            assert_eq!(scope.resolve(prefix), Some(id), "{prefix}");
        }
        assert_eq!(scope.resolve("abcdefgj"), None);
        assert_eq!(scope.resolve("c"), None);
        assert_eq!(scope.resolve("xml"), Some(XML));
        assert_eq!(scope.resolve("xmlns"), None);
    }

    #[test]
    fn a_snapshot_is_what_was_in_scope_and_is_shared() {
        let mut scope = Scope::default();
        scope.declare("a", 1);
        scope.declare("", 2);
        scope.declare("a", 3);
        let one = scope.snapshot(2, &[0, 2]).expect("declarations");
        let two = scope.snapshot(2, &[0, 2]).expect("declarations");
        assert!(Rc::ptr_eq(&one, &two));
        let inner = scope.snapshot(3, &[0, 2, 3]).expect("declarations");
        assert!(Rc::ptr_eq(&one, inner.outer.as_ref().expect("the outer declarations")));
        let restored = Scope::restored(Some(&inner));
        assert_eq!((restored.resolve("a"), restored.default), (Some(3), 2));
        scope.truncate(2);
        let again = scope.snapshot(2, &[0, 2]).expect("declarations");
        assert!(Rc::ptr_eq(&one, &again));
        scope.truncate(0);
        assert_eq!((scope.resolve("a"), scope.default), (None, 0));
        let restored = Scope::restored(Some(&one));
        assert_eq!((restored.resolve("a"), restored.default, restored.len()), (Some(1), 2, 2));
    }

    /// The innermost element's snapshot leaves one for each element around it.
    #[test]
    fn declarations_are_shared_whichever_snapshot_comes_first() {
        let mut scope = Scope::default();
        for (prefix, id) in [("a", 1), ("b", 2), ("c", 3)] {
            scope.declare(prefix, id);
        }
        let inner = scope.snapshot(3, &[0, 1, 2, 3]).expect("declarations");
        scope.truncate(2);
        let middle = scope.snapshot(2, &[0, 1, 2]).expect("declarations");
        assert!(Rc::ptr_eq(&middle, inner.outer.as_ref().expect("the outer declarations")));
        // Beside them, others take their place.
        scope.truncate(1);
        scope.declare("b", 4);
        let beside = scope.snapshot(2, &[0, 1, 2]).expect("declarations");
        assert_eq!(Scope::restored(Some(&beside)).resolve("b"), Some(4));
        assert_eq!(Scope::restored(Some(&middle)).resolve("b"), Some(2));
    }

    #[test]
    fn what_a_snapshot_takes_is_said_before_and_only_of_what_is_new() {
        let mut scope = Scope::default();
        assert_eq!(scope.snapshot_bytes(0), 0);
        for (prefix, id) in [("a", 1), ("b", 2), ("c", 3)] {
            scope.declare(prefix, id);
        }
        // A frame for each, with its two counts, and its place among the others.
        let frame = size_of::<Binding<'_>>() + size_of::<Frame<'_>>() + 2 * size_of::<usize>();
        let each = frame + size_of::<(usize, Rc<Frame<'_>>)>();
        assert!((3 * each..=9 * each).contains(&scope.snapshot_bytes(3)), "{}", scope.snapshot_bytes(3));
        let _ = scope.snapshot(2, &[0, 1, 2]);
        assert_eq!(scope.snapshot_bytes(2), 0);
        assert!((each..=3 * each).contains(&scope.snapshot_bytes(3)), "{}", scope.snapshot_bytes(3));
    }
}
