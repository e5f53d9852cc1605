//! The contracts whose code is compiled, and the crates around it.

use std::fmt::Write;
use std::path::Path;

use castile_codegen::load::FileSource;
use castile_codegen::manifest::Manifest;
use castile_codegen::model::{Item, Package};
use castile_codegen::{Config, Output, generate_from};

/// A contract of the corpus.
pub(super) struct Contract {
    /// What it is called here, and its crates.
    pub(super) name: &'static str,
    /// Its WSDL, relative to the corpus.
    entry: &'static str,
    /// Its operations, all when none is named.
    operations: &'static [&'static str],
    /// What is kept as XML.
    untyped: &'static [&'static str],
}

/// Five operations that mail clients call.
const FIVE: &[&str] = &["GetItem", "FindItem", "CreateItem", "GetFolder", "FindFolder"];

pub(super) const CONTRACTS: &[Contract] = &[
    Contract { name: "netforum-xweb-2010", entry: "netforum-xweb-2010/xWeb-2010.wsdl", operations: &[], untyped: &[] },
    Contract { name: "netsuite-2017-2", entry: "netsuite-2017-2/netsuite.wsdl", operations: &[], untyped: &[] },
    Contract { name: "wasabi-workday", entry: "wasabi-workday/workday.wsdl", operations: &[], untyped: &[] },
    Contract { name: "exchange", entry: EXCHANGE, operations: &[], untyped: &[] },
    Contract { name: "exchange-five", entry: EXCHANGE, operations: FIVE, untyped: &[] },
    Contract {
        name: "exchange-five-untyped",
        entry: EXCHANGE,
        operations: FIVE,
        // The answers to all other operations, of which every reply is a choice.
        untyped: &[
            "ArrayOfResponseMessagesType/*",
            "!ArrayOfResponseMessagesType/GetItemR*",
            "!ArrayOfResponseMessagesType/FindItemR*",
            "!ArrayOfResponseMessagesType/CreateItemR*",
            "!ArrayOfResponseMessagesType/GetFolderR*",
            "!ArrayOfResponseMessagesType/FindFolderR*",
        ],
    },
];

const EXCHANGE: &str = "zeep-rs-exchange-services/services.wsdl";

impl Contract {
    pub(super) fn generate(&self, corpus: &Path) -> Result<Output, String> {
        let (folder, file) = self.entry.split_once('/').unwrap_or((".", self.entry));
        let manifest = Manifest {
            module: self.name.replace('-', "_"),
            entry: file.to_owned(),
            runtime: "castile".to_owned(),
            ..Manifest::default()
        };
        let whole = Config::from(manifest).command("cargo xtask bench");
        let some = self.operations.iter().fold(whole, |config, name| config.operation(name));
        let config = self.untyped.iter().fold(some, |config, glob| config.untyped(glob));
        generate_from(&FileSource::new([corpus.join(folder)]), &config)
            .map_err(|diagnostics| format!("{}:\n{diagnostics}", self.name))
    }
}

/// A program that calls the first `most` operations of a package, by the name of the library with its code.
pub(super) fn program(package: &Package, library: &str, most: usize) -> String {
    let mut out = String::from("fn main() {\n");
    let mut left = most;
    for client in package.clients.iter().filter(|client| !client.operations.is_empty()) {
        if left == 0 {
            break;
        }
        let _ = writeln!(out, "    let client = {library}::{}::new(\"https://host.invalid/\").unwrap();", client.ident);
        for operation in client.operations.iter().take(left) {
            let request = if operation.input.ty.is_some() { "&Default::default()" } else { "" };
            let _ = writeln!(out, "    let _ = client.{}({request}).send_blocking();", operation.ident);
        }
        left = left.saturating_sub(client.operations.len());
    }
    out.push_str("}\n");
    out
}

/// The complex types of a package: what is emitted as a struct.
pub(super) fn complex_types(package: &Package) -> usize {
    package.modules.iter().flat_map(|module| &module.items).filter(|item| matches!(item, Item::Struct(_))).count()
}
