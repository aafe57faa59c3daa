//! Serving processes, and requests to them that may be lost.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

use crate::support::TestApp;

/// How long a process may take until it is ready, and until it has stopped.
const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPPED_WITHIN: Duration = Duration::from_secs(11);

/// A serving process.
pub struct Process {
    child: Child,
    /// Host and port.
    pub address: String,
}

impl Process {
    /// Starts a process on the database and folder of `app`, run by `wrapper`, and waits until it is ready.
    pub async fn start(app: &TestApp, wrapper: &[String]) -> Self {
        let program = env!("CARGO_BIN_EXE_minga").to_owned();
        let mut words = wrapper.iter().chain([&program]);
        let mut command = Command::new(words.next().unwrap());
        command.args(words).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(app.data());
        command.env("RUST_LOG", "error").env_remove("DATABASE_URL").stdout(Stdio::piped()).kill_on_drop(true);
        if let Some(url) = app.database_url() {
            command.env("DATABASE_URL", url.as_str());
        }
        let begun = Instant::now();
        loop {
            let mut child = command.spawn().unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut address = None;
            while let Some(line) = lines.next_line().await.unwrap() {
                if let Some(url) = line.strip_prefix("Minga: http://") {
                    address = Some(url.trim_end_matches('/').to_owned());
                    break;
                }
            }
            // Without an address it ended: the database is still recovering, or has not noticed the death of the last
            // process.
            if let Some(address) = address {
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                while !is_ready(&address).await {
                    assert!(begun.elapsed() < READY_WITHIN, "not ready");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                return Self { child, address };
            }
            assert!(begun.elapsed() < READY_WITHIN, "it does not start");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The id of the process.
    pub fn id(&self) -> String {
        self.child.id().expect("it was not waited for").to_string()
    }

    /// Sends a signal.
    pub async fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.id()]).status().await.unwrap().success());
    }

    /// Kills it.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to stop, which it does within seconds.
    pub async fn stop(mut self) {
        self.signal("-TERM").await;
        let ended = tokio::time::timeout(STOPPED_WITHIN, self.child.wait()).await;
        assert!(ended.expect("it stops in time").unwrap().success());
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

/// Whether the process at this address says that it is ready.
pub async fn is_ready(address: &str) -> bool {
    let head = format!("GET /health/ready HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    matches!(exchange(address, &head).await, Some((200, _)))
}

/// Sends a body with an idempotency key; none where no whole response arrives.
pub async fn post(address: &str, bearer: &str, path: &str, key: &str, body: &Value) -> Option<(u16, String)> {
    let body = body.to_string();
    let request = format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {bearer}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    exchange(address, &request).await
}

async fn exchange(address: &str, request: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await.ok()?;
    let response = String::from_utf8(response).ok()?;
    let (head, body) = response.split_once("\r\n\r\n")?;
    let length =
        head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (length?.trim().parse::<usize>().ok()? == body.len()).then(|| (status, body.to_owned()))
}
