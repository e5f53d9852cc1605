//! `vendor.toml`: what a contract's folder says about itself.
//!
//! Text in, a [`Manifest`] out. Unknown keys are errors, and every error says where it is.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Location};
use crate::rules::keys::{Codes, LinkRule, OutcomeRule, SessionRule};

/// What to generate from one contract.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The generated module's name.
    pub module: String,
    /// The WSDL or schema document everything is reached from, relative to the manifest.
    pub entry: String,
    /// One line that heads the module's documentation.
    #[serde(default)]
    pub title: String,
    /// The path of the runtime crate as emitted code sees it.
    #[serde(default = "default_runtime")]
    pub runtime: String,
    /// Whether nil is told apart from absent (`Nillable<T>`, and `NillableComplex<T>` where a nil element may have attributes).
    #[serde(default)]
    pub distinct_nil: bool,
    /// Whether types are all that is emitted.
    #[serde(default)]
    pub types_only: bool,
    /// Whether types that no kept operation reaches are emitted too.
    #[serde(default)]
    pub all_types: bool,
    /// Which services, ports and operations are kept.
    #[serde(default)]
    pub select: Select,
    /// Names of client structs by port.
    #[serde(default)]
    pub clients: BTreeMap<String, String>,
    /// Files by the location that documents refer to them with.
    #[serde(default)]
    pub catalog: BTreeMap<String, String>,
    /// Members that are never printed.
    #[serde(default)]
    pub secrets: Members,
    /// Members that a reply may leave out although the contract requires them.
    #[serde(default)]
    pub lenient: Members,
    /// Operations that change nothing, so that a call may be repeated when it fails on the way.
    #[serde(default)]
    pub safe: Safe,
    /// Corrections of the contract.
    #[serde(default, rename = "repair")]
    pub repairs: Vec<Repair>,
    /// The documented codes.
    #[serde(default)]
    pub codes: Vec<Codes>,
    /// How replies tell success from failure.
    #[serde(default, rename = "outcome")]
    pub outcomes: Vec<OutcomeRule>,
    /// How sessions carry the operations of a port.
    #[serde(default, rename = "session")]
    pub sessions: Vec<SessionRule>,
    /// URLs that replies make.
    #[serde(default, rename = "link")]
    pub links: Vec<LinkRule>,
    /// The path and text of the file, to which the places of its parts refer; found when the manifest is read.
    #[serde(skip)]
    pub source: (std::path::PathBuf, String),
}

/// Globs; `*` stands for any number of characters, and an empty list keeps everything. One that begins with `!` takes back what
/// those before it picked, as a first one does of everything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Select {
    /// Services by name.
    #[serde(default)]
    pub services: Vec<String>,
    /// Ports by name.
    #[serde(default)]
    pub ports: Vec<String>,
    /// Operations by name.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Elements, each as `Owner/element`, that are kept as XML whatever their types: types that nothing else reaches are left
    /// out. An empty list picks nothing.
    #[serde(default)]
    pub untyped: Vec<String>,
}

/// Globs, of which an empty list has none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safe {
    /// Operations by name.
    #[serde(default)]
    pub operations: Vec<String>,
}

/// Members of types, elements or messages, each as `Owner/member`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// The paths.
    #[serde(default)]
    pub members: Vec<String>,
}

/// One correction of a contract that is wrong. One that no longer applies is an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repair {
    /// What it does.
    pub action: Action,
    /// What it is done to: `Owner/member`, a port or an operation, as the action says.
    pub at: Spanned<String>,
    /// The new value, where the action takes one.
    pub to: Option<String>,
    /// Why the contract is wrong, for whoever reads the manifest.
    pub reason: String,
    /// Row and column of `at` in the manifest, from 1; found when the manifest is read.
    #[serde(skip)]
    pub position: (u32, u32),
}

/// What a repair does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// `Owner/member` gets the type `to`: `{namespace}local`, or `xs:local` for a built-in one.
    SetType,
    /// `Owner/member` may be absent.
    MakeOptional,
    /// `Owner/member` must be present.
    MakeRequired,
    /// `Owner/member` may be there any number of times.
    MakeRepeated,
    /// `Owner/member` may be nil.
    MakeNillable,
    /// `Owner/member` has the local name `to` on the wire.
    Rename,
    /// `Owner/member` is not part of the contract.
    Remove,
    /// The port has the address `to`.
    SetAddress,
    /// `Port/operation` has the SOAP action `to`.
    SetAction,
}

