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

    /// Whether `name` is kept: no selector keeps everything, and so does a first one that takes back before it does.
    pub(crate) fn keeps(&mut self, name: &str) -> bool {
        let everything = self.globs.first().is_none_or(|glob| glob.starts_with('!'));
        self.last_word(name, everything)
    }

    /// Whether `name` is picked: no selector picks nothing.
    pub(crate) fn picks(&mut self, name: &str) -> bool {
        self.last_word(name, false)
    }

    /// What the last selector that matches says: one that begins with `!` takes back what those before it picked.
    fn last_word(&mut self, name: &str, mut picked: bool) -> bool {
        if self.globs.is_empty() {
            return picked;
        }
        self.names.push(name.to_owned());
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
            let near =
                nearest(glob.strip_prefix('!').unwrap_or(glob), self.names.iter().map(String::as_str)).join(", ");
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
pub fn matches(glob: &str, name: &str) -> bool {
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
    use super::{Selector, matches};

    #[test]
    fn the_last_selector_that_matches_decides() {
        let strings = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect::<Vec<_>>();
        for (globs, kept, picked) in [
            (&[][..], ["getUser", "getItem", "addItem"].as_slice(), [].as_slice()),
            (&["get*"], &["getUser", "getItem"], &["getUser", "getItem"]),
            (&["get*", "!*User"], &["getItem"], &["getItem"]),
            (&["!*User", "get*"], &["getUser", "getItem", "addItem"], &["getUser", "getItem"]),
            (&["!get*"], &["addItem"], &[]),
        ] {
            let globs = strings(globs);
            let mut selector = Selector::new("operations", &globs);
            let names = ["getUser", "getItem", "addItem"];
            assert_eq!(names.into_iter().filter(|name| selector.keeps(name)).collect::<Vec<_>>(), kept, "{globs:?}");
            assert_eq!(names.into_iter().filter(|name| selector.picks(name)).collect::<Vec<_>>(), picked, "{globs:?}");
        }
    }

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
