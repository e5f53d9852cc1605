//! How long generating takes: `cargo bench -p castile-tests --bench generation`.
//!
//! Beside it what cannot be saved: roxmltree parses the same documents, and prettyplease lays out the same text once syn has
//! read it. CPU time; the two take turns. Where `CASTILE_SHARED` (or `../shared`) has them, large contracts of the corpus are
//! measured besides the five vendors'.

#![allow(missing_docs, unreachable_pub, clippy::cast_precision_loss)]

#[path = "../codec/cpu.rs"]
mod cpu;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use castile_codegen::load::FileSource;
use castile_codegen::manifest::Manifest;
use castile_codegen::{Config, Output, generate, generate_from};
use cpu::cpu_seconds;

const ROUNDS: usize = 7;

const VENDORS: &[&str] = &["identysoft", "kendox", "netforum", "sbt", "verba"];

const CORPUS: &[&str] = &[
    "afip-wsfe/wsfe.wsdl",
    "fedex-rateservice-v24/RateService_v24.wsdl",
    "bingads-adinsight-service/adinsight_service.xml",
    "zeep-rs-exchange-services/services.wsdl",
    "travelport-uapi/air_v42_0/Air.wsdl",
    "netsuite-2017-2/netsuite.wsdl",
    "workday-human-resources/Human_Resources.wsdl",
    "wasabi-workday/workday.wsdl",
    "netforum-xweb-2010/xWeb-2010.wsdl",
];

/// A contract with the folder that its documents are in.
struct Contract {
    name: String,
    root: PathBuf,
    generate: Box<dyn Fn() -> Output>,
}

fn main() {
    println!(
        "{:28} {:>9} {:>8} {:>11} {:>11}",
        "milliseconds of CPU time", "input KB", "lines", "castile", "the least"
    );
    for contract in VENDORS.iter().map(|name| vendor(name)).chain(corpus()) {
        let output = (contract.generate)();
        let documents: Vec<PathBuf> = output.documents.iter().map(|name| contract.root.join(name)).collect();
        let bytes: u64 = documents.iter().filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum();
        let (mut castile, mut least) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            castile.push(milliseconds(|| drop((contract.generate)())));
            least.push(milliseconds(|| parse_and_lay_out(&documents, &output.files)));
        }
        let (castile, least) = (median(&mut castile), median(&mut least));
        println!(
            "{:28} {:9.0} {:8} {castile:11.2} {least:11.2} {:8.2} times",
            contract.name,
            bytes as f64 / 1000.0,
            output.stats.lines + output.stats.doc_lines,
            castile / least
        );
    }
}

fn vendor(name: &str) -> Contract {
    let root = Path::new("../wsdl").join(name);
    let config = Config::from_manifest(root.join("vendor.toml")).unwrap_or_else(|error| panic!("{error}"));
    let generate = move || generate(&config).unwrap_or_else(|error| panic!("{error}"));
    Contract { name: name.to_owned(), root, generate: Box::new(generate) }
}

fn corpus() -> impl Iterator<Item = Contract> {
    let shared = std::env::var_os("CASTILE_SHARED").map_or_else(|| PathBuf::from("../../shared"), PathBuf::from);
    let corpus = shared.join("corpus");
    let is_there = corpus.exists();
    if !is_there {
        println!("no {}: contracts of the corpus are left out", corpus.display());
    }
    CORPUS.iter().filter(move |_| is_there).map(move |path| {
        let (folder, entry) = path.split_once('/').expect("a folder and a file");
        let root = corpus.join(folder);
        let manifest = Manifest {
            module: "contract".to_owned(),
            entry: entry.to_owned(),
            runtime: "castile".to_owned(),
            ..Manifest::default()
        };
        let (config, source) = (Config::from(manifest), FileSource::new([root.clone()]));
        let generate = move || generate_from(&source, &config).unwrap_or_else(|error| panic!("{error}"));
        Contract { name: folder.to_owned(), root: corpus.join(folder), generate: Box::new(generate) }
    })
}

/// The least that any generator on these libraries does.
fn parse_and_lay_out(documents: &[PathBuf], files: &BTreeMap<String, String>) {
    for path in documents {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        let text = text.trim_start_matches('\u{FEFF}');
        roxmltree::Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{error}"));
    }
    for text in files.values() {
        let file = syn::parse_file(text).expect("Rust");
        std::hint::black_box(prettyplease::unparse(&file));
    }
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let start = cpu_seconds();
    work();
    (cpu_seconds() - start) * 1000.0
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
