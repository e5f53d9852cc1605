//! The runtime of Castile's generated clients.

pub mod content;
pub mod engine;
pub mod facts;
pub mod fragment;
mod leaves;
mod macros;
pub mod pattern;
pub mod value;
pub mod xml;

pub use engine::{from_json, from_xml, read_document, to_json, to_xml, validate};
