//! The throw-away cargo project around all emitted code: a few library crates, the harness and its program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The library that a registry is written against, and its program.
const HARNESS: &str = include_str!("harness.rs");
/// Lines of emitted code in one crate, about.
const CRATE_LINES: usize = 60_000;

/// Where the project lies and what is in it.
#[derive(Debug)]
pub(super) struct Project {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// The runtime crate.
    runtime: PathBuf,
}

/// An entry with emitted code.
#[derive(Clone, Debug)]
pub(super) struct Emitted {
    /// Its index in the set: its code is in `gen/e<index>`.
    pub(super) index: usize,
    /// Its id.
    pub(super) id: String,
    /// How much code it is.
    pub(super) lines: usize,
}

impl Project {
    /// A project in `folder`, which keeps its build folder from run to run.
    pub(super) fn new(folder: PathBuf) -> Result<Self, String> {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
        let runtime = runtime.canonicalize().map_err(|error| format!("{}: {error}", runtime.display()))?;
        Ok(Self { folder, runtime })
    }

    /// Where the workers put their code.
    pub(super) fn emitted(&self) -> PathBuf {
        self.folder.join("gen")
    }

    /// Lays the crates out, without the entries in `without`.
    pub(super) fn write(&self, emitted: &[Emitted], without: &BTreeSet<usize>) -> Result<(), String> {
        let kept: Vec<&Emitted> = emitted.iter().filter(|entry| !without.contains(&entry.index)).collect();
        let parts = parts(&kept);
        let members: Vec<String> = (0..parts.len()).map(|part| format!("\"part{part}\"")).collect();
        self.file(
            "Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"harness\", \"program\", {}]\n\n[profile.dev]\ndebug = false\nincremental = false\n\n[profile.dev.package.castile]\nopt-level = 1\n",
                members.join(", ")
            ),
        )?;
        let castile = format!("castile = {{ path = \"{}\", default-features = false }}\n", self.runtime.display());
        self.file("harness/Cargo.toml", &manifest("harness", &castile))?;
        self.file("harness/src/lib.rs", HARNESS)?;
        let mut program = String::from("fn main() -> std::process::ExitCode {\n    harness::main(&[\n");
        let mut depends = String::from("harness = { path = \"../harness\" }\n");
        for (number, part) in parts.iter().enumerate() {
            let mut lib = String::new();
            for entry in part {
                lib.push_str(&format!("#[path = \"../../gen/e{0}/mod.rs\"]\npub mod e{0};\n", entry.index));
                program.push_str(&format!(
                    "        ({:?}, &part{number}::e{}::registry::ENTRY),\n",
                    entry.id, entry.index
                ));
            }
            let depends_on = format!("{castile}harness = {{ path = \"../harness\" }}\n");
            self.file(&format!("part{number}/Cargo.toml"), &manifest(&format!("part{number}"), &depends_on))?;
            self.file(&format!("part{number}/src/lib.rs"), &lib)?;
            depends.push_str(&format!("part{number} = {{ path = \"../part{number}\" }}\n"));
        }
        program.push_str("    ])\n}\n");
        self.file("program/Cargo.toml", &manifest("program", &depends))?;
        self.file("program/src/main.rs", &program)
    }

    fn file(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        // A file that stays the same keeps its time, so that cargo does not compile it again.
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        let parent = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    }
}

fn manifest(name: &str, depends: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{depends}")
}

/// Entries in crates of about [`CRATE_LINES`], in order.
fn parts<'a>(emitted: &[&'a Emitted]) -> Vec<Vec<&'a Emitted>> {
    let mut parts: Vec<Vec<&Emitted>> = Vec::new();
    let mut lines = usize::MAX;
    for entry in emitted {
        if lines >= CRATE_LINES {
            parts.push(Vec::new());
            lines = 0;
        }
        lines += entry.lines;
        if let Some(part) = parts.last_mut() {
            part.push(entry);
        }
    }
    parts
}
