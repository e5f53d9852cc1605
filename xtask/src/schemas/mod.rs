//! `cargo xtask schemas`: a set of random contracts, for `cargo xtask corpus` and the judge.
//!
//! Constructs that work one by one may not work together, and nobody writes all combinations by hand. Here they come by
//! chance, with awkward names; a processor that knows nothing of this project says which contracts are valid, samples
//! their messages, and judges what was read and written.

mod attribute;
mod complex;
mod components;
mod contract;
mod document;
mod encoded;
mod names;
mod particle;
mod random;
mod redefine;
mod simple;

use std::path::{Path, PathBuf};

use random::Random;

/// What is asked for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// The folder to write the set to.
    pub(crate) set: PathBuf,
    /// The same seed makes the same contracts.
    pub(crate) seed: u64,
    /// How many.
    pub(crate) count: usize,
}

/// The documents of an entry, the entry itself first: file names and text.
type Documents = Vec<(&'static str, String)>;

/// Writes the set.
///
/// # Errors
/// When the folder has something in it, which would be taken for a part of the set, or cannot be written.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let set = &options.set;
    if set.read_dir().is_ok_and(|mut folder| folder.next().is_some()) {
        return Err(format!("{}: not empty", set.display()));
    }
    let mut manifest = String::from("id\tentry\tstyle\tfeatures\n");
    for index in 0..options.count {
        let (id, documents) = entry(options.seed, index);
        for (name, text) in &documents {
            write(&set.join(&id).join(name), text)?;
        }
        let name = documents.first().map_or("", |(name, _)| name);
        manifest.push_str(&format!("{id}\t{id}/{name}\t-\t\n"));
    }
    write(&set.join("manifest.tsv"), &manifest)
}

/// One entry with its id, whatever the others are: schemas and WSDLs by turns.
fn entry(seed: u64, index: usize) -> (String, Documents) {
    let mut random = Random::new(Random::new(seed).next() ^ u64::try_from(index).unwrap_or_default());
    let random = Random::new(random.next());
    let (kind, mut documents) =
        if index.is_multiple_of(2) { ("schema", document::entry(random)) } else { ("wsdl", contract::entry(random)) };
    for (_, text) in &mut documents {
        text.insert_str(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }
    (format!("{kind}-{index:05}"), documents)
}

/// A value for an attribute in double quotes.
fn escape(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use castile_codegen::load::{Loader, MapSource};
    use castile_codegen::{Config, Diagnostics, generate_from};

    use super::entry;

    fn source(index: usize) -> (String, MapSource, Vec<&'static str>) {
        let (_, documents) = entry(1, index);
        let names: Vec<&str> = documents.iter().map(|(name, _)| *name).collect();
        let source = documents.iter().fold(MapSource::new(), |source, (name, text)| source.with(*name, text.clone()));
        (names[0].to_owned(), source, names)
    }

    #[test]
    fn a_seed_means_the_same_contracts_and_another_means_others() {
        for index in 0..20 {
            assert_eq!(entry(1, index), entry(1, index));
            assert_ne!(entry(1, index).1, entry(2, index).1);
            assert_ne!(entry(1, index).1, entry(1, index + 2).1);
        }
    }

    #[test]
    fn every_document_is_well_formed() {
        for index in 0..100 {
            let (_, source, names) = source(index);
            for name in names {
                let mut diagnostics = Diagnostics::default();
                Loader::new(&source).load(name, &mut diagnostics);
                assert!(!diagnostics.has_errors(), "entry {index}, {name}: {diagnostics:?}");
            }
        }
    }

    #[test]
    fn nearly_all_contracts_are_generated() {
        let mut refused = Vec::new();
        for index in 0..40 {
            let (name, source, _) = source(index);
            if let Err(diagnostics) = generate_from(&source, &Config::new(name)) {
                refused.push((index, diagnostics));
            }
        }
        assert!(refused.len() <= 2, "{refused:#?}");
    }
}
