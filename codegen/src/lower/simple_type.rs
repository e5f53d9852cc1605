//! Simple types: built-in Rust types with facts, enumerations, unions.

use std::collections::HashSet;
use std::rc::Rc;

use super::context::{Lowering, Owner, address};
use super::documentation;
use super::elements::Use;
use super::facets::{accumulated, normalized};
use super::fields::unraw;
use super::scalars::scalar;
use crate::model::{
    Enumeration, EnumerationValue, Facet, Item, ItemRef, Place, SimpleRef, Type, Union, UnionArm, Variety, WhiteSpace,
    WireName,
};
use crate::names::{self, Scope};
use crate::resolve::{BuiltIn, TypeDefinition, built_in};
use crate::xsd::{self, FacetKind, Position, QName, SimpleTypeRef};

/// Types derived more deeply than this are refused.
const DEEPEST: usize = 128;

/// A simple type as it is used.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    /// The Rust type; a `Vec` for a list.
    pub(super) ty: Type,
    pub(super) list: bool,
    pub(super) reference: SimpleRef,
    pub(super) facts: Facts,
    /// The enumeration values with their arms, when the Rust type is an enumeration or could be one.
    is_text: bool,
}

/// The facts of a simple type without its name.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) builtin: &'static str,
    pub(super) facets: Vec<Facet>,
    pub(super) variety: Variety,
    pub(super) white_space: Option<WhiteSpace>,
}

impl Simple {
    pub(super) fn usage(&self) -> Use {
        Use {
            ty: self.ty.clone(),
            place: Place::Element,
            simple: self.reference.clone(),
            list: self.list,
            facets: self.facts.facets.clone(),
        }
    }
}

/// A built-in simple type.
pub(super) fn builtin(name: &'static str) -> Simple {
    let (ty, list) = scalar(name);
    let is_text = ty == Type::Plain("String");
    let facts = Facts { builtin: name, facets: Vec::new(), variety: Variety::Atomic, white_space: None };
    Simple { ty, list, reference: SimpleRef::Builtin(name), facts, is_text }
}

/// What a simple type is called: by its declaration, or after what holds it.
struct Naming<'n> {
    namespace: &'n str,
    stem: String,
    suffixes: &'n [&'n str],
    name: WireName,
    position: Position,
}

