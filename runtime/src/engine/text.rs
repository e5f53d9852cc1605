//! The text of an element, which may have a default in its place.

use crate::content::Content;
use crate::facts::{Field, SimpleType};

use super::error::ReadError;
use super::leaf::{has_scope, lex};
use super::read::{InScope, Reading, or_default};

impl Reading<'_, '_> {
    /// The text of the open element. When there is none it is the default of the text's type or of the element.
    #[inline(never)]
    pub(super) fn leaf(
        &mut self,
        field: &Field,
        default: Option<&'static str>,
        slot: &mut dyn Content,
    ) -> Result<(), ReadError> {
        let simple = field.simple();
        if has_scope(simple) {
            return self.scoped_leaf(field, default, slot);
        }
        let offset = self.reader.offset();
        let text = self.reader.read_text(&mut self.scratch)?.text;
        let result = lex(slot, simple, given(text, simple, default), &InScope(self.reader));
        self.lexed(result, offset)
    }

    /// A text with a qualified name in it: the prefix may be declared on this very element, and is out of scope once
    /// its end is read.
    #[inline(never)]
    fn scoped_leaf(
        &mut self,
        field: &Field,
        default: Option<&'static str>,
        slot: &mut dyn Content,
    ) -> Result<(), ReadError> {
        let simple = field.simple();
        let offset = self.reader.offset();
        let bookmark = self.reader.bookmark();
        let mut inner = Box::new(self.reader.at(&bookmark));
        inner.next()?;
        let text = self.reader.read_text(&mut self.scratch)?.text;
        let result = lex(slot, simple, given(text, simple, default), &InScope(&inner));
        self.lexed(result, offset)
    }
}

/// The same, with the default of the element whose content the text is.
#[inline]
fn given<'t>(text: &'t str, simple: &SimpleType, default: Option<&'static str>) -> &'t str {
    let text = or_default(text, simple);
    if text.is_empty() { default.unwrap_or(text) } else { text }
}
