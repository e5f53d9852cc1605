//! From checked documents to the specification's components.
//!
//! One function for each construct, named after it. Names are expanded, defaults of the schema are applied, and chameleon
//! includes take the namespace of the schema that includes them; references stay references. What the specification does
//! not know is a diagnostic with its place.

mod attribute;
mod binding;
mod complex_type;
mod definitions;
mod element;
mod mime;
mod model_group;
mod reader;
mod schema;
mod service;
mod simple_type;

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::{Documents, is_schema, tree};
use crate::node::Own as _;
use crate::wsdl::{Definitions, WSDL};
use crate::xsd::{DocumentId, Position, Schema};
use reader::{Node, Reader};

/// A contract as its documents state it.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The documents, for showing places.
    pub documents: Documents,
    /// WSDL documents: the entry first, then as they are imported.
    pub definitions: Vec<Definitions>,
    /// Schemas: inline ones where their WSDL stands, then as they are imported, built-in ones last.
    pub schemas: Vec<Schema>,
}

/// How many pairs of a document and a target namespace are read: a chameleon document is read once for each namespace
/// that includes it.
const VISITS: usize = 4_000;
/// How many bytes of text are read in all, counting a chameleon each time.
const VOLUME: usize = 256 << 20;

/// Parses all documents that the entry leads to, and the built-in schemas that were loaded.
///
/// Parts that are wrong are reported and left out; the rest is returned.
pub fn parse(documents: Documents, diagnostics: &mut Diagnostics) -> Parsed {
    let (definitions, schemas) = {
        let trees: Vec<_> = documents
            .iter()
            .map(|(_, document)| {
                let usable = document.is_well_formed();
                usable.then(|| tree(document).ok()).flatten()
            })
            .collect();
        let mut parsing = Parsing {
            documents: &documents,
            roots: trees.iter().map(|tree| tree.as_ref().map(roxmltree::Document::root_element)).collect(),
            diagnostics,
            names: HashSet::new(),
            noted: BTreeSet::new(),
            queue: VecDeque::new(),
            seen: BTreeSet::new(),
            volume: 0,
            definitions: Vec::new(),
            schemas: Vec::new(),
        };
        parsing.all();
        (parsing.definitions, parsing.schemas)
    };
    Parsed { documents, definitions, schemas }
}

/// A document to read, and the namespace it takes when it has none.
struct Visit {
    document: DocumentId,
    adopted: Arc<str>,
}

struct Parsing<'a> {
    documents: &'a Documents,
    roots: Vec<Option<Node<'a>>>,
    diagnostics: &'a mut Diagnostics,
    names: HashSet<Arc<str>>,
    noted: BTreeSet<(DocumentId, String)>,
    queue: VecDeque<Visit>,
    seen: BTreeSet<(DocumentId, Arc<str>)>,
    volume: usize,
    definitions: Vec<Definitions>,
    schemas: Vec<Schema>,
}

