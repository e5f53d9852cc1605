//! Where a case makes its calls: a server, a way to call, and the line between.

use std::time::Duration;

use castile::{Call, Client, Content, Double, Error, SessionCall};
use tokio::runtime::Runtime;

use crate::line::{Line, Log, asked, divert};
use crate::seen::{self, Got, Seen};

/// How a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Async,
    Blocking,
}

/// What one case has to itself.
pub(crate) struct Desk<'a> {
    server: &'a str,
    way: Way,
    runtime: &'a Runtime,
    patience: Duration,
    log: Log,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(server: &'a str, way: Way, runtime: &'a Runtime, patience: Duration) -> Self {
        Self { server, way, runtime, patience, log: Log::default() }
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// A line to this desk's log.
    pub(crate) fn line(&self) -> Line {
        Line::new(&self.log)
    }

    /// A client of the vendor's server.
    pub(crate) fn client(&self, path: &str) -> Client {
        self.client_on(self.line(), path)
    }

    /// A client of the vendor's server, on a line that changes something.
    pub(crate) fn client_on(&self, line: Line, path: &str) -> Client {
        build(&format!("{}{path}", self.server), line, self.patience)
    }

    /// A client of another server.
    pub(crate) fn client_of(&self, url: &str) -> Client {
        build(url, self.line(), self.patience)
    }

    /// A line on which requests that have one of these words go to another server: for operations that the lab lacks.
    pub(crate) fn diverted(&self, words: &'static [&'static str], url: String) -> Line {
        self.line().on_request(move |request| {
            if asked(request, words).is_some() {
                divert(request, &url);
            }
        })
    }

    pub(crate) fn call<R: Content + Default>(&self, call: Call<'_, R>) -> Got<R> {
        match self.way {
            Way::Async => self.runtime.block_on(call.reply()),
            Way::Blocking => call.reply_blocking(),
        }
    }

    pub(crate) fn session<R: Content + Default>(&self, call: SessionCall<'_, R>) -> Got<R> {
        match self.way {
            Way::Async => self.runtime.block_on(call.reply()),
            Way::Blocking => call.reply_blocking(),
        }
    }

    /// Awaits one or waits for the other: for what a session does besides calls.
    pub(crate) fn either<T>(
        &self,
        awaited: impl Future<Output = Result<T, Error>>,
        blocking: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self.way {
            Way::Async => self.runtime.block_on(awaited),
            Way::Blocking => blocking(),
        }
    }

    /// That these requests were sent, in this order: each by the first of `words` that it has.
    pub(crate) fn asked(&self, words: &[&'static str], expected: &[&str]) -> Seen {
        let asked = self.log.asked(words);
        if asked == expected { Ok(asked.join(", ")) } else { Err(format!("sent {asked:?}, not {expected:?}")) }
    }

    /// That a documented sample is read from the live server as it is read from its file. `same_bytes`: that the server
    /// also sends the same bytes, less the XML declaration and white space between tags.
    pub(crate) fn sample<R: Content + Default + PartialEq + std::fmt::Debug>(
        &self,
        path: &str,
        (content_type, sample): (&str, &'static str),
        same_bytes: bool,
        call: impl Fn(Client) -> Got<R>,
    ) -> Seen {
        let live = call(self.client(path));
        let body = self.log.answer().map(http::Response::into_body).unwrap_or_default();
        let double = Double::answering(200, content_type, sample);
        let builder = Client::builder("http://stored.invalid/");
        let stored =
            call(builder.transport(double.clone()).blocking_transport(double).build().map_err(|e| e.to_string())?);
        let seen = seen::same(&live, &stored)?;
        if !same_bytes {
            return Ok(seen);
        }
        if squash(&body) == squash(sample.as_bytes()) {
            return Ok(format!("{seen}, byte for byte"));
        }
        Err(format!("{seen}, but other bytes: {}", String::from_utf8_lossy(&body)))
    }
}

fn build(url: &str, line: Line, patience: Duration) -> Client {
    let builder = Client::builder(url).timeout(patience);
    match builder.transport(line.clone()).blocking_transport(line).build() {
        Ok(client) => client,
        // The URLs are those of this program.
        Err(error) => panic!("{url}: {error}"),
    }
}

/// Without the XML declaration and white space between tags.
fn squash(document: &[u8]) -> String {
    let text = String::from_utf8_lossy(document);
    let text = text.trim();
    let text = if text.starts_with("<?xml") { text.split_once("?>").map_or(text, |(_, rest)| rest) } else { text };
    let mut squashed = String::with_capacity(text.len());
    for (number, piece) in text.trim().split('>').enumerate() {
        if number > 0 {
            squashed.push('>');
        }
        squashed.push_str(if piece.trim_start().starts_with('<') { piece.trim_start() } else { piece });
    }
    squashed
}

#[cfg(test)]
mod tests {
    use super::squash;

    #[test]
    fn only_what_says_nothing_is_squashed() {
        let bare = "<a><b> c </b><d/></a>";
        assert_eq!(squash(b"<?xml version='1.0'?> <a>\n <b> c </b>\n<d/> </a>\n"), bare);
        assert_ne!(squash(b"<a><b>c</b><d/></a>"), bare);
    }
}
