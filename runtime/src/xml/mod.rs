//! XML 1.0 (fifth edition) with namespaces, for messages: a strict reader, the decoding of bytes, escaping.
//!
//! A message has no document type declaration; with one it is refused before the declaration's inside is looked at. So
//! there are no entities beyond the five predefined, and nothing outside the message is ever asked for.

mod ahead;
mod attribute;
mod capture;
mod chars;
pub mod charset;
pub mod error;
pub mod escape;
pub mod limits;
mod markup;
mod memory;
pub mod name;
pub mod reader;
mod scope;
mod tag;
mod text;
mod uris;

pub use attribute::Attribute;
pub use capture::Capture;
pub(crate) use charset::TextDecoder;
pub use charset::{CharsetError, decode};
pub use error::{XmlError, XmlErrorKind};
pub use escape::{InvalidChar, escape_attribute, escape_text};
pub use limits::Limits;
pub(crate) use memory::{Memory, push};
pub use name::{Name, NamespaceId};
pub use reader::{Bookmark, ElementText, Innermost, Reader, Token};
pub use text::Text;
