//! Constraining facets (XML Schema 1.0 part 2, 4.3), checked against a literal.

use std::cmp::Ordering;
use std::fmt;

use super::error::truncated;
use super::white_space::items;
use super::{
    Base64Binary, Builtin, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, HexBinary,
    Lexical, Primitive, QName, Time, ValueError, WhiteSpace, normalize,
};
use crate::pattern;

/// The namespace name a prefix is bound to where the literal stands; the empty prefix is the default namespace.
pub type Prefixes<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// One constraining facet, as a schema states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// `length`: characters, octets or items, as the type counts.
    Length(u64),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`: the alternatives of one derivation step, of which one must match.
    Pattern(&'static [&'static str]),
    /// `enumeration`: one must be equal to the value. Those of a QName are written `{namespace}local`, or with a prefix of the literal's scope.
    Enumeration(&'static [&'static str]),
    /// `minInclusive`
    MinInclusive(&'static str),
    /// `maxInclusive`
    MaxInclusive(&'static str),
    /// `minExclusive`
    MinExclusive(&'static str),
    /// `maxExclusive`
    MaxExclusive(&'static str),
    /// `totalDigits`
    TotalDigits(u32),
    /// `fractionDigits`
    FractionDigits(u32),
}

impl Facet {
    /// The facet's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Length(_) => "length",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::Enumeration(_) => "enumeration",
            Self::MinInclusive(_) => "minInclusive",
            Self::MaxInclusive(_) => "maxInclusive",
            Self::MinExclusive(_) => "minExclusive",
            Self::MaxExclusive(_) => "maxExclusive",
            Self::TotalDigits(_) => "totalDigits",
            Self::FractionDigits(_) => "fractionDigits",
        }
    }

    fn limit(&self) -> String {
        match self {
            Self::Length(limit) | Self::MinLength(limit) | Self::MaxLength(limit) => limit.to_string(),
            Self::TotalDigits(limit) | Self::FractionDigits(limit) => limit.to_string(),
            Self::Pattern(alternatives) | Self::Enumeration(alternatives) => {
                let listed = alternatives.iter().take(8).copied().collect::<Vec<_>>().join(" | ");
                truncated(&listed)
            }
            Self::MinInclusive(bound)
            | Self::MaxInclusive(bound)
            | Self::MinExclusive(bound)
            | Self::MaxExclusive(bound) => truncated(bound),
        }
    }
}

/// What kind of value the literal stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value of a type derived from this.
    Atomic(Builtin),
    /// A list of values of a type derived from this.
    List(Builtin),
    /// A value of one of several member types: patterns and enumerations apply, by spelling.
    Union,
}

impl From<Builtin> for Shape {
    fn from(builtin: Builtin) -> Self {
        match builtin.item() {
            Some(item) => Self::List(item),
            None => Self::Atomic(builtin),
        }
    }
}

impl Shape {
    /// The primitive type of an atomic value; the ur-types count as strings.
    fn atomic(self) -> Option<Primitive> {
        match self {
            Self::Atomic(builtin) => Some(builtin.primitive().unwrap_or(Primitive::String)),
            Self::List(_) | Self::Union => None,
        }
    }
}

/// A literal that a facet does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetViolation {
    /// The facet's name.
    pub facet: &'static str,
    /// What the facet demands, cut to 64 characters.
    pub limit: String,
    /// The literal, cut to 64 characters.
    pub found: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What kept a facet from being satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The value is one the facet excludes.
    Excluded,
    /// The literal is no value of its type, so that it cannot be compared.
    Value(ValueError),
    /// The schema's own facet cannot be used; the reason.
    Facet(String),
}

impl FacetViolation {
    /// The same violation without the literal, for a member whose value must not be shown.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.found = String::from("[redacted]");
        if let Problem::Value(error) = self.problem {
            self.problem = Problem::Value(error.redacted());
        }
        self
    }
}

impl fmt::Display for FacetViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { facet, limit, found, problem } = self;
        match problem {
            Problem::Excluded => write!(f, "{found:?} violates {facet} \"{limit}\""),
            Problem::Value(error) => write!(f, "{facet} {limit:?} cannot be checked: {error}"),
            Problem::Facet(reason) => {
                write!(f, "{facet} {limit:?} of the schema is unusable: {reason}")
            }
        }
    }
}

impl std::error::Error for FacetViolation {}

/// Checks one facet.
///
/// `lexical` is the literal after the type's white space treatment (only strings keep any; for the other types it is
/// collapsed here). A facet that does not apply to the shape, such as `length` of a number, constrains nothing.
/// `scope` is asked for the prefixes of a QName only.
///
/// ```
/// use castile::value::{Builtin, Facet, facet::check};
/// let none = |_: &str| None;
/// assert!(check(&Facet::MaxLength(3), Builtin::String, "abc", &none).is_ok());
/// assert!(check(&Facet::Enumeration(&["1.0"]), Builtin::Decimal, "1", &none).is_ok());
/// let error = check(&Facet::MinInclusive("10"), Builtin::Int, "9", &none).unwrap_err();
/// assert_eq!(error.to_string(), "\"9\" violates minInclusive \"10\"");
/// ```
///
/// # Errors
/// A [`FacetViolation`] that says which facet and why.
pub fn check(
    facet: &Facet,
    shape: impl Into<Shape>,
    lexical: &str,
    scope: &Prefixes<'_>,
) -> Result<(), FacetViolation> {
    let shape = shape.into();
    let holds = match *facet {
        Facet::Length(limit) => length(shape, lexical).map(|n| n.is_none_or(|n| n == limit)),
        Facet::MinLength(limit) => length(shape, lexical).map(|n| n.is_none_or(|n| n >= limit)),
        Facet::MaxLength(limit) => length(shape, lexical).map(|n| n.is_none_or(|n| n <= limit)),
        Facet::Pattern(alternatives) => matches_any(alternatives, shape, lexical),
        Facet::Enumeration(values) => is_among(values, shape, lexical, scope),
        Facet::MinInclusive(bound) => within(shape, lexical, bound, Ordering::is_ge),
        Facet::MaxInclusive(bound) => within(shape, lexical, bound, Ordering::is_le),
        Facet::MinExclusive(bound) => within(shape, lexical, bound, Ordering::is_gt),
        Facet::MaxExclusive(bound) => within(shape, lexical, bound, Ordering::is_lt),
        Facet::TotalDigits(limit) => digits(shape, lexical).map(|digits| {
            // i / 10^n with |i| < 10^limit and n <= limit (4.3.11).
            digits.is_none_or(|(whole, fraction)| whole + fraction <= limit as usize)
        }),
        Facet::FractionDigits(limit) => {
            digits(shape, lexical).map(|digits| digits.is_none_or(|(_, fraction)| fraction <= limit as usize))
        }
    };
    let problem = match holds {
        Ok(true) => return Ok(()),
        Ok(false) => Problem::Excluded,
        Err(problem) => problem,
    };
    Err(FacetViolation { facet: facet.name(), limit: facet.limit(), found: truncated(lexical), problem })
}

