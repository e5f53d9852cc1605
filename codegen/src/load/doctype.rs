//! The document type declaration: read for its internal general entities, then removed.
//!
//! The external subset is never fetched, parameter entities are not expanded, attribute lists give no defaults: the
//! published schemas that carry a DOCTYPE (XML Signature, XML Encryption) need none of it. What is expanded is bounded.

use std::collections::BTreeMap;
use std::ops::Range;

use super::prescan::{Problem, Scan};

/// General entities a document may declare.
const ENTITIES: usize = 64;
/// Bytes of one entity.
const ENTITY_BYTES: usize = 4 << 10;
/// Bytes all references of a document may expand to.
const EXPANDED_BYTES: usize = 64 << 10;

/// A document type declaration.
#[derive(Debug)]
pub(super) struct Doctype {
    pub(super) range: Range<usize>,
    entities: BTreeMap<String, Entity>,
}

#[derive(Debug)]
enum Entity {
    /// The replacement text, character references expanded.
    Internal(String),
    External,
}

/// Text without its document type declaration, entities expanded.
#[derive(Debug)]
pub(super) struct Expanded {
    pub(super) text: String,
    /// For each expansion: the offset behind it here, and the offset it continues from in the original.
    pub(super) segments: Vec<(usize, usize)>,
}

/// Reads the declaration at `start`.
pub(super) fn read(text: &str, start: usize) -> Result<Doctype, Problem> {
    let mut reader = Reader { text, position: start + "<!DOCTYPE".len() };
    let mut entities = BTreeMap::new();
    loop {
        match reader.next() {
            Some(b'>') => break,
            Some(quote @ (b'"' | b'\'')) => {
                reader.until(quote)?;
            }
            Some(b'[') => reader.internal_subset(&mut entities)?,
            Some(_) => {}
            None => {
                return Err(Problem::new(start, "the document type declaration does not end"));
            }
        }
    }
    Ok(Doctype { range: start..reader.position, entities })
}

struct Reader<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.text.as_bytes().get(self.position).copied()?;
        self.position += 1;
        Some(byte)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// What is before the next `end`; moves behind it.
    fn until(&mut self, end: u8) -> Result<&'a str, Problem> {
        self.until_text(char::from(end).encode_utf8(&mut [0; 4]))
    }

    fn until_text(&mut self, end: &str) -> Result<&'a str, Problem> {
        let rest = self.rest();
        let Some((before, _)) = rest.split_once(end) else {
            return Err(self.malformed());
        };
        self.position += before.len() + end.len();
        Ok(before)
    }

    fn malformed(&self) -> Problem {
        Problem::new(self.position, "malformed document type declaration")
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.position += rest.len() - trimmed.len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.position += token.len();
        }
        found
    }

    fn internal_subset(&mut self, entities: &mut BTreeMap<String, Entity>) -> Result<(), Problem> {
        loop {
            self.skip_space();
            if self.eat("]") {
                return Ok(());
            } else if self.eat("<!--") {
                self.until_text("-->")?;
            } else if self.eat("<?") {
                self.until_text("?>")?;
            } else if self.eat("%") {
                // A reference to a parameter entity: what it would declare is not needed.
                self.until(b';')?;
            } else if self.eat("<!ENTITY") {
                self.entity(entities)?;
            } else if self.eat("<!ATTLIST") || self.eat("<!ELEMENT") || self.eat("<!NOTATION") {
                self.skip_declaration()?;
            } else {
                return Err(self.malformed());
            }
        }
    }

    fn skip_declaration(&mut self) -> Result<(), Problem> {
        loop {
            match self.next() {
                Some(b'>') => return Ok(()),
                Some(quote @ (b'"' | b'\'')) => {
                    self.until(quote)?;
                }
                Some(_) => {}
                None => return Err(self.malformed()),
            }
        }
    }

    /// `<!ENTITY name "value">`, or an external or parameter entity.
    fn entity(&mut self, entities: &mut BTreeMap<String, Entity>) -> Result<(), Problem> {
        let start = self.position;
        self.skip_space();
        if self.eat("%") {
            return self.skip_declaration();
        }
        let rest = self.rest();
        let length = rest.find([' ', '\t', '\r', '\n', '"', '\'', '>']).ok_or_else(|| self.malformed())?;
        let name = rest.get(..length).unwrap_or_default().to_owned();
        self.position += length;
        self.skip_space();
        let entity = match self.rest().as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                self.position += 1;
                let value = self.until(quote)?;
                if value.len() > ENTITY_BYTES {
                    let message = format!("entity {name} is larger than {ENTITY_BYTES} bytes");
                    return Err(Problem::new(start, message));
                }
                Entity::Internal(character_references(value))
            }
            _ => Entity::External,
        };
        self.skip_declaration()?;
        if entities.len() >= ENTITIES {
            return Err(Problem::new(start, format!("more than {ENTITIES} entities")));
        }
        // The first declaration binds (XML 1.0 section 4.2).
        entities.entry(name).or_insert(entity);
        Ok(())
    }
}

/// `value` with character references replaced; those that stand for no character stay.
fn character_references(value: &str) -> String {
    let mut replaced = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("&#") {
        replaced.push_str(before);
        let character = after.split_once(';').and_then(|(digits, tail)| {
            let code = match digits.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => digits.parse(),
            };
            Some((code.ok().and_then(char::from_u32)?, tail))
        });
        if let Some((character, tail)) = character {
            replaced.push(character);
            rest = tail;
        } else {
            replaced.push_str("&#");
            rest = after;
        }
    }
    replaced.push_str(rest);
    replaced
}

