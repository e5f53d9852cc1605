//! Expected texts in files: compared by every test run, written only when that is asked for.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The variable that, when set, makes a test write what it would otherwise compare.
pub const UPDATE: &str = "UPDATE_EXPECT";

/// Compares `actual` with the text of the file, or writes it there when [`UPDATE`] is set. Line ends do not matter.
///
/// # Errors
/// The difference, for people, when there is one.
pub fn expect_file(path: &Path, actual: &str) -> Result<(), String> {
    let expected = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if expected == actual {
        return Ok(());
    }
    if std::env::var_os(UPDATE).is_some() {
        return std::fs::write(path, actual).map_err(|error| format!("{}: {error}", path.display()));
    }
    Err(format!(
        "{} is not what is generated (- expected, + generated):\n{}",
        path.display(),
        difference(&expected, actual)
    ))
}

/// The folders in `folder`, by name.
///
/// # Panics
/// When it cannot be read.
pub fn folders(folder: &str) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => panic!("{folder}: {error}"),
    };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Fails the test with all failures at once, and with the command that accepts them.
///
/// # Panics
/// When there are failures.
#[track_caller]
pub fn report(failures: &[String], test: &str) {
    assert!(
        failures.is_empty(),
        "{}\n\n{} of them. If this is as it should be: {UPDATE}=1 cargo test -p castile-tests --test {test}",
        failures.join("\n\n"),
        failures.len(),
    );
}

/// Lines around a difference that are shown.
const CONTEXT: usize = 2;

/// The lines that differ, with their numbers in the expected text and a little around them.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let room = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(old, new)| old == new).count();
    let (old_middle, new_middle) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut out = String::new();
    let before = start.saturating_sub(CONTEXT);
    for (offset, line) in old[before..start].iter().enumerate() {
        let _ = writeln!(out, "{:5}   {line}", before + offset + 1);
    }
    for (number, edit) in edits(old_middle, new_middle) {
        let (mark, line) = match edit {
            Edit::Keep(line) => (' ', line),
            Edit::Remove(line) => ('-', line),
            Edit::Add(line) => ('+', line),
        };
        let _ = writeln!(out, "{:5} {mark} {line}", start + number + 1);
    }
    for (offset, line) in old[old.len() - end..].iter().take(CONTEXT).enumerate() {
        let _ = writeln!(out, "{:5}   {line}", old.len() - end + offset + 1);
    }
    out
}

enum Edit<'a> {
    Keep(&'a str),
    Remove(&'a str),
    Add(&'a str),
}

/// A shortest way from one list of lines to the other, each step with its line number in the first.
fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(usize, Edit<'a>)> {
    // common[i][j]: how many lines old[i..] and new[j..] have in common, in order.
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] =
                if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut edits) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            edits.push((i, Edit::Keep(old[i])));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || common[i + 1][j] >= common[i][j + 1]) {
            edits.push((i, Edit::Remove(old[i])));
            i += 1;
        } else {
            edits.push((i, Edit::Add(new[j])));
            j += 1;
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn shows_what_was_removed_and_added_with_what_is_around() {
        let shown = difference("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nx\ne\ny\nf\n");
        assert_eq!(shown, "    2   b\n    3   c\n    4 - d\n    5 + x\n    5   e\n    6 + y\n    6   f\n");
        assert_eq!(difference("", "a\n"), "    1 + a\n");
    }
}
