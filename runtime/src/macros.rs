//! The macros that emitted code is written in: one list of fields gives the facts and both accessors.

/// Implements [`Content`](crate::content::Content), `Default`, `Clone`, `Debug` and `PartialEq` for an emitted struct.
///
/// Each line is `index member: "name", "facts";`, with the prefix that the schema implies: `n2:Result`, or `Result` in no
/// namespace (`:a:b` if it has a colon). The facts are words with a space between them:
///
/// - the place, but of an element: `attribute`, `text` (the character content), `mixed`, `any`, `anyAttribute`;
/// - how often it occurs: `1`, `?`, `*`, `+`, `{2,5}`, `{2,}`;
/// - of a wildcard, the namespaces: `##any`, `##other:n1`, or a list as in `##n1,xml,local`;
/// - the simple type: `xs:string`, or `&STATUS` for what the schema's links have by this name; a link may also be the model group
///   that the field stands for;
/// - `nillable`, `secret`, `list`, `lenient`, `encoded` ([`NILLABLE`](crate::facts::NILLABLE) and those after it);
/// - last, in parentheses, the complex type that is to be named where there is no value.
///
/// ```
/// mod people {
///     use castile::facts as f;
///
///     pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:people"], links: &[] };
///
///     pub struct Person {
///         pub id: String,
///         pub name: Option<String>,
///         pub born: Vec<castile::value::Date>,
///     }
///
///     castile::complex!(Person, PERSON, f::Struct, SCHEMA, "n1:Person", {
///         0 id: "id", "attribute 1 xs:ID";
///         1 name: "n1:Name", "? xs:string nillable";
///         2 born: "n1:Born", "* xs:date";
///     });
/// }
///
/// let name = &people::PERSON.fields()[1];
/// assert_eq!((name.local(), name.min()), ("Name", 0));
/// ```
///
/// # Panics
/// When a value of the type is first met and a word is none of these.
#[macro_export]
macro_rules! complex {
    ($type:ident, $table:ident, $kind:expr, $schema:expr, $name:tt, {
        $($index:tt $member:ident: $wire:tt, $facts:tt;)*
    }) => {
        pub(super) static $table: $crate::facts::Facts =
            $crate::facts::Facts::new($kind, &$schema, concat!($name $(, "\n", $wire, "\t", $facts)*));
        impl $crate::content::Content for $type {
            #[inline]
            fn facts(&self) -> &'static $crate::facts::Facts {
                &$table
            }
            #[inline]
            fn field(&self, index: usize) -> &dyn $crate::content::Content {
                match index {
                    $($index => &self.$member,)*
                    _ => $crate::content::nothing(),
                }
            }
            #[inline]
            fn field_mut(&mut self, index: usize) -> &mut dyn $crate::content::Content {
                match index {
                    $($index => &mut self.$member,)*
                    _ => $crate::content::nothing_mut(),
                }
            }
        }
        impl Default for $type {
            #[inline]
            fn default() -> Self {
                Self { $($member: ::core::default::Default::default(),)* }
            }
        }
        $crate::usual!($type);
    };
}

/// Implements [`Content`](crate::content::Content), `Default`, `Clone`, `Debug` and `PartialEq` for an emitted enum with one
/// value in each arm: a choice, a polymorphic type, a substitution group.
///
/// After the type's name stands the arm that `Default` makes; each line is as in [`complex!`](crate::complex).
#[macro_export]
macro_rules! choice {
    ($type:ident, $default:ident, $table:ident, $kind:expr, $schema:expr, $name:tt, {
        $($index:tt $arm:ident: $wire:tt, $facts:tt;)*
    }) => {
        pub(super) static $table: $crate::facts::Facts =
            $crate::facts::Facts::new($kind, &$schema, concat!($name $(, "\n", $wire, "\t", $facts)*));
        impl $crate::content::Content for $type {
            #[inline]
            fn facts(&self) -> &'static $crate::facts::Facts {
                &$table
            }
            #[inline]
            fn arm(&self) -> usize {
                match self {
                    $($type::$arm(_) => $index,)*
                }
            }
            #[inline]
            fn field(&self, _: usize) -> &dyn $crate::content::Content {
                match self {
                    $($type::$arm(value) => value,)*
                }
            }
            #[inline]
            fn field_mut(&mut self, index: usize) -> &mut dyn $crate::content::Content {
                if index != $crate::content::Content::arm(self) {
                    *self = match index {
                        $($index => $type::$arm(::core::default::Default::default()),)*
                        _ => return $crate::content::nothing_mut(),
                    };
                }
                match self {
                    $($type::$arm(value) => value,)*
                }
            }
        }
        impl Default for $type {
            #[inline]
            fn default() -> Self {
                $type::$default(::core::default::Default::default())
            }
        }
        $crate::usual!($type);
    };
}

