//! A folder of captures, and what they are to be read as.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::time::Duration;

use castile::call::{Phase, TransportErrorKind};
use castile::error::Problem;
use castile::{Call, Client, Content, Error, Reply, Timeouts};
use tokio::runtime::Runtime;

use crate::server::{Script, Server, Then};

/// The namespace of most codes of faults.
pub(crate) const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub(crate) const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";

/// What a capture is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// The vendor documents this answer, and the stack writes it so.
    Documented,
    /// The stack answers this by itself, whatever service it carries.
    Stack,
    /// The words, the code or the whole case were made up for the lab: it shows how the stack writes them, and nothing about
    /// the vendor.
    Invented,
}

/// What a capture is to be read as.
pub(crate) enum Expected<T> {
    /// A reply, which is this.
    Value(fn() -> T),
    /// A refusal: its HTTP status, its code, which is empty if it has none, and the server's words.
    Refused(u16, &'static str, Option<&'static str>),
    /// A fault: its HTTP status, its code's namespace and local part, its reason. Of words with a `…` at the end, that is the
    /// beginning.
    Fault(u16, &'static str, &'static str, &'static str),
    /// A response without a message: its HTTP status, its content type, what was expected.
    Status(u16, Option<&'static str>, &'static str),
    /// A message that cannot be read: what the problem says.
    Unreadable(&'static str),
    /// The server died: the connection ended without a response.
    Dropped,
    /// No answer, ever.
    Silence,
}

pub(crate) type Row<T> = (&'static str, Evidence, Expected<T>);

/// Where the captures are.
pub(crate) fn lab() -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("CASTILE_SHARED") else {
        eprintln!("skipped: CASTILE_SHARED does not say where the captures are");
        return None;
    };
    Some(Path::new(&shared).join("lab"))
}

/// How a call is made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'r> {
    Async(&'r Runtime),
    Blocking,
}

impl Way<'_> {
    pub(crate) fn make<R: Content + Default>(self, call: Call<'_, R>) -> Result<Reply<R>, Error> {
        match self {
            Self::Async(runtime) => runtime.block_on(call.reply()),
            Self::Blocking => call.reply_blocking(),
        }
    }
}

/// A folder of captures, a server that plays them, and what was found.
pub(crate) struct Wire {
    name: &'static str,
    captures: BTreeMap<String, Capture>,
    server: Server,
    runtime: Runtime,
    client: Client,
    rows: BTreeSet<&'static str>,
    evidence: BTreeMap<Evidence, usize>,
    wrong: Vec<String>,
}

struct Capture {
    bytes: Vec<u8>,
    then: Then,
}

impl Wire {
    /// The captures of a folder of the lab; none without a lab.
    pub(crate) fn open(name: &'static str) -> Option<Self> {
        assert!(crate::FOLDERS.contains(&name));
        let folder = lab()?.join(name);
        let summary = std::fs::read_to_string(folder.join("SUMMARY.txt")).expect("the summary");
        let mut captures = BTreeMap::new();
        for entry in std::fs::read_dir(&folder).expect("the captures") {
            let path = entry.expect("an entry").path();
            let file = path.file_name().and_then(|name| name.to_str()).expect("a name");
            if let Some(capture) = file.strip_suffix(".resp.http") {
                let bytes = std::fs::read(&path).expect("a capture");
                captures.insert(capture.to_owned(), Capture { then: ending(capture, &bytes, &summary), bytes });
            }
        }
        let server = Server::start();
        // What all captures but the silent ones keep far below.
        let timeouts = Timeouts { read: Duration::from_secs(20), ..Timeouts::default() };
        let client = Client::builder(&server.url).timeouts(timeouts).build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (rows, evidence, wrong) = Default::default();
        Some(Self { name, captures, server, runtime, client, rows, evidence, wrong })
    }

