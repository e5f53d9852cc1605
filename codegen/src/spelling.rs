//! Names of XML Schema's own elements and attributes that differ in case alone.
//!
//! XML tells `simpletype` from `simpleType`, but no two of the specification's names differ so: a name that is not of
//! it has one meaning when it is one of it but for the case. It is read as that, and a warning says so.

/// The elements of XML Schema 1.0, and those of its drafts and of 1.1 that are known by name.
const ELEMENTS: &[&str] = &[
    "all",
    "annotation",
    "any",
    "anyAttribute",
    "appinfo",
    "attribute",
    "attributeGroup",
    "choice",
    "complexContent",
    "complexType",
    "documentation",
    "element",
    "enumeration",
    "extension",
    "field",
    "fractionDigits",
    "group",
    "import",
    "include",
    "key",
    "keyref",
    "length",
    "list",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minExclusive",
    "minInclusive",
    "minLength",
    "notation",
    "pattern",
    "redefine",
    "restriction",
    "schema",
    "selector",
    "sequence",
    "simpleContent",
    "simpleType",
    "totalDigits",
    "union",
    "unique",
    "whiteSpace",
];

/// The name of an element of XML Schema as the specification has it.
pub(crate) fn element(local: &str) -> &str {
    other_case(local).unwrap_or(local)
}

/// The element of XML Schema that `local` is but for the case; none when it is exactly one.
pub(crate) fn other_case(local: &str) -> Option<&'static str> {
    alike(local, ELEMENTS)
}

/// The name among `known` that `name` is but for the case; none when it is exactly one of them.
pub(crate) fn alike(name: &str, known: &[&'static str]) -> Option<&'static str> {
    if known.contains(&name) {
        return None;
    }
    known.iter().find(|known| known.eq_ignore_ascii_case(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, alike, element};

    #[test]
    fn a_name_has_one_meaning_whatever_its_case() {
        for (at, name) in ELEMENTS.iter().enumerate() {
            let others = ELEMENTS.iter().skip(at + 1);
            assert!(others.clone().all(|other| !other.eq_ignore_ascii_case(name)), "{name}");
        }
    }

    #[test]
    fn only_the_case_may_differ() {
        assert_eq!(element("simpletype"), "simpleType");
        assert_eq!(element("SEQUENCE"), "sequence");
        assert_eq!(element("simpleTypes"), "simpleTypes");
        assert_eq!(element("simpleType"), "simpleType");
        assert_eq!(alike("minoccurs", &["maxOccurs", "minOccurs"]), Some("minOccurs"));
        assert_eq!(alike("minOccurs", &["maxOccurs", "minOccurs"]), None);
    }
}
