//! Whatever is in a value, what is written is well-formed or refused.
#![no_main]

use castile::soap::write_reply;
use castile::{AnyType, Element, Mixed};
use castile_fuzz::desk::{self, AnyShape, Circle, Color, Either, LookResponse, Paragraph, Price, Values};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (Vec<String>, f64)| {
    let (texts, number) = parts;
    let text = |index: usize| texts.get(index).cloned().unwrap_or_default();
    let mut row = Values {
        text: text(0),
        token: Some(text(1)),
        uri: Some(text(2)),
        color: Some(Color::Unknown(text(3))),
        either: Some(Either::String(text(4))),
        password: Some(text(5)),
        double: Some(number),
        price: Some(Price { currency: text(6), ..Price::default() }),
        shape: Some(AnyShape::Circle(Circle { label: Some(text(7)), radius: number })),
        ..Values::default()
    };
    row.paragraph = Mixed::parse(&text(8)).ok().map(|content| Paragraph { content, ..Paragraph::default() });
    row.anything = AnyType::parse(&text(9)).ok();
    row.any.extend(Element::parse(&text(10)));
    row.attributes.push(&text(11), &text(12), &text(13));
    let reply = LookResponse { count: 1, row: vec![row], ..LookResponse::default() };
    if let Ok(bytes) = write_reply(&desk::LOOK_OPERATION, &[], &reply) {
        let written = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        if let Err(error) = roxmltree::Document::parse(&written) {
            // Beyond what this parser holds, not beyond XML.
            panic!("{error}: {written}");
        }
        let _ = castile_fuzz::read::<LookResponse>(&desk::LOOK_OPERATION, 200, "text/xml", None, written.as_bytes());
    }
});
