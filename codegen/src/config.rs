//! What to generate, said in Rust: the same knobs as [`Manifest`], chained.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;

/// What to generate from one contract and how to write it down.
///
/// In a `build.rs`:
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// castile_codegen::Config::new("wsdl/my.wsdl").module("my").write_to_out_dir()?;
/// # Ok(())
/// # }
/// ```
/// and in the crate: `pub mod my { include!(concat!(env!("OUT_DIR"), "/my.rs")); }`.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) manifest: Manifest,
    /// The folder that the entry is relative to, and that no document is read outside of.
    pub(crate) folder: PathBuf,
    /// How a reader of the output makes it again.
    pub(crate) command: String,
    /// The manifest's own path, for messages about repairs.
    pub(crate) manifest_path: Option<PathBuf>,
    pub(crate) layout: Layout,
}

/// How many files a contract becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// `mod.rs` and one file a namespace.
    #[default]
    Folder,
    /// One file, for `include!`.
    File,
}

impl Config {
    /// The contract whose WSDL or schema is at `entry`; the module is named after the file.
    pub fn new(entry: impl AsRef<Path>) -> Self {
        let entry = entry.as_ref();
        let text = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let manifest = Manifest {
            module: text(entry.file_stem())
                .to_lowercase()
                .replace(|c: char| !c.is_alphanumeric(), "_"),
            entry: text(entry.file_name()),
            runtime: "castile".to_owned(),
            ..Manifest::default()
        };
        let folder = entry
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        Self {
            manifest,
            folder: folder.to_owned(),
            command: "castile-codegen".to_owned(),
            manifest_path: None,
            layout: Layout::Folder,
        }
    }

    /// The contract that the manifest at `path` describes.
    ///
    /// # Errors
    /// When the manifest cannot be read.
    pub fn from_manifest(path: impl AsRef<Path>) -> Result<Self, Diagnostic> {
        let path = path.as_ref();
        let manifest = Manifest::read(path)?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        Ok(Self {
            manifest,
            folder: folder.to_owned(),
            command: "castile-codegen".to_owned(),
            manifest_path: Some(path.to_owned()),
            layout: Layout::Folder,
        })
    }

    /// Names the module.
    #[must_use]
    pub fn module(mut self, name: &str) -> Self {
        name.clone_into(&mut self.manifest.module);
        self
    }

    /// Keeps the ports whose name matches this glob, and those of earlier calls.
    #[must_use]
    pub fn port(mut self, glob: &str) -> Self {
        self.manifest.select.ports.push(glob.to_owned());
        self
    }

    /// Keeps the operations whose name matches this glob, and those of earlier calls.
    #[must_use]
    pub fn operation(mut self, glob: &str) -> Self {
        self.manifest.select.operations.push(glob.to_owned());
        self
    }

    /// Names the client of a port.
    #[must_use]
    pub fn client(mut self, port: &str, name: &str) -> Self {
        self.manifest
            .clients
            .insert(port.to_owned(), name.to_owned());
        self
    }

    /// Marks `Owner/member` as a secret: it is never printed.
    #[must_use]
    pub fn secret(mut self, member: &str) -> Self {
        self.manifest.secrets.members.push(member.to_owned());
        self
    }

    /// Lets replies leave out `Owner/member`.
    #[must_use]
    pub fn lenient(mut self, member: &str) -> Self {
        self.manifest.lenient.members.push(member.to_owned());
        self
    }

    /// Sets the path of the runtime crate as emitted code sees it, `castile` by default.
    #[must_use]
    pub fn runtime(mut self, path: &str) -> Self {
        path.clone_into(&mut self.manifest.runtime);
        self
    }

    /// Sets what the first line of each file names as its origin.
    #[must_use]
    pub fn command(mut self, command: &str) -> Self {
        command.clone_into(&mut self.command);
        self
    }
}
