//! Asks netForum xWeb who a member's login token belongs to.
//!
//! ```text
//! cargo run -p castile-generated --example netforum --features netforum
//! XWEB_TOKEN=… XWEB_MEMBER_TOKEN=… cargo run … -- --endpoint https://host/xWeb/secure/netForumXML.asmx
//! ```
//!
//! Without `--endpoint` it talks to a double on the loopback interface, which answers as the vendor's documentation does.

use std::env;
use std::error::Error as StdError;
use std::io::{Write, stdout};

use castile_generated::castile::{Double, Error};
use castile_generated::netforum::{AuthorizationToken, WebWebUserValidateToken, XWebClient, XWebCode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    run(env::args().skip_while(|arg| arg != "--endpoint").nth(1), &mut stdout()).await
}

pub(crate) async fn run(endpoint: Option<String>, out: &mut dyn Write) -> Result<(), Box<dyn StdError>> {
    let documented = include_str!("../../tests/samples/netforum/WEBWebUserValidateToken.response.xml");
    let server = Double::answering(200, "text/xml", documented).serve()?;
    let endpoint = endpoint.unwrap_or_else(|| server.url() + "/xWeb/secure/netForumXML.asmx");
    let client = XWebClient::new(&endpoint)?;

    // The token of the program comes from `authenticate`; `XWebSession` does that, and this header, by itself.
    let given = |name, sample: &str| Some(env::var(name).unwrap_or_else(|_| sample.into()));
    let token = given("XWEB_TOKEN", "2306bae2-4f6f-499c-8b8b-daffb79abb9b");
    let authorization = AuthorizationToken { token, ..AuthorizationToken::default() };
    let authentication_token = given("XWEB_MEMBER_TOKEN", "82d42250-e818-4c11-8d99-9d1036cdac06");
    let request = WebWebUserValidateToken { authentication_token };

    match client.web_web_user_validate_token(&request).header(&authorization).reply().await {
        Ok(reply) => {
            let member = reply.body.web_web_user_validate_token_result.clone().unwrap_or_default();
            let text = Option::unwrap_or_default;
            let number = member.customer.cst_recno.map(|number| number.to_string());
            writeln!(
                out,
                "the token is that of {}, member {}",
                text(member.individual.ind_full_name_cp),
                text(number)
            )?;
            let address = member.business_address;
            writeln!(out, "{}, {} {}", text(address.adr_city), text(address.adr_state), text(address.adr_post_code))?;
            writeln!(out, "{}, {}", text(member.email.eml_address), text(member.business_phone.phn_number))?;
            let next = reply.header::<AuthorizationToken>().transpose()?.and_then(|block| block.token);
            writeln!(out, "the token for the next call is {}", text(next))?;
        }
        Err(Error::Rejected(no)) => match no.code_as() {
            XWebCode::MemberTokenNotValid => writeln!(out, "nobody: the token is not valid")?,
            code => writeln!(out, "refused with {code:?}: {no}")?,
        },
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
