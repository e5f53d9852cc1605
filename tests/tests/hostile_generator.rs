//! Hostile contracts: nothing outside of the roots is read, nothing grows without bound, no text becomes code, and all
//! that is refused is refused with a place.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::items_after_statements
)]

#[path = "hostile/generator/broken.rs"]
mod broken;
#[path = "hostile/generator/compile.rs"]
mod compile;
#[path = "hostile/generator/contract.rs"]
mod contract;
#[path = "hostile/generator/cycles.rs"]
mod cycles;
#[path = "hostile/generator/docs.rs"]
mod docs;
#[path = "hostile/generator/doctype.rs"]
mod doctype;
#[path = "hostile/generator/growth.rs"]
mod growth;
#[path = "hostile/generator/locations.rs"]
mod locations;
#[path = "hostile/generator/names.rs"]
mod names;
#[path = "hostile/generator/sinks.rs"]
mod sinks;
