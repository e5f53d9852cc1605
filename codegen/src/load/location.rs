//! From a `location` or `schemaLocation` to a path under the roots, or a reason to refuse it.

use super::Catalog;

/// Where a document was found: relative locations in it start from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    /// The path under the roots, with `/`.
    pub(super) path: String,
    /// The absolute location the path stands for, when the catalog gave it.
    pub(super) url: Option<String>,
}

/// What a location means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolved {
    /// Paths to try in order; all of them stand for the same document.
    Paths(Vec<Base>),
    /// An absolute location that the catalog does not map. It is never fetched.
    NotInCatalog,
    /// A location that is never followed, with the reason.
    Refused(&'static str),
}

/// Resolves `location`, written in the document at `base`.
pub(super) fn resolve(base: &Base, location: &str, catalog: &Catalog) -> Resolved {
    let location = location.trim_matches(is_xml_space);
    if location.chars().any(char::is_control) {
        return Resolved::Refused("it holds control characters");
    }
    if let Some(path) = catalog.get(location) {
        return mapped(path, location);
    }
    let without_fragment = location.split('#').next().unwrap_or_default();
    if let Some(path) = catalog.get(without_fragment) {
        return mapped(path, without_fragment);
    }
    let slashed = without_fragment.replace('\\', "/");
    if slashed.is_empty() {
        return Resolved::Paths(vec![base.clone()]);
    }
    if let Some(scheme) = scheme(&slashed) {
        return match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => Resolved::NotInCatalog,
            _ if scheme.len() == 1 => Resolved::Refused("it is an absolute path"),
            _ => Resolved::Refused("only relative locations are read"),
        };
    }
    if let Some(url) = base.url.as_deref().and_then(|url| join_url(url, &slashed))
        && let Some(path) = catalog.get(&url)
    {
        return mapped(path, &url);
    }
    if slashed.starts_with("//") {
        return Resolved::Refused("it names another host");
    }
    if slashed.starts_with('/') {
        return match base.url {
            Some(_) => Resolved::NotInCatalog,
            None => Resolved::Refused("it is an absolute path"),
        };
    }
    relative(base, &slashed)
}

/// The entry's own path, normalized; `None` when it leaves the roots.
pub(super) fn entry_path(path: &str) -> Option<String> {
    let slashed = path.replace('\\', "/");
    if slashed.starts_with('/') || scheme(&slashed).is_some() || slashed.chars().any(char::is_control) {
        return None;
    }
    join_path("", &slashed).filter(|path| !path.is_empty())
}

fn mapped(path: &str, url: &str) -> Resolved {
    match entry_path(path) {
        Some(path) => Resolved::Paths(vec![Base { path, url: Some(url.to_owned()) }]),
        None => Resolved::Refused("the catalog maps it out of the roots"),
    }
}

fn relative(base: &Base, location: &str) -> Resolved {
    let Some(decoded) = percent_decoded(location) else {
        return Resolved::Refused("it hides dots, slashes or control characters behind percent signs");
    };
    let directory = base.path.rsplit_once('/').map_or("", |(dir, _)| dir);
    let url = base.url.as_deref().and_then(|url| join_url(url, location));
    let mut paths = Vec::new();
    for candidate in [location, decoded.as_str()] {
        match join_path(directory, candidate) {
            Some(path) if path.is_empty() => {}
            Some(path) => {
                let found = Base { path, url: url.clone() };
                if !paths.contains(&found) {
                    paths.push(found);
                }
            }
            None => return Resolved::Refused("it leaves the roots"),
        }
    }
    Resolved::Paths(paths)
}

fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// The scheme of an absolute location. A single letter is a drive.
fn scheme(location: &str) -> Option<&str> {
    let (scheme, _) = location.split_once(':')?;
    let mut chars = scheme.chars();
    let first = chars.next()?;
    let legal = first.is_ascii_alphabetic() && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    legal.then_some(scheme)
}

