//! HTTP client of the Meilisearch API: JSON with a timeout and a maximum response size. The key never appears in logs
//! or errors.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use serde_json::Value;
use tokio::time::{sleep, timeout};
use url::Url;

use crate::{
    platform::outbound::{HttpClient, http_client},
    search::SearchError,
};

/// Timeout of one request.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum size of a response in bytes.
const MAX_RESPONSE_SIZE: usize = 32 * 1024 * 1024;
/// Maximum length of a server message in errors, in characters.
const MAX_MESSAGE_LENGTH: usize = 300;
/// How often a task is polled, and the pause between polls, which doubles up to its maximum.
const TASK_POLLS: u32 = 300;
const TASK_POLL_PAUSE: Duration = Duration::from_millis(5);
const MAX_TASK_POLL_PAUSE: Duration = Duration::from_secs(2);

/// A client of one server. Does not implement `Debug`, because it holds the key.
pub struct Client {
    http: HttpClient<Full<Bytes>>,
    address: String,
    key: Option<HeaderValue>,
}

impl Client {
    /// A client of the server at `address`. Sends nothing yet.
    ///
    /// # Errors
    /// [`SearchError::InvalidSettings`] if the key is not a valid header value.
    pub fn new(address: &Url, key: Option<&str>) -> Result<Self, SearchError> {
        let key = key
            .map(|key| HeaderValue::try_from(format!("Bearer {key}")))
            .transpose()
            .map_err(|_| SearchError::InvalidSettings("the key of the search server has invalid characters"))?
            .map(|mut key| {
                key.set_sensitive(true);
                key
            });
        Ok(Self { http: http_client(), address: address.as_str().trim_end_matches('/').to_owned(), key })
    }

    /// Sends a request and returns the response; `path` starts with a slash.
    ///
    /// # Errors
    /// [`SearchError::Unreachable`] without a response in time, [`SearchError::ServerError`] if the status is not a
    /// success or the response is not JSON.
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, SearchError> {
        timeout(REQUEST_TIMEOUT, self.send_once(method, path, body))
            .await
            .map_err(|_| SearchError::Unreachable("no response in time".into()))?
    }

    async fn send_once(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, SearchError> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key);
        }
        let bytes = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let request = request
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(Full::new(bytes))
            .map_err(|_| SearchError::InvalidSettings("the address of the search server is invalid"))?;
        let unreachable = |error: &dyn std::fmt::Display| SearchError::Unreachable(error.to_string());
        let response = self.http.request(request).await.map_err(|error| unreachable(&error))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_RESPONSE_SIZE).collect().await;
        let body = body.map_err(|error| unreachable(&error))?.to_bytes();
        if !status.is_success() {
            return Err(server_error(status, &body));
        }
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&body).map_err(|_| SearchError::ServerError {
            status: status.as_u16(),
            message: "the response is not JSON; is this a Meilisearch server?".into(),
        })
    }

    /// Sends a request that starts an asynchronous task, and waits until the task is done.
    pub async fn run_task(&self, method: Method, path: &str, body: Option<&Value>) -> Result<(), SearchError> {
        let task = self.start_task(method, path, body).await?;
        self.wait_for_task(task).await
    }

    /// Sends a request that starts an asynchronous task and returns the task's uid. The server runs tasks in order.
    pub async fn start_task(&self, method: Method, path: &str, body: Option<&Value>) -> Result<u64, SearchError> {
        let response = self.send(method, path, body).await?;
        response.get("taskUid").and_then(Value::as_u64).ok_or_else(|| SearchError::ServerError {
            status: 0,
            message: "no task was started; is this a Meilisearch server?".into(),
        })
    }

    /// Waits until a task is done.
    ///
    /// # Errors
    /// [`SearchError::ServerError`] if the task failed, [`SearchError::Unreachable`] if it is not done in ten minutes.
    pub async fn wait_for_task(&self, uid: u64) -> Result<(), SearchError> {
        let mut pause = TASK_POLL_PAUSE;
        for _ in 0..TASK_POLLS {
            let task = self.send(Method::GET, &format!("/tasks/{uid}"), None).await?;
            match task.get("status").and_then(Value::as_str) {
                Some("succeeded") => return Ok(()),
                Some("failed" | "canceled") => {
                    let message = task.pointer("/error/message").and_then(Value::as_str).unwrap_or("the task failed");
                    return Err(SearchError::ServerError { status: 0, message: truncate(message) });
                }
                _ => sleep(pause).await,
            }
            pause = (pause * 2).min(MAX_TASK_POLL_PAUSE);
        }
        Err(SearchError::Unreachable(format!("task {uid} is not done after ten minutes")))
    }
}

