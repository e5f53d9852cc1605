//! Values of any emitted type from a stream of numbers: they keep to the contract as far as its facts say it.

use castile::Content;
use castile::content::{Input, NoScope};
use castile::facts::{Builtin, Facet, Field, Kind, LIST, Place, SimpleType, UNBOUNDED, Variety};

/// A small generator of numbers: the same seed, the same values.
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len())).copied().unwrap_or_default()
    }
}

/// How deep values are nested.
const DEEP: usize = 5;

/// Fills a value.
pub fn fill(value: &mut dyn Content, numbers: &mut Numbers) {
    fill_value(value, None, numbers, 0);
}

fn fill_value(value: &mut dyn Content, field: Option<&Field>, numbers: &mut Numbers, depth: usize) {
    let fields = value.facts().fields();
    match value.facts().kind() {
        Kind::Struct => {
            for (index, field) in fields.iter().enumerate() {
                fill_value(value.field_mut(index), Some(field), numbers, depth + 1);
            }
        }
        Kind::Array(_) => {
            for _ in 0..numbers.below(3) {
                let items = value.field_mut(0);
                let next = items.arm();
                fill_value(items.field_mut(next), fields.first(), numbers, depth + 1);
            }
        }
        Kind::Choice | Kind::Polymorphic => {
            // The arm for what the contract does not know is left to the tests that are about it.
            let known =
                fields.len() - usize::from(fields.last().is_some_and(|arm| matches!(arm.place(), Place::Wildcard(_))));
            let arm = if depth > DEEP { 0 } else { numbers.below(known) };
            fill_value(value.field_mut(arm), fields.get(arm), numbers, depth + 1);
        }
        Kind::Optional | Kind::Nillable => {
            if depth <= DEEP && numbers.below(3) > 0 {
                fill_value(value.field_mut(0), field, numbers, depth);
            }
        }
        Kind::Many => {
            let (min, max) = match field {
                Some(field) if !field.has(LIST) => (field.min(), field.max()),
                _ => (0, UNBOUNDED),
            };
            let more = if depth > DEEP { 0 } else { numbers.below(4) };
            let count = usize::try_from(min).unwrap_or(0).max(more).min(usize::try_from(max).unwrap_or(usize::MAX));
            for _ in 0..count {
                let next = value.arm();
                fill_value(value.field_mut(next), field, numbers, depth);
            }
        }
        Kind::Lexical => {
            if let Some(field) = field {
                let simple = match field.simple().variety {
                    Variety::List(item) => item,
                    Variety::Union(members) => {
                        members.get(numbers.below(members.len())).copied().unwrap_or(field.simple())
                    }
                    Variety::Atomic | Variety::Complex => field.simple(),
                };
                let literal = field.simple().fixed.map_or_else(|| literal(simple, field, numbers), str::to_owned);
                // What is not in the lexical space stays as it is by default.
                let _ = value.lex(Input::Text(&literal, &NoScope));
            }
        }
        Kind::Any => fragment(value, field, numbers),
    }
}

fn fragment(value: &mut dyn Content, field: Option<&Field>, numbers: &mut Numbers) {
    match field.map(Field::place) {
        Some(Place::AnyAttribute(_)) => {
            for _ in 0..numbers.below(3) {
                let local = format!("a{}", numbers.below(1_000_000));
                let _ = value.lex(Input::Attribute("urn:further", &local, numbers.pick(TEXTS)));
            }
        }
        Some(Place::Wildcard(_)) => {
            let _ = value.lex(Input::Xml("urn:further", "more", " xmlns:w=\"urn:w\" w:a=\"1\"", "text<w:x>&lt;</w:x>"));
        }
        Some(Place::Mixed) => {
            let _ = value.lex(Input::Xml("", "m", "", numbers.pick(&["plain", "a &amp; b", "one <i>two</i> three"])));
        }
        _ => {
            let _ = value.lex(Input::Xml("", "m", "", numbers.pick(&["plain", "&lt;x/>", "<i>two</i>"])));
        }
    }
}

const TEXTS: &[&str] = &[
    "",
    "a",
    "plain",
    " padded ",
    "two  blanks",
    "line\nbreak",
    "tab\there",
    "cr\rhere",
    "<&>\"'",
    "]]>",
    "&amp;",
    "é",
    "\u{1F600}",
    "\u{2028}",
    "\u{85}",
    "\u{A0}",
    "<!--x-->",
    "true",
    "12",
    "-0",
    "null",
    "{\"a\":1}",
    "\\u0041",
    "\u{10FFFF}",
    "\u{E000}",
    "--",
    "]]",
    "ends in ]",
];

