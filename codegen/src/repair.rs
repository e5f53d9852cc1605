//! Repair: the manifest's corrections of a contract that is wrong.
//!
//! Parsed components in, the same components mended out. The generator stays free of vendors' mistakes this way, and a
//! repair that finds nothing to mend any more is an error, so that none outlives its reason.

use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::manifest::{Action, Repair};
use crate::parse::Parsed;
use crate::wsdl::{Definitions, Part, PartKind};
use crate::xsd::{
    AttributeRef, AttributeUse, AttributeUseKind, Attributes, ComplexType, Content, ModelGroup, Particle, QName,
    Schema, SimpleTypeRef, Term, TypeRef,
};

/// Does what the manifest's repairs say.
pub fn repair(parsed: &mut Parsed, config: &Config, diagnostics: &mut Diagnostics) {
    let Parsed { schemas, definitions, .. } = parsed;
    for repair in &config.manifest.repairs {
        let outcome = match repair.action {
            Action::SetAddress => set_address(definitions, repair),
            Action::SetAction => set_action(definitions, repair),
            Action::SetType
            | Action::MakeOptional
            | Action::MakeRequired
            | Action::MakeRepeated
            | Action::MakeNillable
            | Action::Rename
            | Action::Remove => members(schemas, definitions, repair),
        };
        if let Err(message) = outcome {
            let file = config.manifest_path.as_deref().unwrap_or(Path::new("vendor.toml"));
            let file = file.to_string_lossy().replace('\\', "/").into();
            let (row, column) = repair.position;
            diagnostics.push(
                Diagnostic::error(format!("repair of {}", repair.at.get_ref()), message)
                    .at(Location { file, row, column })
                    .help("correct the repair, or remove it if the contract has been mended"),
            );
        }
    }
}

