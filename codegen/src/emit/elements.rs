//! Global elements: a static each, in a module of their own since their names are often those of types.

use super::spell::{Result, Speller, doc_lines, ident, wire};
use crate::model::{GlobalElement, Package};

/// The module's name; no namespace's module has it.
pub(super) const MODULE: &str = "elements";

/// The text of the module; nothing where the package has no elements. `speller` spells for a module below the package's.
pub(super) fn elements(speller: &Speller<'_>, package: &Package) -> Result<String> {
    if package.elements.is_empty() {
        return Ok(String::new());
    }
    let mut out = format!(
        "/// The global elements: what a document can begin with.\npub mod {MODULE} {{\n    use castile::facts as f;\n"
    );
    for element in &package.elements {
        out.push_str(&one(speller, element)?);
    }
    out.push_str("}\n");
    Ok(out)
}

fn one(speller: &Speller<'_>, element: &GlobalElement) -> Result<String> {
    let docs = doc_lines(&[format!("The element {}.", super::item::code(&element.name.local))], "").join(" ");
    let flags = speller.flags(&[(element.nillable, "NILLABLE"), (element.list, "LIST")]);
    Ok(format!(
        "\n    /// {docs}\n    pub static {}: castile::GlobalElement<{}> =\n        castile::GlobalElement::new(&{}, {}({}, {}, {}, 1, 1, {flags}, {}));\n",
        ident(&element.ident)?,
        speller.ty(&element.ty)?,
        speller.schema(),
        speller.facts("Field"),
        speller.facts("Element"),
        super::spell::namespace(element.name.namespace),
        wire(&element.name),
        speller.simple(&element.simple)?,
    ))
}
