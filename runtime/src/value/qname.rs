//! `xs:QName` and `xs:NOTATION` (XML Schema 1.0 part 2, 3.2.18 and 3.2.19).

use std::fmt;

use super::name::{is_nc_name, is_qname};
use super::white_space::trim;
use super::{Reason, ValueError};

/// An expanded name: a namespace name, or none, and a local name.
///
/// Its literal has a prefix that only means something where it stands; so reading takes the prefixes in scope and writing
/// takes a prefix. `Display` gives the name in full: `{namespace}local`.
///
/// ```
/// use castile::value::QName;
/// let scope = |prefix: &str| (prefix == "m").then(|| "urn:money".to_owned());
/// let name = QName::parse("m:price", &scope)?;
/// assert_eq!(name, QName::new(Some("urn:money"), "price"));
/// assert_eq!(name.to_string(), "{urn:money}price");
/// assert!(QName::parse("x:price", &scope).is_err());
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QName {
    /// The namespace name; never empty.
    pub namespace: Option<Box<str>>,
    /// The local name.
    pub local: Box<str>,
}

/// The name of a notation, whose values are qualified names.
pub type Notation = QName;

impl QName {
    /// A name in a namespace, or in none; an empty namespace name is none.
    pub fn new(namespace: Option<&str>, local: &str) -> Self {
        Self { namespace: namespace.filter(|name| !name.is_empty()).map(Into::into), local: local.into() }
    }

    /// Reads an `xs:QName`; `scope` gives the namespace name bound to a prefix, the empty prefix being the default namespace.
    ///
    /// # Errors
    /// A text that is no qualified name, or a prefix that `scope` does not know.
    pub fn parse(text: &str, scope: &dyn Fn(&str) -> Option<String>) -> Result<Self, ValueError> {
        let literal = trim(text);
        if !is_qname(literal) {
            return Err(ValueError::lexical("QName", text));
        }
        let Some((prefix, local)) = literal.split_once(':') else {
            return Ok(Self::new(scope("").as_deref(), literal));
        };
        if prefix == "xml" {
            return Ok(Self::new(Some("http://www.w3.org/XML/1998/namespace"), local));
        }
        match scope(prefix) {
            Some(namespace) if !namespace.is_empty() => Ok(Self::new(Some(&namespace), local)),
            _ => Err(ValueError::new("QName", text, Reason::UnboundPrefix)),
        }
    }

    /// Reads the form that `Display` gives: `{namespace}local`, or `local` alone.
    ///
    /// # Errors
    /// When the local name is no `NCName`, or a brace is missing.
    pub fn parse_expanded(text: &str) -> Result<Self, ValueError> {
        let (namespace, local) = match text.strip_prefix('{') {
            Some(rest) => rest
                .rsplit_once('}')
                .map(|(namespace, local)| (Some(namespace), local))
                .ok_or_else(|| ValueError::lexical("{namespace}local", text))?,
            None => (None, text),
        };
        if is_nc_name(local) {
            Ok(Self::new(namespace, local))
        } else {
            Err(ValueError::lexical("{namespace}local", text))
        }
    }

    /// Appends the literal with this prefix; the caller has bound it to the namespace. An empty prefix writes the local name alone.
    pub fn write(&self, prefix: &str, out: &mut Vec<u8>) {
        if !prefix.is_empty() {
            out.extend_from_slice(prefix.as_bytes());
            out.push(b':');
        }
        out.extend_from_slice(self.local.as_bytes());
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(namespace) = &self.namespace {
            write!(f, "{{{namespace}}}")?;
        }
        f.write_str(&self.local)
    }
}

impl fmt::Debug for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QName({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(prefix: &str) -> Option<String> {
        match prefix {
            "" => Some("urn:default".into()),
            "a" => Some("urn:a".into()),
            "gone" => Some(String::new()),
            _ => None,
        }
    }

    #[test]
    fn prefixes_are_resolved() {
        for (text, name) in [
            ("a:x", "{urn:a}x"),
            (" x\n", "{urn:default}x"),
            ("xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"),
        ] {
            assert_eq!(QName::parse(text, &scope).map(|name| name.to_string()), Ok(name.into()));
        }
        let none = |_: &str| None;
        assert_eq!(QName::parse("x", &none), Ok(QName::new(None, "x")));
        for (text, reason) in [
            ("b:x", Reason::UnboundPrefix),
            ("gone:x", Reason::UnboundPrefix),
            ("a:", Reason::Lexical),
            ("a:x:y", Reason::Lexical),
            ("", Reason::Lexical),
        ] {
            assert_eq!(QName::parse(text, &scope).unwrap_err().reason, reason, "{text}");
        }
    }

    #[test]
    fn the_expanded_form_reads_back() {
        for name in [QName::new(Some("urn:a"), "x"), QName::new(None, "x"), QName::new(Some("urn:{b}"), "y")] {
            assert_eq!(QName::parse_expanded(&name.to_string()), Ok(name));
        }
        assert!(QName::parse_expanded("{urn:a").is_err());
        assert!(QName::parse_expanded("{urn:a}").is_err());
    }

    #[test]
    fn writing_takes_a_prefix() {
        let mut out = Vec::new();
        QName::new(Some("urn:a"), "x").write("n1", &mut out);
        out.push(b' ');
        QName::new(None, "y").write("", &mut out);
        assert_eq!(out, b"n1:x y");
    }
}
