//! Compressed bodies: any bytes, and honest ones with some bytes changed or cut off.
#![no_main]

use std::io::Write;

use castile_fuzz::desk::{self, LookResponse};
use castile_fuzz::{read, show, soap11};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (u8, u16, Vec<u8>)| {
    let (choice, at, bytes) = data;
    let encoding = ["gzip", "deflate", "x-gzip", "identity"][usize::from(choice & 3)];
    let show = |body: &[u8]| show(&read::<LookResponse>(&desk::LOOK_OPERATION, 200, "text/xml", Some(encoding), body));
    show(&bytes);
    let good = soap11("<lookResponse xmlns=\"urn:example:desk\"><count>1</count></lookResponse>");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(good.as_bytes()).expect("in memory");
    let mut zipped = encoder.finish().expect("in memory");
    let at = usize::from(at) % zipped.len();
    if choice & 4 == 0 {
        zipped.truncate(at);
        let cut = read::<LookResponse>(&desk::LOOK_OPERATION, 200, "text/xml", Some("gzip"), &zipped);
        assert!(cut.is_err(), "cut at {at}");
    } else {
        for (byte, change) in zipped.iter_mut().skip(at).zip(&bytes) {
            *byte ^= change;
        }
        show(&zipped);
    }
});
