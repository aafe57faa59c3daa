//! What an operator asks of an installation is asked of one that is there.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Output, Stdio},
};

use minga::platform::{app::App, config::Config, db::Db};

use crate::support::{Kind, TestApp, both};

fn minga(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minga"));
    command.args(arguments).env_remove("DATABASE_URL").env_remove("MINGA_DATA").env_remove("SEARCH_URL");
    command
}

both!(
    async fn an_installation_that_has_begun_is_found(app: TestApp) {
        let url = app.database_url().map(|url| url.to_string());
        let lookup = |name: &str| url.clone().filter(|_| name == "DATABASE_URL");
        assert!(Db::has_installation(&Config::read(app.data().to_owned(), lookup).unwrap()).await.unwrap());
        if app.kind() == Kind::Sqlite {
            let elsewhere = Config::read(app.data().join("elsewhere"), lookup).unwrap();
            let refused = App::open_existing(elsewhere).await.err().unwrap().to_string();
            assert!(refused.contains("elsewhere") && refused.contains("--data"), "{refused}");
        }
    }
);

#[test]
fn a_mistyped_folder_is_told_and_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("mistyped").display().to_string();
    let copy = folder.path().join("copy").display().to_string();
    for asked in [&["audit"][..], &["reindex"], &["export", "--output", &copy], &["backup", &copy]] {
        let Output { status, stderr, .. } = minga(asked).args(["--data", &data]).output().unwrap();
        assert!(!status.success(), "{asked:?}");
        let said = String::from_utf8(stderr).unwrap();
        assert!(said.contains("no installation has begun in") && said.contains("mistyped"), "{asked:?}: {said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn what_is_tried_where_nothing_has_begun_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let families = folder.path().join("families.csv");
    for (text, right) in [("code,name_es,name_en\nmiel,Miel,Honey\n", true), ("code,nombre\nmiel,Miel\n", false)] {
        std::fs::write(&families, text).unwrap();
        let tried = minga(&["import", "--dry-run"]).arg(&families).arg("--data").arg(&data).output().unwrap();
        assert_eq!(tried.status.success(), right, "{tried:?}");
        assert!(!data.exists(), "an installation was made");
    }
}

#[test]
fn whoever_stops_reading_stops_no_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    assert!(minga(&["migrate", "--data", &data]).status().unwrap().success());
    let mut audit = minga(&["audit", "--data", &data]);
    let mut audit = audit.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The reader goes before the first line is written: the audit takes longer than this.
    drop(audit.stdout.take());
    let said: Vec<String> = BufReader::new(audit.stderr.take().unwrap()).lines().map_while(Result::ok).collect();
    assert!(audit.wait().unwrap().success(), "{said:?}");
}
