//! `wsdl:service` and its ports.

use super::binding::{HTTP, SOAP11, SOAP12};
use super::definitions::{DefinitionsReader, wsdl_name};
use super::reader::{Node, XML_SPACE, documentation};
use crate::node::Own as _;
use crate::wsdl::{Port, Service};

impl<'a> DefinitionsReader<'a, '_, '_> {
    /// `<wsdl:service name>(documentation?, port*)</wsdl:service>` (WSDL 1.1 section 2.7).
    pub(super) fn service(&mut self, node: Node<'a>) -> Option<Service> {
        self.reader.attributes(node, &["name"]);
        let name = self.global_name(node)?;
        let mut ports = Vec::new();
        for child in self.reader.children(node) {
            match wsdl_name(child) {
                "documentation" => {}
                "port" => ports.extend(self.port(child)),
                _ => self.extension_or_unexpected(node, child),
            }
        }
        Some(Service { position: self.reader.position(node), name, documentation: documentation(node), ports })
    }

    /// `<wsdl:port name binding>(documentation?, address?)</wsdl:port>` (section 2.6), the address by section 3.8 or 4.3.
    fn port(&mut self, node: Node<'a>) -> Option<Port> {
        self.reader.attributes(node, &["binding", "name"]);
        let name = self.reader.name(node)?;
        self.reader.required(node, "binding")?;
        let binding = self.component(node, "binding")?;
        let mut address = None;
        for child in self.reader.children(node) {
            let tag = child.tag_name();
            match (tag.namespace().unwrap_or_default(), tag.name()) {
                (SOAP11 | SOAP12 | HTTP, "address") => {
                    self.reader.attributes(child, &["location"]);
                    if address.is_some() {
                        self.reader.warning(child, "the port has an address already; the first is used");
                        continue;
                    }
                    address = child.own("location").map(|location| location.trim_matches(XML_SPACE).to_owned());
                }
                _ if wsdl_name(child) == "documentation" => {}
                _ => self.extension_or_unexpected(node, child),
            }
        }
        Some(Port { position: self.reader.position(node), name, documentation: documentation(node), binding, address })
    }
}
