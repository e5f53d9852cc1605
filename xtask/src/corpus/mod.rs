//! `cargo xtask corpus`: what the generator makes of a whole set of contracts, and its code of their messages.
//!
//! Every entry is generated in a bounded process of its own; all emitted code is compiled together; one program reads
//! and writes every instance. What it writes is for a judge that knows nothing of this project.

mod compile;
mod pool;
mod project;
mod registry;
mod report;
mod round_trip;
mod set;
mod tsv;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use compile::Compiled;
use pool::Status;
use project::{Emitted, Project};
use report::Row;
use round_trip::Tally;

pub(crate) use worker::work;

/// What is asked for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// The folder with `manifest.tsv`.
    pub(crate) set: PathBuf,
    /// Only entries whose id matches this glob.
    pub(crate) id: Option<String>,
    /// Type-check the emitted code.
    pub(crate) compile: bool,
    /// Read and write the instances.
    pub(crate) round_trip: bool,
    /// Where to write what was read.
    pub(crate) out: Option<PathBuf>,
    /// Where to write the table.
    pub(crate) report: Option<PathBuf>,
}

/// Runs; the summary goes to standard output.
///
/// # Errors
/// When the set cannot be read or a tool is missing: nothing that is wrong with an entry.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let set = options.set.canonicalize().map_err(|error| format!("{}: {error}", options.set.display()))?;
    let entries = set::entries(&set, options.id.as_deref())?;
    if entries.is_empty() {
        return Err(format!("{}: no entry in manifest.tsv matches", set.display()));
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let project = Project::new(target.join("corpus").join(folder_name(&set)))?;
    let emitted_folder = project.emitted();
    // What an earlier run left is not this run's.
    if emitted_folder.exists() {
        std::fs::remove_dir_all(&emitted_folder).map_err(|error| format!("{}: {error}", emitted_folder.display()))?;
    }
    std::fs::create_dir_all(&emitted_folder).map_err(|error| format!("{}: {error}", emitted_folder.display()))?;
    let total = entries.len();
    let generated =
        pool::generate(&entries, &emitted_folder, &|done| progress(&format!("generated {done} of {total}")))?;
    let emitted: Vec<Emitted> = entries
        .iter()
        .zip(&generated)
        .enumerate()
        .filter(|(_, (_, generated))| generated.status == Status::Generated)
        .map(|(index, (entry, generated))| Emitted { index, id: entry.id.clone(), lines: generated.lines })
        .collect();
    let compiled =
        if options.compile || options.round_trip { compile_all(&project, &emitted)? } else { BTreeMap::new() };
    let outcomes =
        if options.round_trip { Some(round_trip_all(&set, options, &project, &emitted, &compiled)?) } else { None };
    let mut rows = Vec::with_capacity(entries.len());
    for (index, (entry, generated)) in entries.iter().zip(generated).enumerate() {
        let tally = match &outcomes {
            Some(outcomes) => round_trip::tally(&entry.id, &set::instances(&set, &entry.id)?, outcomes),
            None => Tally::default(),
        };
        rows.push(Row { id: entry.id.clone(), generated, compiled: compiled.get(&index).cloned(), tally });
    }
    progress("");
    if let Some(path) = &options.report {
        std::fs::write(path, report::table(&rows)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    print!("{}", report::summary(&rows));
    Ok(())
}

fn compile_all(project: &Project, emitted: &[Emitted]) -> Result<BTreeMap<usize, Compiled>, String> {
    progress(&format!("compiling {} entries", emitted.len()));
    let indices: Vec<usize> = emitted.iter().map(|entry| entry.index).collect();
    compile::check(&project.folder, &indices, &|without| project.write(emitted, without))
}

fn round_trip_all(
    set: &Path,
    options: &Options,
    project: &Project,
    emitted: &[Emitted],
    compiled: &BTreeMap<usize, Compiled>,
) -> Result<round_trip::Outcomes, String> {
    progress("building the program that reads and writes the instances");
    let without: BTreeSet<usize> =
        compiled.iter().filter(|(_, compiled)| !compiled.ok).map(|(&index, _)| index).collect();
    project.write(emitted, &without)?;
    let out = options.out.clone().unwrap_or_else(|| project.folder.join("written"));
    std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    round_trip::run(&project.folder, &set.join("instances"), &out)
}

/// A folder of its own for each set, the same in every run.
fn folder_name(set: &Path) -> String {
    let name = set.to_string_lossy();
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect::<String>()
        .trim_matches('-')
        .to_owned()
}

/// One line that is overwritten on a terminal, and a line each elsewhere when something begins.
fn progress(what: &str) {
    let mut stderr = std::io::stderr();
    // Progress is a courtesy: a closed stream is no reason to stop.
    let _ = if stderr.is_terminal() {
        write!(stderr, "\r\x1b[K{what}").and_then(|()| stderr.flush())
    } else if what.is_empty() || what.starts_with("generated") && !what.contains("0 of") {
        Ok(())
    } else {
        writeln!(stderr, "{what}")
    };
}
