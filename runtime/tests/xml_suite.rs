//! The W3C XML conformance suite, against the folder `conformance/xml-wf` below `CASTILE_SHARED`; without that variable
//! there is nothing to do, and the test says so.

use std::path::{Path, PathBuf};

use castile::xml::{Limits, Reader, Token, XmlErrorKind, decode};

/// What became of a document.
#[derive(Debug)]
#[allow(dead_code)] // The messages are for the list of failures, by way of Debug.
enum Outcome {
    Accepted,
    Undecodable(String),
    Doctype,
    Refused(String),
}

fn read(body: &[u8]) -> Outcome {
    let text = match decode(body, None) {
        Ok(text) => text,
        Err(error) => return Outcome::Undecodable(error.to_string()),
    };
    let mut reader = Reader::new(&text, &[], &Limits::default());
    loop {
        match reader.next() {
            Ok(Token::Eof) => return Outcome::Accepted,
            Ok(_) => {}
            Err(error) if error.kind == XmlErrorKind::Doctype => return Outcome::Doctype,
            Err(error) => return Outcome::Refused(error.to_string()),
        }
    }
}

fn suite() -> Option<PathBuf> {
    let shared = std::env::var_os("CASTILE_SHARED")?;
    Some(Path::new(&shared).join("conformance/xml-wf"))
}

#[test]
fn the_conformance_suite_is_met_in_full() {
    let Some(suite) = suite() else {
        eprintln!("skipped: CASTILE_SHARED does not say where the conformance suite is");
        return;
    };
    let manifest = std::fs::read_to_string(suite.join("manifest.tsv")).expect("the manifest");
    let mut rows = manifest.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let column = |name: &str| header.iter().position(|h| *h == name).expect("the column");
    let (id, entry, expect) = (column("id"), column("entry"), column("expect"));
    let (doctype, namespaces) = (column("doctype"), column("namespaces"));
    let mut wrong = Vec::new();
    let mut seen = [0; 4];
    for row in rows {
        let body = std::fs::read(suite.join(row[entry])).expect("the document");
        let outcome = read(&body);
        let (kind, right) = match (row[doctype], row[expect]) {
            // With a document type declaration, or something wrong even before it.
            ("yes", "reject" | "either") => (0, !matches!(outcome, Outcome::Accepted)),
            ("yes", _) => (1, matches!(outcome, Outcome::Doctype | Outcome::Undecodable(_))),
            (_, "reject") => (2, !matches!(outcome, Outcome::Accepted | Outcome::Doctype)),
            (_, "ok") if row[namespaces] == "yes" => (3, matches!(outcome, Outcome::Accepted)),
            // Well-formed, but not by Namespaces in XML; or left open by the suite.
            _ => continue,
        };
        seen[kind] += 1;
        if !right {
            wrong.push(format!("{} ({}): {outcome:?}", row[id], row[expect]));
        }
    }
    println!(
        "DOCTYPE not well-formed {}, DOCTYPE {}, not well-formed {}, well-formed {}",
        seen[0], seen[1], seen[2], seen[3]
    );
    assert!(seen.iter().all(|&count| count > 0), "the manifest has rows of each kind");
    assert!(wrong.is_empty(), "{} of the suite's documents:\n{}", wrong.len(), wrong.join("\n"));
}
