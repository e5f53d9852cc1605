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
    castile::complex!(Row, ROW, f::Struct, SCHEMA, 1, "n1:Row", {
        0 id: f::Element, 1, "n1:id", 1, 1, 0, &f::INT;
        1 name: f::Element, 1, "n1:name", 0, 1, 0, &f::STRING;
    });

    pub struct Page {
        pub row: Vec<Row>,
    }
    castile::complex!(Page, PAGE, f::Struct, SCHEMA, 1, "n1:Page", {
        0 row: f::Element, 1, "n1:row", 1, f::UNBOUNDED, 0, &f::COMPLEX;
    });

    pub struct List {
        pub page: Option<Page>,
        pub total: Option<i32>,
        pub label: Vec<String>,
    }
    castile::complex!(List, LIST, f::Struct, SCHEMA, 1, "n1:List", {
        0 page: f::Element, 1, "n1:page", 0, 1, 0, &f::COMPLEX;
        1 total: f::Element, 1, "n1:total", 0, 1, 0, &f::INT;
        2 label: f::Element, 1, "n1:label", 0, f::UNBOUNDED, 0, &f::STRING;
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
