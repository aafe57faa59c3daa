//! Invoicing: a correction of amounts names its cause, and the recall whose goods it credits.

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
        crate::sql::run(manager, COLUMNS, &[]).await?;
        let fixed = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_FIXED,
            _ => SQLITE_FIXED,
        };
        for statement in fixed {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Until now, credit notes corrected amounts by units only.
const COLUMNS: &[&str] = &[
    "ALTER TABLE invoice ADD COLUMN reference_cause text",
    "ALTER TABLE invoice ADD COLUMN recall_id uuid REFERENCES recall",
    "UPDATE invoice SET reference_cause = 'goods' WHERE kind = 'credit_note' AND reference_code = 'amounts'",
];

/// The cause of an issued document never changes.
const SQLITE_FIXED: &[&str] = &["CREATE TRIGGER invoice_cause_fixed BEFORE UPDATE ON invoice \
    WHEN OLD.issued_at IS NOT NULL AND NEW.reference_cause IS NOT OLD.reference_cause \
    BEGIN SELECT RAISE(ABORT, 'an issued document never changes'); END"];

/// The same.
const POSTGRES_FIXED: &[&str] = &[
    "CREATE FUNCTION invoice_cause_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF OLD.issued_at IS NOT NULL AND NEW.reference_cause IS DISTINCT FROM OLD.reference_cause \
     THEN RAISE EXCEPTION 'an issued document never changes'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER invoice_cause_fixed BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_cause_fixed()",
];
