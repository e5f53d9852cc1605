//! Facets as they add up along a derivation.

use super::simple_type::Facts;
use crate::model::{Facet, WhiteSpace};
use crate::xsd::{self, FacetKind};

/// The facets in force after one more step: a facet replaces that of the base, patterns add up.
pub(super) fn accumulated(base: &Facts, step: &[xsd::Facet]) -> Facts {
    let mut facts = base.clone();
    let mut patterns = Vec::new();
    let mut values = Vec::new();
    for facet in step {
        let new = match &facet.kind {
            FacetKind::Length(count) => Facet::Length(u64::from(*count)),
            FacetKind::MinLength(count) => Facet::MinLength(u64::from(*count)),
            FacetKind::MaxLength(count) => Facet::MaxLength(u64::from(*count)),
            FacetKind::MinInclusive(value) => Facet::MinInclusive(trimmed(value)),
            FacetKind::MaxInclusive(value) => Facet::MaxInclusive(trimmed(value)),
            FacetKind::MinExclusive(value) => Facet::MinExclusive(trimmed(value)),
            FacetKind::MaxExclusive(value) => Facet::MaxExclusive(trimmed(value)),
            FacetKind::TotalDigits(count) => Facet::TotalDigits(*count),
            FacetKind::FractionDigits(count) => Facet::FractionDigits(*count),
            FacetKind::Pattern(pattern) => {
                patterns.push(pattern.clone());
                continue;
            }
            FacetKind::Enumeration { value, namespace } => {
                values.push((value, namespace.as_deref()));
                continue;
            }
            FacetKind::WhiteSpace(white_space) => {
                facts.white_space = Some(match white_space {
                    xsd::WhiteSpace::Preserve => WhiteSpace::Preserve,
                    xsd::WhiteSpace::Replace => WhiteSpace::Replace,
                    xsd::WhiteSpace::Collapse => WhiteSpace::Collapse,
                });
                continue;
            }
        };
        facts.facets.retain(|old| !replaces(&new, old));
        facts.facets.push(new);
    }
    if !patterns.is_empty() {
        facts.facets.push(Facet::Pattern(patterns));
    }
    if !values.is_empty() {
        let normal = values.iter().map(|(value, namespace)| enumerated(value, *namespace, &facts)).collect();
        facts.facets.retain(|old| !matches!(old, Facet::Enumeration(_)));
        facts.facets.push(Facet::Enumeration(normal));
    }
    facts
}

/// Whether a facet takes the place of one of the base: of its own kind, or the other bound on the same side.
fn replaces(new: &Facet, old: &Facet) -> bool {
    let side = |facet: &Facet| match facet {
        Facet::MinInclusive(_) | Facet::MinExclusive(_) => 1,
        Facet::MaxInclusive(_) | Facet::MaxExclusive(_) => 2,
        Facet::Length(_) => 3,
        Facet::MinLength(_) => 4,
        Facet::MaxLength(_) => 5,
        Facet::TotalDigits(_) => 6,
        Facet::FractionDigits(_) => 7,
        Facet::Pattern(_) | Facet::Enumeration(_) => 0,
    };
    side(new) != 0 && side(new) == side(old)
}

fn trimmed(value: &str) -> String {
    value.trim().to_owned()
}

/// A value of an enumeration: a QName or NOTATION as `{namespace}local`, for an instance has prefixes of its own.
fn enumerated(value: &str, namespace: Option<&str>, facts: &Facts) -> String {
    let value = normalized(value, facts);
    match namespace {
        Some(namespace) if matches!(facts.builtin, "QNAME" | "NOTATION") => {
            let local = value.split_once(':').map_or(value.as_str(), |(_, local)| local);
            format!("{{{namespace}}}{local}")
        }
        _ => value,
    }
}

/// The value after the white-space treatment of its type.
pub(super) fn normalized(value: &str, facts: &Facts) -> String {
    let treatment = facts.white_space.unwrap_or(match facts.builtin {
        "STRING" | "ANY_SIMPLE_TYPE" => WhiteSpace::Preserve,
        "NORMALIZED_STRING" => WhiteSpace::Replace,
        _ => WhiteSpace::Collapse,
    });
    match treatment {
        WhiteSpace::Preserve => value.to_owned(),
        WhiteSpace::Replace => value.replace(['\t', '\n', '\r'], " "),
        WhiteSpace::Collapse => {
            value.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        }
    }
}
