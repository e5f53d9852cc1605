//! One linear pass over the text of a document, before a tree is built of it.
//!
//! The tree builder takes quadratic time and more for some inputs, and what walks the tree recurses. This pass knows just
//! enough XML to count: whatever it skips as malformed, the tree builder refuses.

use std::collections::BTreeSet;
use std::ops::Range;

use super::doctype::{self, Doctype};

/// A reason to refuse a document, at a byte offset of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) offset: usize,
    pub(super) message: String,
}

impl Problem {
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self { offset, message: message.into() }
    }
}

/// Limits on one document.
#[derive(Debug, Clone, Copy)]
pub struct DocumentLimits {
    /// Nested elements.
    pub depth: usize,
    /// Elements in all.
    pub elements: usize,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
    /// Bytes of one attribute value.
    pub attribute_value: usize,
    /// Bytes of one name.
    pub name: usize,
    /// Namespace declarations in scope, shadowed ones included.
    pub namespaces_in_scope: usize,
    /// Sum, over the elements that declare namespaces, of the square of those in scope: the work of building the tree.
    pub namespace_work: usize,
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            depth: 256,
            elements: 2_000_000,
            attributes: 256,
            attribute_value: 1 << 20,
            name: 1_024,
            namespaces_in_scope: 1_024,
            namespace_work: 1 << 28,
        }
    }
}

/// What the pass found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The document type declaration.
    pub(super) doctype: Option<Doctype>,
    /// References to general entities other than the five of XML.
    pub(super) references: Vec<Range<usize>>,
    /// The namespaces of interest that the document declares.
    pub(super) mentioned: BTreeSet<&'static str>,
}

/// Scans `text`. Namespaces for which `interest` has an answer are reported in [`Scan::mentioned`].
pub(super) fn prescan(
    text: &str,
    limits: &DocumentLimits,
    interest: &dyn Fn(&str) -> Option<&'static str>,
) -> Result<Scan, Problem> {
    let mut scanner = Scanner {
        text,
        limits,
        interest,
        position: 0,
        scan: Scan::default(),
        elements: 0,
        declared: Vec::new(),
        in_scope: 0,
        namespace_work: 0,
    };
    scanner.document()?;
    Ok(scanner.scan)
}

