//! A database as an earlier version left it: the schema of its last migration and the rows of a season
//! (`scripts/export-rows` writes them).

use std::io::{BufRead, BufReader, Read};

use flate2::read::GzDecoder;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Rows of one statement on SQLite, whose statements have a maximum length.
const ROWS_PER_INSERT: usize = 200;

/// A database of an earlier version.
#[derive(Clone, Copy)]
pub struct EarlierVersion {
    /// Number of its migrations.
    pub migrations: u32,
    /// Its rows, compressed: a JSON object for each table.
    pub rows: &'static [u8],
}

/// The rows of one table.
#[derive(Deserialize)]
pub struct TableRows {
    /// Name of the table.
    pub table: String,
    /// The columns that are UUIDs, which SQLite stores as bytes.
    uuids: Vec<String>,
    /// The rows, by column.
    pub rows: Vec<Map<String, Value>>,
}

impl EarlierVersion {
    /// The rows of all tables.
    pub fn tables(self) -> impl Iterator<Item = TableRows> {
        let reader: Box<dyn Read> = Box::new(GzDecoder::new(self.rows));
        BufReader::new(reader).lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap())
    }

    /// Creates the schema of this version in an empty database and inserts the rows. `db` has one connection.
    pub async fn restore(self, db: &DatabaseConnection) {
        Migrator::up(db, Some(self.migrations)).await.unwrap();
        let backend = db.get_database_backend();
        // Tables come in the order of their names, not of their references, and issued documents accept no more lines.
        let unchecked = match backend {
            DatabaseBackend::Postgres => "SET session_replication_role = replica",
            _ => "PRAGMA foreign_keys = OFF",
        };
        db.execute_unprepared(unchecked).await.unwrap();
        let triggers = match backend {
            DatabaseBackend::Postgres => Vec::new(),
            _ => drop_triggers(db).await,
        };
        for table in self.tables() {
            match backend {
                DatabaseBackend::Postgres => insert_into_postgres(db, &table).await,
                _ => insert_into_sqlite(db, &table).await,
            }
        }
        for trigger in triggers {
            db.execute_unprepared(&trigger).await.unwrap();
        }
    }
}

/// Drops the triggers, which SQLite cannot disable, and returns their statements.
async fn drop_triggers(db: &DatabaseConnection) -> Vec<String> {
    let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'";
    let rows = db.query_all_raw(Statement::from_string(DatabaseBackend::Sqlite, sql)).await.unwrap();
    let mut statements = Vec::with_capacity(rows.len());
    for row in rows {
        let name: String = row.try_get("", "name").unwrap();
        db.execute_unprepared(&format!("DROP TRIGGER \"{name}\"")).await.unwrap();
        statements.push(row.try_get("", "sql").unwrap());
    }
    statements
}

async fn insert_into_postgres(db: &DatabaseConnection, TableRows { table, rows, .. }: &TableRows) {
    let columns: Vec<String> = rows[0].keys().map(|column| format!("\"{column}\"")).collect();
    let columns = columns.join(", ");
    let sql = format!(
        "INSERT INTO \"{table}\" ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::\"{table}\", $1) \
         ON CONFLICT DO NOTHING"
    );
    let rows = Value::Array(rows.iter().cloned().map(Value::Object).collect());
    let insert = Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, [rows.into()]);
    db.execute_raw(insert).await.unwrap_or_else(|error| panic!("{table}: {error}"));
}

async fn insert_into_sqlite(db: &DatabaseConnection, TableRows { table, uuids, rows }: &TableRows) {
    let columns: Vec<&String> = rows[0].keys().collect();
    let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let row = |row: &Map<String, Value>| {
            let literals: Vec<String> =
                columns.iter().map(|column| literal(&row[*column], uuids.contains(column))).collect();
            format!("({})", literals.join(", "))
        };
        let rows: Vec<String> = rows.iter().map(row).collect();
        let sql = format!("INSERT OR IGNORE INTO \"{table}\" ({}) VALUES {}", names.join(", "), rows.join(", "));
        db.execute_unprepared(&sql).await.unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

fn literal(value: &Value, is_uuid: bool) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) if is_uuid => format!("X'{}'", text.replace('-', "")),
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        document => format!("'{}'", document.to_string().replace('\'', "''")),
    }
}
