//! The calls that documentation shows: from credentials to an answer.

use std::collections::BTreeSet;

use super::Settings;
use crate::model::{Client, Field, Item, ItemRef, Operation, Package, Place, Struct, Type};
use crate::rules::facts::{Carried, Carry, Credentials, Session};

/// A line of code longer than this is broken.
const WIDTH: usize = 90;

/// A call by the package's first session or, without one, by its first client; nothing for types alone.
pub(super) fn of_package(package: &Package, settings: &Settings) -> Vec<String> {
    let session = package.rules.sessions.first();
    let holder = session.and_then(|session| package.clients.iter().find(|client| client.ident == session.client));
    if let Some((session, client)) = session.zip(holder) {
        return of_session(package, client, session, settings);
    }
    let first = package.clients.iter().find_map(|client| Some((client, client.operations.first()?)));
    let Some((client, operation)) = first else { return Vec::new() };
    let mut example = Example::new(package);
    example.client(client);
    example.request(operation, &[]);
    let argument = argument(operation);
    example.lines.push(format!("let reply = client.{}({argument}).await?;", operation.ident));
    example.lines.push("println!(\"{reply:?}\");".to_owned());
    example.block(settings)
}

/// A call in a session of this client.
pub(super) fn of_session(package: &Package, client: &Client, rule: &Session, settings: &Settings) -> Vec<String> {
    let mut example = Example::new(package);
    example.client(client);
    let credentials = match &rule.credentials {
        Credentials::Request(ty) => example.value(ty, &[]),
        Credentials::Own { ident, fields, .. } => example.literal(ident, fields, &[]),
    };
    example.bind("credentials", &credentials);
    example.uses.insert(rule.ident.clone());
    example.lines.push(format!("let session = {}::new(client, credentials);", rule.ident));
    let needs_session = |carried: &&Carried| carried.carry != Carry::Nothing || !carried.fill.is_empty();
    let carried = rule.operations.iter().find(needs_session);
    match carried.and_then(|carried| Some((carried, client.operations.get(carried.operation)?))) {
        Some((carried, operation)) => {
            let member = match &carried.carry {
                Carry::Member(path) => path.first(),
                Carry::Nothing | Carry::Carrier => None,
            };
            let filled = carried.fill.iter().filter_map(|(_, path)| path.first());
            let filled: Vec<usize> = filled.chain(member).copied().collect();
            example.request(operation, &filled);
            example.answer(&format!("session.{}({})", carried.ident, argument(operation)));
        }
        None if rule.rolls.is_none() => {
            example.lines.push("let token = session.token().await?;".to_owned());
            example.lines.push("println!(\"{} characters\", token.expose().len());".to_owned());
        }
        None => {}
    }
    if rule.logout.is_some() {
        example.lines.push("session.logout().await?;".to_owned());
    }
    example.block(settings)
}

fn argument(operation: &Operation) -> &'static str {
    if operation.input.ty.is_some() { "&request" } else { "" }
}

/// Lines of code, and what they use.
struct Example<'p> {
    package: &'p Package,
    uses: BTreeSet<String>,
    lines: Vec<String>,
}

impl<'p> Example<'p> {
    fn new(package: &'p Package) -> Self {
        Self { package, uses: BTreeSet::new(), lines: Vec::new() }
    }

    fn client(&mut self, client: &Client) {
        let endpoint = match &client.address {
            Some(_) => format!("{}::ENDPOINT", client.ident),
            None => "\"https://host.example/service\"".to_owned(),
        };
        self.lines.push(format!("let client = {}::new({endpoint})?;", client.ident));
        self.uses.insert(client.ident.clone());
    }

    /// The request of an operation, without the members that a session fills.
    fn request(&mut self, operation: &Operation, filled: &[usize]) {
        if let Some(ty) = &operation.input.ty {
            let request = self.value(ty, filled);
            self.bind("request", &request);
        }
    }

    /// What to make of an answer.
    fn answer(&mut self, call: &str) {
        self.lines.push(format!("match {call}.await {{"));
        self.lines.push("    Ok(reply) => println!(\"{reply:?}\"),".to_owned());
        if let Some(set) = self.package.rules.codes.first() {
            self.uses.insert(set.ident.clone());
            self.lines.push("    Err(castile::Error::Rejected(no)) => {".to_owned());
            self.lines.push(format!("        println!(\"{{:?}}: {{no}}\", no.code_as::<{}>());", set.ident));
            self.lines.push("    }".to_owned());
        }
        self.lines.push("    Err(error) => return Err(error),".to_owned());
        self.lines.push("}".to_owned());
    }

