//! Messages as request and reply types, and how they stand in the body.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::context::{Key, Lowering, Owner, address};
use super::documentation;
use super::elements::{Use, element_owner};
use super::fields::{Member, fragment_field, named};
use super::nil::{Nil, container};
use super::operations::Exchange;
use super::polymorphic::Substitution;
use crate::model::{
    Body, BodyElement, Field, Item, ItemRef, Message, Place, SimpleRef, Struct, StructKind, Type, WireName,
};
use crate::names;
use crate::wsdl::{self, BindingMessage, MimePart, OperationMessage, Part, PartKind, SoapBody, SoapHeader, Style};
use crate::xsd::{Element, Occurs, QName};

/// How a part stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// As the element it names.
    Element,
    /// In an accessor named after it.
    Accessor,
    /// In an accessor of a SOAP-encoded message, which has the part's type.
    Encoded,
}

impl<'a> Lowering<'a, '_> {
    /// The input or output of an operation; `None`, with a finding, when it cannot be had.
    pub(super) fn message(
        &mut self,
        exchange: &Exchange<'a>,
        abstract_: Option<&'a OperationMessage>,
        bound: Option<&'a BindingMessage>,
        output: bool,
    ) -> Option<Message> {
        static EMPTY: wsdl::Body = wsdl::Body::Empty;
        let Some(abstract_) = abstract_ else {
            return Some(Message { ty: None, body: Body::Empty, headers: Vec::new() });
        };
        // An operation without its message was left out, with a finding, when the operations were selected.
        let message = self.components.messages.get(abstract_.message.as_ref()?)?;
        self.coverage.modelled("message");
        let body = bound.map_or(&EMPTY, |bound| &bound.body);
        let headers = bound.map(|bound| bound.headers.as_slice()).unwrap_or_default();
        let lowered_headers = headers.iter().filter_map(|header| self.header(header)).collect();
        let (ty, body) = match body {
            wsdl::Body::Soap(soap) => self.soap_body(exchange, message, soap, headers, &[], output),
            wsdl::Body::MultipartRelated(parts) => self.multipart(exchange, message, parts, headers, output),
            wsdl::Body::UrlEncoded => self.parameters(exchange, message, Body::UrlEncoded)?,
            wsdl::Body::UrlReplacement => self.parameters(exchange, message, Body::UrlReplacement)?,
            wsdl::Body::Mime(contents) => self.mime(exchange, message, contents, output)?,
            wsdl::Body::Empty if exchange.http || message.parts.is_empty() && exchange.style == Style::Document => {
                (None, Body::Empty)
            }
            // No `soap:body`: as if it were there and said nothing.
            wsdl::Body::Empty => {
                let soap = SoapBody {
                    position: message.position,
                    body_use: wsdl::Use::Literal,
                    namespace: None,
                    encoding_style: None,
                    parts: None,
                };
                self.soap_body(exchange, message, &soap, headers, &[], output)
            }
        };
        Some(Message { ty, body, headers: lowered_headers })
    }

    fn soap_body(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        soap: &SoapBody,
        headers: &[SoapHeader],
        attached: &[Arc<str>],
        output: bool,
    ) -> (Option<Type>, Body) {
        let in_headers: HashSet<&str> =
            headers.iter().filter(|header| header.message == message.name).map(|header| &*header.part).collect();
        let parts: Vec<&'a Part> = match &soap.parts {
            Some(names) => {
                for missing in names.iter().filter(|name| message.parts.iter().all(|part| part.name != **name)) {
                    self.findings.warning(
                        soap.position,
                        "soap:body",
                        format!("message {} has no part {missing}", message.name),
                        "it is left out; correct the parts attribute",
                    );
                }
                message.parts.iter().filter(|part| names.contains(&part.name)).collect()
            }
            // The specification puts all parts in the body; those bound to a header are meant to be there alone.
            None => message
                .parts
                .iter()
                .filter(|part| !in_headers.contains(&*part.name) && !attached.contains(&part.name))
                .collect(),
        };
        self.coverage.modelled(match (exchange.style, soap.body_use) {
            (Style::Document, wsdl::Use::Literal) => "document/literal",
            (Style::Document, wsdl::Use::Encoded) => "document/encoded",
            (Style::Rpc, wsdl::Use::Literal) => "rpc/literal",
            (Style::Rpc, wsdl::Use::Encoded) => "rpc/encoded",
        });
        match exchange.style {
            Style::Document => {
                if soap.body_use == wsdl::Use::Encoded {
                    self.findings.warning(
                        soap.position,
                        "soap:body",
                        "is document/encoded, which no service speaks; it is read as document/literal",
                        "bind it as rpc",
                    );
                }
                self.document(exchange, message, &parts, output)
            }
            Style::Rpc => self.rpc(exchange, message, &parts, soap, output),
        }
    }

    fn document(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        parts: &[&'a Part],
        output: bool,
    ) -> (Option<Type>, Body) {
        match parts {
            [] => (None, Body::Empty),
            [only] => match &only.kind {
                PartKind::Element(name) => self.document_element(name),
                PartKind::Type(name) => {
                    let usage = self.type_use(name, &[]);
                    (Some(usage.ty), Body::Type(usage.simple))
                }
            },
            several => {
                if several.iter().any(|part| matches!(part.kind, PartKind::Type(_))) {
                    self.findings.warning(
                        message.position,
                        format!("message {}", message.name),
                        "is document/literal with several parts, some given by type; each of those is written as an element of its part's name",
                        "give every part by element, or bind it as rpc",
                    );
                }
                let members = several.iter().map(|part| self.document_part(part)).collect();
                let item = self.message_struct(exchange, message, several, members, output);
                (Some(Type::Item(item)), Body::Parts)
            }
        }
    }

    /// One of several elements of a body.
    fn document_part(&mut self, part: &'a Part) -> Member {
        let member = self.part(part, Carried::Element);
        match &part.kind {
            PartKind::Element(name) => match self.components.elements.get(name) {
                Some(element) => self.or_substitute(member, element),
                None => member,
            },
            PartKind::Type(_) => member,
        }
    }

    /// The member of an element, or of whichever of the substitution group that it heads.
    fn or_substitute(&mut self, mut member: Member, element: &'a Element) -> Member {
        if let Substitution::Group(item) = self.substitution_item(element) {
            member.field = Field {
                ty: Type::Item(item.clone()),
                place: Place::Group(item),
                nillable: false,
                list: false,
                simple: SimpleRef::Complex,
                ..member.field
            };
        }
        member
    }

    /// The one element of a body. Of a substitution group it is any of its elements, and the body is what holds it.
    fn document_element(&mut self, name: &QName) -> (Option<Type>, Body) {
        let head = self.components.elements.get(name).map(|element| self.substitution_item(element));
        if let Some(Substitution::Group(item)) = head {
            return (Some(Type::Item(item)), Body::Type(SimpleRef::Complex));
        }
        match self.body_element(name) {
            Some((usage, element)) => (Some(usage.ty), Body::Document(element)),
            None => (Some(Use::any_type().ty), Body::Type(SimpleRef::Complex)),
        }
    }

    /// A global element as a body: its type and its facts.
    pub(super) fn body_element(&mut self, name: &QName) -> Option<(Use, BodyElement)> {
        let element = self.components.elements.get(name)?;
        let owner = element_owner(element);
        let mut usage = self.element_use(element, true, &owner);
        usage.ty = container(usage.ty, Occurs::ONCE, self.nil(element));
        let facts = BodyElement {
            name: self.namespaces.wire(name),
            nillable: element.nillable,
            list: usage.list,
            simple: usage.simple.clone(),
        };
        Some((usage, facts))
    }

    fn rpc(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        parts: &[&'a Part],
        soap: &SoapBody,
        output: bool,
    ) -> (Option<Type>, Body) {
        // WSDL 1.1, section 3.5: the wrapper's namespace is what the attribute says, and nothing else does.
        let wrapper = soap.namespace.clone().unwrap_or_else(|| {
            let message = format!("names no namespace: the wrapper of {} is in none", exchange.name);
            self.findings.note(soap.position, "soap:body", message);
            Arc::from("")
        });
        let encoded = soap.body_use == wsdl::Use::Encoded;
        let suffix = if output { "Response" } else { "" };
        // Types of messages are named in the contract all the same.
        let namespace = if wrapper.is_empty() { exchange.namespace.clone() } else { wrapper.clone() };
        let name = QName::new(wrapper, format!("{}{suffix}", exchange.name));
        let carried = if encoded { Carried::Encoded } else { Carried::Accessor };
        let members = parts.iter().map(|part| self.part(part, carried)).collect();
        let within = Exchange { namespace, ..exchange.clone() };
        let item = self.message_struct(&within, message, parts, members, output);
        let name = self.namespaces.wire(&name);
        let element = BodyElement { name, nillable: false, list: false, simple: SimpleRef::Complex };
        (Some(Type::Item(item)), if encoded { Body::Encoded(element) } else { Body::Rpc(element) })
    }

    /// A part as a field: an accessor named after it or, in a document, the element it names.
    pub(super) fn part(&mut self, part: &'a Part, carried: Carried) -> Member {
        self.coverage.modelled("part");
        let label = part.name.to_string();
        let (usage, name, nil) = match &part.kind {
            PartKind::Type(name) => {
                let nil = self.nil_of_any(crate::resolve::is_encoding(&name.namespace));
                (self.type_use(name, &[]), WireName { local: label.clone(), ..WireName::default() }, nil)
            }
            PartKind::Element(name) if carried == Carried::Encoded => {
                self.findings.warning(
                    part.position,
                    format!("part {label}"),
                    "names an element, which an encoded message cannot: its accessor has the element's type",
                    "give the part by type, or bind it as document",
                );
                let (usage, nil) = match self.components.elements.get(name) {
                    Some(element) => {
                        (self.element_use(element, true, &element_owner(element)), self.nil_of_any(element.nillable))
                    }
                    None => (Use::any_type(), Nil::Never),
                };
                (usage, WireName { local: label.clone(), ..WireName::default() }, nil)
            }
            PartKind::Element(name) if carried == Carried::Accessor => {
                self.findings.warning(
                    part.position,
                    format!("part {label}"),
                    "names an element, which an rpc binding cannot: its accessor holds the element",
                    "give the part by type, or bind it as document",
                );
                let usage = match self.components.elements.get(name) {
                    Some(element) => Use::item(self.accessor(part, element)),
                    None => Use::any_type(),
                };
                (usage, WireName { local: label.clone(), ..WireName::default() }, Nil::Never)
            }
            PartKind::Element(name) => match self.components.elements.get(name) {
                Some(element) => {
                    let owner = element_owner(element);
                    (self.element_use(element, true, &owner), self.namespaces.wire(name), self.nil(element))
                }
                None => (Use::any_type(), self.namespaces.wire(name), Nil::Never),
            },
        };
        let mut field = fragment_field(
            usage.place,
            Occurs::ONCE,
            documentation::joined(
                documentation::lines(&part.documentation),
                documentation::facets(&usage.facets, &usage.ty),
            ),
        );
        field = Field {
            ty: container(usage.ty, Occurs::ONCE, nil),
            name,
            nillable: nil != Nil::Never,
            list: usage.list,
            simple: usage.simple,
            ..field
        };
        Member { label, field }
    }

    /// The accessor of a part that holds an element.
    fn accessor(&mut self, part: &'a Part, element: &'a Element) -> ItemRef {
        let owner = Owner { position: part.position, ..element_owner(element) };
        let stem = format!("{}Part", names::pascal(&part.name));
        let key = Key::Message(address(part), 0);
        if let Some(place) = self.placed(&key) {
            return place.item;
        }
        let place = self.name_anonymous(key, &owner, &stem, &[]);
        let member = self.arm(element, &owner);
        let member = self.or_substitute(member, element);
        self.add_struct(&place, named(vec![member]), Vec::new());
        place.item
    }

    /// The struct of a message's parts, shared by the bindings that carry the same parts in the same way.
    pub(super) fn message_struct(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        parts: &[&'a Part],
        mut members: Vec<Member>,
        output: bool,
    ) -> ItemRef {
        // Which parts as which types, and for which wrapper: other bindings may carry others.
        let mut fingerprint = DefaultHasher::new();
        (exchange.style == Style::Rpc, &exchange.namespace, exchange.name).hash(&mut fingerprint);
        for (part, member) in parts.iter().zip(&members) {
            (address(*part), format!("{:?}", member.field.ty)).hash(&mut fingerprint);
        }
        let fingerprint = usize::try_from(fingerprint.finish()).unwrap_or(usize::MAX);
        let key = Key::Message(address(message), fingerprint);
        if let Some(place) = self.placed(&key) {
            return place.item;
        }
        let own = names::pascal(exchange.name);
        let (stem, suffixes): (String, &[&str]) =
            if output { (format!("{own}Response"), &["Reply"]) } else { (own, &["Request"]) };
        let owner = Owner {
            namespace: exchange.namespace.clone(),
            ident: stem.clone(),
            names: vec![exchange.name.to_owned(), message.name.local.to_string()],
            position: message.position,
        };
        let place = self.name_anonymous(key, &owner, &stem, suffixes);
        for member in &mut members {
            member.field.secret = self.secrets.has(&owner.names, &member.label);
            member.field.lenient = self.lenient.has(&owner.names, &member.label);
        }
        self.add_struct(&place, named(members), documentation::lines(&message.documentation));
        place.item
    }

    fn add_struct(&mut self, place: &super::context::Place, fields: Vec<Field>, documentation: Vec<String>) {
        let item = Struct {
            ident: place.item.ident.clone(),
            table: place.item.table.clone(),
            name: place.name.clone(),
            kind: StructKind::Struct,
            documentation,
            fields,
            root: None,
        };
        self.add(place.item.module, place.position, Item::Struct(item));
    }

    fn multipart(
        &mut self,
        exchange: &Exchange<'a>,
        message: &'a wsdl::Message,
        parts: &'a [MimePart],
        headers: &[SoapHeader],
        output: bool,
    ) -> (Option<Type>, Body) {
        let mut attached = Vec::new();
        let mut root = None;
        for part in parts {
            match part {
                MimePart::Soap(soap) => root = root.or(Some(soap)),
                MimePart::Content(contents) => {
                    self.coverage.refused("mime:part");
                    let Some(content) = contents.first() else {
                        continue;
                    };
                    let name = content.part.as_deref().unwrap_or("?");
                    self.findings.note(
                        content.position,
                        format!("mime:part {name}"),
                        format!(
                            "is an attachment of message {}: {}",
                            message.name,
                            if output {
                                "the reply has it among its attachments, the typed body is the root part alone"
                            } else {
                                "a request carries the root part alone"
                            }
                        ),
                    );
                    attached.extend(content.part.clone());
                }
            }
        }
        let absent = SoapBody {
            position: message.position,
            body_use: wsdl::Use::Literal,
            namespace: None,
            encoding_style: None,
            parts: None,
        };
        self.soap_body(exchange, message, root.unwrap_or(&absent), headers, &attached, output)
    }

    /// `soap:header`: a block of its own.
    fn header(&mut self, header: &'a SoapHeader) -> Option<Field> {
        self.coverage.modelled("soap:header");
        let help = "store the document that declares it; until then pass the block as an XML fragment";
        let Some(message) = self.components.messages.get(&header.message) else {
            self.findings.warning(
                header.position,
                "soap:header",
                format!("there is no message {}", header.message),
                help,
            );
            return None;
        };
        let Some(part) = message.parts.iter().find(|part| part.name == header.part) else {
            self.findings.warning(
                header.position,
                "soap:header",
                format!("message {} has no part {}", header.message, header.part),
                help,
            );
            return None;
        };
        if let PartKind::Element(name) = &part.kind
            && self.components.elements.find(name).is_none()
        {
            self.findings.warning(header.position, "soap:header", format!("there is no element {name}"), help);
            return None;
        }
        let mut member = self.part(part, Carried::Element);
        if let PartKind::Type(_) = part.kind {
            let namespace = header.namespace.as_deref().unwrap_or_default();
            member.field.name.namespace = self.namespaces.intern(namespace);
        }
        member.field.ident = names::raw(&names::snake(&member.label));
        member.field.min = u32::from(header.required);
        member.field.encoded = header.header_use == wsdl::Use::Encoded && matches!(part.kind, PartKind::Type(_));
        Some(member.field)
    }
}
