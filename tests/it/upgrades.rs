//! Databases of earlier versions: a season that an earlier version wrote is migrated, nothing is lost, every invariant
//! holds, and the people of the season go on with it.

use std::{collections::BTreeMap, path::Path, process::Command};

use entities::{catalogue::product, identity::person};
use migrations::{Migrator, MigratorTrait};
use minga::{platform::unit_of_work::Actor, search};
use sea_orm::{ColumnTrait, ConnectionTrait, Database, EntityTrait, QueryFilter, Statement};
use url::Url;

use crate::support::{ApiClient, EarlierVersion, Kind, TestApp, postgres, run_upgraded, skip, sqlite};

/// The demo's season, written by the version with 18 migrations.
const SEASON: EarlierVersion =
    EarlierVersion { migrations: 18, rows: include_bytes!("fixtures/season-m0018.jsonl.gz") };

/// Number of rows of a table.
async fn count(app: &TestApp, table: &str) -> usize {
    let read = app.app.read(Actor::System).await.unwrap();
    let backend = read.db().get_database_backend();
    let sql = format!("SELECT COUNT(*) AS rows FROM \"{table}\"");
    let row = read.db().query_one_raw(Statement::from_string(backend, sql)).await.unwrap().unwrap();
    usize::try_from(row.try_get::<i64>("", "rows").unwrap()).unwrap()
}

/// A client of the person of the season with this address.
async fn person_client(app: &TestApp, email: &str) -> ApiClient {
    let read = app.app.read(Actor::System).await.unwrap();
    let person = person::Entity::find().filter(person::Column::Email.eq(email)).one(read.db()).await.unwrap().unwrap();
    drop(read);
    app.person_client(person.id).await
}

/// The invariants are checked by the harness when the body ends.
async fn is_complete_and_usable(app: std::sync::Arc<TestApp>) {
    let expected: BTreeMap<String, usize> = SEASON.tables().map(|table| (table.table, table.rows.len())).collect();
    assert!(expected["order_line"] > 500 && expected["posting"] > 1_000 && expected["payout"] > 0, "{expected:#?}");
    for table in ["orders", "order_line", "quota", "batch", "delivery", "invoice", "payment", "posting", "payout"] {
        assert_eq!(count(&app, table).await, expected[table], "{table}");
    }
    // A list of known names is a declaration; an empty one said that nothing was declared.
    for product in product::Entity::find().all(app.app.read(Actor::System).await.unwrap().db()).await.unwrap() {
        assert_eq!(product.allergens_declared_at.is_some(), !product.allergens.is_empty(), "{}", product.code);
        assert_eq!(product.allergens_unresolved, None);
    }
    search::rebuild_index_if_missing(&app.app).await.unwrap();
    let finance = person_client(&app, "finance@demo.example").await;
    for list in ["orders", "statements", "payout-batches", "payments", "pools", "invoices"] {
        let page = finance.get(&format!("/staff/{list}?limit=5")).await.ok();
        assert!(page.as_array().is_some_and(|rows| !rows.is_empty()), "{list}: {page}");
    }
    let staff = person_client(&app, "manager@demo.example").await;
    staff.get("/staff/cycles?limit=5").await.ok();
}

#[test]
fn a_season_of_an_earlier_version_goes_on_in_sqlite() {
    run_upgraded(Kind::Sqlite, SEASON, is_complete_and_usable);
}

#[test]
fn a_season_of_an_earlier_version_goes_on_in_postgres() {
    run_upgraded(Kind::Postgres, SEASON, is_complete_and_usable);
}

/// Runs a command that reads an installation of an earlier version: it says what to do, and writes nothing.
fn refuses_to_read(data: &Path, url: Option<&Url>, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minga"));
    command.args(arguments).arg("--data").arg(data).env_remove("DATABASE_URL").env_remove("SEARCH_URL");
    if let Some(url) = url {
        command.env("DATABASE_URL", url.as_str());
    }
    let ended = command.output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert!(!ended.status.success() && said.contains("earlier version") && said.contains("minga migrate"), "{said}");
}

#[tokio::test]
async fn a_command_that_reads_leaves_an_earlier_database_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let file = data.join("minga.db");
    sqlite::restore(SEASON, &file).await;
    let before = std::fs::read(&file).unwrap();
    let copy = folder.path().join("copy");
    for arguments in
        [&["audit"][..], &["backup", copy.to_str().unwrap()], &["export", "--output", copy.to_str().unwrap()]]
    {
        refuses_to_read(&data, None, arguments);
        assert!(std::fs::read(&file).unwrap() == before, "{arguments:?} changed the database");
        assert!(!copy.exists(), "{arguments:?} wrote something");
    }
    let Ok(server) = postgres::server() else { return skip("no PostgreSQL server is installed") };
    let database = server.earlier_database(SEASON).await;
    for arguments in
        [&["audit"][..], &["backup", copy.to_str().unwrap()], &["export", "--output", copy.to_str().unwrap()]]
    {
        refuses_to_read(&data, Some(&database.url), arguments);
        assert!(!copy.exists(), "{arguments:?} wrote something");
    }
    let db = Database::connect(database.url.as_str()).await.unwrap();
    let missing = Migrator::get_pending_migrations(&db).await.unwrap().len();
    assert_eq!(Migrator::migrations().len() - missing, 18);
    db.close().await.unwrap();
    database.drop().await;
}
