//! A canary in every secret member of every vendor, through successes, refusals, faults, timeouts, broken replies, invalid
//! requests and panics, over a socket, with everything logged: it is found in no log, no error, no `Debug` and no panic.
//!
//! Which members are secret is read from the facts of the types, and that none was missed from the emitted code.

mod plant;
mod sessions;
mod sink;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use castile::call::write_http_reply;
use castile::double::Server;
use castile::facts::{Operation, Protocol};
use castile::outcome::JsonError;
use castile::soap::Block;
use castile::value::{Base64Binary, DateTime};
use castile::{Client, Content, Double, Error, Root, Timeouts};
use castile_generated::netforum::AuthorizationToken;
use castile_generated::{identysoft, kendox, netforum, sbt, verba};
use http::Response;
use plant::{MARK, Member, decide, plant};
use sink::{panic_with, show, show_error, take};

/// In the secret members of requests; of the form that some of them must have.
const REQUEST: &str = "0badcafe-0000-4000-8000-00000000a5ed";
/// In those of replies, which a request knows nothing of.
const REPLY: &str = "0badcafe-0000-4000-8000-0000000da5ed";
const PASSWORD: &str = "badcafe-password";
const QUERY: &str = "badcafe-query";

/// Each row: an operation, what it is asked and what it answers.
macro_rules! operations {
    ($($vendor:ident $operation:ident $request:ty => $reply:ty,)*) => {
        const OPERATIONS: &[(&str, &str)] = &[$((stringify!($vendor), stringify!($operation)),)*];

        fn all_operations(lab: &mut Lab) {
            $(lab.operation::<$request, $reply>(stringify!($vendor), &$vendor::$operation);)*
        }
    };
}

