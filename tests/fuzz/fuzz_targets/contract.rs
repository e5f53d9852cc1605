//! A contract of any bytes: code that parses, or errors that a terminal can show.
#![no_main]

use castile_codegen::load::MapSource;
use castile_codegen::{Config, generate_from};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:i'><xs:element name='i' type='xs:int'/></xs:schema>";
    let source = MapSource::new().with("s.wsdl", data).with("provisioning.xsd", schema).with("i.xsd", schema);
    match generate_from(&source, &Config::new("s.wsdl").module("m").single_file()) {
        Ok(output) => {
            for text in output.files.values() {
                syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"));
                assert!(!text.contains(|c: char| c == '\r' || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')), "{text}");
            }
        }
        Err(diagnostics) => {
            let said = diagnostics.to_string();
            assert!(!said.is_empty() && !said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
        }
    }
});
