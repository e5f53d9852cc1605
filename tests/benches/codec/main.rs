//! The codec beside its references: `cargo bench -p castile-tests --bench codec`.
//!
//! The same program measures one engine at a time for `cargo xtask bench`:
//!
//! ```text
//! codec run ENGINE decode|encode FILE REPETITIONS SECONDS   bytes, iterations, CPU seconds and 0, a line a repetition
//! codec run ENGINE decode|encode FILE once                  bytes, and the peak of resident memory in KiB
//! codec run ENGINE decode|encode FILE count N               bytes, after so many runs
//! codec messages FOLDER                                     writes the messages
//! codec instructions                                        instructions a byte alone
//! ```

#![allow(missing_docs, unreachable_pub)]

mod cpu;
mod customers;
mod engine;
mod hand_read;
mod hand_write;
mod instructions;
mod model;
mod single;
mod value;
mod vendors;

use std::sync::LazyLock;

use castile_tests::messages::{Style, encoded_reply, multi_reference_reply, search_reply};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["run", engine, direction, file, rest @ ..] => single::run(engine, direction, file, rest),
        ["messages", folder] => single::write_messages(folder),
        _ => {
            for text in [&*WCF_1K, &*WCF_100K, &*JAX_WS_100K] {
                engine::check_search(text);
            }
            engine::check_stock(&encoded_reply(10), &multi_reference_reply(10));
            if !arguments.contains(&"instructions") {
                divan::main();
            }
            // Those who choose some of the benchmarks do not wait for the rest.
            if arguments.iter().all(|argument| matches!(*argument, "--bench" | "instructions")) {
                let folder = std::env::temp_dir().join("castile-bench-messages");
                let folder = folder.to_string_lossy();
                single::write_messages(&folder);
                instructions::print(&folder);
            }
        }
    }
}

type Message = LazyLock<String>;

static WCF_1K: Message = LazyLock::new(|| search_reply(Style::Wcf, 1_000));
static WCF_100K: Message = LazyLock::new(|| search_reply(Style::Wcf, 100_000));
static WCF_20M: Message = LazyLock::new(|| search_reply(Style::Wcf, 20_000_000));
static JAX_WS_1K: Message = LazyLock::new(|| search_reply(Style::JaxWs, 1_000));
static JAX_WS_100K: Message = LazyLock::new(|| search_reply(Style::JaxWs, 100_000));
static JAX_WS_20M: Message = LazyLock::new(|| search_reply(Style::JaxWs, 20_000_000));
static ENCODED_100K: Message = LazyLock::new(|| encoded_reply(360));
static MULTI_REFERENCE_100K: Message = LazyLock::new(|| multi_reference_reply(250));
static JSON_1K: Message = LazyLock::new(|| engine::json_twin(&WCF_1K));
static JSON_100K: Message = LazyLock::new(|| engine::json_twin(&WCF_100K));
static JSON_20M: Message = LazyLock::new(|| engine::json_twin(&WCF_20M));

fn measure(bencher: Bencher, run: Option<engine::Run>) {
    if let Some(mut run) = run {
        bencher.counter(BytesCount::new(run.bytes)).bench_local(|| (run.run)());
    }
}

macro_rules! benches {
    ($($direction:ident { $($name:ident: $of:ident($engines:expr, $message:expr);)* })*) => {$(
        mod $direction {
            use super::*;
            $(
                #[divan::bench(args = $engines)]
                fn $name(bencher: Bencher, engine: &str) {
                    measure(bencher, engine::$of(engine, &$message));
                }
            )*
        }
    )*};
}

const WITHOUT_HAND: &[&str] = &["scan", "quick-xml", "quick-xml-ns", "roxmltree", "castile-tokens", "castile"];
const WITHOUT_HAND_WRITERS: &[&str] = &["memcpy", "castile"];
const JSON_VALUE: &[&str] = &["serde_json-value", "castile"];

benches! {
    read {
        wcf_1k: reader(engine::READERS, WCF_1K);
        wcf_100k: reader(engine::READERS, WCF_100K);
        wcf_20m: reader(engine::READERS, WCF_20M);
        jax_ws_1k: reader(engine::READERS, JAX_WS_1K);
        jax_ws_100k: reader(engine::READERS, JAX_WS_100K);
        jax_ws_20m: reader(engine::READERS, JAX_WS_20M);
        rpc_encoded_100k: reader(WITHOUT_HAND, ENCODED_100K);
        rpc_multi_reference_100k: reader(WITHOUT_HAND, MULTI_REFERENCE_100K);
        json_1k: reader(engine::JSON, JSON_1K);
        json_100k: reader(engine::JSON, JSON_100K);
        json_20m: reader(engine::JSON, JSON_20M);
        identysoft: reader(WITHOUT_HAND, vendors::IDENTYSOFT);
        kendox_json: reader(JSON_VALUE, vendors::KENDOX);
        netforum: reader(WITHOUT_HAND, vendors::NETFORUM);
        sbt: reader(WITHOUT_HAND, vendors::SBT);
        verba: reader(WITHOUT_HAND, vendors::VERBA);
    }
    write {
        soap_1k: writer(engine::WRITERS, WCF_1K);
        soap_100k: writer(engine::WRITERS, WCF_100K);
        soap_20m: writer(engine::WRITERS, WCF_20M);
        rpc_encoded_100k: writer(WITHOUT_HAND_WRITERS, ENCODED_100K);
        json_1k: writer(engine::JSON, JSON_1K);
        json_100k: writer(engine::JSON, JSON_100K);
        json_20m: writer(engine::JSON, JSON_20M);
        identysoft: writer(WITHOUT_HAND_WRITERS, vendors::IDENTYSOFT);
        kendox_json: writer(JSON_VALUE, vendors::KENDOX);
        netforum: writer(WITHOUT_HAND_WRITERS, vendors::NETFORUM);
        sbt: writer(WITHOUT_HAND_WRITERS, vendors::SBT);
        verba: writer(WITHOUT_HAND_WRITERS, vendors::VERBA);
    }
}
