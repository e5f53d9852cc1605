//! Session rules: the way of a token through the operations of a port.

use super::facts::{Carried, Carry, Credentials, Link, Login, Logout, Path, Place, Session};
use super::keys::{LinkRule, PlaceRule, SessionRule, Text};
use super::{Resolver, lines, listed, path};
use crate::model::{Client, Field, Message, Operation, Place as FieldPlace, Type, WireName};
use crate::names::{self, Scope};

/// Methods that a session has of its own.
const OWN: [&str; 5] = ["new", "token", "token_blocking", "logout", "logout_blocking"];

impl<'r> Resolver<'r> {
    pub(super) fn session(&mut self, rule: &'r SessionRule) {
        let Some((_, client)) = self.client(&rule.port) else { return };
        let ident = self.type_name(&rule.name);
        let table = self.table_name(&ident);
        self.check_session(rule);
        let login = rule.login.as_ref().and_then(|name| self.operation(client, name));
        let logout = rule.logout.as_ref().and_then(|name| self.operation(client, name));
        for name in &rule.without {
            self.operation(client, name);
        }
        let own = self.own_credentials(rule, client);
        let carrier = self.carrier(rule, client);
        let mut operations = Vec::new();
        let mut methods = Scope::with(&OWN);
        for (index, operation) in client.operations.iter().enumerate() {
            let is = |other: Option<(usize, &Operation)>| other.is_some_and(|(other, _)| other == index);
            if is(login) || is(logout) {
                continue;
            }
            let carry = self.carry(rule, operation);
            let fill = self.fill(rule, operation);
            let ident = methods.take(&[&operation.ident]);
            operations.push(Carried { operation: index, ident, carry, fill });
        }
        let credentials = match (login, own) {
            (Some((_, operation)), _) => Credentials::Request(operation.input.ty.clone().unwrap_or(Type::Plain("()"))),
            (None, fields) => {
                let table = self.table_name(&format!("{ident} credentials"));
                let ident = self.types.take(&[&format!("{ident}Credentials")]);
                Credentials::Own { ident, table, fields }
            }
        };
        let login = login.and_then(|(_, operation)| self.login(rule, operation));
        let rolls = rule.rolls.as_ref().and_then(|place| self.rolls(rule, place, client));
        let idle = self.idle(rule, client);
        let logout = logout.map(|(_, operation)| Logout {
            operation: operation.table.clone(),
            request: operation.input.ty.clone(),
            reply: operation.output.as_ref().and_then(|output| output.ty.clone()),
            carry: self.carry(rule, operation),
        });
        self.rules.sessions.push(Session {
            ident,
            table,
            client: client.ident.clone(),
            documentation: lines(&rule.documentation),
            credentials,
            login,
            carrier,
            rolls,
            expired: rule.expired.iter().map(|code| code.get_ref().clone()).collect(),
            expired_status: rule.expired_status.clone(),
            idle,
            logout,
            operations,
        });
    }

    /// What can be seen without the contract.
    fn check_session(&mut self, rule: &SessionRule) {
        match (&rule.login, &rule.token, rule.credentials.first()) {
            (Some(_), Some(_), None) | (None, None, Some(_)) => {}
            (Some(login), None, _) => {
                self.error(
                    login,
                    "session",
                    "a login without a token",
                    "say where it is: `token = { from = …, to = … }`",
                );
            }
            (None, Some(_), _) | (None, None, None) => {
                self.error(
                    &rule.name,
                    "session",
                    "a session without a `login`",
                    "name the operation, or list `credentials`",
                );
            }
            (Some(_), Some(_), Some(first)) => {
                let help = "leave `credentials` out: the request of the login is what they are";
                self.error(first, "session", "a session that logs in has its credentials in the login", help);
            }
        }
        for code in &rule.expired {
            if !self.is_code(code.get_ref()) {
                let message = format!("`{}` is no code that an outcome rule gives", code.get_ref());
                self.error(code, "session", message, "add it to a `[[codes]]`, and a rule that it comes from");
            }
        }
    }

    fn login(&mut self, rule: &'r SessionRule, operation: &'r Operation) -> Option<Login> {
        let place = &rule.token.as_ref()?.from;
        let output = operation.output.as_ref();
        let source = self.place_of(place, &rule.name, output, &format!("the reply of `{}`", operation.name))?;
        let reply = output.and_then(|output| output.ty.clone()).unwrap_or(Type::Plain("()"));
        Some(Login { operation: operation.table.clone(), reply, source })
    }

