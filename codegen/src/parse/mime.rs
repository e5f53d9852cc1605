//! `wsdl:input` and `wsdl:output` of a binding: SOAP, HTTP or MIME (WSDL 1.1 sections 3.5, 4.5 to 4.7 and 5).

use super::binding::{HTTP, soap_version};
use super::definitions::{DefinitionsReader, wsdl_name};
use super::reader::{Node, XML_SPACE};
use crate::node::Own as _;
use crate::wsdl::{BindingMessage, Body, JsonTwin, MimeContent, MimePart, SoapHeader};
use crate::xsd::Position;

/// The namespace of the MIME extension elements.
const MIME: &str = "http://schemas.xmlsoap.org/wsdl/mime/";

impl<'a> DefinitionsReader<'a, '_, '_> {
    /// `<wsdl:input name>(documentation?, extension*)</wsdl:input>` and its like for output (section 2.5).
    pub(super) fn binding_message(&mut self, node: Node<'a>) -> BindingMessage {
        self.reader.attributes(node, &["name"]);
        let mut headers = Vec::new();
        let mut body = Body::Empty;
        for child in self.reader.children(node) {
            let tag = child.tag_name();
            let namespace = tag.namespace().unwrap_or_default();
            let read = match (namespace, tag.name()) {
                (MIME, "content" | "mimeXml") => {
                    let content = self.mime_content(child);
                    if let Body::Mime(alternatives) = &mut body {
                        alternatives.push(content);
                        continue;
                    }
                    Body::Mime(vec![content])
                }
                (MIME, "multipartRelated") => self.multipart_related(child, &mut headers),
                (HTTP, "urlEncoded") => Body::UrlEncoded,
                (HTTP, "urlReplacement") => Body::UrlReplacement,
                (_, "body") if soap_version(child).is_some() => Body::Soap(self.soap_body(child)),
                (_, "header") if soap_version(child).is_some() => {
                    headers.extend(self.soap_header(child));
                    continue;
                }
                _ => {
                    if wsdl_name(child) != "documentation" {
                        self.extension_or_unexpected(node, child);
                    }
                    continue;
                }
            };
            if matches!(body, Body::Empty) {
                body = read;
            } else {
                self.reader.warning(child, "the message has a body already; the first is used");
            }
        }
        BindingMessage { position: self.reader.position(node), body, headers }
    }

    /// `<mime:multipartRelated>(mime:part*)</mime:multipartRelated>` (section 5.3).
    fn multipart_related(&mut self, node: Node<'a>, headers: &mut Vec<SoapHeader>) -> Body {
        self.reader.attributes(node, &[]);
        let mut parts = Vec::new();
        for child in self.reader.children(node) {
            let tag = child.tag_name();
            if tag.namespace() == Some(MIME) && tag.name() == "part" {
                parts.extend(self.mime_part(child, headers));
            } else {
                self.extension_or_unexpected(node, child);
            }
        }
        Body::MultipartRelated(parts)
    }

    /// `<mime:part>(soap:body, soap:header*) | mime:content*</mime:part>` (section 5.3).
    fn mime_part(&mut self, node: Node<'a>, headers: &mut Vec<SoapHeader>) -> Option<MimePart> {
        self.reader.attributes(node, &["name"]);
        let mut contents = Vec::new();
        let mut soap = None;
        for child in self.reader.children(node) {
            let tag = child.tag_name();
            match (tag.namespace(), tag.name()) {
                (Some(MIME), "content" | "mimeXml") => contents.push(self.mime_content(child)),
                (_, "body") if soap_version(child).is_some() => soap = Some(self.soap_body(child)),
                (_, "header") if soap_version(child).is_some() => {
                    headers.extend(self.soap_header(child));
                }
                _ => self.extension_or_unexpected(node, child),
            }
        }
        match soap {
            Some(body) => Some(MimePart::Soap(body)),
            None if contents.is_empty() => {
                self.reader.warning(node, "holds nothing that is understood");
                None
            }
            None => Some(MimePart::Content(contents)),
        }
    }

    /// `<mime:content part type>` (section 5.2) and `<mime:mimeXml part>` (section 5.4).
    fn mime_content(&mut self, node: Node<'a>) -> MimeContent {
        self.reader.attributes(node, &["part", "type"]);
        for attribute in node.attributes() {
            let ours = attribute.namespace() == Some(JsonTwin::NAMESPACE);
            if ours && !matches!(attribute.name(), "wrapper" | "alias") {
                let message = format!("json:{} is not known", attribute.name());
                self.reader.attribute_error(node, &attribute, message);
            }
        }
        let default = match node.tag_name().name() {
            "mimeXml" => "text/xml",
            _ => "*/*",
        };
        let media_type = node.own("type").map_or(default, |value| value.trim_matches(XML_SPACE));
        MimeContent {
            position: self.reader.position(node),
            part: self.optional_name(node, "part"),
            media_type: media_type.to_owned(),
            json: JsonTwin { wrapper: self.json_attribute(node, "wrapper"), alias: self.json_attribute(node, "alias") },
        }
    }

    fn json_attribute(&self, node: Node<'a>, name: &str) -> Option<(Position, String)> {
        let attribute = node.attribute_node((JsonTwin::NAMESPACE, name))?;
        let position = self.reader.attribute_position(&attribute);
        Some((position, attribute.value().trim_matches(XML_SPACE).to_owned()))
    }
}
