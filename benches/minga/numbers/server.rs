//! The program itself, serving in a process of its own.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context;

use super::client::Client;
use crate::support::TestApp;

/// `minga serve` on the database of an application.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to its first answer that it is ready.
    pub ready_after: Duration,
    /// Read no more, and open: who writes to a closed one ends.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it at a free port and waits for its first answer.
    pub async fn start(app: &TestApp) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_minga"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(app.data());
        for name in [
            "DATABASE_URL",
            "PUBLIC_URL",
            "TRUSTED_PROXIES",
            "MINGA_METRICS",
            "SEARCH_URL",
            "SMTP_URL",
            "FILES_URL",
            "RUST_LOG",
        ] {
            command.env_remove(name);
        }
        if let Some(url) = app.database_url() {
            command.env("DATABASE_URL", url.as_str());
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("the server's output")?);
        let address = address(&mut output)?;
        let (status, _) = Client::connect(address).await?.get("/health/ready").await?;
        anyhow::ensure!(status == 200, "the server is not ready: {status}");
        Ok(Self { child, address, ready_after: begun.elapsed(), _output: output })
    }

    /// Memory that it holds, in KiB.
    pub fn resident(&self) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The address in its line `Minga: http://127.0.0.1:40123/`.
fn address(output: &mut impl BufRead) -> anyhow::Result<SocketAddr> {
    let mut line = String::new();
    while output.read_line(&mut line)? > 0 {
        if let Some(url) = line.trim().strip_prefix("Minga: http://") {
            return Ok(url.trim_end_matches('/').parse()?);
        }
        line.clear();
    }
    anyhow::bail!("the server ended before it listened")
}
