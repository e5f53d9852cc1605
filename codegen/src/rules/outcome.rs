//! Outcome rules: tests and members resolved for each operation that a rule takes in.

use super::facts::{Condition, Outcome};
use super::keys::{OutcomeRule, SuccessRule, Text};
use super::{Resolver, path, port};
use crate::model::{Operation, Package, Type};

/// What the codes of a set can come from.
#[derive(Default)]
struct Origins<'p> {
    used: bool,
    members: Vec<&'p Type>,
    /// Any text can come from a JSON error.
    json: bool,
    given: Vec<String>,
}

impl<'r> Resolver<'r> {
    pub(super) fn outcomes(&mut self) {
        let manifest = self.manifest;
        let mut origins: Vec<Origins<'r>> = manifest.codes.iter().map(|_| Origins::default()).collect();
        let package = self.package;
        let operations =
            || package.clients.iter().flat_map(|client| client.operations.iter().map(move |it| (port(client), it)));
        for rule in &manifest.outcomes {
            self.check_rule(rule);
            let own = |(at, operation): &(&str, &Operation)| {
                Self::takes_in(&rule.ports, at) && Self::takes_in(&rule.operations, &operation.name)
            };
            for glob in &rule.ports {
                if !operations().any(|(at, _)| super::glob_matches(glob.get_ref(), at)) {
                    self.error(
                        glob,
                        "outcome",
                        "no generated port has such a name",
                        "name a port, or a part of one with `*`",
                    );
                }
            }
            for glob in &rule.operations {
                if !operations().any(|it| own(&it) && super::glob_matches(glob.get_ref(), &it.1.name)) {
                    self.error(
                        glob,
                        "outcome",
                        "no generated operation of these ports has such a name",
                        "name an operation, or a part of one with `*`",
                    );
                }
            }
            for (_, operation) in operations().filter(own) {
                if self.rules.outcome_of.contains_key(&operation.table) {
                    continue;
                }
                let outcome = self.outcome(rule, operation, &mut origins);
                let index = self.place(outcome);
                self.rules.outcome_of.insert(operation.table.clone(), index);
            }
        }
        self.check_origins(&origins);
    }

    /// The index of an outcome among the others.
    fn place(&mut self, mut outcome: Outcome) -> usize {
        let same = |known: &Outcome| Outcome { table: String::new(), ..known.clone() } == outcome;
        if let Some(index) = self.rules.outcomes.iter().position(same) {
            return index;
        }
        outcome.table = self.table_name("outcome");
        self.rules.outcomes.push(outcome);
        self.rules.outcomes.len() - 1
    }

    /// What can be seen without an operation.
    fn check_rule(&mut self, rule: &OutcomeRule) {
        let set = rule.codes.as_ref().and_then(|name| self.set(name));
        let given = rule.faults.iter().map(|fault| &fault.code).chain(&rule.otherwise);
        for code in given {
            let known = set.and_then(|set| self.rules.codes.get(set));
            if !known.is_some_and(|set| set.values.iter().any(|value| value.code == *code.get_ref())) {
                let message = format!("`{}` is not among the codes of this rule", code.get_ref());
                self.error(code, "outcome", message, "add it to the `values` of its `[[codes]]`, with its meaning");
            }
        }
        if let (Some(code), None) = (&rule.otherwise, &rule.success) {
            self.error(
                code,
                "outcome",
                "`otherwise` is the code of a reply that fails `success`, which this rule does not have",
                "add `success`, or leave `otherwise` out",
            );
        }
        for fault in &rule.faults {
            let says = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
            if !says(&fault.detail) && !says(&fault.contains) {
                self.error(
                    &fault.code,
                    "outcome",
                    "this would take every fault",
                    "say which: `detail`, `contains`, or both",
                );
            }
        }
    }

