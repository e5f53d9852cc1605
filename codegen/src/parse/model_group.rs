//! Model groups, particles and wildcards.

use std::sync::Arc;

use super::reader::Node;
use super::schema::SchemaReader;
use crate::xsd::{
    Compositor, Group, ModelGroup, NamespaceConstraint, Occurs, Particle, ProcessContents, Term,
    Wildcard,
};

impl<'a> SchemaReader<'a, '_, '_> {
    /// `<group name>(annotation?, (all | choice | sequence))</group>` (section 3.7.2).
    pub(super) fn group(&mut self, node: Node<'a>) -> Option<Group> {
        self.reader.attributes(node, &["id", "name"]);
        let name = self.global_name(node)?;
        let mut model_group = None;
        for child in self.reader.children(node) {
            let compositor = match self.xsd_name(child) {
                "annotation" => continue,
                "all" => Compositor::All,
                "choice" => Compositor::Choice,
                "sequence" => Compositor::Sequence,
                _ => {
                    self.unexpected(node, child);
                    continue;
                }
            };
            if model_group.is_some() {
                self.reader
                    .error(child, "the group has a model group already");
                continue;
            }
            if child.has_attribute("minOccurs") || child.has_attribute("maxOccurs") {
                self.reader.warning(
                    child,
                    "minOccurs and maxOccurs are not allowed here; those of the reference are used",
                );
            }
            model_group = Some(self.model_group(child, compositor));
        }
        if model_group.is_none() {
            self.reader.error(node, "holds no sequence, choice or all");
        }
        Some(Group {
            position: self.reader.position(node),
            name,
            documentation: self.reader.documentation(node),
            model_group: model_group?,
        })
    }

