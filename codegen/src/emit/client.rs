//! Clients: a struct a port, a method and a static an operation.

use std::collections::BTreeMap;

use quote::quote;

use super::item::{code, pretty};
use super::spell::{Result, Speller, doc_lines, docs, ident, namespace, own, text, texts, wire};
use crate::model::{Body, BodyElement, Client, Message, Operation, Package, Protocol, Type};

/// A signature longer than this is broken into lines.
const WIDTH: usize = 120;

/// What a type is to an operation, by the type's identifier: says it where the contract has no name for the type.
pub(super) type Messages<'p> = BTreeMap<&'p str, String>;

/// The requests and replies of a package.
pub(super) fn messages(package: &Package) -> Messages<'_> {
    let mut messages = BTreeMap::new();
    for operation in package.clients.iter().flat_map(|client| client.operations.iter().chain(&client.notifications)) {
        let reply = operation.output.as_ref().map(|output| ("reply", output));
        for (role, message) in [("request", &operation.input)].into_iter().chain(reply) {
            if let Some(Type::Item(item)) = &message.ty {
                let text = || format!("The {role} of {}.", code(&operation.name));
                messages.entry(item.ident.as_str()).or_insert_with(text);
            }
        }
    }
    messages
}

/// The text of a client: blocks that stand apart by a blank line.
pub(super) fn client(speller: &Speller<'_>, client: &Client) -> Result<Vec<String>> {
    let mut notifications = Vec::with_capacity(client.notifications.len());
    for operation in &client.notifications {
        notifications.push(facts(speller, operation)?);
    }
    // rustc would say of a client without methods that nothing reads it.
    if client.operations.is_empty() {
        return Ok(notifications);
    }
    let name = ident(&client.ident)?;
    let docs = docs(&client.documentation, &format!("A client of the port {}.", code(&client.port)));
    let field = own("client");
    let definition = pretty(quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name { #field: castile::Client, }
    })?;
    let mut members = Vec::with_capacity(client.operations.len() + 3);
    if let Some(address) = &client.address {
        members.push(format!(
            "    /// The address in the contract.\n    pub const ENDPOINT: &'static str = {};\n",
            text(address)
        ));
    }
    let is_secure = client.address.as_ref().is_some_and(|address| {
        address.split_once(':').is_some_and(|(scheme, _)| scheme.trim().eq_ignore_ascii_case("https"))
    });
    members.push(if is_secure { SECURE } else { NEW }.to_owned());
    members.push(WITH.to_owned());
    let mut statics = Vec::with_capacity(client.operations.len());
    for operation in &client.operations {
        members.push(method(speller, operation)?);
        statics.push(facts(speller, operation)?);
    }
    let mut blocks = vec![definition, format!("impl {name} {{\n{}}}\n", members.join("\n"))];
    blocks.append(&mut statics);
    blocks.append(&mut notifications);
    Ok(blocks)
}

const NEW: &str = "    /// A client of the service at `endpoint`, with the transport and options that are usual.
    ///
    /// # Errors
    /// When `endpoint` is no address that can be called.
    pub fn new(endpoint: &str) -> Result<Self, castile::Error> {
        castile::Client::new(endpoint).map(Self::with)
    }
";

/// Where the contract's address is `https`.
const SECURE: &str = "    /// A client of the service at `endpoint`, with the transport and options that are usual.
    ///
    /// # Errors
    /// When `endpoint` is no address that can be called, or is `http` and not on this machine.
    pub fn new(endpoint: &str) -> Result<Self, castile::Error> {
        castile::Client::secure(endpoint).map(Self::with)
    }
";

const WITH: &str = "    /// A client with a transport and options of its own.
    pub fn with(client: castile::Client) -> Self {
        Self { client }
    }
";

fn method(speller: &Speller<'_>, operation: &Operation) -> Result<String> {
    let (name, table) = (ident(&operation.ident)?, ident(&operation.table)?);
    let reply = match operation.output.as_ref().and_then(|output| output.ty.as_ref()) {
        Some(ty) => speller.ty(ty)?,
        None => "()".to_owned(),
    };
    let mut out = String::new();
    for line in doc_lines(&method_docs(speller, operation)?, "") {
        out.push_str(if line.is_empty() { "    ///" } else { "    /// " });
        out.push_str(&line);
        out.push('\n');
    }
    let alias = super::spell::alias(&operation.ident, &operation.name);
    if !alias.is_empty() {
        out.push_str(&format!("    #[doc(alias = {})]\n", text(&operation.name)));
    }
    let safe = if operation.safe { ".safe()" } else { "" };
    let (head, body) = match &operation.input.ty {
        Some(ty) => {
            let ty = speller.ty(ty)?;
            let short = format!("    pub fn {name}<'a>(&'a self, request: &'a {ty}) -> castile::Call<'a, {reply}> {{");
            let long = format!(
                "    pub fn {name}<'a>(\n        &'a self,\n        request: &'a {ty},\n    ) -> castile::Call<'a, {reply}> {{"
            );
            (
                if short.chars().count() > WIDTH { long } else { short },
                format!("self.client.call(&{table}, request){safe}"),
            )
        }
        None => (
            format!("    pub fn {name}(&self) -> castile::Call<'_, {reply}> {{"),
            format!("self.client.call(&{table}, &()){safe}"),
        ),
    };
    // Not inlined, it would have the compiler make machine code for every type of request, whether it is called or not.
    out.push_str(&format!("    #[inline]\n{head}\n        {body}\n    }}\n"));
    Ok(out)
}

