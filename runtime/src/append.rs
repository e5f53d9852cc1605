//! Appending short pieces of text.

/// Appends the first `len` bytes of `block`. All of the block is moved and the rest cut off: for a size that is fixed the
/// compiler needs no call.
#[inline]
pub(crate) fn append_start<const N: usize>(out: &mut Vec<u8>, block: &[u8; N], len: usize) {
    let end = out.len() + len;
    out.extend_from_slice(block);
    out.truncate(end);
}
