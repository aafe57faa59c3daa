//! Talking to a Meilisearch server: JSON over HTTP, with a deadline, a cap on answers, and the key kept out of
//! everything that is written down.

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

use super::super::engine::SearchError;
use crate::platform::outbound::{HttpClient, http_client};

/// How long one call may take.
const CALL_DEADLINE: Duration = Duration::from_secs(10);
/// Bytes of an answer at most.
const MAX_ANSWER: usize = 32 * 1024 * 1024;
/// Characters of a server's message that are passed on.
const MAX_MESSAGE: usize = 300;
/// How often, and how long apart, a task is asked for: the pause doubles to its longest.
const TASK_TRIES: u32 = 300;
const TASK_PAUSE: Duration = Duration::from_millis(5);
const TASK_PAUSE_LONGEST: Duration = Duration::from_secs(2);

/// A connection to one server. It has no `Debug`, since it holds the key.
pub struct Server {
    client: HttpClient<Full<Bytes>>,
    address: String,
    key: Option<HeaderValue>,
}

impl Server {
    /// The server at `address`; nothing is sent yet.
    pub fn new(address: &Url, key: Option<&str>) -> Result<Self, SearchError> {
        let key = key
            .map(|key| HeaderValue::try_from(format!("Bearer {key}")))
            .transpose()
            .map_err(|_| SearchError::Query("the key of the search server has characters that no key has"))?
            .map(|mut key| {
                key.set_sensitive(true);
                key
            });
        Ok(Self { client: http_client(), address: address.as_str().trim_end_matches('/').to_owned(), key })
    }

    /// One call; `path` begins with a slash.
    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, SearchError> {
        timeout(CALL_DEADLINE, self.exchange(method, path, body))
            .await
            .map_err(|_| SearchError::Unreachable("no answer in time".into()))?
    }

    async fn exchange(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, SearchError> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, key);
        }
        let bytes = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let request = request
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(Full::new(bytes))
            .map_err(|_| SearchError::Query("the address of the search server cannot be used"))?;
        let unreachable = |error: &dyn std::fmt::Display| SearchError::Unreachable(error.to_string());
        let response = self.client.request(request).await.map_err(|error| unreachable(&error))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
        let body = body.map_err(|error| unreachable(&error))?.to_bytes();
        if !status.is_success() {
            return Err(refused(status, &body));
        }
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&body).map_err(|_| SearchError::Refused {
            status: status.as_u16(),
            message: "its answer is not JSON; is this a Meilisearch server?".into(),
        })
    }

    /// A call that begins a task, and the wait until the task is done.
    pub async fn task(&self, method: Method, path: &str, body: Option<&Value>) -> Result<(), SearchError> {
        let number = self.enqueue(method, path, body).await?;
        self.wait(number).await
    }

    /// A call that begins a task; tells its number. Tasks are done in the order in which they were begun.
    pub async fn enqueue(&self, method: Method, path: &str, body: Option<&Value>) -> Result<u64, SearchError> {
        let answer = self.call(method, path, body).await?;
        answer.get("taskUid").and_then(Value::as_u64).ok_or_else(|| SearchError::Refused {
            status: 0,
            message: "it did not begin a task; is this a Meilisearch server?".into(),
        })
    }

    /// Waits until a task is done.
    pub async fn wait(&self, number: u64) -> Result<(), SearchError> {
        let mut pause = TASK_PAUSE;
        for _ in 0..TASK_TRIES {
            let task = self.call(Method::GET, &format!("/tasks/{number}"), None).await?;
            match task.get("status").and_then(Value::as_str) {
                Some("succeeded") => return Ok(()),
                Some("failed" | "canceled") => {
                    let message = task.pointer("/error/message").and_then(Value::as_str).unwrap_or("a task failed");
                    return Err(SearchError::Refused { status: 0, message: cut(message) });
                }
                _ => sleep(pause).await,
            }
            pause = (pause * 2).min(TASK_PAUSE_LONGEST);
        }
        Err(SearchError::Unreachable(format!("its task {number} is not done after ten minutes")))
    }
}

fn refused(status: StatusCode, body: &[u8]) -> SearchError {
    let told = serde_json::from_slice::<Value>(body).ok();
    let message = told.as_ref().and_then(|told| told.get("message")).and_then(Value::as_str);
    SearchError::Refused { status: status.as_u16(), message: cut(message.unwrap_or("no reason given")) }
}

fn cut(message: &str) -> String {
    message.chars().take(MAX_MESSAGE).collect()
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    /// A server that answers each connection with the next of `answers`; gives back what it was sent.
    async fn server(answers: &'static [&'static str]) -> (Url, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("a URL");
        let heard = tokio::spawn(async move {
            let mut heard = Vec::new();
            for answer in answers {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut buffer = vec![0; 4096];
                let read = stream.read(&mut buffer).await.expect("a request");
                heard.push(String::from_utf8_lossy(&buffer[..read]).into_owned());
                let (status, body) = answer.split_once(' ').expect("status and body");
                let head =
                    format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).await.expect("written");
            }
            heard
        });
        (url, heard)
    }

    #[tokio::test]
    async fn a_task_is_waited_for_and_its_failure_told() {
        let (url, heard) = server(&[
            r#"202 {"taskUid":3}"#,
            r#"200 {"status":"processing"}"#,
            r#"200 {"status":"succeeded"}"#,
            r#"202 {"taskUid":4}"#,
            r#"200 {"status":"failed","error":{"message":"no such field"}}"#,
        ])
        .await;
        let server = Server::new(&url, Some("s3cret")).expect("a client");
        server.task(Method::POST, "/indexes", Some(&serde_json::json!({ "uid": "a" }))).await.expect("done");
        let failed = server.task(Method::DELETE, "/indexes/a", None).await.expect_err("failed");
        assert!(failed.to_string().contains("no such field") && !failed.is_passing());
        let heard = heard.await.expect("heard");
        assert!(heard[0].starts_with("POST /indexes HTTP/1.1") && heard[0].ends_with(r#"{"uid":"a"}"#), "{heard:?}");
        assert!(heard[1].starts_with("GET /tasks/3 ") && heard.iter().all(|h| h.contains("Bearer s3cret")));
    }

    #[tokio::test]
    async fn errors_have_a_kind_and_never_the_key() {
        let (url, _heard) =
            server(&[r#"403 {"message":"The provided API key is invalid."}"#, "503 busy", "200 <html>"]).await;
        let server = Server::new(&url, Some("s3cret")).expect("a client");
        let mut errors = Vec::new();
        for _ in 0..4 {
            errors.push(server.call(Method::GET, "/stats", None).await.expect_err("refused"));
        }
        let passing: Vec<_> = errors.iter().map(SearchError::is_passing).collect();
        assert_eq!(passing, [false, true, false, true], "{errors:?}");
        assert!(errors[0].to_string().contains("API key is invalid"));
        assert!(errors.iter().all(|error| !format!("{error:?} {error}").contains("s3cret")));
        assert!(Server::new(&url, Some("line\nbreak")).is_err());
    }
}
