//! Stands between a process and PostgreSQL, and cuts the connection at a chosen point.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use minga::platform::app::App;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    sync::watch,
};

use crate::support::TestApp;

/// What happens to the connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All bytes pass.
    Pass,
    /// The next commit does not reach the server.
    CutBeforeCommit,
    /// The server's answer to the next commit does not reach the process.
    CutAfterCommit,
    /// As `CutAfterCommit`, and from then on nothing reaches the server.
    CutAfterCommitAndStayAway,
    /// Nothing reaches the server.
    Away,
    /// After so many bytes to the server the connection is cut. Other connections pass.
    CutRequestAfter(usize),
    /// After so many bytes from the server the connection is cut. Other connections pass.
    CutAnswerAfter(usize),
}

/// The name of a server's socket in its folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// A proxy of the PostgreSQL server in a folder.
pub struct Proxy {
    /// The folder in which it listens.
    folder: tempfile::TempDir,
    state: Arc<State>,
}

struct State {
    mode: Mutex<Mode>,
    /// Bytes to the server and from it.
    passed: Mutex<[usize; 2]>,
    /// Changes when all connections are cut.
    cuts: watch::Sender<u32>,
}

impl Proxy {
    /// Another process on the database of `app`, which reaches it through a proxy.
    pub async fn between(app: &TestApp) -> (App, Self) {
        let mut url = app.database_url().unwrap();
        let server = url.query_pairs().find(|(name, _)| name == "host").unwrap().1.into_owned();
        let proxy = Self::start(Path::new(&server));
        url.query_pairs_mut().clear().append_pair("host", &proxy.folder.path().to_string_lossy());
        (app.node_set(&[("DATABASE_URL", url.as_str())]).await, proxy)
    }

    fn start(server: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let state =
            Arc::new(State { mode: Mutex::new(Mode::Pass), passed: Mutex::default(), cuts: watch::Sender::new(0) });
        let (shared, server) = (state.clone(), server.join(SOCKET));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if *shared.mode.lock().unwrap() == Mode::Away {
                    continue;
                }
                let server = UnixStream::connect(&server).await.unwrap();
                tokio::spawn(forward(client, server, shared.clone()));
            }
        });
        Self { folder, state }
    }

    /// Changes what happens; `Away` cuts all connections.
    pub fn set(&self, mode: Mode) {
        *self.state.mode.lock().unwrap() = mode;
        if mode == Mode::Away {
            self.state.cuts.send_modify(|cuts| *cuts += 1);
        }
    }

    /// Bytes to the server and from it since the last call.
    pub fn take_passed(&self) -> [usize; 2] {
        std::mem::take(&mut *self.state.passed.lock().unwrap())
    }
}

impl State {
    /// How many of these bytes pass in a direction, and whether the connection is cut after them.
    fn pass(&self, direction: usize, length: usize) -> (usize, bool) {
        self.passed.lock().unwrap()[direction] += length;
        let mut mode = self.mode.lock().unwrap();
        let left = match (&mut *mode, direction) {
            (Mode::CutRequestAfter(left), 0) | (Mode::CutAnswerAfter(left), 1) => left,
            _ => return (length, false),
        };
        if *left > length {
            *left -= length;
            return (length, false);
        }
        let last = *left;
        *mode = Mode::Pass;
        (last, true)
    }
}

async fn forward(client: UnixStream, server: UnixStream, state: Arc<State>) {
    let mut cuts = state.cuts.subscribe();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (mut request, mut response) = (vec![0; 65_536], vec![0; 65_536]);
    let mut withholding = false;
    loop {
        tokio::select! {
            _ = cuts.changed() => return,
            read = from_client.read(&mut request) => {
                let Ok(length @ 1..) = read else { return };
                if request[..length].windows(6).any(|part| part == b"COMMIT") {
                    let mut mode = state.mode.lock().unwrap();
                    match *mode {
                        Mode::CutBeforeCommit => {
                            *mode = Mode::Pass;
                            return;
                        }
                        Mode::CutAfterCommit => {
                            *mode = Mode::Pass;
                            withholding = true;
                        }
                        Mode::CutAfterCommitAndStayAway => {
                            *mode = Mode::Away;
                            withholding = true;
                        }
                        _ => {}
                    }
                }
                let (length, is_cut) = state.pass(0, length);
                if to_server.write_all(&request[..length]).await.is_err() || is_cut {
                    return;
                }
            }
            read = from_server.read(&mut response) => {
                let Ok(length @ 1..) = read else { return };
                let (length, is_cut) = state.pass(1, length);
                if withholding || to_client.write_all(&response[..length]).await.is_err() || is_cut {
                    return;
                }
            }
        }
    }
}
