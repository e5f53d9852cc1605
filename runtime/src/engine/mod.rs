//! The engine: every reader, writer, check and printer, written once over the facts of types.
//!
//! Nothing in it is generic over emitted types: it sees values as [`dyn Content`](crate::content::Content), asks for
//! their [`Facts`](crate::facts::Facts) and steps through their fields by index.

mod array;
mod check;
mod copy;
mod document;
mod equal;
mod error;
mod global_element;
mod json_parse;
mod json_read;
mod json_text;
mod json_write;
mod leaf;
mod markup;
mod member;
mod output;
mod particles;
mod plain;
mod plan;
mod plan_read;
mod plan_write;
mod polymorphic;
mod prefixes;
mod print;
mod read;
mod reference;
mod room;
mod run;
mod text;
mod validate;
mod write;

pub use copy::copy;
pub(crate) use document::read_document_rest;
pub use document::{from_json, from_xml, read_document, to_json, to_xml, write_document};
pub use equal::equal;
pub use error::{ReadError, ReadErrorKind, Rule, Violation, WriteError};
pub use global_element::GlobalElement;
pub use json_read::read_json;
pub use json_write::write_json;
#[doc(hidden)]
pub use member::{lex_member, listed, no_member, text_member};
pub(crate) use output::Missing;
pub use output::Output;
pub(crate) use plan::Plan;
pub use print::print;
pub use read::{Encoding, ReadOptions, read_element};
pub use validate::{validate, validate_as};
pub use write::{WriteOptions, Writer};

pub(crate) use markup::{Declaration, declared, push_element};
pub(crate) use plain::{attributes, lexical_text, validate_parts};
pub(crate) use prefixes::Prefixes;
pub(crate) use read::{BARE, read_accessors};
