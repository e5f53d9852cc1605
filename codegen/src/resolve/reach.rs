//! What is reached from where a client begins, and whether all of it is there.

use std::collections::HashSet;

use super::references::{self, Reference, ReferenceKind};
use super::{Components, Findings, built_in, built_in_attribute, built_in_element, built_in_group};
use crate::diagnostic::nearest;
use crate::xsd::QName;

/// Which global components are reached.
#[derive(Debug, Default)]
pub struct Reach {
    types: Vec<bool>,
    elements: Vec<bool>,
    attributes: Vec<bool>,
    groups: Vec<bool>,
    attribute_groups: Vec<bool>,
}

impl Reach {
    /// Whether the type at this place is reached.
    pub fn has_type(&self, place: usize) -> bool {
        self.types.get(place) == Some(&true)
    }

    /// Whether the element at this place is reached.
    pub fn has_element(&self, place: usize) -> bool {
        self.elements.get(place) == Some(&true)
    }

    /// Whether the group at this place is reached.
    pub fn has_group(&self, place: usize) -> bool {
        self.groups.get(place) == Some(&true)
    }
}

/// Where to begin.
#[derive(Debug)]
pub enum Roots<'a> {
    /// Every global component.
    All,
    /// The elements and types of messages.
    These(Vec<Reference<'a>>),
}

/// Follows every reference from `roots`. One that leads nowhere is an error when a root leads to it, else a warning.
pub fn reach<'a>(components: &Components<'a>, roots: &Roots<'a>, findings: &mut Findings) -> Reach {
    let mut walk = Walk { components, reach: Reach::default(), pending: Vec::new(), expanded: HashSet::new() };
    walk.reach.types.resize(components.types.len(), false);
    walk.reach.elements.resize(components.elements.len(), false);
    walk.reach.attributes.resize(components.attributes.len(), false);
    walk.reach.groups.resize(components.groups.len(), false);
    walk.reach.attribute_groups.resize(components.attribute_groups.len(), false);
    match roots {
        Roots::All => walk.all(),
        Roots::These(references) => {
            for reference in references {
                walk.follow(*reference, findings);
            }
        }
    }
    walk.run(findings);
    walk.warn_of_the_rest(findings);
    walk.reach
}

#[derive(Clone, Copy)]
enum Component {
    Type(usize),
    Element(usize),
    Attribute(usize),
    Group(usize),
    AttributeGroup(usize),
}

struct Walk<'c, 'a> {
    components: &'c Components<'a>,
    reach: Reach,
    pending: Vec<Component>,
    /// Types and heads whose stand-ins were entered.
    expanded: HashSet<(bool, usize)>,
}

