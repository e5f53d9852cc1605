//! [`Content`] of the values that have a text: Rust's own types and the value types of XML Schema.

use crate::content::{ANY, Content, Input, LEXICAL};
use crate::engine::Output;
use crate::facts::Facts;
use crate::fragment::{AnyType, Attributes, Element, Mixed};
use crate::value::{
    Base64Binary, Date, DateTime, Decimal, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, HexBinary, Integer,
    Lexical, Literal, QName, Time, ValueError,
};

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
                if let Input::Text(text, _) = input {
                    *self = Lexical::parse(text)?;
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

impl<T: Lexical + Send + Sync + 'static> Content for Literal<T> {
    fn facts(&self) -> &'static Facts {
        &LEXICAL
    }

    fn field_mut(&mut self, _: usize) -> &mut dyn Content {
        self
    }

    fn lex(&mut self, input: Input<'_>) -> Result<(), ValueError> {
        if let Input::Text(text, _) = input {
            *self = Lexical::parse(text)?;
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
        if let Input::Text(text, scope) = input {
            *self = if text.starts_with('{') {
                QName::parse_expanded(text)?
            } else {
                QName::parse(text, &|prefix| scope.namespace(prefix).map(str::to_owned))?
            };
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
                self.take(input);
                Ok(())
            }

            fn text(&self, out: &mut Output<'_>) {
                self.give(out);
            }
        }
    )*};
}

fragments! { AnyType Element Mixed Attributes }
