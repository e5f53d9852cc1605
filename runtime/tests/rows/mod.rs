//! An operation whose reply has rows.
#![allow(dead_code, unreachable_pub, missing_docs)]

pub use types::*;

use castile::facts::{self as f, Body, Field, Message, Operation, Protocol};

use crate::contract::SCHEMA;

mod types {
    use crate::contract::SCHEMA;
    use castile::facts as f;

    pub struct Row {
        pub id: i32,
        pub name: Option<String>,
    }
    castile::complex!(Row, ROW, f::Struct, SCHEMA, "n1:Row", {
        0 id: "n1:id", "1 xs:int";
        1 name: "n1:name", "? xs:string";
    });

    pub struct Page {
        pub row: Vec<Row>,
    }
    castile::complex!(Page, PAGE, f::Struct, SCHEMA, "n1:Page", {
        0 row: "n1:row", "+";
    });

    pub struct List {
        pub page: Option<Page>,
        pub total: Option<i32>,
        pub label: Vec<String>,
    }
    castile::complex!(List, LIST, f::Struct, SCHEMA, "n1:List", {
        0 page: "n1:page", "?";
        1 total: "n1:total", "? xs:int";
        2 label: "n1:label", "* xs:string";
    });
}

const fn message(name: &'static str) -> Message {
    Message { body: Body::Document(Field(f::Element, 1, name, 1, 1, 0, &f::COMPLEX)), headers: &[] }
}

pub static OPERATION: Operation = Operation {
    name: "list",
    schema: &SCHEMA,
    protocol: Protocol::Soap11(""),
    input: message("n1:list"),
    output: Some(message("n1:listResponse")),
    outcome: None,
};
