//! Gets a security token from Solutions By Text, over SOAP and over REST.
//!
//! ```text
//! cargo run -p castile-generated --example sbt --features sbt
//! SBT_API_KEY=… cargo run … -- --endpoint https://test.solutionsbytext.com/SBT.App.SetUp
//! ```
//!
//! Without `--endpoint` it talks to a double on the loopback interface, which answers as the vendor's documentation does.

use std::env;
use std::error::Error as StdError;
use std::io::{Write, stdout};

use castile_generated::castile::http::{Method, Response};
use castile_generated::castile::{Double, Error};
use castile_generated::sbt::{
    AuthenticateApiKey, AuthenticateApiKeyRequest, LoginClient, LoginCode, LoginRequestDetails, LoginRestClient,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    run(env::args().skip_while(|arg| arg != "--endpoint").nth(1), &mut stdout()).await
}

pub(crate) async fn run(endpoint: Option<String>, out: &mut dyn Write) -> Result<(), Box<dyn StdError>> {
    let server = double().serve()?;
    let endpoint = endpoint.unwrap_or_else(|| server.url());
    let api_key = env::var("SBT_API_KEY").unwrap_or_else(|_| "API Key".into());

    let client = LoginClient::new(&format!("{endpoint}/WSServices/LoginAPIService.svc"))?;
    let details = LoginRequestDetails { api_key: Some(api_key.clone()), ..LoginRequestDetails::default() };
    match client.authenticate_api_key(&AuthenticateApiKey { login_request: Some(details) }).await {
        Ok(reply) => {
            let token = reply.authenticate_api_key_result.and_then(|result| result.security_token);
            writeln!(out, "over SOAP the token is: {}", token.unwrap_or_default())?;
        }
        Err(Error::Rejected(no)) => match no.code_as() {
            LoginCode::TokenNotGenerated => writeln!(out, "the API key was not taken: {no}")?,
            code => writeln!(out, "refused with {code:?}: {no}")?,
        },
        Err(error) => return Err(error.into()),
    }

    // Where an account is set to "expire on new", this ends the token above.
    let client = LoginRestClient::new(&format!("{endpoint}/RSServices/LoginAPIService.svc"))?;
    let reply = client.authenticate_api_key(&AuthenticateApiKeyRequest { api_key }).await?;
    writeln!(out, "over REST the token is: {}", reply.security_token.unwrap_or_default())?;
    Ok(())
}

/// Answers as documented: an envelope to a POST, JSON to a GET.
fn double() -> Double {
    let soap = include_str!("../../tests/samples/sbt/AuthenticateAPIKey.response.xml");
    let rest = include_str!("../../tests/samples/sbt/AuthenticateAPIKey.rest.response.json");
    Double::new(move |request| Response::new(if request.method() == Method::GET { rest } else { soap }.into()))
}
