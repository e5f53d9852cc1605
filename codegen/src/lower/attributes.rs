//! Attribute uses as fields, attribute groups written out, inheritance applied.

use std::collections::{HashMap, HashSet};

use super::context::{Lowering, Owner, address};
use super::documentation;
use super::fields::{Member, unraw, value_constraint};
use super::simple_type::{self, Simple};
use crate::model::{Field, Place, Type, WireName};
use crate::names;
use crate::resolve::{built_in_attribute, built_in_attribute_group, is_encoding};
use crate::xsd::{
    Attribute, AttributeRef, AttributeUse, AttributeUseKind, Attributes, DocumentId, NamespaceConstraint, Occurs,
    Position, ProcessContents, QName, SimpleTypeRef, Wildcard,
};

/// The attributes of a type as they add up along its derivation.
#[derive(Debug, Default)]
pub(super) struct AttributeSet<'a> {
    uses: Vec<Option<&'a AttributeUse>>,
    index: HashMap<&'a QName, usize>,
    /// The wildcard with the namespaces of all types of the derivation.
    pub(super) wildcard: Option<(&'a Wildcard, NamespaceConstraint)>,
}

impl<'a> Lowering<'a, '_> {
    /// Adds what one type of the derivation says. A use of an inherited attribute refines it in its place.
    pub(super) fn attribute_uses(&mut self, attributes: &'a Attributes, set: &mut AttributeSet<'a>) {
        let mut seen = HashSet::new();
        let mut pending = vec![attributes];
        let mut wildcard: Option<&'a Wildcard> = None;
        while let Some(level) = pending.pop() {
            for each in &level.uses {
                set.add(each);
            }
            wildcard = wildcard.or(level.wildcard.as_ref());
            // A group that is reached in several ways is taken once.
            for reference in level.groups.iter().rev() {
                if let Some(group) = self.attribute_group(&reference.name)
                    && seen.insert(address(group))
                {
                    self.coverage.modelled("attributeGroup");
                    pending.push(group);
                }
            }
        }
        if let Some(own) = wildcard {
            let namespaces = match set.wildcard.take() {
                Some((_, inherited)) => union(inherited, &own.namespaces),
                None => own.namespaces.clone(),
            };
            set.wildcard = Some((own, namespaces));
        }
    }

    /// What an attribute group says. Those of SOAP's encoding are the codec's where messages follow it.
    pub(super) fn attribute_group(&self, name: &QName) -> Option<&'a Attributes> {
        if self.encoded && is_encoding(&name.namespace) {
            return None;
        }
        let declared = self.components.attribute_groups.get(name).map(|group| &group.attributes);
        declared.or_else(|| built_in_attribute_group(name))
    }

    /// The fields of a set.
    pub(super) fn attribute_fields(&mut self, set: &AttributeSet<'a>, owner: &Owner) -> Vec<Member> {
        let mut members: Vec<Member> =
            set.uses.iter().flatten().map(|each| self.attribute_field(each, owner)).collect();
        if let Some((wildcard, namespaces)) = &set.wildcard {
            self.coverage.modelled("anyAttribute");
            let mut field = super::fields::fragment_field(
                Place::Attribute,
                Occurs { min: 0, max: None },
                documentation::lines(&wildcard.documentation),
            );
            field.place = Place::AnyAttribute(self.wildcard_namespaces(namespaces));
            field.ty = Type::Runtime("castile::fragment::Attributes");
            members.push(Member { label: String::from("attributes"), field });
        }
        members
    }

    fn attribute_field(&mut self, each: &'a AttributeUse, owner: &Owner) -> Member {
        self.coverage.modelled("attribute");
        let name = attribute_name(&each.attribute);
        let declaration = match &each.attribute {
            AttributeRef::Local(local) => Some((&**local, false)),
            AttributeRef::Ref(name) => self.components.attributes.get(name).map(|global| (global, true)),
        };
        let mut simple = match declaration {
            Some((declaration, global)) => self.attribute_type(declaration, global, owner),
            None => simple_type::builtin(built_in_attribute(name).unwrap_or("ANY_SIMPLE_TYPE")),
        };
        let from_declaration =
            |get: fn(&Attribute) -> &Option<String>| declaration.and_then(|(declaration, _)| get(declaration).clone());
        let fixed = each.fixed.clone().or_else(|| from_declaration(|attribute| &attribute.fixed));
        let default = each.default.clone().or_else(|| from_declaration(|attribute| &attribute.default));
        let mut facets = documentation::facets(&simple.facts.facets, &simple.ty);
        facets.extend(match (&default, &fixed) {
            (Some(value), None) if value.len() <= 200 => {
                documentation::lines(&Some(format!("\"{value}\" when absent.")))
            }
            _ => value_constraint(None, fixed.as_deref()),
        });
        if default.is_some() || fixed.is_some() {
            simple.reference = self.with_value(&simple.reference, default, fixed, name, owner);
        }
        let min = u32::from(each.use_ == AttributeUseKind::Required);
        let occurs = Occurs { min, max: Some(1) };
        let local = name.local.to_string();
        let field = Field {
            ident: String::new(),
            ty: super::nil::container(simple.ty, occurs, super::nil::Nil::Never),
            place: Place::Attribute,
            name: WireName { namespace: self.namespaces.intern(&name.namespace), local: local.clone() },
            min,
            max: Some(1),
            nillable: false,
            secret: self.secrets.has(&owner.names, &local),
            list: simple.list,
            lenient: self.lenient.has(&owner.names, &local),
            encoded: false,
            simple: simple.reference,
            documentation: documentation::joined(
                declaration
                    .map(|(declaration, _)| documentation::lines(&declaration.documentation))
                    .unwrap_or_default(),
                facets,
            ),
        };
        Member { label: local, field }
    }

    fn attribute_type(&mut self, attribute: &'a Attribute, global: bool, owner: &Owner) -> Simple {
        match &attribute.type_ {
            None => simple_type::builtin("ANY_SIMPLE_TYPE"),
            Some(SimpleTypeRef::Named(name)) => (*self.named_simple_type(name)).clone(),
            Some(SimpleTypeRef::Inline(inline)) => {
                let own = names::pascal(&attribute.name.local);
                let (stem, within) = if global {
                    let within = Owner {
                        namespace: attribute.name.namespace.clone(),
                        ident: own.clone(),
                        names: Vec::new(),
                        position: attribute.position,
                    };
                    (own, within)
                } else {
                    let within = self.declaring_attributes(address(attribute), owner).unwrap_or_else(|| owner.clone());
                    (format!("{}{own}", unraw(&within.ident)), within)
                };
                (*self.inline_simple_type(inline, &within, &stem)).clone()
            }
        }
    }
}

