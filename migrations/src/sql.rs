//! Runs statements that both databases understand, and writes the few that they say differently.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// Runs `statements` in order, then forbids change and deletion of rows in the `append_only` tables.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str], append_only: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    for statement in statements {
        db.execute_unprepared(&spell(manager.get_database_backend(), statement)).await?;
    }
    for table in append_only {
        for statement in forbid_change(manager.get_database_backend(), table) {
            db.execute_unprepared(&statement).await?;
        }
    }
    Ok(())
}

/// `statement` as `backend` must read it. SQLite takes a column of type `json` for a number where it can, and gives `12`
/// back as an integer; with `text` in the type's name it keeps what was written.
fn spell(backend: DbBackend, statement: &str) -> String {
    if backend == DbBackend::Sqlite { statement.replace(" json", " json_text") } else { statement.to_owned() }
}

fn forbid_change(backend: DbBackend, table: &str) -> Vec<String> {
    if backend == DbBackend::Postgres {
        return vec![
            format!(
                "CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            ),
            format!(
                "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
            ),
        ];
    }
    ["UPDATE", "DELETE"]
        .map(|verb| {
            format!(
                "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        })
        .into()
}
