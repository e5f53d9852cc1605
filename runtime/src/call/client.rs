//! The client: an endpoint, options and a transport, shared by all its calls.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::attempts::{Budget, Retries};
use super::endpoint::Endpoint;
use super::operation::Call;
use super::transport::{BlockingTransport, Timeouts, Transport};
use crate::content::Content;
use crate::error::{ConfigError, Error};
use crate::facts::Operation;
use crate::secret::protect;
use crate::xml::Limits;

/// Sends requests to one endpoint. Cloning it is cheap, and the clones share the connections.
///
/// Generated clients hold one; it can also be used by itself, with the operations a generated module names.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) endpoint: Endpoint,
    pub(super) timeouts: Timeouts,
    pub(super) limits: Limits,
    pub(super) http_headers: HeaderMap,
    /// What the credentials are made of, to be kept out of errors.
    pub(super) credentials: Vec<String>,
    pub(super) schemes: Schemes,
    pub(super) retries: Retries,
    pub(super) budget: Budget,
    pub(super) redirects: bool,
    transport: OnceLock<Arc<dyn Transport>>,
    blocking: OnceLock<Arc<dyn BlockingTransport>>,
    #[cfg(feature = "reqwest")]
    reqwest: Option<::reqwest::Client>,
}

impl Client {
    /// A client with the defaults: 10 s to connect, 30 s between reads, 60 s in all; no redirects; responses up to 32 MiB.
    ///
    /// # Errors
    /// [`ConfigError::Endpoint`] when `endpoint` is no `http` or `https` URL.
    pub fn new(endpoint: &str) -> Result<Self, Error> {
        Self::builder(endpoint).build()
    }

    /// As [`new`](Self::new), for a contract whose address is `https`: an endpoint that is `http` is refused, here and on the
    /// calls, unless it is on this machine. Where the network may be trusted, a client made by [`new`](Self::new) is the way to
    /// say so.
    ///
    /// # Errors
    /// [`ConfigError::Endpoint`] when `endpoint` is no `https` URL.
    pub fn secure(endpoint: &str) -> Result<Self, Error> {
        let mut builder = Self::builder(endpoint);
        builder.schemes = Schemes::HttpsOrLoopback;
        builder.build()
    }

    /// A client with options of your own.
    pub fn builder(endpoint: &str) -> ClientBuilder {
        ClientBuilder::new(endpoint)
    }

    /// Calls `operation`. What it answers is the caller's choice of `R`; generated clients make it for you.
    pub fn call<'a, R>(&'a self, operation: &'static Operation, request: &'a dyn Content) -> Call<'a, R> {
        Call::new(self, operation, request)
    }

    // Without the feature it fails.
    #[cfg_attr(feature = "reqwest", allow(clippy::unnecessary_wraps))]
    pub(super) fn transport(&self) -> Result<&dyn Transport, Error> {
        if let Some(transport) = self.inner.transport.get() {
            return Ok(&**transport);
        }
        #[cfg(feature = "reqwest")]
        return Ok(&**self.inner.transport.get_or_init(|| {
            Arc::new(match self.inner.reqwest.clone() {
                Some(client) => super::Reqwest::with(client),
                None => super::Reqwest::new(self.inner.timeouts),
            })
        }));
        #[cfg(not(feature = "reqwest"))]
        Err(ConfigError::NoTransport(
            "switch on castile's feature `reqwest`, or give one with ClientBuilder::transport",
        )
        .into())
    }

    #[cfg_attr(feature = "blocking", allow(clippy::unnecessary_wraps))]
    pub(super) fn blocking_transport(&self) -> Result<&dyn BlockingTransport, Error> {
        if let Some(transport) = self.inner.blocking.get() {
            return Ok(&**transport);
        }
        #[cfg(feature = "blocking")]
        return Ok(&**self.inner.blocking.get_or_init(|| {
            Arc::new(match self.inner.reqwest.clone() {
                Some(client) => super::BlockingReqwest::with(client),
                None => super::BlockingReqwest::new(self.inner.timeouts),
            })
        }));
        #[cfg(not(feature = "blocking"))]
        Err(ConfigError::NoTransport(
            "switch on castile's feature `blocking`, or give one with ClientBuilder::blocking_transport",
        )
        .into())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.inner.endpoint)
            .field("timeouts", &self.inner.timeouts)
            .field("http_headers", &self.inner.http_headers)
            .finish_non_exhaustive()
    }
}

/// Makes a [`Client`]. A mistake in any of the options is reported by [`build`](Self::build).
#[must_use]
pub struct ClientBuilder {
    endpoint: String,
    timeouts: Timeouts,
    limits: Limits,
    http_headers: HeaderMap,
    credentials: Vec<String>,
    schemes: Schemes,
    retries: Retries,
    redirects: bool,
    error: Option<ConfigError>,
    transport: OnceLock<Arc<dyn Transport>>,
    blocking: OnceLock<Arc<dyn BlockingTransport>>,
    #[cfg(feature = "reqwest")]
    reqwest: Option<::reqwest::Client>,
}

