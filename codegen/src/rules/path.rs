//! Members by their wire names: the only way from a rule's text into the model.

use crate::model::{Choice, ChoiceKind, Enumeration, Field, Item, ItemRef, Package, Place, Type};

/// A member that was found.
#[derive(Clone, Debug)]
pub(super) struct Member<'p> {
    /// Field and arm indices.
    pub(super) path: Vec<usize>,
    /// The fields on the way, as item and index, to be marked as secret.
    pub(super) last: Option<(ItemRef, usize)>,
    /// The type of its text.
    pub(super) ty: &'p Type,
    /// Whether it or what it stands in is a secret.
    pub(super) secret: bool,
}

/// Finds the member of a value of type `ty` that `text` names: wire names with `/` between, `@name` for an attribute.
pub(super) fn member<'p>(package: &'p Package, ty: &'p Type, text: &str) -> Result<Member<'p>, String> {
    let mut found = Member { path: Vec::new(), last: None, ty, secret: false };
    for name in text.split('/').filter(|name| !name.is_empty()) {
        let Some((reference, item)) = item(package, found.ty) else {
            return Err(format!("`{name}` is sought in a value that has no members"));
        };
        let Some((steps, owner, field)) = step(package, reference, item, name, 0) else {
            return Err(format!("`{name}` is no member of {}; it has {}", describe(item), names(package, item)));
        };
        found.secret |= field.secret;
        found.last = steps.last().map(|index| (owner.clone(), *index));
        found.path.extend(steps);
        found.ty = &field.ty;
    }
    finish(package, &mut found).map(|()| found)
}

/// Goes on to the text of a type with simple content; anything else that has members is no text.
fn finish(package: &Package, found: &mut Member<'_>) -> Result<(), String> {
    let Some((reference, item)) = item(package, found.ty) else { return Ok(()) };
    match item {
        Item::Struct(structure) => match structure.fields.iter().position(|field| field.place == Place::Text) {
            Some(index) => {
                found.path.push(index);
                found.last = Some((reference.clone(), index));
                Ok(())
            }
            None => Err(format!("it is no text but {}, which has {}", describe(item), names(package, item))),
        },
        Item::Choice(_) => Err(format!("it is no text but {}, which has {}", describe(item), names(package, item))),
        Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => Ok(()),
    }
}

/// The item behind a type, containers and aliases taken off.
pub(super) fn item<'p>(package: &'p Package, ty: &'p Type) -> Option<(&'p ItemRef, &'p Item)> {
    // An alias of an alias is possible, a circle is not; the bound is for models made by hand.
    let mut ty = ty;
    for _ in 0..64 {
        match ty {
            Type::Option(inner)
            | Type::Vec(inner)
            | Type::Boxed(inner)
            | Type::Nillable(inner)
            | Type::NillableComplex(inner) => ty = inner,
            Type::Plain(_) | Type::Runtime(_) => return None,
            Type::Item(reference) => match look_up(package, reference)? {
                Item::Alias(alias) => ty = &alias.ty,
                item => return Some((reference, item)),
            },
        }
    }
    None
}

fn look_up<'p>(package: &'p Package, reference: &ItemRef) -> Option<&'p Item> {
    package.modules.get(reference.module)?.items.iter().find(|item| ident(item) == reference.ident)
}

