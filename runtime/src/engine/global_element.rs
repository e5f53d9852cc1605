//! Global elements as values: documents of a schema, without a service around them.

use std::fmt;
use std::marker::PhantomData;

use crate::content::Content;
use crate::facts::{Field, Schema};
use crate::xml::Limits;

use super::document::{read_document, write_document};
use super::error::{ReadError, WriteError};

/// A global element of a contract (XML Schema Part 1, section 3.3): what a document can begin with.
///
/// Several elements may have one type, and a type may be a plain `String`, so the name is not the type's but stands
/// beside it, in the module `elements` of a contract that is generated whole.
///
/// ```ignore
/// let order: PurchaseOrder = po::elements::PURCHASE_ORDER.read(&text)?;
/// let text = po::elements::PURCHASE_ORDER.write(&order)?;
/// ```
pub struct GlobalElement<T> {
    schema: &'static Schema,
    field: Field,
    value: PhantomData<fn() -> T>,
}

impl<T> GlobalElement<T> {
    /// An element of `schema` named as `field` says.
    pub const fn new(schema: &'static Schema, field: Field) -> Self {
        Self { schema, field, value: PhantomData }
    }

    /// The contract it belongs to.
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Its name and the facts of its text.
    pub const fn facts(&self) -> &Field {
        &self.field
    }
}

impl<T: Content + Default> GlobalElement<T> {
    /// Reads a document that begins with the element, within the usual [`Limits`].
    ///
    /// # Errors
    /// A text that is not such a document; the error says where and what was expected.
    pub fn read(&self, text: &str) -> Result<T, ReadError> {
        let mut value = T::default();
        read_document(self.schema, &self.field, &mut value, text, &Limits::default())?;
        Ok(value)
    }

    /// Writes a document that begins with the element, without XML declaration.
    ///
    /// # Errors
    /// A value that the contract does not allow; the error has the path of the offending member.
    pub fn write(&self, value: &T) -> Result<String, WriteError> {
        write_document(self.schema, &self.field, value)
    }
}

impl<T> fmt::Debug for GlobalElement<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("GlobalElement").field(&self.field.name()).finish()
    }
}
