//! A contract may declare and use names of a namespace that has a meaning of its own: `xsi:nil` and `xsi:type` stay what
//! they are.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{AnyValue, Request};

#[test]
fn nil_and_type_are_known_beside_elements_of_their_namespace() {
    let request: Request = round_trip(include_str!("example.xml"));
    assert_eq!(request.id, None);
    let Some(AnyValue::Exact(value)) = &request.value else { panic!("{request:?}") };
    assert_eq!((value.number.to_string().as_str(), value.unit.as_deref()), ("1.50", Some("m")));
    assert!(request.schema.is_some());
    assert_eq!(request.any.unwrap().local(), "element");
}
