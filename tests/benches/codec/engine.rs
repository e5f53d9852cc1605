//! What is measured: each reader and writer by its name, ready to be run again and again.

use std::hint::black_box;

use bytes::Bytes;
use castile::facts::Operation;
use castile::soap::{read_reply, write_reply};
use castile::xml::{Limits, Reader, Token};
use castile::{Content, from_json, to_json};
use quick_xml::events::Event;

use crate::customers::{
    LIST_STOCK, ListStockResponse, SCHEMA, SEARCH_CUSTOMERS, SearchCustomersResponse, SearchResult,
};
use crate::{hand_read, hand_write, model, vendors};

/// The readers of XML, from the cheapest reference to what is measured.
pub const READERS: &[&str] =
    &["scan", "quick-xml", "quick-xml-ns", "roxmltree", "hand-ns", "castile-tokens", "castile"];
/// The writers of XML.
pub const WRITERS: &[&str] = &["memcpy", "hand", "castile"];
/// The readers and writers of JSON.
pub const JSON: &[&str] = &["serde_json", "castile"];

/// Something to run.
pub struct Run {
    /// Bytes read or written by one run.
    pub bytes: usize,
    pub run: Box<dyn FnMut()>,
}

impl Run {
    // Every engine that is known gives a run; the arm for the others gives none.
    #[allow(clippy::unnecessary_wraps)]
    pub fn new(bytes: usize, run: impl FnMut() + 'static) -> Option<Self> {
        Some(Self { bytes, run: Box::new(run) })
    }
}

/// The reader called `engine` over a message; `None` when there is none of that name for such a message.
pub fn reader(engine: &str, text: &'static str) -> Option<Run> {
    if text.starts_with('{') {
        return json_reader(engine, text);
    }
    let bytes = text.len();
    match engine {
        "scan" => Run::new(bytes, move || {
            black_box(memchr::memchr2_iter(b'<', b'>', text.as_bytes()).count());
        }),
        "quick-xml" => Run::new(bytes, move || {
            let mut reader = quick_xml::Reader::from_str(text);
            while !matches!(black_box(reader.read_event()).expect("well-formed"), Event::Eof) {}
        }),
        "quick-xml-ns" => Run::new(bytes, move || {
            let mut reader = quick_xml::NsReader::from_str(text);
            while !matches!(black_box(reader.read_resolved_event()).expect("well-formed").1, Event::Eof) {}
        }),
        "roxmltree" => Run::new(bytes, move || {
            black_box(roxmltree::Document::parse(text).expect("well-formed"));
        }),
        "castile-tokens" => Run::new(bytes, move || {
            let mut reader = Reader::new(text, SCHEMA.namespaces, &Limits::default());
            while !matches!(black_box(reader.next()).expect("well-formed"), Token::Eof) {}
        }),
        "hand-ns" if is_search(text) => Run::new(bytes, move || {
            black_box(hand_read::search_reply(text).expect("a reply"));
        }),
        "castile" if is_search(text) => Run::new(bytes, move || {
            black_box(read::<SearchCustomersResponse>(&SEARCH_CUSTOMERS, text));
        }),
        "castile" if is_stock(text) => Run::new(bytes, move || {
            black_box(read::<ListStockResponse>(&LIST_STOCK, text));
        }),
        "castile" => (vendors::of(text)?.read)(text),
        _ => None,
    }
}

/// The writer called `engine` of the value that a message holds.
pub fn writer(engine: &str, text: &'static str) -> Option<Run> {
    if text.starts_with('{') {
        return json_writer(engine, text);
    }
    match engine {
        "memcpy" => {
            let mut out: Vec<u8> = Vec::with_capacity(text.len());
            Run::new(text.len(), move || {
                out.clear();
                out.extend_from_slice(black_box(text.as_bytes()));
                black_box(&out);
            })
        }
        "hand" if is_search(text) => {
            let value = hand_read::search_reply(text).expect("a reply");
            let mut out = Vec::new();
            hand_write::search_reply(&value, &mut out);
            Run::new(out.len(), move || {
                let mut out = Vec::new();
                hand_write::search_reply(black_box(&value), &mut out);
                black_box(&out);
            })
        }
        "castile" if is_search(text) => {
            let value: SearchCustomersResponse = read(&SEARCH_CUSTOMERS, text);
            Run::new(write(&SEARCH_CUSTOMERS, &value).len(), move || {
                black_box(write(&SEARCH_CUSTOMERS, black_box(&value)));
            })
        }
        "castile" if is_stock(text) => {
            let value: ListStockResponse = read(&LIST_STOCK, text);
            Run::new(write(&LIST_STOCK, &value).len(), move || {
                black_box(write(&LIST_STOCK, black_box(&value)));
            })
        }
        "castile" => (vendors::of(text)?.write)(text),
        _ => None,
    }
}

