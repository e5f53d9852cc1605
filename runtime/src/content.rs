//! The joint between emitted types and the engine: one object-safe trait.
//!
//! The engine never knows a type. It asks a value for its [`Facts`], steps into fields by index and, at the
//! leaves, hands over or takes text. Emitted types implement [`Content`] through the macros
//! [`complex!`](crate::complex), [`choice!`](crate::choice), [`enumeration!`](crate::enumeration) and
//! [`union!`](crate::union); `Option`, `Vec`, `Box` and the value types implement it here.

use std::any::Any;
use std::fmt;

use crate::engine::{Missing, Output, Prefixes};
use crate::facts::{Facts, Kind, Schema};
use crate::value::{QName, ValueError};
use crate::xml::push;

pub(crate) mod nillable_complex;

pub use self::nillable_complex::{Nil, NillableComplex};

/// What the engine reads into, writes from, checks, compares, copies and prints.
///
/// Emitted types inline it, and so do `Option`, `Vec`, `Box` and `Nillable`, which hold them: machine code is made only for
/// what a program reaches, and beside what reaches it. Else the compiler puts the types of each module into a unit of their own,
/// and as it makes what drops a value in every unit that drops it, a contract of many namespaces takes more than twice the time.
pub trait Content: Send + Sync + 'static {
    /// The facts of the value's type.
    fn facts(&self) -> &'static Facts;

    /// Struct: the field. `Vec`: the item. `Option`, [`Nillable`], enums: what is inside.
    /// Only called with an index that [`facts`](Self::facts) and [`arm`](Self::arm) allow.
    #[inline]
    fn field(&self, index: usize) -> &dyn Content {
        let _ = index;
        nothing()
    }

    /// As [`field`](Self::field), for reading into: a `Vec` grows by one when `index` is its length, an empty
    /// `Option` is filled, an enum becomes the arm.
    fn field_mut(&mut self, index: usize) -> &mut dyn Content;

    /// Enums: the present arm. `Vec`: the number of items. `Option` and [`Nillable`]: 1 when there is a value.
    #[inline]
    fn arm(&self) -> usize {
        0
    }

    /// Takes text, an attribute or captured XML. `Option` and [`Nillable`] take what the value in them takes, and nil; a
    /// `Vec` takes one more item.
    ///
    /// # Errors
    /// When the text is not in the type's lexical space.
    #[inline]
    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        let _ = input;
        Ok(())
    }

    /// Gives text, attributes or XML; `Option` and [`Nillable`] those of the value in them.
    #[inline]
    fn text(&self, out: &mut Output<'_>) {
        let _ = out;
    }

    /// Bytes that the value keeps in a `Box` of its own, which else looks like what is in it. Nothing but a `Box` does.
    #[inline]
    fn boxed(&self) -> usize {
        0
    }
}

/// What [`Content::lex`] is given.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    /// The text of an element or attribute, white space treated as the simple type says, and the namespaces in scope.
    Text(&'a str, &'a dyn Scope),
    /// One attribute that matched an attribute wildcard: namespace name (empty for none), local name, value.
    Attribute(&'a str, &'a str, &'a str),
    /// A nil element or `null`: an `Option` becomes `None`, a [`Nillable`] nil.
    Nil,
    /// A value of the same type, to be copied: what a leaf gives to a copy of itself.
    Value(&'a dyn Any),
    /// A captured element: its expanded name (namespace name, local name), its attributes as XML (with every
    /// namespace declaration they and the content need; no `>` in it), its content as XML.
    Xml(&'a str, &'a str, &'a str, &'a str),
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No content: it may be a secret.
        f.write_str(match self {
            Self::Text(..) => "Text",
            Self::Attribute(..) => "Attribute",
            Self::Nil => "Nil",
            Self::Value(..) => "Value",
            Self::Xml(..) => "Xml",
        })
    }
}

/// The namespaces in scope where a text stands.
pub trait Scope {
    /// The namespace name bound to `prefix`; the empty prefix is the default namespace.
    fn namespace(&self, prefix: &str) -> Option<&str>;

    /// Takes what a list of `count` items of this `size` needs for one more off what may be kept of the document, if there is
    /// one: a `false` ends the list.
    fn grow(&self, count: usize, size: usize) -> bool {
        let _ = (count, size);
        true
    }
}

/// No namespaces: for text outside of a document.
#[derive(Clone, Copy, Debug)]
pub struct NoScope;

impl Scope for NoScope {
    fn namespace(&self, prefix: &str) -> Option<&str> {
        prefix.is_empty().then_some("")
    }
}

/// The contract of values that belong to none.
pub static NO_SCHEMA: Schema = Schema { namespaces: &[], links: &[] };

/// Facts of the containers and leaves that this crate implements.
pub static OPTIONAL: Facts = Facts::new(Kind::Optional, &NO_SCHEMA, "");
/// Facts of `Vec`.
pub static MANY: Facts = Facts::new(Kind::Many, &NO_SCHEMA, "");
/// Facts of [`Nillable`].
pub static NILLABLE: Facts = Facts::new(Kind::Nillable, &NO_SCHEMA, "");
/// Facts of a value with a lexical form.
pub static LEXICAL: Facts = Facts::new(Kind::Lexical, &NO_SCHEMA, "");
/// Facts of an XML fragment.
pub static ANY: Facts = Facts::new(Kind::Any, &NO_SCHEMA, "");
static EMPTY: Facts = Facts::new(Kind::Struct, &NO_SCHEMA, "");

