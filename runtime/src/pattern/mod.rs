//! Regular expressions of XML Schema 1.0 part 2, appendix F.
//!
//! An expression is parsed, turned into an automaton of at most [`STATE_LIMIT`] states, and run on all its paths at once: the time of a
//! match grows with the length of the text times the number of states, whatever the two are.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::float_cmp))] // a failed test shall panic

mod blocks;
mod categories;
mod class;
mod parse;
mod program;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use program::Program;

/// States an automaton may have. Counted repetitions are written out, so `[0-9]{1,1000}` takes two thousand.
pub const STATE_LIMIT: usize = 20_000;

/// Patterns the process-wide cache keeps.
const CACHE_LIMIT: usize = 1024;

/// A compiled expression. It always has to match the whole text.
///
/// ```
/// use castile::pattern::Pattern;
/// let code = Pattern::new(r"\p{Lu}{2}[0-9-[7]]*")?;
/// assert!(code.matches("DE123"));
/// assert!(!code.matches("DE173"));
/// # Ok::<(), castile::pattern::PatternError>(())
/// ```
#[derive(Debug)]
pub struct Pattern {
    program: Program,
}

impl Pattern {
    /// Compiles an expression.
    ///
    /// # Errors
    /// A [`PatternError`] that points at what is not of the grammar, or names the limit that is exceeded.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let (tree, classes) = parse::parse(text)?;
        let program = Program::new(text, &tree, classes)?;
        Ok(Self { program })
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.program.matches(text)
    }
}

/// The compiled expression, from a cache that the process shares.
///
/// # Errors
/// As [`Pattern::new`].
pub fn cached(text: &'static str) -> Result<Arc<Pattern>, PatternError> {
    static CACHE: LazyLock<Mutex<HashMap<&'static str, Arc<Pattern>>>> = LazyLock::new(Mutex::default);
    // A thread that panicked left the map as it was before or after its insertion.
    let lock = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pattern) = lock().get(text) {
        return Ok(Arc::clone(pattern));
    }
    let pattern = Arc::new(Pattern::new(text)?);
    let mut cache = lock();
    if cache.len() < CACHE_LIMIT {
        cache.insert(text, Arc::clone(&pattern));
    }
    Ok(pattern)
}

/// An expression that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The expression, cut to 64 characters.
    pub pattern: String,
    /// Where in the expression, in characters from 1.
    pub position: usize,
    /// What is wrong there.
    pub problem: PatternProblem,
}

/// What is wrong with an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternProblem {
    /// A parenthesis without its partner.
    UnmatchedParenthesis,
    /// A character with a meaning stands where it has none; a backslash before it makes it a plain one.
    Unescaped(char),
    /// A backslash before something that is no escape.
    Escape,
    /// `\p` or `\P` without the name of a category or block in braces.
    Property,
    /// Braces that hold no quantity `n`, `n,` or `n,m` with n not above m.
    Quantity,
    /// A range whose end is before its start, or is no single character.
    Range,
    /// A class without its closing bracket.
    UnclosedClass,
    /// A class without members.
    EmptyClass,
    /// Something after the class that is subtracted.
    AfterSubtraction,
    /// Groups or classes nested more than 100 deep.
    TooDeep,
    /// More than [`STATE_LIMIT`] states.
    TooLarge,
}

impl PatternError {
    fn new(text: &str, at: usize, problem: PatternProblem) -> Self {
        let before = text.get(..at).unwrap_or(text);
        Self { pattern: crate::value::truncated(text), position: before.chars().count() + 1, problem }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pattern {:?}, character {}: {}", self.pattern, self.position, self.problem)
    }
}

impl fmt::Display for PatternProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnmatchedParenthesis => f.write_str("parenthesis without its partner"),
            Self::Unescaped(c) => write!(f, "{c:?} needs a backslash here"),
            Self::Escape => f.write_str("unknown escape"),
            Self::Property => f.write_str("\\p needs the name of a category or block in braces"),
            Self::Quantity => f.write_str("expected a quantity {n}, {n,} or {n,m} with n not above m"),
            Self::Range => f.write_str("the range must end in a character not before its first"),
            Self::UnclosedClass => f.write_str("class without closing bracket"),
            Self::EmptyClass => f.write_str("class without members"),
            Self::AfterSubtraction => f.write_str("a subtracted class must be the last of its class"),
            Self::TooDeep => f.write_str("nested more than 100 deep"),
            Self::TooLarge => write!(f, "more than {STATE_LIMIT} states; use smaller counts, or maxLength instead"),
        }
    }
}

impl std::error::Error for PatternError {}

#[cfg(test)]
mod tests;