operations! {
    identysoft ESWS_GET_SYNC_TOKEN_OPERATION identysoft::EswsGetSyncToken => identysoft::EswsGetSyncTokenResponse,
    identysoft ESWS_GET_TOTAL_SYNC_TOKEN_OPERATION identysoft::EswsGetTotalSyncToken => identysoft::EswsGetTotalSyncTokenResponse,
    identysoft ESWS_DELETE_USER_OPERATION identysoft::EswsDeleteUser => identysoft::EswsDeleteUserResponse,
    identysoft ESWS_UPDATE_CARD_OPERATION identysoft::EswsUpdateCard => identysoft::EswsUpdateCardResponse,
    identysoft ESWS_GET_GROUPS_OPERATION identysoft::EswsGetGroups => identysoft::EswsGetGroupsResponse,
    kendox LOGON_WITH_TOKEN_OPERATION kendox::LogonWithToken => kendox::LogonResultContract,
    kendox LOGON_WITH_SINGLE_SIGN_ON_OPERATION kendox::LogonWithSingleSignOn => kendox::LogonResultContract,
    kendox GET_LOGON_RESULT_OPERATION kendox::GetLogonResult => kendox::LogonResultContract,
    kendox LOGOFF_OPERATION kendox::Logoff => kendox::LogoffResponse,
    kendox GET_DOCUMENT_OPERATION kendox::GetDocument => kendox::DocumentContract,
    kendox SEARCH_IDS_OPERATION kendox::SearchIds => kendox::SearchResultIdsContract,
    netforum GET_DATE_TIME_OPERATION netforum::GetDateTime => netforum::GetDateTimeResponse,
    netforum AUTHENTICATE_OPERATION netforum::Authenticate => netforum::AuthenticateResponse,
    netforum WEB_LOGIN_OPERATION netforum::WebLogin => netforum::WebLoginResponse,
    netforum WEB_VALIDATE_OPERATION netforum::WebValidate => netforum::WebValidateResponse,
    netforum WEB_LOGOUT_OPERATION netforum::WebLogout => netforum::WebLogoutResponse,
    netforum GET_QUERY_OPERATION netforum::GetQuery => netforum::GetQueryResponse,
    netforum GET_FACADE_OBJECT_OPERATION netforum::GetFacadeObject => netforum::GetFacadeObjectResponse,
    netforum GET_INDIVIDUAL_INFORMATION_OPERATION netforum::GetIndividualInformation => netforum::GetIndividualInformationResponse,
    netforum EXECUTE_METHOD_OPERATION netforum::ExecuteMethod => netforum::ExecuteMethodResponse,
    netforum GET_VERSION_OPERATION netforum::GetVersion => netforum::GetVersionResponse,
    netforum TEST_CONNECTION_OPERATION netforum::TestConnection => netforum::TestConnectionResponse,
    netforum WEB_WEB_USER_CHANGE_PASSWORD_OPERATION netforum::WebWebUserChangePassword => netforum::WebWebUserChangePasswordResponse,
    netforum WEB_WEB_USER_CREATE_OPERATION netforum::WebWebUserCreate => netforum::WebWebUserCreateResponse,
    netforum WEB_WEB_USER_GET_OPERATION netforum::WebWebUserGet => netforum::WebWebUserGetResponse,
    netforum WEB_WEB_USER_LOGIN_OPERATION netforum::WebWebUserLogin => netforum::WebWebUserLoginResponse,
    netforum WEB_WEB_USER_VALIDATE_LOGIN_OPERATION netforum::WebWebUserValidateLogin => netforum::WebWebUserValidateLoginResponse,
    netforum WEB_WEB_USER_VALIDATE_TOKEN_OPERATION netforum::WebWebUserValidateToken => netforum::WebWebUserValidateTokenResponse,
    netforum X_WEB_HTTP_GET_CLIENT_GET_DATE_TIME () => DateTime,
    netforum X_WEB_HTTP_GET_CLIENT_AUTHENTICATE netforum::AuthenticateRequest => Option<String>,
    netforum X_WEB_HTTP_GET_CLIENT_GET_VERSION () => Option<String>,
    netforum X_WEB_HTTP_GET_CLIENT_TEST_CONNECTION () => Option<String>,
    netforum X_WEB_HTTP_POST_CLIENT_GET_DATE_TIME () => DateTime,
    netforum X_WEB_HTTP_POST_CLIENT_AUTHENTICATE netforum::Authenticate2 => Option<String>,
    netforum X_WEB_HTTP_POST_CLIENT_GET_VERSION () => Option<String>,
    netforum X_WEB_HTTP_POST_CLIENT_TEST_CONNECTION () => Option<String>,
    netforum X_WEB_JSON_CLIENT_AUTHENTICATE netforum::Authenticate => netforum::AuthorizationToken,
    netforum X_WEB_JSON_CLIENT_WEB_WEB_USER_VALIDATE_TOKEN netforum::WebWebUserValidateToken => netforum::WebUserType,
    netforum X_WEB_JSON_CLIENT_WEB_WEB_USER_LOGIN netforum::WebWebUserLogin => netforum::WebUserType,
    netforum X_WEB_JSON_CLIENT_WEB_WEB_USER_GET netforum::WebWebUserGet => netforum::WebUserType,
    sbt AUTHENTICATE_API_KEY_OPERATION sbt::AuthenticateApiKey => sbt::AuthenticateApiKeyResponse,
    sbt LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY sbt::AuthenticateApiKeyRequest => sbt::WsLoginResponse,
    verba REQUEST_TOKEN_OPERATION verba::RequestToken => verba::RequestTokenResponse,
    verba RELEASE_TOKEN_OPERATION verba::ReleaseToken => verba::ReleaseTokenResponse,
    verba GET_ENVIRONMENT_BY_EID_OPERATION verba::GetEnvironmentByEid => verba::GetEnvironmentByEidResponse,
    verba GET_ENVIRONMENT_BY_SHORT_NAME_OPERATION verba::GetEnvironmentByShortName => verba::GetEnvironmentByShortNameResponse,
    verba LIST_ENVIRONMENTS_OPERATION verba::ListEnvironments => verba::ListEnvironmentsResponse,
    verba LIST_USERS_OPERATION verba::ListUsers => verba::ListUsersResponse,
    verba CREATE_USER_OPERATION verba::CreateUser => verba::CreateUserResponse,
    verba DELETE_USER_OPERATION verba::DeleteUser => verba::DeleteUserResponse,
    verba CREATE_GROUP_OPERATION verba::CreateGroup => verba::CreateGroupResponse,
    verba UPDATE_GROUP_OPERATION verba::UpdateGroup => verba::UpdateGroupResponse,
    verba DELETE_GROUP_OPERATION verba::DeleteGroup => verba::DeleteGroupResponse,
    verba CREATE_EXTENSION_OPERATION verba::CreateExtension => verba::CreateExtensionResponse,
}

