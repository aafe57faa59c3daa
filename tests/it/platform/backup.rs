//! A backup is whole, and becomes an installation again.

use std::os::unix::fs::PermissionsExt;

use entities::invoicing::invoice;
use minga::{
    audit,
    commands::{backup, restore},
    platform::{app::App, config::Config, unit_of_work::Actor},
};
use sea_orm::{ConnectionTrait, Database, EntityTrait, PaginatorTrait};

use crate::support::{TestApp, both, market::Market};

/// The settings of a place that has no installation: another folder, or another database.
pub async fn elsewhere(app: &TestApp, folder: &std::path::Path, name: &str) -> Config {
    let mut url = app.database_url();
    if let Some(url) = &mut url {
        let database = format!("{}_{name}", url.path().trim_start_matches('/'));
        let server = Database::connect(url.as_str()).await.unwrap();
        server.execute_unprepared(&format!("CREATE DATABASE {database}")).await.unwrap();
        server.close().await.unwrap();
        url.set_path(&database);
    }
    let url = url.map(|url| url.to_string());
    Config::read(folder.join(name), |setting| url.clone().filter(|_| setting == "DATABASE_URL")).unwrap()
}

async fn invoices(app: &App) -> u64 {
    let tx = app.read(Actor::System).await.unwrap();
    invoice::Entity::find().count(tx.db()).await.unwrap()
}

both!(
    async fn a_backup_is_verified_and_restores_the_installation(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        app.run_jobs().await;
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy");
        backup::run(&app.app, &copy).await.unwrap();
        let again = backup::run(&app.app, &copy).await.unwrap_err();
        assert!(again.to_string().contains("exists already"), "{again}");
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&copy), mode(&copy.join("manifest.json"))), (0o700, 0o600));

        let here = elsewhere(&app, folder.path(), "restored").await;
        restore::run(here.clone(), &copy).await.unwrap();
        let restored = App::open_unchanged(here.clone()).await.unwrap();
        let mut broken = audit::find_violations(&restored).await.unwrap();
        // Its clock is this machine's: jobs became due meanwhile.
        broken.retain(|violation| violation.invariant != "I9");
        assert_eq!((invoices(&restored).await, broken), (1, vec![]));
        let twice = restore::run(here, &copy).await.unwrap_err();
        assert!(twice.to_string().contains("already"), "{twice}");

        let document = std::fs::read_dir(copy.join("files/invoices")).unwrap().flatten().next().unwrap().path();
        std::fs::write(document, "damaged").unwrap();
        let damaged = restore::run(elsewhere(&app, folder.path(), "other").await, &copy).await.unwrap_err();
        assert!(damaged.to_string().contains("is damaged"), "{damaged}");
    }
);

both!(
    async fn an_audit_or_backup_of_an_earlier_version_changes_nothing(app: TestApp) {
        let tx = app.app.begin(Actor::System).await.unwrap();
        let last = "DELETE FROM seaql_migrations WHERE version = (SELECT max(version) FROM seaql_migrations)";
        tx.db().execute_unprepared(last).await.unwrap();
        tx.commit().await.unwrap();
        let url = app.database_url().map(|url| url.to_string());
        let lookup = |name: &str| url.clone().filter(|_| name == "DATABASE_URL");
        let refused = App::open_unchanged(Config::read(app.data().to_owned(), lookup).unwrap()).await;
        let refused = refused.err().unwrap().to_string();
        assert!(refused.contains("minga migrate"), "{refused}");
    }
);
