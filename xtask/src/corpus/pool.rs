//! Generates each entry in a process of its own, bounded in time and memory.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::set::Entry;

/// How long one entry may take.
const TIME: Duration = Duration::from_mins(1);
/// How much memory one entry may take, in KiB.
const MEMORY_KIB: u64 = 4 << 20;
/// How often a worker is looked at.
const TICK: Duration = Duration::from_millis(5);

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Code was emitted.
    Generated,
    /// Diagnostics with errors.
    Refused,
    /// The generator panicked.
    Panic,
    /// It took too long or too much memory.
    Timeout,
}

impl Status {
    /// As it stands in the report.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Refused => "refused",
            Self::Panic => "panic",
            Self::Timeout => "timeout",
        }
    }
}

/// What a worker said about its entry.
#[derive(Clone, Debug)]
pub(super) struct Generated {
    /// What became of it.
    pub(super) status: Status,
    /// The first diagnostic that says why, or the panic's message; empty when all is well.
    pub(super) diagnostic: String,
    /// Wall time of the worker.
    pub(super) ms: u128,
    /// Largest resident size.
    pub(super) peak_kib: u64,
    /// Operations of all clients.
    pub(super) operations: usize,
    /// Emitted types.
    pub(super) types: usize,
    /// Emitted lines.
    pub(super) lines: usize,
}

/// Runs a worker for every entry, as many at once as there are processors; `out` gets a folder for each.
pub(super) fn generate(
    entries: &[Entry],
    out: &Path,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Generated>, String> {
    let exe = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<Generated>>> = Mutex::new(vec![None; entries.len()]);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers.min(entries.len()) {
            scope.spawn(|| {
                while let Some((index, entry)) = {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    entries.get(index).map(|entry| (index, entry))
                } {
                    let result = one(&exe, entry, &out.join(format!("e{index}")));
                    if let Ok(mut results) = results.lock() {
                        results[index] = Some(result);
                    }
                    progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
            });
        }
    });
    let results = results.into_inner().map_err(|_| "a worker thread panicked".to_owned())?;
    results.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| "an entry got no result".to_owned())
}

fn one(exe: &Path, entry: &Entry, out: &Path) -> Generated {
    let start = Instant::now();
    let failed = |status, diagnostic: String| Generated {
        status,
        diagnostic,
        ms: start.elapsed().as_millis(),
        peak_kib: 0,
        operations: 0,
        types: 0,
        lines: 0,
    };
    let mut command = Command::new(exe);
    command.arg("corpus-worker").arg(&entry.document).arg(&entry.root).arg(out);
    for (url, file) in &entry.catalog {
        command.arg(url).arg(file);
    }
    let (stdout, stderr) = (out.with_extension("stdout"), out.with_extension("stderr"));
    let spawned = redirect(&mut command, &stdout, &stderr).and_then(Command::spawn);
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return failed(Status::Refused, format!("cannot start a worker: {error}")),
    };
    let mut peak_kib = 0;
    let status = loop {
        peak_kib = resident_kib(&child).max(peak_kib);
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() > TIME => {
                return killed(child, failed(Status::Timeout, format!("not done in {} s", TIME.as_secs())));
            }
            Ok(None) if peak_kib > MEMORY_KIB => {
                return killed(child, failed(Status::Timeout, format!("more than {MEMORY_KIB} KiB of memory")));
            }
            Ok(None) => std::thread::sleep(TICK),
            Err(error) => return failed(Status::Refused, format!("cannot wait for a worker: {error}")),
        }
    };
    let said = std::fs::read_to_string(&stdout).unwrap_or_default();
    let cells: Vec<&str> = said.trim_end().split('\t').collect();
    let number = |index: usize| cells.get(index).and_then(|cell| cell.parse().ok()).unwrap_or(0);
    if let (Some(kind @ ("generated" | "refused")), Some(0)) = (cells.first().copied(), status.code()) {
        return Generated {
            status: if kind == "generated" { Status::Generated } else { Status::Refused },
            diagnostic: cells.get(5).copied().unwrap_or_default().to_owned(),
            ms: start.elapsed().as_millis(),
            peak_kib: peak_kib.max(number(1) as u64),
            operations: number(2),
            types: number(3),
            lines: number(4),
        };
    }
    let said = std::fs::read_to_string(&stderr).unwrap_or_default();
    let message = said.lines().filter(|line| !line.trim().is_empty()).take(2).collect::<Vec<_>>().join(" ");
    failed(Status::Panic, format!("{status}: {message}"))
}

fn redirect<'a>(command: &'a mut Command, stdout: &PathBuf, stderr: &PathBuf) -> std::io::Result<&'a mut Command> {
    let (stdout, stderr) = (std::fs::File::create(stdout)?, std::fs::File::create(stderr)?);
    Ok(command.stdin(Stdio::null()).stdout(stdout).stderr(stderr))
}

fn killed(mut child: Child, result: Generated) -> Generated {
    // An error here means that it has ended by itself.
    let _ = child.kill();
    let _ = child.wait();
    result
}

/// Resident size of a child, where the system tells it (Linux).
fn resident_kib(child: &Child) -> u64 {
    peak_kib(&format!("/proc/{}/status", child.id()), "VmRSS:")
}

/// A size from a `/proc/*/status` file; 0 where there is none.
pub(super) fn peak_kib(path: &str, key: &str) -> u64 {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|line| line.split_whitespace().next()).and_then(|size| size.parse().ok()).unwrap_or(0)
}
