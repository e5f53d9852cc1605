//! What emit writes for a model made by hand: the whole text, and that no name or text of a contract leaves its token.

use std::path::Path;

use castile_codegen::config::Layout;
use castile_codegen::emit::{Settings, emit};
use castile_codegen::model::{
    Alias, Body, BodyElement, Choice, ChoiceKind, Client, Enumeration, EnumerationValue, Facet, FaultDetail, Field,
    Item, ItemRef, Message, Module, Namespace, Namespaces, Operation, Package, Place, Protocol, Root, SimpleRef,
    SimpleType, Struct, StructKind, Type, Union, UnionArm, Variety, WhiteSpace, WireName,
};

fn settings(layout: Layout) -> Settings {
    Settings {
        command: "cargo xtask regen shop".into(),
        runtime: "castile".into(),
        crate_path: Some("shops".into()),
        layout,
    }
}

fn name(namespace: usize, local: &str) -> WireName {
    WireName { namespace: Namespace::Package(namespace), local: local.into() }
}

fn local(local: &str) -> WireName {
    WireName { namespace: Namespace::None, local: local.into() }
}

fn item_ref(module: usize, ident: &str, table: &str) -> ItemRef {
    ItemRef { module, ident: ident.into(), table: table.into() }
}

fn element(ident: &str, wire: WireName, ty: Type, simple: SimpleRef) -> Field {
    Field {
        ident: ident.into(),
        ty,
        place: Place::Element,
        name: wire,
        min: 1,
        max: Some(1),
        nillable: false,
        secret: false,
        list: false,
        lenient: false,
        encoded: false,
        simple,
        documentation: Vec::new(),
    }
}

fn simple_type(table: &str, wire: WireName, facets: Vec<Facet>) -> SimpleType {
    SimpleType {
        table: table.into(),
        name: wire,
        builtin: "STRING",
        facets,
        variety: Variety::Atomic,
        white_space: None,
        default: None,
        fixed: None,
    }
}

const STRING: SimpleRef = SimpleRef::Builtin("STRING");

fn order_type() -> Struct {
    let size = item_ref(1, "Size", "SIZE");
    let payment = item_ref(0, "Payment", "PAYMENT");
    Struct {
        ident: "Order".into(),
        table: "ORDER".into(),
        name: name(0, "Order"),
        kind: StructKind::Struct,
        documentation: vec!["An order of one customer.".into()],
        root: Some(Root { name: name(0, "order"), simple: SimpleRef::Complex }),
        fields: vec![
            Field {
                place: Place::Attribute,
                ..element("number", local("number"), Type::Plain("u32"), SimpleRef::Builtin("UNSIGNED_INT"))
            },
            Field {
                place: Place::Attribute,
                min: 0,
                ..element(
                    "code",
                    local("code"),
                    Type::Option(Box::new(Type::Plain("String"))),
                    SimpleRef::Item(item_ref(1, "String", "CODE")),
                )
            },
            Field {
                documentation: vec!["Who ordered.".into(), String::new(), "Never empty.".into()],
                secret: true,
                nillable: true,
                ..element(
                    "customer_name",
                    name(0, "customerName"),
                    Type::Option(Box::new(Type::Plain("String"))),
                    STRING,
                )
            },
            Field {
                min: 0,
                max: None,
                ..element(
                    "r#type",
                    name(0, "type"),
                    Type::Vec(Box::new(Type::Item(size.clone()))),
                    SimpleRef::Item(size),
                )
            },
            Field {
                place: Place::Group(payment.clone()),
                ..element("payment", local(""), Type::Item(payment), SimpleRef::Complex)
            },
            Field {
                place: Place::Wildcard(Namespaces::Other(Namespace::Package(0))),
                min: 0,
                max: None,
                ..element("any", local(""), Type::Vec(Box::new(Type::Runtime("fragment::Element"))), SimpleRef::Complex)
            },
        ],
    }
}

