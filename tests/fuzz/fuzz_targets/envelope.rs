//! Bytes as replies in any charset, with any status.
#![no_main]

use castile_fuzz::desk::{self, LookResponse};
use castile_fuzz::{read, show};
use libfuzzer_sys::fuzz_target;

const CHARSETS: [&str; 8] = [
    "text/xml",
    "text/xml; charset=utf-8",
    "text/xml; charset=utf-16",
    "application/soap+xml; charset=utf-16le",
    "text/xml; charset=iso-8859-1",
    "text/html; charset=windows-1252",
    "text/xml; charset=shift_jis",
    "text/plain",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, body)) = data.split_first() else { return };
    let content_type = CHARSETS[usize::from(choice & 7)];
    let status = [200, 202, 302, 400, 404, 500, 503, 599][usize::from(choice >> 3 & 7)];
    show(&read::<LookResponse>(&desk::LOOK_OPERATION, status, content_type, None, body));
    show(&read::<LookResponse>(&desk::DESK12_CLIENT_LOOK, status, content_type, None, body));
    show(&read::<()>(&desk::TELL_OPERATION, status, content_type, None, body));
});
