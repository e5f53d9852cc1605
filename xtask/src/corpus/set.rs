//! A set of contracts on disk: `manifest.tsv`, the documents, and `instances/<id>/index.tsv`.

use std::path::{Path, PathBuf};

use castile_codegen::selector::matches;

use super::tsv::Table;

/// One row of the manifest.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name, unique in the set.
    pub(super) id: String,
    /// The WSDL or schema, relative to the set.
    pub(super) document: PathBuf,
    /// The set's folder: what its documents refer to is below it, or was left out.
    pub(super) root: PathBuf,
    /// Absolute locations and the files that stand for them.
    pub(super) catalog: Vec<(String, PathBuf)>,
}

/// One row of an index of instances.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// File name below `instances/<id>/`.
    pub(super) file: String,
    /// `envelope`, `document` or `http`.
    pub(super) kind: String,
    /// `ok`, `reject` or `lenient`.
    pub(super) expect: String,
}

/// Reads the manifest; `id` is a glob over ids.
pub(super) fn entries(set: &Path, id: Option<&str>) -> Result<Vec<Entry>, String> {
    let table = Table::read(&set.join("manifest.tsv"))?;
    let mut entries = Vec::new();
    for row in table.rows() {
        let (name, entry) = (row.get("id"), row.get("entry"));
        if name.is_empty() || entry.is_empty() || id.is_some_and(|glob| !matches(glob, name)) {
            continue;
        }
        let first = Path::new(entry).components().next();
        let bundle =
            first.map(|first| set.join(first)).filter(|folder| folder.is_dir()).unwrap_or_else(|| set.to_owned());
        let mut catalog = catalog(&bundle)?;
        if bundle != set {
            catalog.extend(self::catalog(set)?);
        }
        entries.push(Entry { id: name.to_owned(), document: set.join(entry), root: set.to_owned(), catalog });
    }
    Ok(entries)
}

fn catalog(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let path = folder.join("catalog.tsv");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(rows.map(|(url, file)| (url.to_owned(), folder.join(file.trim_end()))).collect())
}

/// The instances of an entry; none when there is no index.
pub(super) fn instances(set: &Path, id: &str) -> Result<Vec<Instance>, String> {
    let path = set.join("instances").join(id).join("index.tsv");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let table = Table::read(&path)?;
    let rows = table.rows().map(|row| Instance {
        file: row.get("file").to_owned(),
        kind: row.get("kind").to_owned(),
        expect: row.get("expect").to_owned(),
    });
    Ok(rows.filter(|instance| !instance.file.is_empty()).collect())
}
