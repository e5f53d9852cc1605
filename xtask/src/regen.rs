//! `cargo xtask regen`: the clients of the stored contracts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use castile_codegen::config::Config;
use castile_codegen::output::Output;

use crate::folder::{Change, compare, read};

/// Where the contracts are and where their clients go, from the repository's root.
const CONTRACTS: &str = "wsdl";
const CLIENTS: &str = "generated/src";

/// What `regen` was asked for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Write nothing, fail when something is stale.
    pub(crate) check: bool,
    /// Where to write the report.
    pub(crate) coverage: Option<PathBuf>,
    /// Folders under `wsdl/`; all when empty.
    pub(crate) vendors: Vec<String>,
}

/// Generates what was asked for; the code is a failure when a check found stale files.
///
/// # Errors
/// When a contract does not compile or a file cannot be written. The other contracts are generated all the same.
pub(crate) fn regen(options: &Options) -> Result<ExitCode, String> {
    let mut stale = Vec::new();
    let mut failures = Vec::new();
    let mut report = String::from("# What each contract became\n");
    for vendor in chosen(&options.vendors)? {
        match contract(&vendor, options.check, &mut report) {
            Ok(true) => {}
            Ok(false) => stale.push(vendor),
            Err(message) => failures.push(format!("{vendor}:\n{message}")),
        }
    }
    if let Some(path) = &options.coverage {
        std::fs::write(path, report).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if !failures.is_empty() {
        return Err(failures.join("\n"));
    }
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("stale: run `cargo xtask regen {}` and commit what it writes", stale.join(" "));
    Ok(ExitCode::FAILURE)
}

/// The folders under `wsdl/` that have a manifest, or those of them that were named.
fn chosen(vendors: &[String]) -> Result<Vec<String>, String> {
    let fail = |error: std::io::Error| format!("{CONTRACTS}: {error}");
    let mut known = Vec::new();
    for entry in std::fs::read_dir(CONTRACTS).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if entry.path().join("vendor.toml").is_file() {
            known.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    known.sort();
    match vendors.iter().find(|vendor| !known.contains(vendor)) {
        Some(unknown) => Err(format!("there is no {CONTRACTS}/{unknown}/vendor.toml; there are {}", known.join(", "))),
        None if vendors.is_empty() => Ok(known),
        None => Ok(known.into_iter().filter(|vendor| vendors.contains(vendor)).collect()),
    }
}

/// Generates one contract and prints a line about it; `false` when a check found it stale.
fn contract(vendor: &str, check: bool, report: &mut String) -> Result<bool, String> {
    let start = Instant::now();
    let config = Config::from_manifest(Path::new(CONTRACTS).join(vendor).join("vendor.toml"))
        .map_err(|error| error.to_string())?
        .command(&format!("cargo xtask regen {vendor}"))
        .crate_path("castile_generated");
    let output = castile_codegen::generate(&config).map_err(|errors| errors.to_string())?;
    let folder = Path::new(CLIENTS).join(&output.module);
    let changes = compare(&folder, &read(&folder)?, &output.files)?;
    eprint!("{}", output.diagnostics);
    for change in &changes {
        if check {
            print!("{}", change.diff());
        } else {
            change.apply()?;
        }
    }
    let milliseconds = start.elapsed().as_millis();
    println!("{}, {milliseconds} ms", line(vendor, &output, &changes));
    report.push_str(&section(vendor, &output));
    Ok(!check || changes.is_empty())
}

fn line(vendor: &str, output: &Output, changes: &[Change]) -> String {
    let stats = &output.stats;
    let mut line = format!(
        "{vendor}: {} operations, {} types, {} fields, {} lines and {} of documentation",
        stats.operations, stats.types, stats.fields, stats.lines, stats.doc_lines
    );
    if !changes.is_empty() {
        let (mut added, mut removed) = (0, 0);
        for (plus, minus) in changes.iter().map(Change::size) {
            added += plus;
            removed += minus;
        }
        line = format!("{line}; {} files changed (+{added} -{removed})", changes.len());
    }
    line
}

/// The constructs of the specifications that a contract uses, as a table.
fn section(vendor: &str, output: &Output) -> String {
    let mut section = format!("\n## {vendor}\n\n{}.\n\n", line(vendor, output, &[]));
    section.push_str("| construct | modelled | refused |\n|---|---|---|\n");
    let (modelled, refused) = (&output.coverage.modelled, &output.coverage.refused);
    let constructs: BTreeSet<&str> = modelled.keys().chain(refused.keys()).copied().collect();
    let count = |of: &BTreeMap<&'static str, usize>, construct| of.get(construct).copied().unwrap_or(0);
    let row = |construct| format!("| {construct} | {} | {} |\n", count(modelled, construct), count(refused, construct));
    section.extend(constructs.into_iter().map(row));
    section
}
