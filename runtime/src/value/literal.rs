//! Values whose spelling counts.

use std::fmt;
use std::ops::Deref;

use super::white_space::trim;
use super::{Lexical, ValueError};

/// A value with the literal it was read from: the Rust type of numbers and booleans under a pattern, which is about the
/// literal. It is written as it was read, or canonically where it was made from a value; values compare without it.
///
/// ```
/// use castile::value::{Lexical, Literal};
/// let rate: Literal<f64> = Literal::parse("1.00E2")?;
/// assert_eq!(*rate, 100.0);
/// assert_eq!(rate.to_string(), "1.00E2");
/// assert_eq!(rate, Literal::from(100.0));
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Default)]
pub struct Literal<T> {
    value: T,
    /// The literal, where it is not the canonical one.
    literal: Option<Box<str>>,
}

impl<T> Literal<T> {
    /// The value.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T: Lexical> Literal<T> {
    /// A value in a spelling of its own.
    ///
    /// # Errors
    /// When the text is no literal of the type.
    pub fn spelt(text: &str) -> Result<Self, ValueError> {
        let literal = trim(text);
        let value = T::parse(literal)?;
        let mut canonical = Vec::new();
        value.write(&mut canonical);
        let literal = (canonical != literal.as_bytes()).then(|| literal.into());
        Ok(Self { value, literal })
    }
}

impl<T: Lexical> Lexical for Literal<T> {
    const NAME: &'static str = T::NAME;

    fn parse(text: &str) -> Result<Self, ValueError> {
        Self::spelt(text)
    }

    fn write(&self, out: &mut Vec<u8>) {
        match &self.literal {
            Some(literal) => out.extend_from_slice(literal.as_bytes()),
            None => self.value.write(out),
        }
    }
}

impl<T> From<T> for Literal<T> {
    fn from(value: T) -> Self {
        Self { value, literal: None }
    }
}

impl<T> Deref for Literal<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Literal<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Lexical> fmt::Display for Literal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut literal = Vec::new();
        self.write(&mut literal);
        f.pad(std::str::from_utf8(&literal).map_err(|_| fmt::Error)?)
    }
}

impl<T: Lexical> fmt::Debug for Literal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Literal({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Decimal;
    use super::*;

    #[test]
    fn a_spelling_is_kept_and_does_not_count() {
        for (text, written) in [(" .50 ", ".50"), ("-.5", "-.5"), ("0.5", "0.5")] {
            let literal: Literal<Decimal> = Literal::parse(text).unwrap();
            assert_eq!(literal.to_string(), written);
        }
        assert_eq!(Literal::<bool>::parse("1").unwrap().to_string(), "1");
        assert_eq!(Literal::<bool>::parse("1").unwrap(), Literal::from(true));
        assert_ne!(Literal::<bool>::parse("1").unwrap(), Literal::from(false));
        assert_eq!(Literal::from(true).to_string(), "true");
        assert!(Literal::<f32>::parse("x").is_err());
    }
}
