//! The path to the rows: the names a caller gives, resolved against the facts of the reply.

use super::split::Step;
use crate::content::Content;
use crate::engine::BARE;
use crate::error::ConfigError;
use crate::facts::{Body, Facts, Field, Kind, NamespaceId, Operation, Place, Protocol};

/// Where the rows stand and how they are read.
#[derive(Debug)]
pub(super) struct RowPath {
    /// The names of the elements from the root to the row, for the splitter.
    pub(super) steps: Vec<Step>,
    /// For each of them, the namespace it should have; an element without a namespace passes too.
    pub(super) namespaces: Vec<Option<NamespaceId>>,
    /// The facts of the row's member.
    pub(super) field: &'static Field,
}

/// Groups within groups that a member is looked for in.
const GROUPS: usize = 16;

impl RowPath {
    /// Resolves `path`, names of elements from the members of `reply` on. `row` is an empty row.
    pub(super) fn resolve(
        operation: &'static Operation,
        path: &str,
        reply: &mut dyn Content,
        row: &mut dyn Content,
    ) -> Result<Self, ConfigError> {
        let refused = |problem: String| ConfigError::Rows { path: path.to_owned(), problem };
        let Some(output) = &operation.output else {
            return Err(refused("the operation has no reply".to_owned()));
        };
        let mut found = Self { steps: Vec::new(), namespaces: Vec::new(), field: &BARE };
        if !matches!(operation.protocol, Protocol::Http(..)) {
            found.step(None, None);
            found.step(Some("Body"), None);
        }
        match &output.body {
            Body::Document(field) | Body::Xml(field) => found.step(Some(field.local()), Some(field.namespace())),
            // Servers differ in the name of the wrapper.
            Body::Rpc(_) => found.step(None, None),
            Body::Parts | Body::Type(_) => {}
            Body::Encoded(_) => return Err(refused("rows of an encoded reply may be anywhere in it".to_owned())),
            Body::Json(..) | Body::Raw(_) | Body::Empty | Body::UrlEncoded | Body::UrlReplacement => {
                return Err(refused("the reply is not XML".to_owned()));
            }
        }
        if path.split('/').any(str::is_empty) {
            return Err(refused("expected names with one `/` between two of them".to_owned()));
        }
        let mut names = path.split('/');
        let mut value = reply;
        while let Some(name) = names.next() {
            value = inside(value);
            if value.facts().kind() == Kind::Any {
                return Ok(found.open(std::iter::once(name).chain(names)));
            }
            let members = value.facts();
            let Some(indices) = search(value, name, 0) else {
                if has_wildcard(members) {
                    return Ok(found.open(std::iter::once(name).chain(names)));
                }
                return Err(refused(format!("there is no element {name} among {}", listed(members))));
            };
            for index in indices {
                let value_here = inside(value);
                let facts = value_here.facts();
                if let Some(field) = facts.fields().get(index)
                    && matches!(field.place(), Place::Element)
                    && facts.kind() != Kind::Polymorphic
                {
                    found.step(Some(name), Some(field.namespace()));
                    found.field = field;
                }
                value = value_here.field_mut(index);
            }
        }
        let (declared, given) = (inside(value).facts(), inside(row).facts());
        if !std::ptr::eq(declared, given) && declared.kind() != Kind::Any {
            let name = |facts: &Facts| if facts.name().is_empty() { "a type without a name" } else { facts.name() };
            return Err(refused(format!("its type is {}, and not {}", name(declared), name(given))));
        }
        Ok(found)
    }

    fn step(&mut self, name: Option<&str>, namespace: Option<NamespaceId>) {
        self.steps.push(name.map(Box::from));
        self.namespaces.push(namespace);
    }

    /// The contract says no more.
    fn open<'n>(mut self, names: impl Iterator<Item = &'n str>) -> Self {
        for name in names {
            self.step(Some(name), None);
        }
        self.field = &BARE;
        self
    }

    /// The path of the rows in the document, for errors: `Envelope/Body/listResponse`.
    pub(super) fn around(&self) -> impl DoubleEndedIterator<Item = &str> {
        let around = self.steps.split_last().map_or(&[][..], |(_, around)| around);
        around.iter().enumerate().map(|(index, step)| match step {
            Some(name) => &**name,
            None if index == 0 => "Envelope",
            None => "*",
        })
    }
}

/// What is in the containers.
fn inside(value: &mut dyn Content) -> &mut dyn Content {
    let mut value = value;
    while matches!(value.facts().kind(), Kind::Optional | Kind::Nillable | Kind::Many) {
        value = value.field_mut(0);
    }
    value
}

/// The member that is the element `name`: an index, behind those of the groups it stands in.
fn search(value: &mut dyn Content, name: &str, depth: usize) -> Option<Vec<usize>> {
    let value = inside(value);
    let facts = value.facts();
    let by_name = |field: &Field| matches!(field.place(), Place::Element) && field.local() == name;
    let polymorphic = facts.kind() == Kind::Polymorphic;
    if let Some(index) = facts.fields().iter().position(by_name).filter(|_| !polymorphic) {
        return Some(vec![index]);
    }
    if depth >= GROUPS || matches!(facts.kind(), Kind::Lexical | Kind::Any) {
        return None;
    }
    facts.fields().iter().enumerate().find_map(|(index, field)| {
        if !polymorphic && !matches!(field.place(), Place::Group(_)) {
            return None;
        }
        let mut found = search(value.field_mut(index), name, depth + 1)?;
        found.insert(0, index);
        Some(found)
    })
}

fn has_wildcard(facts: &Facts) -> bool {
    facts.fields().iter().any(|field| matches!(field.place(), Place::Wildcard(_) | Place::Mixed))
}

fn listed(facts: &Facts) -> String {
    let elements = facts.fields().iter().filter(|field| matches!(field.place(), Place::Element));
    let names: Vec<&str> = elements.map(Field::local).collect();
    if names.is_empty() { "the members, of which none is an element".to_owned() } else { names.join(", ") }
}
