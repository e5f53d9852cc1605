//! Reads every instance of a set with the emitted types and writes what it read: the program's side of `cargo xtask corpus`.
//!
//! The arguments are the set's `instances` folder and the folder to write to; a line of tab-separated cells for each
//! instance goes to standard output: id, file, outcome, detail.

#![allow(missing_docs)]

use std::path::Path;
use std::process::ExitCode;

use castile::content::Content;
use castile::engine::{Encoding, WriteError, WriteOptions, Writer};
use castile::facts::{Body, Facts, Field, Schema};
use castile::fragment;
use castile::mime::Related;
use castile::soap;
use castile::xml::Limits;

pub struct Entry {
    pub operations: &'static [Operation],
    pub elements: &'static [Element],
}

pub struct Operation {
    pub binding: &'static str,
    pub name: &'static str,
    pub facts: &'static castile::facts::Operation,
    pub input: Message,
    pub output: Option<Message>,
    pub faults: &'static [Element],
}

pub struct Message {
    pub make: fn() -> Box<dyn Content>,
    pub headers: &'static [Element],
    pub is_xml: bool,
}

pub struct Element {
    pub facts: &'static Field,
    pub schema: &'static Schema,
    pub make: fn() -> Box<dyn Content>,
}

pub const fn element<T: Content + Default>(element: &'static castile::GlobalElement<T>) -> Element {
    Element { facts: element.facts(), schema: element.schema(), make: make::<T> }
}

pub fn make<T: Content + Default>() -> Box<dyn Content> {
    Box::new(T::default())
}

pub fn nothing() -> Box<dyn Content> {
    Box::new(())
}

/// What became of an instance.
enum Outcome {
    /// Read and written again.
    Written(Vec<u8>),
    /// Read, but the value could not be written: the contract forbids it.
    Unwritten(String),
    /// Refused when read.
    Rejected(String),
    /// Nothing in the emitted code to read it with.
    Failed(String),
}

/// One row of an index: file, kind, operation, binding, direction, root.
struct Instance {
    file: String,
    kind: String,
    operation: String,
    binding: String,
    direction: String,
    root: String,
}

/// Runs all entries; see the module's documentation.
pub fn main(entries: &[(&str, &'static Entry)]) -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(set), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: program INSTANCES OUT");
        return ExitCode::from(2);
    };
    let (set, out) = (Path::new(&set), Path::new(&out));
    for (id, entry) in entries {
        for instance in index(&set.join(id).join("index.tsv")) {
            let (name, detail) = match one(entry, &instance, &set.join(id)) {
                Outcome::Written(bytes) => {
                    let file = out.join(id).join(&instance.file);
                    let parent = file.parent().unwrap_or(out);
                    match std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&file, bytes)) {
                        Ok(()) => ("written", String::new()),
                        Err(error) => ("failed", format!("{}: {error}", file.display())),
                    }
                }
                Outcome::Unwritten(why) => ("read", why),
                Outcome::Rejected(why) => ("rejected", why),
                Outcome::Failed(why) => ("failed", why),
            };
            let detail: String = detail.chars().map(|c| if c.is_control() { ' ' } else { c }).take(400).collect();
            println!("{id}\t{}\t{name}\t{detail}", instance.file);
        }
    }
    ExitCode::SUCCESS
}

fn index(path: &Path) -> Vec<Instance> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let rows = lines.filter(|line| !line.is_empty()).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name: &str| {
            let at = columns.iter().position(|column| *column == name);
            at.and_then(|at| cells.get(at)).map(|cell| (*cell).to_owned()).unwrap_or_default()
        };
        Instance {
            file: cell("file"),
            kind: cell("kind"),
            operation: cell("operation"),
            binding: cell("binding"),
            direction: cell("direction"),
            root: cell("root"),
        }
    });
    rows.collect()
}

fn one(entry: &'static Entry, instance: &Instance, folder: &Path) -> Outcome {
    let bytes = match std::fs::read(folder.join(&instance.file)) {
        Ok(bytes) => bytes,
        Err(error) => return Outcome::Failed(format!("{}: {error}", instance.file)),
    };
    let result = std::panic::catch_unwind(|| match instance.kind.as_str() {
        "document" => document(entry, instance, &bytes),
        "envelope" => match castile::xml::decode(&bytes, None) {
            Ok(text) => envelope(entry, instance, &text),
            Err(error) => Outcome::Rejected(error.to_string()),
        },
        "http" => match http(&bytes) {
            Ok(text) => envelope(entry, instance, &text),
            Err(error) => Outcome::Rejected(error),
        },
        other => Outcome::Failed(format!("messages of the kind {other:?} are not read yet")),
    });
    result.unwrap_or_else(|_| Outcome::Failed("panic".to_owned()))
}

