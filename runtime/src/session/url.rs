//! URLs that are as good as a password.

use std::fmt;

use crate::call::percent_encoded;
use crate::content::Content;
use crate::outcome::find;

/// A URL that carries a token: who has it is logged in. Neither `Debug` nor anything else shows it but
/// [`expose`](Self::expose).
#[derive(Clone, PartialEq, Eq)]
pub struct SecretUrl(String);

impl SecretUrl {
    /// The URL that `template` is with a member of `value` in place of `{token}`, as one path segment.
    pub fn of(template: &str, value: &dyn Content, path: &[usize]) -> Self {
        let found = find(value, path);
        Self(template.replace("{token}", &percent_encoded(found.first().unwrap_or_default())))
    }

    /// The URL, to be opened in a browser. Keep it out of logs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretUrl([redacted])")
    }
}
