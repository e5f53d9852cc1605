//! The five vendors' documented replies, by their generated clients.

use std::hint::black_box;
use std::sync::LazyLock;

use castile::facts::Operation;
use castile::{Content, from_json, to_json};
use castile_generated::identysoft::{ESWS_GET_SYNC_TOKEN_OPERATION, EswsGetSyncTokenResponse};
use castile_generated::kendox::LogonResultContract;
use castile_generated::netforum::{WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, WebWebUserValidateTokenResponse};
use castile_generated::sbt::{AUTHENTICATE_API_KEY_OPERATION, AuthenticateApiKeyResponse};
use castile_generated::verba::{REQUEST_TOKEN_OPERATION, RequestTokenResponse};

use crate::engine::{Run, read, write};

pub const IDENTYSOFT: &str = include_str!("../../samples/identysoft/getSyncToken.response.xml");
pub const NETFORUM: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.response.xml");
pub const SBT: &str = include_str!("../../samples/sbt/AuthenticateAPIKey.response.xml");
pub const VERBA: &str = include_str!("../../samples/verba/requestToken.ok.response.xml");

/// What stands in the wrapper of Kendox's reply.
pub static KENDOX: LazyLock<String> = LazyLock::new(|| {
    let reply = include_str!("../../samples/kendox/LogonWithToken.external.response.json");
    let reply: serde_json::Value = serde_json::from_str(reply).expect("JSON");
    reply["LogonWithToken"].to_string()
});

/// What can be done with one of the replies.
pub struct Vendor {
    pub read: fn(&'static str) -> Option<Run>,
    pub write: fn(&'static str) -> Option<Run>,
}

/// The client that a reply is for.
pub fn of(text: &str) -> Option<Vendor> {
    Some(match text {
        IDENTYSOFT => Vendor {
            read: |text| soap_reader::<EswsGetSyncTokenResponse>(&ESWS_GET_SYNC_TOKEN_OPERATION, text),
            write: |text| soap_writer::<EswsGetSyncTokenResponse>(&ESWS_GET_SYNC_TOKEN_OPERATION, text),
        },
        NETFORUM => Vendor {
            read: |text| soap_reader::<WebWebUserValidateTokenResponse>(&WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, text),
            write: |text| soap_writer::<WebWebUserValidateTokenResponse>(&WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, text),
        },
        SBT => Vendor {
            read: |text| soap_reader::<AuthenticateApiKeyResponse>(&AUTHENTICATE_API_KEY_OPERATION, text),
            write: |text| soap_writer::<AuthenticateApiKeyResponse>(&AUTHENTICATE_API_KEY_OPERATION, text),
        },
        VERBA => Vendor {
            read: |text| soap_reader::<RequestTokenResponse>(&REQUEST_TOKEN_OPERATION, text),
            write: |text| soap_writer::<RequestTokenResponse>(&REQUEST_TOKEN_OPERATION, text),
        },
        _ if text == *KENDOX => Vendor { read: json_reader, write: json_writer },
        _ => return None,
    })
}

fn soap_reader<T: Content + Default>(operation: &'static Operation, text: &'static str) -> Option<Run> {
    Run::new(text.len(), move || {
        black_box(read::<T>(operation, text));
    })
}

fn soap_writer<T: Content + Default>(operation: &'static Operation, text: &'static str) -> Option<Run> {
    let value: T = read(operation, text);
    Run::new(write(operation, &value).len(), move || {
        black_box(write(operation, black_box(&value)));
    })
}

fn json_reader(text: &'static str) -> Option<Run> {
    Run::new(text.len(), move || {
        black_box(from_json::<LogonResultContract>(text).expect("a result"));
    })
}

fn json_writer(text: &'static str) -> Option<Run> {
    let value: LogonResultContract = from_json(text).expect("a result");
    Run::new(to_json(&value).expect("JSON").len(), move || {
        black_box(to_json(black_box(&value)).expect("JSON"));
    })
}
