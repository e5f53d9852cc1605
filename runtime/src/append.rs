//! Putting short pieces together.

/// Appends `bytes`. Names and most texts are short: up to 32 bytes are moved as their first and their last few, which
/// overlap, without a call.
#[inline]
pub(crate) fn append(out: &mut Vec<u8>, bytes: &[u8]) {
    match bytes.len() {
        4..=7 => append_ends::<4>(out, bytes),
        8..=16 => append_ends::<8>(out, bytes),
        17..=32 => append_ends::<16>(out, bytes),
        _ => out.extend_from_slice(bytes),
    }
}

/// Appends `N` to `2 * N` bytes.
#[inline]
fn append_ends<const N: usize>(out: &mut Vec<u8>, bytes: &[u8]) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
        let start_of_last = out.len() + bytes.len() - N;
        out.extend_from_slice(first);
        out.truncate(start_of_last);
        out.extend_from_slice(last);
    }
}

#[cfg(test)]
mod tests {
    use super::append;

    #[test]
    fn every_length_is_appended_as_it_is() {
        let bytes: Vec<u8> = (0..100).collect();
        for length in 0..bytes.len() {
            let mut out = vec![0xFF];
            append(&mut out, &bytes[..length]);
            assert_eq!(out[1..], bytes[..length], "{length}");
        }
    }
}