fn literal(simple: &SimpleType, field: &Field, numbers: &mut Numbers) -> String {
    let enumerations: Vec<&str> = simple
        .facets
        .iter()
        .find_map(|facet| match facet {
            Facet::Enumeration(values) => Some(values.to_vec()),
            _ => None,
        })
        .unwrap_or_default();
    if !enumerations.is_empty() {
        return numbers.pick(&enumerations).to_owned();
    }
    let digits = |numbers: &mut Numbers, most: usize| {
        let count = 1 + numbers.below(most);
        (0..count).map(|_| char::from(b'0' + u8::try_from(numbers.below(10)).unwrap_or(0))).collect::<String>()
    };
    let zone = |numbers: &mut Numbers| numbers.pick(&["", "Z", "+14:00", "-00:30"]).to_owned();
    match simple.builtin {
        Builtin::Boolean => numbers.pick(&["true", "false", "1", "0"]).to_owned(),
        Builtin::Byte | Builtin::UnsignedByte | Builtin::PositiveInteger => (1 + numbers.below(100)).to_string(),
        Builtin::Short | Builtin::Int | Builtin::Long => {
            format!("{}{}", numbers.pick(&["", "-"]), numbers.below(30_000))
        }
        Builtin::UnsignedShort | Builtin::UnsignedInt | Builtin::UnsignedLong | Builtin::NonNegativeInteger => {
            numbers.below(60_000).to_string()
        }
        Builtin::NegativeInteger | Builtin::NonPositiveInteger => format!("-{}", 1 + numbers.below(1_000)),
        Builtin::Integer => format!("{}{}", numbers.pick(&["", "-", "+"]), digits(numbers, 60)),
        Builtin::Decimal => format!("{}{}.{}", numbers.pick(&["", "-"]), digits(numbers, 30), digits(numbers, 30)),
        Builtin::Float | Builtin::Double => {
            numbers.pick(&["0", "-0", "INF", "-INF", "NaN", "1e-300", "3.14", "1E30", "-12.5e3", ".5"]).to_owned()
        }
        Builtin::DateTime => format!(
            "{}-02-28T23:59:59{}{}",
            numbers.pick(&["2026", "0001", "-0044", "12026"]),
            numbers.pick(&["", ".5", ".123456789"]),
            zone(numbers)
        ),
        Builtin::Date => format!("2024-02-29{}", zone(numbers)),
        Builtin::Time => format!("{}{}", numbers.pick(&["00:00:00", "23:59:59.999"]), zone(numbers)),
        Builtin::Duration => numbers.pick(&["P1Y2M3DT4H5M6.7S", "-PT1S", "P0D", "PT36H"]).to_owned(),
        Builtin::GYear => "2026".to_owned(),
        Builtin::GYearMonth => "2026-11".to_owned(),
        Builtin::GMonth => "--11".to_owned(),
        Builtin::GMonthDay => "--02-29".to_owned(),
        Builtin::GDay => "---31".to_owned(),
        Builtin::HexBinary => numbers.pick(&["", "00", "DEADBEEF"]).to_owned(),
        Builtin::Base64Binary => numbers.pick(&["", "AA==", "3q2+7w=="]).to_owned(),
        Builtin::QName | Builtin::Notation => numbers.pick(&["local", "other"]).to_owned(),
        Builtin::String | Builtin::AnySimpleType if matches!(field.place(), Place::Attribute) => {
            numbers.pick(TEXTS).to_owned()
        }
        Builtin::String => text(simple, numbers),
        _ => format!("t{}", numbers.below(1_000)),
    }
}

/// A text of the length that the facets ask for.
fn text(simple: &SimpleType, numbers: &mut Numbers) -> String {
    let mut text = numbers.pick(TEXTS).to_owned();
    for facet in simple.facets {
        match facet {
            Facet::MaxLength(most) => text = text.chars().take(usize::try_from(*most).unwrap_or(usize::MAX)).collect(),
            Facet::MinLength(least) | Facet::Length(least) => {
                text = "x".repeat(usize::try_from(*least).unwrap_or(0).min(1_000));
            }
            _ => {}
        }
    }
    text
}
