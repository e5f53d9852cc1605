//! Rules: enums of codes, outcome statics, sessions, links.

use quote::quote;

use super::item::{code, pretty, struct_};
use super::spell::{Result, Speller, doc_lines, docs, ident, text, texts};
use super::{Settings, commented, example};
use crate::model::{Client, Field, Operation, Package, Struct, StructKind, Type, WireName};
use crate::rules::facts::{Carry, CodeSet, Condition, Credentials, Link, Outcome, Place, Rules, Session};

/// The text of a package's rules: blocks that stand apart by a blank line.
pub(super) fn rules(speller: &Speller<'_>, package: &Package, settings: &Settings) -> Result<Vec<String>> {
    let Rules { codes, outcomes, sessions, links, .. } = &package.rules;
    let mut blocks = Vec::new();
    for set in codes {
        blocks.append(&mut code_set(set)?);
    }
    for rule in outcomes {
        blocks.push(outcome(speller, codes, rule)?);
    }
    for rule in sessions {
        if let Some(client) = package.clients.iter().find(|client| client.ident == rule.client) {
            let docs = session_docs(package, client, rule, settings);
            blocks.append(&mut session(speller, client, rule, &docs)?);
        }
    }
    for rule in links {
        blocks.push(link(speller, rule)?);
    }
    Ok(blocks)
}

