//! Complex types as structs: what is inherited first, then what is their own.

use super::attributes::AttributeSet;
use super::context::{Lowering, Owner, Place, base};
use super::fields::{Member, named};
use super::shape::Shape;
use super::simple_type::{self, Simple};
use super::{documentation, fields};
use crate::model::{Field, Item, Place as FieldPlace, Struct, StructKind, Type};
use crate::names;
use crate::resolve::{BuiltIn, TypeDefinition, built_in};
use crate::xsd::{ComplexType, Content, Derivation, Occurs, QName};

/// Types derived more deeply than this are refused.
pub(super) const DEEPEST: usize = 128;

impl<'a> Lowering<'a, '_> {
    /// A complex type as a struct.
    pub(super) fn complex_type(&mut self, place: Place, complex: &'a ComplexType, owner: &Owner) {
        self.coverage.modelled("complexType");
        let levels = self.derivation(complex);
        let mut members = self.inherited_attributes(&levels, owner);
        let mixed = is_mixed(&levels);
        if let Some(simple) = self.simple_content(&levels, owner) {
            members.push(self.text_field(simple, owner));
        } else if mixed {
            members.push(mixed_field());
        } else {
            let start = levels.iter().rposition(|level| is_restriction(level)).unwrap_or(0);
            for level in levels.get(start..).unwrap_or_default() {
                let own = self.level_owner(level, complex, owner);
                let shapes = self.content(level);
                members.extend(self.fields(shapes, &own));
            }
        }
        let own = documentation::lines(&complex.documentation);
        let elements = complex
            .name
            .as_ref()
            .and_then(|name| self.components.types.find(name))
            .and_then(|at| self.elements_of_type.get(at))
            .cloned()
            .unwrap_or_default();
        let mut documentation = if own.is_empty() { self.documentation_of(complex, &elements) } else { own };
        if let (None, true, Some(element)) = (&complex.name, documentation.is_empty(), owner.names.first()) {
            documentation = self.documentation_of_content(element, place.root.is_some(), owner);
        }
        let mut root = if complex.name.is_some() { self.root(&elements) } else { place.root.clone() };
        let fields = named(members);
        if let (Some(root), Some(text)) = (&mut root, fields.iter().find(|field| field.place == FieldPlace::Text)) {
            root.simple = text.simple.clone();
        }
        let item = Struct {
            ident: place.item.ident,
            table: place.item.table,
            name: place.name,
            kind: StructKind::Struct,
            documentation,
            fields,
            root,
        };
        self.add(place.item.module, place.position, Item::Struct(item));
    }

    /// What an anonymous type is for: the words of its element, which a local one has on the field.
    fn documentation_of_content(&self, element: &str, is_global: bool, owner: &Owner) -> Vec<String> {
        if !is_global {
            return vec![format!("The content of `{element}`.")];
        }
        let element = self.components.elements.get(&QName::new(owner.namespace.clone(), element));
        element.map(|element| documentation::lines(&element.documentation)).unwrap_or_default()
    }

    /// The type's bases from the first, then the type itself.
    pub(super) fn derivation(&mut self, complex: &'a ComplexType) -> Vec<&'a ComplexType> {
        let mut levels = vec![complex];
        let mut current = complex;
        while let Some((_, name)) = base(current)
            && built_in(name).is_none()
            && let Some(TypeDefinition::Complex(next)) = self.components.types.get(name)
        {
            if levels.len() >= DEEPEST {
                self.findings.error(
                    complex.position,
                    "complexType",
                    format!("is derived in more than {DEEPEST} steps"),
                    "derive it more directly",
                );
                break;
            }
            levels.push(next);
            current = next;
        }
        levels.reverse();
        levels
    }

    fn inherited_attributes(&mut self, levels: &[&'a ComplexType], owner: &Owner) -> Vec<Member> {
        let mut set = AttributeSet::default();
        for level in levels {
            if is_restriction(level) {
                set.restrict();
            } else if base(level).is_some_and(|(_, name)| built_in(name) == Some(BuiltIn::AnyType)) {
                set.extend_any_type();
            }
            self.attribute_uses(&level.attributes, &mut set);
        }
        let mut names = owner.names.clone();
        names.extend(levels.iter().filter_map(|level| level.name.as_ref()).map(|name| name.local.to_string()));
        self.attribute_fields(&set, &Owner { names, ..owner.clone() })
    }

    /// What the members of one level are known by: anonymous types in it belong to the type that declares them.
    fn level_owner(&mut self, level: &'a ComplexType, complex: &'a ComplexType, owner: &Owner) -> Owner {
        if std::ptr::eq(level, complex) {
            return owner.clone();
        }
        let Some(name) = &level.name else {
            return owner.clone();
        };
        let mut names = owner.names.clone();
        names.push(name.local.to_string());
        let ident = match self.components.types.find(name) {
            Some(at) => self.name(super::context::Key::Type(at), name, &["Type"], level.position).item.ident,
            None => names::pascal(&name.local),
        };
        Owner { namespace: name.namespace.clone(), ident, names, position: level.position }
    }

    fn content(&mut self, level: &'a ComplexType) -> Vec<Shape<'a>> {
        match &level.content {
            Content::Simple(_) => Vec::new(),
            Content::Complex(content) => {
                content.particle.as_ref().map(|particle| self.particle(particle)).unwrap_or_default()
            }
        }
    }

    /// The simple type of the text, for a type with simple content.
    fn simple_content(&mut self, levels: &[&'a ComplexType], owner: &Owner) -> Option<Simple> {
        let mut simple: Option<Simple> = None;
        for level in levels {
            match &level.content {
                Content::Simple(content) => {
                    let inherited = simple.take().or_else(|| self.simple_base(&content.base));
                    let base = match &content.simple_type {
                        Some(inline) => {
                            let stem = format!("{}Value", fields::unraw(&owner.ident));
                            Some((*self.inline_simple_type(inline, owner, &stem)).clone())
                        }
                        None => inherited,
                    };
                    let base = base.unwrap_or_else(|| simple_type::builtin("STRING"));
                    simple = Some(match content.derivation {
                        Derivation::Extension => base,
                        Derivation::Restriction => {
                            let own = self.level_owner(level, levels.last().copied().unwrap_or(level), owner);
                            self.restricted_content(&base, &content.facets, &own)
                        }
                    });
                }
                Content::Complex(content) => {
                    if let Some((Derivation::Extension, name)) = &content.derivation
                        && content.particle.is_none()
                        && let Some(base) = self.simple_base(name)
                    {
                        self.findings.warning(
                            level.position,
                            "complexContent",
                            format!("extends the simple type {name}; it is read as simpleContent"),
                            "write simpleContent",
                        );
                        simple = Some(base);
                    }
                }
            }
        }
        simple
    }

    /// The simple type of that name, if it is one.
    fn simple_base(&mut self, name: &QName) -> Option<Simple> {
        match built_in(name) {
            Some(BuiltIn::Simple(static_)) => return Some(simple_type::builtin(static_)),
            Some(BuiltIn::AnyType | BuiltIn::Array) => return None,
            None => {}
        }
        let place = self.components.types.find(name)?;
        match self.components.types.at(place)? {
            TypeDefinition::Simple(simple) => Some((*self.simple_type_definition(simple, place)).clone()),
            TypeDefinition::Complex(_) => None,
        }
    }

    fn text_field(&mut self, simple: Simple, owner: &Owner) -> Member {
        self.coverage.modelled("simpleContent");
        let mut field = fields::fragment_field(
            FieldPlace::Text,
            Occurs::ONCE,
            documentation::facets(&simple.facts.facets, &simple.ty),
        );
        field.secret = self.secrets.has(&owner.names, "value");
        field = Field { ty: simple.ty, list: simple.list, simple: simple.reference, ..field };
        Member { label: String::from("value"), field }
    }
}

fn mixed_field() -> Member {
    let mut field = fields::fragment_field(FieldPlace::Mixed, Occurs::ONCE, Vec::new());
    field.ty = Type::Runtime("castile::fragment::Mixed");
    Member { label: String::from("content"), field }
}

/// Whether a level starts its content anew.
fn is_restriction(complex: &ComplexType) -> bool {
    match &complex.content {
        Content::Simple(_) => false,
        Content::Complex(content) => matches!(content.derivation, Some((Derivation::Restriction, _)) | None),
    }
}

/// Whether text may stand between the elements: an extension inherits it from its base.
pub(super) fn is_mixed(levels: &[&ComplexType]) -> bool {
    let mut mixed = false;
    for level in levels {
        mixed = if is_restriction(level) { level.mixed } else { level.mixed || mixed };
    }
    mixed
}
