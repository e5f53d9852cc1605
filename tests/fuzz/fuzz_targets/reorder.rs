//! Members in any order give the same value.
#![no_main]

use castile_fuzz::desk::{self, LookResponse};
use castile_fuzz::fill::Numbers;
use castile_fuzz::{read, seed, soap11};
use libfuzzer_sys::fuzz_target;

const MEMBERS: [&str; 14] = [
    "<text>t</text>",
    "<flag>1</flag>",
    "<int>-5</int>",
    "<decimal>1.50</decimal>",
    "<date>2026-11-23Z</date>",
    "<hex>FF</hex>",
    "<color>red</color>",
    "<sizes>1 2 3</sizes>",
    "<either>12</either>",
    "<nil>3</nil>",
    "<price currency='EUR'>9</price>",
    "<shape xsi:type='Circle'><radius>2</radius></shape>",
    "<duration>P1D</duration>",
    "<unknown><text>no</text></unknown>",
];

fn look(members: &[&str]) -> LookResponse {
    let rows = format!("<count>1</count><row>{}</row>", members.concat());
    let body = soap11(&format!(
        "<lookResponse xmlns=\"urn:example:desk\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{rows}</lookResponse>"
    ));
    read(&desk::LOOK_OPERATION, 200, "text/xml", None, body.as_bytes())
        .unwrap_or_else(|error| panic!("{error}: {body}"))
}

fuzz_target!(|data: &[u8]| {
    let mut numbers = Numbers::new(seed(data));
    // The text is required; of the others any.
    let chosen: Vec<&str> = MEMBERS
        .into_iter()
        .enumerate()
        .filter(|(index, _)| *index == 0 || numbers.below(2) == 0)
        .map(|(_, member)| member)
        .collect();
    let mut shuffled = chosen.clone();
    for last in (1..shuffled.len()).rev() {
        shuffled.swap(last, numbers.below(last + 1));
    }
    assert_eq!(look(&chosen), look(&shuffled), "{shuffled:?}");
});
