//! Golden, case and replay tests of Castile; this library holds what they share.

pub mod infoset;

pub use infoset::assert_same_document;
