//! `xs:schema` and what links schemas.

use std::sync::Arc;

use super::reader::{Node, Reader, XML_SPACE, documentation};
use crate::load::is_schema_namespace;
use crate::node::Own as _;
use crate::spelling;
use crate::xsd::{DerivationMethod, Form, Import, Include, Notation, QName, Redefine, Schema};

/// Reads the components of one schema.
pub(super) struct SchemaReader<'a, 'r, 'd> {
    pub(super) reader: &'r mut Reader<'a, 'd>,
    pub(super) target_namespace: Arc<str>,
    /// Whether names in no namespace mean the target namespace (section 4.2.1, clause 2.3).
    chameleon: bool,
    element_form: Form,
    attribute_form: Form,
    block_default: Vec<DerivationMethod>,
    final_default: Vec<DerivationMethod>,
}

const ALL_METHODS: [DerivationMethod; 5] = [
    DerivationMethod::Extension,
    DerivationMethod::Restriction,
    DerivationMethod::Substitution,
    DerivationMethod::List,
    DerivationMethod::Union,
];

/// What `block` of an element may hold.
pub(super) const ELEMENT_BLOCK: &[DerivationMethod] =
    &[DerivationMethod::Extension, DerivationMethod::Restriction, DerivationMethod::Substitution];
/// What `block` and `final` of a complex type and `final` of an element may hold.
pub(super) const COMPLEX_METHODS: &[DerivationMethod] = &[DerivationMethod::Extension, DerivationMethod::Restriction];
/// What `final` of a simple type may hold.
pub(super) const SIMPLE_FINAL: &[DerivationMethod] =
    &[DerivationMethod::Restriction, DerivationMethod::List, DerivationMethod::Union];

impl<'a> Reader<'a, '_> {
    /// `<schema attributeFormDefault blockDefault elementFormDefault finalDefault targetNamespace version>
    /// ((include | import | redefine | annotation)*, (simpleType | complexType | group | attributeGroup | element |
    /// attribute | notation)*)</schema>` (section 3.15.2).
    ///
    /// `adopted` is the namespace a schema without one takes.
    pub(super) fn schema(&mut self, node: Node<'a>, adopted: &Arc<str>) -> Schema {
        let known = [
            "attributeFormDefault",
            "blockDefault",
            "elementFormDefault",
            "finalDefault",
            "id",
            "targetNamespace",
            "version",
        ];
        self.attributes(node, &known);
        if node.parent_element().is_none() {
            self.spelling(node);
        }
        if node.tag_name().namespace().is_none() {
            self.warning(node, "is in no namespace; read as one of XML Schema, since what it holds is");
        }
        let own = node.own("targetNamespace").map(|value| value.trim_matches(XML_SPACE));
        let target_namespace = match own {
            Some(own) => self.intern(own),
            None => Arc::clone(adopted),
        };
        let mut reader = SchemaReader {
            chameleon: own.is_none() && !target_namespace.is_empty(),
            target_namespace,
            element_form: Form::Unqualified,
            attribute_form: Form::Unqualified,
            block_default: Vec::new(),
            final_default: Vec::new(),
            reader: self,
        };
        let unqualified = Form::Unqualified;
        reader.element_form = reader.form(node, "elementFormDefault", unqualified);
        reader.attribute_form = reader.form(node, "attributeFormDefault", unqualified);
        reader.block_default = reader.methods(node, "blockDefault", &ALL_METHODS);
        reader.final_default = reader.methods(node, "finalDefault", &ALL_METHODS);
        reader.components(node)
    }
}

