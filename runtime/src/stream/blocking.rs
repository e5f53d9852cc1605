//! Rows for code that does not use async.

use std::collections::VecDeque;
use std::fmt;

use super::Start;
use super::feed::Feed;
use crate::call::{BlockingChunks, Core, Reply, Trace, fresh, reply_of};
use crate::content::Content;
use crate::error::Error;

/// The rows of a response, read while it arrives; an [`Iterator`]. See [the module](crate::stream).
///
/// Nothing is sent before the first row is asked for. Dropping it ends the exchange.
#[must_use = "nothing is sent until the first row is asked for"]
pub struct BlockingRows<'a, Row, R> {
    ready: VecDeque<Row>,
    state: State<'a>,
    reply: Option<Reply<R>>,
}

enum State<'a> {
    New(Box<Start<'a>>),
    Open(Box<Source<'a>>),
    Over,
}

struct Source<'a> {
    core: Core<'a>,
    feed: Feed,
    body: BlockingChunks,
    trace: Trace,
}

impl<'a> Start<'a> {
    fn send_blocking(self) -> Result<Box<Source<'a>>, Error> {
        let Self { core, path, most, make_reply } = self;
        let path = path?;
        let (response, trace) = core.begin_blocking()?;
        let (parts, body) = response.into_parts();
        let feed = Feed::new(&core, path, parts, most, make_reply);
        Ok(Box::new(Source { core, feed, body, trace }))
    }
}

impl<'a, Row: Content + Default, R: Content + Default> BlockingRows<'a, Row, R> {
    pub(crate) fn new(core: Core<'a>, path: &str) -> Self {
        let start = Start::new::<Row, R>(core, path);
        Self { ready: VecDeque::new(), state: State::New(Box::new(start)), reply: None }
    }

    /// Bounds the response as a whole, decompressed.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        if let State::New(start) = &mut self.state {
            start.most = Some(bytes);
        }
        self
    }

    /// The reply without its rows, once they have come to their end.
    pub fn reply(&self) -> Option<&Reply<R>> {
        self.reply.as_ref()
    }

    /// The reply without its rows, if they have come to their end.
    pub fn into_reply(self) -> Option<Reply<R>> {
        self.reply
    }

    /// More rows, or the end.
    fn fill(&mut self) -> Result<(), Error> {
        let mut source = match std::mem::replace(&mut self.state, State::Over) {
            State::Over => return Ok(()),
            State::New(start) => start.send_blocking()?,
            State::Open(source) => source,
        };
        let mut rows = Vec::new();
        loop {
            let good = source.feed.read(&source.core, &mut rows);
            rows.truncate(good);
            if !rows.is_empty() {
                self.ready = rows.into();
                self.state = State::Open(source);
                return Ok(());
            }
            if source.feed.is_over() {
                let mut body = fresh::<R>();
                source.feed.tell(&source.trace);
                let around = source.feed.finish(&source.core, &mut *body);
                self.reply = Some(reply_of(around, body)?);
                return Ok(());
            }
            let piece = source.body.next().transpose();
            source.feed.take(piece);
        }
    }
}

impl<Row: Content + Default, R: Content + Default> Iterator for BlockingRows<'_, Row, R> {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && let Err(error) = self.fill()
        {
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
    }
}

impl<Row: Content + Default, R: Content + Default> std::iter::FusedIterator for BlockingRows<'_, Row, R> {}

impl<Row, R> fmt::Debug for BlockingRows<'_, Row, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingRows").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
