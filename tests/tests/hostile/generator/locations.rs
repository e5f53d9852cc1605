//! Where documents may come from: nowhere but under the roots, whatever a location says.

use castile_codegen::load::{FileSource, Source, SourceError};

use super::compile::{Audited, compile_from, positioned, said, schema};

/// Never followed: an error that says so.
const REFUSED: &[&str] = &[
    "file:///etc/passwd",
    "file:/etc/passwd",
    "file:etc/passwd",
    "FILE:///etc/passwd",
    "File://localhost/etc/passwd",
    " file:///etc/passwd ",
    "file:///C:/windows/win.ini",
    "file:////host/share/a.xsd",
    "jar:file:///a.jar!/a.xsd",
    "jar:http://host/a.jar!/a.xsd",
    "zip:a.zip!/a.xsd",
    "data:text/xml,%3Cxs:schema/%3E",
    "data:;base64,PHhzOnNjaGVtYS8+",
    "ftp://host/a.xsd",
    "sftp://host/a.xsd",
    "gopher://host:70/_x",
    "ldap://host/dc=x",
    "dict://host:11211/stats",
    "netdoc:///etc/passwd",
    "classpath:a.xsd",
    "vfs:/a.xsd",
    "mailto:a@b",
    "javascript:alert(1)",
    "urn:x:y",
    "about:blank",
    "smb://host/share/a.xsd",
    "expect://id",
    "php://filter/resource=a.xsd",
    "//host/share/a.xsd",
    "///etc/passwd",
    "\\\\host\\share\\a.xsd",
    "\\/host/a.xsd",
    "/\\host/a.xsd",
    "\\\\?\\C:\\a.xsd",
    "\\\\.\\pipe\\x",
    "/etc/passwd",
    "/proc/self/environ",
    "/dev/zero",
    "\\windows\\win.ini",
    "C:\\windows\\win.ini",
    "c:/windows/win.ini",
    "C:a.xsd",
    "../a.xsd",
    "..\\a.xsd",
    "a/../../a.xsd",
    "./../a.xsd",
    "a/b/../../../a.xsd",
    "..",
    "../",
    "....//../../a.xsd",
    "%2e%2e/a.xsd",
    "%2E%2e%2Fa.xsd",
    ".%2e/a.xsd",
    "..%2fa.xsd",
    "..%5ca.xsd",
    "%5c%5chost%5ca.xsd",
    "%2fetc%2fpasswd",
    "%252e%252e%252fa.xsd",
    "file%3A///etc/passwd",
    "a.xsd%00.txt",
    "%0d%0aHost:x",
    "a%7fb.xsd",
    "a&#9;b.xsd",
    "a&#x85;b.xsd",
];

/// Not fetched: a warning that says so.
const NOT_FETCHED: &[&str] = &[
    "http://host/a.xsd",
    "https://host/a.xsd",
    "HTTP://HOST/a.xsd",
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:22/",
    "http://[::1]/a.xsd",
    "http://user:pw@host/a.xsd",
    "http:a.xsd",
    "https:////host",
    "http://host/../../a.xsd",
];

/// Looked for under the roots, and not there.
const ABSENT: &[&str] = &[
    "a.xsd",
    "a/b.xsd",
    "a/../b.xsd",
    "a.xsd?file=/etc/passwd",
    "a.xsd#../b",
    "a%20b.xsd",
    "a\u{FF0E}\u{FF0E}/b.xsd",
    "\u{2025}/b.xsd",
    "~/a.xsd",
    "$HOME/a.xsd",
    "-rf",
    "CON",
    "nul.xsd",
    "classpath*:a.xsd",
    "a;b.xsd",
    "`id`.xsd",
    "*.xsd",
];

fn documents(location: &str) -> [String; 4] {
    let escaped = location.replace('"', "&quot;");
    let link = |element: &str, attribute: &str| {
        schema(&format!("<xs:{element} {attribute}=\"{escaped}\"/><xs:element name='e' type='xs:int'/>"))
    };
    [
        link("include", "schemaLocation"),
        link("import namespace='urn:other'", "schemaLocation"),
        link("redefine", "schemaLocation"),
        format!(
            "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:t'>\
             <import namespace='urn:other' location=\"{escaped}\"/></definitions>"
        ),
    ]
}