    fn set(&mut self, name: &Text) -> Option<usize> {
        let found = self.manifest.codes.iter().position(|set| set.name.get_ref() == name.get_ref());
        if found.is_none() {
            self.error(
                name,
                "outcome",
                format!("there are no `[[codes]]` called `{}`", name.get_ref()),
                "add them, or mend the name",
            );
        }
        found
    }

    fn outcome(&mut self, rule: &OutcomeRule, operation: &'r Operation, origins: &mut [Origins<'r>]) -> Outcome {
        let reply = operation.output.as_ref().and_then(|output| output.ty.as_ref());
        let of = format!("the reply of `{}`", operation.name);
        let help =
            "wire names with `/` between, from the value that the operation answers; or limit the rule's `operations`";
        let success = rule.success.as_ref().and_then(|success| {
            let member = self.member(reply, &success.member, &of, help)?;
            let condition = self.condition(success, member.ty)?;
            Some((member.path, condition))
        });
        let code = rule.code.as_ref().and_then(|code| self.member(reply, code, &of, help));
        let message = rule.message.as_ref().and_then(|text| {
            let member = self.member(reply, text, &of, help)?;
            if member.secret {
                self.error(text, "outcome", "a secret member would be shown as a message", "leave `message` out");
            }
            Some(member.path)
        });
        let codes = rule.codes.as_ref().and_then(|name| self.set(name));
        if let Some(origins) = codes.and_then(|set| origins.get_mut(set)) {
            origins.used = true;
            origins.json |= rule.json.is_some();
            origins.members.extend(code.as_ref().map(|member| member.ty));
            let given = rule.faults.iter().map(|fault| &fault.code).chain(&rule.otherwise);
            origins.given.extend(given.map(|code| code.get_ref().clone()));
        }
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Outcome {
            table: String::new(),
            success,
            code: code.map(|member| member.path),
            otherwise: rule.otherwise.as_ref().map(|code| code.get_ref().clone()),
            message,
            faults: rule
                .faults
                .iter()
                .map(|fault| (text(&fault.detail), text(&fault.contains), fault.code.get_ref().clone()))
                .collect(),
            json: rule.json.as_ref().map(|json| (json.code.get_ref().clone(), text(&json.message))),
            codes,
        }
    }

    fn condition(&mut self, rule: &SuccessRule, ty: &'r Type) -> Option<Condition> {
        let texts = |texts: &[Text]| texts.iter().map(|text| text.get_ref().clone()).collect::<Vec<_>>();
        let mut said = Vec::new();
        if let Some(text) = &rule.equals {
            self.check_values(std::slice::from_ref(text), ty);
            said.push(Condition::Equals(text.get_ref().clone()));
        }
        if let Some(list) = &rule.one_of {
            self.check_values(list, ty);
            said.push(Condition::OneOf(texts(list)));
        }
        if let Some(list) = &rule.not_one_of {
            self.check_values(list, ty);
            said.push(Condition::NotOneOf(texts(list)));
        }
        if rule.is_true {
            if bare(ty) != &Type::Plain("bool") {
                self.error(
                    &rule.member,
                    "outcome",
                    "`is_true` is for a boolean, which this member is not",
                    "use `equals`",
                );
            }
            said.push(Condition::True);
        }
        if rule.not_zero_guid {
            said.push(Condition::NotZeroGuid);
        }
        if let Some(shape) = &rule.shape {
            match ranges(shape.characters.get_ref()) {
                Some(ranges) if shape.min <= shape.max && shape.max > 0 => {
                    said.push(Condition::Shape(ranges, shape.min, shape.max));
                }
                _ => {
                    let help = "`characters` are single ones and ranges such as `0-9a-f`; `min` is not above `max`";
                    self.error(&shape.characters, "outcome", "no text can have this shape", help);
                    return None;
                }
            }
        }
        if said.len() == 1 {
            return said.pop();
        }
        let help = "say one of `equals`, `one_of`, `not_one_of`, `is_true = true`, `not_zero_guid = true`, `shape`";
        self.error(&rule.member, "outcome", format!("`success` has {} conditions, and needs one", said.len()), help);
        None
    }

    fn check_values(&mut self, values: &[Text], ty: &'r Type) {
        for value in values {
            if let Some(what) = cannot_hold(self.package, ty, value.get_ref()) {
                let message = format!("the member cannot hold `{}`: it is {what}", value.get_ref());
                self.error(value, "outcome", message, "write a value that the contract allows");
            }
        }
    }

    /// Every code must be able to come.
    fn check_origins(&mut self, origins: &[Origins<'r>]) {
        let manifest = self.manifest;
        for (set, origins) in manifest.codes.iter().zip(origins) {
            if !origins.used {
                self.error(
                    &set.name,
                    "codes",
                    "no outcome rule uses these codes",
                    "name them as the `codes` of an `[[outcome]]`",
                );
                continue;
            }
            for value in &set.values {
                let code = value.code.get_ref();
                let refused: Vec<String> =
                    origins.members.iter().filter_map(|ty| cannot_hold(self.package, ty, code)).collect();
                let comes = origins.json || origins.given.contains(code) || refused.len() < origins.members.len();
                if !comes {
                    let why = refused.first().map_or_else(
                        || "no rule names a member that it could come from".to_owned(),
                        |what| format!("the member it would come from is {what}"),
                    );
                    self.error(
                        &value.code,
                        "codes",
                        format!("`{code}` can never come: {why}"),
                        "mend the code, or take it out",
                    );
                }
            }
        }
    }
}

fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Option(inner)
        | Type::Vec(inner)
        | Type::Boxed(inner)
        | Type::Nillable(inner)
        | Type::NillableComplex(inner) => bare(inner),
        Type::Plain(_) | Type::Runtime(_) | Type::Item(_) => ty,
    }
}

/// What a member is, if that keeps it from having this text.
fn cannot_hold(package: &Package, ty: &Type, text: &str) -> Option<String> {
    if let Some(enumeration) = path::enumeration(package, ty) {
        let values: Vec<&str> = enumeration.values.iter().map(|value| value.value.as_str()).collect();
        return (!values.contains(&text)).then(|| format!("one of {}", super::listed(&values)));
    }
    let (fits, what) = match bare(ty) {
        Type::Plain("bool") => (matches!(text, "true" | "false"), "a boolean"),
        Type::Plain("i8") => (text.parse::<i8>().is_ok(), "a number from -128 to 127"),
        Type::Plain("i16") => (text.parse::<i16>().is_ok(), "a number of 16 bits"),
        Type::Plain("i32") => (text.parse::<i32>().is_ok(), "a number of 32 bits"),
        Type::Plain("i64") => (text.parse::<i64>().is_ok(), "a number of 64 bits"),
        Type::Plain("u8") => (text.parse::<u8>().is_ok(), "a number from 0 to 255"),
        Type::Plain("u16") => (text.parse::<u16>().is_ok(), "a number of 16 bits without sign"),
        Type::Plain("u32") => (text.parse::<u32>().is_ok(), "a number of 32 bits without sign"),
        Type::Plain("u64") => (text.parse::<u64>().is_ok(), "a number of 64 bits without sign"),
        _ => (true, ""),
    };
    (!fits).then(|| what.to_owned())
}

/// `0-9a-f_` as ranges of characters.
fn ranges(text: &str) -> Option<Vec<(char, char)>> {
    let characters: Vec<char> = text.chars().collect();
    let mut rest = characters.as_slice();
    let mut ranges = Vec::new();
    loop {
        rest = match rest {
            [] => break,
            [first, '-', last, rest @ ..] if first <= last => {
                ranges.push((*first, *last));
                rest
            }
            [_, '-', _, ..] => return None,
            [only, rest @ ..] => {
                ranges.push((*only, *only));
                rest
            }
        };
    }
    (!ranges.is_empty()).then_some(ranges)
}
