mod schemas;
mod wsdls;

use super::{Parsed, parse};
use crate::diagnostic::Diagnostics;
use crate::load::{Loader, MapSource};

/// Parses `main` of a source, with what was said.
fn parsed(source: &MapSource) -> (Parsed, String) {
    let mut diagnostics = Diagnostics::new();
    let documents = Loader::new(source).load("main", &mut diagnostics);
    let parsed = parse(documents, &mut diagnostics);
    (parsed, diagnostics.to_string())
}

fn one(text: impl Into<Vec<u8>>) -> (Parsed, String) {
    parsed(&MapSource::new().with("main", text))
}

/// Parses one document about which there is nothing to say.
fn clean(text: impl Into<Vec<u8>>) -> Parsed {
    let (parsed, said) = one(text);
    assert_eq!(said, "");
    parsed
}

fn schema(attributes: &str, content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' {attributes}>\n{content}\n</xs:schema>"
    )
}

fn wsdl(content: &str) -> String {
    format!(
        "<w:definitions xmlns:w='http://schemas.xmlsoap.org/wsdl/' xmlns:t='urn:t' targetNamespace='urn:t'\n\
         xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:s12='http://schemas.xmlsoap.org/wsdl/soap12/'\n\
         xmlns:h='http://schemas.xmlsoap.org/wsdl/http/' xmlns:m='http://schemas.xmlsoap.org/wsdl/mime/'\n\
         xmlns:json='urn:castile:json' xmlns:x='urn:x' xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n\
         {content}\n</w:definitions>"
    )
}
