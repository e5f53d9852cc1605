//! The maintainer's commands: `cargo xtask help` lists them.

mod bench;
mod corpus;
mod folder;
mod interop;
mod regen;
mod schemas;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  regen [VENDOR…]   generates the clients of all contracts under wsdl/, or of these
      --check           writes nothing; prints what would change and fails if anything would
      --coverage FILE   writes a report of what each contract became
  corpus SET        generates every contract of a set: SET/manifest.tsv names them
      --id GLOB         only those whose id matches
      --compile         type-checks all that was emitted
      --round-trip      reads and writes every message of SET/instances with it
      --out DIR         where to write what was read
      --report FILE     where to write a table, a row for each contract
  schemas DIR       writes a set of random contracts, schemas and WSDLs, for `corpus` and the judge
      --seed N          the same seed makes the same contracts; 1
      --count N         how many; 200
  interop           calls the vendors' own server software with the generated clients and prints a table
      --vendor V        only this vendor's; can be given several times
  bench             measures with the material that CASTILE_SHARED names (default ../shared)
      --compile         what the emitted code costs whoever compiles it
      --peers           the engine beside those of other projects, in one run
      --repetitions N   how often each is measured; 3
  help              prints this
";

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
    let mut arguments = lexopt::Parser::from_env();
    let command = match arguments.next().map_err(usage)? {
        Some(Value(command)) => command.string().map_err(usage)?,
        Some(Long("help") | Short('h')) | None => "help".to_owned(),
        Some(other) => return Err(usage(other.unexpected())),
    };
    match command.as_str() {
        "regen" => {
            let options = regen_options(&mut arguments).map_err(usage)?;
            enter_repository()?;
            regen::regen(&options)
        }
        "corpus" => {
            corpus::run(&corpus_options(&mut arguments).map_err(usage)?)?;
            Ok(ExitCode::SUCCESS)
        }
        "schemas" => {
            schemas::run(&schemas_options(&mut arguments).map_err(usage)?)?;
            Ok(ExitCode::SUCCESS)
        }
        "interop" => {
            let options = interop_options(&mut arguments).map_err(usage)?;
            enter_repository()?;
            interop::run(&options)
        }
        "bench" => {
            let options = bench_options(&mut arguments).map_err(usage)?;
            enter_repository()?;
            bench::run(&options)?;
            Ok(ExitCode::SUCCESS)
        }
        // What `corpus` starts, a process for each contract.
        "corpus-worker" => {
            let rest = arguments.raw_args().map_err(usage)?.map(|argument| argument.to_string_lossy().into_owned());
            corpus::work(&rest.collect::<Vec<_>>())?;
            Ok(ExitCode::SUCCESS)
        }
        "help" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(format!("there is no command `{other}`\n\n{HELP}")),
    }
}

fn regen_options(arguments: &mut lexopt::Parser) -> Result<regen::Options, lexopt::Error> {
    let mut options = regen::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("check") => options.check = true,
            Long("coverage") => options.coverage = Some(absolute(&arguments.value()?)),
            Value(vendor) => options.vendors.push(vendor.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn corpus_options(arguments: &mut lexopt::Parser) -> Result<corpus::Options, lexopt::Error> {
    let mut options = corpus::Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("id") => options.id = Some(arguments.value()?.string()?),
            Long("compile") => options.compile = true,
            Long("round-trip") => options.round_trip = true,
            Long("out") => options.out = Some(absolute(&arguments.value()?)),
            Long("report") => options.report = Some(absolute(&arguments.value()?)),
            Value(set) if options.set.as_os_str().is_empty() => options.set = absolute(&set),
            other => return Err(other.unexpected()),
        }
    }
    if options.set.as_os_str().is_empty() {
        return Err("corpus needs the folder of a set".into());
    }
    Ok(options)
}

fn schemas_options(arguments: &mut lexopt::Parser) -> Result<schemas::Options, lexopt::Error> {
    let mut options = schemas::Options { seed: 1, count: 200, ..schemas::Options::default() };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("seed") => options.seed = arguments.value()?.parse()?,
            Long("count") => options.count = arguments.value()?.parse()?,
            Value(set) if options.set.as_os_str().is_empty() => options.set = absolute(&set),
            other => return Err(other.unexpected()),
        }
    }
    if options.set.as_os_str().is_empty() {
        return Err("schemas needs the folder to write to".into());
    }
    Ok(options)
}

fn interop_options(arguments: &mut lexopt::Parser) -> Result<interop::Options, lexopt::Error> {
    let mut options = interop::Options { shared: shared(), ..interop::Options::default() };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("vendor") => options.vendors.push(arguments.value()?.string()?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn bench_options(arguments: &mut lexopt::Parser) -> Result<bench::Options, lexopt::Error> {
    let mut options = bench::Options { shared: shared(), repetitions: 3, ..bench::Options::default() };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("compile") => options.compile = true,
            Long("peers") => options.peers = true,
            Long("repetitions") => options.repetitions = arguments.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    if !options.compile && !options.peers {
        return Err("bench needs --compile or --peers".into());
    }
    Ok(options)
}

/// The material beside the repository, which is entered before it is looked at.
fn shared() -> PathBuf {
    std::env::var_os("CASTILE_SHARED").map_or_else(|| PathBuf::from("../shared"), |path| absolute(&path))
}

/// A path as the caller meant it, before the working directory changes.
fn absolute(path: &std::ffi::OsStr) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path))
}

/// Paths in messages and in emitted headers are relative to the repository.
fn enter_repository() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the repository has no root")?;
    std::env::set_current_dir(root).map_err(|error| format!("{}: {error}", root.display()))
}

#[allow(clippy::needless_pass_by_value)]
fn usage(error: lexopt::Error) -> String {
    format!("{error}\n\n{HELP}")
}
