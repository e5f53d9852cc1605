//! The convenience for `build.rs`: the one place that reads the environment.

use std::fmt;
use std::path::Path;

use crate::config::{Config, Layout};
use crate::diagnostic::Severity;

/// Why nothing was generated, as a build script shows it: `Debug` is what `main` prints, so it reads like `Display`.
pub struct BuildError(String);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

impl std::error::Error for BuildError {}

impl Config {
    /// Generates one file, `<module>.rs`, into the folder that cargo gives a build script, and tells cargo which
    /// documents it depends on. Warnings about the contract become warnings of the build.
    ///
    /// # Errors
    /// When the contract does not compile, the file cannot be written, or this is no build script.
    pub fn write_to_out_dir(self) -> Result<(), BuildError> {
        let Some(out_dir) = std::env::var_os("OUT_DIR") else {
            return Err(BuildError("OUT_DIR is not set: call this from a build script".to_owned()));
        };
        let config = Self { layout: Layout::File, ..self };
        let output = crate::generate(&config).map_err(|errors| BuildError(errors.to_string()))?;
        for diagnostic in output.diagnostics.iter().filter(|it| it.severity == Severity::Warning) {
            println!("cargo::warning={}", diagnostic.to_string().replace('\n', " "));
        }
        for (name, text) in &output.files {
            write(&Path::new(&out_dir).join(name), text)?;
        }
        let documents = output.documents.iter().map(|name| config.folder.join(name));
        for path in config.manifest_path.iter().cloned().chain(documents) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        Ok(())
    }
}

/// Whole or not at all, and only when something changed, so that nothing is compiled in vain.
fn write(path: &Path, text: &str) -> Result<(), BuildError> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let unfinished = path.with_extension("rs.new");
    std::fs::write(&unfinished, text)
        .and_then(|()| std::fs::rename(&unfinished, path))
        .map_err(|error| BuildError(format!("{}: {error}", path.display())))
}
