//! What the compiler has to say about its input: `file:row:col: error: …`.

use std::fmt;
use std::sync::Arc;

/// How much a [`Diagnostic`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was lost that a client needs.
    Note,
    /// The input is wrong or unusual, and was read in the way that is stated.
    Warning,
    /// Nothing can be generated until this is mended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A place in a document, as shown to people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The document's path under its root, or the name of a built-in schema.
    pub file: Arc<str>,
    /// The line, from 1; 0 when the whole document is meant.
    pub row: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_printable(f, &self.file)?;
        if self.row > 0 {
            write!(f, ":{}:{}", self.row, self.column)?;
        }
        Ok(())
    }
}

/// One message about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Where, when a place in a document is to blame.
    pub location: Option<Location>,
    /// The construct it is about, such as `complexType {urn:x}Order`.
    pub construct: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic without a place or advice.
    pub fn new(severity: Severity, construct: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity, location: None, construct: construct.into(), message: message.into(), help: None }
    }

    /// An error.
    pub fn error(construct: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, construct, message)
    }

    /// A warning.
    pub fn warning(construct: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, construct, message)
    }

    /// A note.
    pub fn note(construct: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, construct, message)
    }

    /// The same, at `location`.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// The same, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{location}: ")?;
        }
        write!(f, "{}: ", self.severity)?;
        if !self.construct.is_empty() {
            write_printable(f, &self.construct)?;
            f.write_str(": ")?;
        }
        write_printable(f, &self.message)?;
        if let Some(help) = &self.help {
            f.write_str("\n  help: ")?;
            write_printable(f, help)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// How many characters of one text are shown.
const SHOWN: usize = 1_000;

/// Writes `text` so that it can neither steer a terminal nor reorder what is read: control characters become spaces,
/// bidirectional and zero-width marks are left out, and what is too long is cut.
fn write_printable(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    use fmt::Write;
    for (count, c) in text.chars().enumerate() {
        if count == SHOWN {
            return f.write_char('…');
        }
        match c {
            '\u{61C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' => {}
            c if c.is_control() => f.write_char(' ')?,
            c => f.write_char(c)?,
        }
    }
    Ok(())
}

/// How many diagnostics one run keeps; the rest are counted.
const KEPT: usize = 1_000;

/// Collects what a run has to say, in the order in which it was found.
///
/// Only the first thousand are kept, so that a hostile document cannot fill the memory; errors are always counted.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    dropped: usize,
    errors: usize,
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.errors = self.errors.saturating_add(1);
        }
        if self.kept.len() < KEPT {
            self.kept.push(diagnostic);
            return;
        }
        self.dropped = self.dropped.saturating_add(1);
        // An error is worth more than a note that came before it.
        if diagnostic.severity == Severity::Error
            && let Some(last) = self.kept.last_mut()
            && last.severity != Severity::Error
        {
            *last = diagnostic;
        }
    }

    /// Whether a diagnostic that is added now would be kept.
    pub fn is_full(&self) -> bool {
        self.kept.len() >= KEPT
    }

    /// Whether any was an error.
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many were errors.
    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// How many were counted only.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Renames the files in which the places are: from paths under a root to paths that whoever reads the messages knows.
    pub(crate) fn rename_files(&mut self, rename: impl Fn(&str) -> Option<String>) {
        for location in self.kept.iter_mut().filter_map(|diagnostic| diagnostic.location.as_mut()) {
            if let Some(name) = rename(&location.file) {
                location.file = name.into();
            }
        }
    }

    /// Those kept, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.kept.iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.kept {
            writeln!(f, "{diagnostic}")?;
        }
        if self.dropped > 0 {
            writeln!(f, "… and {} more", self.dropped)?;
        }
        Ok(())
    }
}

/// The names most like `name`, the likest first, at most five.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut ranked: Vec<(usize, &str)> = names.take(2_000).map(|other| (distance(name, other), other)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().take(5).map(|(_, other)| other).collect()
}

/// Levenshtein's distance of the first characters, letter case counting half.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(64).collect();
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).map(|count| count * 2).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = i * 2;
        let mut last = (i + 1) * 2;
        let mut next = vec![last];
        for (b, above) in right.iter().zip(row.iter().skip(1)) {
            let cost = if a == b {
                0
            } else if a.eq_ignore_ascii_case(b) {
                1
            } else {
                2
            };
            last = (diagonal + cost).min(above + 2).min(last + 2);
            diagonal = *above;
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Diagnostics, Location, nearest};

    #[test]
    fn shows_place_construct_message_and_help() {
        let location = Location { file: "a/b.wsdl".into(), row: 3, column: 7 };
        let diagnostic = Diagnostic::error("part body", "has no type").at(location).help("name a type");
        assert_eq!(diagnostic.to_string(), "a/b.wsdl:3:7: error: part body: has no type\n  help: name a type");
    }

    #[test]
    fn terminal_escapes_and_bidi_marks_do_not_reach_the_terminal() {
        let diagnostic = Diagnostic::warning("\u{1b}[2J", "a\u{202e}b\nc\u{9b}d");
        assert_eq!(diagnostic.to_string(), "warning:  [2J: ab c d");
    }

    #[test]
    fn an_error_after_a_thousand_notes_is_kept() {
        let mut diagnostics = Diagnostics::new();
        for _ in 0..1_500 {
            diagnostics.push(Diagnostic::note("x", "y"));
        }
        diagnostics.push(Diagnostic::error("x", "bad"));
        assert!(diagnostics.has_errors());
        assert_eq!(diagnostics.iter().count(), 1_000);
        assert_eq!(diagnostics.iter().last().map(|d| d.message.as_str()), Some("bad"));
        assert_eq!(diagnostics.dropped(), 501);
    }

    #[test]
    fn the_nearest_name_is_first() {
        assert_eq!(nearest("pasword", ["login", "password", "eid"].into_iter()).first(), Some(&"password"));
    }
}
