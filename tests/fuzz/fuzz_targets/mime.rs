//! Replies of several parts: any bytes behind any boundary, and an honest message with attachments that is cut or changed.
#![no_main]

use castile_fuzz::desk::{self, LookResponse};
use castile_fuzz::{read, show, soap11};
use libfuzzer_sys::fuzz_target;

const HONEST: &str = "multipart/related; boundary=b; start=\"<root>\"; type=\"application/xop+xml\"";

fuzz_target!(|data: (u8, u16, &[u8])| {
    let (choice, at, bytes) = data;
    let answer = |content_type: &str, body: &[u8]| read::<LookResponse>(&desk::LOOK_OPERATION, 200, content_type, None, body);
    show(&answer("multipart/related; boundary=b", bytes));
    // No response has a header with control characters in it.
    let parameters: String = String::from_utf8_lossy(bytes).chars().filter(|c| !c.is_control()).collect();
    show(&answer(&format!("multipart/related; {parameters}"), bytes));
    let root = soap11(
        "<lookResponse xmlns=\"urn:example:desk\"><count>1</count><more><x:Include href=\"cid:one\" \
         xmlns:x=\"http://www.w3.org/2004/08/xop/include\"/></more></lookResponse>",
    );
    let mut good = format!("--b\r\nContent-ID: <root>\r\nContent-Type: text/xml\r\n\r\n{root}\r\n--b\r\nContent-ID: <one>\r\n\r\n")
        .into_bytes();
    good.extend_from_slice(bytes);
    good.extend_from_slice(b"\r\n--b--");
    let at = usize::from(at) % good.len();
    if choice & 1 == 0 {
        // What the attachment holds may be a closing delimiter as well: then the message is complete before its end.
        if !bytes.windows(5).any(|five| five == b"--b--") {
            assert!(answer(HONEST, &good[..at]).is_err(), "cut at {at}");
        }
    } else {
        for (byte, change) in good.iter_mut().skip(at).zip(bytes) {
            *byte ^= change;
        }
        show(&answer(HONEST, &good));
    }
});