/// The emitted modules, in which secrets and operations are counted.
const SOURCES: [(&str, &[&str]); 5] = [
    (
        "identysoft",
        &[
            include_str!("../../../generated/src/identysoft/mod.rs"),
            include_str!("../../../generated/src/identysoft/esws.rs"),
        ],
    ),
    (
        "kendox",
        &[
            include_str!("../../../generated/src/kendox/mod.rs"),
            include_str!("../../../generated/src/kendox/infoshare.rs"),
        ],
    ),
    (
        "netforum",
        &[
            include_str!("../../../generated/src/netforum/mod.rs"),
            include_str!("../../../generated/src/netforum/avectra_2005.rs"),
        ],
    ),
    (
        "sbt",
        &[
            include_str!("../../../generated/src/sbt/mod.rs"),
            include_str!("../../../generated/src/sbt/data_contract.rs"),
            include_str!("../../../generated/src/sbt/service_contracts.rs"),
        ],
    ),
    (
        "verba",
        &[
            include_str!("../../../generated/src/verba/mod.rs"),
            include_str!("../../../generated/src/verba/v2_provisioning.rs"),
        ],
    ),
];

/// What the server answers next, one after the other, and then the last again and again; and how long it takes.
#[derive(Default)]
struct Script {
    responses: Vec<Response<Bytes>>,
    delay: Duration,
}

struct Lab {
    server: Server,
    script: Arc<Mutex<Script>>,
    client: Client,
    runtime: tokio::runtime::Runtime,
    /// The members that had a canary, by the facts they stand in.
    planted: BTreeMap<(&'static str, Member), BTreeSet<usize>>,
    heard: usize,
    found: Vec<String>,
}

impl Lab {
    fn new() -> Self {
        let script = Arc::<Mutex<Script>>::default();
        let shared = Arc::clone(&script);
        let double = Double::new(move |_| {
            let (response, delay) = {
                let mut script = shared.lock().expect("not poisoned");
                let last = script.responses.len() == 1;
                let response = if last { script.responses[0].clone() } else { script.responses.remove(0) };
                (response, script.delay)
            };
            std::thread::sleep(delay);
            response
        });
        let server = double.serve().expect("a port");
        let client = Client::builder(&format!("{}/s?key={QUERY}", server.url())).basic_auth("user", PASSWORD);
        let client = client.build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { server, script, client, runtime, planted: BTreeMap::new(), heard: 0, found: Vec::new() }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().expect("not poisoned")
    }

    /// A value with a canary in each of its secret members.
    fn planted<T: Content + Default>(&mut self, vendor: &'static str, canary: &str) -> T {
        let mut value = T::default();
        for (member, facts) in plant(&mut value, canary) {
            self.planted.entry((vendor, member)).or_default().insert(facts);
        }
        value
    }

    /// The reply of an operation, with canaries, that passes the test of success or fails it.
    fn reply<R: Content + Default>(
        &mut self,
        vendor: &'static str,
        operation: &'static Operation,
        success: bool,
    ) -> Response<Bytes> {
        let mut reply: R = self.planted(vendor, REPLY);
        decide(operation.outcome, &mut reply, success);
        let token: AuthorizationToken = self.planted("netforum", REPLY);
        let block = Block::Typed(AuthorizationToken::ELEMENT, &token);
        let blocks = if has_header(operation) { vec![block] } else { Vec::new() };
        let mut response = write_http_reply(operation, &blocks, &reply).expect("a reply");
        let token = format!("Bearer token = {REPLY}").parse().expect("a header");
        response.headers_mut().insert("www-authenticate", token);
        response
    }