impl ClientBuilder {
    fn new(endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            http_headers: HeaderMap::new(),
            credentials: Vec::new(),
            schemes: Schemes::Any,
            retries: Retries::default(),
            redirects: false,
            error: None,
            transport: OnceLock::new(),
            blocking: OnceLock::new(),
            #[cfg(feature = "reqwest")]
            reqwest: None,
        }
    }

    /// How long a call may take in all, the wait for the response included.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.timeouts.set_total(total);
        self
    }

    /// How long each phase may take.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// What a response may cost; the defaults admit every honest one.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// An HTTP header for every request, in place of an earlier one of that name.
    pub fn http_header(mut self, name: &str, value: &str) -> Self {
        match http_header(name, value) {
            Ok((name, value)) => {
                self.http_headers.insert(name, value);
            }
            Err(error) => self.error = self.error.or(Some(error)),
        }
        self
    }

    /// HTTP basic authentication (RFC 7617). What stands before the first colon is the user, who therefore has none in the name.
    pub fn basic_auth(mut self, user: &str, password: &str) -> Self {
        if user.contains(':') {
            let problem = "a user name of basic authentication cannot hold a colon";
            self.error.get_or_insert(ConfigError::HttpHeader { name: AUTHORIZATION.to_string(), problem });
        }
        self.credentials.push(password.to_owned());
        let pair = format!("{user}:{password}").into_bytes();
        self.http_header(AUTHORIZATION.as_str(), &format!("Basic {}", crate::value::Base64Binary::from(pair)))
    }

    /// A bearer token (RFC 6750).
    pub fn bearer_auth(self, token: &str) -> Self {
        self.http_header(AUTHORIZATION.as_str(), &format!("Bearer {token}"))
    }

    /// Refuses `http://` endpoints, here and on the calls, where they come from a configuration.
    pub fn https_only(mut self, https_only: bool) -> Self {
        self.schemes = if https_only { Schemes::Https } else { Schemes::Any };
        self
    }

    /// Follows the redirects 307 and 308, which keep method and body, to another path of the same server. Others, and all to
    /// another server, port or scheme, stay an [`Error::Status`]: the body may hold credentials.
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.redirects = follow;
        self
    }

    /// How calls of safe operations are repeated ([`Call::safe`]); no others ever are.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Another transport, or a test double.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = OnceLock::from(Arc::new(transport) as Arc<dyn Transport>);
        self
    }

    /// Another transport for blocking calls.
    pub fn blocking_transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.blocking = OnceLock::from(Arc::new(transport) as Arc<dyn BlockingTransport>);
        self
    }

    /// A `reqwest` client of your own, for async and blocking calls, for all that is set there: proxies, client certificates,
    /// further roots, cookies. Build it with `redirect(Policy::none())`; see [`Reqwest::with`](super::Reqwest::with).
    ///
    /// ```
    /// # fn client(endpoint: &str, certificate_and_key: &[u8]) -> Result<castile::Client, Box<dyn std::error::Error>> {
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .connect_timeout(std::time::Duration::from_secs(10))
    ///     .identity(reqwest::Identity::from_pem(certificate_and_key)?)
    ///     .proxy(reqwest::Proxy::https("http://proxy:3128")?)
    ///     // .cookie_store(true) with reqwest's feature `cookies`
    ///     .build()?;
    /// let client = castile::Client::builder(endpoint).reqwest(http).build()?;
    /// # Ok(client)
    /// # }
    /// ```
    ///
    /// Blocking and async calls then share its connections, each of which lives on the runtime that opened it. Where a runtime
    /// does not run all the time (`new_current_thread` outside of `block_on`), give each kind of call a client of its own.
    ///
    /// Basic and bearer authentication need none: see [`basic_auth`](Self::basic_auth) and [`bearer_auth`](Self::bearer_auth).
    #[cfg(feature = "reqwest")]
    pub fn reqwest(mut self, client: ::reqwest::Client) -> Self {
        self.reqwest = Some(client);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// The first option that cannot be used.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(error) = self.error {
            return Err(error.into());
        }
        let endpoint = Endpoint::parse(&self.endpoint)?;
        self.schemes.admit(&endpoint)?;
        Ok(Client {
            inner: Arc::new(Inner {
                endpoint,
                timeouts: self.timeouts,
                limits: self.limits,
                http_headers: self.http_headers,
                credentials: self.credentials,
                schemes: self.schemes,
                retries: self.retries,
                budget: Budget::default(),
                redirects: self.redirects,
                transport: self.transport,
                blocking: self.blocking,
                #[cfg(feature = "reqwest")]
                reqwest: self.reqwest,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The endpoint is not yet known to be free of credentials.
        f.debug_struct("ClientBuilder")
            .field("timeouts", &self.timeouts)
            .field("http_headers", &self.http_headers)
            .finish_non_exhaustive()
    }
}

/// The schemes that a client's endpoints may have, its own and those of its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schemes {
    Any,
    /// As the contract has it.
    HttpsOrLoopback,
    Https,
}

impl Schemes {
    pub(super) fn admit(self, endpoint: &Endpoint) -> Result<(), ConfigError> {
        let problem = match self {
            Self::HttpsOrLoopback if !endpoint.is_https() && !endpoint.is_loopback() => {
                "it is http, and the contract's is https: requests could be read on the way. If that is meant, make the \
                 client with Client::new and hand it over by with(…)"
            }
            Self::Https if !endpoint.is_https() => "it is not https, and the client is set to https only",
            Self::Any | Self::HttpsOrLoopback | Self::Https => return Ok(()),
        };
        Err(ConfigError::Endpoint(problem))
    }
}

/// Headers that belong to the connection or follow from the message.
const OWN: [&str; 9] = [
    "connection",
    "content-encoding",
    "content-length",
    "host",
    "soapaction",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A header as the user gives it.
pub(super) fn http_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), ConfigError> {
    let refused = |problem| ConfigError::HttpHeader { name: name.escape_debug().to_string(), problem };
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("this is not the name of a header"))?;
    if OWN.contains(&header.as_str()) {
        return Err(refused("it follows from the message and is set by the runtime"));
    }
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| refused("its value holds characters that a header cannot, such as a line break"))?;
    protect(&header, &mut value);
    Ok((header, value))
}
