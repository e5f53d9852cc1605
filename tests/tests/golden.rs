//! The text that each case generates is exactly its `expected.rs`.
//!
//! `UPDATE_EXPECT=1 cargo test -p castile-tests --test golden` writes what is generated; look at the difference in git.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use castile_codegen::Config;
use castile_tests::golden::{expect_file, folders, report};

#[test]
fn every_case_generates_what_is_expected() {
    let mut failures = Vec::new();
    for case in folders("cases") {
        if let Err(failure) = check(&case) {
            failures.push(failure);
        }
    }
    report(&failures, "golden");
}

#[test]
fn every_case_is_compiled_and_has_an_example() {
    let main = std::fs::read_to_string("cases/main.rs").unwrap();
    for case in folders("cases") {
        let name = case.file_name().unwrap().to_str().unwrap();
        assert!(main.contains(&format!("\nmod {name};\n")), "cases/main.rs does not have {name}");
        let code = std::fs::read_to_string(case.join("mod.rs")).unwrap();
        for file in std::fs::read_dir(&case).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            assert!(!file.starts_with("example") || code.contains(&file), "{name}/mod.rs does not use {file}");
        }
        assert!(
            code.starts_with("//! ") && code.contains("include_str!(\"example"),
            "{name}/mod.rs says nothing or reads no example"
        );
    }
}

fn check(case: &Path) -> Result<(), String> {
    let output = castile_codegen::generate(&config(case)?)
        .map_err(|errors| format!("{} does not compile:\n{errors}", case.display()))?;
    let [text] = output.files.values().collect::<Vec<_>>()[..] else {
        return Err(format!("{} generates {} files", case.display(), output.files.len()));
    };
    expect_file(&case.join("expected.rs"), text)?;
    let notes = case.join("expected.notes");
    if output.diagnostics.iter().next().is_none() && !notes.exists() {
        return Ok(());
    }
    expect_file(&notes, &output.diagnostics.to_string())
}

/// The manifest of the case if it has one, else its entry with all types.
fn config(case: &Path) -> Result<Config, String> {
    let manifest = case.join("vendor.toml");
    let config = if manifest.exists() {
        Config::from_manifest(manifest).map_err(|error| error.to_string())?
    } else {
        let entry = ["schema.xsd", "service.wsdl"].iter().map(|name| case.join(name)).find(|path| path.exists());
        Config::new(entry.ok_or_else(|| format!("{} has no entry", case.display()))?).module("case")
    };
    Ok(config.single_file().command("UPDATE_EXPECT=1 cargo test -p castile-tests --test golden"))
}
