//! The table that ties the harness to an entry's emitted code: which operations and elements there are, by name.

use std::collections::BTreeMap;

use castile_codegen::model::{
    Body, BodyElement, Client, Field, Message, Namespace, Operation, Package, SimpleRef, Type, WireName,
};

/// Rust text of the module `registry`, a child of the package's own module.
pub(super) fn text(package: &Package, files: &BTreeMap<String, String>) -> String {
    let mut out = String::from("pub static ENTRY: harness::Entry = harness::Entry {\n    operations: &[\n");
    for client in &package.clients {
        for operation in client.operations.iter().chain(&client.notifications) {
            out.push_str(&one(package, files, client, operation));
        }
    }
    out.push_str("    ],\n    elements: &[\n");
    for global in &package.elements {
        out.push_str(&format!("        harness::element(&super::elements::{}),\n", global.ident));
    }
    out.push_str("    ],\n};\n");
    out
}

fn one(package: &Package, files: &BTreeMap<String, String>, client: &Client, operation: &Operation) -> String {
    let mut faults = String::new();
    for fault in &operation.faults {
        let nillable = matches!(fault.ty, Type::Option(_) | Type::Nillable(_) | Type::NillableComplex(_));
        let simple = if emitted(package, files, &fault.simple) { &fault.simple } else { &SimpleRef::Complex };
        faults.push_str(&format!(
            "{}, ",
            element(package, &fault.name, &fault.ty, Flags { nillable, list: fault.list }, simple)
        ));
    }
    format!(
        "        harness::Operation {{ binding: {:?}, name: {:?}, facts: &super::{}, input: {}, output: {}, faults: &[{faults}] }},\n",
        client.binding,
        operation.name,
        operation.table,
        message(package, &operation.input),
        operation
            .output
            .as_ref()
            .map_or_else(|| "None".to_owned(), |output| format!("Some({})", message(package, output))),
    )
}

/// Whether the facts of a simple type are in the emitted code: they are where anything points at them, and a fault does not.
fn emitted(package: &Package, files: &BTreeMap<String, String>, simple: &SimpleRef) -> bool {
    let SimpleRef::Item(item) = simple else {
        return true;
    };
    let text = package
        .modules
        .get(item.module)
        .and_then(|module| files.get(&format!("{}.rs", module.ident.trim_start_matches("r#"))));
    text.is_some_and(|text| text.contains(&format!("static {}: ", item.table)))
}

fn message(package: &Package, message: &Message) -> String {
    let headers: Vec<String> = message.headers.iter().map(|header| header_element(package, header)).collect();
    let make = message.ty.as_ref().map_or_else(|| "harness::nothing".to_owned(), |ty| make(package, ty));
    // Named here so that a body that the harness cannot judge is seen when it is compiled.
    let is_xml = match &message.body {
        Body::Empty
        | Body::Document(BodyElement { .. })
        | Body::Parts
        | Body::Type(_)
        | Body::Rpc(_)
        | Body::Encoded(_) => true,
        Body::UrlEncoded | Body::UrlReplacement | Body::Xml(_) | Body::Json(..) | Body::Raw(_) => false,
    };
    format!("harness::Message {{ make: {make}, headers: &[{}], is_xml: {is_xml} }}", headers.join(", "))
}

fn header_element(package: &Package, header: &Field) -> String {
    let flags = Flags { nillable: header.nillable, list: header.list };
    element(package, &header.name, &header.ty, flags, &header.simple)
}

/// What the facts of an element say beside its name and type.
#[derive(Clone, Copy, Debug)]
struct Flags {
    nillable: bool,
    list: bool,
}

fn element(package: &Package, name: &WireName, ty: &Type, flags: Flags, simple: &SimpleRef) -> String {
    let (id, prefix) = match name.namespace {
        Namespace::None => ("0".to_owned(), String::new()),
        Namespace::Package(index) => ((index + 1).to_string(), format!("n{}:", index + 1)),
        Namespace::Xsd => ("castile::xml::name::XSD".to_owned(), "xsd:".to_owned()),
        Namespace::Xml => ("castile::xml::XML".to_owned(), "xml:".to_owned()),
        Namespace::Known(known) => {
            (format!("castile::xml::name::{}", known.constant()), format!("{}:", known.prefix()))
        }
    };
    let simple = match simple {
        SimpleRef::Complex | SimpleRef::Named(_) => "castile::facts::COMPLEX".to_owned(),
        SimpleRef::Builtin(name) => format!("castile::facts::{name}"),
        SimpleRef::Item(item) => format!("super::{}::{}", package.modules[item.module].ident, item.table),
    };
    let flags = match flags {
        Flags { nillable: false, list: false } => "0",
        Flags { nillable: true, list: false } => "castile::facts::NILLABLE",
        Flags { nillable: false, list: true } => "castile::facts::LIST",
        Flags { nillable: true, list: true } => "castile::facts::NILLABLE | castile::facts::LIST",
    };
    format!(
        "harness::element(&const {{ castile::GlobalElement::<{}>::new(&super::SCHEMA, castile::facts::Field(castile::facts::Element, {id}, {:?}, 1, 1, {flags}, &{simple})) }})",
        spell(package, ty),
        format!("{prefix}{}", name.local),
    )
}

/// A function that makes an empty value.
fn make(package: &Package, ty: &Type) -> String {
    format!("harness::make::<{}>", spell(package, ty))
}

fn spell(package: &Package, ty: &Type) -> String {
    match ty {
        Type::Plain(name) => (*name).to_owned(),
        Type::Runtime(path) => format!("castile::{}", path.trim_start_matches("castile::")),
        Type::Item(item) => format!("super::{}::{}", package.modules[item.module].ident, item.ident),
        Type::Option(inner) => format!("Option<{}>", spell(package, inner)),
        Type::Vec(inner) => format!("Vec<{}>", spell(package, inner)),
        Type::Boxed(inner) => format!("Box<{}>", spell(package, inner)),
        Type::Nillable(inner) => format!("castile::content::Nillable<{}>", spell(package, inner)),
        Type::NillableComplex(inner) => format!("castile::content::NillableComplex<{}>", spell(package, inner)),
    }
}
