//! Graphs of references: an answer or an error, soon.
#![no_main]

use std::fmt::Write;

use castile_fuzz::desk::{self, FindResponse};
use castile_fuzz::{read, show, soap11};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|edges: Vec<(u8, u8, u8)>| {
    let mut independent = String::new();
    for (from, to, kind) in &edges {
        let _ = match kind % 6 {
            0 => write!(independent, "<m id=\"i{from}\" href=\"#i{to}\"/>"),
            1 => write!(independent, "<m id=\"i{from}\"><next href=\"#i{to}\"/></m>"),
            2 => write!(independent, "<m id=\"i{from}\"><next href=\"#i{to}\"/><left href=\"#i{to}\"/></m>"),
            3 => write!(independent, "<m id=\"i{from}\"><child href=\"#i{to}\"/><child href=\"#i{to}\"/></m>"),
            4 => write!(independent, "<m id=\"i{from}\"><name href=\"#i{to}\"/></m>"),
            _ => write!(independent, "<m id=\"i{from}\"><name>n</name></m>"),
        };
    }
    let first = edges.first().map_or(0, |edge| edge.0);
    let body = soap11(&format!(
        "<d:findResponse xmlns:d=\"urn:example:desk\"><node href=\"#i{first}\"/><nodes><item href=\"#i{first}\"/></nodes><names/><count>1</count></d:findResponse>{independent}"
    ));
    show(&read::<FindResponse>(&desk::FIND_OPERATION, 200, "text/xml", None, body.as_bytes()));
});
