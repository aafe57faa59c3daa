//! Files in an S3-compatible store, which all nodes of a large installation share. Chosen by `FILES_URL=s3://…`; who
//! asks, and where, the variables say that every S3 tool reads.

use std::{fmt, future::Future, io, time::Duration};

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::{
    ClientOptions, ObjectStoreExt, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{
        HttpClient as StoreClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
        HttpResponseBody, HttpService,
    },
    path::Path,
};
use tokio::time::timeout;
use url::Url;

use super::{FileError, FileKey, FileStore};
use crate::platform::{
    config::S3Access,
    outbound::{HttpClient, http_client},
};

/// How long one call may take, all tries counted.
const CALL_DEADLINE: Duration = Duration::from_secs(60);
/// How long a failing call is tried again by the store's client; jobs try on from there.
const RETRY_FOR: Duration = Duration::from_secs(20);

/// Files in one bucket, below a prefix.
pub(super) struct BucketStore {
    store: AmazonS3,
    prefix: Path,
}

impl BucketStore {
    /// The bucket and prefix of `url` (`s3://bucket/prefix`); nothing is sent yet.
    pub(super) fn new(url: &Url, access: &S3Access) -> Result<Self, FileError> {
        let wrong = |_| FileError::Setting(url.to_string());
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(url.host_str().unwrap_or_default())
            .with_region(&access.region)
            .with_access_key_id(access.key_id.expose())
            .with_secret_access_key(access.secret.expose())
            .with_client_options(ClientOptions::new().with_allow_http(true))
            .with_retry(RetryConfig { retry_timeout: RETRY_FOR, ..RetryConfig::default() })
            .with_http_connector(Outbound);
        if let Some(endpoint) = &access.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        let prefix = Path::parse(url.path().trim_matches('/')).map_err(|_| FileError::Setting(url.to_string()))?;
        Ok(Self { store: builder.build().map_err(wrong)?, prefix })
    }

    fn at(&self, key: &FileKey) -> Path {
        self.prefix.parts().chain(Path::from(key.as_str()).parts()).collect()
    }
}

#[async_trait]
impl FileStore for BucketStore {
    async fn write(&self, key: &FileKey, bytes: Vec<u8>) -> Result<(), FileError> {
        let at = self.at(key);
        within_deadline(self.store.put(&at, bytes.into())).await?.map(drop).map_err(failed)
    }

    async fn get(&self, key: &FileKey) -> Result<Option<Vec<u8>>, FileError> {
        let at = self.at(key);
        let read = async { self.store.get(&at).await?.bytes().await };
        match within_deadline(read).await? {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn exists(&self, key: &FileKey) -> Result<bool, FileError> {
        let at = self.at(key);
        match within_deadline(self.store.head(&at)).await? {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }
}

async fn within_deadline<T>(call: impl Future<Output = T>) -> Result<T, FileError> {
    let late = |_| FileError::Store(io::Error::new(io::ErrorKind::TimedOut, "no answer in time"));
    timeout(CALL_DEADLINE, call).await.map_err(late)
}

fn failed(error: object_store::Error) -> FileError {
    FileError::Store(io::Error::other(error))
}

/// The store's calls go the way of all calls to other machines.
#[derive(Debug)]
struct Outbound;

impl HttpConnector for Outbound {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<StoreClient> {
        Ok(StoreClient::new(Caller(http_client())))
    }
}

struct Caller(HttpClient<HttpRequestBody>);

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Caller")
    }
}

#[async_trait]
impl HttpService for Caller {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = self.0.request(request).await.map_err(|error| {
            let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Request };
            HttpError::new(kind, error)
        })?;
        let broken = |error| HttpError::new(HttpErrorKind::Interrupted, error);
        Ok(answer.map(|body| HttpResponseBody::new(body.map_err(broken))))
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, sync::Arc};

    use poem::{
        Endpoint, EndpointExt, IntoEndpoint, Request, Response, Server,
        http::{Method, StatusCode},
        listener::{Acceptor, Listener, TcpListener},
    };
    use tokio::sync::Mutex;

    use super::*;
    use crate::platform::config::Secret;

    /// Just enough of an S3 server: objects by path, for whoever signs with the right key's name.
    #[derive(Default)]
    struct Objects(Mutex<HashMap<String, Vec<u8>>>);

    impl Endpoint for Objects {
        type Output = Response;

        async fn call(&self, mut request: Request) -> poem::Result<Response> {
            let signed = request.header("authorization").unwrap_or_default();
            if !signed.starts_with("AWS4-HMAC-SHA256 Credential=clave/") || !signed.contains("/sur-1/s3/") {
                return Ok(StatusCode::FORBIDDEN.into());
            }
            let path = request.uri().path().to_owned();
            let mut objects = self.0.lock().await;
            match *request.method() {
                Method::PUT => {
                    objects.insert(path, request.take_body().into_vec().await?);
                    Ok(Response::builder().header("etag", "\"1\"").finish())
                }
                _ => Ok(objects.get(&path).map_or_else(
                    || StatusCode::NOT_FOUND.into(),
                    |bytes| {
                        Response::builder()
                            .header("etag", "\"1\"")
                            .header("last-modified", "Sun, 01 Mar 2026 12:00:00 GMT")
                            .body(bytes.clone())
                    },
                )),
            }
        }
    }

    async fn server() -> (Url, Arc<Objects>) {
        let objects = Arc::new(Objects::default());
        let listening = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let address = listening.local_addr()[0].as_socket_addr().unwrap().to_string();
        tokio::spawn(Server::new_with_acceptor(listening).run(objects.clone().into_endpoint().boxed()));
        (format!("http://{address}").parse().unwrap(), objects)
    }

    fn store(key_id: &str, endpoint: Url) -> BucketStore {
        let access = S3Access {
            key_id: Secret::new(key_id),
            secret: Secret::new("secreto"),
            region: "sur-1".into(),
            endpoint: Some(endpoint),
        };
        BucketStore::new(&"s3://archivo/minga/uno".parse().unwrap(), &access).unwrap()
    }

    #[tokio::test]
    async fn a_file_comes_back_as_it_was_put() {
        let (endpoint, objects) = server().await;
        let store = store("clave", endpoint);
        let key = FileKey::new("invoices/2026/f-000123.pdf").unwrap();
        assert!(store.get(&key).await.unwrap().is_none() && !store.exists(&key).await.unwrap());
        for bytes in [b"first".to_vec(), b"second".to_vec()] {
            store.write(&key, bytes.clone()).await.unwrap();
            assert_eq!(store.get(&key).await.unwrap(), Some(bytes));
        }
        assert!(store.exists(&key).await.unwrap());
        let held: Vec<String> = objects.0.lock().await.keys().cloned().collect();
        assert_eq!(held, ["/archivo/minga/uno/invoices/2026/f-000123.pdf"]);
    }

    #[tokio::test]
    async fn a_refusal_is_told_without_the_secret() {
        let (endpoint, _) = server().await;
        let key = FileKey::new("a").unwrap();
        let error = store("otra", endpoint).get(&key).await.unwrap_err();
        assert!(error.to_string().contains("403") && !format!("{error:?}").contains("secreto"), "{error:?}");
    }
}
