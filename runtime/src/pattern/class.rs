//! Sets of characters.

use super::{blocks, categories};
use crate::value::name::{NAME_CHAR, NAME_START};

/// First and last code point.
pub(super) type Range = (u32, u32);

const LAST: u32 = 0x10_FFFF;

/// A set of characters, as sorted ranges that neither overlap nor touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// One bit for each ASCII character, for speed.
    ascii: u128,
    ranges: Box<[Range]>,
}

impl Class {
    /// The set of these ranges, in any order.
    pub(super) fn new(mut ranges: Vec<Range>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<Range> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        let mut ascii = 0;
        for byte in 0..128 {
            if find(&merged, byte) {
                ascii |= 1 << byte;
            }
        }
        Self { ascii, ranges: merged.into() }
    }

    pub(super) fn single(c: char) -> Self {
        Self::new(vec![(c.into(), c.into())])
    }

    /// `.`: anything but the ends of lines.
    pub(super) fn wildcard() -> Self {
        Self::new(vec![(0x0A, 0x0A), (0x0D, 0x0D)]).negated()
    }

    /// The multi-character escape of this letter (appendix F.1.1), if it is one.
    pub(super) fn escape(letter: char) -> Option<Self> {
        let class = match letter.to_ascii_lowercase() {
            's' => Self::new(vec![(0x09, 0x0A), (0x0D, 0x0D), (0x20, 0x20)]),
            'i' => Self::new(NAME_START.to_vec()),
            'c' => Self::new([NAME_START, NAME_CHAR].concat()),
            'd' => Self::category("Nd")?,
            'w' => {
                let mut ranges = Vec::new();
                for category in ["P", "Z", "C"] {
                    ranges.extend_from_slice(&Self::category(category)?.ranges);
                }
                Self::new(ranges).negated()
            }
            _ => return None,
        };
        Some(if letter.is_ascii_uppercase() { class.negated() } else { class })
    }

    /// What `\p{name}` stands for, if anything.
    pub(super) fn property(name: &str) -> Option<Self> {
        match name.strip_prefix("Is") {
            Some(block) => {
                let ranges = blocks::ranges(block);
                (!ranges.is_empty()).then(|| Self::new(ranges))
            }
            None => Self::category(name),
        }
    }

    /// A general category by its two letters, or all those of one letter.
    fn category(name: &str) -> Option<Self> {
        if name.is_empty() || name.len() > 2 {
            return None;
        }
        let wanted: Vec<bool> = categories::NAMES.iter().map(|category| category.starts_with(name)).collect();
        // Surrogates exist as a category, but not as characters.
        if !wanted.contains(&true) && name != "Cs" {
            return None;
        }
        let ends = categories::RUNS.iter().skip(1).map(|run| (run >> 8) - 1).chain([LAST]);
        let ranges = categories::RUNS
            .iter()
            .zip(ends)
            .filter(|(run, _)| wanted.get((**run & 0xFF) as usize) == Some(&true))
            .map(|(run, last)| (run >> 8, last))
            .collect();
        Some(Self::new(ranges))
    }

    pub(super) fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    pub(super) fn negated(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for (first, last) in &self.ranges {
            if *first > next {
                gaps.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= LAST {
            gaps.push((next, LAST));
        }
        Self::new(gaps)
    }

    /// Without the characters of `other`.
    pub(super) fn minus(&self, other: &Self) -> Self {
        // a - b = not (not a or b)
        let mut outside = self.negated().ranges.into_vec();
        outside.extend_from_slice(&other.ranges);
        Self::new(outside).negated()
    }

    pub(super) fn contains(&self, c: char) -> bool {
        let c = u32::from(c);
        if c < 128 { self.ascii >> c & 1 == 1 } else { find(&self.ranges, c) }
    }
}

fn find(ranges: &[Range], c: u32) -> bool {
    let after = ranges.partition_point(|(first, _)| *first <= c);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|(_, last)| c <= *last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_merged_negated_and_subtracted() {
        let class = Class::new(vec![(70, 80), (60, 65), (66, 69), (200, 300), (75, 76)]);
        assert_eq!(class.ranges(), [(60, 80), (200, 300)]);
        assert_eq!(class.negated().ranges(), [(0, 59), (81, 199), (301, LAST)]);
        assert_eq!(class.negated().negated(), class);
        let less = class.minus(&Class::new(vec![(62, 62), (250, 400)]));
        assert_eq!(less.ranges(), [(60, 61), (63, 80), (200, 249)]);
        assert!(less.contains('=') && !less.contains('>') && less.contains('\u{f9}') && !less.contains('\u{fa}'));
        assert_eq!(Class::new(Vec::new()).negated().ranges(), [(0, LAST)]);
    }

    #[test]
    fn categories_partition_the_characters() {
        let mut all = Vec::new();
        let mut count = 0;
        for name in categories::NAMES {
            let class = Class::category(name).map(|class| class.ranges.into_vec()).unwrap_or_default();
            assert!(!class.is_empty(), "{name}");
            count += class.iter().map(|(first, last)| last - first + 1).sum::<u32>();
            all.extend(class);
        }
        assert_eq!(count, LAST + 1);
        assert_eq!(Class::new(all).ranges(), [(0, LAST)]);
        assert_eq!(Class::property("Xx"), None);
        assert_eq!(Class::property(""), None);
        assert_eq!(Class::property("Lux"), None);
    }

    #[test]
    fn members_of_categories_and_blocks() {
        for (name, member, other) in [
            ("Lu", 'Ä', 'ä'),
            ("L", '名', '1'),
            ("Nd", '\u{669}', '²'),
            ("Sc", '€', '%'),
            ("Zs", '\u{a0}', '\n'),
            ("Cn", '\u{378}', 'a'),
            ("IsGreek", 'α', 'a'),
            ("IsPrivateUse", '\u{f0000}', '\u{effff}'),
        ] {
            let class = Class::property(name).unwrap_or_else(|| panic!("{name}"));
            assert!(class.contains(member), "{name}");
            assert!(!class.contains(other), "{name}");
        }
        assert_eq!(Class::property("IsKlingon"), None);
    }
}
