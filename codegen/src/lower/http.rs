//! Messages of the HTTP and MIME bindings (WSDL 1.1, sections 4 and 5).

use super::context::Lowering;
use super::elements::{Use, element_owner};
use super::messages::Carried;
use super::operations::Exchange;
use crate::model::{Body, BodyElement, Place, SimpleRef, Type};
use crate::resolve::TypeDefinition;
use crate::wsdl::{self, MimeContent, Part, PartKind};
use crate::xsd::{Occurs, QName, TypeRef};

impl<'a> Lowering<'a, '_> {
    /// Parts as a query, a form or pieces of the location: simple values, or lists of them.
    pub(super) fn parameters(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        body: Body,
    ) -> Option<(Option<Type>, Body)> {
        self.coverage.modelled(if body == Body::UrlEncoded { "http:urlEncoded" } else { "http:urlReplacement" });
        if message.parts.is_empty() {
            return Some((None, Body::Empty));
        }
        let mut members = Vec::new();
        for part in &message.parts {
            let mut member = self.part(part, Carried::Element);
            member.field.place = Place::Element;
            if member.field.simple == SimpleRef::Complex {
                let Some((usage, occurs)) = self.repeated_parameter(part) else {
                    self.findings.warning(
                        part.position,
                        format!("part {}", part.name),
                        format!(
                            "is no simple value, so it cannot be a parameter: {} is left out of the HTTP client",
                            exchange.name
                        ),
                        "use the SOAP port",
                    );
                    return None;
                };
                member.field.ty = super::nil::container(usage.ty, occurs, super::nil::Nil::Never);
                (member.field.min, member.field.max, member.field.simple) = (occurs.min, occurs.max, usage.simple);
            }
            members.push(member);
        }
        let parts: Vec<&Part> = message.parts.iter().collect();
        let item = self.message_struct(exchange, message, &parts, members, false);
        Some((Some(Type::Item(item)), body))
    }

    /// An array type of one repeated simple element: the parameter may be given more than once.
    fn repeated_parameter(&mut self, part: &'a Part) -> Option<(Use, Occurs)> {
        let PartKind::Type(name) = &part.kind else {
            return None;
        };
        let TypeDefinition::Complex(complex) = self.components.types.get(name)? else {
            return None;
        };
        let crate::xsd::Content::Complex(content) = &complex.content else {
            return None;
        };
        let shapes = self.particle(content.particle.as_ref()?);
        let [super::shape::Shape::Element(element, _, occurs)] = shapes.as_slice() else {
            return None;
        };
        let owner = element_owner(element);
        let usage = self.element_use(element, false, &owner);
        (usage.simple != SimpleRef::Complex && !usage.list).then_some((usage, *occurs))
    }

    /// `mime:content` alternatives of an HTTP binding: the first that is understood.
    pub(super) fn mime(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        contents: &'a [MimeContent],
        output: bool,
    ) -> Option<(Option<Type>, Body)> {
        self.coverage.modelled("mime:content");
        let content = contents.iter().find(|content| is_understood(&content.media_type)).or_else(|| contents.first());
        let Some(content) = content.filter(|_| !message.parts.is_empty()) else {
            return Some((None, Body::Empty));
        };
        let part = match &content.part {
            Some(name) => message.parts.iter().find(|part| part.name == *name),
            None => message.parts.first().filter(|_| message.parts.len() == 1),
        };
        let media_type = content.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if media_type == "application/x-www-form-urlencoded" {
            return self.parameters(exchange, message, Body::UrlEncoded);
        }
        if media_type == "application/json" || media_type.ends_with("+json") {
            return Some(self.json(exchange, message, part, content, output));
        }
        if is_xml(&media_type) {
            return Some(self.xml(exchange, message, part, content));
        }
        let ty = if media_type.starts_with("text/") {
            Type::Plain("String")
        } else {
            Type::Runtime("castile::value::Base64Binary")
        };
        Some((Some(ty), Body::Raw(content.media_type.clone())))
    }

    fn xml(
        &mut self,
        exchange: &Exchange<'a>,
        message: &wsdl::Message,
        part: Option<&'a Part>,
        content: &MimeContent,
    ) -> (Option<Type>, Body) {
        if let Some(part) = part {
            if let PartKind::Element(name) = &part.kind
                && let Some((usage, element)) = self.body_element(name)
            {
                return (Some(usage.ty), Body::Xml(element));
            }
            if let PartKind::Type(name) = &part.kind {
                let usage = self.type_use(name, &[]);
                let element = BodyElement {
                    name: self.namespaces.wire(&QName::new("", part.name.clone())),
                    nillable: false,
                    list: usage.list,
                    simple: usage.simple,
                };
                self.findings.note(
                    part.position,
                    format!("part {}", part.name),
                    "is XML of a type without an element name: its own is taken, and any is accepted",
                );
                return (Some(usage.ty), Body::Xml(element));
            }
        }
        let message = format!(
            "does not say which part of message {} it carries: the body of {} is taken as it is",
            message.name, exchange.name
        );
        self.findings.note(content.position, "mime:content", message);
        (Some(Type::Plain("String")), Body::Raw(content.media_type.clone()))
    }

    fn json(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        part: Option<&'a Part>,
        content: &MimeContent,
        output: bool,
    ) -> (Option<Type>, Body) {
        let (ty, type_name) = match part {
            Some(Part { kind: PartKind::Type(name), .. }) => (self.type_use(name, &[]).ty, name.local.to_string()),
            Some(Part { kind: PartKind::Element(name), .. }) => match self.components.elements.get(name) {
                Some(element) => {
                    let type_name = match &element.type_ {
                        Some(TypeRef::Named(type_name)) => type_name,
                        Some(TypeRef::Simple(_) | TypeRef::Complex(_)) | None => name,
                    };
                    (self.element_use(element, true, &element_owner(element)).ty, type_name.local.to_string())
                }
                None => (Use::any_type().ty, name.local.to_string()),
            },
            None => {
                let parts: Vec<&Part> = message.parts.iter().collect();
                let members = parts.iter().map(|part| self.part(part, Carried::Accessor)).collect();
                (
                    Type::Item(self.message_struct(exchange, message, &parts, members, output)),
                    message.name.local.to_string(),
                )
            }
        };
        let wrapper = content.json.wrapper.as_ref().map_or("bare", |(_, wrapper)| wrapper.trim());
        let key = match wrapper {
            "operation" => exchange.name.to_owned(),
            "result" => format!("{}Result", exchange.name),
            "type" => type_name,
            "bare" | "" => String::new(),
            key => key.to_owned(),
        };
        let aliases =
            content.json.alias.iter().flat_map(|(_, alias)| alias.split_whitespace()).map(str::to_owned).collect();
        (Some(ty), Body::Json(key, aliases))
    }
}

fn is_understood(media_type: &str) -> bool {
    let bare = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    bare == "application/json"
        || bare.ends_with("+json")
        || is_xml(&bare)
        || bare == "application/x-www-form-urlencoded"
}

fn is_xml(media_type: &str) -> bool {
    matches!(media_type, "text/xml" | "application/xml") || media_type.ends_with("+xml")
}