fn code_set(set: &CodeSet) -> Result<Vec<String>> {
    let (name, table) = (ident(&set.ident)?, ident(&set.table)?);
    let enum_docs = docs(&set.documentation, "The documented codes of a refusal.");
    let mut arms = Vec::with_capacity(set.values.len());
    let mut lines = Vec::with_capacity(set.values.len());
    for value in &set.values {
        let arm = ident(&value.ident)?;
        let arm_docs = docs(&[format!("{}: {}", code(&value.code), value.meaning)], "");
        arms.push(quote!(#arm_docs #arm,));
        lines.push(format!("    {arm} = {}, {};\n", text(&value.code), text(&value.meaning)));
    }
    let definition = pretty(quote! {
        #enum_docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#arms)*
            /// An answer that is neither a success nor a code.
            Unrecognised,
            /// A code that is not documented.
            Other(String),
        }
    })?;
    Ok(vec![definition, format!("castile::codes!({name}, {table} {{\n{}}});\n", lines.concat())])
}

fn path(path: &[usize]) -> String {
    let steps: Vec<String> = path.iter().map(ToString::to_string).collect();
    format!("&[{}]", steps.join(", "))
}

fn some(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

fn outcome(speller: &Speller<'_>, codes: &[CodeSet], rule: &Outcome) -> Result<String> {
    let ty = speller.facts("Outcome");
    let success = rule
        .success
        .as_ref()
        .map(|(member, asked)| format!("{}({}, {})", speller.facts("Test"), path(member), condition(speller, asked)));
    let faults: Vec<String> = rule
        .faults
        .iter()
        .map(|(detail, part, code)| {
            format!("{}({}, {}, {})", speller.facts("FaultRule"), text(detail), text(part), text(code))
        })
        .collect();
    let json = rule
        .json
        .as_ref()
        .map(|(code, message)| format!("{}({}, {})", speller.facts("JsonError"), text(code), text(message)));
    let codes = match rule.codes.and_then(|set| codes.get(set)) {
        Some(set) => ident(&set.table)?.to_string(),
        None => "&[]".to_owned(),
    };
    Ok(format!(
        "static {}: {ty} = {ty} {{\n    success: {}, code: {}, otherwise: {}, message: {},\n    faults: &[{}], json: {}, codes: {codes},\n}};\n",
        ident(&rule.table)?,
        some(success),
        some(rule.code.as_deref().map(path)),
        some(rule.otherwise.as_deref().map(text)),
        some(rule.message.as_deref().map(path)),
        faults.join(", "),
        some(json),
    ))
}

fn condition(speller: &Speller<'_>, condition: &Condition) -> String {
    speller.facts(&match condition {
        Condition::Equals(value) => format!("Condition::Equals({})", text(value)),
        Condition::OneOf(values) => format!("Condition::OneOf({})", texts(values)),
        Condition::NotOneOf(values) => format!("Condition::NotOneOf({})", texts(values)),
        Condition::True => "Condition::True".to_owned(),
        Condition::NotZeroGuid => "Condition::NotZeroGuid".to_owned(),
        Condition::Shape(ranges, min, max) => {
            let ranges: Vec<String> = ranges.iter().map(|(first, last)| format!("({first:?}, {last:?})")).collect();
            format!("Condition::Shape(&[{}], {min}, {max})", ranges.join(", "))
        }
    })
}

fn session(speller: &Speller<'_>, client: &Client, rule: &Session, docs: &[String]) -> Result<Vec<String>> {
    let (name, table, client_name) = (ident(&rule.ident)?, ident(&rule.table)?, ident(&rule.client)?);
    let mut blocks = Vec::new();
    let credentials = match &rule.credentials {
        Credentials::Request(ty) => speller.ty(ty)?,
        Credentials::Own { ident, table, fields } => {
            blocks.append(&mut own_credentials(speller, ident, table, fields, &rule.ident)?);
            ident.clone()
        }
    };
    let lines = doc_lines(docs, "");
    blocks.push(format!(
        "{}#[derive(Clone, Debug)]\npub struct {name} {{\n    session: castile::Session,\n}}\n",
        commented(&lines, "///")
    ));
    let mut members = vec![format!(
        "    /// A session that logs in with these credentials when it must; nothing is sent yet.\n    pub fn new(client: {client_name}, credentials: {credentials}) -> Self {{\n        Self {{ session: castile::Session::new(client.client, &{table}, credentials) }}\n    }}\n"
    )];
    if rule.login.is_some() && rule.rolls.is_none() {
        members.push(TOKEN.to_owned());
    }
    if rule.logout.is_some() {
        members.push(LOGOUT.to_owned());
    }
    for carried in &rule.operations {
        if let Some(operation) = client.operations.get(carried.operation) {
            let fill: Vec<String> =
                carried.fill.iter().map(|(from, to)| format!("({}, {})", path(from), path(to))).collect();
            let head = (ident(&carried.ident)?.to_string(), &client.ident);
            members.push(method(speller, operation, head, &carry(speller, &carried.carry), &fill.join(", "))?);
        }
    }
    blocks.push(format!("impl {name} {{\n{}}}\n", members.join("\n")));
    blocks.push(facts(speller, rule)?);
    Ok(blocks)
}

const TOKEN: &str = "    /// The token, to be sent by other means; logs in if there is none.
    pub async fn token(&self) -> Result<castile::Token, castile::Error> {
        self.session.token().await
    }

    /// As [`token`](Self::token), for code that does not use async.
    pub fn token_blocking(&self) -> Result<castile::Token, castile::Error> {
        self.session.token_blocking()
    }
";

const LOGOUT: &str = "    /// Gives the token back, if there is one. A later call logs in anew.
    pub async fn logout(&self) -> Result<(), castile::Error> {
        self.session.logout().await
    }

    /// As [`logout`](Self::logout), for code that does not use async.
    pub fn logout_blocking(&self) -> Result<(), castile::Error> {
        self.session.logout_blocking()
    }
";

fn own_credentials(
    speller: &Speller<'_>,
    ident: &str,
    table: &str,
    fields: &[Field],
    session: &str,
) -> Result<Vec<String>> {
    struct_(
        speller,
        &Struct {
            ident: ident.to_owned(),
            table: table.to_owned(),
            name: WireName::default(),
            kind: StructKind::Struct,
            documentation: vec![format!("What [`{session}`] puts into each request.")],
            fields: fields.to_vec(),
            root: None,
        },
    )
}

fn method(
    speller: &Speller<'_>,
    operation: &Operation,
    (name, client): (String, &String),
    carry: &str,
    fill: &str,
) -> Result<String> {
    let reply = match operation.output.as_ref().and_then(|output| output.ty.as_ref()) {
        Some(ty) => speller.ty(ty)?,
        None => "()".to_owned(),
    };
    let (parameter, request) = match &operation.input.ty {
        Some(ty) => (format!(", request: &{}", speller.ty(ty)?), "Box::new(request.clone())"),
        None => (String::new(), "Box::new(())"),
    };
    let safe = if operation.safe { ".safe()" } else { "" };
    Ok(format!(
        "    /// [`{client}::{0}`], in this session.\n    #[inline]\n    pub fn {name}(&self{parameter}) -> castile::SessionCall<'_, {reply}> {{\n        self.session.call(&{1}, {carry}, &[{fill}], {request}){safe}\n    }}\n",
        operation.ident,
        ident(&operation.table)?,
    ))
}

fn carry(speller: &Speller<'_>, carry: &Carry) -> String {
    speller.facts(&match carry {
        Carry::Nothing => "Carry::Nothing".to_owned(),
        Carry::Member(steps) => format!("Carry::Member({})", path(steps)),
        Carry::Carrier => "Carry::Carrier".to_owned(),
    })
}

fn facts(speller: &Speller<'_>, rule: &Session) -> Result<String> {
    let ty = speller.facts("Session");
    let make = |ty: Option<&Type>| -> Result<String> {
        let ty = ty.map_or_else(|| Ok("()".to_owned()), |ty| speller.ty(ty))?;
        Ok(format!("|| Box::<{ty}>::default()"))
    };
    let login = match &rule.login {
        Some(login) => some(Some(format!(
            "{}(&{}, {}, {})",
            speller.facts("Login"),
            ident(&login.operation)?,
            make(Some(&login.reply))?,
            place(speller, "Source", &login.source)?
        ))),
        None => some(None),
    };
    let carrier = rule.carrier.as_ref().map(|it| place(speller, "Carrier", it)).transpose()?;
    let rolls = rule.rolls.as_ref().map(|it| place(speller, "Source", it)).transpose()?;
    let idle =
        rule.idle.as_ref().map(|(member, seconds)| format!("{}({}, {seconds})", speller.facts("Idle"), path(member)));
    let logout = match &rule.logout {
        Some(logout) => some(Some(format!(
            "{}(&{}, {}, {}, {})",
            speller.facts("Logout"),
            ident(&logout.operation)?,
            make(logout.request.as_ref())?,
            make(logout.reply.as_ref())?,
            carry(speller, &logout.carry)
        ))),
        None => some(None),
    };
    let statuses: Vec<String> = rule.expired_status.iter().map(ToString::to_string).collect();
    Ok(format!(
        "static {}: {ty} = {ty} {{\n    login: {login},\n    carrier: {}, rolls: {},\n    expired: {}, expired_status: &[{}], idle: {},\n    logout: {logout},\n}};\n",
        ident(&rule.table)?,
        some(carrier),
        some(rolls),
        texts(&rule.expired),
        statuses.join(", "),
        some(idle),
    ))
}

fn place(speller: &Speller<'_>, of: &str, place: &Place) -> Result<String> {
    let of = speller.facts(of);
    Ok(match place {
        Place::Member(member) => format!("{of}::Member({})", path(member)),
        Place::SoapHeader(block, member) => format!(
            "{of}::SoapHeader({}(&{}({}), || Box::<{}>::default(), {}))",
            speller.facts("Block"),
            speller.facts("Field"),
            speller.field(block)?,
            speller.ty(&block.ty)?,
            path(member)
        ),
        Place::HttpHeader(name, before) => format!("{of}::HttpHeader({}, {})", text(name), text(before)),
    })
}

fn link(speller: &Speller<'_>, rule: &Link) -> Result<String> {
    let lines = doc_lines(&rule.documentation, "The URL that this reply makes.");
    let docs: String = lines.iter().map(|line| format!("    /// {line}").trim_end().to_owned() + "\n").collect();
    Ok(format!(
        "impl {} {{\n{docs}    pub fn {}(&self) -> castile::SecretUrl {{\n        castile::SecretUrl::of({}, self, {})\n    }}\n}}\n",
        speller.ty(&rule.ty)?,
        ident(&rule.ident)?,
        text(&rule.url),
        path(&rule.path)
    ))
}

/// What a session does by itself, and how it is used.
fn session_docs(package: &Package, client: &Client, rule: &Session, settings: &Settings) -> Vec<String> {
    let of = &client.ident;
    let method = |table: &str| {
        let operation = client.operations.iter().find(|operation| operation.table == table);
        operation.map_or_else(String::new, |operation| format!("[`{of}::{}`]", operation.ident))
    };
    let mut lines = Vec::new();
    match &rule.login {
        Some(login) if rule.operations.is_empty() => {
            lines.push(format!("A session of [`{of}`]: logs in by {} when a token is asked for, and keeps it.", method(&login.operation)));
        }
        Some(login) => lines.push(format!(
            "A session of [`{of}`]: logs in by {} when it must, carries the token, and when an answer says that the token is no longer good, logs in once more and repeats that call once.",
            method(&login.operation)
        )),
        None => lines.push(format!("A session of [`{of}`]: puts its credentials into each request.")),
    }
    let mut more = Vec::new();
    if rule.rolls.is_some() {
        more.push("Every reply brings the token for the next call, so calls are made one after the other, in the order they were begun.".to_owned());
    }
    if rule.login.is_some() {
        more.push("Clones share the token.".to_owned());
    }
    if rule.operations.iter().any(|carried| matches!(carried.carry, Carry::Member(_))) {
        more.push("The member of a request that the token goes into need not be filled.".to_owned());
    }
    if let Some(logout) = &rule.logout {
        more.push(format!(
            "Dropping a session sends nothing; `logout` gives the token back by {}.",
            method(&logout.operation)
        ));
    }
    lines.extend((!more.is_empty()).then(|| [String::new(), more.join(" ")]).into_iter().flatten());
    if !rule.documentation.is_empty() {
        lines.push(String::new());
        lines.extend(rule.documentation.iter().cloned());
    }
    lines.push(String::new());
    lines.extend(example::of_session(package, client, rule, settings));
    lines
}
