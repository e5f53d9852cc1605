//! Typed clients of five vendor systems, generated from the contracts under `wsdl/`.
//!
//! Each vendor is a cargo feature and a module of the same name; none is on by default. A module holds a client for
//! each port, with a method for each operation, and the types they exchange:
//!
#![cfg_attr(feature = "verba", doc = "```no_run")]
#![cfg_attr(not(feature = "verba"), doc = "```ignore")]
//! use castile_generated::verba::{ProvisioningClient, RequestToken};
//!
//! # async fn call() -> Result<(), castile_generated::castile::Error> {
//! let client = ProvisioningClient::new(ProvisioningClient::ENDPOINT)?;
//! let request = RequestToken { eid: Some("0000".into()), ..RequestToken::default() };
//! let reply = client.request_token(&request).await?;
//! println!("{reply:?}");
//! # Ok(())
//! # }
//! ```
//!
//! The call takes more before it is awaited: `.timeout(…)`, `.header(&…)`, `.endpoint(…)`. What a vendor's answers mean
//! is in the README of its folder under `wsdl/`; secrets are never printed by `Debug`.
//!
//! `cargo xtask regen` writes the modules again when a contract changes.

pub use castile;

#[cfg(feature = "identysoft")]
#[rustfmt::skip]
#[allow(clippy::pedantic)]
pub mod identysoft;

#[cfg(feature = "kendox")]
#[rustfmt::skip]
#[allow(clippy::pedantic)]
pub mod kendox;

#[cfg(feature = "netforum")]
#[rustfmt::skip]
#[allow(clippy::pedantic)]
pub mod netforum;

#[cfg(feature = "sbt")]
#[rustfmt::skip]
#[allow(clippy::pedantic)]
pub mod sbt;

#[cfg(feature = "verba")]
#[rustfmt::skip]
#[allow(clippy::pedantic)]
pub mod verba;