/// What became of one place that a repair leads to.
enum Outcome {
    Mended,
    Removed,
    /// It is as the repair wants it already.
    Already,
    /// This kind of member has nothing that the action could change.
    Unfit(&'static str),
}

/// A member of a type, an element or a message.
enum Member<'a> {
    Particle(&'a mut Particle),
    Attribute(&'a mut AttributeUse),
    Part(&'a mut Part),
}

/// One repair on its way through the components.
struct Walk<'r> {
    repair: &'r Repair,
    /// Member names below the owner.
    path: Vec<&'r str>,
    /// For a name in `to` that has no namespace of its own.
    target_namespace: Arc<str>,
    outcomes: Vec<Outcome>,
}

fn members(schemas: &mut [Schema], definitions: &mut [Definitions], repair: &Repair) -> Result<(), String> {
    let mut names = repair.at.get_ref().split('/');
    let owner = names.next().unwrap_or("");
    let path: Vec<&str> = names.collect();
    if path.is_empty() || owner.is_empty() {
        return Err("does not name a member: write `Owner/member`".to_owned());
    }
    let mut walk = Walk { repair, path, target_namespace: Arc::from(""), outcomes: Vec::new() };
    for schema in schemas {
        walk.target_namespace = schema.target_namespace.clone();
        walk.schema(schema, owner);
    }
    for definition in definitions {
        walk.target_namespace = definition.target_namespace.clone();
        walk.messages(definition, owner);
    }
    judge(&walk.outcomes, "there is no such member")
}

/// A repair must have mended something, and all that it leads to must have been in need of it.
fn judge(outcomes: &[Outcome], nothing: &str) -> Result<(), String> {
    for outcome in outcomes {
        match outcome {
            Outcome::Mended | Outcome::Removed => {}
            Outcome::Already => {
                return Err("no longer applies: the contract says so itself".to_owned());
            }
            Outcome::Unfit(reason) => return Err((*reason).to_owned()),
        }
    }
    if outcomes.is_empty() { Err(nothing.to_owned()) } else { Ok(()) }
}

impl Walk<'_> {
    fn schema(&mut self, schema: &mut Schema, owner: &str) {
        for complex in &mut schema.complex_types {
            if complex.name.as_ref().is_some_and(|name| &*name.local == owner) {
                self.complex_type(complex, 0);
            }
        }
        for element in schema.elements.iter_mut().filter(|element| &*element.name.local == owner) {
            if let Some(TypeRef::Complex(complex)) = &mut element.type_ {
                self.complex_type(complex, 0);
            }
        }
        for group in schema.groups.iter_mut().filter(|group| &*group.name.local == owner) {
            self.model_group(&mut group.model_group, 0);
        }
        for group in schema.attribute_groups.iter_mut().filter(|group| &*group.name.local == owner) {
            self.attributes(&mut group.attributes, 0);
        }
    }

    fn messages(&mut self, definitions: &mut Definitions, owner: &str) {
        for message in definitions.messages.iter_mut().filter(|message| &*message.name.local == owner) {
            message.parts.retain_mut(|part| self.path != [&*part.name] || self.keep(Member::Part(part)));
        }
    }

    fn complex_type(&mut self, complex: &mut ComplexType, depth: usize) {
        if let Content::Complex(content) = &mut complex.content
            && let Some(mut particle) = content.particle.take()
            && self.particle(&mut particle, depth)
        {
            content.particle = Some(particle);
        }
        self.attributes(&mut complex.attributes, depth);
    }

    fn model_group(&mut self, group: &mut ModelGroup, depth: usize) {
        group.particles.retain_mut(|particle| self.particle(particle, depth));
    }

    /// Follows a particle; `false` when it is to go.
    fn particle(&mut self, particle: &mut Particle, depth: usize) -> bool {
        let Some(&wanted) = self.path.get(depth) else {
            return true;
        };
        let last = depth.saturating_add(1) == self.path.len();
        match &mut particle.term {
            Term::ModelGroup(group) => self.model_group(group, depth),
            Term::Element(element) if &*element.name.local == wanted => {
                if last {
                    return self.keep(Member::Particle(particle));
                }
                if let Some(TypeRef::Complex(complex)) = &mut element.type_ {
                    self.complex_type(complex, depth.saturating_add(1));
                }
            }
            Term::ElementRef(name) if last && &*name.local == wanted => {
                return self.keep(Member::Particle(particle));
            }
            Term::Element(_) | Term::ElementRef(_) | Term::GroupRef(_) | Term::Wildcard(_) => {}
        }
        true
    }

    fn attributes(&mut self, attributes: &mut Attributes, depth: usize) {
        let Some(&wanted) = self.path.get(depth) else {
            return;
        };
        if depth.saturating_add(1) != self.path.len() {
            return;
        }
        attributes.uses.retain_mut(|attribute| {
            let name = match &attribute.attribute {
                AttributeRef::Ref(name) => name,
                AttributeRef::Local(attribute) => &attribute.name,
            };
            &*name.local != wanted || self.keep(Member::Attribute(attribute))
        });
    }

    /// Mends a member; `false` when it is to go.
    fn keep(&mut self, member: Member<'_>) -> bool {
        let outcome = match member {
            Member::Particle(particle) => self.mend_particle(particle),
            Member::Attribute(attribute) => self.mend_attribute(attribute),
            Member::Part(part) => self.mend_part(part),
        };
        let keep = !matches!(outcome, Outcome::Removed);
        self.outcomes.push(outcome);
        keep
    }

    fn mend_particle(&self, particle: &mut Particle) -> Outcome {
        match (self.repair.action, &mut particle.term) {
            (Action::Remove, _) => Outcome::Removed,
            (Action::MakeOptional, _) => set(&mut particle.occurs.min, 0),
            (Action::MakeRequired, _) => set(&mut particle.occurs.min, 1),
            (Action::MakeRepeated, _) => set(&mut particle.occurs.max, None),
            (Action::MakeNillable, Term::Element(element)) => set(&mut element.nillable, true),
            (Action::Rename, Term::Element(element)) => set(&mut element.name.local, self.value().into()),
            (Action::SetType, Term::Element(element)) => {
                let wanted = self.type_name();
                if matches!(&element.type_, Some(TypeRef::Named(name)) if *name == wanted) {
                    return Outcome::Already;
                }
                element.type_ = Some(TypeRef::Named(wanted));
                Outcome::Mended
            }
            (Action::MakeNillable | Action::Rename | Action::SetType | Action::SetAddress | Action::SetAction, _) => {
                Outcome::Unfit("the member refers to a global element; this action needs a local one")
            }
        }
    }

    fn mend_attribute(&self, attribute: &mut AttributeUse) -> Outcome {
        match (self.repair.action, &mut attribute.attribute) {
            (Action::Remove, _) => Outcome::Removed,
            (Action::MakeOptional, _) => set(&mut attribute.use_, AttributeUseKind::Optional),
            (Action::MakeRequired, _) => set(&mut attribute.use_, AttributeUseKind::Required),
            (Action::Rename, AttributeRef::Local(attribute)) => set(&mut attribute.name.local, self.value().into()),
            (Action::SetType, AttributeRef::Local(attribute)) => {
                let wanted = self.type_name();
                if matches!(&attribute.type_, Some(SimpleTypeRef::Named(name)) if *name == wanted) {
                    return Outcome::Already;
                }
                attribute.type_ = Some(SimpleTypeRef::Named(wanted));
                Outcome::Mended
            }
            (
                Action::Rename
                | Action::SetType
                | Action::MakeRepeated
                | Action::MakeNillable
                | Action::SetAddress
                | Action::SetAction,
                _,
            ) => Outcome::Unfit("the member is an attribute, which this action does not apply to"),
        }
    }

    fn mend_part(&self, part: &mut Part) -> Outcome {
        match self.repair.action {
            Action::Remove => Outcome::Removed,
            Action::Rename => set(&mut part.name, self.value().into()),
            Action::SetType => set(&mut part.kind, PartKind::Type(self.type_name())),
            Action::MakeOptional
            | Action::MakeRequired
            | Action::MakeRepeated
            | Action::MakeNillable
            | Action::SetAddress
            | Action::SetAction => Outcome::Unfit("the member is the part of a message, which is always there once"),
        }
    }

    fn value(&self) -> &str {
        self.repair.to.as_deref().unwrap_or("")
    }

    /// `xs:local`, `{namespace}local`, or a name in the target namespace.
    fn type_name(&self) -> QName {
        let value = self.value();
        if let Some(local) = value.strip_prefix("xs:") {
            return QName::xsd(local);
        }
        match value.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((namespace, local)) => QName::new(namespace, local),
            None => QName::new(self.target_namespace.clone(), value),
        }
    }
}