fn document(entry: &'static Entry, instance: &Instance, bytes: &[u8]) -> Outcome {
    let global = entry.elements.iter().map(|element| Element { ..*element });
    // Of a WSDL, the elements that messages are made of.
    let bodies = entry.operations.iter().flat_map(|operation| {
        let schema = operation.facts.schema;
        let of = |body: &'static Body, message: &Message| match body {
            Body::Document(facts) => Some(Element { facts, schema, make: message.make }),
            _ => None,
        };
        let output = operation.facts.output.as_ref().zip(operation.output.as_ref());
        let output = output.and_then(|(facts, message)| of(&facts.body, message));
        of(&operation.facts.input.body, &operation.input).into_iter().chain(output)
    });
    let Some(element) = global.chain(bodies).find(|element| expanded(element) == instance.root) else {
        return Outcome::Failed(format!("no global element {}", instance.root));
    };
    let text = match castile::xml::decode(bytes, None) {
        Ok(text) => text,
        Err(error) => return Outcome::Rejected(error.to_string()),
    };
    let mut value = (element.make)();
    if let Err(error) = castile::engine::read_document(element.schema, element.facts, &mut *value, &text, &Limits::default()) {
        return Outcome::Rejected(error.to_string());
    }
    match castile::engine::write_document(element.schema, element.facts, &*value) {
        Ok(text) => Outcome::Written(text.into_bytes()),
        Err(error) => Outcome::Unwritten(error.to_string()),
    }
}

/// The envelope in the body of an HTTP message: its root, if it has several parts, with the content it refers to.
fn http(message: &[u8]) -> Result<String, String> {
    let end = message.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or("no empty line ends the header")?;
    let (header, body) = message.split_at(end);
    let body = castile::bytes::Bytes::copy_from_slice(body.get(4..).unwrap_or_default());
    let header = String::from_utf8_lossy(header).replace("\r\n ", " ").replace("\r\n\t", " ");
    let fields = header.lines().filter_map(|line| line.split_once(':'));
    let content_type = fields.filter(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.trim()).next();
    let text = |bytes: &[u8], content_type: Option<&str>| {
        castile::xml::decode(bytes, content_type).map(std::borrow::Cow::into_owned).map_err(|error| error.to_string())
    };
    let Some(content_type) = content_type.filter(|value| Related::is_meant_by(value)) else {
        return text(&body, content_type);
    };
    let limits = Limits::default();
    let related = Related::parse(content_type, &body, &limits).map_err(|error| error.to_string())?;
    match related.inlined(&limits).map_err(|error| error.to_string())? {
        Some(text) => Ok(text),
        None => text(&related.root().content, Some(&related.root().content_type)),
    }
}

fn envelope(entry: &'static Entry, instance: &Instance, text: &str) -> Outcome {
    let named = |operation: &&Operation| operation.name == instance.operation;
    let bound = |operation: &&Operation| named(operation) && operation.binding == instance.binding;
    // No client is made for a binding that no port has; another of the same operation speaks for it.
    let is_bound = entry.operations.iter().any(|operation| bound(&operation));
    let named = entry.operations.iter().filter(|operation| if is_bound { bound(operation) } else { named(operation) });
    // Overloaded operations have one name: the one that keeps most of the message has it.
    let mut best: Option<Vec<u8>> = None;
    let mut refused = Outcome::Failed(format!("no operation {} in the binding {}", instance.operation, instance.binding));
    for operation in named {
        match through(operation, instance, text) {
            Outcome::Written(bytes) if best.as_ref().is_none_or(|best| tags(best) < tags(&bytes)) => best = Some(bytes),
            Outcome::Written(_) => {}
            other => {
                if matches!(refused, Outcome::Failed(_)) {
                    refused = other;
                }
            }
        }
    }
    best.map_or(refused, Outcome::Written)
}

fn tags(document: &[u8]) -> usize {
    document.iter().filter(|byte| **byte == b'<').count()
}

