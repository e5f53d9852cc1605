//! The body of a response as it comes, piece by piece.

use std::fmt;

use bytes::Bytes;

use super::transport::{BoxFuture, TransportError};

/// The body of a response that a [`Transport`](super::Transport) has not read to its end.
///
/// Dropping it gives up the rest of the response.
pub struct Chunks(Box<dyn NextChunk>);

/// What gives the pieces of a body.
pub trait NextChunk: Send {
    /// Waits for the next piece; none at the end of a complete body.
    ///
    /// Dropping the future loses nothing that came, so that a caller may give up waiting and come back.
    ///
    /// # Errors
    /// When the body breaks off or does not come in time.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

impl Chunks {
    /// The pieces that `source` gives.
    pub fn new(source: impl NextChunk + 'static) -> Self {
        Self(Box::new(source))
    }

    /// The next piece; none at the end of a complete body.
    ///
    /// # Errors
    /// As [`NextChunk::next`].
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.0.next().await
    }
}

/// A body that is there as a whole.
impl From<Bytes> for Chunks {
    fn from(body: Bytes) -> Self {
        Self::new(Whole(body))
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chunks")
    }
}

struct Whole(Bytes);

impl NextChunk for Whole {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let body = std::mem::take(&mut self.0);
        Box::pin(async move { Ok(Some(body).filter(|body| !body.is_empty())) })
    }
}

/// [`Chunks`] for code that does not use async.
pub struct BlockingChunks(Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>);

impl BlockingChunks {
    /// The pieces that `source` gives. It ends after the end of a complete body, or with an error.
    pub fn new(source: impl Iterator<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self(Box::new(source))
    }
}

/// A body that is there as a whole.
impl From<Bytes> for BlockingChunks {
    fn from(body: Bytes) -> Self {
        Self::new(std::iter::once(Ok(body)))
    }
}

impl Iterator for BlockingChunks {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl fmt::Debug for BlockingChunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlockingChunks")
    }
}
