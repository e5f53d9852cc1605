//! Tab-separated tables with a header line: columns by name, `\\`, `\t`, `\n` and `\r` as escapes, no quoting.

use std::collections::BTreeMap;
use std::path::Path;

/// A table in memory.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<Vec<String>>,
}

/// One row of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

impl Table {
    /// Reads a table from a file.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self::parse(&text))
    }

    /// Reads a table from text; the first line names the columns.
    pub(super) fn parse(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let columns = lines.next().unwrap_or_default().split('\t').enumerate();
        let columns = columns.map(|(index, name)| (name.to_owned(), index)).collect();
        let rows = lines.map(|line| line.split('\t').map(unescape).collect()).collect();
        Self { columns, rows }
    }

    /// All rows, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

impl<'a> Row<'a> {
    /// The cell of a column; empty when the column or the cell is missing.
    pub(super) fn get(&self, column: &str) -> &'a str {
        let cell = self.table.columns.get(column).and_then(|&index| self.cells.get(index));
        cell.map_or("", String::as_str)
    }
}

/// Reads the escapes of a cell.
pub(super) fn unescape(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

/// Writes the escapes of a cell.
pub(super) fn escape(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for c in cell.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Table, escape, unescape};

    #[test]
    fn columns_are_found_by_name_and_escapes_are_undone() {
        let table = Table::parse("id\tentry\n1\ta\\tb\n2\n");
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].get("entry"), "a\tb");
        assert_eq!(rows[1].get("entry"), "");
        assert_eq!(rows[1].get("no such column"), "");
        assert_eq!(unescape(&escape("a\\b\tc\nd\re")), "a\\b\tc\nd\re");
    }
}
