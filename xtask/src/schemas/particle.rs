//! Particles: local elements, references, wildcards and model groups, each with an occurrence range.

use std::fmt;

use super::components::Components;
use super::names::names;

/// How deep model groups are nested, and anonymous types.
const DEEPEST_GROUP: usize = 3;
const DEEPEST_TYPE: usize = 2;

/// A model group; it is displayed as XML.
#[derive(Debug)]
pub(super) struct ModelGroup {
    pub(super) compositor: &'static str,
    /// The attributes of its occurrence range.
    pub(super) occurs: String,
    pub(super) particles: String,
}

impl fmt::Display for ModelGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { compositor, occurs, particles } = self;
        write!(f, "<xs:{compositor}{occurs}>{particles}</xs:{compositor}>")
    }
}

/// What a complex type has between its attributes and its tag.
#[derive(Debug)]
pub(super) enum Model {
    Empty,
    /// A reference to a named model group, as XML.
    Reference(String),
    Group(ModelGroup),
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Reference(reference) => f.write_str(reference),
            Self::Group(group) => group.fmt(f),
        }
    }
}

impl Components {
    /// The attributes of an occurrence range.
    fn occurs(&mut self) -> &'static str {
        match self.random.below(100) {
            0..45 => "",
            45..70 => " minOccurs=\"0\"",
            70..85 => " minOccurs=\"0\" maxOccurs=\"unbounded\"",
            85..93 => " maxOccurs=\"unbounded\"",
            93 => " minOccurs=\"2\" maxOccurs=\"3\"",
            94 => " minOccurs=\"0\" maxOccurs=\"2\"",
            95 => " minOccurs=\"2\" maxOccurs=\"2\"",
            96 => " minOccurs=\"1\" maxOccurs=\"4\"",
            _ => " minOccurs=\"0\" maxOccurs=\"3\"",
        }
    }

    /// An element that occurs this often; `depth` counts the anonymous types around it.
    fn element(&mut self, name: &str, occurs: &str, depth: usize) -> String {
        let kind = self.random.below(100);
        if kind < 15
            && let Some(reference) = self.element_reference()
        {
            return format!("<xs:element ref=\"{reference}\"{occurs}/>");
        }
        let nillable = if self.random.percent(15) { " nillable=\"true\"" } else { "" };
        let form = self.random.pick(&["", "", "", "", "", "", " form=\"qualified\"", " form=\"unqualified\""]);
        let rest = format!("{occurs}{nillable}{form}");
        if kind < 45
            && let Some(ty) = self.complex_type(|_| true)
        {
            return format!("<xs:element name=\"{name}\" type=\"{}\"{rest}/>", ty.name);
        }
        if kind < 55 && depth < DEEPEST_TYPE {
            let ty = self.anonymous_complex_type(8, &[0, 0, 1, 2], depth + 1);
            return format!("<xs:element name=\"{name}\"{rest}>{ty}</xs:element>");
        }
        match kind {
            0..62 => {
                let (ty, _) = self.simple_type();
                format!("<xs:element name=\"{name}\"{rest}><xs:simpleType>{ty}</xs:simpleType></xs:element>")
            }
            62..64 => format!("<xs:element name=\"{name}\"{rest}/>"),
            64 => format!("<xs:element name=\"{name}\" type=\"xs:anyType\"{rest}/>"),
            65 => format!("<xs:element name=\"{name}\" type=\"xs:anySimpleType\"{rest}/>"),
            _ => {
                let (ty, values) = self.simple_type_reference(false);
                let mut constraint = None;
                if self.random.percent(12) {
                    constraint = values.constraint(self.random.pick(&["default", "default", "fixed"]));
                }
                let constraint = constraint.unwrap_or_default();
                format!("<xs:element name=\"{name}\" type=\"{ty}\"{rest}{constraint}/>")
            }
        }
    }

    fn wildcard(&mut self) -> String {
        let namespace = self.random.pick(&["##other", "##other", "urn:zz", "##local"]);
        let process = self.random.pick(&["lax", "skip"]);
        let occurs = self.occurs();
        format!("<xs:any namespace=\"{namespace}\" processContents=\"{process}\"{occurs}/>")
    }

    fn group_reference(&mut self) -> Option<String> {
        let group = self.model_group_reference()?;
        Some(format!("<xs:group ref=\"{group}\"{}/>", self.occurs()))
    }

    /// A sequence or a choice, whose elements take the last of these names.
    pub(super) fn model_group(&mut self, names: &mut Vec<String>, depth: usize) -> ModelGroup {
        let count = self.random.between(1, 4);
        let compositor = self.random.pick(&["sequence", "sequence", "sequence", "choice"]);
        let mut particles = String::new();
        let mut last = None;
        for _ in 0..count {
            let kind = self.random.below(100);
            if kind < 18 && depth < DEEPEST_GROUP {
                particles.push_str(&self.model_group(names, depth + 1).to_string());
            } else if kind < 24
                && let Some(reference) = self.group_reference()
            {
                particles.push_str(&reference);
            } else if kind < 27 {
                particles.push_str(&self.wildcard());
            } else {
                let again = if self.random.percent(5) { last.take() } else { None };
                let occurs = self.occurs();
                let element = again.or_else(|| Some(self.element(&names.pop()?, occurs, depth))).unwrap_or_default();
                particles.push_str(&element);
                // An element may come twice in a group when its type is the same.
                last = Some(element).filter(|element| element.ends_with("/>"));
            }
        }
        let occurs = if self.random.percent(60) { self.occurs() } else { "" };
        ModelGroup { compositor, occurs: occurs.to_owned(), particles }
    }

    /// What a complex type contains.
    pub(super) fn model(&mut self, depth: usize) -> Model {
        let mut names = names(&mut self.random, 14);
        match self.random.below(100) {
            0..8 => return Model::Empty,
            8..18 => return Model::Group(self.all(&names, depth)),
            18..22 => {
                if let Some(reference) = self.group_reference() {
                    return Model::Reference(reference);
                }
            }
            _ => {}
        }
        Model::Group(self.model_group(&mut names, depth))
    }

    fn all(&mut self, names: &[String], depth: usize) -> ModelGroup {
        let occurs = self.random.pick(&["", "", " minOccurs=\"0\""]).to_owned();
        let count = self.random.between(1, 4);
        let mut particles = String::new();
        for name in names.iter().take(count) {
            let occurs = if self.random.percent(45) { "" } else { " minOccurs=\"0\"" };
            particles.push_str(&self.element(name, occurs, depth));
        }
        ModelGroup { compositor: "all", occurs, particles }
    }

    /// A complex type without a name; of so many percent the content is mixed.
    pub(super) fn anonymous_complex_type(&mut self, mixed: usize, attributes: &[usize], depth: usize) -> String {
        let mixed = if self.random.percent(mixed) { " mixed=\"true\"" } else { "" };
        let model = self.model(depth);
        let count = self.random.pick(attributes);
        let attributes = self.attributes(count);
        format!("<xs:complexType{mixed}>{model}{attributes}</xs:complexType>")
    }
}
