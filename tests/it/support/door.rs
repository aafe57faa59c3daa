//! How a test speaks HTTP: as somebody, with a fresh idempotency key for each thing to make.

use std::sync::atomic::{AtomicU64, Ordering};

use entities::values::{OrganisationKind, Role};
use poem::{
    endpoint::BoxEndpoint,
    test::{TestClient, TestRequestBuilder},
};
use serde_json::Value;

use super::{TestApp, people::Someone};

/// Every request to make something has a key of its own.
static NEXT_KEY: AtomicU64 = AtomicU64::new(0);

/// Somebody's way in.
pub struct Door {
    client: TestClient<BoxEndpoint<'static>>,
    /// Who comes in; none = nobody.
    pub someone: Option<Someone>,
}

/// What was answered.
#[derive(Debug)]
pub struct Heard {
    /// HTTP status.
    pub status: u16,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Link`.
    pub link: Option<String>,
    /// The body; null where there is none.
    pub body: Value,
}

impl TestApp {
    /// The way in of somebody of the cooperative.
    pub async fn staff_door(&self, role: Role) -> Door {
        Door { client: self.client(), someone: Some(self.staff(role).await) }
    }

    /// The way in of the staff of the organisation `code` of this kind.
    pub async fn door(&self, kind: OrganisationKind, code: &str) -> Door {
        Door { client: self.client(), someone: Some(self.someone(kind, code, Role::Staff).await) }
    }

    /// The way in of whoever comes by.
    pub fn open_door(&self) -> Door {
        Door { client: self.client(), someone: None }
    }
}

impl Door {
    /// Asks for something; `path` without `/api/v1`.
    pub async fn get(&self, path: &str) -> Heard {
        self.send(self.client.get(full(path))).await
    }

    /// Makes something, or changes a state, under a key of its own.
    pub async fn post(&self, path: &str, body: Value) -> Heard {
        self.post_as(&NEXT_KEY.fetch_add(1, Ordering::Relaxed).to_string(), path, body).await
    }

    /// The same under this key.
    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Heard {
        self.send(self.client.post(full(path)).header("idempotency-key", key).body_json(&body)).await
    }

    /// Changes something that was read with this `ETag`.
    pub async fn put(&self, path: &str, etag: &str, body: Value) -> Heard {
        self.send(self.client.put(full(path)).header("if-match", etag).body_json(&body)).await
    }

    /// Changes something without saying what was read.
    pub async fn put_blind(&self, path: &str, body: Value) -> Heard {
        self.send(self.client.put(full(path)).body_json(&body)).await
    }

    /// Sends a file.
    pub async fn post_bytes(&self, path: &str, bytes: Vec<u8>) -> Heard {
        let request = self.client.post(full(path)).header("content-type", "application/octet-stream").body(bytes);
        self.send(request).await
    }

    async fn send(&self, request: TestRequestBuilder<'_, BoxEndpoint<'static>>) -> Heard {
        let request = match &self.someone {
            Some(someone) => request.header("authorization", &someone.bearer),
            None => request,
        };
        let response = request.send().await.0;
        let header = |name: &str| response.header(name).map(str::to_owned);
        let (status, etag, link) = (response.status().as_u16(), header("etag"), header("link"));
        let text = response.into_body().into_string().await.unwrap();
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Heard { status, etag, link, body }
    }
}

fn full(path: &str) -> String {
    format!("/api/v1{path}")
}

impl Heard {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.body
    }

    /// The `ETag` of a success.
    #[track_caller]
    pub fn tag(&self) -> String {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.etag.clone().expect("an ETag")
    }

    /// Status and code of a refusal.
    #[track_caller]
    pub fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().expect("a problem"))
    }

    /// Pointer of the first field at fault.
    #[track_caller]
    pub fn pointer(&self) -> &str {
        self.body["errors"][0]["pointer"].as_str().expect("a field at fault")
    }
}