fn value<T: Lexical>(text: &str) -> Result<T, Problem> {
    T::parse(text).map_err(Problem::Value)
}

fn bound<T: Lexical>(text: &str) -> Result<T, Problem> {
    T::parse(text).map_err(|error| Problem::Facet(error.to_string()))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The length in the unit of the type, if it has one (4.3.1).
fn length(shape: Shape, lexical: &str) -> Result<Option<u64>, Problem> {
    if let Shape::List(_) = shape {
        return Ok(Some(count(items(lexical).count())));
    }
    Ok(match shape.atomic() {
        Some(Primitive::String) => Some(count(lexical.chars().count())),
        Some(Primitive::AnyUri) => Some(count(normalize(WhiteSpace::Collapse, lexical).chars().count())),
        Some(Primitive::HexBinary) => Some(count(value::<HexBinary>(lexical)?.len())),
        Some(Primitive::Base64Binary) => Some(count(value::<Base64Binary>(lexical)?.len())),
        // A QName's length depends on its prefix; the facet is satisfied by any (4.3.1.3).
        _ => None,
    })
}

/// Significant whole and fraction digits of a decimal.
fn digits(shape: Shape, lexical: &str) -> Result<Option<(usize, usize)>, Problem> {
    match shape.atomic() {
        Some(Primitive::Decimal) => Ok(Some(value::<Decimal>(lexical)?.digits())),
        _ => Ok(None),
    }
}

fn matches_any(alternatives: &[&'static str], shape: Shape, lexical: &str) -> Result<bool, Problem> {
    let collapsed = match shape {
        Shape::Atomic(_) if shape.atomic() == Some(Primitive::String) => lexical.into(),
        Shape::Union => lexical.into(),
        Shape::Atomic(_) | Shape::List(_) => normalize(WhiteSpace::Collapse, lexical),
    };
    for alternative in alternatives {
        let pattern = pattern::cached(alternative).map_err(|error| Problem::Facet(error.to_string()))?;
        if pattern.matches(&collapsed) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_among(values: &[&str], shape: Shape, lexical: &str, scope: &Prefixes<'_>) -> Result<bool, Problem> {
    // The spelling of the schema is by far the most frequent one.
    if values.contains(&lexical) && !matches!(shape.atomic(), Some(Primitive::QName | Primitive::Notation)) {
        return Ok(true);
    }
    for candidate in values {
        let equal = match shape {
            Shape::Union => normalize(WhiteSpace::Collapse, candidate) == normalize(WhiteSpace::Collapse, lexical),
            Shape::List(item) => lists_equal(item, lexical, candidate, scope)?,
            Shape::Atomic(builtin) => values_equal(builtin, lexical, candidate, scope)?,
        };
        if equal {
            return Ok(true);
        }
    }
    Ok(false)
}

fn lists_equal(item: Builtin, lexical: &str, candidate: &str, scope: &Prefixes<'_>) -> Result<bool, Problem> {
    let mut candidates = items(candidate);
    for value in items(lexical) {
        match candidates.next() {
            Some(candidate) if values_equal(item, value, candidate, scope)? => {}
            _ => return Ok(false),
        }
    }
    Ok(candidates.next().is_none())
}

/// Whether two literals stand for one value; none where that cannot be told.
pub(crate) fn same(shape: Shape, lexical: &str, other: &str, scope: &Prefixes<'_>) -> Option<bool> {
    is_among(&[other], shape, lexical, scope).ok()
}

/// Equality in the value space. NaN equals itself, as do the two zeros of float and double.
fn values_equal(builtin: Builtin, lexical: &str, candidate: &str, scope: &Prefixes<'_>) -> Result<bool, Problem> {
    Ok(match builtin.primitive().unwrap_or(Primitive::String) {
        Primitive::String => lexical == candidate,
        Primitive::AnyUri => normalize(WhiteSpace::Collapse, lexical) == normalize(WhiteSpace::Collapse, candidate),
        Primitive::Boolean => value::<bool>(lexical)? == bound::<bool>(candidate)?,
        Primitive::HexBinary => value::<HexBinary>(lexical)? == bound::<HexBinary>(candidate)?,
        Primitive::Base64Binary => value::<Base64Binary>(lexical)? == bound::<Base64Binary>(candidate)?,
        Primitive::QName | Primitive::Notation => {
            let name = |text: &str| {
                if text.starts_with('{') { QName::parse_expanded(text) } else { QName::parse(text, scope) }
            };
            name(lexical).map_err(Problem::Value)?
                == name(candidate).map_err(|error| Problem::Facet(error.to_string()))?
        }
        Primitive::Float => floats_equal(value::<f32>(lexical)?.into(), bound::<f32>(candidate)?.into()),
        Primitive::Double => floats_equal(value(lexical)?, bound(candidate)?),
        primitive => order(primitive, lexical, candidate)? == Some(Ordering::Equal),
    })
}

#[allow(clippy::float_cmp)] // equality in the value space is what is asked for
fn floats_equal(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan())
}

fn within(shape: Shape, lexical: &str, limit: &str, holds: fn(Ordering) -> bool) -> Result<bool, Problem> {
    match shape.atomic() {
        Some(primitive) if is_ordered(primitive) => {
            // Incomparable values are not within the bound: 4.3.7 to 4.3.10 ask for the relation to hold.
            Ok(order(primitive, lexical, limit)?.is_some_and(holds))
        }
        _ => Ok(true),
    }
}

/// Whether the type has an order relation (the ordered facet, 4.2.2).
fn is_ordered(primitive: Primitive) -> bool {
    !matches!(
        primitive,
        Primitive::String
            | Primitive::Boolean
            | Primitive::HexBinary
            | Primitive::Base64Binary
            | Primitive::AnyUri
            | Primitive::QName
            | Primitive::Notation
    )
}

/// How the literal compares with the bound, if it does.
fn order(primitive: Primitive, lexical: &str, limit: &str) -> Result<Option<Ordering>, Problem> {
    fn cmp<T: Lexical + PartialOrd>(lexical: &str, limit: &str) -> Result<Option<Ordering>, Problem> {
        Ok(value::<T>(lexical)?.partial_cmp(&bound::<T>(limit)?))
    }
    match primitive {
        Primitive::Decimal => cmp::<Decimal>(lexical, limit),
        Primitive::Float => cmp::<f32>(lexical, limit),
        Primitive::Double => cmp::<f64>(lexical, limit),
        Primitive::Duration => cmp::<Duration>(lexical, limit),
        Primitive::DateTime => cmp::<DateTime>(lexical, limit),
        Primitive::Time => cmp::<Time>(lexical, limit),
        Primitive::Date => cmp::<Date>(lexical, limit),
        Primitive::GYearMonth => cmp::<GYearMonth>(lexical, limit),
        Primitive::GYear => cmp::<GYear>(lexical, limit),
        Primitive::GMonthDay => cmp::<GMonthDay>(lexical, limit),
        Primitive::GDay => cmp::<GDay>(lexical, limit),
        Primitive::GMonth => cmp::<GMonth>(lexical, limit),
        Primitive::String
        | Primitive::Boolean
        | Primitive::HexBinary
        | Primitive::Base64Binary
        | Primitive::AnyUri
        | Primitive::QName
        | Primitive::Notation => Ok(None),
    }
}

#[cfg(test)]
#[path = "facet_tests.rs"]
mod tests;
