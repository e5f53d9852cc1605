//! WSDL 1.1 and XML Schema 1.0 in, Rust out.

pub mod catalog;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod load;
pub mod lower;
pub mod manifest;
pub mod model;
pub mod names;
pub mod repair;
pub mod resolve;
pub mod parse;
pub mod wsdl;
pub mod xsd;