fn payment() -> Choice {
    let order = item_ref(0, "Order", "ORDER");
    Choice {
        ident: "Payment".into(),
        table: "PAYMENT".into(),
        name: local(""),
        kind: ChoiceKind::Choice,
        documentation: Vec::new(),
        default: 0,
        arms: vec![
            element("Cash", name(0, "cash"), Type::Runtime("value::Decimal"), SimpleRef::Builtin("DECIMAL")),
            element("Earlier", name(0, "earlier"), Type::Boxed(Box::new(Type::Item(order))), SimpleRef::Complex),
        ],
    }
}

fn sizes() -> Vec<Item> {
    vec![
        Item::Enumeration(Enumeration {
            ident: "Size".into(),
            simple: simple_type(
                "SIZE",
                name(1, "size"),
                vec![Facet::Enumeration(vec!["S".into(), "extra large".into()])],
            ),
            documentation: Vec::new(),
            values: vec![
                EnumerationValue { ident: "S".into(), value: "S".into(), documentation: vec!["Small.".into()] },
                EnumerationValue { ident: "ExtraLarge".into(), value: "extra large".into(), documentation: Vec::new() },
            ],
        }),
        Item::SimpleType(SimpleType {
            white_space: Some(WhiteSpace::Collapse),
            default: Some("a \"b\"".into()),
            ..simple_type("CODE", name(1, "code"), vec![Facet::Pattern(vec![r"\d{3}".into()]), Facet::MaxLength(3)])
        }),
        Item::Union(Union {
            ident: "SizeOrNumber".into(),
            simple: SimpleType {
                variety: Variety::Union(vec![SimpleRef::Item(item_ref(1, "Size", "SIZE")), SimpleRef::Builtin("INT")]),
                ..simple_type("SIZE_OR_NUMBER", name(1, "sizeOrNumber"), Vec::new())
            },
            documentation: Vec::new(),
            arms: vec![
                UnionArm {
                    ident: "Size".into(),
                    ty: Type::Item(item_ref(1, "Size", "SIZE")),
                    simple: SimpleRef::Item(item_ref(1, "Size", "SIZE")),
                },
                UnionArm { ident: "Int".into(), ty: Type::Plain("i32"), simple: SimpleRef::Builtin("INT") },
            ],
        }),
        Item::Alias(Alias {
            ident: "Garment".into(),
            ty: Type::Item(item_ref(1, "Size", "SIZE")),
            documentation: Vec::new(),
        }),
    ]
}

fn shop() -> Package {
    let order = item_ref(0, "Order", "ORDER");
    let body = Body::Document(BodyElement {
        name: name(0, "order"),
        nillable: false,
        list: false,
        simple: SimpleRef::Complex,
    });
    let place = Operation {
        ident: "place_order".into(),
        table: "PLACE_ORDER".into(),
        name: "placeOrder".into(),
        documentation: vec!["Places an order.".into()],
        safe: false,
        protocol: Protocol::Soap11("urn:shop/\"place\"".into()),
        input: Message {
            ty: Some(Type::Item(order.clone())),
            body,
            headers: vec![element("order", name(0, "order"), Type::Item(order.clone()), SimpleRef::Complex)],
        },
        output: Some(Message {
            ty: Some(Type::Plain("String")),
            body: Body::Document(BodyElement { name: name(0, "receipt"), nillable: true, list: false, simple: STRING }),
            headers: Vec::new(),
        }),
        faults: vec![FaultDetail {
            name: name(0, "soldOut"),
            ty: Type::Item(order),
            simple: SimpleRef::Complex,
            list: false,
        }],
    };
    let ping = Operation {
        ident: "ping".into(),
        table: "PING".into(),
        name: "ping".into(),
        documentation: Vec::new(),
        safe: true,
        protocol: Protocol::Http("GET".into(), "/ping".into()),
        input: Message { ty: None, body: Body::Empty, headers: Vec::new() },
        output: None,
        faults: Vec::new(),
    };
    Package {
        module: "shop".into(),
        title: "A shop".into(),
        documentation: vec!["Sells garments.".into()],
        source: "wsdl/shop/shop.wsdl".into(),
        namespaces: vec!["urn:shop".into(), "urn:sizes".into()],
        modules: vec![
            Module {
                ident: "shop".into(),
                namespace: "urn:shop".into(),
                items: vec![Item::Struct(order_type()), Item::Choice(payment())],
            },
            Module { ident: "sizes".into(), namespace: "urn:sizes".into(), items: sizes() },
        ],
        clients: vec![Client {
            ident: "ShopClient".into(),
            port: "Shop/ShopPort".into(),
            binding: "ShopBinding".into(),
            documentation: Vec::new(),
            address: Some("https://shop.example/soap".into()),
            operations: vec![place, ping],
            notifications: Vec::new(),
        }],
        elements: Vec::new(),
        rules: castile_codegen::rules::facts::Rules::default(),
    }
}