impl<'a> SchemaReader<'a, '_, '_> {
    fn components(&mut self, node: Node<'a>) -> Schema {
        let mut schema = Schema {
            position: self.reader.position(node),
            target_namespace: Arc::clone(&self.target_namespace),
            element_form_default: self.element_form,
            attribute_form_default: self.attribute_form,
            block_default: self.block_default.clone(),
            final_default: self.final_default.clone(),
            documentation: documentation(node),
            imports: Vec::new(),
            includes: Vec::new(),
            redefines: Vec::new(),
            simple_types: Vec::new(),
            complex_types: Vec::new(),
            elements: Vec::new(),
            attributes: Vec::new(),
            groups: Vec::new(),
            attribute_groups: Vec::new(),
            notations: Vec::new(),
        };
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "include" => schema.includes.extend(self.include(child)),
                "import" => schema.imports.push(self.import(child)),
                "redefine" => schema.redefines.extend(self.redefine(child)),
                "simpleType" => schema.simple_types.extend(self.global_simple_type(child)),
                "complexType" => schema.complex_types.extend(self.global_complex_type(child)),
                "group" => schema.groups.extend(self.group(child)),
                "attributeGroup" => schema.attribute_groups.extend(self.attribute_group(child)),
                "element" => schema.elements.extend(self.global_element(child)),
                "attribute" => schema.attributes.extend(self.global_attribute(child)),
                "notation" => schema.notations.extend(self.notation(child)),
                _ => self.unexpected(node, child),
            }
        }
        schema
    }

    /// `<import namespace schemaLocation>` (section 4.2.3).
    fn import(&mut self, node: Node<'a>) -> Import {
        self.reader.attributes(node, &["id", "namespace", "schemaLocation"]);
        let position = self.reader.position(node);
        let namespace = node.own("namespace").unwrap_or_default().trim_matches(XML_SPACE);
        Import {
            position,
            namespace: self.reader.intern(namespace),
            schema_location: node.own("schemaLocation").map(str::to_owned),
            document: self.reader.document.link(position.offset),
        }
    }

    /// `<include schemaLocation>` (section 4.2.1).
    fn include(&mut self, node: Node<'a>) -> Option<Include> {
        self.reader.attributes(node, &["id", "schemaLocation"]);
        let position = self.reader.position(node);
        Some(Include {
            position,
            schema_location: self.reader.required(node, "schemaLocation")?.to_owned(),
            document: self.reader.document.link(position.offset),
        })
    }

    /// `<redefine schemaLocation>(annotation | simpleType | complexType | group | attributeGroup)*</redefine>`
    /// (section 4.2.2).
    fn redefine(&mut self, node: Node<'a>) -> Option<Redefine> {
        self.reader.attributes(node, &["id", "schemaLocation"]);
        let position = self.reader.position(node);
        let mut redefine = Redefine {
            position,
            schema_location: self.reader.required(node, "schemaLocation")?.to_owned(),
            document: self.reader.document.link(position.offset),
            simple_types: Vec::new(),
            complex_types: Vec::new(),
            groups: Vec::new(),
            attribute_groups: Vec::new(),
        };
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "simpleType" => redefine.simple_types.extend(self.global_simple_type(child)),
                "complexType" => redefine.complex_types.extend(self.global_complex_type(child)),
                "group" => redefine.groups.extend(self.group(child)),
                "attributeGroup" => redefine.attribute_groups.extend(self.attribute_group(child)),
                _ => self.unexpected(node, child),
            }
        }
        Some(redefine)
    }

    /// `<notation name public system>` (section 3.12.2).
    fn notation(&mut self, node: Node<'a>) -> Option<Notation> {
        self.reader.attributes(node, &["id", "name", "public", "system"]);
        Some(Notation { position: self.reader.position(node), name: self.global_name(node)? })
    }

    /// The local name of an element of the schema namespace, as the specification spells it; empty for others.
    #[allow(clippy::unused_self, reason = "reads as a question to the schema's reader")]
    pub(super) fn xsd_name(&self, node: Node<'a>) -> &'a str {
        let name = node.tag_name();
        match name.namespace() {
            Some(namespace) if is_schema_namespace(namespace) => spelling::element(name.name()),
            _ => "",
        }
    }

    /// Reports a child that its parent may not have.
    pub(super) fn unexpected(&mut self, parent: Node<'a>, child: Node<'a>) {
        let within = parent.tag_name().name();
        match self.xsd_name(child) {
            "" => {
                let name = self.reader.node_name(child);
                let at = self.reader.position(child);
                self.reader.foreign(child, at, "element", &name);
            }
            "assert" | "assertion" | "alternative" | "openContent" | "defaultOpenContent" | "explicitTimezone" => {
                self.reader.warning(child, "is of XML Schema 1.1; it only restricts what is valid, and is ignored");
            }
            "override" => self.reader.error(child, "is of XML Schema 1.1, which is not supported"),
            _ => self.reader.error(child, format!("is not allowed in {within}")),
        }
    }

    /// The name of a global component.
    pub(super) fn global_name(&mut self, node: Node<'a>) -> Option<QName> {
        let local = self.reader.name(node)?;
        Some(QName::new(Arc::clone(&self.target_namespace), local))
    }

    /// The name of a local element.
    pub(super) fn local_element_name(&mut self, node: Node<'a>) -> Option<QName> {
        let form = self.form(node, "form", self.element_form);
        self.local_name(node, form)
    }

    /// The name of a local attribute.
    pub(super) fn local_attribute_name(&mut self, node: Node<'a>) -> Option<QName> {
        let form = self.form(node, "form", self.attribute_form);
        self.local_name(node, form)
    }

    fn local_name(&mut self, node: Node<'a>, form: Form) -> Option<QName> {
        let local = self.reader.name(node)?;
        let namespace = match form {
            Form::Qualified => Arc::clone(&self.target_namespace),
            Form::Unqualified => self.reader.intern(""),
        };
        Some(QName::new(namespace, local))
    }

    fn form(&mut self, node: Node<'a>, name: &str, default: Form) -> Form {
        let Some(attribute) = node.own_node(name) else {
            return default;
        };
        match self.reader.word(node, &attribute, &["qualified", "unqualified"]) {
            "qualified" => Form::Qualified,
            "unqualified" | "" => Form::Unqualified,
            other => {
                let message = format!("{name} must be qualified or unqualified, not \"{other}\"");
                self.reader.attribute_error(node, &attribute, message);
                default
            }
        }
    }

    /// A QName attribute. In a chameleon schema, no namespace means the target namespace.
    pub(super) fn qname(&mut self, node: Node<'a>, name: &str) -> Option<QName> {
        let name = self.reader.qname(node, name)?;
        Some(self.in_target(name))
    }

    /// The attribute `type`, when it names one.
    pub(super) fn type_name(&mut self, node: Node<'a>) -> Option<QName> {
        let name = self.reader.type_name(node)?;
        Some(self.in_target(name))
    }

    pub(super) fn in_target(&self, name: QName) -> QName {
        if self.chameleon && name.namespace.is_empty() {
            return QName::new(Arc::clone(&self.target_namespace), name.local);
        }
        name
    }

    /// `block`, or the part of `blockDefault` that applies.
    pub(super) fn block(&mut self, node: Node<'a>, applicable: &[DerivationMethod]) -> Vec<DerivationMethod> {
        if node.has_own("block") {
            return self.methods(node, "block", applicable);
        }
        self.block_default.iter().copied().filter(|method| applicable.contains(method)).collect()
    }

    /// `final`, or the part of `finalDefault` that applies.
    pub(super) fn final_(&mut self, node: Node<'a>, applicable: &[DerivationMethod]) -> Vec<DerivationMethod> {
        if node.has_own("final") {
            return self.methods(node, "final", applicable);
        }
        self.final_default.iter().copied().filter(|method| applicable.contains(method)).collect()
    }

    /// `#all`, or a list of words.
    fn methods(&mut self, node: Node<'a>, name: &str, applicable: &[DerivationMethod]) -> Vec<DerivationMethod> {
        let Some(attribute) = node.own_node(name) else {
            return Vec::new();
        };
        let mut methods = Vec::new();
        for word in attribute.value().split_ascii_whitespace() {
            let method = match word {
                "#all" => {
                    methods = applicable.to_vec();
                    continue;
                }
                "extension" => DerivationMethod::Extension,
                "restriction" => DerivationMethod::Restriction,
                "substitution" => DerivationMethod::Substitution,
                "list" => DerivationMethod::List,
                "union" => DerivationMethod::Union,
                _ => {
                    let message = format!("{name} does not know \"{word}\"");
                    self.reader.attribute_warning(node, &attribute, message);
                    continue;
                }
            };
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        methods
    }
}
