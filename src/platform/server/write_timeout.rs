//! A timeout for writes. A client that reads nothing of its response for too long is disconnected, so that it does not
//! keep a connection and the memory of the response.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

/// A connection that fails with `TimedOut` when a write makes no progress for `limit`.
pub(super) struct WriteTimeout<Io> {
    io: Io,
    limit: Duration,
    timeout: Option<Pin<Box<Sleep>>>,
}

impl<Io> WriteTimeout<Io> {
    pub fn new(io: Io, limit: Duration) -> Self {
        Self { io, limit, timeout: None }
    }

    /// Starts the timeout when a write makes no progress, and resets it when it does.
    fn with_timeout<T>(&mut self, context: &mut Context<'_>, progress: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if progress.is_ready() {
            self.timeout = None;
            return progress;
        }
        let limit = self.limit;
        let timeout = self.timeout.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + limit)));
        ready!(timeout.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for WriteTimeout<Io> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, into)
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for WriteTimeout<Io> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let progress = Pin::new(&mut self.io).poll_write(context, bytes);
        self.with_timeout(context, progress)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let progress = Pin::new(&mut self.io).poll_write_vectored(context, pieces);
        self.with_timeout(context, progress)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let progress = Pin::new(&mut self.io).poll_flush(context);
        self.with_timeout(context, progress)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let progress = Pin::new(&mut self.io).poll_shutdown(context);
        self.with_timeout(context, progress)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn a_reader_that_stops_is_cut_and_a_slow_one_is_not() {
        let limit = Duration::from_millis(600);
        let (mut ours, mut theirs) = tokio::io::duplex(4);
        let mut io = WriteTimeout::new(&mut ours, limit);
        let begun = Instant::now();
        let slow = async {
            for _ in 0..4 {
                tokio::time::sleep(limit / 3).await;
                theirs.read_exact(&mut [0; 4]).await.unwrap();
            }
        };
        let (written, ()) = tokio::join!(io.write_all(&[7; 20]), slow);
        written.unwrap();
        assert!(begun.elapsed() > limit, "longer in all than any one wait may be");
        let stopped = io.write_all(&[7; 8]).await.unwrap_err();
        assert_eq!(stopped.kind(), io::ErrorKind::TimedOut);
    }
}
