//! Schema documents: global components in random order, and entries of several documents.

use super::Documents;
use super::components::{Components, Element, Name, Namespace, Space};
use super::names::names;
use super::random::Random;
use super::redefine;
use super::simple::SimpleType;

/// An entry that is a schema, with the documents that it imports, includes or redefines.
pub(super) fn entry(random: Random) -> Documents {
    use Namespace::{A, Absent, B};
    let mut components = Components::new(random);
    let size = components.random.between(6, 22);
    let import_b = "<xs:import namespace=\"urn:b\" schemaLocation=\"b.xsd\"/>\n";
    match components.random.below(8) {
        0 => vec![("main.xsd", components.document(A, &[A], size, ""))],
        1 => vec![("main.xsd", components.document(Absent, &[Absent], size, ""))],
        2 => {
            let included = components.document(Absent, &[Absent], size / 2, "");
            components.adopt(A);
            let main = components.document(A, &[A], size / 2, "<xs:include schemaLocation=\"c.xsd\"/>\n");
            vec![("main.xsd", main), ("c.xsd", included)]
        }
        3 => {
            let base = components.document(A, &[A], size, "");
            let redefinitions = redefine::redefinitions(&mut components);
            let redefine = format!("<xs:redefine schemaLocation=\"base.xsd\">{redefinitions}</xs:redefine>\n");
            vec![("main.xsd", components.document(A, &[A], 4, &redefine)), ("base.xsd", base)]
        }
        4 => {
            // In a circle: what is imported refers to an element of the document that imports it.
            let early = Name { namespace: A, local: "early".to_owned() };
            components.take(Space::Element, &early);
            components.elements.push(Element { name: early, ty: None });
            let import_a = "<xs:import namespace=\"urn:a\" schemaLocation=\"main.xsd\"/>\n";
            let imported = components.document(B, &[A, B], size / 2, import_a);
            let first = format!("{import_b}<xs:element name=\"early\" type=\"xs:int\"/>\n");
            vec![("main.xsd", components.document(A, &[A, B], size, &first)), ("b.xsd", imported)]
        }
        _ => {
            let imported = components.document(B, &[B], size / 2, "");
            vec![("main.xsd", components.document(A, &[A, B], size, import_b)), ("b.xsd", imported)]
        }
    }
}

impl Components {
    /// A schema of so many components, which refer to these namespaces; `first` comes before them.
    pub(super) fn document(&mut self, target: Namespace, visible: &[Namespace], size: usize, first: &str) -> String {
        self.visible = visible.to_vec();
        let mut pool = names(&mut self.random, 60);
        let components: Vec<String> = (0..size).map(|_| self.component(target, &mut pool)).collect();
        let element_form =
            self.random.pick(&[" elementFormDefault=\"qualified\"", " elementFormDefault=\"qualified\"", ""]);
        let attribute_form = self.random.pick(&["", "", "", " attributeFormDefault=\"qualified\""]);
        let declarations: String = visible.iter().map(|namespace| namespace.declaration()).collect();
        format!(
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"{}{declarations}{element_form}{attribute_form}>\n\
             {first}{}\n</xs:schema>\n",
            target.target(),
            components.join("\n")
        )
    }

    /// A global declaration or definition.
    fn component(&mut self, target: Namespace, pool: &mut Vec<String>) -> String {
        match self.random.below(100) {
            0..20 => {
                let name = self.fresh(Space::Type, target, pool, "S");
                let (content, values) = self.simple_type();
                let text = format!("<xs:simpleType name=\"{}\">{content}</xs:simpleType>", name.local);
                self.simple_types.push(SimpleType { name, values });
                text
            }
            20..55 => {
                let name = self.fresh(Space::Type, target, pool, "C");
                self.define_complex_type(name)
            }
            55..62 => {
                let name = self.fresh(Space::ModelGroup, target, pool, "G");
                let mut names = names(&mut self.random, 10);
                let mut group = self.model_group(&mut names, 1);
                // Only references have an occurrence range.
                group.occurs.clear();
                let text = format!("<xs:group name=\"{}\">{group}</xs:group>", name.local);
                self.model_groups.push(name);
                text
            }
            62..67 => {
                let name = self.fresh(Space::AttributeGroup, target, pool, "AG");
                let count = self.random.between(1, 3);
                let attributes = self.attributes(count);
                let text = format!("<xs:attributeGroup name=\"{}\">{attributes}</xs:attributeGroup>", name.local);
                self.attribute_groups.push(name);
                text
            }
            67..71 => {
                let name = self.fresh(Space::Attribute, target, pool, "at");
                let (ty, _) = self.simple_type_reference(false);
                let text = format!("<xs:attribute name=\"{}\" type=\"{ty}\"/>", name.local);
                self.attributes.push(name);
                text
            }
            _ => {
                let name = self.fresh(Space::Element, target, pool, "E");
                self.declare_element(name)
            }
        }
    }

    /// Declares a global element: in a substitution group, of a complex, a simple or an anonymous type.
    fn declare_element(&mut self, name: Name) -> String {
        let kind = self.random.below(100);
        if kind < 30
            && let Some(text) = self.substitute(&name)
        {
            return text;
        }
        if kind < 70
            && let Some(ty) = self.complex_type(|_| true)
        {
            let r#abstract = if self.random.percent(10) { " abstract=\"true\"" } else { "" };
            let nillable = if self.random.percent(10) { " nillable=\"true\"" } else { "" };
            let text = format!("<xs:element name=\"{}\" type=\"{}\"{abstract}{nillable}/>", name.local, ty.name);
            self.elements.push(Element { name, ty: Some(ty.name) });
            return text;
        }
        let text = if kind < 80 {
            let (ty, _) = self.simple_type_reference(false);
            format!("<xs:element name=\"{}\" type=\"{ty}\"/>", name.local)
        } else {
            let ty = self.anonymous_complex_type(10, &[0, 1, 2], 0);
            format!("<xs:element name=\"{}\">{ty}</xs:element>", name.local)
        };
        self.elements.push(Element { name, ty: None });
        text
    }

    /// Declares an element of a substitution group, of the head's type or one derived from it.
    fn substitute(&mut self, name: &Name) -> Option<String> {
        let visible = &self.visible;
        let heads = |head: &Element| visible.contains(&head.name.namespace) && head.ty.is_some();
        let head = self.random.choose(&self.elements, heads)?;
        let ty =
            self.complex_type(|ty| Some(&ty.name) == head.ty.as_ref() || ty.base.is_some() && ty.base == head.ty)?;
        self.elements.push(Element { name: name.clone(), ty: Some(ty.name.clone()) });
        Some(format!("<xs:element name=\"{}\" type=\"{}\" substitutionGroup=\"{}\"/>", name.local, ty.name, head.name))
    }

    /// A name that no component of this symbol space has.
    fn fresh(&mut self, space: Space, namespace: Namespace, pool: &mut Vec<String>, prefix: &str) -> Name {
        loop {
            let pooled = if self.random.percent(80) { pool.pop() } else { None };
            let local = pooled.unwrap_or_else(|| format!("{prefix}{}", self.random.below(1000)));
            let name = Name { namespace, local };
            if self.take(space, &name) {
                return name;
            }
        }
    }
}
