//! Stands between a process and PostgreSQL, and cuts the connection at a chosen point of a commit.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    sync::watch,
};

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
}

/// The name of a server's socket in its folder.
const SOCKET: &str = ".s.PGSQL.5432";

/// A proxy of the PostgreSQL server in a folder.
pub struct Proxy {
    /// The folder in which it listens.
    pub folder: tempfile::TempDir,
    state: Arc<State>,
}

struct State {
    mode: Mutex<Mode>,
    /// Changes when all connections are cut.
    cuts: watch::Sender<u32>,
}

impl Proxy {
    /// Listens for a process.
    pub fn start(server: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let state = Arc::new(State { mode: Mutex::new(Mode::Pass), cuts: watch::Sender::new(0) });
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
                        Mode::Pass | Mode::Away => {}
                    }
                }
                if to_server.write_all(&request[..length]).await.is_err() {
                    return;
                }
            }
            read = from_server.read(&mut response) => {
                let Ok(length @ 1..) = read else { return };
                if withholding || to_client.write_all(&response[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}