fn set<T: PartialEq>(place: &mut T, value: T) -> Outcome {
    if *place == value {
        return Outcome::Already;
    }
    *place = value;
    Outcome::Mended
}

/// `at` is a port.
fn set_address(definitions: &mut [Definitions], repair: &Repair) -> Result<(), String> {
    let services = definitions.iter_mut().flat_map(|definition| &mut definition.services);
    let ports = services.flat_map(|service| &mut service.ports);
    let outcomes: Vec<Outcome> = ports
        .filter(|port| &*port.name == repair.at.get_ref().as_str())
        .map(|port| set(&mut port.address, repair.to.clone()))
        .collect();
    judge(&outcomes, "there is no such port")
}

/// `at` is `Port/operation`.
fn set_action(definitions: &mut [Definitions], repair: &Repair) -> Result<(), String> {
    let Some((port, operation)) = repair.at.get_ref().split_once('/') else {
        return Err("does not name an operation: write `Port/operation`".to_owned());
    };
    let services = definitions.iter().flat_map(|definition| &definition.services);
    let ports = services.flat_map(|service| &service.ports);
    let bindings: Vec<QName> = ports.filter(|it| &*it.name == port).map(|it| it.binding.clone()).collect();
    let all = definitions.iter_mut().flat_map(|definition| &mut definition.bindings);
    let operations = all.filter(|it| bindings.contains(&it.name)).flat_map(|it| &mut it.operations);
    let outcomes: Vec<Outcome> =
        operations.filter(|it| &*it.name == operation).map(|it| set(&mut it.soap_action, repair.to.clone())).collect();
    judge(&outcomes, "there is no such operation")
}
