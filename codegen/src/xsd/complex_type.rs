//! Complex type definitions: content, particles, attributes and wildcards.

use std::sync::Arc;

use super::{DerivationMethod, Documentation, Element, Facet, Position, QName, SimpleType, SimpleTypeRef};

/// `xs:complexType`.
#[derive(Debug, Clone)]
pub struct ComplexType {
    /// Where it is.
    pub position: Position,
    /// Its name; `None` for a type written in place.
    pub name: Option<QName>,
    /// Its documentation.
    pub documentation: Documentation,
    /// Whether instances must name a derived type.
    pub abstract_: bool,
    /// Whether text may stand between the children. `mixed` on `complexContent` is applied.
    pub mixed: bool,
    /// Derivations whose types may not stand in for this one.
    pub block: Vec<DerivationMethod>,
    /// Derivations that are refused.
    pub final_: Vec<DerivationMethod>,
    /// What it may hold.
    pub content: Content,
    /// Its attributes.
    pub attributes: Attributes,
}

/// The content of a complex type, by the two ways of writing it.
#[derive(Debug, Clone)]
pub enum Content {
    /// `xs:simpleContent`
    Simple(SimpleContent),
    /// `xs:complexContent`, or its abbreviation: particles and attributes right in the type.
    Complex(ComplexContent),
}

/// `xs:simpleContent`: text with attributes.
#[derive(Debug, Clone)]
pub struct SimpleContent {
    /// Whether the base is restricted or extended.
    pub derivation: Derivation,
    /// The base: a simple type, or a complex type with simple content.
    pub base: QName,
    /// The type a restriction writes in place, which restricts that of the base's content.
    pub simple_type: Option<Box<SimpleType>>,
    /// The facets of a restriction.
    pub facets: Vec<Facet>,
}

/// `xs:complexContent`: elements.
#[derive(Debug, Clone)]
pub struct ComplexContent {
    /// How the type is derived and from what. `None` for the abbreviation, which restricts `xs:anyType`.
    pub derivation: Option<(Derivation, QName)>,
    /// The model group or group reference; `None` when the type adds no elements.
    pub particle: Option<Particle>,
}

/// How a complex type is made from its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Derivation {
    /// `xs:restriction`
    Restriction,
    /// `xs:extension`
    Extension,
}

/// What a complex type or attribute group says about attributes.
#[derive(Debug, Clone, Default)]
pub struct Attributes {
    /// Attribute uses in document order.
    pub uses: Vec<AttributeUse>,
    /// References to attribute groups in document order.
    pub groups: Vec<AttributeGroupRef>,
    /// `xs:anyAttribute`
    pub wildcard: Option<Wildcard>,
}

/// `<xs:attributeGroup ref="…"/>`
#[derive(Debug, Clone)]
pub struct AttributeGroupRef {
    /// Where it is.
    pub position: Position,
    /// The group.
    pub name: QName,
}

/// An attribute in a complex type or attribute group.
#[derive(Debug, Clone)]
pub struct AttributeUse {
    /// Where it is.
    pub position: Position,
    /// The attribute: referenced or declared here.
    pub attribute: AttributeRef,
    /// Whether it must, may or must not appear.
    pub use_: AttributeUseKind,
    /// `default`. For a local declaration too it is here, not in [`Attribute`].
    pub default: Option<String>,
    /// `fixed`. For a local declaration too it is here, not in [`Attribute`].
    pub fixed: Option<String>,
    /// `wsdl:arrayType`, by which WSDL 1.1 says what a SOAP-encoded array holds.
    pub array_type: Option<ArrayType>,
}

/// An attribute where it is used.
#[derive(Debug, Clone)]
pub enum AttributeRef {
    /// `ref="…"`
    Ref(QName),
    /// A local declaration.
    Local(Box<Attribute>),
}

/// `use`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeUseKind {
    /// May appear.
    Optional,
    /// Must appear.
    Required,
    /// Must not appear.
    Prohibited,
}

/// The value of `wsdl:arrayType`, such as `xsd:string[][,]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrayType {
    /// The type of the items.
    pub item: QName,
    /// The brackets as written: `[]`, `[,]`, `[][3]`.
    pub dimensions: String,
}

/// `xs:attribute` with a name: a global or local attribute declaration.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Where it is.
    pub position: Position,
    /// Its name as it is on the wire: `form` and the schema's default are applied.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// Its type; `None` means `xs:anySimpleType`.
    pub type_: Option<SimpleTypeRef>,
    /// `default` of a global declaration.
    pub default: Option<String>,
    /// `fixed` of a global declaration.
    pub fixed: Option<String>,
}

/// `xs:attributeGroup` with a name.
#[derive(Debug, Clone)]
pub struct AttributeGroup {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// Its attributes.
    pub attributes: Attributes,
}

/// `xs:group` with a name: a model group definition.
#[derive(Debug, Clone)]
pub struct Group {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// The model group it names.
    pub model_group: ModelGroup,
}

/// `xs:sequence`, `xs:choice` or `xs:all`.
#[derive(Debug, Clone)]
pub struct ModelGroup {
    /// Where it is.
    pub position: Position,
    /// Its documentation.
    pub documentation: Documentation,
    /// How the particles combine.
    pub compositor: Compositor,
    /// The particles in document order.
    pub particles: Vec<Particle>,
}

/// How the particles of a model group combine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compositor {
    /// All, in order.
    Sequence,
    /// One of them.
    Choice,
    /// All, in any order.
    All,
}

/// A term and how often it occurs.
#[derive(Debug, Clone)]
pub struct Particle {
    /// Where it is.
    pub position: Position,
    /// How often the term occurs.
    pub occurs: Occurs,
    /// What occurs.
    pub term: Term,
}

/// The occurrence range of a particle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occurs {
    /// `minOccurs`
    pub min: u32,
    /// `maxOccurs`; `None` is `unbounded`.
    pub max: Option<u32>,
}

impl Occurs {
    /// Exactly once: the default.
    pub const ONCE: Self = Self { min: 1, max: Some(1) };

    /// Whether the term may occur more than once.
    pub fn is_repeated(self) -> bool {
        self.max.is_none_or(|max| max > 1)
    }
}

/// What a particle stands for.
#[derive(Debug, Clone)]
pub enum Term {
    /// A local element declaration.
    Element(Box<Element>),
    /// `<xs:element ref="…"/>`
    ElementRef(QName),
    /// A nested model group.
    ModelGroup(ModelGroup),
    /// `<xs:group ref="…"/>`
    GroupRef(QName),
    /// `xs:any`
    Wildcard(Wildcard),
}

/// `xs:any` or `xs:anyAttribute`.
#[derive(Debug, Clone)]
pub struct Wildcard {
    /// Where it is.
    pub position: Position,
    /// Its documentation.
    pub documentation: Documentation,
    /// Which namespaces it admits.
    pub namespaces: NamespaceConstraint,
    /// How what it admits is checked.
    pub process_contents: ProcessContents,
}

/// Which namespaces a wildcard admits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamespaceConstraint {
    /// `##any`
    Any,
    /// `##other`: any namespace but this target namespace; names in no namespace are not admitted.
    Other(Arc<str>),
    /// A list; `##targetNamespace` is replaced by the namespace, `##local` by the empty string.
    List(Vec<Arc<str>>),
}

/// `processContents`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProcessContents {
    /// Must be valid.
    Strict,
    /// Must be valid where a declaration is known.
    Lax,
    /// Must be well-formed.
    Skip,
}
