//! The documents of one contract: an entry and everything it imports, includes or redefines.
//!
//! What comes in is a path, what goes out is checked text with its links. Nothing is ever fetched from a network: an
//! absolute location means something only if the [`Catalog`] maps it to a path under the roots.

mod decode;
mod doctype;
mod document;
mod location;
mod prescan;
mod source;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use roxmltree::{Node, ParsingOptions};

use crate::catalog;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::node::Own as _;
use crate::spelling;
use crate::wsdl::WSDL;
use crate::xsd::{DocumentId, XSD};
use location::{Base, Resolved, entry_path, resolve};

pub use document::{Document, Documents};
pub use prescan::DocumentLimits;
pub use source::{FileSource, MapSource, Source, SourceError};

/// Absolute locations and the paths under the roots that stand for them.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    paths: BTreeMap<String, String>,
}

impl Catalog {
    /// The path that stands for `location`.
    pub fn get(&self, location: &str) -> Option<&str> {
        self.paths.get(location).map(String::as_str)
    }

    /// Adds a mapping; the last one for a location counts.
    pub fn insert(&mut self, location: impl Into<String>, path: impl Into<String>) {
        self.paths.insert(location.into(), path.into());
    }
}

impl<L: Into<String>, P: Into<String>> FromIterator<(L, P)> for Catalog {
    fn from_iter<I: IntoIterator<Item = (L, P)>>(pairs: I) -> Self {
        let mut catalog = Self::default();
        for (location, path) in pairs {
            catalog.insert(location, path);
        }
        catalog
    }
}

/// Limits on one run.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Documents.
    pub documents: usize,
    /// Bytes of all documents, as stored.
    pub bytes: u64,
    /// Limits on each document.
    pub document: DocumentLimits,
}

impl Default for Limits {
    fn default() -> Self {
        Self { documents: 1_000, bytes: 64 << 20, document: DocumentLimits::default() }
    }
}

/// Loads a contract from a [`Source`].
#[derive(Debug)]
pub struct Loader<'a> {
    source: &'a dyn Source,
    catalog: Catalog,
    limits: Limits,
}

impl<'a> Loader<'a> {
    /// A loader without a catalog, with the default limits.
    pub fn new(source: &'a dyn Source) -> Self {
        Self { source, catalog: Catalog::default(), limits: Limits::default() }
    }

    /// The same, with a catalog.
    #[must_use]
    pub fn catalog(mut self, catalog: Catalog) -> Self {
        self.catalog = catalog;
        self
    }

    /// The same, with other limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Loads `entry`, a path under the source's roots, and what it leads to.
    ///
    /// Each document is read once, however many ways lead to it. A location that leads nowhere is a warning, and none at all
    /// if its namespace is built in or comes from elsewhere: only a reference can miss it.
    pub fn load(&self, entry: &str, diagnostics: &mut Diagnostics) -> Documents {
        let mut loading = Loading {
            loader: self,
            diagnostics,
            documents: Documents::default(),
            bases: Vec::new(),
            by_path: BTreeMap::new(),
            bytes: 0,
            queue: VecDeque::new(),
            provided: BTreeSet::new(),
            mentioned: BTreeSet::new(),
            missing: Vec::new(),
        };
        loading.entry(entry);
        loading.closure();
        loading.built_in();
        loading.report_missing();
        loading.documents
    }
}

struct Loading<'a> {
    loader: &'a Loader<'a>,
    diagnostics: &'a mut Diagnostics,
    documents: Documents,
    /// Where each document was found.
    bases: Vec<Base>,
    by_path: BTreeMap<String, Result<DocumentId, SourceError>>,
    bytes: u64,
    queue: VecDeque<DocumentId>,
    /// Target namespaces of the schemas seen.
    provided: BTreeSet<String>,
    /// Namespaces of built-in schemas that documents declare.
    mentioned: BTreeSet<&'static str>,
    missing: Vec<Missing>,
}

/// A link that leads nowhere.
struct Missing {
    diagnostic: Diagnostic,
    /// The namespace an import names.
    namespace: Option<String>,
}

/// `import`, `include` or `redefine` with a location.
struct Link {
    offset: usize,
    construct: &'static str,
    namespace: Option<String>,
    location: Option<String>,
}

