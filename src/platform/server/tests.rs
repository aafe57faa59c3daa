//! The server with slow, silent and too many clients. Connections are in memory and the timeouts are short. A measured
//! time is only compared with a lower bound, so that a busy machine does not fail a test.

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicUsize, Ordering},
};

use poem::endpoint::make;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    sync::{mpsc, oneshot},
    time::Instant,
};

const HEADER: Duration = Duration::from_millis(100);
const SLOW: Duration = Duration::from_millis(300);

use super::*;

/// A listener whose connections a test creates.
struct MemoryListener {
    errors: VecDeque<io::Error>,
    accepts: Arc<AtomicUsize>,
    connections: mpsc::UnboundedReceiver<(DuplexStream, SocketAddr)>,
}

impl Listener for MemoryListener {
    type Io = DuplexStream;

    fn local_addr(&self) -> LocalAddr {
        LocalAddr::default()
    }

    async fn accept(&mut self) -> io::Result<(DuplexStream, SocketAddr)> {
        self.accepts.fetch_add(1, Ordering::Relaxed);
        if let Some(error) = self.errors.pop_front() {
            return Err(error);
        }
        match self.connections.recv().await {
            Some(connection) => Ok(connection),
            None => std::future::pending().await,
        }
    }
}

struct TestServer {
    connections: mpsc::UnboundedSender<(DuplexStream, SocketAddr)>,
    accepts: Arc<AtomicUsize>,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

fn limits() -> ConnectionLimits {
    let accept_pause = Duration::from_millis(20);
    ConnectionLimits {
        total: 4,
        per_address: 2,
        per_proxy: 4,
        header: HEADER,
        accept_pause,
        ..ConnectionLimits::default()
    }
}

fn open(limits: ConnectionLimits, errors: impl IntoIterator<Item = io::Error>) -> TestServer {
    let (sender, connections) = mpsc::unbounded_channel();
    let accepts = Arc::new(AtomicUsize::new(0));
    let listener = MemoryListener { errors: errors.into_iter().collect(), accepts: accepts.clone(), connections };
    let endpoint = make(|request: Request| async move {
        match request.uri().path() {
            "/slow" => tokio::time::sleep(SLOW).await,
            "/never" => std::future::pending().await,
            _ => {}
        }
        "hola"
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { drop(stopped.await) };
    let task =
        tokio::spawn(
            async move { serve_on(listener, Arc::new(endpoint.map_to_response().boxed()), limits, stopped).await },
        );
    TestServer { connections: sender, accepts, stop, task }
}

impl TestServer {
    fn connect(&self, from: &str) -> DuplexStream {
        let (ours, theirs) = duplex(64 * 1024);
        self.connections.send((theirs, format!("{from}:4000").parse().unwrap())).unwrap();
        ours
    }
}

/// Sends a request and reads the whole response; empty if the connection was closed instead.
async fn request(connection: &mut DuplexStream, path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    if connection.write_all(head.as_bytes()).await.is_err() {
        return String::new();
    }
    read_all(connection).await
}

async fn read_all(connection: &mut DuplexStream) -> String {
    let mut text = Vec::new();
    drop(connection.read_to_end(&mut text).await);
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn a_slow_head_times_out_and_others_are_answered() {
    let server = open(limits(), []);
    let start = Instant::now();
    let mut slow = server.connect("200.0.0.1");
    let mut silent = server.connect("200.0.0.2");
    let trickle = async {
        for byte in b"GET / HTTP/1.1\r\nx-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".iter().cycle() {
            if slow.write_all(&[*byte]).await.is_err() {
                return start.elapsed();
            }
            tokio::time::sleep(HEADER / 10).await;
        }
        unreachable!("the bytes never end")
    };
    let nothing = async {
        assert_eq!(read_all(&mut silent).await, "");
        start.elapsed()
    };
    let (trickled, kept_silent) = tokio::join!(trickle, nothing);
    assert!(trickled >= HEADER && kept_silent >= HEADER, "{trickled:?} {kept_silent:?}");
    assert!(request(&mut server.connect("200.0.0.3"), "/").await.ends_with("hola"));
}

#[tokio::test]
async fn an_idle_connection_times_out() {
    let server = open(limits(), []);
    let mut kept = server.connect("200.0.0.1");
    kept.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let start = Instant::now();
    assert!(read_all(&mut kept).await.ends_with("hola"));
    assert!(start.elapsed() >= HEADER);
}

#[tokio::test]
async fn a_connection_above_the_limit_waits_for_a_free_slot() {
    let server = open(limits(), []);
    let silent: Vec<_> = ["200.0.0.1", "200.0.0.1", "200.0.0.2", "200.0.0.2"].map(|from| server.connect(from)).into();
    let start = Instant::now();
    let mut fifth = server.connect("200.0.0.3");
    // The four keep their slots until their timeout; the fifth is not refused but waits.
    assert!(request(&mut fifth, "/").await.ends_with("hola"));
    assert!(start.elapsed() >= HEADER);
    drop(silent);
}

#[tokio::test]
async fn silent_connections_are_closed_when_others_need_their_slots() {
    let limits = ConnectionLimits { header: Duration::from_secs(60), silence: SLOW / 3, per_address: 4, ..limits() };
    let server = open(limits, []);
    let mut answered = server.connect("200.0.0.1");
    answered.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let mut silent = [0, 1, 2].map(|_| server.connect("200.0.0.2"));
    let mut begun = server.connect("200.0.0.2");
    begun.write_all(b"GET / HTTP/1.1\r\nhost").await.unwrap();
    let start = Instant::now();
    for _ in 0..4 {
        assert!(request(&mut server.connect("200.0.0.3"), "/").await.ends_with("hola"));
    }
    assert!(start.elapsed() < Duration::from_secs(30), "long before the timeout of a head");
    for silent in &mut silent {
        assert_eq!(read_all(silent).await, "");
    }
    let mut text = [0; 12];
    answered.read_exact(&mut text).await.unwrap();
    assert_eq!(&text, b"HTTP/1.1 200", "a request under way is answered");
}

#[tokio::test]
async fn a_trusted_proxy_has_more_connections_than_an_address() {
    let limits = ConnectionLimits { proxies: "10.0.0.1".parse().unwrap(), ..limits() };
    let server = open(limits, []);
    let _kept = [server.connect("10.0.0.1"), server.connect("10.0.0.1")];
    assert!(request(&mut server.connect("10.0.0.1"), "/").await.ends_with("hola"));
}

#[tokio::test]
async fn a_request_has_one_valid_host() {
    let server = open(limits(), []);
    for (hosts, status) in [
        ("host: minga.example:8080\r\n", "200"),
        ("", "400"),
        ("host: a\r\nhost: a\r\n", "400"),
        ("host: \r\n", "400"),
        ("host: a b\r\n", "400"),
        ("host: a@b\r\n", "400"),
    ] {
        let mut connection = server.connect("127.0.0.1");
        let head = format!("GET / HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        connection.write_all(head.as_bytes()).await.unwrap();
        let response = read_all(&mut connection).await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status}")), "{hosts:?}: {response}");
    }
}

#[tokio::test]
async fn one_address_has_two_connections_and_no_more() {
    let server = open(limits(), []);
    let _silent = [server.connect("200.0.0.1"), server.connect("200.0.0.1")];
    assert_eq!(request(&mut server.connect("200.0.0.1"), "/").await, "");
    assert!(request(&mut server.connect("200.0.0.2"), "/").await.ends_with("hola"));
}

#[tokio::test]
async fn accepting_is_retried_without_file_descriptors() {
    const EMFILE: i32 = 24;
    let server = open(limits(), (0..4).map(|_| io::Error::from_raw_os_error(EMFILE)));
    let start = Instant::now();
    assert!(request(&mut server.connect("200.0.0.1"), "/").await.ends_with("hola"));
    assert!(start.elapsed() >= limits().accept_pause * 4);
    assert!(server.accepts.load(Ordering::Relaxed) <= 6, "four failures, one success, and the next wait");
}

#[tokio::test]
async fn a_stop_lets_open_requests_end() {
    let limits = ConnectionLimits { header: Duration::from_secs(60), ..limits() };
    let server = open(limits, []);
    let mut slow = server.connect("200.0.0.1");
    slow.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let mut idle = server.connect("200.0.0.2");
    // By the time that a third is answered, the first two are being served.
    assert!(request(&mut server.connect("200.0.0.3"), "/").await.ends_with("hola"));
    server.stop.send(()).unwrap();
    let (text, idle) = tokio::join!(read_all(&mut slow), read_all(&mut idle));
    assert!(text.ends_with("hola"), "{text}");
    assert_eq!(idle, "", "an idle connection is closed, long before its own deadline");
    server.task.await.unwrap();
}

#[tokio::test]
async fn a_request_that_never_ends_is_aborted() {
    let limits = ConnectionLimits { drain: SLOW / 6, ..limits() };
    let server = open(limits, []);
    let mut endless = server.connect("200.0.0.1");
    endless.write_all(b"GET /never HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    assert!(request(&mut server.connect("200.0.0.3"), "/").await.ends_with("hola"));
    server.stop.send(()).unwrap();
    server.task.await.unwrap();
    assert_eq!(read_all(&mut endless).await, "");
}

#[tokio::test]
async fn it_serves_on_a_real_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let endpoint = make(|request: Request| async move { request.remote_addr().to_string() });
    let server = tokio::spawn(serve(listener, endpoint, ConnectionLimits::default(), async { drop(stopped.await) }));
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut text = String::new();
    connection.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("127.0.0.1"), "{text}");
    stop.send(()).unwrap();
    server.await.unwrap();
}
