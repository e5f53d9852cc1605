//! What emitted code costs whoever compiles it: CPU time and memory of `cargo check` and of release builds.
//!
//! A release build is measured with a program that calls a few operations, and with one that calls all: what nothing
//! reaches costs the compiler little.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use castile_codegen::Output;

use super::contracts::{CONTRACTS, Contract, complex_types, program};
use super::timed::{Took, median, timed};

/// How many operations are a few.
const FEW: usize = 3;

/// Measures each contract and prints a table.
pub(super) fn run(corpus: &Path, folder: &Path, repetitions: usize) -> Result<(), String> {
    let project = Project { folder: folder.to_owned() };
    let generated: Vec<Output> =
        CONTRACTS.iter().map(|contract| contract.generate(corpus)).collect::<Result<_, _>>()?;
    project.write(&generated)?;
    println!("CPU seconds (and of these for 1,000 structs), peak MiB; a few operations are {FEW}\n");
    println!("| contract | operations | structs | lines | check | release, a few called | release, all called |");
    println!("|---|---|---|---|---|---|---|");
    for (contract, output) in CONTRACTS.iter().zip(&generated) {
        let structs = complex_types(&output.package);
        let cell = |took: Took| {
            #[allow(clippy::cast_precision_loss)] // No contract has so many.
            let thousands = structs as f64 / 1000.0;
            format!("{:.2} ({:.2}), {:.0}", took.cpu_seconds, took.cpu_seconds / thousands, took.peak_mib)
        };
        let check = project.measure(contract, &["check"], contract.name, repetitions)?;
        let few = project.measure(contract, &["build", "--release"], &format!("{}-few", contract.name), repetitions)?;
        let all = project.measure(contract, &["build", "--release"], &format!("{}-all", contract.name), repetitions)?;
        println!(
            "| {} | {} | {structs} | {} | {} | {} | {} |",
            contract.name,
            output.stats.operations,
            output.files.values().map(|text| text.lines().count()).sum::<usize>(),
            cell(check),
            cell(few),
            cell(all),
        );
    }
    Ok(())
}

/// The throw-away cargo project: a library for each contract and two programs that call it.
struct Project {
    folder: PathBuf,
}

impl Project {
    fn write(&self, generated: &[Output]) -> Result<(), String> {
        let runtime = fs::canonicalize("runtime").map_err(|error| format!("runtime: {error}"))?;
        let castile = format!("castile = {{ path = \"{}\", default-features = false }}\n", runtime.display());
        let mut members = Vec::new();
        for (contract, output) in CONTRACTS.iter().zip(generated) {
            let name = contract.name;
            self.file(&format!("{name}/Cargo.toml"), &manifest(name, &castile))?;
            self.file(&format!("{name}/src/lib.rs"), &library(""))?;
            for (file, text) in &output.files {
                self.file(&format!("{name}/src/emitted/{file}"), text)?;
            }
            members.push(format!("\"{name}\""));
            for (which, most) in [("few", FEW), ("all", usize::MAX)] {
                let depends = format!("{name} = {{ path = \"../{name}\" }}\n");
                self.file(&format!("{name}-{which}/Cargo.toml"), &manifest(&format!("{name}-{which}"), &depends))?;
                let library = format!("{}::emitted", name.replace('-', "_"));
                self.file(&format!("{name}-{which}/src/main.rs"), &program(&output.package, &library, most))?;
                members.push(format!("\"{name}-{which}\""));
            }
        }
        self.file("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))
    }

    fn file(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        let parent = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    /// What cargo takes for `package` when the contract's code has changed and nothing else has.
    fn measure(&self, contract: &Contract, cargo: &[&str], package: &str, repetitions: usize) -> Result<Took, String> {
        let mut several = Vec::with_capacity(repetitions);
        for repetition in 0..=repetitions {
            self.file(&format!("{}/src/lib.rs", contract.name), &library(&format!("// {repetition}\n")))?;
            let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            command.args(cargo).args(["--quiet", "--package", package]).current_dir(&self.folder);
            command.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", self.folder.join("target"));
            let took = timed(&command)?;
            // The first compiles what the code depends on.
            if repetition > 0 {
                several.push(took);
            }
        }
        median(several).ok_or_else(|| "at least one repetition is needed".to_owned())
    }
}

fn manifest(name: &str, depends: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{depends}")
}

/// The root of a contract's crate, with something that changes.
fn library(change: &str) -> String {
    format!("#[rustfmt::skip]\npub mod emitted;\n{change}")
}