/// Blanks the declaration out of `text` and expands the references to its entities.
pub(super) fn expand(text: &str, scan: &Scan) -> Result<Expanded, Problem> {
    let Some(doctype) = &scan.doctype else {
        return Ok(Expanded { text: text.to_owned(), segments: Vec::new() });
    };
    let mut expanded = Expanded { text: String::with_capacity(text.len()), segments: Vec::new() };
    let mut total = 0_usize;
    let mut copied = 0;
    expanded.copy(text, &mut copied, doctype.range.start);
    for byte in text.bytes().take(doctype.range.end).skip(copied) {
        expanded.text.push(if byte == b'\n' { '\n' } else { ' ' });
    }
    copied = doctype.range.end;
    let behind = |reference: &&Range<usize>| reference.start >= doctype.range.end;
    for reference in scan.references.iter().filter(behind) {
        let name = text.get(reference.start + 1..reference.end - 1).unwrap_or_default();
        let value = match doctype.entities.get(name) {
            Some(Entity::Internal(value)) => value,
            Some(Entity::External) => {
                let message = format!("entity {name} is external; external entities are never read");
                return Err(Problem::new(reference.start, message));
            }
            // The tree builder refuses it.
            None => continue,
        };
        if value.contains(['&', '<']) {
            let message = format!("entity {name} holds markup or another entity; only plain text is expanded");
            return Err(Problem::new(reference.start, message));
        }
        total = total.saturating_add(value.len());
        if total > EXPANDED_BYTES {
            let message = format!("entities expand to more than {EXPANDED_BYTES} bytes");
            return Err(Problem::new(reference.start, message));
        }
        expanded.copy(text, &mut copied, reference.start);
        expanded.text.push_str(&value.replace('"', "&quot;").replace('\'', "&apos;"));
        copied = reference.end;
        expanded.segments.push((expanded.text.len(), copied));
    }
    expanded.copy(text, &mut copied, text.len());
    Ok(expanded)
}

impl Expanded {
    fn copy(&mut self, text: &str, copied: &mut usize, end: usize) {
        self.text.push_str(text.get(*copied..end).unwrap_or_default());
        *copied = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::prescan::{DocumentLimits, prescan};
    use super::expand;

    fn expanded(text: &str) -> Result<String, String> {
        let scan = prescan(text, &DocumentLimits::default(), &|_| None).map_err(|p| p.message)?;
        expand(text, &scan).map(|expanded| expanded.text.trim_start().to_owned()).map_err(|p| p.message)
    }

    fn refusal(text: &str) -> String {
        expanded(text).expect_err("must be refused")
    }

    #[test]
    fn internal_entities_are_expanded_in_text_and_attributes() {
        let text = "<!DOCTYPE a [<!ENTITY n 'urn:&#x78;\"'><!ENTITY n 'second'>]><a b=\"&n;\">&n;&amp;</a>";
        assert_eq!(expanded(text).as_deref(), Ok("<a b=\"urn:x&quot;\">urn:x&quot;&amp;</a>"));
    }

    #[test]
    fn the_declaration_of_xml_signature_is_read() {
        let text = "<!DOCTYPE schema PUBLIC \"-//W3C//DTD XMLSchema 200102//EN\" \"http://www.w3.org/2001/XMLSchema.dtd\"\n\
            [\n<!ATTLIST schema xmlns:ds CDATA #FIXED \"http://www.w3.org/2000/09/xmldsig#\">\n\
            <!ENTITY dsig 'http://www.w3.org/2000/09/xmldsig#'>\n<!ENTITY % p ''>\n<!ENTITY % s ''>\n%p;\n]>\n<a b='&dsig;'/>";
        assert_eq!(expanded(text).as_deref(), Ok("<a b='http://www.w3.org/2000/09/xmldsig#'/>"));
    }

    #[test]
    fn an_external_entity_may_be_declared_but_not_referenced() {
        let declared = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
        assert_eq!(expanded(&format!("{declared}<a/>")).as_deref(), Ok("<a/>"));
        assert!(refusal(&format!("{declared}<a>&x;</a>")).contains("external"));
    }

    #[test]
    fn nested_and_large_entities_are_refused() {
        let nested = "<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z '&x;&x;'>]><a>&z;</a>";
        assert!(refusal(nested).contains("another entity"));
        let markup = "<!DOCTYPE a [<!ENTITY x '&#60;b/>'>]><a>&x;</a>";
        assert!(refusal(markup).contains("markup"));
        let large = format!("<!DOCTYPE a [<!ENTITY x '{}'>]><a/>", "y".repeat(4_097));
        assert!(refusal(&large).contains("larger than 4096"));
        let many: Vec<_> = (0..65).map(|n| format!("<!ENTITY e{n} ''>")).collect();
        let many = many.concat();
        assert!(refusal(&format!("<!DOCTYPE a [{many}]><a/>")).contains("more than 64"));
    }

    #[test]
    fn a_quadratic_expansion_is_refused() {
        let value = "y".repeat(4_096);
        let text = format!("<!DOCTYPE a [<!ENTITY x '{value}'>]><a>{}</a>", "&x;".repeat(17));
        assert!(refusal(&text).contains("more than 65536 bytes"));
    }

    #[test]
    fn an_endless_declaration_is_refused() {
        for text in ["<!DOCTYPE a", "<!DOCTYPE a [", "<!DOCTYPE a [<!ENTITY", "<!DOCTYPE a 'x", "<!DOCTYPE a [<x>]>"] {
            assert!(expanded(text).is_err(), "{text}");
        }
    }
}
