//! `xs:attribute` and `xs:attributeGroup`.

use super::reader::{Node, XML_SPACE, documentation};
use super::schema::SchemaReader;
use crate::node::Own as _;
use crate::wsdl::WSDL;
use crate::xsd::{
    ArrayType, Attribute, AttributeGroup, AttributeGroupRef, AttributeRef, AttributeUse, AttributeUseKind, Attributes,
    SimpleTypeRef,
};

impl<'a> SchemaReader<'a, '_, '_> {
    /// `<attribute name type default fixed>(annotation?, simpleType?)</attribute>` under `schema` (section 3.2.2).
    pub(super) fn global_attribute(&mut self, node: Node<'a>) -> Option<Attribute> {
        let known = ["default", "fixed", "id", "name", "type", "use", "form"];
        self.reader.attributes(node, &known);
        let name = self.global_name(node)?;
        Some(Attribute {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            type_: self.attribute_type(node),
            default: node.own("default").map(str::to_owned),
            fixed: node.own("fixed").map(str::to_owned),
        })
    }

    /// `<attributeGroup name>(annotation?, (attribute | attributeGroup)*, anyAttribute?)</attributeGroup>`
    /// (section 3.6.2).
    pub(super) fn attribute_group(&mut self, node: Node<'a>) -> Option<AttributeGroup> {
        self.reader.attributes(node, &["id", "name"]);
        let name = self.global_name(node)?;
        let mut attributes = Attributes::default();
        for child in self.reader.children(node) {
            if self.xsd_name(child) != "annotation" && !self.attribute_part(child, &mut attributes) {
                self.unexpected(node, child);
            }
        }
        Some(AttributeGroup {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            attributes,
        })
    }

    /// Adds `node` to `attributes` if it is an attribute, a reference to an attribute group, or a wildcard.
    pub(super) fn attribute_part(&mut self, node: Node<'a>, attributes: &mut Attributes) -> bool {
        match self.xsd_name(node) {
            "attribute" => attributes.uses.extend(self.attribute_use(node)),
            "attributeGroup" => attributes.groups.extend(self.attribute_group_ref(node)),
            "anyAttribute" => {
                if attributes.wildcard.is_some() {
                    self.reader.error(node, "there is an anyAttribute already");
                } else {
                    attributes.wildcard = Some(self.wildcard(node));
                }
            }
            _ => return false,
        }
        true
    }

    /// `<attributeGroup ref>` (section 3.6.2).
    fn attribute_group_ref(&mut self, node: Node<'a>) -> Option<AttributeGroupRef> {
        self.reader.attributes(node, &["id", "ref"]);
        self.reader.required(node, "ref")?;
        Some(AttributeGroupRef { position: self.reader.position(node), name: self.qname(node, "ref")? })
    }

    /// `<attribute (name form type | ref) use default fixed>(annotation?, simpleType?)</attribute>` (section 3.2.2).
    fn attribute_use(&mut self, node: Node<'a>) -> Option<AttributeUse> {
        let known = ["arrayType", "default", "fixed", "form", "id", "name", "ref", "type", "use", "value"];
        self.reader.attributes(node, &known);
        let position = self.reader.position(node);
        let attribute = if node.has_own("ref") {
            AttributeRef::Ref(self.qname(node, "ref")?)
        } else {
            let name = self.local_attribute_name(node)?;
            AttributeRef::Local(Box::new(Attribute {
                position,
                name,
                documentation: documentation(node),
                type_: self.attribute_type(node),
                default: None,
                fixed: None,
            }))
        };
        let mut used = AttributeUse {
            position,
            attribute,
            use_: AttributeUseKind::Optional,
            default: node.own("default").map(str::to_owned),
            fixed: node.own("fixed").map(str::to_owned),
            array_type: self.array_type(node),
        };
        self.use_(node, &mut used);
        Some(used)
    }

    fn use_(&mut self, node: Node<'a>, used: &mut AttributeUse) {
        let Some(attribute) = node.own_node("use") else {
            return;
        };
        let value = node.own("value").map(str::to_owned);
        match self.reader.word(node, &attribute, &["optional", "required", "prohibited"]) {
            "optional" => {}
            "required" => used.use_ = AttributeUseKind::Required,
            "prohibited" => used.use_ = AttributeUseKind::Prohibited,
            // The drafts wrote use="default" value="…".
            "default" if value.is_some() => used.default = value,
            "fixed" if value.is_some() => used.fixed = value,
            other => {
                let message = format!("use must be optional, required or prohibited, not \"{other}\"");
                self.reader.attribute_error(node, &attribute, message);
            }
        }
    }

    fn attribute_type(&mut self, node: Node<'a>) -> Option<SimpleTypeRef> {
        let named = self.type_name(node).map(SimpleTypeRef::Named);
        let mut inline = None;
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "simpleType" => {
                    inline =
                        self.simple_type(child, None).map(|simple_type| SimpleTypeRef::Inline(Box::new(simple_type)));
                }
                _ => self.unexpected(node, child),
            }
        }
        if named.is_none() && inline.is_none() {
            return None;
        }
        self.one_of(node, named, inline, "type")
    }

    /// `wsdl:itemType`, as some write it by the attribute that SOAP 1.2 has in place of `arrayType`.
    fn item_type(&mut self, node: Node<'a>) -> Option<ArrayType> {
        let attribute = node.attribute_node((WSDL, "itemType"))?;
        let item = self.reader.expand(node, &attribute, attribute.value())?;
        Some(ArrayType { item: self.in_target(item), dimensions: "[]".to_owned() })
    }

    /// `wsdl:arrayType` (WSDL 1.1 section 2.2): a QName and brackets.
    fn array_type(&mut self, node: Node<'a>) -> Option<ArrayType> {
        let Some(attribute) = node.attribute_node((WSDL, "arrayType")).or_else(|| node.own_node("arrayType")) else {
            return self.item_type(node);
        };
        if attribute.namespace().is_none() {
            self.reader.attribute_warning(node, &attribute, "arrayType is in no namespace; read as that of WSDL");
        }
        let value = attribute.value().trim_matches(XML_SPACE);
        let brackets = value.find('[').unwrap_or(value.len());
        let (item, dimensions) = value.split_at_checked(brackets)?;
        let item = self.reader.expand(node, &attribute, item)?;
        let dimensions: String = dimensions.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        if !dimensions.ends_with(']') {
            let message = format!("arrayType \"{value}\" has no dimensions; read as one");
            self.reader.attribute_warning(node, &attribute, message);
            return Some(ArrayType { item: self.in_target(item), dimensions: "[]".to_owned() });
        }
        Some(ArrayType { item: self.in_target(item), dimensions })
    }
}
