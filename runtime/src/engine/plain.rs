//! Values outside of an envelope: as plain text, as parameters, as a document of their own.

use crate::content::Content;

use super::check::plain;
use super::error::WriteError;
use super::output::{Form, Output, Part};
use super::read::BARE;
use super::write::{WriteOptions, Writer};

/// The literal of a value; of a fragment its XML.
pub(crate) fn lexical_text(value: &dyn Content) -> String {
    let mut out = Vec::new();
    plain(value, &mut out);
    // What a value writes is text.
    String::from_utf8_lossy(&out).into_owned()
}

/// Gives the local names and values of further attributes.
pub(crate) fn attributes(value: &dyn Content, take: &mut dyn FnMut(&str, &str)) {
    value.text(&mut Output::new(Form::Parts(&mut |part| {
        if let Part::Attribute(_, local, text) = part {
            take(local, text);
        }
    })));
}

/// Checks the members of a message that is not written as XML.
pub(crate) fn validate_parts(value: &dyn Content) -> Result<(), WriteError> {
    Writer::new(value.facts().schema(), WriteOptions::default(), 0).element(&BARE, value)
}
