//! Where a secret may stand in a request: no error that shows what a server answered shows it, and none hides more.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::content::Nillable;
    use castile::facts::{self as f, Body, Field, Message, Operation, Protocol};

    pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:v"], links: &[("WAY", f::Link::Group(&WAY))] };

    /// Secrets in every place that a member can have.
    pub struct Visit {
        pub code: Option<String>,
        pub guest: Option<String>,
        pub pin: Option<String>,
        pub pins: Vec<String>,
        pub empty: castile::content::Nillable<String>,
        pub way: Option<Way>,
        pub paid: Option<Way>,
        pub vault: Option<Vault>,
        pub next: Option<Box<Visit>>,
    }
    castile::complex!(Visit, VISIT, f::Struct, SCHEMA, "n1:Visit", {
        0 code: "code", "attribute ? xs:string secret";
        1 guest: "n1:guest", "? xs:string";
        2 pin: "n1:pin", "? xs:string secret";
        3 pins: "n1:pins", "* xs:string secret";
        4 empty: "n1:empty", "? xs:string secret nillable";
        5 way: "way", "? &WAY";
        6 paid: "n1:paid", "? secret";
        7 vault: "n1:vault", "? secret";
        8 next: "n1:next", "?";
    });
    castile::root!(Visit, 1, "n1:visit", &f::COMPLEX);

    pub enum Way {
        Key(String),
        Door(String),
    }
    castile::choice!(Way, Key, WAY, f::Choice, SCHEMA, "", {
        0 Key: "n1:key", "1 xs:string secret";
        1 Door: "n1:door", "1 xs:string";
    });

    pub struct Vault {
        pub number: Nillable<String>,
    }
    castile::complex!(Vault, VAULT, f::Struct, SCHEMA, "n1:Vault", {
        0 number: "n1:number", "1 xs:string nillable";
    });

    const ROOT: Field = Field(f::Element, 1, "n1:visit", 1, 1, 0, &f::COMPLEX);
    pub static CALL: Operation = Operation {
        name: "visit",
        schema: &SCHEMA,
        protocol: Protocol::Soap11(""),
        input: Message { body: Body::Document(ROOT), headers: &[] },
        output: Some(Message { body: Body::Document(ROOT), headers: &[] }),
        outcome: None,
    };
}

use castile::content::Nillable;
use castile::{Client, Double};
use types::{CALL, Vault, Visit, Way};

/// What the error shows of a page that repeats a text.
fn shown(request: &Visit, text: &str) -> String {
    let double = Double::answering(502, "text/html", format!("<p>{text}"));
    let client = Client::builder("https://h/s").blocking_transport(double).build().unwrap();
    client.call::<Visit>(&CALL, request).send_blocking().unwrap_err().to_string()
}

#[test]
fn a_secret_is_found_wherever_it_stands() {
    let secret = || "s3cret".to_owned();
    for request in [
        Visit { code: Some(secret()), ..Visit::default() },
        Visit { pin: Some(secret()), ..Visit::default() },
        Visit { pins: vec!["other".into(), secret()], ..Visit::default() },
        Visit { empty: Nillable::Value(secret()), ..Visit::default() },
        Visit { way: Some(Way::Key(secret())), ..Visit::default() },
        // What is in a secret is one.
        Visit { paid: Some(Way::Door(secret())), ..Visit::default() },
        Visit { vault: Some(Vault { number: Nillable::Value(secret()) }), ..Visit::default() },
    ] {
        assert!(shown(&request, "s3cret").contains("<p>[redacted]"), "{request:?}");
        assert!(!format!("{request:?}").contains("s3cret"));
        let within = Visit { next: Some(Box::new(request)), ..Visit::default() };
        assert!(shown(&within, "s3cret").contains("<p>[redacted]"), "{within:?}");
    }
    for request in [
        Visit { guest: Some("Ada".into()), ..Visit::default() },
        Visit { way: Some(Way::Door("Ada".into())), ..Visit::default() },
    ] {
        assert!(shown(&request, "Ada").contains("<p>Ada"), "{request:?}");
        assert!(format!("{request:?}").contains("Ada"));
    }
}

/// The names that the reply has for secrets, and no other.
#[test]
fn members_are_left_out_by_their_names() {
    let request = Visit::default();
    for (text, left) in [
        ("<pin>1</pin>", "<pin>[redacted]</pin>"),
        ("<v:key>1</v:key>", "<v:key>[redacted]</v:key>"),
        ("<vault><number>1</number></vault>", "<vault>[redacted]</vault>"),
        ("<visit code='1'>", "<visit code='[redacted]'>"),
        ("<guest>1</guest><door>2</door><value>3</value>", "<guest>1</guest><door>2</door><value>3</value>"),
    ] {
        let shown = shown(&request, text);
        assert!(shown.contains(&format!("<p>{left}")), "{shown}");
    }
}

/// As deep as a message is written.
#[test]
fn a_secret_is_found_however_deep_it_stands() {
    let nested = |depth: usize| {
        let innermost = Visit { way: Some(Way::Key("s3cret".into())), ..Visit::default() };
        (1..depth).fold(innermost, |visit, _| Visit { next: Some(Box::new(visit)), ..Visit::default() })
    };
    // The envelope and its body are around them, and the secret is an element too.
    let deepest = (1..128).rev().find(|&depth| castile::to_xml(&nested(depth)).is_ok()).unwrap();
    assert!(deepest > 100);
    for depth in [30, 65, deepest] {
        assert!(shown(&nested(depth), "s3cret").contains("<p>[redacted]"), "{depth}");
    }
}
