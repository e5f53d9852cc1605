//! The manifest's marks on members: `Owner/member`.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, nearest};
use crate::resolve::Findings;

/// Marks of one kind, and which of them found a member.
#[derive(Debug)]
pub(super) struct Marks {
    section: &'static str,
    by_member: BTreeMap<String, Vec<Mark>>,
    /// Members of each owner that is marked, for advice.
    seen: BTreeMap<String, Vec<String>>,
    malformed: Vec<String>,
}

#[derive(Debug)]
struct Mark {
    owner: String,
    used: bool,
}

impl Marks {
    pub(super) fn new(section: &'static str, members: &[String]) -> Self {
        let mut marks = Self { section, by_member: BTreeMap::new(), seen: BTreeMap::new(), malformed: Vec::new() };
        for path in members {
            match path.rsplit_once('/') {
                Some((owner, member)) if !owner.is_empty() && !member.is_empty() => {
                    marks
                        .by_member
                        .entry(member.to_owned())
                        .or_default()
                        .push(Mark { owner: owner.to_owned(), used: false });
                    marks.seen.insert(owner.to_owned(), Vec::new());
                }
                _ => marks.malformed.push(path.clone()),
            }
        }
        marks
    }

    /// Whether a member of something that goes by these names is marked.
    pub(super) fn has(&mut self, owners: &[String], member: &str) -> bool {
        if self.by_member.is_empty() {
            return false;
        }
        for owner in owners {
            if let Some(members) = self.seen.get_mut(owner)
                && !members.iter().any(|seen| seen == member)
            {
                members.push(member.to_owned());
            }
        }
        let Some(marks) = self.by_member.get_mut(member) else {
            return false;
        };
        let mut found = false;
        for mark in marks.iter_mut().filter(|mark| mark.owner == "*" || owners.contains(&mark.owner)) {
            mark.used = true;
            found = true;
        }
        found
    }

    /// An error for every mark that found no member.
    pub(super) fn report(self, findings: &mut Findings) {
        for path in &self.malformed {
            let construct = format!("manifest {} \"{path}\"", self.section);
            findings.push_unplaced(
                Diagnostic::error(construct, "is not of the form Owner/member")
                    .help("name a type, element or message and one of its members"),
            );
        }
        for (member, marks) in &self.by_member {
            for mark in marks.iter().filter(|mark| !mark.used) {
                let construct = format!("manifest {} \"{}/{member}\"", self.section, mark.owner);
                let siblings = self.seen.get(&mark.owner).map(Vec::as_slice).unwrap_or_default();
                let (message, help) = if siblings.is_empty() {
                    (
                        "no type, element or message of that name is generated",
                        String::from("check the name of the owner, and what is selected"),
                    )
                } else {
                    (
                        "has no such member",
                        format!("its members are: {}", nearest(member, siblings.iter().map(String::as_str)).join(", ")),
                    )
                };
                findings.push_unplaced(Diagnostic::error(construct, message).help(help));
            }
        }
    }
}
