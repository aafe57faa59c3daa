//! Nobody else on the machine reads the files of an installation: they hold password hashes, bank accounts and mail.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    sync::Arc,
};

use entities::values::Role;
use minga::{
    platform::{app::App, config::Config, private},
    search,
    startup::instance_lock,
};

use crate::support::{Kind, TestApp, both, market::Market};

const OTHERS: u32 = 0o077;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The files and folders below `path`, and itself, that others may do something with.
fn open_to_others(path: &Path) -> Vec<String> {
    let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut found: Vec<String> =
        (mode & OTHERS != 0).then(|| format!("{} {mode:o}", path.display())).into_iter().collect();
    if path.is_dir() {
        found.extend(fs::read_dir(path).unwrap().flatten().flat_map(|entry| open_to_others(&entry.path())));
    }
    found
}

fn open_up(path: &Path) {
    fs::set_permissions(path, Permissions::from_mode(if path.is_dir() { 0o755 } else { 0o644 })).unwrap();
    for entry in path.is_dir().then(|| fs::read_dir(path).unwrap()).into_iter().flatten().flatten() {
        open_up(&entry.path());
    }
}

fn config(app: &TestApp) -> Config {
    let url = app.database_url().map(|url| url.to_string());
    Config::read(app.data().to_owned(), |name| url.clone().filter(|_| name == "DATABASE_URL")).unwrap()
}

both!(
    async fn what_commands_create_is_for_its_owner_alone(app: TestApp) {
        let market = Market::open(&app).await;
        market.delivered(&app, &[(&market.lodge, &[("miel", 10)])]).await;
        app.run_jobs().await;
        let folder = private::temporary_folder().unwrap();
        let minga = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_minga"));
            command.args(arguments).env_remove("MINGA_DATA").env_remove("SEARCH_URL").env_remove("DATABASE_URL");
            if let Some(url) = app.database_url() {
                command.env("DATABASE_URL", url.as_str());
            }
            let ended = command.output().unwrap();
            assert!(ended.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ended.stderr));
        };
        let [data, copy, export] =
            ["data", "copy", "export"].map(|name| folder.path().join(name).to_string_lossy().into_owned());
        let here = app.data().to_string_lossy().into_owned();
        minga(&["backup", &copy, "--data", &here]);
        minga(&["export", "--output", &export, "--data", &here]);
        // What is deeper in the data folder is closed by the folder; mail and documents are closed by themselves too.
        let mut found: Vec<String> =
            ["mail", "files"].iter().flat_map(|name| open_to_others(&app.data().join(name))).collect();
        if app.kind() == Kind::Sqlite {
            minga(&["restore", &copy, "--data", &data]);
            found.extend(["files", "minga.db"].iter().flat_map(|name| open_to_others(&Path::new(&data).join(name))));
            assert_eq!(mode(Path::new(&data)), 0o700);
            fs::remove_dir_all(&data).unwrap();
        }
        found.extend(open_to_others(folder.path()));
        assert_eq!(found, Vec::<String>::new());
    }
);

both!(
    async fn a_start_closes_what_is_open_to_others(app: TestApp) {
        app.staff(Role::Staff).await;
        search::rebuild_index(&app.app).await.unwrap();
        open_up(app.data());
        // As `minga serve` begins.
        let lock = instance_lock::acquire(&config(&app)).await.unwrap();
        let again = App::open_unchanged(config(&app)).await.unwrap();
        let data = app.data();
        let logs = ["minga.db", "minga.db-wal", "minga.db-shm"].map(|name| data.join(name));
        for path in [data.to_owned(), data.join("files")].into_iter().chain(logs) {
            assert!(!path.exists() || mode(&path) & OTHERS == 0, "{path:?}");
        }
        assert_eq!(data.join("minga.db-wal").exists(), app.kind() == Kind::Sqlite);
        drop((again, lock));
    }
);

#[test]
fn a_database_that_is_named_by_its_address_is_closed_too() {
    crate::support::run(Kind::Sqlite, open_named_database);
}

async fn open_named_database(app: Arc<TestApp>) {
    let named = tempfile::tempdir().unwrap();
    let file = named.path().join("named.db");
    fs::copy(app.data().join("minga.db"), &file).unwrap();
    open_up(&file);
    let url = format!("sqlite://{}", file.display());
    let lookup = |name: &str| (name == "DATABASE_URL").then(|| url.clone());
    App::open(Config::read(named.path().join("data"), lookup).unwrap()).await.unwrap();
    assert_eq!(mode(&file) & OTHERS, 0);
}
