//! Hostile replies, through the client as it is: each is the reply it should be or the error that says what it is.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::items_after_statements
)]

#[path = "hostile/response/carrier.rs"]
mod carrier;
#[path = "hostile/response/cut.rs"]
mod cut;
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports, missing_docs)]
#[path = "hostile/response/desk.rs"]
mod desk;
#[path = "hostile/response/double.rs"]
mod double;
#[path = "hostile/response/fill.rs"]
mod fill;
#[path = "hostile/response/markup.rs"]
mod markup;
#[path = "hostile/response/references.rs"]
mod references;
#[path = "hostile/response/time.rs"]
mod time;
