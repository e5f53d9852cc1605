//! `xs:complexType` and its content.

use super::reader::{Node, documentation};
use super::schema::{COMPLEX_METHODS, SchemaReader};
use crate::node::Own as _;
use crate::xsd::{
    Attributes, ComplexContent, ComplexType, Compositor, Content, Derivation, ModelGroup, Occurs, Particle, QName,
    SimpleContent, Term,
};

/// Content with its attributes, and `mixed` of `complexContent`.
struct Derived {
    content: Content,
    attributes: Attributes,
    mixed: Option<bool>,
    /// Elements that stand in no model group, as the draft of 1999 had them.
    loose: Vec<Particle>,
}

impl<'a> SchemaReader<'a, '_, '_> {
    /// A `complexType` with a name.
    pub(super) fn global_complex_type(&mut self, node: Node<'a>) -> Option<ComplexType> {
        let name = self.global_name(node)?;
        Some(self.complex_type(node, Some(name)))
    }

    /// `<complexType name abstract mixed block final>(annotation?, (simpleContent | complexContent |
    /// ((group | all | choice | sequence)?, (attribute | attributeGroup)*, anyAttribute?)))</complexType>`
    /// (section 3.4.2).
    pub(super) fn complex_type(&mut self, node: Node<'a>, name: Option<QName>) -> ComplexType {
        let known = ["abstract", "block", "content", "final", "id", "mixed", "name"];
        self.reader.attributes(node, &known);
        let mut derived = None;
        let mut own = Derived::empty();
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "simpleContent" => derived = self.simple_content(child),
                "complexContent" => derived = self.complex_content(child),
                "restriction" | "extension" => {
                    self.reader.warning(child, "belongs in complexContent; read as if it were there");
                    derived = self.complex_derivation(child);
                }
                _ => self.particle_or_attribute(node, child, &mut own),
            }
        }
        self.draft_attributes(node, derived.is_some());
        own.gather();
        let Derived { content, attributes, mixed, .. } = derived.unwrap_or(own);
        let own_mixed = self.reader.boolean(node, "mixed");
        ComplexType {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            abstract_: self.reader.boolean(node, "abstract").unwrap_or(false),
            // `content` is how the drafts said it.
            mixed: mixed.or(own_mixed).unwrap_or(node.own("content") == Some("mixed")),
            block: self.block(node, COMPLEX_METHODS),
            final_: self.final_(node, COMPLEX_METHODS),
            content,
            attributes,
        }
    }

    /// The drafts derived a type by attributes of `complexType`. They are harmless where they only repeat the content.
    fn draft_attributes(&mut self, node: Node<'a>, is_derived: bool) {
        for draft in ["base", "derivedBy", "content"] {
            if let Some(attribute) = node.own_node(draft)
                && !is_derived
                && !matches!((draft, attribute.value()), ("content", "elementOnly" | "empty" | "mixed"))
            {
                let message = format!("attribute {draft} is of a draft of XML Schema and is not supported");
                self.reader.attribute_error(node, &attribute, message);
            }
        }
    }

    /// `<simpleContent>(annotation?, (restriction | extension))</simpleContent>` (section 3.4.2).
    fn simple_content(&mut self, node: Node<'a>) -> Option<Derived> {
        self.reader.attributes(node, &["id"]);
        let (derivation, child) = self.derivation(node)?;
        self.reader.attributes(child, &["base", "id"]);
        let base = self.base(child)?;
        let mut content = SimpleContent { derivation, base, simple_type: None, facets: Vec::new() };
        let mut attributes = Attributes::default();
        for part in self.reader.children(child) {
            match (self.xsd_name(part), derivation) {
                ("annotation", _) => {}
                ("simpleType", Derivation::Restriction) => {
                    content.simple_type = self.simple_type(part, None).map(Box::new);
                }
                (_, Derivation::Restriction) if !self.attribute_part(part, &mut attributes) => {
                    self.facet_or_unexpected(child, part, &mut content.facets);
                }
                (_, Derivation::Extension) if !self.attribute_part(part, &mut attributes) => {
                    self.unexpected(child, part);
                }
                _ => {}
            }
        }
        Some(Derived { content: Content::Simple(content), attributes, ..Derived::empty() })
    }

    /// `<complexContent mixed>(annotation?, (restriction | extension))</complexContent>` (section 3.4.2).
    fn complex_content(&mut self, node: Node<'a>) -> Option<Derived> {
        self.reader.attributes(node, &["id", "mixed"]);
        let mixed = self.reader.boolean(node, "mixed");
        let names: Vec<&str> = node.children().map(|child| self.xsd_name(child)).collect();
        let is_derived = names.iter().any(|name| derivation_name(name).is_some());
        let mut derived = if is_derived {
            let (_, child) = self.derivation(node)?;
            self.complex_derivation(child)?
        } else {
            self.reader.warning(node, "derives from nothing; read as if its content stood in the type itself");
            let mut own = Derived::empty();
            for child in self.reader.children(node) {
                if self.xsd_name(child) != "annotation" {
                    self.particle_or_attribute(node, child, &mut own);
                }
            }
            own.gather();
            own
        };
        derived.mixed = mixed;
        Some(derived)
    }

    /// `<restriction base>((group | all | choice | sequence)?, (attribute | attributeGroup)*, anyAttribute?)
    /// </restriction>` and `extension`, which has the same content (section 3.4.2).
    fn complex_derivation(&mut self, child: Node<'a>) -> Option<Derived> {
        let derivation = derivation_name(self.xsd_name(child))?;
        self.reader.attributes(child, &["base", "id"]);
        let base = self.base(child)?;
        let mut derived = Derived::empty();
        for part in self.reader.children(child) {
            if self.xsd_name(part) != "annotation" {
                self.particle_or_attribute(child, part, &mut derived);
            }
        }
        derived.gather();
        if let Content::Complex(content) = &mut derived.content {
            content.derivation = Some((derivation, base));
        }
        Some(derived)
    }

    /// The one `restriction` or `extension` in `node`.
    fn derivation(&mut self, node: Node<'a>) -> Option<(Derivation, Node<'a>)> {
        let mut found = None;
        for child in self.reader.children(node) {
            let name = self.xsd_name(child);
            let Some(derivation) = derivation_name(name) else {
                if name != "annotation" {
                    self.unexpected(node, child);
                }
                continue;
            };
            if found.is_some() {
                self.reader.error(child, "the content is complete already");
            } else {
                found = Some((derivation, child));
            }
        }
        if found.is_none() {
            self.reader.error(node, "holds no restriction or extension");
        }
        found
    }

    /// The attribute `base`, which must be there.
    fn base(&mut self, node: Node<'a>) -> Option<QName> {
        self.reader.required(node, "base")?;
        self.qname(node, "base")
    }

    fn particle_or_attribute(&mut self, parent: Node<'a>, child: Node<'a>, into: &mut Derived) {
        if self.attribute_part(child, &mut into.attributes) {
            return;
        }
        match self.xsd_name(child) {
            "group" | "all" | "choice" | "sequence" => {
                if !into.is_empty() {
                    self.reader.warning(child, "the type has content already; this is read as what comes after it");
                }
                if let Some(particle) = self.particle(child) {
                    into.add_model_group(particle);
                }
            }
            "element" | "any" => {
                self.reader.warning_once(child, "stands in no model group; read as in a sequence");
                if let Some(particle) = self.particle(child) {
                    into.add_loose(particle);
                }
            }
            _ => self.unexpected(parent, child),
        }
    }
}

