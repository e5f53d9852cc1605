//! The components of an XML Schema 1.0 document, under the names the specification gives them.
//!
//! This model is what [`parse`](crate::parse) returns: references are still [`QName`]s, nothing is expanded, and every
//! component says where it was written. The 1999, 2000/10 and 2001 schema namespaces are all read as [`XSD`].

mod complex_type;
mod simple_type;

use std::fmt;
use std::sync::Arc;

pub use complex_type::{
    ArrayType, Attribute, AttributeGroup, AttributeGroupRef, AttributeRef, AttributeUse, AttributeUseKind, Attributes,
    ComplexContent, ComplexType, Compositor, Content, Derivation, Group, ModelGroup, NamespaceConstraint, Occurs,
    Particle, ProcessContents, SimpleContent, Term, Wildcard,
};
pub use simple_type::{Facet, FacetKind, SimpleType, SimpleTypeRef, Variety, WhiteSpace};

/// The namespace of XML Schema; the parser maps its predecessors to it.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";
/// The namespace of `xsi:type`, `xsi:nil` and `xsi:schemaLocation`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespace bound to the prefix `xml`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// An expanded name: a namespace name (empty for none) and a local name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// The namespace name; empty when the name is in no namespace.
    pub namespace: Arc<str>,
    /// The local part.
    pub local: Arc<str>,
}

impl QName {
    /// An expanded name from its two parts.
    pub fn new(namespace: impl Into<Arc<str>>, local: impl Into<Arc<str>>) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }

    /// A name in the XML Schema namespace, such as `xs:string`.
    pub fn xsd(local: &str) -> Self {
        Self::new(XSD, local)
    }

    /// Whether this is the name `local` in `namespace`.
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        &*self.local == local && &*self.namespace == namespace
    }

    /// Whether the name is in the XML Schema namespace.
    pub fn is_xsd(&self) -> bool {
        &*self.namespace == XSD
    }
}

/// Stands for the namespace of a name whose prefix is declared nowhere; no document can write it.
const UNDECLARED: &str = "\u{1}";

impl QName {
    /// A name whose prefix is declared nowhere: its local part may tell what is meant.
    pub(crate) fn undeclared(prefix: &str, local: impl Into<Arc<str>>) -> Self {
        Self::new(format!("{UNDECLARED}{prefix}"), local)
    }

    /// The prefix, when it is declared nowhere.
    pub(crate) fn undeclared_prefix(&self) -> Option<&str> {
        self.namespace.strip_prefix(UNDECLARED)
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_empty() {
            write!(f, "{{{}}}", self.namespace)?;
        }
        f.write_str(&self.local)
    }
}

/// A document by its place in [`Parsed::documents`](crate::parse::Parsed::documents).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// Where a component was written: a document and a byte offset into its decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The document.
    pub document: DocumentId,
    /// The byte offset of the start tag (or attribute) in the decoded text.
    pub offset: u32,
}

/// The text of `xs:annotation/xs:documentation`, as written; cleaned when it becomes Rust documentation.
pub type Documentation = Option<String>;

/// `xs:schema`: the components one schema document contributes.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where the `schema` element is.
    pub position: Position,
    /// The target namespace; empty for none. A chameleon include carries the including schema's.
    pub target_namespace: Arc<str>,
    /// Whether local elements are qualified. Already applied to the names of the elements.
    pub element_form_default: Form,
    /// Whether local attributes are qualified. Already applied to the names of the attributes.
    pub attribute_form_default: Form,
    /// `blockDefault`. Already applied to the components.
    pub block_default: Vec<DerivationMethod>,
    /// `finalDefault`. Already applied to the components.
    pub final_default: Vec<DerivationMethod>,
    /// The documentation of the schema itself.
    pub documentation: Documentation,
    /// `xs:import`.
    pub imports: Vec<Import>,
    /// `xs:include`.
    pub includes: Vec<Include>,
    /// `xs:redefine`.
    pub redefines: Vec<Redefine>,
    /// Global simple types.
    pub simple_types: Vec<SimpleType>,
    /// Global complex types.
    pub complex_types: Vec<ComplexType>,
    /// Global elements.
    pub elements: Vec<Element>,
    /// Global attributes.
    pub attributes: Vec<Attribute>,
    /// Model group definitions.
    pub groups: Vec<Group>,
    /// Attribute group definitions.
    pub attribute_groups: Vec<AttributeGroup>,
    /// Notations.
    pub notations: Vec<Notation>,
}

