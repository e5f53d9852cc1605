//! Logs on to Kendox InfoShare with a token.
//!
//! ```text
//! cargo run -p castile-generated --example kendox --features kendox
//! KENDOX_TENANT=… KENDOX_TOKEN=… KENDOX_TOKEN_TYPE=… cargo run … -- --endpoint https://host/InfoShare/Json
//! ```
//!
//! Without `--endpoint` it talks to a double on the loopback interface, which answers as the vendor's documentation does.

use std::env;
use std::error::Error as StdError;
use std::io::{Write, stdout};

use castile_generated::castile::{Double, Error};
use castile_generated::kendox::{InfoShareClient, InfoShareCode, LogonWithToken};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    run(env::args().skip_while(|arg| arg != "--endpoint").nth(1), &mut stdout()).await
}

pub(crate) async fn run(endpoint: Option<String>, out: &mut dyn Write) -> Result<(), Box<dyn StdError>> {
    let documented = include_str!("../../tests/samples/kendox/LogonWithToken.api-token.response.json");
    let server = Double::answering(200, "application/json", documented).serve()?;
    let endpoint = endpoint.unwrap_or_else(|| server.url() + "/InfoShare/Json");
    let client = InfoShareClient::new(&endpoint)?;

    let given = |name, sample: &str| env::var(name).unwrap_or_else(|_| sample.into());
    let request = LogonWithToken {
        tenant_name: Some(given("KENDOX_TENANT", "DCIS_KENDOX")),
        token: given("KENDOX_TOKEN", "a token of an API user"),
        token_type: given("KENDOX_TOKEN_TYPE", "apitoken"),
        ..LogonWithToken::default()
    };
    match client.logon_with_token(&request).await {
        Ok(logon) => {
            writeln!(out, "logged on, the connection is {}", logon.connection_id.unwrap_or_default())?;
            writeln!(out, "it closes after {} idle seconds", logon.connection_timeout_seconds.unwrap_or(600))?;
            let licences = [
                ("application", logon.is_application_licence),
                ("concurrent", logon.is_concurrent_licence),
                ("named", logon.is_named_licence),
            ];
            for (licence, _) in licences.iter().filter(|(_, held)| *held == Some(true)) {
                writeln!(out, "it holds a {licence} licence")?;
            }
        }
        Err(Error::Rejected(no)) => match no.code_as() {
            InfoShareCode::VerificationCodeNeeded => writeln!(out, "the user must give a verification code first")?,
            code => writeln!(out, "refused with {code:?}: {no}")?,
        },
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
