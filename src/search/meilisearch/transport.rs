//! HTTP transport of the Meilisearch client: our own hyper client with a deadline per call and a maximum response size.
//! The key never appears in logs or errors.

use std::{pin::pin, time::Duration};

use async_trait::async_trait;
use futures_util::{AsyncRead, AsyncReadExt};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, StatusCode,
    body::Bytes,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use meilisearch_sdk::{
    errors::Error,
    request::{HttpClient as MeilisearchHttpClient, Method},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::time::timeout;

use super::errors::truncate;
use crate::{
    platform::outbound::{HttpClient, http_client},
    search::SearchError,
};

/// Deadline of one call, from the connection to the last byte of the response.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum size of a request or response in bytes.
const MAX_BODY_SIZE: usize = 32 * 1024 * 1024;

/// Sends the requests of the Meilisearch client. Does not implement `Debug`, because it holds the key.
#[derive(Clone)]
pub struct Transport {
    http: HttpClient<Full<Bytes>>,
    key: Option<HeaderValue>,
}

impl Transport {
    /// A transport that authenticates with `key`. Sends nothing yet.
    ///
    /// # Errors
    /// [`SearchError::InvalidSettings`] if the key is not a valid header value.
    pub fn new(key: Option<&str>) -> Result<Self, SearchError> {
        let key = key
            .map(|key| HeaderValue::try_from(format!("Bearer {key}")))
            .transpose()
            .map_err(|_| SearchError::InvalidSettings("the key of the search server has invalid characters"))?
            .map(|mut key| {
                key.set_sensitive(true);
                key
            });
        Ok(Self { http: http_client(), key })
    }

    /// Sends a request and returns the body of a response with the expected status.
    async fn call(
        &self,
        method: hyper::Method,
        address: String,
        content_type: &str,
        body: Vec<u8>,
        expected: u16,
    ) -> Result<Bytes, SearchError> {
        let mut request = Request::builder().method(method).uri(address).header(CONTENT_TYPE, content_type);
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key);
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| SearchError::InvalidSettings("the address of the search server is invalid"))?;
        let (status, body) = timeout(CALL_TIMEOUT, self.exchange(request))
            .await
            .map_err(|_| SearchError::Unreachable("no response in time".into()))??;
        if status.as_u16() == expected { Ok(body) } else { Err(server_error(status, &body)) }
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), SearchError> {
        let unreachable = |error: &dyn std::fmt::Display| SearchError::Unreachable(error.to_string());
        let response = self.http.request(request).await.map_err(|error| unreachable(&error))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_BODY_SIZE).collect().await;
        Ok((status, body.map_err(|error| unreachable(&error))?.to_bytes()))
    }
}

#[async_trait]
impl MeilisearchHttpClient for Transport {
    async fn request<Query, Body, Output>(
        &self,
        url: &str,
        method: Method<Query, Body>,
        expected_status_code: u16,
    ) -> Result<Output, Error>
    where
        Query: Serialize + Send + Sync,
        Body: Serialize + Send + Sync,
        Output: DeserializeOwned + 'static + Send,
    {
        let address = format!("{url}{}", yaup::to_string(method.query())?);
        let body = method.body().map(serde_json::to_vec).transpose()?.unwrap_or_default();
        let response = self.call(verb(&method), address, "application/json", body, expected_status_code).await;
        read_json(&response.map_err(own_error)?)
    }

    async fn stream_request<
        Query: Serialize + Send + Sync,
        Body: AsyncRead + Send + Sync + 'static,
        Output: DeserializeOwned + 'static,
    >(
        &self,
        url: &str,
        method: Method<Query, Body>,
        content_type: &str,
        expected_status_code: u16,
    ) -> Result<Output, Error> {
        let address = format!("{url}{}", yaup::to_string(method.query())?);
        let verb = verb(&method);
        let mut body = Vec::new();
        if let Some(source) = method.into_body() {
            let most = u64::try_from(MAX_BODY_SIZE).unwrap_or(u64::MAX);
            pin!(source.take(most)).read_to_end(&mut body).await.map_err(|error| Error::Other(Box::new(error)))?;
        }
        let response = self.call(verb, address, content_type, body, expected_status_code).await;
        read_json(&response.map_err(own_error)?)
    }

    fn is_tokio(&self) -> bool {
        true
    }
}

fn verb<Query, Body>(method: &Method<Query, Body>) -> hyper::Method {
    match method {
        Method::Get { .. } => hyper::Method::GET,
        Method::Post { .. } => hyper::Method::POST,
        Method::Patch { .. } => hyper::Method::PATCH,
        Method::Put { .. } => hyper::Method::PUT,
        Method::Delete { .. } => hyper::Method::DELETE,
    }
}

/// Carries our own error through the library; [`search_error`](super::errors::search_error) takes it out again.
fn own_error(error: SearchError) -> Error {
    Error::Other(Box::new(error))
}

fn read_json<Output: DeserializeOwned>(body: &[u8]) -> Result<Output, Error> {
    let body = if body.is_empty() { b"null" } else { body };
    Ok(serde_json::from_slice(body)?)
}

fn server_error(status: StatusCode, body: &[u8]) -> SearchError {
    let error = serde_json::from_slice::<Value>(body).ok();
    let message = error.as_ref().and_then(|error| error.get("message")).and_then(Value::as_str);
    SearchError::ServerError { status: status.as_u16(), message: truncate(message.unwrap_or("no message")) }
}
