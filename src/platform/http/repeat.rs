//! Repeats a request whose transaction the database aborted in favour of another: a deadlock, a serialization failure or
//! a busy file. Nothing of it was stored, so it runs again from its beginning: session, body and transaction.

use std::time::Duration;

use hyper::http::Extensions;
use poem::{
    Request, RequestParts,
    http::{self, HeaderMap, Method, Uri, Version, uri::Scheme},
    web::{LocalAddr, RemoteAddr},
};

/// Pauses before the repetitions of a request or a job, in milliseconds.
const PAUSES: [u64; 6] = [5, 20, 60, 150, 400, 900];

/// The pauses before each repetition.
pub fn pauses() -> impl Iterator<Item = Duration> + Send {
    PAUSES.into_iter().map(Duration::from_millis)
}

/// The head of a request.
pub(super) struct RequestHead {
    method: Method,
    uri: Uri,
    version: Version,
    headers: HeaderMap,
    extensions: Extensions,
    local: LocalAddr,
    remote: RemoteAddr,
    scheme: Scheme,
}

impl RequestHead {
    /// The head of `request`.
    pub fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            headers: request.headers().clone(),
            extensions: request.extensions().clone(),
            local: request.local_addr().clone(),
            remote: request.remote_addr().clone(),
            scheme: request.scheme().clone(),
        }
    }

    /// The same request with this body.
    pub fn request(&self, body: Vec<u8>) -> Request {
        let (mut parts, ()) = http::Request::new(()).into_parts();
        parts.method = self.method.clone();
        parts.uri = self.uri.clone();
        parts.version = self.version;
        parts.headers = self.headers.clone();
        parts.extensions = self.extensions.clone();
        let parts: RequestParts = (parts, self.local.clone(), self.remote.clone(), self.scheme.clone()).into();
        Request::from_parts(parts, body.into())
    }
}