/// What every type has, by the engine.
#[doc(hidden)]
#[macro_export]
macro_rules! usual {
    ($type:ident) => {
        impl Clone for $type {
            #[inline]
            fn clone(&self) -> Self {
                $crate::engine::copy(self)
            }
        }
        $crate::printed!($type);
    };
}

/// `Debug` (secrets left out) and `PartialEq`, both by the engine.
#[doc(hidden)]
#[macro_export]
macro_rules! printed {
    ($type:ident) => {
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::engine::print(self, stringify!($type), f)
            }
        }
        impl PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::engine::equal(self, other)
            }
        }
    };
}

/// Implements [`Content`](crate::content::Content) and the usual conversions for an emitted enumeration, whose last
/// arm is `Unknown(String)`: a value the contract did not list must not break a running client.
///
/// `Default` is `Unknown` with an empty text, which no writer accepts: an enumeration has no natural default.
#[macro_export]
macro_rules! enumeration {
    ($type:ident { $($arm:ident = $value:tt),* $(,)? }) => {
        impl $type {
            /// The value as it is written.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $($type::$arm => $value,)*
                    $type::Unknown(value) => value,
                }
            }
        }
        impl From<&str> for $type {
            #[inline]
            fn from(value: &str) -> Self {
                const LISTED: &[$type] = &[$($type::$arm),*];
                match $crate::engine::listed(LISTED, $type::as_str, value) {
                    Some(arm) => arm,
                    None => $type::Unknown(value.to_owned()),
                }
            }
        }
        impl Default for $type {
            #[inline]
            fn default() -> Self {
                $type::Unknown(String::new())
            }
        }
        impl PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl Eq for $type {}
        impl ::core::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl $crate::content::Content for $type {
            #[inline]
            fn facts(&self) -> &'static $crate::facts::Facts {
                &$crate::content::LEXICAL
            }
            #[inline]
            fn field_mut(&mut self, _: usize) -> &mut dyn $crate::content::Content {
                self
            }
            #[inline]
            fn lex(&mut self, input: $crate::content::Input<'_>) -> Result<(), $crate::value::ValueError> {
                if let $crate::content::Input::Text(text, _) = input {
                    *self = Self::from(text);
                }
                Ok(())
            }
            #[inline]
            fn text(&self, out: &mut $crate::engine::Output<'_>) {
                out.text(self.as_str());
            }
        }
    };
}

/// Implements [`Content`](crate::content::Content), `Default`, `Debug` and `PartialEq` for an emitted `xs:union`:
/// the first member type that accepts the text has it.
#[macro_export]
macro_rules! union {
    ($type:ident, $default:ident { $($arm:ident: $simple:expr),* $(,)? }) => {
        impl Default for $type {
            #[inline]
            fn default() -> Self {
                Self::$default(Default::default())
            }
        }
        impl $crate::content::Content for $type {
            #[inline]
            fn facts(&self) -> &'static $crate::facts::Facts {
                &$crate::content::LEXICAL
            }
            #[inline]
            fn field_mut(&mut self, _: usize) -> &mut dyn $crate::content::Content {
                self
            }
            #[inline]
            fn lex(&mut self, input: $crate::content::Input<'_>) -> Result<(), $crate::value::ValueError> {
                if let $crate::content::Input::Value(value) = input {
                    if let Some(value) = value.downcast_ref::<Self>() {
                        self.clone_from(value);
                    }
                    return Ok(());
                }
                $(
                    let mut value = Default::default();
                    if $crate::engine::lex_member(&mut value, input, $simple) {
                        *self = Self::$arm(value);
                        return Ok(());
                    }
                )*
                Err($crate::engine::no_member(stringify!($type), input))
            }
            #[inline]
            fn text(&self, out: &mut $crate::engine::Output<'_>) {
                if out.copied(self) {
                    return;
                }
                match self {
                    $(Self::$arm(value) => $crate::engine::text_member(value, out, $simple),)*
                }
            }
        }
        $crate::printed!($type);
    };
}

/// Names the global element that an emitted type is the content of.
#[macro_export]
macro_rules! root {
    ($type:ident, $ns:expr, $name:literal, $simple:expr) => {
        impl $crate::content::Root for $type {
            const ELEMENT: &'static $crate::facts::Field =
                &$crate::facts::Field($crate::facts::Place::Element, $ns, $name, 1, 1, 0, $simple);
        }
    };
}
