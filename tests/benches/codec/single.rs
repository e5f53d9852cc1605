//! One engine, one message: for `cargo xtask bench`, which compares CPU time, memory and instructions.

use std::fs;
use std::path::Path;

use crate::cpu::cpu_seconds;
use crate::engine::{self, Run};

/// Runs `engine` as the arguments say and prints what it took.
pub fn run(engine: &str, direction: &str, file: &str, how: &[&str]) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}")).leak();
    let run = match direction {
        "decode" => engine::reader(engine, text),
        _ => engine::writer(engine, text),
    };
    let Some(Run { bytes, mut run }) = run else {
        eprintln!("no {engine} for {direction} of {file}");
        std::process::exit(2);
    };
    match how {
        ["once"] => {
            run();
            println!("{bytes}\t{}", peak_memory());
        }
        ["count", count] => {
            for _ in 0..number::<u32>(count) {
                run();
            }
            println!("{bytes}");
        }
        [repetitions, seconds] => {
            let iterations = iterations(number(seconds), &mut run);
            for _ in 0..number::<u32>(repetitions) {
                let start = cpu_seconds();
                for _ in 0..iterations {
                    run();
                }
                println!("{bytes}\t{iterations}\t{:.6}\t0.000000", cpu_seconds() - start);
            }
        }
        _ => panic!("REPETITIONS SECONDS, once, or count N"),
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

/// How many runs take about so many seconds.
fn iterations(seconds: f64, run: &mut dyn FnMut()) -> u64 {
    let mut iterations = 1_u32;
    loop {
        let start = cpu_seconds();
        for _ in 0..iterations {
            run();
        }
        let took = cpu_seconds() - start;
        if took > seconds / 4.0 {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            return (f64::from(iterations) * seconds / took).ceil() as u64;
        }
        iterations *= 2;
    }
}

/// The most memory that was resident, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// Writes every message into `folder`.
pub fn write_messages(folder: &str) {
    let folder = Path::new(folder);
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, text))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    };
    write("wcf-1k.xml", &crate::WCF_1K);
    write("wcf-100k.xml", &crate::WCF_100K);
    write("wcf-20m.xml", &crate::WCF_20M);
    write("jaxws-1k.xml", &crate::JAX_WS_1K);
    write("jaxws-100k.xml", &crate::JAX_WS_100K);
    write("jaxws-20m.xml", &crate::JAX_WS_20M);
    write("encoded-100k.xml", &crate::ENCODED_100K);
    write("multiref-100k.xml", &crate::MULTI_REFERENCE_100K);
    write("json-1k.json", &crate::JSON_1K);
    write("json-100k.json", &crate::JSON_100K);
    write("json-20m.json", &crate::JSON_20M);
}
