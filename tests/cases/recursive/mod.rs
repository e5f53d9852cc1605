//! Types that hold themselves: the member that closes the cycle is boxed, a `Vec` needs no box.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{Expression, ExpressionChoice, Node};

#[test]
fn a_type_may_hold_itself() {
    let tree: Node = round_trip(include_str!("example.xml"));
    assert_eq!(tree.label, "root");
    assert_eq!(tree.next.map(|next| next.label).as_deref(), Some("next"));
    assert_eq!(tree.child[0].child[0].label, "a.a");
    assert_eq!(tree.partner.map(|partner| partner.node.label.clone()).as_deref(), Some("p"));
}

#[test]
fn a_choice_may_hold_itself() {
    let expression: Expression = round_trip(include_str!("example_expression.xml"));
    let ExpressionChoice::Plus(plus) = &expression.choice else { panic!("{expression:?}") };
    assert!(matches!(plus.expression[0].choice, ExpressionChoice::Number(1)));
    let ExpressionChoice::Not(not) = &plus.expression[1].choice else { panic!("{plus:?}") };
    assert!(matches!(not.choice, ExpressionChoice::Number(2)));
}

#[test]
fn nesting_is_bounded_on_reading_and_on_writing() {
    let deep = |depth: usize| {
        let (open, close) = ("<next><label/>".repeat(depth), "</next>".repeat(depth));
        format!("<tree xmlns='urn:example:recursive'><label/>{open}{close}</tree>")
    };
    assert!(castile::from_xml::<Node>(&deep(50)).is_ok());
    assert!(castile::from_xml::<Node>(&deep(10_000)).is_err());
    let mut node = Node::default();
    for _ in 0..10_000 {
        node = Node { next: Some(Box::new(node)), ..Node::default() };
    }
    assert!(castile::to_xml(&node).is_err());
    // Dropped level by level: a recursion this deep is the test's own.
    while let Some(next) = node.next.take() {
        node = *next;
    }
}
