//! MIME bodies as they were sent, against the folder `conformance/mime` below `CASTILE_SHARED`; without that variable there
//! is nothing to do, and the test says so.

use std::path::Path;

use bytes::Bytes;
use castile::Limits;
use castile::mime::{Attachment, Related};

/// The `Content-Type` and the body of a message: header lines, perhaps after a request line, an empty line, the body.
fn message(bytes: &[u8]) -> (String, Bytes) {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an empty line");
    let header = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let content_type = header.lines().find_map(|line| line.strip_prefix("Content-Type:")).expect("a Content-Type");
    (content_type.trim().to_owned(), Bytes::copy_from_slice(&bytes[end + 4..]))
}

#[test]
fn recorded_bodies_come_apart_into_their_parts() {
    let Some(shared) = std::env::var_os("CASTILE_SHARED") else {
        eprintln!("skipped: CASTILE_SHARED does not say where the conformance suite is");
        return;
    };
    let instances = Path::new(&shared).join("conformance/mime/instances");
    let (mut read, mut refused) = (0, 0);
    for folder in std::fs::read_dir(&instances).expect("the instances") {
        let folder = folder.expect("an instance").path();
        let index = std::fs::read_to_string(folder.join("index.tsv")).expect("an index");
        let (content_type, body) = message(&std::fs::read(folder.join("message.http")).expect("a message"));
        let related = match Related::parse(&content_type, &body, &Limits::default()) {
            Ok(related) => related,
            Err(error) => {
                assert!(!index.contains("\tok\t"), "{}: {error}", folder.display());
                refused += 1;
                continue;
            }
        };
        let parts: Vec<&Attachment> = std::iter::once(related.root()).chain(related.attachments()).collect();
        let table = std::fs::read_to_string(folder.join("parts.tsv")).expect("a table");
        let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|row| row.split('\t').collect()).collect();
        assert_eq!(parts.len(), rows.len(), "{}", folder.display());
        for (index, (part, row)) in parts.iter().zip(&rows).enumerate() {
            let bytes = std::fs::read(folder.join(format!("parts/{index:02}.bin"))).expect("a part");
            assert_eq!(part.content, bytes, "{} part {index}", folder.display());
            assert_eq!(format!("<{}>", part.content_id), row[2], "{} part {index}", folder.display());
            assert_eq!(part.content_type, row[3], "{} part {index}", folder.display());
        }
        read += 1;
    }
    eprintln!("{read} read, {refused} refused of those that may be");
    assert!(read > 0, "nothing was read");
}
