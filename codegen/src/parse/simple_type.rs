//! `xs:simpleType` and facets.

use super::reader::{Node, XML_SPACE, documentation};
use super::schema::{SIMPLE_FINAL, SchemaReader};
use crate::node::Own as _;
use crate::xsd::{Facet, FacetKind, QName, SimpleType, SimpleTypeRef, Variety, WhiteSpace};

impl<'a> SchemaReader<'a, '_, '_> {
    /// A `simpleType` with a name.
    pub(super) fn global_simple_type(&mut self, node: Node<'a>) -> Option<SimpleType> {
        let name = self.global_name(node)?;
        self.simple_type(node, Some(name))
    }

    /// `<simpleType name final>(annotation?, (restriction | list | union))</simpleType>` (section 3.14.2).
    pub(super) fn simple_type(&mut self, node: Node<'a>, name: Option<QName>) -> Option<SimpleType> {
        self.reader.attributes(node, &["final", "id", "name"]);
        let mut variety = None;
        for child in self.reader.children(node) {
            let read = match self.xsd_name(child) {
                "annotation" => continue,
                "restriction" => self.simple_restriction(child),
                "list" => self.list(child),
                "union" => self.union(child),
                _ => {
                    self.unexpected(node, child);
                    continue;
                }
            };
            if variety.is_some() {
                self.reader.error(child, "the simple type is complete already");
                continue;
            }
            variety = Some(read?);
        }
        if variety.is_none() {
            self.reader.error(node, "holds no restriction, list or union");
        }
        Some(SimpleType {
            position: self.reader.position(node),
            name,
            documentation: documentation(node),
            final_: self.final_(node, SIMPLE_FINAL),
            variety: variety?,
        })
    }

