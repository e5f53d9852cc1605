//! What is reached from where a client begins.

use std::collections::HashSet;

use super::references::{self, Reference, ReferenceKind};
use super::{Components, built_in};

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

/// Follows every reference from `roots`.
pub fn reach<'a>(components: &Components<'a>, roots: &Roots<'a>) -> Reach {
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
                walk.follow(*reference);
            }
        }
    }
    walk.run();
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

    fn run(&mut self) {
        while let Some(component) = self.pending.pop() {
            for reference in self.references(component) {
                self.follow(reference);
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

    fn follow(&mut self, reference: Reference<'a>) {
        // Of what is not there, all is built in.
        if let Some(component) = self.target(&reference) {
            self.enter(component);
            self.stand_ins(reference.kind, component);
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

    fn target(&self, reference: &Reference<'_>) -> Option<Component> {
        let components = self.components;
        let name = reference.name;
        match reference.kind {
            // What is built in cannot be redeclared.
            ReferenceKind::Type | ReferenceKind::Base if built_in(name).is_some() => None,
            ReferenceKind::Type | ReferenceKind::Base => components.types.find(name).map(Component::Type),
            ReferenceKind::Element | ReferenceKind::Head => components.elements.find(name).map(Component::Element),
            ReferenceKind::Attribute => components.attributes.find(name).map(Component::Attribute),
            ReferenceKind::Group => components.groups.find(name).map(Component::Group),
            ReferenceKind::AttributeGroup => components.attribute_groups.find(name).map(Component::AttributeGroup),
        }
    }
}
