//! Schemas for rpc/encoded: structures, and arrays in the three ways that they are declared.

use super::complex::ComplexType;
use super::components::{Components, Name, Namespace};
use super::names::names;
use super::simple::SimpleType;

impl Components {
    /// A schema of `urn:a` whose types are fit for SOAP encoding: no attributes, no wildcards, no global elements.
    pub(super) fn encoded_document(&mut self) -> String {
        self.visible = vec![Namespace::A];
        let mut types = Vec::new();
        for index in 0..self.random.between(0, 3) {
            let (content, values) = self.simple_type();
            let name = Name { namespace: Namespace::A, local: format!("S{index}") };
            types.push(format!("<xs:simpleType name=\"{}\">{content}</xs:simpleType>", name.local));
            self.simple_types.push(SimpleType { name, values });
        }
        for index in 0..self.random.between(1, 4) {
            types.push(self.structure(index));
        }
        for index in 0..self.random.between(1, 4) {
            types.push(self.array(index));
        }
        types.push(self.structure_of_all());
        let form = self.random.pick(&["", " elementFormDefault=\"qualified\""]);
        format!(
            "<xs:schema targetNamespace=\"urn:a\"{form}>\n\
             <xs:import namespace=\"http://schemas.xmlsoap.org/soap/encoding/\"/>\n{}\n</xs:schema>\n",
            types.join("\n")
        )
    }

    /// A plain structure, or one that extends another.
    fn structure(&mut self, index: usize) -> String {
        let mut compositor = self.random.pick(&["sequence", "sequence", "all"]);
        let base = if self.random.percent(30) { self.complex_type(|base| !base.has_all) } else { None };
        if base.is_some() {
            compositor = "sequence";
        }
        let mut members = String::new();
        let count = self.random.between(1, 5);
        for name in names(&mut self.random, count) {
            let structure = if self.random.percent(45) { self.complex_type(|_| true) } else { None };
            let ty = structure.map_or_else(|| self.builtin_reference(), |ty| ty.name.to_string());
            let mut occurs =
                self.random.pick(&["", " minOccurs=\"0\"", "", " minOccurs=\"0\" maxOccurs=\"unbounded\""]);
            if compositor == "all" && occurs.contains("unbounded") {
                occurs = " minOccurs=\"0\"";
            }
            let nillable = if self.random.percent(30) { " nillable=\"true\"" } else { "" };
            members.push_str(&format!("<xs:element name=\"{name}\" type=\"{ty}\"{occurs}{nillable}/>"));
        }
        let mut content = format!("<xs:{compositor}>{members}</xs:{compositor}>");
        if let Some(base) = base {
            content = format!(
                "<xs:complexContent><xs:extension base=\"{}\">{content}</xs:extension></xs:complexContent>",
                base.name
            );
        }
        let mut ty = ComplexType::new(Name { namespace: Namespace::A, local: format!("Rec{index}") });
        ty.has_all = compositor == "all";
        let text = format!("<xs:complexType name=\"{}\">{content}</xs:complexType>", ty.name.local);
        self.complex_types.push(ty);
        text
    }

    /// An array: by `wsdl:arrayType` alone, with an item as well, or by its item alone.
    fn array(&mut self, index: usize) -> String {
        let mut items: Vec<String> = ["xs:string", "xs:int", "xs:anyType", "xs:date"].map(str::to_owned).into();
        items.extend(self.complex_types.iter().take(3).map(|ty| ty.name.to_string()));
        let item = self.random.choose(&items, |_| true).unwrap_or_default();
        let array_type =
            |dimensions: &str| format!("<xs:attribute ref=\"enc:arrayType\" wsdl:arrayType=\"{item}{dimensions}\"/>");
        let sequence = |name: &str| {
            format!(
                "<xs:sequence><xs:element name=\"{name}\" type=\"{item}\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\
                 </xs:sequence>"
            )
        };
        let content = match self.random.below(3) {
            0 => array_type(self.random.pick(&["[]", "[]", "[]", "[,]", "[][]"])),
            1 => sequence("item") + &array_type("[]"),
            _ => sequence(self.random.pick(&["item", "x", "el"])),
        };
        let mut ty = ComplexType::new(Name { namespace: Namespace::A, local: format!("Arr{index}") });
        ty.is_final = true;
        let text = format!(
            "<xs:complexType name=\"{}\"><xs:complexContent><xs:restriction base=\"enc:Array\">{content}\
             </xs:restriction></xs:complexContent></xs:complexType>",
            ty.name.local
        );
        self.complex_types.push(ty);
        text
    }

    /// A structure whose members are structures and arrays.
    fn structure_of_all(&mut self) -> String {
        let mut members = String::new();
        let count = self.random.between(1, 4);
        for name in names(&mut self.random, count) {
            if let Some(ty) = self.complex_type(|_| true) {
                let nillable = if self.random.percent(40) { " nillable=\"true\"" } else { "" };
                members.push_str(&format!("<xs:element name=\"{name}\" type=\"{}\"{nillable}/>", ty.name));
            }
        }
        let name = Name { namespace: Namespace::A, local: "Top".to_owned() };
        self.complex_types.push(ComplexType::new(name));
        format!("<xs:complexType name=\"Top\"><xs:sequence>{members}</xs:sequence></xs:complexType>")
    }
}
