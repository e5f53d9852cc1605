//! Facts: what emitted code states about its types, once, as data.
//!
//! An emitted type is a plain struct or enum, one text of facts and two thin accessors (see
//! [`Content`](crate::content::Content)). Every reader, writer, check and printer is written once, in this crate,
//! and walks the facts. The names are those of XML Schema 1.0: a [`Field`] is a particle or an
//! attribute use, its occurrence is `minOccurs` and `maxOccurs`.
//!
//! [`Field`] is a tuple because emitted code holds it in one line; read it through the methods.

mod simple_type;
mod table;

use std::fmt;
use std::sync::OnceLock;

use crate::engine::Plan;

use self::simple_type::built_in;
use self::table::Table;

pub use self::simple_type::*;

pub use crate::outcome::{Condition, FaultRule, JsonError, Outcome, Test};
pub use crate::session::facts::{Block, Carrier, Carry, Idle, Login, Logout, Session, Source};
pub use crate::value::{Builtin, Facet, WhiteSpace};
pub use crate::xml::NamespaceId;

pub use Kind::{Any, Array, Choice, Lexical, Many, Nillable, Optional, Polymorphic, Struct};
pub use Place::{AnyAttribute, Attribute, Element, Group, Mixed, Text, Wildcard};

/// What all types of one generated contract share.
#[derive(Debug)]
pub struct Schema {
    /// Namespace names; the one at index `i` has the id `i + 1` and, when written, the prefix `n{i + 1}`.
    pub namespaces: &'static [&'static str],
    /// What the fields of its types point at, by the name that they call it.
    pub links: &'static [(&'static str, Link)],
}

/// What a field points at beside its built-in type.
#[derive(Clone, Copy)]
pub enum Link {
    /// The simple type of its text.
    Simple(&'static SimpleType),
    /// The facts of a model group without an element of its own.
    Group(&'static Facts),
}

impl fmt::Debug for Link {
    /// By name alone: a group's facts lead back to the schema that the link is of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simple(simple) => f.debug_tuple("Simple").field(&simple.name).finish(),
            Self::Group(facts) => f.debug_tuple("Group").field(&facts.name()).finish(),
        }
    }
}

/// How the engine treats a value; the second half of what a type is, beside its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A complex type, or a sequence or `all` group without a name of its own: attributes first, then particles in schema order.
    Struct,
    /// A model group of which one arm is present; the fields are the arms.
    Choice,
    /// One of several types told apart by `xsi:type`; each arm's name is that of its type.
    /// The arm whose place is [`Wildcard`] takes types the contract does not know.
    Polymorphic,
    /// A SOAP-encoded array (SOAP 1.1 section 5.4.2) with the number of its dimensions. Its first field describes the
    /// item; of the others, an element holds the sizes of the dimensions, and attributes are those of a literal message.
    Array(u8),
    /// A value with a lexical form: built-in types, enumerations, unions.
    Lexical,
    /// `Option`: absent or nil is `None`.
    Optional,
    /// `Vec`: a repeated particle, or the items of an `xs:list` where the field has the flag [`LIST`].
    Many,
    /// [`Nillable`](crate::content::Nillable), or [`NillableComplex`](crate::content::NillableComplex), which has fields: nil
    /// is told apart from absent.
    Nillable,
    /// An owned XML fragment: `xs:anyType`, a wildcard's element, mixed content, or further attributes.
    Any,
}

/// The facts of one type.
///
/// Its name and its fields are stated in a text, which is read when the first value of the type is met: a compiler takes a
/// text as it is, where it checks and evaluates each field of a table. [`complex!`](crate::complex) says what is in it.
#[derive(Debug)]
pub struct Facts {
    kind: Kind,
    schema: &'static Schema,
    text: &'static str,
    /// One pointer, whatever is behind it: the compiler looks through the type for each static that has it.
    table: OnceLock<&'static Table>,
}

impl Facts {
    /// The facts of a type of `kind`: a line with its name (`n2:Status`, or nothing for an anonymous type or group), then one
    /// for each field.
    pub const fn new(kind: Kind, schema: &'static Schema, text: &'static str) -> Self {
        Self { kind, schema, text, table: OnceLock::new() }
    }

    /// The facts of a type without a name, with these fields.
    pub fn with_fields(kind: Kind, schema: &'static Schema, fields: Vec<Field>) -> Self {
        Self { kind, schema, text: "", table: OnceLock::from(Table::of(fields)) }
    }

    /// How a value of this type is treated.
    #[inline]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The contract the type belongs to.
    #[inline]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Namespace id of the type's name.
    #[inline]
    pub fn namespace(&self) -> NamespaceId {
        self.table().namespace
    }

    /// The type's name with its prefix; empty for an anonymous type.
    #[inline]
    pub fn name(&self) -> &'static str {
        self.table().name
    }

    /// Attributes first, then the other fields in schema order.
    #[inline]
    pub fn fields(&self) -> &'static [Field] {
        &self.table().fields
    }

    #[inline]
    fn table(&self) -> &'static Table {
        self.table.get_or_init(|| Table::read(self.text, self.schema))
    }

    /// Where the engine keeps what follows from the fields.
    #[inline]
    pub(crate) fn plan(&self) -> &'static Plan {
        &self.table().plan
    }
}

/// Where a field's value stands in the document.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// An attribute.
    Attribute,
    /// A child element.
    Element,
    /// The character content of a type with simple content.
    Text,
    /// All of the content of a mixed type, kept as XML.
    Mixed,
    /// A model group without an element of its own; the facts are those of the group's struct or enum.
    Group(&'static Facts),
    /// An element wildcard (`xs:any`).
    Wildcard(Namespaces),
    /// An attribute wildcard (`xs:anyAttribute`).
    AnyAttribute(Namespaces),
}

