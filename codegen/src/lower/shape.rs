//! Content models with the nesting that means nothing taken out.
//!
//! A sequence that occurs once is its members; a group of one member is that member with the occurrences multiplied,
//! where that is the same; a choice in a choice is its arms.

use super::context::{Key, Lowering, address};
use super::groups;
use crate::xsd::{
    Compositor, DocumentId, Element, Group, ModelGroup, NamespaceConstraint, Occurs, Particle, Position,
    ProcessContents, QName, Term, Wildcard,
};

/// What `soapenc:Struct` holds.
static ANYTHING: Wildcard = Wildcard {
    position: Position { document: DocumentId(0), offset: 0 },
    documentation: None,
    namespaces: NamespaceConstraint::Any,
    process_contents: ProcessContents::Lax,
};
const ANY_NUMBER: Occurs = Occurs { min: 0, max: None };

/// A particle as it becomes a field or an arm.
#[derive(Clone, Debug)]
pub(super) enum Shape<'a> {
    /// An element declaration; whether it is a reference to a global one.
    Element(&'a Element, bool, Occurs),
    /// A reference to an element that needs no declaration.
    BuiltIn(&'a QName, Occurs),
    /// `xs:any`
    Wildcard(&'a Wildcard, Occurs),
    /// A choice: its arms occur at least once each.
    Choice(Origin<'a>, Vec<Shape<'a>>, Occurs),
    /// A sequence or `all` that occurs otherwise than once.
    Group(Origin<'a>, Vec<Shape<'a>>, Occurs),
    /// A group definition that is too large to be written out wherever it is used.
    Definition(usize, &'a Group, Occurs),
}

/// What a group is identified and named by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin<'a> {
    /// A model group written in place.
    Inline(&'a ModelGroup),
    /// A definition.
    Definition(usize, &'a Group),
}

impl Origin<'_> {
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Inline(group) => Key::ModelGroup(address(*group)),
            Self::Definition(place, _) => Key::Group(*place),
        }
    }
}

impl<'a> Shape<'a> {
    pub(super) fn occurs(&self) -> Occurs {
        match self {
            Self::Element(_, _, occurs)
            | Self::BuiltIn(_, occurs)
            | Self::Wildcard(_, occurs)
            | Self::Choice(_, _, occurs)
            | Self::Group(_, _, occurs)
            | Self::Definition(_, _, occurs) => *occurs,
        }
    }

    pub(super) fn with_occurs(mut self, new: Occurs) -> Self {
        match &mut self {
            Self::Element(_, _, occurs)
            | Self::BuiltIn(_, occurs)
            | Self::Wildcard(_, occurs)
            | Self::Choice(_, _, occurs)
            | Self::Group(_, _, occurs)
            | Self::Definition(_, _, occurs) => *occurs = new,
        }
        self
    }

    /// The local name of the element it is, if it is one.
    pub(super) fn local(&self) -> Option<&'a str> {
        match self {
            Self::Element(element, ..) => Some(&element.name.local),
            Self::BuiltIn(name, _) => Some(&name.local),
            Self::Wildcard(..) | Self::Choice(..) | Self::Group(..) | Self::Definition(..) => None,
        }
    }

    /// Whether one can see how many items of a repeated choice are there of this arm. Of an element one can: a run of
    /// those is as many items as it takes.
    fn is_told_apart(&self) -> bool {
        match self {
            Self::Element(..) | Self::BuiltIn(..) => true,
            Self::Group(_, members, occurs) => occurs.max == Some(1) && begins_distinctly(members),
            Self::Wildcard(_, occurs) | Self::Choice(_, _, occurs) => occurs.max == Some(1),
            Self::Definition(..) => false,
        }
    }

    /// Whether it may be there without any element.
    fn is_emptiable(&self) -> bool {
        self.occurs().min == 0
            || match self {
                Self::Group(_, members, _) => members.iter().all(Shape::is_emptiable),
                Self::Choice(_, arms, _) => arms.iter().any(Shape::is_emptiable),
                Self::Element(..) | Self::BuiltIn(..) | Self::Wildcard(..) | Self::Definition(..) => false,
            }
    }
}