struct Scanner<'a> {
    text: &'a str,
    limits: &'a DocumentLimits,
    interest: &'a dyn Fn(&str) -> Option<&'static str>,
    position: usize,
    scan: Scan,
    elements: usize,
    /// Namespace declarations of each open element.
    declared: Vec<usize>,
    in_scope: usize,
    namespace_work: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn document(&mut self) -> Result<(), Problem> {
        while let Some(found) = self.rest().find(['<', '&']) {
            self.position += found;
            let rest = self.rest();
            if rest.starts_with('&') {
                self.reference();
            } else if rest.starts_with("<!--") {
                self.skip_past("<!--", "-->");
            } else if rest.starts_with("<![CDATA[") {
                self.skip_past("<![CDATA[", "]]>");
            } else if rest.starts_with("<?") {
                self.skip_past("<?", "?>");
            } else if self.elements == 0 && self.scan.doctype.is_none() && rest.starts_with("<!DOCTYPE") {
                // Anywhere else it is not well-formed, which the tree builder says.
                let doctype = doctype::read(self.text, self.position)?;
                self.position = doctype.range.end;
                self.scan.doctype = Some(doctype);
            } else if rest.starts_with("</") {
                self.end_tag();
            } else {
                self.start_tag()?;
            }
        }
        Ok(())
    }

    /// Moves behind `close`, or to the end.
    fn skip_past(&mut self, open: &str, close: &str) {
        let from = self.position.saturating_add(open.len());
        let found = self.text.get(from..).and_then(|rest| rest.find(close));
        self.position = match found {
            Some(at) => from + at + close.len(),
            None => self.text.len(),
        };
    }

    fn reference(&mut self) {
        let start = self.position;
        self.position += 1;
        if let Some(range) = general_reference(self.text, start) {
            self.position = range.end;
            self.scan.references.push(range);
        }
    }

    fn end_tag(&mut self) {
        self.skip_past("</", ">");
        if let Some(declared) = self.declared.pop() {
            self.in_scope = self.in_scope.saturating_sub(declared);
        }
    }

    fn start_tag(&mut self) -> Result<(), Problem> {
        let start = self.position;
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(self.limit(start, "elements", self.limits.elements));
        }
        self.position += 1;
        self.name_length(start)?;
        let mut attributes = 0;
        let mut declared = 0;
        while let Some(found) = self.rest().find(['"', '\'', '>', '<']) {
            let at = self.position + found;
            match self.text.as_bytes().get(at) {
                Some(b'>') => {
                    self.position = at + 1;
                    break;
                }
                // Malformed; the tree builder says where.
                Some(b'<') | None => {
                    self.position = at;
                    break;
                }
                Some(&quote) => {
                    attributes += 1;
                    if attributes > self.limits.attributes {
                        let limit = self.limits.attributes;
                        return Err(self.limit(start, "attributes of one element", limit));
                    }
                    let name_range = self.position..at;
                    let name = attribute_name(self.text.get(name_range).unwrap_or_default());
                    if name.len() > self.limits.name {
                        return Err(self.limit(at, "bytes of a name", self.limits.name));
                    }
                    if name == "xmlns" || name.starts_with("xmlns:") {
                        declared += 1;
                    }
                    self.attribute_value(at, char::from(quote))?;
                }
            }
        }
        let empty = self.text.get(start..self.position).is_some_and(|tag| tag.ends_with("/>"));
        self.open(start, declared, empty)
    }

    fn name_length(&self, start: usize) -> Result<(), Problem> {
        let name = self.rest();
        let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<'));
        if end.unwrap_or(name.len()) > self.limits.name {
            return Err(self.limit(start, "bytes of a name", self.limits.name));
        }
        Ok(())
    }

    fn attribute_value(&mut self, quote_at: usize, quote: char) -> Result<(), Problem> {
        let from = quote_at + 1;
        let rest = self.text.get(from..).unwrap_or_default();
        let length = rest.find(quote).unwrap_or(rest.len());
        if length > self.limits.attribute_value {
            let limit = self.limits.attribute_value;
            return Err(self.limit(quote_at, "bytes of an attribute value", limit));
        }
        let value = rest.get(..length).unwrap_or_default();
        self.scan.mentioned.extend((self.interest)(value));
        let mut search = 0;
        while let Some(found) = value.get(search..).and_then(|rest| rest.find('&')) {
            let at = search + found;
            search = at + 1;
            if let Some(range) = general_reference(self.text, from + at) {
                self.scan.references.push(range);
            }
        }
        self.position = (from + length + 1).min(self.text.len());
        Ok(())
    }

    fn open(&mut self, start: usize, declared: usize, empty: bool) -> Result<(), Problem> {
        let in_scope = self.in_scope.saturating_add(declared);
        if in_scope > self.limits.namespaces_in_scope {
            let limit = self.limits.namespaces_in_scope;
            return Err(self.limit(start, "namespaces in scope", limit));
        }
        if declared > 0 {
            let work = in_scope.saturating_mul(in_scope);
            self.namespace_work = self.namespace_work.saturating_add(work);
            if self.namespace_work > self.limits.namespace_work {
                return Err(Problem::new(start, "too many namespace declarations"));
            }
        }
        if empty {
            return Ok(());
        }
        if self.declared.len() >= self.limits.depth {
            return Err(self.limit(start, "nested elements", self.limits.depth));
        }
        self.declared.push(declared);
        self.in_scope = in_scope;
        Ok(())
    }

    #[allow(clippy::unused_self, reason = "reads as the scanner's own verdict")]
    fn limit(&self, offset: usize, what: &str, limit: usize) -> Problem {
        Problem::new(offset, format!("more than {limit} {what}"))
    }
}

