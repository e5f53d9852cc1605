//! Puts a canary into every secret member that a value can have, as the facts of its types tell.

use std::collections::BTreeSet;

use castile::Content;
use castile::content::{Input, NoScope};
use castile::facts::{Facts, Kind, SECRET};
use castile::outcome::{Condition, Outcome, Test};

/// What is in every canary.
pub(crate) const MARK: &str = "badcafe";

/// A type's name in the contract and the wire name of a member of it.
pub(crate) type Member = (String, String);

/// Fills every secret member, and what must be there for it; gives the members that were filled, with the address of the facts
/// they stand in: types may lack a name.
pub(crate) fn plant(value: &mut dyn Content, canary: &str) -> BTreeSet<(Member, usize)> {
    let mut planting = Planting { canary, planted: BTreeSet::new(), seen: Vec::new() };
    planting.visit(value, None);
    planting.planted
}

struct Planting<'c> {
    canary: &'c str,
    planted: BTreeSet<(Member, usize)>,
    seen: Vec<&'static Facts>,
}

impl Planting<'_> {
    fn visit(&mut self, value: &mut dyn Content, secret: Option<&(Member, usize)>) {
        let facts = value.facts();
        match facts.kind() {
            Kind::Struct | Kind::Array(_) | Kind::Choice | Kind::Polymorphic => {
                if self.seen.iter().any(|seen| std::ptr::eq(*seen, facts)) {
                    return;
                }
                self.seen.push(facts);
                // Of an enum only one arm can be there; if secrets were in another, the count of the members would tell.
                let arms = matches!(facts.kind(), Kind::Choice | Kind::Polymorphic);
                for (index, field) in facts.fields().iter().enumerate().take(if arms { 1 } else { usize::MAX }) {
                    let own = ((facts.name().to_owned(), field.local().to_owned()), std::ptr::from_ref(facts).addr());
                    self.visit(value.field_mut(index), if field.has(SECRET) { Some(&own) } else { secret });
                }
            }
            Kind::Optional | Kind::Nillable | Kind::Many => {
                let leaf = matches!(value.field_mut(0).facts().kind(), Kind::Lexical | Kind::Any);
                if !leaf || secret.is_some() {
                    self.visit(value.field_mut(0), secret);
                } else if facts.kind() != Kind::Many {
                    value.lex(Input::Nil).expect("it can be absent");
                }
            }
            Kind::Lexical | Kind::Any => {
                if let Some(member) = secret {
                    write(value, self.canary);
                    self.planted.insert(member.clone());
                }
            }
        }
    }
}

fn write(value: &mut dyn Content, text: &str) {
    value.lex(Input::Text(text, &NoScope)).unwrap_or_else(|error| panic!("{text:?} does not fit: {error}"));
}

/// Makes a reply pass the success test of its operation, or fail it.
pub(crate) fn decide(rule: Option<&Outcome>, reply: &mut dyn Content, success: bool) {
    let Some(rule) = rule else { return };
    let Some(Test(path, condition)) = &rule.success else { return };
    let code = |not: &[&str]| rule.codes.iter().map(|known| known.0).find(|code| !not.contains(code)).expect("a code");
    let (member, secret) = reach(reply, path);
    let shaped = format!("0{MARK}").repeat(16);
    let text = match (condition, success) {
        (Condition::Equals(text), true) => text,
        (Condition::OneOf(texts), true) | (Condition::NotOneOf(texts), false) => texts[0],
        (Condition::NotOneOf(_), true) | (Condition::True, false) => "false",
        (Condition::True, true) => "true",
        (Condition::NotZeroGuid, true) => "6bc655a4-c079-4535-a733-f259e3232a3a",
        (Condition::NotZeroGuid, false) => "00000000-0000-0000-0000-000000000000",
        (Condition::Shape(_, min, _), true) => &shaped[..*min],
        (Condition::Equals(text), false) => code(&[text]),
        (Condition::OneOf(texts), false) => code(texts),
        // Neither a token nor a code: it may be anything.
        (Condition::Shape(..), false) if secret => "0badcafe is no such thing",
        (Condition::Shape(..), false) => "no such thing",
    };
    write(member, text);
}

/// The member that a path leads to, and whether it is a secret.
fn reach<'v>(value: &'v mut dyn Content, path: &[usize]) -> (&'v mut dyn Content, bool) {
    let (mut member, mut rest, mut secret) = (value, path, false);
    loop {
        let facts = member.facts();
        match facts.kind() {
            Kind::Optional | Kind::Nillable | Kind::Many => member = member.field_mut(0),
            Kind::Lexical | Kind::Any => return (member, secret),
            Kind::Struct | Kind::Array(_) | Kind::Choice | Kind::Polymorphic => {
                let (step, further) = rest.split_first().expect("the path ends in a leaf");
                secret |= facts.fields()[*step].has(SECRET);
                member = member.field_mut(*step);
                rest = further;
            }
        }
    }
}
