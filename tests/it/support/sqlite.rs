//! SQLite for tests: migrated once in a run, copied for each test.

use std::{path::Path, sync::OnceLock};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database};

static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();

/// Writes a migrated, empty database to `path`.
pub fn copy_to(path: &Path) {
    // A thread of its own: the test's runtime is running on this one.
    let bytes = MIGRATED.get_or_init(|| std::thread::spawn(migrated).join().unwrap());
    std::fs::write(path, bytes).unwrap();
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
