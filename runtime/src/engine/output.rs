//! What a value writes itself into.

use std::fmt;

use crate::content::{Content, Input, NoScope};
use crate::value::{Lexical, QName};
use crate::xml::{escape_attribute, escape_text};

use super::prefixes::Prefixes;

/// Takes the text, attributes or XML of one value, in the form the document needs.
pub struct Output<'a> {
    form: Form<'a>,
    /// Why what was written is not the text of the value; the first reason.
    pub(super) flaw: Option<Flaw>,
}

/// What an optional value is when it is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Absent,
    Nil,
}

/// Why there is no text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Flaw {
    /// There is no value.
    Missing(Missing),
    /// The text has a character that cannot be written.
    Illegal(char),
}

/// What becomes of the text.
pub(super) enum Form<'a> {
    /// Character data of an element.
    Text(&'a mut Vec<u8>, &'a mut Prefixes),
    /// Between the quotes of an attribute.
    Attribute(&'a mut Vec<u8>, &'a mut Prefixes),
    /// As it is; a qualified name as `{namespace}local`.
    Plain(&'a mut Vec<u8>),
    /// A JSON string, or with `true` the literal as it is where JSON has it.
    Json(&'a mut Vec<u8>, bool),
    /// Another value of the same type.
    Copy(&'a mut dyn Content),
    /// Attributes and XML as their parts.
    Parts(&'a mut dyn FnMut(Part<'_>)),
}

/// A part of a value that is XML.
pub(super) enum Part<'p> {
    /// Namespace name, local name, value.
    Attribute(&'p str, &'p str, &'p str),
    /// Namespace name, local name, attributes, content.
    Xml(&'p str, &'p str, &'p str, &'p str),
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Output")
    }
}

impl<'a> Output<'a> {
    pub(super) fn new(form: Form<'a>) -> Self {
        Self { form, flaw: None }
    }

    /// There is no value.
    pub(crate) fn missing(&mut self, missing: Missing) {
        self.flaw = self.flaw.or(Some(Flaw::Missing(missing)));
    }

    pub(super) fn is_json(&self) -> bool {
        matches!(self.form, Form::Json(..))
    }

    /// Text, which is escaped as the document needs.
    #[inline(never)] // With all that escapes, it is too much to be in each leaf.
    pub fn text(&mut self, text: &str) {
        let result = match &mut self.form {
            Form::Text(out, _) => escape_text(text, out),
            Form::Attribute(out, _) => escape_attribute(text, out),
            Form::Plain(out) => {
                out.extend_from_slice(text.as_bytes());
                return;
            }
            Form::Json(out, _) => {
                super::json_write::string(text, out);
                return;
            }
            Form::Copy(copy) => {
                // What has a text of its own takes any.
                let _ = copy.lex(Input::Text(text, &NoScope));
                return;
            }
            Form::Parts(_) => return,
        };
        if let Err(invalid) = result {
            self.flaw = self.flaw.or(Some(Flaw::Illegal(invalid.found)));
        }
    }

    /// A literal that no document needs to escape: of a number, a date, binary data.
    #[inline]
    pub fn literal<T: Lexical + 'static>(&mut self, value: &T) {
        match &mut self.form {
            Form::Text(out, _) | Form::Attribute(out, _) | Form::Plain(out) => value.write(out),
            Form::Json(out, bare) => {
                let bare = *bare;
                super::json_write::literal(out, bare, |out| value.write(out));
            }
            Form::Copy(_) => {
                self.copied(value);
            }
            Form::Parts(_) => {}
        }
    }

    /// Gives the value as it is, where it is a copy that is wanted and no text.
    pub fn copied<T: 'static>(&mut self, value: &T) -> bool {
        let Form::Copy(copy) = &mut self.form else { return false };
        // The value of a type is one of its values.
        let _ = copy.lex(Input::Value(value));
        true
    }

    /// A qualified name; its namespace is declared where the document begins.
    pub fn qname(&mut self, namespace: &str, local: &str) {
        match &mut self.form {
            Form::Text(out, prefixes) | Form::Attribute(out, prefixes) => prefixes.push(namespace, out),
            Form::Plain(out) if !namespace.is_empty() => {
                out.push(b'{');
                out.extend_from_slice(namespace.as_bytes());
                out.push(b'}');
            }
            Form::Json(out, _) => {
                let name = if namespace.is_empty() { local.to_owned() } else { format!("{{{namespace}}}{local}") };
                super::json_write::string(&name, out);
                return;
            }
            Form::Copy(_) => {
                let namespace = (!namespace.is_empty()).then_some(namespace);
                self.copied(&QName::new(namespace, local));
                return;
            }
            Form::Plain(_) | Form::Parts(_) => {}
        }
        self.text(local);
    }

    /// One of several further attributes: namespace name (empty for none), local name and value.
    pub fn attribute(&mut self, namespace: &str, local: &str, value: &str) {
        match &mut self.form {
            Form::Parts(take) => take(Part::Attribute(namespace, local, value)),
            Form::Plain(out) => {
                for part in ["{", namespace, "}", local, "=", value, "\n"] {
                    out.extend_from_slice(part.as_bytes());
                }
            }
            _ => {}
        }
    }

    /// XML: namespace name and local name of an element, its attributes and its content, both well-formed and with all
    /// declarations they need.
    pub fn xml(&mut self, namespace: &str, local: &str, attributes: &str, content: &str) {
        match &mut self.form {
            Form::Parts(take) => take(Part::Xml(namespace, local, attributes, content)),
            Form::Plain(out) => {
                for part in ["{", namespace, "}", local, attributes, ">", content] {
                    out.extend_from_slice(part.as_bytes());
                }
            }
            _ => {}
        }
    }

    /// The same value as text for further text to follow: a list in one text.
    pub(super) fn space(&mut self) {
        match &mut self.form {
            Form::Text(out, _) | Form::Attribute(out, _) | Form::Plain(out) => out.push(b' '),
            Form::Json(..) | Form::Copy(_) | Form::Parts(_) => {}
        }
    }
}
