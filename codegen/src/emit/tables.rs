//! Which tables of simple types something points at: rustc would warn of the others, so they are not written.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Body, BodyElement, Field, Item, ItemRef, Message, Package, SimpleRef, SimpleType, Variety};

/// Tables as module and static.
#[derive(Debug)]
pub(super) struct Tables<'p> {
    pointed_at: BTreeSet<(usize, &'p str)>,
    /// Those of them whose own pointers are not followed yet.
    pending: Vec<(usize, &'p str)>,
}

impl<'p> Tables<'p> {
    pub(super) fn of(package: &'p Package) -> Self {
        let mut tables = Self { pointed_at: BTreeSet::new(), pending: Vec::new() };
        for item in package.modules.iter().flat_map(|module| &module.items) {
            match item {
                Item::Struct(item) => {
                    tables.fields(&item.fields);
                    item.root.iter().for_each(|root| tables.point(&root.simple));
                }
                Item::Choice(item) => tables.fields(&item.arms),
                Item::Union(item) => item.arms.iter().for_each(|arm| tables.point(&arm.simple)),
                Item::Enumeration(_) | Item::SimpleType(_) | Item::Alias(_) => {}
            }
        }
        for operation in package.clients.iter().flat_map(|client| client.operations.iter().chain(&client.notifications))
        {
            tables.message(&operation.input);
            operation.output.iter().for_each(|output| tables.message(output));
        }
        package.elements.iter().for_each(|element| tables.point(&element.simple));
        tables.follow(package);
        tables
    }

    /// Whether anything points at the table `name` of a module.
    pub(super) fn has(&self, module: Option<usize>, name: &str) -> bool {
        module.is_some_and(|module| self.pointed_at.contains(&(module, name)))
    }

    /// Adds what the tables themselves point at.
    fn follow(&mut self, package: &'p Package) {
        let mut varieties = BTreeMap::new();
        for (index, module) in package.modules.iter().enumerate() {
            for simple in module.items.iter().filter_map(simple_type) {
                varieties.insert((index, simple.table.as_str()), &simple.variety);
            }
        }
        while let Some(table) = self.pending.pop() {
            if let Some(variety) = varieties.get(&table) {
                self.variety(variety);
            }
        }
    }

    fn variety(&mut self, variety: &'p Variety) {
        match variety {
            Variety::Atomic => {}
            Variety::List(item) => self.point(item),
            Variety::Union(members) => members.iter().for_each(|member| self.point(member)),
        }
    }

    fn message(&mut self, message: &'p Message) {
        self.fields(&message.headers);
        match &message.body {
            Body::Document(BodyElement { simple, .. })
            | Body::Rpc(BodyElement { simple, .. })
            | Body::Encoded(BodyElement { simple, .. })
            | Body::Xml(BodyElement { simple, .. })
            | Body::Type(simple) => self.point(simple),
            Body::Empty | Body::Parts | Body::UrlEncoded | Body::UrlReplacement | Body::Json(..) | Body::Raw(_) => {}
        }
    }

    fn fields(&mut self, fields: &'p [Field]) {
        for field in fields {
            self.point(&field.simple);
        }
    }

    fn point(&mut self, simple: &'p SimpleRef) {
        if let SimpleRef::Item(ItemRef { module, table, .. }) = simple {
            let table = (*module, table.as_str());
            if self.pointed_at.insert(table) {
                self.pending.push(table);
            }
        }
    }
}

fn simple_type(item: &Item) -> Option<&SimpleType> {
    match item {
        Item::Enumeration(item) => Some(&item.simple),
        Item::Union(item) => Some(&item.simple),
        Item::SimpleType(item) => Some(item),
        Item::Struct(_) | Item::Choice(_) | Item::Alias(_) => None,
    }
}
