//! A reply that ends anywhere before its end is an error, or the same reply: never a shorter one.

use bytes::Bytes;
use castile::facts::{Body, Operation};
use castile::{Client, Content, Error};
use castile_generated::{identysoft, kendox, netforum, sbt, verba};
use http::Response;

use super::desk;
use super::fill::{Numbers, fill};

/// Replies by the contract's own types, each written as a server would.
struct Recorder {
    client: Client,
    replies: usize,
    cuts: usize,
}

impl Recorder {
    fn new() -> Self {
        Self { client: Client::new("https://host/").unwrap(), replies: 0, cuts: 0 }
    }

    fn read<R: Content + Default>(
        &self,
        operation: &'static Operation,
        response: &Response<Bytes>,
        body: &Bytes,
    ) -> Result<R, Error> {
        let mut cut = Response::new(body.clone());
        *cut.status_mut() = response.status();
        *cut.headers_mut() = response.headers().clone();
        self.client.call::<R>(operation, &()).read(cut).map(|reply| reply.body)
    }

    /// Cuts a reply of this operation at every byte.
    fn cut<R: Content + Default + PartialEq + std::fmt::Debug>(
        &mut self,
        operation: &'static Operation,
        seeds: std::ops::Range<u64>,
    ) {
        for seed in seeds {
            let mut value = R::default();
            fill(&mut value, &mut Numbers::new(seed));
            // A text without an end of its own cannot tell.
            if matches!(operation.output.as_ref().map(|output| &output.body), Some(Body::Raw(_)) | None) {
                continue;
            }
            // What the facts do not allow is not sent.
            let Ok(response) = castile::call::write_http_reply(operation, &[], &value) else { continue };
            let whole = response.body().clone();
            if whole.len() > 6_000 {
                continue;
            }
            let uncut = self.read::<R>(operation, &response, &whole);
            for end in 0..whole.len() {
                let result = self.read::<R>(operation, &response, &whole.slice(..end));
                match (&result, &uncut) {
                    (Err(Error::Unreadable(_) | Error::Status(_) | Error::Limit(_)), _) => {}
                    (Ok(cut), Ok(whole)) if cut == whole => {}
                    _ => panic!(
                        "{} cut at {end} of {}: {result:?}\n{}",
                        operation.name,
                        whole.len(),
                        String::from_utf8_lossy(&whole)
                    ),
                }
            }
            self.replies += 1;
            self.cuts += whole.len();
        }
    }
}

#[test]
fn replies_of_every_kind_of_message() {
    let mut recorder = Recorder::new();
    recorder.cut::<desk::LookResponse>(&desk::LOOK_OPERATION, 0..5);
    recorder.cut::<desk::LookResponse>(&desk::DESK12_CLIENT_LOOK, 100..102);
    recorder.cut::<desk::LookResponse>(&desk::DESK_JSON_CLIENT_LOOK, 200..204);
    recorder.cut::<desk::FindResponse>(&desk::FIND_OPERATION, 300..304);
    recorder.cut::<desk::CountResponse>(&desk::COUNT_OPERATION, 400..402);
    assert!(recorder.replies >= 12, "{} replies, {} cuts", recorder.replies, recorder.cuts);
}

macro_rules! replies {
    ($recorder:ident, $vendor:ident: $($operation:ident $reply:ty),* $(,)?) => {
        $($recorder.cut::<$reply>(&$vendor::$operation, 0..4);)*
    };
}

#[test]
fn replies_of_the_five_vendors() {
    let mut recorder = Recorder::new();
    replies!(recorder, verba:
        REQUEST_TOKEN_OPERATION verba::RequestTokenResponse, RELEASE_TOKEN_OPERATION verba::ReleaseTokenResponse,
        LIST_USERS_OPERATION verba::ListUsersResponse, CREATE_USER_OPERATION verba::CreateUserResponse,
        DELETE_USER_OPERATION verba::DeleteUserResponse, CREATE_GROUP_OPERATION verba::CreateGroupResponse,
    );
    replies!(recorder, identysoft:
        ESWS_GET_SYNC_TOKEN_OPERATION identysoft::EswsGetSyncTokenResponse, ESWS_DELETE_USER_OPERATION identysoft::EswsDeleteUserResponse,
        ESWS_UPDATE_CARD_OPERATION identysoft::EswsUpdateCardResponse, ESWS_GET_GROUPS_OPERATION identysoft::EswsGetGroupsResponse,
    );
    replies!(recorder, kendox:
        LOGON_WITH_TOKEN_OPERATION kendox::LogonResultContract, GET_DOCUMENT_OPERATION kendox::DocumentContract,
        SEARCH_IDS_OPERATION kendox::SearchResultIdsContract,
    );
    replies!(recorder, netforum:
        GET_DATE_TIME_OPERATION netforum::GetDateTimeResponse, AUTHENTICATE_OPERATION netforum::AuthenticateResponse,
        GET_QUERY_OPERATION netforum::GetQueryResponse, GET_FACADE_OBJECT_OPERATION netforum::GetFacadeObjectResponse,
        WEB_WEB_USER_GET_OPERATION netforum::WebWebUserGetResponse, X_WEB_HTTP_GET_CLIENT_GET_VERSION Option<String>,
        X_WEB_JSON_CLIENT_WEB_WEB_USER_GET netforum::WebUserType,
    );
    replies!(recorder, sbt: AUTHENTICATE_API_KEY_OPERATION sbt::AuthenticateApiKeyResponse);
    assert!(recorder.replies >= 40, "{} replies, {} cuts", recorder.replies, recorder.cuts);
}

/// What a real client does with the documented samples, cut.
#[test]
fn the_documented_samples() {
    let client = Client::new("https://host/").unwrap();
    let samples = [
        include_str!("../../../samples/verba/requestToken.ok.response.xml"),
        include_str!("../../../samples/verba/requestToken.bad-password.response.xml"),
        include_str!("../../../samples/verba/requestToken.bad-permissions.response.xml"),
    ];
    for sample in samples {
        let sample = sample.trim_end();
        let read = |text: &str| {
            let response = Response::builder()
                .header("content-type", "text/xml")
                .body(Bytes::copy_from_slice(text.as_bytes()))
                .unwrap();
            client.call::<verba::RequestTokenResponse>(&verba::REQUEST_TOKEN_OPERATION, &()).read(response)
        };
        assert!(matches!(read(sample), Ok(_) | Err(Error::Rejected(_))));
        for end in (0..sample.len()).filter(|end| sample.is_char_boundary(*end)) {
            let result = read(&sample[..end]);
            assert!(matches!(result, Err(Error::Unreadable(_) | Error::Status(_))), "{end}: {result:?}");
        }
    }
}
