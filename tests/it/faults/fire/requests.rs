//! Requests that schemathesis generates from the OpenAPI document, sent by people of two kinds: none fails inside, and
//! every response is as the document says.

use std::{path::Path, process::Stdio, sync::Arc};

use entities::values::Role;
use tokio::process::Command;

use super::{Counts, Part, process::Process, setting, workload::Workload};
use crate::{
    money::random::Random,
    support::{Kind, TestApp, python, run, skip},
};

/// The document and the settings of schemathesis.
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis.toml");

#[test]
fn generated_requests_are_answered_as_documented_in_sqlite() {
    run_rounds(Kind::Sqlite);
}

#[test]
fn generated_requests_are_answered_as_documented_in_postgres() {
    run_rounds(Kind::Postgres);
}

fn run_rounds(kind: Kind) {
    let Some(python) = python() else {
        return skip("schemathesis of tests/requirements.txt is not installed (scripts/install-python)");
    };
    Part { name: "requests", kind, rounds: 1 }.run(|seeds, counts| {
        for seed in seeds {
            run(kind, |app| round(app, &python, *seed, counts));
        }
    });
}

/// Somebody of two kinds sends the same requests.
async fn round(app: Arc<TestApp>, python: &Path, seed: u64, counts: &mut Counts) {
    let workload = Workload::open(&app).await;
    let market = &workload.world.market;
    let finance = app.staff(Role::Finance).await;
    let pairs = [
        [("administrator", &workload.world.approver), ("buyer", &market.lodge.user)],
        [("finance", &finance), ("producer", &market.ana.user)],
        [("staff", &market.staff), ("another buyer", &market.shop.user)],
    ];
    let process = Process::start(&app, &[]).await;
    for (name, user) in Random::new(seed).choose(&pairs).unwrap() {
        let cases = send(python, &process.address, &user.bearer, seed, name).await;
        *counts.entry("requests").or_default() += cases;
    }
    process.kill().await;
    workload.assert_no_violations(seed).await;
}

/// Sends generated requests, and returns how many.
async fn send(python: &Path, address: &str, bearer: &str, seed: u64, name: &str) -> u64 {
    let at_size = setting("FIRE_MINUTES").is_some();
    let (phases, examples) = if at_size { ("coverage,fuzzing", "20") } else { ("fuzzing", "3") };
    let folder = tempfile::tempdir().unwrap();
    let ran = Command::new(python.with_file_name("schemathesis"))
        .args(["--config-file", SETTINGS, "run", DOCUMENT, "--url", &format!("http://{address}")])
        .args(["--header", &format!("Authorization: {bearer}"), "--checks", "all", "--phases", phases])
        .args(["--max-examples", examples, "--seed", &seed.to_string(), "--warnings", "off", "--workers", "2"])
        .arg("--continue-on-failure")
        .current_dir(folder.path())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let report = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "seed {seed}, as {name}:\n{report}");
    let generated = report.lines().find_map(|line| line.trim().split_once(" generated")?.0.parse().ok());
    generated.expect("schemathesis says how many requests it sent")
}