/// The namespaces a wildcard allows (XML Schema Part 1, section 3.10.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// `##any`
    Any,
    /// `##other`: neither this target namespace nor none.
    Other(NamespaceId),
    /// A list; 0 is `##local`.
    List(&'static [NamespaceId]),
}

impl Namespaces {
    /// Whether an item of namespace `id` is allowed.
    pub fn allow(&self, id: NamespaceId) -> bool {
        match self {
            Self::Any => true,
            Self::Other(target) => id != 0 && id != *target,
            Self::List(list) => list.contains(&id),
        }
    }
}

/// `maxOccurs="unbounded"`.
pub const UNBOUNDED: u32 = u32::MAX;

/// Flag: the element is `nillable`.
pub const NILLABLE: u8 = 1;
/// Flag: the value is a secret; it is never printed.
pub const SECRET: u8 = 2;
/// Flag: the value is an `xs:list`, a `Vec` written into one text.
pub const LIST: u8 = 4;
/// Flag: a reply may leave the member out although the contract requires it.
pub const LENIENT: u8 = 8;
/// Flag: a header block that follows the SOAP encoding, whatever the body does: it says its types.
pub const ENCODED: u8 = 16;

/// One attribute use, particle or arm.
#[derive(Debug)]
pub struct Field(
    /// Where it stands.
    pub Place,
    /// Namespace id of its name.
    pub NamespaceId,
    /// Its name as written, with the prefix that [`Schema::namespaces`] implies: `n2:Result`, or `Result` in no namespace.
    pub &'static str,
    /// `minOccurs`; 1 for a required attribute.
    pub u32,
    /// `maxOccurs`, or [`UNBOUNDED`].
    pub u32,
    /// [`NILLABLE`], [`SECRET`], [`LIST`], [`LENIENT`], [`ENCODED`].
    pub u8,
    /// The simple type of its text; [`COMPLEX`] when it has none.
    pub &'static SimpleType,
);

impl Field {
    /// Where the value stands.
    #[inline]
    pub fn place(&self) -> Place {
        self.0
    }

    /// Namespace id of the name.
    #[inline]
    pub fn namespace(&self) -> NamespaceId {
        self.1
    }

    /// The name as written, prefix included.
    #[inline]
    pub fn name(&self) -> &'static str {
        self.2
    }

    /// The local part of the name.
    #[inline]
    pub fn local(&self) -> &'static str {
        local(self.1, self.2)
    }

    /// `minOccurs`.
    #[inline]
    pub fn min(&self) -> u32 {
        self.3
    }

    /// `maxOccurs`; [`UNBOUNDED`] has no bound.
    #[inline]
    pub fn max(&self) -> u32 {
        self.4
    }

    /// Whether `flag` is set.
    #[inline]
    pub fn has(&self, flag: u8) -> bool {
        self.5 & flag != 0
    }

    /// The simple type of the text.
    #[inline]
    pub fn simple(&self) -> &'static SimpleType {
        self.6
    }
}

/// The local part of a prefixed name: what follows the colon.
#[inline]
pub fn local(namespace: NamespaceId, name: &'static str) -> &'static str {
    if namespace == 0 {
        return name;
    }
    match name.bytes().position(|byte| byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or(name),
        None => name,
    }
}

/// The facts of one operation of one binding: all that a call needs beside its request.
#[derive(Debug)]
pub struct Operation {
    /// The operation's name in the contract.
    pub name: &'static str,
    /// The contract it belongs to.
    pub schema: &'static Schema,
    /// How it travels.
    pub protocol: Protocol,
    /// The request.
    pub input: Message,
    /// The reply; a one-way operation has none.
    pub output: Option<Message>,
    /// How its replies tell success from failure.
    pub outcome: Option<&'static Outcome>,
}

/// How an operation travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// SOAP 1.1 over HTTP with this SOAPAction.
    Soap11(&'static str),
    /// SOAP 1.2 over HTTP with this action.
    Soap12(&'static str),
    /// WSDL 1.1 section 4: verb and location relative to the address.
    Http(&'static str, &'static str),
}

/// The facts of a message in a binding.
#[derive(Debug)]
pub struct Message {
    /// What the body holds.
    pub body: Body,
    /// The header blocks the binding names (WSDL 1.1 section 3.7).
    pub headers: &'static [Field],
}

/// How a message's value stands in the body.
#[derive(Debug)]
pub enum Body {
    /// Nothing.
    Empty,
    /// Document/literal: one element, whose content the value is.
    Document(Field),
    /// Document/literal with several `element=` parts: each field of the value is an element of the body.
    Parts,
    /// Document/literal with a `type=` part: the value is the content of the body itself.
    Type(&'static SimpleType),
    /// RPC/literal: the wrapper element; each field of the value is an accessor.
    Rpc(Field),
    /// RPC/encoded: as [`Rpc`](Self::Rpc), each accessor with its `xsi:type`, SOAP section 5.
    Encoded(Field),
    /// HTTP binding: each field is a query parameter (GET) or a form field (POST).
    UrlEncoded,
    /// HTTP binding: each field replaces `(name)` in the location.
    UrlReplacement,
    /// HTTP binding with an XML body that is one element.
    Xml(Field),
    /// HTTP binding with a JSON body: the key the value stands under (empty for none), and others accepted on reading.
    Json(&'static str, &'static [&'static str]),
    /// HTTP binding with a body of another content type, as it is.
    Raw(&'static str),
}