/// `directory/location` without `.` and `..`; `None` when `..` goes above the root.
fn join_path(directory: &str, location: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in directory.split('/').chain(location.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Joins a relative reference to an http location (RFC 3986 section 5.2, for what schemas use).
fn join_url(base: &str, location: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    if let Some(network_path) = location.strip_prefix("//") {
        return Some(format!("{scheme}://{network_path}"));
    }
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let directory = match path.rsplit_once('/') {
        Some((directory, _)) if !location.starts_with('/') => directory,
        _ => "",
    };
    let joined = join_path(directory, location)?;
    let slash = if location.ends_with('/') { "/" } else { "" };
    Some(format!("{scheme}://{authority}/{joined}{slash}"))
}

/// Percent-decodes; `None` when an escape stands for a character that would change the meaning of a path.
fn percent_decoded(location: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(location.len());
    let mut rest = location.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut ahead = rest.clone();
        let pair = (ahead.next().and_then(hex), ahead.next().and_then(hex));
        let (Some(high), Some(low)) = pair else {
            bytes.push(byte);
            continue;
        };
        rest = ahead;
        match high << 4 | low {
            b'.' | b'/' | b'\\' | b'%' | b':' | 0..=0x1F | 0x7F => return None,
            decoded => bytes.push(decoded),
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::{Base, Catalog, Resolved, resolve};

    fn from(base: &str, location: &str) -> Resolved {
        let base = Base { path: base.to_owned(), url: None };
        resolve(&base, location, &Catalog::default())
    }

    fn first_path(resolved: Resolved) -> Option<String> {
        match resolved {
            Resolved::Paths(paths) => paths.into_iter().next().map(|base| base.path),
            Resolved::NotInCatalog | Resolved::Refused(_) => None,
        }
    }

    #[test]
    fn relative_locations_start_from_the_including_document() {
        let cases = [
            ("a/b.wsdl", "c.xsd", "a/c.xsd"),
            ("a/b.wsdl", "./c.xsd", "a/c.xsd"),
            ("a/b.wsdl", "../c.xsd", "c.xsd"),
            ("a/b.wsdl", " d\\c.xsd ", "a/d/c.xsd"),
            ("b.wsdl", "x/../c.xsd#frag", "c.xsd"),
            ("b.wsdl", "b.svc?xsd=xsd0", "b.svc?xsd=xsd0"),
        ];
        for (base, location, expected) in cases {
            assert_eq!(first_path(from(base, location)).as_deref(), Some(expected), "{location}");
        }
    }

    #[test]
    fn a_percent_escape_is_tried_as_written_and_decoded() {
        let Resolved::Paths(paths) = from("b.wsdl", "my%20types.xsd") else {
            panic!("refused");
        };
        let paths: Vec<&str> = paths.iter().map(|base| base.path.as_str()).collect();
        assert_eq!(paths, ["my%20types.xsd", "my types.xsd"]);
    }

    #[test]
    fn locations_that_leave_the_roots_or_name_another_place_are_refused() {
        let refused = [
            "../c.xsd",
            "x/../../c.xsd",
            "..\\c.xsd",
            "/etc/passwd",
            "\\windows\\win.ini",
            "//host/share/c.xsd",
            "\\\\host\\share\\c.xsd",
            "C:\\c.xsd",
            "c:/c.xsd",
            "file:///etc/passwd",
            "FILE:c.xsd",
            "jar:file:/a.jar!/c.xsd",
            "data:text/xml,<a/>",
            "ftp://host/c.xsd",
            "classpath:c.xsd",
            "urn:x",
            "%2e%2e/c.xsd",
            "%2E./c.xsd",
            "..%2fc.xsd",
            "..%5Cc.xsd",
            "%252e%252e/c.xsd",
            "c.xsd%00",
            "c\u{0}.xsd",
        ];
        for location in refused {
            let resolved = from("b.wsdl", location);
            assert!(matches!(resolved, Resolved::Refused(_)), "{location}: {resolved:?}");
        }
    }

    #[test]
    fn absolute_locations_go_through_the_catalog_only() {
        let catalog: Catalog = [
            ("http://h/a/b.xsd", "remote/b.xsd"),
            ("http://h/a/c.xsd", "remote/elsewhere/c.xsd"),
            ("http://h/out.xsd", "../out.xsd"),
        ]
        .into_iter()
        .collect();
        let entry = Base { path: "s.wsdl".to_owned(), url: None };
        let Resolved::Paths(paths) = resolve(&entry, "http://h/a/b.xsd", &catalog) else {
            panic!("not mapped");
        };
        assert_eq!(paths[0].path, "remote/b.xsd");
        let from_there = |location| first_path(resolve(&paths[0], location, &catalog));
        assert_eq!(from_there("c.xsd").as_deref(), Some("remote/elsewhere/c.xsd"));
        assert_eq!(from_there("/a/c.xsd").as_deref(), Some("remote/elsewhere/c.xsd"));
        assert_eq!(from_there("d.xsd").as_deref(), Some("remote/d.xsd"));
        assert_eq!(resolve(&entry, "https://h/a/b.xsd", &catalog), Resolved::NotInCatalog);
        assert!(matches!(resolve(&entry, "http://h/out.xsd", &catalog), Resolved::Refused(_)));
    }
}
