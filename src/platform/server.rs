//! The HTTP server: accepts connections within limits, and gives every wait on a client a timeout.
//!
//! Slow or silent clients are disconnected; sooner, when others need their slots. An address may hold only so many
//! connections, unless it is a trusted proxy's. When the process has no file
//! descriptors left, accepting is retried after a pause instead of in a busy loop.

mod connection_limit;
mod open_connections;
mod write_timeout;

use std::{convert::Infallible, future::Future, io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use poem::{
    Addr, Endpoint, EndpointExt, IntoEndpoint, IntoResponse, Request, Response,
    endpoint::BoxEndpoint,
    http::{
        Version, header,
        uri::{Authority, Scheme},
    },
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

use self::{
    connection_limit::ConnectionLimit,
    open_connections::{OpenConnection, OpenConnections},
    write_timeout::WriteTimeout,
};
use super::{
    http::{errors::RequestError, limits, problem::Problem},
    proxies::TrustedProxies,
};

/// Limits and timeouts of connections. An installation uses `ConnectionLimits::default()`.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// Open connections, of all addresses.
    pub total: usize,
    /// Open connections of one address, or of one IPv6 /64 network.
    pub per_address: usize,
    /// Open connections from this machine, or from one trusted proxy.
    pub per_proxy: usize,
    /// The trusted proxies.
    pub proxies: TrustedProxies,
    /// Timeout for the head of a request, from accepting the connection or from the previous response.
    pub header: Duration,
    /// Timeout for a client that reads nothing of its response.
    pub write: Duration,
    /// How long a connection may wait for its client while others need its slot.
    pub silence: Duration,
    /// The pause after accepting failed.
    pub accept_pause: Duration,
    /// How long open requests may go on after the server was told to stop.
    pub drain: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            // Half of the file descriptors; the other half is for the database, the search index and uploads.
            total: limits::CONNECTIONS
                .min(connection_limit::open_files().unwrap_or(limits::CONNECTIONS * 2) / 2)
                .max(1),
            per_address: limits::CONNECTIONS_PER_ADDRESS,
            per_proxy: limits::CONNECTIONS_PER_PROXY,
            proxies: TrustedProxies::default(),
            header: limits::HEADER_TIMEOUT,
            write: limits::WRITE_TIMEOUT,
            silence: limits::SILENCE,
            accept_pause: limits::ACCEPT_PAUSE,
            drain: limits::DRAIN,
        }
    }
}

/// Serves `endpoint` on `listener` until `stop` completes; then waits at most `drain` for open requests.
///
/// Only HTTP/1.1 is supported. HTTP/2 is the reverse proxy's task: its streams share one connection, so they would not
/// be counted by these limits.
pub async fn serve<E>(listener: TcpListener, endpoint: E, limits: ConnectionLimits, stop: impl Future<Output = ()>)
where
    E: IntoEndpoint,
    E::Endpoint: 'static,
{
    serve_on(Tcp(listener), Arc::new(endpoint.into_endpoint().map_to_response().boxed()), limits, stop).await;
}

/// A source of connections; a trait so that tests can supply connections without sockets.
trait Listener: Send {
    type Io: AsyncRead + AsyncWrite + Send + Unpin + 'static;

    fn local_addr(&self) -> LocalAddr;

    fn accept(&mut self) -> impl Future<Output = io::Result<(Self::Io, SocketAddr)>> + Send;
}

struct Tcp(TcpListener);

impl Listener for Tcp {
    type Io = TcpStream;

    fn local_addr(&self) -> LocalAddr {
        self.0.local_addr().map(|address| LocalAddr(Addr::SocketAddr(address))).unwrap_or_default()
    }

    async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = self.0.accept().await?;
        // A response is written at once, so waiting to fill a packet would only delay its end.
        stream.set_nodelay(true)?;
        Ok((stream, peer))
    }
}

type SharedEndpoint = Arc<BoxEndpoint<'static, Response>>;

async fn serve_on<L: Listener>(
    mut listener: L,
    endpoint: SharedEndpoint,
    limits: ConnectionLimits,
    stop: impl Future<Output = ()>,
) {
    let limit = ConnectionLimit::new(limits.clone());
    let open = Arc::new(OpenConnections::default());
    let (stopping, _) = watch::channel(false);
    let mut connections = JoinSet::new();
    let local = listener.local_addr();
    let mut stop = pin!(stop);
    loop {
        // Without a free slot no connection is accepted: it waits in the kernel's backlog.
        let next = async {
            let slot = limit.free_slot(&open).await;
            let (io, peer) = accept(&mut listener, limits.accept_pause).await;
            (slot, io, peer)
        };
        let (slot, io, peer) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        let Some(slot) = slot.assign(peer.ip()) else {
            tracing::debug!("an address has too many connections");
            continue;
        };
        let io = WriteTimeout::new(io, limits.write);
        let connection = serve_connection(
            io,
            endpoint.clone(),
            local.clone(),
            peer,
            limits.header,
            open.add(),
            stopping.subscribe(),
        );
        connections.spawn(async move {
            connection.await;
            drop(slot);
        });
    }
    drop(listener);
    stopping.send_replace(true);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain, all).await.is_err() {
        tracing::warn!(open = connections.len(), "open requests were aborted because the server stops");
    }
}

async fn accept<L: Listener>(listener: &mut L, pause: Duration) -> (L::Io, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "accepting a connection failed");
                tokio::time::sleep(pause).await;
            }
        }
    }
}

/// Whether the error concerns one connection that was closed before it was accepted, not the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Whether the request has exactly one `Host` header, and a valid one (RFC 9112, section 3.2). HTTP/1.0 does not know it.
fn names_its_host(request: &hyper::Request<Incoming>) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => {
            let host = host.to_str().unwrap_or_default();
            !host.contains('@') && host.parse::<Authority>().is_ok()
        }
        _ => false,
    }
}

async fn serve_connection<Io: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    io: WriteTimeout<Io>,
    endpoint: SharedEndpoint,
    local: LocalAddr,
    peer: SocketAddr,
    header_timeout: Duration,
    open: OpenConnection,
    mut stopping: watch::Receiver<bool>,
) {
    let (open, remote) = (&open, RemoteAddr(Addr::SocketAddr(peer)));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (endpoint, local, remote) = (endpoint.clone(), local.clone(), remote.clone());
        async move {
            open.begin_request();
            let response = if names_its_host(&request) {
                endpoint.get_response(Request::from((request, local, remote, Scheme::HTTP))).await
            } else {
                Problem::from(RequestError::HostInvalid).into_response()
            };
            open.end_request();
            Ok::<_, Infallible>(hyper::Response::from(response))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .max_headers(limits::HEADERS)
        .max_buf_size(limits::HEAD)
        .serve_connection(TokioIo::new(io), service);
    let mut connection = pin!(connection);
    // The channel is also closed when the server is gone. Both mean: end after the open request.
    let stop = async { drop(stopping.wait_for(|stopping| *stopping).await) };
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = stop => None,
        // Nothing is lost where no request has been read.
        () = open.close_requested() => {
            if !open.has_had_request() {
                return;
            }
            None
        }
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended with an error");
    }
}

#[cfg(test)]
mod tests;