impl Loading<'_> {
    fn entry(&mut self, entry: &str) {
        let Some(path) = entry_path(entry) else {
            let message = "the entry must be a relative path under the roots";
            self.diagnostics.push(Diagnostic::error(entry, message));
            return;
        };
        match self.open(Base { path, url: None }) {
            Ok(_) | Err(SourceError::Unusable) => {}
            Err(error) => self.diagnostics.push(
                Diagnostic::error(entry, format!("the entry cannot be read: {error}"))
                    .help("paths are relative to the roots of the source"),
            ),
        }
    }

    /// Reads each document that was found, and finds more.
    fn closure(&mut self) {
        while let Some(id) = self.queue.pop_front() {
            for link in self.links(id) {
                self.follow(id, &link);
            }
        }
    }

    /// Adds the built-in schemas of namespaces that are used and that no document provides.
    fn built_in(&mut self) {
        let mut added: BTreeSet<&str> = BTreeSet::new();
        loop {
            let wanted = catalog::BUILT_IN.iter().find(|schema| {
                self.mentioned.contains(schema.namespace)
                    && !self.provided.contains(schema.namespace)
                    && !added.contains(schema.namespace)
            });
            let Some(schema) = wanted else { return };
            added.insert(schema.namespace);
            let name = format!("built-in:{}", schema.name);
            if let Some(id) = self.add(&name, schema.text.as_bytes(), true) {
                self.bases.push(Base { path: name, url: None });
                self.queue.push_back(id);
            }
            self.closure();
        }
    }

    fn report_missing(&mut self) {
        for missing in std::mem::take(&mut self.missing) {
            let known = missing.namespace.as_deref().is_some_and(|namespace| {
                namespace == XSD || self.provided.contains(namespace) || catalog::built_in(namespace).is_some()
            });
            if !known {
                self.diagnostics.push(missing.diagnostic);
            }
        }
    }

    /// The document at a path; read when it is new.
    fn open(&mut self, base: Base) -> Result<DocumentId, SourceError> {
        if let Some(known) = self.by_path.get(&base.path) {
            return known.clone();
        }
        let path = base.path.clone();
        let opened = self.read(base);
        self.by_path.insert(path, opened.clone());
        opened
    }

    fn read(&mut self, base: Base) -> Result<DocumentId, SourceError> {
        if self.documents.list.len() >= self.loader.limits.documents {
            return Err(SourceError::Refused("too many documents"));
        }
        let left = self.loader.limits.bytes.saturating_sub(self.bytes);
        let bytes = self.loader.source.read(&base.path, left)?;
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let Some(id) = self.add(&base.path, &bytes, false) else {
            return Err(SourceError::Unusable);
        };
        self.bases.push(base);
        self.queue.push_back(id);
        Ok(id)
    }

    /// Decodes, checks and keeps a document. What is wrong with it is reported.
    fn add(&mut self, name: &str, bytes: &[u8], built_in: bool) -> Option<DocumentId> {
        let id = DocumentId(u32::try_from(self.documents.list.len()).ok()?);
        match self.checked(name, bytes, built_in) {
            Ok(document) => {
                self.documents.list.push(document);
                Some(id)
            }
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }

    fn checked(&mut self, name: &str, bytes: &[u8], built_in: bool) -> Result<Document, Box<Diagnostic>> {
        let whole = || crate::diagnostic::Location { file: name.into(), row: 0, column: 0 };
        let error = |message: String| Diagnostic::error("document", message).at(whole());
        let decoded = decode::decode(bytes).map_err(error)?;
        for warning in decoded.warnings {
            let warning = Diagnostic::warning("document", warning).at(whole());
            self.diagnostics.push(warning);
        }
        if is_html(&decoded.text) {
            return Err(Box::new(
                error("an HTML page, not a WSDL or a schema".to_owned())
                    .help("store the document itself: the page is often a login form or an error"),
            ));
        }
        let interest = |value: &str| {
            if value.starts_with("xml:") {
                return Some(crate::xsd::XML);
            }
            catalog::built_in(value).map(|schema| schema.namespace)
        };
        let limits = &self.loader.limits.document;
        let checked = prescan::prescan(&decoded.text, limits, &interest).and_then(|scan| {
            let expanded = doctype::expand(&decoded.text, &scan)?;
            Ok((scan.mentioned, expanded))
        });
        match checked {
            Ok((mentioned, expanded)) => {
                self.mentioned.extend(mentioned);
                Ok(Document::new(name, decoded.text, expanded, built_in))
            }
            Err(problem) => {
                let expanded = doctype::Expanded { text: decoded.text.clone(), segments: Vec::new() };
                let document = Document::new(name, decoded.text, expanded, built_in);
                let location = document.location(document.original_offset(problem.offset));
                Err(Box::new(error(problem.message).at(location)))
            }
        }
    }

    /// The links of a document. Reports it when it is not well-formed.
    fn links(&mut self, id: DocumentId) -> Vec<Link> {
        let Some(document) = self.documents.get(id) else {
            return Vec::new();
        };
        let mut links = Vec::new();
        let failure = match tree(document) {
            Ok(tree) => {
                for node in tree.root().descendants().filter(Node::is_element) {
                    if let Some(namespace) = schema_target(node) {
                        self.provided.insert(namespace.to_owned());
                    }
                    links.extend(link(node));
                }
                None
            }
            Err(error) => {
                let offset = match (&error, error.pos()) {
                    // It has no position: the text ends too early.
                    (roxmltree::Error::UnexpectedEndOfStream, _) => document.text().len(),
                    (_, at) => document.offset_at(at.row, at.col),
                };
                let location = document.location(document.original_offset(offset));
                let message = message_without_position(&error);
                Some(Diagnostic::error("document", format!("not well-formed: {message}")).at(location))
            }
        };
        if let Some(diagnostic) = failure {
            self.diagnostics.push(diagnostic);
            if let Some(document) = self.documents.get_mut(id) {
                document.mark_malformed();
            }
        }
        links
    }

    fn follow(&mut self, from: DocumentId, link: &Link) {
        let index = usize::try_from(from.0).unwrap_or(usize::MAX);
        let Some(base) = self.bases.get(index) else {
            return;
        };
        if let Some(namespace) = link.namespace.as_deref().and_then(catalog::built_in) {
            self.mentioned.insert(namespace.namespace);
        }
        let Some(location) = link.location.as_deref() else {
            self.miss(from, link, Severity::Warning, "has no location".to_owned());
            return;
        };
        let (severity, reason) = match resolve(base, location, &self.loader.catalog) {
            Resolved::Paths(paths) => match self.first(&paths) {
                Ok(target) => return self.linked(from, link, target),
                Err(SourceError::NotFound) => match self.first(&self.in_another_case(&paths)) {
                    Ok(target) => {
                        self.linked(from, link, target);
                        return self.respelt(from, link, target);
                    }
                    Err(SourceError::NotFound) => (Severity::Warning, "there is no such document".to_owned()),
                    Err(error) => (Severity::Error, error.to_string()),
                },
                Err(error) => (Severity::Error, error.to_string()),
            },
            Resolved::NotInCatalog => {
                (Severity::Warning, "the catalog does not have it, and nothing is fetched".to_owned())
            }
            Resolved::Refused(reason) => (Severity::Error, format!("refused: {reason}")),
        };
        let reason = format!("location \"{location}\": {reason}");
        self.miss(from, link, severity, reason);
    }

    fn first(&mut self, paths: &[Base]) -> Result<DocumentId, SourceError> {
        for base in paths {
            match self.open(base.clone()) {
                Err(SourceError::NotFound) => {}
                answer => return answer,
            }
        }
        Err(SourceError::NotFound)
    }

    /// The same paths as the source spells them.
    fn in_another_case(&self, paths: &[Base]) -> Vec<Base> {
        let respelt = |base: &Base| {
            let path = self.loader.source.in_another_case(&base.path)?;
            Some(Base { path, url: base.url.clone() })
        };
        paths.iter().filter_map(respelt).collect()
    }

    fn linked(&mut self, from: DocumentId, link: &Link, target: DocumentId) {
        if let Some(document) = self.documents.get_mut(from) {
            let offset = document.original_offset(link.offset);
            document.add_link(offset, target);
        }
    }

    fn respelt(&mut self, from: DocumentId, link: &Link, target: DocumentId) {
        let location = link.location.as_deref().unwrap_or_default();
        let name = self.documents.get(target).map_or("", |document| document.name());
        let message = format!("location \"{location}\" is spelt \"{name}\" where it is stored");
        let diagnostic = self.placed(from, link, Diagnostic::warning(link.construct, message));
        self.diagnostics.push(diagnostic);
    }

    /// The diagnostic at the place of the link.
    fn placed(&self, from: DocumentId, link: &Link, diagnostic: Diagnostic) -> Diagnostic {
        match self.documents.get(from) {
            Some(document) => diagnostic.at(document.location(document.original_offset(link.offset))),
            None => diagnostic,
        }
    }

    fn miss(&mut self, from: DocumentId, link: &Link, severity: Severity, reason: String) {
        let construct = match &link.namespace {
            Some(namespace) => format!("{} of \"{namespace}\"", link.construct),
            None => link.construct.to_owned(),
        };
        let diagnostic = Diagnostic::new(severity, construct, reason)
            .help("store the document and map its location to a path in the catalog");
        let diagnostic = self.placed(from, link, diagnostic);
        self.missing.push(Missing { diagnostic, namespace: link.namespace.clone() });
    }
}

