//! A server that answers with bytes it is given, as they are.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

/// What is sent to the next requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    /// The response, head and all.
    pub(crate) bytes: Vec<u8>,
    /// How many bytes are written at a time; 0 for all.
    pub(crate) piece: usize,
    /// What follows.
    pub(crate) then: Then,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Then {
    /// The next request on this connection.
    #[default]
    Next,
    Close,
    /// Nothing, and the connection stays open.
    Silence,
}

#[derive(Default)]
struct State {
    script: Script,
    requests: usize,
}

pub(crate) struct Server {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &state).expect("a connection of this test"));
            }
        });
        Self { url, state }
    }

    pub(crate) fn play(&self, script: Script) {
        *self.state() = State { script, requests: 0 };
    }

    /// Requests since the script was set.
    pub(crate) fn requests(&self) -> usize {
        self.state().requests
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("not poisoned")
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut came = Vec::new();
    while read_request(&mut stream, &mut came)? {
        let script = {
            let mut state = state.lock().expect("not poisoned");
            state.requests += 1;
            state.script.clone()
        };
        for piece in script.bytes.chunks(if script.piece == 0 { usize::MAX } else { script.piece }) {
            stream.write_all(piece)?;
        }
        match script.then {
            Then::Next => {}
            Then::Close => return Ok(()),
            Then::Silence => {
                // Until the client has had enough.
                let _ = stream.read(&mut [0]);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Reads a request and leaves what follows it; `false` at the end of the connection.
fn read_request(stream: &mut TcpStream, came: &mut Vec<u8>) -> std::io::Result<bool> {
    loop {
        if let Some(head) = came.windows(4).position(|window| window == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&came[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |length| length.trim().parse().expect("a length"));
            if came.len() >= head + 4 + length {
                came.drain(..head + 4 + length);
                return Ok(true);
            }
        }
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(false),
            Ok(bytes) => came.extend_from_slice(&buffer[..bytes]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}
