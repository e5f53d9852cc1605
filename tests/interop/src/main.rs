//! The generated clients against the server software that their vendors run.
//!
//! `cargo xtask interop` starts this program with a copy of the lab, whose servers it starts one after the other. It
//! prints a table, and fails if a cell of it does.

mod cases;
mod desk;
mod line;
mod seen;
mod server;
mod table;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use tokio::runtime::Runtime;

use cases::{Case, Vendor};
use desk::{Desk, Way};
use seen::Seen;
use server::Server;
use table::Row;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, String> {
    let mut arguments = std::env::args_os().skip(1);
    let lab =
        arguments.next().map(PathBuf::from).ok_or("usage: castile-interop LAB [VENDOR…]; see cargo xtask help")?;
    let lab = std::path::absolute(&lab).map_err(|error| format!("{}: {error}", lab.display()))?;
    let chosen: Vec<String> = arguments.map(|vendor| vendor.to_string_lossy().into_owned()).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let start = Instant::now();
    let (mut cells, mut failed) = (0, 0);
    for vendor in cases::vendors().iter().filter(|vendor| chosen.is_empty() || chosen.iter().any(|v| v == vendor.name))
    {
        let since = Instant::now();
        let rows = rows(&lab, vendor, &runtime)?;
        let title = format!("{} on {}, {:.1} s", vendor.name, vendor.stack, since.elapsed().as_secs_f64());
        print!("{}", table::table(&title, &rows));
        cells += rows.iter().map(|row| row.cells.len()).sum::<usize>();
        failed += rows.iter().map(Row::failed).sum::<usize>();
    }
    print!("{}", table::summary(cells, failed, start.elapsed().as_secs()));
    Ok(if failed == 0 && cells > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Starts the vendor's server and runs its cases both ways.
fn rows(lab: &Path, vendor: &Vendor, runtime: &Runtime) -> Result<Vec<Row>, String> {
    let mut server = Server::start(lab, vendor)?;
    let mut rows = Vec::new();
    for case in &vendor.cases {
        let mut cells = Vec::new();
        for way in [Way::Async, Way::Blocking] {
            cells.push((way, cell(case, &Desk::new(&server.url(), way, runtime, case.patience))));
            if case.wrecks {
                drop(server);
                server = Server::start(lab, vendor)?;
            }
        }
        rows.push(Row { name: case.name.clone(), evidence: case.evidence, cells });
    }
    Ok(rows)
}

fn cell(case: &Case, desk: &Desk) -> Seen {
    let seen = catch_unwind(AssertUnwindSafe(|| (case.run)(desk)))
        .unwrap_or_else(|panic| Err(format!("a panic: {}", message(&*panic))));
    let summary = desk.log().summary();
    let seen = match (seen, case.wire.iter().find(|text| !summary.contains(**text))) {
        (Ok(_), Some(text)) => Err(format!("the response has no {text:?}")),
        (seen, _) => seen,
    };
    let summary = summary.trim_start_matches("HTTP/1.1 ");
    seen.map(|seen| format!("{summary}: {seen}")).map_err(|seen| format!("{summary}: {seen}"))
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied()).unwrap_or("no text")
}