/// `elementFormDefault`, `attributeFormDefault` or `form`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// In the target namespace.
    Qualified,
    /// In no namespace.
    Unqualified,
}

/// One word of `block` or `final`; `#all` is expanded by the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DerivationMethod {
    /// `extension`
    Extension,
    /// `restriction`
    Restriction,
    /// `substitution`
    Substitution,
    /// `list`
    List,
    /// `union`
    Union,
}

/// `xs:import`: components of another namespace may be referenced.
#[derive(Debug, Clone)]
pub struct Import {
    /// Where the import is.
    pub position: Position,
    /// The imported namespace; empty for none.
    pub namespace: Arc<str>,
    /// The location as written.
    pub schema_location: Option<String>,
    /// The document the location led to, when it was loaded.
    pub document: Option<DocumentId>,
}

/// `xs:include`: another document of the same target namespace.
#[derive(Debug, Clone)]
pub struct Include {
    /// Where the include is.
    pub position: Position,
    /// The location as written.
    pub schema_location: String,
    /// The document the location led to, when it was loaded.
    pub document: Option<DocumentId>,
}

/// `xs:redefine`: an include whose components are replaced by the ones given here.
///
/// A redefined type names itself as its base, a redefined group refers to itself: that name means the component of the
/// redefined document.
#[derive(Debug, Clone)]
pub struct Redefine {
    /// Where the redefine is.
    pub position: Position,
    /// The location as written.
    pub schema_location: String,
    /// The document the location led to, when it was loaded.
    pub document: Option<DocumentId>,
    /// Redefined simple types.
    pub simple_types: Vec<SimpleType>,
    /// Redefined complex types.
    pub complex_types: Vec<ComplexType>,
    /// Redefined model groups.
    pub groups: Vec<Group>,
    /// Redefined attribute groups.
    pub attribute_groups: Vec<AttributeGroup>,
}

/// `xs:notation`.
#[derive(Debug, Clone)]
pub struct Notation {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: QName,
}

/// `xs:element` with a name: a global or local element declaration.
#[derive(Debug, Clone)]
pub struct Element {
    /// Where it is.
    pub position: Position,
    /// Its name as it is on the wire: `form` and the schema's default are applied.
    pub name: QName,
    /// Its documentation.
    pub documentation: Documentation,
    /// Its type. `None` means `xs:anyType`, or the type of the head of its substitution group.
    pub type_: Option<TypeRef>,
    /// Whether `xsi:nil` may stand for its content.
    pub nillable: bool,
    /// `default`
    pub default: Option<String>,
    /// `fixed`
    pub fixed: Option<String>,
    /// Whether only members of its substitution group may appear.
    pub abstract_: bool,
    /// The head of the substitution group it belongs to.
    pub substitution_group: Option<QName>,
    /// Substitutions that are refused in instances.
    pub block: Vec<DerivationMethod>,
    /// Derivations that are refused for members of its substitution group.
    pub final_: Vec<DerivationMethod>,
    /// `unique`, `key` and `keyref`: noted, never checked.
    pub identity_constraints: Vec<IdentityConstraint>,
    /// `xmime:expectedContentTypes`: the media types of base64 content.
    pub expected_content_types: Option<String>,
}

/// A type where it is used: by name, or written in place.
#[derive(Debug, Clone)]
pub enum TypeRef {
    /// `type="…"`
    Named(QName),
    /// An anonymous `simpleType`.
    Simple(Box<SimpleType>),
    /// An anonymous `complexType`.
    Complex(Box<ComplexType>),
}

/// `xs:unique`, `xs:key` or `xs:keyref`.
#[derive(Debug, Clone)]
pub struct IdentityConstraint {
    /// Where it is.
    pub position: Position,
    /// Its name.
    pub name: Arc<str>,
}
