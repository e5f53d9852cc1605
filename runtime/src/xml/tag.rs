//! Start and end tags (XML 3.1, Namespaces 3 to 6).

use std::borrow::Cow;

use super::attribute::Attribute;
use super::chars::{SPACE, is, ncname_end, run_end};
use super::error::{XmlError, XmlErrorKind};
use super::name::{NONE, Name, NamespaceId, XML, XMLNS};
use super::reader::{Open, Reader};
use super::text::reference;
use super::uris::{UNKNOWN_URIS, URI_BYTES};
use crate::scan::{below, equal, find};

/// A qualified name as written.
#[derive(Clone, Copy)]
struct QName<'a> {
    prefix: &'a str,
    local: &'a str,
    end: usize,
}

/// Up to this many attributes are compared in pairs.
const FEW: usize = 8;

impl<'a> Reader<'a> {
    /// Reads the start tag at the current position.
    pub(super) fn start_tag(&mut self) -> Result<Name<'a>, XmlError> {
        let start = self.pos + 1;
        let name = self.qname(start)?;
        self.count_element()?;
        let mark = self.scope.len();
        self.attributes.clear();
        if self.text.as_bytes().get(name.end) == Some(&b'>') {
            self.tag = (name.end, name.end);
            self.pos = name.end + 1;
        } else {
            self.attribute_list(name.end, mark)?;
        }
        let ns = if name.prefix.is_empty() { self.scope.default } else { self.resolve(name.prefix, start)? };
        let prefix = if name.prefix.is_empty() { 0 } else { name.prefix.len() + 1 };
        self.stack.push(Open { name: self.slice(start, name.end), ns, prefix, mark, children: 0 });
        if self.is_revisit() {
            self.charge()?;
        }
        Ok(Name { ns, local: name.local })
    }

    /// Reads the end tag at the current position.
    #[inline]
    pub(super) fn end_tag(&mut self) -> Result<(), XmlError> {
        let name = self.stack.last().map_or("", |open| open.name);
        let start = self.pos + 2;
        let bytes = self.text.as_bytes();
        if !bytes.get(start..).unwrap_or_default().starts_with(name.as_bytes()) {
            return Err(self.wrong_end_tag(name, start));
        }
        let end = start + name.len();
        if bytes.get(end) == Some(&b'>') {
            self.pos = end + 1;
            return self.close();
        }
        let end_of_space = run_end(bytes, end, SPACE, false);
        match bytes.get(end_of_space) {
            Some(b'>') => self.pos = end_of_space + 1,
            Some(_) if end_of_space == end => return Err(self.wrong_end_tag(name, start)),
            _ => return Err(self.unexpected(end_of_space, "`>`")),
        }
        self.close()
    }

    #[cold]
    fn wrong_end_tag(&self, name: &str, start: usize) -> XmlError {
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        if name.as_bytes().starts_with(rest) {
            return self.end_of_text("an end tag");
        }
        self.fail(XmlErrorKind::EndTag { expected: name.into() }, start)
    }

    /// Counts the element that begins here before anything is kept of it.
    #[inline]
    pub(super) fn count_element(&mut self) -> Result<(), XmlError> {
        let shared = &*self.shared;
        let limits = &shared.limits;
        self.limit("depth", self.depth() as usize + 1, limits.depth as usize)?;
        let elements = shared.elements.get().saturating_add(1);
        self.limit("elements", elements as usize, limits.elements as usize)?;
        shared.elements.set(elements);
        let children = match self.stack.last() {
            Some(parent) => parent.children.saturating_add(1),
            None => return Ok(()),
        };
        self.limit("children", children as usize, limits.children as usize)?;
        if let Some(parent) = self.stack.last_mut() {
            parent.children = children;
        }
        Ok(())
    }

    /// The qualified name at `start` (Namespaces, production 7).
    #[inline]
    fn qname(&self, start: usize) -> Result<QName<'a>, XmlError> {
        let end = ncname_end(self.text, start);
        if end == start {
            return Err(self.unexpected(start, "a name"));
        }
        let first = self.slice(start, end);
        let name = if self.text.as_bytes().get(end) == Some(&b':') {
            let local_end = ncname_end(self.text, end + 1);
            if local_end == end + 1 {
                return Err(self.unexpected(end + 1, "the local part of a name"));
            }
            QName { prefix: first, local: self.slice(end + 1, local_end), end: local_end }
        } else {
            QName { prefix: "", local: first, end }
        };
        self.limit("name_bytes", name.end - start, self.shared.limits.name_bytes)?;
        Ok(name)
    }

    /// Reads from the end of a start tag's name to the end of the tag.
    fn attribute_list(&mut self, name_end: usize, mark: usize) -> Result<(), XmlError> {
        let bytes = self.text.as_bytes();
        let limit = self.shared.limits.attributes as usize;
        let mut prefixed = false;
        let mut count = 0;
        let mut pos = name_end;
        loop {
            let end_of_space = run_end(bytes, pos, SPACE, false);
            match bytes.get(end_of_space) {
                Some(b'>') => {
                    self.tag = (name_end, pos);
                    self.pos = end_of_space + 1;
                    break;
                }
                Some(b'/') if bytes.get(end_of_space + 1) == Some(&b'>') => {
                    self.tag = (name_end, pos);
                    self.pos = end_of_space + 2;
                    self.empty = true;
                    break;
                }
                Some(b'/') => return Err(self.unexpected(end_of_space + 1, "`>`")),
                Some(_) if end_of_space == pos => {
                    return Err(self.unexpected(pos, "white space, `>` or `/>`"));
                }
                _ => {}
            }
            count += 1;
            self.limit("attributes", count, limit)?;
            let name = self.qname(end_of_space)?;
            let (start, end, needs_unescape) = self.attribute_value(name.end)?;
            pos = end + 1;
            let raw_value = self.slice(start, end);
            if name.prefix == "xmlns" || (name.prefix.is_empty() && name.local == "xmlns") {
                let prefix = if name.prefix.is_empty() { "" } else { name.local };
                let value = Attribute { name: Name { ns: XMLNS, local: prefix }, raw_value, needs_unescape, prefix };
                self.declare(&value, end_of_space)?;
            } else {
                prefixed |= !name.prefix.is_empty();
                let expanded = Name { ns: NONE, local: name.local };
                self.attributes.push(Attribute { name: expanded, raw_value, needs_unescape, prefix: name.prefix });
            }
        }
        if prefixed {
            self.resolve_attributes(name_end)?;
        }
        if count > 1 {
            self.check_unique(mark, name_end)?;
        }
        Ok(())
    }

    /// From the end of an attribute's name: where its value starts and ends, and whether it needs normalising.
    #[inline]
    fn attribute_value(&self, name_end: usize) -> Result<(usize, usize, bool), XmlError> {
        let bytes = self.text.as_bytes();
        let equals = run_end(bytes, name_end, SPACE, false);
        if bytes.get(equals) != Some(&b'=') {
            return Err(self.unexpected(equals, "`=`"));
        }
        let open = run_end(bytes, equals + 1, SPACE, false);
        let quote = match bytes.get(open) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => return Err(self.unexpected(open, "an attribute value in quotes")),
        };
        let mut needs_unescape = false;
        let mut pos = open + 1;
        // White space but the blank is normalised; the text holds no other control character.
        let stops = |word| equal(word, quote) | equal(word, b'&') | equal(word, b'<') | below(word, 0x20);
        loop {
            let rest = bytes.get(pos..).unwrap_or_default();
            pos += find(rest, stops).unwrap_or(rest.len());
            match bytes.get(pos) {
                Some(&byte) if byte == quote => break,
                Some(b'&') => {
                    needs_unescape = true;
                    pos = self.reference_end(pos)?;
                }
                Some(b'<') => return Err(self.unexpected(pos, "`&lt;` in an attribute value")),
                Some(_) => {
                    needs_unescape = true;
                    pos += 1;
                }
                None => return Err(self.end_of_text("the closing quote of an attribute value")),
            }
        }
        self.limit("attribute_bytes", pos - open - 1, self.shared.limits.attribute_bytes)?;
        Ok((open + 1, pos, needs_unescape))
    }

    /// Checks the reference at `at` and gives its end.
    pub(super) fn reference_end(&self, at: usize) -> Result<usize, XmlError> {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        match reference(rest) {
            Some((_, len)) => Ok(at + len),
            // A reference that the end of the text cuts short.
            None if !rest.iter().skip(1).any(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#') => {
                Err(self.end_of_text("the `;` of a reference"))
            }
            None => Err(self.fail(XmlErrorKind::Reference, at)),
        }
    }

    /// Takes a namespace declaration: `declaration` has the prefix it declares as its local name.
    fn declare(&mut self, declaration: &Attribute<'a>, offset: usize) -> Result<(), XmlError> {
        let prefix = declaration.name.local;
        let wrong = |rule| Err(self.fail(XmlErrorKind::Declaration { rule }, offset));
        let raw = declaration.raw_value;
        let id = if raw == self.last_uri.0 { self.last_uri.1 } else { self.uri_id(declaration)? };
        match prefix {
            "xml" if id != XML => {
                return wrong("the prefix xml stands for http://www.w3.org/XML/1998/namespace");
            }
            "xmlns" => return wrong("the prefix xmlns must not be declared"),
            "xml" => {}
            _ if id == XML => {
                return wrong("only the prefix xml may stand for http://www.w3.org/XML/1998/namespace");
            }
            _ if id == XMLNS => {
                return wrong("nothing may be bound to http://www.w3.org/2000/xmlns/");
            }
            "" => {}
            _ if id == NONE => return wrong("a prefix cannot be bound to no namespace"),
            _ => {}
        }
        self.limit("namespaces", self.scope.len() + 1, self.shared.limits.namespaces as usize)?;
        self.last_uri = (raw, id);
        self.scope.declare(prefix, id);
        Ok(())
    }

    fn uri_id(&self, declaration: &Attribute<'a>) -> Result<NamespaceId, XmlError> {
        let uris = &self.shared.uris;
        let known = uris.len();
        let uri: Cow<'a, str> = declaration.value();
        let id = uris.id(uri).ok_or_else(|| {
            let name = "distinct namespaces";
            let kind = XmlErrorKind::Limit { name, value: UNKNOWN_URIS as u64 };
            self.fail(kind, self.token_start)
        })?;
        if uris.len() > known {
            self.keep(URI_BYTES.saturating_add(declaration.raw_value.len()))?;
        }
        Ok(id)
    }

    #[inline]
    fn resolve(&self, prefix: &str, offset: usize) -> Result<NamespaceId, XmlError> {
        match self.scope.resolve(prefix) {
            Some(id) => Ok(id),
            None => Err(self.fail(XmlErrorKind::UndeclaredPrefix { prefix: prefix.into() }, offset)),
        }
    }

    fn resolve_attributes(&mut self, offset: usize) -> Result<(), XmlError> {
        let mut attributes = std::mem::take(&mut self.attributes);
        for attribute in attributes.iter_mut().filter(|attribute| !attribute.prefix.is_empty()) {
            attribute.name.ns = self.resolve(attribute.prefix, offset)?;
        }
        self.attributes = attributes;
        Ok(())
    }

    /// No attribute twice, and no prefix declared twice, on one element.
    fn check_unique(&self, mark: usize, offset: usize) -> Result<(), XmlError> {
        let attributes = &*self.attributes;
        let duplicate = if attributes.len() <= FEW {
            let mut pairs = attributes.iter().enumerate();
            pairs
                .find(|(index, one)| attributes.iter().take(*index).any(|other| other.name == one.name))
                .map(|(_, one)| one.name)
        } else {
            let mut names: Vec<Name<'a>> = attributes.iter().map(|attribute| attribute.name).collect();
            names.sort_unstable_by(|a, b| a.ns.cmp(&b.ns).then_with(|| a.local.cmp(b.local)));
            names.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first().copied())
        };
        if let Some(name) = duplicate {
            return Err(self.fail(XmlErrorKind::DuplicateAttribute { local: name.local.into() }, offset));
        }
        if self.scope.len() > mark + 1 && self.scope.has_duplicate(mark) {
            return Err(self.fail(XmlErrorKind::DuplicateAttribute { local: "xmlns".into() }, offset));
        }
        Ok(())
    }
}

/// Whether the byte is white space.
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    is(byte, SPACE)
}
