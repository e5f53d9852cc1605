//! The keys of `vendor.toml` that state rules, as they are written.

use serde::Deserialize;
use toml::Spanned;

/// A text with its place in the manifest.
pub type Text = Spanned<String>;

/// `[[codes]]`: the documented codes of a contract.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Name of the generated enum.
    pub name: Text,
    /// What the codes are.
    #[serde(default)]
    pub documentation: String,
    /// The codes.
    pub values: Vec<CodeValue>,
}

/// One documented code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeValue {
    /// As it is sent, or as a fault rule names it.
    pub code: Text,
    /// What its documentation says.
    pub meaning: String,
    /// The name of its arm, where the code itself makes a poor one.
    pub name: Option<String>,
}

/// `[[outcome]]`: how replies tell success from failure. The first rule that takes in an operation is its rule.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRule {
    /// Ports as globs; all when empty.
    #[serde(default)]
    pub ports: Vec<Text>,
    /// Operations as globs; all when empty.
    #[serde(default)]
    pub operations: Vec<Text>,
    /// The codes that can come, by the name of their enum.
    pub codes: Option<Text>,
    /// What a successful reply passes.
    pub success: Option<SuccessRule>,
    /// The member with the code of a failure.
    pub code: Option<Text>,
    /// The code of a reply that fails `success` and has none.
    pub otherwise: Option<Text>,
    /// The member with the server's own words.
    pub message: Option<Text>,
    /// Faults that get a code.
    #[serde(default)]
    pub faults: Vec<FaultRule>,
    /// JSON errors in place of the reply.
    pub json: Option<JsonRule>,
}

/// One condition on a member of the reply.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessRule {
    /// The member: wire names with `/` between; empty for a reply that is one text.
    pub member: Text,
    /// It is this text.
    pub equals: Option<Text>,
    /// It is one of these.
    pub one_of: Option<Vec<Text>>,
    /// It is none of these, or absent.
    pub not_one_of: Option<Vec<Text>>,
    /// It is the boolean `true`.
    #[serde(default)]
    pub is_true: bool,
    /// It is not the GUID of zeros.
    #[serde(default)]
    pub not_zero_guid: bool,
    /// It has the shape of a token, and is no code.
    pub shape: Option<ShapeRule>,
}

/// The shape of a token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeRule {
    /// The characters it is made of, ranges with `-`: `0-9a-f`.
    pub characters: Text,
    /// How many at least.
    pub min: usize,
    /// How many at most.
    pub max: usize,
}

/// A fault that gets a code: all that is said must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Local name of an element in the fault's detail.
    pub detail: Option<String>,
    /// Part of the fault's text.
    pub contains: Option<String>,
    /// The code.
    pub code: Text,
}

/// The members by which a JSON object shows itself to be an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonRule {
    /// The member with the code.
    pub code: Text,
    /// The member with the server's own words.
    pub message: Option<String>,
}

/// `[[session]]`: how the operations of a port are carried by a session.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionRule {
    /// The port.
    pub port: Text,
    /// Name of the generated struct.
    pub name: Text,
    /// What a user has to know beyond the rules.
    #[serde(default)]
    pub documentation: String,
    /// The operation that gives a token; its request is the credentials.
    pub login: Option<Text>,
    /// Without a login: the members that are filled in every request that has them.
    #[serde(default)]
    pub credentials: Vec<Text>,
    /// Where the token comes from and goes to.
    pub token: Option<TokenRule>,
    /// Where each reply has the token for the next call.
    pub rolls: Option<PlaceRule>,
    /// The codes that say that the token is no longer good.
    #[serde(default)]
    pub expired: Vec<Text>,
    /// The HTTP statuses that say so.
    #[serde(default)]
    pub expired_status: Vec<u16>,
    /// After how long without a call it is no longer good.
    pub idle: Option<IdleRule>,
    /// Operations that carry no token.
    #[serde(default)]
    pub without: Vec<Text>,
    /// The operation that gives the token back.
    pub logout: Option<Text>,
}

/// The way of a token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRule {
    /// Its place in the login's reply.
    pub from: PlaceRule,
    /// Its place in the requests; none when the contract has no operation that takes it.
    pub to: Option<PlaceRule>,
}

/// A place of a token: exactly one of the three.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// A member of the message.
    pub member: Option<Text>,
    /// `element/member` of a SOAP header block.
    pub soap_header: Option<Text>,
    /// An HTTP header.
    pub http_header: Option<Text>,
    /// What stands before the token in the HTTP header.
    #[serde(default)]
    pub before: String,
}

/// An idle time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdleRule {
    /// The member of the login's reply with the seconds.
    pub member: Option<Text>,
    /// The seconds if the reply does not say.
    pub seconds: u32,
}

/// `[[link]]`: a URL that a reply makes, such as one to be opened in a browser.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRule {
    /// The operation whose reply makes it.
    pub operation: Text,
    /// The member that goes into it.
    pub member: Text,
    /// The URL with `{token}` in the place of the member.
    pub url: Text,
    /// Name of the generated method.
    pub name: Text,
    /// What the URL is for.
    #[serde(default)]
    pub documentation: String,
}
