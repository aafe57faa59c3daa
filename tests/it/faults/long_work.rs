//! Long work beside short: whoever tries a large file keeps nobody from writing.

use std::time::Instant;

use entities::{catalogue::family, values::Role};
use minga::{
    import_export::{self as data, FileKind, SourceFile},
    platform::{http::limits, unit_of_work::Actor},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use crate::support::{TestApp, both};

const ROWS: usize = 5_000;

fn families() -> SourceFile {
    let rows = (0..ROWS).map(|row| format!("F{row},Familia {row},Family {row}\n"));
    let text: String = std::iter::once("code,name_es,name_en\n".to_owned()).chain(rows).collect();
    SourceFile { name: "families.csv".to_owned(), kind: FileKind::Families, bytes: text.into_bytes() }
}

async fn count(app: &TestApp) -> u64 {
    let tx = app.app.read(Actor::System).await.unwrap();
    family::Entity::find().count(tx.db()).await.unwrap()
}

both!(
    async fn others_write_while_a_large_import_is_tried(app: TestApp) {
        let staff = app.staff_client(Role::Staff).await;
        let tried = {
            let node = app.app.clone();
            tokio::spawn(async move {
                data::try_import(&node, Actor::Import, &[families()], limits::IMPORT_ROWS).await.unwrap()
            })
        };
        let mut written = 0;
        let mut longest = std::time::Duration::ZERO;
        while !tried.is_finished() {
            let begun = Instant::now();
            let family = json!({ "code": format!("W{written}"), "name_es": "Otra", "name_en": "Other" });
            staff.put_without_if_match("/staff/families", family).await.ok();
            longest = longest.max(begun.elapsed());
            written += 1;
        }
        let report = tried.await.unwrap();
        assert_eq!((report.errors.count(), report.files[0].changed), (0, ROWS));
        println!("{written} writes while {ROWS} rows were tried, the longest took {longest:?}");
        // Behind a trial that has the one writer, one write is served before it and one after it.
        assert!(written > 5, "only {written} writes, the longest took {longest:?}");
        assert_eq!(count(&app).await, written, "the trial stored nothing");
        let begun = Instant::now();
        let done = data::check_and_import(&app.app, Actor::Import, &[families()], limits::IMPORT_ROWS).await.unwrap();
        println!("{ROWS} rows were checked and imported in {:?}", begun.elapsed());
        assert!(done.errors.is_empty());
        assert_eq!(count(&app).await, written + ROWS as u64);
        assert!(done.files[0].changed == ROWS);
    }
);
