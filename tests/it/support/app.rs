//! One application for one test.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use minga::{
    audit,
    flow::FLOW,
    platform::{
        app::{App, Flow, Installation},
        clock::{Ids, MovableClock},
        config::Config,
        jobs,
        mail::Mailer,
        unit_of_work::Actor,
    },
    startup::AppBuilder,
};
use poem::{endpoint::BoxEndpoint, test::TestClient};
use sea_orm::{ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, Statement};
use tokio::sync::OnceCell;
use url::Url;

use super::{EarlierVersion, Kind, postgres, sqlite};

/// When every test begins: a Monday, 09:00 in Coyhaique.
pub const BEGINNING: &str = "2026-03-02T12:00:00Z";

/// How long may take what another process does at once, where the machine is busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// An application with a database, a folder and a clock of its own.
pub struct TestApp {
    /// The application; its clock stands until it is moved.
    pub app: App,
    /// Its clock.
    pub clock: Arc<MovableClock>,
    folder: tempfile::TempDir,
    /// Its database on the run's server.
    postgres: Option<postgres::Database>,
    /// A connection beside all nodes.
    watch: OnceCell<DatabaseConnection>,
    nodes: Mutex<u64>,
    lawless: AtomicBool,
    /// Whether the file store has all documents of the database.
    has_all_files: bool,
}

