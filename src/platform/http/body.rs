//! Limits the size and the time of request bodies while they are read, with or without a `Content-Length`. A JSON body is
//! kept until the response, so that the fields at fault can be named.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use futures_util::Stream;
use hyper::body::Bytes;
use poem::{Body, Request, http::header};
use tokio::time::Sleep;

use super::{
    api_error::ApiError,
    errors::RequestError,
    limits,
    problem::{Problem, Result},
    repeated_keys::find_repeated_key,
};
use crate::platform::mutex::lock;

/// What happened to a body, for the middleware around the operation that read it.
#[derive(Debug, Default)]
pub(super) struct BodyMonitor {
    broken: AtomicU8,
    limit: usize,
    kept: Option<Mutex<Vec<Bytes>>>,
    /// Whether the body was read to its end; an empty one needs no reading.
    ended: AtomicBool,
}

const TOO_LARGE: u8 = 1;
const TOO_SLOW: u8 = 2;
const REPEATED_KEY: u8 = 3;

struct Bounds {
    bytes: usize,
    time: Duration,
    keep: bool,
}

/// The limits by media type. Everything except uploads has the limits of JSON.
fn bounds(content_type: Option<&str>) -> Bounds {
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let upload = essence.starts_with("image/")
        || matches!(
            essence.as_str(),
            "multipart/form-data" | "text/csv" | "text/calendar" | "application/octet-stream" | "application/pdf"
        );
    if upload {
        Bounds { bytes: limits::UPLOAD_BODY, time: limits::UPLOAD_TIMEOUT, keep: false }
    } else {
        let keep = essence == "application/json" || essence.ends_with("+json");
        Bounds { bytes: limits::JSON_BODY, time: limits::BODY_TIMEOUT, keep }
    }
}

/// Limits the body of `request`. A `Content-Length` above the limit is refused without reading the body.
pub(super) fn bound(request: &mut Request) -> Result<Arc<BodyMonitor>> {
    let bounds = bounds(request.content_type());
    bound_to(request, bounds)
}

fn bound_to(request: &mut Request, Bounds { bytes, time, keep }: Bounds) -> Result<Arc<BodyMonitor>> {
    let body = request.take_body();
    let ended = AtomicBool::new(body.is_empty());
    let keep = keep || body.is_empty();
    let kept = keep.then(Mutex::default);
    let watch = Arc::new(BodyMonitor { broken: AtomicU8::new(0), limit: bytes, kept, ended });
    if body.is_empty() {
        return Ok(watch);
    }
    let said = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if said
        .and_then(|length| length.parse::<u64>().ok())
        .is_some_and(|said| usize::try_from(said).unwrap_or(usize::MAX) > bytes)
    {
        return Err(Problem::too_large(bytes));
    }
    request.set_body(Body::from_bytes_stream(BoundBody {
        inner: Box::pin(body.into_bytes_stream()),
        left: bytes,
        deadline: Box::pin(tokio::time::sleep(time)),
        watch: watch.clone(),
    }));
    Ok(watch)
}

impl BodyMonitor {
    /// The problem of a body that exceeded its limits.
    pub(super) fn problem(&self) -> Option<Problem> {
        match self.broken.load(Ordering::Acquire) {
            TOO_LARGE => Some(Problem::too_large(self.limit)),
            TOO_SLOW => Some(RequestError::BodyTooSlow.into()),
            REPEATED_KEY => {
                let pointer = find_repeated_key(&self.json()?)?;
                Some(RequestError::RepeatedKey { key: pointer.clone() }.at(pointer))
            }
            _ => None,
        }
    }

    /// The bytes of a JSON body that were read; none of another body.
    pub(super) fn json(&self) -> Option<Vec<u8>> {
        let kept = self.kept.as_ref()?;
        Some(lock(kept).concat())
    }

    /// The whole body, to send the request to its handler again; none where it was not kept or not read to its end.
    pub(super) fn whole(&self) -> Option<Vec<u8>> {
        if self.ended.load(Ordering::Acquire) { self.json() } else { None }
    }
}

struct BoundBody {
    inner: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>,
    left: usize,
    deadline: Pin<Box<Sleep>>,
    watch: Arc<BodyMonitor>,
}

