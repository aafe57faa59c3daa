//! The machine on which the figures came about, as the head of the output tells it; and the client's own core.

use std::{fs, process::Command};

use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use crate::support::TestApp;

/// Processor, memory, system, and where the databases lie.
pub fn facts() -> Vec<String> {
    let line = |path: &str, word: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let found = text.lines().find(|line| line.starts_with(word)).and_then(|line| line.split_once(':'));
        found.map_or("?".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let memory: u64 = line("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0);
    let system = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let folder = std::env::temp_dir();
    vec![
        format!("{} × {}, {} MiB", cores(), line("/proc/cpuinfo", "model name"), memory / 1024),
        format!("Linux {}, databases in {} ({})", system.trim(), folder.display(), file_system(&folder)),
    ]
}

/// Processes that wanted to run in the last minute.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn file_system(folder: &std::path::Path) -> String {
    let output = Command::new("stat").args(["-f", "-c", "%T"]).arg(folder).output();
    let name = output.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default();
    let memory = if name == "tmpfs" { ": in memory, so no commit here is durable; set TMPDIR" } else { "" };
    format!("{name}{memory}")
}

/// The database as it names itself.
pub async fn database(app: &TestApp) -> anyhow::Result<String> {
    let db = app.app.db.outside_transactions();
    let (name, sql) = match db.get_database_backend() {
        DatabaseBackend::Postgres => ("PostgreSQL", "SELECT current_setting('server_version') AS v"),
        _ => ("SQLite", "SELECT sqlite_version() AS v"),
    };
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let version: Option<String> = row.map(|row| row.try_get("", "v")).transpose()?;
    Ok(format!("{name} {}", version.unwrap_or_default()))
}

/// Holds this process on its last core while it is the client, so that it cannot crowd out the server; `false` where
/// that cannot be done.
pub fn on_one_core(only: bool) -> bool {
    let all = cores();
    let list = if only { (all - 1).to_string() } else { format!("0-{}", all - 1) };
    let pid = std::process::id().to_string();
    let pinned = Command::new("taskset").args(["-acp", &list, &pid]).output();
    pinned.is_ok_and(|out| out.status.success())
}
