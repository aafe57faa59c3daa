//! The HTTP client of the tests: requests of a signed-in person, with a new idempotency key for each request that
//! creates something.

use std::sync::atomic::{AtomicU64, Ordering};

use entities::values::{OrganisationId, OrganisationKind, PersonId, Role};
use minga::platform::app::App;
use poem::{
    endpoint::BoxEndpoint,
    http::HeaderMap,
    test::{TestClient, TestRequestBuilder},
};
use serde_json::Value;
use uuid::Uuid;

use super::{TestApp, people::TestUser};

/// Each creating request has its own key.
static NEXT_KEY: AtomicU64 = AtomicU64::new(0);

/// A client of the API that acts for one person.
pub struct ApiClient {
    client: TestClient<BoxEndpoint<'static>>,
    /// The signed-in person; none = anonymous.
    pub user: Option<TestUser>,
}

/// A response.
#[derive(Debug)]
pub struct ApiResponse {
    /// HTTP status.
    pub status: u16,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Link`.
    pub link: Option<String>,
    /// The body; null where it is not JSON.
    pub body: Value,
}

impl TestApp {
    /// A client of the cooperative's staff with this role.
    pub async fn staff_client(&self, role: Role) -> ApiClient {
        ApiClient { client: self.client(), user: Some(self.staff(role).await) }
    }

    /// A client of the staff of the organisation `code` of this kind.
    pub async fn organisation_client(&self, kind: OrganisationKind, code: &str) -> ApiClient {
        ApiClient { client: self.client(), user: Some(self.user(kind, code, Role::Staff).await) }
    }

    /// A client of this person, who acts for the person's first organisation.
    pub async fn person_client(&self, person: PersonId) -> ApiClient {
        let bearer = self.sign_in(person).await;
        let session = self.client().get(full("/session")).header("authorization", &bearer).send().await;
        let session: Value = session.json().await.value().deserialize();
        let organisation = session["organisation_id"].as_str().unwrap().parse::<Uuid>().unwrap();
        let user = TestUser { person, organisation: OrganisationId(organisation), bearer };
        ApiClient { client: self.client(), user: Some(user) }
    }

    /// A client of another node, with the session of `client`.
    pub fn client_of_node(&self, node: &App, client: &ApiClient) -> ApiClient {
        let user = client.user.clone();
        ApiClient { client: TestClient::new(minga::router::endpoint(node)), user }
    }

    /// A client without a session.
    pub fn anonymous_client(&self) -> ApiClient {
        ApiClient { client: self.client(), user: None }
    }
}

impl ApiClient {
    /// Sends a GET request; `path` is without `/api/v1`.
    pub async fn get(&self, path: &str) -> ApiResponse {
        self.send(self.client.get(full(path))).await
    }

    /// Sends a POST request with a new idempotency key.
    pub async fn post(&self, path: &str, body: Value) -> ApiResponse {
        self.post_as(&NEXT_KEY.fetch_add(1, Ordering::Relaxed).to_string(), path, body).await
    }

    /// The same under this key.
    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> ApiResponse {
        self.send(self.client.post(full(path)).header("idempotency-key", key).body_json(&body)).await
    }

    /// Sends a POST request with a new idempotency key about something that was read with this `ETag`.
    pub async fn post_if_match(&self, path: &str, etag: &str, body: Value) -> ApiResponse {
        let key = NEXT_KEY.fetch_add(1, Ordering::Relaxed).to_string();
        let request = self.client.post(full(path)).header("idempotency-key", key).header("if-match", etag);
        self.send(request.body_json(&body)).await
    }

    /// Changes something that was read with this `ETag`.
    pub async fn put(&self, path: &str, etag: &str, body: Value) -> ApiResponse {
        self.send(self.client.put(full(path)).header("if-match", etag).body_json(&body)).await
    }

    /// Changes something without saying what was read.
    pub async fn put_without_if_match(&self, path: &str, body: Value) -> ApiResponse {
        self.send(self.client.put(full(path)).body_json(&body)).await
    }

    /// Sends a DELETE request.
    pub async fn delete(&self, path: &str) -> ApiResponse {
        self.send(self.client.delete(full(path))).await
    }

    /// Deletes something that was read with this `ETag`.
    pub async fn delete_if_match(&self, path: &str, etag: &str) -> ApiResponse {
        self.send(self.client.delete(full(path)).header("if-match", etag)).await
    }

    /// Sends a CSV file with a new idempotency key.
    pub async fn post_csv(&self, path: &str, csv: String) -> ApiResponse {
        let key = NEXT_KEY.fetch_add(1, Ordering::Relaxed).to_string();
        let request = self.client.post(full(path)).header("idempotency-key", key);
        self.send(request.content_type("text/csv; charset=utf-8").body(csv)).await
    }

    /// Sends a file.
    pub async fn post_bytes(&self, path: &str, bytes: Vec<u8>) -> ApiResponse {
        let request = self.client.post(full(path)).header("content-type", "application/octet-stream").body(bytes);
        self.send(request).await
    }

    /// Sends a picture with a new idempotency key.
    pub async fn post_image(&self, path: &str, content_type: &str, bytes: Vec<u8>) -> ApiResponse {
        let key = NEXT_KEY.fetch_add(1, Ordering::Relaxed).to_string();
        let request = self.client.post(full(path)).header("idempotency-key", key);
        self.send(request.content_type(content_type).body(bytes)).await
    }

    /// Sends a JPEG under this idempotency key.
    pub async fn post_image_as(&self, key: &str, path: &str, bytes: Vec<u8>) -> ApiResponse {
        let request = self.client.post(full(path)).header("idempotency-key", key);
        self.send(request.content_type("image/jpeg").body(bytes)).await
    }

    /// Reads a file.
    pub async fn get_file(&self, path: &str) -> FileResponse {
        self.get_file_unless(path, "\"another\"").await
    }

    /// Reads a file, unless it is the one of this `ETag`.
    pub async fn get_file_unless(&self, path: &str, etag: &str) -> FileResponse {
        let mut request = self.client.get(full(path)).header("if-none-match", etag);
        if let Some(user) = &self.user {
            request = request.header("authorization", &user.bearer);
        }
        let response = request.send().await.0;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        FileResponse { status, headers, bytes: response.into_body().into_bytes().await.unwrap().to_vec() }
    }

    async fn send(&self, request: TestRequestBuilder<'_, BoxEndpoint<'static>>) -> ApiResponse {
        let request = match &self.user {
            Some(user) => request.header("authorization", &user.bearer),
            None => request,
        };
        ApiResponse::receive(request).await
    }
}

/// A response with a file.
pub struct FileResponse {
    /// HTTP status.
    pub status: u16,
    headers: HeaderMap,
    /// The file.
    pub bytes: Vec<u8>,
}

impl FileResponse {
    /// A header; empty where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn full(path: &str) -> String {
    format!("/api/v1{path}")
}

impl ApiResponse {
    /// Sends a request and reads its response.
    pub async fn receive(request: TestRequestBuilder<'_, BoxEndpoint<'static>>) -> Self {
        let response = request.send().await.0;
        let header = |name: &str| response.header(name).map(str::to_owned);
        let (status, etag, link) = (response.status().as_u16(), header("etag"), header("link"));
        let bytes = response.into_body().into_bytes().await.unwrap();
        Self { status, etag, link, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }

    /// Asserts that it is a refusal with this status and code.
    #[track_caller]
    pub fn assert_refusal(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{:#}", self.body);
    }

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
