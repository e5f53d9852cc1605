//! Simple type definitions: restrictions with facets, lists and unions.

use super::components::{Components, Name};
use super::escape;
use super::names::names;

/// The built-in types in use, each with values of it.
pub(super) const BUILTINS: &[(&str, &[&str])] = &[
    ("string", &["a", "b c", "x<y&z"]),
    ("boolean", &["true", "0"]),
    ("decimal", &["1.50", "-3"]),
    ("int", &["1", "42", "-7"]),
    ("integer", &["123456789012345678901234567890", "5"]),
    ("long", &["1", "99"]),
    ("short", &["1", "-2"]),
    ("byte", &["1", "-1"]),
    ("unsignedInt", &["3", "4"]),
    ("unsignedByte", &["3", "9"]),
    ("positiveInteger", &["7", "8"]),
    ("nonNegativeInteger", &["0", "6"]),
    ("float", &["1.5", "INF"]),
    ("double", &["2.5", "NaN"]),
    ("date", &["2020-01-01", "2021-02-03Z"]),
    ("dateTime", &["2020-01-01T00:00:00", "2020-02-01T01:02:03.5Z"]),
    ("time", &["01:02:03", "04:05:06Z"]),
    ("duration", &["P1D", "PT5M"]),
    ("gYear", &["2001", "2002"]),
    ("gYearMonth", &["2001-02", "2002-03"]),
    ("gMonthDay", &["--01-02", "--03-04"]),
    ("gDay", &["---01", "---02"]),
    ("gMonth", &["--01", "--02"]),
    ("anyURI", &["http://a/", "b"]),
    ("token", &["t1", "t 2"]),
    ("normalizedString", &["n 1", "n2"]),
    ("NMTOKEN", &["nm", "n.m"]),
    ("Name", &["n:m", "nn"]),
    ("NCName", &["nc", "nd"]),
    ("language", &["en", "de-CH"]),
    ("hexBinary", &["0AFF", "00"]),
    ("base64Binary", &["AAAA", "/+8="]),
    (QNAME, &["xs:int", "xs:string"]),
    ("unsignedLong", &["18446744073709551615", "1"]),
    ("unsignedShort", &["65535", "2"]),
    ("negativeInteger", &["-5", "-6"]),
    ("nonPositiveInteger", &["0", "-1"]),
    (LIST, &["a b", "c"]),
];

/// Those that the facets of numbers are put on.
const NUMBERS: &[&str] = &[
    "decimal",
    "int",
    "integer",
    "long",
    "short",
    "byte",
    "unsignedInt",
    "unsignedByte",
    "positiveInteger",
    "nonNegativeInteger",
];

/// Those that the facets of strings are put on.
pub(super) const STRINGS: &[&str] = &["string", "token", "normalizedString", "NMTOKEN", "anyURI", "Name", "NCName"];

/// The one whose values mean nothing without the prefixes in scope.
const QNAME: &str = "QName";

/// The one that is a list.
const LIST: &str = "NMTOKENS";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variety {
    Atomic,
    List,
    Union,
}

/// What is known of a simple type's values.
#[derive(Clone, Debug)]
pub(super) struct Values {
    pub(super) variety: Variety,
    /// Some of them; none when none is known.
    pub(super) examples: Vec<String>,
    /// The built-in type that is restricted.
    pub(super) base: Option<&'static str>,
}

impl Values {
    fn of(base: &'static str, examples: Vec<String>) -> Self {
        let variety = if base == LIST { Variety::List } else { Variety::Atomic };
        Self { variety, examples, base: Some(base) }
    }

    /// A value constraint, `default` or `fixed`, where a value is known that means the same everywhere.
    pub(super) fn constraint(&self, attribute: &str) -> Option<String> {
        let example = self.examples.first().filter(|_| self.base != Some(QNAME))?;
        Some(format!(" {attribute}=\"{}\"", escape(example)))
    }
}

/// A named simple type definition.
#[derive(Clone, Debug)]
pub(super) struct SimpleType {
    pub(super) name: Name,
    pub(super) values: Values,
}

impl Components {
    /// A built-in type.
    fn builtin(&mut self, atomic: bool) -> (&'static str, Vec<String>) {
        let builtin = self.random.choose(BUILTINS, |(name, _)| !atomic || *name != LIST);
        let (name, examples) = builtin.unwrap_or(("string", &[]));
        (name, examples.iter().map(|&example| example.to_owned()).collect())
    }

    /// The name of a built-in type that is no list, as a reference.
    pub(super) fn builtin_reference(&mut self) -> String {
        format!("xs:{}", self.builtin(true).0)
    }

    /// A reference to a simple type, one of the schema or a built-in one.
    pub(super) fn simple_type_reference(&mut self, atomic: bool) -> (String, Values) {
        if self.random.percent(35) {
            let visible = &self.visible;
            let chosen = self.random.choose(&self.simple_types, |ty| {
                visible.contains(&ty.name.namespace) && (!atomic || ty.values.variety == Variety::Atomic)
            });
            if let Some(ty) = chosen {
                return (ty.name.to_string(), ty.values);
            }
        }
        let (name, examples) = self.builtin(atomic);
        (format!("xs:{name}"), Values::of(name, examples))
    }

