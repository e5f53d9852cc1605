//! How names, types, texts and documentation are spelled: the only way from the model's strings into source text.
//!
//! Identifiers are checked with syn, texts become literals, documentation loses what could end a comment. So whatever
//! a contract says, it stays inside the token it was given.

use std::cell::Cell;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use super::client::Messages;
use super::facts::prefixed;
use super::tables::Tables;
use crate::diagnostic::Diagnostic;
use crate::model::{Field, ItemRef, Namespace, Package, SimpleRef, Type, WireName};

/// What emit reports: a model that says something Rust cannot. It is a fault of `lower`, never of the contract.
pub(super) type Result<T> = std::result::Result<T, Diagnostic>;

/// Spells for one module of the output.
pub(super) struct Speller<'p> {
    package: &'p Package,
    /// The namespace module that the text stands in; `None` is the package's own.
    module: Option<usize>,
    tables: &'p Tables<'p>,
    messages: &'p Messages<'p>,
    facts: Cell<bool>,
}

impl<'p> Speller<'p> {
    pub(super) fn new(
        package: &'p Package,
        module: Option<usize>,
        tables: &'p Tables<'p>,
        messages: &'p Messages<'p>,
    ) -> Self {
        Self { package, module, tables, messages, facts: Cell::new(false) }
    }

    /// Whether anything points at a table of this module.
    pub(super) fn is_pointed_at(&self, table: &str) -> bool {
        self.tables.has(self.module, table)
    }

    /// What a type of this package is to an operation.
    pub(super) fn message(&self, ident: &str) -> Option<&str> {
        self.messages.get(ident).map(String::as_str)
    }

    /// Whether anything of `castile::facts` was spelled.
    pub(super) fn used_facts(&self) -> bool {
        self.facts.get()
    }

    /// An item of `castile::facts`.
    pub(super) fn facts(&self, name: &str) -> String {
        self.facts.set(true);
        format!("f::{name}")
    }

    /// The static of the rule by which an operation's replies are judged.
    pub(super) fn outcome(&self, operation: &str) -> Option<&'p str> {
        let rules = &self.package.rules;
        rules.outcomes.get(*rules.outcome_of.get(operation)?).map(|rule| rule.table.as_str())
    }

    /// The package's `SCHEMA`.
    pub(super) fn schema(&self) -> &'static str {
        if self.module.is_some() { "super::SCHEMA" } else { "SCHEMA" }
    }

    /// The static of an item.
    pub(super) fn table(&self, item: &ItemRef) -> Result<String> {
        Ok(format!("{}{}", self.path(item, true)?, ident(&item.table)?))
    }

    /// The static of a simple type, as a reference.
    pub(super) fn simple(&self, simple: &SimpleRef) -> Result<String> {
        Ok(match simple {
            SimpleRef::Complex => format!("&{}", self.facts("COMPLEX")),
            SimpleRef::Named(name) => {
                let ty = self.facts("SimpleType");
                format!("&{ty}::complex({}, {})", namespace(name.namespace), wire(name))
            }
            SimpleRef::Builtin(name) => format!("&{}", self.facts(&ident(name)?.to_string())),
            SimpleRef::Item(item) => format!("&{}", self.table(item)?),
        })
    }

    /// A type, as text.
    pub(super) fn ty(&self, ty: &Type) -> Result<String> {
        Ok(match ty {
            Type::Plain(name) => checked_path(name)?,
            Type::Runtime(path) => format!("castile::{}", checked_path(path.trim_start_matches("castile::"))?),
            Type::Item(item) => format!("{}{}", self.path(item, false)?, ident(&item.ident)?),
            Type::Option(inner) => format!("Option<{}>", self.ty(inner)?),
            Type::Vec(inner) => format!("Vec<{}>", self.ty(inner)?),
            Type::Boxed(inner) => format!("Box<{}>", self.ty(inner)?),
            Type::Nillable(inner) => format!("castile::content::Nillable<{}>", self.ty(inner)?),
            Type::NillableComplex(inner) => format!("castile::content::NillableComplex<{}>", self.ty(inner)?),
        })
    }

    /// A type, as tokens.
    pub(super) fn ty_tokens(&self, ty: &Type) -> Result<TokenStream> {
        let text = self.ty(ty)?;
        syn::parse_str::<syn::Type>(&text).map(ToTokens::into_token_stream).map_err(|_| illegal("type", &text))
    }

    /// The way from here to the module of an item.
    fn path(&self, item: &ItemRef, qualified: bool) -> Result<String> {
        let module = self.package.modules.get(item.module).ok_or_else(|| illegal("module of", &item.ident))?;
        let module_ident = ident(&module.ident)?;
        Ok(match self.module {
            Some(here) if here == item.module => String::new(),
            Some(_) => format!("super::{module_ident}::"),
            None if qualified => {
                format!("{module_ident}::")
            }
            // Type identifiers are unique in a package, so the re-exports have each.
            None => String::new(),
        })
    }

    /// The facts of a particle, an attribute use or an arm, without the parentheses.
    pub(super) fn field(&self, field: &Field) -> Result<String> {
        let max = field.max.map_or_else(|| self.facts("UNBOUNDED"), |max| max.to_string());
        Ok(format!(
            "{}, {}, {}, {}, {max}, {}, {}",
            self.place(&field.place)?,
            namespace(field.name.namespace),
            wire(&field.name),
            field.min,
            self.flags(&[
                (field.nillable, "NILLABLE"),
                (field.secret, "SECRET"),
                (field.list, "LIST"),
                (field.lenient, "LENIENT"),
                (field.encoded, "ENCODED"),
            ]),
            self.simple(&field.simple)?,
        ))
    }

    fn place(&self, place: &crate::model::Place) -> Result<String> {
        use crate::model::Place;
        Ok(match place {
            Place::Attribute => self.facts("Attribute"),
            Place::Element => self.facts("Element"),
            Place::Text => self.facts("Text"),
            Place::Mixed => self.facts("Mixed"),
            Place::Group(item) => format!("{}(&{})", self.facts("Group"), self.table(item)?),
            Place::Wildcard(allowed) => {
                format!("{}({})", self.facts("Wildcard"), self.namespaces(allowed))
            }
            Place::AnyAttribute(allowed) => format!("{}({})", self.facts("AnyAttribute"), self.namespaces(allowed)),
        })
    }

    fn namespaces(&self, allowed: &crate::model::Namespaces) -> String {
        use crate::model::Namespaces;
        let variant = match allowed {
            Namespaces::Any => "Any".to_owned(),
            Namespaces::Other(target) => format!("Other({})", namespace(*target)),
            Namespaces::List(list) => {
                let ids: Vec<String> = list.iter().map(|&id| namespace(id)).collect();
                format!("List(&[{}])", ids.join(", "))
            }
        };
        self.facts(&format!("Namespaces::{variant}"))
    }

    /// The names of the flags that are set.
    pub(super) fn flags(&self, flags: &[(bool, &str)]) -> String {
        let set: Vec<String> = flags.iter().filter(|(set, _)| *set).map(|(_, name)| self.facts(name)).collect();
        if set.is_empty() { "0".to_owned() } else { set.join(" | ") }
    }
}