impl<'a> Lowering<'a, '_> {
    /// A global simple type.
    pub(super) fn simple_type_definition(&mut self, simple: &'a xsd::SimpleType, _place: usize) -> Rc<Simple> {
        if let Some(done) = self.simple_types.get(&address(simple)) {
            return done.clone();
        }
        self.bases_first(simple);
        let Some(name) = &simple.name else {
            return Rc::new(builtin("ANY_SIMPLE_TYPE"));
        };
        let naming = Naming {
            namespace: &name.namespace,
            stem: names::pascal(&name.local),
            suffixes: &["Type"],
            name: self.namespaces.wire(name),
            position: simple.position,
        };
        self.simple_type(simple, &naming)
    }

    /// An anonymous simple type, named `stem` if it needs a name.
    pub(super) fn inline_simple_type(&mut self, simple: &'a xsd::SimpleType, owner: &Owner, stem: &str) -> Rc<Simple> {
        let naming = Naming {
            namespace: &owner.namespace,
            stem: unraw(stem).to_owned(),
            suffixes: &["Value"],
            name: WireName::default(),
            position: owner.position,
        };
        self.simple_type(simple, &naming)
    }

    /// Lowers the chain of named bases from its end, so that a long chain takes no stack.
    fn bases_first(&mut self, simple: &'a xsd::SimpleType) {
        let mut chain = Vec::new();
        let mut current = simple;
        while let xsd::Variety::Restriction { base: SimpleTypeRef::Named(base), .. } = &current.variety
            && built_in(base).is_none()
            && let Some(place) = self.components.types.find(base)
            && let Some(TypeDefinition::Simple(next)) = self.components.types.at(place)
            && !self.simple_types.contains_key(&address(next))
            && chain.len() < self.components.types.len()
        {
            chain.push((next, place));
            current = next;
        }
        if chain.len() > DEEPEST {
            self.findings.error(
                simple.position,
                "simpleType",
                format!("is derived in {} steps; at most {DEEPEST} are taken", chain.len()),
                "derive it more directly",
            );
            return;
        }
        for (base, place) in chain.into_iter().rev() {
            self.simple_type_definition(base, place);
        }
    }

    fn simple_type(&mut self, simple: &'a xsd::SimpleType, naming: &Naming<'_>) -> Rc<Simple> {
        if let Some(done) = self.simple_types.get(&address(simple)) {
            return done.clone();
        }
        self.coverage.modelled("simpleType");
        let lowered = match &simple.variety {
            xsd::Variety::Restriction { base, facets } => {
                let base = self.simple_type_ref(base, naming, "Base");
                self.restriction(&base, facets, &simple.documentation, naming)
            }
            xsd::Variety::List { item } => self.list(item, simple, naming),
            xsd::Variety::Union { members } => self.union(members, simple, naming),
        };
        let lowered = Rc::new(lowered);
        self.simple_types.insert(address(simple), lowered.clone());
        lowered
    }

    fn simple_type_ref(&mut self, reference: &'a SimpleTypeRef, naming: &Naming<'_>, suffix: &str) -> Rc<Simple> {
        match reference {
            SimpleTypeRef::Named(name) => self.named_simple_type(name),
            SimpleTypeRef::Inline(inline) => {
                let inner = Naming {
                    namespace: naming.namespace,
                    stem: format!("{}{suffix}", naming.stem),
                    suffixes: naming.suffixes,
                    name: WireName::default(),
                    position: naming.position,
                };
                self.simple_type(inline, &inner)
            }
        }
    }

    /// The simple type of that name; that of a complex type is text.
    pub(super) fn named_simple_type(&mut self, name: &QName) -> Rc<Simple> {
        if let Some(BuiltIn::Simple(static_)) = built_in(name) {
            return Rc::new(builtin(static_));
        }
        let types = &self.components.types;
        match types.find(name).and_then(|place| Some((place, types.at(place)?))) {
            Some((place, TypeDefinition::Simple(simple))) => self.simple_type_definition(simple, place),
            Some((_, TypeDefinition::Complex(complex))) => {
                self.findings.warning(
                    complex.position,
                    format!("complexType {name}"),
                    "is used where only a simple type can be; the value is read as text",
                    "name a simple type there",
                );
                Rc::new(builtin("ANY_SIMPLE_TYPE"))
            }
            None => Rc::new(builtin("ANY_SIMPLE_TYPE")),
        }
    }

    /// The content of a simpleContent restriction.
    pub(super) fn restricted_content(&mut self, base: &Simple, facets: &'a [xsd::Facet], owner: &Owner) -> Simple {
        if facets.is_empty() {
            return base.clone();
        }
        let naming = Naming {
            namespace: &owner.namespace,
            stem: format!("{}Value", unraw(&owner.ident)),
            suffixes: &[],
            name: WireName::default(),
            position: owner.position,
        };
        self.restriction(base, facets, &None, &naming)
    }

    fn restriction(
        &mut self,
        base: &Simple,
        step: &'a [xsd::Facet],
        docs: &xsd::Documentation,
        naming: &Naming<'_>,
    ) -> Simple {
        let facts = accumulated(&base.facts, step);
        let mut simple = Simple { facts, ..base.clone() };
        if has_pattern(step) {
            if let Some(simple) = self.spelt_union(&simple, docs, naming) {
                return simple;
            }
            simple.ty = spelt(simple.ty);
        }
        let anonymous = naming.name.local.is_empty();
        let enumerated = step.iter().any(|facet| matches!(facet.kind, FacetKind::Enumeration { .. }));
        if enumerated && base.is_text && !base.list && simple.facts.variety == Variety::Atomic {
            self.coverage.modelled("enumeration");
            let item = self.item_ref(naming.namespace, &naming.stem, naming.suffixes);
            simple.ty = Type::Item(item.clone());
            simple.reference = SimpleRef::Item(item.clone());
            let values = enumeration_values(step, &simple.facts);
            let restrictions: Vec<Facet> =
                simple.facts.facets.iter().filter(|facet| !matches!(facet, Facet::Enumeration(_))).cloned().collect();
            let enumeration = Enumeration {
                ident: item.ident.clone(),
                simple: facts_item(&item, naming, &simple.facts),
                documentation: documentation::joined(
                    documentation::lines(docs),
                    documentation::facets(&restrictions, &simple.ty),
                ),
                values,
            };
            self.add(item.module, naming.position, Item::Enumeration(enumeration));
        } else if !anonymous || !step.is_empty() {
            let item = self.facts_static(naming, &simple.facts);
            simple.reference = SimpleRef::Item(item);
        }
        simple
    }

    fn list(&mut self, item: &'a SimpleTypeRef, simple: &xsd::SimpleType, naming: &Naming<'_>) -> Simple {
        self.coverage.modelled("list");
        let item = self.simple_type_ref(item, naming, "Item");
        if item.list {
            self.findings.error(
                simple.position,
                "list",
                "its items are lists themselves, which XML Schema does not allow",
                "name an atomic or union item type",
            );
        }
        let facts = Facts {
            builtin: "ANY_SIMPLE_TYPE",
            facets: Vec::new(),
            variety: Variety::List(item.reference.clone()),
            white_space: Some(WhiteSpace::Collapse),
        };
        let reference = SimpleRef::Item(self.facts_static(naming, &facts));
        let ty = if item.list { item.ty.clone() } else { Type::Vec(Box::new(item.ty.clone())) };
        Simple { ty, list: true, reference, facts, is_text: false }
    }

    fn union(&mut self, members: &'a [SimpleTypeRef], simple: &xsd::SimpleType, naming: &Naming<'_>) -> Simple {
        self.coverage.modelled("union");
        let lowered: Vec<(String, Rc<Simple>)> = members
            .iter()
            .map(|member| {
                let label = match member {
                    SimpleTypeRef::Named(name) => name.local.to_string(),
                    SimpleTypeRef::Inline(_) => String::from("Value"),
                };
                (label, self.simple_type_ref(member, naming, "Member"))
            })
            .collect();
        let variety = Variety::Union(lowered.iter().map(|(_, member)| member.reference.clone()).collect());
        let facts = Facts { builtin: "ANY_SIMPLE_TYPE", facets: Vec::new(), variety, white_space: None };
        let Some((_, first)) = lowered.first() else {
            return builtin("ANY_SIMPLE_TYPE");
        };
        if lowered.iter().all(|(_, member)| member.ty == first.ty && member.list == first.list) {
            let reference = SimpleRef::Item(self.facts_static(naming, &facts));
            let is_text = false;
            return Simple { ty: first.ty.clone(), list: first.list, reference, facts, is_text };
        }
        let item = self.item_ref(naming.namespace, &naming.stem, naming.suffixes);
        let mut scope = Scope::of_arms(&["Self"]);
        let arms = lowered
            .iter()
            .map(|(label, member)| UnionArm {
                ident: names::raw(&scope.take(&[&names::pascal(label)])),
                ty: member.ty.clone(),
                simple: member.reference.clone(),
            })
            .collect();
        self.union_item(item, arms, facts, &simple.documentation, naming)
    }

    fn union_item(
        &mut self,
        item: ItemRef,
        arms: Vec<UnionArm>,
        facts: Facts,
        docs: &xsd::Documentation,
        naming: &Naming<'_>,
    ) -> Simple {
        self.unions.insert(item.table.clone(), arms.clone());
        let union = Union {
            ident: item.ident.clone(),
            simple: facts_item(&item, naming, &facts),
            documentation: documentation::lines(docs),
            arms,
        };
        self.add(item.module, naming.position, Item::Union(union));
        Simple { ty: Type::Item(item.clone()), list: false, reference: SimpleRef::Item(item), facts, is_text: false }
    }

    /// A union under a pattern, with arms that keep their literals; none where those of the base do already.
    fn spelt_union(&mut self, simple: &Simple, docs: &xsd::Documentation, naming: &Naming<'_>) -> Option<Simple> {
        let Type::Item(base) = &simple.ty else { return None };
        let mut arms = self.unions.get(&base.table)?.clone();
        if arms.iter().all(|arm| spelt(arm.ty.clone()) == arm.ty) {
            return None;
        }
        for arm in &mut arms {
            arm.ty = spelt(arm.ty.clone());
        }
        let item = self.item_ref(naming.namespace, &naming.stem, naming.suffixes);
        Some(self.union_item(item, arms, simple.facts.clone(), docs, naming))
    }

    /// A static of facts without a Rust type of its own.
    fn facts_static(&mut self, naming: &Naming<'_>, facts: &Facts) -> ItemRef {
        let table = self.table(&naming.stem);
        let item = ItemRef { module: self.namespaces.module(naming.namespace), ident: String::new(), table };
        let simple = facts_item(&item, naming, facts);
        self.add(item.module, naming.position, Item::SimpleType(simple));
        item
    }

    /// The facts of a built-in type under another name for it, that of SOAP's encoding.
    pub(super) fn named_simple(&mut self, name: &QName, reference: &SimpleRef, owner: &Owner) -> SimpleRef {
        let Some((_, facts)) = self.facts_of(reference) else {
            return reference.clone();
        };
        let naming = Naming {
            namespace: &owner.namespace,
            stem: format!("{}_{}", unraw(&owner.ident), name.local),
            suffixes: &[],
            name: self.namespaces.wire(name),
            position: owner.position,
        };
        SimpleRef::Item(self.facts_static(&naming, &facts))
    }

    /// The facts of `reference` with a default or fixed value of a declaration.
    pub(super) fn with_value(
        &mut self,
        reference: &SimpleRef,
        default: Option<String>,
        fixed: Option<String>,
        name: &QName,
        owner: &Owner,
    ) -> SimpleRef {
        let Some((wire, facts)) = self.facts_of(reference) else {
            return reference.clone();
        };
        let key = (format!("{reference:?}"), default.clone(), fixed.clone());
        if let Some(item) = self.defaults.get(&key) {
            return SimpleRef::Item(item.clone());
        }
        let naming = Naming {
            namespace: &owner.namespace,
            stem: format!("{}_{}", unraw(&owner.ident), name.local),
            suffixes: &[],
            name: wire,
            position: owner.position,
        };
        let table = self.table(&naming.stem);
        let item = ItemRef { module: self.namespaces.module(naming.namespace), ident: String::new(), table };
        let simple = crate::model::SimpleType { default, fixed, ..facts_item(&item, &naming, &facts) };
        self.add(item.module, naming.position, Item::SimpleType(simple));
        self.defaults.insert(key, item.clone());
        SimpleRef::Item(item)
    }

    /// Name and facts behind a reference.
    fn facts_of(&self, reference: &SimpleRef) -> Option<(WireName, Facts)> {
        match reference {
            SimpleRef::Complex | SimpleRef::Named(_) => None,
            SimpleRef::Builtin(name) => Some((WireName::default(), builtin(name).facts)),
            SimpleRef::Item(item) => self.simple_facts(item),
        }
    }
}

