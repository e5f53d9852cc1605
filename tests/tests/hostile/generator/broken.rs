//! Documents that are not what they should be: read with a warning where the meaning is plain, refused with a place where it is not.

use castile_codegen::load::MapSource;
use castile_codegen::{Config, Diagnostics, Output, generate_from};

use super::compile::{compile, parsed, positioned, said, schema};

fn bytes(document: Vec<u8>) -> Result<Output, Diagnostics> {
    generate_from(&MapSource::new().with("s.xsd", document), &Config::new("s.xsd").module("m").single_file())
}

#[track_caller]
fn errors(result: Result<Output, Diagnostics>) -> String {
    match result {
        Ok(_) => panic!("accepted"),
        Err(diagnostics) => {
            positioned(&diagnostics);
            said(&diagnostics)
        }
    }
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn what_is_plain_is_read() {
    let good = schema("<xs:element name='é' type='xs:int'/>");
    let declared = |encoding: &str| format!("<?xml version='1.0' encoding='{encoding}'?>{good}");
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let readable = [
        good.clone().into_bytes(),
        format!("\u{FEFF}{good}").into_bytes(),
        format!("\n{}", declared("UTF-8")).into_bytes(),
        format!(" \r\n\t{}", declared("utf-8")).into_bytes(),
        format!("\u{FEFF}\n{}", declared("UTF-8")).into_bytes(),
        latin(&declared("ISO-8859-1")),
        latin(&declared("windows-1252")),
        utf16(&declared("UTF-16"), false, true),
        utf16(&declared("UTF-16"), true, true),
        utf16(&good, true, true),
        format!("{good}\n<!-- end -->\n\n").into_bytes(),
        good.replace("urn:t'>", "urn:t'>\u{A0}").replace('\u{A0}', "<!-- -->").into_bytes(),
    ];
    for document in readable {
        let shown = String::from_utf8_lossy(&document).chars().take(60).collect::<String>();
        let output = bytes(document).unwrap_or_else(|error| panic!("{shown}: {error}"));
        parsed(&output);
        said(&output.diagnostics);
    }
}

#[test]
fn what_is_no_schema_is_refused() {
    let good = schema("<xs:element name='e' type='xs:int'/>");
    let broken: Vec<Vec<u8>> = vec![
        Vec::new(),
        b" ".to_vec(),
        b"\xEF\xBB\xBF".to_vec(),
        b"\xFF\xFE".to_vec(),
        b"\xFE\xFF\x00".to_vec(),
        b"not xml".to_vec(),
        b"{\"json\": true}".to_vec(),
        b"<html><body>Login</body></html>".to_vec(),
        b"<!DOCTYPE html PUBLIC \"x\"><html/>".to_vec(),
        b"HTTP/1.1 404 Not Found\r\n\r\n".to_vec(),
        b"\x1F\x8B\x08\x00\x00\x00\x00\x00".to_vec(),
        b"PK\x03\x04".to_vec(),
        b"\x00\x00\x00\x00".to_vec(),
        b"\xFF\xFE\x00\x00".to_vec(),
        b"<a>\xC0\x80</a>".to_vec(),
        b"<a>\xED\xA0\x80</a>".to_vec(),
        b"<a>\xF5\x80\x80\x80</a>".to_vec(),
        [good.as_bytes(), b"\xFF"].concat(),
        good.replace("</xs:schema>", "").into_bytes(),
        good.replace("'urn:t'", "'urn:t").into_bytes(),
        format!("{good}{good}").into_bytes(),
        format!("{good}trailing").into_bytes(),
        format!("leading{good}").into_bytes(),
        good.replace("xs:element", "xx:element").into_bytes(),
        format!("<?xml version='1.0' encoding='x-unheard-of'?>{good}").into_bytes(),
        format!("<?xml version='1.0' encoding='UTF-16'?>{good}").replace("name='e'", "name='\u{1}'").into_bytes(),
        good.replace("type=", "type='xs:int' type=").into_bytes(),
        good.replace("name='e'", "name='<'").into_bytes(),
        good.replace("name='e'", "name='&#0;'").into_bytes(),
        good.replace("name='e'", "name='&nope;'").into_bytes(),
        good.replace("<xs:element", "<?xml version='1.0'?><xs:element").into_bytes(),
        good.replace("<xs:element", "<!DOCTYPE x><xs:element").into_bytes(),
        good.replace("<xs:element", "]]><xs:element ").replace("]]>", "<!-- -- -->").into_bytes(),
        b"<a/>".to_vec(),
        b"<wsdl:definitions xmlns:wsdl='http://www.w3.org/ns/wsdl'/>".to_vec(),
        utf16("<a", true, true),
        [utf16(&good, false, true), vec![0]].concat(),
    ];
    for (number, document) in broken.into_iter().enumerate() {
        let shown = String::from_utf8_lossy(&document).chars().take(80).collect::<String>();
        let result = bytes(document);
        if let Ok(output) = &result {
            panic!("accepted {number}, {shown:?}: {}", super::compile::text(output));
        }
        let said = errors(result);
        assert!(said.contains("s.xsd"), "{shown:?}: {said}");
    }
}

/// The folder of stored contracts.
fn vendors() -> Vec<(String, Vec<(String, String)>)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../wsdl");
    let mut vendors = Vec::new();
    for folder in castile_tests::golden::folders(root) {
        let manifest = Config::from_manifest(folder.join("vendor.toml")).unwrap();
        drop(manifest);
        let mut files: Vec<(String, String)> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "wsdl" || extension == "xsd"))
            .map(|path| {
                (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap())
            })
            .collect();
        // The WSDL first: it is the entry.
        files.sort_by_key(|(name, _)| (!name.contains(".wsdl"), name.clone()));
        vendors.push((folder.file_name().unwrap().to_str().unwrap().to_owned(), files));
    }
    assert_eq!(vendors.len(), 5);
    vendors
}

