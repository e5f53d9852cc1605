//! Looking for bytes eight at a time, as one 64-bit word.
//!
//! What is looked for is a function from a word to marks: the high bit of each byte that is meant. Marks above the first
//! may be false.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes that are `byte`.
#[inline]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * byte as u64);
    difference.wrapping_sub(ONES) & !difference & HIGH
}

/// Marks the bytes below `limit`, which is at most 0x80.
#[inline]
pub(crate) const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * limit as u64) & !word & HIGH
}

/// Marks what is `byte` or, where it lacks the bits of `bits`, would be `byte` with them.
#[inline]
pub(crate) const fn equal_with(word: u64, bits: u8, byte: u8) -> u64 {
    equal(word | (ONES * bits as u64), byte)
}

/// The index of the first byte that is marked.
#[inline]
pub(crate) fn find(bytes: &[u8], marks: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if let Some(at) = first(marks(u64::from_le_bytes(*word))) {
            return Some(index * 8 + at);
        }
    }
    if rest.is_empty() {
        return None;
    }
    match bytes.last_chunk::<8>() {
        // Together with bytes that are known not to be marked.
        Some(last) => first(marks(u64::from_le_bytes(*last))).map(|at| bytes.len() - 8 + at),
        None => find_short(rest, marks),
    }
}

/// Among one to seven bytes.
#[inline]
fn find_short(bytes: &[u8], marks: impl Fn(u64) -> u64) -> Option<usize> {
    if let (Some(low), Some(high)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let word = (u64::from(u32::from_le_bytes(*high)) << 32) | u64::from(u32::from_le_bytes(*low));
        return first(marks(word)).map(|at| if at < 4 { at } else { bytes.len() + at - 8 });
    }
    let (middle, end) = (bytes.len() / 2, bytes.len().saturating_sub(1));
    let byte = |at: usize| bytes.get(at).copied().map_or(0, u64::from);
    let word = (byte(0) * (ONES & !0xFF_FF00)) | (byte(middle) << 8) | (byte(end) << 16);
    first(marks(word)).map(|at| match at {
        1 => middle,
        2 => end,
        _ => 0,
    })
}

/// A short text to be looked for at the start of another: what of it a word holds is compared at once, and decides mostly.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    text: &'static str,
    word: u64,
    mask: u64,
}

impl Start {
    pub(crate) fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes().iter().take(8);
        let word = bytes.clone().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        let mask = bytes.fold(0, |mask, _| mask << 8 | 0xFF);
        Self { text, word, mask }
    }

    /// Whether `bytes` begin with it; `word` is their [`word`].
    #[inline]
    pub(crate) fn begins(&self, word: u64, bytes: &[u8]) -> bool {
        (word ^ self.word) & self.mask == 0 && (self.text.len() <= 8 || bytes.starts_with(self.text.as_bytes()))
    }

    #[inline]
    pub(crate) fn text(&self) -> &'static str {
        self.text
    }
}

/// The first eight bytes, as far as there are so many; what is missing is 0, which no text of XML holds.
#[inline]
pub(crate) fn word(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    }
}

/// Whether the first `length` bytes are there and the same.
#[inline]
pub(crate) fn agree(a: &[u8], b: &[u8], length: usize) -> bool {
    if let 1..=8 = length
        && let (Some(a), Some(b)) = (a.first_chunk::<8>(), b.first_chunk::<8>())
    {
        return (u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)) << (64 - 8 * length) == 0;
    }
    a.get(..length).is_some_and(|a| b.get(..length) == Some(a))
}

#[inline]
fn first(marks: u64) -> Option<usize> {
    (marks != 0).then(|| (marks.trailing_zeros() / 8) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_several_is_found_at_any_place_of_any_length() {
        for length in 0..40 {
            let fill = vec![b'x'; length];
            assert_eq!(find(&fill, |word| equal(word, b'<')), None, "{length}");
            // Also where what is not there would be marked.
            assert_eq!(find(&fill, |word| below(word, 0x20)), None, "{length}");
            for at in 0..length {
                let mut bytes = fill.clone();
                bytes[at..].fill(b'<');
                assert_eq!(find(&bytes, |word| equal(word, b'<')), Some(at), "{length}");
            }
        }
    }

    #[test]
    fn starts_are_compared_to_their_last_byte() {
        const TEXT: &str = "abcdefghijklmnopqrstuvwxyz";
        let text = TEXT.as_bytes();
        for length in 0..=text.len() {
            let start = Start::new(&TEXT[..length]);
            let begins = |bytes: &[u8]| start.begins(word(bytes), bytes);
            assert!(begins(text) && begins(&text[..length]), "{length}");
            assert!(agree(text, &text[..length], length) && !agree(text, &text[..length], length + 1), "{length}");
            for wrong in 0..length {
                let mut other = text.to_vec();
                other[wrong] ^= 0x80;
                assert!(!begins(&other) && !begins(&other[..length]) && !begins(&text[..wrong]), "{length} {wrong}");
                assert!(!agree(text, &other, length) && !agree(&other[..length], text, length), "{length} {wrong}");
                assert!(agree(text, &other, wrong) && agree(&other[..wrong], text, wrong), "{length} {wrong}");
            }
        }
    }

    #[test]
    fn every_byte_is_told_from_every_other() {
        for byte in 0..=u8::MAX {
            let text = [b'x', byte, 0, 0xFF, 0x80, 0x7F, 1, byte.wrapping_add(1), byte.wrapping_sub(1)];
            for sought in 0..=u8::MAX {
                let expected = text.iter().position(|&byte| byte == sought);
                assert_eq!(find(&text, |word| equal(word, sought)), expected, "{byte} {sought}");
            }
            let low = text.iter().position(|&byte| byte < 0x20);
            assert_eq!(find(&text, |word| below(word, 0x20)), low, "{byte}");
            let angle = text.iter().position(|byte| b"<>".contains(byte));
            assert_eq!(find(&text, |word| equal_with(word, 2, b'>')), angle, "{byte}");
        }
    }
}
