//! Contracts from texts, and what the compiler says of them.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use castile_codegen::diagnostic::Severity;
use castile_codegen::load::{MapSource, Source, SourceError};
use castile_codegen::{Config, Diagnostics, Output, generate_from};

/// A schema of the namespace `urn:t` with this content.
pub fn schema(content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t' \
         elementFormDefault='qualified'>{content}</xs:schema>"
    )
}

/// Documents that note which of them are asked for.
#[derive(Debug)]
pub struct Audited {
    documents: MapSource,
    asked: Mutex<Vec<String>>,
}

impl Audited {
    pub fn new(documents: &[(&str, &str)]) -> Self {
        let documents = documents.iter().fold(MapSource::new(), |source, (path, text)| source.with(*path, *text));
        Self { documents, asked: Mutex::default() }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Source for Audited {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
        self.asked.lock().unwrap().push(path.to_owned());
        self.documents.read(path, limit)
    }
}

/// Compiles the entry `s.xsd` or whatever the first document is called.
pub fn compile(documents: &[(&str, &str)]) -> Result<Output, Diagnostics> {
    let entry = documents.first().map_or("s.xsd", |(path, _)| *path);
    let source = documents.iter().fold(MapSource::new(), |source, (path, text)| source.with(*path, *text));
    compile_from(&source, entry)
}

pub fn compile_from(source: &dyn Source, entry: &str) -> Result<Output, Diagnostics> {
    generate_from(source, &Config::new(entry).module("m").single_file())
}

/// Compiles one document.
pub fn compile_text(text: &str) -> Result<Output, Diagnostics> {
    compile(&[("s.xsd", text)])
}

/// All that was emitted.
pub fn text(output: &Output) -> String {
    output.files.values().map(String::as_str).collect()
}

/// The emitted code, which must be Rust.
#[track_caller]
pub fn parsed(output: &Output) -> syn::File {
    let text = text(output);
    syn::parse_file(&text).unwrap_or_else(|error| panic!("no Rust: {error}\n{text}"))
}

/// What was said, which must be fit for a terminal.
#[track_caller]
pub fn said(diagnostics: &Diagnostics) -> String {
    let said = diagnostics.to_string();
    let steers =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!said.contains(steers), "{said:?}");
    said
}

/// Every error has a place in a document, unless the whole document is meant.
#[track_caller]
pub fn positioned(diagnostics: &Diagnostics) {
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        assert!(diagnostic.location.is_some(), "no place: {diagnostic}");
    }
}

/// The error, which must contain `expected` and have a place.
#[track_caller]
pub fn refused(result: Result<Output, Diagnostics>, expected: &str) -> String {
    match result {
        Ok(output) => panic!("accepted, expected {expected:?}:\n{}", text(&output)),
        Err(diagnostics) => {
            positioned(&diagnostics);
            let said = said(&diagnostics);
            assert!(said.contains(expected), "expected {expected:?}, got: {said}");
            said
        }
    }
}

/// Runs `work` and checks that it takes no longer than `seconds` on a slow, busy machine.
#[track_caller]
pub fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(seconds), "took {took:?}");
    result
}
