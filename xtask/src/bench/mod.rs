//! `cargo xtask bench`: measurements that need more than this checkout, the material that `CASTILE_SHARED` names.
//!
//! `cargo bench -p castile-tests` measures the rest.

mod compile;
mod contracts;
mod peers;
mod timed;

use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// The folder with the corpus and the peers.
    pub(crate) shared: PathBuf,
    /// What the emitted code costs whoever compiles it.
    pub(crate) compile: bool,
    /// The engine beside those of other projects.
    pub(crate) peers: bool,
    /// How often each is measured.
    pub(crate) repetitions: usize,
}

/// Runs; the tables go to standard output.
///
/// # Errors
/// When the material or a tool is missing.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let fail = |error| format!("{}: {error}; CASTILE_SHARED names the folder", options.shared.display());
    let shared = options.shared.canonicalize().map_err(fail)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let target = std::path::absolute(target.join("bench")).map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&target).map_err(|error| format!("{}: {error}", target.display()))?;
    if options.compile {
        compile::run(&shared.join("corpus"), &target.join("compile"), options.repetitions)?;
    }
    if options.peers {
        peers::run(&shared.join("bench"), &target, options.repetitions)?;
    }
    Ok(())
}
