//! From resolved components to the Rust-shaped model. All of Rust's naming, boxing and cardinality is decided here.
//!
//! What a client reaches is lowered on demand: a reference to a type gives its name at once and queues the type, so
//! nothing recurses over the contract. Names of global types are taken before any other, so that one more declaration
//! does not rename the rest.

mod arrays;
mod attributes;
mod complex_type;
mod context;
mod coverage;
mod documentation;
mod elements;
mod facets;
mod fields;
mod groups;
mod http;
mod members;
mod messages;
mod namespaces;
mod nil;
mod operations;
mod polymorphic;
mod prune;
mod recursion;
mod roots;
mod scalars;
mod select;
mod services;
mod shape;
mod simple_type;

#[cfg(test)]
mod tests;

pub use coverage::Coverage;

use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::model::Package;
use crate::resolve::{Components, Findings, Roots, reach};
use context::{Job, Lowering};

/// More fields and arms than this are refused: derivations multiply, and no one compiles a million fields.
const LARGEST: usize = 1_000_000;

/// What [`lower`] gives.
#[derive(Debug)]
pub struct Lowered {
    /// The Rust-shaped model.
    pub package: Package,
    /// Which constructs were met, and what became of them.
    pub coverage: Coverage,
}

/// Lowers what the manifest selects; `source` names the entry document. With an error among the findings the package is
/// not fit to be emitted.
pub fn lower(components: &Components<'_>, manifest: &Manifest, source: &str, findings: &mut Findings) -> Lowered {
    let selection = select::select(components, &manifest.select, findings);
    let everything = manifest.all_types || selection.ports.is_empty();
    let roots = if everything { Roots::All } else { Roots::These(roots::roots(components, &selection)) };
    let reached = reach(components, &roots);
    if findings.has_errors() {
        return Lowered { package: Package::default(), coverage: Coverage::default() };
    }
    let mut lowering = Lowering::new(components, manifest, findings);
    lowering.name_global_components(&reached);
    if everything {
        lowering.global_components();
    }
    let clients = if manifest.types_only { Vec::new() } else { services::clients(&mut lowering, &selection) };
    lowering.run();
    lowering.finish(clients, source, everything)
}

impl Lowering<'_, '_> {
    /// Does what is queued until nothing is.
    fn run(&mut self) {
        while let Some(job) = self.next_job() {
            if self.size > LARGEST {
                let message = format!("becomes more than {LARGEST} fields and arms");
                let help = "select fewer operations: long chains of derived types or substitutions multiply";
                self.findings.push_unplaced(Diagnostic::error("the contract", message).help(help));
                return;
            }
            match job {
                Job::ComplexType(place, complex, owner) => self.complex_type(place, complex, &owner),
                Job::Array(place, array, owner) => self.array(place, &array, &owner),
                Job::Group(place, members, owner) => self.group(place, members, &owner),
                Job::GroupDefinition(place, group, owner) => self.group_definition(place, group, &owner),
                Job::Choice(place, arms, owner) => self.choice(place, arms, &owner),
                Job::Polymorphic(place, base) => self.polymorphic(place, base),
                Job::Substitution(place, head) => self.substitution(place, head),
            }
        }
    }
}