/// What is said when each kind of link has this location; nothing outside of the roots is asked for.
fn follow(location: &str) -> Vec<(bool, String)> {
    let mut answers = Vec::new();
    for document in documents(location) {
        let source = Audited::new(&[("d/s.xsd", &document), ("etc/passwd", "secret"), ("passwd", "secret")]);
        // Entry in the root, so that `..` leads out of it.
        let source = Rooted(source);
        let result = compile_from(&source, "s.xsd");
        let (accepted, diagnostics) = match result {
            Ok(output) => (true, output.diagnostics),
            Err(diagnostics) => (false, diagnostics),
        };
        positioned(&diagnostics);
        for asked in source.0.asked() {
            let inside =
                !asked.split('/').any(|segment| matches!(segment, "" | "." | "..")) && !asked.contains(['\\', '\0']);
            assert!(inside, "{location:?} asks for {asked:?}");
        }
        answers.push((accepted, said(&diagnostics)));
    }
    answers
}

/// The documents of `d/` as if it were the root.
#[derive(Debug)]
struct Rooted(Audited);

impl Source for Rooted {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, SourceError> {
        let below = if path == "s.xsd" { "d/s.xsd" } else { path };
        self.0.read(below, limit)
    }
}

#[test]
fn locations_out_of_the_roots_are_refused() {
    for location in REFUSED {
        for (accepted, said) in follow(location) {
            assert!(!accepted && said.contains("s.xsd:1:"), "{location:?}: {said}");
            assert!(said.contains("refused"), "{location:?}: {said}");
        }
    }
    assert!(REFUSED.len() >= 60);
}

#[test]
fn addresses_are_never_fetched() {
    for location in NOT_FETCHED {
        for (_, said) in follow(location) {
            assert!(said.contains("nothing is fetched"), "{location:?}: {said}");
        }
    }
}

#[test]
fn what_is_not_there_is_said_not_to_be() {
    for location in ABSENT {
        for (_, said) in follow(location) {
            assert!(said.contains("there is no such document"), "{location:?}: {said}");
        }
    }
}

#[test]
fn the_entry_stays_under_the_roots_too() {
    for entry in [
        "/etc/passwd",
        "../s.xsd",
        "a/../../s.xsd",
        "file:s.xsd",
        "http://h/s.xsd",
        "\\\\h\\s.xsd",
        "//h/s.xsd",
        "C:\\s.xsd",
        "..\\s.xsd",
        "s\0.xsd",
        "",
    ] {
        let source = Audited::new(&[("s.xsd", &schema(""))]);
        let manifest = castile_codegen::manifest::Manifest {
            module: "m".into(),
            entry: entry.into(),
            runtime: "castile".into(),
            ..Default::default()
        };
        let result = castile_codegen::generate_from(&source, &manifest.into());
        assert!(result.is_err(), "{entry:?}");
        assert_eq!(source.asked(), [""; 0], "{entry:?}");
    }
}

#[test]
fn links_of_the_file_system_do_not_lead_out_of_the_roots() {
    let source = FileSource::new([concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile/folder")]);
    assert!(source.read("inside.xsd", 4096).is_ok());
    assert!(source.read("link_inside.xsd", 4096).is_ok());
    for path in ["link_outside.xsd", "link_device.xsd", "link_folder/Cargo.toml", ".", "sub"] {
        let answer = source.read(path, 4096);
        assert!(matches!(answer, Err(SourceError::Refused(_))), "{path}: {answer:?}");
    }
    let looping = source.read("link_loop.xsd", 4096);
    assert!(matches!(looping, Err(SourceError::Io(_) | SourceError::Refused(_))), "{looping:?}");
    assert_eq!(source.read("link_nowhere.xsd", 4096), Err(SourceError::NotFound));
    let output = compile_from(&source, "entry.xsd").map(drop);
    assert!(output.is_err_and(|said| said.to_string().contains("refused: it is outside the roots")));
}
