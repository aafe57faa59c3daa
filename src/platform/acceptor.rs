//! The door of the server: every connection has a seat, and every wait at it an end. Slow or silent clients lose
//! theirs, too many from one place get none, and a machine out of file descriptors is waited for, not spun upon.

mod patience;
mod seats;

use std::{convert::Infallible, future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use poem::{
    Addr, Endpoint, EndpointExt, IntoEndpoint, Request, Response,
    endpoint::BoxEndpoint,
    http::uri::Scheme,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

use self::{patience::Patience, seats::Seats};
use super::http::limits;

/// Bounds of the connections; `ConnectionLimits::default()` is what an installation uses.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// Open connections in all.
    pub total: usize,
    /// Open connections of one address.
    pub per_address: usize,
    /// Open connections from this machine itself.
    pub from_here: usize,
    /// For the head of a request, from the connection's begin or from the answer before.
    pub header: Duration,
    /// For a client that takes nothing of its answer.
    pub stalled: Duration,
    /// After accepting failed.
    pub pause: Duration,
    /// For open requests after the order to stop.
    pub drain: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            // Half of the files the machine allows: the other half is for the database, the index and uploads.
            total: limits::CONNECTIONS.min(seats::open_files().unwrap_or(limits::CONNECTIONS * 2) / 2).max(1),
            per_address: limits::CONNECTIONS_PER_ADDRESS,
            from_here: limits::CONNECTIONS_FROM_HERE,
            header: limits::HEADER_DEADLINE,
            stalled: limits::STALLED_ANSWER,
            pause: limits::ACCEPT_PAUSE,
            drain: limits::DRAIN,
        }
    }
}

/// Serves `endpoint` on `listener` until `stop` comes true; then lets open requests end within `drain`.
///
/// Only HTTP/1.1 is spoken: HTTP/2 is what the reverse proxy does, and its many streams on one connection would
/// escape these bounds.
pub async fn serve<E>(listener: TcpListener, endpoint: E, limits: ConnectionLimits, stop: impl Future<Output = ()>)
where
    E: IntoEndpoint,
    E::Endpoint: 'static,
{
    serve_on(Tcp(listener), Arc::new(endpoint.into_endpoint().map_to_response().boxed()), limits, stop).await;
}

/// Where connections come from.
trait Door: Send {
    type Io: AsyncRead + AsyncWrite + Send + Unpin + 'static;

    fn local_addr(&self) -> LocalAddr;

    fn accept(&mut self) -> impl Future<Output = io::Result<(Self::Io, SocketAddr)>> + Send;
}

struct Tcp(TcpListener);

impl Door for Tcp {
    type Io = TcpStream;

    fn local_addr(&self) -> LocalAddr {
        self.0.local_addr().map(|address| LocalAddr(Addr::SocketAddr(address))).unwrap_or_default()
    }

    async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = self.0.accept().await?;
        // Answers are written whole; waiting to fill a packet would only delay their end.
        stream.set_nodelay(true)?;
        Ok((stream, peer))
    }
}

type House = Arc<BoxEndpoint<'static, Response>>;

async fn serve_on<D: Door>(mut door: D, house: House, limits: ConnectionLimits, stop: impl Future<Output = ()>) {
    let seats = Seats::new(limits);
    let (stopping, _) = watch::channel(false);
    let mut talks = JoinSet::new();
    let local = door.local_addr();
    let mut stop = pin!(stop);
    loop {
        // A connection that finds no seat stays with the kernel until one is free.
        let next = async {
            let seat = seats.wait().await;
            let (io, peer) = accept(&mut door, limits.pause).await;
            (seat, io, peer)
        };
        let (seat, io, peer) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        while talks.try_join_next().is_some() {}
        let Some(seat) = seat.taken_by(peer.ip()) else {
            tracing::debug!("too many connections of one address");
            continue;
        };
        let talk =
            talk(Patience::new(io, limits.stalled), house.clone(), local.clone(), peer, limits, stopping.subscribe());
        talks.spawn(async move {
            talk.await;
            drop(seat);
        });
    }
    drop(door);
    stopping.send_replace(true);
    let all = async { while talks.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain, all).await.is_err() {
        tracing::warn!(open = talks.len(), "requests were cut because the server stops");
    }
}

async fn accept<D: Door>(door: &mut D, pause: Duration) -> (D::Io, SocketAddr) {
    loop {
        match door.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted now");
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// Whether the error is of a connection that went away before it was accepted, not of the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn talk<Io: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    io: Patience<Io>,
    house: House,
    local: LocalAddr,
    peer: SocketAddr,
    limits: ConnectionLimits,
    mut stopping: watch::Receiver<bool>,
) {
    let remote = RemoteAddr(Addr::SocketAddr(peer));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (house, local, remote) = (house.clone(), local.clone(), remote.clone());
        async move {
            let request = Request::from((request, local, remote, Scheme::HTTP));
            Ok::<_, Infallible>(hyper::Response::from(house.get_response(request).await))
        }
    });
    let talk = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_headers(limits::HEADERS)
        .max_buf_size(limits::HEAD)
        .serve_connection(TokioIo::new(io), service);
    let mut talk = pin!(talk);
    // Told, or the server is gone: both mean to end after the open request.
    let told = async { drop(stopping.wait_for(|stopping| *stopping).await) };
    let ended = tokio::select! {
        ended = talk.as_mut() => Some(ended),
        () = told => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            talk.as_mut().graceful_shutdown();
            talk.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

#[cfg(test)]
mod tests;
