//! Complex type definitions: plain ones, and those derived by extension and restriction.

use super::components::{Components, Name};
use super::names::names;
use super::particle::Model;

/// A named complex type definition, as far as others need to know it.
#[derive(Clone, Debug)]
pub(super) struct ComplexType {
    pub(super) name: Name,
    /// The complex type that it is derived from.
    pub(super) base: Option<Name>,
    pub(super) has_simple_content: bool,
    /// An `xs:all` is somewhere in it.
    pub(super) has_all: bool,
    pub(super) is_mixed: bool,
    pub(super) is_abstract: bool,
    /// Nothing is derived from it.
    pub(super) is_final: bool,
    /// Its model group as XML, for restrictions to repeat; empty when none can.
    pub(super) content: String,
    /// Its attributes as XML.
    pub(super) attributes: String,
}

impl ComplexType {
    pub(super) fn new(name: Name) -> Self {
        Self {
            name,
            base: None,
            has_simple_content: false,
            has_all: false,
            is_mixed: false,
            is_abstract: false,
            is_final: false,
            content: String::new(),
            attributes: String::new(),
        }
    }

    /// The attribute `mixed`, where it is needed.
    pub(super) fn mixed(&self) -> &'static str {
        if self.is_mixed { " mixed=\"true\"" } else { "" }
    }

    /// The attribute `abstract`, where it is needed.
    pub(super) fn r#abstract(&self) -> &'static str {
        if self.is_abstract { " abstract=\"true\"" } else { "" }
    }
}

impl Components {
    /// Defines a complex type.
    pub(super) fn define_complex_type(&mut self, name: Name) -> String {
        let mut ty = ComplexType::new(name);
        let kind = self.random.below(100);
        let count = self.random.pick(&[0, 0, 1, 1, 2, 3]);
        ty.attributes = self.attributes(count);
        let mut flags = String::new();
        if self.random.percent(6) {
            ty.is_final = true;
            flags = format!(" final=\"{}\"", self.random.pick(&["restriction", "#all", "extension"]));
        }
        if self.random.percent(5) {
            flags.push_str(&format!(" block=\"{}\"", self.random.pick(&["restriction", "extension"])));
        }
        let derived = match kind {
            0..12 => Some(self.extension_of_simple_type(&mut ty)),
            12..16 => self.extension_of_simple_content(&mut ty),
            16..42 => self.extension(&mut ty),
            42..50 => self.restriction_of_content(&mut ty),
            _ => None,
        };
        let content = derived.unwrap_or_else(|| self.plain(&mut ty));
        let (mixed, r#abstract) = (ty.mixed(), ty.r#abstract());
        // What is derived says so within.
        let mixed = if ty.base.is_none() { mixed } else { "" };
        let text =
            format!("<xs:complexType name=\"{}\"{flags}{mixed}{abstract}>{content}</xs:complexType>", ty.name.local);
        self.complex_types.push(ty);
        text
    }

    fn extension_of_simple_type(&mut self, ty: &mut ComplexType) -> String {
        ty.has_simple_content = true;
        let (base, _) = self.simple_type_reference(false);
        simple_content(&base, ty)
    }

    fn extension_of_simple_content(&mut self, ty: &mut ComplexType) -> Option<String> {
        let base = self.complex_type(|base| base.has_simple_content && !base.is_final)?;
        ty.has_simple_content = true;
        let content = simple_content(&base.name.to_string(), ty);
        ty.base = Some(base.name);
        Some(content)
    }

    fn extension(&mut self, ty: &mut ComplexType) -> Option<String> {
        let base = self.complex_type(|base| !base.has_simple_content && !base.has_all && !base.is_final)?;
        let mut model = String::new();
        if self.random.percent(80) {
            let mut names = names(&mut self.random, 10);
            model = self.model_group(&mut names, 1).to_string();
            if self.random.percent(50) {
                model = format!("<xs:sequence>{model}</xs:sequence>");
            }
        }
        ty.is_mixed = base.is_mixed;
        let content = format!(
            "<xs:complexContent{}><xs:extension base=\"{}\">{model}{}</xs:extension></xs:complexContent>",
            base.mixed(),
            base.name,
            ty.attributes
        );
        ty.base = Some(base.name);
        Some(content)
    }

    /// Repeats the base with one particle that must come or may not be repeated.
    fn restriction_of_content(&mut self, ty: &mut ComplexType) -> Option<String> {
        let namespace = ty.name.namespace;
        let base =
            self.complex_type(|base| !base.content.is_empty() && base.name.namespace == namespace && !base.is_final)?;
        let model = if self.random.percent(60) {
            base.content.replacen(" minOccurs=\"0\"/>", "/>", 1)
        } else {
            base.content.replacen(" maxOccurs=\"unbounded\"", "", 1)
        };
        let repeats = self.random.percent(60) && !base.attributes.contains("</xs:simpleType>");
        let attributes = if repeats { base.attributes.as_str() } else { "" };
        ty.is_mixed = base.is_mixed;
        ty.has_all = base.has_all;
        let content = format!(
            "<xs:complexContent{}><xs:restriction base=\"{}\">{model}{attributes}</xs:restriction></xs:complexContent>",
            base.mixed(),
            base.name,
        );
        ty.base = Some(base.name);
        Some(content)
    }

    fn plain(&mut self, ty: &mut ComplexType) -> String {
        let mut model = self.model(0);
        ty.is_mixed = self.random.percent(7);
        if self.random.percent(12)
            && let Model::Group(group) = &mut model
            && group.compositor == "sequence"
        {
            let occurs = self.random.pick(&["", " maxOccurs=\"unbounded\""]);
            let again = format!("<xs:element name=\"again\" type=\"{}\" minOccurs=\"0\"{occurs}/>", ty.name);
            group.particles.push_str(&again);
        }
        ty.is_abstract = self.random.percent(6);
        let content = model.to_string();
        ty.has_all = content.contains("<xs:all");
        // Repeated, an anonymous type is another type, which no restriction may put in place of the first.
        if !content.contains("</xs:simpleType>") && !content.contains("</xs:complexType>") {
            ty.content = content;
        }
        format!("{model}{}", ty.attributes)
    }
}

fn simple_content(base: &str, ty: &ComplexType) -> String {
    format!("<xs:simpleContent><xs:extension base=\"{base}\">{}</xs:extension></xs:simpleContent>", ty.attributes)
}