#[test]
fn a_package_becomes_one_file_a_namespace() {
    let files = emit(&shop(), &settings(Layout::Folder)).unwrap();
    let names: Vec<&String> = files.keys().collect();
    assert_eq!(names, ["mod.rs", "shop.rs", "sizes.rs"]);
    for (name, text) in &files {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/emit/{name}.expected"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap();
        assert!(*text == expected, "{name} is not as expected (UPDATE_EXPECT=1 rewrites it); it is now\n{text}");
    }
}

#[test]
fn one_file_holds_the_namespaces_as_nested_modules() {
    let files = emit(&shop(), &settings(Layout::File)).unwrap();
    let (name, text) = files.first_key_value().unwrap();
    assert_eq!((files.len(), name.as_str()), (1, "shop.rs"));
    let parsed = syn::parse_file(text).unwrap();
    assert!(parsed.attrs.is_empty(), "`include!` takes no inner attributes");
    let inline = |item: &&syn::Item| matches!(item, syn::Item::Mod(module) if module.content.is_some());
    assert_eq!(parsed.items.iter().filter(inline).count(), 2);
    assert!(text.contains("\n    castile::complex!(Order, ORDER, f::Struct, super::SCHEMA,"), "{text}");
}

#[test]
fn the_runtime_is_found_where_the_setting_says() {
    let at = |runtime: &str| emit(&shop(), &Settings { runtime: runtime.into(), ..settings(Layout::Folder) });
    for (runtime, line) in
        [("crate::soap::castile", "use crate::soap::castile;\n"), ("crate::rt", "use crate::rt as castile;\n")]
    {
        let files = at(runtime).unwrap();
        assert!(files.values().all(|text| text.contains(line)), "{runtime}");
    }
    let error = at("crate::x; fn main() {}").unwrap_err().to_string();
    assert!(error.starts_with("error: runtime: `crate::x; fn main() {}` is no path"), "{error}");
}

/// Texts that would end a literal, a comment or an item if they were pasted.
const HOSTILE: [&str; 9] = [
    "\"); fn injected() {} //",
    "\n*/ fn injected() {} /*",
    "line\r\nfn injected() {}",
    "\u{2028}fn injected() {}",
    "\u{202e}}{ fn injected",
    "\\",
    "`]`](x) ```",
    "{}{0}{name}",
    "\0\u{7f}\u{1b}[2J",
];

#[test]
fn no_text_of_a_contract_leaves_its_token() {
    let shape = |files: std::collections::BTreeMap<String, String>| -> Vec<usize> {
        files
            .values()
            .map(|text| syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}")).items.len())
            .collect()
    };
    let plain = shape(emit(&hostile("x"), &settings(Layout::Folder)).unwrap());
    for payload in HOSTILE {
        let files = emit(&hostile(payload), &settings(Layout::Folder)).unwrap();
        for text in files.values() {
            assert!(!text.contains(['\r', '\u{202e}', '\0', '\u{1b}', '\u{2028}']), "{payload:?}\n{text}");
        }
        assert_eq!(shape(files), plain, "{payload:?}");
    }
}

