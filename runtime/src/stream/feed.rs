//! One response on its way from bytes to rows, without the type of the rows and without I/O.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::response::Parts;

use super::path::RowPath;
use super::split::{Mark, Next, Splitter};
use crate::call::{Around, Core, Failure, Inflater, Trace, TransportError, TransportErrorKind};
use crate::content::Content;
use crate::engine::{ReadError, ReadOptions, read_element};
use crate::error::{Error, Limit, Problem, Truncated};
use crate::facts::{NamespaceId, Operation};
use crate::mime::{Attachment, MimeError, Related};
use crate::xml::{Limits, Name, Reader, TextDecoder, Token, XmlError, XmlErrorKind, decode};

/// Makes an empty reply.
pub(super) type MakeReply = fn() -> Box<dyn Content>;

/// How a response ended.
enum End {
    NotYet,
    Whole,
    Broken(TransportError),
}

/// The body of a response of several parts, which can be taken apart when all of it is there.
enum PartsBody {
    /// It has but one.
    None,
    Collected(Vec<u8>),
    /// What is read now is the root.
    Opened,
}

/// What is read of a response.
pub(super) struct Feed {
    parts: Parts,
    path: RowPath,
    make_reply: MakeReply,
    /// For the reader of the rows. The size of a row is the splitter's to check.
    limits: Limits,
    splitter: Splitter,
    inflater: Option<Inflater>,
    decoder: TextDecoder,
    /// A piece of the response that is not used up.
    piece: Bytes,
    parts_body: PartsBody,
    attachments: Vec<Attachment>,
    /// The response cannot hold rows, or no more; what it is, the rest tells.
    opaque: bool,
    /// What came, as it came and decompressed.
    came: u64,
    bytes: u64,
    most: Option<u64>,
    rows: u64,
    /// How the response ended, if it has.
    end: End,
    /// Whether all that came was looked at.
    over: bool,
    error: Option<Error>,
}

impl Feed {
    pub(super) fn new(core: &Core<'_>, path: RowPath, parts: Parts, most: Option<u64>, make_reply: MakeReply) -> Self {
        let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let limits = core.limits();
        let mut feed = Self {
            splitter: Splitter::new(path.steps.clone(), limits),
            limits: Limits { body_bytes: usize::MAX, ..limits.clone() },
            inflater: Inflater::new(&parts.headers, limits),
            decoder: TextDecoder::new(content_type),
            opaque: !parts.status.is_success(),
            make_reply,
            piece: Bytes::new(),
            parts_body: match content_type {
                Some(content_type) if Related::is_meant_by(content_type) => PartsBody::Collected(Vec::new()),
                _ => PartsBody::None,
            },
            attachments: Vec::new(),
            came: 0,
            bytes: 0,
            most,
            rows: 0,
            end: End::NotYet,
            over: false,
            error: None,
            parts,
            path,
        };
        if feed.inflater.is_none() {
            let problem = Problem::ContentEncoding("the Content-Encoding is not one that was asked for");
            feed.error = Some(feed.unreadable(core, problem));
        }
        feed
    }

    /// Whether there is nothing left to take or to read.
    pub(super) fn is_over(&self) -> bool {
        self.over || self.error.is_some()
    }

    /// Takes a piece of the response, or its end.
    pub(super) fn take(&mut self, piece: Result<Option<Bytes>, TransportError>) {
        match piece {
            Ok(Some(piece)) => {
                self.came += piece.len() as u64;
                self.piece = piece;
            }
            Ok(None) => self.end = End::Whole,
            Err(error) if *error.kind() == TransportErrorKind::Body && !self.opaque => self.end = End::Broken(error),
            Err(error) => self.error = Some(error.into()),
        }
    }

    /// Reads rows of the piece that was taken onto the end of `rows`, a `Vec`, until there are some or the piece is used
    /// up. Gives the number of rows that are good: after an error there may be one that is not.
    pub(super) fn read(&mut self, core: &Core<'_>, rows: &mut dyn Content) -> usize {
        let before = self.rows;
        if self.error.is_none() {
            self.go_on(core, rows);
        }
        // What came is given before what went wrong after it.
        if self.is_over()
            && let Err(error) = self.waiting(core, rows)
        {
            self.error = Some(error);
        }
        usize::try_from(self.rows - before).unwrap_or(usize::MAX)
    }

    fn go_on(&mut self, core: &Core<'_>, rows: &mut dyn Content) {
        let before = self.rows;
        loop {
            while !self.piece.is_empty() {
                if let Err(error) = self.step(core, rows) {
                    self.error = Some(error);
                }
                if self.rows > before || self.error.is_some() {
                    return;
                }
            }
            match self.end {
                End::Whole => {
                    if let Err(error) = self.last(core, rows) {
                        self.error = Some(error);
                    } else if self.open(core) {
                        continue;
                    }
                    self.over = true;
                }
                End::Broken(_) => self.over = true,
                End::NotYet => {}
            }
            return;
        }
    }