    /// Where a message has the token. A member that has it becomes a secret.
    fn place_of(&mut self, place: &'r PlaceRule, at: &Text, message: Option<&'r Message>, of: &str) -> Option<Place> {
        match (&place.member, &place.soap_header, &place.http_header) {
            (Some(member), None, None) => {
                let ty = message.and_then(|message| message.ty.as_ref());
                let found = self.member(ty, member, of, "name a member that holds the token")?;
                self.secrets.extend(found.last);
                Some(Place::Member(found.path))
            }
            (None, Some(header), None) => self.soap_header(header, message, of),
            (None, None, Some(header)) => {
                let name = header.get_ref();
                let legal = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
                if name.is_empty() || !name.chars().all(legal) {
                    self.error(
                        header,
                        "session",
                        format!("`{name}` is no name of an HTTP header"),
                        "such as `Authorization`",
                    );
                }
                Some(Place::HttpHeader(name.clone(), place.before.clone()))
            }
            (member, soap, http) => {
                let at = member.as_ref().or(soap.as_ref()).or(http.as_ref()).unwrap_or(at);
                self.error(at, "session", "a token has one place", "say one of `member`, `soap_header`, `http_header`");
                None
            }
        }
    }

    /// `element/member` among the header blocks of a message.
    fn soap_header(&mut self, header: &Text, message: Option<&'r Message>, of: &str) -> Option<Place> {
        let (element, member) = header.get_ref().split_once('/').unwrap_or((header.get_ref(), ""));
        let blocks = message.map(|message| message.headers.as_slice()).unwrap_or_default();
        let Some(block) = blocks.iter().find(|block| block.name.local == element) else {
            let all: Vec<&str> = blocks.iter().map(|block| block.name.local.as_str()).collect();
            let message = format!("{of} has no header block `{element}`; it has {}", listed(&all));
            self.error(
                header,
                "session",
                message,
                "name one that the binding has, or list the operation under `without`",
            );
            return None;
        };
        match path::member(self.package, &block.ty, member) {
            Ok(found) => {
                self.secrets.extend(found.last);
                Some(Place::SoapHeader(Box::new(block.clone()), found.path))
            }
            Err(problem) => {
                self.error(
                    header,
                    "session",
                    format!("`{member}` does not lead to a text in the block: {problem}"),
                    "such as `Header/Token`",
                );
                None
            }
        }
    }

    /// The place outside of members; which block it is must be the same for all, so that the first will do.
    fn carrier(&mut self, rule: &'r SessionRule, client: &'r Client) -> Option<Place> {
        let place = rule.token.as_ref()?.to.as_ref()?;
        if place.member.is_some() {
            return None;
        }
        let first = client.operations.iter().find(|operation| !Self::is_without(rule, operation))?;
        self.place_of(place, &rule.name, Some(&first.input), &format!("the request of `{}`", first.name))
    }

    fn is_without(rule: &SessionRule, operation: &Operation) -> bool {
        let named = |name: &Option<Text>| name.as_ref().is_some_and(|name| *name.get_ref() == operation.name);
        named(&rule.login) || rule.without.iter().any(|name| *name.get_ref() == operation.name)
    }

    fn carry(&mut self, rule: &'r SessionRule, operation: &'r Operation) -> Carry {
        let Some(place) = rule.token.as_ref().and_then(|token| token.to.as_ref()) else { return Carry::Nothing };
        if Self::is_without(rule, operation) {
            return Carry::Nothing;
        }
        let of = format!("the request of `{}`", operation.name);
        if let Some(member) = &place.member {
            let help = "list the operation under `without` if it takes no token";
            return self.member(operation.input.ty.as_ref(), member, &of, help).map_or(Carry::Nothing, |found| {
                self.secrets.extend(found.last);
                Carry::Member(found.path)
            });
        }
        if let Some(header) = &place.soap_header {
            self.soap_header(header, Some(&operation.input), &of);
        }
        Carry::Carrier
    }