impl Action {
    /// Whether it needs [`Repair::to`].
    pub fn takes_value(self) -> bool {
        match self {
            Self::SetType | Self::Rename | Self::SetAddress | Self::SetAction => true,
            Self::MakeOptional | Self::MakeRequired | Self::MakeRepeated | Self::MakeNillable | Self::Remove => false,
        }
    }
}

impl Manifest {
    /// Reads the manifest at `path`.
    ///
    /// # Errors
    /// When the file cannot be read, is no TOML, has an unknown key, or says something that cannot be.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) => Err(fail(path, (0, 0), format!("cannot be read: {error}"))),
        }
    }

    /// Reads a manifest from its text; `path` is for messages.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn parse(text: &str, path: &Path) -> Result<Self, Diagnostic> {
        let mut manifest: Self = toml::from_str(text).map_err(|error| {
            fail(path, row_and_column(text, error.span().map_or(0, |span| span.start)), error.message())
        })?;
        for repair in &mut manifest.repairs {
            repair.position = row_and_column(text, repair.at.span().start);
            if repair.reason.trim().is_empty() {
                return Err(fail(path, repair.position, "a repair needs a `reason`"));
            }
            if repair.action.takes_value() != repair.to.is_some() {
                let message = if repair.to.is_some() { "takes no `to`" } else { "needs `to`, the new value" };
                return Err(fail(path, repair.position, format!("the action of this repair {message}")));
            }
        }
        manifest.source = (path.to_owned(), text.to_owned());
        Ok(manifest)
    }

    /// The place of a byte of the manifest's text.
    pub(crate) fn locate(&self, offset: usize) -> Location {
        let (path, text) = &self.source;
        let (row, column) = row_and_column(text, offset);
        Location { file: file_name(path).into(), row, column }
    }
}

fn default_runtime() -> String {
    "castile".to_owned()
}

fn fail(path: &Path, (row, column): (u32, u32), message: impl Into<String>) -> Diagnostic {
    let file = file_name(path).into();
    Diagnostic::error("manifest", message).at(Location { file, row, column })
}

fn file_name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn row_and_column(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rfind('\n').map_or(before, |end| before.get(end + 1..).unwrap_or(""));
    let from_one = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
    (from_one(before.matches('\n').count()), from_one(line.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Manifest, String> {
        Manifest::parse(text, Path::new("wsdl/x/vendor.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn an_unknown_key_is_refused_where_it_stands() {
        let error = parse("module = \"m\"\nentry = \"e.wsdl\"\nmodul = 1\n").unwrap_err();
        assert!(error.starts_with("wsdl/x/vendor.toml:3:1: error: manifest: unknown field `modul`"), "{error}");
    }

    #[test]
    fn a_repair_says_what_its_action_needs() {
        let head = "module = \"m\"\nentry = \"e.wsdl\"\n[[repair]]\nreason = \"typo\"\n";
        let error = parse(&format!("{head}action = \"set-type\"\nat = \"A/b\"\n")).unwrap_err();
        assert_eq!(
            error,
            "wsdl/x/vendor.toml:6:6: error: manifest: the action of this repair needs `to`, the new value"
        );
        let error = parse(&format!("{head}action = \"make-optional\"\nat = \"A/b\"\nto = \"x\"\n")).unwrap_err();
        assert_eq!(error, "wsdl/x/vendor.toml:6:6: error: manifest: the action of this repair takes no `to`");
        let manifest = parse(&format!("{head}action = \"make-optional\"\nat = \"A/b\"\n")).unwrap();
        assert_eq!((manifest.repairs[0].action, manifest.repairs[0].position), (Action::MakeOptional, (6, 6)));
    }

    #[test]
    fn what_is_not_said_has_a_default() {
        let manifest = parse("module = \"m\"\nentry = \"e.wsdl\"\n").unwrap();
        assert_eq!(manifest.runtime, "castile");
        assert!(manifest.select.ports.is_empty() && !manifest.types_only && !manifest.distinct_nil);
    }
}
