//! What lowering knows and has decided so far.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::members::Marks;
use super::namespaces::Namespaces;
use super::shape::Shape;
use super::simple_type::Simple;
use super::{Coverage, Lowered, documentation, prune, recursion};
use crate::manifest::Manifest;
use crate::model::{Client, GlobalElement, Item, ItemRef, Package, WireName};
use crate::names::{self, Scope};
use crate::resolve::{Components, Findings, Reach, TypeDefinition};
use crate::xsd::{ComplexType, Content, Group, Position, QName};

/// Where a declaration stands: what its anonymous parts are named after and what its members are known by.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    /// The namespace whose module it goes to.
    pub(super) namespace: Arc<str>,
    /// The Rust type that it is part of; anonymous types are named after it.
    pub(super) ident: String,
    /// Wire names of the type, element or message, for the manifest's marks.
    pub(super) names: Vec<String>,
    /// Where it is.
    pub(super) position: Position,
}

/// What identifies an item: the component it is made from. Inline components are told apart by their address in the
/// parsed documents, which outlive lowering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A global type by its place.
    Type(usize),
    /// An anonymous complex type.
    Anonymous(usize),
    /// A model group, or the particle that is lowered like one.
    ModelGroup(usize),
    /// A model group definition by its place.
    Group(usize),
    /// Types told apart by `xsi:type`, by the place of their base.
    Polymorphic(usize),
    /// A substitution group by the place of its head.
    Substitution(usize),
    /// An array: the address of the `wsdl:arrayType` and how many of its brackets are left.
    Array(usize, usize),
    /// A message: its address and that of the binding's message, whose parts differ.
    Message(usize, usize),
}

/// The address of a component.
pub(super) fn address<T>(component: &T) -> usize {
    std::ptr::from_ref(component).addr()
}

