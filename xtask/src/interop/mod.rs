//! `cargo xtask interop`: the generated clients against the server software that the vendors run.
//!
//! The servers are in the lab, beside the checkout; the calls and the table are in `tests/interop`, a program of its own,
//! since this one must compile while a generated client does not. What is here sees to it that both can run.

mod needs;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What is asked for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Only these vendors; all when empty.
    pub(crate) vendors: Vec<String>,
    /// The folder that has the lab in it.
    pub(crate) shared: PathBuf,
}

/// Runs the program, which prints the table.
///
/// # Errors
/// When something is missing: nothing that is wrong with a client.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    let all = || needs::VENDORS.iter().map(|(vendor, ..)| *vendor);
    if let Some(unknown) = options.vendors.iter().find(|asked| !all().any(|vendor| vendor == *asked)) {
        let known: Vec<&str> = all().collect();
        return Err(format!("the lab has no vendor `{unknown}`; it has {}", known.join(", ")));
    }
    let chosen = |vendor: &&str| options.vendors.is_empty() || options.vendors.iter().any(|asked| asked == vendor);
    let vendors: Vec<&str> = all().filter(chosen).collect();
    let lab = options.shared.join("lab");
    let install = lab.join("install.sh");
    if !install.is_file() {
        return Err(format!(
            "there is no {}. The vendors' servers are not part of this repository: they are in the folder `lab` beside the \
             checkout, in ../shared or where the environment variable CASTILE_SHARED says",
            install.display()
        ));
    }
    if let Some(complaint) = needs::complaint(&vendors, &install, &needs::is_here) {
        return Err(complaint);
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let copy = std::path::absolute(target.join("interop")).map_err(|error| error.to_string())?;
    for part in vendors.iter().copied().chain(["supervise.sh"]) {
        let (from, to) = (lab.join(part), copy.join(part));
        update(&from, &to).map_err(|error| format!("cannot copy {} to {}: {error}", from.display(), to.display()))?;
    }
    let mut program = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    program.args(["run", "--quiet", "--package", "castile-interop", "--"]).arg(&copy).args(&vendors);
    // All servers are on this machine.
    program.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
    let status = program.status().map_err(|error| format!("cargo does not start: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes `to` have what `from` has. Files that are the same are left alone, and those that only `to` has: what the servers
/// were compiled to is not compiled again.
fn update(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            update(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    let text = fs::read(from)?;
    match fs::read(to) {
        Ok(old) if old == text => return Ok(()),
        // The lab may be read-only, and then so is a copy of its files.
        Ok(_) => fs::remove_file(to)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    fs::copy(from, to).map(|_| ())
}
