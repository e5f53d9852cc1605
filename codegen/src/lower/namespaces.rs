//! Namespaces of the package: those that occur in names, and the modules that hold the types of one.

use std::collections::HashMap;

use crate::model::{Module, Namespace, WellKnown, WireName};
use crate::names::{self, Scope};
use crate::xsd::{QName, XML};

/// Namespace names by number of first use, and the modules.
#[derive(Debug)]
pub(super) struct Namespaces {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    modules: Vec<Module>,
    module_by_namespace: HashMap<String, usize>,
    idents: Scope,
}

impl Default for Namespaces {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            by_name: HashMap::new(),
            modules: Vec::new(),
            module_by_namespace: HashMap::new(),
            // The module of the global elements has this name.
            idents: Scope::with(&["elements"]),
        }
    }
}

impl Namespaces {
    /// The namespace of that name.
    pub(super) fn intern(&mut self, name: &str) -> Namespace {
        if name.is_empty() {
            return Namespace::None;
        }
        if name == XML {
            return Namespace::Xml;
        }
        if let Some(known) = WellKnown::of(name) {
            return Namespace::Known(known);
        }
        if let Some(&index) = self.by_name.get(name) {
            return Namespace::Package(index);
        }
        let index = self.names.len();
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), index);
        Namespace::Package(index)
    }

    /// The name as it is on the wire.
    pub(super) fn wire(&mut self, name: &QName) -> WireName {
        WireName { namespace: self.intern(&name.namespace), local: name.local.to_string() }
    }

    /// The module that holds the types of a namespace.
    pub(super) fn module(&mut self, namespace: &str) -> usize {
        if let Some(&index) = self.module_by_namespace.get(namespace) {
            return index;
        }
        let index = self.modules.len();
        let ident = names::raw(&self.idents.take(&[&names::module(namespace)]));
        self.modules.push(Module { ident, namespace: namespace.to_owned(), items: Vec::new() });
        self.module_by_namespace.insert(namespace.to_owned(), index);
        index
    }

    /// How many namespaces there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Namespace names and (still empty) modules.
    pub(super) fn into_parts(self) -> (Vec<String>, Vec<Module>) {
        (self.names, self.modules)
    }
}
