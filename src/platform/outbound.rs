//! The HTTP client for calls to other machines. It uses TLS for `https` addresses and trusts the public root
//! certificates.

use hyper::body::{Body, Bytes};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

/// A client that keeps its connections. Timeouts are the caller's.
pub type HttpClient<B> = Client<HttpsConnector<HttpConnector>, B>;

/// A new client for bodies of this kind.
pub fn http_client<B>() -> HttpClient<B>
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
{
    let connector = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
    Client::builder(TokioExecutor::new()).build(connector)
}