/// The name in ` name =`.
fn attribute_name(before_quote: &str) -> &str {
    let before_quote = before_quote.trim_end();
    let name = before_quote.strip_suffix('=').unwrap_or(before_quote);
    let name = name.trim_end();
    name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default()
}

/// The range of `&name;` at `start`, unless it is a character reference or one of the five of XML.
fn general_reference(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start + 1..)?;
    let length = rest.bytes().take(256).position(|byte| matches!(byte, b';' | b'<' | b'&' | b'"' | b' '))?;
    let name = rest.get(..length)?;
    if rest.as_bytes().get(length) != Some(&b';')
        || name.starts_with('#')
        || matches!(name, "" | "lt" | "gt" | "amp" | "quot" | "apos")
    {
        return None;
    }
    Some(start..start + 1 + length + 1)
}

#[cfg(test)]
mod tests {
    use super::{DocumentLimits, Scan, prescan};

    fn scan(text: &str) -> Result<Scan, String> {
        let interest = |uri: &str| (uri == "urn:known").then_some("urn:known");
        prescan(text, &DocumentLimits::default(), &interest)
            .map_err(|problem| format!("{}: {}", problem.offset, problem.message))
    }

    fn refusal(text: &str) -> String {
        scan(text).map(|_| ()).expect_err("must be refused")
    }

    #[test]
    fn depth_is_limited_where_elements_stay_open() {
        assert!(scan(&format!("{}{}", "<a>".repeat(256), "</a>".repeat(256))).is_ok());
        assert!(scan(&"<a></a><b/>".repeat(1_000)).is_ok());
        assert_eq!(refusal(&"<a>".repeat(257)), "768: more than 256 nested elements");
    }

    #[test]
    fn attributes_are_counted_whatever_they_hold() {
        let many = |count: usize| {
            let attributes: Vec<_> = (0..count).map(|n| format!(" a{n}='>\"'")).collect();
            let attributes = attributes.concat();
            format!("<a{attributes}/>")
        };
        assert!(scan(&many(256)).is_ok());
        assert_eq!(refusal(&many(257)), "0: more than 256 attributes of one element");
    }

    #[test]
    fn what_is_not_markup_is_not_counted() {
        let hidden = "<a>".repeat(300);
        assert!(scan(&format!("<r><!--{hidden}--><![CDATA[{hidden}]]><?p {hidden}?></r>")).is_ok());
    }

    #[test]
    fn nested_namespace_declarations_are_limited() {
        let six = |n: usize| -> Vec<_> { (0..6).map(|p| format!(" xmlns:p{p}='urn:{n}'")).collect() };
        let nested: Vec<_> = (0..200).map(|n| format!("<a{}>", six(n).concat())).collect();
        let nested = nested.concat();
        assert!(refusal(&nested).ends_with("more than 1024 namespaces in scope"));
        let wide: Vec<_> = (0..250).map(|n| format!(" xmlns:p{n}='urn:x'")).collect();
        let wide = wide.concat();
        let siblings = format!("<r{wide}>{}</r>", "<a xmlns='urn:y'/>".repeat(5_000));
        assert!(refusal(&siblings).ends_with("too many namespace declarations"));
    }

    #[test]
    fn long_names_and_values_are_refused() {
        assert_eq!(refusal(&format!("<{}/>", "n".repeat(1_025))), "0: more than 1024 bytes of a name");
        assert!(refusal(&format!("<a {}='1'/>", "n".repeat(1_025))).contains("of a name"));
        assert!(refusal(&format!("<a b='{}'/>", "v".repeat((1 << 20) + 1))).contains("value"));
    }

    #[test]
    fn known_namespaces_are_noticed() {
        let found = scan("<a xmlns:k='urn:known' xmlns='urn:other'/>").expect("fine");
        assert_eq!(found.mentioned.into_iter().collect::<Vec<_>>(), ["urn:known"]);
    }

    #[test]
    fn malformed_text_ends_without_an_answer() {
        for text in ["<", "<a", "<a b='", "<!--", "<![CDATA[", "<?", "</", "&", "&a", "<a<b>"] {
            assert!(scan(text).is_ok(), "{text}");
        }
    }
}
