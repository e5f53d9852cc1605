//! Where the bytes of documents come from.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::PathBuf;

/// A place that holds documents by path.
///
/// Paths are relative, use `/` and hold neither `.` nor `..`: the loader has normalized and checked them.
pub trait Source: fmt::Debug {
    /// The bytes at `path`, at most `limit` of them.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError>;
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
}

fn within(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, SourceError> {
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= limit => Ok(bytes),
        _ => Err(SourceError::TooLarge),
    }
}

#[cfg(test)]
mod tests {
    use super::{FileSource, Source, SourceError};

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
}