    /// `<restriction base>(annotation?, simpleType?, facet*)</restriction>` (section 3.14.2).
    fn simple_restriction(&mut self, node: Node<'a>) -> Option<Variety> {
        self.reader.attributes(node, &["base", "id"]);
        let named = self.qname(node, "base").map(SimpleTypeRef::Named);
        let mut inline = None;
        let mut facets = Vec::new();
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "simpleType" => inline = self.inline(child),
                _ => self.facet_or_unexpected(node, child, &mut facets),
            }
        }
        let base = self.one_of(node, named, inline, "base")?;
        Some(Variety::Restriction { base, facets })
    }

    /// `<list itemType>(annotation?, simpleType?)</list>` (section 3.14.2).
    fn list(&mut self, node: Node<'a>) -> Option<Variety> {
        self.reader.attributes(node, &["itemType", "id"]);
        let named = self.qname(node, "itemType").map(SimpleTypeRef::Named);
        let mut inline = None;
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "simpleType" => inline = self.inline(child),
                _ => self.unexpected(node, child),
            }
        }
        let item = self.one_of(node, named, inline, "itemType")?;
        Some(Variety::List { item })
    }

    /// `<union memberTypes>(annotation?, simpleType*)</union>` (section 3.14.2).
    fn union(&mut self, node: Node<'a>) -> Option<Variety> {
        self.reader.attributes(node, &["memberTypes", "id"]);
        let mut members = Vec::new();
        if let Some(attribute) = node.own_node("memberTypes") {
            for word in attribute.value().split_ascii_whitespace() {
                if let Some(name) = self.reader.expand(node, &attribute, word) {
                    members.push(SimpleTypeRef::Named(self.in_target(name)));
                }
            }
        }
        for child in self.reader.children(node) {
            match self.xsd_name(child) {
                "annotation" => {}
                "simpleType" => members.extend(self.inline(child)),
                _ => self.unexpected(node, child),
            }
        }
        if members.is_empty() {
            self.reader.error(node, "has no member types");
            return None;
        }
        Some(Variety::Union { members })
    }

    fn inline(&mut self, node: Node<'a>) -> Option<SimpleTypeRef> {
        let simple_type = self.simple_type(node, None)?;
        Some(SimpleTypeRef::Inline(Box::new(simple_type)))
    }

    /// A type that is named by an attribute or written in place, but not both.
    pub(super) fn one_of(
        &mut self,
        node: Node<'a>,
        named: Option<SimpleTypeRef>,
        inline: Option<SimpleTypeRef>,
        attribute: &str,
    ) -> Option<SimpleTypeRef> {
        match (named, inline) {
            (Some(_), Some(_)) => {
                let message = format!("has both the attribute {attribute} and a type in place");
                self.reader.error(node, message);
                None
            }
            (Some(one), None) | (None, Some(one)) => Some(one),
            (None, None) => {
                let has_either = node.has_own(attribute) || node.children().any(|c| self.xsd_name(c) == "simpleType");
                if !has_either {
                    let message = format!("has neither the attribute {attribute} nor a type in place");
                    self.reader.error(node, message);
                }
                None
            }
        }
    }

    /// Adds `child` to `facets` if it is one.
    pub(super) fn facet_or_unexpected(&mut self, parent: Node<'a>, child: Node<'a>, facets: &mut Vec<Facet>) {
        match self.xsd_name(child) {
            "length" | "minLength" | "maxLength" | "pattern" | "enumeration" | "whiteSpace" | "minInclusive"
            | "minExclusive" | "maxInclusive" | "maxExclusive" | "totalDigits" | "fractionDigits" | "precision"
            | "scale" => facets.extend(self.facet(child)),
            "encoding" | "period" | "duration" => {
                self.reader.warning(child, "is a facet of a draft of XML Schema; ignored");
            }
            _ => self.unexpected(parent, child),
        }
    }

    /// `<length value fixed>` and its like (XML Schema part 2, section 4.3).
    fn facet(&mut self, node: Node<'a>) -> Option<Facet> {
        self.reader.attributes(node, &["fixed", "id", "value"]);
        let Some(value) = node.own("value") else {
            // It only narrows what is sent: the values stay what they are without it.
            self.reader.warning(node, "has no attribute value; left out");
            return None;
        };
        let kind = match self.xsd_name(node) {
            "pattern" => FacetKind::Pattern(value.to_owned()),
            "enumeration" => {
                FacetKind::Enumeration { value: value.to_owned(), namespace: self.reader.namespace_of(node, value) }
            }
            "minInclusive" => FacetKind::MinInclusive(value.trim_matches(XML_SPACE).to_owned()),
            "minExclusive" => FacetKind::MinExclusive(value.trim_matches(XML_SPACE).to_owned()),
            "maxInclusive" => FacetKind::MaxInclusive(value.trim_matches(XML_SPACE).to_owned()),
            "maxExclusive" => FacetKind::MaxExclusive(value.trim_matches(XML_SPACE).to_owned()),
            "whiteSpace" => FacetKind::WhiteSpace(self.white_space(node)?),
            "length" => FacetKind::Length(self.count(node, value)?),
            "minLength" => FacetKind::MinLength(self.count(node, value)?),
            "maxLength" => FacetKind::MaxLength(self.count(node, value)?),
            "totalDigits" | "precision" => FacetKind::TotalDigits(self.count(node, value)?),
            "fractionDigits" | "scale" => FacetKind::FractionDigits(self.count(node, value)?),
            _ => return None,
        };
        Some(Facet {
            position: self.reader.position(node),
            documentation: documentation(node),
            fixed: self.reader.boolean(node, "fixed").unwrap_or(false),
            kind,
        })
    }

    fn white_space(&mut self, node: Node<'a>) -> Option<WhiteSpace> {
        let attribute = node.own_node("value")?;
        match self.reader.word(node, &attribute, &["preserve", "replace", "collapse"]) {
            "preserve" => Some(WhiteSpace::Preserve),
            "replace" => Some(WhiteSpace::Replace),
            "collapse" => Some(WhiteSpace::Collapse),
            other => {
                let message = format!("must be preserve, replace or collapse, not \"{other}\"; left out");
                self.reader.warning(node, message);
                None
            }
        }
    }

    /// A length or a number of digits. What is too large for any value is the largest number there is.
    fn count(&mut self, node: Node<'a>, value: &str) -> Option<u32> {
        let digits = value.trim_matches(XML_SPACE);
        let digits = digits.strip_prefix('+').unwrap_or(digits);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.reader.warning(node, format!("\"{value}\" is not a count; left out"));
            return None;
        }
        Some(digits.parse().unwrap_or(u32::MAX))
    }
}
