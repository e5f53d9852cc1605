//! Golden, case and replay tests of Castile; this library holds what they share.

pub mod golden;
pub mod infoset;
pub mod messages;
pub mod wire;

pub use infoset::assert_same_document;
pub use wire::{answer, header, round_trip, sent};
