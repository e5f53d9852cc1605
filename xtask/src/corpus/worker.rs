//! The worker: generates one entry and says in one line what came of it.

use std::path::Path;

use castile_codegen::diagnostic::{Diagnostics, Severity};
use castile_codegen::load::FileSource;
use castile_codegen::manifest::Manifest;
use castile_codegen::{Config, generate_from};

use super::pool::peak_kib;
use super::registry;

/// The arguments are the entry, its root, the folder to write to, then locations and the files that stand for them.
///
/// # Errors
/// When the arguments make no sense or the code cannot be written; what is wrong with the contract goes to standard output.
pub(crate) fn work(arguments: &[String]) -> Result<(), String> {
    let [entry, root, out, catalog @ ..] = arguments else {
        return Err("a worker needs an entry, its root and a folder to write to".to_owned());
    };
    let (root, out) = (Path::new(root), Path::new(out));
    let within = |path: &str| {
        let relative = Path::new(path).strip_prefix(root).map_err(|_| format!("{path} is not in {}", root.display()));
        relative.map(|relative| relative.to_string_lossy().into_owned())
    };
    let mut manifest = Manifest {
        module: "entry".to_owned(),
        entry: within(entry)?,
        runtime: "castile".to_owned(),
        // The judge tells nil from absent.
        distinct_nil: true,
        ..Manifest::default()
    };
    for pair in catalog.chunks(2) {
        if let [url, file] = pair {
            // A catalog may name files that are not in this set.
            if let Ok(file) = within(file) {
                manifest.catalog.insert(url.clone(), file);
            }
        }
    }
    let config = Config::from(manifest).command("cargo xtask corpus");
    let (kind, stats, diagnostics) = match generate_from(&FileSource::new([root]), &config) {
        Ok(output) => {
            for (name, text) in &output.files {
                let with_registry =
                    if name == "mod.rs" { format!("{text}\npub mod registry;\n") } else { text.clone() };
                write(&out.join(name), &with_registry)?;
            }
            write(&out.join("registry.rs"), &registry::text(&output.package, &output.files))?;
            ("generated", Some(output.stats), output.diagnostics)
        }
        Err(diagnostics) => ("refused", None, diagnostics),
    };
    let stats = stats.unwrap_or_default();
    let first = if kind == "refused" { first_error(&diagnostics) } else { String::new() };
    let peak = peak_kib("/proc/self/status", "VmHWM:");
    println!("{kind}\t{peak}\t{}\t{}\t{}\t{first}", stats.operations, stats.types, stats.lines);
    Ok(())
}

/// The first error, on one line.
fn first_error(diagnostics: &Diagnostics) -> String {
    let first = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    first.map(|diagnostic| diagnostic.to_string().replace(['\t', '\n', '\r'], " ")).unwrap_or_default()
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}
