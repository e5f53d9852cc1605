//! [`Content`] of the values that have a text: Rust's own types and the value types of XML Schema.

use std::any::Any;

use crate::content::{ANY, Content, Input, LEXICAL};
use crate::engine::Output;
use crate::facts::Facts;
use crate::fragment::{AnyType, Attributes, Element, Mixed};
use crate::value::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, HexBinary, Integer,
    Lexical, Literal, QName, Time, ValueError,
};

/// Makes a value a copy of another, which is of the same type.
fn copy<T: Clone + 'static>(value: &mut T, of: &dyn Any) {
    if let Some(of) = of.downcast_ref::<T>() {
        value.clone_from(of);
    }
}

macro_rules! leaves {
    ($($type:ty)*) => {$(
        impl Content for $type {
            fn facts(&self) -> &'static Facts {
                &LEXICAL
            }

            fn field_mut(&mut self, _: usize) -> &mut dyn Content {
                self
            }

            fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
                match input {
                    Input::Text(text, _) => *self = Lexical::parse(text)?,
                    Input::Value(value) => copy(self, value),
                    _ => {}
                }
                Ok(())
            }

            fn text(&self, out: &mut Output<'_>) {
                out.literal(self);
            }
        }
    )*};
}

leaves! {
    bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 Decimal Integer Base64Binary HexBinary Date DateTime Time Duration
    GDay GMonth GMonthDay GYear GYearMonth
}

impl<T: Lexical + Clone + Send + Sync + 'static> Content for Literal<T> {
    fn facts(&self) -> &'static Facts {
        &LEXICAL
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }

    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        match input {
            Input::Text(text, _) => *self = Lexical::parse(text)?,
            Input::Value(value) => copy(self, value),
            _ => {}
        }
        Ok(())
    }

    fn text(&self, out: &mut Output<'_>) {
        out.literal(self);
    }
}

impl Content for String {
    fn facts(&self) -> &'static Facts {
        &LEXICAL
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }

    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        if let Input::Text(text, _) = input {
            // Not `clone_into`, which grows an empty string step by step.
            *self = String::from(text);
        }
        Ok(())
    }

    fn text(&self, out: &mut Output<'_>) {
        out.text(self);
    }
}

impl Content for QName {
    fn facts(&self) -> &'static Facts {
        &LEXICAL
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }

    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        match input {
            Input::Text(text, _) if text.starts_with('{') => *self = QName::parse_expanded(text)?,
            Input::Text(text, scope) => {
                *self = QName::parse(text, &|prefix| scope.namespace(prefix).map(str::to_owned))?;
            }
            Input::Value(value) => copy(self, value),
            _ => {}
        }
        Ok(())
    }

    fn text(&self, out: &mut Output<'_>) {
        out.qname(self.namespace.as_deref().unwrap_or_default(), &self.local);
    }
}

macro_rules! fragments {
    ($($type:ty)*) => {$(
        impl Content for $type {
            fn facts(&self) -> &'static Facts {
                &ANY
            }

            fn field_mut(&mut self, _: usize) -> &mut dyn Content {
                self
            }

            fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
                match input {
                    Input::Value(value) => copy(self, value),
                    _ => self.take(input),
                }
                Ok(())
            }

            fn text(&self, out: &mut Output<'_>) {
                if !out.copied(self) {
                    self.give(out);
                }
            }
        }
    )*};
}

fragments! { AnyType Element Mixed Attributes }