fn derivation_name(name: &str) -> Option<Derivation> {
    match name {
        "restriction" => Some(Derivation::Restriction),
        "extension" => Some(Derivation::Extension),
        _ => None,
    }
}

impl Derived {
    fn empty() -> Self {
        Self {
            content: Content::Complex(ComplexContent { derivation: None, particle: None }),
            attributes: Attributes::default(),
            mixed: None,
            loose: Vec::new(),
        }
    }

    /// The one model group that the specification allows, or one more.
    fn add_model_group(&mut self, particle: Particle) {
        if !self.is_empty() {
            self.add_loose(particle);
        } else if let Content::Complex(content) = &mut self.content {
            content.particle = Some(particle);
        }
    }

    /// What belongs in a sequence with all that was there before.
    fn add_loose(&mut self, particle: Particle) {
        if let Content::Complex(content) = &mut self.content {
            self.loose.extend(content.particle.take());
        }
        self.loose.push(particle);
    }

    fn is_empty(&self) -> bool {
        let has_none = matches!(&self.content, Content::Complex(content) if content.particle.is_none());
        has_none && self.loose.is_empty()
    }

    /// Makes a sequence of what stands in no model group.
    fn gather(&mut self) {
        let Content::Complex(content) = &mut self.content else { return };
        let Some(first) = self.loose.first() else { return };
        let position = first.position;
        let particles = std::mem::take(&mut self.loose);
        let sequence = ModelGroup { position, documentation: None, compositor: Compositor::Sequence, particles };
        content.particle = Some(Particle { position, occurs: Occurs::ONCE, term: Term::ModelGroup(sequence) });
    }
}
