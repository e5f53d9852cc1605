//! Particles as fields of a struct and arms of an enum: containers, names, marks.

use super::context::{Job, Key, Lowering, Owner, address};
use super::documentation;
use super::elements::Use;
use super::nil::{Nil, container};
use super::polymorphic::Substitution;
use super::shape::{Origin, Shape};
use crate::model::{Choice, ChoiceKind, Field, Item, ItemRef, Namespaces, Place, SimpleRef, Type, WireName};
use crate::names::{self, Scope};
use crate::resolve::SOAP11_ENCODING;
use crate::xsd::{Documentation, Element, NamespaceConstraint, Occurs, QName, Wildcard};

/// A field and what it is to be named after; two members may share that.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) label: String,
    pub(super) field: Field,
}

/// Names the fields of a struct. Elements come before attributes of the same name, whatever their order.
pub(super) fn named(members: Vec<Member>) -> Vec<Field> {
    let mut scope = Scope::new();
    let mut members: Vec<(bool, Member)> =
        members.into_iter().map(|member| (member.field.place == Place::Attribute, member)).collect();
    for attribute in [false, true] {
        for (_, member) in members.iter_mut().filter(|(is_attribute, _)| *is_attribute == attribute) {
            let ident = names::snake(&member.label);
            let second = format!("{ident}_attribute");
            let candidates: &[&str] = if attribute { &[&ident, &second] } else { &[&ident] };
            member.field.ident = names::raw(&scope.take(candidates));
        }
    }
    members.into_iter().map(|(_, member)| member.field).collect()
}

/// Names the arms of an enum.
pub(super) fn named_arms(members: Vec<Member>, taken: &[&str]) -> Vec<Field> {
    let mut scope = Scope::of_arms(taken);
    let name = |mut member: Member| {
        member.field.ident = names::raw(&scope.take(&[&names::pascal(&member.label)]));
        member.field
    };
    members.into_iter().map(name).collect()
}

