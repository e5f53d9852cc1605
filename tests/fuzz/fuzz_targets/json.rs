//! JSON: any text as a reply, and what is taken is written and taken again.
#![no_main]

use castile_fuzz::desk::{self, LookResponse};
use castile_fuzz::{read, show};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let result = read::<LookResponse>(&desk::DESK_JSON_CLIENT_LOOK, 200, "application/json", None, text.as_bytes());
    show(&result);
    let row = format!("{{\"lookResult\":{{\"count\":1,\"row\":[{{\"text\":\"t\",{text}}}]}}}}");
    let result = read::<LookResponse>(&desk::DESK_JSON_CLIENT_LOOK, 200, "application/json", None, row.as_bytes());
    show(&result);
    if let Ok(value) = result
        && let Ok(written) = castile::to_json(&value)
    {
        let again: LookResponse = castile::from_json(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
        assert_eq!(castile::to_json(&again).ok().as_ref(), Some(&written));
    }
});
