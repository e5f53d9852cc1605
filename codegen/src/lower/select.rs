//! Which ports and operations the manifest keeps.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::Select;
use crate::model::Client;
use crate::resolve::{Components, Findings};
use crate::selector::{Selector, matches};
use crate::wsdl::{Binding, BindingOperation, Operation, OperationKind, OperationMessage, Port, PortType, Service};
use crate::xsd::QName;

/// The ports that are kept.
#[derive(Debug, Default)]
pub(super) struct Selection<'a> {
    pub(super) ports: Vec<SelectedPort<'a>>,
    /// Bindings whose port types are nowhere.
    without_port_type: Vec<&'a Binding>,
    /// Operations that are left out, and the message that is not there.
    without_message: Vec<(&'a Operation, &'a OperationMessage)>,
}

/// A port with what it leads to. A binding that no port uses is taken as a port without an address.
#[derive(Debug)]
pub(super) struct SelectedPort<'a> {
    pub(super) service: Option<&'a Service>,
    pub(super) port: Option<&'a Port>,
    pub(super) binding: &'a Binding,
    pub(super) operations: Vec<SelectedOperation<'a>>,
}

impl<'a> SelectedPort<'a> {
    /// The port's name, or the binding's.
    pub(super) fn name(&self) -> &'a str {
        self.port.map_or(&*self.binding.name.local, |port| &*port.name)
    }
}

/// An operation of a port type with how the binding carries it.
#[derive(Clone, Copy, Debug)]
pub(super) struct SelectedOperation<'a> {
    pub(super) operation: &'a Operation,
    pub(super) binding: &'a BindingOperation,
}

/// A mark of operations as safe that is for none of those that are kept is an error.
pub(super) fn report_safe(globs: &[String], clients: &[Client], findings: &mut Findings) {
    let names = || clients.iter().flat_map(|client| &client.operations).map(|operation| operation.name.as_str());
    for glob in globs.iter().filter(|glob| !names().any(|name| matches(glob, name))) {
        let near = nearest(glob, names()).join(", ");
        let help = if near.is_empty() {
            String::from("no operation is kept")
        } else {
            format!("the nearest names are: {near}")
        };
        let subject = format!("manifest safe.operations \"{glob}\"");
        findings.push_unplaced(Diagnostic::error(subject, "matches no operation that is kept").help(help));
    }
}

/// Applies the manifest's selectors. One that matches nothing is an error.
pub(super) fn select<'a>(components: &Components<'a>, select: &Select, findings: &mut Findings) -> Selection<'a> {
    let mut services = Selector::new("services", &select.services);
    let mut ports = Selector::new("ports", &select.ports);
    let mut operations = Selector::new("operations", &select.operations);
    let mut selection = Selection::default();
    for service in components.services.entries().iter().map(|entry| entry.component) {
        if !services.keeps(&service.name.local) {
            continue;
        }
        for port in &service.ports {
            if ports.keeps(&port.name)
                && let Some(binding) = binding_of(components, port, findings)
            {
                selection.add(components, Some((service, port)), binding, &mut operations, findings);
            }
        }
    }
    if select.services.is_empty() {
        // What hands out addresses while it runs, as subscriptions do, publishes bindings without ports.
        let all = components.services.entries().iter().flat_map(|entry| &entry.component.ports);
        let used: HashSet<&QName> = all.map(|port| &port.binding).collect();
        for entry in components.bindings.entries().iter().filter(|entry| !used.contains(entry.name)) {
            if ports.keeps(&entry.name.local) {
                findings.note(
                    entry.position,
                    format!("binding {}", entry.name),
                    "is used by no port: the client has no address of its own",
                );
                selection.add(components, None, entry.component, &mut operations, findings);
            }
        }
    }
    if components.services.is_empty()
        && let Some(definitions) = components.definitions.first().filter(|_| components.bindings.is_empty())
    {
        findings.note(
            definitions.position,
            "definitions",
            "has neither service nor binding: types are all there is to generate",
        );
    }
    selection.report_missing(findings);
    for selector in [&services, &ports, &operations] {
        selector.report(findings);
    }
    selection
}

fn binding_of<'a>(components: &Components<'a>, port: &'a Port, findings: &mut Findings) -> Option<&'a Binding> {
    let binding = components.bindings.get(&port.binding);
    if binding.is_none() {
        let names: Vec<String> = components.bindings.entries().iter().map(|entry| entry.name.to_string()).collect();
        let name = port.binding.to_string();
        let near = nearest(&name, names.iter().map(String::as_str)).join(", ");
        let message = format!("there is no binding {name}; the port is left out");
        findings.warning(port.position, format!("port {}", port.name), message, format!("the bindings are: {near}"));
    }
    binding
}