impl<'a> Lowering<'a, '_> {
    /// The fields of a sequence.
    pub(super) fn fields(&mut self, members: Vec<Shape<'a>>, owner: &Owner) -> Vec<Member> {
        members.into_iter().map(|shape| self.field(shape, owner, false)).collect()
    }

    /// One particle as a field, or as an arm when `arm`: then it is there when the arm is.
    pub(super) fn field(&mut self, shape: Shape<'a>, owner: &Owner, arm: bool) -> Member {
        let declaration = match &shape {
            Shape::Element(element, false, _) => Some(address(*element)),
            Shape::Choice(Origin::Inline(group), ..) | Shape::Group(Origin::Inline(group), ..) => Some(address(*group)),
            Shape::Element(_, true, _)
            | Shape::BuiltIn(..)
            | Shape::Wildcard(..)
            | Shape::Choice(Origin::Definition(..), ..)
            | Shape::Group(Origin::Definition(..), ..)
            | Shape::Definition(..) => None,
        };
        let declaring = declaration.and_then(|declaration| self.declaring(declaration, owner));
        let owner = declaring.as_ref().unwrap_or(owner);
        match shape {
            Shape::Element(element, reference, occurs) => self.element_field(element, reference, occurs, owner),
            Shape::BuiltIn(name, occurs) => self.built_in_field(name, occurs),
            Shape::Wildcard(wildcard, occurs) => self.wildcard_field(wildcard, occurs),
            Shape::Choice(origin, arms, occurs) => {
                let (label, place) = self.choice_place(origin, &arms, owner, arm);
                let (item, within) = (place.item.clone(), Owner { ident: place.item.ident.clone(), ..owner.clone() });
                self.queue(origin.key(), || Job::Choice(place, arms, within));
                group_field(label, item, occurs)
            }
            Shape::Group(origin, members, occurs) => {
                let label = group_label(origin, &members, arm);
                let place = match origin {
                    Origin::Definition(_, group) => self.name(origin.key(), &group.name, &["Group"], group.position),
                    Origin::Inline(_) => {
                        let stem = format!("{}{}", unraw(&owner.ident), names::pascal(&label));
                        self.name_anonymous(origin.key(), owner, &stem, &[])
                    }
                };
                let (item, within) = (place.item.clone(), Owner { ident: place.item.ident.clone(), ..owner.clone() });
                self.queue(origin.key(), || Job::Group(place, members, within));
                group_field(label, item, occurs)
            }
            Shape::Definition(at, group, occurs) => {
                let key = Key::Group(at);
                let place = self.name(key, &group.name, &["Group"], group.position);
                let item = place.item.clone();
                let within = Owner {
                    namespace: group.name.namespace.clone(),
                    ident: item.ident.clone(),
                    names: vec![group.name.local.to_string()],
                    position: group.position,
                };
                self.queue(key, || Job::GroupDefinition(place, group, within));
                group_field(group.name.local.to_string(), item, occurs)
            }
        }
    }

    fn choice_place(
        &mut self,
        origin: Origin<'a>,
        arms: &[Shape<'a>],
        owner: &Owner,
        arm: bool,
    ) -> (String, super::context::Place) {
        match origin {
            Origin::Definition(_, group) => {
                let place = self.name(origin.key(), &group.name, &["Group", "Choice"], group.position);
                (group.name.local.to_string(), place)
            }
            Origin::Inline(_) => {
                let stem = format!("{}Choice", unraw(&owner.ident));
                let place = self.name_anonymous(origin.key(), owner, &stem, &[]);
                let first = arms.first().and_then(Shape::local).filter(|_| arm);
                (first.map_or_else(|| String::from("choice"), |first| format!("{first}_choice")), place)
            }
        }
    }

    fn element_field(&mut self, element: &'a Element, reference: bool, occurs: Occurs, owner: &Owner) -> Member {
        self.coverage.modelled("element");
        let local = element.name.local.to_string();
        let head = if reference { self.substitution_item(element) } else { Substitution::Element };
        // Whether one of a substitution group may be nil, its own declaration says.
        let nillable = element.nillable && !matches!(head, Substitution::Group(_));
        let usage = match head {
            Substitution::Nothing => return self.open_head(element, occurs),
            Substitution::Group(item) => Use { place: Place::Group(item.clone()), ..Use::item(item) },
            Substitution::Element => self.element_use(element, reference, owner),
        };
        let secret = self.secrets.has(&owner.names, &local);
        let lenient = self.lenient.has(&owner.names, &local);
        let name = self.namespaces.wire(&element.name);
        let mut facets = documentation::facets(&usage.facets, &usage.ty);
        facets.extend(value_constraint(element.default.as_deref(), element.fixed.as_deref()));
        let simple = match usage.simple {
            SimpleRef::Complex if nillable && self.encoded => self.nil_type(element),
            simple => simple,
        };
        let nil = if nillable { self.nil(element) } else { Nil::Never };
        let field = Field {
            ident: String::new(),
            ty: container(usage.ty, occurs, nil),
            place: usage.place,
            name,
            min: occurs.min,
            max: occurs.max,
            nillable,
            secret,
            list: usage.list,
            lenient,
            encoded: false,
            simple,
            documentation: documentation::joined(documentation::lines(&element.documentation), facets),
        };
        Member { label: local, field }
    }

    /// A reference to an abstract element that nothing known substitutes: whatever comes.
    fn open_head(&mut self, element: &'a Element, occurs: Occurs) -> Member {
        let construct = format!("element {}", element.name);
        self.findings.note(
            element.position,
            construct,
            "is abstract and nothing that was loaded may stand for it: it is kept as an XML fragment",
        );
        let documentation = documentation::lines(&element.documentation);
        let field = fragment_field(Place::Wildcard(Namespaces::Any), occurs, documentation);
        Member { label: element.name.local.to_string(), field }
    }

    fn built_in_field(&mut self, name: &QName, occurs: Occurs) -> Member {
        self.coverage.modelled("element");
        let wire = self.namespaces.wire(name);
        let encoded = &*name.namespace == SOAP11_ENCODING && &*name.local != "Array" && &*name.local != "Struct";
        let ty = Type::Runtime("castile::fragment::AnyType");
        let mut field = fragment_field(Place::Element, occurs, Vec::new());
        field.ty = container(ty, occurs, self.nil_of_any(encoded));
        field.nillable = encoded;
        field.name = wire;
        Member { label: name.local.to_string(), field }
    }

    fn wildcard_field(&mut self, wildcard: &Wildcard, occurs: Occurs) -> Member {
        self.coverage.modelled("any");
        let namespaces = self.wildcard_namespaces(&wildcard.namespaces);
        let field = fragment_field(Place::Wildcard(namespaces), occurs, documentation::lines(&wildcard.documentation));
        Member { label: String::from("any"), field }
    }

    /// The namespaces a wildcard admits.
    pub(super) fn wildcard_namespaces(&mut self, constraint: &NamespaceConstraint) -> Namespaces {
        match constraint {
            NamespaceConstraint::Any => Namespaces::Any,
            NamespaceConstraint::Other(name) => Namespaces::Other(self.namespaces.intern(name)),
            NamespaceConstraint::List(list) => {
                Namespaces::List(list.iter().map(|name| self.namespaces.intern(name)).collect())
            }
        }
    }

    /// A choice as an enum.
    pub(super) fn choice(&mut self, place: super::context::Place, arms: Vec<Shape<'a>>, owner: &Owner) {
        let members: Vec<Member> = arms.into_iter().flat_map(|shape| self.arms(shape, owner)).collect();
        let arms = named_arms(members, &["Self"]);
        self.add(
            place.item.module,
            place.position,
            Item::Choice(Choice {
                ident: place.item.ident,
                table: place.item.table,
                name: place.name,
                kind: ChoiceKind::Choice,
                documentation: Vec::new(),
                default: 0,
                arms,
            }),
        );
    }

    /// One particle of a choice: an arm, or for the head of a substitution group one for each element that may be there.
    fn arms(&mut self, shape: Shape<'a>, owner: &Owner) -> Vec<Member> {
        if let Shape::Element(element, true, Occurs { max: Some(1), .. }) = shape
            && let Some(members) = self.substitutes(element)
            && !members.is_empty()
        {
            return members.into_iter().map(|member| self.arm(member, owner)).collect();
        }
        vec![self.field(shape, owner, true)]
    }

    /// A global element as an arm.
    pub(super) fn arm(&mut self, element: &'a Element, owner: &Owner) -> Member {
        let usage = self.element_use(element, true, owner);
        let mut member = Member {
            label: element.name.local.to_string(),
            field: group_field(
                String::new(),
                ItemRef { module: 0, ident: String::new(), table: String::new() },
                Occurs::ONCE,
            )
            .field,
        };
        let nil = self.nil(element);
        member.field = Field {
            ty: container(usage.ty, Occurs::ONCE, nil),
            place: usage.place,
            name: self.namespaces.wire(&element.name),
            nillable: element.nillable,
            list: usage.list,
            simple: usage.simple,
            documentation: documentation::lines(&element.documentation),
            ..member.field
        };
        member
    }
}

