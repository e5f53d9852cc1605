//! Simple type definitions and their facets.

use std::sync::Arc;

use super::{DerivationMethod, Documentation, Position, QName};

/// `xs:simpleType`.
#[derive(Debug, Clone)]
pub struct SimpleType {
    /// Where it is.
    pub position: Position,
    /// Its name; `None` for a type written in place.
    pub name: Option<QName>,
    /// Its documentation.
    pub documentation: Documentation,
    /// Derivations that are refused.
    pub final_: Vec<DerivationMethod>,
    /// How it is made.
    pub variety: Variety,
}

/// The three ways to make a simple type.
#[derive(Debug, Clone)]
pub enum Variety {
    /// `xs:restriction`. The variety is that of the base.
    Restriction {
        /// The restricted type.
        base: SimpleTypeRef,
        /// The facets in document order.
        facets: Vec<Facet>,
    },
    /// `xs:list`
    List {
        /// The type of the items.
        item: SimpleTypeRef,
    },
    /// `xs:union`
    Union {
        /// `memberTypes` in order, then the types written in place.
        members: Vec<SimpleTypeRef>,
    },
}

/// A simple type where it is used: by name, or written in place.
#[derive(Debug, Clone)]
pub enum SimpleTypeRef {
    /// By name.
    Named(QName),
    /// Written in place.
    Inline(Box<SimpleType>),
}

/// A constraining facet.
#[derive(Debug, Clone)]
pub struct Facet {
    /// Where it is.
    pub position: Position,
    /// Its documentation; enumerations often carry the meaning of the value.
    pub documentation: Documentation,
    /// Whether derived types may change it.
    pub fixed: bool,
    /// The facet and its value.
    pub kind: FacetKind,
}

/// A facet with its value as written; values of the base type stay lexical, lengths and digit counts are parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacetKind {
    /// `length`
    Length(u32),
    /// `minLength`
    MinLength(u32),
    /// `maxLength`
    MaxLength(u32),
    /// `pattern`. The patterns of one restriction are alternatives.
    Pattern(String),
    /// `enumeration`
    Enumeration {
        /// The value as written.
        value: String,
        /// The namespace that the value is in if it is a QName, by the declarations where it stands; `None` if its prefix has none.
        namespace: Option<Arc<str>>,
    },
    /// `whiteSpace`
    WhiteSpace(WhiteSpace),
    /// `minInclusive`
    MinInclusive(String),
    /// `minExclusive`
    MinExclusive(String),
    /// `maxInclusive`
    MaxInclusive(String),
    /// `maxExclusive`
    MaxExclusive(String),
    /// `totalDigits`
    TotalDigits(u32),
    /// `fractionDigits`
    FractionDigits(u32),
}

/// The value of the `whiteSpace` facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhiteSpace {
    /// Kept as it is.
    Preserve,
    /// Each tab and line break becomes a space.
    Replace,
    /// Runs of white space become one space; none at the ends.
    Collapse,
}
