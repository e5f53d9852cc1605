//! Elements of complex type that may be nil: their attributes may be there all the same.

use super::{Content, Input, NO_SCHEMA, Output, nothing, nothing_mut};
use crate::facts::{Facts, Kind};
use crate::fragment::Attributes;
use crate::value::{QName, ValueError};

/// As [`Nillable`](super::Nillable), of a type with attributes: XML Schema Part 1, section 3.3.4 takes the content from a
/// nil element and leaves it its attributes and its `xsi:type`.
#[derive(Clone, Debug, PartialEq)]
pub enum NillableComplex<T> {
    /// `xsi:nil="true"`
    Nil(Nil),
    /// A value.
    Value(T),
}

/// What a nil element has to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nil {
    /// The attributes that its type declares, as they are written.
    pub attributes: Attributes,
    /// The type that it names by `xsi:type`, where several are possible.
    pub type_name: Option<QName>,
}

/// The value; of a nil element the attributes and the type.
pub(crate) static NILLABLE_COMPLEX: Facts =
    Facts::new(Kind::Nillable, &NO_SCHEMA, "\n\t?\n\tanyAttribute ? ##any\nxsi:type\tattribute ? xs:string");

/// Index of the attributes of a nil element.
pub(crate) const ATTRIBUTES: usize = 1;
/// Index of the name of its type.
pub(crate) const TYPE_NAME: usize = 2;

impl<T> NillableComplex<T> {
    /// The value, if it is not nil.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Nil(_) => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> Default for NillableComplex<T> {
    fn default() -> Self {
        Self::Nil(Nil::default())
    }
}

impl<T> From<T> for NillableComplex<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Content + Default> Content for NillableComplex<T> {
    #[inline]
    fn facts(&self) -> &'static Facts {
        &NILLABLE_COMPLEX
    }

    #[inline]
    fn field(&self, index: usize) -> &dyn Content {
        match (self, index) {
            (Self::Value(value), 0) => value,
            (Self::Nil(nil), ATTRIBUTES) => &nil.attributes,
            (Self::Nil(nil), TYPE_NAME) => &nil.type_name,
            _ => nothing(),
        }
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> &mut dyn Content {
        match (index, &*self) {
            (0, Self::Nil(_)) => *self = Self::Value(T::default()),
            (ATTRIBUTES | TYPE_NAME, Self::Value(_)) => *self = Self::default(),
            _ => {}
        }
        match (self, index) {
            (Self::Value(value), 0) => value,
            (Self::Nil(nil), ATTRIBUTES) => &mut nil.attributes,
            (Self::Nil(nil), TYPE_NAME) => &mut nil.type_name,
            _ => nothing_mut(),
        }
    }

    #[inline]
    fn arm(&self) -> usize {
        usize::from(matches!(self, Self::Value(_)))
    }

    #[inline]
    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        if matches!(input, Input::Nil) {
            *self = Self::default();
            return Ok(());
        }
        self.field_mut(0).lex(input)
    }

    #[inline]
    fn text(&self, out: &mut Output<'_>) {
        match self {
            Self::Nil(_) => out.missing(super::Missing::Nil),
            Self::Value(value) => value.text(out),
        }
    }
}
