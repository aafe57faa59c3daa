//! A real Meilisearch server, started from the program on the PATH, that can be killed and started again on its data.

use std::{io::Write as _, path::PathBuf, process::Stdio, time::Duration};

use tokio::process::{Child, Command};

const KEY: &str = "only-for-this-test-run";

/// A running server. Its data is deleted with it.
pub struct Meilisearch {
    program: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    child: Child,
}

impl Meilisearch {
    /// Starts a server on an empty folder; none where the program is not installed, which the run shows.
    pub async fn start() -> Option<Self> {
        let Some(program) = super::program("meilisearch") else {
            // Around the capture of passing tests' output.
            drop(writeln!(std::io::stderr(), "SKIPPED: no Meilisearch: put `meilisearch` on the PATH"));
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = spawn(&program, &folder, port);
        let server = Self { program, folder, port, child };
        server.answers().await;
        Some(server)
    }

    /// The settings of a node that uses it.
    pub fn settings(&self) -> [(&'static str, String); 2] {
        [("SEARCH_URL", format!("http://127.0.0.1:{}", self.port)), ("SEARCH_KEY", KEY.to_owned())]
    }

    /// Kills the server as a failing machine does.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts a killed server again on the same data and address.
    pub async fn restart(&mut self) {
        self.child = spawn(&self.program, &self.folder, self.port);
        self.answers().await;
    }

    async fn answers(&self) {
        for _ in 0..300 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("meilisearch was started and does not answer");
    }
}

fn spawn(program: &PathBuf, folder: &tempfile::TempDir, port: u16) -> Child {
    Command::new(program)
        .args(["--no-analytics", "--master-key", KEY, "--http-addr", &format!("127.0.0.1:{port}"), "--db-path"])
        .arg(folder.path().join("data"))
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}
