//! From the text of a regular expression to its tree (XML Schema 1.0 part 2, appendix F).

use std::collections::HashMap;

use super::class::{Class, Range};
use super::{PatternError, PatternProblem};

/// How deep groups and subtracted classes may nest.
const DEPTH_LIMIT: usize = 100;

/// How many ranges the classes of one expression may have in all: a class such as `\w` has hundreds.
const RANGE_LIMIT: usize = 1 << 20;

/// `regExp`: alternatives.
#[derive(Debug)]
pub(super) struct RegExp(pub(super) Vec<Vec<Piece>>);

/// `piece`: an atom and how often it may occur; without a maximum, any number of times.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) atom: Atom,
    pub(super) min: u32,
    pub(super) max: Option<u32>,
}

/// `atom`
#[derive(Debug)]
pub(super) enum Atom {
    /// Index of a class.
    Class(u32),
    Group(RegExp),
}

/// Reads the expression; the classes it uses stand beside the tree.
pub(super) fn parse(text: &str) -> Result<(RegExp, Vec<Class>), PatternError> {
    let mut parser = Parser { text, at: 0, classes: Vec::new(), named: HashMap::new(), ranges: 0 };
    let tree = parser.reg_exp(0)?;
    match parser.peek() {
        None => Ok((tree, parser.classes)),
        // Only a closing parenthesis ends an expression early.
        Some(_) => Err(parser.error(PatternProblem::UnmatchedParenthesis)),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    classes: Vec<Class>,
    /// The classes of the escapes met so far: `\w`, `\P{Lu}`.
    named: HashMap<String, Class>,
    /// How many ranges have been used.
    ranges: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn error(&self, problem: PatternProblem) -> PatternError {
        PatternError::new(self.text, self.at, problem)
    }

    /// `regExp ::= branch ( '|' branch )*`
    fn reg_exp(&mut self, depth: usize) -> Result<RegExp, PatternError> {
        if depth > DEPTH_LIMIT {
            return Err(self.error(PatternProblem::TooDeep));
        }
        let mut branches = vec![self.branch(depth)?];
        while self.eat('|') {
            branches.push(self.branch(depth)?);
        }
        Ok(RegExp(branches))
    }

    /// `branch ::= piece*`
    fn branch(&mut self, depth: usize) -> Result<Vec<Piece>, PatternError> {
        let mut pieces = Vec::new();
        while let Some(c) = self.peek() {
            if matches!(c, '|' | ')') {
                break;
            }
            let atom = self.atom(c, depth)?;
            let (min, max) = self.quantifier()?;
            pieces.push(Piece { atom, min, max });
        }
        Ok(pieces)
    }

    /// `atom ::= Char | charClass | ( '(' regExp ')' )`
    fn atom(&mut self, first: char, depth: usize) -> Result<Atom, PatternError> {
        let class = match first {
            '(' => {
                self.next();
                let group = self.reg_exp(depth + 1)?;
                if !self.eat(')') {
                    return Err(self.error(PatternProblem::UnmatchedParenthesis));
                }
                return Ok(Atom::Group(group));
            }
            '[' => {
                self.next();
                self.class_expression(depth)?
            }
            '\\' => match self.escape()? {
                Escape::Char(c) => Class::single(c),
                Escape::Class(class) => class,
            },
            '.' => {
                self.next();
                Class::wildcard()
            }
            '?' | '*' | '+' | '{' | '}' | ']' => {
                return Err(self.error(PatternProblem::Unescaped(first)));
            }
            _ => {
                self.next();
                Class::single(first)
            }
        };
        self.spend(class.ranges().len())?;
        let index = u32::try_from(self.classes.len()).map_err(|_| self.error(PatternProblem::TooLarge))?;
        self.classes.push(class);
        Ok(Atom::Class(index))
    }

    /// `quantifier ::= [?*+] | ( '{' quantity '}' )`
    fn quantifier(&mut self) -> Result<(u32, Option<u32>), PatternError> {
        let range = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.next();
                return self.quantity();
            }
            _ => return Ok((1, Some(1))),
        };
        self.next();
        Ok(range)
    }

    /// `n`, `n,` or `n,m`, and the closing brace
    fn quantity(&mut self) -> Result<(u32, Option<u32>), PatternError> {
        let min = self.number()?;
        let max = if !self.eat(',') {
            Some(min)
        } else if self.peek() == Some('}') {
            None
        } else {
            Some(self.number()?)
        };
        if !self.eat('}') || max.is_some_and(|max| max < min) {
            return Err(self.error(PatternProblem::Quantity));
        }
        Ok((min, max))
    }

    fn number(&mut self) -> Result<u32, PatternError> {
        let digits = self.rest();
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let number = match digits.get(..length) {
            None | Some("") => return Err(self.error(PatternProblem::Quantity)),
            Some(digits) => digits.parse().map_err(|_| self.error(PatternProblem::TooLarge))?,
        };
        self.at += length;
        Ok(number)
    }

    /// What follows `[`: a positive or negative group, perhaps with a class subtracted, and the closing bracket.
    fn class_expression(&mut self, depth: usize) -> Result<Class, PatternError> {
        if depth > DEPTH_LIMIT {
            return Err(self.error(PatternProblem::TooDeep));
        }
        let negative = self.eat('^');
        let mut ranges: Vec<Range> = Vec::new();
        let mut empty = true;
        let mut subtracted = None;
        loop {
            match self.peek() {
                None => return Err(self.error(PatternProblem::UnclosedClass)),
                Some(']') if empty => return Err(self.error(PatternProblem::EmptyClass)),
                Some(']') => break,
                Some('[') => return Err(self.error(PatternProblem::Unescaped('['))),
                Some('-') if !empty && self.rest().starts_with("-[") => {
                    self.at += 2;
                    subtracted = Some(self.class_expression(depth + 1)?);
                    if self.peek() != Some(']') {
                        return Err(self.error(PatternProblem::AfterSubtraction));
                    }
                    break;
                }
                Some(_) => self.class_item(&mut ranges)?,
            }
            empty = false;
        }
        self.next();
        let class = Class::new(ranges);
        let class = if negative { class.negated() } else { class };
        Ok(match subtracted {
            Some(subtracted) => class.minus(&subtracted),
            None => class,
        })
    }

    /// One character, range or class escape within brackets.
    ///
    /// Stricter readers allow a bare hyphen at the ends of a group only; here it stands for itself wherever it forms no range,
    /// as in the frequent `[\w-.]`.
    fn class_item(&mut self, ranges: &mut Vec<Range>) -> Result<(), PatternError> {
        let first = match self.class_char()? {
            Escape::Char(c) => c,
            Escape::Class(class) => {
                self.spend(class.ranges().len())?;
                ranges.extend_from_slice(class.ranges());
                return Ok(());
            }
        };
        // A hyphen makes a range unless it is the last of the group or begins a subtraction.
        let rest = self.rest();
        if !rest.starts_with('-') || rest.starts_with("-[") || rest.starts_with("-]") {
            ranges.push((first.into(), first.into()));
            return Ok(());
        }
        // `a--[b]`: a, a hyphen, and then the subtraction.
        if rest.starts_with("--[") {
            ranges.push((first.into(), first.into()));
            return Ok(());
        }
        self.next();
        match self.class_char()? {
            Escape::Char(last) if last >= first => {
                ranges.push((first.into(), last.into()));
                Ok(())
            }
            _ => Err(self.error(PatternProblem::Range)),
        }
    }

    fn class_char(&mut self) -> Result<Escape, PatternError> {
        match self.peek() {
            Some('\\') => self.escape(),
            Some('[') => Err(self.error(PatternProblem::Unescaped('['))),
            Some(c) => {
                self.next();
                Ok(Escape::Char(c))
            }
            None => Err(self.error(PatternProblem::UnclosedClass)),
        }
    }

    /// `\n`, `\.`, `\d`, `\p{…}`.
    ///
    /// Beyond the specification's list, any escaped ASCII punctuation stands for itself (`\/`, `\$`): other dialects require it.
    fn escape(&mut self) -> Result<Escape, PatternError> {
        let start = self.at;
        self.next();
        let unknown = |parser: &Self| PatternError::new(parser.text, start, PatternProblem::Escape);
        let Some(letter) = self.next() else {
            return Err(unknown(self));
        };
        match letter {
            'n' => Ok(Escape::Char('\n')),
            'r' => Ok(Escape::Char('\r')),
            't' => Ok(Escape::Char('\t')),
            _ if letter.is_ascii_punctuation() => Ok(Escape::Char(letter)),
            _ => {
                let name = if matches!(letter, 'p' | 'P') { self.property_name() } else { Some("") };
                let end = self.at + name.map_or(0, str::len);
                let written = self.text.get(start..end).unwrap_or_default();
                if let Some(class) = self.named.get(written) {
                    let class = class.clone();
                    self.at = end;
                    return Ok(Escape::Class(class));
                }
                let class = match (letter, name.map(|name| name.trim_matches(['{', '}']))) {
                    ('p', Some(name)) => Class::property(name),
                    ('P', Some(name)) => Class::property(name).map(|class| class.negated()),
                    _ => Class::escape(letter),
                };
                let problem =
                    if matches!(letter, 'p' | 'P') { PatternProblem::Property } else { PatternProblem::Escape };
                let class = class.ok_or_else(|| PatternError::new(self.text, start, problem))?;
                self.named.insert(written.to_owned(), class.clone());
                self.at = end;
                Ok(Escape::Class(class))
            }
        }
    }

    /// `{name}`, braces included
    fn property_name(&self) -> Option<&str> {
        let rest = self.rest();
        let length = rest.starts_with('{').then(|| rest.find('}'))??;
        rest.get(..=length)
    }

    fn spend(&mut self, ranges: usize) -> Result<(), PatternError> {
        self.ranges = self.ranges.saturating_add(ranges);
        if self.ranges > RANGE_LIMIT {
            return Err(self.error(PatternProblem::TooLarge));
        }
        Ok(())
    }
}

/// What an escape, or a character within brackets, stands for.
enum Escape {
    Char(char),
    Class(Class),
}