    /// Reads the captures of a table. `call` makes the call, with the time that an answer may take; `see` gives what the
    /// table's values are compared with.
    pub(crate) fn replay<R: Content + Default, T: PartialEq + Debug>(
        &mut self,
        table: &[Row<T>],
        call: impl Fn(&Client, Way<'_>, Timeouts) -> Result<Reply<R>, Error>,
        see: fn(Reply<R>) -> T,
    ) {
        for (name, evidence, expected) in table {
            assert!(self.rows.insert(name), "{name} is there twice");
            *self.evidence.entry(*evidence).or_default() += 1;
            let Some(capture) = self.captures.get(*name) else {
                self.wrong.push(format!("{name}: there is no such capture"));
                continue;
            };
            let read = Duration::from_millis(if matches!(expected, Expected::Silence) { 100 } else { 20_000 });
            let timeouts = Timeouts { read, ..Timeouts::default() };
            for (how, way, piece) in [("async", Way::Async(&self.runtime), 0), ("blocking", Way::Blocking, 61)] {
                self.server.play(Script { bytes: capture.bytes.clone(), piece, then: capture.then });
                let result = call(&self.client, way, timeouts).map(see);
                let requests = self.server.requests();
                let said = match check(expected, &result) {
                    Err(said) => said,
                    Ok(()) if requests == 1 => continue,
                    Ok(()) => format!("{requests} requests"),
                };
                self.wrong.push(format!("{name}, {how} ({evidence:?}): {said}\n    from {result:?}"));
            }
        }
    }

    /// Says what was wrong, if anything was.
    pub(crate) fn close(mut self) {
        for name in self.captures.keys().filter(|name| !self.rows.contains(name.as_str())) {
            self.wrong.push(format!("{name}: no table says what is to be read"));
        }
        println!("{}: {} captures, {:?}", self.name, self.captures.len(), self.evidence);
        assert!(!self.captures.is_empty());
        assert!(self.wrong.is_empty(), "{}:\n{}", self.name, self.wrong.join("\n"));
    }
}

/// What the server did after the response. Of one that said nothing, the summary knows whether it closed the connection.
fn ending(name: &str, bytes: &[u8], summary: &str) -> Then {
    if bytes.is_empty() {
        let row = summary.lines().find(|row| row.split_whitespace().next() == Some(name)).expect("a row");
        return if row.contains("(28) Operation timed out") { Then::Silence } else { Then::Close };
    }
    let head = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    if head.starts_with("http/1.0") || head.contains("\r\nconnection: close") { Then::Close } else { Then::Next }
}

fn check<T: PartialEq + Debug>(expected: &Expected<T>, result: &Result<T, Error>) -> Result<(), String> {
    let is = |right: bool, what: String| if right { Ok(()) } else { Err(format!("expected {what}")) };
    match (expected, result) {
        (Expected::Value(value), Ok(read)) => is(*read == value(), format!("{:?}", value())),
        (Expected::Refused(status, code, words), Err(Error::Rejected(refusal))) => {
            let said = (refusal.status().as_u16(), refusal.code().unwrap_or_default(), refusal.message());
            let right = match (words, said.2) {
                (Some(words), Some(message)) => is_said(words, message),
                (words, message) => words.is_none() && message.is_none(),
            };
            is(right && (said.0, said.1) == (*status, *code), format!("{:?}, got {said:?}", (status, code, words)))
        }
        (Expected::Fault(status, namespace, code, reason), Err(Error::Fault(fault))) => {
            let said = (fault.status().map(|status| status.as_u16()), &*fault.code.namespace, &*fault.code.local);
            let right = said == (Some(*status), *namespace, *code) && is_said(reason, &fault.reason);
            is(right, format!("{status} {{{namespace}}}{code}: {reason}"))
        }
        (Expected::Status(status, content_type, due), Err(Error::Status(error))) => {
            let said = (error.status.as_u16(), error.content_type.as_deref(), error.expected);
            is(said == (*status, *content_type, *due), format!("{:?}, got {said:?}", (status, content_type, due)))
        }
        (Expected::Unreadable(problem), Err(Error::Unreadable(error))) => {
            let Problem::Document(said) = &error.problem else { return Err("expected a document".to_owned()) };
            is(said.to_string().contains(problem), format!("a problem with {problem:?}, got {said}"))
        }
        (Expected::Dropped, Err(Error::Transport(error))) => {
            is(*error.kind() == TransportErrorKind::Send, "a request without a response".to_owned())
        }
        (Expected::Silence, Err(Error::Timeout(timeout))) => {
            is(timeout.phase == Phase::Read, "a wait that ended".to_owned())
        }
        _ => Err("something else was expected".to_owned()),
    }
}

fn is_said(expected: &str, said: &str) -> bool {
    expected.strip_suffix('…').map_or(expected == said, |beginning| said.starts_with(beginning))
}
