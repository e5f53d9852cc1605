//! The manifest's selectors: globs over names of the contract.

use crate::diagnostic::{Diagnostic, nearest};
use crate::resolve::Findings;

/// The names a kind of selector was tried on, and which selectors matched.
pub(crate) struct Selector<'s> {
    section: &'static str,
    globs: &'s [String],
    matched: Vec<bool>,
    names: Vec<String>,
}

impl<'s> Selector<'s> {
    pub(crate) fn new(section: &'static str, globs: &'s [String]) -> Self {
        Self { section, globs, matched: vec![false; globs.len()], names: Vec::new() }
    }

    /// Whether `name` is kept: no selector keeps everything.
    pub(crate) fn keeps(&mut self, name: &str) -> bool {
        if self.globs.is_empty() {
            return true;
        }
        self.picks(name)
    }

    /// Whether `name` is picked: no selector picks nothing, and one that begins with `!` takes back what those before it picked.
    pub(crate) fn picks(&mut self, name: &str) -> bool {
        if self.globs.is_empty() {
            return false;
        }
        self.names.push(name.to_owned());
        let mut picked = false;
        for (glob, matched) in self.globs.iter().zip(&mut self.matched) {
            let (glob, picks) = glob.strip_prefix('!').map_or((glob.as_str(), true), |glob| (glob, false));
            if matches(glob, name) {
                *matched = true;
                picked = picks;
            }
        }
        picked
    }

    /// A selector that matched nothing is an error.
    pub(crate) fn report(&self, findings: &mut Findings) {
        for (glob, _) in self.globs.iter().zip(&self.matched).filter(|(_, matched)| !**matched) {
            let near = nearest(glob.trim_start_matches('!'), self.names.iter().map(String::as_str)).join(", ");
            let help = if near.is_empty() {
                String::from("the contract has none")
            } else {
                format!("the nearest names are: {near}")
            };
            findings.push_unplaced(
                Diagnostic::error(
                    format!("manifest select.{} \"{glob}\"", self.section),
                    "matches nothing in the contract",
                )
                .help(help),
            );
        }
    }
}

/// Whether `name` is of the form `glob`, in which `*` stands for any number of characters and `?` for one.
pub(crate) fn matches(glob: &str, name: &str) -> bool {
    let glob: Vec<char> = glob.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut here) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while here < name.len() {
        match glob.get(at) {
            Some('*') => {
                star = Some((at, here));
                at += 1;
            }
            Some(c) if *c == '?' || Some(c) == name.get(here) => {
                at += 1;
                here += 1;
            }
            _ => match star {
                Some((star_at, from)) => {
                    at = star_at + 1;
                    here = from + 1;
                    star = Some((star_at, from + 1));
                }
                None => return false,
            },
        }
    }
    glob.iter().skip(at).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_match_whole_names() {
        for (glob, name, expected) in [
            ("*", "x", true),
            ("get*", "getUser", true),
            ("get*", "forget", false),
            ("*User*", "getUsers", true),
            ("a*b*c", "aXbXbc", true),
            ("a?c", "abc", true),
            ("a", "ab", false),
            ("", "", true),
        ] {
            assert_eq!(matches(glob, name), expected, "{glob} {name}");
        }
    }
}
