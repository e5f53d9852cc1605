//! The runtime of Castile's generated clients.
pub mod pattern;
pub mod value;
pub mod xml;
