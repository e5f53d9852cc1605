//! An abstract type is an enum of the types derived from it, told apart by `xsi:type`.

use castile_tests::{assert_same_document, round_trip};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{AnyShape, Drawing};

#[test]
fn the_type_is_read_and_written() {
    let drawing: Drawing = round_trip(include_str!("example.xml"));
    assert!(matches!(&drawing.frame, AnyShape::Square(square) if square.side == 10.0));
    assert_eq!(drawing.shape.len(), 2);
    assert!(
        matches!(&drawing.shape[0], AnyShape::Circle(circle) if circle.radius == 1.5 && circle.label.as_deref() == Some("sun"))
    );
    assert!(matches!(&drawing.shape[1], AnyShape::Square(square) if square.side == 2.0 && square.label.is_none()));
}

#[test]
fn a_type_nobody_knows_is_kept() {
    let drawing: Drawing = castile::from_xml(include_str!("example_unknown.xml")).unwrap();
    assert!(matches!(&drawing.shape[0], AnyShape::Other(other) if other.content().contains("points")));
    assert_same_document(include_str!("example_unknown.xml"), &castile::to_xml(&drawing).unwrap());
}

#[test]
fn an_abstract_type_without_xsi_type_is_an_error() {
    let error =
        castile::from_xml::<Drawing>("<drawing xmlns='urn:example:abstract-type'><frame/></drawing>").unwrap_err();
    assert_eq!(error.path(), "drawing/frame");
}
