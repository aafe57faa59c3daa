//! PostgreSQL for tests: one server for the whole run, from the installed programs, in a temporary folder, reached by
//! a socket in that folder. A shell stands by and takes it all away when the run ends, however it ends.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use url::Url;

use super::EarlierVersion;

const TEMPLATE: &str = "minga_template";
/// As durable as an installation must be (the application refuses less), with room for many tests at once.
const SETTINGS: &str = "-c listen_addresses= -c max_connections=300 -c shared_buffers=64MB";
const READY_WITHIN: Duration = Duration::from_secs(60);

/// The run's server.
pub struct Server {
    folder: PathBuf,
    count: AtomicU32,
    /// Ends when its input does: when this process ends.
    _watch: Child,
}

/// The database of one test.
pub struct Database {
    /// How to reach it.
    pub url: Url,
    name: String,
    server: &'static Server,
}

/// The run's server, started when first asked for; or what is missing.
pub fn server() -> Result<&'static Server, &'static str> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
    let started = SERVER.get_or_init(|| {
        let programs = programs().ok_or("no PostgreSQL server is installed (Debian: apt-get install postgresql)")?;
        Ok(Server::start(&programs))
    });
    started.as_ref().map_err(String::as_str)
}

/// Another server, for a test that kills it.
pub fn another_server() -> Result<&'static Server, &'static str> {
    server()?;
    let programs = programs().ok_or("no PostgreSQL server is installed")?;
    Ok(Box::leak(Box::new(Server::start(&programs))))
}

/// The folder of the newest installed server.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<(u32, PathBuf)> = debian
        .filter_map(|version| Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").exists())
        .collect();
    folders.sort();
    let on_path = || super::program("initdb").and_then(|path| Some(path.parent()?.to_owned()));
    folders.pop().map(|(_, folder)| folder).or_else(on_path)
}

impl Server {
    fn start(programs: &Path) -> Self {
        let owner = owner();
        // The shell below removes it.
        let folder = tempfile::Builder::new().prefix("minga-pg-").tempdir().unwrap().keep();
        if let Some(owner) = owner {
            run(Command::new("chown").arg(owner).arg(&folder));
        }
        let watch = serve(programs, &folder, owner);
        let server = Self { folder, count: AtomicU32::new(0), _watch: watch };
        // A thread of its own: whoever asks first may be inside a runtime.
        std::thread::scope(|scope| scope.spawn(|| server.make_template()).join().unwrap());
        server
    }

    fn make_template(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            self.until_ready().await;
            self.administer(&format!("CREATE DATABASE {TEMPLATE}")).await;
            let db = self.connect(TEMPLATE).await;
            Migrator::up(&db, None).await.unwrap();
            db.close().await.unwrap();
        });
    }

    async fn until_ready(&self) {
        let begun = Instant::now();
        while let Err(error) = self.try_connect("postgres").await {
            let log = || fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(begun.elapsed() < READY_WITHIN, "PostgreSQL did not start: {error}\n{}", log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A fresh database for one test.
    pub async fn database(&'static self) -> Database {
        let name = format!("test_{}", self.count.fetch_add(1, Ordering::Relaxed));
        self.administer(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
        Database { url: self.url(&name), name, server: self }
    }

    /// The database of an earlier version.
    pub async fn earlier_database(&'static self, earlier: EarlierVersion) -> Database {
        let name = format!("test_{}", self.count.fetch_add(1, Ordering::Relaxed));
        self.administer(&format!("CREATE DATABASE {name}")).await;
        let db = self.connect(&name).await;
        earlier.restore(&db).await;
        db.close().await.unwrap();
        Database { url: self.url(&name), name, server: self }
    }

    fn url(&self, database: &str) -> Url {
        let mut url = Url::parse("postgres://minga@localhost").unwrap();
        url.set_path(database);
        url.query_pairs_mut().append_pair("host", &self.folder.to_string_lossy());
        url
    }

    async fn connect(&self, database: &str) -> DatabaseConnection {
        self.try_connect(database).await.unwrap()
    }

    async fn try_connect(&self, database: &str) -> Result<DatabaseConnection, DbErr> {
        let mut options = sea_orm::ConnectOptions::new(self.url(database).to_string());
        options.max_connections(1).sqlx_logging(false);
        sea_orm::Database::connect(options).await
    }

    async fn administer(&self, statement: &str) {
        let db = self.connect("postgres").await;
        db.execute_unprepared(statement).await.unwrap();
        db.close().await.unwrap();
    }
}

impl Database {
    /// Takes the database away, whoever is still connected.
    pub async fn drop(&self) {
        self.server.administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

/// PostgreSQL refuses to run as root: then it runs as the user that Debian made for it, or as nobody.
fn owner() -> Option<&'static str> {
    let asked = Command::new("id").arg("-u").output().unwrap();
    let is_root = asked.stdout.trim_ascii() == b"0";
    let has = |user: &str| Command::new("id").arg(user).output().is_ok_and(|out| out.status.success());
    is_root.then(|| if has("postgres") { "postgres" } else { "nobody" })
}

/// Makes the server's files and runs it until this process ends (until the end of its own input, that is), then
/// removes its folder.
fn serve(programs: &Path, folder: &Path, owner: Option<&str>) -> Child {
    const SCRIPT: &str = r#"folder=$1 programs=$2 settings=$3; shift 3
        "$@" "$programs/initdb" -D "$folder/data" -U minga -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 &&
            { "$@" "$programs/postgres" -D "$folder/data" -k "$folder" $settings >>"$folder/log" 2>&1 & }
        cat
        # The first ends a server that still begins, the second one that runs.
        [ -n "$!" ] && kill -TERM $! && kill -QUIT $!; wait
        rm -rf "$folder""#;
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "serve"]).arg(folder).arg(programs).arg(SETTINGS);
    if let Some(owner) = owner {
        let group = Command::new("id").args(["-g", owner]).output().unwrap();
        let group = String::from_utf8(group.stdout).unwrap();
        command.args(["setpriv", "--reuid", owner, "--regid", group.trim(), "--clear-groups"]);
    }
    // In a group of its own: the terminal's interrupt would end it before its work.
    let quiet = command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.process_group(0).spawn().unwrap()
}

fn run(command: &mut Command) {
    let out = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).status().unwrap();
    assert!(out.success(), "{command:?} failed: {out}");
}