    /// What a simple type definition contains.
    pub(super) fn simple_type(&mut self) -> (String, Values) {
        match self.random.below(100) {
            0..65 => self.restriction(false),
            65..82 => self.list(),
            _ => self.union(),
        }
    }

    fn list(&mut self) -> (String, Values) {
        let values = |examples| Values { variety: Variety::List, examples, base: None };
        if self.random.percent(30) {
            let (item, _) = self.restriction(true);
            return (format!("<xs:list><xs:simpleType>{item}</xs:simpleType></xs:list>"), values(Vec::new()));
        }
        let (item, of_item) = self.simple_type_reference(true);
        let items: Vec<String> = of_item.examples.into_iter().filter(|example| !example.contains(' ')).collect();
        let examples = if items.is_empty() { Vec::new() } else { vec![items.join(" ")] };
        (format!("<xs:list itemType=\"{item}\"/>"), values(examples))
    }

    fn union(&mut self) -> (String, Values) {
        let mut members = Vec::new();
        let mut examples = Vec::new();
        for _ in 0..self.random.between(1, 3) {
            let atomic = self.random.percent(80);
            let (member, values) = self.simple_type_reference(atomic);
            members.push(member);
            examples.extend(values.examples);
        }
        let mut anonymous = String::new();
        if self.random.percent(30) {
            anonymous = format!("<xs:simpleType>{}</xs:simpleType>", self.restriction(true).0);
        }
        examples.truncate(1);
        let text = format!("<xs:union memberTypes=\"{}\">{anonymous}</xs:union>", members.join(" "));
        (text, Values { variety: Variety::Union, examples, base: None })
    }

    fn restriction(&mut self, atomic: bool) -> (String, Values) {
        let (base, mut examples) = self.builtin(atomic);
        let kind = self.random.below(100);
        // XML Schema has no enumeration of booleans; one of QNames would need the prefixes of the document.
        let facets = if kind < 35 && base != QNAME && base != "boolean" {
            self.enumeration(base, &mut examples)
        } else if kind < 70 && NUMBERS.contains(&base) {
            self.number_facets(base, &mut examples)
        } else if kind < 80 && STRINGS.contains(&base) {
            self.string_facets(base, &mut examples)
        } else if base.ends_with("Binary") && self.random.percent(50) {
            examples.truncate(1);
            "<xs:maxLength value=\"4\"/>".to_owned()
        } else if base == "date" && self.random.percent(40) {
            "<xs:minInclusive value=\"2000-01-01\"/>".to_owned()
        } else {
            String::new()
        };
        let text = format!("<xs:restriction base=\"xs:{base}\">{facets}</xs:restriction>");
        (text, Values::of(base, examples))
    }

    fn enumeration(&mut self, base: &str, examples: &mut Vec<String>) -> String {
        if STRINGS.contains(&base) && self.random.percent(60) {
            let count = self.random.between(2, 5);
            *examples = names(&mut self.random, count);
        }
        let mut facets = String::new();
        for value in examples {
            facets.push_str(&format!("<xs:enumeration value=\"{}\"/>", escape(value)));
        }
        facets
    }

    fn number_facets(&mut self, base: &str, examples: &mut Vec<String>) -> String {
        *examples = vec!["7".to_owned(), "42".to_owned()];
        let mut facets = String::new();
        let lowest = self.random.pick(&["minInclusive", "minExclusive"]);
        let highest = self.random.pick(&["maxInclusive", "maxExclusive"]);
        if self.random.percent(70) {
            // A bound is a value of the type that is restricted.
            let value = if lowest == "minExclusive" && base != "positiveInteger" { "0" } else { "1" };
            facets.push_str(&format!("<xs:{lowest} value=\"{value}\"/>"));
        }
        if self.random.percent(70) {
            facets.push_str(&format!("<xs:{highest} value=\"100\"/>"));
        }
        if self.random.percent(30) {
            facets.push_str("<xs:totalDigits value=\"3\"/>");
        }
        if base == "decimal" && self.random.percent(40) {
            facets.push_str("<xs:fractionDigits value=\"2\"/>");
        }
        facets
    }

    fn string_facets(&mut self, base: &str, examples: &mut Vec<String>) -> String {
        *examples = vec!["abc".to_owned(), "zz".to_owned()];
        let mut facets = String::new();
        if self.random.percent(50) {
            facets.push_str("<xs:minLength value=\"1\"/>");
        }
        if self.random.percent(50) {
            facets.push_str("<xs:maxLength value=\"10\"/>");
        }
        if self.random.percent(30) {
            facets.push_str("<xs:pattern value=\"[a-z]{1,8}\"/>");
        }
        if base == "string" && self.random.percent(20) {
            let value = self.random.pick(&["collapse", "replace", "preserve"]);
            facets.push_str(&format!("<xs:whiteSpace value=\"{value}\"/>"));
        }
        facets
    }
}
