//! The body of an answer: whole, or a stream that goes on as long as a watch.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use http_body::{Frame, SizeHint};

/// Chunks of a body that goes on.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// The body of an answer of the server.
///
/// A watch is a stream of chunks, each one line of JSON; everything else is one chunk. An error in the stream is a
/// connection that breaks, which only a fault rule causes.
pub struct Body(Content);

enum Content {
    Whole(Option<Bytes>),
    Stream(Chunks),
}

impl Body {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self(Content::Whole(Some(bytes.into())))
    }

    pub(crate) fn stream(chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self(Content::Stream(Box::pin(chunks)))
    }

    /// Changes a whole body; leaves a stream alone.
    pub(crate) fn map_whole(self, change: impl FnOnce(Bytes) -> Bytes) -> Self {
        match self.0 {
            Content::Whole(Some(bytes)) => Self::whole(change(bytes)),
            other => Self(other),
        }
    }

    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.0, Content::Stream(_))
    }

    /// How long a whole body is; 0 for a stream.
    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            Content::Whole(Some(bytes)) => bytes.len(),
            Content::Whole(None) | Content::Stream(_) => 0,
        }
    }

    /// Puts something between a stream and its reader; leaves a whole body alone.
    pub(crate) fn map_stream<S>(self, wrap: impl FnOnce(Chunks) -> S) -> Self
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        match self.0 {
            Content::Stream(chunks) => Self::stream(wrap(chunks)),
            whole @ Content::Whole(_) => Self(whole),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.0 {
            Content::Whole(_) => "whole",
            Content::Stream(_) => "stream",
        };
        write!(f, "Body({what})")
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.get_mut().0 {
            Content::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Content::Stream(chunks) => chunks
                .as_mut()
                .poll_next(context)
                .map(|chunk| chunk.map(|chunk| chunk.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, Content::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Content::Whole(Some(bytes)) => SizeHint::with_exact(bytes.len() as u64),
            Content::Whole(None) => SizeHint::with_exact(0),
            Content::Stream(_) => SizeHint::default(),
        }
    }
}
