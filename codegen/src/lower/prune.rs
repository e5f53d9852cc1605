//! Leaves out the items that no client leads to.

use std::collections::{HashMap, HashSet};

use crate::model::{Body, Field, Item, ItemRef, Message, Package, Place, SimpleRef, Type, Variety};

/// Keeps what the clients and the structs that came from them lead to. Statics of simple types that are only bases of
/// others go.
pub(super) fn prune(package: &mut Package) {
    let mut by_table: HashMap<String, (usize, usize)> = HashMap::new();
    for (module, each) in package.modules.iter().enumerate() {
        for (index, item) in each.items.iter().enumerate() {
            by_table.insert(table(item).to_owned(), (module, index));
        }
    }
    let mut found = Vec::new();
    for operation in package.clients.iter().flat_map(|client| client.operations.iter().chain(&client.notifications)) {
        message(&operation.input, &mut found);
        operation.output.iter().for_each(|output| message(output, &mut found));
        operation.faults.iter().for_each(|fault| ty(&fault.ty, &mut found));
    }
    // Types-only packages have no clients: every type stays.
    if package.clients.is_empty() {
        return;
    }
    let mut kept: HashSet<(usize, usize)> = HashSet::new();
    while let Some(reference) = found.pop() {
        let Some(&at) = by_table.get(&reference) else {
            continue;
        };
        if kept.insert(at)
            && let Some(item) = package.modules.get(at.0).and_then(|module| module.items.get(at.1))
        {
            references(item, &mut found);
        }
    }
    for (module, each) in package.modules.iter_mut().enumerate() {
        let mut index = 0;
        each.items.retain(|_| {
            let keep = kept.contains(&(module, index));
            index += 1;
            keep
        });
    }
}

/// The static of an item; an alias has none and goes by its name.
pub(super) fn table(item: &Item) -> &str {
    match item {
        Item::Struct(item) => &item.table,
        Item::Choice(item) => &item.table,
        Item::Enumeration(item) => &item.simple.table,
        Item::Union(item) => &item.simple.table,
        Item::SimpleType(item) => &item.table,
        Item::Alias(item) => &item.ident,
    }
}

fn references(item: &Item, found: &mut Vec<String>) {
    match item {
        Item::Struct(item) => {
            item.fields.iter().for_each(|each| field(each, found));
            item.root.iter().for_each(|root| simple(&root.simple, found));
        }
        Item::Choice(item) => item.arms.iter().for_each(|each| field(each, found)),
        Item::Enumeration(item) => variety(&item.simple.variety, found),
        Item::Union(item) => {
            variety(&item.simple.variety, found);
            for arm in &item.arms {
                ty(&arm.ty, found);
                simple(&arm.simple, found);
            }
        }
        Item::SimpleType(item) => variety(&item.variety, found),
        Item::Alias(item) => ty(&item.ty, found),
    }
}

fn message(message: &Message, found: &mut Vec<String>) {
    message.ty.iter().for_each(|each| ty(each, found));
    message.headers.iter().for_each(|each| field(each, found));
    match &message.body {
        Body::Document(element) | Body::Rpc(element) | Body::Encoded(element) | Body::Xml(element) => {
            simple(&element.simple, found);
        }
        Body::Type(reference) => simple(reference, found),
        Body::Empty | Body::Parts | Body::UrlEncoded | Body::UrlReplacement | Body::Json(..) | Body::Raw(_) => {}
    }
}

fn field(field: &Field, found: &mut Vec<String>) {
    ty(&field.ty, found);
    simple(&field.simple, found);
    if let Place::Group(reference) = &field.place {
        item(reference, found);
    }
}

fn ty(ty: &Type, found: &mut Vec<String>) {
    let mut inner = ty;
    loop {
        match inner {
            Type::Plain(_) | Type::Runtime(_) => return,
            Type::Item(reference) => return item(reference, found),
            Type::Option(next)
            | Type::Vec(next)
            | Type::Boxed(next)
            | Type::Nillable(next)
            | Type::NillableComplex(next) => inner = next,
        }
    }
}

fn simple(reference: &SimpleRef, found: &mut Vec<String>) {
    if let SimpleRef::Item(reference) = reference {
        item(reference, found);
    }
}

fn variety(variety: &Variety, found: &mut Vec<String>) {
    match variety {
        Variety::Atomic => {}
        Variety::List(reference) => simple(reference, found),
        Variety::Union(members) => members.iter().for_each(|member| simple(member, found)),
    }
}

fn item(reference: &ItemRef, found: &mut Vec<String>) {
    found.push(reference.table.clone());
}