fn server_error(status: StatusCode, body: &[u8]) -> SearchError {
    let error = serde_json::from_slice::<Value>(body).ok();
    let message = error.as_ref().and_then(|error| error.get("message")).and_then(Value::as_str);
    SearchError::ServerError { status: status.as_u16(), message: truncate(message.unwrap_or("no message")) }
}

fn truncate(message: &str) -> String {
    message.chars().take(MAX_MESSAGE_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    /// A server that answers each connection with the next response, and returns the requests it received.
    async fn server(responses: &'static [&'static str]) -> (Url, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("a URL");
        let requests = tokio::spawn(async move {
            let mut requests = Vec::new();
            for response in responses {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut buffer = vec![0; 4096];
                let read = stream.read(&mut buffer).await.expect("a request");
                requests.push(String::from_utf8_lossy(&buffer[..read]).into_owned());
                let (status, body) = response.split_once(' ').expect("status and body");
                let head =
                    format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).await.expect("written");
            }
            requests
        });
        (url, requests)
    }

    #[tokio::test]
    async fn tasks_are_awaited_and_failures_returned() {
        let (url, requests) = server(&[
            r#"202 {"taskUid":3}"#,
            r#"200 {"status":"processing"}"#,
            r#"200 {"status":"succeeded"}"#,
            r#"202 {"taskUid":4}"#,
            r#"200 {"status":"failed","error":{"message":"no such field"}}"#,
        ])
        .await;
        let client = Client::new(&url, Some("s3cret")).expect("a client");
        client.run_task(Method::POST, "/indexes", Some(&serde_json::json!({ "uid": "a" }))).await.expect("done");
        let failed = client.run_task(Method::DELETE, "/indexes/a", None).await.expect_err("failed");
        assert!(failed.to_string().contains("no such field") && !failed.is_temporary());
        let requests = requests.await.expect("the server has stopped");
        assert!(
            requests[0].starts_with("POST /indexes HTTP/1.1") && requests[0].ends_with(r#"{"uid":"a"}"#),
            "{requests:?}"
        );
        assert!(
            requests[1].starts_with("GET /tasks/3 ")
                && requests.iter().all(|request| request.contains("Bearer s3cret"))
        );
    }

    #[tokio::test]
    async fn errors_are_classified_and_never_contain_the_key() {
        let (url, _requests) =
            server(&[r#"403 {"message":"The provided API key is invalid."}"#, "503 busy", "200 <html>"]).await;
        let client = Client::new(&url, Some("s3cret")).expect("a client");
        let mut errors = Vec::new();
        for _ in 0..4 {
            errors.push(client.send(Method::GET, "/stats", None).await.expect_err("refused"));
        }
        let temporary: Vec<_> = errors.iter().map(SearchError::is_temporary).collect();
        assert_eq!(temporary, [false, true, false, true], "{errors:?}");
        assert!(errors[0].to_string().contains("API key is invalid"));
        assert!(errors.iter().all(|error| !format!("{error:?} {error}").contains("s3cret")));
        assert!(Client::new(&url, Some("line\nbreak")).is_err());
    }
}