/// The type that keeps the literal: a pattern is about it, and may ask for leading zeros or an exponent.
fn spelt(ty: Type) -> Type {
    match ty {
        Type::Plain("i64" | "i32" | "i16" | "i8" | "u64" | "u32" | "u16" | "u8") => Type::Runtime("value::Integer"),
        Type::Plain("f32") => Type::Runtime("value::Literal<f32>"),
        Type::Plain("f64") => Type::Runtime("value::Literal<f64>"),
        Type::Plain("bool") => Type::Runtime("value::Literal<bool>"),
        Type::Runtime("value::Decimal") => Type::Runtime("value::Literal<castile::value::Decimal>"),
        Type::Vec(item) => Type::Vec(Box::new(spelt(*item))),
        other => other,
    }
}

fn has_pattern(step: &[xsd::Facet]) -> bool {
    step.iter().any(|facet| matches!(facet.kind, FacetKind::Pattern(_)))
}

/// The facts as they are emitted.
fn facts_item(item: &ItemRef, naming: &Naming<'_>, facts: &Facts) -> crate::model::SimpleType {
    crate::model::SimpleType {
        table: item.table.clone(),
        name: naming.name.clone(),
        builtin: facts.builtin,
        facets: facts.facets.clone(),
        variety: facts.variety.clone(),
        white_space: facts.white_space,
        default: None,
        fixed: None,
    }
}

impl Facts {
    /// The facts of an item as they were emitted.
    pub(super) fn from_item(simple: &crate::model::SimpleType) -> Self {
        Self {
            builtin: simple.builtin,
            facets: simple.facets.clone(),
            variety: simple.variety.clone(),
            white_space: simple.white_space,
        }
    }
}

/// The arms of an enumeration: each value once.
fn enumeration_values(step: &[xsd::Facet], facts: &Facts) -> Vec<EnumerationValue> {
    let mut scope = Scope::of_arms(&["Unknown", "Self"]);
    let mut seen = HashSet::new();
    let mut values = Vec::new();
    for facet in step {
        let FacetKind::Enumeration { value, .. } = &facet.kind else {
            continue;
        };
        let value = normalized(value, facts);
        if seen.insert(value.clone()) {
            let ident = names::raw(&scope.take(&[&names::arm(&value)]));
            values.push(EnumerationValue { ident, value, documentation: documentation::lines(&facet.documentation) });
        }
    }
    values
}
