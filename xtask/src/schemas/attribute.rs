//! Attribute uses: declarations, references, attribute groups and wildcards.

use super::components::Components;
use super::names::names;

impl Components {
    /// The attributes of a type or an attribute group: so many, and perhaps a group and a wildcard.
    pub(super) fn attributes(&mut self, count: usize) -> String {
        let mut out = String::new();
        let mut referred = Vec::new();
        for name in names(&mut self.random, count) {
            if self.random.percent(15)
                && let Some(reference) = self.attribute_reference()
            {
                let required = self.random.pick(&["", " use=\"required\""]);
                // No type has an attribute twice.
                if !referred.contains(&reference) {
                    out.push_str(&format!("<xs:attribute ref=\"{reference}\"{required}/>"));
                    referred.push(reference);
                }
            } else {
                out.push_str(&self.attribute(&name));
            }
        }
        if self.random.percent(12)
            && let Some(group) = self.attribute_group_reference()
        {
            out.push_str(&format!("<xs:attributeGroup ref=\"{group}\"/>"));
        }
        if self.random.percent(8) {
            let namespace =
                self.random.pick(&["", " namespace=\"##other\"", " namespace=\"##local\"", " namespace=\"urn:zz\""]);
            let process = self.random.pick(&["lax", "skip"]);
            out.push_str(&format!("<xs:anyAttribute{namespace} processContents=\"{process}\"/>"));
        }
        out
    }

    /// A local attribute declaration.
    fn attribute(&mut self, name: &str) -> String {
        let form = self.random.pick(&["", "", "", " form=\"qualified\"", " form=\"unqualified\""]);
        if self.random.percent(15) {
            let (ty, _) = self.simple_type();
            let required = self.random.pick(&["", " use=\"required\""]);
            return format!(
                "<xs:attribute name=\"{name}\"{form}{required}><xs:simpleType>{ty}</xs:simpleType></xs:attribute>"
            );
        }
        let (ty, values) = self.simple_type_reference(false);
        let constraint = match self.random.below(100) {
            0..25 => Some(" use=\"required\"".to_owned()),
            25..35 => values.constraint("default"),
            35..43 => values.constraint("fixed"),
            _ => None,
        };
        format!("<xs:attribute name=\"{name}\" type=\"{ty}\"{form}{}/>", constraint.unwrap_or_default())
    }
}