/// The occurrences of an inner particle in an outer one, when they are a range or when nothing would say which
/// occurrence of the outer one is meant: then the range that has them all.
pub(super) fn multiply(outer: Occurs, inner: Occurs) -> Option<Occurs> {
    let min = outer.min.checked_mul(inner.min)?;
    let max = match (outer.max, inner.max) {
        (Some(0), _) | (_, Some(0)) => Some(0),
        (Some(outer), Some(inner)) => Some(outer.checked_mul(inner)?),
        (None, _) | (_, None) => None,
    };
    // k repetitions give k·min..=k·max; the next must begin where these end, or before.
    let fixed = outer.max == Some(outer.min);
    let joins = match inner.max {
        None => outer.min > 0 || inner.min <= 1,
        Some(inner_max) => {
            u64::from(outer.min) * u64::from(inner_max) + 1 >= (u64::from(outer.min) + 1) * u64::from(inner.min)
        }
    };
    let told_apart = inner.max == Some(inner.min) || outer.max == Some(1);
    (fixed || joins || !told_apart).then_some(Occurs { min, max })
}

impl<'a> Lowering<'a, '_> {
    /// The shapes of a particle among the members of a sequence.
    pub(super) fn particle(&mut self, particle: &'a Particle) -> Vec<Shape<'a>> {
        let occurs = particle.occurs;
        if occurs.max == Some(0) {
            return Vec::new();
        }
        match &particle.term {
            Term::Element(element) => vec![Shape::Element(element, false, occurs)],
            Term::ElementRef(name) => match self.components.elements.get(name) {
                Some(element) => vec![Shape::Element(element, true, occurs)],
                None => vec![Shape::BuiltIn(name, occurs)],
            },
            Term::ModelGroup(group) => self.model_group(Origin::Inline(group), group, occurs),
            Term::GroupRef(name) => match self
                .components
                .groups
                .find(name)
                .and_then(|place| Some((place, self.components.groups.at(place)?)))
            {
                Some((place, group)) if groups::is_light(&self.weights, place) => {
                    self.model_group(Origin::Definition(place, group), &group.model_group, occurs)
                }
                Some((place, group)) => vec![Shape::Definition(place, group, occurs)],
                // Groups of SOAP's encoding: anything, or the items of an array.
                None if &*name.local == "Struct" => vec![Shape::Wildcard(&ANYTHING, ANY_NUMBER)],
                None => Vec::new(),
            },
            Term::Wildcard(wildcard) => vec![Shape::Wildcard(wildcard, occurs)],
        }
    }

    /// The shapes of a model group.
    pub(super) fn model_group(
        &mut self,
        origin: Origin<'a>,
        group: &'a ModelGroup,
        mut occurs: Occurs,
    ) -> Vec<Shape<'a>> {
        self.coverage.modelled(match group.compositor {
            Compositor::Sequence => "sequence",
            Compositor::Choice => "choice",
            Compositor::All => "all",
        });
        match group.compositor {
            Compositor::Sequence | Compositor::All => {
                let mut members: Vec<Shape<'a>> =
                    group.particles.iter().flat_map(|particle| self.particle(particle)).collect();
                if occurs == Occurs::ONCE || members.is_empty() {
                    return members;
                }
                if members.iter().all(Shape::is_emptiable) {
                    occurs.min = 0;
                } else if !begins_distinctly(&members) {
                    occurs.min = occurs.min.min(1);
                }
                if let [only] = members.as_slice()
                    && let Some(product) = multiply(occurs, only.occurs())
                {
                    return members.pop().map(|only| only.with_occurs(product)).into_iter().collect();
                }
                vec![Shape::Group(origin, members, occurs)]
            }
            Compositor::Choice => self.choice_group(origin, group, occurs),
        }
    }

    fn choice_group(&mut self, origin: Origin<'a>, group: &'a ModelGroup, mut occurs: Occurs) -> Vec<Shape<'a>> {
        let mut arms: Vec<Shape<'a>> = Vec::new();
        for particle in &group.particles {
            let mut members = self.particle(particle);
            let arm = if members.len() > 1 {
                Some(Shape::Group(self.arm_origin(origin, particle), members, Occurs::ONCE))
            } else {
                members.pop()
            };
            let Some(arm) = arm else {
                // An arm without content: nothing at all may be there.
                if particle.occurs.max != Some(0) {
                    occurs.min = 0;
                }
                continue;
            };
            if arm.is_emptiable() {
                occurs.min = 0;
            }
            match arm {
                Shape::Choice(_, nested, inner) if splices(occurs, inner) => arms.extend(nested),
                arm => {
                    let present = Occurs { min: arm.occurs().min.max(1), max: arm.occurs().max };
                    arms.push(arm.with_occurs(present));
                }
            }
        }
        if let [only] = arms.as_slice()
            && let Some(product) = multiply(occurs, only.occurs())
        {
            return arms.pop().map(|only| only.with_occurs(product)).into_iter().collect();
        }
        if !arms.iter().all(Shape::is_told_apart) {
            occurs.min = occurs.min.min(1);
        }
        if arms.is_empty() { Vec::new() } else { vec![Shape::Choice(origin, arms, occurs)] }
    }
}