fn ident(item: &Item) -> &str {
    match item {
        Item::Struct(item) => &item.ident,
        Item::Choice(item) => &item.ident,
        Item::Enumeration(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Alias(item) => &item.ident,
        // It has no type.
        Item::SimpleType(_) => "",
    }
}

/// The enumeration a member has, if it has one.
pub(super) fn enumeration<'p>(package: &'p Package, ty: &'p Type) -> Option<&'p Enumeration> {
    match item(package, ty)?.1 {
        Item::Enumeration(enumeration) => Some(enumeration),
        Item::Struct(_) | Item::Choice(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => None,
    }
}

fn fields(item: &Item) -> &[Field] {
    match item {
        Item::Struct(item) => &item.fields,
        Item::Choice(item) => &item.arms,
        Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => &[],
    }
}

/// How deep groups are looked into: they have no name of their own, so that a path leads through them unseen.
const GROUPS: u32 = 16;

/// The indices that lead to the member called `name`, the item that has it, and itself.
fn step<'p>(
    package: &'p Package,
    reference: &'p ItemRef,
    item: &'p Item,
    name: &str,
    depth: u32,
) -> Option<(Vec<usize>, &'p ItemRef, &'p Field)> {
    let named = |field: &Field| match field.place {
        Place::Attribute => name.strip_prefix('@') == Some(&field.name.local),
        Place::Element => field.name.local == name,
        Place::Wildcard(_) | Place::Group(_) if is_polymorphic(item) => field.name.local == name,
        Place::Text | Place::Mixed | Place::Group(_) | Place::Wildcard(_) | Place::AnyAttribute(_) => false,
    };
    if let Some((index, field)) = fields(item).iter().enumerate().find(|(_, field)| named(field)) {
        return Some((vec![index], reference, field));
    }
    if depth == GROUPS {
        return None;
    }
    fields(item).iter().enumerate().find_map(|(index, field)| {
        let Place::Group(group) = &field.place else { return None };
        let (mut steps, owner, field) = step(package, group, look_up(package, group)?, name, depth + 1)?;
        steps.insert(0, index);
        Some((steps, owner, field))
    })
}

fn is_polymorphic(item: &Item) -> bool {
    matches!(item, Item::Choice(Choice { kind: ChoiceKind::Polymorphic, .. }))
}

fn describe(item: &Item) -> String {
    let (ident, name) = match item {
        Item::Struct(item) => (&item.ident, &item.name.local),
        Item::Choice(item) => (&item.ident, &item.name.local),
        Item::Enumeration(item) => (&item.ident, &item.simple.name.local),
        Item::Union(item) => (&item.ident, &item.simple.name.local),
        Item::SimpleType(item) => (&item.table, &item.name.local),
        Item::Alias(item) => (&item.ident, &item.ident),
    };
    format!("`{}`", if name.is_empty() { ident } else { name })
}

/// The members there are, for a message.
fn names(package: &Package, item: &Item) -> String {
    let mut all = Vec::new();
    collect(package, item, 0, &mut all);
    let shown: Vec<String> = all.iter().take(12).map(|name| format!("`{name}`")).collect();
    match (shown.is_empty(), all.len() > shown.len()) {
        (true, _) => "none".to_owned(),
        (false, true) => format!("{} and {} more", shown.join(", "), all.len() - shown.len()),
        (false, false) => shown.join(", "),
    }
}

fn collect(package: &Package, item: &Item, depth: u32, all: &mut Vec<String>) {
    for field in fields(item) {
        match &field.place {
            Place::Attribute => all.push(format!("@{}", field.name.local)),
            Place::Element => all.push(field.name.local.clone()),
            Place::Group(group) if depth < GROUPS => {
                if let Some(group) = look_up(package, group) {
                    collect(package, group, depth + 1, all);
                }
            }
            Place::Text | Place::Mixed | Place::Group(_) | Place::Wildcard(_) | Place::AnyAttribute(_) => {}
        }
    }
}

/// Whether a value of this type has a secret somewhere.
pub(super) fn holds_secret<'p>(package: &'p Package, ty: &'p Type, seen: &mut Vec<&'p ItemRef>) -> bool {
    let Some((reference, item)) = item(package, ty) else { return false };
    if seen.contains(&reference) {
        return false;
    }
    seen.push(reference);
    let fields = match item {
        Item::Struct(item) => &item.fields,
        Item::Choice(item) => &item.arms,
        Item::Enumeration(_) | Item::Union(_) | Item::SimpleType(_) | Item::Alias(_) => return false,
    };
    fields.iter().any(|field| field.secret || holds_secret(package, &field.ty, seen))
}

/// Marks a field as secret.
pub(super) fn mark_secret(package: &mut Package, place: &(ItemRef, usize)) {
    let (reference, index) = place;
    let module = package.modules.get_mut(reference.module);
    let item = module.and_then(|module| module.items.iter_mut().find(|item| ident(item) == reference.ident));
    let field = match item {
        Some(Item::Struct(item)) => item.fields.get_mut(*index),
        Some(Item::Choice(item)) => item.arms.get_mut(*index),
        _ => None,
    };
    if let Some(field) = field {
        field.secret = true;
    }
}