    /// One operation in all cases.
    fn operation<Q, R>(&mut self, vendor: &'static str, operation: &'static Operation)
    where
        Q: Content + Default + Debug,
        R: Content + Default + Debug,
    {
        let request: Q = self.planted(vendor, REQUEST);
        show(&request);
        let client = self.client.clone();
        let sent = members::<Q>();
        for (case, response) in self.cases::<R>(vendor, operation, &sent) {
            let label = format!("{vendor} {} {case}", operation.name);
            *self.script() = Script { responses: vec![response], delay: Duration::ZERO };
            let call = || client.call::<R>(operation, &request);
            show(&call());
            let waited_for = call().reply_blocking();
            let awaited = self.runtime.block_on(call().reply());
            assert!(case != "success" || awaited.is_ok(), "{label}: {awaited:?}");
            assert!(!matches!(awaited, Err(Error::Request(_) | Error::Config(_))), "{label}: {awaited:?}");
            tell(waited_for);
            tell(awaited);
            self.check(&label);
        }
        let label = format!("{vendor} {} timeout", operation.name);
        self.script().delay = Duration::from_millis(100);
        let timeouts = Timeouts { read: Duration::from_millis(10), ..Timeouts::default() };
        let late = self.runtime.block_on(client.call::<R>(operation, &request).timeouts(timeouts).reply());
        assert!(late.as_ref().is_err_and(Error::is_timeout), "{label}: {late:?}");
        tell(late);
        self.check(&label);
        // What cannot be sent: JSON can hold all characters, and what has no secret is sent after all.
        let invalid: Q = self.planted(vendor, "badcafe\u{1}");
        self.script().delay = Duration::ZERO;
        let refused = client.call::<R>(operation, &invalid).reply_blocking();
        tell(refused);
        self.check(&format!("{vendor} {} invalid", operation.name));
    }

    /// What a server may answer, repeating all that it was sent, and with other values in the members that are secret in the
    /// request or the reply.
    fn cases<R: Content + Default>(
        &mut self,
        vendor: &'static str,
        operation: &'static Operation,
        sent: &BTreeSet<String>,
    ) -> Vec<(&'static str, Response<Bytes>)> {
        let success = self.reply::<R>(vendor, operation, true);
        let request = if sent.is_empty() { "" } else { REQUEST };
        let echo = format!("{request} {} ?key={QUERY}", authorization());
        let mut secrets = &members::<R>() | sent;
        if has_header(operation) {
            secrets.insert(AuthorizationToken::ELEMENT.local().to_owned());
        }
        let elements: Vec<String> = secrets.iter().map(|name| format!("<x:{name}>{REPLY}</x:{name}>")).collect();
        let members: Vec<String> = secrets.iter().map(|name| format!(", \"{name}\": \"{REPLY}\"")).collect();
        let (elements, members) = (elements.concat(), members.concat());
        let mut cases = vec![
            ("page", raw(502, "text/html", format!("<html>{echo}<hr x='{echo}'>{elements}</html>"))),
            ("text", raw(200, "text/plain", format!("no: {echo}"))),
            ("json", raw(500, "application/json", format!("{{\"x\": \"{echo}\"{members}}}"))),
            ("nothing", raw(404, "text/xml", String::new())),
        ];
        if operation.outcome.is_some_and(|rule| rule.success.is_some()) {
            cases.push(("refusal", self.reply::<R>(vendor, operation, false)));
        }
        if let Some(JsonError(code, message)) = operation.outcome.and_then(|rule| rule.json.as_ref()) {
            let text = format!("{{\"{code}\": \"{echo}\", \"{message}\": \"{echo}\"{members}}}");
            cases.push(("json error", raw(500, "application/json", text)));
        }
        if matches!(operation.protocol, Protocol::Soap11(_)) {
            let fault = format!(
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/' xmlns:x='urn:x'><s:Header>{elements}</s:Header>\
                 <s:Body><s:Fault><faultcode>s:{echo}</faultcode><faultstring>{echo}</faultstring><faultactor>{echo}\
                 </faultactor><detail a='{echo}'>{echo}<x:Info y='{echo}'>{echo}</x:Info></detail></s:Fault></s:Body>\
                 </s:Envelope>"
            );
            cases.push(("fault", raw(500, "text/xml", fault)));
        }
        let body = success.body().clone();
        if let Some(at) = find(&body, REPLY.as_bytes()) {
            // In the middle of a secret: the message is short, and then the connection breaks off.
            let (mut short, mut broken) = (success.clone(), success.clone());
            *short.body_mut() = body.slice(..at + 20);
            short.headers_mut().remove("content-length");
            *broken.body_mut() = body.slice(..at + 20);
            broken.headers_mut().insert("content-length", body.len().into());
            cases.extend([("short", short), ("broken off", broken)]);
        }
        cases.push(("success", success));
        cases
    }