    fn rolls(&mut self, rule: &'r SessionRule, place: &'r PlaceRule, client: &'r Client) -> Option<Place> {
        if let Some(member) = &place.member {
            let help =
                "use `soap_header` or `http_header`; a member would have to stand in the reply of every operation";
            self.error(member, "session", "a token that rolls stands in a header", help);
            return None;
        }
        let mut found = None;
        for operation in client.operations.iter().filter(|operation| !Self::is_without(rule, operation)) {
            let of = format!("the reply of `{}`", operation.name);
            let here = self.place_of(place, &rule.name, operation.output.as_ref(), &of)?;
            found = found.or(Some(here));
        }
        found
    }

    fn idle(&mut self, rule: &'r SessionRule, client: &'r Client) -> Option<(Path, u32)> {
        let idle = rule.idle.as_ref()?;
        let Some(member) = &idle.member else { return Some((Path::new(), idle.seconds)) };
        let (_, login) = self.operation(client, rule.login.as_ref()?)?;
        let ty = login.output.as_ref().and_then(|output| output.ty.as_ref());
        let of = format!("the reply of `{}`", login.name);
        let found = self.member(ty, member, &of, "name the member with the seconds, or leave `member` out")?;
        Some((found.path, idle.seconds))
    }

    /// The members that the session fills in, as fields of a struct.
    fn own_credentials(&mut self, rule: &'r SessionRule, client: &'r Client) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut idents = Scope::new();
        for name in &rule.credentials {
            let found = client
                .operations
                .iter()
                .find_map(|operation| path::member(self.package, operation.input.ty.as_ref()?, name.get_ref()).ok());
            if found.is_none() {
                let message = format!("no operation of the port has a member `{}`", name.get_ref());
                self.error(name, "session", message, "name a member of a request");
                continue;
            }
            let local = name.get_ref().rsplit('/').next().unwrap_or_default().to_owned();
            let ident = names::raw(&idents.take(&[&names::snake(&local)]));
            fields.push(Field {
                ident,
                ty: Type::Plain("String"),
                place: FieldPlace::Element,
                name: WireName { local, ..WireName::default() },
                min: 1,
                max: Some(1),
                nillable: false,
                secret: true,
                list: false,
                lenient: false,
                encoded: false,
                simple: crate::model::SimpleRef::Builtin("STRING"),
                documentation: vec![format!("Goes into `{}` of each request that has it.", name.get_ref())],
            });
        }
        fields
    }

    /// The members of a request that the session's own credentials go into.
    fn fill(&mut self, rule: &SessionRule, operation: &'r Operation) -> Vec<(Path, Path)> {
        let Some(ty) = &operation.input.ty else { return Vec::new() };
        let mut fill = Vec::new();
        for (index, name) in rule.credentials.iter().enumerate() {
            if let Ok(found) = path::member(self.package, ty, name.get_ref()) {
                self.secrets.extend(found.last);
                fill.push((vec![index], found.path));
            }
        }
        fill
    }

    pub(super) fn link(&mut self, rule: &'r LinkRule) {
        let package = self.package;
        let clients = package.clients.iter().flat_map(|client| &client.operations);
        let Some(operation) = clients.into_iter().find(|operation| operation.name == *rule.operation.get_ref()) else {
            let message = format!("no operation `{}` is generated", rule.operation.get_ref());
            self.error(&rule.operation, "link", message, "name one that is");
            return;
        };
        let url = rule.url.get_ref();
        if url.matches("{token}").count() != 1 || !url.starts_with("https://") {
            self.error(
                &rule.url,
                "link",
                "a URL that carries a token begins with https:// and has one `{token}`",
                "such as https://host/login/{token}",
            );
        }
        let ident = names::snake(rule.name.get_ref());
        if ident != *rule.name.get_ref() {
            self.error(
                &rule.name,
                "link",
                format!("`{}` is no name of a method", rule.name.get_ref()),
                &format!("write it as `{ident}`"),
            );
        }
        let reply = operation.output.as_ref().and_then(|output| output.ty.as_ref());
        let of = format!("the reply of `{}`", operation.name);
        let Some(found) = self.member(reply, &rule.member, &of, "name the member with the token") else { return };
        let Some((item, _)) = reply.and_then(|ty| path::item(package, ty)) else {
            self.error(
                &rule.operation,
                "link",
                "the reply is no struct that could have a method",
                "leave the rule out",
            );
            return;
        };
        self.secrets.extend(found.last.clone());
        self.rules.links.push(Link {
            ty: Type::Item(item.clone()),
            ident: names::raw(&ident),
            documentation: lines(&rule.documentation),
            url: url.clone(),
            path: found.path,
        });
    }
}