impl<'a> Selection<'a> {
    fn add(
        &mut self,
        components: &Components<'a>,
        port: Option<(&'a Service, &'a Port)>,
        binding: &'a Binding,
        selector: &mut Selector<'_>,
        findings: &mut Findings,
    ) {
        let Some(port_type) = components.port_types.get(&binding.port_type) else {
            self.without_port_type.push(binding);
            return;
        };
        let mut operations = operations(binding, port_type, selector, findings);
        operations.retain(|selected| {
            let operation = selected.operation;
            let mut messages = operation.input.iter().chain(&operation.output);
            let missing = messages
                .find(|message| message.message.as_ref().and_then(|name| components.messages.get(name)).is_none());
            if let Some(message) = missing
                && self.without_message.iter().all(|(known, _)| !std::ptr::eq(*known, operation))
            {
                self.without_message.push((operation, message));
            }
            missing.is_none()
        });
        let (service, port) = (port.map(|(service, _)| service), port.map(|(_, port)| port));
        self.ports.push(SelectedPort { service, port, binding, operations });
    }

    /// What lacks its port type or a message is left out; where it leaves nothing, the contract is refused.
    fn report_missing(&self, findings: &mut Findings) {
        let help = "check its name, and that the document that declares it is imported";
        for binding in &self.without_port_type {
            let (construct, name) = (format!("binding {}", binding.name), &binding.port_type);
            if self.ports.is_empty() {
                findings.error(binding.position, construct, format!("there is no portType {name}"), help);
            } else {
                let message = format!("there is no portType {name}; no client is made for the binding");
                findings.warning(binding.position, construct, message, help);
            }
        }
        for (operation, message) in &self.without_message {
            let construct = format!("operation {}", operation.name);
            let (reason, help) = match &message.message {
                Some(name) => (format!("there is no message {name}"), help),
                None => ("names no message here".to_owned(), "add the attribute message"),
            };
            if self.ports.iter().all(|port| port.operations.is_empty()) {
                findings.error(message.position, construct, reason, help);
            } else {
                findings.warning(message.position, construct, format!("{reason}; the operation is left out"), help);
            }
        }
    }
}

/// The operations of a port type that the binding carries, in the port type's order.
fn operations<'a>(
    binding: &'a Binding,
    port_type: &'a PortType,
    selector: &mut Selector<'_>,
    findings: &mut Findings,
) -> Vec<SelectedOperation<'a>> {
    let mut by_name: std::collections::HashMap<&str, Vec<Option<&'a BindingOperation>>> =
        std::collections::HashMap::new();
    for bound in &binding.operations {
        by_name.entry(&*bound.name).or_default().push(Some(bound));
    }
    let mut kept = Vec::new();
    for operation in &port_type.operations {
        let bound = by_name.get_mut(&*operation.name).and_then(|candidates| take(operation, candidates));
        if !selector.keeps(&operation.name) {
            continue;
        }
        let construct = format!("operation {}", operation.name);
        match (bound, operation.kind) {
            (None, _) => findings.note(
                operation.position,
                construct,
                format!("binding {} does not carry it: no client can call it there", binding.name),
            ),
            (Some(binding), kind) => {
                let sent = match kind {
                    OperationKind::Notification => Some("a notification"),
                    OperationKind::SolicitResponse => Some("solicit-response"),
                    OperationKind::OneWay | OperationKind::RequestResponse => None,
                };
                if let Some(sent) = sent {
                    let message = format!(
                        "is {sent}: the service sends it and no client calls it; its types and facts are there"
                    );
                    findings.note(operation.position, construct, message);
                }
                kept.push(SelectedOperation { operation, binding });
            }
        }
    }
    for (name, bound) in binding.operations.iter().filter_map(|bound| Some((&bound.name, by_name.get(&*bound.name)?))) {
        if port_type.operations.iter().all(|operation| operation.name != *name)
            && let Some(bound) = bound.iter().flatten().next()
        {
            findings.warning(
                bound.position,
                format!("operation {name}"),
                format!("portType {} has no such operation", port_type.name),
                "it is left out; correct its name",
            );
        }
    }
    kept
}

/// The binding's operation for one of the port type: by the names of input and output when it is overloaded
/// (WSDL 1.1, section 2.5).
fn take<'a>(operation: &Operation, candidates: &mut [Option<&'a BindingOperation>]) -> Option<&'a BindingOperation> {
    let name = |message: Option<&crate::wsdl::OperationMessage>| message.and_then(|message| message.name.clone());
    let (input, output) = (name(operation.input.as_ref()), name(operation.output.as_ref()));
    let fits = |bound: &BindingOperation, strict: bool| {
        let same = |own: &Option<std::sync::Arc<str>>, other: &Option<std::sync::Arc<str>>| match (own, other) {
            (Some(own), Some(other)) => own == other,
            _ => !strict,
        };
        same(&input, &bound.input_name) && (same(&output, &bound.output_name) || strict && output.is_none())
    };
    let position = |strict: bool| candidates.iter().position(|bound| bound.is_some_and(|bound| fits(bound, strict)));
    let only = || (candidates.len() == 1).then_some(0);
    let at = position(true).or_else(|| position(false)).or_else(only)?;
    candidates.get_mut(at)?.take()
}
