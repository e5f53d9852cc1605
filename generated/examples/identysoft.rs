//! Gets the link that logs an administrator in to Identysoft I3 to synchronise one user.
//!
//! ```text
//! cargo run -p castile-generated --example identysoft --features identysoft
//! ESWS_COMPANY=… ESWS_USERNAME=… ESWS_PASSWORD=… cargo run … -- --endpoint https://ws.i3.identysoft.com/webservicesesws
//! ```
//!
//! Without `--endpoint` it talks to a double on the loopback interface, which answers as the vendor's documentation does.

use std::env;
use std::error::Error as StdError;
use std::io::{Write, stdout};

use castile_generated::castile::{Double, Error};
use castile_generated::identysoft::{EswsClient, EswsCode, EswsGetSyncToken};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    run(env::args().skip_while(|arg| arg != "--endpoint").nth(1), &mut stdout()).await
}

pub(crate) async fn run(endpoint: Option<String>, out: &mut dyn Write) -> Result<(), Box<dyn StdError>> {
    let documented = include_str!("../../tests/samples/identysoft/getSyncToken.response.xml");
    let server = Double::answering(200, "text/xml", documented).serve()?;
    let endpoint = endpoint.unwrap_or_else(|| server.url() + "/webservicesesws");
    let client = EswsClient::new(&endpoint)?;

    let given = |name, sample: &str| env::var(name).unwrap_or_else(|_| sample.into());
    let request = EswsGetSyncToken {
        p_company_id: given("ESWS_COMPANY", "^4p;tU0Q+#dEIhTWkuj5FnLD^aKWqVu0"),
        p_admin_username: given("ESWS_USERNAME", "username"),
        p_admin_password: given("ESWS_PASSWORD", "password"),
        p_user_id: given("ESWS_USER", "5"),
        p_location_id: String::new(),
    };
    match client.esws_get_sync_token(&request).await {
        Ok(reply) => {
            // As good as a password: `Debug` would not show it.
            let url = reply.browser_url();
            writeln!(out, "open this to synchronise user {}:\n{}", request.p_user_id, url.expose())?;
        }
        Err(Error::Rejected(no)) => match no.code_as() {
            EswsCode::NoUserFoundBasedOnTheIdProvided => writeln!(out, "there is no user {}", request.p_user_id)?,
            code => writeln!(out, "refused with {code:?}: {no}")?,
        },
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