#[test]
fn a_contract_cut_anywhere_is_refused_with_a_place() {
    for (vendor, files) in vendors() {
        for (index, (name, whole)) in files.iter().enumerate() {
            let end = whole.trim_end().len();
            // Cutting only what follows the root changes nothing.
            for cut in (0..end).step_by(64).filter(|cut| whole.is_char_boundary(*cut)) {
                let mut documents: Vec<(&str, &str)> =
                    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                documents[index].1 = &whole[..cut];
                let Err(diagnostics) = compile(&documents) else { panic!("{vendor}: {name} cut at {cut} is accepted") };
                positioned(&diagnostics);
                assert!(said(&diagnostics).contains(name.as_str()), "{vendor}: {name} cut at {cut}: {diagnostics}");
            }
        }
    }
}

#[test]
fn a_contract_with_any_tag_broken_does_not_panic() {
    for (vendor, files) in vendors() {
        let (name, whole) = &files[0];
        let rest = &files[1..];
        let places: Vec<usize> = whole.match_indices(['<', '"', ':']).map(|(at, _)| at).collect();
        for (turn, at) in places.iter().step_by(places.len() / 60 + 1).enumerate() {
            let (before, after) = whole.split_at(*at);
            let changed = match turn % 4 {
                0 => format!("{before}{}", &after[1..]),
                1 => format!("{before}\"{}", &after[1..]),
                2 => format!("{before}x{after}"),
                _ => format!("{before}<{after}"),
            };
            let mut documents = vec![(name.as_str(), changed.as_str())];
            documents.extend(rest.iter().map(|(name, text)| (name.as_str(), text.as_str())));
            match compile(&documents) {
                Ok(output) => drop(parsed(&output)),
                Err(diagnostics) => {
                    let said = said(&diagnostics);
                    assert!(!said.is_empty(), "{vendor}");
                }
            }
        }
    }
}