impl<'a> Walk<'_, 'a> {
    fn all(&mut self) {
        let components = self.components;
        (0..components.types.len()).for_each(|place| self.enter(Component::Type(place)));
        (0..components.elements.len()).for_each(|place| self.enter(Component::Element(place)));
        (0..components.attributes.len()).for_each(|place| self.enter(Component::Attribute(place)));
        (0..components.groups.len()).for_each(|place| self.enter(Component::Group(place)));
        (0..components.attribute_groups.len()).for_each(|place| self.enter(Component::AttributeGroup(place)));
    }

    fn enter(&mut self, component: Component) {
        let slot = match component {
            Component::Type(place) => self.reach.types.get_mut(place),
            Component::Element(place) => self.reach.elements.get_mut(place),
            Component::Attribute(place) => self.reach.attributes.get_mut(place),
            Component::Group(place) => self.reach.groups.get_mut(place),
            Component::AttributeGroup(place) => self.reach.attribute_groups.get_mut(place),
        };
        if let Some(slot @ false) = slot {
            *slot = true;
            self.pending.push(component);
        }
    }

    fn run(&mut self, findings: &mut Findings) {
        while let Some(component) = self.pending.pop() {
            for reference in self.references(component) {
                self.follow(reference, findings);
            }
        }
    }

    fn references(&self, component: Component) -> Vec<Reference<'a>> {
        let components = self.components;
        let mut out = Vec::new();
        match component {
            Component::Type(place) => {
                return components.types.at(place).map(Components::references_of_type).unwrap_or_default();
            }
            Component::Element(place) => {
                components.elements.at(place).into_iter().for_each(|it| references::element(it, &mut out));
            }
            Component::Attribute(place) => {
                components.attributes.at(place).into_iter().for_each(|it| references::attribute(it, &mut out));
            }
            Component::Group(place) => {
                components.groups.at(place).into_iter().for_each(|it| references::group(it, &mut out));
            }
            Component::AttributeGroup(place) => {
                components
                    .attribute_groups
                    .at(place)
                    .into_iter()
                    .for_each(|it| references::attribute_group(it, &mut out));
            }
        }
        out
    }

    fn follow(&mut self, reference: Reference<'a>, findings: &mut Findings) {
        match self.target(&reference) {
            Target::Component(component) => {
                self.enter(component);
                self.stand_ins(reference.kind, component);
            }
            Target::BuiltIn => {}
            Target::Nothing => {
                let (construct, message, help) = dangling(&reference, self.components);
                findings.error(reference.position, construct, message, help);
            }
        }
    }

    /// What may stand in an instance where this component is declared.
    fn stand_ins(&mut self, kind: ReferenceKind, component: Component) {
        let hierarchy = &self.components.hierarchy;
        match (kind, component) {
            (ReferenceKind::Type, Component::Type(place))
                if hierarchy.has_derived(place, &[]) && self.expanded.insert((true, place)) =>
            {
                for derived in hierarchy.derived(place, &[]) {
                    self.enter(Component::Type(derived));
                }
            }
            (ReferenceKind::Element, Component::Element(place))
                if hierarchy.has_members(place) && self.expanded.insert((false, place)) =>
            {
                for member in hierarchy.members(place) {
                    self.enter(Component::Element(member));
                }
            }
            _ => {}
        }
    }

    fn target(&self, reference: &Reference<'_>) -> Target {
        let components = self.components;
        let name = reference.name;
        let (place, built_in): (Option<Component>, bool) = match reference.kind {
            ReferenceKind::Type | ReferenceKind::Base => {
                // What is built in cannot be redeclared.
                let built_in = built_in(name).is_some();
                (components.types.find(name).filter(|_| !built_in).map(Component::Type), built_in)
            }
            ReferenceKind::Element | ReferenceKind::Head => {
                (components.elements.find(name).map(Component::Element), built_in_element(name))
            }
            ReferenceKind::Attribute => {
                (components.attributes.find(name).map(Component::Attribute), built_in_attribute(name).is_some())
            }
            ReferenceKind::Group => (components.groups.find(name).map(Component::Group), built_in_group(name)),
            ReferenceKind::AttributeGroup => {
                (components.attribute_groups.find(name).map(Component::AttributeGroup), built_in_group(name))
            }
        };
        match place {
            Some(component) => Target::Component(component),
            None if built_in => Target::BuiltIn,
            None => Target::Nothing,
        }
    }

    /// References that lead nowhere in what no root leads to.
    fn warn_of_the_rest(&self, findings: &mut Findings) {
        let components = self.components;
        let mut check = |component: Component, reached: bool| {
            if reached {
                return;
            }
            for reference in self.references(component) {
                if matches!(self.target(&reference), Target::Nothing) {
                    let (construct, message, _) = dangling(&reference, components);
                    findings.warning(reference.position, construct, message, "nothing that is generated needs it");
                }
            }
        };
        (0..components.types.len()).for_each(|place| check(Component::Type(place), self.reach.has_type(place)));
        (0..components.elements.len())
            .for_each(|place| check(Component::Element(place), self.reach.has_element(place)));
        (0..components.groups.len()).for_each(|place| check(Component::Group(place), self.reach.has_group(place)));
    }
}

enum Target {
    Component(Component),
    BuiltIn,
    Nothing,
}

/// Construct, message and help for a reference that leads nowhere.
fn dangling(reference: &Reference<'_>, components: &Components<'_>) -> (String, String, String) {
    let word = reference.kind.word();
    let name = reference.name;
    (format!("{word} {name}"), format!("there is no {word} of that name"), help(reference, components))
}

fn help(reference: &Reference<'_>, components: &Components<'_>) -> String {
    let name = reference.name;
    let is_type = matches!(reference.kind, ReferenceKind::Type | ReferenceKind::Base);
    if is_type && components.elements.find(name).is_some() {
        return String::from("there is an element of that name: refer to it as one, or to its type");
    }
    if !is_type && components.types.find(name).is_some() {
        return String::from("there is a type of that name: refer to it as one");
    }
    let names = names(reference.kind, components);
    if let Some(other) = names.iter().find(|other| other.local == name.local) {
        return format!("did you mean {other}?");
    }
    if name.is_xsd() {
        return format!("XML Schema has no {} of that name", reference.kind.word());
    }
    if !components.schemas.iter().any(|schema| schema.target_namespace == name.namespace) {
        return format!(
            "no document of namespace \"{}\" was loaded: store it and add it to the catalog",
            name.namespace
        );
    }
    let here = names.iter().filter(|other| other.namespace == name.namespace).map(|other| &*other.local);
    let near = nearest(&name.local, here);
    if near.is_empty() {
        return format!(
            "its namespace has no {}: check that the document that declares it is included",
            reference.kind.word()
        );
    }
    format!("the nearest names are: {}", near.join(", "))
}

/// The names of all components of a kind.
fn names<'a>(kind: ReferenceKind, components: &Components<'a>) -> Vec<&'a QName> {
    match kind {
        ReferenceKind::Type | ReferenceKind::Base => {
            components.types.entries().iter().map(|entry| entry.name).collect()
        }
        ReferenceKind::Element | ReferenceKind::Head => {
            components.elements.entries().iter().map(|entry| entry.name).collect()
        }
        ReferenceKind::Attribute => components.attributes.entries().iter().map(|entry| entry.name).collect(),
        ReferenceKind::Group => components.groups.entries().iter().map(|entry| entry.name).collect(),
        ReferenceKind::AttributeGroup => components.attribute_groups.entries().iter().map(|entry| entry.name).collect(),
    }
}
