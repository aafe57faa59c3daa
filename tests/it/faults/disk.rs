//! A disk that is full for a while.

use std::{path::Path, process::Command};

use entities::values::Role;
use minga::{
    platform::{app::App, config::Config, unit_of_work::Actor},
    startup::AppBuilder,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::support::{Kind, TestApp, both, run, skip, sqlite};

/// Stores a note of `size` bytes in the audit log, in a transaction of its own.
async fn record(app: &App, number: usize, size: usize) -> bool {
    let Ok(mut tx) = app.begin(Actor::System).await else { return false };
    let id: uuid::Uuid = tx.new_id();
    tx.audit("note", id, "written", json!({ "number": number, "text": "x".repeat(size) }));
    tx.commit().await.is_ok()
}

/// How many notes a new process finds.
async fn notes(app: &App) -> i64 {
    let tx = app.read(Actor::System).await.unwrap();
    let sql = "SELECT count(*) AS n FROM audit_entry WHERE subject_kind = 'note'";
    let count = Statement::from_string(tx.db().get_database_backend(), sql);
    tx.db().query_one_raw(count).await.unwrap().unwrap().try_get("", "n").unwrap()
}

#[test]
fn what_is_acknowledged_after_a_full_disk_is_stored() {
    run(Kind::Sqlite, async |app: std::sync::Arc<TestApp>| {
        let staff = app.staff_client(Role::Staff).await;
        assert!(record(&app.app, 0, 10).await && app.app.db.is_ready().await);
        // The connection may not add a page until it is replaced.
        let tx = app.app.begin(Actor::System).await.unwrap();
        tx.db().execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
        drop(tx);
        assert!(!record(&app.app, 1, 200_000).await, "the disk is full");
        let mut stored = 1;
        for number in 0..20 {
            let code = format!("F{number}");
            let family = json!({ "code": code, "name_es": code, "name_en": code });
            staff.put_without_if_match("/staff/families", family).await.ok();
            stored += i64::from(record(&app.app, number, 10_000).await);
        }
        assert_eq!(stored, 21, "there is space again");
        assert!(app.app.db.is_ready().await);
        let reopened = app.other_node().await;
        assert_eq!(notes(&reopened).await, stored);
        let families = app.client_of_node(&reopened, &staff).get("/public/families").await.ok();
        assert_eq!(families.as_array().unwrap().len(), 20);
    });
}

#[test]
fn what_follows_a_lost_transaction_is_not_stored_by_itself() {
    run(Kind::Sqlite, async |app: std::sync::Arc<TestApp>| {
        let mut tx = app.app.begin(Actor::System).await.unwrap();
        // As SQLite does after a failed write, beside the driver.
        tx.db().execute_unprepared("ROLLBACK").await.unwrap();
        let later = tx.db().execute_unprepared("UPDATE installation SET time_zone = 'America/Santiago'").await;
        assert!(later.is_err(), "a statement of its own transaction");
        let id: uuid::Uuid = tx.new_id();
        tx.audit("note", id, "written", json!({}));
        assert!(tx.commit().await.is_err());
        assert!(record(&app.app, 0, 10).await);
        assert_eq!(notes(&app.other_node().await).await, 1);
    });
}

both!(
    async fn a_failed_statement_is_not_committed_as_success(app: TestApp) {
        let tx = app.app.begin(Actor::System).await.unwrap();
        tx.db().execute_unprepared("UPDATE installation SET created_at = '2020-01-01 00:00:00+00:00'").await.unwrap();
        // Ignored, as by an action that goes on.
        assert!(tx.db().execute_unprepared("INSERT INTO installation (id) VALUES (1)").await.is_err());
        let committed = tx.commit().await.is_ok();
        let reader = app.app.read(Actor::System).await.unwrap();
        let sql = "SELECT count(*) AS n FROM installation WHERE created_at < '2021-01-01 00:00:00+00:00'";
        let row = reader.db().query_one_raw(Statement::from_string(reader.db().get_database_backend(), sql)).await;
        let changed: i64 = row.unwrap().unwrap().try_get("", "n").unwrap();
        assert_eq!(committed, changed == 1, "acknowledged exactly if stored");
    }
);

/// A file system of its own, small enough to fill.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self { folder })
    }

    fn fill(&self) {
        let file = std::fs::File::create(self.folder.path().join("filler")).unwrap();
        let mut file = std::io::BufWriter::with_capacity(512, file);
        drop(std::io::copy(&mut std::io::repeat(0), &mut file));
    }

    fn free(&self) {
        std::fs::remove_file(self.folder.path().join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.folder.path()).output());
    }
}

async fn open(folder: &Path) -> App {
    AppBuilder::new(Config::read(folder.to_owned(), |_| None).unwrap()).build().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_survived() {
    let Some(disk) = Disk::mount(24) else { return skip("only root may mount a small file system") };
    sqlite::copy_to(&disk.folder.path().join("minga.db"));
    let app = open(disk.folder.path()).await;
    let mut stored = 0;
    for round in 0..3 {
        for number in 0..10 {
            assert!(record(&app, number, 2_000).await, "round {round}");
            stored += 1;
        }
        assert!(app.db.is_ready().await);
        disk.fill();
        let mut refused = 0;
        for number in 0..40 {
            match record(&app, number, 50_000).await {
                true => stored += 1,
                false => refused += 1,
            }
        }
        assert!(refused >= 20, "the disk was full in round {round}: {refused}");
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        assert!(!app.db.is_ready().await, "a process that stores nothing is not ready");
        disk.free();
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        assert!(app.db.is_ready().await, "there is space again");
    }
    assert_eq!(notes(&app).await, stored, "readers see what was acknowledged");
    drop(app);
    assert_eq!(notes(&open(disk.folder.path()).await).await, stored, "so does the next process");
}
