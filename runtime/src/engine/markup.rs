//! Attributes, types and fragments of an element being written.

use crate::content::Content;
use crate::facts::{Facts, Field, Kind, LIST, Namespaces, Place, Variety};
use crate::value::is_nc_name;
use crate::xml::name::{XSD, XSI};
use crate::xml::{NamespaceId, escape_attribute};

use super::check::is_checked;
use super::error::{Rule, WriteError};
use super::output::{Flaw, Form, Output, Part};
use super::plan::{Tag, Way};
use super::write::{TypeName, Writer};

impl Writer {
    /// Writes the attributes and gives the number of attribute fields.
    pub(super) fn attributes(
        &mut self,
        element: &Field,
        facts: &'static Facts,
        value: &dyn Content,
    ) -> Result<usize, WriteError> {
        let fields = facts.fields();
        let is_plain = self.is_plain();
        let mut count = 0;
        for (index, step) in facts.steps().iter().enumerate() {
            if step.way == Way::Attribute && is_plain {
                self.attribute_text(&step.start, step.field, step.is_checked, value.field(index))?;
                count = index + 1;
                continue;
            }
            match step.field.place() {
                Place::Attribute => self.attribute(step.field, value.field(index))?,
                Place::AnyAttribute(namespaces) => self.further(fields, namespaces, value.field(index))?,
                Place::Mixed => {
                    self.declarations(element, fields, value.field(index))?;
                    return Ok(count);
                }
                _ => return Ok(count),
            }
            count = index + 1;
        }
        Ok(count)
    }

