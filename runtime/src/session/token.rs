//! Tokens: taken from answers, put into requests.

use std::fmt;

use http::HeaderMap;

use super::facts::{Block, Source};
use crate::content::{Content, Input, NoScope};
use crate::engine::read_document;
use crate::outcome::{find, reach};
use crate::soap::Headers;
use crate::xml::Limits;

/// What proves a session to the server. Neither `Debug` nor any error shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub(super) fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The token itself, to be sent by other means. Keep it out of logs.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Puts it into a member; `false` if there is no such member.
    pub(super) fn put(&self, value: &mut dyn Content, path: &[usize]) -> bool {
        put(&self.0, value, path)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token([redacted])")
    }
}

pub(super) fn put(text: &str, value: &mut dyn Content, path: &[usize]) -> bool {
    reach(value, path).is_some_and(|member| member.lex(Input::Text(text, &NoScope)).is_ok())
}

impl Source {
    /// The token of an answer, if it has one.
    pub(super) fn token(&self, reply: &dyn Content, headers: &Headers, http_headers: &HeaderMap) -> Option<Token> {
        match self {
            Self::Member(path) => Token::new(find(reply, path).first()?),
            Self::SoapHeader(block) => block.token(headers),
            Self::HttpHeader(name, before) => {
                http_headers.get_all(*name).iter().find_map(|value| after(before, value.to_str().ok()?))
            }
        }
    }
}

impl Block {
    /// By the local name, since servers are careless with the namespaces of header blocks.
    fn token(&self, headers: &Headers) -> Option<Token> {
        let Self(field, make, path) = self;
        headers.iter().filter(|header| header.element.local() == field.local()).find_map(|header| {
            let mut block = make();
            read_document(block.facts().schema(), field, &mut *block, &header.element.as_xml(), &Limits::default())
                .ok()?;
            Token::new(find(&*block, path).first()?)
        })
    }
}

/// What stands in a header after `before`, up to a comma or semicolon, without quotes.
fn after(before: &str, value: &str) -> Option<Token> {
    let mut rest = value.trim_start();
    for expected in before.chars().filter(|c| !c.is_whitespace()) {
        let mut chars = rest.trim_start().chars();
        if !chars.next()?.eq_ignore_ascii_case(&expected) {
            return None;
        }
        rest = chars.as_str();
    }
    let token = rest.trim_start();
    let token = match token.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => token.split([',', ';']).next(),
    };
    Token::new(token?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_after_its_introduction_whatever_the_spaces() {
        let token = |before, value| after(before, value).map(|token| token.expose().to_owned());
        assert_eq!(token("Bearer token =", "Bearer token = 8a1b").as_deref(), Some("8a1b"));
        assert_eq!(token("Bearer token =", "bearer  token=\"8a1b\", realm=x").as_deref(), Some("8a1b"));
        assert_eq!(token("", " 8a1b ").as_deref(), Some("8a1b"));
        assert_eq!(token("Bearer token =", "Basic realm=\"x\""), None);
        assert_eq!(token("Bearer token =", "Bearer token ="), None);
    }
}