/// The shop with `payload` in every place that holds a text or a wire name; a name has no control characters.
fn hostile(payload: &str) -> Package {
    let mut package = shop();
    for text in [&mut package.title, &mut package.source] {
        payload.clone_into(text);
    }
    package.documentation = vec![payload.into()];
    package.namespaces = vec![payload.into(), payload.into()];
    for module in &mut package.modules {
        payload.clone_into(&mut module.namespace);
        for item in &mut module.items {
            match item {
                Item::Struct(item) => {
                    item.name.local = payload.replace(char::is_control, " ");
                    item.documentation = vec![payload.into()];
                    item.fields.iter_mut().for_each(|field| spoil(field, payload));
                }
                Item::Choice(item) => item.arms.iter_mut().for_each(|arm| spoil(arm, payload)),
                Item::Enumeration(item) => {
                    item.documentation = vec![payload.into()];
                    for value in &mut item.values {
                        payload.clone_into(&mut value.value);
                    }
                }
                Item::SimpleType(item) => {
                    item.facets = vec![Facet::Pattern(vec![payload.into()]), Facet::MinInclusive(payload.into())];
                    (item.default, item.fixed) = (Some(payload.into()), Some(payload.into()));
                }
                Item::Union(item) => payload.clone_into(&mut item.simple.name.local),
                Item::Alias(item) => item.documentation = vec![payload.into()],
            }
        }
    }
    for client in &mut package.clients {
        payload.clone_into(&mut client.port);
        client.address = Some(payload.into());
        for operation in &mut client.operations {
            payload.clone_into(&mut operation.name);
            operation.protocol = Protocol::Http(payload.into(), payload.into());
            operation.input.body = Body::Json(payload.into(), vec![payload.into()]);
            operation.input.headers.iter_mut().for_each(|header| spoil(header, payload));
        }
    }
    package
}

fn spoil(field: &mut Field, payload: &str) {
    field.name.local = payload.replace(char::is_control, " ");
    field.documentation = vec![payload.into()];
}

/// The runtime takes what is before a colon for a prefix, which a name without a namespace does not have.
#[test]
fn a_colon_in_a_name_without_a_namespace_ends_no_prefix() {
    let mut package = shop();
    let Some(Item::Struct(order)) = package.modules[0].items.first_mut() else { panic!("the first is a struct") };
    order.fields[0].name = local("n1:number");
    let files = emit(&package, &settings(Layout::Folder)).unwrap();
    assert!(files.values().any(|text| text.contains(r#"0 number: ":n1:number", "attribute 1 xs:unsignedInt";"#)));
}

/// A tab and the end of a line part the facts of a type from each other.
#[test]
fn a_name_that_would_part_the_facts_is_an_error() {
    for bad in ["a\tb", "a\n1", "a\r", "\0"] {
        let mut package = shop();
        let Some(Item::Struct(order)) = package.modules[0].items.first_mut() else { panic!("the first is a struct") };
        bad.clone_into(&mut order.fields[0].name.local);
        let error = emit(&package, &settings(Layout::Folder)).unwrap_err().to_string();
        assert!(error.contains("is no name that Rust allows"), "{bad:?}: {error}");
    }
}

#[test]
fn a_name_that_rust_does_not_allow_is_an_error() {
    for bad in ["", "type", "a b", "a;b", "1a", "Self", "r#self", "_", "a\u{202e}", "../x"] {
        let mut package = shop();
        bad.clone_into(&mut package.modules[0].ident);
        let error = emit(&package, &settings(Layout::Folder)).unwrap_err().to_string();
        assert!(error.contains("is no identifier that Rust allows"), "{bad:?}: {error}");
    }
}
