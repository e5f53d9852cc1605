//! Builds the program around the emitted code and has it read and write every instance.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::set::Instance;

/// What became of the instances of an entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// How many there are.
    pub(super) instances: usize,
    /// Read into a value.
    pub(super) read: usize,
    /// Read and written again.
    pub(super) written: usize,
    /// Refused with a typed error.
    pub(super) rejected: usize,
    /// Not tried, or a panic.
    pub(super) failed: usize,
    /// Not as the index expects.
    pub(super) unexpected: usize,
    /// The first that is not as expected, and why.
    pub(super) first_failure: String,
}

/// The outcome of each instance and what was said of it, by entry and file.
pub(super) type Outcomes = BTreeMap<(String, String), (String, String)>;

/// Builds and runs the program of the project at `folder`; gives the outcome of each file of each entry.
pub(super) fn run(folder: &Path, instances: &Path, out: &Path) -> Result<Outcomes, String> {
    let built = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--package", "program", "--message-format=short"])
        .current_dir(folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", "-Awarnings")
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !built.status.success() {
        return Err(format!("the program does not build: {}", String::from_utf8_lossy(&built.stderr)));
    }
    let program = folder.join("target/debug/program");
    let ran = Command::new(&program)
        .arg(instances)
        .arg(out)
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !ran.status.success() {
        return Err(format!("the program ended with {}: {}", ran.status, String::from_utf8_lossy(&ran.stderr)));
    }
    let said = String::from_utf8_lossy(&ran.stdout);
    let mut outcomes = BTreeMap::new();
    for line in said.lines() {
        let cells: Vec<&str> = line.splitn(4, '\t').collect();
        if let [id, file, outcome, detail] = cells[..] {
            outcomes.insert((id.to_owned(), file.to_owned()), (outcome.to_owned(), detail.to_owned()));
        }
    }
    Ok(outcomes)
}

/// Counts the outcomes of an entry's instances.
pub(super) fn tally(id: &str, instances: &[Instance], outcomes: &Outcomes) -> Tally {
    let mut tally = Tally { instances: instances.len(), ..Tally::default() };
    for instance in instances {
        let key = (id.to_owned(), instance.file.clone());
        let (outcome, detail) = outcomes.get(&key).map_or(("failed", "not run"), |(outcome, detail)| (outcome, detail));
        match outcome {
            "written" => {
                tally.read += 1;
                tally.written += 1;
            }
            "read" => tally.read += 1,
            "rejected" => tally.rejected += 1,
            _ => tally.failed += 1,
        }
        let expected = match instance.expect.as_str() {
            "reject" => outcome == "rejected",
            "lenient" => outcome != "failed",
            _ => outcome == "written",
        };
        if !expected {
            tally.unexpected += 1;
            if tally.first_failure.is_empty() {
                tally.first_failure =
                    format!("{} ({}, {} expected): {outcome} {detail}", instance.file, instance.kind, instance.expect);
            }
        }
    }
    tally
}