    /// Looks for canaries in what was heard.
    fn check(&mut self, label: &str) {
        let heard = take();
        self.heard += heard.len();
        let password = Base64Binary::from(format!("user:{PASSWORD}").into_bytes()).to_string();
        for line in heard.lines().filter(|line| line.contains(MARK) || line.contains(&password)) {
            self.found.push(format!("{label}: {}", line.chars().take(400).collect::<String>()));
        }
    }
}

/// The wire names of the secret members of a type and what is in it.
fn members<T: Content + Default>() -> BTreeSet<String> {
    plant(&mut T::default(), REQUEST).into_iter().map(|((_, member), _)| member).collect()
}

/// All that a program could print of a result.
fn tell<T: Debug + Send>(result: Result<T, Error>) {
    match result {
        Ok(value) => {
            show(&value);
            panic_with(value);
        }
        Err(error) => {
            show_error(&error);
            panic_with(error);
        }
    }
}

/// Whether the contract has a header block in the reply; there is one such block in all contracts.
fn has_header(operation: &Operation) -> bool {
    operation.output.as_ref().is_some_and(|output| !output.headers.is_empty())
}

fn authorization() -> String {
    format!("Basic {}", Base64Binary::from(format!("user:{PASSWORD}").into_bytes()))
}

fn raw(status: u16, content_type: &str, body: String) -> Response<Bytes> {
    let response = Response::builder().status(status).header("content-type", content_type);
    response.body(body.into()).expect("a response")
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[test]
fn no_canary_is_heard() {
    sink::listen();
    let mut lab = Lab::new();
    show(&lab.client);
    all_operations(&mut lab);
    sessions::all(&mut lab);
    show(&lab.server);
    lab.check("the rest");
    assert!(lab.found.is_empty(), "{} lines:\n{}", lab.found.len(), lab.found.join("\n"));
    assert!(lab.heard > 1_000_000, "{} bytes: is anybody listening?", lab.heard);

    // Every secret member of the emitted code had its canary.
    let mut secrets = BTreeMap::<_, usize>::new();
    for (vendor, sources) in SOURCES {
        for member in sources.iter().flat_map(|source| secret_members(source)) {
            *secrets.entry((vendor, member)).or_default() += 1;
        }
    }
    let planted: BTreeMap<_, usize> = lab.planted.iter().map(|(member, facts)| (member.clone(), facts.len())).collect();
    assert_eq!(planted, secrets);
    assert!(secrets.values().sum::<usize>() > 50, "{secrets:?}");
}

/// The members that the emitted code marks as secret: lines of the tables of types, which begin with a number.
fn secret_members(source: &str) -> Vec<Member> {
    let mut name = "";
    let mut members = Vec::new();
    for line in source.lines() {
        let quoted = line.split('"').nth(1).unwrap_or_default();
        if line.starts_with("castile::") {
            name = quoted;
        } else if line.trim_start().starts_with(|c: char| c.is_ascii_digit())
            && line.trim_end_matches("\";").split(' ').any(|word| word == "secret")
        {
            members.push((name.to_owned(), quoted.rsplit(':').next().unwrap_or_default().to_owned()));
        }
    }
    members
}

/// The table has all operations of all clients, and the sessions are all there.
#[test]
fn no_operation_and_no_session_is_left_out() {
    let (mut emitted, mut sessions) = (BTreeSet::new(), BTreeSet::new());
    for (vendor, sources) in SOURCES {
        for source in sources {
            let types = source.lines().filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(" {"));
            sessions.extend(types.filter(|name| name.ends_with("Session")));
            for call in source.split("self.client.call(&").skip(1) {
                emitted.insert((vendor, call.split(',').next().unwrap_or_default()));
            }
        }
    }
    assert_eq!(OPERATIONS.iter().copied().collect::<BTreeSet<_>>(), emitted);
    assert!(emitted.len() > 50);
    assert_eq!(BTreeSet::from(sessions::NAMES), sessions);
}
