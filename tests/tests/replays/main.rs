//! Replays: the bytes that the vendors' server stacks put on the wire, read by the generated clients over a socket, in async
//! code in one piece and in blocking code in many. They lie in `lab/<vendor>/wire` below `CASTILE_SHARED`; without that
//! variable there is nothing to do, and the tests say so.
//!
//! Each vendor's module has a table of what every capture is to be read as, written by hand. A capture that no table has
//! fails the test, and so does a row without a capture.

mod identysoft;
mod kendox;
mod netforum;
mod sbt;
mod server;
mod verba;
mod wire;

use std::collections::BTreeSet;

use wire::lab;

/// The folders that the tables are about.
const FOLDERS: [&str; 6] =
    ["identysoft/wire", "kendox/wire", "netforum/wire", "netforum/wire-customerrors-off", "sbt/wire", "verba/wire"];

#[test]
fn every_folder_of_captures_has_its_table() {
    let Some(lab) = lab() else { return };
    let mut found = BTreeSet::new();
    for vendor in std::fs::read_dir(&lab).expect("the lab").map(|entry| entry.expect("an entry").path()) {
        for folder in std::fs::read_dir(&vendor).into_iter().flatten().map(|entry| entry.expect("an entry").path()) {
            let name = folder.strip_prefix(&lab).expect("below the lab").to_string_lossy().into_owned();
            if folder.is_dir() && name.contains("/wire") {
                found.insert(name);
            }
        }
        // A folder may also lie inside another.
        let inside = vendor.join("wire");
        assert!(std::fs::read_dir(inside).into_iter().flatten().all(|entry| !entry.expect("an entry").path().is_dir()));
    }
    assert_eq!(found, FOLDERS.map(str::to_owned).into());
}