fn json_reader(engine: &str, text: &'static str) -> Option<Run> {
    match engine {
        "castile" if let Some(vendor) = vendors::of(text) => (vendor.read)(text),
        "serde_json-value" => Run::new(text.len(), move || {
            black_box(serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
        }),
        "serde_json" => Run::new(text.len(), move || {
            black_box(serde_json::from_str::<model::SearchResult>(text).expect("a result"));
        }),
        "castile" => Run::new(text.len(), move || {
            black_box(from_json::<SearchResult>(text).expect("a result"));
        }),
        _ => None,
    }
}

fn json_writer(engine: &str, text: &'static str) -> Option<Run> {
    match engine {
        "castile" if let Some(vendor) = vendors::of(text) => (vendor.write)(text),
        "serde_json-value" => {
            let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
            Run::new(text.len(), move || {
                black_box(serde_json::to_string(black_box(&value)).expect("JSON"));
            })
        }
        "serde_json" => {
            let value: model::SearchResult = serde_json::from_str(text).expect("a result");
            Run::new(serde_json::to_string(&value).expect("JSON").len(), move || {
                black_box(serde_json::to_string(black_box(&value)).expect("JSON"));
            })
        }
        "castile" => {
            let value: SearchResult = from_json(text).expect("a result");
            Run::new(to_json(&value).expect("JSON").len(), move || {
                black_box(to_json(black_box(&value)).expect("JSON"));
            })
        }
        _ => None,
    }
}

fn is_search(text: &str) -> bool {
    text.contains("SearchCustomersResponse")
}

fn is_stock(text: &str) -> bool {
    text.contains("listStockResponse")
}

pub fn read<T: Content + Default>(operation: &'static Operation, text: &str) -> T {
    let mut value = T::default();
    let received = read_reply(operation, text, &Limits::default(), &mut value);
    assert!(received.unwrap_or_else(|error| panic!("{error}")).fault.is_none(), "a fault");
    value
}

pub fn write(operation: &'static Operation, value: &dyn Content) -> Bytes {
    write_reply(operation, &[], value).unwrap_or_else(|error| panic!("{error}"))
}

/// The JSON twin of a search reply.
pub fn json_twin(text: &str) -> String {
    serde_json::to_string(&hand_read::search_reply(text).expect("a reply")).expect("JSON")
}

/// Proves that all readers and writers of a search reply mean the same.
pub fn check_search(text: &str) {
    let by_hand = hand_read::search_reply(text).expect("a reply");
    let mut written = Vec::new();
    hand_write::search_reply(&by_hand, &mut written);
    let written = String::from_utf8(written).expect("UTF-8");
    let value: SearchCustomersResponse = read(&SEARCH_CUSTOMERS, text);
    assert!(read::<SearchCustomersResponse>(&SEARCH_CUSTOMERS, &written) == value, "the readers differ");
    let written = String::from_utf8(write(&SEARCH_CUSTOMERS, &value).into()).expect("UTF-8");
    assert!(hand_read::search_reply(&written).expect("a reply") == by_hand, "the writers differ");

    let twin = json_twin(text);
    let result = value.result.expect("a result");
    assert!(from_json::<SearchResult>(&twin).expect("a result") == result, "the readers of JSON differ");
    let json: model::SearchResult = serde_json::from_str(&to_json(&result).expect("JSON")).expect("a result");
    assert!(serde_json::to_string(&json).expect("JSON") == twin, "the writers of JSON differ");
}

/// Proves that rows in their place and rows by reference are read alike, and written so that they are read again.
pub fn check_stock(in_place: &str, by_reference: &str) {
    let value: ListStockResponse = read(&LIST_STOCK, in_place);
    assert!(!value.r#return.as_ref().expect("an array").item.is_empty(), "no rows");
    assert!(read::<ListStockResponse>(&LIST_STOCK, by_reference) == value, "the rows differ");
    let written = String::from_utf8(write(&LIST_STOCK, &value).into()).expect("UTF-8");
    assert!(read::<ListStockResponse>(&LIST_STOCK, &written) == value, "what is written reads otherwise");
}