/// An item whose name is decided and whose content is not.
pub(super) enum Job<'a> {
    ComplexType(Place, &'a ComplexType, Owner),
    Array(Place, super::arrays::Array<'a>, Owner),
    Group(Place, Vec<Shape<'a>>, Owner),
    GroupDefinition(Place, &'a Group, Owner),
    Choice(Place, Vec<Shape<'a>>, Owner),
    Polymorphic(Place, usize),
    Substitution(Place, usize),
}

/// The place an item will have.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) item: ItemRef,
    pub(super) name: WireName,
    pub(super) position: Position,
    /// The global element it is the anonymous type of.
    pub(super) root: Option<crate::model::Root>,
}

/// The state of lowering.
pub(super) struct Lowering<'a, 'c> {
    pub(super) components: &'c Components<'a>,
    pub(super) manifest: &'c Manifest,
    pub(super) findings: &'c mut Findings,
    pub(super) namespaces: Namespaces,
    pub(super) secrets: Marks,
    pub(super) lenient: Marks,
    pub(super) coverage: Coverage,
    pub(super) simple_types: HashMap<usize, Rc<Simple>>,
    pub(super) elements: Vec<GlobalElement>,
    pub(super) element_idents: Scope,
    pub(super) defaults: HashMap<(String, Option<String>, Option<String>), ItemRef>,
    pub(super) weights: Vec<super::groups::Weight>,
    pub(super) declared_in: HashMap<usize, usize>,
    pub(super) elements_of_type: Vec<Vec<usize>>,
    /// Whether any message of the contract follows the SOAP encoding.
    pub(super) encoded: bool,
    types: Scope,
    tables: Scope,
    places: HashMap<Key, Place>,
    queued: std::collections::HashSet<Key>,
    queue: VecDeque<Job<'a>>,
    items: Vec<(Position, usize, usize, Item)>,
    facts: HashMap<String, (WireName, super::simple_type::Facts)>,
    /// The arms of each union, by the name of its facts.
    pub(super) unions: HashMap<String, Vec<crate::model::UnionArm>>,
    /// How many items, fields and arms there are.
    pub(super) size: usize,
}

impl<'a, 'c> Lowering<'a, 'c> {
    pub(super) fn new(components: &'c Components<'a>, manifest: &'c Manifest, findings: &'c mut Findings) -> Self {
        Self {
            components,
            manifest,
            findings,
            namespaces: Namespaces::default(),
            secrets: Marks::new("secrets", &manifest.secrets.members),
            lenient: Marks::new("lenient", &manifest.lenient.members),
            coverage: Coverage::default(),
            simple_types: HashMap::new(),
            elements: Vec::new(),
            element_idents: Scope::new(),
            defaults: HashMap::new(),
            weights: super::groups::weights(components),
            declared_in: super::groups::declared_in(components),
            elements_of_type: elements_of_type(components),
            encoded: super::arrays::is_encoded(components),
            types: Scope::of_types(),
            tables: Scope::with(&["SCHEMA"]),
            places: HashMap::new(),
            queued: std::collections::HashSet::new(),
            queue: VecDeque::new(),
            items: Vec::new(),
            facts: HashMap::new(),
            unions: HashMap::new(),
            size: 0,
        }
    }

    /// The place of an item that was named before.
    pub(super) fn placed(&self, key: &Key) -> Option<Place> {
        self.places.get(key).cloned()
    }

    /// Name and facts of a simple type that was added.
    pub(super) fn simple_facts(&self, item: &ItemRef) -> Option<(WireName, super::simple_type::Facts)> {
        self.facts.get(&item.table).cloned()
    }

    /// Takes the names of what is declared globally, types before elements, in document order.
    pub(super) fn name_global_components(&mut self, reached: &Reach) {
        let components = self.components;
        for (place, entry) in
            components.types.entries().iter().enumerate().filter(|(place, _)| reached.has_type(*place))
        {
            match entry.component {
                TypeDefinition::Complex(_) => {
                    self.name(Key::Type(place), entry.name, &["Type"], entry.position);
                }
                TypeDefinition::Simple(simple) => {
                    self.simple_type_definition(simple, place);
                }
            }
        }
        for (place, entry) in
            components.elements.entries().iter().enumerate().filter(|(place, _)| reached.has_element(*place))
        {
            if let Some(crate::xsd::TypeRef::Complex(complex)) = &entry.component.type_ {
                self.name(Key::Anonymous(address(&**complex)), entry.name, &["Element"], entry.position);
            }
            if components.hierarchy.has_members(place) {
                self.name(Key::Substitution(place), entry.name, &["Element", "Group"], entry.position);
            }
        }
        for (place, entry) in
            components.groups.entries().iter().enumerate().filter(|(place, _)| reached.has_group(*place))
        {
            self.name(Key::Group(place), entry.name, &["Group"], entry.position);
        }
    }

    /// The place of a named component: its name in Pascal case, else with one of `suffixes`, else numbered.
    pub(super) fn name(&mut self, key: Key, name: &QName, suffixes: &[&str], position: Position) -> Place {
        if let Some(place) = self.places.get(&key) {
            return place.clone();
        }
        let stem = names::pascal(&name.local);
        let wire = self.namespaces.wire(name);
        self.take(key, &name.namespace, &stem, suffixes, wire, position)
    }

    /// The place of an anonymous component.
    pub(super) fn name_anonymous(&mut self, key: Key, owner: &Owner, stem: &str, suffixes: &[&str]) -> Place {
        if let Some(place) = self.places.get(&key) {
            return place.clone();
        }
        self.take(key, &owner.namespace, stem, suffixes, WireName::default(), owner.position)
    }

    fn take(
        &mut self,
        key: Key,
        namespace: &str,
        stem: &str,
        suffixes: &[&str],
        name: WireName,
        position: Position,
    ) -> Place {
        let item = self.item_ref(namespace, stem, suffixes);
        let place = Place { item, name, position, root: None };
        self.places.insert(key, place.clone());
        place
    }

    /// A new item of the package.
    pub(super) fn item_ref(&mut self, namespace: &str, stem: &str, suffixes: &[&str]) -> ItemRef {
        let with: Vec<String> = suffixes
            .iter()
            .filter(|suffix| !stem.ends_with(**suffix))
            .map(|suffix| format!("{stem}{suffix}"))
            .collect();
        let mut candidates = vec![stem];
        candidates.extend(with.iter().map(String::as_str));
        let ident = names::raw(&self.types.take(&candidates));
        let table = self.table(&ident);
        ItemRef { module: self.namespaces.module(namespace), ident, table }
    }

    /// A type name that is no item of a module: a client.
    pub(super) fn type_ident(&mut self, candidates: &[&str]) -> String {
        names::raw(&self.types.take(candidates))
    }

    /// The identifier of a static, unique in the package.
    pub(super) fn table(&mut self, text: &str) -> String {
        self.table_of(&[text])
    }

    /// The identifier of a static, the first of these that is free.
    pub(super) fn table_of(&mut self, texts: &[&str]) -> String {
        let candidates: Vec<String> = texts.iter().map(|text| names::screaming(text)).collect();
        let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
        names::raw(&self.tables.take(&candidates))
    }

    /// Queues a job unless it was queued before.
    pub(super) fn queue(&mut self, key: Key, job: impl FnOnce() -> Job<'a>) {
        if self.queued.insert(key) {
            self.queue.push_back(job());
        }
    }

    pub(super) fn next_job(&mut self) -> Option<Job<'a>> {
        self.queue.pop_front()
    }

    /// Adds a finished item. Items are emitted in the order of the places they come from.
    pub(super) fn add(&mut self, module: usize, position: Position, item: Item) {
        let simple = match &item {
            Item::Enumeration(item) => Some(&item.simple),
            Item::Union(item) => Some(&item.simple),
            Item::SimpleType(item) => Some(item),
            Item::Struct(_) | Item::Choice(_) | Item::Alias(_) => None,
        };
        if let Some(simple) = simple {
            self.facts
                .insert(simple.table.clone(), (simple.name.clone(), super::simple_type::Facts::from_item(simple)));
        }
        self.size = self.size.saturating_add(1).saturating_add(match &item {
            Item::Struct(item) => item.fields.len(),
            Item::Choice(item) => item.arms.len(),
            Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => 0,
        });
        let sequence = self.items.len();
        self.items.push((position, sequence, module, item));
    }

    /// Puts everything together.
    pub(super) fn finish(self, clients: Vec<Client>, source: &str, everything: bool) -> Lowered {
        let Self {
            namespaces, secrets, lenient, coverage, findings, mut items, elements, manifest, components, ..
        } = self;
        secrets.report(findings);
        lenient.report(findings);
        super::select::report_safe(&manifest.safe.operations, &clients, findings);
        if namespaces.len() >= 0x8000 {
            findings.push_unplaced(crate::diagnostic::Diagnostic::error(
                "namespaces",
                "the contract uses more than 32,767 of them",
            ));
        }
        items.sort_by_key(|(position, sequence, ..)| (*position, *sequence));
        let (namespaces, mut modules) = namespaces.into_parts();
        for (_, _, module, item) in items {
            if let Some(module) = modules.get_mut(module) {
                module.items.push(item);
            }
        }
        let documentation = components
            .definitions
            .first()
            .map(|definitions| definitions.documentation.clone())
            .or_else(|| components.schemas.first().map(|schema| schema.documentation.clone()));
        let mut package = Package {
            module: manifest.module.clone(),
            title: manifest.title.clone(),
            documentation: documentation.map(|text| documentation::lines(&text)).unwrap_or_default(),
            source: source.to_owned(),
            namespaces,
            modules,
            clients,
            elements,
            rules: crate::rules::facts::Rules::default(),
        };
        if !everything {
            prune::prune(&mut package);
        }
        recursion::recursion(&mut package);
        Lowered { package, coverage }
    }
}

/// The global elements whose type is each named type.
fn elements_of_type(components: &Components<'_>) -> Vec<Vec<usize>> {
    let mut of_type = vec![Vec::new(); components.types.len()];
    for (place, entry) in components.elements.entries().iter().enumerate() {
        if let Some(crate::xsd::TypeRef::Named(name)) = &entry.component.type_
            && let Some(list) = components.types.find(name).and_then(|place| of_type.get_mut(place))
        {
            list.push(place);
        }
    }
    of_type
}

/// The base a complex type is derived from, and how.
pub(super) fn base(complex: &ComplexType) -> Option<(crate::xsd::Derivation, &QName)> {
    match &complex.content {
        Content::Simple(content) => Some((content.derivation, &content.base)),
        Content::Complex(content) => content.derivation.as_ref().map(|(derivation, base)| (*derivation, base)),
    }
}
