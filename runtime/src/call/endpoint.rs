//! Where a request goes, and what is appended to it.

use std::fmt;
use std::fmt::Write as _;

use http::Uri;

use crate::error::ConfigError;

/// A validated `http` or `https` URL. Its query may hold credentials, so neither `Debug` nor `Display` shows it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Endpoint(Uri);

impl Endpoint {
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let text = text.trim();
        if text.contains('#') {
            return Err(ConfigError::Endpoint("it has a fragment (#…), which is never sent"));
        }
        let uri: Uri =
            text.parse().map_err(|_| ConfigError::Endpoint("it is no URL; expected one like https://host:443/path"))?;
        match uri.scheme_str() {
            Some("http" | "https") => {}
            Some(_) => return Err(ConfigError::Endpoint("only http:// and https:// can be called")),
            None => return Err(ConfigError::Endpoint("it does not begin with https:// or http://")),
        }
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            return Err(ConfigError::Endpoint(
                "a user name or password in a URL gets into logs; give it with ClientBuilder::basic_auth",
            ));
        }
        if uri.host().is_none_or(str::is_empty) {
            return Err(ConfigError::Endpoint("it names no host"));
        }
        Ok(Self(uri))
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

    /// Whether it is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let host = self.0.host().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
        address.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.0
    }

    /// The URL with `location` after its path (WSDL 1.1 section 4.4) and `query` after its query.
    pub(crate) fn with(&self, location: &str, query: &str) -> Result<Uri, ConfigError> {
        let (path, own_query) = location.split_once('?').unwrap_or((location, ""));
        let mut joined = self.0.path().to_owned();
        if !path.is_empty() {
            let trimmed = joined.trim_end_matches('/').len();
            joined.truncate(trimmed);
            joined.push('/');
            joined.push_str(path.trim_start_matches('/'));
        }
        let mut separator = '?';
        for piece in [self.0.query().unwrap_or_default(), own_query, query] {
            if !piece.is_empty() {
                joined.push(separator);
                joined.push_str(piece);
                separator = '&';
            }
        }
        let mut parts = self.0.clone().into_parts();
        parts.path_and_query =
            Some(joined.parse().map_err(|_| ConfigError::Location("it holds characters that no URL can"))?);
        Uri::from_parts(parts).map_err(|_| ConfigError::Location("it does not fit the endpoint"))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.0.scheme_str().unwrap_or_default();
        let authority = self.0.authority().map_or("", |authority| authority.as_str());
        write!(f, "{scheme}://{authority}{}", self.0.path())?;
        f.write_str(if self.0.query().is_some() { "?…" } else { "" })
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `text` as one path segment, parameter name or value (RFC 3986 section 2.1): all but unreserved characters encoded.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// What [`percent_encoded`] was given. A `%` without two digits stands for itself.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let digit = |digit: &u8| char::from(*digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        if byte == b'%'
            && let [high, low, after @ ..] = after
            && let (Some(high), Some(low)) = (digit(high), digit(low))
        {
            decoded.push(high << 4 | low);
            rest = after;
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_urls_with_a_host_are_endpoints() {
        for good in ["https://h", "http://127.0.0.1:80/a?b=c", " https://h/x ", "HTTPS://h/"] {
            assert!(Endpoint::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "h",
            "/path",
            "file:///etc/passwd",
            "ftp://h/",
            "https://",
            "https://u:p@h/",
            "https://h/#a",
            "https://h/\r\nX: y",
        ] {
            assert!(Endpoint::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_query_is_not_shown() {
        let endpoint = Endpoint::parse("https://h/p?key=s3cret").expect("an endpoint");
        assert_eq!(format!("{endpoint:?} {endpoint}"), "https://h/p?… https://h/p?…");
    }

    #[test]
    fn a_location_follows_the_path() {
        let with = |endpoint: &str, location: &str, query: &str| {
            Endpoint::parse(endpoint).and_then(|endpoint| endpoint.with(location, query)).map(|uri| uri.to_string())
        };
        assert_eq!(with("https://h/s.asmx", "/Op", "a=1").as_deref(), Ok("https://h/s.asmx/Op?a=1"));
        assert_eq!(with("https://h/s/", "Op", "").as_deref(), Ok("https://h/s/Op"));
        assert_eq!(with("https://h", "", "a=1").as_deref(), Ok("https://h/?a=1"));
        assert_eq!(with("https://h/s?x=1", "Op?y=2", "z=3").as_deref(), Ok("https://h/s/Op?x=1&y=2&z=3"));
        assert!(with("https://h", "a b", "").is_err());
    }

    #[test]
    fn reserved_characters_are_encoded() {
        assert_eq!(percent_encoded("a b&c=d/é~"), "a%20b%26c%3Dd%2F%C3%A9~");
    }
}
