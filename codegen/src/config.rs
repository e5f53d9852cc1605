//! What to generate, said in Rust: the same knobs as [`Manifest`], chained.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, Location};
use crate::emit::Settings;
use crate::manifest::Manifest;
use crate::names;

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
    /// Where the module stands, as other code names it.
    pub(crate) crate_path: Option<String>,
}

impl From<Manifest> for Config {
    /// The contract of a manifest that stands in the current folder.
    fn from(manifest: Manifest) -> Self {
        Self {
            manifest,
            folder: PathBuf::from("."),
            command: "castile-codegen".to_owned(),
            manifest_path: None,
            layout: Layout::Folder,
            crate_path: None,
        }
    }
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
    ///
    /// What the entry imports is read from under the current folder, which for a build script is the package's; for an
    /// entry elsewhere, from under its own folder.
    pub fn new(entry: impl AsRef<Path>) -> Self {
        let entry = entry.as_ref();
        let text = |part: Option<&OsStr>| part.map_or_else(String::new, |part| part.to_string_lossy().into_owned());
        let below = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        let (folder, name) = if entry.components().all(below) {
            (PathBuf::from("."), entry.to_string_lossy().replace('\\', "/"))
        } else {
            (folder_of(entry), text(entry.file_name()))
        };
        let manifest = Manifest {
            module: names::raw(&names::snake(&text(entry.file_stem()))),
            entry: name,
            runtime: "castile".to_owned(),
            ..Manifest::default()
        };
        Self { folder, ..Self::from(manifest) }
    }

    /// The contract that the manifest at `path` describes.
    ///
    /// # Errors
    /// When the manifest cannot be read.
    pub fn from_manifest(path: impl AsRef<Path>) -> Result<Self, Diagnostic> {
        let path = path.as_ref();
        let manifest = Manifest::read(path)?;
        Ok(Self { folder: folder_of(path), manifest_path: Some(path.to_owned()), ..Self::from(manifest) })
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

    /// Keeps the local elements that match this glob, each as `Owner/element`, as XML whatever their types; with a `!` before
    /// it, takes back what earlier calls picked. The owner is a complex type, or a global element or group.
    ///
    /// What no other way leads to is then not generated. Such an element is a `castile::AnyType`, which `read_as` reads as a
    /// generated type.
    ///
    /// ```
    /// # let config = castile_codegen::Config::new("exchange.wsdl");
    /// let config = config.operation("GetItem").untyped("ArrayOfResponses/*").untyped("!ArrayOfResponses/GetItem*");
    /// ```
    #[must_use]
    pub fn untyped(mut self, glob: &str) -> Self {
        self.manifest.select.untyped.push(glob.to_owned());
        self
    }

    /// Names the client of a port.
    #[must_use]
    pub fn client(mut self, port: &str, name: &str) -> Self {
        self.manifest.clients.insert(port.to_owned(), name.to_owned());
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

    /// Sets the path by which other code names what the module stands in, `my_crate` or `my_crate::clients`: the examples
    /// in the documentation begin with their imports then, and `cargo test --doc` compiles them.
    #[must_use]
    pub fn crate_path(mut self, path: &str) -> Self {
        self.crate_path = Some(path.to_owned());
        self
    }

    /// Emits one file, `<module>.rs`, instead of a folder with a file a namespace.
    #[must_use]
    pub fn single_file(mut self) -> Self {
        self.layout = Layout::File;
        self
    }

    /// What emit says beside the package.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            command: self.command.clone(),
            runtime: self.manifest.runtime.clone(),
            crate_path: self.crate_path.clone(),
            layout: self.layout,
        }
    }

    /// The manifest as a whole, for what is wrong with it.
    pub(crate) fn manifest_location(&self) -> Option<Location> {
        let file = self.manifest_path.as_ref()?.to_string_lossy().replace('\\', "/").into();
        Some(Location { file, row: 0, column: 0 })
    }

    /// How emitted files name the entry: never by a path that another machine does not have.
    pub(crate) fn source(&self) -> String {
        if self.folder.is_absolute() {
            return self.manifest.entry.clone();
        }
        self.path_of(&self.manifest.entry).unwrap_or_else(|| self.manifest.entry.clone())
    }

    /// The path of a document, from where the folder's own is from; nothing when that changes nothing.
    pub(crate) fn path_of(&self, document: &str) -> Option<String> {
        let manifest = self.manifest_path.as_deref().is_some_and(|path| path == Path::new(document));
        if manifest || document.starts_with("built-in:") || self.folder == Path::new(".") {
            return None;
        }
        let folder = self.folder.to_string_lossy().replace('\\', "/");
        Some(format!("{}/{document}", folder.trim_end_matches('/')))
    }
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_from_under_the_package_or_the_entrys_folder() {
        let places = |entry: &str| {
            let config = Config::new(entry);
            let folder = config.folder.to_string_lossy().into_owned();
            (folder, config.manifest.entry.clone(), config.manifest.module.clone(), config.source())
        };
        let owned = |a: &str, b: &str, c: &str, d: &str| (a.to_owned(), b.to_owned(), c.to_owned(), d.to_owned());
        assert_eq!(places("wsdl/a/My.wsdl"), owned(".", "wsdl/a/My.wsdl", "my", "wsdl/a/My.wsdl"));
        assert_eq!(places("../x/type.wsdl"), owned("../x", "type.wsdl", "r#type", "../x/type.wsdl"));
        assert_eq!(places("/abs/1 b.xsd"), owned("/abs", "1 b.xsd", "value_1_b", "1 b.xsd"));
    }
}
