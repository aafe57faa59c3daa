//! Kills: a serving process is killed or stopped at random instants while clients write, and PostgreSQL with it. After each
//! kill the process starts again and is ready; what was acknowledged is there once, and what was not is repeated with its
//! key; the audit holds.
//!
//! `FIRE_SEED` is the seed of the first round and `FIRE_MINUTES` the time on each database; without it a few rounds run.
//! In the folder `FIRE_PROGRESS` each database notes the rounds that passed, so that an interrupted run goes on after them.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use entities::values::Role;
use minga::{
    audit,
    platform::clock::{Clock, SystemClock},
};
use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

use crate::support::{Kind, TestApp, run};

/// Rounds on each database where `FIRE_MINUTES` is not set.
const DEFAULT_ROUNDS: u64 = 3;
/// How long a process may take until it is ready, and until it has stopped.
const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPPED_WITHIN: Duration = Duration::from_secs(11);
/// Clients that write at the same time.
const WRITERS: u64 = 4;

fn setting(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    std::env::var(name).ok()
}

#[test]
fn what_is_acknowledged_survives_every_kill_in_sqlite() {
    run(Kind::Sqlite, rounds);
}

#[test]
fn what_is_acknowledged_survives_every_kill_in_postgres() {
    run(Kind::Postgres, rounds);
}

/// Random numbers of one round (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

async fn rounds(app: Arc<TestApp>) {
    let seed: u64 = setting("FIRE_SEED").map_or(1, |text| text.parse().expect("FIRE_SEED is a number"));
    let minutes: Option<u64> = setting("FIRE_MINUTES").map(|text| text.parse().expect("FIRE_MINUTES is a number"));
    let progress =
        setting("FIRE_PROGRESS").map(|folder| PathBuf::from(folder).join(format!("{:?}", app.kind()).to_lowercase()));
    let passed = progress.as_deref().and_then(|file| std::fs::read_to_string(file).ok());
    let passed: u64 = passed.map_or(0, |text| text.trim().parse().expect("a number of rounds"));
    // The process has the clock of this machine.
    app.advance(SystemClock.now() - app.now());
    let staff = app.staff(Role::Staff).await;
    let fire = Fire { app: app.clone(), bearer: staff.bearer, family: Mutex::default(), at_size: minutes.is_some() };
    let begun = Instant::now();
    let mut sums = BTreeMap::new();
    for round in passed.. {
        let goes_on = match minutes {
            Some(minutes) => begun.elapsed() < Duration::from_secs(minutes * 60),
            None => round < passed + DEFAULT_ROUNDS,
        };
        if !goes_on {
            break;
        }
        fire.round(seed.wrapping_add(round), &mut sums).await;
        if let Some(file) = &progress {
            std::fs::write(file, (round + 1).to_string()).unwrap();
        }
    }
    let sums: Vec<String> = sums.into_iter().map(|(what, count)| format!("{count} {what}")).collect();
    println!("fire: {:?}, from seed {}: {}", app.kind(), seed.wrapping_add(passed), sums.join(", "));
}

struct Fire {
    app: Arc<TestApp>,
    bearer: String,
    family: Mutex<Option<Value>>,
    at_size: bool,
}

/// A serving process.
struct Process {
    child: Child,
    address: String,
}