impl<'a> AttributeSet<'a> {
    fn add(&mut self, each: &'a AttributeUse) {
        let name = attribute_name(&each.attribute);
        let slot = *self.index.entry(name).or_insert_with(|| {
            self.uses.push(None);
            self.uses.len() - 1
        });
        let prohibited = each.use_ == AttributeUseKind::Prohibited;
        if let Some(slot) = self.uses.get_mut(slot) {
            *slot = (!prohibited).then_some(each);
        }
    }

    /// Takes the wildcard of `xs:anyType` (XML Schema Part 1, section 3.4.7).
    pub(super) fn extend_any_type(&mut self) {
        static ANY: Wildcard = Wildcard {
            position: Position { document: DocumentId(0), offset: 0 },
            documentation: None,
            namespaces: NamespaceConstraint::Any,
            process_contents: ProcessContents::Lax,
        };
        self.wildcard = Some((&ANY, NamespaceConstraint::Any));
    }

    /// Forgets the wildcard: a restriction that has none does not inherit it.
    pub(super) fn restrict(&mut self) {
        self.wildcard = None;
    }
}

/// What either of two wildcards allows (XML Schema Part 1, section 3.10.6); a union that no wildcard can say allows more.
fn union(inherited: NamespaceConstraint, own: &NamespaceConstraint) -> NamespaceConstraint {
    use NamespaceConstraint::{Any, List, Other};
    match (inherited, own) {
        (Any, _) | (_, Any) => Any,
        (List(mut names), List(more)) => {
            names.extend(more.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
            List(names)
        }
        (Other(one), Other(other)) if one == *other => Other(one),
        (Other(_), Other(_)) => Other("".into()),
        (Other(not), List(names)) => except(not, names),
        (List(names), Other(not)) => except(not.clone(), &names),
    }
}

/// All but `not` and no namespace, and these names.
fn except(not: std::sync::Arc<str>, names: &[std::sync::Arc<str>]) -> NamespaceConstraint {
    let has = |name: &str| names.iter().any(|each| &**each == name);
    match (has(&not), has("")) {
        (_, true) => NamespaceConstraint::Any,
        (true, false) => NamespaceConstraint::Other("".into()),
        (false, false) => NamespaceConstraint::Other(not),
    }
}

fn attribute_name(attribute: &AttributeRef) -> &QName {
    match attribute {
        AttributeRef::Ref(name) => name,
        AttributeRef::Local(local) => &local.name,
    }
}
