//! The facts of a rule: where a reply says whether it worked.

/// The way from a reply (or request) to one of its members: an index into the fields of each struct on the way, or the
/// arm of each enum. Options, `Nillable` and `Vec` are no step of their own; a path through a `Vec` leads to every item.
pub type Path = &'static [usize];

/// How the replies of an operation tell success from failure, beside the protocol's own faults.
///
/// The order of judgement is: [`json`](Self::json) before the reply is read, [`faults`](Self::faults) if it is a fault,
/// [`success`](Self::success) once it is read. A reply that nothing speaks against is a success.
#[derive(Debug)]
pub struct Outcome {
    /// What a successful reply passes.
    pub success: Option<Test>,
    /// The member that has the code of a failure.
    pub code: Option<Path>,
    /// The code of a reply that fails [`success`](Self::success) and has none. Faults and JSON errors, which come in place of
    /// a reply, do not get it.
    pub otherwise: Option<&'static str>,
    /// The member that has the server's own words.
    pub message: Option<Path>,
    /// Faults that have a name. Rules with a detail element are tried before those without.
    pub faults: &'static [FaultRule],
    /// Members by which a JSON object shows itself to be an error, in place of the reply.
    pub json: Option<JsonError>,
    /// The codes that are documented.
    pub codes: &'static [KnownCode],
}

/// A condition on a member of the reply.
#[derive(Debug)]
pub struct Test(
    /// The member.
    pub Path,
    /// What holds for it; where the path leads to several, for each of them.
    pub Condition,
);

/// What can be asked of the text of a member. White space around it does not count.
///
/// An absent member passes [`NotOneOf`](Self::NotOneOf) and no other. Rows that are not there are not absent members: an
/// empty list passes every condition on its items.
#[derive(Clone, Copy, Debug)]
pub enum Condition {
    /// This text.
    Equals(&'static str),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// None of these.
    NotOneOf(&'static [&'static str]),
    /// `true` or `1`.
    True,
    /// Any GUID but the one that is all zeros, whatever its notation.
    NotZeroGuid,
    /// A text of characters within these ranges, as long as these two numbers allow, that is no documented code.
    Shape(&'static [(char, char)], usize, usize),
}

/// Which faults have a code: those for which all holds that is said.
#[derive(Debug)]
pub struct FaultRule(
    /// Local name of an element in `detail`; empty if it does not matter.
    pub &'static str,
    /// Part of the fault's text; empty if it does not matter.
    pub &'static str,
    /// The code it gets.
    pub &'static str,
);

/// The members of an object that stands in place of a JSON reply.
#[derive(Debug)]
pub struct JsonError(
    /// The member with the code; an object that has it is an error.
    pub &'static str,
    /// The member with the server's own words; empty if there is none. Without a code it makes an error of the object only
    /// where the reply would be wrapped, and is not there.
    pub &'static str,
);

/// A code and what its documentation says.
#[derive(Debug)]
pub struct KnownCode(
    /// The code, as it is sent.
    pub &'static str,
    /// Its meaning.
    pub &'static str,
);
