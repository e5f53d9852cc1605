//! Names that are awkward for someone: keywords, what the prelude and the runtime call their own, names that differ in
//! case only, names beyond ASCII.

use super::random::Random;

const NAMES: &[&str] = &[
    "item", "Item", "type", "self", "Self", "value", "Value", "id", "ID", "name", "code", "a", "b", "c", "x-y", "x_y",
    "x.y", "xY", "größe", "名前", "None", "Option", "String", "fn", "match", "async", "crate", "super", "Vec", "Box",
    "content", "text", "any", "kind", "other", "_x", "list", "Some", "Ok", "Result", "default", "new", "Debug",
    "Clone", "field", "element", "choice", "write", "read", "validate", "xml", "Content", "u8", "str", "bool", "true",
    "dyn", "gen", "try", "yield", "union", "macro",
];

/// So many different names.
pub(super) fn names(random: &mut Random, count: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    while names.len() < count {
        let mut name = if random.percent(75) { random.pick(NAMES).to_owned() } else { format!("n{}", random.below(9)) };
        if names.contains(&name) {
            name = format!("{name}{}", names.len());
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