    fn bind(&mut self, name: &str, value: &Value) {
        let line = format!("let {name} = {};", value.on_one_line());
        if line.chars().count() <= WIDTH {
            self.lines.push(line);
            return;
        }
        self.lines.push(format!("let {name} = {} {{", value.name));
        self.lines.extend(value.members.iter().map(|member| format!("    {member},")));
        self.lines.extend(value.rest().map(|rest| format!("    {rest}")));
        self.lines.push("};".to_owned());
    }

    /// A value with its texts; a member that is a struct by itself is written out too.
    fn value(&mut self, ty: &Type, filled: &[usize]) -> Value {
        let Type::Item(reference) = ty else { return Value::named("()") };
        let Some(item) = self.item(reference) else {
            self.uses.insert(reference.ident.clone());
            return Value::named(&format!("{}::default()", reference.ident));
        };
        if let [Field { ident, ty: Type::Option(inner), .. }] = item.fields.as_slice()
            && matches!(**inner, Type::Item(_))
            && filled.is_empty()
        {
            let inner = self.value(inner, &[]).on_one_line();
            self.uses.insert(item.ident.clone());
            return Value { members: vec![format!("{ident}: Some({inner})")], ..Value::named(&item.ident) };
        }
        self.literal(&item.ident, &item.fields, filled)
    }

    fn item(&self, reference: &ItemRef) -> Option<&'p Struct> {
        self.package.modules.get(reference.module)?.items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == reference.ident => Some(item),
            _ => None,
        })
    }

    fn literal(&mut self, name: &str, fields: &[Field], filled: &[usize]) -> Value {
        self.uses.insert(name.to_owned());
        let free = |(index, field): &(usize, &Field)| field.place == Place::Element && !filled.contains(index);
        // What must be there says enough; where nothing must, the first texts do.
        let required = fields.iter().any(|field| field.min > 0);
        let members: Vec<String> = fields
            .iter()
            .enumerate()
            .filter(free)
            .filter(|(_, field)| field.min > 0 || !required)
            .filter_map(|(_, field)| match &field.ty {
                Type::Plain("String") => Some(format!("{}: \"…\".into()", field.ident)),
                Type::Option(inner) if **inner == Type::Plain("String") => {
                    Some(format!("{}: Some(\"…\".into())", field.ident))
                }
                _ => None,
            })
            .take(4)
            .collect();
        Value { partial: members.len() < fields.len(), members, name: name.to_owned() }
    }

    /// The lines as a block. It is compiled where the path to the module is known.
    fn block(self, settings: &Settings) -> Vec<String> {
        let runtime = matches!(settings.runtime.as_str(), "castile" | "::castile");
        let Some(path) = settings.crate_path.as_deref().filter(|_| runtime) else {
            return [vec!["```ignore".to_owned()], self.lines, vec!["```".to_owned()]].concat();
        };
        let uses: Vec<String> = self.uses.into_iter().collect();
        let mut block = vec!["```no_run".to_owned()];
        let line = format!("use {path}::{}::{{{}}};", self.package.module, uses.join(", "));
        if line.chars().count() <= WIDTH {
            block.push(line);
        } else {
            block.push(format!("use {path}::{}::{{", self.package.module));
            block.push(format!("    {},", uses.join(", ")));
            block.push("};".to_owned());
        }
        block.extend(["", "# async fn example() -> Result<(), castile::Error> {"].map(str::to_owned));
        block.extend(self.lines);
        block.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        block
    }
}

/// An expression: a struct literal, or a name alone.
struct Value {
    name: String,
    members: Vec<String>,
    /// Whether members are left to their defaults.
    partial: bool,
}

impl Value {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), members: Vec::new(), partial: false }
    }

    fn rest(&self) -> Option<&'static str> {
        self.partial.then_some("..Default::default()")
    }

    fn on_one_line(&self) -> String {
        match (self.members.is_empty(), self.partial) {
            (true, true) => format!("{}::default()", self.name),
            (true, false) if self.name.ends_with(')') => self.name.clone(),
            (true, false) => format!("{} {{}}", self.name),
            _ => {
                let members: Vec<&str> = self.members.iter().map(String::as_str).chain(self.rest()).collect();
                format!("{} {{ {} }}", self.name, members.join(", "))
            }
        }
    }
}