impl Fire {
    async fn round(&self, seed: u64, sums: &mut BTreeMap<&'static str, u64>) {
        let mut random = Random(seed);
        let mut process = self.start().await;
        let family = self.family(&process).await;
        let acknowledged = Arc::new(Mutex::new(BTreeMap::new()));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (address, bearer) = (process.address.clone(), self.bearer.clone());
                let (family, acknowledged) = (family.clone(), acknowledged.clone());
                tokio::spawn(async move {
                    for number in 0.. {
                        let code = format!("F{seed}X{writer}X{number}");
                        let product = product(&code, &family);
                        let response =
                            send(&address, "POST", "/staff/products", &bearer, Some((&code, &product))).await;
                        let created = matches!(response, Some((201, _)));
                        acknowledged.lock().unwrap().insert(code, created);
                        if !created {
                            return;
                        }
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20 + random.below(800))).await;
        match random.below(if self.at_size { 5 } else { 4 }) {
            0 => {
                *sums.entry("stops").or_default() += 1;
                let asked = Instant::now();
                let pid = process.child.id().unwrap().to_string();
                Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
                let ended = tokio::time::timeout(STOPPED_WITHIN, process.child.wait()).await;
                assert!(ended.is_ok_and(|ended| ended.unwrap().success()), "seed {seed}: {:?}", asked.elapsed());
            }
            4 if self.app.kind() == Kind::Postgres => {
                *sums.entry("kills of PostgreSQL").or_default() += 1;
                self.kill_postgres().await;
                tokio::time::sleep(Duration::from_millis(random.below(500))).await;
                process.child.kill().await.unwrap();
            }
            _ => {
                *sums.entry("kills").or_default() += 1;
                process.child.kill().await.unwrap();
            }
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let mut process = self.start().await;
        let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
        for (code, created) in &acknowledged {
            *sums.entry(if *created { "acknowledged" } else { "repeated" }).or_default() += 1;
            let body = product(code, &family);
            let again = send(&process.address, "POST", "/staff/products", &self.bearer, Some((code, &body))).await;
            assert!(matches!(again, Some((201, _))), "seed {seed}: {code}, acknowledged: {created}: {again:?}");
        }
        let count = self.count(&format!("F{seed}X%")).await;
        assert_eq!(count, i64::try_from(acknowledged.len()).unwrap(), "seed {seed}: each is stored once");
        process.child.kill().await.unwrap();
        let broken = audit::find_violations(&self.app.app).await.unwrap();
        let broken: Vec<_> =
            broken.into_iter().filter(|violation| !["I9", "I10"].contains(&violation.invariant)).collect();
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}");
        *sums.entry("rounds").or_default() += 1;
    }

    async fn start(&self) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minga"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(self.app.data());
        command.env("RUST_LOG", "error").env_remove("DATABASE_URL").stdout(Stdio::piped()).kill_on_drop(true);
        if let Some(url) = self.app.database_url() {
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
            // Without an address it ended: the database is still recovering, or has not noticed the death of the last process.
            if let Some(address) = address {
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                while !is_ready(&address).await {
                    assert!(begun.elapsed() < READY_WITHIN, "not ready");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                return Process { child, address };
            }
            assert!(begun.elapsed() < READY_WITHIN, "it does not start");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn family(&self, process: &Process) -> Value {
        if let Some(family) = self.family.lock().unwrap().clone() {
            return family;
        }
        let body = json!({ "code": "FUEGO", "name_es": "Fuego", "name_en": "Fire" });
        let made = send(&process.address, "PUT", "/staff/families", &self.bearer, Some(("family", &body))).await;
        let family: Value = serde_json::from_str(&made.unwrap().1).unwrap();
        *self.family.lock().unwrap() = Some(family.clone());
        family
    }

    async fn count(&self, codes: &str) -> i64 {
        let tx = self.app.app.read(minga::platform::unit_of_work::Actor::System).await.unwrap();
        let sql = format!("SELECT count(*) AS n FROM product WHERE code LIKE '{codes}'");
        let row = tx.db().query_one_raw(Statement::from_string(tx.db().get_database_backend(), sql)).await;
        row.unwrap().unwrap().try_get("", "n").unwrap()
    }

    /// Kills a process of the server, upon which the server ends all connections and recovers.
    async fn kill_postgres(&self) {
        let db = Database::connect(self.app.database_url().unwrap().as_str()).await.unwrap();
        let sql = "SELECT pg_backend_pid() AS pid";
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        let pid: i32 = row.try_get("", "pid").unwrap();
        Command::new("kill").args(["-KILL", &pid.to_string()]).status().await.unwrap();
        drop(db.close().await);
    }
}

fn product(code: &str, family: &Value) -> Value {
    json!({
        "code": code, "family_id": family["id"], "name_es": code, "name_en": code, "net_content": 250, "net_unit": "g",
        "lot_size": 12, "allergens": [], "practices": [], "storage": "ambient", "shelf_life_days": 365, "vat_bps": 1900,
    })
}

async fn is_ready(address: &str) -> bool {
    let head = format!("GET /health/ready HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    matches!(exchange(address, &head).await, Some((200, _)))
}

/// Sends a request with a key and a body; none where no whole response arrives.
async fn send(
    address: &str,
    method: &str,
    path: &str,
    bearer: &str,
    body: Option<(&str, &Value)>,
) -> Option<(u16, String)> {
    let (key, body) = body.map(|(key, body)| (key, body.to_string())).unwrap_or_default();
    let request = format!(
        "{method} /api/v1{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {bearer}\r\nidempotency-key: {key}\r\n\
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