static NOTHING: [Never; 0] = [];

/// Fills the array behind "no such field": an empty array needs no memory, so a `&mut` of it can be had anywhere.
enum Never {}

/// No field: what an index gives that has none.
pub fn nothing() -> &'static dyn Content {
    &NOTHING
}

/// As [`nothing`], for [`Content::field_mut`].
pub fn nothing_mut() -> &'static mut dyn Content {
    &mut [] as &mut [Never; 0]
}

impl Content for [Never; 0] {
    fn facts(&self) -> &'static Facts {
        &EMPTY
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }
}

/// An element that may be nil and whose nil has a meaning of its own (XML Schema Part 1, section 2.6.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Nillable<T> {
    /// `xsi:nil="true"`
    #[default]
    Nil,
    /// A value.
    Value(T),
}

impl<T> Nillable<T> {
    /// The value, if it is not nil.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Nil => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Nillable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Content + Default> Content for Nillable<T> {
    #[inline]
    fn facts(&self) -> &'static Facts {
        &NILLABLE
    }

    #[inline]
    fn field(&self, _: usize) -> &dyn Content {
        match self {
            Self::Nil => nothing(),
            Self::Value(value) => value,
        }
    }

    #[inline]
    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        if matches!(self, Self::Nil) {
            *self = Self::Value(T::default());
        }
        match self {
            Self::Nil => nothing_mut(),
            Self::Value(value) => value,
        }
    }

    #[inline]
    fn arm(&self) -> usize {
        usize::from(matches!(self, Self::Value(_)))
    }

    #[inline]
    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        if matches!(input, Input::Nil) {
            *self = Self::Nil;
            return Ok(());
        }
        self.field_mut(0).lex(input)
    }

    #[inline]
    fn text(&self, out: &mut Output<'_>) {
        match self {
            Self::Nil => out.missing(Missing::Nil),
            Self::Value(value) => value.text(out),
        }
    }
}

impl<T: Content + Default> Content for Option<T> {
    #[inline]
    fn facts(&self) -> &'static Facts {
        &OPTIONAL
    }

    #[inline]
    fn field(&self, _: usize) -> &dyn Content {
        match self {
            Some(value) => value,
            None => nothing(),
        }
    }

    #[inline]
    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self.get_or_insert_default()
    }

    #[inline]
    fn arm(&self) -> usize {
        usize::from(self.is_some())
    }

    #[inline]
    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        if matches!(input, Input::Nil) {
            *self = None;
            return Ok(());
        }
        self.field_mut(0).lex(input)
    }

    #[inline]
    fn text(&self, out: &mut Output<'_>) {
        match self {
            Some(value) => value.text(out),
            None => out.missing(Missing::Absent),
        }
    }
}

impl<T: Content + Default> Content for Vec<T> {
    #[inline]
    fn facts(&self) -> &'static Facts {
        &MANY
    }

    #[inline]
    fn field(&self, index: usize) -> &dyn Content {
        match self.get(index) {
            Some(item) => item,
            None => nothing(),
        }
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> &mut dyn Content {
        if index >= self.len() {
            push(self, T::default());
        }
        let last = self.len().saturating_sub(1);
        match self.get_mut(index.min(last)) {
            Some(item) => item,
            None => nothing_mut(),
        }
    }

    #[inline]
    fn arm(&self) -> usize {
        self.len()
    }

    #[inline]
    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        self.field_mut(self.len()).lex(input)
    }
}

impl<T: Content> Content for Box<T> {
    #[inline]
    fn facts(&self) -> &'static Facts {
        (**self).facts()
    }

    #[inline]
    fn field(&self, index: usize) -> &dyn Content {
        (**self).field(index)
    }

    #[inline]
    fn field_mut(&mut self, index: usize) -> &mut dyn Content {
        (**self).field_mut(index)
    }

    #[inline]
    fn arm(&self) -> usize {
        (**self).arm()
    }

    #[inline]
    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        (**self).lex(input)
    }

    #[inline]
    fn text(&self, out: &mut Output<'_>) {
        (**self).text(out);
    }

    #[inline]
    fn boxed(&self) -> usize {
        size_of::<T>().saturating_add((**self).boxed())
    }
}

/// A global element: a type together with the name it has as a document's or a header's root.
pub trait Root: Content + Default {
    /// Namespace id, name with prefix, and the facts of the text if it has simple content.
    const ELEMENT: &'static crate::facts::Field;
}

/// The expanded name of a global element, for messages to people.
pub fn root_name<T: Root>() -> QName {
    let element = T::ELEMENT;
    let prefixes = Prefixes::new(T::default().facts().schema());
    QName::new(Some(prefixes.uri(element.namespace())), element.local())
}
