//! Where the bytes of documents come from.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A place that holds documents by path.
///
/// Paths are relative, use `/` and hold neither `.` nor `..`: the loader has normalized and checked them.
pub trait Source: fmt::Debug {
    /// The bytes at `path`, at most `limit` of them.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError>;

    /// The one path of a document that differs from `path` in the case of letters alone: contracts are written where
    /// case does not matter, and stored where it does.
    fn in_another_case(&self, path: &str) -> Option<String> {
        let _ = path;
        None
    }
}

/// Why a source has no bytes for a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// There is no such document.
    NotFound,
    /// The document is larger than the limit.
    TooLarge,
    /// There is something, but it is never read: a symbolic link out of the roots, a device, a directory.
    Refused(&'static str),
    /// There is a document, and what is wrong with it was reported where it stands.
    Unusable,
    /// The system's own message.
    Io(String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::TooLarge => f.write_str("larger than the limit"),
            Self::Refused(reason) => write!(f, "refused: {reason}"),
            Self::Unusable => f.write_str("that document cannot be used"),
            Self::Io(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for SourceError {}

/// Files under one or more root directories. Nothing outside of them is opened, not even by a symbolic link.
#[derive(Debug, Clone)]
pub struct FileSource {
    roots: Vec<PathBuf>,
}

impl FileSource {
    /// A source that looks under `roots` in order.
    pub fn new(roots: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        Self { roots: roots.into_iter().map(Into::into).collect() }
    }

    fn locate(&self, path: &str) -> Result<PathBuf, SourceError> {
        for root in &self.roots {
            let found = root.canonicalize().and_then(|root| {
                let file = root.join(path).canonicalize()?;
                Ok((file.starts_with(&root), file))
            });
            match found {
                Ok((true, file)) => return Ok(file),
                Ok((false, _)) => return Err(SourceError::Refused("it is outside the roots")),
                Err(error) if is_absent(error.kind()) => {}
                Err(error) => return Err(SourceError::Io(error.to_string())),
            }
        }
        Err(SourceError::NotFound)
    }
}

/// The one name in a directory that is `name` but for the case of letters; the name itself where it is there.
fn entry_in_another_case(directory: &Path, name: &str) -> Option<String> {
    let names = directory.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    only(name, names)
}

fn only(wanted: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let mut alike = Vec::new();
    for name in names.filter(|name| name.eq_ignore_ascii_case(wanted)) {
        if name == wanted {
            return Some(name);
        }
        alike.push(name);
    }
    if alike.len() == 1 { alike.pop() } else { None }
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

impl Source for FileSource {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
        let io = |error: std::io::Error| SourceError::Io(error.to_string());
        let file = self.locate(path)?;
        if !file.metadata().map_err(io)?.is_file() {
            return Err(SourceError::Refused("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        File::open(file).map_err(io)?.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
        within(bytes, limit)
    }

    fn in_another_case(&self, path: &str) -> Option<String> {
        self.roots.iter().find_map(|root| {
            let mut found = String::new();
            for segment in path.split('/') {
                let name = entry_in_another_case(&root.join(&found), segment)?;
                if !found.is_empty() {
                    found.push('/');
                }
                found.push_str(&name);
            }
            Some(found)
        })
    }
}

/// Documents in memory, by path.
#[derive(Debug, Clone, Default)]
pub struct MapSource {
    documents: BTreeMap<String, Vec<u8>>,
}

impl MapSource {
    /// An empty source.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, with a document.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.documents.insert(path.into(), bytes.into());
        self
    }
}

impl Source for MapSource {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
        let bytes = self.documents.get(path).ok_or(SourceError::NotFound)?;
        within(bytes.clone(), limit)
    }

    fn in_another_case(&self, path: &str) -> Option<String> {
        only(path, self.documents.keys().cloned())
    }
}

fn within(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, SourceError> {
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limit => Ok(bytes),
        _ => Err(SourceError::TooLarge),
    }
}

#[cfg(test)]
mod tests {
    use super::{FileSource, MapSource, Source, SourceError};

    #[test]
    fn only_regular_files_under_the_roots_are_read() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/load");
        let absent = concat!(env!("CARGO_MANIFEST_DIR"), "/absent");
        let source = FileSource::new([absent, root]);
        let bytes = source.read("source.rs", u64::MAX).expect("this file");
        assert!(bytes.starts_with(b"//! Where the bytes"));
        assert_eq!(source.read("source.rs", 10), Err(SourceError::TooLarge));
        assert_eq!(source.read("absent.rs", 10), Err(SourceError::NotFound));
        assert_eq!(source.read("source.rs/x", 10), Err(SourceError::NotFound));
        for outside in ["../load.rs", ".", "/dev/zero"] {
            let refused = source.read(outside, 10);
            assert!(matches!(refused, Err(SourceError::Refused(_))), "{outside}: {refused:?}");
        }
    }

    #[test]
    fn a_path_is_found_in_another_case_when_one_alone_is_meant() {
        let files = FileSource::new([concat!(env!("CARGO_MANIFEST_DIR"), "/src")]);
        assert_eq!(files.in_another_case("Load/SOURCE.rs").as_deref(), Some("load/source.rs"));
        assert_eq!(files.in_another_case("load/source.rs").as_deref(), Some("load/source.rs"));
        assert_eq!(files.in_another_case("load/absent.rs"), None);
        assert_eq!(files.in_another_case("../SRC/load.rs"), None);
        let documents = MapSource::new().with("a/Types.xsd", "").with("b/types.xsd", "").with("b/TYPES.xsd", "");
        assert_eq!(documents.in_another_case("A/types.xsd").as_deref(), Some("a/Types.xsd"));
        assert_eq!(documents.in_another_case("b/Types.xsd"), None);
        assert_eq!(documents.in_another_case("b/TYPES.xsd").as_deref(), Some("b/TYPES.xsd"));
    }
}
