//! Gets an authentication token from Verba, and shows how a wrong password is told.
//!
//! ```text
//! cargo run -p castile-generated --example verba --features verba
//! VERBA_EID=0000 VERBA_LOGIN=api VERBA_PASSWORD=… cargo run … -- --endpoint https://host:7002/provisioning
//! ```
//!
//! Without `--endpoint` it talks to a double on the loopback interface, which answers as the vendor's documentation does.

use std::env;
use std::error::Error as StdError;
use std::io::{Write, stdout};

use castile_generated::castile::http::Response;
use castile_generated::castile::{Double, Error};
use castile_generated::verba::{ProvisioningClient, ProvisioningCode, RequestToken};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    run(env::args().skip_while(|arg| arg != "--endpoint").nth(1), &mut stdout()).await
}

pub(crate) async fn run(endpoint: Option<String>, out: &mut dyn Write) -> Result<(), Box<dyn StdError>> {
    let server = double().serve()?;
    let endpoint = endpoint.unwrap_or_else(|| server.url() + "/provisioning");
    let client = ProvisioningClient::new(&endpoint)?;

    let given = |name, sample: &str| Some(env::var(name).unwrap_or_else(|_| sample.into()));
    let mut request = RequestToken {
        eid: given("VERBA_EID", "0000"),
        login_name: given("VERBA_LOGIN", "verba_api_user"),
        password: given("VERBA_PASSWORD", "api_user_password"),
    };
    let reply = client.request_token(&request).await?;
    let token = reply.r#return.and_then(|result| result.token).unwrap_or_default();
    writeln!(out, "logged in, the token is {token}")?;

    request.password = Some("api_user_wrong_password".into());
    match client.request_token(&request).await {
        Err(Error::Rejected(no)) => match no.code_as() {
            ProvisioningCode::ErrorGeneral => writeln!(out, "refused: {}", no.message().unwrap_or("without a reason"))?,
            code => writeln!(out, "refused with {code:?}: {no}")?,
        },
        other => writeln!(out, "a wrong password was taken: {other:?}")?,
    }
    Ok(())
}

/// Answers as documented: a token for the right password, a status for another.
fn double() -> Double {
    let ok = include_str!("../../tests/samples/verba/requestToken.ok.response.xml");
    let bad_password = include_str!("../../tests/samples/verba/requestToken.bad-password.response.xml");
    Double::new(move |request| {
        let wrong = String::from_utf8_lossy(request.body()).contains("wrong_password");
        Response::new(if wrong { bad_password } else { ok }.into())
    })
}
