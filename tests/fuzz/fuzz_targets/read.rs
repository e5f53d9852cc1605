//! The inside of a response element.
#![no_main]

use castile_fuzz::desk::{self, CountResponse, FindResponse, LookResponse};
use castile_fuzz::{read, show, soap11};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &str| {
    let body = soap11(&format!(
        "<lookResponse xmlns=\"urn:example:desk\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{content}</lookResponse>"
    ));
    show(&read::<LookResponse>(&desk::LOOK_OPERATION, 200, "text/xml", None, body.as_bytes()));
    let body = soap11(&format!(
        "<d:findResponse xmlns:d=\"urn:example:desk\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:enc=\"http://schemas.xmlsoap.org/soap/encoding/\">{content}</d:findResponse>"
    ));
    show(&read::<FindResponse>(&desk::FIND_OPERATION, 200, "text/xml", None, body.as_bytes()));
    show(&read::<CountResponse>(&desk::COUNT_OPERATION, 200, "text/xml", None, body.as_bytes()));
});
