//! The cases, by vendor. A case is a name, what it is evidence of, and a function of a [`Desk`].

mod changes;
mod identysoft;
mod kendox;
mod netforum;
mod sbt;
mod troubles;
mod verba;

use std::time::Duration;

use castile::Client;

use crate::desk::Desk;
use crate::line::Request;
use crate::seen::{Got, Seen};

/// What a row says something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// What the vendor documents, written by the kind of software the vendor runs.
    Documented,
    /// What that software does by itself.
    Stack,
    /// What another implementation of it does: mono's WCF and ASMX, PHP's ext/soap.
    Other,
    /// An answer that the lab made up.
    Invented,
    /// A server of ours, or an answer changed on the way.
    Own,
}

/// A vendor's server and its cases.
pub(crate) struct Vendor {
    pub(crate) name: &'static str,
    pub(crate) stack: &'static str,
    /// What starts the server, if not the lab's `run.sh`.
    pub(crate) run: Option<&'static str>,
    /// Settings of the server.
    pub(crate) env: &'static [(&'static str, &'static str)],
    pub(crate) cases: Vec<Case>,
}

/// Longer than any server takes that answers at all.
const PATIENCE: Duration = Duration::from_secs(20);

type Run = Box<dyn Fn(&Desk) -> Seen>;

/// One row of the table.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) evidence: Evidence,
    pub(crate) run: Run,
    /// What the last response's summary must have in it.
    pub(crate) wire: &'static [&'static str],
    /// Whether the server is of no use after it.
    pub(crate) wrecks: bool,
    /// How long each call may take.
    pub(crate) patience: Duration,
}

impl Case {
    fn new(evidence: Evidence, name: impl Into<String>, run: impl Fn(&Desk) -> Seen + 'static) -> Self {
        Self { name: name.into(), evidence, run: Box::new(run), wire: &[], wrecks: false, patience: PATIENCE }
    }

    fn wire(self, wire: &'static [&'static str]) -> Self {
        Self { wire, ..self }
    }

    fn wrecks(self) -> Self {
        Self { wrecks: true, ..self }
    }

    /// There will be no answer.
    fn hangs(self) -> Self {
        Self { patience: Duration::from_secs(1), ..self }
    }
}

fn documented(name: impl Into<String>, run: impl Fn(&Desk) -> Seen + 'static) -> Case {
    Case::new(Evidence::Documented, name, run)
}

fn stack(name: impl Into<String>, run: impl Fn(&Desk) -> Seen + 'static) -> Case {
    Case::new(Evidence::Stack, name, run)
}

fn other(name: impl Into<String>, run: impl Fn(&Desk) -> Seen + 'static) -> Case {
    Case::new(Evidence::Other, name, run)
}

fn invented(name: impl Into<String>, run: impl Fn(&Desk) -> Seen + 'static) -> Case {
    Case::new(Evidence::Invented, name, run)
}

fn own(name: impl Into<String>, run: impl Fn(&Desk) -> Seen + 'static) -> Case {
    Case::new(Evidence::Own, name, run)
}

/// A request is changed after the client has made it, and something is made of what comes then.
fn changed<R: 'static>(
    evidence: Evidence,
    name: &str,
    path: &'static str,
    change: fn(&mut Request),
    call: fn(&Desk, Client) -> Got<R>,
    check: fn(&Got<R>) -> Seen,
) -> Case {
    Case::new(evidence, name, move |desk| check(&call(desk, desk.client_on(desk.line().on_request(change), path))))
}

/// All vendors, in the order of the table.
pub(crate) fn vendors() -> Vec<Vendor> {
    let lab = |name, stack, cases| Vendor { name, stack, run: None, env: &[], cases };
    vec![
        lab("identysoft", "NuSOAP 0.9.5 on PHP", identysoft::cases()),
        Vendor {
            // Needs what the one before has made.
            run: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/nusoap/run.sh")),
            ..lab("identysoft", "NuSOAP, with operations of ours", identysoft::cases_of_other_operations())
        },
        lab("verba", "JAX-WS RI on Java", verba::cases()),
        lab("sbt", "WCF of mono", sbt::cases()),
        lab("netforum", "ASMX of mono", netforum::cases()),
        Vendor {
            env: &[("CUSTOM_ERRORS", "Off")],
            ..lab("netforum", "ASMX, with stack traces in its faults", netforum::cases_with_stack_traces())
        },
        lab("kendox", "WCF of mono", kendox::cases()),
    ]
}