impl BoundBody {
    fn broken(&mut self, how: u8, why: io::ErrorKind) -> Poll<Option<io::Result<Bytes>>> {
        self.watch.broken.store(how, Ordering::Release);
        self.inner = Box::pin(futures_util::stream::empty());
        Poll::Ready(Some(Err(why.into())))
    }
}

impl Stream for BoundBody {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.inner.as_mut().poll_next(context) {
            Poll::Pending if self.deadline.as_mut().poll(context).is_ready() => {
                self.broken(TOO_SLOW, io::ErrorKind::TimedOut)
            }
            Poll::Ready(Some(Ok(piece))) => match self.left.checked_sub(piece.len()) {
                None => self.broken(TOO_LARGE, io::ErrorKind::FileTooLarge),
                Some(left) => {
                    self.left = left;
                    if let Some(kept) = &self.watch.kept {
                        lock(kept).push(piece.clone());
                    }
                    Poll::Ready(Some(Ok(piece)))
                }
            },
            Poll::Ready(None) if self.watch.json().is_some_and(|json| find_repeated_key(&json).is_some()) => {
                self.broken(REPEATED_KEY, io::ErrorKind::InvalidData)
            }
            Poll::Ready(None) => {
                self.watch.ended.store(true, Ordering::Release);
                Poll::Ready(None)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt, stream};

    use super::*;

    fn request(content_type: &str, body: Body) -> Request {
        Request::builder().content_type(content_type).body(body)
    }

    fn pieces(count: usize) -> Body {
        Body::from_bytes_stream(stream::iter((0..count).map(|_| Ok::<_, io::Error>(Bytes::from_static(&[b'1'; 1024])))))
    }

    #[tokio::test]
    async fn a_body_without_a_length_is_bounded_too() {
        let mut request = request("application/json", pieces(65));
        let watch = bound(&mut request).unwrap();
        assert!(request.take_body().into_vec().await.is_err());
        assert_eq!(watch.problem().unwrap().status().as_u16(), 413);
        assert_eq!(watch.json().unwrap().len(), limits::JSON_BODY);
    }

    #[tokio::test]
    async fn a_length_beyond_the_bound_is_refused_unread() {
        let unread = Body::from_bytes_stream(stream::poll_fn(|_| -> Poll<Option<io::Result<Bytes>>> {
            panic!("the body was read")
        }));
        let mut request =
            Request::builder().content_type("application/json").header("content-length", "65537").body(unread);
        assert_eq!(bound(&mut request).unwrap_err().code(), "too_large");
    }

    #[tokio::test]
    async fn a_repeated_key_is_refused_with_its_place() {
        let mut request = request("application/json", Body::from(r#"{"lines":[{"quantity":1,"quantity":100}]}"#));
        let watch = bound(&mut request).unwrap();
        assert!(request.take_body().into_vec().await.is_err());
        let problem = watch.problem().unwrap();
        assert_eq!((problem.code(), problem.errors()[0].pointer.as_str()), ("repeated_key", "/lines/0/quantity"));
        assert!(watch.whole().is_none());
    }

    #[tokio::test]
    async fn an_upload_may_be_larger() {
        let mut request = request("text/csv; charset=utf-8", pieces(65));
        let watch = bound(&mut request).unwrap();
        assert_eq!(request.take_body().into_vec().await.unwrap().len(), 65 * 1024);
        assert!(watch.problem().is_none() && watch.json().is_none());
    }

    #[tokio::test]
    async fn a_body_that_trickles_is_cut() {
        let time = Duration::from_millis(100);
        let trickle = stream::unfold((), move |()| async move {
            tokio::time::sleep(time / 10).await;
            Some((Ok::<_, io::Error>(Bytes::from_static(b" ")), ()))
        });
        let mut request = request("application/json", Body::from_bytes_stream(trickle.boxed()));
        let begun = tokio::time::Instant::now();
        let watch = bound_to(&mut request, Bounds { bytes: limits::JSON_BODY, time, keep: true }).unwrap();
        assert!(request.take_body().into_vec().await.is_err());
        assert_eq!(watch.problem().unwrap().code(), "body_too_slow");
        assert!(begun.elapsed() >= time);
    }
}
