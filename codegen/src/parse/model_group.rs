//! Model groups, particles and wildcards.

use std::sync::Arc;

use super::reader::{Node, XML_SPACE, documentation};
use super::schema::SchemaReader;
use crate::node::Own as _;
use crate::xsd::{
    Compositor, Group, ModelGroup, NamespaceConstraint, Occurs, Particle, ProcessContents, Term, Wildcard,
};

/// `minOccurs` or `maxOccurs`.
enum Occurrence {
    /// Absent, or reported as unreadable.
    Default,
    Times(u32),
    /// `unbounded`, or a number too large to count.
    Unbounded,
}

/// What schemas say where they mean `unbounded`.
fn is_unbounded(value: &str) -> bool {
    value == "-1" || ["unbounded", "unbound"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

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
                self.reader.error(child, "the group has a model group already");
                continue;
            }
            if child.has_own("minOccurs") || child.has_own("maxOccurs") {
                self.reader
                    .warning(child, "minOccurs and maxOccurs are not allowed here; those of the reference are used");
            }
            model_group = Some(self.model_group(child, compositor));
        }
        if model_group.is_none() {
            self.reader.error(node, "holds no sequence, choice or all");
        }
        Some(Group {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            model_group: model_group?,
        })
    }

    /// `<sequence minOccurs maxOccurs>(annotation?, (element | group | choice | sequence | any)*)</sequence>` and its
    /// like (section 3.8.2).
    fn model_group(&mut self, node: Node<'a>, compositor: Compositor) -> ModelGroup {
        self.reader.attributes(node, &["id", "maxOccurs", "minOccurs"]);
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
        ModelGroup { position: self.reader.position(node), documentation: documentation(node), compositor, particles }
    }

    /// A particle: an element, a group reference, a model group or a wildcard (section 3.9).
    pub(super) fn particle(&mut self, node: Node<'a>) -> Option<Particle> {
        let term = match self.xsd_name(node) {
            "element" if node.has_own("ref") => {
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
        Some(Particle { position: self.reader.position(node), occurs: self.occurs(node), term })
    }

    /// `minOccurs` and `maxOccurs`. Numbers too large to count mean unbounded.
    fn occurs(&mut self, node: Node<'a>) -> Occurs {
        let min = match self.occurrence(node, "minOccurs") {
            Occurrence::Default => 1,
            Occurrence::Times(times) => times,
            Occurrence::Unbounded => u32::MAX,
        };
        let max = match self.occurrence(node, "maxOccurs") {
            Occurrence::Default => Some(1),
            Occurrence::Times(times) => Some(times),
            Occurrence::Unbounded => None,
        };
        match max {
            Some(0) if min > 0 && !node.has_own("minOccurs") => {}
            Some(max) if min > max => {
                // Schemas that say only minOccurs="2" mean at least two.
                if node.has_own("maxOccurs") {
                    let message = format!("minOccurs {min} is greater than maxOccurs {max}; maxOccurs is used");
                    self.reader.warning(node, message);
                    return Occurs { min: max, max: Some(max) };
                }
                let message =
                    format!("minOccurs {min} is greater than maxOccurs, which is 1 when absent; read as {min}");
                self.reader.warning(node, message);
                return Occurs { min, max: Some(min) };
            }
            _ => {}
        }
        Occurs { min: min.min(max.unwrap_or(u32::MAX)), max }
    }

    fn occurrence(&mut self, node: Node<'a>, name: &str) -> Occurrence {
        let Some(attribute) = node.own_node(name) else {
            return Occurrence::Default;
        };
        let value = attribute.value().trim_matches(XML_SPACE);
        let is_max = name == "maxOccurs";
        if is_max && matches!(value, "unbounded" | "*") {
            return Occurrence::Unbounded;
        }
        let digits = value.strip_prefix('+').unwrap_or(value);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            if is_max && is_unbounded(value) {
                let message = format!("{name} must be spelt \"unbounded\"");
                self.reader.attribute_warning(node, &attribute, message);
                return Occurrence::Unbounded;
            }
            let message = format!("{name}=\"{value}\" is not a number of occurrences");
            self.reader.attribute_error(node, &attribute, message);
            return Occurrence::Default;
        }
        if let Ok(times) = digits.parse() {
            return Occurrence::Times(times);
        }
        let read_as = if is_max { "unbounded" } else { "the most there is" };
        let message = format!("{name} is too large to count; read as {read_as}");
        self.reader.attribute_warning(node, &attribute, message);
        Occurrence::Unbounded
    }

    /// `<any namespace processContents>` and `<anyAttribute>` (section 3.10.2).
    pub(super) fn wildcard(&mut self, node: Node<'a>) -> Wildcard {
        let known = ["id", "maxOccurs", "minOccurs", "namespace", "notNamespace", "notQName", "processContents"];
        self.reader.attributes(node, &known);
        for child in self.reader.children(node) {
            if self.xsd_name(child) != "annotation" {
                self.unexpected(node, child);
            }
        }
        Wildcard {
            position: self.reader.position(node),
            documentation: documentation(node),
            namespaces: self.namespace_constraint(node),
            process_contents: self.process_contents(node),
        }
    }

    fn namespace_constraint(&mut self, node: Node<'a>) -> NamespaceConstraint {
        let Some(attribute) = node.own_node("namespace") else {
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
        let Some(attribute) = node.own_node("processContents") else {
            return ProcessContents::Strict;
        };
        match self.reader.word(node, &attribute, &["strict", "lax", "skip"]) {
            "strict" => ProcessContents::Strict,
            "lax" => ProcessContents::Lax,
            "skip" => ProcessContents::Skip,
            other => {
                let message = format!("processContents must be strict, lax or skip, not \"{other}\"");
                self.reader.attribute_error(node, &attribute, message);
                ProcessContents::Lax
            }
        }
    }
}
