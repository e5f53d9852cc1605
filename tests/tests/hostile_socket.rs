//! A server that resets, stalls or trickles at any phase of a call: an error of the right kind, in time, and nothing left behind.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::items_after_statements
)]

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports, missing_docs)]
#[path = "hostile/response/desk.rs"]
mod desk;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use castile::call::Timeouts;
use castile::{Client, Error};
use desk::{LOOK_OPERATION, Look, LookResponse};

const BODY: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><lookResponse xmlns=\"urn:example:desk\"><count>1</count></lookResponse></s:Body></s:Envelope>";

/// What the server does when it has come to the phase.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// Ends the connection.
    Close,
    /// Ends it with a reset, by leaving what the client sent unread.
    Reset,
    /// Says nothing more.
    Stall,
    /// Goes on with a byte at a time.
    Trickle,
}

/// How far the server goes before that.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Takes the connection and reads nothing.
    Connected,
    /// Reads a part of the request.
    InRequest,
    /// Reads it all.
    Requested,
    /// Sends this many bytes of the reply.
    Sent(usize),
}

fn reply(chunked: bool) -> Vec<u8> {
    if chunked {
        let (a, b) = BODY.split_at(60);
        return format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n", a.len(), b.len()).into_bytes();
    }
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{BODY}", BODY.len()).into_bytes()
}

fn read_request(stream: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).unwrap_or(0);
        seen.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&seen);
        if count == 0 || text.contains("</soap:Envelope>") {
            return;
        }
    }
}

fn serve(stream: TcpStream, phase: Phase, fault: Fault, chunked: bool) {
    let mut stream = stream;
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let _ = stream.set_nodelay(true);
    let whole = reply(chunked);
    let sent = match phase {
        Phase::Connected => 0,
        Phase::InRequest => {
            let _ = stream.read(&mut [0; 16]);
            0
        }
        Phase::Requested => {
            read_request(&mut stream);
            0
        }
        Phase::Sent(count) => {
            if fault == Fault::Reset {
                // A part is left unread, so that closing resets.
                let _ = stream.read(&mut [0; 16]);
            } else {
                read_request(&mut stream);
            }
            let _ = stream.write_all(&whole[..count]);
            count
        }
    };
    match fault {
        Fault::Close => {}
        Fault::Reset => std::thread::sleep(Duration::from_millis(30)),
        Fault::Stall => {
            // Until the client has had enough.
            let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
            let mut rest = [0; 4096];
            while stream.read(&mut rest).is_ok_and(|count| count > 0) {}
        }
        Fault::Trickle => {
            for byte in &whole[sent..] {
                std::thread::sleep(Duration::from_millis(50));
                if stream.write_all(&[*byte]).is_err() {
                    return;
                }
            }
        }
    }
}

fn timeouts() -> Timeouts {
    let usual = Timeouts::default();
    Timeouts {
        connect: Duration::from_millis(400),
        read: Duration::from_millis(400),
        total: Duration::from_millis(900),
        ..usual
    }
}

#[test]
fn every_fault_at_every_phase_is_an_error_in_time() {
    let head = reply(false).windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let chunked_head = reply(true).windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let phases = [
        (Phase::Connected, false),
        (Phase::InRequest, false),
        (Phase::Requested, false),
        (Phase::Sent(1), false),
        (Phase::Sent(12), false),
        (Phase::Sent(head - 2), false),
        (Phase::Sent(head), false),
        (Phase::Sent(head + 1), false),
        (Phase::Sent(reply(false).len() - 1), false),
        (Phase::Sent(chunked_head + 1), true),
        (Phase::Sent(chunked_head + 20), true),
        (Phase::Sent(reply(true).len() - 3), true),
    ];
    for fault in [Fault::Close, Fault::Reset, Fault::Stall, Fault::Trickle] {
        for (phase, chunked) in phases {
            let name = format!("{fault:?} at {phase:?}, chunked: {chunked}");
            // A last byte that trickles in is a reply like any other.
            let nearly_all =
                fault == Fault::Trickle && matches!(phase, Phase::Sent(count) if count + 4 > reply(chunked).len());
            let connections = Arc::new(AtomicUsize::new(0));
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}/", listener.local_addr().unwrap());
            let count = Arc::clone(&connections);
            let server = std::thread::spawn(move || {
                let Ok((stream, _)) = listener.accept() else { return };
                count.fetch_add(1, Ordering::SeqCst);
                serve(stream, phase, fault, chunked);
                // Whoever tries again is counted.
                listener.set_nonblocking(true).unwrap();
                std::thread::sleep(Duration::from_millis(30));
                if listener.accept().is_ok() {
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            let start = Instant::now();
            let (result, left) = runtime.block_on(async {
                let result = {
                    let client = Client::builder(&url).timeouts(timeouts()).build().unwrap();
                    let request = Look { what: "x".repeat(300), ..Look::default() };
                    client.call::<LookResponse>(&LOOK_OPERATION, &request).send().await
                };
                // The connection's own task ends with its client.
                let metrics = tokio::runtime::Handle::current().metrics();
                let until = Instant::now() + Duration::from_secs(2);
                while metrics.num_alive_tasks() > 0 && Instant::now() < until {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                (result, metrics.num_alive_tasks())
            });
            let took = start.elapsed();
            match &result {
                Ok(reply) => assert!(nearly_all && reply.count == 1, "{name}: {reply:?}"),
                Err(Error::Transport(_)) => assert!(matches!(fault, Fault::Close | Fault::Reset), "{name}: {result:?}"),
                Err(Error::Timeout(_)) => assert!(matches!(fault, Fault::Stall | Fault::Trickle), "{name}: {result:?}"),
                Err(error) => panic!("{name}: {error}"),
            }
            assert!(took < Duration::from_secs(4), "{name}: {took:?}");
            assert_eq!(left, 0, "{name}: tasks are left");
            server.join().unwrap();
            assert_eq!(connections.load(Ordering::SeqCst), 1, "{name}: sent again");
        }
    }
}

#[test]
fn a_call_that_is_dropped_leaves_nothing_behind() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        serve(stream, Phase::Requested, Fault::Stall, false);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let client = Client::builder(&url).build().unwrap();
        let request = Look::default();
        let call = client.call::<LookResponse>(&LOOK_OPERATION, &request).send();
        assert!(tokio::time::timeout(Duration::from_millis(200), call).await.is_err());
        drop(client);
        let metrics = tokio::runtime::Handle::current().metrics();
        let until = Instant::now() + Duration::from_secs(2);
        while metrics.num_alive_tasks() > 0 && Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(metrics.num_alive_tasks(), 0);
    });
    server.join().unwrap();
}
