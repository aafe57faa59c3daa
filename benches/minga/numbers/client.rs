//! A client that keeps its connection, as a browser or another program does.

use std::net::SocketAddr;

use anyhow::Context;
use http_body_util::{BodyExt, Full};
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One connection.
pub struct Client {
    sender: http1::SendRequest<Full<Bytes>>,
    address: SocketAddr,
}

impl Client {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, address })
    }

    /// Reads `path`; status and body.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<(u16, Bytes)> {
        let request = Request::get(path).header("host", self.address.to_string()).body(Full::default())?;
        self.send(request).await
    }

    /// Makes something at `path` as somebody, under this idempotency key; status and body.
    pub async fn post(
        &mut self,
        path: &str,
        bearer: &str,
        key: &str,
        body: &serde_json::Value,
    ) -> anyhow::Result<(u16, Bytes)> {
        let request = Request::post(path)
            .header("host", self.address.to_string())
            .header("authorization", bearer)
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(serde_json::to_vec(body)?)))?;
        self.send(request).await
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> anyhow::Result<(u16, Bytes)> {
        self.sender.ready().await.context("the server has closed the connection")?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }
}
