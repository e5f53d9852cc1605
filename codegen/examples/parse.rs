//! Shows what the compiler has to say about WSDL and XSD files.
//!
//! `cargo run -p castile-codegen --example parse -- ROOT ENTRY… [--catalog FILE]`: the entries are paths under ROOT; the
//! catalog holds a location, a tab and a path under ROOT in each line. The exit code is 1 when there was an error.

use std::process::ExitCode;

use castile_codegen::diagnostic::Diagnostics;
use castile_codegen::load::{Catalog, FileSource, Loader};
use castile_codegen::parse::parse;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut catalog = Catalog::default();
    if let Some(at) = arguments.iter().position(|argument| argument == "--catalog") {
        let file = arguments.get(at + 1).cloned().unwrap_or_default();
        arguments.drain(at..(at + 2).min(arguments.len()));
        match std::fs::read_to_string(&file) {
            Ok(lines) => {
                for (location, path) in lines.lines().filter_map(|line| line.split_once('\t')) {
                    catalog.insert(location, path);
                }
            }
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    let [root, entries @ ..] = arguments.as_slice() else {
        eprintln!("usage: parse ROOT ENTRY… [--catalog FILE]");
        return ExitCode::from(2);
    };
    let source = FileSource::new([root]);
    let loader = Loader::new(&source).catalog(catalog);
    let mut failed = false;
    for entry in entries {
        let mut diagnostics = Diagnostics::new();
        let documents = loader.load(entry, &mut diagnostics);
        let parsed = parse(documents, &mut diagnostics);
        print!("{diagnostics}");
        println!(
            "{entry}: {} documents, {} definitions, {} schemas, {} errors",
            parsed.documents.iter().count(),
            parsed.definitions.len(),
            parsed.schemas.len(),
            diagnostics.error_count()
        );
        failed |= diagnostics.has_errors();
    }
    ExitCode::from(u8::from(failed))
}