/// The tree of a document. The text was scanned: no DOCTYPE is left, and sizes are bounded.
pub(crate) fn tree(document: &Document) -> Result<roxmltree::Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    roxmltree::Document::parse_with_options(document.text(), options)
}

/// Whether `namespace` is that of XML Schema or one of its predecessors.
pub(crate) fn is_schema_namespace(namespace: &str) -> bool {
    matches!(namespace, XSD | "http://www.w3.org/2000/10/XMLSchema" | "http://www.w3.org/1999/XMLSchema")
}

/// Whether `node` is an `xs:schema`, or one whose own prefix was forgotten: what it holds is of XML Schema.
pub(crate) fn is_schema(node: Node<'_, '_>) -> bool {
    let of_schema = |node: Node<'_, '_>| node.tag_name().namespace().is_some_and(is_schema_namespace);
    spelling::element(node.tag_name().name()) == "schema"
        && (of_schema(node) || node.tag_name().namespace().is_none() && node.children().any(of_schema))
}

/// The target namespace, when `node` is an `xs:schema`.
fn schema_target<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    if !is_schema(node) || !node.has_children() {
        return None;
    }
    // A schema that only imports provides nothing.
    let provides = node.children().any(|child| {
        child.is_element() && !matches!(spelling::element(child.tag_name().name()), "import" | "annotation")
    });
    provides.then(|| node.own("targetNamespace").unwrap_or_default())
}

