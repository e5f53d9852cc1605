//! Type-checks all emitted code: a few crates of many modules, so that the fixed cost is paid a few times only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// What the compiler said about one entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Compiled {
    /// Whether it compiles.
    pub(super) ok: bool,
    /// Warnings in its files.
    pub(super) warnings: usize,
    /// The first error.
    pub(super) error: String,
}

/// A message of the compiler with the entry whose file it points at.
struct Message {
    index: Option<usize>,
    is_error: bool,
    text: String,
}

/// How often entries that do not compile are taken out before giving up.
const ROUNDS: usize = 8;

/// Checks the project at `folder`. `write` lays out its crates without the entries it is given.
///
/// An error in one module hides others of its crate, so entries in error are taken out until the rest compiles.
pub(super) fn check(
    folder: &Path,
    indices: &[usize],
    write: &dyn Fn(&BTreeSet<usize>) -> Result<(), String>,
) -> Result<BTreeMap<usize, Compiled>, String> {
    let mut results: BTreeMap<usize, Compiled> = indices.iter().map(|&index| (index, Compiled::default())).collect();
    let mut broken = BTreeSet::new();
    for _ in 0..ROUNDS {
        write(&broken)?;
        let messages = cargo(folder, &["check", "--workspace", "--keep-going", "--message-format=short"])?;
        for result in results.values_mut() {
            result.warnings = 0;
        }
        let before = broken.len();
        for message in &messages {
            let Some(index) = message.index else { continue };
            let Some(result) = results.get_mut(&index) else { continue };
            if message.is_error {
                if broken.insert(index) {
                    result.error.clone_from(&message.text);
                }
            } else {
                result.warnings += 1;
            }
        }
        if broken.len() == before {
            if let Some(stray) = messages.iter().find(|message| message.is_error && message.index.is_none()) {
                return Err(format!("the emitted code does not compile, and no entry is to blame: {}", stray.text));
            }
            for (index, result) in &mut results {
                result.ok = !broken.contains(index);
            }
            return Ok(results);
        }
    }
    Err(format!("entries still fail to compile after {ROUNDS} rounds of taking out those in error"))
}

/// Runs cargo in the project and returns the compiler's messages that point at a place.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<Vec<Message>, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .arg("--quiet")
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        // Not one that is shared: crates of two sets have the same names.
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let messages: Vec<Message> = said.lines().filter_map(message).collect();
    if !output.status.success() && !messages.iter().any(|message| message.is_error) {
        return Err(format!("cargo failed: {said}"));
    }
    Ok(messages)
}

/// `path:line:column: warning: text`, or an error without a place.
fn message(line: &str) -> Option<Message> {
    let is_error = line.contains(": error") || line.starts_with("error");
    if !is_error && !line.contains(": warning") {
        return None;
    }
    if line.starts_with("error: could not compile") {
        return None;
    }
    let index = line.split_once("/e").and_then(|_| {
        let mut parts = line.split(['/', ':']);
        parts.find_map(|part| part.strip_prefix('e').and_then(|digits| digits.parse().ok()))
    });
    Some(Message { index, is_error, text: line.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn messages_name_their_entry() {
        let error = message("gen/e12/v2.rs:3:1: error[E0412]: cannot find type").expect("an error");
        assert_eq!((error.index, error.is_error), (Some(12), true));
        let warning = message("crates/../gen/e7/mod.rs:3:1: warning: unused").expect("a warning");
        assert_eq!((warning.index, warning.is_error), (Some(7), false));
        assert!(message("error: could not compile `part0`").is_none());
    }
}
