//! Rules: what the manifest says about outcomes and sessions, resolved against the lowered package.
//!
//! The keys ([`keys`]) name members by their wire names; here they become paths of field indices ([`facts`]), and whatever
//! does not fit the contract becomes an error at its place in the manifest. It is known by what it names, never by who
//! the vendor is.

pub mod facts;
pub mod keys;
mod outcome;
mod path;
mod session;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::model::{Client, Item, ItemRef, Operation, Package, Type};
use crate::names::{self, Scope};
use crate::resolve::Findings;
use crate::selector::matches as glob_matches;
use facts::{Code, CodeSet, Rules};
use keys::Text;

/// Resolves the manifest's rules and puts them into the package. Members that hold tokens or credentials become secrets.
pub fn apply(package: &mut Package, manifest: &Manifest, findings: &mut Findings) {
    if findings.has_errors() {
        // The package is not fit to be looked at.
        return;
    }
    let mut resolver = Resolver::new(package, manifest, findings);
    resolver.codes();
    resolver.outcomes();
    for rule in &manifest.sessions {
        resolver.session(rule);
    }
    for rule in &manifest.links {
        resolver.link(rule);
    }
    let Resolver { rules, secrets, .. } = resolver;
    for place in &secrets {
        path::mark_secret(package, place);
    }
    package.rules = rules;
    hide_headers(package);
}

/// A header block with a secret in it is one as a whole: the runtime knows no more of it than its name.
fn hide_headers(package: &mut Package) {
    let mut clients = std::mem::take(&mut package.clients);
    for operation in clients.iter_mut().flat_map(|client| &mut client.operations) {
        let messages = std::iter::once(&mut operation.input).chain(&mut operation.output);
        for header in messages.flat_map(|message| &mut message.headers) {
            header.secret |= path::holds_secret(package, &header.ty, &mut Vec::new());
        }
    }
    package.clients = clients;
}

/// What resolving knows and has decided so far.
struct Resolver<'r> {
    package: &'r Package,
    manifest: &'r Manifest,
    findings: &'r mut Findings,
    types: Scope,
    tables: Scope,
    rules: Rules,
    /// Fields to be marked.
    secrets: Vec<(ItemRef, usize)>,
    /// Places that an error was reported at: one text can be wrong for many operations.
    reported: HashSet<usize>,
}

impl<'r> Resolver<'r> {
    fn new(package: &'r Package, manifest: &'r Manifest, findings: &'r mut Findings) -> Self {
        let mut types = Scope::of_types();
        let mut tables = Scope::with(&["SCHEMA"]);
        for client in &package.clients {
            types.take(&[&client.ident]);
            for operation in &client.operations {
                tables.take(&[&operation.table]);
            }
        }
        for item in package.modules.iter().flat_map(|module| &module.items) {
            let (ident, table) = match item {
                Item::Struct(item) => (&item.ident, &item.table),
                Item::Choice(item) => (&item.ident, &item.table),
                Item::Enumeration(item) => (&item.ident, &item.simple.table),
                Item::Union(item) => (&item.ident, &item.simple.table),
                Item::SimpleType(item) => (&item.table, &item.table),
                Item::Alias(item) => (&item.ident, &item.ident),
            };
            types.take(&[ident]);
            tables.take(&[table]);
        }
        Self {
            package,
            manifest,
            findings,
            types,
            tables,
            rules: Rules::default(),
            secrets: Vec::new(),
            reported: HashSet::new(),
        }
    }

    fn error(&mut self, at: &Text, construct: &str, message: impl Into<String>, help: &str) {
        let offset = at.span().start;
        if self.reported.insert(offset) {
            let diagnostic = Diagnostic::error(construct, message).help(help).at(self.manifest.locate(offset));
            self.findings.push_unplaced(diagnostic);
        }
    }

    /// Takes the name that the manifest gives to a type.
    fn type_name(&mut self, name: &Text) -> String {
        let given = name.get_ref();
        if names::pascal(given) != *given {
            let message = format!("`{given}` is no name of a Rust type");
            self.error(name, "name", message, &format!("write it as `{}`", names::pascal(given)));
        }
        let taken = self.types.take(&[given]);
        if taken != *given {
            self.error(name, "name", format!("`{given}` is a type of this contract already"), "choose another name");
        }
        taken
    }

