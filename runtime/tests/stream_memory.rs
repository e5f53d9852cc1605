//! A stream's memory does not grow with the response. Alone in its process, whose memory is measured.
#![cfg(target_os = "linux")]

mod contract;
mod rows;

use bytes::Bytes;
use castile::Client;
use castile::call::{BlockingChunks, BlockingTransport, Exchange, TransportError, TransportErrorKind};
use contract::soap11;
use rows::{List, OPERATION, Row};

/// What this process has in memory, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status of this process");
    let line = status.lines().find(|line| line.starts_with("VmRSS")).expect("its size");
    line.split_whitespace().nth(1).and_then(|size| size.parse().ok()).expect("a number")
}

fn list(rows: &str) -> String {
    soap11(&format!("<l:listResponse xmlns:l=\"urn:shop\">{rows}</l:listResponse>"))
}

#[test]
fn memory_does_not_grow_with_the_response() {
    struct Endless(u64);
    impl Iterator for Endless {
        type Item = Result<Bytes, TransportError>;
        fn next(&mut self) -> Option<Self::Item> {
            self.0 += 1;
            let row = format!("\n  <l:row><l:id>7</l:id><l:name>{}</l:name></l:row>", "some text ".repeat(400));
            match self.0 {
                1 => Some(Ok(list("<l:page>|").split('|').next().expect("a beginning").to_owned().into())),
                2..=6000 => Some(Ok(row.repeat(2).into())),
                6001 => Some(Ok(list("|</l:page>").split('|').nth(1).expect("an end").to_owned().into())),
                _ => None,
            }
        }
    }
    struct Large;
    impl BlockingTransport for Large {
        fn send(&self, _: http::Request<Bytes>, _: &Exchange) -> Result<http::Response<Bytes>, TransportError> {
            Err(TransportErrorKind::Send.into())
        }
        fn send_streaming(
            &self,
            _: http::Request<Bytes>,
            _: &Exchange,
        ) -> Result<http::Response<BlockingChunks>, TransportError> {
            Ok(http::Response::new(BlockingChunks::new(Endless(0))))
        }
    }
    let client = Client::builder("https://h/s").blocking_transport(Large).build().expect("a client");
    let request = List::default();
    let mut rows = client.call::<List>(&OPERATION, &request).rows_blocking::<Row>("page/row");
    let (mut count, mut bytes) = (0_usize, 0_usize);
    let before = resident();
    for row in rows.by_ref() {
        count += 1;
        bytes += row.expect("a row").name.map_or(0, |name| name.len());
    }
    assert_eq!((count, bytes), (11_998, 11_998 * 4000));
    assert!(rows.reply().is_some());
    // The response has 48 MB.
    assert!(resident().saturating_sub(before) < 4 * 1024, "{} KiB more", resident() - before);
}
