//! Types told apart by `xsi:type`, and substitution groups.

use super::context::{Key, Lowering, Place as ItemPlace};
use super::documentation;
use super::elements::element_owner;
use super::fields::{Member, fragment_field, named_arms};
use crate::model::{Choice, ChoiceKind, Field, Item, ItemRef, Namespaces, Place, Type};
use crate::resolve::TypeDefinition;
use crate::xsd::{ComplexType, DerivationMethod, Element, Occurs, QName};

/// What a reference to a global element stands for.
#[derive(Debug)]
pub(super) enum Substitution {
    /// That element.
    Element,
    /// It or those that may substitute it.
    Group(ItemRef),
    /// Nothing known: it is abstract and has no members.
    Nothing,
}

impl<'a> Lowering<'a, '_> {
    /// Whether an element of this type may hold another one.
    pub(super) fn is_polymorphic(&self, place: usize, complex: &ComplexType) -> bool {
        if self.soap_array(complex).is_some() {
            return false;
        }
        complex.abstract_ || self.components.hierarchy.has_derived(place, &complex.block)
    }

    fn derived(&self, place: usize, complex: &ComplexType) -> Vec<(usize, &'a ComplexType)> {
        let places = self.components.hierarchy.derived(place, &complex.block);
        let complex = |place| match self.components.types.at(place) {
            Some(TypeDefinition::Complex(complex)) => Some((place, complex)),
            Some(TypeDefinition::Simple(_)) | None => None,
        };
        places.into_iter().filter_map(complex).collect()
    }

    /// The enum of a type and those derived from it.
    pub(super) fn polymorphic_item(&mut self, base: usize) -> ItemRef {
        let key = Key::Polymorphic(base);
        let entry = self.components.types.entries().get(base);
        let (name, position) = match entry {
            Some(entry) => (entry.name.clone(), entry.position),
            None => (QName::new("", ""), crate::xsd::Position { document: crate::xsd::DocumentId(0), offset: 0 }),
        };
        let any = QName::new(name.namespace.clone(), format!("Any_{}", name.local));
        let mut place = self.name(key, &any, &[], position);
        place.name = self.namespaces.wire(&name);
        let item = place.item.clone();
        self.queue(key, || super::context::Job::Polymorphic(place, base));
        item
    }

    /// A type and those derived from it, as an enum told apart by `xsi:type`.
    pub(super) fn polymorphic(&mut self, place: ItemPlace, base: usize) {
        let Some(TypeDefinition::Complex(complex)) = self.components.types.at(base) else {
            return;
        };
        let mut types = vec![(base, complex)];
        types.extend(self.derived(base, complex));
        let mut members = Vec::new();
        for (at, derived) in types {
            // The original of a redefined type has no name that could be on the wire.
            let Some(name) = derived.name.as_ref().filter(|name| !derived.abstract_ && !name.local.contains(' '))
            else {
                continue;
            };
            let usage = self.complex_type_item(at, derived);
            let mut field = fragment_field(Place::Element, Occurs::ONCE, Vec::new());
            field.ty = usage.ty;
            field.name = self.namespaces.wire(name);
            members.push(Member { label: name.local.to_string(), field });
        }
        let mut other = fragment_field(
            Place::Wildcard(Namespaces::Any),
            Occurs::ONCE,
            vec![String::from("A type the contract does not name.")],
        );
        other.ty = Type::Runtime("castile::fragment::AnyType");
        let mut arms = named_arms(members, &["Other", "Self"]);
        arms.push(Field { ident: String::from("Other"), ..other });
        self.coverage.modelled("derived complexType");
        let word = complex.name.as_ref().map(|name| name.local.to_string()).unwrap_or_default();
        self.add(
            place.item.module,
            place.position,
            Item::Choice(Choice {
                ident: place.item.ident,
                table: place.item.table,
                name: place.name,
                kind: ChoiceKind::Polymorphic,
                documentation: documentation::lines(&Some(format!(
                    "{word}, or a type derived from it: told apart by xsi:type."
                ))),
                default: 0,
                arms,
            }),
        );
    }

    /// The elements that may be where `head` is referred to, itself included; `None` when it is no head.
    pub(super) fn substitutes(&self, head: &Element) -> Option<Vec<&'a Element>> {
        let elements = &self.components.elements;
        let place = elements.find(&head.name)?;
        let declared = elements.at(place)?;
        let closed = declared.block.contains(&DerivationMethod::Substitution);
        if !declared.abstract_ && (closed || !self.components.hierarchy.has_members(place)) {
            return None;
        }
        let mut all: Vec<&'a Element> = vec![declared];
        if !closed {
            all.extend(self.components.hierarchy.members(place).into_iter().filter_map(|member| elements.at(member)));
        }
        all.retain(|element| !element.abstract_);
        Some(all)
    }

    /// What a reference to `head` stands for.
    pub(super) fn substitution_item(&mut self, head: &Element) -> Substitution {
        let (Some(members), Some(at)) = (self.substitutes(head), self.components.elements.find(&head.name)) else {
            return Substitution::Element;
        };
        if members.is_empty() {
            return Substitution::Nothing;
        }
        let key = Key::Substitution(at);
        let place = self.name(key, &head.name, &["Element", "Group"], head.position);
        let item = place.item.clone();
        self.queue(key, || super::context::Job::Substitution(place, at));
        Substitution::Group(item)
    }

    /// A substitution group as an enum of its elements.
    pub(super) fn substitution(&mut self, place: ItemPlace, head: usize) {
        let Some(declared) = self.components.elements.at(head) else {
            return;
        };
        self.coverage.modelled("substitutionGroup");
        let owner = element_owner(declared);
        let members: Vec<Member> = self
            .substitutes(declared)
            .unwrap_or_default()
            .into_iter()
            .map(|element| self.arm(element, &owner))
            .collect();
        let arms = named_arms(members, &["Self"]);
        self.add(
            place.item.module,
            place.position,
            Item::Choice(Choice {
                ident: place.item.ident,
                table: place.item.table,
                name: place.name,
                kind: ChoiceKind::Choice,
                documentation: documentation::lines(&declared.documentation),
                default: 0,
                arms,
            }),
        );
    }
}
