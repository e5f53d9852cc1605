//! The report of a corpus run: one row an entry, and a summary for people.

use std::fmt::Write as _;

use super::compile::Compiled;
use super::pool::{Generated, Status};
use super::round_trip::Tally;
use super::tsv::escape;

const COLUMNS: [&str; 16] = [
    "id",
    "status",
    "diagnostic",
    "ms",
    "peak_kib",
    "operations",
    "types",
    "lines",
    "compiled",
    "warnings",
    "instances",
    "read",
    "written",
    "rejected",
    "failed",
    "first_failure",
];

/// All that is known of an entry.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its id.
    pub(super) id: String,
    /// What the generator made of it.
    pub(super) generated: Generated,
    /// What the compiler made of that, if asked.
    pub(super) compiled: Option<Compiled>,
    /// What became of its instances, if asked.
    pub(super) tally: Tally,
}

/// The table, header line first.
pub(super) fn table(rows: &[Row]) -> String {
    let mut out = COLUMNS.join("\t");
    out.push('\n');
    for row in rows {
        let (compiled, warnings, error) = match &row.compiled {
            Some(compiled) => (if compiled.ok { "yes" } else { "no" }, compiled.warnings, compiled.error.as_str()),
            None => ("-", 0, ""),
        };
        let diagnostic = if row.generated.diagnostic.is_empty() { error } else { &row.generated.diagnostic };
        let (generated, tally) = (&row.generated, &row.tally);
        let cells = [
            row.id.clone(),
            generated.status.as_str().to_owned(),
            escape(diagnostic),
            generated.ms.to_string(),
            generated.peak_kib.to_string(),
            generated.operations.to_string(),
            generated.types.to_string(),
            generated.lines.to_string(),
            compiled.to_owned(),
            warnings.to_string(),
            tally.instances.to_string(),
            tally.read.to_string(),
            tally.written.to_string(),
            tally.rejected.to_string(),
            tally.failed.to_string(),
            escape(&tally.first_failure),
        ];
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

/// What a person wants to know.
pub(super) fn summary(rows: &[Row]) -> String {
    let mut out = String::new();
    let count = |status| rows.iter().filter(|row| row.generated.status == status).count();
    let _ = writeln!(
        out,
        "{} entries: {} generated, {} refused, {} panicked, {} out of bounds",
        rows.len(),
        count(Status::Generated),
        count(Status::Refused),
        count(Status::Panic),
        count(Status::Timeout)
    );
    let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
    let _ = writeln!(
        out,
        "{} operations, {} types, {} lines",
        sum(|row| row.generated.operations),
        sum(|row| row.generated.types),
        sum(|row| row.generated.lines)
    );
    if rows.iter().any(|row| row.compiled.is_some()) {
        let compiled = rows.iter().filter(|row| row.compiled.as_ref().is_some_and(|compiled| compiled.ok)).count();
        let warnings: usize =
            rows.iter().filter_map(|row| row.compiled.as_ref()).map(|compiled| compiled.warnings).sum();
        let _ = writeln!(out, "{compiled} compile, with {warnings} warnings");
    }
    if sum(|row| row.tally.instances) > 0 {
        let _ = writeln!(
            out,
            "{} instances: {} read, {} written again, {} rejected, {} failed",
            sum(|row| row.tally.instances),
            sum(|row| row.tally.read),
            sum(|row| row.tally.written),
            sum(|row| row.tally.rejected),
            sum(|row| row.tally.failed)
        );
        let expected: usize = sum(|row| row.tally.unexpected);
        let _ = writeln!(out, "{expected} of them against what the index expects");
    }
    for row in rows {
        let why = match &row.compiled {
            _ if row.generated.status != Status::Generated => &row.generated.diagnostic,
            Some(compiled) if !compiled.ok => &compiled.error,
            _ if row.tally.unexpected > 0 => &row.tally.first_failure,
            _ => continue,
        };
        let _ = writeln!(out, "  {}: {why}", row.id);
    }
    out
}
