//! Names: identifiers that compile, whatever the text; two members never get one name.
#![no_main]

use castile_codegen::load::MapSource;
use castile_codegen::{Config, generate_from, names};
use libfuzzer_sys::fuzz_target;

fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect()
}

fuzz_target!(|pair: (&str, &str)| {
    for text in [pair.0, pair.1] {
        for ident in
            [names::pascal(text), names::snake(text), names::screaming(text), names::arm(text), names::module(text)]
        {
            syn::parse_str::<syn::Ident>(&names::raw(&ident))
                .unwrap_or_else(|error| panic!("{text:?}: {ident:?}: {error}"));
        }
    }
    let (a, b) = (escaped(pair.0), escaped(pair.1));
    let schema = format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:complexType name='T'><xs:sequence><xs:element name='{a}' type='xs:int'/><xs:element name='{b}' type='xs:int'/></xs:sequence></xs:complexType>\
         <xs:simpleType name='S'><xs:restriction base='xs:string'><xs:enumeration value='{a}'/><xs:enumeration value='{b}'/></xs:restriction></xs:simpleType><xs:element name='e' type='S'/></xs:schema>"
    );
    if let Ok(output) =
        generate_from(&MapSource::new().with("s.xsd", schema), &Config::new("s.xsd").module("m").single_file())
    {
        for text in output.files.values() {
            syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        }
    }
});
