//! Ports as clients.

use std::collections::HashSet;

use super::context::{Lowering, address};
use super::documentation;
use super::select::{SelectedPort, Selection};
use crate::model::Client;
use crate::names::{self, Scope};
use crate::wsdl::BindingType;

/// What SOAP over HTTP is called in a binding; an absent transport means it too.
const HTTP_TRANSPORTS: [&str; 4] = [
    "",
    "http://schemas.xmlsoap.org/soap/http",
    "http://www.w3.org/2003/05/soap/bindings/HTTP/",
    "http://schemas.xmlsoap.org/soap/https",
];

/// One client a port; ports that share a binding share a client.
pub(super) fn clients<'a>(lowering: &mut Lowering<'a, '_>, selection: &Selection<'a>) -> Vec<Client> {
    let mut seen = HashSet::new();
    let mut clients = Vec::new();
    let mut unused: HashSet<&str> = lowering.manifest.clients.keys().map(String::as_str).collect();
    for port in &selection.ports {
        unused.remove(port.name());
        if !is_callable(lowering, port) {
            continue;
        }
        if seen.insert(address(port.binding)) {
            clients.push(client(lowering, port));
        } else if let Some(port) = port.port {
            let message = "has the binding of an earlier port: one client serves both, at either address";
            lowering.findings.note(port.position, format!("port {}", port.name), message);
        }
    }
    let mut unused: Vec<&str> = unused.into_iter().collect();
    unused.sort_unstable();
    for name in unused {
        let near = crate::diagnostic::nearest(name, selection.ports.iter().map(SelectedPort::name)).join(", ");
        lowering.findings.push_unplaced(
            crate::diagnostic::Diagnostic::error(
                format!("manifest clients \"{name}\""),
                "no selected port has that name",
            )
            .help(format!("the ports are: {near}")),
        );
    }
    clients
}

/// Whether a client can be made for the port's protocol.
fn is_callable(lowering: &mut Lowering<'_, '_>, port: &SelectedPort<'_>) -> bool {
    let binding = port.binding;
    let construct = format!("binding {}", binding.name);
    if binding.using_addressing {
        lowering.findings.note(
            binding.position,
            construct.clone(),
            "asks for WS-Addressing headers: add them to the calls",
        );
    }
    match &binding.binding_type {
        BindingType::Soap { transport, .. } => {
            lowering.coverage.modelled("soap:binding");
            if !HTTP_TRANSPORTS.contains(&transport.as_str()) {
                let message =
                    format!("its transport is {transport}: the client needs a transport of yours that speaks it");
                lowering.findings.note(binding.position, construct, message);
            }
            true
        }
        BindingType::Http { .. } => {
            lowering.coverage.modelled("http:binding");
            true
        }
        BindingType::Other(name) => {
            lowering.coverage.refused("binding extension");
            lowering.findings.note(
                binding.position,
                construct,
                format!("is of a kind that is not known, {name}: no client is made for it"),
            );
            false
        }
        BindingType::Missing => {
            lowering.coverage.refused("binding extension");
            lowering.findings.note(
                binding.position,
                construct,
                "does not say which protocol it is for: no client is made for it",
            );
            false
        }
    }
}

fn client<'a>(lowering: &mut Lowering<'a, '_>, port: &SelectedPort<'a>) -> Client {
    lowering.coverage.modelled("port");
    let name = port.name();
    let given = lowering.manifest.clients.get(name);
    let stem = names::pascal(given.map_or(name, String::as_str));
    let ident = if given.is_some() {
        lowering.type_ident(&[&stem])
    } else {
        let short = stem
            .strip_suffix("Port")
            .or_else(|| stem.strip_suffix("Binding"))
            .filter(|short| !short.is_empty())
            .unwrap_or(&stem);
        let candidate = if short.ends_with("Client") { short.to_owned() } else { format!("{short}Client") };
        lowering.type_ident(&[&candidate])
    };
    let mut methods = Scope::with(&["new", "with"]);
    let (operations, notifications) = port
        .operations
        .iter()
        .filter_map(|operation| lowering.operation(port, *operation, &ident, &mut methods))
        .partition(|operation| !operation.ident.is_empty());
    let documented = port
        .port
        .map(|port| &port.documentation)
        .filter(|text| text.is_some())
        .or_else(|| port.service.map(|service| &service.documentation));
    Client {
        ident,
        port: match port.service {
            Some(service) => format!("{}/{name}", service.name.local),
            None => name.to_owned(),
        },
        binding: port.binding.name.local.to_string(),
        documentation: documented.map(documentation::lines).unwrap_or_default(),
        address: port.port.and_then(|port| port.address.clone()),
        operations,
        notifications,
    }
}