impl TestApp {
    /// A fresh application over the database `kind`, its schema as this version has it.
    pub async fn open(kind: Kind, installation: Installation) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match kind {
            Kind::Postgres => Some(postgres::server().expect("asked before").database().await),
            Kind::Sqlite => {
                sqlite::copy_to(&folder.path().join("minga.db"));
                None
            }
        };
        Self::start(folder, postgres, installation).await
    }

    /// A fresh application over a PostgreSQL server of its own, which it may kill.
    pub async fn open_alone(server: &'static postgres::Server) -> Self {
        Self::start(tempfile::tempdir().unwrap(), Some(server.database().await), Installation::default()).await
    }

    /// An application over the database `kind` as an earlier version left it, without its files.
    pub async fn upgrade(kind: Kind, earlier: EarlierVersion) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match kind {
            Kind::Postgres => Some(postgres::server().expect("asked before").earlier_database(earlier).await),
            Kind::Sqlite => {
                sqlite::restore(earlier, &folder.path().join("minga.db")).await;
                None
            }
        };
        let mut app = Self::start(folder, postgres, Installation::default()).await;
        app.has_all_files = false;
        app
    }

    async fn start(
        folder: tempfile::TempDir,
        postgres: Option<postgres::Database>,
        installation: Installation,
    ) -> Self {
        let clock = Arc::new(MovableClock::new(BEGINNING.parse().unwrap()));
        let url = postgres.as_ref().map(|database| database.url.clone());
        let app = node(folder.path(), url.as_ref(), clock.clone(), &FLOW, 1, installation, None, &[]).await;
        Self {
            app,
            clock,
            folder,
            postgres,
            watch: OnceCell::new(),
            nodes: Mutex::new(1),
            lawless: AtomicBool::new(false),
            has_all_files: true,
        }
    }

    /// A client of everything that this application answers over HTTP.
    pub fn client(&self) -> TestClient<BoxEndpoint<'static>> {
        TestClient::new(minga::router::endpoint(&self.app))
    }

    /// Another process on the same database, with the same clock and chance of its own.
    pub async fn other_node(&self) -> App {
        self.node_with(self.app.flow).await
    }

    /// Another process that is started with these settings too.
    pub async fn node_set(&self, settings: &[(&str, &str)]) -> App {
        self.node(self.app.flow, None, settings).await
    }

    /// Another process whose arrows between slices are `flow`.
    pub async fn node_with(&self, flow: &'static dyn Flow) -> App {
        self.node(flow, None, &[]).await
    }

    /// Another process that hands its mail to `mailer`.
    pub async fn node_mailing(&self, mailer: Arc<dyn Mailer>) -> App {
        self.node(self.app.flow, Some(mailer), &[]).await
    }

    async fn node(&self, flow: &'static dyn Flow, mailer: Option<Arc<dyn Mailer>>, settings: &[(&str, &str)]) -> App {
        let seed = {
            let mut nodes = self.nodes.lock().unwrap();
            *nodes += 1;
            *nodes
        };
        let url = self.database_url();
        let installation = self.app.installation;
        node(self.folder.path(), url.as_ref(), self.clock.clone(), flow, seed, installation, mailer, settings).await
    }

    /// The database, for a process of its own; none where it is SQLite in the data folder.
    pub fn database_url(&self) -> Option<Url> {
        self.postgres.as_ref().map(|database| database.url.clone())
    }

    /// Which database it is on.
    pub fn kind(&self) -> Kind {
        if self.postgres.is_some() { Kind::Postgres } else { Kind::Sqlite }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        minga::platform::clock::Clock::now(&*self.clock)
    }

    /// Ends when nothing that a node began and left is under way at the database any more: its last word may have
    /// been a commit.
    pub async fn at_rest(&self) {
        if self.kind() == Kind::Sqlite {
            // One writer at a time: whoever begins has waited for the last.
            drop(self.app.begin(Actor::System).await.unwrap());
            return;
        }
        self.until("count(*) FILTER (WHERE state <> 'idle') = 0").await;
    }

    /// Ends when some work waits for what other work has locked. On SQLite nobody sees it: there all work waits.
    pub async fn someone_waits(&self) {
        if self.kind() == Kind::Postgres {
            self.until("count(*) FILTER (WHERE wait_event_type = 'Lock') > 0").await;
        }
    }

    /// Asks PostgreSQL until this holds for the other connections of this database.
    async fn until(&self, holds: &str) {
        let sql = format!(
            "SELECT {holds} AS holds FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        );
        let question = Statement::from_string(DatabaseBackend::Postgres, sql);
        let url = self.database_url().expect("PostgreSQL");
        // No connection of a node's: such a one may be what is asked about.
        let watch = self.watch.get_or_init(async || Database::connect(url.as_str()).await.unwrap()).await;
        let asked = async {
            loop {
                let row = watch.query_one_raw(question.clone()).await.unwrap().unwrap();
                if row.try_get("", "holds").unwrap() {
                    break;
                }
            }
        };
        assert!(tokio::time::timeout(PATIENCE, asked).await.is_ok(), "for {PATIENCE:?} it was not so that {holds}");
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// Runs all jobs that are due, and says how many ran.
    pub async fn run_jobs(&self) -> usize {
        jobs::run_due(&self.app, "test").await.expect("the job runner works whatever a job does")
    }

    /// The mails sent so far, as they would travel, in the order of their ids.
    pub fn mails(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.data().join("mail")) else { return Vec::new() };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    /// Says that this test violates invariants on purpose: it is not audited at its end.
    pub fn expect_violations(&self) {
        self.lawless.store(true, Ordering::Relaxed);
    }

    /// The violations of invariants. That jobs are late is none: tests leap in time. An earlier version's database comes
    /// without its files.
    pub async fn violations(&self) -> Vec<audit::Violation> {
        if self.lawless.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let broken = audit::find_violations(&self.app).await.expect("the audit runs");
        let counts = |name: &str| name != "I9" && (self.has_all_files || name != "I19");
        broken.into_iter().filter(|violation| counts(violation.invariant)).collect()
    }

    /// Takes the database away; called by the harness.
    pub async fn close(&self) {
        if let Some(database) = &self.postgres {
            database.drop().await;
        }
    }
}

async fn node(
    data: &Path,
    url: Option<&Url>,
    clock: Arc<MovableClock>,
    flow: &'static dyn Flow,
    seed: u64,
    installation: Installation,
    mailer: Option<Arc<dyn Mailer>>,
    settings: &[(&str, &str)],
) -> App {
    let set = |name: &str| settings.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
    let lookup = |name: &str| match name {
        "DATABASE_URL" => set(name).or_else(|| url.map(Url::to_string)),
        "PUBLIC_URL" => Some("http://minga.example".to_owned()),
        _ => set(name),
    };
    let mut config = Config::read(data.to_owned(), lookup).unwrap();
    config.demo = set("DEMO").is_some();
    let ids = Ids::from_seed(seed);
    let builder = AppBuilder { clock, ids, flow, installation, mailer, ..AppBuilder::new(config) };
    builder.build().await.unwrap()
}
