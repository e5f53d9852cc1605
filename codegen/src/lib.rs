//! WSDL 1.1 and XML Schema 1.0 in, Rust out.
//!
//! [`generate`] is the whole compiler on one screen: each stage is a function from a value to a value, in the module
//! named by its verb. No stage touches a network, a clock or the environment; only loading reads files.
//!
//! From a build script:
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! castile_codegen::Config::new("wsdl/my.wsdl").module("my").write_to_out_dir()?;
//! # Ok(())
//! # }
//! ```

// What comes from outside panics nowhere.
#![cfg_attr(not(test), warn(clippy::indexing_slicing))]

pub mod build_script;
pub mod catalog;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod load;
pub mod lower;
pub mod manifest;
pub mod model;
pub mod names;
mod node;
pub mod output;
pub mod parse;
pub mod repair;
pub mod resolve;
pub mod rules;
pub mod selector;
mod spelling;
mod untyped;
pub mod wsdl;
pub mod xsd;

pub use config::Config;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use output::Output;

use load::{FileSource, Loader, Source};
use resolve::Findings;

/// Generates what `config` says from the files in the entry's folder.
///
/// # Errors
/// Everything that is wrong with the contract or the configuration, as far as one run can see.
pub fn generate(config: &Config) -> Result<Output, Diagnostics> {
    let mut result = generate_from(&FileSource::new([&config.folder]), config);
    let (Ok(Output { diagnostics, .. }) | Err(diagnostics)) = &mut result;
    diagnostics.rename_files(|name| config.path_of(name));
    result
}

/// As [`generate`], with the documents of any source.
///
/// # Errors
/// As for [`generate`].
pub fn generate_from(source: &dyn Source, config: &Config) -> Result<Output, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut findings = Findings::new();

    let manifest = &config.manifest;
    let loader = Loader::new(source).catalog(manifest.catalog.clone().into_iter().collect());
    let documents = loader.load(&manifest.entry, &mut diagnostics);
    let mut parsed = parse::parse(documents, &mut diagnostics);
    repair::repair(&mut parsed, config, &mut diagnostics);
    untyped::leave_untyped(&mut parsed.schemas, &manifest.select.untyped, &mut findings);
    resolve::redefine(&mut parsed.schemas, &mut findings);
    resolve::mend(&mut parsed.schemas, &mut parsed.definitions, &mut findings);
    let components = resolve::resolve(&parsed.schemas, &parsed.definitions, &mut findings);
    let mut lowered = lower::lower(&components, manifest, &config.source(), &mut findings);
    rules::apply(&mut lowered.package, manifest, &mut findings);
    findings.report(
        |position| parsed.documents.location(position),
        config.manifest_location().as_ref(),
        &mut diagnostics,
    );
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    match emit::emit(&lowered.package, &config.settings()) {
        Ok(files) => Ok(Output::new(lowered, files, &parsed.documents, diagnostics)),
        Err(error) => {
            diagnostics.push(error);
            Err(diagnostics)
        }
    }
}
