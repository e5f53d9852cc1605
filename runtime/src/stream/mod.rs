//! Streaming: the rows of a response one by one, while it arrives.
//!
//! A reply with a million rows does not fit into memory as a `Vec`. [`Call::rows`](crate::Call::rows) reads the elements
//! at a path as values of their generated type and lets go of each; memory depends on the largest row, not on the
//! response.
//!
//! ```ignore
//! let mut users = client.list_users(&request).rows::<User>("return/users");
//! while let Some(user) = users.next().await {
//!     println!("{}", user?.name);
//! }
//! let rest = users.into_reply();   // the reply with all its members but the rows
//! ```
//!
//! The path is made of element names, from the members of the reply to the repeated element. It is checked against the
//! contract, as is the type of the rows, before anything is sent. Where the contract leaves the content open
//! (`xs:any`), the names are taken as they are and the rows may have any type.
//!
//! # How it ends
//!
//! * The response is complete: `None` after the last row. [`Rows::into_reply`] has the rest of the reply, and the rule
//!   that tells success from failure has been applied to it.
//! * The response ends in the middle: [`Error::Truncated`] with the number of rows that were delivered.
//! * The server reports a fault, in place of the rows or after some of them: [`Error::Fault`], or [`Error::Rejected`] if
//!   the contract's rules have a name for it.
//!
//! After an error, whatever it is, there is nothing more.
//!
//! # What holds for streams
//!
//! A document is accepted exactly when it would be as a whole, but what is wrong with it outside of rows is found out at the
//! end. [`Limits`](crate::Limits) hold for each row, and once more for all that is not rows; the response as a whole may
//! have any size unless [`Rows::max_bytes`] says otherwise. Timeouts hold for each read; the total timeout holds when it is
//! set on the call itself ([`Call::timeout`](crate::Call::timeout)). A response of several parts ([`mime`](crate::mime)) can
//! only be taken apart when it is complete: it is kept until then, and [`Limits::body_bytes`](crate::Limits::body_bytes) bounds it.

mod blocking;
mod feed;
mod path;
mod split;

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

pub use blocking::BlockingRows;

use crate::call::{BoxFuture, Chunks, Core, Reply, Trace, fresh, reply_of};
use crate::content::Content;
use crate::error::{ConfigError, Error};
use feed::{Feed, MakeReply};
use path::RowPath;

/// The rows of a response, read while it arrives; a [`Stream`]. See [the module](self).
///
/// Nothing is sent before the first row is asked for. Dropping it ends the exchange.
#[must_use = "nothing is sent until the first row is asked for"]
pub struct Rows<'a, Row, R> {
    ready: VecDeque<Row>,
    state: State<'a, Row>,
    reply: Option<Reply<R>>,
}

enum State<'a, Row> {
    New(Box<Start<'a>>),
    Idle(Box<Source<'a>>),
    Busy(BoxFuture<'a, Result<Filled<'a, Row>, Error>>),
    Over,
}

/// A response and the rows that were read of it.
type Filled<'a, Row> = (Box<Source<'a>>, Vec<Row>);

/// A call that was not made yet.
struct Start<'a> {
    core: Core<'a>,
    path: Result<RowPath, ConfigError>,
    most: Option<u64>,
    make_reply: MakeReply,
}

/// A response that is arriving.
struct Source<'a> {
    core: Core<'a>,
    feed: Feed,
    body: Chunks,
    trace: Trace,
}

impl<'a> Start<'a> {
    fn new<Row: Content + Default, R: Content + Default>(core: Core<'a>, path: &str) -> Self {
        let path = RowPath::resolve(core.operation(), path, &mut R::default(), &mut Row::default());
        Self { core, path, most: None, make_reply: || Box::new(R::default()) }
    }

    async fn send(self) -> Result<Box<Source<'a>>, Error> {
        let Self { core, path, most, make_reply } = self;
        let path = path?;
        let (response, trace) = core.begin().await?;
        let (parts, body) = response.into_parts();
        let feed = Feed::new(&core, path, parts, most, make_reply);
        Ok(Box::new(Source { core, feed, body, trace }))
    }
}

impl<'a, Row: Content + Default, R: Content + Default> Rows<'a, Row, R> {
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

    /// The next row; none when the response is complete, or after an error. It can be given up waiting for, and asked for
    /// again, without a loss.
    ///
    /// # Errors
    /// Every [`Error`]; see [the module](self).
    pub async fn next(&mut self) -> Option<Result<Row, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The reply without its rows, once they have come to their end.
    pub fn reply(&self) -> Option<&Reply<R>> {
        self.reply.as_ref()
    }

    /// The reply without its rows, if they have come to their end.
    pub fn into_reply(self) -> Option<Reply<R>> {
        self.reply
    }

    /// After the last row.
    fn end(&mut self, source: Source<'a>) -> Option<Result<Row, Error>> {
        let mut body = fresh::<R>();
        source.feed.tell(&source.trace);
        let around = source.feed.finish(&source.core, &mut *body);
        match reply_of(around, body) {
            Ok(reply) => {
                self.reply = Some(reply);
                None
            }
            Err(error) => Some(Err(error)),
        }
    }
}

/// Waits until there are rows or nothing is left to wait for.
async fn fill<Row: Content + Default>(mut source: Box<Source<'_>>) -> Filled<'_, Row> {
    let mut rows = Vec::new();
    loop {
        let good = source.feed.read(&source.core, &mut rows);
        rows.truncate(good);
        if !rows.is_empty() || source.feed.is_over() {
            return (source, rows);
        }
        let piece = source.body.next().await;
        source.feed.take(piece);
    }
}

impl<Row: Content + Default, R: Content + Default> Stream for Rows<'_, Row, R> {
    type Item = Result<Row, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(row) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(row)));
            }
            this.state = match std::mem::replace(&mut this.state, State::Over) {
                State::Over => return Poll::Ready(None),
                State::New(start) => State::Busy(Box::pin(async move { Ok(fill(start.send().await?).await) })),
                State::Idle(source) if source.feed.is_over() => return Poll::Ready(this.end(*source)),
                State::Idle(source) => State::Busy(Box::pin(async move { Ok(fill(source).await) })),
                State::Busy(mut work) => match work.as_mut().poll(context) {
                    Poll::Pending => {
                        this.state = State::Busy(work);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok((source, rows))) => {
                        this.ready = rows.into();
                        State::Idle(source)
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                },
            };
        }
    }
}

/// Rows are not looked at in place.
impl<Row, R> Unpin for Rows<'_, Row, R> {}

impl<Row, R> fmt::Debug for Rows<'_, Row, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