    /// Takes a body of several parts apart, and goes on with its root. False if there is nothing to take apart.
    fn open(&mut self, core: &Core<'_>) -> bool {
        let PartsBody::Collected(body) = &mut self.parts_body else { return false };
        let body = Bytes::from(std::mem::take(body));
        self.parts_body = PartsBody::Opened;
        match root(&self.parts, &body, core.limits()) {
            Ok((text, attachments)) => {
                self.attachments = attachments;
                // It is in UTF-8 now, whatever it was in.
                self.decoder = TextDecoder::new(Some("text/xml; charset=utf-8"));
                self.inflater = Some(Inflater::identity());
                self.piece = text.into();
            }
            Err(MimeError::Limit { name, value }) => {
                self.error = Some(Limit { name, value, path: String::new() }.into());
            }
            Err(error) => {
                let start = String::from_utf8_lossy(body.get(..START).unwrap_or(&body));
                let reply = &mut *(self.make_reply)();
                self.error = Some(core.unreadable(&self.parts, Problem::Mime(error), &start, reply));
            }
        }
        self.error.is_none()
    }

    /// Some bytes of the piece.
    fn step(&mut self, core: &Core<'_>, rows: &mut dyn Content) -> Result<(), Error> {
        let Some(inflater) = &mut self.inflater else { return Ok(()) };
        match inflater.step(&mut self.piece) {
            Ok(bytes) => self.bytes(core, &bytes, false, rows),
            Err(Failure::Over(limit)) => Err(limit.into()),
            Err(Failure::Broken | Failure::Unknown) => Err(self.broken(core)),
        }
    }

    /// What the end of the response brings to light.
    fn last(&mut self, core: &Core<'_>, rows: &mut dyn Content) -> Result<(), Error> {
        let Some(inflater) = &mut self.inflater else { return Ok(()) };
        match inflater.finish() {
            Ok(bytes) => match self.bytes(core, &bytes, true, rows) {
                // A character that is cut in two.
                Err(Error::Unreadable(_)) if self.is_cut() => Ok(()),
                result => result,
            },
            Err(Failure::Over(limit)) => Err(limit.into()),
            Err(_) if self.is_cut() => Ok(()),
            Err(Failure::Broken | Failure::Unknown) => Err(self.broken(core)),
        }
    }

    fn is_cut(&self) -> bool {
        !self.opaque && self.splitter.is_open()
    }

    fn bytes(&mut self, core: &Core<'_>, bytes: &[u8], last: bool, rows: &mut dyn Content) -> Result<(), Error> {
        if !matches!(self.parts_body, PartsBody::Opened) {
            self.bytes += bytes.len() as u64;
        }
        if let Some(most) = self.most.filter(|most| self.bytes > *most) {
            return Err(Limit { name: "max_bytes", value: most, path: String::new() }.into());
        }
        if let PartsBody::Collected(body) = &mut self.parts_body {
            let most = core.limits().body_bytes;
            if bytes.len() > most.saturating_sub(body.len()) {
                return Err(Limit { name: "body_bytes", value: most as u64, path: String::new() }.into());
            }
            body.extend_from_slice(bytes);
            return Ok(());
        }
        if let Err(error) = self.decoder.push(bytes, last, &mut self.splitter.buffer) {
            return Err(self.unreadable(core, Problem::Charset(error)));
        }
        loop {
            if self.opaque {
                return self.splitter.surrender().map_err(Error::Limit);
            }
            let next = self.splitter.advance().map_err(|limit| self.over(limit))?;
            if last || next == Next::Stop || self.splitter.is_due() {
                self.waiting(core, rows)?;
            }
            match next {
                Next::More => return Ok(()),
                Next::Stop => {
                    self.opaque = true;
                    if self.splitter.has_root() {
                        // The error is there already.
                        self.piece.clear();
                        self.end = End::Whole;
                    }
                }
            }
        }
    }

    /// Reads the rows that wait.
    fn waiting(&mut self, core: &Core<'_>, rows: &mut dyn Content) -> Result<(), Error> {
        if self.splitter.marks.is_empty() {
            self.splitter.clear();
            return Ok(());
        }
        let text = self.splitter.waiting();
        let batch = Batch { operation: core.operation(), limits: &self.limits, path: &self.path, text };
        let read = batch.read(&self.splitter.marks, rows, &mut self.rows);
        self.splitter.clear();
        read.map_err(|error| self.unreadable(core, Problem::Document(error)))
    }

    /// Tells how much came.
    pub(super) fn tell(&self, trace: &Trace) {
        trace.drained(self.came, self.rows);
    }