/// A field for a group of particles.
fn group_field(label: String, item: ItemRef, occurs: Occurs) -> Member {
    let field = Field {
        ident: String::new(),
        ty: container(Type::Item(item.clone()), occurs, Nil::Never),
        place: Place::Group(item),
        name: WireName { local: label.clone(), ..WireName::default() },
        min: occurs.min,
        max: occurs.max,
        nillable: false,
        secret: false,
        list: false,
        lenient: false,
        encoded: false,
        simple: SimpleRef::Complex,
        documentation: Vec::new(),
    };
    Member { label, field }
}

/// A field that keeps an element as XML.
pub(super) fn fragment_field(place: Place, occurs: Occurs, documentation: Vec<String>) -> Field {
    Field {
        ident: String::new(),
        ty: container(Type::Runtime("castile::fragment::Element"), occurs, Nil::Never),
        place,
        name: WireName::default(),
        min: occurs.min,
        max: occurs.max,
        nillable: false,
        secret: false,
        list: false,
        lenient: false,
        encoded: false,
        simple: SimpleRef::Complex,
        documentation,
    }
}

/// What a group without a name is called: after both members when there are two, else after the first.
fn group_label(origin: Origin<'_>, members: &[Shape<'_>], arm: bool) -> String {
    if let Origin::Definition(_, group) = origin {
        return group.name.local.to_string();
    }
    let locals: Vec<Option<&str>> = members.iter().map(Shape::local).collect();
    match locals.as_slice() {
        [Some(first), Some(second)] => format!("{first}_and_{second}"),
        [Some(first), ..] if arm => format!("{first}_group"),
        _ => String::from("group"),
    }
}

/// A default or a fixed value in words.
pub(super) fn value_constraint(default: Option<&str>, fixed: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |sentence: String| lines.extend(documentation::lines(&Documentation::Some(sentence)));
    match (default, fixed) {
        (_, Some(value)) if value.len() <= 200 => say(format!("Always \"{value}\".")),
        (Some(value), None) if value.len() <= 200 => say(format!("\"{value}\" when empty.")),
        _ => {}
    }
    lines
}

/// An identifier as part of a longer one.
pub(super) fn unraw(ident: &str) -> &str {
    ident.trim_start_matches("r#")
}
