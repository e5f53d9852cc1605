//! SOAP-encoded arrays (SOAP 1.1, section 5.4.2; WSDL 1.1, section 2.2).

use super::context::{Key, Lowering, Owner, Place, address, base};
use super::elements;
use super::fields::{fragment_field, named};
use super::shape::Shape;
use super::{documentation, fields};
use crate::model::{Field, Item, Namespace, Place as FieldPlace, SimpleRef, Struct, StructKind, Type, WireName};
use crate::resolve::{BuiltIn, Components, TypeDefinition, built_in, is_encoding};
use crate::wsdl::{Body, MimePart, Use};
use crate::xsd::{ArrayType, ComplexType, Content, Element, Occurs, QName, TypeRef};

/// What an array holds.
#[derive(Clone, Debug)]
pub(super) struct Array<'a> {
    complex: &'a ComplexType,
    declared: Option<&'a ArrayType>,
    /// How much of [`ArrayType::dimensions`] is left: the last brackets are those of the outermost array.
    brackets: usize,
}

impl<'a> Lowering<'a, '_> {
    /// The array a complex type is, if it is derived from `soapenc:Array`.
    pub(super) fn soap_array(&self, complex: &'a ComplexType) -> Option<Array<'a>> {
        let mut current = complex;
        let mut declared = None;
        for _ in 0..64 {
            let here = current.attributes.uses.iter().find_map(|each| each.array_type.as_ref());
            declared = declared.or(here);
            let (_, name) = base(current)?;
            match built_in(name) {
                Some(BuiltIn::Array) => {
                    let brackets = declared.map_or(0, |array: &ArrayType| array.dimensions.len());
                    return Some(Array { complex, declared, brackets });
                }
                Some(BuiltIn::Simple(_) | BuiltIn::AnyType) => return None,
                None => {}
            }
            let Some(TypeDefinition::Complex(next)) = self.components.types.get(name) else {
                return None;
            };
            current = next;
        }
        None
    }

    /// An array as a struct of its items.
    pub(super) fn array(&mut self, place: Place, array: &Array<'a>, owner: &Owner) {
        self.coverage.modelled("soapenc:Array");
        let (inner, rank) =
            split(array.declared.map_or("", |declared| declared.dimensions.get(..array.brackets).unwrap_or("")));
        let outermost = array.declared.is_none_or(|declared| declared.dimensions.len() == array.brackets);
        let element = if outermost { self.item_element(array.complex) } else { None };
        let name = match element {
            Some(element) => self.namespaces.wire(&element.name),
            None => WireName { local: String::from("item"), ..WireName::default() },
        };
        let nillable = element.is_some_and(|element| element.nillable);
        let usage = match (array.declared, element) {
            (Some(declared), _) if inner > 0 => {
                let key = Key::Array(address(declared), inner);
                let stem = format!("{}Item", fields::unraw(&place.item.ident));
                let nested = self.name_anonymous(key, owner, &stem, &[]);
                let item = nested.item.clone();
                let within = Owner { ident: item.ident.clone(), ..owner.clone() };
                let array = Array { brackets: inner, ..array.clone() };
                self.queue(key, || super::context::Job::Array(nested, array, within));
                elements::Use::item(item)
            }
            (Some(declared), _)
                if !declared.item.is_xsd() || &*declared.item.local != "anyType" || element.is_none() =>
            {
                self.type_use(&declared.item, &[])
            }
            (_, Some(element)) => self.element_use(element, false, owner),
            (Some(_) | None, None) => elements::Use::any_type(),
        };
        let declared = array.declared.filter(|_| inner == 0).map(|declared| &declared.item);
        let simple = match (usage.simple, array.declared) {
            (SimpleRef::Complex, Some(declared)) if inner > 0 => self.array_name(declared, inner),
            (SimpleRef::Complex, _) => self.item_type(declared, element),
            (simple, Some(declared)) if inner == 0 && self.encoded && is_encoding(&declared.item.namespace) => {
                self.named_simple(&declared.item, &simple, owner)
            }
            (simple, _) => simple,
        };
        let occurs = Occurs { min: 0, max: None };
        let mut field = fragment_field(FieldPlace::Element, occurs, documentation::facets(&usage.facets, &usage.ty));
        field = Field {
            ty: super::nil::container(usage.ty, occurs, self.nil_of_any(nillable)),
            name,
            nillable,
            list: usage.list,
            simple,
            ..field
        };
        let mut members = vec![fields::Member { label: String::from("items"), field }];
        match (self.encoded, rank) {
            (true, 1) => {}
            (true, _) => members.push(fields::Member { label: String::from("size"), field: size() }),
            // No message follows the encoding: the attributes of `soapenc:Array` are what any attributes are.
            (false, _) => members.extend([("id", "ID"), ("href", "ANY_URI")].map(|(name, of)| attribute(name, of))),
        }
        let item = Struct {
            ident: place.item.ident,
            table: place.item.table,
            name: place.name,
            kind: StructKind::Array(rank),
            documentation: documentation::lines(&array.complex.documentation),
            fields: named(members),
            root: place.root,
        };
        self.add(place.item.module, place.position, Item::Struct(item));
    }

    /// The items' own type where they are arrays, in the words of `soapenc:arrayType`: `xsd:int[]`.
    fn array_name(&mut self, declared: &ArrayType, brackets: usize) -> SimpleRef {
        let mut name = if declared.item.is_xsd() {
            WireName { namespace: Namespace::Xsd, local: declared.item.local.to_string() }
        } else {
            self.namespaces.wire(&declared.item)
        };
        name.local.push_str(declared.dimensions.get(..brackets).unwrap_or_default());
        SimpleRef::Named(name)
    }

    /// The complex type of the items by its name: an array says it, also when it has none.
    fn item_type(&mut self, declared: Option<&QName>, element: Option<&Element>) -> SimpleRef {
        let named = element.and_then(|element| match &element.type_ {
            Some(TypeRef::Named(name)) => Some(name),
            _ => None,
        });
        let known = |name: &&QName| self.components.types.find(name).is_some();
        match declared.filter(known).or(named.filter(known)) {
            Some(name) => SimpleRef::Named(self.namespaces.wire(name)),
            None => SimpleRef::Complex,
        }
    }

    /// The complex type of an element that may be nil in an encoded message, which says it then; an array does not.
    pub(super) fn nil_type(&mut self, element: &Element) -> SimpleRef {
        match &element.type_ {
            Some(TypeRef::Named(name)) if name.is_xsd() => {
                SimpleRef::Named(WireName { namespace: Namespace::Xsd, local: name.local.to_string() })
            }
            Some(TypeRef::Named(name)) if self.is_array(name) => SimpleRef::Complex,
            _ => self.item_type(None, Some(element)),
        }
    }

    fn is_array(&self, name: &QName) -> bool {
        match self.components.types.get(name) {
            Some(TypeDefinition::Complex(complex)) => self.soap_array(complex).is_some(),
            _ => false,
        }
    }

    /// The element that a sequence in the restriction declares for the items.
    fn item_element(&mut self, complex: &'a ComplexType) -> Option<&'a Element> {
        let Content::Complex(content) = &complex.content else {
            return None;
        };
        let mut shapes = self.particle(content.particle.as_ref()?);
        match (shapes.pop(), shapes.is_empty()) {
            (Some(Shape::Element(element, ..)), true) => Some(element),
            _ => None,
        }
    }
}

/// Whether any message of the contract follows the SOAP encoding.
pub(super) fn is_encoded(components: &Components<'_>) -> bool {
    let bindings = components.bindings.entries().iter();
    let operations = bindings.flat_map(|binding| &binding.component.operations);
    let mut messages = operations.flat_map(|operation| operation.input.iter().chain(&operation.output));
    messages.any(|message| match &message.body {
        Body::Soap(soap) => soap.body_use == Use::Encoded,
        Body::MultipartRelated(parts) => {
            parts.iter().any(|part| matches!(part, MimePart::Soap(soap) if soap.body_use == Use::Encoded))
        }
        Body::Empty | Body::UrlEncoded | Body::UrlReplacement | Body::Mime(_) => false,
    })
}

/// The member that keeps the extents of an array of several dimensions.
fn size() -> Field {
    let occurs = Occurs { min: 0, max: None };
    let said =
        "How many items there are in each dimension, the outermost first; when empty, all of `items` is one row.";
    let field = fragment_field(FieldPlace::Element, occurs, vec![String::from(said)]);
    Field {
        ty: Type::Vec(Box::new(Type::Plain("u32"))),
        name: WireName { local: String::from("size"), ..WireName::default() },
        list: true,
        simple: SimpleRef::Builtin("UNSIGNED_INT"),
        ..field
    }
}

/// An attribute of `soapenc:commonAttributes`.
fn attribute(name: &str, builtin: &'static str) -> fields::Member {
    let usage = super::simple_type::builtin(builtin).usage();
    let occurs = Occurs { min: 0, max: Some(1) };
    let field = Field {
        ty: super::nil::container(usage.ty, occurs, super::nil::Nil::Never),
        name: WireName { local: name.to_owned(), ..WireName::default() },
        simple: usage.simple,
        ..fragment_field(FieldPlace::Attribute, occurs, Vec::new())
    };
    fields::Member { label: name.to_owned(), field }
}

/// The length of what stands before the last brackets, and how many dimensions these have.
fn split(dimensions: &str) -> (usize, u8) {
    let start = dimensions.rfind('[').unwrap_or(0);
    let commas = dimensions.get(start..).unwrap_or("").matches(',').count();
    (start, u8::try_from(commas + 1).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_last_brackets_are_those_of_the_outermost_array() {
        assert_eq!(split("[]"), (0, 1));
        assert_eq!(split("[,]"), (0, 2));
        assert_eq!(split("[][3]"), (2, 1));
        assert_eq!(split("[,][]"), (3, 1));
        assert_eq!(split(""), (0, 1));
    }
}
