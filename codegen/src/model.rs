//! The Rust-shaped model: what `lower` decides and `emit` writes down.
//!
//! Every identifier is final and legal, every type is boxed where it must be, every fact has the value it is
//! emitted with. `emit` makes no choice of its own. The facts mirror the runtime's `castile::facts`.

use crate::rules::facts::Rules;

mod built_in;
mod client;
mod well_known;

pub use self::built_in::{built_in_name, built_in_static};
pub use self::client::{Body, BodyElement, Client, FaultDetail, Message, Operation, Protocol};
pub use self::well_known::WellKnown;

/// One generated contract: a Rust module with one submodule a namespace.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The module's name.
    pub module: String,
    /// One line for the module's documentation.
    pub title: String,
    /// The contract's own documentation, cleaned.
    pub documentation: Vec<String>,
    /// The entry document, for the header line.
    pub source: String,
    /// Namespace names; index `i` has the id `i + 1` and the prefix `n{i + 1}`.
    pub namespaces: Vec<String>,
    /// One a namespace, in order of first appearance.
    pub modules: Vec<Module>,
    /// One a port.
    pub clients: Vec<Client>,
    /// The global elements, where all of a schema is kept: what a document of it can begin with.
    pub elements: Vec<GlobalElement>,
    /// Outcomes and sessions.
    pub rules: Rules,
}

/// A global element and the type of its content.
#[derive(Clone, Debug)]
pub struct GlobalElement {
    /// Identifier of its static.
    pub ident: String,
    /// Its name.
    pub name: WireName,
    /// The type of a value of it.
    pub ty: Type,
    /// Whether it is nillable.
    pub nillable: bool,
    /// The text is an `xs:list`.
    pub list: bool,
    /// The simple type of its text.
    pub simple: SimpleRef,
}

/// The types of one namespace.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// The submodule's name.
    pub ident: String,
    /// The namespace name; may be empty.
    pub namespace: String,
    /// In document order; anonymous types follow the type they stand in.
    pub items: Vec<Item>,
}

/// One emitted item with its facts.
#[derive(Clone, Debug)]
pub enum Item {
    /// A complex type, a repeated group, a message of several parts, a SOAP-encoded array.
    Struct(Struct),
    /// A choice, a polymorphic type, a substitution group.
    Choice(Choice),
    /// A simple type with enumeration facets.
    Enumeration(Enumeration),
    /// An `xs:union`.
    Union(Union),
    /// A simple type that is only facts: its values are of a built-in Rust type.
    SimpleType(SimpleType),
    /// Another name for a type: a global element whose type is named, where the name helps.
    Alias(Alias),
}

/// A name on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WireName {
    /// Namespace id: 0 none, index in [`Package::namespaces`] plus 1, or a well-known one.
    pub namespace: Namespace,
    /// The local name; empty for an anonymous type.
    pub local: String,
}

/// A namespace of the package, or one that every runtime knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Namespace {
    /// No namespace.
    #[default]
    None,
    /// Index in [`Package::namespaces`].
    Package(usize),
    /// `http://www.w3.org/XML/1998/namespace`, prefix `xml`.
    Xml,
    /// `http://www.w3.org/2001/XMLSchema`, as the namespace of a type that is named.
    Xsd,
    /// Another one that every reader numbers in its own way, whatever the contract declares in it.
    Known(WellKnown),
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Type identifier.
    pub ident: String,
    /// Identifier of the static with its facts.
    pub table: String,
    /// Name of the type in the contract.
    pub name: WireName,
    /// What it is.
    pub kind: StructKind,
    /// Documentation lines, cleaned.
    pub documentation: Vec<String>,
    /// Attributes first, then the others in schema order.
    pub fields: Vec<Field>,
    /// The one global element whose content it is, if that is unambiguous.
    pub root: Option<Root>,
}

/// Which facts a struct has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructKind {
    /// Ordinary.
    Struct,
    /// SOAP-encoded array with this many dimensions; its one field is the item.
    Array(u8),
}

/// A global element that stands for a type.
#[derive(Clone, Debug)]
pub struct Root {
    /// The element's name.
    pub name: WireName,
    /// The simple type of its text, if it has simple content.
    pub simple: SimpleRef,
}

/// An enum with one value in each arm.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Type identifier.
    pub ident: String,
    /// Identifier of the static with its facts.
    pub table: String,
    /// Name of the type or head element in the contract; anonymous for a model group.
    pub name: WireName,
    /// What it is.
    pub kind: ChoiceKind,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// Index of the arm that `Default` makes: one that needs no other value of this type.
    pub default: usize,
    /// The arms; `Field::ident` is the arm's.
    pub arms: Vec<Field>,
}

/// Which facts an enum has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Arms told apart by element name.
    Choice,
    /// Arms told apart by `xsi:type`; each arm's wire name is its type's. The last arm is a wildcard.
    Polymorphic,
}