fn through(operation: &'static Operation, instance: &Instance, text: &str) -> Outcome {
    let is_request = instance.direction == "request";
    let message = match (is_request, &operation.output) {
        (true, _) => &operation.input,
        (false, Some(output)) => output,
        (false, None) if instance.direction == "fault" => &operation.input,
        (false, None) => return Outcome::Failed("a one-way operation has no response".to_owned()),
    };
    if !message.is_xml {
        return Outcome::Failed("the binding of the operation has no envelope".to_owned());
    }
    let limits = Limits::default();
    let mut value = (message.make)();
    let read = if is_request {
        soap::read_request(operation.facts, text, &limits, &mut *value)
    } else {
        soap::read_reply(operation.facts, text, &limits, &mut *value)
    };
    let received = match read {
        Ok(received) => received,
        Err(error) => return Outcome::Rejected(error.to_string()),
    };
    if let Some(fault) = received.fault {
        return written_fault(operation, *fault);
    }
    let mut typed: Vec<(&'static Element, Box<dyn Content>)> = Vec::new();
    let mut others = Vec::new();
    for header in received.headers.iter() {
        match message.headers.iter().find(|element| is(element, &header.element)) {
            Some(element) => match typed_value(element, &header.element) {
                Ok(value) => typed.push((element, value)),
                Err(why) => return Outcome::Rejected(format!("in the header: {why}")),
            },
            None => others.push(header.element.clone()),
        }
    }
    let mut blocks: Vec<soap::Block<'_>> = Vec::new();
    for (element, value) in &typed {
        blocks.push(soap::Block::Typed(element.facts, &**value));
    }
    blocks.extend(others.into_iter().map(soap::Block::Element));
    let written = if is_request {
        soap::write_request_as(operation.facts, &blocks, &*value, received.style)
    } else {
        soap::write_reply_as(operation.facts, &blocks, &*value, received.style)
    };
    match written {
        Ok(bytes) => Outcome::Written(bytes.into()),
        Err(error) => Outcome::Unwritten(error.to_string()),
    }
}

/// Reads each detail element that a declared fault names as its type, and writes the fault with it.
fn written_fault(operation: &'static Operation, mut fault: soap::Fault) -> Outcome {
    for detail in &mut fault.details {
        let Some(element) = operation.faults.iter().find(|element| is(element, detail)) else { continue };
        let value = match typed_value(element, detail) {
            Ok(value) => value,
            Err(why) => return Outcome::Rejected(format!("in the detail: {why}")),
        };
        let encoded = matches!(operation.facts.input.body, Body::Encoded(_));
        let text = match written_detail(element, value, encoded) {
            Ok(text) => text,
            Err(error) => return Outcome::Unwritten(error.to_string()),
        };
        match fragment::Element::parse(&text) {
            Ok(again) => *detail = again,
            Err(error) => return Outcome::Failed(format!("what was written is not read: {error}")),
        }
    }
    match soap::write_fault(&fault) {
        Ok(bytes) => Outcome::Written(bytes.into()),
        Err(error) => Outcome::Unwritten(error.to_string()),
    }
}

/// A detail element; beside an encoded body, every element in it says its type.
fn written_detail(element: &Element, value: Box<dyn Content>, encoded: bool) -> Result<String, WriteError> {
    if !encoded {
        return castile::engine::write_document(element.schema, element.facts, &*value);
    }
    let facts = element.facts;
    let field = Field(castile::facts::Element, facts.namespace(), facts.name(), 1, 1, 0, facts.simple());
    let facts = Facts::with_fields(castile::facts::Struct, element.schema, vec![field]);
    let detail = Detail(value, Box::leak(Box::new(facts)));
    let encoding = WriteOptions { encoding: Some(Encoding::Soap11), ..WriteOptions::default() };
    let mut writer = Writer::new(element.schema, encoding, "<around>".len());
    writer.element(&Field(castile::facts::Element, 0, "detail", 1, 1, 0, &castile::facts::COMPLEX), &detail)?;
    let (bytes, at) = writer.finish("<around", ">");
    let around = format!("{}</around>", String::from_utf8_lossy(bytes.get(at..).unwrap_or_default()));
    let first = |element: fragment::Element| element.elements().into_iter().next();
    let written = fragment::Element::parse(&around).ok().and_then(first).and_then(first);
    Ok(written.map_or(around, |written| written.as_xml()))
}

/// The one element in a detail, as a value of it.
struct Detail(Box<dyn Content>, &'static Facts);

impl Content for Detail {
    fn facts(&self) -> &'static Facts {
        self.1
    }

    fn field(&self, _: usize) -> &dyn Content {
        &*self.0
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        &mut *self.0
    }
}

fn typed_value(element: &'static Element, block: &fragment::Element) -> Result<Box<dyn Content>, String> {
    let mut value = (element.make)();
    castile::engine::read_document(element.schema, element.facts, &mut *value, &block.as_xml(), &Limits::default())
        .map_err(|error| error.to_string())?;
    Ok(value)
}

fn is(element: &Element, block: &fragment::Element) -> bool {
    let name = match block.namespace() {
        "" => block.local().to_owned(),
        namespace => format!("{{{namespace}}}{}", block.local()),
    };
    expanded(element) == name
}

fn expanded(element: &Element) -> String {
    let namespace = usize::from(element.facts.namespace()).checked_sub(1).and_then(|index| element.schema.namespaces.get(index));
    match namespace {
        Some(namespace) => format!("{{{namespace}}}{}", element.facts.local()),
        None => element.facts.local().to_owned(),
    }
}
