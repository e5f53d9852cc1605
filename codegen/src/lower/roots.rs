//! The elements and types that the messages of the kept operations are made of.

use super::select::Selection;
use crate::resolve::{Components, Reference, ReferenceKind};
use crate::wsdl::{BindingMessage, Message, PartKind};
use crate::xsd::QName;

/// What is reached from messages, faults, headers and header faults.
pub(super) fn roots<'a>(components: &Components<'a>, selection: &Selection<'a>) -> Vec<Reference<'a>> {
    let mut found = Vec::new();
    // A client can do without the type of a fault or a header: one that is nowhere declared is a warning later on.
    let mut add = |name: &QName, needed: bool| {
        if let Some(message) = components.messages.get(name) {
            parts(components, message, needed, &mut found);
        }
    };
    for selected in selection.ports.iter().flat_map(|port| &port.operations) {
        let operation = selected.operation;
        let messages = operation.input.iter().chain(&operation.output);
        messages.filter_map(|message| message.message.as_ref()).for_each(|name| add(name, true));
        operation.faults.iter().for_each(|fault| add(&fault.message, false));
        let bound = selected.binding.input.iter().chain(&selected.binding.output);
        bound.flat_map(|message: &BindingMessage| &message.headers).for_each(|header| {
            add(&header.message, false);
            header.header_faults.iter().for_each(|fault| add(&fault.message, false));
        });
    }
    found
}

fn parts<'a>(components: &Components<'a>, message: &'a Message, needed: bool, found: &mut Vec<Reference<'a>>) {
    for part in &message.parts {
        let (kind, name) = match &part.kind {
            PartKind::Element(name) if !needed && components.elements.find(name).is_none() => continue,
            PartKind::Element(name) => (ReferenceKind::Element, name),
            PartKind::Type(name) => (ReferenceKind::Type, name),
        };
        found.push(Reference { kind, name, position: part.position });
    }
}
