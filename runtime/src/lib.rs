//! The runtime of Castile's generated clients.
pub mod value;
pub mod xml;