    /// The declarations that mixed content needs, in the start tag of the element around it.
    fn declarations(&mut self, element: &Field, fields: &[Field], value: &dyn Content) -> Result<(), WriteError> {
        let mut declarations = String::new();
        value.text(&mut Output::new(Form::Parts(&mut |part| {
            if let Part::Xml(_, _, attributes, _) = part {
                attributes.clone_into(&mut declarations);
            }
        })));
        for Declaration { prefix, value, quote } in declared(&declarations) {
            match self.prefixes.namespace(prefix).map(str::to_owned) {
                // Declared where the document begins.
                Some(namespace) if namespace == value => self.prefixes.mark(self.prefixes.id(&namespace)),
                Some(_)
                    if (self.is_root() && !prefix.is_empty())
                        || has_prefix(element, prefix)
                        || fields.iter().any(|field| is_prefixed(field, prefix)) =>
                {
                    return self.fault(Rule::Fragment("the mixed content declares a prefix that its element needs"));
                }
                _ => {
                    let colon = if prefix.is_empty() { "" } else { ":" };
                    for part in [" xmlns", colon, prefix, "=", quote, value, quote] {
                        self.out.extend_from_slice(part.as_bytes());
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn attribute(&mut self, field: &Field, slot: &dyn Content) -> Result<(), WriteError> {
        let start = Tag::new(&format!(" {}=\"", self.name(field)));
        self.attribute_text(&start, field, is_checked(field), slot)
    }

    /// An attribute, of which `start` is what stands before its text; `is_checked` as in [`Step`](super::plan::Step).
    #[allow(clippy::inline_always)] // What a call saves and restores is a fifth of it.
    #[inline(always)]
    fn attribute_text(
        &mut self,
        start: &Tag,
        field: &Field,
        is_checked: bool,
        slot: &dyn Content,
    ) -> Result<(), WriteError> {
        let before = self.out.len();
        start.write(&mut self.out);
        let start = self.out.len();
        let mut output = Output::new(Form::Attribute(&mut self.out, &mut self.prefixes));
        if field.has(LIST) {
            super::check::leaf(slot, &mut output);
        } else {
            slot.text(&mut output);
        }
        match output.flaw {
            None => {}
            Some(Flaw::Missing(_)) => {
                self.out.truncate(before);
                return match field.min() {
                    0 => Ok(()),
                    _ => self.member(&|| format!("@{}", field.local()), |writer| writer.fault(Rule::Required)),
                };
            }
            Some(Flaw::Illegal(illegal)) => {
                self.member(&|| format!("@{}", field.local()), |writer| writer.fault(Rule::IllegalCharacter(illegal)))?;
            }
        }
        self.mark(field);
        if is_checked {
            self.member(&|| format!("@{}", field.local()), |writer| writer.check_text(field, slot, start))?;
        }
        self.out.push(b'"');
        Ok(())
    }

    /// Attributes that matched a wildcard.
    pub(super) fn further(
        &mut self,
        fields: &[Field],
        namespaces: Namespaces,
        value: &dyn Content,
    ) -> Result<(), WriteError> {
        let mut wrong = None;
        let mut seen: Vec<(String, String)> = Vec::new();
        let (out, prefixes) = (&mut self.out, &mut self.prefixes);
        value.text(&mut Output::new(Form::Parts(&mut |part| {
            let Part::Attribute(namespace, local, text) = part else { return };
            let declared = |field: &Field| {
                matches!(field.place(), Place::Attribute)
                    && field.local() == local
                    && prefixes.uri(field.namespace()) == namespace
            };
            let start = out.len();
            let is_wrong = !is_nc_name(local)
                || (local == "xmlns" && namespace.is_empty())
                || namespace == crate::xml::name::XMLNS_URI
                || fields.iter().any(declared)
                || !namespaces.allow(prefixes.id(namespace))
                || seen.iter().any(|(ns, name)| ns == namespace && name == local);
            seen.push((namespace.to_owned(), local.to_owned()));
            out.push(b' ');
            prefixes.push(namespace, out);
            out.extend_from_slice(local.as_bytes());
            out.extend_from_slice(b"=\"");
            let escaped = escape_attribute(text, out);
            out.push(b'"');
            if is_wrong || escaped.is_err() {
                out.truncate(start);
                wrong = Some(local.to_owned());
            }
        })));
        match wrong {
            Some(name) => self.fault(Rule::Attribute(name)),
            None => Ok(()),
        }
    }

    /// ` xsi:type="n1:Name"`
    pub(super) fn type_attribute(&mut self, (namespace, name): TypeName) {
        self.prefixes.mark(XSI);
        self.out.extend_from_slice(b" xsi:type=\"");
        self.type_name(namespace, name);
        self.out.push(b'"');
    }

    pub(super) fn type_name(&mut self, namespace: NamespaceId, name: &'static str) {
        self.prefixes.mark(namespace);
        if namespace == XSD {
            self.out.extend_from_slice(b"xsd:");
        }
        self.out.extend_from_slice(name.as_bytes());
    }

    /// The type of an element that has text, where it has a name.
    pub(super) fn simple_type(&mut self, field: &Field) {
        if let Some(name) = simple_name(field) {
            self.type_attribute(name);
        }
    }

    /// Elements that a wildcard takes.
    pub(super) fn wildcard(
        &mut self,
        field: &Field,
        namespaces: Namespaces,
        slot: &dyn Content,
    ) -> Result<(), WriteError> {
        let fault = |writer: &mut Self, rule| writer.member(&|| "any".to_owned(), |writer| writer.fault(rule));
        match slot.facts().kind() {
            Kind::Optional | Kind::Nillable if slot.arm() == 0 => {
                if field.min() == 0 {
                    Ok(())
                } else {
                    fault(self, Rule::Required)
                }
            }
            Kind::Optional | Kind::Nillable => self.wildcard(field, namespaces, slot.field(0)),
            Kind::Many => {
                let (min, max, found) = (field.min(), field.max(), slot.arm());
                if found < min as usize || (max != u32::MAX && found > max as usize) {
                    fault(self, Rule::Occurs { min, max, found })?;
                }
                for index in 0..found {
                    self.wildcard(field, namespaces, slot.field(index))?;
                }
                Ok(())
            }
            _ => {
                let mut rule = None;
                let (out, prefixes) = (&mut self.out, &self.prefixes);
                slot.text(&mut Output::new(Form::Parts(&mut |part| {
                    let Part::Xml(namespace, local, attributes, content) = part else { return };
                    if local.is_empty() {
                        rule = (field.min() > 0).then_some(Rule::Required);
                    } else if namespaces.allow(prefixes.id(namespace)) {
                        push_element(namespace, local, attributes, content, out);
                    } else {
                        rule = Some(Rule::Fragment("the wildcard does not allow the element's namespace"));
                    }
                })));
                rule.map_or(Ok(()), |rule| fault(self, rule))
            }
        }
    }

    /// An element whose attributes and content are kept as XML.
    pub(super) fn fragment(&mut self, field: &Field, value: &dyn Content) -> Result<(), WriteError> {
        let start = self.out.len();
        self.open(field);
        let named = self.out.len() > start;
        let namespace = self.prefixes.uri(field.namespace()).to_owned();
        let mut clash = false;
        let name = self.name(field);
        let namespace = if name.len() < field.name().len() { String::new() } else { namespace };
        let out = &mut self.out;
        value.text(&mut Output::new(Form::Parts(&mut |part| {
            let Part::Xml(_, _, attributes, content) = part else { return };
            // An element in no namespace stays there when its fragment says that there is no default one.
            let is_unqualified = namespace.is_empty() && declared(attributes).any(|each| each.is_none());
            if declares(attributes, field) && !is_unqualified {
                // The fragment's declarations would change the element's own name.
                clash = !named || namespace.is_empty();
                out.truncate(start);
                push_element(&namespace, field.local(), attributes, content, out);
                return;
            }
            out.extend_from_slice(attributes.as_bytes());
            push_content(name, content, out);
        })));
        if clash {
            return self.fault(Rule::Fragment("the fragment declares the prefix that the element around it has"));
        }
        Ok(())
    }

    /// Mixed content; its declarations are among the attributes.
    pub(super) fn mixed(&mut self, value: &dyn Content) {
        let out = &mut self.out;
        value.text(&mut Output::new(Form::Parts(&mut |part| {
            if let Part::Xml(_, _, _, content) = part {
                out.extend_from_slice(content.as_bytes());
            }
        })));
    }
}

/// Whether there is nothing in an element that is kept as XML.
pub(super) fn is_blank(fragment: &dyn Content) -> bool {
    let mut blank = true;
    fragment.text(&mut Output::new(Form::Parts(&mut |part| {
        if let Part::Xml(_, _, attributes, content) = part {
            blank = attributes.is_empty() && content.is_empty();
        }
    })));
    blank
}

/// The name of the simple type of a field's text; an anonymous one goes by its built-in type.
pub(super) fn simple_name(field: &Field) -> Option<TypeName> {
    let simple = field.simple();
    match simple.variety {
        Variety::Complex if simple.name.is_empty() => None,
        Variety::Complex => Some((simple.namespace, simple.name)),
        _ if simple.name.is_empty() => Some((XSD, simple.builtin.name())),
        _ => Some((simple.namespace, simple.name)),
    }
}

/// A namespace declaration as written.
pub(crate) struct Declaration<'t> {
    /// Empty for the default namespace.
    pub(crate) prefix: &'t str,
    /// Between the quotes.
    pub(crate) value: &'t str,
    /// The quotes.
    pub(crate) quote: &'t str,
}

impl Declaration<'_> {
    /// Whether it says that there is no default namespace.
    fn is_none(&self) -> bool {
        self.prefix.is_empty() && self.value.is_empty()
    }
}

/// The namespace declarations among the attributes of a start tag, which is well-formed.
pub(crate) fn declared(attributes: &str) -> impl Iterator<Item = Declaration<'_>> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        loop {
            let (name, after) = rest.split_once('=')?;
            let (quote, after) = after.trim_start().split_at_checked(1)?;
            let (value, next) = after.split_once(quote)?;
            rest = next;
            let name = name.trim();
            let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                return Some(Declaration { prefix, value, quote });
            }
        }
    })
}