/// What the contract says, then the headers to pass and the faults to expect.
fn method_docs(speller: &Speller<'_>, operation: &Operation) -> Result<Vec<String>> {
    let mut lines = operation.documentation.clone();
    if lines.iter().all(|line| line.trim().is_empty()) {
        lines = vec![format!("Calls {}.", code(&operation.name))];
    }
    if !operation.input.headers.is_empty() {
        lines.extend([String::new(), "# Headers".to_owned()]);
        for header in &operation.input.headers {
            lines.push(format!("{}, passed with `.header(&…)`.", link(speller, &header.ty)?));
        }
    }
    if !operation.faults.is_empty() {
        lines.extend([String::new(), "# Faults".to_owned()]);
        for fault in &operation.faults {
            lines.push(format!("{}: {}.", code(&fault.name.local), link(speller, &fault.ty)?));
        }
    }
    Ok(lines)
}

/// A type in documentation, linked when it is an item of the package.
fn link(speller: &Speller<'_>, ty: &Type) -> Result<String> {
    let name = speller.ty(ty)?;
    Ok(match ty {
        Type::Item(_) => format!("[`{name}`]"),
        Type::Option(inner) | Type::Boxed(inner) | Type::Nillable(inner) | Type::NillableComplex(inner) => {
            link(speller, inner)?
        }
        Type::Plain(_) | Type::Runtime(_) | Type::Vec(_) => format!("`{name}`"),
    })
}

fn facts(speller: &Speller<'_>, operation: &Operation) -> Result<String> {
    let ty = speller.facts("Operation");
    let protocol = speller.facts("Protocol");
    let protocol = match &operation.protocol {
        Protocol::Soap11(action) => format!("{protocol}::Soap11({})", text(action)),
        Protocol::Soap12(action) => format!("{protocol}::Soap12({})", text(action)),
        Protocol::Http(verb, location) => {
            format!("{protocol}::Http({}, {})", text(verb), text(location))
        }
    };
    let output = match &operation.output {
        Some(output) => format!("Some({})", message(speller, output)?),
        None => "None".to_owned(),
    };
    let outcome = match speller.outcome(&operation.table) {
        Some(table) => format!("Some(&{})", ident(table)?),
        None => "None".to_owned(),
    };
    let docs = format!("The facts of {}, for a server or a client of your own.", code(&operation.name));
    let docs = super::commented(&doc_lines(&[docs], ""), "///");
    Ok(format!(
        "{docs}pub static {}: {ty} = {ty} {{\n    name: {}, schema: &{}, protocol: {protocol},\n    input: {},\n    output: {output},\n    outcome: {outcome},\n}};\n",
        ident(&operation.table)?,
        text(&operation.name),
        speller.schema(),
        message(speller, &operation.input)?,
    ))
}

fn message(speller: &Speller<'_>, message: &Message) -> Result<String> {
    let field = speller.facts("Field");
    let headers = message.headers.iter().map(|header| Ok(format!("{field}({})", speller.field(header)?)));
    let headers = headers.collect::<Result<Vec<_>>>()?;
    Ok(format!(
        "{} {{ body: {}::{}, headers: &[{}] }}",
        speller.facts("Message"),
        speller.facts("Body"),
        body(speller, &message.body)?,
        headers.join(", ")
    ))
}

fn body(speller: &Speller<'_>, body: &Body) -> Result<String> {
    Ok(match body {
        Body::Empty => "Empty".to_owned(),
        Body::Document(element) => format!("Document({})", body_element(speller, element)?),
        Body::Parts => "Parts".to_owned(),
        Body::Type(simple) => format!("Type({})", speller.simple(simple)?),
        Body::Rpc(element) => format!("Rpc({})", body_element(speller, element)?),
        Body::Encoded(element) => format!("Encoded({})", body_element(speller, element)?),
        Body::UrlEncoded => "UrlEncoded".to_owned(),
        Body::UrlReplacement => "UrlReplacement".to_owned(),
        Body::Xml(element) => format!("Xml({})", body_element(speller, element)?),
        Body::Json(key, aliases) => format!("Json({}, {})", text(key), texts(aliases)),
        Body::Raw(content_type) => format!("Raw({})", text(content_type)),
    })
}

fn body_element(speller: &Speller<'_>, element: &BodyElement) -> Result<String> {
    Ok(format!(
        "{}({}, {}, {}, 1, 1, {}, {})",
        speller.facts("Field"),
        speller.facts("Element"),
        namespace(element.name.namespace),
        wire(&element.name),
        speller.flags(&[(element.nillable, "NILLABLE"), (element.list, "LIST")]),
        speller.simple(&element.simple)?,
    ))
}