    /// What is to be said of the response as a whole, of which `target` takes all but the rows.
    pub(super) fn finish(self, core: &Core<'_>, target: &mut dyn Content) -> Result<Around, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let cut = match self.end {
            End::Broken(error) => Some(error),
            End::NotYet | End::Whole => None,
        };
        if !self.opaque && (cut.is_some() || self.splitter.is_open()) {
            if self.splitter.fault_seen {
                // A server that fails amid its reply may not care to end it.
                let rest = core.read_rest(self.parts, self.splitter.rest, true, target);
                if let Err(error @ (Error::Fault(_) | Error::Rejected(_))) = rest {
                    return Err(error);
                }
            }
            return Err(Error::Truncated(Box::new(Truncated { rows: self.rows, bytes: self.bytes, source: cut })));
        }
        let around = core.read_rest(self.parts, self.splitter.rest, self.splitter.fault_seen, target)?;
        Ok(Around { attachments: self.attachments, ..around })
    }

    fn over(&self, mut limit: Limit) -> Error {
        limit.path = self.path.around().collect::<Vec<_>>().join("/");
        Error::Limit(limit)
    }

    fn broken(&self, core: &Core<'_>) -> Error {
        self.unreadable(core, Problem::ContentEncoding("the compressed data is broken or ends early"))
    }

    #[cold]
    fn unreadable(&self, core: &Core<'_>, problem: Problem) -> Error {
        core.unreadable(&self.parts, problem, &self.splitter.rest, &mut *(self.make_reply)())
    }
}

/// How much of a body that cannot be taken apart is looked at for its error.
const START: usize = 8 * 1024;

/// The root of a body of several parts, with the content that it refers to, and the other parts.
fn root(parts: &Parts, body: &Bytes, limits: &Limits) -> Result<(String, Vec<Attachment>), MimeError> {
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let related = Related::parse(content_type, body, limits)?;
    let text = if let Some(text) = related.inlined(limits)? {
        text
    } else {
        let root = related.root();
        decode(&root.content, Some(&root.content_type)).map_err(MimeError::Charset)?.into_owned()
    };
    Ok((text, related.into_attachments()))
}

/// Rows that wait, within the tags of the elements around them.
struct Batch<'b> {
    operation: &'static Operation,
    limits: &'b Limits,
    path: &'b RowPath,
    text: &'b str,
}

impl Batch<'_> {
    /// Reads the rows and counts those that are complete.
    fn read(&self, marks: &[Mark], rows: &mut dyn Content, count: &mut u64) -> Result<(), ReadError> {
        let mut reader = Reader::new(self.text, self.operation.schema.namespaces, self.limits);
        // For each open element around the rows, whether it and those around it have the namespaces they should have.
        let mut known = vec![true];
        let namespace = self.path.namespaces.last().copied().flatten();
        for mark in marks {
            while reader.offset() < mark.start {
                match reader.next()? {
                    Token::Start(name) => {
                        let namespace = self.path.namespaces.get(known.len() - 1).copied().flatten();
                        known.push(known.last() == Some(&true) && is_named(name, namespace));
                    }
                    Token::End if known.len() > 1 => {
                        known.pop();
                    }
                    Token::End | Token::Text(_) | Token::Eof => {}
                }
            }
            let start = reader.offset();
            let known = known.last() == Some(&true);
            let is_row = self.row(&mut reader, namespace, known, rows).and_then(|is_row| match reader.offset() {
                end if end == mark.end => Ok(is_row),
                // The reader sees another end than the splitter: what it is, only a malformed text can tell.
                end => {
                    Err(XmlError { kind: XmlErrorKind::UnexpectedEnd { expected: "the end of the row" }, offset: end }
                        .into())
                }
            });
            *count += u64::from(is_row.map_err(|error| self.place(error, start, mark, *count + 1))?);
        }
        Ok(())
    }

    /// Reads one element; whether it is a row. One of another namespace is not, and is passed over.
    fn row(
        &self,
        reader: &mut Reader<'_>,
        namespace: Option<NamespaceId>,
        known: bool,
        rows: &mut dyn Content,
    ) -> Result<bool, ReadError> {
        match reader.next()? {
            Token::Start(name) if known && is_named(name, namespace) => {
                read_element(reader, self.path.field, rows, &ReadOptions::default())?;
                Ok(true)
            }
            Token::Start(_) => {
                reader.skip_element()?;
                Ok(false)
            }
            // The text is start tags and complete elements.
            Token::Text(_) | Token::End | Token::Eof => Ok(false),
        }
    }

    /// The error at its place in the document.
    #[cold]
    fn place(&self, error: ReadError, start: usize, mark: &Mark, number: u64) -> ReadError {
        let inside = error.offset().saturating_sub(start);
        let end = (start + inside).min(self.text.len());
        let (mut row, mut column) = mark.position;
        for c in self.text.get(start..end).unwrap_or_default().chars() {
            (row, column) = if c == '\n' { (row + 1, 1) } else { (row, column + 1) };
        }
        let error = error.numbered(number).placed(mark.offset + inside, (row, column));
        self.path.around().rev().fold(error, |error, name| error.inside(name, None))
    }
}

fn is_named(name: Name<'_>, namespace: Option<NamespaceId>) -> bool {
    namespace.is_none_or(|namespace| name.ns == namespace || name.ns == 0)
}
