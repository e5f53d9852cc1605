//! The invariants that ARCHITECTURE.md states, held against the sources themselves.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests stand in the repository")
}

/// All Rust files below a folder of the repository.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut pending = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder of the repository");
            pending.extend(entries.map(|entry| entry.expect("an entry of it").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            found.push((path, text));
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// The code of a file: what stands before its inline tests, without comments.
fn code(text: &str) -> String {
    let before = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = before.lines().map(|line| line.split("//").next().unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
        || path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"))
}

#[test]
fn no_vendor_is_known_by_name() {
    let vendors: Vec<String> = fs::read_dir(root().join("wsdl"))
        .expect("the contracts")
        .map(|entry| entry.expect("a contract").path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert!(vendors.len() >= 5, "{vendors:?}");
    for folder in ["codegen/src", "runtime/src"] {
        for (path, text) in sources(folder).iter().filter(|(path, _)| !is_test(path)) {
            let code = code(text).to_lowercase();
            for vendor in &vendors {
                let known = code.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == vendor);
                assert!(!known, "{} knows {vendor}", path.display());
            }
        }
    }
}

#[test]
fn the_generator_touches_no_network_no_clock_and_no_environment() {
    for (path, text) in sources("codegen/src").iter().filter(|(path, _)| !is_test(path)) {
        let code = code(text);
        for forbidden in ["std::net", "SystemTime", "Instant::", "std::process", "env::vars", "current_dir"] {
            assert!(!code.contains(forbidden), "{} has {forbidden}", path.display());
        }
        // The convenience for build scripts reads OUT_DIR, and nothing else is read.
        if path.file_name().is_none_or(|name| name != "build_script.rs") {
            assert!(!code.contains("env::var"), "{} reads the environment", path.display());
        }
    }
    let manifest = fs::read_to_string(root().join("codegen/Cargo.toml")).expect("its manifest");
    for crate_name in ["reqwest", "hyper", "ureq", "castile.workspace"] {
        assert!(!manifest.contains(crate_name), "the generator depends on {crate_name}");
    }
}

#[test]
fn emitted_modules_use_the_runtime_and_each_other() {
    for (path, text) in sources("generated/src").iter().filter(|(_, text)| text.starts_with("// @generated")) {
        let code = code(text);
        let roots = code.split("::").map(|before| {
            let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
            (before[..start].chars().next_back(), before[start..].to_owned())
        });
        // What stands right after a `::` is no root; the last piece is no path at all.
        let pieces: Vec<_> = roots.collect();
        for (index, (before, root)) in pieces.iter().enumerate().take(pieces.len().saturating_sub(1)) {
            let continues = index > 0 && before.is_none();
            let allowed = continues
                || root.is_empty()
                || matches!(root.as_str(), "castile" | "f" | "super" | "self" | "Self")
                || root.chars().next().is_some_and(char::is_uppercase)
                || code.contains(&format!("pub mod {root};"));
            assert!(allowed, "{} has a path that starts with {root}", path.display());
        }
    }
}

#[test]
fn no_crate_has_unsafe_code() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).expect("the workspace");
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    for member in ["codegen", "generated", "runtime", "tests", "tests/outside", "xtask"] {
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).expect("a member");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member} does not take the workspace's lints");
    }
}

#[test]
fn the_maintainers_commands_do_not_depend_on_what_they_generate() {
    let manifest = fs::read_to_string(root().join("xtask/Cargo.toml")).expect("its manifest");
    assert!(!manifest.contains("castile-generated"), "a broken module could then not be generated again");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let entry = root().join("wsdl/netforum/vendor.toml");
    let run = || {
        let config = castile_codegen::Config::from_manifest(&entry).expect("the manifest");
        castile_codegen::generate(&config).expect("the contract").files
    };
    assert_eq!(run(), run());
}

/// The lines of what is generated from a schema with this content.
fn lines_of(content: &str) -> Vec<String> {
    let schema = format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' targetNamespace='urn:t'>{content}</xs:schema>"
    );
    let source = castile_codegen::load::MapSource::new().with("orders.xsd", schema);
    let output =
        castile_codegen::generate_from(&source, &castile_codegen::Config::new("orders.xsd")).expect("a schema");
    output.files.values().flat_map(|text| text.lines()).map(str::to_owned).collect()
}

/// How many lines of either are not in the other.
fn changed(before: &[String], after: &[String]) -> usize {
    let not_in = |these: &[String], those: &[String]| {
        let mut left: Vec<&String> = those.iter().collect();
        let is_there =
            |line: &&String| left.iter().position(|other| other == line).map(|at| left.swap_remove(at)).is_some();
        these.len() - these.iter().filter(is_there).count()
    };
    not_in(before, after) + not_in(after, before)
}

const ORDER: &str = "<xs:complexType name='Order'><xs:sequence><xs:element name='number' type='xs:int'/>\
    <xs:element name='address'><xs:complexType><xs:sequence><xs:element name='city' type='xs:string'/></xs:sequence>\
    </xs:complexType></xs:element><xs:element name='lines' type='xs:string' maxOccurs='9'/></xs:sequence></xs:complexType>\
    <xs:element name='order' type='Order'/>";

#[test]
fn one_more_optional_field_changes_few_lines() {
    let more =
        ORDER.replace("maxOccurs='9'/>", "maxOccurs='9'/><xs:element name='note' type='xs:string' minOccurs='0'/>");
    let count = changed(&lines_of(ORDER), &lines_of(&more));
    assert!((2..=10).contains(&count), "{count} lines changed");
}

#[test]
fn one_more_declaration_renames_no_other() {
    let before = lines_of(ORDER);
    // Names that an anonymous type, a module or another spelling has already.
    for name in ["Orders", "note", "ORDER", "order_", "elements"] {
        let after =
            lines_of(&format!("{ORDER}<xs:element name='{name}' type='xs:string'/><xs:complexType name='{name}'/>"));
        let gone: Vec<_> = before.iter().filter(|line| line.contains("pub ") && !after.contains(line)).collect();
        assert!(gone.is_empty(), "{name} renames {gone:?}");
    }
}
