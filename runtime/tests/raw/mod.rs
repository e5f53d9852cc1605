//! What a server written by hand needs.

use std::io::Read as _;
use std::net::TcpStream;

/// Reads a whole request, whose length is declared. A server that closes with a part of it unread resets the connection, and
/// what it had sent may be lost with it.
pub(crate) fn read_request(stream: &mut TcpStream) {
    let mut came = Vec::new();
    let mut piece = [0; 4096];
    while !is_whole(&came) {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(bytes) => came.extend_from_slice(&piece[..bytes]),
        }
    }
}

fn is_whole(came: &[u8]) -> bool {
    let Some(head) = came.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let text = String::from_utf8_lossy(&came[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |length| length.trim().parse().expect("a length"));
    came.len() >= head + 4 + length
}
