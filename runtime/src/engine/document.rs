//! Whole documents: one value as one root element, or as one JSON value.

use crate::content::{Content, Root};
use crate::facts::{Field, Schema};
use crate::xml::{Limits, Reader, Token};

use super::error::{ReadError, ReadErrorKind, WriteError};
use super::particles::names;
use super::prefixes::Prefixes;
use super::read::{ReadOptions, read_element};
use super::write::{WriteOptions, Writer};

/// Reads a document whose root is the element of `T`.
///
/// # Errors
/// A text that is not such a document; the error says where and what was expected.
pub fn from_xml<T: Root>(text: &str) -> Result<T, ReadError> {
    let mut value = T::default();
    read_document(value.facts().schema(), T::ELEMENT, &mut value, text, &Limits::default())?;
    Ok(value)
}

/// Reads a document whose root is named as `field` says, in the prefixes of `schema`, into `target`.
///
/// The contract is given because a value with a lexical form alone, as `String`, belongs to none.
///
/// # Errors
/// As [`from_xml`].
pub fn read_document(
    schema: &'static Schema,
    field: &Field,
    target: &mut dyn Content,
    text: &str,
    limits: &Limits,
) -> Result<(), ReadError> {
    read_root(schema, field, target, text, limits, false).map_err(|error| error.locate(text))
}

/// As [`read_document`], for a document without its rows: members that are missing are left at their default.
pub(crate) fn read_document_rest(
    schema: &'static Schema,
    field: &Field,
    target: &mut dyn Content,
    text: &str,
    limits: &Limits,
) -> Result<(), ReadError> {
    read_root(schema, field, target, text, limits, true).map_err(|error| error.locate(text))
}

fn read_root(
    schema: &'static Schema,
    field: &Field,
    target: &mut dyn Content,
    text: &str,
    limits: &Limits,
    lenient: bool,
) -> Result<(), ReadError> {
    let mut reader = Reader::new(text, schema.namespaces, limits);
    // A document begins with its root, or the reader reports why not.
    if let Token::Start(name) = reader.next()? {
        if !names(field, name) {
            let expanded = |namespace: &str, local: &str| match namespace {
                "" => local.to_owned(),
                _ => format!("{{{namespace}}}{local}"),
            };
            let expected = expanded(Prefixes::new(schema).uri(field.namespace()), field.local());
            let found = expanded(reader.namespace_uri(name.ns), name.local);
            return Err(ReadError::new(ReadErrorKind::Root { expected, found }, reader.token_start()));
        }
        read_element(&mut reader, field, target, &ReadOptions { lenient, ..ReadOptions::default() })?;
    }
    // What follows the root must be nothing but comments.
    reader.next()?;
    Ok(())
}

/// Writes a document whose root is the element of `T`, without XML declaration.
///
/// # Errors
/// A value that the contract does not allow; the error has the path of the offending member.
pub fn to_xml<T: Root>(value: &T) -> Result<String, WriteError> {
    write_document(value.facts().schema(), T::ELEMENT, value)
}

/// Writes a document whose root is named as `field` says, in the prefixes of `schema`, without XML declaration.
///
/// # Errors
/// As [`to_xml`].
pub fn write_document(schema: &'static Schema, field: &Field, value: &dyn Content) -> Result<String, WriteError> {
    let (mut bytes, start) = Writer::document(schema, field, value, WriteOptions::default())?;
    bytes.drain(..start);
    Ok(utf8(bytes))
}

/// Reads a value from JSON: members by the local names of the contract ([`read_json`](super::read_json)).
///
/// # Errors
/// A text that is not JSON or not such a value; the error says where and what was expected.
pub fn from_json<T: Content + Default>(text: &str) -> Result<T, ReadError> {
    let mut value = T::default();
    super::read_json(&super::BARE, &mut value, text, &Limits::default())?;
    Ok(value)
}

/// Writes a value as JSON ([`write_json`](super::write_json)).
///
/// # Errors
/// A value that the contract does not allow; the error has the path of the offending member.
pub fn to_json<T: Content>(value: &T) -> Result<String, WriteError> {
    let mut out = Vec::new();
    super::write_json(&super::BARE, value, &mut out)?;
    Ok(utf8(out))
}

/// Everything that is written is UTF-8, so that nothing is replaced here.
fn utf8(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}
