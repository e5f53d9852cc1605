//! WSDL 1.1 and XML Schema 1.0 in, Rust out.

pub mod wsdl;
pub mod xsd;
