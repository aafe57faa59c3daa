//! Writes to the disk that fail: libfiu makes the system calls of a process fail at random, as a full disk or a broken
//! one does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::process::Command;

use super::{
    Counts, Part,
    process::{Process, is_ready},
    workload::Workload,
};
use crate::{
    money::random::Random,
    support::{Kind, TestApp, program, run, skip},
};

/// How soon a process that did not end is ready when the disk works again.
const READY_AGAIN_WITHIN: Duration = Duration::from_secs(5);

/// Calls that SQLite makes to write, and how each fails: input/output error, no space left.
const FAILURES: [(&str, u32); 5] = [
    ("posix/io/sync/fdatasync", 5),
    ("posix/io/sync/fsync", 5),
    ("posix/io/rw/pwrite", 5),
    ("posix/io/rw/pwrite", 28),
    ("posix/io/rw/ftruncate", 5),
];

#[test]
fn what_is_acknowledged_survives_a_disk_that_fails() {
    if program("fiu-run").is_none() {
        return skip("fiu-run is not installed, so no disk fails (Debian: apt-get install fiu-utils)");
    }
    Part { name: "storage", kind: Kind::Sqlite, rounds: 3 }.run(|seeds, counts| {
        run(Kind::Sqlite, async |app: Arc<TestApp>| {
            let workload = Arc::new(Workload::open(&app).await);
            for seed in seeds {
                round(&workload, *seed, counts).await;
            }
        });
    });
}

/// Gives a command to the failing library inside a process.
async fn control(folder: &str, process: &Process, command: &str) {
    let given = Command::new("fiu-ctrl").args(["-f", folder, "-c", command, &process.id()]).output().await.unwrap();
    assert!(given.status.success(), "{command}: {given:?}");
}

async fn round(workload: &Arc<Workload>, seed: u64, counts: &mut Counts) {
    let mut random = Random::new(seed);
    let folder = tempfile::tempdir().unwrap();
    let control_path = folder.path().join("fiu").to_string_lossy().into_owned();
    let wrapper: Vec<String> = ["fiu-run", "-x", "-f", &control_path].into_iter().map(str::to_owned).collect();
    let mut process = Process::start(&workload.app, &wrapper).await;
    let (name, error) = *random.choose(&FAILURES).unwrap();
    // One call fails, or each with a probability until the disk works again.
    let once = random.percent(50);
    let how = match once {
        true => format!("enable onetime,name={name},failinfo={error}"),
        false => format!("enable_random name={name},failinfo={error},probability=0.{}", random.between(1, 9)),
    };
    let goes_on = Arc::new(AtomicBool::new(true));
    let writers = workload.write(seed, &[&process.address], goes_on.clone());
    tokio::time::sleep(Duration::from_millis(random.between(20, 400).unsigned_abs())).await;
    *counts.entry(if once { "single failures" } else { "failing disks" }).or_default() += 1;
    control(&control_path, &process, &how).await;
    tokio::time::sleep(Duration::from_millis(random.between(50, 600).unsigned_abs())).await;
    if !process.has_ended() && !once {
        control(&control_path, &process, &format!("disable name={name}")).await;
    }
    let works = Instant::now();
    while !process.has_ended() && !is_ready(&process.address).await {
        assert!(works.elapsed() < READY_AGAIN_WITHIN, "seed {seed}: not ready again after {how}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    goes_on.store(false, Ordering::Relaxed);
    match process.has_ended() {
        true => *counts.entry("processes that ended").or_default() += 1,
        // What it acknowledged is on the disk, not only in its memory.
        false => process.kill().await,
    }
    let process = Process::start(&workload.app, &[]).await;
    writers.verify(workload, &process.address, counts).await;
    process.kill().await;
    workload.assert_no_violations(seed).await;
}
