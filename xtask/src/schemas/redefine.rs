//! What an `xs:redefine` contains: one component of each kind, changed.

use super::components::Components;
use super::simple::{STRINGS, Variety};

/// Redefines a type of each kind, a model group and an attribute group, where the document has one.
pub(super) fn redefinitions(components: &mut Components) -> String {
    let Components { random, simple_types, complex_types, model_groups, attribute_groups, .. } = components;
    let mut out = String::new();
    if let Some(ty) = random.choose(complex_types, |ty| !ty.has_simple_content && !ty.has_all && !ty.is_final) {
        out.push_str(&format!(
            "<xs:complexType name=\"{}\"{}><xs:complexContent{}><xs:extension base=\"{}\"><xs:sequence>\
             <xs:element name=\"added\" type=\"xs:int\" minOccurs=\"0\"/>\
             </xs:sequence></xs:extension></xs:complexContent></xs:complexType>",
            ty.name.local,
            ty.r#abstract(),
            ty.mixed(),
            ty.name
        ));
    }
    let is_string = |base: Option<&str>| base.is_some_and(|base| STRINGS.contains(&base));
    if let Some(ty) =
        random.choose(simple_types, |ty| ty.values.variety == Variety::Atomic && is_string(ty.values.base))
    {
        out.push_str(&format!(
            "<xs:simpleType name=\"{}\"><xs:restriction base=\"{}\"><xs:maxLength value=\"9\"/></xs:restriction>\
             </xs:simpleType>",
            ty.name.local, ty.name
        ));
    }
    if let Some(name) = random.choose(model_groups, |_| true) {
        out.push_str(&format!(
            "<xs:group name=\"{}\"><xs:sequence><xs:group ref=\"{name}\"/>\
             <xs:element name=\"grown\" type=\"xs:string\" minOccurs=\"0\"/></xs:sequence></xs:group>",
            name.local
        ));
    }
    if let Some(name) = random.choose(attribute_groups, |_| true) {
        out.push_str(&format!(
            "<xs:attributeGroup name=\"{}\"><xs:attributeGroup ref=\"{name}\"/>\
             <xs:attribute name=\"grown\" type=\"xs:int\"/></xs:attributeGroup>",
            name.local
        ));
    }
    out
}
