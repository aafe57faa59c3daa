//! Payments: a bank line under the id of another one waits until a person decides whether it is another movement.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

/// This change.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backfill = match manager.get_database_backend() {
            DbBackend::Postgres => {
                "UPDATE bank_line SET bank_id = substring(import_key from 4) WHERE import_key LIKE 'id:%'"
            }
            _ => "UPDATE bank_line SET bank_id = substr(import_key, 4) WHERE import_key LIKE 'id:%'",
        };
        crate::sql::run(manager, COLUMNS, &[]).await?;
        manager.get_connection().execute_unprepared(backfill).await?;
        Ok(())
    }
}

const COLUMNS: &[&str] = &[
    "ALTER TABLE bank_line ADD COLUMN bank_id text",
    "ALTER TABLE bank_line ADD COLUMN duplicate_of uuid REFERENCES bank_line",
    "CREATE INDEX bank_line_bank_id ON bank_line (bank_id)",
    "CREATE INDEX bank_line_booked_on ON bank_line (booked_on)",
    "CREATE INDEX bank_line_duplicate_of ON bank_line (duplicate_of)",
];
