//! SQLite for tests: migrated once in a run, copied for each test.

use std::{path::Path, sync::OnceLock};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database};

use super::EarlierVersion;

static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();

/// Writes a migrated, empty database to `path`.
pub fn copy_to(path: &Path) {
    // A thread of its own: the test's runtime is running on this one.
    let bytes = MIGRATED.get_or_init(|| std::thread::spawn(migrated).join().unwrap());
    std::fs::write(path, bytes).unwrap();
}

/// Writes the database of an earlier version to `path`.
pub async fn restore(earlier: EarlierVersion, path: &Path) {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    earlier.restore(&db).await;
    db.execute_unprepared("PRAGMA journal_mode = WAL").await.unwrap();
    db.close().await.unwrap();
}

fn migrated() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.db");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Database::connect(format!("sqlite://{}?mode=rwc", path.display())).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        db.execute_unprepared("PRAGMA journal_mode = DELETE").await.unwrap();
        db.close().await.unwrap();
    });
    std::fs::read(path).unwrap()
}
