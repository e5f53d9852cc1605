//! What servers do to any client, from servers of ours: for the vendors whose software cannot be brought to do it.

use std::fmt::Debug;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener};
use std::rc::Rc;
use std::time::Duration;

use castile::{Answer, Client, Double};

use super::{Case, own};
use crate::desk::Desk;
use crate::seen::{self, Got, Seen};

const HTML: &str = "<!DOCTYPE html><html><head><title>Down</title></head><body><p>Back soon.<br></body></html>";
const XML: &str = "<?xml version=\"1.0\"?><Fault><Reason>internal error</Reason></Fault>";

/// What may come in place of a response, each with what the client makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Empty200,
    Empty400,
    Html200,
    XmlForJson,
    Http10,
    Hangs,
    Dies,
    BreaksOff,
}

impl Trouble {
    fn name(self) -> &'static str {
        match self {
            Self::Empty200 => "200 with an empty body",
            Self::Empty400 => "400 with an empty body",
            Self::Html200 => "HTML with 200",
            Self::XmlForJson => "XML where JSON is due",
            Self::Http10 => "a refusal by a server of HTTP/1.0",
            Self::Hangs => "the server hangs",
            Self::Dies => "the server dies before its response",
            Self::BreaksOff => "the server dies in its response",
        }
    }

    fn answer(self) -> Option<Answer> {
        match self {
            Self::Empty200 => Some(Answer::status(200)),
            Self::Empty400 => Some(Answer::status(400)),
            Self::Html200 => Some(Answer::raw(200, "text/html", HTML)),
            Self::XmlForJson => Some(Answer::raw(200, "application/xml; charset=utf-8", XML)),
            Self::Hangs => Some(Answer::status(200).delayed(Duration::from_secs(3))),
            Self::Dies | Self::BreaksOff | Self::Http10 => None,
        }
    }

    /// What the server sends before it closes the connection.
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::BreaksOff => {
                b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n<?xml version="
            }
            Self::Http10 => b"HTTP/1.0 503 Service Unavailable\r\nContent-Type: text/plain\r\n\r\nbusy",
            _ => b"",
        }
    }

    fn check(self, got: &Got<impl Debug>) -> Seen {
        match self {
            Self::Empty200 => seen::status(got, 200, ""),
            Self::Empty400 => seen::status(got, 400, ""),
            Self::Html200 => seen::status(got, 200, "Back soon."),
            Self::XmlForJson => seen::status(got, 200, "internal error"),
            Self::Http10 => seen::status(got, 503, "busy"),
            Self::Hangs => seen::timed_out(got),
            Self::Dies | Self::BreaksOff => seen::broke_off(got),
        }
    }
}

/// A case for each of these, with the call that `call` makes.
pub(super) fn troubles<R: Debug + 'static>(
    troubles: impl IntoIterator<Item = Trouble>,
    operation: &'static castile::facts::Operation,
    call: impl Fn(&Desk, Client) -> Got<R> + 'static,
) -> Vec<Case> {
    let call = Rc::new(call);
    let case = |trouble: Trouble| {
        let call = Rc::clone(&call);
        let case = own(trouble.name(), move |desk| {
            let got = match trouble.answer() {
                Some(answer) => {
                    let server = Double::default().answers(operation, [answer]).serve().map_err(|e| e.to_string())?;
                    call(desk, desk.client_of(&server.url()))
                }
                None => call(desk, desk.client_of(&closing(trouble.bytes()).map_err(|e| e.to_string())?)),
            };
            trouble.check(&got)
        });
        if trouble == Trouble::Hangs { case.hangs() } else { case }
    };
    troubles.into_iter().map(case).collect()
}

/// The URL of a server that takes one request, sends these bytes and closes the connection.
fn closing(bytes: &'static [u8]) -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let url = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || -> io::Result<()> {
        let (mut stream, _) = listener.accept()?;
        // Without more, a close would be a reset: what is left of the request is read first.
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        let mut piece = [0; 4096];
        while stream.read(&mut piece).is_ok_and(|count| count > 0) {}
        stream.write_all(bytes)?;
        stream.shutdown(Shutdown::Both)
    });
    Ok(url)
}
