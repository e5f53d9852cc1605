//! Attributes: required, optional, qualified, global, of the xml namespace, and prohibited.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Image;

#[test]
fn every_attribute_is_read_and_written() {
    let image: Image = round_trip(include_str!("example.xml"));
    assert_eq!(image.href, "a b.png?x=1&y=\"2\"");
    assert_eq!(image.width, Some(640));
    assert_eq!(image.lang.as_deref(), Some("en"));
    assert_eq!(image.version.as_deref(), Some("1.0"));
    assert_eq!(image.lang_attribute.as_deref(), Some("de"));
    assert_eq!(image.caption.as_deref(), Some("Sea"));
}

#[test]
fn only_what_is_required_need_be_there() {
    let image: Image = round_trip(include_str!("example_least.xml"));
    assert_eq!(image, Image::default());
    let error = castile::from_xml::<Image>("<image xmlns='urn:example:attribute'/>").unwrap_err();
    assert!(error.to_string().contains("href"), "{error}");
}
