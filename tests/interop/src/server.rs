//! The lab's servers, each in a process group of its own that ends with this program, however that ends.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::cases::Vendor;

/// Runs a server until standard input ends, which it does at the latest with the program that holds it; then the whole
/// group is ended. A server that ends by itself ends the group too.
const GUARD: &str = r#"( "$1" "$2"; kill 0 ) < /dev/null & read -r _; trap '' TERM; kill 0; wait"#;

/// The first start compiles the server.
const START: Duration = Duration::from_mins(2);
const END: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(20);

/// A running server of the lab. Dropping it ends it.
pub(crate) struct Server {
    guard: Child,
    port: u16,
    log: PathBuf,
}

impl Server {
    /// Starts the server of a vendor on a free port and waits until it serves.
    pub(crate) fn start(lab: &Path, vendor: &Vendor) -> Result<Self, String> {
        let folder = lab.join(vendor.name);
        let run = vendor.run.map_or_else(|| folder.join("run.sh"), PathBuf::from);
        let fail = |error: io::Error| format!("the server of {} cannot be started: {error}", vendor.name);
        let port = free_port().map_err(fail)?;
        let log = folder.join("out.log");
        let out = File::create(&log).map_err(fail)?;
        let guard = Command::new("sh")
            .args(["-c", GUARD, "sh"])
            .arg(run)
            .arg(port.to_string())
            .envs(vendor.env.iter().copied())
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(out.try_clone().map_err(fail)?)
            .stderr(out)
            .process_group(0)
            .spawn()
            .map_err(fail)?;
        let mut server = Self { guard, port, log };
        server.wait(vendor.name)?;
        let listening = ["/proc/net/tcp", "/proc/net/tcp6"].map(|file| fs::read_to_string(file).unwrap_or_default());
        match listening.iter().find_map(|table| beyond_loopback(table, port)) {
            Some(address) => {
                Err(format!("the server of {} listens on {address}, beyond the loopback interface", vendor.name))
            }
            None => Ok(server),
        }
    }

    /// `http://127.0.0.1:40123`
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait(&mut self, vendor: &str) -> Result<(), String> {
        let start = Instant::now();
        loop {
            // A port may be open before everything behind it is.
            let said = String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned();
            if (said.contains("READY") || said.contains(") started")) && self.accepts() {
                return Ok(());
            }
            let ended = self.guard.try_wait().map_err(|error| error.to_string())?.is_some();
            if ended || start.elapsed() > START {
                let how = if ended { "ended" } else { "did not start in time" };
                return Err(format!("the server of {vendor} {how}; it said:\n{said}"));
            }
            std::thread::sleep(TICK);
        }
    }

    fn accepts(&self) -> bool {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let start = Instant::now();
        while self.accepts() && start.elapsed() < END {
            std::thread::sleep(TICK);
        }
        if self.accepts() {
            let group = format!("-{}", self.guard.id());
            eprintln!("a server does not end when asked to; ending it by force: {}", self.log.display());
            if let Err(error) = Command::new("kill").args(["-KILL", "--", &group]).status() {
                eprintln!("process group {group} may still run: {error}");
            }
        }
        if let Err(error) = self.guard.wait() {
            eprintln!("{}: {error}", self.log.display());
        }
    }
}

/// A port that was free a moment ago.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The address, in the notation of `/proc/net/tcp`, that something listens on beyond loopback with this port.
fn beyond_loopback(table: &str, port: u16) -> Option<&str> {
    const LISTEN: &str = "0A";
    const LOOPBACK: [&str; 3] = ["0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"];
    table.lines().skip(1).find_map(|line| {
        let mut columns = line.split_whitespace().skip(1);
        let (address, bound) = columns.next()?.split_once(':')?;
        let listens = columns.nth(1) == Some(LISTEN) && u16::from_str_radix(bound, 16) == Ok(port);
        (listens && !LOOPBACK.contains(&address)).then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_open_to_others_is_found() {
        let table = |address: &str, state: &str| {
            format!(
                "  sl  local_address rem_address   st\n   0: {address}:1F90 00000000:0000 {state} 00000000:00000000\n"
            )
        };
        assert_eq!(beyond_loopback(&table("00000000", "0A"), 8080), Some("00000000"));
        assert_eq!(beyond_loopback(&table("0100007F", "0A"), 8080), None);
        assert_eq!(beyond_loopback(&table("00000000", "01"), 8080), None);
        assert_eq!(beyond_loopback(&table("00000000", "0A"), 8081), None);
    }
}
