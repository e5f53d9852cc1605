//! Instructions a byte, which do not depend on what else the machine does: valgrind counts those of this very program.

use std::path::Path;
use std::process::Command;

/// Direction, message, engines.
const COUNTED: &[(&str, &str, &[&str])] = &[
    (
        "decode",
        "wcf-100k.xml",
        &["scan", "quick-xml", "quick-xml-ns", "roxmltree", "hand-ns", "castile-tokens", "castile"],
    ),
    ("decode", "jaxws-100k.xml", &["quick-xml-ns", "hand-ns", "castile"]),
    ("decode", "encoded-100k.xml", &["quick-xml-ns", "castile"]),
    ("decode", "multiref-100k.xml", &["quick-xml-ns", "castile"]),
    ("decode", "json-100k.json", &["serde_json", "castile"]),
    ("encode", "wcf-100k.xml", &["memcpy", "hand", "castile"]),
    ("encode", "encoded-100k.xml", &["castile"]),
    ("encode", "json-100k.json", &["serde_json", "castile"]),
];

/// Counts with the messages in `folder` and prints a table.
pub fn print(folder: &str) {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("instructions a byte: valgrind, which counts them, is not installed");
        return;
    }
    println!("instructions a byte");
    for (direction, message, engines) in COUNTED {
        let file = Path::new(folder).join(message);
        for engine in *engines {
            let run = |count| counted(engine, direction, &file, count);
            // What three runs take more than one is what two take, free of the start.
            let [(bytes, once), (_, thrice)] = [run(1), run(3)];
            #[allow(clippy::cast_precision_loss)]
            let a_byte = (thrice - once) as f64 / 2.0 / bytes as f64;
            println!("  {direction} {message:17} {engine:15} {a_byte:6.2}");
        }
    }
}

/// Bytes of a run and instructions of so many.
fn counted(engine: &str, direction: &str, file: &Path, count: u32) -> (u64, u64) {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", engine, direction])
        .arg(file)
        .args(["count", &count.to_string()])
        .output()
        .expect("valgrind");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let collected = stderr.lines().find_map(|line| line.split_once("Collected : "));
    let parsed = (stdout.trim().parse(), collected.and_then(|(_, count)| count.trim().parse().ok()));
    match parsed {
        (Ok(bytes), Some(instructions)) => (bytes, instructions),
        _ => panic!("valgrind: {stderr}"),
    }
}
