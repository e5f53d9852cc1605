//! What is wrong with each case under `errors/` is said word for word as its `expected.err` has it. A contract that can
//! be used all the same has `expected.warnings` instead.
//!
//! `UPDATE_EXPECT=1 cargo test -p castile-tests --test refusals` writes what is said; look at the difference in git.

use std::path::Path;

use castile_codegen::Config;
use castile_tests::golden::{expect_file, folders, report};

#[test]
fn every_refusal_says_what_is_expected() {
    let mut failures = Vec::new();
    for case in folders("errors") {
        let (expected, other, said) = match diagnostics(&case) {
            Ok(said) => ("expected.warnings", "expected.err", said),
            Err(said) => ("expected.err", "expected.warnings", said),
        };
        if said.is_empty() {
            failures.push(format!("nothing is said about {}", case.display()));
        } else if case.join(other).exists() {
            failures.push(format!("{} has {other}, but should have {expected}:\n{said}", case.display()));
        } else if let Err(failure) = expect_file(&case.join(expected), &said) {
            failures.push(failure);
        }
    }
    report(&failures, "refusals");
}

/// What is said about a contract that compiles, or else about one that does not.
fn diagnostics(case: &Path) -> Result<String, String> {
    let manifest = case.join("vendor.toml");
    let config = if manifest.exists() {
        Config::from_manifest(manifest).map_err(|error| format!("{error}\n"))?
    } else {
        let entries = ["schema.xsd", "service.wsdl"].map(|name| case.join(name));
        let entry = entries.iter().find(|path| path.exists());
        Config::new(entry.ok_or_else(|| "there is neither schema.xsd nor service.wsdl".to_owned())?)
    };
    match castile_codegen::generate(&config) {
        Ok(output) => Ok(output.diagnostics.to_string()),
        Err(errors) => Err(errors.to_string()),
    }
}