/// An identifier, raw or not.
pub(super) fn ident(name: &str) -> Result<Ident> {
    syn::parse_str::<Ident>(name).map_err(|_| illegal("identifier", name))
}

/// A path of identifiers.
fn checked_path(path: &str) -> Result<String> {
    match syn::parse_str::<syn::Type>(path) {
        Ok(ty) => Ok(ty.into_token_stream().to_string().replace(' ', "")),
        Err(_) => Err(illegal("path", path)),
    }
}

pub(super) fn illegal(what: &str, name: &str) -> Diagnostic {
    Diagnostic::error("emit", format!("`{name}` is no {what} that Rust allows"))
        .help("this is a bug in the generator's naming: please report it with the contract")
}

/// A namespace id.
pub(super) fn namespace(namespace: Namespace) -> String {
    match namespace {
        Namespace::None => "0".to_owned(),
        Namespace::Package(index) => index.saturating_add(1).to_string(),
        Namespace::Xml => "castile::xml::name::XML".to_owned(),
        Namespace::Xsd => "castile::xml::name::XSD".to_owned(),
        Namespace::Known(known) => format!("castile::xml::name::{}", known.constant()),
    }
}

/// A text as a string literal.
pub(super) fn text(value: &str) -> String {
    Literal::string(value).to_string()
}

/// Texts as the elements of a slice literal.
pub(super) fn texts(values: &[String]) -> String {
    let literals: Vec<String> = values.iter().map(|value| text(value)).collect();
    format!("&[{}]", literals.join(", "))
}

/// A name as it is written in a document, as a literal; empty for an anonymous type.
pub(super) fn wire(name: &WireName) -> String {
    match name.namespace {
        Namespace::Xsd => text(&name.local),
        _ => text(&prefixed(name)),
    }
}

/// Documentation lines as attributes, with `fallback` when there are none.
pub(super) fn docs(lines: &[String], fallback: &str) -> TokenStream {
    let lines = doc_lines(lines, fallback).into_iter().map(|line| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Documentation lines that cannot leave their comment: one line each, without control characters and bidirectional marks.
pub(super) fn doc_lines(lines: &[String], fallback: &str) -> Vec<String> {
    let shown = |line: &String| {
        let printable = line.chars().filter(|c| !is_bidirectional(*c));
        printable
            .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
            .collect::<String>()
    };
    let lines: Vec<String> = lines.iter().map(|line| shown(line).trim_end().to_owned()).collect();
    if lines.iter().all(String::is_empty) { vec![shown(&fallback.to_owned())] } else { lines }
}

fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The contract's name for something called `ident`, for rustdoc's search; nothing when they are the same.
pub(super) fn alias(ident: &str, local: &str) -> TokenStream {
    let legal = !local.is_empty() && local.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if legal && ident.trim_start_matches("r#") != local { quote!(#[doc(alias = #local)]) } else { TokenStream::new() }
}

/// A span for identifiers that emit makes itself.
pub(super) fn own(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
