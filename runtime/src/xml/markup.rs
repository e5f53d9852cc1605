//! Everything that is not a tag: the prolog, comments, processing instructions, character data, CDATA sections.

use memchr::memmem;

use super::chars::{SPACE, ncname_end, run_end, text_end};
use super::error::{XmlError, XmlErrorKind};
use super::reader::{Reader, Token};
use super::tag::is_space;
use super::text::Text;

impl<'a> Reader<'a> {
    /// The next token before or after the root element (XML 2.1, 2.8).
    pub(super) fn outside_root(&mut self) -> Result<Token<'a>, XmlError> {
        if self.is_revisit() {
            return if std::mem::replace(&mut self.root_seen, true) {
                Ok(Token::Eof)
            } else {
                self.start_tag().map(Token::Start)
            };
        }
        if self.pos == 0 {
            self.limit("body_bytes", self.text.len(), self.shared.limits.body_bytes)?;
            if self.text.starts_with('\u{FEFF}') {
                self.pos = '\u{FEFF}'.len_utf8();
            }
            self.xml_declaration()?;
        }
        loop {
            let bytes = self.text.as_bytes();
            self.pos = run_end(bytes, self.pos, SPACE, false);
            self.token_start = self.pos;
            let rest = bytes.get(self.pos..).unwrap_or_default();
            match rest {
                [] if self.root_seen => return self.end_of_document(),
                [b'<', b'!', ..] => self.comment()?,
                [b'<', b'?', ..] => self.processing_instruction()?,
                _ if self.root_seen => {
                    return Err(self.unexpected(self.pos, "the end of the document"));
                }
                [b'<', ..] => {
                    self.root_seen = true;
                    return self.start_tag().map(Token::Start);
                }
                _ => return Err(self.unexpected(self.pos, "the root element")),
            }
        }
    }

    /// `Eof`, unless what ended the text was an illegal character.
    fn end_of_document(&self) -> Result<Token<'a>, XmlError> {
        let error = self.end_of_text("the end of the document");
        match error.kind {
            XmlErrorKind::IllegalCharacter(_) => Err(error),
            _ => Ok(Token::Eof),
        }
    }

    /// The XML declaration, if there is one (XML 2.8, productions 23 to 26, 32, 80 and 81).
    fn xml_declaration(&mut self) -> Result<(), XmlError> {
        let rest = self.text.get(self.pos..).unwrap_or_default();
        if !rest.strip_prefix("<?xml").is_some_and(|after| after.bytes().next().is_none_or(is_space)) {
            return Ok(());
        }
        let mut pos = self.pos + "<?xml".len();
        let version = |value: &str| {
            value.strip_prefix("1.").is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
        };
        if !self.pseudo_attribute(&mut pos, "version", version)? {
            return Err(self.wrong_declaration(pos, "version=\"1.0\" after <?xml"));
        }
        self.pseudo_attribute(&mut pos, "encoding", |value| {
            let rest = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
            value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.bytes().all(rest)
        })?;
        self.pseudo_attribute(&mut pos, "standalone", |value| matches!(value, "yes" | "no"))?;
        pos = run_end(self.text.as_bytes(), pos, SPACE, false);
        if !self.text.get(pos..).is_some_and(|rest| rest.starts_with("?>")) {
            return Err(self.wrong_declaration(pos, "version, encoding, standalone, in this order, and `?>`"));
        }
        self.pos = pos + 2;
        Ok(())
    }

    /// Moves `pos` over `name = "value"` and the white space before it, if that is what comes next.
    fn pseudo_attribute(&self, pos: &mut usize, name: &str, valid: impl Fn(&str) -> bool) -> Result<bool, XmlError> {
        let bytes = self.text.as_bytes();
        let start = run_end(bytes, *pos, SPACE, false);
        if !self.text.get(start..).is_some_and(|rest| rest.starts_with(name)) {
            return Ok(false);
        }
        if start == *pos {
            return Err(self.wrong_declaration(start, "white space between its parts"));
        }
        let equals = run_end(bytes, start + name.len(), SPACE, false);
        if bytes.get(equals) != Some(&b'=') {
            return Err(self.wrong_declaration(equals, "`=`"));
        }
        let open = run_end(bytes, equals + 1, SPACE, false);
        let Some(quote @ (b'"' | b'\'')) = bytes.get(open).copied() else {
            return Err(self.wrong_declaration(open, "a value in quotes"));
        };
        let value = self.text.get(open + 1..).unwrap_or_default();
        let Some(len) = memchr::memchr(quote, value.as_bytes()) else {
            return Err(self.end_of_text("the closing quote of a value in the XML declaration"));
        };
        if !value.get(..len).is_some_and(valid) {
            return Err(self.wrong_declaration(open, "version 1.x, an encoding name, standalone yes or no"));
        }
        *pos = open + 1 + len + 1;
        Ok(true)
    }

    #[cold]
    fn wrong_declaration(&self, offset: usize, expected: &'static str) -> XmlError {
        if offset >= self.text.len() {
            return self.end_of_text(expected);
        }
        self.fail(XmlErrorKind::XmlDeclaration { expected }, offset)
    }

    /// Passes over the processing instruction at the current position (XML 2.6; the target is an NCName, Namespaces 7).
    pub(super) fn processing_instruction(&mut self) -> Result<(), XmlError> {
        let start = self.pos + 2;
        let end = ncname_end(self.text, start);
        let target = self.slice(start, end);
        if target.is_empty() {
            return Err(self.unexpected(start, "the target of a processing instruction"));
        }
        self.limit("name_bytes", target.len(), self.shared.limits.name_bytes)?;
        if target.eq_ignore_ascii_case("xml") {
            return Err(
                self.wrong_declaration(self.pos, "it at the very beginning of the document, once, in lower case")
            );
        }
        let rest = self.text.as_bytes().get(end..).unwrap_or_default();
        if !rest.starts_with(b"?>") && !rest.first().copied().is_some_and(is_space) {
            return Err(self.unexpected(end, "white space or `?>` after the target of a processing instruction"));
        }
        match memmem::find(rest, b"?>") {
            Some(len) => self.pos = end + len + 2,
            None => return Err(self.end_of_text("the `?>` of a processing instruction")),
        }
        Ok(())
    }

    /// Passes over the comment at the current position (XML 2.5), which begins with `<!`.
    fn comment(&mut self) -> Result<(), XmlError> {
        let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
        let Some(inside) = rest.strip_prefix(b"<!--") else {
            if rest.starts_with(b"<!DOCTYPE") {
                return Err(self.fail(XmlErrorKind::Doctype, self.pos));
            }
            if b"<!--".starts_with(rest) || b"<!DOCTYPE".starts_with(rest) {
                return Err(self.end_of_text("a comment"));
            }
            return Err(self.unexpected(self.pos + 2, "a comment (`<!--`)"));
        };
        let start = self.pos + 4;
        let Some(len) = memmem::find(inside, b"--") else {
            return Err(self.end_of_text("the `-->` of a comment"));
        };
        if inside.get(len + 2) != Some(&b'>') {
            return Err(self.unexpected(start + len + 2, "`>` after the `--` that ends a comment"));
        }
        self.pos = start + len + 3;
        Ok(())
    }

    /// Passes over a comment or gives a CDATA section (XML 2.7).
    pub(super) fn comment_or_cdata(&mut self) -> Result<Option<Text<'a>>, XmlError> {
        const OPEN: &[u8] = b"<![CDATA[";
        let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
        let Some(inside) = rest.strip_prefix(OPEN) else {
            if OPEN.starts_with(rest) {
                return Err(self.end_of_text("a comment or a CDATA section"));
            }
            return self.comment().map(|()| None);
        };
        let Some(len) = memmem::find(inside, b"]]>") else {
            return Err(self.end_of_text("the `]]>` of a CDATA section"));
        };
        self.limit("text_bytes", len, self.shared.limits.text_bytes)?;
        let start = self.pos + OPEN.len();
        self.pos = start + len + 3;
        let raw = self.slice(start, start + len);
        Ok(Some(Text { raw, escaped: self.has_carriage_return(raw), cdata: true }))
    }

    /// The character data up to the next `<` (XML 2.4).
    pub(super) fn character_data(&mut self) -> Result<Text<'a>, XmlError> {
        let bytes = self.text.as_bytes();
        let start = self.pos;
        let mut escaped = false;
        let mut pos = start;
        let end = loop {
            let rest = bytes.get(pos..).unwrap_or_default();
            match text_end(rest).map(|len| pos + len) {
                Some(at) if bytes.get(at) == Some(&b'<') => break at,
                Some(at) => {
                    escaped = true;
                    pos = self.reference_end(at)?;
                }
                None => break bytes.len(),
            }
        };
        let raw = self.slice(start, end);
        if self.shared.brackets
            && let Some(at) = memmem::find(raw.as_bytes(), b"]]>")
        {
            return Err(self.unexpected(start + at, "`]]&gt;` for `]]>` in text"));
        }
        if end == bytes.len() {
            return Err(self.end_of_text("an end tag"));
        }
        self.limit("text_bytes", raw.len(), self.shared.limits.text_bytes)?;
        self.pos = end;
        Ok(Text { raw, escaped: escaped || self.has_carriage_return(raw), cdata: false })
    }

    fn has_carriage_return(&self, raw: &str) -> bool {
        self.shared.carriage_returns && memchr::memchr(b'\r', raw.as_bytes()).is_some()
    }
}
