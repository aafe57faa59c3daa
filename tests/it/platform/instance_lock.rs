//! Who may serve an installation beside whom.

use minga::{platform::config::Config, startup::instance_lock};

use crate::support::{Kind, PATIENCE, TestApp, both};

const SHARED: &[(&str, &str)] = &[
    ("SEARCH_URL", "http://search.example"),
    ("FILES_URL", "s3://archivo"),
    ("AWS_ACCESS_KEY_ID", "clave"),
    ("AWS_SECRET_ACCESS_KEY", "secreto"),
];

fn process(app: &TestApp, folder: &str, parts: &[(&str, &str)]) -> Config {
    let url = app.database_url().map(|url| url.to_string());
    let lookup = |name: &str| match name {
        "DATABASE_URL" => url.clone(),
        _ => parts.iter().find(|(part, _)| *part == name).map(|(_, value)| (*value).to_owned()),
    };
    Config::read(app.data().join(folder), lookup).unwrap()
}

both!(
    async fn one_process_or_any_number_that_share(app: TestApp) {
        let alone = instance_lock::acquire(&process(&app, "one", &[])).await.unwrap();
        assert!(instance_lock::acquire(&process(&app, "one", &[])).await.is_err(), "one data folder, two processes");
        if app.kind() == Kind::Sqlite {
            // A file has one process whatever it shares: its database is the folder's.
            assert!(instance_lock::acquire(&process(&app, "one", SHARED)).await.is_err());
            return;
        }
        assert!(instance_lock::acquire(&process(&app, "two", &[])).await.is_err(), "one database, two folders");
        assert!(instance_lock::acquire(&process(&app, "two", SHARED)).await.is_err(), "one of them shares nothing");
        drop(alone);
        // The session ends a moment after its connection.
        let shared = tokio::time::timeout(PATIENCE, async {
            loop {
                match instance_lock::acquire(&process(&app, "three", SHARED)).await {
                    Ok(lock) => break lock,
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        });
        let shared = shared.await.unwrap();
        let other = instance_lock::acquire(&process(&app, "four", SHARED)).await.unwrap();
        let refused = instance_lock::acquire(&process(&app, "five", &[])).await.err().unwrap().to_string();
        assert!(refused.contains("SEARCH_URL") && refused.contains("FILES_URL"), "{refused}");
        drop((shared, other));
    }
);