impl<'a> Lowering<'a, '_> {
    /// What identifies an arm of several members: the model group it is, wherever that is written.
    fn arm_origin(&self, outer: Origin<'a>, particle: &'a Particle) -> Origin<'a> {
        match &particle.term {
            Term::ModelGroup(group) => Origin::Inline(group),
            Term::GroupRef(name) => {
                let groups = &self.components.groups;
                groups.find(name).and_then(|place| Some(Origin::Definition(place, groups.at(place)?))).unwrap_or(outer)
            }
            Term::Element(_) | Term::ElementRef(_) | Term::Wildcard(_) => outer,
        }
    }
}

/// Whether one can see where the next row of a repeated group begins: its first element is always there and only once.
/// Where not, a reader may find fewer rows than were meant, and how many there must be is no fact to check.
fn begins_distinctly(members: &[Shape<'_>]) -> bool {
    match members {
        [first @ Shape::Element(_, _, Occurs::ONCE), rest @ ..] => {
            rest.iter().all(|other| matches!(other, Shape::Element(..)) && other.local() != first.local())
        }
        _ => false,
    }
}

/// Whether a choice within a choice is the same as its arms in the outer one.
fn splices(outer: Occurs, inner: Occurs) -> bool {
    inner.max == Some(1) || (outer.max.is_none() && inner.min <= 1)
}

#[cfg(test)]
mod tests {
    use super::multiply;
    use crate::xsd::Occurs;

    #[test]
    fn occurrences_multiply_only_where_the_result_is_a_range() {
        let occurs = |min, max| Occurs { min, max };
        assert_eq!(multiply(occurs(0, None), occurs(1, Some(1))), Some(occurs(0, None)));
        assert_eq!(multiply(occurs(0, Some(1)), occurs(1, Some(3))), Some(occurs(0, Some(3))));
        assert_eq!(multiply(occurs(2, Some(2)), occurs(2, Some(3))), Some(occurs(4, Some(6))));
        // {0, 2}: one is not possible.
        assert_eq!(multiply(occurs(0, Some(1)), occurs(2, Some(2))), None);
        // {0} and {2, 3, …}
        assert_eq!(multiply(occurs(0, Some(1)), occurs(2, None)), None);
        assert_eq!(multiply(occurs(1, None), occurs(2, Some(2))), None);
    }

    #[test]
    fn occurrences_that_cannot_be_told_apart_are_multiplied_too() {
        let occurs = |min, max| Occurs { min, max };
        // Five may be two and three, or three and two.
        assert_eq!(multiply(occurs(0, None), occurs(2, Some(3))), Some(occurs(0, None)));
        assert_eq!(multiply(occurs(0, Some(2)), occurs(2, None)), Some(occurs(0, None)));
    }
}