fn is_prefixed(field: &Field, prefix: &str) -> bool {
    matches!(field.place(), Place::Attribute) && field.namespace() != 0 && has_prefix(field, prefix)
}

fn has_prefix(field: &Field, prefix: &str) -> bool {
    field.name().split_once(':').map_or("", |(own, _)| own) == prefix
}

/// Whether attributes kept as XML redeclare the prefix of the field's name.
fn declares(attributes: &str, field: &Field) -> bool {
    match field.name().split_once(':') {
        Some((prefix, _)) => attributes.contains(&format!("xmlns:{prefix}")),
        None => attributes.contains(" xmlns=") || attributes.contains(" xmlns ="),
    }
}

/// Writes an element under a prefix of its own, which its attributes do not declare.
pub(crate) fn push_element(namespace: &str, local: &str, attributes: &str, content: &str, out: &mut Vec<u8>) {
    let mut name = local.to_owned();
    out.push(b'<');
    if namespace.is_empty() || namespace == crate::xml::name::XML_URI {
        out.extend_from_slice(name.as_bytes());
    } else {
        let mut prefix = String::from("e");
        while attributes.contains(&format!("xmlns:{prefix}")) {
            prefix.push('e');
        }
        name = format!("{prefix}:{local}");
        for part in [&name, " xmlns:", &prefix, "=\""] {
            out.extend_from_slice(part.as_bytes());
        }
        // The namespace name was read from a document or checked when the fragment was made.
        let _ = escape_attribute(namespace, out);
        out.push(b'"');
    }
    out.extend_from_slice(attributes.as_bytes());
    push_content(&name, content, out);
}

fn push_content(name: &str, content: &str, out: &mut Vec<u8>) {
    if content.is_empty() {
        out.extend_from_slice(b"/>");
        return;
    }
    for part in [">", content, "</", name, ">"] {
        out.extend_from_slice(part.as_bytes());
    }
}
