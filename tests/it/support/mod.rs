//! What the tests stand on: an application of its own for each test, on either database, under a clock that the test
//! moves.

pub mod app;
pub mod api_client;
pub mod baskets;
pub mod earlier_version;
pub mod market;
pub mod meilisearch;
pub mod people;
pub mod postgres;
pub mod sqlite;
pub mod stripe;
pub mod terms;

use std::{
    future::{Future, poll_fn},
    io::Write,
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
    process::Command,
    task::Poll,
};

use futures_util::FutureExt;
use minga::platform::app::Installation;

pub use api_client::ApiClient;
pub use app::{PATIENCE, TestApp};
pub use earlier_version::EarlierVersion;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the run's server.
    Postgres,
}

/// Makes two tests of one body, `name::sqlite` and `name::postgres`:
///
/// ```ignore
/// both!(async fn an_order_is_placed_once(app: TestApp) { … });
/// ```
///
/// The body may answer `anyhow::Result<()>`.
macro_rules! both {
    ($(#[$meta:meta])* async fn $name:ident($app:ident: $type:ident) $(-> $answer:ty)? $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($app: std::sync::Arc<$type>) $(-> $answer)? $body

            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Kind::Sqlite, body);
            }

            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Kind::Postgres, body);
            }
        }
    };
}
pub(crate) use both;

/// What a test's body may answer.
pub trait Outcome {
    /// Panics where the body failed.
    fn check(self);
}

impl Outcome for () {
    fn check(self) {}
}

impl<E: std::fmt::Debug> Outcome for Result<(), E> {
    fn check(self) {
        if let Err(error) = self {
            panic!("{error:?}");
        }
    }
}

/// Runs `body` on a fresh application over the database `kind`, and takes the database away afterwards.
pub fn run<F, A>(kind: Kind, body: impl FnOnce(std::sync::Arc<TestApp>) -> F)
where
    F: Future<Output = A>,
    A: Outcome,
{
    run_in(kind, Installation::default(), body);
}

/// As [`run`] on PostgreSQL, on a server that no other test uses.
pub fn run_alone<F, A>(server: &'static postgres::Server, body: impl FnOnce(std::sync::Arc<TestApp>) -> F)
where
    F: Future<Output = A>,
    A: Outcome,
{
    run_on(Kind::Postgres, TestApp::open_alone(server), body);
}

/// As [`run`], in an installation with a currency and a zone of its own.
pub fn run_in<F, A>(kind: Kind, installation: Installation, body: impl FnOnce(std::sync::Arc<TestApp>) -> F)
where
    F: Future<Output = A>,
    A: Outcome,
{
    run_on(kind, TestApp::open(kind, installation), body);
}

/// As [`run`], on the database of an earlier version, which the start brings up to this one.
pub fn run_upgraded<F, A>(kind: Kind, earlier: EarlierVersion, body: impl FnOnce(std::sync::Arc<TestApp>) -> F)
where
    F: Future<Output = A>,
    A: Outcome,
{
    run_on(kind, TestApp::upgrade(kind, earlier), body);
}

fn run_on<F, A>(kind: Kind, open: impl Future<Output = TestApp>, body: impl FnOnce(std::sync::Arc<TestApp>) -> F)
where
    F: Future<Output = A>,
    A: Outcome,
{
    if kind == Kind::Postgres
        && let Err(missing) = postgres::server()
    {
        return skip(missing);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let app = std::sync::Arc::new(open.await);
        let ended = AssertUnwindSafe(body(app.clone())).catch_unwind().await;
        let broken = app.violations().await;
        app.close().await;
        match ended {
            Ok(answer) => answer.check(),
            Err(panic) => resume_unwind(panic),
        }
        assert!(broken.is_empty(), "the test passed and left violations of invariants: {broken:#?}");
    });
}

/// Says that a test did not run, in a line that `make test` counts; where everything must run (`CI=true`) it fails.
pub fn skip(reason: &str) {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    let strict = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!strict, "this test must run here but cannot: {reason}");
    // Around the capture of passing tests' output.
    drop(writeln!(std::io::stderr(), "skipped: {reason}"));
}

/// The folder of the published data that tests read (`TEST_DATA`); none where it is not there.
pub fn test_data() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    let folder = std::env::var_os("TEST_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Holds that `hledger check` accepts a journal.
pub fn check_journal(hledger: &Path, journal: &str) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, journal.as_bytes()).unwrap();
    let out = Command::new(hledger).arg("-f").arg(file.path()).arg("check").output().unwrap();
    assert!(out.status.success(), "hledger check: {}", String::from_utf8_lossy(&out.stderr));
}

/// Where `program` is, if it is installed.
pub fn program(name: &str) -> Option<PathBuf> {
    let found = Command::new("sh").args(["-c", "command -v \"$0\"", name]).output().ok()?;
    let path = String::from_utf8(found.stdout).ok()?;
    found.status.success().then(|| PathBuf::from(path.trim()))
}

/// The virtual environment with the servers of tests/requirements.txt, if it was made.
pub fn python() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
    let cache = std::env::var_os("MINGA_CACHE")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/minga")));
    cache.map(|cache| cache.join("python/bin/python")).filter(|python| python.exists())
}

/// Lets `node` live for so many steps of its work, and then takes it away in the middle: what it had not committed is
/// gone, as when its process is killed.
pub async fn for_steps<T>(steps: usize, node: impl Future<Output = T>) -> Option<T> {
    let mut node = Box::pin(node);
    let mut left = steps;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        node.as_mut().poll(context).map(Some)
    })
    .await
}