    fn table_name(&mut self, name: &str) -> String {
        self.tables.take(&[&names::screaming(name)])
    }

    /// The sets of codes, as enums.
    fn codes(&mut self) {
        let manifest = self.manifest;
        for set in &manifest.codes {
            let ident = self.type_name(&set.name);
            let table = self.table_name(&format!("{ident} meanings"));
            let mut arms = Scope::of_arms(&["Unrecognised", "Other", "Self"]);
            let mut seen = HashSet::new();
            let mut values = Vec::with_capacity(set.values.len());
            for value in &set.values {
                let code = value.code.get_ref().clone();
                if code.trim() != code || code.is_empty() {
                    self.error(
                        &value.code,
                        "code",
                        "a code is not empty and has no white space around it",
                        "write it as it is sent",
                    );
                }
                if !seen.insert(code.clone()) {
                    self.error(
                        &value.code,
                        "code",
                        format!("`{code}` is there twice"),
                        "say all there is to say in one place",
                    );
                }
                let arm = arms.take(&[&names::arm(value.name.as_deref().unwrap_or(&code))]);
                values.push(Code { ident: arm, code, meaning: value.meaning.trim().to_owned() });
            }
            let documentation = lines(&set.documentation);
            self.rules.codes.push(CodeSet { ident, table, documentation, values });
        }
    }

    /// The client of the port called `name`, with its index.
    fn client(&mut self, name: &Text) -> Option<(usize, &'r Client)> {
        let found = self.package.clients.iter().enumerate().find(|(_, client)| port(client) == name.get_ref());
        if found.is_none() {
            let ports: Vec<&str> = self.package.clients.iter().map(port).collect();
            let message = format!("no port `{}` is generated; there are {}", name.get_ref(), listed(&ports));
            self.error(name, "port", message, "name one of them, or select the port");
        }
        found
    }

    /// The operation called `name`, with its index in the client.
    fn operation(&mut self, client: &'r Client, name: &Text) -> Option<(usize, &'r Operation)> {
        let found = client.operations.iter().enumerate().find(|(_, operation)| operation.name == *name.get_ref());
        if found.is_none() {
            let all: Vec<&str> = client.operations.iter().map(|operation| operation.name.as_str()).collect();
            let message =
                format!("the port `{}` has no operation `{}`; it has {}", port(client), name.get_ref(), listed(&all));
            self.error(name, "operation", message, "name one of them, or select the operation");
        }
        found
    }

    /// A member of a message, with an error at `text` if it is not there.
    fn member(&mut self, ty: Option<&'r Type>, text: &Text, of: &str, help: &str) -> Option<path::Member<'r>> {
        let found = match ty {
            Some(ty) => path::member(self.package, ty, text.get_ref()),
            None => Err("it has no content".to_owned()),
        };
        match found {
            Ok(member) => Some(member),
            Err(problem) => {
                self.error(
                    text,
                    "member",
                    format!("`{}` does not lead to a text in {of}: {problem}", text.get_ref()),
                    help,
                );
                None
            }
        }
    }

    /// Whether one of the globs takes in `name`; none take in all.
    fn takes_in(globs: &[Text], name: &str) -> bool {
        globs.is_empty() || globs.iter().any(|glob| glob_matches(glob.get_ref(), name))
    }

    fn is_code(&self, code: &str) -> bool {
        self.rules.codes.iter().any(|set| set.values.iter().any(|value| value.code == code))
    }
}

/// The name of a client's port without its service.
fn port(client: &Client) -> &str {
    client.port.rsplit('/').next().unwrap_or(&client.port)
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "none".to_owned(),
        count if count > shown.len() => format!("{} and {} more", shown.join(", "), count - shown.len()),
        _ => shown.join(", "),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.trim().lines().map(|line| line.trim().to_owned()).filter(|_| !text.trim().is_empty()).collect()
}