    /// `<sequence minOccurs maxOccurs>(annotation?, (element | group | choice | sequence | any)*)</sequence>` and its
    /// like (section 3.8.2).
    fn model_group(&mut self, node: Node<'a>, compositor: Compositor) -> ModelGroup {
        self.reader
            .attributes(node, &["id", "maxOccurs", "minOccurs"]);
        let mut particles = Vec::new();
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "element" | "group" | "choice" | "sequence" | "all" | "any" => {
                    particles.extend(self.particle(child));
                }
                _ => self.unexpected(node, child),
            }
        }
        ModelGroup {
            position: self.reader.position(node),
            documentation: self.reader.documentation(node),
            compositor,
            particles,
        }
    }

    /// A particle: an element, a group reference, a model group or a wildcard (section 3.9).
    pub(super) fn particle(&mut self, node: Node<'a>) -> Option<Particle> {
        let term = match self.xsd_name(node) {
            "element" if node.has_attribute("ref") => {
                let known = ["id", "maxOccurs", "minOccurs", "ref"];
                self.reader.attributes(node, &known);
                Term::ElementRef(self.qname(node, "ref")?)
            }
            "element" => Term::Element(Box::new(self.local_element(node)?)),
            "group" => {
                let known = ["id", "maxOccurs", "minOccurs", "ref"];
                self.reader.attributes(node, &known);
                self.reader.required(node, "ref")?;
                Term::GroupRef(self.qname(node, "ref")?)
            }
            "all" => Term::ModelGroup(self.model_group(node, Compositor::All)),
            "choice" => Term::ModelGroup(self.model_group(node, Compositor::Choice)),
            "sequence" => Term::ModelGroup(self.model_group(node, Compositor::Sequence)),
            _ => Term::Wildcard(self.wildcard(node)),
        };
        Some(Particle {
            position: self.reader.position(node),
            occurs: self.occurs(node),
            term,
        })
    }

    /// `minOccurs` and `maxOccurs`. Numbers too large to count mean unbounded.
    fn occurs(&mut self, node: Node<'a>) -> Occurs {
        let min = self.occurrence(node, "minOccurs").unwrap_or(Some(1));
        let max = self.occurrence(node, "maxOccurs").unwrap_or(Some(1));
        let min = min.unwrap_or(u32::MAX);
        match max {
            Some(0) if min > 0 && !node.has_attribute("minOccurs") => {}
            Some(max) if min > max => {
                // Schemas that say only minOccurs="2" mean at least two.
                if node.has_attribute("maxOccurs") {
                    let message = format!(
                        "minOccurs {min} is greater than maxOccurs {max}; maxOccurs is used"
                    );
                    self.reader.warning(node, message);
                    return Occurs {
                        min: max,
                        max: Some(max),
                    };
                }
                let message = format!(
                    "minOccurs {min} is greater than maxOccurs, which is 1 when absent; read as {min}"
                );
                self.reader.warning(node, message);
                return Occurs {
                    min,
                    max: Some(min),
                };
            }
            _ => {}
        }
        Occurs {
            min: min.min(max.unwrap_or(u32::MAX)),
            max,
        }
    }

    /// One of the two; `Some(None)` is unbounded, `None` is absent or unreadable.
    fn occurrence(&mut self, node: Node<'a>, name: &str) -> Option<Option<u32>> {
        let attribute = node.attribute_node(name)?;
        let value = attribute.value().trim();
        let is_max = name == "maxOccurs";
        if is_max && matches!(value, "unbounded" | "*") {
            return Some(None);
        }
        let digits = value.strip_prefix('+').unwrap_or(value);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            if is_max && value.eq_ignore_ascii_case("unbounded") {
                let message = format!("{name} must be spelt \"unbounded\"");
                self.reader.attribute_warning(node, &attribute, message);
                return Some(None);
            }
            let message = format!("{name}=\"{value}\" is not a number of occurrences");
            self.reader.attribute_error(node, &attribute, message);
            return None;
        }
        let number = digits.parse().ok();
        if number.is_none() {
            let message = if is_max {
                format!("{name} is too large to count; read as unbounded")
            } else {
                format!("{name} is too large to count; read as {}", u32::MAX)
            };
            self.reader.attribute_warning(node, &attribute, message);
        }
        Some(number)
    }

    /// `<any namespace processContents>` and `<anyAttribute>` (section 3.10.2).
    pub(super) fn wildcard(&mut self, node: Node<'a>) -> Wildcard {
        let known = [
            "id",
            "maxOccurs",
            "minOccurs",
            "namespace",
            "notNamespace",
            "notQName",
            "processContents",
        ];
        self.reader.attributes(node, &known);
        for child in self.reader.children(node) {
            if self.xsd_name(child) != "annotation" {
                self.unexpected(node, child);
            }
        }
        Wildcard {
            position: self.reader.position(node),
            documentation: self.reader.documentation(node),
            namespaces: self.namespace_constraint(node),
            process_contents: self.process_contents(node),
        }
    }

    fn namespace_constraint(&mut self, node: Node<'a>) -> NamespaceConstraint {
        let Some(attribute) = node.attribute_node("namespace") else {
            return NamespaceConstraint::Any;
        };
        let mut list = Vec::new();
        for word in attribute.value().split_ascii_whitespace() {
            match word {
                "##any" => return NamespaceConstraint::Any,
                "##other" => return NamespaceConstraint::Other(Arc::clone(&self.target_namespace)),
                "##targetNamespace" => list.push(Arc::clone(&self.target_namespace)),
                "##local" => list.push(self.reader.intern("")),
                other if other.starts_with("##") => {
                    let message = format!("namespace does not know \"{other}\"");
                    self.reader.attribute_error(node, &attribute, message);
                }
                namespace => list.push(self.reader.intern(namespace)),
            }
        }
        NamespaceConstraint::List(list)
    }

    fn process_contents(&mut self, node: Node<'a>) -> ProcessContents {
        let Some(attribute) = node.attribute_node("processContents") else {
            return ProcessContents::Strict;
        };
        match attribute.value().trim() {
            "strict" => ProcessContents::Strict,
            "lax" => ProcessContents::Lax,
            "skip" => ProcessContents::Skip,
            other => {
                let message =
                    format!("processContents must be strict, lax or skip, not \"{other}\"");
                self.reader.attribute_error(node, &attribute, message);
                ProcessContents::Lax
            }
        }
    }
}
