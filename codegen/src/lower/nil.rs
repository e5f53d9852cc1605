//! Containers: how often an element may be there, and what becomes of one that is nil.

use super::context::{Lowering, base};
use crate::model::Type;
use crate::resolve::{BuiltIn, TypeDefinition, built_in};
use crate::xsd::{AttributeUseKind, ComplexType, Derivation, Element, Occurs, TypeRef};

/// What becomes of a nil element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nil {
    /// The element is not nillable.
    Never,
    /// It is as if it were absent.
    Absent,
    /// It is told apart from an absent one.
    Distinct,
    /// It is told apart, and may have attributes or a type to say.
    Attributed,
}

/// The container that an occurrence range asks for.
pub(super) fn container(ty: Type, occurs: Occurs, nil: Nil) -> Type {
    let item = |ty: Type| match nil {
        Nil::Never => ty,
        Nil::Absent => Type::Option(Box::new(ty)),
        Nil::Distinct => Type::Nillable(Box::new(ty)),
        Nil::Attributed => Type::NillableComplex(Box::new(ty)),
    };
    if occurs.is_repeated() {
        return Type::Vec(Box::new(item(ty)));
    }
    match (occurs.min, nil) {
        (0, Nil::Absent) => Type::Option(Box::new(ty)),
        (0, _) => Type::Option(Box::new(item(ty))),
        _ => item(ty),
    }
}

impl Lowering<'_, '_> {
    /// What becomes of the element when it is nil.
    pub(super) fn nil(&mut self, element: &Element) -> Nil {
        if !element.nillable || !self.manifest.distinct_nil {
            return self.nil_of_any(element.nillable);
        }
        let attributed = match &element.type_ {
            Some(TypeRef::Complex(complex)) => self.has_attributes(complex),
            Some(TypeRef::Named(name)) => self.components.types.find(name).is_some_and(|at| self.says_more(at)),
            Some(TypeRef::Simple(_)) | None => false,
        };
        if attributed { Nil::Attributed } else { Nil::Distinct }
    }

    /// The same where nothing is known of attributes.
    pub(super) fn nil_of_any(&self, nillable: bool) -> Nil {
        match (nillable, self.manifest.distinct_nil) {
            (false, _) => Nil::Never,
            (true, false) => Nil::Absent,
            (true, true) => Nil::Distinct,
        }
    }

    /// Whether a nil element of the type at this place has more to say: attributes, or which type it has when its own is
    /// abstract.
    fn says_more(&self, at: usize) -> bool {
        let types = &self.components.types;
        let Some(TypeDefinition::Complex(complex)) = types.at(at) else { return false };
        let derived = self.components.hierarchy.derived(at, &complex.block);
        let has_attributes = |at: usize| match types.at(at) {
            Some(TypeDefinition::Complex(complex)) => self.has_attributes(complex),
            Some(TypeDefinition::Simple(_)) | None => false,
        };
        self.soap_array(complex).is_none()
            && (complex.abstract_ || has_attributes(at) || derived.into_iter().any(has_attributes))
    }

    /// Whether a type, or one that it is derived from, declares attributes.
    fn has_attributes(&self, complex: &ComplexType) -> bool {
        let mut current = complex;
        // A type that is derived more deeply is refused elsewhere.
        for _ in 0..super::complex_type::DEEPEST {
            let attributes = &current.attributes;
            if attributes.wildcard.is_some()
                || attributes.uses.iter().any(|each| each.use_ != AttributeUseKind::Prohibited)
                || attributes.groups.iter().any(|group| self.attribute_group(&group.name).is_some())
            {
                return true;
            }
            let Some((derivation, name)) = base(current) else { return false };
            match (built_in(name), self.components.types.get(name)) {
                (Some(BuiltIn::AnyType), _) => return derivation == Derivation::Extension,
                (None, Some(TypeDefinition::Complex(next))) => current = next,
                _ => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{Nil, container};
    use crate::model::Type;
    use crate::xsd::Occurs;

    #[test]
    fn nil_that_says_more_is_never_mistaken_for_absence() {
        let of = |min, max, nil| container(Type::Plain("T"), Occurs { min, max }, nil);
        let complex = || Type::NillableComplex(Box::new(Type::Plain("T")));
        assert_eq!(of(1, Some(1), Nil::Attributed), complex());
        assert_eq!(of(0, Some(1), Nil::Attributed), Type::Option(Box::new(complex())));
        assert_eq!(of(0, None, Nil::Attributed), Type::Vec(Box::new(complex())));
        assert_eq!(of(0, Some(1), Nil::Absent), Type::Option(Box::new(Type::Plain("T"))));
    }
}
