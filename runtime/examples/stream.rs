//! Streams a large response that is made on the fly, and says what it took:
//!
//! ```text
//! cargo run --release -p castile --example stream -- 2048
//! ```

use std::time::Instant;

use bytes::Bytes;
use castile::call::{BlockingChunks, BlockingTransport, Exchange, TransportError, TransportErrorKind};
use castile::facts::{Body, COMPLEX, Element, Field, Message, Operation, Protocol};
use castile::{Client, Error};

use people::{Answer, Person, SCHEMA};

/// What a generator makes of a contract.
mod people {
    use castile::facts as f;

    pub(crate) static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:people"], links: &[] };

    pub(crate) struct Person {
        pub(crate) id: i64,
        pub(crate) name: String,
        pub(crate) email: Option<String>,
    }
    castile::complex!(Person, PERSON, f::Struct, SCHEMA, "n1:Person", {
        0 id: "n1:id", "1 xs:long";
        1 name: "n1:name", "1 xs:string";
        2 email: "n1:email", "? xs:string";
    });

    pub(crate) struct Answer {
        pub(crate) person: Vec<Person>,
        pub(crate) complete: Option<bool>,
    }
    castile::complex!(Answer, ANSWER, f::Struct, SCHEMA, "n1:Answer", {
        0 person: "n1:person", "*";
        1 complete: "n1:complete", "? xs:boolean";
    });
}

static SEARCH: Operation = Operation {
    name: "search",
    schema: &SCHEMA,
    protocol: Protocol::Soap11("urn:people/search"),
    input: Message { body: Body::Empty, headers: &[] },
    output: Some(Message { body: Body::Document(Field(Element, 1, "n1:answer", 1, 1, 0, &COMPLEX)), headers: &[] }),
    outcome: None,
};

/// Answers with at least this many bytes.
struct Synthetic(u64);

impl BlockingTransport for Synthetic {
    fn send(&self, _: http::Request<Bytes>, _: &Exchange) -> Result<http::Response<Bytes>, TransportError> {
        Err(TransportErrorKind::Setup("only streams").into())
    }

    fn send_streaming(
        &self,
        _: http::Request<Bytes>,
        _: &Exchange,
    ) -> Result<http::Response<BlockingChunks>, TransportError> {
        const HEAD: &str =
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><answer xmlns=\"urn:people\">";
        const FOOT: &str = "<complete>true</complete></answer></s:Body></s:Envelope>";
        const ROW: &str =
            "<person><id>4711</id><name>Ada &amp; Charles</name><email>ada@example.org</email></person>\n";
        let piece = Bytes::from(ROW.repeat(200));
        let pieces = self.0.div_ceil(piece.len() as u64);
        let middle = (0..pieces).map(move |_| piece.clone());
        let head = std::iter::once(Bytes::from_static(HEAD.as_bytes()));
        let foot = std::iter::once(Bytes::from_static(FOOT.as_bytes()));
        Ok(http::Response::new(BlockingChunks::new(head.chain(middle).chain(foot).map(Ok))))
    }
}

fn main() -> Result<(), Error> {
    let megabytes = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(64_u64);
    let client = Client::builder("https://people.invalid/").blocking_transport(Synthetic(megabytes << 20)).build()?;
    let start = Instant::now();
    let mut people = client.call::<Answer>(&SEARCH, &()).rows_blocking::<Person>("person");
    let (mut count, mut ids, mut letters) = (0_u64, 0_i64, 0_usize);
    for person in people.by_ref() {
        let person = person?;
        count += 1;
        ids = ids.wrapping_add(person.id);
        letters += person.name.len() + person.email.map_or(0, |email| email.len());
    }
    let complete = people.into_reply().and_then(|reply| reply.body.complete);
    let taken = start.elapsed();
    println!("{count} rows, {letters} bytes of text, sum of ids {ids}, complete: {complete:?}");
    println!("{megabytes} MiB in {taken:.1?}");
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
            println!("peak resident: {}", line.trim_start_matches("VmHWM:").trim());
        }
    }
    Ok(())
}