fn link(node: Node<'_, '_>) -> Option<Link> {
    let name = node.tag_name();
    let parent = node.parent_element()?;
    let (construct, attribute) = match (name.namespace()?, name.name(), parent.tag_name().name()) {
        (WSDL, "import", "definitions") => ("wsdl:import", "location"),
        (namespace, local, parent) if is_schema_namespace(namespace) && spelling::element(parent) == "schema" => {
            match spelling::element(local) {
                "import" => ("xs:import", "schemaLocation"),
                "include" => ("xs:include", "schemaLocation"),
                "redefine" => ("xs:redefine", "schemaLocation"),
                _ => return None,
            }
        }
        _ => return None,
    };
    let location = node.own(attribute).map(str::trim);
    Some(Link {
        offset: node.range().start,
        construct,
        namespace: construct.ends_with("import").then(|| node.own("namespace").unwrap_or_default().to_owned()),
        location: location.filter(|location| !location.is_empty()).map(str::to_owned),
    })
}

/// Whether the text is a web page: what servers send instead of a WSDL.
fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    ["<!doctype html", "<html"]
        .iter()
        .any(|page| start.get(..page.len()).is_some_and(|start| start.eq_ignore_ascii_case(page)))
}

/// The tree builder's message; its own position is that of the rewritten text.
fn message_without_position(error: &roxmltree::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at ") {
        Some((before, position)) if position.contains(':') => before.to_owned(),
        _ => message,
    }
}

#[cfg(test)]
mod tests;
