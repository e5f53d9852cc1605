//! The engine beside those of other projects: joins the run of `bench` in the shared material.
//!
//! That folder is copied, builds what is installed there and measures it with its own clock. What is missing is said and left
//! out; its `install.sh` installs it, this does not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The parts of `codec/build.sh`; the messages come first.
const PARTS: [&str; 5] = ["data", "rust", "gsoap", "java", "mono"];

/// Measures and prints tables.
pub(super) fn run(bench: &Path, target: &Path, passes: usize) -> Result<(), String> {
    let peers = Peers { folder: target.join("peers"), build: target.join("peers-build") };
    copy(bench, &peers.folder)?;
    fs::create_dir_all(peers.build.join("castile")).map_err(|error| format!("{}: {error}", peers.build.display()))?;
    for (name, program) in [("codec", "bench-codec"), ("call", "call")] {
        let built = built(name)?;
        fs::copy(&built, peers.build.join("castile").join(program))
            .map_err(|error| format!("{}: {error}", built.display()))?;
    }
    for part in PARTS {
        if let Err(why) = peers.script("codec/build.sh", &[part], Stdio::null()) {
            println!("left out, {part}: {why}");
        }
    }
    peers.codec(passes)?;
    peers.calls(passes)
}

struct Peers {
    folder: PathBuf,
    /// What the peers are built into.
    build: PathBuf,
}

impl Peers {
    fn codec(&self, passes: usize) -> Result<(), String> {
        let ours = "castile\tdecode,encode\twcf\t-\t{B}/castile/bench-codec run castile {op} {file}";
        let engines = self.present("codec/engines.tsv", ours)?;
        let passes = passes.to_string();
        self.script("codec/run.py", &["--passes", &passes, "--only", &engines], Stdio::inherit())?;
        self.script("table.py", &["codec"], Stdio::inherit())?;
        self.script("table.py", &["memory"], Stdio::inherit())?;
        if which("valgrind") {
            self.script("codec/callgrind.py", &["--only", &engines], Stdio::inherit())?;
            return self.script("table.py", &["instructions"], Stdio::inherit());
        }
        println!("left out, instructions: valgrind is not installed");
        Ok(())
    }

    fn calls(&self, repetitions: usize) -> Result<(), String> {
        // All clients, or where the others cannot be built the server and the bare one.
        if self.script("calls/build.sh", &[], Stdio::null()).is_err() {
            let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            cargo.args(["build", "--quiet", "--release"]).current_dir(self.folder.join("calls/rust"));
            cargo.env("CARGO_TARGET_DIR", self.build.join("target-calls"));
            self.finish(&mut cargo)?;
        }
        let paths = self.build.join("java/cp");
        if !paths.exists() {
            let written = fs::create_dir_all(self.build.join("java")).and_then(|()| fs::write(&paths, ""));
            written.map_err(|error| format!("{}: {error}", paths.display()))?;
        }
        let ours = "castile\t40000\t4000\t{B}/castile/call castile {url} {conc} {calls} {warm}";
        let clients = self.present("calls/clients.tsv", ours)?;
        self.script("calls/run.py", &["--reps", &repetitions.to_string(), "--only", &clients], Stdio::inherit())?;
        self.script("table.py", &["calls"], Stdio::inherit())
    }

    /// Adds a row to a table of programs and gives the names of those whose program is there.
    fn present(&self, table: &str, ours: &str) -> Result<String, String> {
        let path = self.folder.join(table);
        let fail = |error: std::io::Error| format!("{}: {error}", path.display());
        let rows = format!("{}\n{ours}\n", fs::read_to_string(&path).map_err(fail)?.trim_end());
        fs::write(&path, &rows).map_err(fail)?;
        let mut present = Vec::new();
        for row in rows.lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t');
            let (Some(name), Some(command)) = (cells.next(), cells.next_back()) else { continue };
            let program = command.split(' ').next().unwrap_or_default();
            if which(&program.replace("{B}", &self.build.to_string_lossy())) {
                present.push(name);
            } else {
                println!(
                    "left out, {name}: there is no {program}; {} installs it",
                    self.folder.join("install.sh").display()
                );
            }
        }
        Ok(present.join(","))
    }

    fn script(&self, script: &str, arguments: &[&str], output: Stdio) -> Result<(), String> {
        let mut command = Command::new(self.folder.join(script));
        command.args(arguments).stdout(output);
        self.finish(&mut command)
    }

    fn finish(&self, command: &mut Command) -> Result<(), String> {
        let output = command
            .env("BENCH_BUILD", &self.build)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it failed").trim().to_owned())
    }
}

/// Whether there is such a program.
fn which(program: &str) -> bool {
    if program.contains('/') {
        return Path::new(program).exists();
    }
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).exists()))
}

/// Builds one of the benchmarks of `castile-tests` and gives its program.
fn built(name: &str) -> Result<PathBuf, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["bench", "--no-run", "--package", "castile-tests", "--bench", name, "--message-format", "json"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    executable(&said, name)
        .filter(|_| output.status.success())
        .ok_or_else(|| format!("cargo built no benchmark {name}"))
}

/// The program that cargo's messages name.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    let is_bench =
        |line: &&str| line.contains("\"kind\":[\"bench\"]") && line.contains(&format!("\"name\":\"{name}\""));
    let path = messages.lines().filter(is_bench).find_map(|line| line.split_once("\"executable\":\""))?.1;
    Some(PathBuf::from(path.split('"').next()?))
}

/// Copies a folder anew; what is in it is not to be written to where it lies.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    copy_into(from, to).map_err(|error| format!("{}: {error}", from.display()))
}

fn copy_into(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_into(&entry.path(), &copy)?;
            continue;
        }
        // Its bytes and the right to run it; the stored files are read-only.
        let is_program =
            fs::read(entry.path()).and_then(|bytes| fs::write(&copy, &bytes).map(|()| bytes.starts_with(b"#!")))?;
        #[cfg(unix)]
        if is_program {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&copy, fs::Permissions::from_mode(0o755))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::executable;

    #[test]
    fn cargo_names_the_program() {
        let messages = concat!(
            "{\"target\":{\"kind\":[\"lib\"],\"name\":\"codec\"},\"executable\":null}\n",
            "{\"target\":{\"kind\":[\"bench\"],\"name\":\"call\"},\"executable\":\"/t/call-1\"}\n",
            "{\"target\":{\"kind\":[\"bench\"],\"crate_types\":[\"bin\"],\"name\":\"codec\"},\"executable\":\"/t/codec-1\",\"fresh\":true}\n",
        );
        assert_eq!(executable(messages, "codec"), Some("/t/codec-1".into()));
        assert_eq!(executable(messages, "other"), None);
    }
}
