//! The double on a socket: a small HTTP/1.1 server on the loopback interface.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::Double;
use super::rule::Delay;

/// Connections served at one time; more are closed unanswered.
const CONNECTIONS: usize = 64;
const HEAD_BYTES: u64 = 64 * 1024;
const BODY_BYTES: u64 = 32 << 20;
/// How long a connection may stay idle.
const IDLE: Duration = Duration::from_secs(30);

/// A running [`Double::serve`]. Dropping it ends the service.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(double: Double) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&ended);
        let accepted = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&accepted);
        let thread = std::thread::Builder::new().name("castile-double".to_owned()).spawn(move || {
            let open = Arc::new(AtomicUsize::new(0));
            for stream in listener.incoming() {
                if stop.load(Ordering::Acquire) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                counted.fetch_add(1, Ordering::AcqRel);
                if open.fetch_add(1, Ordering::AcqRel) >= CONNECTIONS {
                    open.fetch_sub(1, Ordering::AcqRel);
                    continue;
                }
                let (double, open) = (double.clone(), Arc::clone(&open));
                std::thread::spawn(move || {
                    // A connection that breaks off concerns nobody but its client.
                    let _ = connection(&double, &stream);
                    open.fetch_sub(1, Ordering::AcqRel);
                });
            }
        })?;
        Ok(Self { address, accepted, ended, thread: Some(thread) })
    }

    /// The URL of the service, without a path: `http://127.0.0.1:40123`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        self.accepted.load(Ordering::Acquire)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        // Wakes the thread that accepts connections.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        if let Some(thread) = self.thread.take().filter(|_| woken.is_ok()) {
            let _ = thread.join();
        }
    }
}

/// Answers the requests of one connection, one after the other.
fn connection(double: &Double, stream: &TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some((request, last)) = read_request(&mut reader, stream)? {
        let response = double.answer(request);
        if let Some(Delay(delay)) = response.extensions().get() {
            std::thread::sleep(*delay);
        }
        write_response(stream, &response, last)?;
        if last {
            break;
        }
    }
    Ok(())
}

fn invalid(problem: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem)
}

/// One line of the head without its end; `None` at the end of the connection.
fn read_line(reader: &mut impl BufRead, left: &mut u64) -> io::Result<Option<String>> {
    let mut line = String::new();
    let count = reader.by_ref().take(*left).read_line(&mut line)? as u64;
    *left -= count;
    if count == 0 {
        return Ok(None);
    }
    if !line.ends_with('\n') {
        return Err(invalid("the head is too long or ends early"));
    }
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The next request of a connection, and whether it is the last.
fn read_request(reader: &mut BufReader<&TcpStream>, stream: &TcpStream) -> io::Result<Option<(Request<Bytes>, bool)>> {
    let mut left = HEAD_BYTES;
    let Some(start) = read_line(reader, &mut left)? else { return Ok(None) };
    let mut words = start.split(' ');
    let (method, target, version) = (words.next(), words.next(), words.next());
    let mut builder = Request::builder().method(method.unwrap_or_default()).uri(target.unwrap_or_default());
    let (mut length, mut chunked, mut last) = (0, false, version != Some("HTTP/1.1"));
    loop {
        let line = read_line(reader, &mut left)?.ok_or_else(|| invalid("the head ends early"))?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| invalid("a header line has no colon"))?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(|_| invalid("the content length is no number"))?,
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => last = value.eq_ignore_ascii_case("close"),
            "expect" => (&mut &*stream).write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?,
            _ => {}
        }
        builder = builder.header(name, value);
    }
    let body = if chunked { read_chunks(reader)? } else { read_bytes(reader, length)? };
    let request = builder.body(Bytes::from(body)).map_err(|_| invalid("the request is malformed"))?;
    Ok(Some((request, last)))
}

fn read_bytes(reader: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    if length > BODY_BYTES {
        return Err(invalid("the body is too long"));
    }
    let mut body = Vec::new();
    let count = reader.by_ref().take(length).read_to_end(&mut body)? as u64;
    if count < length { Err(invalid("the body ends early")) } else { Ok(body) }
}

fn read_chunks(reader: &mut BufReader<&TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut left = HEAD_BYTES;
        let line = read_line(reader, &mut left)?.ok_or_else(|| invalid("the body ends early"))?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(|_| invalid("the chunk size is no number"))?;
        if size == 0 {
            while read_line(reader, &mut left)?.is_some_and(|line| !line.is_empty()) {}
            return Ok(body);
        }
        if size > BODY_BYTES.saturating_sub(body.len() as u64) {
            return Err(invalid("the body is too long"));
        }
        body.extend(read_bytes(reader, size)?);
        read_line(reader, &mut left)?;
    }
}

fn write_response(mut stream: &TcpStream, response: &Response<Bytes>, last: bool) -> io::Result<()> {
    let status = response.status();
    let mut head =
        format!("HTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or("Unknown")).into_bytes();
    for (name, value) in response.headers() {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    // A script may declare a length of its own, to see what a client makes of it.
    if !response.headers().contains_key(http::header::CONTENT_LENGTH) {
        head.extend_from_slice(format!("content-length: {}\r\n", response.body().len()).as_bytes());
    }
    head.extend_from_slice(if last { b"connection: close\r\n\r\n" } else { b"\r\n" });
    head.extend_from_slice(response.body());
    stream.write_all(&head)?;
    if declared_length(response).is_some_and(|length| length != response.body().len() as u64) {
        return Err(invalid("the declared length is not that of the body"));
    }
    stream.flush()
}

pub(super) fn declared_length(response: &Response<Bytes>) -> Option<u64> {
    response.headers().get(http::header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
