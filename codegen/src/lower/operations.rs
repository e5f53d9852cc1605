//! Operations as methods.

use super::context::Lowering;
use super::documentation;
use super::elements::element_owner;
use super::fields::unraw;
use super::nil::container;
use super::select::{SelectedOperation, SelectedPort};
use crate::model::{FaultDetail, Operation, Protocol, WireName};
use crate::names::{self, Scope};
use crate::wsdl::{BindingOperation, BindingType, HttpVerb, OperationKind, PartKind, SoapVersion, Style};
use crate::xsd::{Element, Occurs, Position, QName};

/// What the messages of one operation need to know about it.
#[derive(Clone, Debug)]
pub(super) struct Exchange<'a> {
    pub(super) name: &'a str,
    /// The namespace of an RPC wrapper that names none, and of message structs.
    pub(super) namespace: std::sync::Arc<str>,
    pub(super) style: Style,
    pub(super) http: bool,
}

impl<'a> Lowering<'a, '_> {
    /// An operation of a port; `None` when a message it needs is not there.
    pub(super) fn operation(
        &mut self,
        port: &SelectedPort<'a>,
        selected: SelectedOperation<'a>,
        client: &str,
        methods: &mut Scope,
    ) -> Option<Operation> {
        let SelectedOperation { operation, binding } = selected;
        let protocol = protocol(port, selected);
        let style = match &port.binding.binding_type {
            BindingType::Soap { style, .. } => binding.style.unwrap_or(*style),
            BindingType::Http { .. } | BindingType::Other(_) | BindingType::Missing => Style::Document,
        };
        let exchange = Exchange {
            name: &operation.name,
            namespace: port.binding.name.namespace.clone(),
            style,
            http: matches!(protocol, Protocol::Http(..)),
        };
        let errors = self.findings.has_errors();
        let input = self.message(&exchange, operation.input.as_ref(), binding.input.as_ref(), false);
        let output = match operation.kind {
            OperationKind::RequestResponse | OperationKind::SolicitResponse | OperationKind::Notification => {
                self.message(&exchange, operation.output.as_ref(), binding.output.as_ref(), true).map(Some)
            }
            OperationKind::OneWay => Some(None),
        };
        let (Some(input), Some(output)) = (input, output) else {
            self.coverage.refused("operation");
            if !errors && !self.findings.has_errors() {
                self.findings.warning(
                    operation.position,
                    format!("operation {}", operation.name),
                    "is left out of the client: see the notes on its messages",
                    "select the operations that are needed",
                );
            }
            return None;
        };
        self.coverage.modelled("operation");
        let faults = self.faults(selected);
        let snake = names::snake(&operation.name);
        let input_name = operation.input.as_ref().and_then(|input| input.name.as_deref()).unwrap_or_default();
        let (by_input, call) = (names::snake(input_name), format!("call_{snake}"));
        let candidates: Vec<&str> =
            [Some(snake.as_str()), (!input_name.is_empty()).then_some(by_input.as_str()), Some(call.as_str())]
                .into_iter()
                .flatten()
                .collect();
        let is_called = matches!(operation.kind, OperationKind::RequestResponse | OperationKind::OneWay);
        let ident = if is_called { names::raw(&methods.take(&candidates)) } else { String::new() };
        let table = self.operation_table(&snake, client);
        let documented =
            if operation.documentation.is_some() { &operation.documentation } else { &binding.documentation };
        Some(Operation {
            ident,
            table,
            name: operation.name.to_string(),
            documentation: documentation::lines(documented),
            safe: self.manifest.safe.operations.iter().any(|glob| crate::selector::matches(glob, &operation.name)),
            protocol,
            input,
            output,
            faults,
        })
    }

    fn operation_table(&mut self, operation: &str, client: &str) -> String {
        self.table_of(&[&format!("{operation}_operation"), &format!("{}_{operation}", unraw(client))])
    }

    /// The details of declared faults and header faults.
    fn faults(&mut self, selected: SelectedOperation<'a>) -> Vec<FaultDetail> {
        let mut faults = Vec::new();
        for fault in &selected.operation.faults {
            self.coverage.modelled("fault");
            self.fault(&fault.message, None, fault.position, &mut faults);
        }
        let messages = selected.binding.input.iter().chain(&selected.binding.output);
        for fault in messages.flat_map(|message| &message.headers).flat_map(|header| &header.header_faults) {
            self.coverage.modelled("soap:headerfault");
            self.fault(&fault.message, Some(&fault.part), fault.position, &mut faults);
        }
        faults
    }

    fn fault(&mut self, message: &QName, part: Option<&str>, position: Position, faults: &mut Vec<FaultDetail>) {
        let Some(declared) = self.components.messages.get(message) else {
            let message = format!("there is no message {message}; the fault's detail is kept as XML");
            self.findings.warning(position, "fault", message, "store the document that declares it");
            return;
        };
        for each in declared.parts.iter().filter(|each| part.is_none_or(|part| part == &*each.name)) {
            let details = match &each.kind {
                PartKind::Element(name) => {
                    let Some(element) = self.components.elements.get(name) else {
                        let message = format!("there is no element {name}; the fault's detail is kept as XML");
                        self.findings.warning(position, "fault", message, "store the document that declares it");
                        continue;
                    };
                    self.element_details(element)
                }
                PartKind::Type(name) => {
                    let usage = self.type_use(name, &[]);
                    let name = WireName { local: each.name.to_string(), ..WireName::default() };
                    vec![FaultDetail { name, ty: usage.ty, simple: usage.simple, list: usage.list }]
                }
            };
            for detail in details {
                if !faults.contains(&detail) {
                    faults.push(detail);
                }
            }
        }
    }

    /// An element as the detail of a fault, or each of the substitution group that it heads.
    fn element_details(&mut self, declared: &'a Element) -> Vec<FaultDetail> {
        let elements = self.substitutes(declared).unwrap_or_else(|| vec![declared]);
        let detail = |element: &'a Element| {
            let usage = self.element_use(element, true, &element_owner(element));
            let ty = container(usage.ty, Occurs::ONCE, self.nil(element));
            FaultDetail { name: self.namespaces.wire(&element.name), ty, simple: usage.simple, list: usage.list }
        };
        elements.into_iter().map(detail).collect()
    }
}

fn protocol(port: &SelectedPort<'_>, selected: SelectedOperation<'_>) -> Protocol {
    let BindingOperation { soap_action, http_location, .. } = selected.binding;
    // Only SOAP 1.2 may leave the action to WS-Addressing.
    let addressed = || selected.operation.input.as_ref().and_then(|input| input.action.clone());
    match &port.binding.binding_type {
        BindingType::Soap { version: SoapVersion::Soap11, .. } => {
            Protocol::Soap11(soap_action.clone().or_else(addressed).unwrap_or_default())
        }
        BindingType::Soap { version: SoapVersion::Soap12, .. } => {
            Protocol::Soap12(soap_action.clone().or_else(addressed).unwrap_or_default())
        }
        BindingType::Http { verb } => {
            let verb = match verb {
                HttpVerb::Get => "GET",
                HttpVerb::Post => "POST",
                HttpVerb::Other(verb) => verb,
            };
            Protocol::Http(verb.to_owned(), http_location.clone().unwrap_or_default())
        }
        BindingType::Other(_) | BindingType::Missing => Protocol::Soap11(String::new()),
    }
}
