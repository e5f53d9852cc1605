//! A server that answers every POST with the documented reply: keep-alive, a thread a connection, one write an answer.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

const REPLY: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.response.xml");

/// Starts it in threads of its own and gives its port.
pub fn start() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            std::thread::spawn(move || {
                // A client that goes away ends its thread.
                let _ = answer(connection);
            });
        }
    });
    port
}

fn answer(mut connection: TcpStream) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let length = REPLY.len();
    let reply =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{REPLY}");
    let mut came = Vec::new();
    let mut buffer = [0; 1 << 14];
    loop {
        let end = loop {
            if let Some(end) = request_end(&came) {
                break end;
            }
            match connection.read(&mut buffer)? {
                0 => return Ok(()),
                read => came.extend_from_slice(&buffer[..read]),
            }
        };
        connection.write_all(reply.as_bytes())?;
        came.drain(..end);
    }
}

/// Where a whole request ends; both clients declare its length.
fn request_end(came: &[u8]) -> Option<usize> {
    let head = came.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&came[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"))?;
    let end = head + length.trim().parse::<usize>().ok()?;
    (came.len() >= end).then_some(end)
}
