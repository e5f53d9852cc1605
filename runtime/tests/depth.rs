//! Recursive types: depth is bounded, and what is allowed fits a small stack.
#![allow(clippy::unwrap_used)]

#[allow(unreachable_pub)]
mod types {
    use castile::facts as f;

    pub static SCHEMA: f::Schema =
        f::Schema { namespaces: &[], links: &[("BRANCH", f::Link::Group(&BRANCH)), ("STEP", f::Link::Group(&STEP))] };

    /// A recursion through a repeated choice of groups, the deepest way through the engine.
    pub struct Tree {
        pub step: Vec<Step>,
    }
    castile::complex!(Tree, TREE, f::Struct, SCHEMA, "Tree", {
        0 step: "step", "* &STEP";
    });
    castile::root!(Tree, 0, "t", &f::COMPLEX);

    pub enum Step {
        Leaf(String),
        Branch(Box<Branch>),
    }
    castile::choice!(Step, Leaf, STEP, f::Choice, SCHEMA, "", {
        0 Leaf: "l", "1 xs:string";
        1 Branch: "branch", "1 &BRANCH";
    });

    pub struct Branch {
        pub tree: Tree,
    }
    castile::complex!(Branch, BRANCH, f::Struct, SCHEMA, "", {
        0 tree: "t", "1";
    });
}

use castile::engine::{ReadErrorKind, Rule};
use castile::{from_json, from_xml, to_json, to_xml, validate};
use types::{Branch, Step, Tree};

/// 256 KiB; code that is not optimised needs more for the same.
const STACK: usize = if cfg!(debug_assertions) { 1 << 20 } else { 256 << 10 };

fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(test).unwrap().join().unwrap();
}

fn document(depth: usize) -> String {
    format!("{}{}", "<t>".repeat(depth), "</t>".repeat(depth))
}

#[test]
fn the_deepest_document_is_read_written_compared_and_printed() {
    on_a_small_stack(|| {
        let text = document(128);
        let tree = from_xml::<Tree>(&text).unwrap();
        assert_eq!(to_xml(&tree).unwrap().matches("<t").count(), 128);
        assert_eq!(tree.clone(), tree);
        assert!(validate(&tree).is_empty());
        assert!(format!("{tree:?}").len() > 100);
        // In JSON the repeated group is an object of its own: two levels for each element.
        assert!(matches!(to_json(&tree).unwrap_err().rule(), Rule::Depth(_)));
    });
}

#[test]
fn one_level_more_is_an_error() {
    on_a_small_stack(|| {
        let error = from_xml::<Tree>(&document(129)).unwrap_err();
        assert!(matches!(error.kind(), ReadErrorKind::Limit { name: "depth", value: 128 }), "{error}");
        let error = from_xml::<Tree>(&document(1_000_000)).unwrap_err();
        assert!(matches!(error.kind(), ReadErrorKind::Limit { .. }), "{error}");
        let json = r#"{"step":[{"t":"#.repeat(100_000);
        let error = from_json::<Tree>(&json).unwrap_err();
        assert!(matches!(error.kind(), ReadErrorKind::Limit { name: "depth", .. }), "{error}");
    });
}

#[test]
fn a_value_that_is_too_deep_is_not_written() {
    let mut tree = Tree::default();
    for _ in 0..200 {
        tree = Tree { step: vec![Step::Branch(Box::new(Branch { tree }))] };
    }
    on_a_small_stack(move || {
        assert_eq!(to_xml(&tree).unwrap_err().rule(), &Rule::Depth(128));
        assert_eq!(validate(&tree).len(), 1);
    });
}
