//! CPU time and memory of a command and all that it starts.

use std::process::Command;

/// What a command took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Took {
    /// User and system time.
    pub(super) cpu_seconds: f64,
    /// The largest resident size of one process.
    pub(super) peak_mib: f64,
}

const TIME: &str = "/usr/bin/time";

/// Runs `command` under GNU time.
pub(super) fn timed(command: &Command) -> Result<Took, String> {
    let mut under = Command::new(TIME);
    under.args(["-f", "took %U %S %M"]).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        under.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => under.env(name, value),
            None => under.env_remove(name),
        };
    }
    let output = under.output().map_err(|error| format!("{TIME}: {error}; it is the package `time`"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{command:?} failed:\n{said}"));
    }
    parse(&said).ok_or_else(|| format!("{TIME} said nothing of {command:?}"))
}

fn parse(said: &str) -> Option<Took> {
    let mut figures = said.lines().rev().find_map(|line| line.strip_prefix("took "))?.split(' ');
    let mut next = || figures.next()?.trim().parse::<f64>().ok();
    Some(Took { cpu_seconds: next()? + next()?, peak_mib: next()? / 1024.0 })
}

/// The middle one of several, by CPU time.
pub(super) fn median(mut several: Vec<Took>) -> Option<Took> {
    several.sort_by(|a, b| a.cpu_seconds.total_cmp(&b.cpu_seconds));
    several.get(several.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gnu_time_says() {
        let took = Took { cpu_seconds: 1.75, peak_mib: 2.0 };
        assert_eq!(parse("warning: took long\ntook 1.50 0.25 2048\n"), Some(took));
        assert_eq!(parse("took 1.50"), None);
    }

    #[test]
    fn the_middle_one() {
        let took = |cpu_seconds| Took { cpu_seconds, peak_mib: 0.0 };
        assert_eq!(median(vec![took(3.0), took(1.0), took(2.0)]), Some(took(2.0)));
        assert_eq!(median(Vec::new()), None);
    }
}
