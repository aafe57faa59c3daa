//! The door under bad weather. Connections are in memory and patience is a tenth of a second; what is measured has
//! only to be no shorter than it, so that a busy machine does not fail a test.

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

/// A door at which a test knocks.
struct Knocks {
    errors: VecDeque<io::Error>,
    tries: Arc<AtomicUsize>,
    waiting: mpsc::UnboundedReceiver<(DuplexStream, SocketAddr)>,
}

impl Door for Knocks {
    type Io = DuplexStream;

    fn local_addr(&self) -> LocalAddr {
        LocalAddr::default()
    }

    async fn accept(&mut self) -> io::Result<(DuplexStream, SocketAddr)> {
        self.tries.fetch_add(1, Ordering::Relaxed);
        if let Some(error) = self.errors.pop_front() {
            return Err(error);
        }
        match self.waiting.recv().await {
            Some(knock) => Ok(knock),
            None => std::future::pending().await,
        }
    }
}

struct Street {
    knock: mpsc::UnboundedSender<(DuplexStream, SocketAddr)>,
    tries: Arc<AtomicUsize>,
    stop: oneshot::Sender<()>,
    server: tokio::task::JoinHandle<()>,
}

fn limits() -> ConnectionLimits {
    let pause = Duration::from_millis(20);
    ConnectionLimits { total: 4, per_address: 2, from_here: 4, header: HEADER, pause, ..ConnectionLimits::default() }
}

fn open(limits: ConnectionLimits, errors: impl IntoIterator<Item = io::Error>) -> Street {
    let (knock, waiting) = mpsc::unbounded_channel();
    let tries = Arc::new(AtomicUsize::new(0));
    let door = Knocks { errors: errors.into_iter().collect(), tries: tries.clone(), waiting };
    let house = make(|request: Request| async move {
        match request.uri().path() {
            "/slow" => tokio::time::sleep(SLOW).await,
            "/never" => std::future::pending().await,
            _ => {}
        }
        "hola"
    });
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { drop(stopped.await) };
    let server =
        tokio::spawn(async move { serve_on(door, Arc::new(house.map_to_response().boxed()), limits, stopped).await });
    Street { knock, tries, stop, server }
}

impl Street {
    fn connect(&self, from: &str) -> DuplexStream {
        let (ours, theirs) = duplex(64 * 1024);
        self.knock.send((theirs, format!("{from}:4000").parse().unwrap())).unwrap();
        ours
    }
}

/// Asks and hears the whole answer; empty where the connection was closed instead.
async fn ask(connection: &mut DuplexStream, path: &str) -> String {
    let head = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    if connection.write_all(head.as_bytes()).await.is_err() {
        return String::new();
    }
    hear(connection).await
}

async fn hear(connection: &mut DuplexStream) -> String {
    let mut heard = Vec::new();
    drop(connection.read_to_end(&mut heard).await);
    String::from_utf8(heard).unwrap()
}

#[tokio::test]
async fn slow_heads_are_cut_and_others_are_answered() {
    let street = open(limits(), []);
    let begun = Instant::now();
    let mut slow = street.connect("200.0.0.1");
    let mut silent = street.connect("200.0.0.2");
    let trickle = async {
        for byte in b"GET / HTTP/1.1\r\nx-a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".iter().cycle() {
            if slow.write_all(&[*byte]).await.is_err() {
                return begun.elapsed();
            }
            tokio::time::sleep(HEADER / 10).await;
        }
        unreachable!("the bytes never end")
    };
    let nothing = async {
        assert_eq!(hear(&mut silent).await, "");
        begun.elapsed()
    };
    let (trickled, kept_silent) = tokio::join!(trickle, nothing);
    assert!(trickled >= HEADER && kept_silent >= HEADER, "{trickled:?} {kept_silent:?}");
    assert!(ask(&mut street.connect("200.0.0.3"), "/").await.ends_with("hola"));
}

#[tokio::test]
async fn an_idle_connection_gives_its_seat_back() {
    let street = open(limits(), []);
    let mut kept = street.connect("200.0.0.1");
    kept.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let begun = Instant::now();
    assert!(hear(&mut kept).await.ends_with("hola"));
    assert!(begun.elapsed() >= HEADER);
}

#[tokio::test]
async fn the_cap_holds_and_a_free_seat_is_used_again() {
    let street = open(limits(), []);
    let silent: Vec<_> = ["200.0.0.1", "200.0.0.1", "200.0.0.2", "200.0.0.2"].map(|from| street.connect(from)).into();
    let begun = Instant::now();
    let mut fifth = street.connect("200.0.0.3");
    // The four sit until their patience ends; the fifth is not refused, it waits.
    assert!(ask(&mut fifth, "/").await.ends_with("hola"));
    assert!(begun.elapsed() >= HEADER);
    drop(silent);
}

#[tokio::test]
async fn one_address_has_two_seats_and_no_more() {
    let street = open(limits(), []);
    let _silent = [street.connect("200.0.0.1"), street.connect("200.0.0.1")];
    assert_eq!(ask(&mut street.connect("200.0.0.1"), "/").await, "");
    assert!(ask(&mut street.connect("200.0.0.2"), "/").await.ends_with("hola"));
}

#[tokio::test]
async fn out_of_file_descriptors_is_waited_for() {
    const EMFILE: i32 = 24;
    let street = open(limits(), (0..4).map(|_| io::Error::from_raw_os_error(EMFILE)));
    let begun = Instant::now();
    assert!(ask(&mut street.connect("200.0.0.1"), "/").await.ends_with("hola"));
    assert!(begun.elapsed() >= limits().pause * 4);
    assert!(street.tries.load(Ordering::Relaxed) <= 6, "four failures, one success, and the next wait");
}

#[tokio::test]
async fn a_stop_lets_open_requests_end() {
    let patient = ConnectionLimits { header: Duration::from_secs(60), ..limits() };
    let street = open(patient, []);
    let mut slow = street.connect("200.0.0.1");
    slow.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    let mut idle = street.connect("200.0.0.2");
    // By the time that a third is answered, the first two are being served.
    assert!(ask(&mut street.connect("200.0.0.3"), "/").await.ends_with("hola"));
    street.stop.send(()).unwrap();
    let (heard, silence) = tokio::join!(hear(&mut slow), hear(&mut idle));
    assert!(heard.ends_with("hola"), "{heard}");
    assert_eq!(silence, "", "an idle connection is closed, long before its own deadline");
    street.server.await.unwrap();
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_at_last() {
    let hasty = ConnectionLimits { drain: SLOW / 6, ..limits() };
    let street = open(hasty, []);
    let mut endless = street.connect("200.0.0.1");
    endless.write_all(b"GET /never HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    assert!(ask(&mut street.connect("200.0.0.3"), "/").await.ends_with("hola"));
    street.stop.send(()).unwrap();
    street.server.await.unwrap();
    assert_eq!(hear(&mut endless).await, "");
}

#[tokio::test]
async fn it_serves_on_a_real_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let house = make(|request: Request| async move { request.remote_addr().to_string() });
    let server = tokio::spawn(serve(listener, house, ConnectionLimits::default(), async { drop(stopped.await) }));
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut heard = String::new();
    connection.read_to_string(&mut heard).await.unwrap();
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n") && heard.contains("127.0.0.1"), "{heard}");
    stop.send(()).unwrap();
    server.await.unwrap();
}