/// A field of a struct or an arm of an enum.
#[derive(Clone, Debug)]
pub struct Field {
    /// Member or arm identifier, raw (`r#type`) where needed.
    pub ident: String,
    /// The Rust type, containers included.
    pub ty: Type,
    /// Where it stands.
    pub place: Place,
    /// Its name on the wire; for groups the name to print.
    pub name: WireName,
    /// `minOccurs`.
    pub min: u32,
    /// `maxOccurs`; `None` is unbounded.
    pub max: Option<u32>,
    /// `nillable`.
    pub nillable: bool,
    /// Never printed.
    pub secret: bool,
    /// `xs:list`: the `Vec` is one text.
    pub list: bool,
    /// May be missing in replies.
    pub lenient: bool,
    /// A header block that says its types, as the SOAP encoding does.
    pub encoded: bool,
    /// The simple type of its text.
    pub simple: SimpleRef,
    /// Documentation lines, facets in words included.
    pub documentation: Vec<String>,
}

/// Mirror of the runtime's `Place`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// A child element.
    Element,
    /// Simple content.
    Text,
    /// Mixed content.
    Mixed,
    /// A model group; the item that holds it.
    Group(ItemRef),
    /// `xs:any`
    Wildcard(Namespaces),
    /// `xs:anyAttribute`
    AnyAttribute(Namespaces),
}

/// Mirror of the runtime's `Namespaces`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// `##any`
    Any,
    /// `##other` than this.
    Other(Namespace),
    /// These.
    List(Vec<Namespace>),
}

/// An item of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRef {
    /// Index in [`Package::modules`].
    pub module: usize,
    /// Type identifier.
    pub ident: String,
    /// Identifier of its static.
    pub table: String,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `String`, `bool`, `i32` …: as spelled, in scope everywhere.
    Plain(&'static str),
    /// A type of the runtime: `castile::value::DateTime`, spelled from the runtime's root.
    Runtime(&'static str),
    /// An item of the package.
    Item(ItemRef),
    /// `Option`
    Option(Box<Type>),
    /// `Vec`
    Vec(Box<Type>),
    /// `Box`
    Boxed(Box<Type>),
    /// `castile::content::Nillable`
    Nillable(Box<Type>),
    /// `castile::content::NillableComplex`
    NillableComplex(Box<Type>),
}

/// Which simple type a field's text has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimpleRef {
    /// None: complex content.
    Complex,
    /// None, and the name of the complex type is to be said where there is no value of it: of the items of a SOAP-encoded
    /// array, of what may be nil in an encoded message.
    Named(WireName),
    /// A built-in type: the name of the runtime's static (`STRING`).
    Builtin(&'static str),
    /// One of the package's statics.
    Item(ItemRef),
}

/// The facts of a simple type.
#[derive(Clone, Debug)]
pub struct SimpleType {
    /// Identifier of the static.
    pub table: String,
    /// Name in the contract.
    pub name: WireName,
    /// Name of the runtime's constant it starts from (`STRING`).
    pub builtin: &'static str,
    /// All facets in force.
    pub facets: Vec<Facet>,
    /// Atomic, list or union.
    pub variety: Variety,
    /// When it differs from the built-in type's.
    pub white_space: Option<WhiteSpace>,
    /// Default of the declaration.
    pub default: Option<String>,
    /// Fixed value of the declaration.
    pub fixed: Option<String>,
}

/// Mirror of the runtime's `Variety`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variety {
    /// One value.
    Atomic,
    /// List of this.
    List(SimpleRef),
    /// One of these.
    Union(Vec<SimpleRef>),
}

/// `whiteSpace` facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhiteSpace {
    /// As it is.
    Preserve,
    /// Each to a blank.
    Replace,
    /// Runs to one blank, none at the ends.
    Collapse,
}

/// Mirror of the runtime's `Facet`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facet {
    /// `length`
    Length(u64),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`: alternatives of one derivation step.
    Pattern(Vec<String>),
    /// `enumeration`
    Enumeration(Vec<String>),
    /// `minInclusive`
    MinInclusive(String),
    /// `maxInclusive`
    MaxInclusive(String),
    /// `minExclusive`
    MinExclusive(String),
    /// `maxExclusive`
    MaxExclusive(String),
    /// `totalDigits`
    TotalDigits(u32),
    /// `fractionDigits`
    FractionDigits(u32),
}

/// An enumeration; an `Unknown(String)` arm is added when it is emitted.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// Type identifier.
    pub ident: String,
    /// Its facts.
    pub simple: SimpleType,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// The values in document order.
    pub values: Vec<EnumerationValue>,
}

/// One value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumerationValue {
    /// Arm identifier.
    pub ident: String,
    /// As written.
    pub value: String,
    /// Documentation lines.
    pub documentation: Vec<String>,
}

/// A union with more than one Rust type among its members.
#[derive(Clone, Debug)]
pub struct Union {
    /// Type identifier.
    pub ident: String,
    /// Its facts.
    pub simple: SimpleType,
    /// Documentation lines.
    pub documentation: Vec<String>,
    /// The arms in member order.
    pub arms: Vec<UnionArm>,
}

/// One member of a union.
#[derive(Clone, Debug)]
pub struct UnionArm {
    /// Arm identifier.
    pub ident: String,
    /// Its type.
    pub ty: Type,
    /// Its facts.
    pub simple: SimpleRef,
}

/// A type alias.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Identifier.
    pub ident: String,
    /// What it stands for.
    pub ty: Type,
    /// Documentation lines.
    pub documentation: Vec<String>,
}
