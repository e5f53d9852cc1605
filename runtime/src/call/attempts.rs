//! What may follow a response other than its being read: the same request again, or at another address.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::LOCATION;
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode, Uri};

use super::transport::{Phase, TransportError, TransportErrorKind};

/// How a call of a [safe](crate::Call::safe) operation is repeated.
///
/// It is repeated when no response came, and after the statuses 429, 502, 503 and 504. A timeout is not repeated, but the one
/// to connect: a server that is slow is not helped by being asked twice. All the calls of a client share a budget, so that a
/// service that is down is not flooded: each success fills it by a tenth of what a repetition takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// How often a call is repeated.
    pub most: u32,
    /// The pause before the first repetition; it doubles with each.
    pub pause: Duration,
    /// The longest pause.
    pub longest: Duration,
}

impl Default for Retries {
    /// Two repetitions, after 200 and 400 ms.
    fn default() -> Self {
        Self { most: 2, pause: Duration::from_millis(200), longest: Duration::from_secs(5) }
    }
}

/// What the repetitions of a client's calls may take, in tenths of one.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

const FULL: u32 = 100;
const REPETITION: u32 = 10;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    fn take(&self) -> bool {
        self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| left.checked_sub(REPETITION)).is_ok()
    }

    fn give(&self) {
        let _ = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| (left < FULL).then_some(left + 1));
    }
}

/// What to do after an attempt.
#[derive(Debug)]
pub(super) enum Next {
    /// It counts, whatever it brought.
    Done,
    /// The same again, after a pause.
    Again(Duration),
    /// The same at another address of the same server.
    At(Uri),
}

/// Redirects that are followed one after the other.
const REDIRECTS: u32 = 5;

/// The attempts at one call.
pub(super) struct Attempts<'b> {
    budget: &'b Budget,
    /// Repetitions left; none for an operation that is not safe.
    left: u32,
    pause: Duration,
    longest: Duration,
    redirects: u32,
    /// How long the call as a whole may take, and when that is over.
    total: Duration,
    end: Option<Instant>,
}

impl<'b> Attempts<'b> {
    pub(super) fn new(budget: &'b Budget, retries: Option<Retries>, redirects: bool, total: Duration) -> Self {
        let Retries { most, pause, longest } = retries.unwrap_or(Retries { most: 0, ..Retries::default() });
        Self {
            budget,
            left: most,
            pause,
            longest,
            redirects: if redirects { REDIRECTS } else { 0 },
            total,
            end: Instant::now().checked_add(total),
        }
    }

    /// What is left of the call's time for a further attempt.
    pub(super) fn time_left(&self) -> Duration {
        self.end.map_or(self.total, |end| end.saturating_duration_since(Instant::now()))
    }

    /// What an attempt brought. One that had the rest of the call's time ran out of the whole of it.
    pub(super) fn outcome<B>(
        &self,
        result: Result<Response<B>, TransportError>,
    ) -> Result<Response<B>, TransportError> {
        result.map_err(|error| match error.kind() {
            TransportErrorKind::Timeout { phase: Phase::Total, .. } => {
                TransportErrorKind::Timeout { phase: Phase::Total, after: self.total }.into()
            }
            _ => error,
        })
    }

    /// Whether the request may be needed again.
    pub(super) fn may_go_on(&self) -> bool {
        self.left > 0 || self.redirects > 0
    }

    pub(super) fn after<B>(&mut self, request: &Request<Bytes>, result: &Result<Response<B>, TransportError>) -> Next {
        if let Ok(response) = result
            && self.redirects > 0
            && let Some(target) = same_origin(request.uri(), response)
        {
            self.redirects -= 1;
            return Next::At(target);
        }
        let failed = match result {
            Ok(response) => matches!(response.status().as_u16(), 429 | 502 | 503 | 504),
            Err(error) => match error.kind() {
                TransportErrorKind::Connect | TransportErrorKind::Send | TransportErrorKind::Body => true,
                TransportErrorKind::Timeout { phase, .. } => *phase == Phase::Connect,
                TransportErrorKind::TooLarge { .. } | TransportErrorKind::Redirected | TransportErrorKind::Setup(_) => {
                    false
                }
            },
        };
        if !failed {
            self.budget.give();
            return Next::Done;
        }
        let pause = self.pause.min(self.longest);
        let in_time = self.end.is_none_or(|end| Instant::now() + pause < end);
        if self.left == 0 || !in_time || !self.budget.take() {
            return Next::Done;
        }
        self.left -= 1;
        self.pause = self.pause.saturating_mul(2);
        Next::Again(pause)
    }
}

/// Where a redirect that keeps method and body (RFC 9110 sections 15.4.8 and 15.4.9) leads on the same server: the body
/// may hold credentials, which are nobody else's.
fn same_origin<B>(from: &Uri, response: &Response<B>) -> Option<Uri> {
    if !matches!(response.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    if location.starts_with("//") || location.contains('\\') {
        return None;
    }
    if location.starts_with('/') {
        let mut parts = from.clone().into_parts();
        parts.path_and_query = Some(location.parse::<PathAndQuery>().ok()?);
        return Uri::from_parts(parts).ok();
    }
    let target: Uri = location.parse().ok()?;
    let port =
        |uri: &Uri| uri.port_u16().or_else(|| if uri.scheme_str() == Some("https") { Some(443) } else { Some(80) });
    let user = target.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let same_host = target.host()?.eq_ignore_ascii_case(from.host()?);
    (target.scheme() == from.scheme() && same_host && port(&target) == port(from) && !user).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(status: u16, location: &str) -> Option<String> {
        let mut response = Response::new(());
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        response.headers_mut().insert(LOCATION, location.parse().expect("a value"));
        same_origin(&Uri::from_static("https://host/a?b"), &response).map(|uri| uri.to_string())
    }

    #[test]
    fn a_redirect_is_followed_on_the_same_server_only() {
        for status in [307, 308] {
            assert_eq!(redirect(status, "/c?d").as_deref(), Some("https://host/c?d"));
            assert_eq!(redirect(status, "https://HOST:443/c").as_deref(), Some("https://HOST:443/c"));
            for other in [
                "http://host/c",
                "https://host:8443/c",
                "https://other/c",
                "https://host.other/",
                "//other/c",
                "/\\other",
                "https://u:p@host/c",
                "ftp://host/c",
                "c",
            ] {
                assert_eq!(redirect(status, other), None, "{other}");
            }
        }
        for status in [200, 301, 302, 303] {
            assert_eq!(redirect(status, "/c"), None);
        }
    }

    #[test]
    fn the_budget_ends_repetitions_and_successes_fill_it() {
        let budget = Budget::default();
        let failed = || Err::<Response<()>, _>(TransportErrorKind::Connect.into());
        let request = Request::new(Bytes::new());
        let repeated = || {
            let mut attempts = Attempts::new(&budget, Some(Retries::default()), false, Duration::from_mins(1));
            matches!(attempts.after(&request, &failed()), Next::Again(_))
        };
        assert_eq!((0..20).filter(|_| repeated()).count(), 10);
        let mut attempts = Attempts::new(&budget, None, false, Duration::from_mins(1));
        for _ in 0..10 {
            assert!(matches!(attempts.after(&request, &Ok(Response::new(()))), Next::Done));
        }
        assert!(repeated() && !repeated());
    }
}
