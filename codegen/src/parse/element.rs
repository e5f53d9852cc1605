//! `xs:element` declarations.

use super::reader::{Node, XMIME, documentation};
use super::schema::{COMPLEX_METHODS, ELEMENT_BLOCK, SchemaReader};
use crate::node::Own as _;
use crate::xsd::{Element, IdentityConstraint, QName, TypeRef};

/// The attributes of an element declaration, global or local.
const ATTRIBUTES: &[&str] = &[
    "abstract",
    "block",
    "default",
    "final",
    "fixed",
    "form",
    "id",
    "maxOccurs",
    "minOccurs",
    "name",
    "nillable",
    "nullable",
    "substitutionGroup",
    "type",
];

impl<'a> SchemaReader<'a, '_, '_> {
    /// `<element name type nillable default fixed abstract substitutionGroup block final>
    /// (annotation?, (simpleType | complexType)?, (unique | key | keyref)*)</element>` (section 3.3.2).
    pub(super) fn global_element(&mut self, node: Node<'a>) -> Option<Element> {
        for name in ["minOccurs", "maxOccurs", "form", "ref"] {
            if let Some(attribute) = node.own_node(name) {
                let message = format!("attribute {name} is not allowed on a global element; ignored");
                self.reader.attribute_warning(node, &attribute, message);
            }
        }
        let name = self.global_name(node)?;
        Some(self.element(node, name))
    }

    /// The same, in a model group.
    pub(super) fn local_element(&mut self, node: Node<'a>) -> Option<Element> {
        let name = self.local_element_name(node)?;
        Some(self.element(node, name))
    }

    fn element(&mut self, node: Node<'a>, name: QName) -> Element {
        self.reader.attributes(node, ATTRIBUTES);
        let mut type_ = self.type_name(node).map(TypeRef::Named);
        let mut identity_constraints = Vec::new();
        for child in self.reader.children(node) {
            let inline = match self.xsd_name(child) {
                "annotation" => continue,
                "simpleType" => self.simple_type(child, None).map(|type_| TypeRef::Simple(Box::new(type_))),
                "complexType" => Some(TypeRef::Complex(Box::new(self.complex_type(child, None)))),
                "unique" | "key" | "keyref" => {
                    identity_constraints.extend(self.identity_constraint(child));
                    continue;
                }
                _ => {
                    self.unexpected(node, child);
                    continue;
                }
            };
            if type_.is_some() {
                self.reader.error(child, "the element has a type already");
            } else {
                type_ = inline;
            }
        }
        let fixed = node.own("fixed").map(str::to_owned);
        let default = node.own("default").map(str::to_owned);
        if fixed.is_some() && default.is_some() {
            self.reader.warning(node, "has both default and fixed; fixed is used");
        }
        Element {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            type_,
            nillable: self.nillable(node),
            default: default.filter(|_| fixed.is_none()),
            fixed,
            abstract_: self.reader.boolean(node, "abstract").unwrap_or(false),
            substitution_group: self.qname(node, "substitutionGroup"),
            block: self.block(node, ELEMENT_BLOCK),
            final_: self.final_(node, COMPLEX_METHODS),
            identity_constraints,
            expected_content_types: node.attribute((XMIME, "expectedContentTypes")).map(str::to_owned),
        }
    }

    /// `nillable`; the drafts called it `nullable`.
    fn nillable(&mut self, node: Node<'a>) -> bool {
        let nillable = self.reader.boolean(node, "nillable");
        nillable.or_else(|| self.reader.boolean(node, "nullable")).unwrap_or(false)
    }

    /// `unique`, `key` or `keyref` (section 3.11.2): its selector and fields are not read.
    fn identity_constraint(&mut self, node: Node<'a>) -> Option<IdentityConstraint> {
        Some(IdentityConstraint { position: self.reader.position(node), name: self.reader.name(node)? })
    }
}
