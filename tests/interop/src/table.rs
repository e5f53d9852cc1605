//! The table: a row a case, with both ways and what was seen.

use std::fmt::Write;

use crate::cases::Evidence;
use crate::desk::Way;
use crate::seen::Seen;

/// What one case came to.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) evidence: Evidence,
    pub(crate) cells: Vec<(Way, Seen)>,
}

impl Row {
    pub(crate) fn failed(&self) -> usize {
        self.cells.iter().filter(|(_, seen)| seen.is_err()).count()
    }
}

const LEGEND: &str = "\
documented  what the vendor documents, written by the kind of software the vendor runs
stack       what that software does by itself
other       what another implementation of it does (mono's WCF and ASMX, PHP's ext/soap): it may not be what the vendor's does
invented    an answer that the lab made up: no evidence about the vendor
own         a server of ours, or an answer changed on the way
";

/// The rows of a vendor, as text for people.
pub(crate) fn table(title: &str, rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let mut text =
        format!("\n{title}\n  {:width$}  {:10}  {:5}  {:8}  seen\n", "case", "evidence", "async", "blocking");
    for row in rows {
        let evidence = format!("{:?}", row.evidence).to_lowercase();
        let cell = |way| match row.cells.iter().find(|(of, _)| *of == way) {
            Some((_, Ok(_))) => "pass",
            Some((_, Err(_))) => "FAIL",
            None => "-",
        };
        let mut seen: Vec<&str> =
            row.cells.iter().map(|(_, seen)| seen.as_deref().unwrap_or_else(String::as_str)).collect();
        seen.dedup();
        let (name, awaited, blocking) = (&row.name, cell(Way::Async), cell(Way::Blocking));
        let seen = seen.join("\n      | ");
        // Writing to a string does not fail.
        let _ = writeln!(text, "  {name:width$}  {evidence:10}  {awaited:5}  {blocking:8}  {seen}");
    }
    text
}

/// What stands below all tables.
pub(crate) fn summary(cells: usize, failed: usize, seconds: u64) -> String {
    format!("\n{LEGEND}\n{cells} cells, {} pass, {failed} fail, {seconds} s\n", cells - failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_what_differs() {
        let row = |seen: [Seen; 2]| {
            let [one, other] = seen;
            let cells = vec![(Way::Async, one), (Way::Blocking, other)];
            Row { name: "a case".into(), evidence: Evidence::Own, cells }
        };
        let rows = [
            row([Ok("200: the value".into()), Ok("200: the value".into())]),
            row([Ok("timeout".into()), Err("a reply".into())]),
        ];
        let expected = "
v
  case    evidence    async  blocking  seen
  a case  own         pass   pass      200: the value
  a case  own         pass   FAIL      timeout
      | a reply
";
        assert_eq!(table("v", &rows), expected);
        assert_eq!(rows.map(|row| row.failed()), [0, 1]);
    }
}