/// What the root of a document is.
enum Root<'a> {
    Definitions(Node<'a>),
    Schema(Node<'a>),
    Other(Node<'a>),
}

impl<'a> Parsing<'a> {
    fn all(&mut self) {
        let empty: Arc<str> = "".into();
        let built_in = self.documents.iter().filter(|(_, document)| document.is_built_in());
        let entries: Vec<_> = std::iter::once(DocumentId(0)).chain(built_in.map(|(id, _)| id)).collect();
        for entry in entries {
            self.queue.push_back(Visit { document: entry, adopted: Arc::clone(&empty) });
            while let Some(visit) = self.queue.pop_front() {
                self.visit(&visit);
            }
        }
    }

    fn root(&self, id: DocumentId) -> Option<Root<'a>> {
        let index = usize::try_from(id.0).ok()?;
        let node = self.roots.get(index).copied().flatten()?;
        let name = node.tag_name();
        Some(match (name.namespace(), name.name()) {
            (Some(WSDL), "definitions") => Root::Definitions(node),
            _ if is_schema(node) => Root::Schema(node),
            _ => Root::Other(node),
        })
    }

    fn visit(&mut self, visit: &Visit) {
        let Some(root) = self.root(visit.document) else {
            return;
        };
        let namespace = match &root {
            Root::Schema(node) if node.own("targetNamespace").is_none() => Arc::clone(&visit.adopted),
            _ => "".into(),
        };
        let Some(document) = self.documents.get(visit.document) else {
            return;
        };
        if self.is_exhausted() || !self.seen.insert((visit.document, namespace)) {
            return;
        }
        self.volume = self.volume.saturating_add(document.text().len());
        if self.is_exhausted() {
            let message = "too many pairs of a document and a namespace that includes it";
            self.diagnostics.push(Diagnostic::error("include", message));
            return;
        }
        let mut reader = Reader {
            id: visit.document,
            document,
            names: &mut self.names,
            noted: &mut self.noted,
            diagnostics: self.diagnostics,
        };
        match root {
            Root::Definitions(node) => {
                let (definitions, schemas) = reader.definitions(node);
                for import in &definitions.imports {
                    self.wsdl_import(import.position, import.document, &import.namespace);
                }
                self.definitions.push(definitions);
                for schema in schemas {
                    self.keep(schema);
                }
            }
            Root::Schema(node) => {
                let schema = reader.schema(node, &visit.adopted);
                self.keep(schema);
            }
            Root::Other(node) => reader.neither_wsdl_nor_schema(node),
        }
    }

    fn is_exhausted(&self) -> bool {
        self.seen.len() >= VISITS || self.volume > VOLUME
    }

    /// Keeps a schema and follows its links.
    fn keep(&mut self, schema: Schema) {
        for import in &schema.imports {
            self.import(import.position, import.document, &import.namespace);
        }
        let included = schema.includes.iter().map(|link| (link.position, link.document));
        let redefined = schema.redefines.iter().map(|link| (link.position, link.document));
        for (position, document) in included.chain(redefined) {
            self.include(position, document, &schema.target_namespace);
        }
        self.schemas.push(schema);
    }

    fn wsdl_import(&mut self, at: Position, document: Option<DocumentId>, namespace: &Arc<str>) {
        let Some(document) = document else { return };
        if let Some(Root::Definitions(node)) = self.root(document) {
            let own = node.own("targetNamespace").unwrap_or_default();
            if own != &**namespace {
                self.mismatch(at, "wsdl:import", namespace, own);
            }
            self.follow(document, "");
            return;
        }
        self.import(at, Some(document), namespace);
    }

    fn import(&mut self, at: Position, document: Option<DocumentId>, namespace: &Arc<str>) {
        let Some(document) = document else { return };
        match self.root(document) {
            Some(Root::Schema(node)) => match node.own("targetNamespace") {
                Some(own) if own != &**namespace => {
                    self.mismatch(at, "xs:import", namespace, own);
                    self.follow(document, "");
                }
                Some(_) => self.follow(document, ""),
                None => {
                    if !namespace.is_empty() {
                        let message =
                            format!("the document has no target namespace; it is read as one of \"{namespace}\"");
                        self.warn(at, "xs:import", message);
                    }
                    self.follow(document, namespace);
                }
            },
            Some(Root::Definitions(_)) => {
                if self.documents.get(document).is_some() && document != at.document {
                    let message = "the document is a WSDL; its schemas are read".to_owned();
                    self.warn(at, "xs:import", message);
                }
                self.follow(document, "");
            }
            Some(Root::Other(_)) | None => self.follow(document, ""),
        }
    }

    fn include(&mut self, at: Position, document: Option<DocumentId>, namespace: &Arc<str>) {
        let Some(document) = document else { return };
        if let Some(Root::Schema(node)) = self.root(document)
            && let Some(own) = node.own("targetNamespace")
            && own != &**namespace
        {
            self.mismatch(at, "xs:include", namespace, own);
        }
        self.follow(document, namespace);
    }

    fn mismatch(&mut self, at: Position, construct: &str, named: &str, own: &str) {
        let message = format!("the document's target namespace is \"{own}\", not \"{named}\"; its own is used");
        self.warn(at, construct, message);
    }

    fn warn(&mut self, at: Position, construct: &str, message: String) {
        if !self.diagnostics.is_full() {
            let location = self.documents.location(at);
            self.diagnostics.push(Diagnostic::warning(construct, message).at(location));
        }
    }

    fn follow(&mut self, document: DocumentId, adopted: &str) {
        self.queue.push_back(Visit { document, adopted: adopted.into() });
    }
}

#[cfg(test)]
mod tests;
