//! The contents of the database, to see whether anything was stored.

use std::collections::BTreeMap;

use minga::platform::unit_of_work::Actor;
use sea_orm::{ConnectionTrait, DatabaseBackend, QueryResult, Statement};

use crate::support::TestApp;

/// The tables, with the columns as an expression.
const OF_SQLITE: &str = "SELECT m.name AS t, group_concat('quote(\"' || c.name || '\")', '||') AS c \
                         FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY 1";
const OF_POSTGRES: &str = "SELECT tablename::text AS t, 'md5(r::text)' AS c FROM pg_tables WHERE schemaname = 'public'";

/// The rows of each table as a text that changes with them.
pub type Tables = BTreeMap<String, String>;

/// Reads all tables.
pub async fn read_tables(app: &TestApp) -> Tables {
    let tx = app.app.read(Actor::System).await.unwrap();
    let backend = tx.db().get_database_backend();
    let query = async |sql: String| tx.db().query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let text = |row: &QueryResult, name: &str| row.try_get::<Option<String>>("", name).unwrap().unwrap_or_default();
    let (tables, join) = match backend {
        DatabaseBackend::Postgres => (OF_POSTGRES, "string_agg(c, '' ORDER BY c)"),
        _ => (OF_SQLITE, "group_concat(c, '')"),
    };
    let select = |row: &QueryResult| {
        let (table, columns) = (text(row, "t"), text(row, "c"));
        format!("SELECT '{table}' AS t, {join} AS c FROM (SELECT {columns} AS c FROM \"{table}\" r ORDER BY 1) AS rows")
    };
    let selects: Vec<String> = query(tables.to_owned()).await.iter().map(select).collect();
    let rows = query(selects.join(" UNION ALL ")).await;
    rows.iter().map(|row| (text(row, "t"), text(row, "c"))).collect()
}
