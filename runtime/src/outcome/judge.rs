//! The judgement: a reply and the facts of its rule in, a verdict out.

use super::facts::{Condition, FaultRule, JsonError, Outcome};
use crate::content::Content;
use crate::engine::lexical_text;
use crate::facts::{Kind, SECRET};
use crate::soap::Fault;

/// Why a reply is a failure.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    /// The code, if one came that may be shown.
    pub(crate) code: Option<String>,
    /// The server's own words, if they may be shown.
    pub(crate) message: Option<String>,
}

/// The texts that a path leads to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) texts: Vec<String>,
    /// Whether a member on the way is marked as secret.
    pub(crate) secret: bool,
    /// Whether a member on the way, or the member itself, is not there.
    absent: bool,
}

impl Found {
    /// The first text that is not empty.
    pub(crate) fn first(&self) -> Option<&str> {
        self.texts.iter().map(|text| text.trim()).find(|text| !text.is_empty())
    }
}

/// Follows a path.
pub(crate) fn find(value: &dyn Content, path: &[usize]) -> Found {
    let mut found = Found::default();
    walk(value, path, &mut found);
    found
}

fn walk(value: &dyn Content, path: &[usize], found: &mut Found) {
    let facts = value.facts();
    match facts.kind() {
        Kind::Optional | Kind::Nillable if value.arm() == 0 => found.absent = true,
        Kind::Optional | Kind::Nillable => walk(value.field(0), path, found),
        Kind::Many => {
            for index in 0..value.arm() {
                walk(value.field(index), path, found);
            }
        }
        Kind::Struct | Kind::Array(_) | Kind::Choice | Kind::Polymorphic => {
            let Some((&step, rest)) = path.split_first() else {
                found.absent = true;
                return;
            };
            let other_arm = matches!(facts.kind(), Kind::Choice | Kind::Polymorphic) && value.arm() != step;
            match facts.fields().get(step) {
                Some(field) if !other_arm => {
                    found.secret |= field.has(SECRET);
                    walk(value.field(step), rest, found);
                }
                _ => found.absent = true,
            }
        }
        Kind::Lexical | Kind::Any if path.is_empty() => found.texts.push(lexical_text(value)),
        Kind::Lexical | Kind::Any => found.absent = true,
    }
}

/// The member that a path ends in, to be filled; what is absent on the way comes into being.
pub(crate) fn reach<'v>(value: &'v mut dyn Content, path: &[usize]) -> Option<&'v mut dyn Content> {
    let (mut value, mut path) = (value, path);
    loop {
        let facts = value.facts();
        match facts.kind() {
            Kind::Optional | Kind::Nillable | Kind::Many => value = value.field_mut(0),
            Kind::Struct | Kind::Array(_) | Kind::Choice | Kind::Polymorphic => {
                let (&step, rest) = path.split_first()?;
                facts.fields().get(step)?;
                path = rest;
                value = value.field_mut(step);
            }
            Kind::Lexical | Kind::Any => return path.is_empty().then_some(value),
        }
    }
}

impl Outcome {
    /// What speaks against a reply that was read; nothing if it is a success.
    pub(crate) fn judge(&self, reply: &dyn Content) -> Option<Verdict> {
        let test = self.success.as_ref()?;
        let found = find(reply, test.0);
        if self.passes(&found, test.1) {
            return None;
        }
        Some(Verdict { code: self.code_of(reply), message: self.message_of(reply) })
    }

    fn passes(&self, found: &Found, condition: Condition) -> bool {
        if found.absent {
            return matches!(condition, Condition::NotOneOf(_));
        }
        found.texts.iter().map(|text| text.trim()).all(|text| match condition {
            Condition::Equals(expected) => text == expected,
            Condition::OneOf(expected) => expected.contains(&text),
            Condition::NotOneOf(refused) => !refused.contains(&text),
            Condition::True => matches!(text, "true" | "1"),
            Condition::NotZeroGuid => !is_zero_guid(text) && !text.is_empty(),
            Condition::Shape(ranges, min, max) => {
                let allowed = |c| ranges.iter().any(|(first, last)| (*first..=*last).contains(&c));
                self.meaning(text).is_none() && (min..=max).contains(&text.chars().count()) && text.chars().all(allowed)
            }
        })
    }

    /// The code of a failure: of several rows, a documented one before any other. What stands in a secret member is a
    /// code only if it is documented; else it may be the secret.
    fn code_of(&self, reply: &dyn Content) -> Option<String> {
        let found = find(reply, self.code.unwrap_or_default());
        let texts = || found.texts.iter().map(|text| text.trim());
        let documented = texts().find(|text| self.meaning(text).is_some());
        let code = match self.code {
            Some(_) if found.secret => documented,
            Some(_) => documented.or_else(|| self.suspect(&found)),
            None => None,
        };
        code.or(self.otherwise).map(str::to_owned)
    }

    /// Of the texts without documentation, the first that does not pass the test when they are what is tested.
    fn suspect<'f>(&self, found: &'f Found) -> Option<&'f str> {
        let tested = self.success.as_ref().filter(|test| Some(test.0) == self.code);
        found.texts.iter().map(|text| text.trim()).find(|text| {
            let alone = Found { texts: vec![(*text).to_owned()], ..Found::default() };
            !text.is_empty() && tested.is_none_or(|test| !self.passes(&alone, test.1))
        })
    }

    fn message_of(&self, reply: &dyn Content) -> Option<String> {
        let found = find(reply, self.message?);
        if found.secret {
            return None;
        }
        found.first().map(str::to_owned)
    }

    /// What speaks for a fault being a refusal with a name.
    pub(crate) fn judge_fault(&self, fault: &Fault) -> Option<Verdict> {
        let matches = |rule: &&FaultRule| {
            let FaultRule(detail, part, _) = **rule;
            let texts = || fault.reasons.iter().map(|(_, text)| text).chain([&fault.reason, &fault.detail_text]);
            (detail.is_empty() || fault.details.iter().any(|element| element.local() == detail))
                && (part.is_empty() || texts().any(|text| text.contains(part)))
        };
        let named = |by_detail: bool| self.faults.iter().filter(move |rule| rule.0.is_empty() != by_detail);
        let FaultRule(_, _, code) = named(true).find(matches).or_else(|| named(false).find(matches))?;
        let message = Some(fault.reason.clone()).filter(|reason| !reason.is_empty());
        Some(Verdict { code: Some((*code).to_owned()), message })
    }

    /// What speaks for a JSON object being an error: `member` gives the text of a top-level member, and `has_reply` tells
    /// whether the object can be taken for the reply.
    pub(crate) fn judge_json(
        &self,
        member: &dyn Fn(&'static str) -> Option<String>,
        has_reply: bool,
    ) -> Option<Verdict> {
        let JsonError(code, message) = self.json.as_ref()?;
        let code = member(code);
        let text = Some(*message).filter(|name| !name.is_empty()).and_then(member);
        let is_error = code.is_some() || (text.is_some() && !has_reply);
        is_error.then_some(Verdict { code, message: text })
    }

    /// What the documentation says of a code.
    pub fn meaning(&self, code: &str) -> Option<&'static str> {
        self.codes.iter().find(|known| known.0 == code).map(|known| known.1)
    }
}

/// Also in braces and without hyphens.
fn is_zero_guid(text: &str) -> bool {
    let digits = text.trim_start_matches('{').trim_end_matches('}').bytes().filter(|byte| *byte != b'-');
    digits.clone().count() == 32 && digits.clone().all(|byte| byte == b'0')
}
